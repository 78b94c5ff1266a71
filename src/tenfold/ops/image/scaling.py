"""Images in another size: tf.image.resize, and resizing that keeps the proportions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.context import scoped
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32, int32
from tenfold.core.op import call
from tenfold.core.tensor import Tensor

from . import resizing
from .framing import Frames, pad_to_bounding_box, sizes_of
from .resizing import ScaleAndTranslate, spatial_size


class ResizeMethod:
    """The ways to resize an image: names that `tf.image.resize` takes.

    Example:
      >>> import tenfold as tf
      >>> tf.image.ResizeMethod.LANCZOS3
      'lanczos3'
    """

    BILINEAR = "bilinear"
    NEAREST_NEIGHBOR = "nearest"
    BICUBIC = "bicubic"
    AREA = "area"
    LANCZOS3 = "lanczos3"
    LANCZOS5 = "lanczos5"
    GAUSSIAN = "gaussian"
    MITCHELLCUBIC = "mitchellcubic"


# The methods that read a few pixels whatever the scale, and the kernels that replace them where
# antialiasing is asked for.
_PLAIN = {
    ResizeMethod.BILINEAR: (resizing.ResizeBilinear, "triangle"),
    ResizeMethod.BICUBIC: (resizing.ResizeBicubic, "keyscubic"),
}
_FILTERS = {
    ResizeMethod.LANCZOS3,
    ResizeMethod.LANCZOS5,
    ResizeMethod.GAUSSIAN,
    ResizeMethod.MITCHELLCUBIC,
}


@scoped("resize")
def resize(
    images: Any,
    size: Any,
    method: str = ResizeMethod.BILINEAR,
    preserve_aspect_ratio: bool = False,
    antialias: bool = False,
    name: str | None = None,
) -> Any:
    """Images in another size.

    Pixels have their centers at half-integer coordinates, so that the corners of the image stay
    where they are.

    Args:
      images: `[batch, height, width, channels]` or `[height, width, channels]`.
      size: The new height and width, two integers.
      method: One of `tf.image.ResizeMethod`: bilinear, nearest, bicubic, area, lanczos3,
        lanczos5, gaussian or mitchellcubic.
      preserve_aspect_ratio: Whether `size` is a frame that the result fits into, proportions kept.
      antialias: Whether shrinking widens the filter, so that no detail is left that the smaller
        image cannot show. Changes nothing for nearest and area.
      name: A name for the op.

    Returns:
      float32 images of that size; of the dtype of `images` with method nearest.

    Raises:
      ValueError: `images` has another rank, `size` is not two integers, or there is no such method.

    Example:
      >>> import tenfold as tf
      >>> image = tf.constant([[[0.0], [4.0]]])
      >>> tf.image.resize(image, [1, 4])[..., 0].numpy().tolist()
      [[0.0, 1.0, 3.0, 4.0]]
      >>> tf.image.resize(image, [1, 4], "nearest")[..., 0].numpy().tolist()
      [[0.0, 0.0, 4.0, 4.0]]
    """
    images = to_tensor(images)
    if images.ndim is None:
        raise ValueError("resize: 'images' contains no shape; set it with tf.ensure_shape.")
    if images.ndim not in (3, 4):
        raise ValueError(
            f"resize: 'images' must have either 3 or 4 dimensions; received {images.shape}."
        )
    frames = Frames(images)
    wanted = _size_tensor(size)
    if preserve_aspect_ratio:
        wanted = _within(frames.images, wanted)
    resized = _resized(frames.images, wanted, method, antialias, None)
    return frames.restore(resized, *resized.raw_shape[1:3])


def _size_tensor(size: Any) -> Any:
    try:
        size = to_tensor(size, int32)
    except (TypeError, ValueError):
        raise ValueError(f"resize: 'size' must be a 1-D int32 Tensor; received {size!r}.") from None
    if rules.size(size.raw_shape) not in (None, 2) or size.ndim not in (None, 1):
        raise ValueError(
            "resize: 'size' must be a 1-D Tensor of 2 elements: new_height, new_width; it has "
            f"shape {size.shape}."
        )
    return size


def _within(images: Any, size: Any) -> Any:
    """The largest size of these proportions that fits into `size`: known where both are."""
    sizes, wanted = images.raw_shape[1:3], rules.value_of(size)
    if wanted is not None and None not in sizes:
        exact = np.array(sizes, np.float32)
        factor = (wanted.astype(np.float32) / exact).min()
        return to_tensor(np.rint(factor * exact).astype(np.int32))
    current = call("Cast", spatial_size(images), DstT=float32)
    factor = call("Min", call("Cast", size, DstT=float32) / current, [0])
    return call("Cast", call("Round", factor * current), DstT=int32)


def _resized(images: Any, size: Any, method: Any, antialias: bool, name: str | None) -> Any:
    if method == ResizeMethod.NEAREST_NEIGHBOR:
        return resizing.ResizeNearestNeighbor(images, size, half_pixel_centers=True, name=name)
    if method == ResizeMethod.AREA:
        return resizing.ResizeArea(images, size, name=name)
    if method in _PLAIN and not antialias:
        return _PLAIN[method][0](images, size, half_pixel_centers=True, name=name)
    if method not in _PLAIN and method not in _FILTERS:
        raise ValueError(
            f"resize: Resize method is not implemented: {method!r}; expected one of "
            f"{', '.join(sorted({*_PLAIN, *_FILTERS, 'nearest', 'area'}))}."
        )
    kernel = _PLAIN[method][1] if method in _PLAIN else method
    scale = call("Cast", size, DstT=float32) / call("Cast", spatial_size(images), DstT=float32)
    attrs = {"kernel_type": kernel, "antialias": antialias}
    return ScaleAndTranslate(images, size, scale, [0.0, 0.0], name=name, **attrs)


def resize_with_pad(
    image: Any,
    target_height: Any,
    target_width: Any,
    method: str = ResizeMethod.BILINEAR,
    antialias: bool = False,
) -> Any:
    """Resizes to fit into a frame, proportions kept, and fills the rest of the frame with zeros.

    Args:
      image: `[batch, height, width, channels]` or `[height, width, channels]`.
      target_height: The height of the result.
      target_width: The width of the result.
      method: As for `tf.image.resize`.
      antialias: As for `tf.image.resize`.

    Returns:
      Images of that height and width, the resized ones in their middle.

    Raises:
      ValueError: `image` has another rank, or a target is not positive.

    Example:
      >>> import tenfold as tf
      >>> tf.image.resize_with_pad(tf.ones([1, 2, 1]), 2, 2)[..., 0].numpy().tolist()
      [[1.0, 1.0], [0.0, 0.0]]
    """
    return fit_into(
        image,
        target_height,
        target_width,
        lambda images, size: resize(images, size, method, antialias=antialias),
    )


def fit_into(
    image: Any, target_height: Any, target_width: Any, resized: Callable[[Any, Any], Any]
) -> Any:
    """What `resize_with_pad` gives, by a function of images and their new size."""
    frames = Frames(to_tensor(image))
    frames.check_sizes()
    for what, value in (("target_width", target_width), ("target_height", target_height)):
        if not isinstance(value, Tensor) and value <= 0:
            raise ValueError(f"resize_with_pad: {what} must be > 0; received {value}.")
    _, height, width, _ = sizes_of(frames.images)
    tall, wide, full_tall, full_wide = (
        call("Cast", v, DstT=float32) for v in (height, width, target_height, target_width)
    )
    ratio = call("Maximum", wide / full_wide, tall / full_tall)
    inner = [call("Floor", n / ratio) for n in (tall, wide)]
    offsets = [
        call("Maximum", 0, call("Cast", call("Floor", (full - n / ratio) / 2.0), DstT=int32))
        for full, n in ((full_tall, tall), (full_wide, wide))
    ]
    size = call("Cast", call("Pack", inner), DstT=int32)
    top, left = offsets
    padded = pad_to_bounding_box(
        resized(frames.images, size), top, left, target_height, target_width
    )
    return frames.restore(padded, target_height, target_width)
