"""The gamma family: how right float32 and float64 are, and where formulas meet."""

from __future__ import annotations

import math

import numpy as np
import pytest

import tenfold as tf

# Each formula, the borders between them, the zeros at 1 and 2, and what is reflected.
POINTS = np.concatenate(
    [
        *(
            np.linspace(0.01, 4, 400),
            np.geomspace(1e-30, 1e20, 60),
            1 + np.geomspace(1e-6, 0.1, 20),
        ),
        *(2 - np.geomspace(1e-6, 0.1, 20), np.linspace(-9.9, -0.05, 400)),
    ]
)
POINTS = POINTS[(POINTS > 0) | (np.floor(POINTS) != POINTS)]


@pytest.mark.parametrize(
    ("dtype", "rtol", "atol"), [(np.float32, 6e-7, 1e-9), (np.float64, 1e-14, 5e-15)]
)
def test_lgamma_is_right(dtype: type, rtol: float, atol: float) -> None:
    x = POINTS.astype(dtype)
    wanted = [math.lgamma(v) for v in x.tolist()]
    np.testing.assert_allclose(tf.math.lgamma(x).numpy(), wanted, rtol=rtol, atol=atol)


@pytest.mark.parametrize(("dtype", "tolerance"), [(np.float32, 1e-6), (np.float64, 2e-14)])
def test_digamma_obeys_its_recurrence_and_reflection(dtype: type, tolerance: float) -> None:
    # Quarters, so that 1 + x and 1 - x are exact.
    x = np.arange(-39, 400, 2).astype(dtype) / 4
    here, next_ = tf.math.digamma(x).numpy(), tf.math.digamma(x + 1).numpy()
    scale = tolerance * np.maximum(1, np.abs(here))
    assert np.all(np.abs(here + 1 / x - next_) <= scale)
    mirrored = tf.math.digamma(1 - x).numpy()
    cotangent = np.where(x % 1 == 0.25, np.pi, -np.pi)
    assert np.all(np.abs(mirrored - here - cotangent) <= 2 * scale)


def test_digamma_keeps_its_digits_at_its_zero() -> None:
    x = np.nextafter(np.float32(1.4616321), np.float32(2), dtype=np.float32)
    wanted = (float(x) - 1.4616321449683622) * 0.9676720454
    np.testing.assert_allclose(tf.math.digamma(x).numpy(), wanted, rtol=1e-6)


def test_zeta_sums_what_lies_below_zero() -> None:
    q = np.array([-0.25, -9.75, -30.5])
    for s in np.array([2.0, 3.0, 6.0]):
        start = np.ceil(-q)
        wanted = [
            tf.math.zeta(s, v + n).numpy() + math.fsum((v + k) ** -s for k in range(int(n)))
            for v, n in zip(q.tolist(), start.tolist(), strict=True)
        ]
        np.testing.assert_allclose(tf.math.zeta(s, q).numpy(), wanted, rtol=1e-12, atol=1e-13)


@pytest.mark.parametrize(("dtype", "rtol"), [(np.float32, 1e-6), (np.float64, 1e-14)])
def test_zeta_at_known_points(dtype: type, rtol: float) -> None:
    s = np.array([2, 4, 6, 2, 2], dtype)
    q = np.array([1, 1, 1, 0.5, 3], dtype)
    pi = math.pi
    wanted = [pi**2 / 6, pi**4 / 90, pi**6 / 945, pi**2 / 2, pi**2 / 6 - 1.25]
    np.testing.assert_allclose(tf.math.zeta(s, q).numpy(), wanted, rtol=rtol)


def test_zeta_and_polygamma_of_one_exponent() -> None:
    q = np.linspace(0.5, 3, 6).astype(np.float32)
    wanted = [tf.math.zeta(2.0, v).numpy() for v in q]
    np.testing.assert_allclose(tf.math.zeta(2.0, q).numpy(), wanted, rtol=2e-7)
    np.testing.assert_allclose(tf.math.polygamma(1.0, q).numpy(), wanted, rtol=2e-7)


def test_polygamma_of_orders_whose_factorial_float32_cannot_hold() -> None:
    n, x = np.float32([40, 60]), np.float32([5, 30])
    wanted = tf.math.polygamma(n.astype("float64"), x.astype("float64")).numpy()
    np.testing.assert_allclose(tf.math.polygamma(n, x).numpy(), wanted, rtol=1e-6)
