"""Rows of an array gathered by group and reduced, with NumPy.

`ufunc.at` goes from number to number, and `ufunc.reduceat` from row to row: both take ten times as
long as what is here, where there are many rows.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from numpy import ndarray

# Fewer numbers are combined by `ufunc.at`.
FEW = 2**11
# A group of as many numbers is reduced by a call of its own.
_LONG = 2**10
# What undoes an operation is done once, with all rows of a group joined by the operation itself.
_JOINS = {np.subtract: np.add, np.divide: np.multiply}


def combine_at(ufunc: Any, out: ndarray, columns: Sequence[ndarray], rows: ndarray) -> None:
    """Combines rows into places of an array: `out[place] = ufunc(out[place], row)` for each row.

    Args:
      ufunc: np.add, np.subtract, np.multiply, np.divide, np.minimum or np.maximum.
      out: The array, changed in place.
      columns: The indices along its first axes, from zero up, arrays of one shape.
      rows: For each index, what is combined: of that shape, then of the rest of `out`'s.
    """
    depth, few = len(columns), rows.size < FEW
    if (few and (depth == 1 or depth < out.ndim)) or not out.flags.c_contiguous:
        ufunc.at(out, tuple(columns), rows)
        return
    place = columns[0].astype(np.int64, copy=False)
    for column, length in zip(columns[1:], out.shape[1:], strict=False):
        place = place * length + column
    places = math.prod(out.shape[:depth])
    if few:  # NumPy has a short way for one axis only
        ufunc.at(out.reshape(-1), place, rows)
        return
    ids, matrix = place.reshape(-1), out.reshape(places, -1)
    groups, joined = reduced(_JOINS.get(ufunc, ufunc), rows.reshape(len(ids), -1), ids)
    matrix[groups] = ufunc(matrix[groups], joined)


def reduced(ufunc: Any, rows: ndarray, ids: ndarray) -> tuple[ndarray, ndarray]:
    """The rows of each group reduced to one.

    Args:
      ufunc: np.add, np.multiply, np.minimum or np.maximum.
      rows: `[n, width]`.
      ids: The group of each row, integers `[n]`, in any order.

    Returns:
      The ids that occur, in ascending order, and a row of the same dtype for each of them.
    """
    if len(ids) < 2:
        return ids, rows
    order = None
    if not (ids[1:] >= ids[:-1]).all():
        if rows.shape[1] == 1 and ufunc is np.add and rows.dtype.kind == "f":
            found = _counted(rows[:, 0], ids)
            if found is not None:
                return found
        order = sorting(ids)
        ids = ids.take(order)
    starts = np.flatnonzero(np.concatenate(([True], ids[1:] != ids[:-1])))
    groups = ids[starts]
    if rows.shape[1] == 1:
        numbers = rows[:, 0] if order is None else rows[:, 0].take(order)
        return groups, ufunc.reduceat(numbers, starts, dtype=rows.dtype)[:, None]
    return groups, _reduced(ufunc, rows, order, starts)


def sorting(ids: ndarray) -> ndarray:
    """The stable order that sorts integers: they are sorted together with their places."""
    if ids.dtype.itemsize == 8 and ids.size and not -(2**31) <= ids.min() <= ids.max() < 2**31:
        return ids.argsort(kind="stable")
    packed = ids.astype(np.int64)
    packed <<= 32
    packed |= np.arange(len(ids))
    packed.sort()
    packed &= 2**32 - 1
    return packed


def _counted(numbers: ndarray, ids: ndarray) -> tuple[ndarray, ndarray] | None:
    """Sums of single numbers, which need not be sorted; None where the ids lie too far apart."""
    if ids.min() < 0 or ids.max() >= 4 * len(ids):
        return None
    groups = np.flatnonzero(np.bincount(ids))
    totals = np.bincount(ids, numbers)
    return groups, totals[groups].astype(numbers.dtype)[:, None]


def _reduced(ufunc: Any, rows: ndarray, order: ndarray | None, starts: ndarray) -> ndarray:
    """Reduces rows that are sorted, or by their order: long groups one by one, short ones at once.

    Of the short groups all first rows are taken, then all second ones, and so on.
    """
    counts = np.diff(starts, append=len(rows))
    out = np.empty((len(starts), rows.shape[1]), rows.dtype)
    is_long = counts * rows.shape[1] >= _LONG
    for i in np.flatnonzero(is_long).tolist():
        part = slice(starts[i], starts[i] + counts[i])
        members = rows[part] if order is None else rows.take(order[part], 0)
        ufunc.reduce(members, 0, rows.dtype, out[i])
    short = np.flatnonzero(~is_long)
    if not len(short):
        return out
    short = short[(-counts[short]).argsort()]
    firsts, counts = starts[short], counts[short]
    found = _nth(rows, order, firsts, 0)
    for nth in range(1, int(counts[0])):
        left = len(counts) - int(counts[::-1].searchsorted(nth, "right"))
        ufunc(found[:left], _nth(rows, order, firsts[:left], nth), out=found[:left])
    out[short] = found
    return out


def _nth(rows: ndarray, order: ndarray | None, firsts: ndarray, nth: int) -> ndarray:
    """The rows that come so many places after the first ones of their groups."""
    at = firsts + nth
    return rows.take(at if order is None else order.take(at), 0)
