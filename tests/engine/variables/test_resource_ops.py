"""Tests of engine/variables/resource_ops.py: what the ops on handles refuse."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf

REFUSED: dict[str, Any] = {
    "add of another shape": lambda v: tf.raw_ops.AssignAddVariableOp(
        resource=v.handle, value=tf.ones([3])
    ),
    "subtraction of a scalar": lambda v: tf.raw_ops.AssignSubVariableOp(
        resource=v.handle, value=tf.constant(1.0)
    ),
    "add of another dtype": lambda v: tf.raw_ops.AssignAddVariableOp(
        resource=v.handle, value=tf.ones([2, 3], tf.int32)
    ),
    "read as another dtype": lambda v: tf.raw_ops.ReadVariableOp(resource=v.handle, dtype=tf.int32),
    "rows that would be broadcast": lambda v: tf.raw_ops.ResourceScatterAdd(
        resource=v.handle, indices=[0, 1], updates=tf.ones([3])
    ),
    "negative batch_dims": lambda v: tf.raw_ops.ResourceGather(
        resource=v.handle, indices=[0], dtype=tf.float32, batch_dims=-1
    ),
}


@pytest.mark.parametrize("what", REFUSED)
def test_what_does_not_fit_a_variable_is_refused(what: str) -> None:
    v = tf.Variable(tf.ones([2, 3]))
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"Received resource|batch_dims"):
        REFUSED[what](v)
    assert v.numpy().tolist() == [[1.0] * 3] * 2


def test_integers_are_not_divided_by_zero() -> None:
    v = tf.Variable([4, 6])
    with pytest.raises(tf.errors.InvalidArgumentError, match="must not contain 0"):
        tf.raw_ops.ResourceScatterDiv(resource=v.handle, indices=[0], updates=[0])
