"""Monitored sessions, their hooks, and coordinators of threads."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import tenfold.compat.v1 as tf


@pytest.fixture(autouse=True)
def graph() -> Iterator[Any]:
    with tf.Graph().as_default() as made:
        yield made


class Notes(tf.train.SessionRunHook):
    """Writes down what is called, and asks for a tensor."""

    def __init__(self, tensor: Any = None, feeds: Any = None) -> None:
        self.notes: list[Any] = []
        self._args = tf.train.SessionRunArgs(tensor, feeds) if tensor is not None else None

    def begin(self) -> None:
        self.notes.append("begin")

    def after_create_session(self, session: Any, coord: Any) -> None:
        self.notes.append("created")

    def before_run(self, run_context: Any) -> Any:
        self.notes.append(("before", run_context.original_args.fetches))
        return self._args

    def after_run(self, run_context: Any, run_values: Any) -> None:
        self.notes.append(("after", run_values.results))

    def end(self, session: Any) -> None:
        self.notes.append("end")


def test_hooks_are_called_around_runs() -> None:
    x = tf.placeholder(tf.float32, [], name="x")
    y = x * tf.Variable(2.0)
    first, second = Notes(y + 1.0, {x: 3.0}), Notes()
    with tf.train.MonitoredSession(hooks=[first, second]) as session:
        assert session.run("mul:0") == 6.0
        with pytest.raises(RuntimeError, match="Graph is finalized"):
            tf.constant(1.0)
        with pytest.raises(RuntimeError, match="Same tensor is fed"):
            session.run(y, {x: 1.0})
    calls = ["begin", "created", ("before", "mul:0"), ("after", 7.0)]
    assert first.notes[:4] == calls
    assert second.notes[3] == ("after", None)
    assert first.notes[-1] == second.notes[-1] == "end"
    assert session.should_stop()
    with pytest.raises(RuntimeError, match="Run called even after should_stop"):
        session.run(y)


def test_an_error_ends_a_session_without_its_hooks_end() -> None:
    hook = Notes()
    with pytest.raises(KeyError), tf.train.MonitoredSession(hooks=[hook]):
        raise KeyError("mine")
    assert hook.notes == ["begin", "created"]


def test_the_end_of_data_ends_a_session_quietly() -> None:
    hook = Notes()
    with tf.train.MonitoredSession(hooks=[hook]):
        raise tf.errors.OutOfRangeError(None, None, "no more")
    assert hook.notes[-1] == "end"


def test_a_scaffold_initializes_what_it_is_told_to() -> None:
    v = tf.Variable(tf.placeholder(tf.float32, [], name="start"), name="v")
    w = tf.get_local_variable("w", [], initializer=tf.ones_initializer())
    seen = []
    scaffold = tf.train.Scaffold(
        init_feed_dict={"start:0": 5.0}, init_fn=lambda s, session: seen.append(session.run(v))
    )
    creator = tf.train.ChiefSessionCreator(scaffold)
    with tf.train.MonitoredSession(creator) as session:
        assert session.run([v, w]) == [5.0, 1.0]
    assert seen == [5.0]


def test_variables_that_nothing_initializes_are_named() -> None:
    tf.Variable(1.0, name="forgotten")
    scaffold = tf.train.Scaffold(init_op=tf.no_op())
    with pytest.raises(RuntimeError, match="not initialized: forgotten"):
        tf.train.MonitoredSession(tf.train.ChiefSessionCreator(scaffold))


def test_a_function_of_steps_may_ask_for_an_end() -> None:
    v = tf.Variable(1.0)

    def step(context: Any) -> Any:
        if context.session.run(v) > 2.0:
            context.request_stop()
        return context.run_with_hooks(add)

    add = tf.assign_add(v, 1.0)
    found = []
    with tf.train.SingularMonitoredSession() as session:
        while not session.should_stop():
            found.append(session.run_step_fn(step))
    assert found == [2.0, 3.0, None]


def test_training_stops_at_a_step_and_logs(caplog: pytest.LogCaptureFixture) -> None:
    step = tf.train.create_global_step()
    add = tf.assign_add(step, 1)
    final = tf.train.FinalOpsHook(step)
    hooks = [
        tf.train.StopAtStepHook(num_steps=3),
        tf.train.LoggingTensorHook(
            {"it": step}, every_n_iter=2, formatter=lambda d: f"at {d['it']}"
        ),
        final,
    ]
    found = []
    tf.logging.set_verbosity(tf.logging.INFO)
    logger = tf.get_logger()
    logger.addHandler(caplog.handler)
    try:
        with tf.train.MonitoredTrainingSession(hooks=hooks, log_step_count_steps=1) as session:
            while not session.should_stop():
                found.append(session.run(add))
    finally:
        logger.removeHandler(caplog.handler)
        tf.logging.set_verbosity(tf.logging.WARN)
    assert found == [1, 2, 3]
    assert final.final_ops_values == 3
    texts = {record.getMessage() for record in caplog.records}
    assert sum(text.startswith("at ") for text in texts) == 2
    assert sum(text.startswith("global_step/sec: ") for text in texts) == 2


def test_a_loss_that_is_not_a_number_ends_training() -> None:
    x = tf.placeholder(tf.float32, [])
    feeds = iter([1.0, np.nan])
    hooks = [tf.train.FeedFnHook(lambda: {x: next(feeds)}), tf.train.NanTensorHook(x, False)]
    with tf.train.MonitoredSession(hooks=hooks) as session:
        session.run(x)
        assert not session.should_stop()
        session.run(x)
        assert session.should_stop()


def test_a_loss_that_is_not_a_number_is_an_error() -> None:
    x = tf.constant(np.nan)
    with (
        pytest.raises(tf.train.NanLossDuringTrainingError, match="NaN loss during training"),
        tf.train.MonitoredSession(hooks=[tf.train.NanTensorHook(x)]) as session,
    ):
        session.run(x)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: tf.train.StopAtStepHook(), ValueError, "Exactly one of num_steps or last_step"),
        (lambda: tf.train.LoggingTensorHook([]), ValueError, "must be provided"),
        (lambda: tf.train.SecondOrStepTimer(1, 2), ValueError, "both every_secs and every_steps"),
        (
            lambda: tf.train.MonitoredSession(hooks=[tf.train.StopAtStepHook(1)]),
            RuntimeError,
            "Global step should be created to use StopAtStepHook",
        ),
        (
            lambda: tf.train.MonitoredTrainingSession(checkpoint_dir="folder"),
            ValueError,
            "do not write or restore checkpoints: got 'folder'",
        ),
        (lambda: tf.train.start_queue_runners(), ValueError, "No default session is registered"),
    ],
)
def test_what_is_refused(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()


def test_a_coordinator_raises_what_went_wrong_in_a_thread() -> None:
    coordinator = tf.train.Coordinator()
    ended = []

    def fail() -> None:
        with coordinator.stop_on_exception():
            raise ValueError("in a thread")

    def wait() -> None:
        ended.append(coordinator.wait_for_stop(10))

    threads = [threading.Thread(target=target) for target in (wait, fail)]
    for thread in threads:
        thread.start()
    with pytest.raises(ValueError, match="in a thread"):
        coordinator.join(threads)
    assert ended == [True]
    assert coordinator.joined
    coordinator.clear_stop()
    assert not coordinator.should_stop()
    coordinator.request_stop(tf.errors.OutOfRangeError(None, None, "done"))
    coordinator.join([])


def test_a_looper_calls_until_it_should_stop() -> None:
    coordinator = tf.train.Coordinator()
    calls: list[int] = []

    def work(value: int) -> None:
        calls.append(value)
        if len(calls) == 3:
            coordinator.request_stop()

    thread = tf.train.LooperThread.loop(coordinator, None, work, args=(7,))
    coordinator.join([thread])
    assert calls == [7, 7, 7]
