"""Moments with weights, and means of losses, beside TensorFlow's numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

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


@pytest.mark.parametrize("traced", [False, True])
@pytest.mark.parametrize(
    ("losses", "weights", "expected"),
    [
        ((3,), (3, 1), 8 / 3),
        ((3,), (1, 1), 1.0),
        ((3, 1), (3,), 8 / 3),
        ((3, 2), (3,), 38 / 3),
        ((3, 2), (3, 2, 1), 70 / 3),
        ((3, 2, 2), (3, 1), 164 / 3),
        ((3, 2, 2), (1, 2), 35.0),
        ((3, 2), (), 5.0),
        ((3, 1), (3, 2, 1), 29 / 3),
    ],
)
def test_weights_of_examples_lack_an_axis_or_have_one_more(
    losses: Any, weights: Any, expected: float, traced: bool
) -> None:
    x = np.arange(np.prod(losses), dtype=np.float32).reshape(losses)
    w = np.arange(1, np.prod(weights) + 1, dtype=np.float32).reshape(weights)
    call = tf.nn.compute_average_loss
    if traced:  # of unknown rank
        call = tf.function(call, input_signature=[tf.TensorSpec(None), tf.TensorSpec(None)])
    np.testing.assert_allclose(call(x, w), expected, rtol=1e-6)


@pytest.mark.parametrize(
    ("dtype", "expected"), [("int8", "float32"), ("uint16", "float32"), ("int32", "float64")]
)
def test_losses_that_are_integers(dtype: str, expected: str) -> None:
    losses = tf.constant([10, 10, 3], dtype)
    mean = tf.nn.compute_average_loss(losses, sample_weight=[0.5, 1.0, 2.0])
    assert mean.dtype.name == expected
    assert float(mean) == 7.0
    total = tf.nn.scale_regularization_loss(losses)
    assert (total.dtype.name, float(total)) == (expected, 23.0)


def test_a_negative_batch_size_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="must be non-negative; received -1"):
        tf.nn.compute_average_loss([1.0], global_batch_size=-1)


@pytest.mark.parametrize("traced", [False, True])
@pytest.mark.parametrize(
    ("axes", "count", "total"),
    [([0, -1], 4, [14, 22, 30]), ([-3, 1, 1, 2], 12, 66), ((), 1, np.arange(12).reshape(2, 3, 2))],
)
def test_sums_over_axes_counted_from_the_end(
    axes: Any, count: int, total: Any, traced: bool
) -> None:
    def statistics(x: Any) -> Any:
        return tf.nn.sufficient_statistics(x, axes)[:3]

    spec = tf.TensorSpec(None)
    call = tf.function(statistics, input_signature=[spec]) if traced else statistics
    found = call(tf.reshape(tf.range(12.0), [2, 3, 2]))
    assert float(found[0]) == count
    np.testing.assert_array_equal(found[1], total)


def test_half_a_million_squares_are_added_without_loss() -> None:
    x = normal(700_001)
    expected = np.square(x.astype(np.float64)).sum() / 2
    np.testing.assert_allclose(tf.nn.l2_loss(x), expected, rtol=2e-7)  # half an ulp, doubled
