"""tf.compat.v1.train.MonitoredSession: a session with hooks, that makes itself ready."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Sequence
from types import TracebackType
from typing import Any

from tenfold.core import errors
from tenfold.engine.control_flow.dependencies import group

from .. import variable_lists
from ..default_graph import get_default_graph
from ..graph_keys import GraphKeys
from ..sessions import Session
from ..templates import tables_initializer
from .coordinating import Coordinator
from .session_hooks import (
    SessionRunArgs,
    SessionRunContext,
    SessionRunHook,
    SessionRunValues,
    StepCounterHook,
)
from .steps import get_global_step


class Scaffold:
    """What a graph needs to be ready for training; made by default where it is not given.

    Args:
      init_op: Initializes the global variables.
      init_feed_dict: What it is fed.
      init_fn: A function of the scaffold and the session, called after it.
      ready_op: Gives the names of variables that are not initialized.
      ready_for_local_init_op: The same, before local variables are.
      local_init_op: Initializes local variables and tables.
      summary_op: Merges the summaries.
      saver: Saves the variables.
      copy_from_scaffold: A scaffold whose attributes are the defaults.
      local_init_feed_dict: What `local_init_op` is fed.
    """

    def __init__(
        self,
        init_op: Any = None,
        init_feed_dict: Any = None,
        init_fn: Callable[[Any, Any], Any] | None = None,
        ready_op: Any = None,
        ready_for_local_init_op: Any = None,
        local_init_op: Any = None,
        summary_op: Any = None,
        saver: Any = None,
        copy_from_scaffold: Any = None,
        local_init_feed_dict: Any = None,
    ) -> None:
        other = copy_from_scaffold

        def given(value: Any, name: str) -> Any:
            return getattr(other, name) if value is None and other is not None else value

        self.init_op = given(init_op, "init_op")
        self.init_feed_dict = given(init_feed_dict, "init_feed_dict")
        self.init_fn = given(init_fn, "init_fn")
        self.ready_op = given(ready_op, "ready_op")
        self.ready_for_local_init_op = given(ready_for_local_init_op, "ready_for_local_init_op")
        self.local_init_op = given(local_init_op, "local_init_op")
        self.local_init_feed_dict = given(local_init_feed_dict, "local_init_feed_dict")
        self.summary_op = given(summary_op, "summary_op")
        self.saver = given(saver, "saver")

    def finalize(self) -> Scaffold:
        """Makes what was not given; the graph cannot be changed afterwards."""
        if self.init_op is None:
            self.init_op = self.get_or_default(
                "init_op", GraphKeys.INIT_OP, variable_lists.global_variables_initializer
            )
        if self.ready_op is None:
            self.ready_op = self.get_or_default(
                "ready_op", GraphKeys.READY_OP, variable_lists.report_uninitialized_variables
            )
        if self.ready_for_local_init_op is None:
            self.ready_for_local_init_op = self.get_or_default(
                "ready_for_local_init_op",
                GraphKeys.READY_FOR_LOCAL_INIT_OP,
                lambda: variable_lists.report_uninitialized_variables(
                    variable_lists.global_variables(None)
                ),
            )
        if self.local_init_op is None:
            self.local_init_op = self.get_or_default(
                "local_init_op", GraphKeys.LOCAL_INIT_OP, Scaffold.default_local_init_op
            )
        get_default_graph().finalize()
        return self

    @staticmethod
    def default_local_init_op() -> Any:
        """An operation that initializes the local variables and the tables."""
        return group(variable_lists.local_variables_initializer(), tables_initializer())

    @staticmethod
    def get_or_default(
        arg_name: str, collection_key: str, default_constructor: Callable[[], Any]
    ) -> Any:
        """The item of a collection of the graph, made and added if there is none.

        Raises:
          RuntimeError: The collection has several.
        """
        graph = get_default_graph()
        found = graph.get_collection(collection_key)
        if len(found) > 1:
            raise RuntimeError(
                f"More than one item in the collection {collection_key!r}. Please indicate which "
                f"one to use by passing it to the tf.Scaffold constructor as: "
                f"tf.Scaffold({arg_name}=item to use)"
            )
        if found:
            return found[0]
        made = default_constructor()
        if made is not None:
            graph.add_to_collection(collection_key, made)
        return made


class SessionCreator:
    """Makes sessions for a `MonitoredSession`."""

    def create_session(self) -> Any:
        """A session whose variables are initialized; a subclass has its own."""
        raise AttributeError(f"{type(self).__name__} does not say how to create_session().")


class ChiefSessionCreator(SessionCreator):
    """Makes a session and initializes its variables.

    Args:
      scaffold: What the graph needs to be ready; a `Scaffold` of defaults if None.
      master: The execution engine; the empty string.
      config: A ConfigProto.
      checkpoint_dir, checkpoint_filename_with_path: Where variables would be restored from; only
        None is known.

    Raises:
      ValueError: A checkpoint is given.
    """

    def __init__(
        self,
        scaffold: Scaffold | None = None,
        master: str = "",
        config: Any = None,
        checkpoint_dir: str | None = None,
        checkpoint_filename_with_path: str | None = None,
    ) -> None:
        _refuse_checkpoints(checkpoint_dir or checkpoint_filename_with_path)
        self._scaffold = scaffold or Scaffold()
        self._master, self._config = master, config

    def create_session(self) -> Any:
        """The session.

        Raises:
          RuntimeError: Variables are left that nothing initializes.
        """
        scaffold = self._scaffold.finalize()
        session = Session(self._master, get_default_graph(), self._config)
        if scaffold.init_op is not None:
            session.run(scaffold.init_op, feed_dict=scaffold.init_feed_dict)
        if scaffold.init_fn is not None:
            scaffold.init_fn(scaffold, session)
        if scaffold.local_init_op is not None:
            session.run(scaffold.local_init_op, feed_dict=scaffold.local_init_feed_dict)
        left = [] if scaffold.ready_op is None else session.run(scaffold.ready_op)
        if len(left):
            names = ", ".join(name.decode() for name in left)
            raise RuntimeError(
                "Init operations did not make model ready. These variables are not initialized: "
                f"{names}."
            )
        return session


def _refuse_checkpoints(given: Any) -> None:
    if given:
        raise ValueError(
            f"Sessions do not write or restore checkpoints: got {given!r}. Pass None, and keep "
            "what session.run(tf.global_variables()) gives."
        )


class StepContext:
    """What a function for `run_step_fn` gets: the session, and a way to ask for an end."""

    def __init__(self, session: Any, run_with_hooks: Callable[..., Any]) -> None:
        self._session, self._run = session, run_with_hooks

    @property
    def session(self) -> Any:
        """The session without hooks."""
        return self._session

    def run_with_hooks(self, *args: Any, **kwargs: Any) -> Any:
        """Runs the session with its hooks."""
        return self._run(*args, **kwargs)

    def request_stop(self) -> None:
        """Ends training."""
        raise StopIteration("step_fn has requested the iterations to stop.")


class MonitoredSession:
    """A session with hooks, that initializes its variables; a context manager.

    The graph cannot be changed once it is made. OutOfRangeError and StopIteration end the block
    quietly.

    Args:
      session_creator: What makes the session; a `ChiefSessionCreator` by default.
      hooks: A list of SessionRunHooks.
      stop_grace_period_secs: How long threads may take to end.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     v = tf.Variable(1.0)
      ...     with tf.train.MonitoredSession() as session:
      ...         session.run(v).item()
      1.0
    """

    StepContext = StepContext

    def __init__(
        self,
        session_creator: SessionCreator | None = None,
        hooks: Sequence[SessionRunHook] | None = None,
        stop_grace_period_secs: float = 120,
    ) -> None:
        self._hooks = list(hooks or ())
        self._graph = get_default_graph()
        self._grace = stop_grace_period_secs
        for hook in self._hooks:
            hook.begin()
        self._coordinator = Coordinator()
        self._session: Any = (session_creator or ChiefSessionCreator()).create_session()
        self._stops = False
        for hook in self._hooks:
            hook.after_create_session(self._session, self._coordinator)

    @property
    def graph(self) -> Any:
        """The graph that is run."""
        return self._graph

    def run(
        self, fetches: Any, feed_dict: Any = None, options: Any = None, run_metadata: Any = None
    ) -> Any:
        """Runs the session, with what the hooks add.

        Args:
          fetches, feed_dict, options, run_metadata: As for `tf.compat.v1.Session.run`.

        Returns:
          The values of `fetches`.

        Raises:
          RuntimeError: The session is closed, or two feed the same.
        """
        if self._session is None:
            raise RuntimeError("Run called even after should_stop requested.")
        context = SessionRunContext(SessionRunArgs(fetches, feed_dict, options), self._session)
        feeds = dict(feed_dict or {})
        wanted: dict[Any, Any] = {}
        for hook in self._hooks:
            asked = hook.before_run(context)
            if asked is None:
                continue
            if asked.fetches is not None:
                wanted[hook] = asked.fetches
            twice = [key for key in asked.feed_dict or () if key in feeds]
            if twice:
                raise RuntimeError(f"Same tensor is fed by two hooks, or by a hook: {twice[0]}.")
            feeds.update(asked.feed_dict or {})
        places = list(wanted)
        values, added = self._session.run(
            (fetches, [wanted[hook] for hook in places]), feeds, options, run_metadata
        )
        found = dict(zip(places, added, strict=True))
        for hook in self._hooks:
            hook.after_run(context, SessionRunValues(found.get(hook), options, run_metadata))
        self._stops = self._stops or context.stop_requested
        return values

    def run_step_fn(self, step_fn: Callable[..., Any]) -> Any:
        """Calls a function of a StepContext.

        Args:
          step_fn: `f(step_context)`.

        Returns:
          What it gives; None once it has asked for an end.
        """
        try:
            return step_fn(StepContext(self._session, self.run))
        except StopIteration:
            self._stops = True
            return None

    def should_stop(self) -> bool:
        """Whether the session is closed, or training should end."""
        return self._session is None or self._stops or self._coordinator.should_stop()

    def close(self) -> None:
        """Ends: calls the hooks' `end`, stops threads, and frees the variables."""
        self._close(None)

    def _close(self, error: BaseException | None) -> None:
        if self._session is None:
            return
        try:
            if error is None:
                for hook in self._hooks:
                    hook.end(self._session)
        finally:
            session, self._session = self._session, None
            self._coordinator.request_stop()
            try:
                self._coordinator.join(stop_grace_period_secs=self._grace)
            finally:
                session.close()

    def __enter__(self) -> MonitoredSession:
        self._open = contextlib.ExitStack()
        self._open.enter_context(self._graph.as_default())
        self._open.enter_context(self._session.as_default())
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> bool:
        self._open.close()
        is_end = isinstance(error, (errors.OutOfRangeError, StopIteration))
        self._close(None if is_end else error)
        return is_end


