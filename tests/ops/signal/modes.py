"""The ways in which a function of one tensor is tried: eagerly, and traced with less known."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf

MODES = ["eager", "static", "sizes", "rank"]
each_mode = pytest.mark.parametrize("mode", MODES)


def tried(mode: str, function: Callable[[Any], Any], x: np.ndarray) -> np.ndarray:
    """The function's result where all of the shape, only the rank or nothing is known of `x`."""
    if mode == "eager":
        return function(tf.constant(x)).numpy()
    shape = {"static": x.shape, "sizes": [None] * x.ndim, "rank": None}[mode]
    spec = tf.TensorSpec(shape, tf.as_dtype(x.dtype))
    traced = tf.function(lambda v: function(v), input_signature=[spec], autograph=False)
    return traced(tf.constant(x)).numpy()


def gradient(function: Callable[[Any], Any], x: np.ndarray, seed: int = 5) -> tuple[Any, Any]:
    """The gradient of a weighted sum of a function of real values, and finite differences of it."""
    weights = np.random.default_rng(seed).normal(size=function(tf.constant(x)).shape)

    def loss(v: Any) -> Any:
        y = function(v)
        y = tf.abs(y) if y.dtype.is_complex else y
        return tf.reduce_sum(y * tf.cast(weights, y.dtype))

    with tf.GradientTape() as tape:
        v = tf.constant(x)
        tape.watch(v)
        total = loss(v)
    way = np.random.default_rng(seed + 1).normal(size=x.shape)
    step = 1e-6
    ends = [float(loss(tf.constant(x + sign * step * way))) for sign in (1, -1)]
    found = tape.gradient(total, v).numpy()
    return float((found * way).sum()), (ends[0] - ends[1]) / (2 * step)
