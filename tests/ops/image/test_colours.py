"""Colour spaces: there and back, and what is refused."""

from __future__ import annotations

import colorsys
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import uniform

COLOURS = uniform(40, 3)


def test_hsv_is_that_of_the_standard_library() -> None:
    expected = [colorsys.rgb_to_hsv(*map(float, c)) for c in COLOURS]
    np.testing.assert_allclose(tf.image.rgb_to_hsv(COLOURS), expected, rtol=1e-5, atol=1e-6)


@pytest.mark.parametrize("name", ["hsv", "yiq", "yuv"])
def test_there_and_back_is_the_same(name: str) -> None:
    other = getattr(tf.image, f"rgb_to_{name}")(COLOURS)
    back = getattr(tf.image, f"{name}_to_rgb")(other)
    np.testing.assert_allclose(back, COLOURS, rtol=1e-4, atol=1e-4)


def test_what_has_no_colours_is_refused() -> None:
    with pytest.raises(tf.errors.FailedPreconditionError, match="3 colours in the last axis"):
        tf.image.rgb_to_hsv(COLOURS[:, :2])
    with pytest.raises(ValueError, match="at least two-dimensional"):
        tf.image.grayscale_to_rgb([1.0])
    with pytest.raises(ValueError, match="should be size 1"):
        tf.image.grayscale_to_rgb(COLOURS)


def test_colours_of_unknown_rank_get_gray() -> None:
    gray = tf.image.rgb_to_grayscale
    traced = tf.function(lambda x: gray(x), input_signature=[tf.TensorSpec(None)])
    np.testing.assert_allclose(traced(COLOURS), gray(COLOURS), rtol=1e-6)


def test_gray_of_unknown_rank_gets_three_colours() -> None:
    traced = tf.function(
        lambda x: tf.image.grayscale_to_rgb(x), input_signature=[tf.TensorSpec(None)]
    )
    np.testing.assert_array_equal(traced(COLOURS[:, :1]), np.repeat(COLOURS[:, :1], 3, 1))


@pytest.mark.parametrize("shape", [None, [None, None]], ids=str)
def test_gray_of_several_channels_is_refused_when_it_runs(shape: Any) -> None:
    traced = tf.function(
        lambda x: tf.image.grayscale_to_rgb(x), input_signature=[tf.TensorSpec(shape)]
    )
    with pytest.raises(tf.errors.InvalidArgumentError, match="must be 1"):
        traced(COLOURS)


def test_gray_images_of_unknown_depth_become_three_deep() -> None:
    @tf.function(input_signature=[tf.TensorSpec([2, None, None])])
    def coloured(x: tf.Tensor) -> tf.Tensor:
        found = tf.image.grayscale_to_rgb(x)
        assert found.shape.as_list() == [2, None, 3]
        return found

    assert coloured([[[1.0]], [[2.0]]]).numpy().tolist() == [[[1.0] * 3], [[2.0] * 3]]
