"""Colour spaces: HSV, YIQ, YUV and grayscale. Colours are along the last axis."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING, float32, int32
from tenfold.core.op import call, op
from tenfold.core.pieces import by_rows
from tenfold.core.signature import Types
from tenfold.ops.linalg.products import tensordot

from .intensity import convert_image_dtype

_COLOURS = Types(FLOATING, default=float32)


def _colour_shape(done: Any) -> Any:
    shape = done.inputs[0].raw_shape
    if shape is None:
        return None
    if not shape:
        raise ValueError("images must have at least one axis; received a scalar.")
    if shape[-1] not in (None, 3):
        raise ValueError(f"the last axis must have 3 colours; the shape is {list(shape)}.")
    return (*shape[:-1], 3)


def check_colours(x: Any) -> None:
    if not x.ndim:
        raise ValueError("images must have at least one axis; received a scalar.")
    if x.shape[-1] != 3:
        message = f"images must have 3 colours in the last axis; received {list(x.shape)}."
        raise errors.FailedPreconditionError(None, None, message)


def wide(x: Any) -> Any:
    """The array in a dtype that NumPy and XLA compute in alike."""
    return x.astype(np.float32) if x.dtype.itemsize < 4 else x


# So many numbers at a time stay in the processor's nearest cache.
_BLOCK = 2**14


def of_colours(xp: Any, function: Callable[[Any, Any], Any], x: Any) -> Any:
    """A function of xp and colours `[..., 3]`; eagerly of some at a time, all reds together."""
    if xp.compiled or x.size < _BLOCK:
        return function(xp, x)
    pixels = x.reshape(-1, 3)
    found = by_rows(lambda some: function(xp, np.asfortranarray(some)), pixels, size=_BLOCK)
    return found.reshape(x.shape)


@op("images: T -> output: T", T=_COLOURS, shape=_colour_shape)
def RGBToHSV(xp: Any, images: Any) -> Any:
    check_colours(images)
    return of_colours(xp, _hsv, wide(images)).astype(images.dtype, copy=False)


def _hsv(xp: Any, x: Any) -> Any:
    r, g, b = x[..., 0], x[..., 1], x[..., 2]
    value, low = x.max(-1), x.min(-1)
    spread = value - low
    saturation = xp.where(value > 0, spread / xp.where(value > 0, value, 1), 0)
    turn = 1 / (6 * xp.where(spread > 0, spread, 1))
    hue = xp.where(
        r == value,
        turn * (g - b),
        xp.where(g == value, turn * (b - r) + 2 / 6, turn * (r - g) + 4 / 6),
    )
    hue = xp.where(spread > 0, hue, 0)
    hue = xp.where(hue < 0, hue + 1, hue)
    return xp.stack([hue, saturation, value], -1)


@RGBToHSV.gradient
def rgb_to_hsv_gradient(done: Any, dy: Any) -> Any:
    """With M the first greatest colour, N and P the next and previous ones, m the last least:
    hue = (N - P) / 6 (M - m) + a constant, saturation = 1 - m / M, value = M."""
    x = done.inputs[0]
    zero, one = to_tensor(0, x.dtype), to_tensor(1, x.dtype)
    is_max = call("OneHot", call("ArgMax", x, -1, output_type=int32), 3, one, zero)
    backwards = call("ArgMin", call("ReverseV2", x, [-1]), -1, output_type=int32)
    is_min = call("ReverseV2", call("OneHot", backwards, 3, one, zero), [-1])
    positive = call("Cast", x > zero, DstT=x.dtype)
    top, low = _pick(is_max, x), _pick(is_min, x)
    tilt = _pick(is_max, _turned(x, -1) - _turned(x, 1))
    per_spread = call("DivNoNan", one, top - low)
    slope = tilt * per_spread * per_spread
    dh = is_max * -slope
    dh = dh + _turned(is_max, 1) * (slope * is_min + per_spread)
    dh = dh + _turned(is_max, -1) * (slope * is_min - per_spread)
    dh = dh * _pick(is_max, positive) / to_tensor(6, x.dtype)
    per_top = call("DivNoNan", one, top)
    ds = positive * (is_max * low * per_top * per_top - is_min * per_top)
    hue, saturation, value = (call("ExpandDims", part, -1) for part in _colours(dy))
    return (hue * dh + saturation * ds + value * is_max,)


def _pick(which: Any, x: Any) -> Any:
    return call("Sum", which * x, [-1], keep_dims=True)


def _turned(x: Any, by: int) -> Any:
    return call("Roll", x, [by], [x.ndim - 1])


def _colours(x: Any) -> Any:
    return call("Unpack", x, num=3, axis=-1)


def rgb_to_hsv(images: Any, name: str | None = None) -> Any:
    """RGB as hue, saturation and value.

    Args:
      images: Floating colours in [0, 1], `[..., 3]`.
      name: A name for the op.

    Returns:
      Hue, saturation and value, each in [0, 1], of the same shape and dtype.

    Raises:
      tf.errors.FailedPreconditionError: The last axis is not 3 long.

    Example:
      >>> import tenfold as tf
      >>> tf.image.rgb_to_hsv([[0.0, 0.5, 0.0]]).numpy().round(3).tolist()
      [[0.3330000042915344, 1.0, 0.5]]
    """
    return RGBToHSV(images, name=name)


def ramps(xp: Any, sixths: Any) -> Any:
    """How much of red, green and blue is in a hue, given in [0, 6): `[..., 3]`."""
    red = xp.abs(sixths - 3) - 1
    green = 2 - xp.abs(sixths - 2)
    blue = 2 - xp.abs(sixths - 4)
    return xp.clip(xp.stack([red, green, blue], -1), 0, 1)


@op("images: T -> output: T", T=_COLOURS, shape=_colour_shape)
def HSVToRGB(xp: Any, images: Any) -> Any:
    check_colours(images)
    return of_colours(xp, _rgb, wide(images)).astype(images.dtype, copy=False)


def _rgb(xp: Any, x: Any) -> Any:
    saturation, value = x[..., 1:2], x[..., 2:]
    return ((1 - saturation) + saturation * ramps(xp, x[..., 0] * 6)) * value


HSVToRGB.not_differentiable()


def hsv_to_rgb(images: Any, name: str | None = None) -> Any:
    """Hue, saturation and value as RGB.

    Args:
      images: Floating hue, saturation and value in [0, 1], `[..., 3]`.
      name: A name for the op.

    Returns:
      RGB in [0, 1], of the same shape and dtype.

    Raises:
      tf.errors.FailedPreconditionError: The last axis is not 3 long.

    Example:
      >>> import tenfold as tf
      >>> tf.image.hsv_to_rgb([[0.5, 1.0, 0.5]]).numpy().tolist()
      [[0.0, 0.5, 0.5]]
    """
    return HSVToRGB(images, name=name)


# What one unit of red, green and blue gives, and of the three signals back.
_TO_YIQ = (
    (0.299, 0.59590059, 0.2115),
    (0.587, -0.27455667, -0.52273617),
    (0.114, -0.32134392, 0.31119955),
)
_FROM_YIQ = (
    (1.0, 1.0, 1.0),
    (0.95598634, -0.27201283, -1.10674021),
    (0.6208248, -0.64720424, 1.70423049),
)
_TO_YUV = (
    (0.299, -0.14714119, 0.61497538),
    (0.587, -0.28886916, -0.51496512),
    (0.114, 0.43601035, -0.10001026),
)
_FROM_YUV = ((1.0, 1.0, 1.0), (0.0, -0.394642334, 2.03206185), (1.13988303, -0.58062185, 0.0))


def _mixed(images: Any, matrix: Any) -> Any:
    images = to_tensor(images)
    return tensordot(images, to_tensor(matrix, images.dtype), [[-1], [0]])


def rgb_to_yiq(images: Any) -> Any:
    """RGB as the signals of NTSC television: brightness and two of colour.

    Args:
      images: Floating colours, `[..., 3]`.

    Returns:
      Y, I and Q, of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.image.rgb_to_yiq([[1.0, 0.0, 0.0]]).numpy().round(3).tolist()
      [[0.29899999499320984, 0.5960000157356262, 0.21199999749660492]]
    """
    return _mixed(images, _TO_YIQ)


def yiq_to_rgb(images: Any) -> Any:
    """The signals of NTSC television as RGB.

    Args:
      images: Floating Y, I and Q, `[..., 3]`.

    Returns:
      RGB, of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.image.yiq_to_rgb([[0.5, 0.0, 0.0]]).numpy().tolist()
      [[0.5, 0.5, 0.5]]
    """
    return _mixed(images, _FROM_YIQ)


def rgb_to_yuv(images: Any) -> Any:
    """RGB as the signals of PAL television: brightness and two of colour.

    Args:
      images: Floating colours, `[..., 3]`.

    Returns:
      Y in [0, 1], U and V in about [-0.5, 0.5], of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.image.rgb_to_yuv([[1.0, 1.0, 1.0]]).numpy().round(3)[0, 0].item()
      1.0
    """
    return _mixed(images, _TO_YUV)


def yuv_to_rgb(images: Any) -> Any:
    """The signals of PAL television as RGB.

    Args:
      images: Floating Y, U and V, `[..., 3]`.

    Returns:
      RGB, of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.image.yuv_to_rgb([[0.5, 0.0, 0.0]]).numpy().tolist()
      [[0.5, 0.5, 0.5]]
    """
    return _mixed(images, _FROM_YUV)


def rgb_to_grayscale(images: Any, name: str | None = None) -> Any:
    """The brightness of colours.

    Args:
      images: Colours of any real dtype, `[..., 3]`.
      name: A name for the op.

    Returns:
      `[..., 1]` of the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.image.rgb_to_grayscale([[[255, 255, 255]]]).shape
      TensorShape([1, 1, 1])
    """
    images = to_tensor(images)
    colours = convert_image_dtype(images, float32)
    weights = to_tensor([0.2989, 0.587, 0.114], float32)
    if images.ndim is None:
        gray = call("Sum", colours * weights, [-1], keep_dims=True)
    else:
        gray = call("ExpandDims", tensordot(colours, weights, [[-1], [0]]), -1)
    return convert_image_dtype(gray, images.dtype, name=name)


def grayscale_to_rgb(images: Any, name: str | None = None) -> Any:
    """Brightness as equal red, green and blue.

    Args:
      images: `[..., 1]`, of rank 2 or more.
      name: A name for the op.

    Returns:
      `[..., 3]` of the same dtype.

    Raises:
      ValueError: The rank is less than 2, or the last axis is not 1 long.

    Example:
      >>> import tenfold as tf
      >>> tf.image.grayscale_to_rgb([[[7]]]).numpy().tolist()
      [[[7, 7, 7]]]
    """
    images = to_tensor(images)
    shape = images.raw_shape
    if shape is None or shape[-1:] == (None,):
        single = call("Equal", call("Shape", images)[-1], 1)
        text = "grayscale_to_rgb: the last dimension of a grayscale image must be 1; its shape is"
        call("Assert", single, [text, call("Shape", images)])
    if shape is None:
        rank = call("ExpandDims", call("Rank", images) - 1, 0)
        return call("Tile", images, call("ConcatV2", [call("Fill", rank, 1), [3]], 0), name=name)
    if len(shape) < 2:
        raise ValueError(f"A grayscale image (shape {shape}) must be at least two-dimensional.")
    if shape[-1] not in (None, 1):
        raise ValueError(f"Last dimension of a grayscale image should be size 1; got {shape}.")
    out = call("Tile", images, [1] * (len(shape) - 1) + [3], name=name)
    if shape[-1] is None:
        out.set_shape([*shape[:-1], 3])
    return out
