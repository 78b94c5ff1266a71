"""Reductions of rows grouped by sorted segment ids: sum, mean, product, extremes."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import INDEX, NUMBER, REAL, int32
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.core.row_groups import reduced
from tenfold.core.signature import Types

from .arithmetic import Mul, RealDiv, conj

COUNT = Types(INDEX, default=int32)
TEXT = "data: T, segment_ids: Tindices -> output: T"
TEXT_V2 = "data: T, segment_ids: Tindices, num_segments: Tnumsegments -> output: T"


def grouped(name: str, rows: np.ndarray, ids: np.ndarray, out: np.ndarray) -> np.ndarray:
    """Reduces rows into `out[id]` with a NumPy ufunc; ids below zero are dropped."""
    if ids.size and ids.min() < 0:
        kept = ids >= 0
        ids, rows = ids[kept], rows[kept]
    if rows.size:
        groups, found = reduced(getattr(np, name), rows.reshape(len(ids), -1), ids)
        out[groups] = found.reshape(len(groups), *rows.shape[1:])
    return out


def check_sorted(data: Any, ids: np.ndarray) -> int:
    """Checks the ids of a sorted segment op; gives the number of segments."""
    if ids.ndim != 1:
        raise ValueError(f"segment_ids must have rank 1, not {ids.ndim}.")
    if not data.ndim or ids.shape[0] != data.shape[0]:
        raise ValueError(
            "segment_ids must be as long as dimension 0 of data is; lengths are "
            f"{ids.shape[0]} and {data.shape[0] if data.ndim else 'none (data has rank 0)'}."
        )
    if not ids.size:
        return 0
    if (np.diff(ids) < 0).any():
        raise ValueError("Segment ids are not increasing; use tf.math.unsorted_segment_* for that.")
    if ids[0] < 0:
        raise ValueError(f"Segment id {ids[0]} is out of range: ids start from 0.")
    return int(ids[-1]) + 1


def sorted_reduce(name: str, data: np.ndarray, ids: np.ndarray, empty: float, count: int) -> Any:
    """Reduces segments; 16-bit floats in float32. Segments without rows hold `empty`."""
    wide = data.astype(np.float32) if _is_short(data) else data
    out = np.full((count, *data.shape[1:]), empty, wide.dtype)
    return grouped(name, wide, ids, out).astype(data.dtype)


def _is_short(x: Any) -> bool:
    return x.dtype.itemsize == 2 and x.dtype.kind not in "iu"


def _rows(call: Any) -> Any:
    data = call.inputs[0].raw_shape
    return None if data is None else (None, *data[1:])


_FORMED = rules.shaped(_rows, "rows ...", "ids")  # lengths are compared when it runs


@op(TEXT, T=NUMBER, Tindices=INDEX, shape=_FORMED, jit=False)
def SegmentSum(xp: Any, data: Any, segment_ids: Any) -> Any:
    return sorted_reduce("add", data, segment_ids, 0, check_sorted(data, segment_ids))


@SegmentSum.gradient
def segmentsum_gradient(call: Any, dy: Any) -> Any:
    return run("GatherV2", dy, call.inputs[1], 0), None


@op(TEXT, T=NUMBER, Tindices=INDEX, shape=_FORMED, jit=False)
def SegmentMean(xp: Any, data: Any, segment_ids: Any) -> Any:
    count = check_sorted(data, segment_ids)
    wide = data.astype(np.float32) if _is_short(data) else data
    total = sorted_reduce("add", wide, segment_ids, 0, count)
    sizes = np.maximum(np.bincount(segment_ids, minlength=count), 1).astype(wide.dtype)
    sizes = sizes.reshape((-1,) + (1,) * (data.ndim - 1))
    if data.dtype.kind in "iu":
        return (np.sign(total) * (abs(total) // sizes)).astype(data.dtype)
    return (total / sizes).astype(data.dtype)


@SegmentMean.gradient
def segmentmean_gradient(call: Any, dy: Any) -> Any:
    data, ids = call.inputs
    ones = run("Cast", run("Fill", _column(data), 1), DstT=dy.dtype)
    return run("GatherV2", RealDiv(dy, SegmentSum(ones, ids)), ids, 0), None


def _column(data: Any) -> Any:
    """The shape of `data` with every axis but the first as 1."""
    tail = run("Fill", run("Reshape", run("Rank", data) - 1, [1]), 1)
    return run("ConcatV2", [_length(data), tail], 0)


def _length(x: Any) -> Any:
    return run("Slice", run("Shape", x), [0], [1])


@op(TEXT, T=NUMBER, Tindices=INDEX, shape=_FORMED, jit=False)
def SegmentProd(xp: Any, data: Any, segment_ids: Any) -> Any:
    return sorted_reduce("multiply", data, segment_ids, 1, check_sorted(data, segment_ids))


@SegmentProd.gradient
def segmentprod_gradient(call: Any, dy: Any) -> Any:
    return product_gradient(call.inputs[0], call.inputs[1], dy, SegmentProd), None


def product_gradient(data: Any, ids: Any, dy: Any, product: Any) -> Any:
    """The product of the others in a segment, which is not the total over x where x is 0."""
    zeros, ones = run("ZerosLike", data), run("OnesLike", data)
    is_zero = run("Equal", data, zeros)
    number = run("Cast", is_zero, DstT=int32)
    zeros_in_segment = _sum_like(number, ids, dy)
    dy = run("SelectV2", run("LessEqual", zeros_in_segment, 1), dy, run("ZerosLike", dy))
    safe = run("SelectV2", is_zero, ones, data)
    nonzero_product = gather_segments(product(safe, ids), ids)
    total = gather_segments(product(data, ids), ids)
    rest = run("SelectV2", is_zero, nonzero_product, RealDiv(total, safe))
    return Mul(gather_segments(dy, ids), conj(rest))


def _sum_like(data: Any, ids: Any, dy: Any) -> Any:
    return run("UnsortedSegmentSum", data, ids, run("Reshape", _length(dy), []))


def gather_segments(x: Any, ids: Any) -> Any:
    """The row of each id; zeros for the ids below zero, which stand for nothing."""
    rows = run("GatherV2", x, run("Maximum", ids, run("ZerosLike", ids)), 0)
    kept = run("GreaterEqual", ids, run("ZerosLike", ids))
    extra = run("Rank", rows) - run("Rank", kept)
    ones = run("Fill", run("Reshape", extra, [1]), 1)
    shape = run("ConcatV2", [run("Shape", kept), ones], 0)
    return run("SelectV2", run("Reshape", kept, shape), rows, run("ZerosLike", rows))


@op(TEXT, T=REAL, Tindices=INDEX, shape=_FORMED, jit=False)
def SegmentMax(xp: Any, data: Any, segment_ids: Any) -> Any:
    return sorted_reduce("maximum", data, segment_ids, 0, check_sorted(data, segment_ids))


@SegmentMax.gradient
def segmentmax_gradient(call: Any, dy: Any) -> Any:
    # Equal extremes of a segment share its gradient evenly.
    data, ids = call.inputs
    found = run("GatherV2", call.outputs[0], ids, 0)
    chosen = run("Cast", run("Equal", data, found), DstT=dy.dtype)
    each = run("DivNoNan", dy, SegmentSum(chosen, ids))
    return Mul(chosen, run("GatherV2", each, ids, 0)), None


@op(TEXT, T=REAL, Tindices=INDEX, shape=_FORMED, jit=False)
def SegmentMin(xp: Any, data: Any, segment_ids: Any) -> Any:
    return sorted_reduce("minimum", data, segment_ids, 0, check_sorted(data, segment_ids))


@SegmentMin.gradient
def segmentmin_gradient(call: Any, dy: Any) -> Any:
    return segmentmax_gradient(call, dy)
