"""Rows of a tensor replaced, added to and taken from; tensors that nobody filled yet."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import DType
from tenfold.core.op import op

from .creation import blanks, lengths
from .scattering import write


def _overwrite(xp: Any, x: Any, i: Any, v: Any, how: str) -> Any:
    """The tensor with some rows changed; rows are counted modulo their number."""
    if i.ndim != 1:
        raise ValueError(f"i must be a vector; its shape is {list(i.shape)}.")
    if not x.ndim or v.shape != (*i.shape, *x.shape[1:]):
        raise ValueError(
            f"v must have a row of x for each index: the shapes of x, i and v are {list(x.shape)}, "
            f"{list(i.shape)} and {list(v.shape)}."
        )
    if not v.size:
        return x
    return write(xp, x, (i % x.shape[0])[:, None], v, how)


@op("x: T, i: int32, v: T -> y: T", shape=rules.same)
def InplaceUpdate(xp: Any, x: Any, i: Any, v: Any) -> Any:
    return _overwrite(xp, x, i, v, "set")


@op("x: T, i: int32, v: T -> y: T", shape=rules.same)
def InplaceAdd(xp: Any, x: Any, i: Any, v: Any) -> Any:
    return _overwrite(xp, x, i, v, "add")


@op("x: T, i: int32, v: T -> y: T", shape=rules.same)
def InplaceSub(xp: Any, x: Any, i: Any, v: Any) -> Any:
    return _overwrite(xp, x, i, -v, "add")


@op("x: T -> y: T", stateful=True, shape=rules.same)
def DeepCopy(xp: Any, x: Any) -> Any:
    return x


@op("shape: int32 -> output: dtype", stateful=True, shape=rules.shaped(lengths, "n"))
def Empty(xp: Any, shape: Any, *, dtype: DType, init: bool = False) -> Any:
    dims = xp.static(shape)
    if dims.ndim != 1:
        raise ValueError(f"shape must be a vector of int32, got shape {list(dims.shape)}.")
    if (dims < 0).any():
        raise ValueError(f"Dimension {dims.min()} must be >= 0.")
    return blanks(xp, tuple(dims.tolist()), dtype.np)


for _op in (InplaceUpdate, InplaceAdd, InplaceSub, DeepCopy, Empty):
    _op.not_differentiable()
