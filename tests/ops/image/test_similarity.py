"""Measures of likeness, by their definitions."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import uniform

A, B = uniform(2, 20, 21, 2), uniform(2, 20, 21, 2, seed=1)


def test_psnr_is_that_of_the_definition() -> None:
    error = ((A - B) ** 2).mean((1, 2, 3))
    np.testing.assert_allclose(tf.image.psnr(A, B, 1.0), -10 * np.log10(error), rtol=1e-5)
    assert np.isposinf(tf.image.psnr(A, A, 1.0)).all()


def test_ssim_is_that_of_the_definition_for_one_window() -> None:
    x, y = A[0, :5, :5], B[0, :5, :5]
    at = np.arange(5) - 2.0
    weight = np.exp(-(at[:, None] ** 2 + at**2) / (2 * 1.5**2))
    weight = (weight / weight.sum())[:, :, None]
    mean_x, mean_y = ((weight * v).sum((0, 1)) for v in (x, y))
    var_x, var_y = ((weight * v * v).sum((0, 1)) - m * m for v, m in ((x, mean_x), (y, mean_y)))
    both = (weight * x * y).sum((0, 1)) - mean_x * mean_y
    c1, c2 = 0.01**2, 0.03**2
    expected = (2 * mean_x * mean_y + c1) * (2 * both + c2)
    expected /= (mean_x**2 + mean_y**2 + c1) * (var_x + var_y + c2)
    found = tf.image.ssim(x, y, 1.0, filter_size=5)
    assert float(found) == pytest.approx(float(expected.mean()), rel=1e-4)


def test_equal_images_are_alike() -> None:
    np.testing.assert_allclose(tf.image.ssim(A, A, 1.0), 1, rtol=1e-6)
    found = tf.image.ssim_multiscale(A, A, 1.0, (0.5, 0.5), filter_size=7)
    np.testing.assert_allclose(found, 1, rtol=1e-6)


def test_images_that_do_not_fit_are_refused() -> None:
    with pytest.raises(ValueError, match="not compatible"):
        tf.image.ssim(A, B[:, :, :20], 1.0)
    with pytest.raises(ValueError, match="rank 3 or more"):
        tf.image.psnr(A[0, 0], B[0, 0], 1.0)
    with pytest.raises(tf.errors.InvalidArgumentError, match="smaller than the filter"):
        tf.image.ssim(A, B, 1.0, filter_size=21)
    with pytest.raises(ValueError, match="3 or 4-dimensional"):
        tf.image.total_variation(A[0, 0])
    with pytest.raises(ValueError, match="4D tensor"):
        tf.image.image_gradients(A[0])


def test_better_likeness_has_a_gradient_towards_the_other_image() -> None:
    x = tf.constant(A)
    with tf.GradientTape() as tape:
        tape.watch(x)
        before = tf.reduce_sum(tf.image.ssim(x, B, 1.0))
    step = x + 0.05 * tape.gradient(before, x)
    assert float(tf.reduce_sum(tf.image.ssim(step, B, 1.0))) > float(before)


def test_variation_is_the_sum_of_the_steps() -> None:
    dy, dx = tf.image.image_gradients(A)
    steps = np.abs(dy).sum((1, 2, 3)) + np.abs(dx).sum((1, 2, 3))
    np.testing.assert_allclose(tf.image.total_variation(A), steps, rtol=1e-5)


def test_a_ramp_has_edges_of_one_strength() -> None:
    ramp = np.broadcast_to(np.arange(6, dtype=np.float32)[None, None, :, None], (1, 5, 6, 3))
    found = tf.image.sobel_edges(ramp).numpy()
    np.testing.assert_allclose(found[0, :, 1:-1, :, 0], 0, atol=1e-5)
    np.testing.assert_allclose(found[0, :, 1:-1, :, 1], 8, rtol=1e-5)


@pytest.mark.parametrize("shape", [(0, 5, 3), (5, 0, 3), (2, 0, 5, 3)], ids=str)
def test_nothing_varies_in_empty_images(shape: tuple[int, ...]) -> None:
    found = tf.image.total_variation(tf.zeros(shape)).numpy()
    assert found.tolist() == np.zeros(shape[:-3]).tolist()


@pytest.mark.parametrize("size", [0, -1])
def test_the_window_of_ssim_is_positive(size: int) -> None:
    x = tf.zeros([12, 12, 1])
    with pytest.raises(tf.errors.InvalidArgumentError, match=f"positive; received {size}"):
        tf.image.ssim(x, x, 1.0, filter_size=size)


@pytest.mark.parametrize("spec", [None, [None, None, None]], ids=["rank", "sizes"])
def test_images_that_are_too_small_are_refused_when_they_come(spec: Any) -> None:
    signature = [tf.TensorSpec(spec), tf.TensorSpec(spec)]
    small = tf.ones([5, 5, 1])
    once = tf.function(lambda x, y: tf.image.ssim(x, y, 1.0), input_signature=signature)
    with pytest.raises(tf.errors.InvalidArgumentError, match="smaller than the filter, 11"):
        once(small, small)
    scales = tf.function(lambda x: tf.image.ssim_multiscale(x, x, 1.0, (0.5, 0.5), 4))
    with pytest.raises(tf.errors.InvalidArgumentError, match="smaller than the filter, 4"):
        scales(small)
    assert float(scales(tf.ones([8, 8, 1]))) == 1.0
