"""The ops on optional values."""

from __future__ import annotations

import pytest

import tenfold as tf
from tenfold.core.op import call
from tenfold.engine.control_flow import optional_values  # noqa: F401 - registers the ops

GET = {"output_types": [tf.float32, tf.int32], "output_shapes": [(), (1,)]}


def test_values_there_and_back() -> None:
    held = call("OptionalFromValue", [tf.constant(2.0), tf.constant([3])])
    assert held.dtype is tf.variant
    assert bool(call("OptionalHasValue", held))
    x, y = call("OptionalGetValue", held, **GET)
    assert (x.numpy(), y.numpy().tolist()) == (2.0, [3])


def test_none_has_no_value() -> None:
    none = call("OptionalNone")
    assert not bool(call("OptionalHasValue", none))
    with pytest.raises(tf.errors.InvalidArgumentError, match="does not have a value"):
        call("OptionalGetValue", none, **GET)


def test_shapes_and_gradients_in_graphs() -> None:
    @tf.function
    def slope(x: tf.Tensor) -> tf.Tensor:
        held = call("OptionalFromValue", [x * 3.0, tf.constant([1])])
        y, z = call("OptionalGetValue", held, **GET)
        assert y.shape == []
        assert z.shape == [1]
        return tf.gradients(y * y, x)[0]

    assert slope(tf.constant(2.0)).numpy() == 36.0


def test_optionals_add_up_and_have_zeros() -> None:
    two, none = (
        call("OptionalFromValue", [tf.constant(2.0), tf.constant([3])]),
        call("OptionalNone"),
    )
    total = call("AddN", [two, two, call("ZerosLike", two)])
    assert [x.numpy().tolist() for x in call("OptionalGetValue", total, **GET)] == [4.0, [6]]
    assert not bool(call("OptionalHasValue", call("AddN", [none, none])))
    with pytest.raises(tf.errors.InvalidArgumentError, match="some of the given optionals"):
        call("AddN", [two, none])


def test_zeros_of_a_list_of_optionals_hold_zeros() -> None:
    held = call("OptionalFromValue", [tf.constant(2.0), tf.constant([3])])
    empty = call("EmptyTensorList", tf.constant([], tf.int32), -1, element_dtype=tf.variant)
    zeros = call("ZerosLike", call("TensorListPushBack", empty, held))
    _, first = call("TensorListPopBack", zeros, tf.constant([], tf.int32), element_dtype=tf.variant)
    assert [x.numpy().tolist() for x in call("OptionalGetValue", first, **GET)] == [0.0, [0]]
