"""Tests of ops/nn/window_pooling.py beyond the samples."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal

ONES = [1, 1, 1, 1]


@pytest.mark.parametrize(
    ("ksize", "strides"),
    [
        ([2, 1, 1, 1], ONES),
        ([1, 2, 2, 1], [2, 1, 1, 1]),
        ([1, 1, 1, 2], ONES),
        ([1, 1, 1, 3], [1, 1, 1, 3]),
        ([1, 2, 1, 2], [1, 1, 1, 2]),
    ],
    ids=str,
)
def test_batch_and_parts_of_channels_are_not_pooled(ksize: Any, strides: Any) -> None:
    with pytest.raises(tf.errors.UnimplementedError, match="received ksize=") as caught:
        tf.nn.max_pool2d(tf.ones([2, 3, 3, 4]), ksize, strides, "VALID")
    assert str(strides) in str(caught.value)
    with pytest.raises(tf.errors.UnimplementedError):
        tf.nn.avg_pool2d(tf.ones([2, 3, 3, 4]), ksize, strides, "VALID")


def test_blocks_of_channels_have_a_maximum_in_graphs_too() -> None:
    x = tf.reshape(tf.range(8.0), [1, 1, 2, 4])
    pool = tf.function(lambda x: tf.nn.max_pool2d(x, [1, 1, 1, 2], [1, 1, 1, 2], "SAME"))
    assert pool(x).numpy().ravel().tolist() == [1.0, 3.0, 5.0, 7.0]
    assert pool.get_concrete_function(x).structured_outputs.shape == (1, 1, 2, 2)


def test_the_gradient_of_many_images_is_that_of_each() -> None:
    x = np.round(4 * normal(40, 32, 32, 8)) / 4  # some maxima are reached twice
    x[3, 4, 5, 6], x[5, 0, 0, 0] = np.nan, -np.inf
    dy = normal(40, 16, 16, 8)

    def gradient(x: Any, dy: Any) -> Any:
        attrs = {"ksize": [1, 3, 3, 1], "strides": [1, 2, 2, 1], "padding": "SAME"}
        y = tf.raw_ops.MaxPool(input=x, **attrs)
        return tf.raw_ops.MaxPoolGrad(orig_input=x, orig_output=y, grad=dy, **attrs)

    whole = gradient(x, dy).numpy()
    each = [gradient(x[i : i + 1], dy[i : i + 1]).numpy() for i in range(len(x))]
    np.testing.assert_array_equal(whole, np.concatenate(each))
    np.testing.assert_allclose(whole.sum((1, 2))[[0, 1, 39]], dy.sum((1, 2))[[0, 1, 39]], rtol=1e-4)


def test_sequences_are_padded_by_hand() -> None:
    x = tf.constant([[[1.0], [4.0], [2.0]]])
    y = tf.nn.max_pool(x, 2, 1, [[0, 0], [0, 1], [0, 0]])
    assert y.numpy().ravel().tolist() == [4.0, 4.0, 2.0]
