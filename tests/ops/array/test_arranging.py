"""Arranging: what is refused."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf


@pytest.mark.parametrize("axis", [0, -1, [[0]]], ids=repr)
@pytest.mark.parametrize("traced", [False, True])
def test_axes_to_reverse_are_a_vector(axis: Any, traced: bool) -> None:
    call = tf.function(tf.reverse) if traced else tf.reverse
    with pytest.raises(ValueError, match=r"axis must be a vector(; its|, got) shape"):
        call(np.ones(2), axis)
