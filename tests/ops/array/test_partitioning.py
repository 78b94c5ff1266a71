"""dynamic_partition and dynamic_stitch as inverses, their gradients, and parallel_stack."""

import numpy as np
import pytest

import tenfold as tf


def test_stitching_undoes_partitioning():
    data = np.random.default_rng(0).normal(size=(5, 2)).astype(np.float32)
    labels = [0, 2, 0, 1, 2]
    parts = tf.dynamic_partition(data, labels, 3)
    places = tf.dynamic_partition(tf.range(5), labels, 3)
    np.testing.assert_array_equal(tf.dynamic_stitch(places, parts).numpy(), data)


def test_gradient_flows_back_to_each_slice():
    x = tf.constant([1.0, 2.0, 3.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        first, second = tf.dynamic_partition(x, [1, 0, 1], 2)
        loss = tf.reduce_sum(first) + tf.reduce_sum(second * [10.0, 100.0])
    assert tape.gradient(loss, x).numpy().tolist() == [10.0, 1.0, 100.0]


def test_partition_in_a_function():
    @tf.function
    def f(x):
        low, high = tf.dynamic_partition(x, tf.cast(x > 2.0, tf.int32), 2)
        assert low.shape.as_list() == [None]
        return tf.reduce_sum(low), tf.reduce_sum(high)

    assert [float(v) for v in f(tf.constant([1.0, 2.0, 3.0, 4.0]))] == [3.0, 7.0]


def test_parallel_stack_is_for_graphs():
    with pytest.raises(RuntimeError, match="eager"):
        tf.parallel_stack([1, 2])
    stacked = tf.function(lambda: tf.parallel_stack([tf.constant([1, 2]), tf.constant([3, 4])]))()
    assert stacked.numpy().tolist() == [[1, 2], [3, 4]]
