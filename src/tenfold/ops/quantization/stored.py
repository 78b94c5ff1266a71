"""Quantization proper: floating numbers stored as integers of few bits, and back.

A range [low, high] is mapped to the integers of a type. MIN_COMBINED maps the ends to the ends;
MIN_FIRST rounds the lower end to a step, so that 0 is exact; SCALED only multiplies.
"""

from __future__ import annotations

from collections import namedtuple
from collections.abc import Sequence
from typing import Any, Literal

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.dtypes import QUANTIZED, DType, as_dtype, bfloat16, float32, qint8, qint16, qint32
from tenfold.core.op import op

QuantizeResult = namedtuple("QuantizeV2", ["output", "output_min", "output_max"])
ConcatResult = namedtuple("QuantizedConcat", ["output", "output_min", "output_max"])

_SIGNED = (qint8, qint16, qint32)
F32 = np.float32


def limits(dtype: DType) -> tuple[int, int]:
    """The least and the greatest integer of a type."""
    info = np.iinfo(dtype.np)
    return int(info.min), int(info.max)


def _steps(dtype: DType) -> float:
    return 2.0 ** (8 * dtype.size)


def _along(x: Any, axis: int, ndim: int) -> Any:
    """A range of one value for each slice of an axis, so that it broadcasts."""
    return x if axis == -1 else x.reshape([-1 if i == axis else 1 for i in range(ndim)])


def _check_range(x: Any, low: Any, high: Any, axis: int) -> None:
    if not -1 <= axis < x.ndim:
        raise ValueError(f"axis must be -1 or in [0, {x.ndim}); received {axis}.")
    for name, end in (("min_range", low), ("max_range", high)):
        if axis == -1:
            if end.size != 1:
                raise ValueError(f"{name} must have one element without axis; it has {end.size}.")
        elif end.ndim != 1 or end.shape[0] != x.shape[axis]:
            raise ValueError(
                f"If axis is specified, {name} must be a 1-D tensor whose size matches the axis "
                f"dimension of the input and output tensors; its shape is {list(end.shape)}, the "
                f"dimension {x.shape[axis]}."
            )


def _away_from_zero(xp: Any, x: Any) -> Any:
    """Rounds halves away from 0."""
    whole = xp.trunc(x)
    return xp.where(xp.abs(x - whole) >= F32(0.5), whole + xp.sign(x), whole)


def _stored(xp: Any, x: Any, dtype: DType) -> Any:
    """Rounded float32 values as integers of a type, clipped to it."""
    lowest, highest = limits(dtype)
    if dtype is qint32:
        highest = 2**31 - 128  # the last that float32 has
    return xp.clip(x.astype("float64"), lowest, highest).astype(dtype.np)


def min_first_integers(xp: Any, x: Any, low: Any, high: Any, dtype: DType) -> Any:
    """MIN_FIRST's integers of floating numbers."""
    steps = _steps(dtype)
    per_unit = (steps - 1) / (high.astype("float64") - low.astype("float64"))
    per_unit = xp.where(high == low, 0.0, per_unit).astype("float32")
    offset = _away_from_zero(xp, low * per_unit) - limits(dtype)[0]
    return _stored(xp, _away_from_zero(xp, x * per_unit) - offset, dtype)


def min_first_floats(xp: Any, x: Any, low: Any, high: Any, dtype: DType) -> Any:
    """The floating numbers that MIN_FIRST's integers stand for."""
    step = ((high - low).astype("float64") / (_steps(dtype) - 1)).astype("float32")
    safe = xp.where(step == 0, F32(1), step)
    start = xp.where(step == 0, low, _away_from_zero(xp, low / safe) * safe)
    return (x.astype("float64") - limits(dtype)[0]).astype("float32") * step + start


def _scale_of_range(xp: Any, low: Any, high: Any, lowest: int, highest: int) -> Any:
    """How many steps a unit has, so that the range fits between two integers."""
    most = F32(np.finfo(np.float32).max)
    at_low = xp.where(lowest * low > 0, F32(lowest) / xp.where(low == 0, F32(1), low), most)
    at_high = xp.where(highest * high > 0, F32(highest) / xp.where(high == 0, F32(1), high), most)
    return xp.minimum(at_low, at_high)


