"""The ops as they are: every length and every axis is given."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal


def test_the_calls_are_numpys_transforms() -> None:
    x, c = normal(3, 4, 6, dtype=np.float64), normal(3, 4, 6, dtype=np.complex128)
    for found, expected in (
        (tf.fftnd(c, [4, 6], [1, 2]), np.fft.fftn(c, axes=(1, 2))),
        (tf.ifftnd(c, [3], [0]), np.fft.ifftn(c, axes=(0,))),
        (tf.rfftnd(x, [4, 6], [1, 2], tf.complex128), np.fft.rfftn(x, axes=(1, 2))),
        (tf.irfftnd(c, [4, 10], [1, 2], tf.float64), np.fft.irfftn(c, axes=(1, 2))),
    ):
        np.testing.assert_allclose(found.numpy(), expected, atol=1e-12)


def test_reals_are_not_taken_for_complex() -> None:
    with pytest.raises((TypeError, tf.errors.InvalidArgumentError)):
        tf.fftnd(tf.ones([2]), [2], [0])
