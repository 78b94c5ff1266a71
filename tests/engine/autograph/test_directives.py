"""`set_loop_options`: where it is recognized, and what it does."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.autograph.experimental import set_loop_options


def test_shape_invariants() -> None:
    @tf.function
    def f(n: Any) -> Any:
        x = tf.ones([1])
        for _ in tf.range(n):
            tf.autograph.experimental.set_loop_options(
                shape_invariants=[(x, tf.TensorShape([None]))]
            )
            x = tf.concat([x, x], 0)
        return x

    assert f(tf.constant(3)).numpy().tolist() == [1.0] * 8


def test_shape_invariants_of_a_while_loop() -> None:
    @tf.function
    def f(n: Any) -> Any:
        x = tf.ones([1])
        while tf.size(x) < n:
            set_loop_options(shape_invariants=[(x, [None])])
            x = tf.concat([x, x], 0)
        return x

    assert f(tf.constant(3)).numpy().tolist() == [1.0] * 4


def test_an_invariant_that_does_not_hold() -> None:
    @tf.function
    def f(n: Any) -> Any:
        x = tf.ones([1])
        for _ in tf.range(n):
            set_loop_options(shape_invariants=[(x, tf.TensorShape([1]))])
            x = tf.concat([x, x], 0)
        return x

    with pytest.raises(ValueError, match="does not conform with the shape invariant"):
        f(tf.constant(3))


def test_maximum_iterations() -> None:
    @tf.function
    def f(n: Any) -> Any:
        i = 0
        while i < n:
            set_loop_options(maximum_iterations=3)
            i += 1
        return i

    assert f(tf.constant(10)).numpy() == 3
    assert f(tf.constant(2)).numpy() == 2


def test_maximum_iterations_of_a_for_loop() -> None:
    @tf.function
    def f(n: Any) -> Any:
        total = 0
        for _ in tf.range(n):
            set_loop_options(maximum_iterations=3)
            total += 1
        return total

    assert f(tf.constant(10)).numpy() == 3


def test_other_options_are_accepted() -> None:
    @tf.function
    def f(n: Any) -> Any:
        total = 0
        for i in tf.range(n):
            set_loop_options(parallel_iterations=2, swap_memory=True)
            total += i
        return total

    assert f(tf.constant(4)).numpy() == 6


def test_positional_options() -> None:
    @tf.function
    def f(n: Any) -> Any:
        i = 0
        while i < n:
            set_loop_options(1, False, 2)
            i += 1
        return i

    assert f(tf.constant(10)).numpy() == 2


def test_an_unrolled_loop_ignores_them() -> None:
    @tf.function
    def f(x: Any) -> Any:
        for _ in range(5):
            set_loop_options(maximum_iterations=3)
            x = x + 1
        return x

    assert f(tf.constant(0)).numpy() == 5


def test_a_function_of_the_same_name_is_none() -> None:
    calls = []

    def f(n: int) -> None:
        def set_loop_options(**kwargs: Any) -> None:
            calls.append(kwargs)

        for _ in range(n):
            set_loop_options(maximum_iterations=3)

    tf.autograph.to_graph(f)(2)
    assert calls == [{"maximum_iterations": 3}] * 2


def test_outside_of_conversion_it_does_nothing() -> None:
    assert set_loop_options(maximum_iterations=3) is None


def test_unknown_options() -> None:
    @tf.function
    def f(n: Any) -> Any:
        i = 0
        while i < n:
            set_loop_options(speed=3)  # type: ignore[call-arg]
            i += 1
        return i

    with pytest.raises(TypeError, match="speed"):
        f(tf.constant(3))
