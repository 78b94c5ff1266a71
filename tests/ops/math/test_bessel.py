"""Bessel functions held against each other."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf

special = tf.math.special
# Across 2, 5 and 8, where formulas meet.
X = np.concatenate([np.linspace(0.05, 9, 300), np.geomspace(9, 60, 30)])


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float32, 2e-6), (np.float64, 1e-14)])
def test_wronskians(dtype: type, tolerance: float) -> None:
    x = tf.constant(X.astype(dtype))
    modified = special.bessel_i0(x) * special.bessel_k1(x)
    modified += special.bessel_i1(x) * special.bessel_k0(x)
    np.testing.assert_allclose((x * modified).numpy(), np.ones(X.size), rtol=tolerance)
    scaled = special.bessel_i0e(x) * special.bessel_k1e(x)
    scaled += special.bessel_i1e(x) * special.bessel_k0e(x)
    np.testing.assert_allclose((x * scaled).numpy(), np.ones(X.size), rtol=tolerance)
    plain = special.bessel_j1(x) * special.bessel_y0(x)
    plain -= special.bessel_j0(x) * special.bessel_y1(x)
    wanted = np.full(X.size, 2 / np.pi)
    np.testing.assert_allclose((x * plain).numpy(), wanted, rtol=4 * tolerance)


def test_i_is_finite_where_the_exponential_is_not() -> None:
    x = np.float32([90.0, -90.0])
    wanted = np.exp(90.0) / np.sqrt(2 * np.pi * 90.0)
    np.testing.assert_allclose(tf.math.bessel_i0(x).numpy(), [wanted * 1.0014] * 2, rtol=1e-4)
    found = tf.math.bessel_i1(x).numpy()
    np.testing.assert_allclose(found, [wanted * 0.99583, -wanted * 0.99583], rtol=1e-4)


def test_order_one_is_odd_and_keeps_what_is_tiny() -> None:
    x = np.float32([1e-30, 0.5, 7.0, 9.0])
    for function in (tf.math.bessel_i1, tf.math.bessel_i1e, special.bessel_j1):
        found = function(x).numpy()
        np.testing.assert_array_equal(function(-x).numpy(), -found)
        np.testing.assert_allclose(found[0], 5e-31, rtol=1e-6)
