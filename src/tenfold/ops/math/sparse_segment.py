"""Segment reductions of chosen rows: sums, means and sums over the root of the number."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING, INDEX, REAL, int32
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.core.signature import Types

from .arithmetic import Mul
from .segment import check_sorted, sorted_reduce

TEXT = "data: T, indices: Tidx, segment_ids: Tsegmentids -> output: T"
TEXT_COUNTED = (
    "data: T, indices: Tidx, segment_ids: Tsegmentids, num_segments: Tnumsegments -> output: T"
)
INDICES = Types(INDEX, default=int32)


def _reduced(
    data: np.ndarray, indices: np.ndarray, ids: np.ndarray, power: float, count: Any
) -> Any:
    """Sums the rows `data[indices]` by segment, over the number of rows to a power."""
    if indices.ndim != 1:
        raise ValueError(f"indices should be a vector; their rank is {indices.ndim}.")
    if indices.size and (indices.min() < 0 or indices.max() >= data.shape[0]):
        raise ValueError(f"indices must be in [0, {data.shape[0]}); received {indices.tolist()}.")
    rows = data[indices]
    needed = check_sorted(rows, ids)
    size = needed if count is None else int(count)
    if size < needed:
        raise ValueError(f"Segment id {needed - 1} is out of range [0, {size}).")
    wide = rows.astype(np.float32) if data.dtype.itemsize == 2 and power else rows
    total = sorted_reduce("add", wide, ids, 0, size)
    if power:
        numbers = np.maximum(np.bincount(ids, minlength=size), 1) ** power
        total = total / numbers.reshape((-1,) + (1,) * (data.ndim - 1)).astype(total.dtype)
    return total.astype(data.dtype)


def _shape(call: Any) -> Any:
    data = call.inputs[0].raw_shape
    count = rules.value_of(call.inputs[3]) if len(call.inputs) == 4 else None
    if count is not None and count < 0:
        raise ValueError(f"num_segments must not be negative; received {int(count)}.")
    return None if data is None else (None if count is None else int(count), *data[1:])


_FORMED = rules.shaped(_shape, "n ...", "i", "i", "")


def _spread_back(call: Any, dy: Any, power: float) -> list[Any]:
    """Adds each segment's gradient to the rows that it was made of."""
    data, indices, ids = call.inputs[:3]
    rows = run("GatherV2", dy, ids, 0)
    if power:
        segments = run("Reshape", run("Slice", run("Shape", dy), [0], [1]), [])
        ones = run("Cast", run("OnesLike", ids), DstT=dy.dtype)
        number = run("GatherV2", run("UnsortedSegmentSum", ones, ids, segments), ids, 0)
        tail = run("Fill", run("Reshape", run("Rank", data) - 1, [1]), 1)
        shape = run("ConcatV2", [run("Shape", number), tail], 0)
        rows = Mul(rows, run("Reshape", number**-power, shape))
    length = run("Reshape", run("Slice", run("Shape", data), [0], [1]), [])
    back = run("UnsortedSegmentSum", rows, indices, length)
    return [back] + [None] * (len(call.inputs) - 1)


@op(TEXT, T=REAL, Tidx=INDICES, Tsegmentids=INDICES, shape=_FORMED, jit=False)
def SparseSegmentSum(
    xp: Any, data: Any, indices: Any, segment_ids: Any, *, sparse_gradient: bool = False
) -> Any:
    return _reduced(data, indices, segment_ids, 0, None)


@op(TEXT, T=FLOATING, Tidx=INDICES, Tsegmentids=INDICES, shape=_FORMED, jit=False)
def SparseSegmentMean(
    xp: Any, data: Any, indices: Any, segment_ids: Any, *, sparse_gradient: bool = False
) -> Any:
    return _reduced(data, indices, segment_ids, 1.0, None)


@op(TEXT, T=FLOATING, Tidx=INDICES, Tsegmentids=INDICES, shape=_FORMED, jit=False)
def SparseSegmentSqrtN(
    xp: Any, data: Any, indices: Any, segment_ids: Any, *, sparse_gradient: bool = False
) -> Any:
    return _reduced(data, indices, segment_ids, 0.5, None)


@op(
    TEXT_COUNTED,
    T=REAL,
    Tidx=INDICES,
    Tsegmentids=INDICES,
    Tnumsegments=INDICES,
    shape=_FORMED,
    jit=False,
)
def SparseSegmentSumWithNumSegments(
    xp: Any,
    data: Any,
    indices: Any,
    segment_ids: Any,
    num_segments: Any,
    *,
    sparse_gradient: bool = False,
) -> Any:
    return _reduced(data, indices, segment_ids, 0, num_segments)


@op(
    TEXT_COUNTED,
    T=FLOATING,
    Tidx=INDICES,
    Tsegmentids=INDICES,
    Tnumsegments=INDICES,
    shape=_FORMED,
    jit=False,
)
def SparseSegmentMeanWithNumSegments(
    xp: Any,
    data: Any,
    indices: Any,
    segment_ids: Any,
    num_segments: Any,
    *,
    sparse_gradient: bool = False,
) -> Any:
    return _reduced(data, indices, segment_ids, 1.0, num_segments)


@op(
    TEXT_COUNTED,
    T=FLOATING,
    Tidx=INDICES,
    Tsegmentids=INDICES,
    Tnumsegments=INDICES,
    shape=_FORMED,
    jit=False,
)
def SparseSegmentSqrtNWithNumSegments(
    xp: Any,
    data: Any,
    indices: Any,
    segment_ids: Any,
    num_segments: Any,
    *,
    sparse_gradient: bool = False,
) -> Any:
    return _reduced(data, indices, segment_ids, 0.5, num_segments)


for _op, _power in {
    SparseSegmentSum: 0.0,
    SparseSegmentSumWithNumSegments: 0.0,
    SparseSegmentMean: 1.0,
    SparseSegmentMeanWithNumSegments: 1.0,
    SparseSegmentSqrtN: 0.5,
    SparseSegmentSqrtNWithNumSegments: 0.5,
}.items():
    _op.gradient(lambda call, dy, power=_power: _spread_back(call, dy, power))
