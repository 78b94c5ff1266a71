"""What surrounds a call: the graph being built, the active recorders, the device, the name scope.

Everything here belongs to one thread. `state.plain` is the one flag the hot path reads: true when
nothing surrounds the call, so that an eager op may run its kernel at once.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import Any, Protocol, TypeVar, cast

Function = TypeVar("Function", bound=Callable[..., Any])


class Recorder(Protocol):
    """Something that wants to know of each call: a gradient tape, a forward accumulator."""

    watches_only: bool  # whether it notes variables but no calls

    def record(self, call: Any) -> None: ...

    def extend(self, outputs: Sequence[Any], more: Sequence[Any]) -> None: ...

    def watch_variable(self, variable: Any) -> None: ...


class State(threading.local):
    """The stacks of one thread."""

    plain: bool = True
    eager: bool = True  # no graph, device, inspector: a kernel may run at once, recorders are told
    graph: Any = None
    recorders: tuple[Any, ...] = ()
    told: tuple[Any, ...] | None = ()  # the recorders if `eager`, else None: one look says both
    device: str | None = None
    name_scope: str = ""
    controls: tuple[Any, ...] = ()
    session: Any = None  # what evaluates tensors of graphs that no function owns
    unknown_sizes_read: int = 0  # how often a size was asked for that a graph leaves open
    # What looks at the outputs of every op: a function of the op, its inputs and its outputs.
    inspector: Callable[[Any, Sequence[Any], Sequence[Any]], None] | None = None

    def refresh(self) -> None:
        self.eager = self.graph is None and self.device is None and self.inspector is None
        self.plain = self.eager and not self.recorders
        self.told = self.recorders if self.eager else None


state = State()


@contextlib.contextmanager
def building(graph: Any) -> Iterator[Any]:
    """Makes `graph` the one that calls are added to (None: run eagerly) for the block."""
    saved = state.graph, state.name_scope, state.controls
    state.graph, state.controls = graph, ()
    state.name_scope = "" if graph is None else graph.scope
    state.refresh()
    try:
        yield graph
    finally:
        state.graph, state.name_scope, state.controls = saved
        state.refresh()


@contextlib.contextmanager
def recorders(active: tuple[Any, ...]) -> Iterator[None]:
    """Replaces the recorders of this thread for the block."""
    saved = state.recorders
    state.recorders = active
    state.refresh()
    try:
        yield
    finally:
        state.recorders = saved
        state.refresh()


def push_recorder(recorder: Any) -> None:
    state.recorders = (*state.recorders, recorder)
    state.refresh()


def pop_recorder(recorder: Any) -> None:
    if state.recorders[-1] is recorder:
        state.recorders = state.recorders[:-1]
    else:
        state.recorders = tuple(r for r in state.recorders if r is not recorder)
    state.refresh()


@contextlib.contextmanager
def init_scope() -> Iterator[None]:
    """Leaves every graph being built and every tape, so that what is made inside outlives a trace.

    Example:
      >>> import tenfold as tf
      >>> @tf.function
      ... def f():
      ...     with tf.init_scope():
      ...         return tf.executing_eagerly()
      >>> bool(f())
      True
    """
    graph = state.graph
    while graph is not None and graph.building_function:
        graph = graph.outer
    if graph is None or graph is not state.graph:
        with building(graph), recorders(()):
            yield
        return
    saved, state.controls = state.controls, ()  # a graph of TensorFlow 1 is not left
    try:
        with recorders(()):
            yield
    finally:
        state.controls = saved


def set_default_graph(graph: Any) -> None:
    """Makes calls outside of every block build `graph`, in all threads; None: run eagerly."""
    State.graph, State.eager, State.plain = graph, graph is None, graph is None
    State.told = () if graph is None else None
    state.graph, state.name_scope, state.controls = graph, "", ()
    state.refresh()


def executing_eagerly() -> bool:
    """Whether calls run at once (true) or are added to a graph (false).

    Example:
      >>> import tenfold as tf
      >>> tf.executing_eagerly()
      True
    """
    return state.graph is None


class name_scope:
    """A prefix for the names of the ops and variables made inside the block.

    Args:
      name: The prefix, without slashes at its ends.

    Example:
      >>> import tenfold as tf
      >>> with tf.name_scope("encoder") as scope:
      ...     v = tf.Variable(1.0, name="w")
      >>> scope, v.name
      ('encoder/', 'encoder/w:0')
    """

    def __init__(self, name: str) -> None:
        if not isinstance(name, str):
            raise ValueError(f"name_scope: name must be a string; received {name!r}.")
        self._name = name
        self._saved: list[str] = []

    @property
    def name(self) -> str:
        return self._name

    def __enter__(self) -> str:
        self._saved.append(state.name_scope)
        if not self._name:
            state.name_scope = ""
        elif self._name.endswith("/"):
            state.name_scope = self._name
        elif state.graph is not None:
            state.name_scope = state.graph.unique_scope(state.name_scope + self._name) + "/"
        else:
            state.name_scope = f"{state.name_scope}{self._name}/"
        return state.name_scope

    def __exit__(self, *exc: object) -> None:
        state.name_scope = self._saved.pop()


def scoped(default: str, last: str | None = None) -> Callable[[Function], Function]:
    """Lets a function of several ops name them as TensorFlow does, in a scope of its own.

    In a graph the ops are made in the scope of the function's `name`, or of `default`; the
    function gets the scope as `name`, so that the op it passes that to has the scope's name. With
    `last` that op has this name inside of the scope.
    """

    def decorate(function: Function) -> Function:
        signature = inspect.signature(function)

        @functools.wraps(function)
        def in_scope(*args: Any, **kwargs: Any) -> Any:
            if state.graph is None:
                return function(*args, **kwargs)
            bound = signature.bind(*args, **kwargs)
            with name_scope(bound.arguments.get("name") or default) as scope:
                bound.arguments["name"] = last or scope
                return function(*bound.args, **bound.kwargs)

        return cast("Function", in_scope)

    return decorate
