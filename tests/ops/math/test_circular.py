"""Circular functions of float32 under XLA: exact arithmetic, rounded once."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

pytest.importorskip("jax")

UNARY = ["sin", "cos", "tan", "asin", "acos", "atan"]
NUMPYS = {"asin": "arcsin", "acos": "arccos", "atan": "arctan"}


def compiled(name: str, *arrays: np.ndarray) -> np.ndarray:
    function: Any = tf.function(getattr(tf.math, name), jit_compile=True)
    return function(*[tf.constant(x) for x in arrays]).numpy()


def ulps(found: np.ndarray, exact: np.ndarray) -> float:
    assert found.dtype == np.float32
    size = np.maximum(np.abs(exact), np.finfo(np.float32).tiny).astype(np.float32)
    return float(np.max(np.abs(found - exact) / np.spacing(size)))


@pytest.mark.parametrize("scale", [1e-30, 1e-3, 1.0, 100.0, 1e6, 1e12])
@pytest.mark.parametrize("name", UNARY)
def test_numbers_of_each_size(name: str, scale: float) -> None:
    x = np.random.default_rng(0).uniform(-scale, scale, 5000).astype(np.float32)
    if name in ("asin", "acos"):
        x = np.clip(x, -1.0, 1.0)
    exact = getattr(np, NUMPYS.get(name, name))(x.astype(np.float64))
    assert ulps(compiled(name, x), exact) < 0.502


@pytest.mark.parametrize("name", UNARY)
def test_special_numbers(name: str) -> None:
    x = np.array([0.0, -0.0, 1.0, -1.0, 1.5, -1.5, np.inf, -np.inf, np.nan], np.float32)
    with np.errstate(invalid="ignore"):
        exact = getattr(np, NUMPYS.get(name, name))(x.astype(np.float64)).astype(np.float32)
    found = compiled(name, x)
    np.testing.assert_allclose(found, exact, rtol=2e-7)
    kept = ~np.isnan(exact)
    np.testing.assert_array_equal(np.signbit(found)[kept], np.signbit(exact)[kept])


def test_the_largest_angles_are_reduced_exactly() -> None:
    # From arithmetic in 400 bits.
    x = np.array([1e30, 3e38, -(2.0**100), 16367173.0 * 2.0**72], np.float32)
    sines = [-0.791163439, 0.874904888, 0.872183605, 1.0]
    cosines = [-0.611604785, -0.484294784, 0.489178657, -1.6147698e-9]
    np.testing.assert_allclose(compiled("sin", x), sines, rtol=7e-8)
    np.testing.assert_allclose(compiled("cos", x), cosines, rtol=1e-6)


@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_numbers_of_16_bits(dtype: str) -> None:
    x = tf.cast(np.linspace(-30.0, 30.0, 999), dtype)
    exact = tf.cast(np.sin(tf.cast(x, "float64").numpy()), dtype)
    np.testing.assert_array_equal(tf.function(tf.sin, jit_compile=True)(x), exact)


def test_angles_of_points() -> None:
    generator = np.random.default_rng(0)
    y, x = (generator.normal(size=20_000).astype(np.float32) * 10.0**s for s in (0, 1))
    special = np.array([0.0, -0.0, 1.0, -1.0, np.inf, -np.inf, np.nan, 1e-30, 3e38], np.float32)
    y[:81], x[:81] = (grid.ravel() for grid in np.meshgrid(special, special))
    exact = np.arctan2(y.astype(np.float64), x.astype(np.float64))
    found = compiled("atan2", y.astype(np.float32), x.astype(np.float32))
    np.testing.assert_allclose(found, exact.astype(np.float32), rtol=1.3e-7, atol=2e-38)
    kept = ~np.isnan(exact)
    np.testing.assert_array_equal(np.signbit(found)[kept], np.signbit(exact)[kept])


def test_double_and_complex_numbers_are_left_to_xla() -> None:
    x = np.linspace(-9.0, 9.0, 50)
    np.testing.assert_allclose(compiled("sin", x), np.sin(x), rtol=1e-14)
    z = (x + 1j).astype(np.complex64)
    np.testing.assert_allclose(compiled("cos", z), np.cos(z), rtol=2e-6)
