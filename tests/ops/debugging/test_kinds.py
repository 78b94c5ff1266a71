"""Assertions about dtypes and Python values."""

import numpy as np
import pytest

import tenfold as tf

debugging = tf.debugging


def test_type():
    debugging.assert_type(tf.Variable(1.0), tf.float32)
    with pytest.raises(TypeError, match=r"mm\.  tensor must be of type tf.float32; got tf.int32"):
        debugging.assert_type([1, 2], tf.float32, message="mm")


def test_integer():
    debugging.assert_integer(tf.constant(1, tf.uint8))
    with pytest.raises(TypeError, match='"x" to be integer type'):
        debugging.assert_integer([1.0])


def test_same_float_dtype():
    one, double = tf.constant(1.0), tf.constant(1.0, tf.float64)
    assert debugging.assert_same_float_dtype() is tf.float32
    assert debugging.assert_same_float_dtype([double, None]) is tf.float64
    assert debugging.assert_same_float_dtype([one], tf.float32) is tf.float32
    with pytest.raises(ValueError, match=r"must be of the same type .* as tf\.Tensor"):
        debugging.assert_same_float_dtype([one, double])
    with pytest.raises(ValueError, match="must be of the same type"):
        debugging.assert_same_float_dtype([one], tf.float64)
    with pytest.raises(ValueError, match="Expected floating point type"):
        debugging.assert_same_float_dtype([tf.constant(1)])


def test_proper_iterable():
    debugging.assert_proper_iterable((1, 2))
    for value in (tf.constant([1]), "abc", b"abc", np.zeros(3), 3):
        with pytest.raises(TypeError, match="iterable"):
            debugging.assert_proper_iterable(value)


def test_numeric_tensor():
    numeric = [tf.constant(1), tf.constant(1j), tf.Variable(1.0)]
    assert all(debugging.is_numeric_tensor(x) for x in numeric)
    assert not any(map(debugging.is_numeric_tensor, [tf.constant("a"), tf.constant(True), 3]))
