"""Quantization and back in one op: floating numbers rounded to the steps of an integer type.

As TensorFlow's, the range is scaled about 0 and not moved; gradients pass straight through, for
the fourth version only within the range.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING
from tenfold.core.op import op


def _integers(num_bits: int, signed: bool, narrow: bool) -> tuple[int, int]:
    """The least and the greatest integer of a type."""
    if not 1 <= num_bits <= (62 if signed else 63):
        raise ValueError(f"num_bits is out of range: {num_bits} with signed_input {int(signed)}.")
    if not signed:
        return 0, 2**num_bits - 1
    half = 2 ** (num_bits - 1)
    return -half + int(narrow), half - 1


def _check_axis(axis: int, ndim: int) -> None:
    if axis != -1 and not 0 <= axis < ndim:
        raise ValueError(f"axis must be -1 or in [0, {ndim}); received {axis}.")


def _ends(xp: Any, x: Any, low: Any, high: Any, axis: int, range_given: bool) -> tuple[Any, Any]:
    """The range: that of the values of each slice, or the given one."""
    _check_axis(axis, x.ndim)
    if range_given:
        for name, end in (("input_min", low), ("input_max", high)):
            if axis == -1 and end.ndim:
                raise ValueError(f"{name} must be a scalar; its shape is {list(end.shape)}.")
        xp.raise_if(
            (~(low <= high)).any(),
            "InvalidArgumentError",
            "Invalid range: input_min > input_max.",
        )
        shape = [-1 if i == axis else 1 for i in range(x.ndim)]
        return (low.reshape(shape), high.reshape(shape)) if low.ndim else (low, high)
    if not x.size:
        return low.reshape(-1)[:1], high.reshape(-1)[:1]
    others = None if axis == -1 else tuple(i for i in range(x.ndim) if i != axis % x.ndim)
    return x.min(others, keepdims=True), x.max(others, keepdims=True)


def _rounded(
    xp: Any,
    x: Any,
    low: Any,
    high: Any,
    integers: tuple[int, int],
    axis: int,
    range_given: bool,
    rounding: Callable[[Any], Any],
) -> Any:
    kind = x.dtype
    wide = "float64" if kind == np.float64 else "float32"
    x, low, high = (v.astype(wide) for v in (x, low, high))
    low, high = _ends(xp, x, low, high, axis, range_given)
    most = np.finfo(wide).max
    first, last = (np.dtype(wide).type(v) for v in integers)
    at_low = xp.where(first * low > 0, first / xp.where(low == 0, 1, low), most)
    at_high = xp.where(last * high > 0, last / xp.where(high == 0, 1, high), most)
    by_low = at_low < at_high
    scale = xp.where(by_low, at_low, at_high).astype(wide)
    step = xp.where(by_low, low / (first if first else 1), high / last).astype(wide)
    if range_given:
        x = xp.minimum(x, xp.where(by_low, last * step, high))
        x = xp.maximum(x, xp.where(by_low, low, first * step))
    return (rounding(x * scale) * step).astype(kind)


def _half_up(xp: Any) -> Callable[[Any], Any]:
    return lambda v: xp.floor(v + v.dtype.type(0.5))


def _rounding(xp: Any, round_mode: str) -> Callable[[Any], Any]:
    return xp.rint if round_mode == "HALF_TO_EVEN" else _half_up(xp)


def _ranged(done: Any) -> Any:
    """The input's shape, where the ends of the range have one value for each slice of the axis."""
    known, ends = done.inputs[0].raw_shape, [x.raw_shape for x in done.inputs[1:3]]
    axis = done.attrs["axis"]
    if not done.attrs["range_given"]:
        return known
    if axis == -1:
        ends_shape: Any = ()
    else:
        at = None if known is None else rules.normalize_axis(axis, len(known))
        ends_shape = (None if at is None or known is None else known[at],)
    rules.merge(rules.merge(*ends), ends_shape)
    return known


def _backprops(done: Any) -> Any:
    known = rules.merge(done.inputs[0].raw_shape, done.inputs[1].raw_shape)
    return [known, *(x.raw_shape for x in done.inputs[2:])]


