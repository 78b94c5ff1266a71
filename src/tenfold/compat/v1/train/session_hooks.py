"""tf.compat.v1.train.SessionRunHook and hooks: what happens around each run of a session."""

from __future__ import annotations

import time
from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

import numpy as np

from ..default_graph import get_default_graph
from ..logging import messages
from .steps import get_global_step


class SessionRunArgs(NamedTuple):
    """What a hook adds to a run: more to fetch, more to feed, and options."""

    fetches: Any
    feed_dict: Any = None
    options: Any = None


class SessionRunValues(NamedTuple):
    """What a hook gets after a run: the values of what it asked for."""

    results: Any
    options: Any = None
    run_metadata: Any = None


class SessionRunContext:
    """What a hook knows of a run, and by which it asks for an end.

    Args:
      original_args: The SessionRunArgs of the caller.
      session: The session.
    """

    def __init__(self, original_args: Any, session: Any) -> None:
        self._original_args = original_args
        self._session = session
        self._stop_requested = False

    @property
    def original_args(self) -> Any:
        """What the caller asked for, without what hooks added."""
        return self._original_args

    @property
    def session(self) -> Any:
        """The session that runs."""
        return self._session

    @property
    def stop_requested(self) -> bool:
        """Whether a hook has asked for an end."""
        return self._stop_requested

    def request_stop(self) -> None:
        """Asks for an end: `should_stop()` of the session is true from now on."""
        self._stop_requested = True


class SessionRunHook:
    """Calls of a `MonitoredSession`, to extend by what should happen then."""

    def begin(self) -> None:
        """Called before the session is made, while the graph can still be changed."""

    def after_create_session(self, session: Any, coord: Any) -> None:
        """Called when the session is made and its variables are initialized."""

    def before_run(self, run_context: SessionRunContext) -> SessionRunArgs | None:
        """Called before each run; may give what to fetch and feed besides."""

    def after_run(self, run_context: SessionRunContext, run_values: SessionRunValues) -> None:
        """Called after each run, with the values of what `before_run` asked for."""

    def end(self, session: Any) -> None:
        """Called at the end, unless that is an error."""


class SecondOrStepTimer:
    """Tells when something is due that happens every so many seconds or steps.

    Args:
      every_secs: The seconds between.
      every_steps: The steps between.

    Raises:
      ValueError: Neither is given, or both.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> timer = tf.train.SecondOrStepTimer(every_steps=2)
      >>> due = []
      >>> for step in range(4):
      ...     due.append(timer.should_trigger_for_step(step))
      ...     if due[-1]:
      ...         _ = timer.update_last_triggered_step(step)
      >>> due
      [True, False, True, False]
    """

    def __init__(self, every_secs: float | None = None, every_steps: int | None = None) -> None:
        if every_secs is None and every_steps is None:
            raise ValueError("Either every_secs or every_steps should be provided.")
        if every_secs is not None and every_steps is not None:
            raise ValueError("Can not provide both every_secs and every_steps.")
        self._every_secs, self._every_steps = every_secs, every_steps
        self.reset()

    def reset(self) -> None:
        """Forgets what happened."""
        self._last_step: int | None = None
        self._last_time = 0.0

    def should_trigger_for_step(self, step: int) -> bool:
        """Whether it is due at a step."""
        if self._last_step is None:
            return True
        if step == self._last_step:
            return False
        if self._every_secs is not None:
            return time.time() >= self._last_time + self._every_secs
        return step >= self._last_step + (self._every_steps or 0)

    def update_last_triggered_step(self, step: int) -> tuple[float | None, int | None]:
        """Notes that it happened; gives the seconds and steps since it happened before."""
        now = time.time()
        if self._last_step is None:
            found: tuple[float | None, int | None] = None, None
        else:
            found = now - self._last_time, step - self._last_step
        self._last_step, self._last_time = step, now
        return found

    def last_triggered_step(self) -> int | None:
        """The step at which it happened last."""
        return self._last_step


