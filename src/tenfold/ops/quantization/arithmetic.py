"""Sums and products of quantized integers: wider integers, and the range that they stand for."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.dispatch import Call
from tenfold.core.dtypes import QUANTIZED, DType, qint32, quint8
from tenfold.core.op import op
from tenfold.core.shapes import broadcast
from tenfold.core.signature import Types
from tenfold.ops.nn.conv_ops import attributes, conv_shape, convolve

from .levels import (
    clipped_level_of,
    level_of,
    number_of,
    product_range,
    zero_level,
)
from .stored import QUANTIZED_BY_NUMPY, limits, min_first_floats, min_first_integers

_WIDE = Types(QUANTIZED, default=qint32)
_BYTES = Types(QUANTIZED, default=quint8)
_PLANE: list[int] = [1, 1, 1, 1]
# How much wider than its arguments' range a sum's is, so that many may be added.
_ROOM_OF_SUMS, _ROOM_OF_BIAS = np.float32(1 << 14), np.float32(1 << 17)


def kind_of(x: Any) -> DType:
    """The quantized dtype of an array."""
    return QUANTIZED_BY_NUMPY[np.dtype(x.dtype)]


def check_range(name: str, *ends: Any) -> None:
    """Raises where an end of a range is not one number."""
    for end in ends:
        if end.size != 1:
            raise ValueError(f"the range of {name} must be scalars; received {list(end.shape)}.")


def _offset(xp: Any, x: Any, low: Any, high: Any) -> Any:
    """Integers counted from the one that stands for 0, int64."""
    return x.astype("int64") - zero_level(xp, low, high, kind_of(x))


def _wrapped(x: Any, dtype: DType) -> Any:
    return x.astype(dtype.np)


def with_range(rule: Any) -> Any:
    """The shape rule of an output and the two ends of its range."""
    return lambda call: [rule(call), (), ()]


def _broadcast(call: Any) -> Any:
    return broadcast(call.inputs[0].raw_shape, call.inputs[1].raw_shape)


@op(
    "x: T1, y: T2, min_x: float32, max_x: float32, min_y: float32, max_y: float32 -> "
    "z: Toutput, min_z: float32, max_z: float32",
    T1=QUANTIZED,
    T2=QUANTIZED,
    Toutput=_WIDE,
    shape=with_range(_broadcast),
)
def QuantizedMul(
    xp: Any,
    x: Any,
    y: Any,
    min_x: Any,
    max_x: Any,
    min_y: Any,
    max_y: Any,
    *,
    Toutput: DType = qint32,
) -> Any:
    check_range("x", min_x, max_x)
    check_range("y", min_y, max_y)
    z = _offset(xp, x, min_x, max_x) * _offset(xp, y, min_y, max_y)
    ends = product_range(min_x, max_x, kind_of(x), min_y, max_y, kind_of(y), Toutput)
    return _wrapped(z, Toutput), *ends


def _on_a_line(xp: Any, x: Any, low: Any, high: Any, to_low: Any, to_high: Any, to: DType) -> Any:
    """Integers of one range as those of another, int64: by what 0 and 1 become, as TensorFlow's."""
    if x.size == 1:
        return clipped_level_of(xp, number_of(xp, x, low, high, kind_of(x)), to_low, to_high, to)
    first, second = (
        level_of(xp, number_of(xp, np.asarray(v), low, high, kind_of(x)), to_low, to_high, to)
        for v in (0, 1)
    )
    return xp.clip(first + x.astype("int64") * (second - first), *limits(to))


def _sum_range(xp: Any, ends: tuple[Any, ...], room: np.float32) -> tuple[Any, Any]:
    """A range around 0, so that 0 + 0 is 0, with room above the larger of the arguments'."""
    low_x, high_x, low_y, high_y = ends
    largest = xp.maximum(xp.maximum(high_x, -low_x), xp.maximum(high_y, -low_y)) * room
    return -largest, largest


@op(
    "x: T1, y: T2, min_x: float32, max_x: float32, min_y: float32, max_y: float32 -> "
    "z: Toutput, min_z: float32, max_z: float32",
    T1=QUANTIZED,
    T2=QUANTIZED,
    Toutput=_WIDE,
    shape=with_range(_broadcast),
)
def QuantizedAdd(
    xp: Any,
    x: Any,
    y: Any,
    min_x: Any,
    max_x: Any,
    min_y: Any,
    max_y: Any,
    *,
    Toutput: DType = qint32,
) -> Any:
    check_range("x", min_x, max_x)
    check_range("y", min_y, max_y)
    low, high = _sum_range(xp, (min_x, max_x, min_y, max_y), _ROOM_OF_SUMS)
    left, right = (
        _on_a_line(xp, v, a, b, low, high, Toutput)
        for v, a, b in ((x, min_x, max_x), (y, min_y, max_y))
    )
    return _wrapped(left + right, Toutput), low, high


