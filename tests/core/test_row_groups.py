"""Rows reduced by group, as `ufunc.at` has it."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.core.row_groups import FEW, combine_at, reduced, sorting

UFUNCS = [np.add, np.multiply, np.minimum, np.maximum]
# rows, width, groups: few and many, short and long, wide and narrow, empty ones between.
KINDS = [
    (1, 3, 5),
    (40, 3, 5),
    (3000, 1, 20),
    (3000, 1, 2000),
    (3000, 1, 10**6),
    (3000, 7, 20),
    (3000, 7, 2500),
    (60, 300, 4),
    (600, 30, 1),
]


def table(rows: int, width: int, dtype: Any = np.float32) -> np.ndarray:
    found = np.random.default_rng(rows).uniform(0.9, 1.1, (rows, width))
    return (found if np.dtype(dtype).kind == "f" else 1000 * found).astype(dtype)


@pytest.mark.parametrize("ufunc", UFUNCS, ids=lambda u: u.__name__)
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int32, np.int64])
@pytest.mark.parametrize("kind", KINDS, ids=str)
@pytest.mark.parametrize("is_sorted", [False, True])
def test_groups_are_reduced(ufunc: Any, dtype: Any, kind: Any, is_sorted: bool) -> None:
    count, width, groups = kind
    rows = table(count, width, dtype)
    ids = np.random.default_rng(1).integers(0, groups, count).astype(np.int32)
    ids = np.sort(ids) if is_sorted else ids
    found, values = reduced(ufunc, rows, ids)
    assert found.tolist() == np.unique(ids).tolist()
    assert values.dtype == dtype and values.shape == (len(found), width)
    for group, value in list(zip(found, values, strict=True))[:: 1 + len(found) // 50]:
        members = rows[ids == group]
        if np.dtype(dtype).kind == "i":
            assert value.tolist() == ufunc.reduce(members, 0, dtype).tolist()
        else:
            expected = ufunc.reduce(members.astype(np.float64), 0)
            np.testing.assert_allclose(value, expected, rtol=2e-5 * count**0.5)


def test_groups_of_very_different_lengths() -> None:
    ids = np.repeat(np.arange(6), [1, 2000, 3, 1, 90, 2])
    order = np.random.default_rng(0).permutation(len(ids))
    rows = table(len(ids), 5, np.int64)
    groups, values = reduced(np.add, rows[order], ids[order])
    assert groups.tolist() == list(range(6))
    assert values.tolist() == [rows[ids == g].sum(0).tolist() for g in range(6)]


@pytest.mark.parametrize("ufunc", [*UFUNCS, np.subtract, np.divide], ids=lambda u: u.__name__)
@pytest.mark.parametrize("shape", [(50,), (50, 4), (5, 10), (5, 10, 3), (2, 3, 4)])
@pytest.mark.parametrize("count", [3, FEW])
def test_rows_are_combined_into_places(ufunc: Any, shape: Any, count: int) -> None:
    depth = 1 if shape == (50, 4) else min(2, len(shape))
    generator = np.random.default_rng(2)
    columns = [generator.integers(0, n, (count, 1)) for n in shape[:depth]]
    rows = generator.uniform(0.99, 1.01, (count, 1, *shape[depth:]))
    out = generator.uniform(1.0, 2.0, shape)
    expected = out.copy()
    ufunc.at(expected, tuple(columns), rows)
    combine_at(ufunc, out, columns, rows)
    np.testing.assert_allclose(out, expected, rtol=1e-9)


def test_wide_ids_are_sorted_too() -> None:
    for ids in ([5, -3, 5, 0], [2**40, 3, 2**40, -(2**35)], []):
        found = sorting(np.array(ids, np.int64))
        assert found.tolist() == np.argsort(np.array(ids, np.int64), kind="stable").tolist()
