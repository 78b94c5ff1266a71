"""RandomCrop: the window TensorFlow takes for the same seeds, and what it refuses."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf

IMAGE = np.arange(48, dtype=np.float32).reshape(4, 4, 3)


def crop(size: list[int]) -> np.ndarray:
    return tf.raw_ops.RandomCrop(image=IMAGE, size=size, seed=1, seed2=2).numpy()


def test_the_first_window_of_a_graph() -> None:
    with tf.Graph().as_default():
        cropped = tf.raw_ops.RandomCrop(image=IMAGE, size=[2, 2], seed=1, seed2=2)
        with tf.compat.v1.Session() as session:
            found = session.run(cropped)
    assert found[0, 0].tolist() == [30.0, 31.0, 32.0]
    assert found.shape == (2, 2, 3)


def test_windows_lie_in_the_image() -> None:
    corners = {tuple(crop([3, 2])[0, 0]) for _ in range(40)}
    assert corners <= {tuple(IMAGE[i, j]) for i in range(2) for j in range(3)}
    assert len(corners) > 1
    assert (crop([4, 4]) == IMAGE).all()


def test_a_window_larger_than_the_image_is_refused() -> None:
    with pytest.raises(tf.errors.FailedPreconditionError, match="height must be >= target_height"):
        crop([5, 2])
    with pytest.raises(tf.errors.InvalidArgumentError, match="takes an image"):
        tf.raw_ops.RandomCrop(image=IMAGE[0], size=[2, 2])
