"""Images made brighter, stronger in contrast or colour, or worse by compression."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float16, float32, int32, uint8
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.core.tensor import Tensor
from tenfold.ops.math.reduction import added

from .colours import of_colours, ramps
from .framing import check
from .intensity import convert_image_dtype, in_float

_KINDS = Types((float16, float32), default=float32)


def _adjusted_shape(done: Any) -> Any:
    shape = done.inputs[0].raw_shape
    if shape is not None and len(shape) < 3:
        raise ValueError(f"images must be at least 3-D; received {list(shape)}.")
    return shape


def _check_images(x: Any, factor: Any, name: str) -> None:
    if x.ndim < 3:
        raise ValueError(f"images must be at least 3-D; received {list(x.shape)}.")
    if factor.ndim:
        raise ValueError(f"{name} must be a scalar; received shape {list(factor.shape)}.")


def _check_three(x: Any) -> None:
    if x.shape[-1] != 3:
        raise ValueError(f"images must have 3 channels; received {list(x.shape)}.")


@op(
    "images: T, contrast_factor: float32 -> output: T",
    T=_KINDS,
    shape=rules.shaped(_adjusted_shape, None, ""),
)
def AdjustContrastv2(xp: Any, images: Any, contrast_factor: Any) -> Any:
    _check_images(images, contrast_factor, "contrast_factor")
    x = images.astype(np.float32)
    axes = x.ndim - 3, x.ndim - 2
    mean = added(xp, x, axes, True) / np.float32(x.shape[-3] * x.shape[-2])
    return ((x - mean) * contrast_factor + mean).astype(images.dtype)


def adjust_contrast(images: Any, contrast_factor: Any) -> Any:
    """Moves each pixel away from its channel's mean, or towards it.

    Args:
      images: `[..., height, width, channels]`.
      contrast_factor: What differences from the mean are multiplied by, a scalar.

    Returns:
      Images of the same shape and dtype; integers are clipped to their range.

    Example:
      >>> import tenfold as tf
      >>> tf.image.adjust_contrast([[[1.0], [3.0]]], 2.0).numpy().ravel().tolist()
      [0.0, 4.0]
    """
    images = to_tensor(images)
    adjusted = AdjustContrastv2(in_float(images), contrast_factor)
    return convert_image_dtype(adjusted, images.dtype, saturate=True)


@op("images: T, delta: float32 -> output: T", T=_KINDS, shape=_adjusted_shape)
def AdjustHue(xp: Any, images: Any, delta: Any) -> Any:
    _check_images(images, delta, "delta")
    _check_three(images)

    def turned(xp: Any, x: Any) -> Any:
        low, high = x.min(-1, keepdims=True), x.max(-1, keepdims=True)
        sixths = _sixths(xp, x, low[..., 0], high[..., 0]) + delta * np.float32(6)
        return low + (high - low) * ramps(xp, _within_turn(xp, sixths))

    found = of_colours(xp, turned, images.astype(np.float32))
    return found.astype(images.dtype, copy=False)


def _within_turn(xp: Any, sixths: Any) -> Any:
    return sixths - 6 * xp.floor(sixths / 6)


def _sixths(xp: Any, x: Any, low: Any, high: Any) -> Any:
    """The hue, a turn of the colour circle being 6."""
    r, g, b = x[..., 0], x[..., 1], x[..., 2]
    spread = xp.where(high > low, high - low, 1)
    hue = xp.where(
        r == high, (g - b) / spread, xp.where(g == high, (b - r) / spread + 2, (r - g) / spread + 4)
    )
    return xp.where(high > low, hue, 0)


def adjust_hue(image: Any, delta: Any, name: str | None = None) -> Any:
    """Turns all colours around the colour circle.

    Args:
      image: RGB images, `[..., height, width, 3]`.
      delta: By how much of a full turn, in [-1, 1]; a scalar.
      name: A name for the op.

    Returns:
      Images of the same shape and dtype.

    Raises:
      ValueError: `delta` is outside [-1, 1].

    Example:
      >>> import tenfold as tf
      >>> tf.image.adjust_hue([[[1.0, 0.0, 0.0]]], 1 / 3).numpy().round(3).ravel().tolist()
      [0.0, 1.0, 0.0]
    """
    if state.eager and (delta < -1 or delta > 1):
        raise ValueError(f"delta must be in the interval [-1, 1]; received {delta}.")
    image = to_tensor(image)
    return convert_image_dtype(AdjustHue(in_float(image), delta, name=name), image.dtype)


@op("images: T, scale: float32 -> output: T", T=_KINDS, shape=_adjusted_shape)
def AdjustSaturation(xp: Any, images: Any, scale: Any) -> Any:
    _check_images(images, scale, "scale")
    _check_three(images)

    def stronger(xp: Any, x: Any) -> Any:
        low, high = x.min(-1), x.max(-1)
        saturation = xp.where(high > 0, (high - low) / xp.where(high > 0, high, 1), 0)
        saturation = xp.clip(saturation * scale, 0, 1)[..., None]
        hue = _within_turn(xp, _sixths(xp, x, low, high))
        return ((1 - saturation) + saturation * ramps(xp, hue)) * high[..., None]

    found = of_colours(xp, stronger, images.astype(np.float32))
    return found.astype(images.dtype, copy=False)


def adjust_saturation(image: Any, saturation_factor: Any, name: str | None = None) -> Any:
    """Makes colours stronger, or grayer.

    Args:
      image: RGB images, `[..., height, width, 3]`.
      saturation_factor: What the saturation is multiplied by, a scalar.
      name: A name for the op.

    Returns:
      Images of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.image.adjust_saturation([[[1.0, 0.5, 0.5]]], 2.0).numpy().ravel().tolist()
      [1.0, 0.0, 0.0]
    """
    image = to_tensor(image)
    adjusted = AdjustSaturation(in_float(image), saturation_factor, name=name)
    return convert_image_dtype(adjusted, image.dtype)


def adjust_brightness(image: Any, delta: Any) -> Any:
    """Adds to every pixel.

    Args:
      image: Images of any shape.
      delta: What to add, on the scale of [0, 1] for all dtypes: a scalar.

    Returns:
      Images of the same shape and dtype; integers are clipped to their range.

    Example:
      >>> import tenfold as tf
      >>> tf.image.adjust_brightness(tf.constant([0, 200], tf.uint8), 0.5).numpy().tolist()
      [127, 255]
    """
    image = to_tensor(image)
    bright = in_float(image)
    delta = call("Cast", delta, DstT=bright.dtype)
    return convert_image_dtype(call("AddV2", bright, delta), image.dtype, saturate=True)


def adjust_gamma(image: Any, gamma: Any = 1, gain: Any = 1) -> Any:
    """The power law `gain * image ** gamma`.

    Args:
      image: Images of any shape; integers count on the scale of [0, 1].
      gamma: The exponent, not negative; above 1 darkens.
      gain: The factor.

    Returns:
      Images of the same shape and dtype; integers are clipped to their range.

    Raises:
      ValueError: `gamma` is negative.

    Example:
      >>> import tenfold as tf
      >>> tf.image.adjust_gamma([0.0, 0.5, 1.0], 2.0).numpy().tolist()
      [0.0, 0.25, 1.0]
    """
    image = to_tensor(image)
    check(gamma >= 0, f"Gamma should be a non-negative real number; received {gamma}.")
    adjusted = gain * in_float(image) ** gamma
    return convert_image_dtype(adjusted, image.dtype, saturate=True)


def adjust_jpeg_quality(
    image: Any, jpeg_quality: Any, dct_method: str = "", name: str | None = None
) -> Any:
    """What JPEG compression makes of an image. Needs Pillow: `pip install tenfold[image]`.

    Args:
      image: One image, `[height, width, channels]` with 1 or 3 channels.
      jpeg_quality: From 0 to 100, a scalar.
      dct_method: As for `tf.io.decode_jpeg`.
      name: A name for the op.

    Returns:
      An image of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.image.adjust_jpeg_quality(tf.zeros([8, 8, 3]), 75).shape
      TensorShape([8, 8, 3])
    """
    image = to_tensor(image)
    channels = None if image.raw_shape is None else image.raw_shape[-1]
    pixels = convert_image_dtype(image, uint8, saturate=True)
    quality = jpeg_quality if isinstance(jpeg_quality, Tensor) else to_tensor(jpeg_quality, int32)
    contents = call("EncodeJpegVariableQuality", pixels, quality)
    image_again = call("DecodeJpeg", contents, channels=channels or 0, dct_method=dct_method)
    return convert_image_dtype(image_again, image.dtype, saturate=True)
