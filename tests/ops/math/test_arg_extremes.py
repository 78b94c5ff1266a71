"""Where the extremes of many numbers are."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

SHAPES = [(300, 400), (5, 100, 200), (100, 300, 2), (2, 40000), (70, 90, 3, 2)]


@pytest.mark.parametrize("shape", SHAPES, ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64", "int32"])
@pytest.mark.parametrize("name", ["argmax", "argmin"])
def test_many_numbers(shape: Any, dtype: str, name: str) -> None:
    x = (np.random.default_rng(0).normal(size=shape) * 30).astype(dtype)
    for axis in range(-len(shape), len(shape)):
        expected, search = getattr(np, name)(x, axis), getattr(tf, name)
        np.testing.assert_array_equal(search(x, axis), expected)
        compiled = tf.function(search, jit_compile=True)
        np.testing.assert_array_equal(compiled(x, axis), expected)


@pytest.mark.parametrize("name", ["argmax", "argmin"])
def test_nan_is_never_the_extreme_of_many(name: str) -> None:
    x = np.random.default_rng(0).normal(size=(400, 300)).astype(np.float32)
    x.flat[::1001], x.flat[5::777], x.flat[3::599] = np.inf, -np.inf, np.nan
    worst = -np.inf if name == "argmax" else np.inf
    expected = getattr(np, name)(np.where(np.isnan(x), worst, x), 0)
    np.testing.assert_array_equal(getattr(tf, name)(x, 0), expected)


def test_the_first_of_equal_ones_is_found_across_blocks() -> None:
    x = np.zeros((2000, 100), np.float32)
    x[[1500, 1999, 700], 3] = 5.0
    assert tf.argmax(x, 0).numpy().tolist() == [0, 0, 0, 700, *[0] * 96]
