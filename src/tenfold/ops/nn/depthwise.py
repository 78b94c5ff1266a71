"""Convolutions in which each channel has filters of its own, and what is built from them."""

from __future__ import annotations

import math
from collections.abc import Iterator
from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING
from tenfold.core.half_floats import widen
from tenfold.core.op import op
from tenfold.core.pieces import by_rows

from .blocks import joined
from .conv_ops import attributes, back_kernel_shape, check, differentiate, geometry
from .convolve import conv2d, explicit, per_axis
from .formulations import Case, choose, rows_at_once
from .windows import (
    Windows,
    crop,
    from_last,
    out_sizes,
    pad,
    parts,
    scatter,
    spatial,
    spatial_pads,
    to_last,
    whole,
)

_PLANE: list[int] = [1, 1, 1, 1]
_NONE: list[int] = []


def _shape(call: Any) -> Any:
    shape, kernel = (x.raw_shape for x in call.inputs)
    attrs = call.attrs
    check(attrs, 4)
    if shape is None:
        return (None,) * 4
    kernel = (None,) * 4 if kernel is None else kernel
    if len(shape) != 4 or len(kernel) != 4:
        raise ValueError(f"input and filter must be 4-dimensional; received {shape}, {kernel}.")
    layout = attrs["data_format"]
    batch, sizes, channels = parts(shape, layout)
    channels = kernel[2] if channels is None else channels
    made = None if channels is None or kernel[3] is None else channels * kernel[3]
    out = out_sizes(
        sizes,
        kernel[:2],
        spatial(attrs["strides"], layout),
        attrs["padding"],
        spatial_pads(attrs["explicit_paddings"], layout),
        spatial(attrs["dilations"], layout),
    )
    return whole(batch, out, made, layout)


def _setup(xp: Any, sizes: Any, kernel: Any, channels: int, attrs: dict[str, Any]) -> Any:
    check(attrs, 4)
    if len(kernel) != 4 or channels != kernel[2]:
        raise ValueError(
            f"input and filter must have the same depth: {channels} vs filter {list(kernel)}."
        )
    if 0 in kernel[:2]:
        raise ValueError(f"filter must not have zero elements; its shape is {list(kernel)}.")
    return geometry(sizes, kernel[:2], attrs)


@op("input: T, filter: T -> output: T", T=FLOATING, shape=_shape)
def DepthwiseConv2dNative(
    xp: Any,
    input: Any,
    filter: Any,
    *,
    strides: list[int],
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    dilations: list[int] = _PLANE,
) -> Any:
    attrs = attributes(strides, padding, data_format, dilations, explicit_paddings)
    x, kernel = to_last(xp, widen(input), data_format), widen(filter)
    w = _setup(xp, x.shape[1:-1], kernel.shape, x.shape[-1], attrs)
    # Of one filter a channel no axis is made, which XLA would not see through.
    single = kernel.shape[3] == 1
    kernel = kernel[..., 0] if single else kernel

    def combined(found: Any) -> Any:
        total: Any = None
        for tap, piece in found:
            term = (piece if single else piece[..., None]) * kernel[tap]
            if total is None or xp.compiled:
                total = term if total is None else total + term
            else:
                total += term
        return total.reshape(*total.shape[:3], filter.shape[2] * filter.shape[3])

    def convolved(x: Any) -> Any:
        if single and not xp.compiled and w.strides[1] == 1:
            return _convolved_by_lines(x, kernel, w)
        case = Case(math.prod(x.shape[1:]), x.shape[-1], windows=w)
        if xp.compiled and choose("padding", case) == "none":
            return joined(xp, x, w, combined)
        padded = pad(xp, x, w)
        return combined((tap, padded[w.slices(tap)]) for tap in w.taps())

    y = convolved(x) if xp.compiled else by_rows(convolved, x)
    return from_last(xp, y, data_format).astype(input.dtype, copy=False)


DepthwiseConv2dNative.faster_compiled(1.5e-9)


