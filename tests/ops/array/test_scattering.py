"""Copies of tensors with updates written at some places."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf


@pytest.mark.parametrize("rank", [1, 2, 3])
@pytest.mark.parametrize("dtype", ["float32", "int32", "float16", "complex64"])
def test_single_numbers_added_at_the_same_place_all_count(rank: int, dtype: str) -> None:
    generator = np.random.default_rng(0)
    x = np.zeros((5, 4, 3)[:rank], dtype)
    indices = np.stack([generator.integers(0, n, 100) for n in x.shape], -1).astype("int32")
    updates = generator.integers(1, 4, 100).astype(dtype)
    wanted = x.copy()
    for place, update in zip(indices.tolist(), updates, strict=True):
        wanted[tuple(place)] += update
    found = tf.tensor_scatter_nd_add(x, indices, updates).numpy()
    np.testing.assert_array_equal(found, wanted)
    assert not x.any()


def test_updates_of_nothing_by_rows_of_nothing() -> None:
    none = np.zeros(0, np.int32)
    assert tf.scatter_nd(none, none, [0]).shape == (0,)
    assert tf.tensor_scatter_nd_add(none, none, none).shape == (0,)
