"""Tensors as image files. PNG is written by ourselves, JPEG with Pillow."""

from __future__ import annotations

from typing import Any, Literal

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.boxes import boxed
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import uint8, uint16
from tenfold.core.op import op
from tenfold.core.signature import Types

from . import jpeg, png

_PIXELS = Types((uint8, uint16), default=uint8)
_FORMATS = {"": (1, 3), "grayscale": (1,), "rgb": (3,)}


def _check_jpeg(image: Any, allowed: tuple[int, ...], quality: int) -> None:
    if image.ndim != 3:
        raise ValueError(f"image must be 3-dimensional; received {list(image.shape)}.")
    if image.shape[2] not in allowed:
        raise ValueError(
            f"image must have {' or '.join(map(str, allowed))} channels; received "
            f"{list(image.shape)}."
        )
    if not 0 <= quality <= 100:
        raise ValueError(f"quality must be in [0, 100]; received {quality}.")
    if not image.size:
        message = f"JPEG encoding failed: an image of {list(image.shape)} has no pixels."
        raise errors.InternalError(None, None, message)


@op(
    "image: uint8 -> contents: string",
    shape=rules.shaped(rules.scalar, "height width channels"),
    jit=False,
)
def EncodeJpeg(
    xp: Any,
    image: Any,
    *,
    format: Literal["", "grayscale", "rgb"] = "",
    quality: int = 95,
    progressive: bool = False,
    optimize_size: bool = False,
    chroma_downsampling: bool = True,
    density_unit: Literal["in", "cm"] = "in",
    x_density: int = 300,
    y_density: int = 300,
    xmp_metadata: str = "",
) -> Any:
    _check_jpeg(image, _FORMATS[format], quality)
    return boxed(
        jpeg.written(
            image,
            quality,
            progressive=progressive,
            optimize_size=optimize_size,
            chroma_downsampling=chroma_downsampling,
            density_unit=density_unit,
            x_density=x_density,
            y_density=y_density,
            xmp_metadata=xmp_metadata,
        )
    )


def encode_jpeg(
    image: Any,
    format: str = "",
    quality: int = 95,
    progressive: bool = False,
    optimize_size: bool = False,
    chroma_downsampling: bool = True,
    density_unit: str = "in",
    x_density: int = 300,
    y_density: int = 300,
    xmp_metadata: str = "",
    name: str | None = None,
) -> Any:
    """An image as a JPEG file. Needs Pillow: `pip install tenfold[image]`.

    Args:
      image: uint8 `[height, width, channels]`.
      format: grayscale (1 channel), rgb (3), or empty to go by the channels.
      quality: From 0 to 100: the higher, the larger the file and the truer the image.
      progressive: Whether the file shows all of the image early, and then better.
      optimize_size: Whether to take time for a smaller file of the same pixels.
      chroma_downsampling: Whether colours are stored at half the size.
      density_unit: in or cm.
      x_density: Pixels to the unit along a row.
      y_density: Pixels to the unit down a column.
      xmp_metadata: XMP metadata to store in the file.
      name: A name for the op.

    Returns:
      A scalar string, the bytes of the file.

    Raises:
      tf.errors.InvalidArgumentError: The image or `quality` is not of this form.
      ModuleNotFoundError: Pillow is not installed.

    Example:
      >>> import tenfold as tf
      >>> tf.io.encode_jpeg(tf.zeros([4, 6, 3], tf.uint8)).numpy()[:3]
      b'\\xff\\xd8\\xff'
    """
    return EncodeJpeg(
        image,
        format=format,
        quality=quality,
        progressive=progressive,
        optimize_size=optimize_size,
        chroma_downsampling=chroma_downsampling,
        density_unit=density_unit,
        x_density=x_density,
        y_density=y_density,
        xmp_metadata=xmp_metadata,
        name=name,
    )


@op("images: uint8, quality: int32 -> contents: string", shape=rules.scalar, jit=False)
def EncodeJpegVariableQuality(xp: Any, images: Any, quality: Any) -> Any:
    if quality.ndim:
        raise ValueError(f"quality must be a scalar; received shape {list(quality.shape)}.")
    _check_jpeg(images, _FORMATS[""], int(quality))
    return boxed(jpeg.written(images, int(quality)))


def _batch_shape(done: Any) -> Any:
    shape = done.inputs[0].raw_shape
    if shape is not None and len(shape) < 3:
        raise ValueError(f"image must have rank 3 or more; received {list(shape)}.")
    return None if shape is None else shape[:-3]


@op("image: T -> contents: string", T=_PIXELS, shape=_batch_shape, jit=False)
def EncodePng(xp: Any, image: Any, *, compression: int = -1) -> Any:
    if not -1 <= compression <= 9:
        raise ValueError(f"compression should be in [-1, 9]; received {compression}.")
    if image.ndim < 3:
        raise ValueError(f"image must have rank 3 or more; received {list(image.shape)}.")
    if not 1 <= image.shape[-1] <= 4:
        raise ValueError(f"image must have 1, 2, 3, or 4 channels; received {list(image.shape)}.")
    batch = image.shape[:-3]
    if not all(image.shape[-3:-1]):
        message = f"PNG encoding failed: an image of {list(image.shape)} has no pixels."
        raise errors.InternalError(None, None, message)
    contents = np.empty(batch, object)
    for place in np.ndindex(*batch):
        contents[place] = png.written(image[place], compression)
    return contents


def encode_png(image: Any, compression: int = -1, name: str | None = None) -> Any:
    """Images as PNG files.

    Args:
      image: uint8 or uint16 `[..., height, width, channels]`: 1 channel for grayscale, 3 for RGB,
        and one more for opacity.
      compression: From 0 for fast to 9 for small; -1 for the usual compromise.
      name: A name for the op.

    Returns:
      Strings `[...]`, the bytes of the files.

    Raises:
      tf.errors.InvalidArgumentError: The image or `compression` is not of this form.

    Example:
      >>> import tenfold as tf
      >>> tf.io.encode_png(tf.zeros([4, 6, 3], tf.uint8)).numpy()[:4]
      b'\\x89PNG'
    """
    return EncodePng(to_tensor(image), compression=compression, name=name)
