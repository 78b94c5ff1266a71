"""What becomes of the attributes of a call."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

X = np.array([[1.0, 2.0], [3.0, 4.0]], np.float32)


@pytest.mark.parametrize("value", [1, 0, 1.0, "x", [], np.True_, np.int32(1)], ids=repr)
@pytest.mark.parametrize("traced", [False, True])
def test_a_flag_is_true_or_false(value: Any, traced: bool) -> None:
    calls = [
        lambda: tf.cumsum(X, reverse=value),
        lambda: tf.linalg.inv(X, adjoint=value),
        lambda: tf.raw_ops.MatMul(a=X, b=X, transpose_a=value),
    ]
    for call in calls:
        with pytest.raises(TypeError, match="must be True or False"):
            tf.function(call)() if traced else call()


@pytest.mark.parametrize("value", [0.5, np.float64(0.5), np.float32(0.5), np.array(0.5)], ids=repr)
def test_a_number_does_not_change_the_dtype(value: Any) -> None:
    y = tf.raw_ops.LeakyRelu(features=-X, alpha=value)
    assert y.dtype is tf.float32
    np.testing.assert_array_equal(y, -X / 2)


@pytest.mark.parametrize("value", ["2", [1.0], None], ids=repr)
def test_what_is_no_number_is_refused(value: Any) -> None:
    call = tf.raw_ops.LRN
    images = tf.ones([1, 1, 1, 4])
    if value is None:  # stands for the default
        np.testing.assert_array_equal(call(input=images, bias=None), call(input=images))
        return
    with pytest.raises(TypeError, match="bias must be a number; received"):
        call(input=images, bias=value)


def test_lists_and_texts() -> None:
    with pytest.raises(TypeError, match="strides must be a list; received 1"):
        tf.raw_ops.Conv2D(input=X, filter=X, strides=1, padding="SAME")
    with pytest.raises(TypeError, match=r"padding must be a string; received 2\.0"):
        tf.raw_ops.Conv2D(input=X, filter=X, strides=[1, 1, 1, 1], padding=2.0)


def test_the_elements_of_lists() -> None:
    images = tf.reshape(tf.range(16.0), [1, 4, 4, 1])
    pool = tf.raw_ops.MaxPool
    expected = pool(input=images, ksize=[1, 2, 2, 1], strides=[1, 2, 2, 1], padding="VALID")
    for two in (np.int64(2), tf.constant(2), 2.0):
        sizes = [1, two, two, 1]
        found = pool(input=images, ksize=sizes, strides=sizes, padding="VALID")
        np.testing.assert_array_equal(found, expected)
    with pytest.raises(TypeError, match="ksize must be an integer; received '2'"):
        pool(input=images, ksize=[1, "2", "2", 1], strides=[1, 2, 2, 1], padding="VALID")
    with pytest.raises(TypeError, match="boundaries must be a number; received 'a'"):
        tf.raw_ops.Bucketize(input=images, boundaries=[0.5, "a"])
