"""Reductions of rows grouped by segment ids in any order, into a given number of segments."""

from __future__ import annotations

import math
from typing import Any

import ml_dtypes
import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import INDEX, NUMBER, REAL, int16, int32
from tenfold.core.op import call as run
from tenfold.core.op import op

from .arithmetic import Mul, conj
from .segment import COUNT, TEXT_V2, gather_segments, grouped


def _scatter(xp: Any, name: str, data: Any, ids: Any, num_segments: Any, empty: Any) -> Any:
    count = int(xp.static(num_segments))
    if count < 0:
        raise ValueError(f"num_segments must not be negative; received {count}.")
    lead = ids.ndim
    if data.shape[:lead] != ids.shape:
        raise ValueError(
            f"data.shape {list(data.shape)} does not start with segment_ids.shape "
            f"{list(ids.shape)}."
        )
    flat = ids.reshape(-1)
    rows = data.reshape(math.prod(ids.shape), *data.shape[lead:])
    short = data.dtype.itemsize == 2 and data.dtype.kind not in "iu"
    rows = rows.astype("float32") if short else rows
    out = xp.full((count, *data.shape[lead:]), rows.dtype.type(empty), rows.dtype)
    if not rows.size:
        return out.astype(data.dtype)
    greatest = flat.max()
    xp.raise_if(
        greatest >= count,
        "InvalidArgumentError",
        lambda values: f"segment_ids hold {values[0]}, which is out of range [0, {count}).",
        [greatest],
    )
    if xp.compiled:
        # Rows of negative ids are sent out of bounds, where they are dropped.
        target = out.at[xp.where(flat < 0, count, flat)]
        out = getattr(target, _METHOD[name])(rows, mode="drop")
    else:
        out = grouped(name, rows, flat, out)
    return out.astype(data.dtype)


_METHOD = {"add": "add", "multiply": "multiply", "maximum": "max", "minimum": "min"}


def _lowest(dtype: Any) -> Any:
    if dtype.kind in "iu":
        return np.iinfo(dtype).min
    return _finfo(dtype).min


def _highest(dtype: Any) -> Any:
    if dtype.kind in "iu":
        return np.iinfo(dtype).max
    return _finfo(dtype).max


def _finfo(dtype: Any) -> Any:
    return ml_dtypes.finfo(dtype)


def _shape(call: Any) -> Any:
    data, ids = call.inputs[0].raw_shape, call.inputs[1].raw_shape
    if data is None or ids is None:
        return None
    rules.merge(data[: len(ids)], ids)
    count = rules.value_of(call.inputs[2])
    if count is not None and count < 0:
        raise ValueError(f"num_segments must not be negative; received {int(count)}.")
    return (None if count is None else int(count), *data[len(ids) :])


@op(TEXT_V2, T=NUMBER, Tindices=(int16, *INDEX), Tnumsegments=COUNT, shape=_shape)
def UnsortedSegmentSum(xp: Any, data: Any, segment_ids: Any, num_segments: Any) -> Any:
    return _scatter(xp, "add", data, segment_ids, num_segments, 0)


@UnsortedSegmentSum.gradient
def unsortedsegmentsum_gradient(call: Any, dy: Any) -> Any:
    return gather_segments(dy, call.inputs[1]), None, None


@op(TEXT_V2, T=NUMBER, Tindices=INDEX, Tnumsegments=COUNT, shape=_shape)
def UnsortedSegmentProd(xp: Any, data: Any, segment_ids: Any, num_segments: Any) -> Any:
    return _scatter(xp, "multiply", data, segment_ids, num_segments, 1)


@UnsortedSegmentProd.gradient
def unsortedsegmentprod_gradient(call: Any, dy: Any) -> Any:
    data, ids, count = call.inputs
    zeros, ones = run("ZerosLike", data), run("OnesLike", data)
    is_zero = run("Equal", data, zeros)
    number = UnsortedSegmentSum(run("Cast", is_zero, DstT=int32), ids, count)
    dy = run("SelectV2", run("LessEqual", number, 1), dy, run("ZerosLike", dy))
    # The product of the others is not the total over x where x is 0.
    safe = run("SelectV2", is_zero, ones, data)
    without = gather_segments(UnsortedSegmentProd(safe, ids, count), ids)
    total = gather_segments(call.outputs[0], ids)
    rest = run("SelectV2", is_zero, without, run("RealDiv", total, safe))
    return Mul(gather_segments(dy, ids), conj(rest)), None, None


@op(TEXT_V2, T=REAL, Tindices=INDEX, Tnumsegments=COUNT, shape=_shape)
def UnsortedSegmentMax(xp: Any, data: Any, segment_ids: Any, num_segments: Any) -> Any:
    lowest = _lowest(data.dtype)
    return _scatter(xp, "maximum", data, segment_ids, num_segments, lowest)


@UnsortedSegmentMax.gradient
def unsortedsegmentmax_gradient(call: Any, dy: Any) -> Any:
    # Equal extremes of a segment share its gradient evenly.
    data, ids, count = call.inputs
    found = gather_segments(call.outputs[0], ids)
    chosen = run("Cast", run("Equal", data, found), DstT=dy.dtype)
    each = run("DivNoNan", dy, UnsortedSegmentSum(chosen, ids, count))
    return Mul(chosen, gather_segments(each, ids)), None, None


@op(TEXT_V2, T=REAL, Tindices=INDEX, Tnumsegments=COUNT, shape=_shape)
def UnsortedSegmentMin(xp: Any, data: Any, segment_ids: Any, num_segments: Any) -> Any:
    highest = _highest(data.dtype)
    return _scatter(xp, "minimum", data, segment_ids, num_segments, highest)


@UnsortedSegmentMin.gradient
def unsortedsegmentmin_gradient(call: Any, dy: Any) -> Any:
    return unsortedsegmentmax_gradient(call, dy)
