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