def _step_tensor(hook: str) -> Any:
    found = get_global_step()
    if found is None:
        raise RuntimeError(
            f"Global step should be created to use {hook}: call "
            "tf.train.get_or_create_global_step() when you build the graph."
        )
    return found


class StopAtStepHook(SessionRunHook):
    """Asks for an end after a number of steps, or at a step.

    Args:
      num_steps: How many more steps to make.
      last_step: The last step.

    Raises:
      ValueError: Neither is given, or both.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default():
      ...     add = tf.assign_add(tf.train.get_or_create_global_step(), 1)
      ...     with tf.train.MonitoredSession(hooks=[tf.train.StopAtStepHook(3)]) as session:
      ...         steps = []
      ...         while not session.should_stop():
      ...             steps.append(session.run(add).item())
      >>> steps
      [1, 2, 3]
    """

    def __init__(self, num_steps: int | None = None, last_step: int | None = None) -> None:
        if (num_steps is None) == (last_step is None):
            raise ValueError(
                "Exactly one of num_steps or last_step must be specified; received "
                f"num_steps={num_steps}, last_step={last_step}."
            )
        self._num_steps, self._last_step = num_steps, last_step

    def begin(self) -> None:
        self._step = _step_tensor("StopAtStepHook")

    def after_create_session(self, session: Any, coord: Any) -> None:
        if self._last_step is None:
            self._last_step = int(session.run(self._step)) + (self._num_steps or 0)

    def after_run(self, run_context: SessionRunContext, run_values: SessionRunValues) -> None:
        if int(run_context.session.run(self._step)) >= (self._last_step or 0):
            run_context.request_stop()


class LoggingTensorHook(SessionRunHook):
    """Logs the values of tensors every so many runs or seconds, or at the end.

    Args:
      tensors: Tensors or names: a list, or a dict by what they are called.
      every_n_iter: The runs between.
      every_n_secs: The seconds between.
      at_end: Whether they are logged at the end too.
      formatter: A function of the dict of values that gives the text.

    Raises:
      ValueError: There is no time to log, or there are two.
    """

    def __init__(
        self,
        tensors: Any,
        every_n_iter: int | None = None,
        every_n_secs: float | None = None,
        at_end: bool = False,
        formatter: Callable[[Any], str] | None = None,
    ) -> None:
        if every_n_iter is not None and every_n_secs is not None:
            raise ValueError("exactly one of every_n_iter and every_n_secs must be provided.")
        if every_n_iter is None and every_n_secs is None and not at_end:
            raise ValueError("either at_end and/or every_n_iter/every_n_secs must be provided.")
        if every_n_iter is not None and every_n_iter <= 0:
            raise ValueError(f"invalid every_n_iter={every_n_iter}.")
        self._given = tensors if isinstance(tensors, Mapping) else {_called(x): x for x in tensors}
        self._formatter = formatter
        self._at_end = at_end
        only_end = every_n_iter is None and every_n_secs is None
        self._timer = None if only_end else SecondOrStepTimer(every_n_secs, every_n_iter)

    def begin(self) -> None:
        if self._timer is not None:
            self._timer.reset()
        self._runs = 0
        graph = get_default_graph()
        self._tensors = {name: graph.as_graph_element(x) for name, x in self._given.items()}

    def before_run(self, run_context: SessionRunContext) -> SessionRunArgs | None:
        self._due = self._timer is not None and self._timer.should_trigger_for_step(self._runs)
        return SessionRunArgs(self._tensors) if self._due else None

    def after_run(self, run_context: SessionRunContext, run_values: SessionRunValues) -> None:
        if self._due:
            self._log(run_values.results)
        self._runs += 1

    def end(self, session: Any) -> None:
        if self._at_end:
            self._log(session.run(self._tensors))

    def _log(self, values: Mapping[str, Any]) -> None:
        seconds = None
        if self._timer is not None:
            seconds = self._timer.update_last_triggered_step(self._runs)[0]
        if self._formatter is not None:
            messages.info(self._formatter(values))
            return
        text = ", ".join(f"{name} = {values[name]}" for name in self._given)
        messages.info(text if seconds is None else f"{text} ({seconds:.3f} sec)")


