"""Conversions that leave alone what is sparse already."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold.compat.v1 as tf

CONVERSIONS = pytest.mark.parametrize(
    "convert", [tf.convert_to_tensor_or_indexed_slices, tf.convert_to_tensor_or_sparse_tensor]
)


def sparse() -> Any:
    return tf.SparseTensor([[0, 1]], [2.0], [2, 2])


@CONVERSIONS
def test_what_is_dense_becomes_a_tensor(convert: Any) -> None:
    assert convert([1, 2], tf.float32).dtype is tf.float32
    assert convert(tf.constant(2.0)).numpy() == 2.0
    with pytest.raises(ValueError, match="float32"):
        convert(tf.constant(1.0), tf.int32)


@CONVERSIONS
def test_what_is_sparse_stays_as_it_is(convert: Any) -> None:
    given = sparse()
    assert convert(given) is given
    assert convert(given, tf.float32) is given


def test_slices_stay_as_they_are() -> None:
    rows = tf.IndexedSlices(tf.constant([[1.0]]), tf.constant([2]))
    assert tf.convert_to_tensor_or_indexed_slices(rows) is rows
    with pytest.raises(ValueError, match="conversion requested to `dtype` int32"):
        tf.convert_to_tensor_or_indexed_slices(rows, tf.int32)


def test_values_of_sparse_tensors_become_sparse_tensors() -> None:
    value = tf.SparseTensorValue([[0, 1]], [2.0], [2, 2])
    found = tf.convert_to_tensor_or_sparse_tensor(value)
    assert isinstance(found, tf.SparseTensor)
    assert found.values.numpy().tolist() == [2.0]
    with pytest.raises(RuntimeError, match="Requested: int32, Actual: float32"):
        tf.convert_to_tensor_or_sparse_tensor(sparse(), tf.int32)
