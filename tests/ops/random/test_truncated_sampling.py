"""Normal numbers between bounds are TensorFlow's."""

from __future__ import annotations

import math

import numpy as np
import pytest

import tenfold as tf


@pytest.mark.parametrize("compiled", [False, True], ids=["eager", "function"])
def test_draws_are_tensorflows(compiled: bool) -> None:
    def draw() -> tf.Tensor:
        return tf.random.stateless_parameterized_truncated_normal(
            [2, 2], [3, 4], [0.0, 1.0], minvals=0.5
        )

    found = (tf.function(draw) if compiled else draw)()
    expected = [[1.680715799331665, 1.23807954788208], [0.7001652717590332, 1.9793481826782227]]
    np.testing.assert_allclose(found, expected, rtol=2e-7)


@pytest.mark.parametrize(
    ("low", "high"),
    [(-2.0, 2.0), (-0.3, 0.4), (2.5, np.inf), (-np.inf, -3.0), (1.0, 1.5), (-1.8, 0.1)],
)
def test_moments(low: float, high: float) -> None:
    x = tf.random.stateless_parameterized_truncated_normal(
        [20000], [5, 6], minvals=low, maxvals=high
    ).numpy()
    assert x.min() >= low and x.max() <= high

    def density(z: float) -> float:
        return math.exp(-z * z / 2) / math.sqrt(2 * math.pi)

    inside = (math.erf(high / math.sqrt(2)) - math.erf(low / math.sqrt(2))) / 2
    mean = (density(low) - density(high)) / inside
    assert x.mean() == pytest.approx(mean, abs=0.02)


def test_a_bound_that_can_not_be_met_is_an_error() -> None:
    with pytest.raises(tf.errors.InternalError, match="tries"):
        tf.random.stateless_parameterized_truncated_normal([3], [1, 2], np.float32(np.nan))
    with pytest.raises(tf.errors.InvalidArgumentError, match="Invalid parameters"):
        tf.random.stateless_parameterized_truncated_normal([3], [1, 2], stddevs=-1.0)


@pytest.mark.parametrize(
    ("mean", "expected"),
    [
        (0.3, [-0.2127, 0.2411, -0.8192, -0.3581]),
        (0.5, [-0.6064, 0.2787, 0.9333, 0.4497]),
        (-0.5, [0.3696, 0.7629, 0.3732, -0.7213]),
    ],
)
def test_normal_numbers_are_proposed_from_1_3_deviations_on(
    mean: float, expected: list[float]
) -> None:
    draw = tf.random.stateless_parameterized_truncated_normal
    found = draw([4], [3, 5], mean, 1.0, -1.0, 1.0)
    np.testing.assert_allclose(found, expected, atol=1e-4)
