"""Convolution of an image that is padded, or resized and padded: one op in frozen graphs."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING, float16, float32, float64
from tenfold.core.op import op
from tenfold.ops.array.arranging import MirrorPad
from tenfold.ops.nn.conv_ops import attributes, check, convolve, group_count
from tenfold.ops.nn.windows import out_sizes

from .resizing import ResizeBilinear, resized_shape

_PLANE = [1, 1, 1, 1]


def _convolved(shape: Any, paddings: Any, kernel: Any, attrs: dict[str, Any]) -> Any:
    """The shape that is left of an image's, padded and convolved."""
    for name, dims in (("input", shape), ("filter", kernel)):
        if dims is not None and len(dims) != 4:
            raise ValueError(f"{name} must be 4-dimensional; received {list(dims)}.")
    check(attributes(attrs["strides"], attrs["padding"], "NHWC", _PLANE), 4)
    batch, *sizes, channels = shape or (None,) * 4
    kernel = kernel or (None,) * 4
    if channels is not None and None not in kernel[-2:]:
        group_count(channels, kernel)
    widths = rules.value_of(paddings)
    if widths is not None and widths.shape != (4, 2):
        raise ValueError(f"paddings must have shape [4, 2], not {list(widths.shape)}.")
    if widths is None:
        return (None, None, None, kernel[3])
    if (widths < 0).any():
        raise ValueError(f"Paddings must be non-negative: {widths.tolist()}.")
    added = widths.sum(1).tolist()
    padded = [None if n is None else n + more for n, more in zip(sizes, added[1:3], strict=True)]
    strides = attrs["strides"][1:3]
    out = out_sizes(padded, kernel[:2], strides, attrs["padding"], (), (1, 1))
    return (None if batch is None else batch + added[0], *out, kernel[3])


def _padded_shape(done: Any) -> Any:
    x, paddings, kernel = done.inputs
    return _convolved(x.raw_shape, paddings, kernel.raw_shape, done.attrs)


def _resized_shape(done: Any) -> Any:
    _, _, paddings, kernel = done.inputs
    return _convolved(resized_shape(done), paddings, kernel.raw_shape, done.attrs)


def _pad_and_convolve(
    xp: Any, x: Any, paddings: Any, kernel: Any, mode: str, strides: list[int], padding: str
) -> Any:
    padded = MirrorPad.kernel(xp, x, paddings, mode=mode)
    return convolve(xp, padded, kernel, attributes(strides, padding, "NHWC", _PLANE))


@op(
    "input: T, paddings: int32, filter: T -> output: T",
    T=FLOATING,
    shape=_padded_shape,
)
def FusedPadConv2D(
    xp: Any,
    input: Any,
    paddings: Any,
    filter: Any,
    *,
    mode: Literal["REFLECT", "SYMMETRIC"],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
) -> Any:
    return _pad_and_convolve(xp, input, paddings, filter, mode, strides, padding)


@op(
    "input: T, size: int32, paddings: int32, filter: T -> output: T",
    T=(float16, float32, float64),
    shape=_resized_shape,
)
def FusedResizeAndPadConv2D(
    xp: Any,
    input: Any,
    size: Any,
    paddings: Any,
    filter: Any,
    *,
    resize_align_corners: bool = False,
    mode: Literal["REFLECT", "SYMMETRIC"],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
) -> Any:
    resize = ResizeBilinear.kernel
    resized = resize(xp, input.astype(np.float32), size, align_corners=resize_align_corners)
    x = resized.astype(input.dtype)
    return _pad_and_convolve(xp, x, paddings, filter, mode, strides, padding)
