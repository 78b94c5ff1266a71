"""Grey-scale dilation and erosion of images: the maximum of window plus filter."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np
from ml_dtypes import finfo

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import REAL
from tenfold.core.errors import UnimplementedError
from tenfold.core.op import call, op

from .convolve import explicit, per_axis
from .windows import Windows, out_sizes, pad, scatter, windows


def _shape(call_: Any) -> Any:
    shape, kernel = (x.raw_shape for x in call_.inputs)
    _check(call_.attrs["strides"], call_.attrs["rates"])
    if shape is None:
        return (None,) * 4
    kernel = (None,) * 3 if kernel is None else kernel
    if len(shape) != 4 or len(kernel) != 3:
        raise ValueError(
            f"input must be 4-dimensional and filter 3-dimensional; received {shape}, {kernel}."
        )
    strides, rates = call_.attrs["strides"][1:-1], call_.attrs["rates"][1:-1]
    rules.merge(shape[-1:], kernel[-1:])
    out = out_sizes(shape[1:-1], kernel[:2], strides, call_.attrs["padding"], (), rates)
    return (shape[0], *out, shape[-1] if shape[-1] is not None else kernel[-1])


def _check(strides: list[int], rates: list[int]) -> None:
    for name, values in (("strides", strides), ("rates", rates)):
        if len(values) != 4 or min(values) < 1:
            raise ValueError(f"{name} must be [1, height, width, 1], positive; received {values}.")
        if values[0] != 1 or values[3] != 1:
            text = f"{name} along batch and depth are not supported; received {values}."
            raise UnimplementedError(None, None, text)


def _geometry(x: Any, kernel: Any, strides: Any, rates: Any, padding: str) -> Windows:
    _check(strides, rates)
    if x.ndim != 4 or kernel.ndim != 3 or x.shape[-1] != kernel.shape[-1]:
        raise ValueError(
            f"input must be [batch, height, width, depth] and filter [height, width, depth]; "
            f"received {list(x.shape)} and {list(kernel.shape)}."
        )
    return windows(x.shape[1:-1], kernel.shape[:2], strides[1:-1], padding, (), rates[1:-1])


def _best(xp: Any, x: Any, kernel: Any, w: Windows) -> tuple[Any, Any]:
    """The maximum of window plus filter, and the number of the tap where it is first reached."""
    padded = pad(xp, x, w)
    inside = pad(np, np.ones((1, *w.sizes, 1), np.int8), w)
    shape = (x.shape[0], *w.out, x.shape[-1])
    # The least finite number, not -inf, is what TensorFlow compares with and gives.
    limits = np.iinfo if x.dtype.kind in "iu" else finfo
    best = xp.full(shape, limits(x.dtype).min, x.dtype)
    found = xp.full(shape, -1, np.int32)
    for number, tap in enumerate(w.taps()):
        at = w.slices(tap)
        value = (padded[at] + kernel[tap]).astype(x.dtype, copy=False)
        better = (inside[at] > 0) & (value > best)
        best, found = xp.where(better, value, best), xp.where(better, np.int32(number), found)
    # Where no value is above the lowest number, the gradient goes to the first tap inside.
    first = xp.full((1, *w.out, 1), 0, np.int32)
    for number, tap in reversed(list(enumerate(w.taps()))):
        first = xp.where(inside[w.slices(tap)] > 0, np.int32(number), first)
    return best, xp.where(found < 0, first, found)


@op("input: T, filter: T -> output: T", T=REAL, shape=_shape)
def Dilation2D(
    xp: Any,
    input: Any,
    filter: Any,
    *,
    strides: list[int],
    rates: list[int],
    padding: Literal["SAME", "VALID"],
) -> Any:
    w = _geometry(input, filter, strides, rates, padding)
    return _best(xp, input, filter, w)[0]


@Dilation2D.gradient
def dilation_gradient(call_: Any, dy: Any) -> Any:
    x, kernel = call_.inputs
    attrs = {n: call_.attrs[n] for n in ("strides", "rates", "padding")}
    return (
        Dilation2DBackpropInput(x, kernel, dy, **attrs),
        Dilation2DBackpropFilter(x, kernel, dy, **attrs),
    )


@op(
    "input: T, filter: T, out_backprop: T -> in_backprop: T",
    T=REAL,
    shape=rules.same,
)
def Dilation2DBackpropInput(
    xp: Any,
    input: Any,
    filter: Any,
    out_backprop: Any,
    *,
    strides: list[int],
    rates: list[int],
    padding: Literal["SAME", "VALID"],
) -> Any:
    w = _geometry(input, filter, strides, rates, padding)
    _, found = _best(xp, input, filter, w)
    _check_gradient(out_backprop, found)
    numbers = {tap: number for number, tap in enumerate(w.taps())}
    zero = out_backprop.dtype.type(0)

    def part(tap: tuple[int, ...]) -> Any:
        return xp.where(found == numbers[tap], out_backprop, zero)

    return scatter(xp, w, part, out_backprop)


def _check_gradient(dy: Any, found: Any) -> None:
    if dy.shape != found.shape:
        raise ValueError(f"out_backprop has shape {list(dy.shape)}, expected {list(found.shape)}.")


@op(
    "input: T, filter: T, out_backprop: T -> filter_backprop: T",
    T=REAL,
    shape=rules.same_as(1),
)
def Dilation2DBackpropFilter(
    xp: Any,
    input: Any,
    filter: Any,
    out_backprop: Any,
    *,
    strides: list[int],
    rates: list[int],
    padding: Literal["SAME", "VALID"],
) -> Any:
    w = _geometry(input, filter, strides, rates, padding)
    _, found = _best(xp, input, filter, w)
    _check_gradient(out_backprop, found)
    zero = out_backprop.dtype.type(0)
    sums = [
        xp.where(found == number, out_backprop, zero).sum((0, 1, 2), dtype=filter.dtype)
        for number in range(len(list(w.taps())))
    ]
    return xp.stack(sums).reshape(filter.shape) if sums else xp.zeros(filter.shape, filter.dtype)


def dilation2d(
    input: Any,
    filters: Any,
    strides: Any,
    padding: str,
    data_format: str,
    dilations: Any,
    name: str | None = None,
) -> Any:
    """The maximum of window plus filter, for each channel of images: grey-scale dilation.

    Args:
      input: Images `[batch, height, width, depth]` of real numbers.
      filters: `[height, width, depth]`, of the dtype of `input`.
      strides: How far the filters move: `[1, height, width, 1]`.
      padding: `"SAME"` or `"VALID"`; padded pixels never win.
      data_format: `"NHWC"`.
      dilations: The distance between the filters' taps: `[1, height, width, 1]`.
      name: A name for the op.

    Returns:
      `[batch, new height, new width, depth]`.

    Raises:
      ValueError: Another `data_format`.

    Example:
      >>> import tenfold as tf
      >>> x = tf.reshape(tf.constant([1.0, 4.0, 2.0]), [1, 1, 3, 1])
      >>> y = tf.nn.dilation2d(x, tf.zeros([1, 2, 1]), [1] * 4, "VALID", "NHWC", [1] * 4)
      >>> y.numpy().ravel().tolist()
      [4.0, 4.0]
    """
    if data_format != "NHWC":
        raise ValueError(f"`data_format` values other than 'NHWC' are not supported: {data_format}")
    return Dilation2D(
        to_tensor(input),
        filters,
        strides=per_axis(strides, 2, data_format, "strides"),
        rates=per_axis(dilations, 2, data_format, "dilations"),
        padding=explicit(padding)[0],
        name=name,
    )


def erosion2d(
    value: Any,
    filters: Any,
    strides: Any,
    padding: str,
    data_format: str,
    dilations: Any,
    name: str | None = None,
) -> Any:
    """The minimum of window minus mirrored filter, for each channel of images: erosion.

    Args:
      value: Images `[batch, height, width, depth]` of real numbers.
      filters: `[height, width, depth]`, of the dtype of `value`.
      strides: How far the filters move: `[1, height, width, 1]`.
      padding: `"SAME"` or `"VALID"`.
      data_format: `"NHWC"`.
      dilations: The distance between the filters' taps: `[1, height, width, 1]`.
      name: A name for the op.

    Returns:
      `[batch, new height, new width, depth]`.

    Raises:
      ValueError: Another `data_format`.

    Example:
      >>> import tenfold as tf
      >>> x = tf.reshape(tf.constant([1.0, 4.0, 2.0]), [1, 1, 3, 1])
      >>> y = tf.nn.erosion2d(x, tf.zeros([1, 2, 1]), [1] * 4, "VALID", "NHWC", [1] * 4)
      >>> y.numpy().ravel().tolist()
      [1.0, 2.0]
    """
    mirrored = call("ReverseV2", filters, [0, 1])
    lowered = call("Neg", to_tensor(value))
    y = dilation2d(lowered, mirrored, strides, padding, data_format, dilations)
    return call("Neg", y, name=name)
