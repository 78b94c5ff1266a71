"""Calls of several threads that are gathered into batches."""

from __future__ import annotations

import threading
import time
from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.function import batching

A_MINUTE = 60_000_000  # nothing here waits for it: the batches are full before


def together(function: Any, arguments: list[Any]) -> list[Any]:
    """What a function gives for each argument, called on threads at the same time."""
    found: list[Any] = [None] * len(arguments)

    def call(i: int) -> None:
        try:
            found[i] = function(arguments[i])
        except tf.errors.OpError as error:
            found[i] = error

    threads = [threading.Thread(target=call, args=(i,)) for i in range(len(arguments))]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return found


def test_calls_of_threads_run_as_one() -> None:
    @tf.nondifferentiable_batch_function(1, 6, A_MINUTE)
    def summed(x: Any) -> Any:
        return {"own": x * 2.0, "all": tf.ones_like(x) * tf.reduce_sum(x)}

    found = together(summed, [tf.constant([1.0]), tf.constant([2.0, 3.0]), tf.ones([3])])
    assert [y["own"].numpy().tolist() for y in found] == [[2.0], [4.0, 6.0], [2.0, 2.0, 2.0]]
    assert {float(v) for y in found for v in y["all"]} == {9.0}


def test_batches_are_padded_with_their_first_row() -> None:
    @tf.nondifferentiable_batch_function(1, 8, 0, allowed_batch_sizes=[4, 8])
    def summed(x: Any) -> Any:
        return tf.ones_like(x) * tf.reduce_sum(x)

    assert summed(tf.constant([5.0, 1.0])).numpy().tolist() == [16.0, 16.0]
    assert summed(tf.constant([5.0])).numpy().tolist() == [20.0]


def test_large_calls_are_split_if_they_may_be() -> None:
    def counted(x: Any) -> Any:
        return tf.ones_like(x) * tf.size(x)

    split = tf.nondifferentiable_batch_function(1, 3, 0)(counted)
    assert split(tf.zeros([7], tf.int32)).numpy().tolist() == [3, 3, 3, 3, 3, 3, 1]
    whole = tf.nondifferentiable_batch_function(1, 3, 0, enable_large_batch_splitting=False)
    with pytest.raises(tf.errors.InvalidArgumentError, match="Task size 7 is larger than"):
        whole(counted)(tf.zeros([7], tf.int32))


def test_captured_values_and_variables_are_those_of_the_call() -> None:
    variable, outside = tf.Variable(2.0), tf.constant(10.0)

    @tf.nondifferentiable_batch_function(2, 4, 0)
    def scaled(x: Any) -> Any:
        return x * variable + outside

    assert scaled(tf.ones([2])).numpy().tolist() == [12.0, 12.0]
    variable.assign(3.0)
    assert scaled(tf.ones([1])).numpy().tolist() == [13.0]
    traced = tf.function(lambda x: scaled(x) * 2.0)
    assert [traced(tf.ones([3])).numpy().tolist() for _ in range(2)] == [[26.0] * 3] * 2


def test_wrong_rows_are_refused() -> None:
    both = tf.nondifferentiable_batch_function(1, 4, 0)(lambda x, y: x + y)
    with pytest.raises(tf.errors.InvalidArgumentError, match="at least one dimension"):
        both(tf.constant(1.0), tf.constant(1.0))
    with pytest.raises(tf.errors.InvalidArgumentError, match="equal 0th-dimension size"):
        both(tf.ones([2]), tf.ones([1]))
    total = tf.nondifferentiable_batch_function(1, 4, 0)(tf.reduce_sum)
    with pytest.raises(tf.errors.FailedPreconditionError, match=r"received shape \[\]"):
        total(tf.ones([3]))


@pytest.mark.parametrize("sizes", [[3, 2], [2, 3]])
def test_allowed_sizes_end_with_the_largest(sizes: list[int]) -> None:
    made = tf.nondifferentiable_batch_function(
        1, 2, 0, allowed_batch_sizes=sizes, enable_large_batch_splitting=False
    )
    with pytest.raises(tf.errors.InvalidArgumentError, match="allowed_batch_sizes"):
        made(lambda x: x)(tf.ones([1]))


def test_an_error_reaches_every_call_of_the_batch() -> None:
    @tf.nondifferentiable_batch_function(1, 2, A_MINUTE)
    def checked(x: Any) -> Any:
        with tf.control_dependencies([tf.debugging.assert_positive(x)]):
            return x * 1.0

    found = together(checked, [tf.constant([1.0]), tf.constant([-1.0])])
    assert all(isinstance(error, tf.errors.InvalidArgumentError) for error in found)


def test_too_many_waiting_batches_are_refused() -> None:
    @tf.nondifferentiable_batch_function(
        1, 2, A_MINUTE, max_enqueued_batches=1, enable_large_batch_splitting=False
    )
    def kept(x: Any) -> Any:
        return x

    kept(tf.ones([2]))  # traces it
    first: list[Any] = []
    thread = threading.Thread(target=lambda: first.append(kept(tf.ones([1]))))
    thread.start()
    while not any(b._open is not None for b in list(batching._batchers.values())):
        time.sleep(0.001)
    with pytest.raises(tf.errors.UnavailableError, match="queue to which this task"):
        kept(tf.zeros([2]))
    thread.join()
    assert first[0].numpy().tolist() == [1.0]


def test_there_is_no_gradient() -> None:
    kept = tf.nondifferentiable_batch_function(1, 2, 0)(lambda x: x)
    x = tf.constant([1.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = kept(x)
    with pytest.raises(LookupError, match="BatchFunction"):
        tape.gradient(y, x)
