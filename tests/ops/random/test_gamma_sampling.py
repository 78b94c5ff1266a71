"""Gamma numbers are TensorFlow's, with its gradients."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.random_state import set_seed


def test_stateful_draws_are_tensorflows() -> None:
    set_seed(7)
    first = tf.random.gamma([2], [1.0, 2.0], [2.0, 3.0])
    expected = [
        [0.018963057547807693, 0.8243311047554016],
        [0.1067032516002655, 1.5709086656570435],
    ]
    np.testing.assert_allclose(first, expected, rtol=2e-7)
    tf.random.poisson([1], 1.0)
    wide = tf.random.gamma([2], 3.0, dtype=tf.float64)
    np.testing.assert_allclose(wide, [9.728098955823834, 2.1831054150190066], rtol=1e-14)


def test_calls_with_one_seed_go_on() -> None:
    set_seed(None)
    draws = [tf.random.gamma([3], 2.0, seed=5).numpy() for _ in range(2)]
    assert not set(draws[0].tolist()) & set(draws[1].tolist())


@pytest.mark.parametrize("compiled", [False, True], ids=["eager", "function"])
def test_stateless_draws_and_gradients_are_tensorflows(compiled: bool) -> None:
    def draw(alpha: Any, beta: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch([alpha, beta])
            y = tf.random.stateless_gamma([4, 3], [3, 4], alpha, beta)
        return y, *tape.gradient(y, [alpha, beta])

    run = tf.function(draw) if compiled else draw
    y, by_alpha, by_beta = run(tf.constant([0.5, 2.0, 7.0]), tf.constant([1.0, 2.0, 3.0]))
    np.testing.assert_allclose(y[1], [0.2556686, 1.307989, 2.4066358], rtol=2e-7)
    np.testing.assert_allclose(by_alpha, [3.356855, 2.5914502, 1.2974738], rtol=2e-6)
    np.testing.assert_allclose(by_beta, [-1.6044619, -3.6195211, -2.8835483], rtol=1e-6)


def test_numbers_too_small_become_the_smallest() -> None:
    found = tf.random.stateless_gamma([2, 2], [3, 4], [0.001, 2.0])
    tiny = float(np.finfo(np.float32).tiny)
    np.testing.assert_allclose(
        found, [[tiny, 2.652949571609497], [tiny, 0.45383161306381226]], rtol=2e-7
    )


def test_parameters_that_are_no_shape_give_nan() -> None:
    found = tf.random.stateless_gamma([4], [1, 2], [np.nan, -1.0, 0.0, 1.0]).numpy()
    assert np.isnan(found[:2]).all() and np.isfinite(found[2:]).all()


def test_moments() -> None:
    alpha = np.array([0.3, 1.0, 4.0, 100.0])
    x = tf.random.stateless_gamma([40000, 4], [5, 6], alpha, dtype=tf.float64).numpy()
    np.testing.assert_allclose(x.mean(0), alpha, rtol=0.03)
    np.testing.assert_allclose(x.var(0), alpha, rtol=0.06)


def test_a_shape_that_does_not_end_with_the_parameters_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="must end with"):
        tf.random.stateless_gamma([4, 3], [1, 2], [1.0, 2.0])
