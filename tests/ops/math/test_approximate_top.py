"""approx_max_k, approx_min_k and approx_top_k."""

import numpy as np

import tenfold as tf


def test_extremes_along_an_axis():
    x = np.random.default_rng(0).normal(size=(3, 6, 2)).astype(np.float32)
    largest, places = tf.math.approx_max_k(x, 2, reduction_dimension=1)
    np.testing.assert_array_equal(largest.numpy(), -np.sort(-x, axis=1)[:, :2])
    np.testing.assert_array_equal(np.take_along_axis(x, places.numpy(), 1), largest.numpy())
    smallest = tf.math.approx_min_k(x, 2, reduction_dimension=-2).values
    np.testing.assert_array_equal(smallest.numpy(), np.sort(x, axis=1)[:, :2])
    assert type(tf.approx_top_k(x, 1)).__name__ == "ApproxTopK"


def test_gradient_goes_to_the_chosen_entries():
    x = tf.constant([[4.0, 1.0], [3.0, 7.0], [9.0, 2.0]])
    with tf.GradientTape() as tape:
        tape.watch(x)
        values, _ = tf.math.approx_max_k(x, 2, reduction_dimension=0)
        loss = tf.reduce_sum(values * [[1.0, 2.0], [3.0, 4.0]])
    assert tape.gradient(loss, x).numpy().tolist() == [[3.0, 0.0], [0.0, 2.0], [1.0, 4.0]]
