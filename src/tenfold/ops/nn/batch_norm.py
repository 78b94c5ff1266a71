"""Batch normalization as one op, and its gradient."""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import bfloat16, float16, float32
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import call, op
from tenfold.core.pieces import LONG, in_pieces, share
from tenfold.ops.math.reduction import added

from .formulations import Case, choose, summed_by_image
from .windows import channels_first

_IMAGE = (float16, bfloat16, float32)


def fused_shapes(call: Any) -> Any:
    layout = call.attrs["data_format"]
    x = rules.merge(call.inputs[0].raw_shape, (None,) * len(layout)) or ()
    axis = 1 if channels_first(layout) else -1
    scale = rules.merge((x[axis],), call.inputs[1].raw_shape)
    return [x, scale, scale, scale, scale, (0,)]


def _axes(ndim: int, data_format: str) -> tuple[tuple[int, ...], tuple[int, ...]]:
    """The axes to average over, and the shape that lines channels up with the image."""
    channel = 1 if channels_first(data_format) else ndim - 1
    shape = [1] * ndim
    shape[channel] = -1
    return tuple(i for i in range(ndim) if i != channel), tuple(shape)


def _moments(xp: Any, x: Any, axes: tuple[int, ...], shape: tuple[int, ...]) -> tuple[Any, Any]:
    if not xp.compiled:
        count = np.float32(math.prod(x.shape[i] for i in axes))
        mean = added(xp, x, axes, False) / count
        (squares,) = _sums(_squares, (x,), mean, axes, shape)
        return mean, squares / count
    # Both sums in one pass; about the mean of the first image, lest large means cancel.
    count = np.float32(math.prod(x.shape[i] for i in axes))
    start = x[:1].mean(axes)
    about = start.reshape(shape)
    total, squares = _channel_sums(
        xp, lambda image: (image - about, (image - about) * (image - about)), (x,), axes
    )
    shift = total / count
    return start + shift, xp.maximum(squares / count - shift * shift, 0)


def _squares(x: Any, mean: Any) -> tuple[Any, ...]:
    deviation = x - mean
    deviation *= deviation
    return (deviation,)


def _products(dy: Any, x: Any, mean: Any) -> tuple[Any, ...]:
    unit = x - mean
    unit *= dy
    return dy, unit


