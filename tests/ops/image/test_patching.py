"""Patches laid back give the image; glimpses show noise where there is no image."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import uniform

IMAGE = uniform(2, 6, 8, 3)
ONES = [1, 1, 1, 1]


def test_tiles_laid_side_by_side_are_the_image() -> None:
    tiles = tf.image.extract_patches(IMAGE, [1, 2, 4, 1], [1, 2, 4, 1], ONES, "VALID").numpy()
    rows = tiles.reshape(2, 3, 2, 2, 4, 3).transpose(0, 1, 3, 2, 4, 5)
    np.testing.assert_array_equal(rows.reshape(IMAGE.shape), IMAGE)


def test_the_gradient_counts_how_many_patches_show_a_pixel() -> None:
    x = tf.constant(IMAGE)
    with tf.GradientTape() as tape:
        tape.watch(x)
        total = tf.reduce_sum(tf.image.extract_patches(x, [1, 3, 3, 1], ONES, ONES, "SAME"))
    counts = np.asarray(tape.gradient(total, x))
    rows, columns = ([2] + [3] * (n - 2) + [2] for n in (6, 8))
    expected = np.outer(rows, columns)[None, :, :, None]
    np.testing.assert_array_equal(counts, np.broadcast_to(expected, IMAGE.shape))


def test_the_gradient_does_not_need_known_sizes() -> None:
    @tf.function(input_signature=[tf.TensorSpec([None, None, None, 3])])
    def traced(x: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.image.extract_patches(x, [1, 2, 2, 1], ONES, ONES, "VALID")
            loss = tf.reduce_sum(y * y)
        return tape.gradient(loss, x)

    np.testing.assert_allclose(traced(IMAGE)[:, 0, 0], 2 * IMAGE[:, 0, 0], rtol=1e-6)
    np.testing.assert_allclose(traced(IMAGE)[:, 2, 2], 8 * IMAGE[:, 2, 2], rtol=1e-5)


def test_noise_surrounds_the_image() -> None:
    places = np.zeros((2, 2), np.float32)
    for noise in ("uniform", "gaussian"):
        found = tf.image.extract_glimpse(IMAGE, [40, 40], places, noise=noise).numpy()
        np.testing.assert_array_equal(found[:, 17:23, 16:24], IMAGE)
        around = found[:, :17]
        assert 0 <= around.min() < 0.1 and 0.9 < around.max() <= 1
        assert 0.4 < around.mean() < 0.6


@pytest.mark.parametrize("name", ["sizes", "strides", "rates"])
def test_patches_need_a_number_for_each_axis(name: str) -> None:
    given = {"sizes": [1, 2, 2, 1], "strides": [1, 1, 1, 1], "rates": [1, 1, 1, 1]}
    with pytest.raises(tf.errors.InvalidArgumentError, match="needs an entry for each axis"):
        tf.image.extract_patches(
            tf.zeros([1, 5, 5, 3]), **(given | {name: [1, 2, 2]}), padding="VALID"
        )
