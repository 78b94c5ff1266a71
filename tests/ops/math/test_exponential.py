"""Functions composed of exponentials."""

import numpy as np

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
