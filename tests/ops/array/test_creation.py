"""Tests of constants, zeros, ranges and one-hot rows."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32, float64, int32, int64, string
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.ops.array.creation import Const, constant, fill, ones, ones_like, zeros, zeros_like
from tenfold.ops.array.sequences import linspace, one_hot, range


def test_constant_reshapes_or_repeats_its_value() -> None:
    assert constant([1, 2, 3, 4], shape=[2, 2]).numpy().tolist() == [[1, 2], [3, 4]]
    assert constant(7.0, shape=[2]).numpy().tolist() == [7.0, 7.0]
    with pytest.raises(TypeError, match="2 elements"):
        constant([1, 2], shape=[3])


def test_constant_takes_no_symbolic_tensor() -> None:
    graph = FuncGraph("f")
    with graph.as_default():
        x = graph.placeholder(float32, (2,), "x")
        with pytest.raises(TypeError, match="symbolic"):
            constant(x)
        assert constant([1.0, 2.0]).op.type == "Const"


def test_const_gives_its_value() -> None:
    value = constant([1, 2])
    assert Const(value=value, dtype=int32).numpy().tolist() == [1, 2]


@pytest.mark.parametrize(
    "shape",
    [[2, 3], (2, 3), TensorShape([2, 3]), np.array([2, 3]), constant([2, 3]), [constant(2), 3]],
    ids=["list", "tuple", "TensorShape", "array", "tensor", "mixed"],
)
def test_zeros_takes_every_spelling_of_a_shape(shape: object) -> None:
    assert zeros(shape).raw_shape == (2, 3)
    assert ones(shape, int32).numpy().sum() == 6


def test_zeros_of_strings_are_empty_and_ones_do_not_exist() -> None:
    assert zeros([1], string).numpy().tolist() == [b""]
    with pytest.raises(TypeError, match="fill"):
        ones([1], string)


def test_zeros_refuses_negative_dimensions() -> None:
    with pytest.raises(errors.InvalidArgumentError, match=">= 0"):
        zeros([-1])


def test_like_changes_the_dtype() -> None:
    assert zeros_like([1, 2], dtype=float64).dtype is float64
    assert ones_like([1.5], dtype=int64).numpy().tolist() == [1]


def test_fill_refuses_a_shape_that_is_no_vector() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="vector"):
        fill([[3]], 1)


def test_fill_takes_a_scalar_for_a_vector_of_one_length() -> None:
    assert fill(3, 1).numpy().tolist() == [1, 1, 1]


@pytest.mark.parametrize(
    ("arguments", "dtype"),
    [((3,), int32), ((3.0,), float32), ((0, 3.0), float32), ((np.int64(3),), int64)],
    ids=str,
)
def test_range_takes_the_widest_dtype(arguments: tuple[object, ...], dtype: object) -> None:
    found = range(*arguments)
    assert found.dtype is dtype
    assert found.numpy().tolist() == [0, 1, 2]


def test_linspace_between_vectors_adds_an_axis() -> None:
    found = linspace(constant([0.0, 1.0]), constant([1.0, 3.0]), 3, axis=-1)
    assert found.numpy().tolist() == [[0.0, 0.5, 1.0], [1.0, 2.0, 3.0]]


def test_one_hot_refuses_values_of_different_dtypes() -> None:
    assert one_hot([1], 2, on_value=5, off_value=1).numpy().tolist() == [[1, 5]]
    with pytest.raises(TypeError, match="agree"):
        one_hot([0], 2, on_value=constant(1), off_value=constant(0.0))


def test_a_tensor_shape_becomes_a_tensor() -> None:
    assert to_tensor(TensorShape([2, 3])).numpy().tolist() == [2, 3]
    with pytest.raises(ValueError, match="partially known"):
        to_tensor(TensorShape([None]))


def test_shapes_are_constants_while_a_graph_is_built() -> None:
    graph = FuncGraph("f")
    with graph.as_default():
        x = graph.placeholder(float32, (None, 3), "x")
        assert zeros(call("Shape", x)).raw_shape == (None, 3)
        assert zeros([2]).raw_shape == (2,)


def test_fill_takes_a_vector_of_one_number_where_no_graph_is_built() -> None:
    with tf.GradientTape() as tape:
        value = tf.constant([7.0])
        tape.watch(value)
        y = tf.fill([2, 3], value)
    np.testing.assert_array_equal(y, np.full((2, 3), 7, np.float32))
    assert tape.gradient(y, value).numpy().tolist() == [6.0]
    with pytest.raises(ValueError, match="value must be a scalar"):
        tf.function(tf.fill)([2, 3], [7.0])
    with pytest.raises(errors.InvalidArgumentError, match="value must be a scalar"):
        tf.fill([2, 3], [[7.0]])


def test_a_constant_of_a_tensor_keeps_its_dtype() -> None:
    with pytest.raises(TypeError, match="a tensor of float32 is no int32"):
        constant(to_tensor([7.0]), int32)
    assert constant(to_tensor([7.0]), float32).numpy().tolist() == [7.0]


def test_lengths_beyond_int32_keep_their_value_in_a_graph() -> None:
    with tf.Graph().as_default():
        for x in (tf.zeros([2**33, 1]), tf.random.normal([2**33, 1])):
            assert x.shape == (2**33, 1)


def test_the_shape_of_what_is_longer_than_int32_is_no_known_value() -> None:
    with tf.Graph().as_default():
        x = tf.zeros([2**33])
        assert tf.get_static_value(tf.shape(x, tf.int64)).tolist() == [2**33]
        assert tf.searchsorted(x, x).shape.rank == 1
