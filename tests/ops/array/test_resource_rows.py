"""Index rows into a variable: what is gathered, what is written, what is refused."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf

WRITTEN = {
    "Update": [[1.0, 7.0], [8.0, 4.0]],
    "Add": [[1.0, 9.0], [11.0, 4.0]],
    "Sub": [[1.0, -5.0], [-5.0, 4.0]],
    "Min": [[1.0, 2.0], [3.0, 4.0]],
    "Max": [[1.0, 7.0], [8.0, 4.0]],
}


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("how", WRITTEN)
def test_rows_are_written(how: str, compiled: bool) -> None:
    v = tf.Variable([[1.0, 2.0], [3.0, 4.0]])

    def change() -> None:
        getattr(tf.raw_ops, f"ResourceScatterNd{how}")(
            ref=v.handle, indices=[[0, 1], [1, 0]], updates=[7.0, 8.0]
        )

    (tf.function(change, jit_compile=True) if compiled else change)()
    assert v.numpy().tolist() == WRITTEN[how]


def test_a_row_outside_leaves_the_variable_as_it_is() -> None:
    v = tf.Variable([[1.0, 2.0], [3.0, 4.0]])
    with pytest.raises(tf.errors.InvalidArgumentError):
        tf.raw_ops.ResourceScatterNdAdd(ref=v.handle, indices=[[2]], updates=[[1.0, 1.0]])
    assert v.numpy().tolist() == [[1.0, 2.0], [3.0, 4.0]]
    tf.raw_ops.ResourceScatterNdAdd(
        ref=v.handle, indices=[[2], [0]], updates=[[1.0, 1.0]] * 2, bad_indices_policy="IGNORE"
    )
    assert v.numpy().tolist() == [[2.0, 3.0], [3.0, 4.0]]


def test_gathered_rows_and_their_gradient() -> None:
    v = tf.Variable([[1.0, 2.0], [3.0, 4.0]])

    def gather(indices: Any) -> Any:
        return tf.raw_ops.ResourceGatherNd(resource=v.handle, indices=indices, dtype=tf.float32)

    assert gather([[0, 1], [1, 0]]).numpy().tolist() == [2.0, 3.0]
    assert tf.function(gather)([[1]]).numpy().tolist() == [[3.0, 4.0]]
    with tf.GradientTape() as tape:
        tape.watch(v.handle)
        y = tf.reduce_sum(gather([[0, 1], [0, 1]]) * [2.0, 3.0])
    assert tape.gradient(y, v.handle).numpy().tolist() == [[0.0, 5.0], [0.0, 0.0]]
    with pytest.raises(tf.errors.InvalidArgumentError):
        gather([[0, 2]])


def test_rows_of_each_batch_and_their_gradient() -> None:
    v = tf.Variable([[1.0, 2.0], [3.0, 4.0]])

    def gather() -> Any:
        return tf.raw_ops.ResourceGather(
            resource=v.handle, indices=[[1, 1], [0, 1]], batch_dims=1, dtype=tf.float32
        )

    assert gather().numpy().tolist() == tf.function(gather)().numpy().tolist() == [[2, 2], [3, 4]]
    with tf.GradientTape() as tape:
        tape.watch(v.handle)
        y = tf.reduce_sum(gather() * [[1.0, 2.0], [3.0, 4.0]])
    dv = tf.convert_to_tensor(tape.gradient(y, v.handle))
    assert dv.numpy().tolist() == [[0.0, 3.0], [3.0, 4.0]]
