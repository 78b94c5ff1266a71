"""Pooling: the maximum or the mean of each window, over two or three spatial axes."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import (
    FLOATING,
    QUANTIZED,
    REAL,
    bfloat16,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
)
from tenfold.core.op import op
from tenfold.core.signature import Types

from .activations import widen, zeros_like
from .conv import sizes_of
from .windows import (
    Windows,
    channels_first,
    from_last,
    out_sizes,
    pad,
    parts,
    scatter,
    spatial,
    spatial_pads,
    to_last,
    whole,
    windows,
)

_NONE: list[int] = []
_QINT8 = tuple(t for t in QUANTIZED if t.name == "qint8")
_MAX_TYPES = Types(
    (float16, bfloat16, float32, float64, int32, int64, uint8, int16, int8, uint16, *_QINT8),
    default=float32,
)
_VOLUME = (float16, bfloat16, float32)


def geometry(sizes: Any, attrs: dict[str, Any]) -> Windows:
    layout = attrs["data_format"]
    for name in ("ksize", "strides"):
        values = attrs[name]
        if values[0] != 1 or values[1 if channels_first(layout) else -1] != 1:
            raise ValueError(
                f"Pooling over the batch or the channels is not supported; received "
                f"{name}={values}."
            )
        if min(values) <= 0:
            raise ValueError(f"{name} must be positive; received {values}.")
    return windows(
        sizes,
        spatial(attrs["ksize"], layout),
        spatial(attrs["strides"], layout),
        attrs["padding"],
        spatial_pads(attrs.get("explicit_paddings", ()), layout),
    )


def pool_shape(call: Any) -> Any:
    attrs, shape = call.attrs, call.inputs[0].raw_shape
    layout, ndim = attrs["data_format"], len(attrs["ksize"])
    if shape is None:
        return (None,) * ndim
    if len(shape) != ndim:
        raise ValueError(f"input must be {ndim}-dimensional; received {list(shape)}.")
    batch, sizes, channels = parts(shape, layout)
    out = out_sizes(
        sizes,
        spatial(attrs["ksize"], layout),
        spatial(attrs["strides"], layout),
        attrs["padding"],
        spatial_pads(attrs.get("explicit_paddings", ()), layout),
        (1,) * len(sizes),
    )
    return whole(batch, out, channels, layout)


def pool_attrs(call: Any) -> dict[str, Any]:
    names = ("ksize", "strides", "padding", "data_format")
    return {n: call.attrs[n] for n in names}


def lowest(dtype: Any) -> Any:
    """What a padded pixel counts as in a maximum."""
    return np.iinfo(dtype).min if np.dtype(dtype).kind in "iu" else -np.inf


def along(xp: Any, x: Any, w: Windows, combine: Any) -> Any:
    """Combines the taps of each window, one spatial axis after the other."""
    for axis, (k, s, n) in enumerate(zip(w.kernel, w.strides, w.out), 1):
        total = None
        for tap in range(k):
            at = [slice(None)] * x.ndim
            at[axis] = slice(tap, tap + (n - 1) * s + 1, s) if n else slice(0, 0)
            piece = x[tuple(at)]
            total = piece if total is None else combine(total, piece)
        x = total
    return x


def maximum(xp: Any, x: Any, attrs: dict[str, Any]) -> Any:
    layout = attrs["data_format"]
    if x.ndim != len(attrs["ksize"]):
        raise ValueError(f"input must be {len(attrs['ksize'])}-dimensional.")
    x = to_last(xp, x, layout)
    w = geometry(x.shape[1:-1], attrs)
    y = along(xp, pad(xp, x, w, lowest(x.dtype)), w, xp.maximum)
    return _owned(xp, from_last(xp, y, layout))


def _owned(xp: Any, y: Any) -> Any:
    return y if xp.compiled else np.ascontiguousarray(y)


def first_maximum(xp: Any, x: Any, w: Windows) -> Any:
    """For each window, the number of the tap that holds its first maximum."""
    padded = pad(xp, x, w, lowest(x.dtype))
    best = found = None
    for number, tap in enumerate(w.taps()):
        piece = padded[w.slices(tap)]
        if best is None:
            best, found = piece, xp.zeros(piece.shape, _index_type(w))
        else:
            better = piece > best
            best = xp.where(better, piece, best)
            found = xp.where(better, found.dtype.type(number), found)
    return found


def _index_type(w: Windows) -> Any:
    return np.uint8 if np.prod(w.kernel) < 256 else np.int32


def route(xp: Any, x: Any, dy: Any, attrs: dict[str, Any]) -> Any:
    """Gives each window's gradient to the pixel that was its (first) maximum."""
    layout = attrs["data_format"]
    x, dy = to_last(xp, x, layout), to_last(xp, dy, layout)
    w = geometry(x.shape[1:-1], attrs)
    if dy.shape[1:-1] != w.out:
        raise ValueError(f"grad has spatial sizes {list(dy.shape[1:-1])}, expected {list(w.out)}.")
    found = first_maximum(xp, x, w)
    numbers = {tap: number for number, tap in enumerate(w.taps())}

    def part(tap: tuple[int, ...]) -> Any:
        return xp.where(found == numbers[tap], dy, dy.dtype.type(0))

    return from_last(xp, scatter(xp, w, part, dy), layout)


