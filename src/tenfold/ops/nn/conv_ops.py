"""The convolution ops over two and three spatial axes, and their gradients.

The public functions stand in `convolve.py`; the arithmetic in `correlate.py`.
"""

from __future__ import annotations

from typing import Any, Literal

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dispatch import wants
from tenfold.core.dtypes import FLOATING, int32, int64
from tenfold.core.errors import UnimplementedError
from tenfold.core.half_floats import widen
from tenfold.core.op import Op, op, registry
from tenfold.core.signature import Types

from . import correlate
from .windows import (
    Windows,
    channels_first,
    from_last,
    out_sizes,
    parts,
    remembered,
    spatial,
    spatial_pads,
    to_last,
    whole,
    windows,
)

_PLANE: list[int] = [1, 1, 1, 1]
_SPACE: list[int] = [1, 1, 1, 1, 1]
_NONE: list[int] = []
_SHARED = (
    "strides",
    "padding",
    "explicit_paddings",
    "data_format",
    "dilations",
    "use_cudnn_on_gpu",
)


def attributes(
    strides: Any, padding: str, layout: str, dilations: Any, explicit: Any = ()
) -> dict[str, Any]:
    """The attributes of a convolution, as the functions here take them."""
    return {
        "strides": strides,
        "padding": padding,
        "explicit_paddings": explicit,
        "data_format": layout,
        "dilations": dilations,
    }


@remembered
def geometry(sizes: Any, kernel: Any, attrs: dict[str, Any]) -> Windows:
    """The windows of a convolution, from the attributes of its op, which it checks."""
    check(attrs, len(sizes) + 2)
    layout = attrs["data_format"]
    return windows(
        sizes,
        kernel,
        spatial(attrs["strides"], layout),
        attrs["padding"],
        spatial_pads(attrs.get("explicit_paddings", ()), layout),
        spatial(attrs["dilations"], layout),
    )


def check(attrs: dict[str, Any], ndim: int) -> None:
    """Raises where the attributes contradict the number of axes."""
    for name in ("strides", "dilations"):
        values = attrs[name]
        if len(values) != ndim:
            raise ValueError(
                f"Sliding window {name} field must specify {ndim} dimensions; received {values}."
            )
        if min(spatial(values, attrs["data_format"])) <= 0:
            raise ValueError(f"{name} must be positive; received {values}.")
        if values[0] != 1 or values[1 if channels_first(attrs["data_format"]) else -1] != 1:
            text = f"{name} along batch and channels are not supported; received {values}."
            raise UnimplementedError(None, None, text)
    explicit = attrs.get("explicit_paddings") or []
    if attrs["padding"] == "EXPLICIT" and len(explicit) != 2 * ndim:
        raise ValueError(
            f"explicit_paddings must have {2 * ndim} entries with padding EXPLICIT; received "
            f"{explicit}."
        )
    if explicit and min(explicit) < 0:
        raise ValueError(f"explicit_paddings must not be negative; received {explicit}.")
    if attrs["padding"] != "EXPLICIT" and explicit:
        raise ValueError(f"explicit_paddings must be empty with padding {attrs['padding']}.")


