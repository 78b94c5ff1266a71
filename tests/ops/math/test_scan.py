"""Running reductions and order."""

from __future__ import annotations

import pytest

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
