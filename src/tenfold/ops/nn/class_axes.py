"""Permutations that bring the axis of the classes behind the others, where the ops want it."""

from __future__ import annotations

from typing import Any

from tenfold.core.dtypes import int32
from tenfold.core.op import call


def moved_last(axis: int, ndim: int) -> list[int]:
    """The permutation that exchanges an axis with the last; its own inverse."""
    order = list(range(ndim))
    order[axis], order[-1] = order[-1], order[axis]
    return order


def exchanged(x: Any, axis: int) -> Any:
    """`moved_last` for a tensor of unknown rank."""
    rank = call("Rank", x)
    places, at, last = call("Range", 0, rank, 1), _from_front(axis, rank), rank - 1
    others = call("SelectV2", call("Equal", places, last), at, places)
    return call("SelectV2", call("Equal", places, at), last, others)


def behind(x: Any, axis: int) -> Any:
    """The permutation that puts an axis behind the others, for a tensor of unknown rank."""
    rank = call("Rank", x)
    at = _from_front(axis, rank)
    places = call("Range", 0, rank - 1, 1)
    others = places + call("Cast", call("GreaterEqual", places, at), DstT=int32)
    return call("ConcatV2", [others, call("Reshape", at, [1])], 0)


def _from_front(axis: int, rank: Any) -> Any:
    """An axis counted from the front; one before the first is one behind the last."""
    if axis >= 0:
        return axis
    return call("SelectV2", call("Less", rank + axis, 0), rank, rank + axis)
