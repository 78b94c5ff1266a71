"""Means of segments: what is known of their shape."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf


@pytest.mark.parametrize("reduce", [tf.math.unsorted_segment_mean, tf.math.unsorted_segment_sqrt_n])
@pytest.mark.parametrize("rank", [1, 2, 3])
def test_the_shape_of_segments_is_known(reduce: Any, rank: int) -> None:
    shape = [4, 3, 2][:rank]
    spec, ids = tf.TensorSpec(shape), tf.TensorSpec([4], tf.int32)
    traced = tf.function(lambda x, i: reduce(x, i, 5)).get_concrete_function(spec, ids)
    assert traced.output_shapes.as_list() == [5, *shape[1:]]
    unknown = tf.function(
        reduce, input_signature=[tf.TensorSpec(None), ids, tf.TensorSpec([], tf.int32)]
    )
    x = np.arange(np.prod(shape), dtype=np.float32).reshape(shape)
    found = unknown(x, [0, 2, 2, 1], 5)
    np.testing.assert_array_equal(found, reduce(x, [0, 2, 2, 1], 5))