def fetch(xp: Any, x: Any, ddx: Any, attrs: dict[str, Any]) -> Any:
    """Takes, for each window, the entry of `ddx` where the (first) maximum was."""
    layout = attrs["data_format"]
    x, ddx = to_last(xp, x, layout), to_last(xp, ddx, layout)
    w = geometry(x.shape[1:-1], attrs)
    found, padded = first_maximum(xp, x, w), pad(xp, ddx, w)
    total = xp.zeros(found.shape, ddx.dtype)
    for number, tap in enumerate(w.taps()):
        total = xp.where(found == number, padded[w.slices(tap)], total)
    return from_last(xp, total, layout)


def counts(xp: Any, w: Windows) -> Any:
    """How many pixels of the image each window covers, `[1, *out, 1]`."""
    if not w.is_padded:
        return np.float32(np.prod(w.kernel))
    inside = pad(np, np.ones((1, *w.sizes, 1), np.float32), w)
    return along(np, inside, w, np.add)


def mean(xp: Any, x: Any, attrs: dict[str, Any]) -> Any:
    layout, dtype = attrs["data_format"], x.dtype
    if x.ndim != len(attrs["ksize"]):
        raise ValueError(f"value must be {len(attrs['ksize'])}-dimensional.")
    x = to_last(xp, widen(x), layout)
    w = geometry(x.shape[1:-1], attrs)
    total = along(xp, pad(xp, x, w), w, xp.add)
    y = (total / counts(xp, w).astype(x.dtype)).astype(dtype, copy=False)
    return _owned(xp, from_last(xp, y, layout))


def mean_gradient(xp: Any, sizes: Any, dy: Any, attrs: dict[str, Any]) -> Any:
    layout, dtype = attrs["data_format"], dy.dtype
    shape = tuple(int(n) for n in xp.static(sizes))
    _, space, _ = parts(shape, layout)
    w = geometry(space, attrs)
    dy = to_last(xp, widen(dy), layout)
    share = dy / counts(xp, w).astype(dy.dtype)
    dx = scatter(xp, w, lambda tap: share, share)
    return from_last(xp, dx, layout).astype(dtype, copy=False)


@op("input: T -> output: T", T=_MAX_TYPES, shape=pool_shape)
def MaxPool(
    xp: Any,
    input: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW", "NCHW_VECT_C"] = "NHWC",
) -> Any:
    return maximum(xp, input, _attrs(ksize, strides, padding, data_format, explicit_paddings))


def _attrs(
    ksize: list[int], strides: list[int], padding: str, layout: str, explicit: Any = ()
) -> dict[str, Any]:
    return {
        "ksize": ksize,
        "strides": strides,
        "padding": padding,
        "data_format": layout,
        "explicit_paddings": explicit,
    }


@MaxPool.gradient
def max_pool_gradient(call: Any, dy: Any) -> Any:
    explicit = call.attrs["explicit_paddings"]
    attrs = pool_attrs(call)
    return (MaxPoolGrad(call.inputs[0], call.outputs[0], dy, explicit_paddings=explicit, **attrs),)


@op(
    "orig_input: T, orig_output: T, grad: T -> output: T",
    T=Types(REAL, default=float32),
    shape=rules.same,
)
def MaxPoolGrad(
    xp: Any,
    orig_input: Any,
    orig_output: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID", "EXPLICIT"],
    explicit_paddings: list[int] = _NONE,
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
) -> Any:
    attrs = _attrs(ksize, strides, padding, data_format, explicit_paddings)
    return route(xp, orig_input, grad, attrs)


