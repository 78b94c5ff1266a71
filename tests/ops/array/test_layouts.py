"""Grids: what is known of their shapes."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf


@pytest.mark.parametrize(("indexing", "expected"), [("xy", [3, 2, 1]), ("ij", [2, 3, 1])])
def test_the_shape_of_a_grid_is_known(indexing: str, expected: list[int]) -> None:
    specs = [tf.TensorSpec([n]) for n in (2, 3, 1)]

    def grids(*vectors: Any) -> Any:
        return tf.meshgrid(*vectors, indexing=indexing)

    traced = tf.function(grids).get_concrete_function(*specs)
    assert [x.shape.as_list() for x in traced.outputs] == [expected] * 3
    unknown = tf.function(grids, input_signature=[tf.TensorSpec([None])] * 3)
    vectors = [np.arange(n, dtype=np.float32) for n in (2, 3, 1)]
    for found, wanted in zip(unknown(*vectors), np.meshgrid(*vectors, indexing=indexing)):
        np.testing.assert_array_equal(found, wanted)
