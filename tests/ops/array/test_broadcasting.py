"""Broadcasting: what is known of a shape that is known when it runs."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf


@pytest.mark.parametrize(
    ("shape", "length", "expected"),
    [
        ((3, 1, 4), 4, [None, 3, None, 4]),
        ((3, 1, 4), 3, [3, None, 4]),
        ((None, 0), 2, [None, 0]),
        ((), 1, [None]),
    ],
)
def test_sizes_other_than_one_stay(shape: Any, length: int, expected: list[Any]) -> None:
    spec, sizes = tf.TensorSpec(shape), tf.TensorSpec([length], tf.int32)
    traced = tf.function(tf.broadcast_to).get_concrete_function(spec, sizes)
    assert traced.output_shapes.as_list() == expected
