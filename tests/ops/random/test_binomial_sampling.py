"""Binomial numbers are TensorFlow's."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf


@pytest.mark.parametrize("compiled", [False, True], ids=["eager", "function"])
def test_draws_are_tensorflows(compiled: bool) -> None:
    def draw() -> tf.Tensor:
        return tf.random.stateless_binomial([2, 2], [3, 4], [5.0, 200.0], 0.5)

    found = (tf.function(draw) if compiled else draw)()
    assert found.dtype == tf.int32 and found.numpy().tolist() == [[3, 88], [4, 101]]


def test_moments() -> None:
    counts = np.array([[3.0], [30.0], [1000.0]])
    probs = np.array([0.02, 0.4, 0.5, 0.97])
    x = tf.random.stateless_binomial([40000, 3, 4], [5, 6], counts, probs, tf.float64).numpy()
    np.testing.assert_allclose(x.mean(0), counts * probs, rtol=0.04)
    np.testing.assert_allclose(x.var(0), counts * probs * (1 - probs), rtol=0.06)
    assert (x >= 0).all() and (x <= counts).all()


def test_parameters_at_the_edges() -> None:
    counts = [-1.0, 0.0, 5.0, 5.0, 5.0, np.nan]
    probs = [0.5, 0.5, 0.0, 1.0, 2.0, 0.5]
    found = tf.random.stateless_binomial([6], [1, 2], counts, probs, tf.float32)
    np.testing.assert_array_equal(found, [0.0, 0.0, 0.0, 5.0, 5.0, np.nan])


def test_whole_counts_take_the_dtype_of_the_chances() -> None:
    draw = tf.random.stateless_binomial
    expected = draw([5], [3, 5], 10.0, 0.3).numpy()
    np.testing.assert_array_equal(draw([5], [3, 5], 10, 0.3), expected)
