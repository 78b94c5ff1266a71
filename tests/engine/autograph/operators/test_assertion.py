"""What `assert` and loops that must run call."""

from __future__ import annotations

import pytest

import tenfold as tf
from tenfold.engine.autograph.operators.assertion import assert_iterated, assert_stmt


def test_python_conditions() -> None:
    assert assert_stmt([1], None) is None
    with pytest.raises(AssertionError, match=r"^$"):
        assert_stmt([], None)
    with pytest.raises(AssertionError, match="why"):
        assert_stmt(0, lambda: "why")


def test_loops_that_must_run() -> None:
    assert_iterated(tf.constant(True), ["a"])
    with pytest.raises(tf.errors.InvalidArgumentError, match="to initialize a, b"):
        assert_iterated(tf.constant(False), ["a", "b"])
