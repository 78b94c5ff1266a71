"""Adjustments: tensors for amounts, and what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import ints, uniform

IMAGE = uniform(2, 5, 6, 3)
ADJUSTMENTS = {
    "adjust_brightness": 0.25,
    "adjust_contrast": 1.5,
    "adjust_hue": 0.3,
    "adjust_saturation": 0.5,
    "adjust_gamma": 0.5,
}


@pytest.mark.parametrize(("name", "amount"), ADJUSTMENTS.items())
def test_a_compiled_function_agrees(name: str, amount: float) -> None:
    function = getattr(tf.image, name)

    @tf.function
    def traced(image: Any, amount: Any) -> Any:
        return function(image, amount)

    for image in (IMAGE, ints(2, 5, 6, 3, low=0, high=256, dtype=np.uint8)):
        expected = function(image, amount).numpy().astype(float)
        found = traced(tf.constant(image), tf.constant(amount)).numpy().astype(float)
        # A rounding apart, which may be one level of 255.
        slack = 1.0 if image.dtype == np.uint8 else 1e-5
        np.testing.assert_allclose(found, expected, atol=slack)


def test_a_full_turn_of_the_hue_changes_nothing() -> None:
    np.testing.assert_allclose(tf.image.adjust_hue(IMAGE, 1.0), IMAGE, atol=1e-6)


def test_contrast_keeps_the_mean_of_each_channel() -> None:
    found = tf.image.adjust_contrast(IMAGE, 3.0).numpy()
    np.testing.assert_allclose(found.mean((1, 2)), IMAGE.mean((1, 2)), rtol=1e-5)


def test_amounts_out_of_range_are_refused() -> None:
    with pytest.raises(ValueError, match=r"interval \[-1, 1\]"):
        tf.image.adjust_hue(IMAGE, 1.5)
    with pytest.raises(ValueError, match="non-negative real number"):
        tf.image.adjust_gamma(IMAGE, -1.0)


def test_compression_keeps_a_plain_image() -> None:
    image = np.full((8, 8, 3), 0.5, np.float32)
    for quality in (30, 95):
        found = tf.image.adjust_jpeg_quality(image, quality)
        np.testing.assert_allclose(found, 0.5, atol=0.02)


CHANGES = {
    "rgb_to_hsv": tf.image.rgb_to_hsv,
    "hsv_to_rgb": tf.image.hsv_to_rgb,
    "adjust_hue": lambda x: tf.image.adjust_hue(x, 0.3),
    "adjust_saturation": lambda x: tf.image.adjust_saturation(x, 1.7),
}


@pytest.mark.parametrize("dtype", ["float32", "float16"])
@pytest.mark.parametrize("name", CHANGES)
def test_large_images(name: str, dtype: Any) -> None:
    image = np.random.default_rng(0).uniform(size=(90, 70, 3)).astype(dtype)
    image[:9], image[9:20], image[30:50, :, 0] = 0.0, 0.5, 1.0
    change = CHANGES[name]
    rows = np.stack([change(image[i : i + 1]).numpy()[0] for i in range(90)])
    found = change(image).numpy()
    assert found.dtype == dtype
    np.testing.assert_array_equal(found, rows)


def test_contrast_is_about_the_mean_of_each_channel() -> None:
    images = np.random.default_rng(0).uniform(size=(2, 200, 150, 3)).astype(np.float32)
    mean = images.astype(np.float64).mean((1, 2), keepdims=True)
    found = tf.image.adjust_contrast(images, 0.25)
    np.testing.assert_allclose(found, (images - mean) * 0.25 + mean, rtol=2e-6)
