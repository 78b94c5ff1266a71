"""How an `if` is built: which branch comes first, what is put back."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.autograph.operators.conditionals import branch, if_exp


def body() -> None:
    pass


def orelse() -> None:
    pass


def test_a_python_condition_gives_the_branch_itself() -> None:
    assert branch(True, body, orelse, (), (), ()) is body
    assert branch([], body, orelse, (), (), ()) is orelse
    assert branch(tf.constant(True), body, orelse, (), (), ()) is body


def test_conditional_expressions() -> None:
    assert if_exp(1, lambda: "a", lambda: "b", "text") == "a"
    assert if_exp(0, lambda: "a", lambda: "b", "text") == "b"

    @tf.function
    def f(x: Any) -> Any:
        return if_exp(x, lambda: {"a": 1}, lambda: {"a": 2}, "text")

    assert f(tf.constant(False))["a"].numpy() == 2
    with pytest.raises(ValueError, match="condition of conditional expression `text` expected"):
        f(tf.constant(1))


def test_the_branch_that_returns_is_built_first() -> None:
    order: list[str] = []

    @tf.function
    def f(x: Any) -> Any:
        if x > 0:
            order.append("goes on")
            y = x + 1
        else:
            order.append("returns")
            if x > -5:
                return x
            y = x
        return y * 10

    assert [f(tf.constant(v)).numpy() for v in (1, -1, -10)] == [20, -1, -100]
    assert order == ["returns", "goes on"]


def test_a_return_hidden_behind_a_python_condition() -> None:
    @tf.function
    def f(x: Any, flag: bool) -> Any:
        if x > 0:
            if flag:
                return x * 100
            y = x
        else:
            if not flag:
                return x * 10
            y = x + 1
        return y

    cases = [(1, True), (1, False), (-1, True), (-1, False)]
    assert [int(f(tf.constant(x), flag)) for x, flag in cases] == [100, 1, 0, -10]
