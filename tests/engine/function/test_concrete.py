"""Tests of engine/function/concrete.py: what a traced function computes with from outside."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf

WAYS: dict[str, Callable[[Any], Any]] = {
    "function": lambda x: tf.function(lambda: x * x)(),
    "cond": lambda x: tf.function(lambda: tf.cond(tf.constant(True), lambda: x * x, lambda: x))(),
    "while": lambda x: tf.function(
        lambda: tf.while_loop(lambda i, y: i < 1, lambda i, y: (i + 1, y * x), (0, x))[1]
    )(),
    "vectorized_map": lambda x: tf.vectorized_map(lambda a: a * x[0] * x[0], tf.ones([1])),
}


@pytest.mark.parametrize("size", [1, 200])
@pytest.mark.parametrize("way", WAYS)
def test_gradients_flow_to_tensors_that_a_function_closes_over(way: str, size: int) -> None:
    x = tf.constant(np.full(size, 3.0, np.float32))
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = WAYS[way](x)
    assert tape.gradient(y, x).numpy()[0] == 6.0


def test_gradients_flow_where_the_function_was_traced_before_a_tape_watched() -> None:
    x = tf.constant(3.0)
    square = tf.function(lambda: x * x)
    square()
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = square()
    assert tape.gradient(y, x).numpy() == 6.0
    assert len(square.get_concrete_function().captured_inputs) == 1
