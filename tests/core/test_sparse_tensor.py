"""SparseTensor and its spec: checks, static shapes, functions, gradients."""

from __future__ import annotations

from collections import namedtuple

import numpy as np
import pytest

import tenfold as tf


def example() -> tf.SparseTensor:
    return tf.SparseTensor([[0, 0], [1, 2]], np.array([1, 2], np.float32), [3, 4])


def test_parts_become_tensors() -> None:
    x = example()
    assert x.indices.dtype is tf.int64
    assert x.dense_shape.numpy().tolist() == [3, 4]
    assert x.shape == x.get_shape() == [3, 4]
    assert x.dtype is tf.float32


@pytest.mark.parametrize(
    ("indices", "values", "shape", "message"),
    [
        ([0, 1], [1.0, 2.0], [3], "indices must have rank 2"),
        ([[0], [1]], [[1.0], [2.0]], [3], "values must have rank 1"),
        ([[0], [1]], [1.0], [3], "do not fit values"),
        ([[0], [1]], [1.0, 2.0], [3, 4], "do not fit dense_shape"),
    ],
    ids=["flat indices", "values of rank 2", "fewer values", "another rank"],
)
def test_parts_that_do_not_fit_are_refused(
    indices: list, values: list, shape: list, message: str
) -> None:
    with pytest.raises(ValueError, match=message):
        tf.SparseTensor(indices, values, shape)


def test_it_is_one_leaf_or_three() -> None:
    x = example()
    assert tf.nest.flatten([x]) == [x]
    assert len(tf.nest.flatten([x], expand_composites=True)) == 3
    assert tf.type_spec_from_value(x) == tf.SparseTensorSpec([3, 4], tf.float32)


def test_functions_take_and_give_it() -> None:
    shapes = []

    @tf.function
    def doubled(x: tf.SparseTensor) -> tf.SparseTensor:
        shapes.append(x.shape.as_list())
        return x.with_values(x.values * 2.0)

    y = doubled(doubled(example()))
    assert shapes == [[3, 4]]
    assert y.shape == [3, 4]
    assert y.values.numpy().tolist() == [4.0, 8.0]


def test_gradients_flow_through_its_values() -> None:
    values = tf.constant([1.0, 2.0])
    with tf.GradientTape() as tape:
        tape.watch(values)
        loss = tf.reduce_sum(example().with_values(values).values ** 2)
    assert tape.gradient(loss, values).numpy().tolist() == [2.0, 4.0]


def test_what_is_known_of_the_shape_may_grow_but_not_change() -> None:
    x = example()
    x.set_shape([3, None])
    assert x.shape == [3, 4]
    with pytest.raises(ValueError, match="not compatible"):
        x.set_shape([4, None])


def test_specs() -> None:
    spec = tf.SparseTensorSpec([2, 3], tf.int32)
    assert spec._batch(5) == tf.SparseTensorSpec([5, 2, 3], tf.int32)
    assert spec._unbatch() == tf.SparseTensorSpec([3], tf.int32)
    assert tf.SparseTensorSpec.from_value(example()).shape == [3, 4]
    assert tf.SparseTensorSpec([None, 4]).is_compatible_with(example())
    with pytest.raises(TypeError, match="Expected a SparseTensor"):
        tf.SparseTensorSpec.from_value(3)
    with pytest.raises(ValueError, match="rank >= 1"):
        tf.SparseTensorSpec([])._unbatch()


def test_values_with_the_same_parts() -> None:
    value = namedtuple("Value", ["indices", "values", "dense_shape"])([[1]], [2.0], [3])
    assert tf.SparseTensor.from_value(value).dense_shape.numpy().tolist() == [3]
    with pytest.raises(TypeError, match="received a list"):
        tf.SparseTensor.from_value([1])
