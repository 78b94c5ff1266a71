"""The error function."""

from __future__ import annotations

import math

import numpy as np
import pytest

import tenfold as tf


def test_erf_of_single_precision_is_right_to_three_units() -> None:
    x = np.concatenate([np.linspace(-5, 5, 4001), [1e-30, -1e-5, 30.0]]).astype("float32")
    wanted = np.array([math.erf(v) for v in x.tolist()])
    np.testing.assert_allclose(tf.math.erf(x).numpy(), wanted, rtol=3e-7)


def test_erf_at_the_ends() -> None:
    x = np.array([np.inf, -np.inf, np.nan, 0.0, -0.0, 5.0], "float32")
    found = tf.math.erf(x).numpy()
    np.testing.assert_array_equal(found, np.array([1, -1, np.nan, 0, -0.0, 1], "float32"))
    assert np.signbit(found[4])


@pytest.mark.parametrize(("dtype", "rtol"), [(np.float32, 8e-7), (np.float64, 3e-15)])
def test_erfc_keeps_its_digits_far_out(dtype: type, rtol: float) -> None:
    x = np.concatenate([np.linspace(-4, 9, 1500), [1e-20, -1e-3]]).astype(dtype)
    wanted = np.array([math.erfc(v) for v in x.tolist()])
    np.testing.assert_allclose(tf.math.erfc(x).numpy(), wanted, rtol=rtol)
    ends = np.array([np.inf, -np.inf, 40.0, np.nan], dtype)
    np.testing.assert_array_equal(tf.math.erfc(ends).numpy(), np.array([0, 2, 0, np.nan], dtype))


@pytest.mark.parametrize(("dtype", "rtol"), [(np.float32, 5e-7), (np.float64, 2e-15)])
def test_erf_undoes_erfinv(dtype: type, rtol: float) -> None:
    y = np.concatenate([np.linspace(-2, 2, 401), np.geomspace(1e-30, 2, 50)])
    x = np.array([math.erf(v) for v in y.tolist()])
    # What rounding x leaves of y.
    slack = np.finfo(dtype).eps * np.abs(x) * np.exp(y * y)
    found = tf.math.erfinv(x.astype(dtype)).numpy()
    assert np.all(np.abs(found - y) <= rtol * np.abs(y) + slack)


@pytest.mark.parametrize("dtype", [np.float32, np.float64])
def test_ndtri_of_the_normal_distribution(dtype: type) -> None:
    smallest = -12.5 if dtype is np.float32 else -37.0
    y = np.concatenate([np.linspace(smallest, 0, 300), np.linspace(0, 3, 50)])
    p = np.array([0.5 * math.erfc(-v / math.sqrt(2)) for v in y.tolist()]).astype(dtype)
    upper = np.exp(0.5 * np.maximum(y, 0) ** 2)  # what rounding p leaves of y
    eps = np.finfo(dtype).eps
    found = tf.math.ndtri(p).numpy()
    assert np.all(np.abs(found - y) <= 8 * eps * (np.abs(y) + upper))


def test_inverses_at_the_ends() -> None:
    for dtype in (np.float32, np.float64):
        found = tf.math.erfinv(np.array([-1, 1, -1.5, 2, np.nan], dtype)).numpy()
        np.testing.assert_array_equal(found, [-np.inf, np.inf, np.nan, np.nan, np.nan])
        found = tf.math.ndtri(np.array([0, 1, -0.5, 2, np.nan], dtype)).numpy()
        np.testing.assert_array_equal(found, [-np.inf, np.inf, np.nan, np.nan, np.nan])
