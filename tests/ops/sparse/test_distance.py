"""tf.edit_distance takes sparse tensors, and refuses others."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf


def test_one_hypothesis_of_a_batch_without_truth_is_infinitely_far() -> None:
    heard = tf.SparseTensor([[0, 0, 0], [1, 0, 0]], ["a", "b"], (2, 1, 1))
    said = tf.SparseTensor(
        [[0, 1, 0], [1, 0, 0], [1, 0, 1], [1, 1, 0]], ["a", "b", "c", "a"], (2, 2, 2)
    )
    np.testing.assert_array_equal(tf.edit_distance(heard, said), [[np.inf, 1], [0.5, 1]])
    traced = tf.function(lambda: tf.edit_distance(heard, said, normalize=False))
    np.testing.assert_array_equal(traced(), [[1, 1], [1, 1]])


def test_dense_tensors_are_refused() -> None:
    heard = tf.SparseTensor([[0, 0]], [1], (1, 1))
    with pytest.raises(TypeError, match=r"Truth must be a SparseTensor.*list"):
        tf.edit_distance(heard, [[1]])
    with pytest.raises(TypeError, match="Hypothesis must be a SparseTensor"):
        tf.edit_distance([[1]], heard)


def test_a_sequence_outside_of_the_shape_is_refused() -> None:
    heard = tf.SparseTensor([[5, 0]], [1], (2, 1))
    with pytest.raises(tf.errors.InternalError, match=r"\[5\], outside of the shape \[2\]"):
        tf.edit_distance(heard, tf.SparseTensor([[0, 0]], [1], (1, 1)))
