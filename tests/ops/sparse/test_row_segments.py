"""tf.sparse.segment_*: in both orders of arguments, beside gathers and segment reductions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.ops.sample import normal

X = normal(5, 3)
ROWS, IDS = [4, 0, 2, 2], [0, 0, 1, 3]
KINDS: dict[str, Callable[[np.ndarray], Any]] = {
    "sum": lambda rows: rows.sum(0),
    "mean": lambda rows: rows.mean(0),
    "sqrt_n": lambda rows: rows.sum(0) / np.sqrt(len(rows)),
}


@pytest.mark.parametrize("count", [None, 6])
@pytest.mark.parametrize("kind", KINDS)
def test_chosen_rows_are_reduced_by_segment(kind: str, count: int | None) -> None:
    expected = np.zeros((count or 4, 3), np.float32)
    for segment in set(IDS):
        rows = X[[row for row, at in zip(ROWS, IDS, strict=True) if at == segment]]
        expected[segment] = KINDS[kind](rows)
    new = getattr(tf.sparse, f"segment_{kind}")(X, ROWS, IDS, count)
    old = getattr(tf.compat.v1, f"sparse_segment_{kind}")(X, ROWS, IDS, None, count)
    np.testing.assert_allclose(new, expected, rtol=1e-6)  # a few ulp of sums of two rows
    np.testing.assert_array_equal(new, old)


def test_what_is_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match="not increasing"):
        tf.sparse.segment_sum(X, [0, 1], [1, 0])
    with pytest.raises(tf.errors.InvalidArgumentError):
        tf.sparse.segment_mean(X, [5], [0])