class SingularMonitoredSession(MonitoredSession):
    """A `MonitoredSession` whose plain session can be had.

    Args:
      hooks: A list of SessionRunHooks.
      scaffold, master, config, checkpoint_dir, checkpoint_filename_with_path: As for
        `tf.compat.v1.train.ChiefSessionCreator`.
      stop_grace_period_secs: How long threads may take to end.
    """

    def __init__(
        self,
        hooks: Sequence[SessionRunHook] | None = None,
        scaffold: Scaffold | None = None,
        master: str = "",
        config: Any = None,
        checkpoint_dir: str | None = None,
        stop_grace_period_secs: float = 120,
        checkpoint_filename_with_path: str | None = None,
    ) -> None:
        creator = ChiefSessionCreator(
            scaffold, master, config, checkpoint_dir, checkpoint_filename_with_path
        )
        super().__init__(creator, hooks, stop_grace_period_secs)

    def raw_session(self) -> Any:
        """The session without hooks."""
        return self._session


def MonitoredTrainingSession(
    master: str = "",
    is_chief: bool = True,
    checkpoint_dir: str | None = None,
    scaffold: Scaffold | None = None,
    hooks: Sequence[SessionRunHook] | None = None,
    chief_only_hooks: Sequence[SessionRunHook] | None = None,
    save_checkpoint_secs: Any = None,
    save_summaries_steps: Any = None,
    save_summaries_secs: Any = None,
    config: Any = None,
    stop_grace_period_secs: float = 120,
    log_step_count_steps: int | None = 100,
    max_wait_secs: float = 7200,
    save_checkpoint_steps: Any = None,
    summary_dir: str | None = None,
    save_graph_def: bool = True,
) -> MonitoredSession:
    """A `MonitoredSession` for training: it logs how fast steps are made.

    Args:
      master: The execution engine; the empty string.
      is_chief: Whether this process initializes the variables; it always is.
      checkpoint_dir: Where checkpoints would be; only None is known.
      scaffold: What the graph needs to be ready.
      hooks, chief_only_hooks: SessionRunHooks.
      save_checkpoint_secs, save_summaries_steps, save_summaries_secs, save_checkpoint_steps,
      summary_dir, save_graph_def, max_wait_secs: Accepted for TensorFlow's sake: they tell of
        checkpoints.
      config: A ConfigProto.
      stop_grace_period_secs: How long threads may take to end.
      log_step_count_steps: The steps between logs of the speed; None for no logs.

    Returns:
      A MonitoredSession.

    Raises:
      ValueError: A folder for checkpoints is given.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     add = tf.assign_add(tf.train.get_or_create_global_step(), 1)
      ...     hooks = [tf.train.StopAtStepHook(last_step=2)]
      ...     with tf.train.MonitoredTrainingSession(hooks=hooks) as session:
      ...         while not session.should_stop():
      ...             step = session.run(add)
      >>> step.item()
      2
    """
    _refuse_checkpoints(checkpoint_dir)
    every = [*(hooks or ()), *(chief_only_hooks or ())]
    if log_step_count_steps and get_global_step() is not None:
        every.append(StepCounterHook(log_step_count_steps))
    creator = ChiefSessionCreator(scaffold, master, config)
    return MonitoredSession(creator, every, stop_grace_period_secs)