def group_count(channels: int, kernel: tuple[Any, ...]) -> int:
    """How many groups of channels are convolved apart."""
    width, out = kernel[-2:]
    if 0 in (kernel if len(kernel) == 5 else kernel[:-1]):
        raise ValueError(f"filter must not have zero elements; its shape is {list(kernel)}.")
    if channels % width or out % max(1, channels // width):
        raise ValueError(
            f"input depth must be evenly divisible by filter depth: {channels} vs {width}; the "
            f"filter's shape is {list(kernel)}."
        )
    return max(1, channels // width)


def conv_shape(call: Any) -> Any:
    shape, kernel = (x.raw_shape for x in call.inputs[:2])
    attrs = call.attrs
    ndim = len(attrs["strides"])
    for name, dims in (("input", shape), ("filter", kernel)):
        if dims is not None and len(dims) != ndim:
            raise ValueError(f"{name} must be {ndim}-dimensional; received {list(dims)}.")
    check(attrs, ndim)
    layout = attrs["data_format"]
    if shape is None:
        return (None,) * ndim
    batch, sizes, channels = parts(shape, layout)
    kernel = kernel or (None,) * ndim
    if channels is not None and None not in kernel[-2:] and 0 not in kernel:
        group_count(channels, kernel)
    out = out_sizes(
        sizes,
        kernel[:-2],
        spatial(attrs["strides"], layout),
        attrs["padding"],
        spatial_pads(attrs.get("explicit_paddings", ()), layout),
        spatial(attrs["dilations"], layout),
    )
    return whole(batch, out, kernel[-1], layout)


def convolve(xp: Any, x: Any, kernel: Any, attrs: dict[str, Any]) -> Any:
    ndim = len(attrs["strides"])
    if x.ndim != ndim or kernel.ndim != ndim:
        raise ValueError(f"input and filter must be {ndim}-dimensional.")
    layout, dtype = attrs["data_format"], x.dtype
    x = to_last(xp, widen(x), layout)
    w = geometry(x.shape[1:-1], kernel.shape[:-2], attrs)
    groups = group_count(x.shape[-1], kernel.shape)
    if not kernel.shape[-1]:
        return xp.zeros(whole(x.shape[0], w.out, 0, layout), dtype)
    y = correlate.forward(xp, x, widen(kernel), w, groups)
    return from_last(xp, y, layout).astype(dtype, copy=False)


def convolve_back_input(xp: Any, sizes: Any, kernel: Any, dy: Any, attrs: dict[str, Any]) -> Any:
    layout, dtype = attrs["data_format"], dy.dtype
    shape = tuple(int(n) for n in xp.static(sizes))
    if len(shape) == len(attrs["strides"]) - 2:
        shape = whole(dy.shape[0], shape, kernel.shape[-2], layout)
    check(attrs, len(shape))
    batch, space, channels = parts(shape, layout)
    groups = group_count(channels, kernel.shape)
    w = geometry(space, kernel.shape[:-2], attrs)
    dy = to_last(xp, widen(dy), layout)
    _fits(dy.shape, (batch, *w.out, kernel.shape[-1]))
    if not kernel.shape[-1]:
        return xp.zeros(shape, dtype)
    dx = correlate.input_gradient(xp, widen(kernel), dy, w, groups)
    return from_last(xp, dx, layout).astype(dtype, copy=False)


def convolve_back_kernel(xp: Any, x: Any, sizes: Any, dy: Any, attrs: dict[str, Any]) -> Any:
    layout, dtype = attrs["data_format"], x.dtype
    shape = tuple(int(n) for n in xp.static(sizes))
    check(attrs, len(shape))
    x, dy = to_last(xp, widen(x), layout), to_last(xp, widen(dy), layout)
    groups = group_count(x.shape[-1], shape)
    w = geometry(x.shape[1:-1], shape[:-2], attrs)
    _fits(dy.shape, (x.shape[0], *w.out, shape[-1]))
    if not shape[-1]:
        return xp.zeros(shape, dtype)
    dk = correlate.kernel_gradient(xp, x, dy, w, groups)
    return dk.astype(dtype, copy=False)


def _fits(received: tuple[int, ...], expected: tuple[int, ...]) -> None:
    if tuple(received) != tuple(expected):
        raise ValueError(
            f"out_backprop has shape {list(received)} (channels last), but the convolution "
            f"would give {list(expected)}."
        )


def back_input_shape(call: Any) -> Any:
    dims = rules.shape_from(call.inputs[0])
    ndim = len(call.attrs["strides"])
    if dims is None:
        return (None,) * ndim
    if len(dims) == ndim:
        return dims
    kernel, dy = call.inputs[1].raw_shape, call.inputs[2].raw_shape
    channels = None if kernel is None else kernel[-2]
    return whole(None if dy is None else dy[0], dims, channels, call.attrs["data_format"])


def back_kernel_shape(call: Any) -> Any:
    return rules.shape_from(call.inputs[1]) or (None,) * len(call.attrs["strides"])


def shared(call: Any, other: Op) -> dict[str, Any]:
    """The attributes that a call has in common with another op of its family."""
    return {n: call.attrs[n] for n in _SHARED if n in other.signature.attrs}


def sizes_of(x: Any) -> Any:
    """The shape of a tensor as an int32 tensor: a constant where it is known."""
    shape = x.raw_shape
    return to_tensor(shape, int32) if shape and None not in shape else registry["Shape"](x)


def differentiate(forward: Op, back_input: Op, back_kernel: Op) -> None:
    """Registers the gradients of a convolution: each of the three is linear in two of the others.

    Args:
      forward: The convolution, `(x, kernel) -> y`.
      back_input: Its gradient for the image, `(sizes of x, kernel, dy) -> dx`.
      back_kernel: Its gradient for the kernel, `(x, sizes of kernel, dy) -> dkernel`.
    """

    @forward.gradient
    def forward_gradient(call: Any, dy: Any) -> Any:
        x, kernel = call.inputs
        return (
            back_input(sizes_of(x), kernel, dy, **shared(call, back_input))
            if wants(call, 0)
            else None,
            back_kernel(x, sizes_of(kernel), dy, **shared(call, back_kernel))
            if wants(call, 1)
            else None,
        )

    @back_input.gradient
    def back_input_gradient(call: Any, ddx: Any) -> Any:
        _, kernel, dy = call.inputs
        return (
            None,
            back_kernel(ddx, sizes_of(kernel), dy, **shared(call, back_kernel)),
            forward(ddx, kernel, **shared(call, forward)),
        )

    @back_kernel.gradient
    def back_kernel_gradient(call: Any, ddkernel: Any) -> Any:
        x, _, dy = call.inputs
        return (
            back_input(sizes_of(x), ddkernel, dy, **shared(call, back_input)),
            None,
            forward(x, ddkernel, **shared(call, forward)),
        )


@op(
    "input: T, filter: T -> output: T",
    T=(*FLOATING, int32),
    shape=conv_shape,
)
def Conv2D(
    xp: Any,
    input: Any,
    filter: Any,
    *,
    strides: list[int],
    use_cudnn_on_gpu: bool = True,
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    dilations: list[int] = _PLANE,
) -> Any:
    attrs = attributes(strides, padding, data_format, dilations, explicit_paddings)
    return convolve(xp, input, filter, attrs)


@op(
    "input_sizes: int32, filter: T, out_backprop: T -> output: T",
    T=(*FLOATING, int32),
    shape=back_input_shape,
)
def Conv2DBackpropInput(
    xp: Any,
    input_sizes: Any,
    filter: Any,
    out_backprop: Any,
    *,
    strides: list[int],
    use_cudnn_on_gpu: bool = True,
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    dilations: list[int] = _PLANE,
) -> Any:
    attrs = attributes(strides, padding, data_format, dilations, explicit_paddings)
    return convolve_back_input(xp, input_sizes, filter, out_backprop, attrs)


@op(
    "input: T, filter_sizes: int32, out_backprop: T -> output: T",
    T=FLOATING,
    shape=back_kernel_shape,
)
def Conv2DBackpropFilter(
    xp: Any,
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    *,
    strides: list[int],
    use_cudnn_on_gpu: bool = True,
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
    dilations: list[int] = _PLANE,
) -> Any:
    attrs = attributes(strides, padding, data_format, dilations, explicit_paddings)
    return convolve_back_kernel(xp, input, filter_sizes, out_backprop, attrs)


differentiate(Conv2D, Conv2DBackpropInput, Conv2DBackpropFilter)


@op("input: T, filter: T -> output: T", T=FLOATING, shape=conv_shape)
def Conv3D(
    xp: Any,
    input: Any,
    filter: Any,
    *,
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
    dilations: list[int] = _SPACE,
) -> Any:
    attrs = attributes(strides, padding, data_format, dilations)
    return convolve(xp, input, filter, attrs)


@op(
    "input_sizes: Tshape, filter: T, out_backprop: T -> output: T",
    T=FLOATING,
    Tshape=Types((int32, int64), default=int32),
    shape=back_input_shape,
)
def Conv3DBackpropInputV2(
    xp: Any,
    input_sizes: Any,
    filter: Any,
    out_backprop: Any,
    *,
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
    dilations: list[int] = _SPACE,
) -> Any:
    attrs = attributes(strides, padding, data_format, dilations)
    return convolve_back_input(xp, input_sizes, filter, out_backprop, attrs)


@op(
    "input: T, filter_sizes: int32, out_backprop: T -> output: T",
    T=FLOATING,
    shape=back_kernel_shape,
)
def Conv3DBackpropFilterV2(
    xp: Any,
    input: Any,
    filter_sizes: Any,
    out_backprop: Any,
    *,
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
    dilations: list[int] = _SPACE,
) -> Any:
    attrs = attributes(strides, padding, data_format, dilations)
    return convolve_back_kernel(xp, input, filter_sizes, out_backprop, attrs)


differentiate(Conv3D, Conv3DBackpropInputV2, Conv3DBackpropFilterV2)
