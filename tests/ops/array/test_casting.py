"""Tests of ops/array/casting.py beyond the samples."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf

INF = float("inf")


@pytest.mark.parametrize(
    ("source", "wanted", "expected"),
    [
        ("float16", "int32", [-65504, 65504]),
        ("float16", "uint64", [0, 65504]),
        ("float32", "int64", [-(2**63), 2**63 - 2**39]),
        ("bfloat16", "uint64", [0, 2**64 - 2**56]),
        ("bfloat16", "int8", [-128, 127]),
        ("float64", "uint32", [0, 2**32 - 1]),
    ],
)
def test_saturate_cast_of_infinities(source: str, wanted: str, expected: list[int]) -> None:
    found = tf.saturate_cast(tf.constant([-INF, INF], source), wanted)
    assert found.dtype.name == wanted and found.numpy().tolist() == expected


@pytest.mark.parametrize(
    ("source", "wanted", "most"),
    [
        ("float32", "float32", 3.4028234663852886e38),
        ("float16", "float32", 65504.0),
        ("float64", "complex64", 3.4028234663852886e38),
        ("bfloat16", "float16", 65280.0),
        ("float32", "int8", 127.0),
    ],
)
def test_infinities_become_the_greatest_number_that_both_hold(
    source: str, wanted: str, most: float
) -> None:
    values = tf.constant([np.inf, -np.inf, 1.0], source)
    found = tf.saturate_cast(values, wanted)
    assert found.dtype.name == wanted
    least = -128.0 if wanted == "int8" else -most
    np.testing.assert_array_equal(found.numpy().astype("c16").real, [most, least, 1.0])


def test_bfloat16_saturates_as_float16() -> None:
    values = tf.constant([1e5, -1e5, np.nan], tf.bfloat16)
    found = tf.saturate_cast(values, tf.float16).numpy().astype(np.float32)
    np.testing.assert_array_equal(found, [65280.0, -65280.0, np.nan])
