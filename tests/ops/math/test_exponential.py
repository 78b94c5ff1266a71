"""Functions composed of exponentials."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf


def test_log_sigmoid_neither_overflows_nor_loses_its_gradient():
    x = tf.constant([-1000.0, -1.0, 0.0, 2.0, 1000.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.math.log_sigmoid(x)
    wide = np.array([-1.0, 0.0, 2.0])
    expected = [-1000.0, *(-np.log1p(np.exp(-wide))), 0.0]
    np.testing.assert_allclose(y.numpy(), expected, rtol=1e-6, atol=1e-30)
    slopes = [1.0, *(1.0 / (1.0 + np.exp(wide))), 0.0]
    np.testing.assert_allclose(tape.gradient(y, x).numpy(), slopes, rtol=1e-6, atol=1e-30)


def test_log1p_of_small_complex_numbers_is_exact() -> None:
    found = tf.math.log1p(tf.constant([1e-3 + 1e-3j, 2.0 - 3.0j])).numpy()
    np.testing.assert_allclose(found, np.log1p([1e-3 + 1e-3j, 2.0 - 3.0j]), rtol=1e-12)


def test_the_gradient_of_the_root_is_0_where_nothing_arrives() -> None:
    x = tf.constant([0.0, 4.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.sqrt(x)
    assert tape.gradient(y, x, tf.constant([0.0, 1.0])).numpy().tolist() == [0.0, 0.25]


@pytest.mark.parametrize("compiled", [False, True])
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
@pytest.mark.parametrize("name", ["sigmoid", "rsqrt"])
def test_short_floats_are_rounded_once(name: str, dtype: str, compiled: bool) -> None:
    x = tf.cast(np.linspace(-12 if name == "sigmoid" else 0.01, 12, 999), dtype)
    f = getattr(tf.math, name)
    found = (tf.function(f, jit_compile=True) if compiled else f)(x)
    exact = f(tf.cast(x, tf.float64))
    # A result near the middle of two 16-bit numbers may go either way.
    same = np.mean(found.numpy() == tf.cast(exact, dtype).numpy())
    assert same > 0.99
    rtol = 2**-10.9 if dtype == "float16" else 2**-7.9  # half a unit in the last place
    np.testing.assert_allclose(tf.cast(found, tf.float64), exact, rtol=rtol, atol=6e-8)
