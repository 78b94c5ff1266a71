"""Holds converted functions to what Python makes of the same source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import tenfold as tf
from tenfold.core import structure


def agrees(function: Callable[[Any], Any], *values: Any) -> None:
    """For each value, the converted function gives what Python gives: for it, and as a tensor."""
    converted, traced = tf.autograph.to_graph(function), tf.function(function)
    for value in values:
        expected = function(value)
        same(converted(value), expected)
        same(traced(tf.constant(value)), expected)


def same(received: Any, expected: Any) -> None:
    """Both have one structure and the same values."""
    structure.assert_same_structure(received, expected)
    flat = zip(structure.flatten(received), structure.flatten(expected), strict=True)
    for got, wanted in flat:
        if wanted is None:
            assert got is None
        else:
            np.testing.assert_allclose(np.asarray(got), wanted, rtol=1e-6)