@op("input: T -> output: T", T=FLOATING, shape=rules.same)
def QuantizeAndDequantize(
    xp: Any,
    input: Any,
    *,
    signed_input: bool = True,
    num_bits: int = 8,
    range_given: bool = False,
    input_min: float = 0.0,
    input_max: float = 0.0,
) -> Any:
    integers = _integers(num_bits, signed_input, False)
    low, high = (np.asarray(v, input.dtype) for v in (input_min, input_max))
    return _rounded(xp, input, low, high, integers, -1, range_given, xp.rint)


@QuantizeAndDequantize.gradient
def quantize_and_dequantize_gradient(call: Any, dy: Any) -> Any:
    return (dy,)


@op("input: T, input_min: T, input_max: T -> output: T", T=FLOATING, shape=_ranged)
def QuantizeAndDequantizeV2(
    xp: Any,
    input: Any,
    input_min: Any,
    input_max: Any,
    *,
    signed_input: bool = True,
    num_bits: int = 8,
    range_given: bool = False,
    round_mode: Literal["HALF_TO_EVEN", "HALF_UP"] = "HALF_TO_EVEN",
    narrow_range: bool = False,
    axis: int = -1,
) -> Any:
    integers = _integers(num_bits, signed_input, narrow_range)
    rounding = _rounding(xp, round_mode)
    return _rounded(xp, input, input_min, input_max, integers, axis, range_given, rounding)


@QuantizeAndDequantizeV2.gradient
def quantize_and_dequantize_v2_gradient(call: Any, dy: Any) -> Any:
    return dy, None, None


@op(
    "input: T, input_min: T, input_max: T, num_bits: int32 -> output: T",
    T=FLOATING,
    shape=_ranged,
)
def QuantizeAndDequantizeV3(
    xp: Any,
    input: Any,
    input_min: Any,
    input_max: Any,
    num_bits: Any,
    *,
    signed_input: bool = True,
    range_given: bool = True,
    narrow_range: bool = False,
    axis: int = -1,
) -> Any:
    integers = _integers(int(xp.static(num_bits)), signed_input, narrow_range)
    return _rounded(xp, input, input_min, input_max, integers, axis, range_given, xp.rint)


@QuantizeAndDequantizeV3.gradient
def quantize_and_dequantize_v3_gradient(call: Any, dy: Any) -> Any:
    return dy, None, None, None


@op("input: T, input_min: T, input_max: T -> output: T", T=FLOATING, shape=_ranged)
def QuantizeAndDequantizeV4(
    xp: Any,
    input: Any,
    input_min: Any,
    input_max: Any,
    *,
    signed_input: bool = True,
    num_bits: int = 8,
    range_given: bool = False,
    round_mode: Literal["HALF_TO_EVEN", "HALF_UP"] = "HALF_TO_EVEN",
    narrow_range: bool = False,
    axis: int = -1,
) -> Any:
    integers = _integers(num_bits, signed_input, narrow_range)
    rounding = _rounding(xp, round_mode)
    return _rounded(xp, input, input_min, input_max, integers, axis, range_given, rounding)


@QuantizeAndDequantizeV4.gradient
def quantize_and_dequantize_v4_gradient(call: Any, dy: Any) -> Any:
    return QuantizeAndDequantizeV4Grad(dy, *call.inputs, axis=call.attrs["axis"])


@op(
    "gradients: T, input: T, input_min: T, input_max: T -> "
    "input_backprop: T, input_min_backprop: T, input_max_backprop: T",
    T=FLOATING,
    shape=_backprops,
)
def QuantizeAndDequantizeV4Grad(
    xp: Any, gradients: Any, input: Any, input_min: Any, input_max: Any, *, axis: int = -1
) -> Any:
    if gradients.shape != input.shape:
        raise ValueError("gradient and input must be the same size.")
    _check_axis(axis, input.ndim)
    shape = [-1 if i == axis else 1 for i in range(input.ndim)]
    low, high = (v.reshape(shape) if v.ndim else v for v in (input_min, input_max))
    inside = (input >= low) & (input <= high)
    dx = xp.where(inside, gradients, gradients.dtype.type(0))
    return dx, xp.zeros_like(input_min), xp.zeros_like(input_max)


