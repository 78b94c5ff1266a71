"""The convolution ops over two and three spatial axes, and their gradients.

The public functions stand in `convolve.py`; the arithmetic in `correlate.py`.
"""

from __future__ import annotations

from typing import Any, Literal

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING, int32, int64
from tenfold.core.op import op, registry
from tenfold.core.signature import Types

from . import correlate
from .activations import widen
from .windows import (
    Windows,
    channels_first,
    from_last,
    out_sizes,
    parts,
    spatial,
    spatial_pads,
    to_last,
    whole,
    windows,
)

_PLANE: list[int] = [1, 1, 1, 1]
_SPACE: list[int] = [1, 1, 1, 1, 1]
_NONE: list[int] = []


def geometry(sizes: Any, kernel: Any, attrs: dict[str, Any]) -> Windows:
    """The windows of a convolution, from the attributes of its op."""
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
            raise ValueError(
                f"{name} along batch and channels are not supported; received {values}."
            )
    explicit = attrs.get("explicit_paddings") or []
    if attrs["padding"] == "EXPLICIT" and len(explicit) != 2 * ndim:
        raise ValueError(
            f"explicit_paddings must have {2 * ndim} entries with padding EXPLICIT; received "
            f"{explicit}."
        )
    if attrs["padding"] != "EXPLICIT" and explicit:
        raise ValueError(f"explicit_paddings must be empty with padding {attrs['padding']}.")


def group_count(channels: int, kernel: tuple[int, ...]) -> int:
    """How many groups of channels are convolved apart."""
    width, out = kernel[-2:]
    if not width or channels % width or out % max(1, channels // width):
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
    if kernel is None:
        kernel = (None,) * ndim
    if channels is not None and None not in kernel[-2:]:
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
    check(attrs, ndim)
    layout, dtype = attrs["data_format"], x.dtype
    x = to_last(xp, widen(x), layout)
    groups = group_count(x.shape[-1], kernel.shape)
    w = geometry(x.shape[1:-1], kernel.shape[:-2], attrs)
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


def shared(call: Any, *names: str) -> dict[str, Any]:
    """The attributes that a convolution shares with its gradients."""
    return {n: call.attrs[n] for n in ("strides", "padding", "data_format", "dilations", *names)}


def sizes_of(x: Any) -> Any:
    """The shape of a tensor as an int32 tensor: a constant where it is known."""
    shape = x.raw_shape
    return to_tensor(shape, int32) if shape and None not in shape else registry["Shape"](x)


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
    attrs = {
        "strides": strides,
        "padding": padding,
        "explicit_paddings": explicit_paddings,
        "data_format": data_format,
        "dilations": dilations,
    }
    return convolve(xp, input, filter, attrs)


@Conv2D.gradient
def conv2d_gradient(call: Any, dy: Any) -> Any:
    x, kernel = call.inputs
    attrs = shared(call, "explicit_paddings", "use_cudnn_on_gpu")
    return (
        Conv2DBackpropInput(sizes_of(x), kernel, dy, **attrs),
        Conv2DBackpropFilter(x, sizes_of(kernel), dy, **attrs),
    )


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
    attrs = {
        "strides": strides,
        "padding": padding,
        "explicit_paddings": explicit_paddings,
        "data_format": data_format,
        "dilations": dilations,
    }
    return convolve_back_input(xp, input_sizes, filter, out_backprop, attrs)


@Conv2DBackpropInput.gradient
def conv2d_backprop_input_gradient(call: Any, dy: Any) -> Any:
    _, kernel, out = call.inputs
    attrs = shared(call, "explicit_paddings", "use_cudnn_on_gpu")
    return (
        None,
        Conv2DBackpropFilter(dy, sizes_of(kernel), out, **attrs),
        Conv2D(dy, kernel, **attrs),
    )


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
    attrs = {
        "strides": strides,
        "padding": padding,
        "explicit_paddings": explicit_paddings,
        "data_format": data_format,
        "dilations": dilations,
    }
    return convolve_back_kernel(xp, input, filter_sizes, out_backprop, attrs)


@Conv2DBackpropFilter.gradient
def conv2d_backprop_filter_gradient(call: Any, dy: Any) -> Any:
    x, _, out = call.inputs
    attrs = shared(call, "explicit_paddings", "use_cudnn_on_gpu")
    return Conv2DBackpropInput(sizes_of(x), dy, out, **attrs), None, Conv2D(x, dy, **attrs)


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
    attrs = {
        "strides": strides,
        "padding": padding,
        "data_format": data_format,
        "dilations": dilations,
    }
    return convolve(xp, input, filter, attrs)


@Conv3D.gradient
def conv3d_gradient(call: Any, dy: Any) -> Any:
    x, kernel = call.inputs
    attrs = shared(call)
    return (
        Conv3DBackpropInputV2(sizes_of(x), kernel, dy, **attrs),
        Conv3DBackpropFilterV2(x, sizes_of(kernel), dy, **attrs),
    )


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
    attrs = {
        "strides": strides,
        "padding": padding,
        "data_format": data_format,
        "dilations": dilations,
    }
    return convolve_back_input(xp, input_sizes, filter, out_backprop, attrs)


@Conv3DBackpropInputV2.gradient
def conv3d_backprop_input_gradient(call: Any, dy: Any) -> Any:
    _, kernel, out = call.inputs
    attrs = shared(call)
    return (
        None,
        Conv3DBackpropFilterV2(dy, sizes_of(kernel), out, **attrs),
        Conv3D(dy, kernel, **attrs),
    )


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
    attrs = {
        "strides": strides,
        "padding": padding,
        "data_format": data_format,
        "dilations": dilations,
    }
    return convolve_back_kernel(xp, input, filter_sizes, out_backprop, attrs)


@Conv3DBackpropFilterV2.gradient
def conv3d_backprop_filter_gradient(call: Any, dy: Any) -> Any:
    x, _, out = call.inputs
    attrs = shared(call)
    return Conv3DBackpropInputV2(sizes_of(x), dy, out, **attrs), None, Conv3D(x, dy, **attrs)
