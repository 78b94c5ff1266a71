"""Tests of stack, unstack, concat, split and repeat."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32
from tenfold.core.spec import TensorSpec
from tenfold.engine.autodiff.tape import GradientTape
from tenfold.engine.function.polymorphic import function
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.ops.array.creation import constant
from tenfold.ops.array.joining import concat, repeat, split, stack, unstack


def test_nested_lists_of_tensors_are_packed() -> None:
    x = constant([1.0, 2.0])
    found = to_tensor([[x, [3, 4]], [x + x, x]])
    assert found.dtype is float32
    assert found.numpy().tolist() == [[[1, 2], [3, 4]], [[2, 4], [1, 2]]]


def test_packed_tensors_have_one_dtype_or_are_cast() -> None:
    double, single = constant([1.5], "float64"), constant([2.5])
    found = to_tensor([double, [3]], float32)
    assert found.dtype is float32 and found.numpy().tolist() == [[1.5], [3.0]]
    with pytest.raises(errors.InvalidArgumentError, match="float64 holds one of float32"):
        to_tensor([double, single])
    with pytest.raises(TypeError, match="float32 holds one of int32"):
        to_tensor([single, [constant(4), 5.0]])
    with FuncGraph("f").as_default(), pytest.raises(TypeError, match="float64 holds one of"):
        to_tensor([double, single])


def test_stack_takes_a_tensor_apart() -> None:
    assert stack(constant([[1, 2], [3, 4]]), axis=1).numpy().tolist() == [[1, 3], [2, 4]]
    assert stack([]).shape == (0,)
    assert stack([1, 2.5]).numpy().tolist() == [1.0, 2.5]


def test_unstack_needs_a_known_length() -> None:
    graph = FuncGraph("f")
    with graph.as_default():
        x = graph.placeholder(float32, (None, 2), "x")
        with pytest.raises(ValueError, match="num="):
            unstack(x)
        assert [y.raw_shape for y in unstack(x, num=3)] == [(2,)] * 3
    with pytest.raises(ValueError, match="axis 2"):
        unstack(constant([1]), axis=2)


def test_concat_of_one_is_the_same() -> None:
    assert concat([[1, 2]], 0).numpy().tolist() == [1, 2]


def test_split_by_number_or_by_sizes() -> None:
    x = constant([[1, 2, 3], [4, 5, 6]])
    assert [p.numpy().tolist() for p in split(x, 3, axis=1)][2] == [[3], [6]]
    assert [p.raw_shape for p in split(x, constant([1, 2]), axis=-1)] == [(2, 1), (2, 2)]
    with pytest.raises(ValueError, match="-1"):
        split(x, [-1, -1], axis=1)


@pytest.mark.parametrize(
    ("repeats", "axis"), [(2, None), ([1, 2], 0), ([0, 1, 2], 1), (3, -1)], ids=str
)
def test_repeat_is_numpys(repeats: object, axis: int | None) -> None:
    x = np.arange(6).reshape(2, 3)
    expected = np.repeat(x, repeats, axis)  # type: ignore[arg-type]
    np.testing.assert_array_equal(repeat(x, repeats, axis).numpy(), expected)


def test_repeat_refuses_another_length() -> None:
    with pytest.raises(ValueError, match="has 2 entries"):
        repeat([1, 2, 3], [1, 2])


def test_concat_splits_its_gradient() -> None:
    x, y = constant([1.0]), constant([2.0, 3.0])
    with GradientTape() as tape:
        tape.watch([x, y])
        z = concat([x, y], 0) * constant([1.0, 2.0, 3.0])
    dx, dy = tape.gradient(z, [x, y])
    assert (dx.numpy().tolist(), dy.numpy().tolist()) == ([1.0], [2.0, 3.0])


def test_concat_needs_a_tensor() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="empty"):
        concat([], 0)


def test_repeat_counts_in_integers() -> None:
    with pytest.raises(TypeError, match="repeats must be integers; received float32"):
        repeat([1, 2], 2.5)


@pytest.mark.parametrize("shape", [None, [None, None], [2, 3]], ids=["rank", "sizes", "known"])
@pytest.mark.parametrize(("repeats", "axis"), [(2, 0), ([1, 2], 0), ([1, 0, 2], -1), (2, None)])
def test_repeat_of_unknown_shapes(shape: Any, repeats: Any, axis: Any) -> None:
    x = np.arange(6.0, dtype=np.float32).reshape(2, 3)
    signature = [TensorSpec(shape), TensorSpec(None, "int32")]
    traced = function(lambda t, n: repeat(t, n, axis), input_signature=signature)
    expected = np.repeat(x, repeats, axis)
    np.testing.assert_array_equal(traced(x, np.int32(repeats)), expected)
    np.testing.assert_array_equal(repeat(x, repeats, axis), expected)


def test_repeat_of_unknown_sizes_needs_an_entry_for_each() -> None:
    traced = function(lambda t: repeat(t, [1, 2], 1), input_signature=[TensorSpec([None, None])])
    with pytest.raises(errors.InvalidArgumentError):
        traced(np.zeros((2, 3), np.float32))


def test_a_tensor_of_unknown_length_is_a_stack() -> None:
    traced = function(stack, input_signature=[TensorSpec([None])])
    assert np.asarray(traced([1.0, 2.0])).tolist() == [1.0, 2.0]


def test_the_axis_may_be_a_vector_of_one_number() -> None:
    x, y = constant([[1.0, 2.0]]), constant([[3.0]])
    with GradientTape() as tape:
        tape.watch([x, y])
        joined = concat([x, y], [-1])
    assert joined.numpy().tolist() == [[1.0, 2.0, 3.0]]
    weights = constant([[5.0, 6.0, 7.0]])
    dx, dy = tape.gradient(joined, [x, y], weights)
    assert (dx.numpy().tolist(), dy.numpy().tolist()) == ([[5.0, 6.0]], [[7.0]])
    with pytest.raises(errors.InvalidArgumentError, match="The axis must be a scalar"):
        concat([x, y], [[0]])


@pytest.mark.parametrize("repeats", [-1, [-1]])
def test_negative_repeats_are_refused(repeats: Any) -> None:
    with pytest.raises(errors.InvalidArgumentError, match="repeats must not be negative"):
        repeat([1, 2], repeats)
    assert repeat([1, 2], [-1, 1]).numpy().tolist() == [2]


def test_multiples_may_be_known_in_part() -> None:
    with tf.Graph().as_default():
        n = tf.compat.v1.placeholder(tf.int32, [])
        assert tf.tile(tf.ones([3, 7]), [n, 2]).shape.as_list() == [None, 14]
        unknown = tf.compat.v1.placeholder(tf.float32, None)
        assert tf.tile(unknown, [2, n, 3]).shape.as_list() == [None] * 3
        with pytest.raises(ValueError, match="rank 1"):
            tf.tile(tf.ones([2, 2]), [[2, 3], [3, 4]])
    with pytest.raises(errors.InvalidArgumentError, match=r"vector of length 2 .* \[2, 2\]"):
        tf.tile(tf.ones([2, 2]), [[2, 3], [3, 4]])


def test_scalars_are_not_joined_whatever_the_axis() -> None:
    with tf.Graph().as_default():
        axis = tf.compat.v1.placeholder(tf.int32)
        with pytest.raises(ValueError, match=r"use tf\.stack"):
            tf.concat([tf.constant(1), tf.constant(2)], axis)
