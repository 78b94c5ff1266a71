"""The error function."""

from __future__ import annotations

import math

import numpy as np

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
