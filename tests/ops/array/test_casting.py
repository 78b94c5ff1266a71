"""Tests of ops/array/casting.py beyond the samples."""

from __future__ import annotations

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