def _convolved_by_lines(x: Any, kernel: Any, w: Windows) -> Any:
    """The convolution with one filter a channel `[height, width, c]`, in steps of one column."""
    total: Any = None
    for tap, line in _lines(pad(np, x, w), w):
        factor = np.tile(kernel[tap], w.out[1])
        if total is None:
            total = line * factor
            term = np.empty_like(total)
        else:
            total += np.multiply(line, factor, out=term)
    return total.reshape(len(x), *w.out, x.shape[-1])


def _lines(padded: Any, w: Windows) -> Iterator[tuple[tuple[int, ...], Any]]:
    """Each tap, with what it finds as views `[batch, rows, columns * channels]`.

    NumPy goes along a line at once, along the channels of a pixel it would take many short steps.
    """
    batch, height, width, channels = padded.shape
    flat = padded.reshape(batch, height, width * channels)
    for tap in w.taps():
        start = tap[1] * w.dilations[1] * channels
        yield tap, flat[:, w.slices(tap)[1], start : start + w.out[1] * channels]


def _back_by_lines(dy: Any, kernel: Any, w: Windows) -> Any:
    """The gradient for the image of what `_convolved_by_lines` does."""
    batch, channels = len(dy), dy.shape[-1]
    total = np.zeros((batch, *w.padded, channels), dy.dtype)
    own = dy.reshape(batch, w.out[0], -1)
    for tap, line in _lines(total, w):
        line += own * np.tile(kernel[tap], w.out[1])
    return np.ascontiguousarray(crop(total, w))


def _check_result(dy: Any, batch: int, w: Windows) -> None:
    if dy.shape[:3] != (batch, *w.out):
        raise ValueError(
            f"out_backprop has the batch size, height and width {list(dy.shape[:3])}; the result "
            f"of the convolution has {[batch, *w.out]}."
        )


def _by_channel(dy: Any, kernel: Any) -> Any:
    """`[batch, *out, channels * multiplier]` as `[batch, *out, channels, multiplier]`."""
    return dy.reshape(*dy.shape[:-1], kernel[2], kernel[3])


@op(
    "input_sizes: int32, filter: T, out_backprop: T -> output: T",
    T=FLOATING,
    shape=rules.from_dims(),
)
def DepthwiseConv2dNativeBackpropInput(
    xp: Any,
    input_sizes: Any,
    filter: Any,
    out_backprop: Any,
    *,
    strides: list[int],
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    dilations: list[int] = _PLANE,
) -> Any:
    attrs = attributes(strides, padding, data_format, dilations, explicit_paddings)
    shape = tuple(int(n) for n in xp.static(input_sizes))
    batch, sizes, channels = parts(shape, data_format)
    kernel = widen(filter)
    w = _setup(xp, sizes, kernel.shape, channels, attrs)
    dy = _by_channel(to_last(xp, widen(out_backprop), data_format), kernel.shape)
    _check_result(dy, batch, w)

    def back(dy: Any) -> Any:
        if kernel.shape[3] == 1 and not xp.compiled and w.strides[1] == 1:
            return _back_by_lines(dy[..., 0], kernel[..., 0], w)
        like = np.empty((dy.shape[0], channels), dy.dtype)
        return scatter(xp, w, lambda tap: (dy * kernel[tap]).sum(-1), like)

    if not dy.size:
        return xp.zeros(shape, out_backprop.dtype)
    dx = back(dy) if xp.compiled else by_rows(back, dy)
    return from_last(xp, dx, data_format).astype(out_backprop.dtype, copy=False)


DepthwiseConv2dNativeBackpropInput.faster_compiled(1.5e-9)


@op(
    "input: T, filter_sizes: int32, out_backprop: T -> output: T",
    T=FLOATING,
    shape=back_kernel_shape,
)
def DepthwiseConv2dNativeBackpropFilter(
    xp: Any,
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    *,
    strides: list[int],
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    dilations: list[int] = _PLANE,
) -> Any:
    attrs = attributes(strides, padding, data_format, dilations, explicit_paddings)
    shape = tuple(int(n) for n in xp.static(filter_sizes))
    x = to_last(xp, widen(input), data_format)
    w = _setup(xp, x.shape[1:-1], shape, x.shape[-1], attrs)
    dy = _by_channel(to_last(xp, widen(out_backprop), data_format), shape)
    _check_result(dy, x.shape[0], w)
    padded = pad(xp, x, w)
    if xp.compiled and x.size and dy.size:
        return _compiled_terms(xp, padded, dy, w).reshape(shape).astype(input.dtype)
    terms = [
        xp.einsum("nhwc,nhwcm->cm", padded[w.slices(tap)], dy).astype(x.dtype) for tap in w.taps()
    ]
    return xp.stack(terms).reshape(shape).astype(input.dtype, copy=False)


