"""The initializers against TensorFlow 2.21: values of a seed, configurations, errors."""

import numpy as np
import pytest

import tenfold as tf


def test_constants():
    assert tf.zeros_initializer()([2], tf.bool).numpy().tolist() == [False, False]
    assert tf.ones_initializer()([2], partition_shape=[1]).numpy().tolist() == [1.0]
    assert tf.constant_initializer([1])([2, 2]).numpy().tolist() == [[1, 1], [1, 1]]
    assert tf.constant_initializer("a")([2]).numpy().tolist() == [b"a", b"a"]
    parts = tf.constant_initializer(1, support_partition=True)
    assert parts([2], partition_shape=[1]).shape == [1]


def test_values_of_a_seed():
    normal = tf.random_normal_initializer(seed=3)
    np.testing.assert_allclose(normal([2]).numpy(), [-0.03357924, 0.08380252], rtol=1e-6)
    wide = tf.random_normal_initializer(1.0, 2.0, seed=3)([2], tf.float64)
    np.testing.assert_allclose(wide.numpy(), [3.12670152, 0.89029979], rtol=1e-8)
    uniform = tf.random_uniform_initializer(seed=3)([2])
    np.testing.assert_allclose(uniform.numpy(), [-0.03040872, 0.04393453], rtol=1e-5)
    integers = tf.random_uniform_initializer(0, 10, seed=3)([2], tf.int32)
    assert integers.numpy().tolist() == [8, 7]


def test_values_without_seed_follow_the_global_one():
    tf.random.set_seed(1)
    make = tf.random_normal_initializer()
    np.testing.assert_allclose(make([2]).numpy(), [-0.05506101, 0.07728758], rtol=1e-6)
    np.testing.assert_allclose(make([2]).numpy(), [0.02015439, -0.05440104], rtol=1e-6)


def test_configuration_there_and_back():
    for made in (
        tf.zeros_initializer(),
        tf.constant_initializer(3),
        tf.random_normal_initializer(1.0, 2.0, seed=3),
        tf.random_uniform_initializer(0.0, 1.0, seed=4),
    ):
        config = made.get_config()
        again = type(made).from_config(config | {"dtype": "float32"})
        assert again.get_config() == config
        np.testing.assert_array_equal(made([2]).numpy(), again([2]).numpy())


def test_errors():
    with pytest.raises(ValueError, match="numeric or boolean"):
        tf.zeros_initializer()([2], tf.string)
    with pytest.raises(ValueError, match="floating point"):
        tf.random_normal_initializer()([2], tf.int32)
    with pytest.raises(ValueError, match="numeric or boolean"):
        tf.random_uniform_initializer()([2], tf.bool)
    with pytest.raises(TypeError, match="Invalid type for initial value: dict"):
        tf.constant_initializer({})
    with pytest.raises(ValueError, match="partition"):
        tf.constant_initializer(1)([2], partition_shape=[1])
    with pytest.raises(TypeError, match="Received: foo"):
        tf.zeros_initializer()([2], foo=1)
    with pytest.raises(TypeError):
        tf.constant_initializer([1, 2])([2, 2])
