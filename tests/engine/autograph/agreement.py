"""Holds converted functions to what Python makes of the same source."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

import tenfold as tf
from tenfold.core import structure


def agrees(function: Callable[..., Any], *args: Any) -> None:
    """The function gives the same as plain Python, as a tf.function of numbers and of tensors."""
    expected = function(*args)
    same(tf.function(function)(*args), expected)
    tensors = structure.map_structure(to_tensor, args)
    same(tf.function(function)(*tensors), expected)


def to_tensor(value: Any) -> Any:
    return tf.constant(value) if isinstance(value, (bool, int, float)) else value


def same(received: Any, expected: Any) -> None:
    """Both have one structure and the same values."""
    structure.assert_same_structure(received, expected)
    flat = zip(structure.flatten(received), structure.flatten(expected), strict=True)
    for got, wanted in flat:
        if wanted is None:
            assert got is None
        else:
            np.testing.assert_allclose(np.asarray(got), wanted, rtol=1e-6)
