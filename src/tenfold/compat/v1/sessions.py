"""tf.compat.v1.Session: runs parts of a graph, and holds the values of its variables."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any

from tenfold.core.config import list_logical_devices
from tenfold.core.context import state
from tenfold.engine.graph.func_graph import Graph

from .default_graph import get_default_graph
from .feeding import checked, fed_tensor, feeds_of
from .fetching import Fetches
from .partial_graph import PartialGraph, SessionState


class BaseSession:
    """What the kinds of sessions share.

    Args:
      target: The execution engine; only the empty string, this process, is known.
      graph: The graph to run; the default graph if None.
      config: A ConfigProto; accepted for TensorFlow's sake.

    Raises:
      TypeError: An argument is of a wrong type.
      NotFoundError: `target` is not empty.
    """

    def __init__(self, target: Any = "", graph: Graph | None = None, config: Any = None) -> None:
        if graph is not None and not isinstance(graph, Graph):
            raise TypeError(
                f'Argument `graph` must be a tf.Graph, but got "{type(graph).__name__}"'
            )
        if not isinstance(target, (str, bytes, type(None))):
            raise TypeError(
                f'Argument `target` must be a string, but got "{type(target).__name__}"'
            )
        if config is not None and not hasattr(config, "SerializeToString"):
            raise TypeError(
                f'Argument `config` must be a tf.ConfigProto, but got "{type(config).__name__}"'
            )
        self._target = target or ""
        self._graph = get_default_graph() if graph is None else graph
        self._config = config
        self._state = SessionState()
        self._plans: dict[Any, PartialGraph] = {}
        self._keep: list[Any] = []  # what the keys of plans name by its id
        self._lock = threading.RLock()
        self._closed = False

    @property
    def graph(self) -> Graph:
        """The graph that this session runs."""
        return self._graph

    @property
    def graph_def(self) -> Any:
        """The graph as a GraphDef."""
        return self._graph.as_graph_def()

    @property
    def sess_str(self) -> str:
        """The execution engine's name."""
        return str(self._target)

    def close(self) -> None:
        """Frees the variables of this session; it cannot be run again."""
        self._closed = True
        self._plans.clear()
        self._state.close()
        self._state = SessionState()

    @contextlib.contextmanager
    def as_default(self) -> Iterator[BaseSession]:
        """Makes this the session of `Tensor.eval` and `Operation.run` in the block."""
        saved, state.session = state.session, self
        try:
            yield self
        finally:
            state.session = saved

    def run(
        self,
        fetches: Any,
        feed_dict: Mapping[Any, Any] | None = None,
        options: Any = None,
        run_metadata: Any = None,
    ) -> Any:
        """Runs what some elements of the graph need, and gives their values.

        Args:
          fetches: A tensor, operation, variable, name, or a list, tuple, named tuple or dict of
            them, nested as you like.
          feed_dict: Values for tensors of the graph (placeholders or others), by tensor or name.
          options: A RunOptions; accepted for TensorFlow's sake.
          run_metadata: A RunMetadata; accepted for TensorFlow's sake.

        Returns:
          A structure like `fetches`: NumPy arrays for tensors and variables, None for operations.

        Raises:
          RuntimeError: The session is closed, or the graph is empty.
          TypeError: A fetch or the key of a feed is of no kind that can be one.
          ValueError: A fetch is not of the graph, or a value does not fit the tensor it is for.
          FailedPreconditionError: A variable is read before it is initialized.
          InvalidArgumentError: A placeholder is needed and not fed.
        """
        self._check()
        wanted = Fetches(self._graph, fetches)
        fed = feeds_of(self._graph, feed_dict)
        plan = self._plan(wanted.elements, [tensor for tensor, _ in fed])
        with self._turn(plan):
            return wanted.pack(plan.run([value for _, value in fed]))

    def _turn(self, plan: PartialGraph) -> Any:
        """Held while a plan runs; one that waits in a queue must let others of this session run."""
        return contextlib.nullcontext() if plan.may_wait else self._lock

    def make_callable(
        self, fetches: Any, feed_list: Sequence[Any] | None = None, accept_options: bool = False
    ) -> Callable[..., Any]:
        """A function that runs the same fetches each time.

        Args:
          fetches: As for `run`.
          feed_list: Tensors that the function takes the values of, in order.
          accept_options: Whether it also takes `options` and `run_metadata`.

        Returns:
          A function of as many arguments as `feed_list` has.

        Raises:
          TypeError: `feed_list` is no list.
        """
        if feed_list is not None and not isinstance(feed_list, (list, tuple)):
            raise TypeError(
                f"Argument `feed_list` must be a list or tuple. Received: feed_list={feed_list}"
            )
        self._check()
        wanted = Fetches(self._graph, fetches)
        keys = [fed_tensor(self._graph, x) for x in feed_list or ()]
        plan = self._plan(wanted.elements, keys)

        def run(*values: Any, options: Any = None, run_metadata: Any = None) -> Any:
            self._check()
            if len(values) != len(keys):
                raise TypeError(
                    f"The callable takes {len(keys)} values, those of its feed_list; received "
                    f"{len(values)}."
                )
            raw = [checked(self._graph, x, v, x) for x, v in zip(keys, values, strict=True)]
            with self._turn(plan):
                return wanted.pack(plan.run(raw))

        return run

    def list_devices(self) -> list[Any]:
        """The devices that this session may use."""
        return list_logical_devices()

    def _check(self) -> None:
        if self._closed:
            raise RuntimeError("Attempted to use a closed Session.")
        if not self._graph.nodes:
            raise RuntimeError(
                "The Session graph is empty. Add operations to the graph before calling run()."
            )

    def _plan(self, fetches: Sequence[Any], feeds: Sequence[Any]) -> PartialGraph:
        key = (tuple(map(id, fetches)), tuple(map(id, feeds)))
        found = self._plans.get(key)
        if found is None:
            with self._lock:
                found = PartialGraph(self._graph, fetches, feeds, self._state)
                self._plans[key] = found
                self._keep.append((*fetches, *feeds))
        return found


