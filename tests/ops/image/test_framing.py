"""Crops and frames: what is refused, and sizes that are tensors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import uniform

IMAGE = uniform(2, 9, 12, 3)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1, 0, 3, 4), "offset_height must be >= 0"),
        ((0, -1, 3, 4), "offset_width must be >= 0"),
        ((0, 0, 0, 4), "target_height must be > 0"),
        ((0, 0, 3, 0), "target_width must be > 0"),
        ((7, 0, 3, 4), "height must be >= target"),
        ((0, 9, 3, 4), "width must be >= target"),
    ],
    ids=str,
)
def test_a_crop_beyond_the_image_is_refused(arguments: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        tf.image.crop_to_bounding_box(IMAGE, *arguments)


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ((-1, 0, 20, 20), "offset_height must be >= 0"),
        ((0, 0, 8, 20), "height must be <= target"),
        ((0, 9, 20, 20), "width must be <= target"),
    ],
    ids=str,
)
def test_a_frame_that_is_too_small_is_refused(arguments: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        tf.image.pad_to_bounding_box(IMAGE, *arguments)


def test_other_ranks_and_shares_are_refused() -> None:
    for f in (tf.image.crop_to_bounding_box, tf.image.pad_to_bounding_box):
        with pytest.raises(ValueError, match="3 or 4 dimensions"):
            f(IMAGE[0, 0], 0, 0, 1, 1)
    with pytest.raises(ValueError, match=r"within \(0, 1\]"):
        tf.image.central_crop(IMAGE, 0.0)
    with pytest.raises(ValueError, match="inner 3 dims"):
        tf.image.resize_with_crop_or_pad(IMAGE[:, :0], 2, 2)


@pytest.mark.parametrize(
    ("function", "amount"),
    [
        (lambda x, n: tf.image.crop_to_bounding_box(x, n, n, 3, 4), 2),
        (lambda x, n: tf.image.pad_to_bounding_box(x, n, n, 20, 20), 2),
        (lambda x, n: tf.image.resize_with_crop_or_pad(x, n, 20), 5),
        (lambda x, n: tf.image.resize_with_crop_or_pad(x, 20, n), 5),
    ],
    ids=["crop", "frame", "narrow", "tall"],
)
def test_a_tensor_says_where(function: Any, amount: int) -> None:
    expected = function(IMAGE, amount)
    spec = [tf.TensorSpec([None, None, None, None]), tf.TensorSpec([], tf.int32)]
    traced = tf.function(lambda x, n: function(x, n), input_signature=spec)
    for found in (function(IMAGE, tf.constant(amount)), traced(IMAGE, amount)):
        np.testing.assert_array_equal(found, expected)


@pytest.mark.parametrize(
    "function",
    [
        lambda x: tf.image.crop_to_bounding_box(x, 1, 2, 3, 4),
        lambda x: tf.image.resize_with_crop_or_pad(x, 20, 5),
        lambda x: tf.image.resize_with_pad(x, 20, 5),
    ],
    ids=["crop", "crop or pad", "pad"],
)
def test_an_unknown_rank_is_taken_to_be_that_of_one_image(function: Any) -> None:
    traced = tf.function(lambda x: function(x), input_signature=[tf.TensorSpec(None)])
    np.testing.assert_allclose(traced(IMAGE[0]), function(IMAGE[0]), rtol=1e-5)


def test_a_tensor_that_says_nonsense_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="height must be >= target"):
        tf.image.crop_to_bounding_box(IMAGE, tf.constant(9), 0, 3, 4)


def test_boxes_are_given_in_integers() -> None:
    image = tf.zeros([5, 6, 3])
    for call in (
        lambda: tf.image.crop_to_bounding_box(image, 0, 0, 2.5, 2),
        lambda: tf.image.pad_to_bounding_box(image, 0.5, 0, 9, 9),
        lambda: tf.image.crop_to_bounding_box(image, 0, 0, tf.constant(2.5), 2),
        lambda: tf.image.random_crop(image, [2.0, 2.0, 3.0]),
    ):
        with pytest.raises(TypeError, match=r"int32|integers; received"):
            call()
