"""Samples of the first forms of ops that have newer ones, and of rows that are overwritten."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.sample import Sample, ints, normal, sample

I32, I64 = np.int32, np.int64
X = normal(3, 2)
EDGES, NO_EDGES = np.array([[1, 0], [0, 2]], I32), np.zeros((2, 2), I64)


def rows(*more: Any) -> list[Sample]:
    """Changes of some rows, and calls that do not fit."""
    return [
        sample(X, np.array([1], I32), normal(1, 2)),
        sample(X, np.array([-1, 4], I32), normal(2, 2)),
        sample(ints(4), np.array([2, 0], I32), ints(2)),
        sample(X, np.zeros(0, I32), normal(0, 2)),
        sample(X, np.array(1, I32), normal(2)),
        sample(X, np.array([1], I32), normal(2, 2)),
        sample(X, np.array([1], I32), normal(1, 3)),
        *more,
    ]


SAMPLES = {
    "Gather": [
        sample(X, np.array([2, 0, 2], I32)),
        sample(normal(4), np.array([[0, 3], [1, 1]], I64)),
        sample(normal(2, 0, 3), np.array(1, I32)),
        sample(normal(3), np.zeros(0, I32)),
        sample(X, np.array([0, 3], I32)),
        sample(X, np.array([-1], I64), validate_indices=False),
        sample(np.float32(1.0), np.array([0], I32)),
    ],
    "Concat": [
        sample(np.array(1, I32), [X, normal(3, 4)]),
        sample(np.array(-1, I32), [X, X, X]),
        sample(np.array(0, I32), [ints(2), ints(0)]),
        sample(np.array(0, I32), [X, normal(2, 3)]),
        sample(np.array(2, I32), [X, X]),
    ],
    "Reverse": [
        sample(X, np.array([True, False])),
        sample(normal(2, 3, 2), np.array([True, True, False])),
        sample(X, np.array([False, False])),
        sample(np.float32(2.0), np.zeros(0, bool)),
        sample(X, np.array([True])),
    ],
    "SpaceToBatch": [
        sample(normal(1, 4, 2, 1), NO_EDGES, block_size=2),
        sample(normal(2, 3, 4, 2), EDGES, block_size=2),
        sample(normal(1, 3, 2, 1), NO_EDGES, block_size=2),
        sample(normal(4, 2, 2), NO_EDGES, block_size=2),
    ],
    "BatchToSpace": [
        sample(normal(4, 2, 1, 1), NO_EDGES, block_size=2),
        sample(normal(8, 2, 3, 2), EDGES, block_size=2),
        sample(normal(3, 2, 2, 1), NO_EDGES, block_size=2),
        sample(normal(4, 2, 2), NO_EDGES, block_size=2),
    ],
    "InplaceUpdate": rows(
        sample(X, np.array([1, 1], I32), normal(2, 2)),
    ),
    "InplaceAdd": rows(sample(X, np.array([0, 0], I32), normal(2, 2))),
    "InplaceSub": rows(sample(X, np.array([2, 2], I32), normal(2, 2))),
    "DeepCopy": [sample(X), sample(ints(0))],
    "Empty": [
        sample(np.array([2, 3], I32), dtype="float32", init=True),
        sample(np.array([0], I32), dtype="complex64", init=True),
        sample(np.array([-2], I32), dtype="float32", init=True),
        sample(np.array(2, I32), dtype="float32", init=True),
    ],
}
