"""Moments with weights, and means of losses, beside TensorFlow's numbers."""

from __future__ import annotations

import numpy as np

import tenfold as tf
from tests.ops.sample import normal

X = np.array([[1.0, -2.0], [0.5, 3.0], [2.0, 0.0]])
WEIGHTS = [[1.0], [2.0], [3.0]]


def test_weights_of_zero_give_moments_of_zero() -> None:
    for found in tf.nn.weighted_moments(X, [0], 0.0):
        np.testing.assert_array_equal(found, [0.0, 0.0])


def test_the_second_derivative_of_a_weighted_variance_knows_the_mean() -> None:
    x = tf.constant(X)
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            variance = tf.nn.weighted_moments(x, [0], WEIGHTS)[1]
        first = inner.gradient(variance, x)
    shares = np.array(WEIGHTS) / 6
    want = 2 * (np.diag(shares[:, 0]) - shares @ shares.T)
    found = outer.jacobian(first, x)
    for column in (0, 1):
        np.testing.assert_allclose(found[:, column, :, column], want, atol=1e-12)


def test_the_mean_of_integer_losses_is_a_double() -> None:
    found = tf.nn.compute_average_loss([1, 2])
    assert found.dtype is tf.float64
    assert float(found) == 1.5


def test_half_a_million_squares_are_added_without_loss() -> None:
    x = normal(700_001)
    expected = np.square(x.astype(np.float64)).sum() / 2
    np.testing.assert_allclose(tf.nn.l2_loss(x), expected, rtol=2e-7)  # half an ulp, doubled