DepthwiseConv2dNativeBackpropFilter.faster_compiled(1.2e-9)


def _compiled_terms(xp: Any, padded: Any, dy: Any, w: Windows) -> Any:
    """The sum over images and pixels of image times gradient, for each tap `[taps, c, m]`.

    Rows of the result are taken a few at a time, and summed into one accumulator for each tap: all
    of those stay in the cache.
    """
    channels, multiplier = dy.shape[3:]
    if multiplier == 1:
        dy = dy[..., 0]
    height, width = w.out
    rows = rows_at_once(height, w, width * channels * multiplier)

    def block(x: Any, number: Any, row: int, column: int, steps: tuple[int, ...]) -> Any:
        reach = ((rows - 1) * steps[0] + 1, (width - 1) * steps[1] + 1)
        starts = (number, row, column, *(0,) * (x.ndim - 3))
        found = xp.lax.dynamic_slice(x, starts, (1, *reach, *x.shape[3:]))
        return found[:, :: steps[0], :: steps[1]]

    def term(number: Any, tap: tuple[int, ...]) -> Any:
        total: Any = None
        at, across = (t * d for t, d in zip(tap, w.dilations))
        for row in range(0, height, rows):
            image = block(padded, number, row * w.strides[0] + at, across, w.strides)
            own = block(dy, number, row, 0, (1, 1))
            product = (image if multiplier == 1 else image[..., None]) * own
            total = product if total is None else total + product
        return total

    def body(number: Any, sums: list[Any]) -> list[Any]:
        return [a + term(number, tap) for a, tap in zip(sums, w.taps())]

    first = [term(0, tap) for tap in w.taps()]
    sums = xp.lax.fori_loop(1, dy.shape[0], body, first)
    return xp.stack([v.sum((0, 1, 2)) for v in sums])


differentiate(
    DepthwiseConv2dNative,
    DepthwiseConv2dNativeBackpropInput,
    DepthwiseConv2dNativeBackpropFilter,
)


