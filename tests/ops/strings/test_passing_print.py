"""What Print shows: TensorFlow's own text for the same values."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

CUBE = np.arange(8).reshape(2, 2, 2)
SHOWN: list[tuple[Any, int, str]] = [
    (CUBE, 3, "[[[0 1][2...]]...]"),
    (CUBE, 5, "[[[0 1][2 3]][[4...]]...]"),
    (CUBE, 100, "[[[0 1][2 3]][[4 5][6 7]]]"),
    (CUBE, -1, "[[[0 1][2 3]][[4 5][6 7]]]"),
    (np.arange(3), 0, "[...]"),
    (np.arange(3), 3, "[0 1 2]"),
    (np.zeros((2, 0)), 3, "[]"),
    (np.float32(1.5), 3, "[1.5]"),
    (np.array([True, False]), 3, "[1 0]"),
    (np.array([["a", "b"], ["c", ""]]), 3, "[[a b][c...]...]"),
    (np.arange(8).reshape(2, 4), 1, "[[0...]...]"),
    (np.array([[1], [2], [3]]), 2, "[[1][2]...]"),
]


@pytest.mark.parametrize(("value", "summarize", "text"), SHOWN, ids=[s[2] for s in SHOWN])
def test_the_first_entries(capfd: Any, value: Any, summarize: int, text: str) -> None:
    passed = tf.raw_ops.Print(input=7, data=[value, 1], message="m ", summarize=summarize)
    more = "[...]" if summarize == 0 else "[1]"
    assert capfd.readouterr().err == f"m {text}{more}\n"
    assert passed.numpy() == 7


def test_it_prints_as_often_as_it_may(capfd: Any) -> None:
    @tf.function
    def traced(x: Any) -> Any:
        return tf.raw_ops.Print(input=x, data=[x], message="often ", first_n=2) * 2

    assert [traced(tf.constant(i)).numpy() for i in range(4)] == [0, 2, 4, 6]
    assert capfd.readouterr().err == "often [0]\noften [1]\n"
