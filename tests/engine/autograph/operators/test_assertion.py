"""The op Assert."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.core.op import registry
from tenfold.engine.autograph.operators.assertion import assert_iterated, assert_stmt


def test_eagerly() -> None:
    op = registry["Assert"]
    assert op(tf.constant(True), [tf.constant("fine")]) is None
    with pytest.raises(tf.errors.InvalidArgumentError) as info:
        op(tf.constant(False), [tf.constant("x is"), tf.constant([1, 2, 3, 4])])
    assert info.value.message == "assertion failed: [x is] [1 2 3...]"


def test_summarize() -> None:
    op = registry["Assert"]
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"\[1 2 3 4\]"):
        op(tf.constant(False), [tf.constant([1, 2, 3, 4])], summarize=-1)


def test_an_assertion_in_a_graph_is_not_dropped() -> None:
    @tf.function
    def f(x: Any) -> Any:
        registry["Assert"](x > 0, [tf.constant("positive")])
        return tf.constant(1)

    assert f(tf.constant(2)).numpy() == 1
    with pytest.raises(tf.errors.InvalidArgumentError, match="positive"):
        f(tf.constant(-2))


def test_python_conditions() -> None:
    assert assert_stmt([1], None) is None
    with pytest.raises(AssertionError, match="^$"):
        assert_stmt([], None)
    with pytest.raises(AssertionError, match="why"):
        assert_stmt(0, lambda: "why")


def test_loops_that_must_run() -> None:
    assert_iterated(tf.constant(True), ["a"])
    with pytest.raises(tf.errors.InvalidArgumentError, match="to initialize a, b"):
        assert_iterated(tf.constant(False), ["a", "b"])
