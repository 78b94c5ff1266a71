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


def _square(v, x):
    return v * v * tf.reduce_sum(x)


def _branch(v, x):
    return tf.cond(tf.reduce_sum(x) > 0.0, lambda: v * v * tf.reduce_sum(x), lambda: v + 0.0)


def _loop(v, x):
    total = tf.constant(0.0)
    for i in tf.range(2):
        total += v * v * x[i]
    return total


@pytest.mark.parametrize("form", [_square, _branch, _loop])
@pytest.mark.parametrize("jit_compile", [None, True], ids=["interpreted", "compiled"])
def test_a_tape_inside_a_function_sees_through_the_functions_it_calls(form, jit_compile):
    v, watched = tf.Variable(3.0), tf.constant([1.0, 3.0])
    held = tf.function(lambda x: form(v, x))
    passed = tf.function(form)

    @tf.function(jit_compile=jit_compile)
    def gradients(x):
        found = []
        for call in (held, lambda x: passed(v, x)):
            with tf.GradientTape() as outer:
                with tf.GradientTape() as tape:
                    tape.watch([x, watched])
                    y = call(x) + call(watched)
                first = tape.gradient(y, [v, x, watched])
            found.append([*first, outer.gradient(first[0], v)])
        return found

    for dv, dx, dw, second in gradients(tf.constant([2.0, 4.0])):
        assert (dv.numpy(), second.numpy()) == (60.0, 20.0)
        assert dx.numpy().tolist() == dw.numpy().tolist() == [9.0, 9.0]


@pytest.mark.parametrize("jit_compile", [None, True], ids=["interpreted", "compiled"])
def test_the_gradient_of_one_output_of_a_loop_and_its_gradient(jit_compile):
    x = tf.Variable(3.0)

    @tf.function(jit_compile=jit_compile)
    def power(limit):
        with tf.GradientTape() as tape:
            y = x * 1.0
            while y < limit:
                y = y * x
        return y, tape.gradient(y, x)

    for _ in range(3):
        with tf.GradientTape() as tape:
            y, dy = power(tf.constant(100.0))
        assert (y.numpy(), dy.numpy(), tape.gradient(dy, x).numpy()) == (243.0, 405.0, 540.0)
