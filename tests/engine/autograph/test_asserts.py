"""`assert` on Python values and on tensors."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf


@tf.function
def checked(x: Any) -> Any:
    assert x > 0, "x must be positive"
    return x * 2


def test_a_tensor_is_checked_when_the_graph_runs() -> None:
    assert checked(tf.constant(2)).numpy() == 4
    with pytest.raises(tf.errors.InvalidArgumentError, match="x must be positive"):
        checked(tf.constant(-2))


def test_a_python_value_is_checked_at_once() -> None:
    with pytest.raises(AssertionError, match="x must be positive"):
        checked(-2)


def test_the_message_is_evaluated_only_if_needed() -> None:
    def f(x: Any) -> Any:
        assert x, {}["missing"]
        return x

    assert tf.autograph.to_graph(f)(1) == 1
    with pytest.raises(KeyError):
        tf.autograph.to_graph(f)(0)


def test_without_a_message() -> None:
    @tf.function
    def f(x: Any) -> Any:
        assert x > 0
        return x

    with pytest.raises(tf.errors.InvalidArgumentError, match="expected the condition to hold"):
        f(tf.constant(-1))
    with pytest.raises(AssertionError):
        f(-1)


def test_in_a_loop() -> None:
    @tf.function
    def f(n: Any) -> Any:
        total = 0
        for i in tf.range(n):
            assert i < 3, "too far"
            total += i
        return total

    assert f(tf.constant(3)).numpy() == 3
    with pytest.raises(tf.errors.InvalidArgumentError, match="too far"):
        f(tf.constant(5))


def test_in_a_branch() -> None:
    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            assert x < 10, "too large"
        return x

    assert f(tf.constant(-20)).numpy() == -20
    with pytest.raises(tf.errors.InvalidArgumentError, match="too large"):
        f(tf.constant(20))


def test_a_message_of_several_parts() -> None:
    @tf.function
    def f(n: Any) -> Any:
        for i in tf.range(n):
            assert i < 3, ("too far:", i)
        return n

    assert f(tf.constant(3)).numpy() == 3
    for _ in range(3):
        with pytest.raises(tf.errors.InvalidArgumentError, match=r"\[too far:\] \[3\]"):
            f(tf.constant(8))
