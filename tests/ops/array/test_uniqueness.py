"""Sorting along an axis of tensors whose rank only a run knows."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf

X = np.random.default_rng(2).integers(0, 9, (2, 3, 4))


@pytest.mark.parametrize("axis", [0, 1, -2, -1])
def test_any_rank_is_sorted(axis: int) -> None:
    traced = tf.function(
        lambda x: (tf.sort(x, axis), tf.argsort(x, axis)),
        input_signature=[tf.TensorSpec(None, tf.int64)],
    )
    values, order = traced(X)
    np.testing.assert_array_equal(values, np.sort(X, axis))
    np.testing.assert_array_equal(order, np.argsort(X, axis, kind="stable"))
