"""fftshift and ifftshift agree with NumPy's."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

from .modes import each_mode, tried


@each_mode
@pytest.mark.parametrize("axes", [None, 0, -1, [0, 2], [1]])
def test_shifts_are_numpys(mode: str, axes: Any) -> None:
    x = np.arange(60, dtype=np.int32).reshape(3, 4, 5)
    found = tried(mode, lambda v: tf.signal.fftshift(v, axes), x)
    np.testing.assert_array_equal(found, np.fft.fftshift(x, axes))
    back = tried(mode, lambda v: tf.signal.ifftshift(v, axes), found)
    np.testing.assert_array_equal(back, x)
