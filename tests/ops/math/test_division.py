"""Quotients and remainders of many integers."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.pieces import LEAST

KINDS = ["int8", "int16", "int32", "int64", "uint8", "uint16", "uint32", "uint64"]


def operands(dtype: str, count: int) -> tuple[np.ndarray, np.ndarray]:
    limits, generator = np.iinfo(dtype), np.random.default_rng(0)
    x, y = (
        generator.integers(limits.min, limits.max, count, dtype, endpoint=True) for _ in range(2)
    )
    y[::3] = generator.integers(1, 5, len(y[::3]))
    x[:4], x[4:8], y[8::7] = limits.min, limits.max, limits.max
    y[y == 0] = 3
    if limits.min < 0:
        y[1] = -1
    return x, y


@pytest.mark.parametrize("dtype", KINDS)
@pytest.mark.parametrize("count", [2**12, LEAST])
def test_many_integers_are_divided_as_few_are(dtype: str, count: int) -> None:
    x, y = operands(dtype, count)
    with np.errstate(over="ignore"):
        quotient, rest = x // y, x % y
    a, b = tf.constant(x), tf.constant(y)
    np.testing.assert_array_equal(a // b, quotient)
    np.testing.assert_array_equal(a % b, rest)


@pytest.mark.parametrize("count", [3, LEAST])
def test_a_zero_among_the_divisors_is_an_error(count: int) -> None:
    x, y = tf.ones([count], tf.int32), np.ones(count, np.int32)
    y[-1] = 0
    for divide in (tf.math.floordiv, tf.math.floormod):
        with pytest.raises(tf.errors.InvalidArgumentError, match="division by zero"):
            divide(x, tf.constant(y))


@pytest.mark.parametrize("sizes", [(1, 1), (1e9, 1), (1e30, 1e-3), (1, 1e9), (3, 0.1)], ids=str)
def test_remainders_of_many_numbers_are_exact(sizes: tuple[float, float]) -> None:
    generator = np.random.default_rng(0)
    x, y = ((generator.normal(size=5000) * s).astype(np.float32) for s in sizes)
    x[:300:3], x[1:300:3], x[2:300:7] = 0.0, np.inf, np.nan
    y[:300:4], y[1:300:5], y[3:300:11] = 0.0, np.inf, -0.0
    x[300:400], y[300:400] = np.round(x[300:400]), 1.0
    y[400:500] = x[400:500]
    with np.errstate(invalid="ignore"):
        rest = np.fmod(x, y)
        expected = np.where((rest != 0) & ((rest < 0) != (y < 0)), rest + y, rest)
    found = tf.math.floormod(tf.constant(x), tf.constant(y)).numpy()
    np.testing.assert_array_equal(found, expected)