class Session(BaseSession):
    """Runs parts of a graph and holds the values of its variables; a context manager.

    Args:
      target: The execution engine; only the empty string, this process, is known.
      graph: The graph to run; the default graph if None.
      config: A ConfigProto; accepted for TensorFlow's sake.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     x = tf.placeholder(tf.float32)
      ...     session.run(x * 2.0, {x: 3.0}).item()
      6.0
    """

    def __init__(self, target: Any = "", graph: Graph | None = None, config: Any = None) -> None:
        super().__init__(target, graph, config)
        self._open: list[contextlib.ExitStack] = []

    def __enter__(self) -> Session:
        stack = contextlib.ExitStack()
        stack.enter_context(self._graph.as_default())
        stack.enter_context(self.as_default())
        self._open.append(stack)
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        self._open.pop().close()
        self.close()

    @staticmethod
    def reset(target: str, containers: Any = None, config: Any = None) -> None:
        """Forgets the variables of a distributed engine; those of this process are a session's."""


class InteractiveSession(BaseSession):
    """A session that is the default one from the moment it is made until it is closed.

    Args:
      target: The execution engine; only the empty string, this process, is known.
      graph: The graph to run; the default graph if None.
      config: A ConfigProto; accepted for TensorFlow's sake.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     session = tf.InteractiveSession()
      ...     value = (tf.constant(2.0) + 1.0).eval().item()
      ...     session.close()
      >>> value
      3.0
    """

    def __init__(self, target: Any = "", graph: Graph | None = None, config: Any = None) -> None:
        super().__init__(target, graph, config)
        self._before = state.session
        self._stack = contextlib.ExitStack()
        if graph is not None:
            self._stack.enter_context(graph.as_default())
        state.session = self

    def close(self) -> None:
        """Frees the variables; what was the default session before is it again."""
        super().close()
        if state.session is self:
            state.session = self._before
        self._stack.close()


def get_default_session() -> Any:
    """The session that `Tensor.eval` and `Operation.run` use, or None.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.get_default_session() is None
      True
    """
    return state.session
