"""Running reductions and order."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.ops.math import scan


@pytest.mark.parametrize(
    ("values", "non_decreasing", "increasing"),
    [([], True, True), ([5], True, True), ([1, 1, 3], True, False), ([2, 1], False, False)],
)
def test_order(values: list[int], non_decreasing: bool, increasing: bool) -> None:
    assert bool(scan.is_non_decreasing(values)) is non_decreasing
    assert bool(scan.is_strictly_increasing(values)) is increasing


def test_reverse_and_exclusive_sum() -> None:
    assert scan.cumsum([1, 2, 3], exclusive=True, reverse=True).numpy().tolist() == [5, 3, 0]


@pytest.mark.parametrize("shape", [(300, 400), (5, 100, 200), (100, 300, 2), (2, 40000)], ids=str)
@pytest.mark.parametrize("dtype", ["float32", "float64", "int32", "float16"])
def test_many_numbers_are_accumulated_along_each_axis(shape: Any, dtype: str) -> None:
    x = np.random.default_rng(0).uniform(-3.0, 3.0, shape).astype(dtype)
    rtol = 3e-3 if dtype == "float16" else 1e-5
    for axis in range(-len(shape), len(shape)):
        expected = np.cumsum(x, axis, np.float64)
        found = scan.cumsum(x, axis).numpy()
        assert found.dtype == dtype
        np.testing.assert_allclose(found, expected, rtol=rtol, atol=0.05 if rtol > 1e-3 else 2e-3)
        again = tf.function(lambda: scan.cumsum(x, axis), jit_compile=True)()  # noqa: B023
        np.testing.assert_allclose(again, found, rtol=rtol, atol=0.05 if rtol > 1e-3 else 2e-3)
        near_one = (1.0 + x / 1000).astype(dtype)
        expected = np.cumprod(near_one, axis, np.float32)
        np.testing.assert_allclose(scan.cumprod(near_one, axis).numpy(), expected, rtol=rtol)
