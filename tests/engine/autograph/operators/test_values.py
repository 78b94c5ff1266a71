"""What a value is to an operator."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.engine.autograph.operators.values import (
    as_leaf,
    check_condition,
    has_tensor_form,
    is_composite,
    is_symbolic,
    kind_of,
)


def test_tensors_are_symbolic_while_a_graph_is_built() -> None:
    outside, variable = tf.constant(True), tf.Variable(True)
    assert not any(is_symbolic(v) for v in (outside, variable, True, np.True_, None))
    seen: list[bool] = []

    @tf.function
    def f(x: Any) -> Any:
        seen.extend(is_symbolic(v) for v in (x, outside, variable, True, np.True_, None))
        return x

    f(outside)
    assert seen == [True, True, True, False, False, False]


def test_forms() -> None:
    slices = tf.IndexedSlices(tf.constant([1.0]), tf.constant([0]))
    for value in (1, 1.5, True, "a", b"a", 1j, np.ones(2), tf.constant(1), tf.Variable(1), slices):
        assert has_tensor_form(value)
    for value in (None, object(), len, {1}, tf.float32):
        assert not has_tensor_form(value)
    assert is_composite(slices)
    assert as_leaf(slices) is slices
    assert as_leaf(1.5).dtype is tf.float32
    assert as_leaf(tf.Variable(2)).numpy() == 2


def test_conditions() -> None:
    assert check_condition(tf.Variable(True), "x").numpy()
    assert check_condition(tf.constant([True]), "x").numpy()
    with pytest.raises(ValueError, match="condition of loop expected"):
        check_condition(tf.constant([True, True]), "loop")
    with pytest.raises(ValueError, match=r"use `tf\.cast`"):
        check_condition(tf.constant(1), "loop")


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (None, "None"),
        (1, "an int32 tensor of shape ()"),
        (np.ones(2, np.float32), "a float32 tensor of shape (2,)"),
        (np.ones(2, np.uint8), "a uint8 tensor of shape (2,)"),
        (len, "a builtin_function_or_method"),
        (object(), "an object"),
    ],
    ids=lambda x: x if isinstance(x, str) else type(x).__name__,
)
def test_values_in_words(value: Any, text: str) -> None:
    assert kind_of(value) == text