def _sums(
    terms: Callable[..., tuple[Any, ...]],
    arrays: tuple[Any, ...],
    values: Any,
    axes: tuple[int, ...],
    shape: tuple[int, ...],
) -> list[Any]:
    """The sums, for each channel, of what `terms` makes of some arrays and of channels' values.

    With NumPy: of large images as many pixels at a time as the cache holds, on all cores.
    """
    x, channels = arrays[0], len(values)
    repeats = max(1, _LINE // max(1, channels))
    if shape[-1] != -1 or x.size < LONG or not all(a.flags.c_contiguous for a in arrays):
        return [added(numpy_ns, v, axes, False) for v in terms(*arrays, values.reshape(shape))]
    pixels = [a.reshape(-1, channels) for a in arrays]
    line = np.tile(values, repeats)
    step = repeats * max(1, LONG // line.size)
    found: dict[int, list[Any]] = {}

    def some(start: int) -> None:
        cut = [p[start : start + step] for p in pixels]
        whole = len(cut[0]) // repeats * repeats
        lines = terms(*(c[:whole].reshape(-1, line.size) for c in cut), line)
        found[start] = [v.sum(0).reshape(repeats, channels).sum(0) for v in lines]
        if whole < len(cut[0]):
            rest = terms(*(c[whole:] for c in cut), values)
            found[start] = [a + b.sum(0) for a, b in zip(found[start], rest, strict=True)]

    share(some, range(0, len(pixels[0]), step))
    parts = (found[start] for start in sorted(found))
    return [np.stack(part).sum(0) for part in zip(*parts, strict=True)]


def _of_channels(ufunc: Any, x: Any, values: Any, shape: tuple[int, ...], out: Any = None) -> Any:
    """A function of each element and the value of its channel, with NumPy.

    Short rows of channels are taken many at a time: NumPy takes some 20 ns to begin with each.
    """
    repeats = _LINE // max(1, len(values))
    rows = x.size // max(1, len(values))
    if shape[-1] != -1 or repeats < 2 or rows < repeats or not x.flags.c_contiguous:
        return ufunc(x, values.reshape(shape), out=out)
    out = np.empty_like(x) if out is None else out
    flat, result, whole = x.reshape(-1), out.reshape(-1), rows // repeats * repeats * len(values)
    line = np.tile(values, repeats)
    ufunc(flat[:whole].reshape(-1, line.size), line, out=result[:whole].reshape(-1, line.size))
    ufunc(
        flat[whole:].reshape(-1, len(values)), values, out=result[whole:].reshape(-1, len(values))
    )
    return out


# Of so many elements are the rows that values of channels are written out in.
_LINE = 2048


def _normalized(x: Any, mean: Any, gain: Any, offset: Any, shape: tuple[int, ...]) -> Any:
    """(x - mean) * gain + offset, with NumPy."""

    def some(x: Any, shape: tuple[int, ...], out: Any) -> None:
        _of_channels(np.subtract, x, mean, shape, out)
        _of_channels(np.multiply, out, gain, shape, out)
        _of_channels(np.add, out, offset, shape, out)

    return _into_pixels(some, (x,), len(mean), shape)


def _back(dy: Any, x: Any, values: tuple[Any, ...], shape: tuple[int, ...]) -> Any:
    """(dy - common - (x - mean) * along) * gain, with NumPy."""
    mean, along, common, gain = values

    def some(dy: Any, x: Any, shape: tuple[int, ...], out: Any) -> None:
        _of_channels(np.subtract, x, mean, shape, out)
        np.subtract(dy, _of_channels(np.multiply, out, along, shape, out), out=out)
        _of_channels(np.subtract, out, common, shape, out)
        _of_channels(np.multiply, out, gain, shape, out)

    return _into_pixels(some, (dy, x), len(mean), shape)


def _into_pixels(
    work: Callable[..., None], arrays: tuple[Any, ...], channels: int, shape: tuple[int, ...]
) -> Any:
    """What `work` writes: of large images some pixels at a time, on all cores."""
    if shape[-1] == -1 and arrays[0].size > LONG:
        made = in_pieces(
            lambda *cut, out: work(*cut, (-1,), out), arrays, arrays[0].dtype, channels
        )
        if made is not None:
            return made
    out = np.empty_like(arrays[0])
    work(*arrays, shape, out)
    return out


def _channel_sums(
    xp: Any,
    terms: Callable[..., tuple[Any, ...]],
    arrays: tuple[Any, ...],
    axes: tuple[int, ...],
) -> list[Any]:
    """For each of what `terms` makes of the arrays, the sum of every channel."""
    shape = arrays[0].shape
    image = math.prod(shape[1:])
    if (
        shape[0]
        and choose("channel sums", Case(image, image // math.prod(shape[i] for i in axes[1:])))
        == "by image"
    ):
        return [v.sum(axes) for v in summed_by_image(xp, terms, arrays)]
    # XLA reduces space and then the batch faster than both at once.
    return [v.sum(axes[1:]).sum(0) for v in terms(*arrays)]


@op(
    "x: T, scale: U, offset: U, mean: U, variance: U -> y: T, batch_mean: U, batch_variance: U, "
    "reserve_space_1: U, reserve_space_2: U, reserve_space_3: U",
    T=_IMAGE,
    U=(bfloat16, float32),
    shape=fused_shapes,
)
def FusedBatchNormV3(
    xp: Any,
    x: Any,
    scale: Any,
    offset: Any,
    mean: Any,
    variance: Any,
    *,
    epsilon: float = 0.0001,
    exponential_avg_factor: float = 1.0,
    data_format: Literal["NHWC", "NCHW", "NDHWC", "NCDHW"] = "NHWC",
    is_training: bool = True,
) -> Any:
    if x.ndim != len(data_format):
        raise ValueError(f"x must be {len(data_format)}-dimensional for {data_format}.")
    axes, shape = _axes(x.ndim, data_format)
    stats = scale.dtype
    wide = x.astype(np.float32, copy=False)
    scale, offset, mean, variance = (v.astype(np.float32) for v in (scale, offset, mean, variance))
    saved_mean, saved_variance = mean, variance
    if is_training and x.size:
        saved_mean, saved_variance = _moments(xp, wide, axes, shape)
        count = x.size // x.shape[1 if channels_first(data_format) else -1]
        unbiased = saved_variance * np.float32(count / max(count - 1, 1))
        share = np.float32(exponential_avg_factor)
        if share == 1:
            mean, variance = saved_mean, unbiased
        else:
            mean = (1 - share) * mean + share * saved_mean
            variance = (1 - share) * variance + share * unbiased
    elif is_training:
        mean = variance = xp.full(scale.shape, np.nan, np.float32)
        saved_mean = saved_variance = xp.zeros(scale.shape, np.float32)
    gain = scale / xp.sqrt(saved_variance + np.float32(epsilon))
    if xp.compiled:
        y = (wide - saved_mean.reshape(shape)) * gain.reshape(shape) + offset.reshape(shape)
    else:
        y = _normalized(wide, saved_mean, gain, offset, shape)
    results = (v.astype(stats) for v in (mean, variance, saved_mean, saved_variance))
    return (y.astype(x.dtype, copy=False), *results, xp.zeros((0,), stats))


FusedBatchNormV3.faster_compiled(4e-10)


FusedBatchNormV3.accepts_none = True


@FusedBatchNormV3.gradient
def fused_batch_norm_gradient(call: Any, dy: Any, *_: Any) -> Any:
    if dy is None:
        return [None] * 5
    x, scale, _, mean, variance = call.inputs
    attrs = {n: call.attrs[n] for n in ("epsilon", "data_format", "is_training")}
    if attrs["is_training"]:
        mean, variance = call.outputs[3], call.outputs[4]
    dx, dscale, doffset, _, _ = FusedBatchNormGradV3(
        dy, x, scale, mean, variance, call.outputs[5], **attrs
    )
    return dx, dscale, doffset, None, None


def grad_shapes(call: Any) -> Any:
    x, scale = call.inputs[1].raw_shape, call.inputs[2].raw_shape
    return [x, scale, scale, (), ()]


@op(
    "y_backprop: T, x: T, scale: float32, reserve_space_1: U, reserve_space_2: U, "
    "reserve_space_3: U -> x_backprop: T, scale_backprop: U, offset_backprop: U, "
    "reserve_space_4: U, reserve_space_5: U",
    T=_IMAGE,
    U=(float32,),
    shape=grad_shapes,
)
def FusedBatchNormGradV3(
    xp: Any,
    y_backprop: Any,
    x: Any,
    scale: Any,
    reserve_space_1: Any,
    reserve_space_2: Any,
    reserve_space_3: Any,
    *,
    epsilon: float = 0.0001,
    data_format: Literal["NHWC", "NCHW", "NDHWC", "NCDHW"] = "NHWC",
    is_training: bool = True,
) -> Any:
    axes, shape = _axes(x.ndim, data_format)
    dy, wide = y_backprop.astype(np.float32, copy=False), x.astype(np.float32, copy=False)
    inverse = 1 / xp.sqrt(reserve_space_2 + np.float32(epsilon))
    about = reserve_space_1.reshape(shape)
    if xp.compiled:
        doffset, dscale = _channel_sums(
            xp, lambda own, image: (own, own * (image - about)), (dy, wide), axes
        )
    else:
        doffset, dscale = _sums(_products, (dy, wide), reserve_space_1, axes, shape)
    dscale = dscale * inverse
    gain = scale * inverse
    if is_training and x.size:
        count = np.float32(x.size // x.shape[1 if channels_first(data_format) else -1])
        along, common = dscale * inverse / count, doffset / count
        if xp.compiled:
            dx = dy - common.reshape(shape) - (wide - about) * along.reshape(shape)
            dx = dx * gain.reshape(shape)
        else:
            dx = _back(dy, wide, (reserve_space_1, along, common, gain), shape)
    else:
        dx = dy * gain.reshape(shape)
    unused = xp.zeros((), np.float32)
    return dx.astype(x.dtype, copy=False), dscale, doffset, unused, unused


FusedBatchNormGradV3.faster_compiled(5e-10)


@FusedBatchNormGradV3.gradient
def fused_batch_norm_grad_gradient(call_: Any, *grads: Any) -> Any:
    """The gradient of the gradient, by differentiating its formula term by term."""
    ddx, ddscale, ddoffset = grads[:3]
    # The statistics are float32 whatever the images are.
    kind = call_.inputs[1].dtype
    ddx, dy, x = (call("Cast", v, DstT=float32) for v in (ddx, *call_.inputs[:2]))
    scale, mean, variance = call_.inputs[2:5]
    layout, training = call_.attrs["data_format"], call_.attrs["is_training"]
    axes, shape = _axes(x.ndim, layout)
    keep = {"keep_dims": True}
    line = list(shape)

    def lined(v: Any) -> Any:
        return call("Reshape", v, line)

    def average(v: Any) -> Any:
        return call("Mean", v, list(axes), **keep)

    def total(v: Any) -> Any:
        return call("Sum", v, list(axes), **keep)

    inverse = lined(call("Rsqrt", variance + call_.attrs["epsilon"]))
    unit = (x - lined(mean)) * inverse
    gain = lined(scale) * inverse
    into_scale, into_offset = lined(ddscale), lined(ddoffset)
    if not training:
        d_dy = ddx * gain + into_scale * unit + into_offset
        d_x = into_scale * dy * inverse
        d_scale = call("Sum", ddx * dy * inverse, list(axes))
        return (
            call("Cast", d_dy, DstT=kind),
            call("Cast", d_x, DstT=kind),
            d_scale,
            None,
            None,
            None,
        )
    centred_dy = dy - average(dy)
    project = average(dy * unit)
    back = centred_dy - unit * project
    d_dy = gain * (ddx - average(ddx) - unit * average(ddx * unit))
    d_dy = d_dy + into_scale * unit + into_offset
    # dx = gain * back depends on x through unit (twice) and through inverse.
    d_unit = -gain * (ddx * project + dy * average(ddx * unit)) + into_scale * dy
    d_gain = total(ddx * back)
    d_inverse = d_gain * lined(scale)
    d_x = inverse * (d_unit - average(d_unit) - unit * average(d_unit * unit))
    d_x = d_x - d_inverse * inverse * inverse * unit / _count(x, axes)
    d_scale = call("Sum", ddx * back * inverse, list(axes))
    return call("Cast", d_dy, DstT=kind), call("Cast", d_x, DstT=kind), d_scale, None, None, None


def _count(x: Any, axes: tuple[int, ...]) -> Any:
    """How many entries a channel has, as a float32 scalar."""
    sizes = call("GatherV2", call("Shape", x), list(axes), 0)
    return call("Cast", call("Prod", sizes, [0]), DstT=float32)
