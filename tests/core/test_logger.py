"""Shapes, dtypes and specs as wire messages."""

from __future__ import annotations

import pytest

import tenfold as tf


@pytest.mark.parametrize("shape", [[], [2, None], None], ids=str)
def test_shapes_there_and_back(shape: list[int | None] | None) -> None:
    message = tf.TensorShape(shape).as_proto()
    assert isinstance(message, tf.TensorShape.experimental_type_proto())
    assert message.unknown_rank == (shape is None)
    assert [d.size for d in message.dim] == [-1 if d is None else d for d in shape or []]
    assert tf.TensorShape(message) == tf.TensorShape(shape)
    assert tf.TensorShape.experimental_from_proto(message) == tf.TensorShape(shape)


def test_specs_there_and_back() -> None:
    for spec in (tf.TensorSpec([2, None], tf.int32, "n"), tf.TensorSpec(None, tf.string)):
        message = spec.experimental_as_proto()
        assert isinstance(message, tf.TensorSpec.experimental_type_proto())
        assert tf.TensorSpec.experimental_from_proto(message) == spec


def test_dtypes_there_and_back() -> None:
    message = tf.float32.experimental_as_proto()
    assert isinstance(message, tf.DType.experimental_type_proto())
    assert message.datatype == 1
    assert tf.DType.experimental_from_proto(message) is tf.float32
