"""Flips and turns of images of unknown rank, by numbers of quarters that are tensors."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import uniform

IMAGE = uniform(2, 4, 5, 3)


@pytest.mark.parametrize("spec", [[None] * 4, None], ids=["rank 4", "no rank"])
@pytest.mark.parametrize("k", range(-1, 5))
def test_a_tensor_says_how_many_quarters(spec: Any, k: int) -> None:
    signature = [tf.TensorSpec(spec), tf.TensorSpec([], tf.int32)]
    turned = tf.function(lambda x, k: tf.image.rot90(x, k), input_signature=signature)
    found = turned(IMAGE, k)
    np.testing.assert_array_equal(found, np.rot90(IMAGE, k, (1, 2)))


@pytest.mark.parametrize("name", ["flip_left_right", "flip_up_down", "transpose", "rot90"])
def test_the_rank_need_not_be_known(name: str) -> None:
    function = getattr(tf.image, name)
    traced = tf.function(lambda x: function(x), input_signature=[tf.TensorSpec(None)])
    for image in (IMAGE, IMAGE[0]):
        np.testing.assert_array_equal(traced(image), function(image))


def test_four_quarters_are_a_full_turn() -> None:
    x = tf.constant(IMAGE)
    for _ in range(4):
        x = tf.image.rot90(x)
    np.testing.assert_array_equal(x, IMAGE)


def test_what_cannot_be_turned_is_refused() -> None:
    with pytest.raises(ValueError, match="k must be a scalar"):
        tf.image.rot90(IMAGE, [1])
    with pytest.raises(ValueError, match="at least three-dimensional"):
        tf.image.flip_up_down(IMAGE[0, 0])
    with pytest.raises(ValueError, match="either 3 or 4"):
        tf.image.transpose(IMAGE[None])


def test_an_image_of_unknown_rank_is_checked_when_it_runs() -> None:
    flip = tf.function(lambda x: tf.image.flip_left_right(x), input_signature=[tf.TensorSpec(None)])
    np.testing.assert_array_equal(flip(IMAGE), IMAGE[:, :, ::-1])
    with pytest.raises(tf.errors.InvalidArgumentError, match="3 or 4 dimensions"):
        flip(IMAGE[0, 0])
