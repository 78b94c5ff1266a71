"""`and`, `or`, `not` and chains as operators."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.autograph.operators.logic import and_, chain, not_, or_


def unreachable() -> Any:
    raise AssertionError


def test_python_values() -> None:
    assert and_(1, lambda: "a", lambda: "b") == "b"
    assert and_(1, list, unreachable) == []
    assert or_(0, lambda: "", lambda: "b", unreachable) == "b"
    assert or_(0, lambda: "") == ""
    assert not_([]) is True


@pytest.mark.parametrize(
    ("sign", "expected"),
    [
        *(("==", False), ("!=", True), ("<", True), ("<=", True), (">", False), (">=", False)),
        *(("is", False), ("is not", True)),
    ],
)
def test_signs(sign: str, expected: bool) -> None:
    assert chain(1, sign, lambda: 2) is expected


def test_membership() -> None:
    assert chain(1, "in", lambda: [1, 2]) is True
    assert chain(1, "not in", lambda: [1, 2]) is False


def test_chains_stop_where_python_does() -> None:
    assert chain(3, "<", lambda: 2, "<", unreachable) is False
    assert chain(1, "<", lambda: 2, "<", lambda: 3, "==", lambda: 3) is True


def test_tensors() -> None:
    @tf.function
    def f(x: Any, y: Any) -> Any:
        return (
            and_(x > 0, lambda: y > 0, lambda: x > y),
            or_(x > 5, lambda: y > 5),
            not_(x > 0),
            chain(0, "<", lambda: x, "<", lambda: y),
            and_(True, lambda: x > 0),
            or_(False, lambda: True),
        )

    received = [bool(v) for v in f(tf.constant(3), tf.constant(2))]
    assert received == [True, False, False, False, True, True]
