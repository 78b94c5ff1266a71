"""Transforms of any axes agree with NumPy's, with lengths and norms."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal

from .modes import each_mode, gradient, tried

PLANS = [
    (None, None),
    (None, [1]),
    (None, [2, 0]),
    ([5, 3], [0, 2]),
    ([2, 6], [-1, -3]),
    ([3, 7], None),
]


@each_mode
@pytest.mark.parametrize(("lengths", "axes"), PLANS)
def test_transforms_are_numpys(mode: str, lengths: Any, axes: Any) -> None:
    x = normal(3, 4, 6, dtype=np.float64)
    c = normal(3, 4, 6, dtype=np.complex128)
    places = range(-len(lengths), 0) if lengths and axes is None else axes
    for name, reference, value in (
        ("fftnd", np.fft.fftn, c),
        ("ifftnd", np.fft.ifftn, c),
        ("rfftnd", np.fft.rfftn, x),
        ("irfftnd", np.fft.irfftn, c),
    ):
        found = tried(mode, lambda v, n=name: getattr(tf.signal, n)(v, lengths, axes), value)
        np.testing.assert_allclose(found, reference(value, lengths, places), atol=1e-12)


@pytest.mark.parametrize("norm", [None, "backward", "ortho", "forward"])
def test_norms_are_numpys(norm: Any) -> None:
    x = normal(3, 4, dtype=np.float64)
    c = normal(3, 4, dtype=np.complex128)
    for name, reference, value in (
        ("fftnd", np.fft.fftn, c),
        ("ifftnd", np.fft.ifftn, c),
        ("rfftnd", np.fft.rfftn, x),
        ("irfftnd", np.fft.irfftn, c),
    ):
        found = getattr(tf.signal, name)(tf.constant(value), norm=norm)
        np.testing.assert_allclose(found, reference(value, norm=norm), atol=1e-12)


def test_gradients() -> None:
    x = normal(3, 4, dtype=np.float64)
    for lengths, axes in (([5, 3], [0, 1]), ([2], [0]), ([6], [-1])):
        found, expected = gradient(lambda v, n=lengths, a=axes: tf.signal.rfftnd(v, n, a), x)
        assert found == pytest.approx(expected, rel=1e-6)


def test_what_does_not_fit_is_refused() -> None:
    c = np.ones((3, 4), np.complex64)
    with pytest.raises(ValueError, match="norm must be"):
        tf.signal.fftnd(c, norm="unitary")
    with pytest.raises(ValueError, match="same length"):
        tf.signal.fftnd(c, [3, 4], [0])
    with pytest.raises(tf.errors.InvalidArgumentError, match="different from each other"):
        tf.signal.fftnd(c, [3, 3], [0, 0])
