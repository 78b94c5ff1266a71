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


def test_exponentials_of_many_complex_numbers() -> None:
    generator = np.random.default_rng(0)
    z = generator.normal(size=(3, 1000)) * 5 + 9j * generator.normal(size=(3, 1000))
    special = [np.inf, -np.inf, np.nan, 0.0, 90.0]
    z.real[:, :600] = generator.choice(special, (3, 600))
    z.imag[:, 300:900] = generator.choice([np.inf, 0.0, np.nan, -0.0, 2.0], (3, 600))
    for dtype, rtol in (("complex64", 3e-6), ("complex128", 1e-14)):
        x = z.astype(dtype)
        with np.errstate(all="ignore"):
            np.testing.assert_allclose(tf.exp(x).numpy(), np.exp(x), rtol=rtol)


def test_compiled_roots_of_reciprocals() -> None:
    size = 10.0 ** np.random.default_rng(0).uniform(-37.0, 38.0, 4000)
    x = np.array([*size, 0.0, -0.0, np.inf, -np.inf, np.nan, -1.0], np.float32)
    with np.errstate(all="ignore"):
        exact = (1.0 / np.sqrt(x.astype(np.float64))).astype(np.float32)
    found = tf.function(tf.math.rsqrt, jit_compile=True)(x).numpy()
    np.testing.assert_allclose(found, exact, rtol=1.3e-7)


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
