"""Tests of ops/nn/batch_norm.py beyond the samples."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.op import registry
from tests.ops.sample import normal


@pytest.mark.parametrize("is_training", [True, False])
@pytest.mark.parametrize("dtype", ["float16", "bfloat16"])
def test_narrow_images_have_second_gradients(dtype: str, is_training: bool) -> None:
    """The statistics stay float32, so that the gradient's gradient mixes dtypes."""
    values, weights = normal(2, 3, 4, 2), normal(2, 3, 4, 2, seed=1)
    found = []
    for kind in (tf.float32, tf.as_dtype(dtype)):
        x, w = tf.cast(values, kind), tf.cast(weights, kind)
        with tf.GradientTape() as outer:
            outer.watch(x)
            with tf.GradientTape() as inner:
                inner.watch(x)
                y = tf.raw_ops.FusedBatchNormV3(
                    x=x,
                    scale=[1.5, 0.5],
                    offset=[0.0, 1.0],
                    mean=[0.1, 0.2],
                    variance=[1.0, 2.0],
                    is_training=is_training,
                )[0]
            first = inner.gradient(y, x, w)
            target = first * first if is_training else first * x
        second = outer.gradient(target, x)
        assert second.dtype is kind
        found.append(np.asarray(tf.cast(second, tf.float32)))
    np.testing.assert_allclose(found[1], found[0], rtol=0.1, atol=0.1)


@pytest.mark.parametrize("channels", [1, 7, 64, 3000])
def test_batch_normalization_of_many_images(channels: int) -> None:
    x = normal(60, 5, 9, channels) * 3 + 2
    dy, scale, offset = normal(*x.shape), normal(channels), normal(channels)
    with tf.GradientTape() as tape:
        tape.watch(given := [tf.constant(v) for v in (x, scale, offset)])
        y, *_ = tf.compat.v1.nn.fused_batch_norm(*given)
    wide = x.astype("float64")
    deviation = wide - wide.mean((0, 1, 2))
    inverse = 1 / np.sqrt((deviation**2).mean((0, 1, 2)) + 1e-3)
    unit = deviation * inverse
    np.testing.assert_allclose(y, unit * scale + offset, rtol=1e-4, atol=1e-4)
    dx, dscale, doffset = tape.gradient(y, given, dy)
    np.testing.assert_allclose(doffset, dy.sum((0, 1, 2), "float64"), rtol=1e-4, atol=1e-3)
    np.testing.assert_allclose(dscale, (dy * unit).sum((0, 1, 2)), rtol=1e-4, atol=1e-3)
    back = dy - dy.mean((0, 1, 2), "float64") - unit * (dy * unit).mean((0, 1, 2))
    np.testing.assert_allclose(dx, back * scale * inverse, rtol=1e-4, atol=1e-4)


@pytest.mark.parametrize("shape", [(9, 61, 57, 10), (5, 40, 30, 48), (3, 9, 8, 3000)], ids=str)
def test_large_images_are_normalized_in_pieces(shape: tuple[int, ...]) -> None:
    """Pieces end between lines of pixels; sums stay as accurate as those of small images."""
    generator = np.random.default_rng(0)
    x, dy = (generator.normal(m, 2.0, shape).astype(np.float32) for m in (7.0, 0.0))
    scale, offset = generator.normal(size=(2, shape[-1])).astype(np.float32)
    zeros = np.zeros_like(scale)
    op, back = registry["FusedBatchNormV3"], registry["FusedBatchNormGradV3"]
    y, *_, mean, variance, rest = op(x, scale, offset, zeros, zeros, epsilon=1e-3)
    dx, dscale, doffset, *_ = back(dy, x, scale, mean, variance, rest, epsilon=1e-3)

    wide, axes = x.astype(np.float64), (0, 1, 2)
    unit = (wide - wide.mean(axes)) / np.sqrt(wide.var(axes) + 1e-3)
    sums = (dy * unit).sum(axes), dy.astype(np.float64).sum(axes)
    count = x.size // shape[-1]
    inner = dy - sums[1] / count - unit * (sums[0] / count)
    gain = scale / np.sqrt(wide.var(axes) + 1e-3)
    np.testing.assert_allclose(mean, wide.mean(axes), rtol=1e-6)
    np.testing.assert_allclose(variance, wide.var(axes), rtol=1e-5)
    # Other processors add in another order: float32 rounds each of the terms.
    np.testing.assert_allclose(y, unit * scale + offset, rtol=1e-4, atol=1e-5)
    np.testing.assert_allclose(doffset, sums[1], rtol=1e-4, atol=1e-2)
    np.testing.assert_allclose(dscale, sums[0], rtol=1e-4, atol=1e-2)
    np.testing.assert_allclose(dx, gain * inner, rtol=1e-3, atol=1e-4)
