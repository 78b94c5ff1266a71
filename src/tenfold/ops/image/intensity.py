"""What range of numbers a pixel has: conversions of dtype, and standardization."""

from __future__ import annotations

from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, float32
from tenfold.core.op import call
from tenfold.ops.array.casting import saturate_cast
from tenfold.ops.math.reducing import reduce_mean, reduce_std

_PIXELS = [-1, -2, -3]


def convert_image_dtype(
    image: Any, dtype: Any, saturate: bool = False, name: str | None = None
) -> Any:
    """Images in another dtype, scaled to its range.

    Floating images range over [0, 1], those of an integer dtype from 0 to its greatest value.

    Args:
      image: Images of any shape.
      dtype: The new dtype, floating or integer.
      saturate: Whether values out of range are clipped; otherwise they wrap around.
      name: A name for the op.

    Returns:
      Images of the same shape.

    Raises:
      AttributeError: One of the dtypes is neither floating nor integer.

    Example:
      >>> import tenfold as tf
      >>> tf.image.convert_image_dtype([0.0, 0.5, 1.0], tf.uint8).numpy().tolist()
      [0, 127, 255]
      >>> tf.image.convert_image_dtype([0.0, 2.0], tf.uint8, saturate=True).numpy().tolist()
      [0, 255]
    """
    image, wanted = to_tensor(image), as_dtype(dtype)
    given = image.dtype
    for what, kind in (("dtype", wanted), ("image dtype", given)):
        if not kind.is_floating and not kind.is_integer:
            raise AttributeError(
                f"{what} must be either floating point or integer; it is {kind.name}."
            )
    if given is wanted:
        return call("Identity", image, name=name)
    if given.is_floating and wanted.is_floating:
        return call("Cast", image, DstT=wanted, name=name)
    if wanted.is_floating:
        scale = to_tensor(1.0 / given.max, wanted)
        return call("Mul", call("Cast", image, DstT=wanted), scale, name=name)
    if given.is_floating:
        image = call("Mul", image, to_tensor(wanted.max + 0.5, given))
        return _narrowed(image, wanted, saturate, name)
    if given.max > wanted.max:
        scale = (given.max + 1) // (wanted.max + 1)
        return _narrowed(call("FloorDiv", image, to_tensor(scale, given)), wanted, saturate, name)
    scale = (wanted.max + 1) // (given.max + 1)
    image = _narrowed(image, wanted, saturate, None)
    return call("Mul", image, to_tensor(scale, wanted), name=name)


def _narrowed(image: Any, dtype: Any, saturate: bool, name: str | None) -> Any:
    if saturate:
        return saturate_cast(image, dtype, name)
    return call("Cast", image, DstT=dtype, name=name)


def in_float(image: Any) -> Any:
    """The image in a dtype that the adjusting ops take: float32, unless it is floating already."""
    if image.dtype.name in ("float16", "float32"):
        return image
    return convert_image_dtype(image, float32)


def check_image(image: Any) -> Any:
    """A tensor of rank 3 or more; a ValueError where it is less, or has no pixels."""
    image = to_tensor(image)
    shape = image.raw_shape
    if shape is not None and len(shape) < 3:
        raise ValueError(f"'image' (shape {image.shape}) must be at least three-dimensional.")
    if shape is not None and 0 in shape[-3:]:
        raise ValueError(f"inner 3 dims of 'image.shape' must be > 0: {image.shape}.")
    return image


def per_image_standardization(image: Any) -> Any:
    """Each image with mean 0 and variance 1.

    The deviation counts as at least `1 / sqrt(number of values)`, so that a plain image gives
    zeros.

    Args:
      image: `[..., height, width, channels]`.

    Returns:
      float32 images of the same shape.

    Raises:
      ValueError: The rank is less than 3.

    Example:
      >>> import tenfold as tf
      >>> tf.image.per_image_standardization([[[1.0], [3.0]]]).numpy().ravel().tolist()
      [-1.0, 1.0]
    """
    x = call("Cast", check_image(image), DstT=float32)
    sizes = call("StridedSlice", call("Shape", x), [-3], [0], [1], end_mask=1)
    count = call("Cast", call("Prod", sizes, [0]), DstT=float32)
    deviation = reduce_std(x, axis=_PIXELS, keepdims=True)
    centered = x - reduce_mean(x, axis=_PIXELS, keepdims=True)
    return centered / call("Maximum", deviation, call("Rsqrt", count))
