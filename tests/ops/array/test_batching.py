"""Blocks of space in the batch: what is refused while a graph is built."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

X = np.arange(32, dtype=np.float32).reshape(4, 2, 2, 2)
NONE = [[0, 0], [0, 0]]


@pytest.mark.parametrize("traced", [False, True])
@pytest.mark.parametrize("move", [tf.batch_to_space, tf.space_to_batch])
@pytest.mark.parametrize(
    ("block", "edges", "message"),
    [([0, 1], NONE, "block_shape must be"), ([1, 1], [[0, -1], [0, 0]], "the edges must be")],
)
def test_blocks_are_positive(
    block: list[int], edges: Any, message: str, move: Any, traced: bool
) -> None:
    call = tf.function(move) if traced else move
    with pytest.raises(ValueError, match=message):
        call(X, block, edges)
