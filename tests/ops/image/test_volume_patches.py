"""extract_volume_patches: what it refuses."""

import pytest

import tenfold as tf


def test_windows_stay_within_a_volume():
    x = tf.zeros([1, 2, 2, 2, 1])
    with pytest.raises(tf.errors.UnimplementedError, match="must be 1 for the batch"):
        tf.extract_volume_patches(x, [1, 2, 2, 2, 2], [1, 1, 1, 1, 1], "VALID")
    with pytest.raises(tf.errors.InvalidArgumentError, match="ksizes"):
        tf.extract_volume_patches(x, [1, 2, 2, 1], [1, 1, 1, 1, 1], "VALID")