def depthwise_conv2d(
    input: Any,
    filter: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Any:
    """Convolves each channel of images with filters of its own.

    Args:
      input: Images `[batch, height, width, in]`, or channels second for `"NCHW"`.
      filter: `[height, width, in, multiplier]`, of the dtype of `input`.
      strides: How far the filters move: 4 integers.
      padding: `"SAME"`, `"VALID"`, or pairs of explicit paddings for each axis.
      data_format: `"NHWC"` (the default) or `"NCHW"`.
      dilations: The distance between the filters' taps: 1 or 2 integers.
      name: A name for the op.

    Returns:
      `[batch, new height, new width, in * multiplier]` (channels second for `"NCHW"`).

    Example:
      >>> import tenfold as tf
      >>> x, kernel = tf.ones([1, 3, 3, 2]), tf.ones([2, 2, 2, 3])
      >>> tf.nn.depthwise_conv2d(x, kernel, [1, 1, 1, 1], "VALID").shape
      TensorShape([1, 2, 2, 6])
    """
    layout = data_format or "NHWC"
    return DepthwiseConv2dNative(
        input, filter, **_arguments(strides, padding, layout, dilations, name)
    )


def separable_conv2d(
    input: Any,
    depthwise_filter: Any,
    pointwise_filter: Any,
    strides: Any,
    padding: Any,
    data_format: str | None = None,
    dilations: Any = None,
    name: str | None = None,
) -> Any:
    """A depthwise convolution followed by a 1x1 convolution that mixes the channels.

    Args:
      input: Images `[batch, height, width, in]`, or channels second for `"NCHW"`.
      depthwise_filter: `[height, width, in, multiplier]`.
      pointwise_filter: `[1, 1, in * multiplier, out]`.
      strides: How far the depthwise filters move: 4 integers.
      padding: `"SAME"`, `"VALID"`, or pairs of explicit paddings for each axis.
      data_format: `"NHWC"` (the default) or `"NCHW"`.
      dilations: The distance between the depthwise filters' taps: 1 or 2 integers.
      name: A name for the op.

    Returns:
      `[batch, new height, new width, out]` (channels second for `"NCHW"`).

    Example:
      >>> import tenfold as tf
      >>> y = tf.nn.separable_conv2d(
      ...     tf.ones([1, 3, 3, 2]), tf.ones([2, 2, 2, 1]), tf.ones([1, 1, 2, 5]), [1] * 4, "SAME")
      >>> y.shape
      TensorShape([1, 3, 3, 5])
    """
    layout = data_format or "NHWC"
    mixed = depthwise_conv2d(input, depthwise_filter, strides, padding, layout, dilations)
    return conv2d(mixed, pointwise_filter, 1, "VALID", layout, name=name)


def depthwise_conv2d_backprop_input(
    input_sizes: Any,
    filter: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Any:
    """The gradient of a depthwise convolution for its images.

    Args:
      input_sizes: The shape of the images, four integers.
      filter: `[height, width, in, multiplier]`.
      out_backprop: The gradient for the result, `[batch, new height, new width, in * multiplier]`.
      strides: How far the filters move: 4 integers.
      padding: `"SAME"`, `"VALID"`, or pairs of explicit paddings for each axis.
      data_format: `"NHWC"` or `"NCHW"`.
      dilations: The distance between the filters' taps: 4 integers.
      name: A name for the op.

    Returns:
      A tensor of shape `input_sizes`.

    Example:
      >>> import tenfold as tf
      >>> dx = tf.nn.depthwise_conv2d_backprop_input(
      ...     [1, 3, 3, 1], tf.ones([2, 2, 1, 1]), tf.ones([1, 2, 2, 1]), [1] * 4, "VALID")
      >>> dx.numpy()[0, :, :, 0].tolist()
      [[1.0, 2.0, 1.0], [2.0, 4.0, 2.0], [1.0, 2.0, 1.0]]
    """
    attrs = _arguments(strides, padding, data_format, dilations, name)
    return DepthwiseConv2dNativeBackpropInput(input_sizes, filter, out_backprop, **attrs)


def _arguments(
    strides: Any, padding: Any, layout: str, dilations: Any, name: str | None
) -> dict[str, Any]:
    """The attributes that the arguments of the public functions stand for."""
    word, pads = explicit(padding)
    return {
        "strides": per_axis(strides, 2, layout, "strides"),
        "padding": word,
        "explicit_paddings": pads,
        "data_format": layout,
        "dilations": per_axis(dilations, 2, layout, "dilations"),
        "name": name,
    }


def depthwise_conv2d_backprop_filter(
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    strides: Any,
    padding: Any,
    data_format: str = "NHWC",
    dilations: Any = (1, 1, 1, 1),
    name: str | None = None,
) -> Any:
    """The gradient of a depthwise convolution for its filters.

    Args:
      input: Images `[batch, height, width, in]`.
      filter_sizes: The shape of the filters, `[height, width, in, multiplier]`.
      out_backprop: The gradient for the result, `[batch, new height, new width, in * multiplier]`.
      strides: How far the filters move: 4 integers.
      padding: `"SAME"`, `"VALID"`, or pairs of explicit paddings for each axis.
      data_format: `"NHWC"` or `"NCHW"`.
      dilations: The distance between the filters' taps: 4 integers.
      name: A name for the op.

    Returns:
      A tensor of shape `filter_sizes`.

    Example:
      >>> import tenfold as tf
      >>> dk = tf.nn.depthwise_conv2d_backprop_filter(
      ...     tf.ones([1, 3, 3, 1]), [2, 2, 1, 1], tf.ones([1, 2, 2, 1]), [1] * 4, "VALID")
      >>> dk.numpy()[:, :, 0, 0].tolist()
      [[4.0, 4.0], [4.0, 4.0]]
    """
    attrs = _arguments(strides, padding, data_format, dilations, name)
    return DepthwiseConv2dNativeBackpropFilter(input, filter_sizes, out_backprop, **attrs)