def _called(x: Any) -> str:
    return x if isinstance(x, str) else x.name


class NanLossDuringTrainingError(RuntimeError):
    """A loss has become NaN."""

    def __str__(self) -> str:
        return "NaN loss during training."


class NanTensorHook(SessionRunHook):
    """Ends training when a loss is NaN.

    Args:
      loss_tensor: The loss.
      fail_on_nan_loss: Whether that is an error, or asks for an end.
    """

    def __init__(self, loss_tensor: Any, fail_on_nan_loss: bool = True) -> None:
        self._loss, self._fails = loss_tensor, fail_on_nan_loss

    def before_run(self, run_context: SessionRunContext) -> SessionRunArgs:
        return SessionRunArgs(self._loss)

    def after_run(self, run_context: SessionRunContext, run_values: SessionRunValues) -> None:
        if not np.isnan(run_values.results):
            return
        if self._fails:
            messages.error("Model diverged with loss = NaN.")
            raise NanLossDuringTrainingError
        messages.warning("Model diverged with loss = NaN.")
        run_context.request_stop()


class StepCounterHook(SessionRunHook):
    """Logs how many steps are made a second.

    Args:
      every_n_steps: The steps between.
      every_n_secs: The seconds between, instead.
      output_dir: Accepted for TensorFlow's sake.
      summary_writer: What a scalar summary is added to as well, if it is given.
    """

    def __init__(
        self,
        every_n_steps: int | None = 100,
        every_n_secs: float | None = None,
        output_dir: str | None = None,
        summary_writer: Any = None,
    ) -> None:
        self._timer = SecondOrStepTimer(
            every_n_secs, None if every_n_secs is not None else every_n_steps
        )
        self._writer = summary_writer

    def begin(self) -> None:
        self._timer.reset()
        self._step = _step_tensor("StepCounterHook")

    def after_run(self, run_context: SessionRunContext, run_values: SessionRunValues) -> None:
        step = int(run_context.session.run(self._step))
        if self._timer.should_trigger_for_step(step):
            seconds, steps = self._timer.update_last_triggered_step(step)
            if seconds:
                messages.info(f"global_step/sec: {(steps or 0) / seconds:g}")


class FinalOpsHook(SessionRunHook):
    """Runs something at the end, and keeps its values.

    Args:
      final_ops: What to fetch.
      final_ops_feed_dict: What to feed.
    """

    def __init__(self, final_ops: Any, final_ops_feed_dict: Any = None) -> None:
        self._ops, self._feeds = final_ops, final_ops_feed_dict
        self._values: Any = None

    @property
    def final_ops_values(self) -> Any:
        """The values; None before the end."""
        return self._values

    def end(self, session: Any) -> None:
        if self._ops is not None:
            self._values = session.run(self._ops, feed_dict=self._feeds)


class FeedFnHook(SessionRunHook):
    """Feeds every run.

    Args:
      feed_fn: A function without arguments that gives a dict to feed.
    """

    def __init__(self, feed_fn: Callable[[], Any]) -> None:
        self.feed_fn = feed_fn

    def before_run(self, run_context: SessionRunContext) -> SessionRunArgs:
        return SessionRunArgs(fetches=None, feed_dict=self.feed_fn())


class GlobalStepWaiterHook(SessionRunHook):
    """Delays runs until others have come to a step.

    Args:
      wait_until_step: The step.
    """

    def __init__(self, wait_until_step: int) -> None:
        self._wait_until_step = wait_until_step

    def begin(self) -> None:
        self._is_done = self._wait_until_step <= 0
        self._step = _step_tensor("GlobalStepWaiterHook")

    def before_run(self, run_context: SessionRunContext) -> None:
        while not self._is_done:
            self._is_done = int(run_context.session.run(self._step)) >= self._wait_until_step
            if not self._is_done:
                time.sleep(0.5)
