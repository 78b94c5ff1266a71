"""Samples of distances between sequences."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.sample import sample


def _pair(
    first: list[list[int]], a: Any, shape: list[int], second: list[list[int]], b: Any, to: list[int]
) -> tuple[Any, ...]:
    rank, other = len(shape), len(to)
    return (
        np.array(first, np.int64).reshape(-1, rank),
        np.asarray(a),
        np.array(shape, np.int64),
        np.array(second, np.int64).reshape(-1, other),
        np.asarray(b),
        np.array(to, np.int64),
    )


_F = np.float32
_WORDS = _pair(
    [[0, i] for i in range(6)] + [[2, 0]],
    np.array([*"kitten", "x"], object),
    [3, 6],
    [[0, i] for i in range(7)] + [[1, 0], [1, 1]],
    np.array([*"sitting", "y", "z"], object),
    [2, 7],
)
_BATCH = _pair(
    [[0, 0, 0], [1, 0, 0]],
    np.array([1, 2]),
    [2, 1, 1],
    [[0, 1, 0], [1, 0, 0], [1, 0, 1], [1, 1, 0]],
    np.array([1, 2, 3, 1]),
    [2, 2, 2],
)
_EMPTY = _pair([], _F([]), [3, 1], [], _F([]), [2, 1])

SAMPLES = {
    "EditDistance": [
        sample(*_WORDS),
        sample(*_WORDS, normalize=False),
        sample(*_BATCH),
        sample(*_BATCH, normalize=False),
        sample(*_EMPTY),
        sample(*_pair([[0, 0], [0, 2]], _F([1, 3]), [1, 3], [[0, 0]], _F([np.nan]), [1, 2])),
        sample(*_pair([[1, 0], [0, 0]], _F([1, 2]), [2, 1], [[0, 0]], _F([1]), [1, 1])),
        sample(*_pair([[0, 0]], [True], [1, 1], [[0, 0]], [False], [1, 1])),
        # Refused: ranks, numbers of values.
        sample(*_pair([[0, 0]], _F([1]), [1, 1], [[0, 0, 0]], _F([1]), [1, 1, 1])),
        sample(*_pair([[0]], _F([1]), [1], [[0]], _F([1]), [1])),
        sample(*_pair([[0, 0]], _F([1, 2]), [1, 1], [[0, 0]], _F([1]), [1, 1])),
    ],
}
