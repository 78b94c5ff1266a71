"""The incomplete gamma and beta functions against sums in closed form."""

from __future__ import annotations

import importlib.util
import math

import numpy as np
import pytest

import tenfold as tf

DTYPES = [(np.float32, 5e-7), (np.float64, 1e-12)]


@pytest.mark.parametrize(("dtype", "rtol"), DTYPES)
def test_igammac_of_whole_parameters_is_poissons_sum(dtype: type, rtol: float) -> None:
    a = np.array([1, 1, 2, 3, 9, 10, 11, 40, 40, 40], dtype)
    x = np.array([0.25, 5, 2.5, 3, 8, 10.5, 30, 20, 40, 70], dtype)
    wanted = [
        math.exp(-v) * math.fsum(v**k / math.factorial(k) for k in range(int(n)))
        for n, v in zip(a.tolist(), x.tolist(), strict=True)
    ]
    np.testing.assert_allclose(tf.math.igammac(a, x).numpy(), wanted, rtol=rtol)
    lower = tf.math.igamma(a, x).numpy()
    np.testing.assert_allclose(lower, 1 - np.array(wanted), rtol=rtol, atol=rtol)


@pytest.mark.parametrize(("dtype", "rtol"), DTYPES)
def test_igamma_of_a_half_is_the_error_function(dtype: type, rtol: float) -> None:
    x = np.geomspace(1e-6, 20, 50).astype(dtype)
    wanted = [math.erf(math.sqrt(v)) for v in x.tolist()]
    np.testing.assert_allclose(tf.math.igamma(dtype(0.5), x).numpy(), wanted, rtol=rtol)


def test_elements_that_take_long_do_not_disturb_others() -> None:
    a = np.array([0.5, 1e5, 2.0, 5e3, 1.0], np.float64)
    x = np.array([0.5, 1e5, 9.0, 5.1e3, 1.0], np.float64)
    alone = [tf.math.igamma(*v).numpy() for v in zip(a, x, strict=True)]
    np.testing.assert_allclose(tf.math.igamma(a, x).numpy(), alone, rtol=1e-14)
    # The median lies a third below the parameter.
    np.testing.assert_allclose(alone[1], 0.5 + 1 / (3 * math.sqrt(2 * math.pi * 1e5)), rtol=1e-6)


@pytest.mark.parametrize(("dtype", "step"), [(np.float32, 1e-2), (np.float64, 1e-4)])
def test_derivative_by_the_parameter_is_the_slope(dtype: type, step: float) -> None:
    a = np.array([0.3, 1.5, 4.0, 12.0, 12.0, 30.0], dtype)
    x = np.array([0.1, 3.0, 4.0, 9.0, 20.0, 33.0], dtype)
    wide = a.astype(np.float64), x.astype(np.float64)
    low, high = (tf.math.igamma(wide[0] + h, wide[1]).numpy() for h in (-step, step))
    found = tf.raw_ops.IgammaGradA(a=a, x=x).numpy()
    np.testing.assert_allclose(found, (high - low) / (2 * step), rtol=10 * step, atol=step**2)


@pytest.mark.parametrize(("dtype", "rtol"), DTYPES)
def test_betainc_of_whole_parameters_is_the_binomial_sum(dtype: type, rtol: float) -> None:
    generator = np.random.default_rng(0)
    a, b = generator.integers(1, 12, (2, 200))
    x = generator.uniform(0.02, 0.98, 200).astype(dtype)
    wanted = [
        math.fsum(
            math.comb(n + m - 1, k) * v**k * (1 - v) ** (n + m - 1 - k) for k in range(n, n + m)
        )
        for n, m, v in zip(a.tolist(), b.tolist(), x.tolist(), strict=True)
    ]
    found = tf.math.betainc(a.astype(dtype), b.astype(dtype), x).numpy()
    np.testing.assert_allclose(found, wanted, rtol=rtol)


def test_betainc_of_extreme_parameters_is_a_probability() -> None:
    sizes = np.geomspace(1e-3, 1e4, 15)
    a, b, x = np.meshgrid(sizes, sizes, [1e-8, 0.1, 0.5, 0.9, 1 - 1e-8])
    found = tf.math.betainc(a, b, x).numpy()
    assert np.all((found >= 0) & (found <= 1))
    np.testing.assert_allclose(found, 1 - tf.math.betainc(b, a, 1 - x).numpy(), atol=1e-7)


@pytest.mark.skipif(importlib.util.find_spec("jax") is None, reason="compiles with jax")
def test_compiled_in_chunks() -> None:
    generator = np.random.default_rng(0)
    a, x = generator.uniform(0.5, 20, (2, 33, 40)).astype(np.float32)
    found = tf.function(tf.math.igamma, jit_compile=True)(a, x).numpy()
    np.testing.assert_allclose(found, tf.math.igamma(a, x).numpy(), rtol=1e-6)
