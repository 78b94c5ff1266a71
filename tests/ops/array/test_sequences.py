"""Sequences and their indicators."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf


@pytest.mark.parametrize("axis", [0, 1, 2, -1])
def test_one_hot_of_indices_out_of_range_is_off(axis: int) -> None:
    indices = np.random.default_rng(0).integers(-3, 8, (4, 5))
    found = tf.one_hot(indices, 5, 2.5, -1.0, axis).numpy()
    places = np.arange(5).reshape([-1] + [1] * (2 - (axis % 3)))
    hot = np.expand_dims(indices, axis) == places
    np.testing.assert_array_equal(found, np.where(hot, np.float32(2.5), np.float32(-1)))


@pytest.mark.parametrize("shape, depth", [((0, 3), 4), ((2, 3), 0), ((), 3)])
def test_one_hot_of_nothing(shape: tuple[int, ...], depth: int) -> None:
    assert tf.one_hot(np.zeros(shape, "int32"), depth, axis=0).shape == (depth, *shape)


def test_a_range_that_runs_the_other_way_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="start <= limit when delta > 0: 5/0"):
        tf.range(5, 0)
    with pytest.raises(tf.errors.InvalidArgumentError, match="start >= limit when delta < 0: 0/5"):
        tf.range(0, 5, -1)