@QuantizeAndDequantizeV4Grad.gradient
def quantize_and_dequantize_v4_grad_gradient(call: Any, *dys: Any) -> Any:
    _, x, low, high = call.inputs
    again = QuantizeAndDequantizeV4Grad(dys[0], x, low, high, axis=call.attrs["axis"])
    return again[0], None, None, None


def quantize_and_dequantize(
    input: Any,
    input_min: Any,
    input_max: Any,
    signed_input: bool = True,
    num_bits: int = 8,
    range_given: bool = False,
    round_mode: str = "HALF_TO_EVEN",
    name: str | None = None,
    narrow_range: bool = False,
    axis: int | None = None,
) -> Any:
    """Rounds values to the steps of an integer type; gradients pass straight through.

    Args:
      input: A floating tensor.
      input_min: The range's lower end, a scalar, or one for each slice of `axis`.
      input_max: Its upper end.
      signed_input: Whether the integers have a sign.
      num_bits: How many bits they have.
      range_given: Whether the given range counts, not that of the values.
      round_mode: Where halves go: HALF_TO_EVEN or HALF_UP.
      name: A name for the op.
      narrow_range: Whether the least of the signed integers is left out.
      axis: The axis whose slices have ranges of their own.

    Returns:
      A tensor of the same shape and dtype.

    Raises:
      tf.errors.InvalidArgumentError: The range is upside down, or `num_bits` is out of range.

    Example:
      >>> import tenfold as tf
      >>> x = tf.quantization.quantize_and_dequantize([-1.0, 0.3, 1.0], 0.0, 0.0, num_bits=3)
      >>> print(x.numpy().round(4))
      [-1.      0.3333  1.    ]
    """
    return QuantizeAndDequantizeV2(
        *_with_ends(input, input_min, input_max),
        signed_input=signed_input,
        num_bits=num_bits,
        range_given=range_given,
        round_mode=round_mode,
        narrow_range=narrow_range,
        axis=-1 if axis is None else axis,
        name=name,
    )


def quantize_and_dequantize_v2(
    input: Any,
    input_min: Any,
    input_max: Any,
    signed_input: bool = True,
    num_bits: int = 8,
    range_given: bool = False,
    round_mode: str = "HALF_TO_EVEN",
    name: str | None = None,
    narrow_range: bool = False,
    axis: int | None = None,
) -> Any:
    """Rounds values to the steps of an integer type; gradients pass within the range.

    Args:
      input: A floating tensor.
      input_min: The range's lower end, a scalar, or one for each slice of `axis`.
      input_max: Its upper end.
      signed_input: Whether the integers have a sign.
      num_bits: How many bits they have.
      range_given: Whether the given range counts, not that of the values.
      round_mode: Where halves go: HALF_TO_EVEN or HALF_UP.
      name: A name for the op.
      narrow_range: Whether the least of the signed integers is left out.
      axis: The axis whose slices have ranges of their own.

    Returns:
      A tensor of the same shape and dtype.

    Raises:
      tf.errors.InvalidArgumentError: The range is upside down, or `num_bits` is out of range.

    Example:
      >>> import tenfold as tf
      >>> x = tf.quantization.quantize_and_dequantize_v2(
      ...     [0.3, 9.0], -1.0, 1.0, num_bits=3, range_given=True)
      >>> print(x.numpy().round(4))
      [0.3333 1.    ]
    """
    return QuantizeAndDequantizeV4(
        *_with_ends(input, input_min, input_max),
        signed_input=signed_input,
        num_bits=num_bits,
        range_given=range_given,
        round_mode=round_mode,
        narrow_range=narrow_range,
        axis=-1 if axis is None else axis,
        name=name,
    )


def _with_ends(input: Any, low: Any, high: Any) -> tuple[Any, Any, Any]:
    """All as tensors; Python numbers take the dtype of the values."""
    input = to_tensor(input)
    return input, to_tensor(low, input.dtype), to_tensor(high, input.dtype)
