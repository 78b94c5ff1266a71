"""Tests of complex numbers beyond the samples."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf
from tests.ops.conformance_gradients import check_gradients
from tests.ops.sample import normal


@pytest.mark.parametrize("jit", [False, True])
@pytest.mark.parametrize("part", [np.inf, -np.inf, np.nan])
def test_each_part_keeps_its_value(part: float, jit: bool) -> None:
    made = tf.function(tf.complex, jit_compile=jit)
    for parts in ((1.0, part), (part, 2.0)):
        found = made(*(np.float32([p]) for p in parts)).numpy()
        np.testing.assert_array_equal([found.real[0], found.imag[0]], parts)


def test_the_direction_of_a_complex_number_has_a_gradient() -> None:
    check_gradients(lambda t: [tf.sign(t[0])], [normal(4, dtype=np.complex128)])
    x = tf.constant([0j])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.sign(x)
    assert tape.gradient(y, x).numpy().tolist() == [0]