def _range_shapes(call: Any) -> Any:
    shape, axis = call.inputs[0].raw_shape, call.attrs["axis"]
    if axis == -1:
        return [shape, (), ()]
    size = None if shape is None else shape[rules.normalize_axis(axis, len(shape))]
    for end in call.inputs[1:3]:
        size = (rules.merge(end.raw_shape, (size,)) or (size,))[0]
    return [shape, (size,), (size,)]


@op(
    "input: float32, min_range: float32, max_range: float32 -> "
    "output: T, output_min: float32, output_max: float32",
    T=QUANTIZED,
    shape=_range_shapes,
)
def QuantizeV2(
    xp: Any,
    input: Any,
    min_range: Any,
    max_range: Any,
    *,
    T: DType,
    mode: Literal["MIN_COMBINED", "MIN_FIRST", "SCALED"] = "MIN_COMBINED",
    round_mode: Literal["HALF_AWAY_FROM_ZERO", "HALF_TO_EVEN"] = "HALF_AWAY_FROM_ZERO",
    narrow_range: bool = False,
    axis: int = -1,
    ensure_minimum_range: float = 0.01,
) -> Any:
    if round_mode == "HALF_TO_EVEN" and mode != "SCALED":
        raise ValueError(
            f"Round mode 'HALF_TO_EVEN' only supported for mode 'SCALED', but mode is '{mode}'."
        )
    _check_range(input, min_range, max_range, axis)
    if mode == "MIN_FIRST" and axis != -1:
        raise errors.UnimplementedError(
            None, None, "MIN_FIRST mode is not implemented for Quantize with axis != -1."
        )
    xp.raise_if(
        (min_range > max_range).any(),
        "InvalidArgumentError",
        "input_max_range must be larger than input_min_range.",
    )
    shape = () if axis == -1 else (-1,)
    low, high = xp.minimum(min_range, F32(0)).reshape(shape), max_range.reshape(shape)
    size = xp.maximum(xp.abs(min_range.reshape(shape)), xp.abs(high))
    margin = xp.maximum(F32(1), size) * F32(ensure_minimum_range)
    high = xp.maximum(xp.maximum(high, low + margin), F32(0))
    if mode == "MIN_FIRST":
        y = min_first_integers(xp, xp.clip(input, low, high), low, high, T)
        return y, low.astype("float32"), high.astype("float32")
    lowest, highest = limits(T)
    if mode == "SCALED":
        lowest += int(narrow_range)
        scale = _scale_of_range(xp, low, high, lowest, highest)
        low, high = F32(lowest) / scale, F32(highest) / scale
    else:
        scale = F32(highest - lowest) / (high - low)
    wide = [_along(v, axis, input.ndim) for v in (low, high, scale)]
    values = xp.clip(input, wide[0], wide[1])
    if mode == "SCALED":
        values = values * wide[2]
        to_even = round_mode == "HALF_TO_EVEN"
        values = xp.rint(values) if to_even else _away_from_zero(xp, values)
    else:
        half = F32((highest - lowest + 1) // 2 if T in _SIGNED else 0)
        values = _away_from_zero(xp, (values - wide[0]) * wide[2] - half)
    return _stored(xp, values, T), low.astype("float32"), high.astype("float32")


def quantize(
    input: Any,
    min_range: Any,
    max_range: Any,
    T: Any,
    mode: str = "MIN_COMBINED",
    round_mode: str = "HALF_AWAY_FROM_ZERO",
    name: str | None = None,
    narrow_range: bool = False,
    axis: int | None = None,
    ensure_minimum_range: float = 0.01,
) -> Any:
    """Stores floating numbers as integers of few bits.

    Args:
      input: A float32 tensor.
      min_range: The number that the least integer stands for: a scalar, or one for each slice of
        `axis`. A positive one is taken for 0.
      max_range: The number that the greatest integer stands for.
      T: The dtype of the integers: qint8, quint8, qint16, quint16 or qint32.
      mode: How the range is mapped: MIN_COMBINED, MIN_FIRST or SCALED.
      round_mode: Where halves go: HALF_AWAY_FROM_ZERO or, for SCALED, HALF_TO_EVEN.
      name: A name for the op.
      narrow_range: Whether SCALED leaves the least integer out.
      axis: The axis whose slices have ranges of their own.
      ensure_minimum_range: The least width of the range, relative to its ends.

    Returns:
      A named tuple: the integers, and the ends of the range that they have in fact.

    Raises:
      tf.errors.InvalidArgumentError: The range is upside down, or does not fit the axis.

    Example:
      >>> import tenfold as tf
      >>> stored = tf.quantization.quantize([0.0, 0.3, 1.0], 0.0, 1.0, tf.quint8)
      >>> tf.bitcast(stored.output, tf.uint8).numpy().tolist()
      [0, 77, 255]
    """
    found = QuantizeV2(
        input,
        min_range,
        max_range,
        T=as_dtype(T),
        mode=mode,
        round_mode=round_mode,
        narrow_range=narrow_range,
        axis=-1 if axis is None else axis,
        ensure_minimum_range=ensure_minimum_range,
        name=name,
    )
    return QuantizeResult(*found)


@op(
    "input: T, min_range: float32, max_range: float32 -> output: dtype",
    T=QUANTIZED,
    dtype=(bfloat16, float32),
    shape=rules.same,
)
def Dequantize(
    xp: Any,
    input: Any,
    min_range: Any,
    max_range: Any,
    *,
    mode: Literal["MIN_COMBINED", "MIN_FIRST", "SCALED"] = "MIN_COMBINED",
    narrow_range: bool = False,
    axis: int = -1,
    dtype: DType = float32,
) -> Any:
    _check_range(input, min_range, max_range, axis)
    if mode == "MIN_FIRST" and axis != -1:
        raise errors.UnimplementedError(
            None, None, "MIN_FIRST mode is not implemented for Dequantize with axis != -1."
        )
    if dtype is bfloat16 and mode != "MIN_COMBINED":
        raise ValueError(f"bfloat16 is only for the mode 'MIN_COMBINED'; the mode is {mode!r}.")
    shape = () if axis == -1 else (-1,)
    low, high = (_along(v.reshape(shape), axis, input.ndim) for v in (min_range, max_range))
    source = QUANTIZED_BY_NUMPY[np.dtype(input.dtype)]
    lowest, highest = limits(source)
    x = input.astype("float32")
    if mode == "MIN_FIRST":
        y = min_first_floats(xp, input, low, high, source)
    elif mode == "SCALED":
        first = lowest + int(narrow_range)
        scale = high / F32(highest)
        y = x * (xp.maximum(scale, low / F32(first)) if source in _SIGNED else scale)
    else:
        half = F32((highest - lowest + 1) // 2 if source in _SIGNED else 0)
        y = (x + half) * ((high - low) / F32(highest - lowest)) + low
    return y.astype(dtype.np)


QUANTIZED_BY_NUMPY = {t.np: t for t in QUANTIZED}


def dequantize(
    input: Any,
    min_range: Any,
    max_range: Any,
    mode: str = "MIN_COMBINED",
    name: str | None = None,
    axis: int | None = None,
    narrow_range: bool = False,
    dtype: Any = float32,
) -> Any:
    """The floating numbers that the integers of `tf.quantization.quantize` stand for.

    Args:
      input: A tensor of quantized integers.
      min_range: The number that the least integer stands for: a scalar, or one for each slice of
        `axis`.
      max_range: The number that the greatest integer stands for.
      mode: How the range is mapped: MIN_COMBINED, MIN_FIRST or SCALED.
      name: A name for the op.
      axis: The axis whose slices have ranges of their own.
      narrow_range: Whether SCALED leaves the least integer out.
      dtype: The dtype of the result: float32 or bfloat16.

    Returns:
      A floating tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> stored = tf.quantization.quantize([0.0, 0.3, 1.0], 0.0, 1.0, tf.quint8)
      >>> print(tf.quantization.dequantize(*stored).numpy().round(3))
      [0.    0.302 1.   ]
    """
    return Dequantize(
        input,
        min_range,
        max_range,
        mode=mode,
        narrow_range=narrow_range,
        axis=-1 if axis is None else axis,
        dtype=as_dtype(dtype),
        name=name,
    )


def _joined_shapes(call: Any) -> Any:
    count = call.attrs["N"]
    axis, parts = rules.value_of(call.inputs[0]), call.inputs[1 : 1 + count]
    shapes = [p.raw_shape for p in parts]
    if axis is None or any(s is None for s in shapes):
        return [None, (), ()]
    at = rules.normalize_axis(int(axis), len(shapes[0]))
    rest: Any = (None,) * len(shapes[0])
    for shape in shapes:
        rest = rules.merge(rest, tuple(None if i == at else d for i, d in enumerate(shape)))
    sizes = [s[at] for s in shapes]
    total = None if None in sizes else sum(sizes)
    return [tuple(total if i == at else d for i, d in enumerate(rest)), (), ()]


@op(
    "concat_dim: int32, values: N*T, input_mins: N*float32, input_maxes: N*float32 -> "
    "output: T, output_min: float32, output_max: float32",
    N=2,
    shape=_joined_shapes,
)
def QuantizedConcat(
    xp: Any, concat_dim: Any, values: Any, input_mins: Any, input_maxes: Any
) -> Any:
    source = QUANTIZED_BY_NUMPY.get(np.dtype(values[0].dtype))
    if source is None:
        raise ValueError(f"QuantizedConcat joins quantized integers; received {values[0].dtype}.")
    lows, highs = xp.stack(input_mins), xp.stack(input_maxes)
    low, high = xp.minimum(lows.min(), F32(0)), highs.max()
    if source in _SIGNED:
        # A range around 0, so that 0 stays 0.
        high = xp.maximum(xp.abs(low), xp.abs(high))
        low = -high
    parts = []
    for value, its_low, its_high in zip(values, input_mins, input_maxes):
        exact = min_first_floats(xp, value, its_low, its_high, source)
        again = min_first_integers(xp, exact, low, high, source)
        parts.append(xp.where((its_low == low) & (its_high == high), value, again))
    axis = int(xp.static(concat_dim))
    if not 0 <= axis < values[0].ndim:
        raise ValueError(f"concat_dim must be in [0, {values[0].ndim}); received {axis}.")
    return xp.concatenate(parts, axis), low.astype("float32"), high.astype("float32")


def quantized_concat(
    concat_dim: Any,
    values: Sequence[Any],
    input_mins: Sequence[Any],
    input_maxes: Sequence[Any],
    name: str | None = None,
) -> Any:
    """Joins quantized tensors along an axis, brought to one range.

    Args:
      concat_dim: The axis, an int32 scalar.
      values: Two or more tensors of the same quantized dtype.
      input_mins: The number that the least integer of each stands for, scalars.
      input_maxes: The number that the greatest integer of each stands for, scalars.
      name: A name for the op.

    Returns:
      A named tuple: the joined tensor, and the ends of its range.

    Example:
      >>> import tenfold as tf
      >>> parts = [tf.quantization.quantize([0.0, m], 0.0, m, tf.quint8) for m in (1.0, 2.0)]
      >>> joined = tf.quantization.quantized_concat(
      ...     0, [p.output for p in parts], [0.0, 0.0], [1.0, 2.0])
      >>> tf.bitcast(joined.output, tf.uint8).numpy().tolist()
      [0, 128, 0, 255]
    """
    found = QuantizedConcat(
        concat_dim, list(values), list(input_mins), list(input_maxes), name=name
    )
    return ConcatResult(*found)
