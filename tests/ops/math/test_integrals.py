"""Functions defined by integrals."""

from __future__ import annotations

import numpy as np

import tenfold as tf

special = tf.math.special


def test_fresnel_keeps_the_phase_of_large_numbers() -> None:
    x = np.random.default_rng(0).uniform(2, 300, 500).astype(np.float32)
    for function in (special.fresnel_sin, special.fresnel_cos):
        wanted = function(x.astype(np.float64)).numpy()
        np.testing.assert_allclose(function(x).numpy(), wanted, rtol=1e-6)


def test_expint_is_finite_where_the_exponential_is_not() -> None:
    wanted = special.expint(np.array([90.0, 92.0])).numpy()
    assert np.all(wanted < np.finfo(np.float32).max)
    np.testing.assert_allclose(special.expint(np.float32([90.0, 92.0])).numpy(), wanted, rtol=1e-6)


def test_dawsons_derivative() -> None:
    x = np.concatenate([np.linspace(-6, 6, 301), [40.0]])
    h = 1e-5
    slope = (special.dawsn(x + h) - special.dawsn(x - h)).numpy() / (2 * h)
    np.testing.assert_allclose(slope, 1 - 2 * x * special.dawsn(x).numpy(), atol=1e-9)


def test_spence_obeys_its_inversion() -> None:
    x = np.geomspace(0.01, 1, 200)
    found = (special.spence(x) + special.spence(1 / x)).numpy()
    np.testing.assert_allclose(found, -0.5 * np.log(x) ** 2, rtol=1e-13, atol=1e-15)
    singles = special.spence(x.astype(np.float32)).numpy()
    np.testing.assert_allclose(singles, special.spence(x).numpy(), rtol=2e-6, atol=1e-7)
