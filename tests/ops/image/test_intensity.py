"""Ranges of pixels: conversions there and back, and what is refused."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import uniform


@pytest.mark.parametrize("dtype", [tf.uint8, tf.uint16, tf.int16], ids=str)
def test_there_and_back_is_the_same(dtype: tf.DType) -> None:
    image = np.arange(0, dtype.max + 1, max(1, dtype.max // 255)).astype(dtype.as_numpy_dtype)
    floats = tf.image.convert_image_dtype(image, tf.float32)
    np.testing.assert_array_equal(tf.image.convert_image_dtype(floats, dtype), image)


def test_the_same_dtype_changes_nothing() -> None:
    image = uniform(2, 3, 4)
    np.testing.assert_array_equal(tf.image.convert_image_dtype(image, tf.float32), image)


def test_other_dtypes_are_refused() -> None:
    with pytest.raises(AttributeError, match="dtype must be either floating point or integer"):
        tf.image.convert_image_dtype([1.0], tf.string)
    with pytest.raises(AttributeError, match="image dtype must be either"):
        tf.image.convert_image_dtype([True], tf.uint8)


def test_standardized_images_have_mean_0_and_variance_1() -> None:
    found = tf.image.per_image_standardization(uniform(3, 8, 9, 2, low=5, high=90)).numpy()
    np.testing.assert_allclose(found.mean((1, 2, 3)), 0, atol=1e-5)
    np.testing.assert_allclose(found.std((1, 2, 3)), 1, rtol=1e-5)
    with pytest.raises(ValueError, match="at least three-dimensional"):
        tf.image.per_image_standardization([[1.0]])