@MaxPoolGrad.gradient
def max_pool_grad_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[:2]
    return zeros_like(x), zeros_like(y), MaxPoolGradGrad(x, y, dy, **pool_attrs(call))


@op("orig_input: T, orig_output: T, grad: T -> output: T", T=REAL, shape=rules.same_as(1))
def MaxPoolGradGrad(
    xp: Any,
    orig_input: Any,
    orig_output: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
) -> Any:
    return fetch(xp, orig_input, grad, _attrs(ksize, strides, padding, data_format))


@MaxPoolGradGrad.gradient
def max_pool_grad_grad_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[:2]
    return zeros_like(x), zeros_like(y), MaxPoolGrad(x, y, dy, **pool_attrs(call))


@op("value: T -> output: T", T=FLOATING, shape=pool_shape)
def AvgPool(
    xp: Any,
    value: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
) -> Any:
    return mean(xp, value, _attrs(ksize, strides, padding, data_format))


@AvgPool.gradient
def avg_pool_gradient(call: Any, dy: Any) -> Any:
    return (AvgPoolGrad(sizes_of(call.inputs[0]), dy, **pool_attrs(call)),)


@op("orig_input_shape: int32, grad: T -> output: T", T=FLOATING, shape=rules.from_dims())
def AvgPoolGrad(
    xp: Any,
    orig_input_shape: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NHWC", "NCHW"] = "NHWC",
) -> Any:
    return mean_gradient(xp, orig_input_shape, grad, _attrs(ksize, strides, padding, data_format))


@AvgPoolGrad.gradient
def avg_pool_grad_gradient(call: Any, dy: Any) -> Any:
    return None, AvgPool(dy, **pool_attrs(call))


@op("input: T -> output: T", T=_VOLUME, shape=pool_shape)
def MaxPool3D(
    xp: Any,
    input: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
) -> Any:
    return maximum(xp, input, _attrs(ksize, strides, padding, data_format))


@MaxPool3D.gradient
def max_pool3d_gradient(call: Any, dy: Any) -> Any:
    return (MaxPool3DGrad(call.inputs[0], call.outputs[0], dy, **pool_attrs(call)),)


@op(
    "orig_input: TInput, orig_output: TInput, grad: T -> output: T",
    T=Types(_VOLUME, default=float32),
    TInput=Types(_VOLUME, default=float32),
    shape=rules.same,
)
def MaxPool3DGrad(
    xp: Any,
    orig_input: Any,
    orig_output: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
) -> Any:
    return route(xp, orig_input, grad, _attrs(ksize, strides, padding, data_format))


@MaxPool3DGrad.gradient
def max_pool3d_grad_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[:2]
    return zeros_like(x), zeros_like(y), MaxPool3DGradGrad(x, y, dy, **pool_attrs(call))


@op("orig_input: T, orig_output: T, grad: T -> output: T", T=REAL, shape=rules.same_as(1))
def MaxPool3DGradGrad(
    xp: Any,
    orig_input: Any,
    orig_output: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
) -> Any:
    return fetch(xp, orig_input, grad, _attrs(ksize, strides, padding, data_format))


@MaxPool3DGradGrad.gradient
def max_pool3d_grad_grad_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[:2]
    return zeros_like(x), zeros_like(y), MaxPool3DGrad(x, y, dy, **pool_attrs(call))


@op("input: T -> output: T", T=FLOATING, shape=pool_shape)
def AvgPool3D(
    xp: Any,
    input: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
) -> Any:
    return mean(xp, input, _attrs(ksize, strides, padding, data_format))


@AvgPool3D.gradient
def avg_pool3d_gradient(call: Any, dy: Any) -> Any:
    return (AvgPool3DGrad(sizes_of(call.inputs[0]), dy, **pool_attrs(call)),)


@op("orig_input_shape: int32, grad: T -> output: T", T=FLOATING, shape=rules.from_dims())
def AvgPool3DGrad(
    xp: Any,
    orig_input_shape: Any,
    grad: Any,
    *,
    ksize: list[int],
    strides: list[int],
    padding: Literal["SAME", "VALID"],
    data_format: Literal["NDHWC", "NCDHW"] = "NDHWC",
) -> Any:
    return mean_gradient(xp, orig_input_shape, grad, _attrs(ksize, strides, padding, data_format))


@AvgPool3DGrad.gradient
def avg_pool3d_grad_gradient(call: Any, dy: Any) -> Any:
    return None, AvgPool3D(dy, **pool_attrs(call))
