"""Quantized integers brought to another range or type."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.dtypes import QUANTIZED, DType, qint8, qint32, quint8
from tenfold.core.op import op
from tenfold.core.signature import Types

from .arithmetic import check_range, kind_of
from .levels import clipped_level_of, number_of
from .stored import limits

F32 = np.float32
_WIDE = Types(QUANTIZED, default=qint32)
_SHIFT = 16


def _moved(xp: Any, x: Any, low: Any, high: Any, new_low: Any, new_high: Any, dtype: DType) -> Any:
    """Integers of one range as those of another."""
    if kind_of(x) is qint32 and dtype is quint8:
        return _to_bytes(xp, x, low, high, new_low, new_high)
    numbers = number_of(xp, x, low, high, kind_of(x))
    return clipped_level_of(xp, numbers, new_low, new_high, dtype).astype(dtype.np)


def _to_bytes(xp: Any, x: Any, low: Any, high: Any, new_low: Any, new_high: Any) -> Any:
    """32 bits to 8 by numbers of 16 binary places, as TensorFlow's fast way does."""
    one = 1 << _SHIFT
    width, new_width = high - low, new_high - new_low
    safe = xp.where(new_width == 0, F32(1), new_width)
    per_unit = F32(255) / safe
    scale = (255.0 * one * width.astype("float64") / safe).astype("int64")
    middle = ((low + high).astype("float64") / 2.0).astype(F32)
    start = (middle * per_unit * F32(one)).astype("int64")
    offset = (one * (new_low.astype("float64") * 255.0) / safe).astype("int64")
    scale, start, offset = (xp.where(new_width == 0, 0, v) for v in (scale, start, offset))
    found = ((x.astype("int64") * scale) >> 32) + start - offset + one // 2
    return xp.clip(found >> _SHIFT, 0, 255).astype("uint8")


def _used_range(xp: Any, x: Any, low: Any, high: Any) -> tuple[Any, Any]:
    """The numbers that the least and the greatest of some integers stand for; 0 is among them."""
    ends = (x.min(), x.max()) if x.size else (xp.asarray(0), xp.asarray(0))
    least, most = (number_of(xp, xp.asarray(v), low, high, kind_of(x)) for v in ends)
    return xp.minimum(F32(0), least), most


@op(
    "input: Tinput, input_min: float32, input_max: float32 -> "
    "output_min: float32, output_max: float32",
    Tinput=QUANTIZED,
    shape=lambda call: [(), ()],
)
def RequantizationRange(xp: Any, input: Any, input_min: Any, input_max: Any) -> Any:
    check_range("input", input_min, input_max)
    return _used_range(xp, input, input_min.reshape(()), input_max.reshape(()))


def _moved_shapes(call: Any) -> Any:
    return [call.inputs[0].raw_shape, (), ()]


@op(
    "input: Tinput, input_min: float32, input_max: float32, requested_output_min: float32, "
    "requested_output_max: float32 -> output: out_type, output_min: float32, output_max: float32",
    Tinput=QUANTIZED,
    out_type=QUANTIZED,
    shape=_moved_shapes,
)
def Requantize(
    xp: Any,
    input: Any,
    input_min: Any,
    input_max: Any,
    requested_output_min: Any,
    requested_output_max: Any,
    *,
    out_type: DType,
) -> Any:
    check_range("input", input_min, input_max)
    check_range("the output", requested_output_min, requested_output_max)
    low, high, new_low, new_high = (
        v.reshape(()) for v in (input_min, input_max, requested_output_min, requested_output_max)
    )
    xp.raise_if(
        new_low > 0,
        "InvalidArgumentError",
        lambda v: f"requested_output_min must be <= 0, but got {v[0]}.",
        (new_low,),
    )
    xp.raise_if(
        new_high < new_low,
        "InvalidArgumentError",
        lambda v: f"requested_output_max must be >= requested_output_min, but got {v[1]}, {v[0]}.",
        (new_low, new_high),
    )
    return _moved(xp, input, low, high, new_low, new_high, out_type), new_low, new_high


@op(
    "input: Tinput, input_min: float32, input_max: float32 -> "
    "output: out_type, output_min: float32, output_max: float32",
    Tinput=QUANTIZED,
    out_type=QUANTIZED,
    shape=_moved_shapes,
)
def QuantizeDownAndShrinkRange(
    xp: Any, input: Any, input_min: Any, input_max: Any, *, out_type: DType
) -> Any:
    check_range("input", input_min, input_max)
    low, high = input_min.reshape(()), input_max.reshape(())
    new_low, new_high = _used_range(xp, input, low, high)
    return _moved(xp, input, low, high, new_low, new_high, out_type), new_low, new_high


def _per_channel(x: Any, low: Any, high: Any) -> None:
    if x.ndim != 4:
        raise ValueError(f"input must be in NHWC format; its shape is {list(x.shape)}.")
    for name, end in (("input_min", low), ("input_max", high)):
        if tuple(end.shape) != (x.shape[-1],):
            raise ValueError(
                f"{name} must have one number for each of the {x.shape[-1]} channels; its shape "
                f"is {list(end.shape)}."
            )


@op(
    "input: T, input_min: float32, input_max: float32 -> output_min: float32, output_max: float32",
    T=_WIDE,
    shape=lambda call: [(), ()],
)
def RequantizationRangePerChannel(
    xp: Any, input: Any, input_min: Any, input_max: Any, *, clip_value_max: float
) -> Any:
    _per_channel(input, input_min, input_max)
    codes = input.astype("int64")
    space = (0, 1, 2)
    most = xp.maximum(xp.abs(codes.min(axis=space)), xp.abs(codes.max(axis=space)))
    ranges = xp.maximum(xp.abs(input_min), xp.abs(input_max)) * most.astype(F32) / F32(2**31)
    high = xp.minimum(ranges.max(), F32(clip_value_max))
    return xp.where((codes < 0).any(), -high, F32(0)), high


@op(
    "input: T, input_min: float32, input_max: float32, requested_output_min: float32, "
    "requested_output_max: float32 -> output: out_type, output_min: float32, output_max: float32",
    T=_WIDE,
    out_type=Types(QUANTIZED, default=quint8),
    shape=_moved_shapes,
)
def RequantizePerChannel(
    xp: Any,
    input: Any,
    input_min: Any,
    input_max: Any,
    requested_output_min: Any,
    requested_output_max: Any,
    *,
    out_type: DType = quint8,
) -> Any:
    _per_channel(input, input_min, input_max)
    check_range("the output", requested_output_min, requested_output_max)
    new_low, new_high = requested_output_min.reshape(()), requested_output_max.reshape(())
    widest = xp.maximum(xp.abs(new_low), xp.abs(new_high))
    levels = F32(127 if out_type is qint8 else 255)
    scales = levels * (xp.maximum(xp.abs(input_min), xp.abs(input_max)) / widest / F32(2**31))
    found = xp.rint(input.astype(F32) * scales)
    return xp.clip(found, *limits(out_type)).astype(out_type.np), new_low, new_high


for _op in (
    *(RequantizationRange, Requantize, QuantizeDownAndShrinkRange),
    *(RequantizationRangePerChannel, RequantizePerChannel),
):
    _op.not_differentiable()
