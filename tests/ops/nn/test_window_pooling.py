"""Tests of ops/nn/window_pooling.py beyond the samples."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf

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