@op(
    "input: T1, bias: T2, min_input: float32, max_input: float32, min_bias: float32, "
    "max_bias: float32 -> output: out_type, min_out: float32, max_out: float32",
    T1=QUANTIZED,
    T2=QUANTIZED,
    out_type=QUANTIZED,
    shape=with_range(rules.shaped(rules.same, "... d", "d", "", "", "", "")),
)
def QuantizedBiasAdd(
    xp: Any,
    input: Any,
    bias: Any,
    min_input: Any,
    max_input: Any,
    min_bias: Any,
    max_bias: Any,
    *,
    out_type: DType,
) -> Any:
    check_range("input", min_input, max_input)
    check_range("bias", min_bias, max_bias)
    if input.ndim < 2 or bias.ndim != 1 or bias.shape[0] != input.shape[-1]:
        raise ValueError(
            "input must be at least 2D and bias have one value for each entry of its last axis; "
            f"received shapes {list(input.shape)} and {list(bias.shape)}."
        )
    low, high = _sum_range(xp, (min_input, max_input, min_bias, max_bias), _ROOM_OF_BIAS)
    total = min_first_floats(xp, input, min_input, max_input, kind_of(input))
    total = total + min_first_floats(xp, bias, min_bias, max_bias, kind_of(bias))
    return min_first_integers(xp, total, low, high, out_type), low, high


@op(
    "a: T1, b: T2, min_a: float32, max_a: float32, min_b: float32, max_b: float32 -> "
    "out: Toutput, min_out: float32, max_out: float32",
    T1=QUANTIZED,
    T2=QUANTIZED,
    Toutput=_WIDE,
    Tactivation=_BYTES,
    shape=with_range(rules.matmul),
)
def QuantizedMatMul(
    xp: Any,
    a: Any,
    b: Any,
    min_a: Any,
    max_a: Any,
    min_b: Any,
    max_b: Any,
    *,
    Toutput: DType = qint32,
    transpose_a: bool = False,
    transpose_b: bool = False,
    Tactivation: DType = quint8,
) -> Any:
    check_range("a", min_a, max_a)
    check_range("b", min_b, max_b)
    left, right = _offset(xp, a, min_a, max_a), _offset(xp, b, min_b, max_b)
    left, right = left.T if transpose_a else left, right.T if transpose_b else right
    if left.ndim != 2 or right.ndim != 2 or left.shape[1] != right.shape[0]:
        raise ValueError(
            f"a and b must be matrices that fit; received {list(a.shape)} and {list(b.shape)}, "
            f"transposed: {transpose_a}, {transpose_b}."
        )
    ends = product_range(min_a, max_a, kind_of(a), min_b, max_b, kind_of(b), Toutput)
    return _wrapped(left @ right, Toutput), *ends


def _convolved(call: Any) -> Any:
    attrs = {**call.attrs, "data_format": "NHWC", "explicit_paddings": []}
    return conv_shape(Call(call.op, call.inputs[:2], (), attrs))


@op(
    "input: Tinput, filter: Tfilter, min_input: float32, max_input: float32, "
    "min_filter: float32, max_filter: float32 -> "
    "output: out_type, min_output: float32, max_output: float32",
    Tinput=QUANTIZED,
    Tfilter=QUANTIZED,
    out_type=_WIDE,
    shape=with_range(_convolved),
)
def QuantizedConv2D(
    xp: Any,
    input: Any,
    filter: Any,
    min_input: Any,
    max_input: Any,
    min_filter: Any,
    max_filter: Any,
    *,
    out_type: DType = qint32,
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    dilations: list[int] = _PLANE,
) -> Any:
    check_range("input", min_input, max_input)
    check_range("filter", min_filter, max_filter)
    attrs = attributes(strides, padding, "NHWC", dilations)
    x = _offset(xp, input, min_input, max_input)
    kernel = _offset(xp, filter, min_filter, max_filter)
    # Sums of products of bytes are exact in float64, where convolutions are fast.
    y = convolve(xp, x.astype("float64"), kernel.astype("float64"), attrs).astype("int64")
    ends = product_range(
        min_input, max_input, kind_of(input), min_filter, max_filter, kind_of(filter), out_type
    )
    return _wrapped(y, out_type), *ends


for _op in (QuantizedMul, QuantizedAdd, QuantizedBiasAdd, QuantizedMatMul, QuantizedConv2D):
    _op.not_differentiable()
