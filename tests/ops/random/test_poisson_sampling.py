"""Poisson numbers are TensorFlow's."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.random_state import set_seed


def test_stateful_draws_are_tensorflows() -> None:
    set_seed(7)
    tf.random.uniform([1])
    assert tf.random.poisson([2], [1.0, 20.0], dtype=tf.int32).numpy().tolist() == [
        [1, 24],
        [1, 22],
    ]


@pytest.mark.parametrize("compiled", [False, True], ids=["eager", "function"])
def test_stateless_draws_are_tensorflows(compiled: bool) -> None:
    def draw() -> tf.Tensor:
        return tf.random.stateless_poisson([2, 2], [3, 4], [0.5, 20.0])

    found = (tf.function(draw) if compiled else draw)()
    assert found.dtype == tf.int32 and found.numpy().tolist() == [[3, 27], [1, 21]]


def test_moments() -> None:
    rates = np.array([0.1, 3.0, 9.9, 10.0, 300.0])
    x = tf.random.stateless_poisson([40000, 5], [5, 6], rates, tf.float64).numpy()
    np.testing.assert_allclose(x.mean(0), rates, rtol=0.04)
    np.testing.assert_allclose(x.var(0), rates, rtol=0.06)
    assert (x == np.floor(x)).all() and x.min() >= 0


def test_rates_at_the_edges() -> None:
    found = tf.random.stateless_poisson([4], [1, 2], [-1.0, 0.0, np.inf, np.nan], tf.float32)
    np.testing.assert_array_equal(found, [0.0, 0.0, np.inf, np.nan])
    # More than a float16 can hold: drawn again for ever, if one tried.
    huge = tf.random.stateless_poisson([2], [1, 2], 1e6, tf.float16)
    assert np.isinf(huge.numpy()).all()
