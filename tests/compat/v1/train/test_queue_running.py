"""Queues of a session, and the threads that fill them."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from typing import Any

import pytest

import tenfold.compat.v1 as tf


@pytest.fixture
def session() -> Iterator[Any]:
    with tf.Graph().as_default(), tf.Session() as session:
        yield session


def test_nodes_have_tensorflows_names_and_shapes(session: Any) -> None:
    queue = tf.FIFOQueue(9, [tf.float32], shapes=[[]], name="q")
    nodes = [queue.enqueue([3.0]), queue.enqueue_many([[1.0, 2.0]]), queue.close()]
    assert [n.name for n in nodes] == ["q_enqueue", "q_EnqueueMany", "q_Close"]
    one, many, some = queue.dequeue(), queue.dequeue_many(2), queue.dequeue_up_to(2)
    assert [x.shape.as_list() for x in (one, many, some)] == [[], [2], [None]]
    assert (one.op.name, queue.size().op.name, queue.name) == ("q_Dequeue", "q_Size", "q")


def test_each_session_has_its_own_queue(session: Any) -> None:
    queue = tf.FIFOQueue(9, [tf.float32], shapes=[[]])
    put, take, size = queue.enqueue_many([[1.0, 2.0]]), queue.dequeue(), queue.size()
    session.run(put)
    session.run(put)
    with tf.Session() as other:
        other.run(put)
        assert (other.run(size), session.run(size)) == (2, 4)
    assert [session.run(take) for _ in range(4)] == [1.0, 2.0, 1.0, 2.0]


def test_a_run_that_waits_lets_others_of_the_session_run(session: Any) -> None:
    queue = tf.FIFOQueue(9, [tf.float32], shapes=[[]])
    put, take = queue.enqueue(2.0), queue.dequeue() * 3.0
    found: list[float] = []
    waiting = threading.Thread(target=lambda: found.append(session.run(take)), daemon=True)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    session.run(put)
    waiting.join(10)
    assert found == [6.0]


def test_closing_a_session_sends_away_who_waits() -> None:
    with tf.Graph().as_default():
        take = tf.FIFOQueue(9, [tf.float32], shapes=[[]]).dequeue()
        session = tf.Session()
        raised: list[type] = []

        def wait() -> None:
            try:
                session.run(take)
            except tf.errors.OpError as error:
                raised.append(type(error))

        waiting = threading.Thread(target=wait, daemon=True)
        waiting.start()
        waiting.join(0.05)
        session.close()
        waiting.join(10)
    assert raised == [tf.errors.OutOfRangeError]


def test_runners_keep_a_queue_filled(session: Any) -> None:
    count = tf.get_variable("count", [], initializer=tf.zeros_initializer())
    queue = tf.FIFOQueue(5, [tf.float32], [[]])
    runner = tf.train.QueueRunner(queue, [queue.enqueue(tf.assign_add(count, 1.0))])
    tf.train.add_queue_runner(runner)
    value = queue.dequeue()
    session.run(tf.global_variables_initializer())
    coordinator = tf.train.Coordinator()
    threads = tf.train.start_queue_runners(session, coordinator)
    assert [session.run(value).item() for _ in range(12)] == [float(n) for n in range(1, 13)]
    coordinator.request_stop()
    coordinator.join(threads, stop_grace_period_secs=10)
    assert len(threads) == 2
    assert not any(thread.is_alive() for thread in threads)


def test_the_end_of_one_queue_closes_the_next(session: Any) -> None:
    source = tf.FIFOQueue(9, [tf.int32], [[]])
    target = tf.FIFOQueue(2, [tf.int32], [[]])
    session.run(source.enqueue_many([list(range(7))]))
    session.run(source.close())
    runner = tf.train.QueueRunner(target, [target.enqueue(source.dequeue() * 10)] * 2)
    batch = target.dequeue_up_to(3)
    threads = runner.create_threads(session, start=True)
    assert runner.create_threads(session) == []  # they run already
    found: list[int] = []
    with pytest.raises(tf.errors.OutOfRangeError):
        while True:
            found.extend(session.run(batch).tolist())
    for thread in threads:
        thread.join(10)
    assert (sorted(found), runner.exceptions_raised) == ([0, 10, 20, 30, 40, 50, 60], [])


def test_errors_reach_the_coordinator_or_are_kept(session: Any) -> None:
    fed = tf.placeholder(tf.float32, [])
    queue = tf.FIFOQueue(9, [tf.float32], [[]])
    runner = tf.train.QueueRunner(queue, [queue.enqueue(fed)])
    for thread in runner.create_threads(session, start=True):
        thread.join(10)
    assert [type(e) for e in runner.exceptions_raised] == [tf.errors.InvalidArgumentError]
    coordinator = tf.train.Coordinator()
    threads = runner.create_threads(session, coordinator, start=True)
    with pytest.raises(tf.errors.InvalidArgumentError, match="You must feed a value"):
        coordinator.join(threads, stop_grace_period_secs=10)


def test_runners_as_messages(session: Any) -> None:
    queue = tf.FIFOQueue(9, [tf.float32], [[]], name="q")
    runner = tf.train.QueueRunner(queue, [queue.enqueue(1.0)])
    message = runner.to_proto()
    assert (message.queue_name, list(message.enqueue_op_name)) == ("q", ["q_enqueue"])
    again = tf.train.QueueRunner.from_proto(message)
    assert again.enqueue_ops == runner.enqueue_ops
    assert (again.name, again.close_op, again.cancel_op) == ("q", runner.close_op, runner.cancel_op)
    assert runner.to_proto(export_scope="elsewhere") is None


def test_what_a_runner_refuses(session: Any) -> None:
    queue = tf.FIFOQueue(9, [tf.float32])
    with pytest.raises(ValueError, match="Must provide queue and enqueue_ops"):
        tf.train.QueueRunner(queue, [])
    with pytest.raises(TypeError, match="tuple of exception types"):
        tf.train.QueueRunner(queue, [queue.enqueue(1.0)], queue_closed_exception_types=[ValueError])
