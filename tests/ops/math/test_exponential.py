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
