"""Activations in short floats."""

from __future__ import annotations

import pytest

import tenfold as tf


@pytest.mark.parametrize("dtype", ["float16", "bfloat16", "float32"])
def test_selu_is_flat_where_it_is_least(dtype: str) -> None:
    x = tf.constant([-500.0], dtype)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.nn.selu(x)
    assert tape.gradient(y, x).numpy().tolist() == [0.0]
