"""Tests of ops/nn/batch_norm.py beyond the samples."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
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
