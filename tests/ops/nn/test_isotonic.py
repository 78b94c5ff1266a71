"""Isotonic regression along any axis, in both directions, and its gradient."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal


def nearest(row: np.ndarray) -> np.ndarray:
    """The non-increasing sequence nearest to `row`, by its minimax formula."""
    n = len(row)
    return np.array(
        [
            min(max(row[j : k + 1].mean() for k in range(i, n)) for j in range(i + 1))
            for i in range(n)
        ]
    )


@pytest.mark.parametrize("axis", [0, 1, -1])
def test_axes_and_directions(axis: int) -> None:
    x = normal(4, 5, 6, dtype=np.float64)
    falling, _ = tf.nn.isotonic_regression(x, axis=axis)
    np.testing.assert_allclose(falling, np.apply_along_axis(nearest, axis, x))
    rising, _ = tf.nn.isotonic_regression(x, decreasing=False, axis=axis)
    np.testing.assert_allclose(rising, -np.apply_along_axis(nearest, axis, -x))


def test_dtypes() -> None:
    for given, result in (("int8", "float32"), ("int32", "float64"), ("float16", "float16")):
        y, blocks = tf.nn.isotonic_regression(tf.constant([3, 1, 2], given))
        assert (y.dtype.name, blocks.dtype.name) == (result, "int32")
        assert (y.numpy().tolist(), blocks.numpy().tolist()) == ([3.0, 1.5, 1.5], [0, 1, 1])
    with pytest.raises(TypeError, match="real numbers"):
        tf.nn.isotonic_regression([True])


def test_gradients_are_means_over_blocks() -> None:
    x = tf.constant([[[3.0, 1.0, 2.0]], [[1.0, 2.0, 6.0]]])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y, _ = tf.nn.isotonic_regression(x)
        loss = tf.reduce_sum(y * [1.0, 2.0, 6.0])
    assert tape.gradient(loss, x).numpy().tolist() == [[[1.0, 4.0, 4.0]], [[3.0, 3.0, 3.0]]]


@pytest.mark.parametrize("axis", [1, -2])
def test_an_axis_that_is_not_there_is_refused(axis: int) -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="is outside"):
        tf.nn.isotonic_regression([1.0, 2.0], axis=axis)


@pytest.mark.parametrize("decreasing", [True, False])
def test_a_scalar_is_a_sequence(decreasing: bool) -> None:
    y, block = tf.nn.isotonic_regression(3.0, decreasing)
    assert (float(y), int(block), y.shape.rank) == (3.0, 0, 0)
