"""Sizes of images under the arguments of TensorFlow 1: pixels have their corners at integers."""

from __future__ import annotations

from typing import Any

from tenfold.core.context import scoped
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32, int32
from tenfold.core.op import call
from tenfold.ops.image import scaling

_METHODS = {0: "ResizeBilinear", 1: "ResizeNearestNeighbor", 2: "ResizeBicubic", 3: "ResizeArea"}
_BY_NAME = {"bilinear": 0, "nearest": 1, "bicubic": 2, "area": 3}


class ResizeMethod:
    """How pixels between the given ones are found."""

    BILINEAR = 0
    NEAREST_NEIGHBOR = 1
    BICUBIC = 2
    AREA = 3


@scoped("resize")
def resize_images(
    images: Any,
    size: Any,
    method: Any = ResizeMethod.BILINEAR,
    align_corners: bool = False,
    preserve_aspect_ratio: bool = False,
    name: str | None = None,
) -> Any:
    """Images in another size.

    Args:
      images: [batch, height, width, channels] or [height, width, channels].
      size: The new height and width.
      method: A ResizeMethod: 0 bilinear, 1 nearest, 2 bicubic, 3 area; or its name.
      align_corners: Whether the centres of the corners' pixels stay where they are.
      preserve_aspect_ratio: Whether the images keep their proportions within that size.
      name: A name.

    Returns:
      Images of that size, float32 but for nearest neighbours; the images as they are if they have
      it already.

    Raises:
      ValueError: The rank is neither 3 nor 4, or the method is not known.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.image.resize_images([[[1.0], [3.0]]], [1, 4]).numpy().ravel().tolist()
      [1.0, 2.0, 3.0, 3.0]
    """
    x = to_tensor(images)
    if x.shape.rank not in (3, 4):
        raise ValueError(f"'images' must have either 3 or 4 dimensions; got shape {x.shape}.")
    chosen = _BY_NAME.get(method, method)
    if chosen not in _METHODS:
        raise ValueError(f"Resize method {method!r} is not implemented; expected 0, 1, 2 or 3.")
    batch = call("ExpandDims", x, 0) if x.shape.rank == 3 else x
    wanted = to_tensor(size, int32)
    if preserve_aspect_ratio:
        wanted = _within(batch, wanted)
    known = batch.raw_shape[1:3]
    if isinstance(size, (list, tuple)) and list(known) == list(size):
        return x
    found = call(_METHODS[chosen], batch, wanted, align_corners=align_corners)
    return call("Squeeze", found, squeeze_dims=[0]) if x.shape.rank == 3 else found


def _within(images: Any, size: Any) -> Any:
    """The largest size of the images' proportions that is no larger than another."""
    now = call("Cast", call("Shape", images)[1:3], DstT=float32)
    factor = call("Min", call("RealDiv", call("Cast", size, DstT=float32), now), [0])
    return call("Maximum", call("Cast", call("Round", now * factor), DstT=int32), 1)


def resize_bilinear(
    images: Any,
    size: Any,
    align_corners: bool = False,
    name: str | None = None,
    half_pixel_centers: bool = False,
) -> Any:
    """Images in another size, by means of neighbours.

    Args:
      images: [batch, height, width, channels].
      size: The new height and width.
      align_corners: Whether the centres of the corners' pixels stay where they are.
      name: A name.
      half_pixel_centers: Whether pixels have their centres at half-integers.

    Returns:
      float32 images.
    """
    return _resized("ResizeBilinear", images, size, align_corners, name, half_pixel_centers)


def resize_nearest_neighbor(
    images: Any,
    size: Any,
    align_corners: bool = False,
    name: str | None = None,
    half_pixel_centers: bool = False,
) -> Any:
    """Images in another size, each pixel the nearest; see `resize_bilinear`."""
    return _resized("ResizeNearestNeighbor", images, size, align_corners, name, half_pixel_centers)


def resize_bicubic(
    images: Any,
    size: Any,
    align_corners: bool = False,
    name: str | None = None,
    half_pixel_centers: bool = False,
) -> Any:
    """Images in another size, by cubic curves; see `resize_bilinear`."""
    return _resized("ResizeBicubic", images, size, align_corners, name, half_pixel_centers)


def resize_area(
    images: Any, size: Any, align_corners: bool = False, name: str | None = None
) -> Any:
    """Images in another size, by means over areas; see `resize_bilinear`."""
    return call("ResizeArea", images, size, align_corners=align_corners, name=name)


def _resized(
    op: str, images: Any, size: Any, align_corners: bool, name: str | None, half: bool
) -> Any:
    attrs = {"align_corners": align_corners, "half_pixel_centers": half}
    return call(op, images, size, **attrs, name=name)


def resize_image_with_pad(
    image: Any,
    target_height: Any,
    target_width: Any,
    method: Any = ResizeMethod.BILINEAR,
    align_corners: bool = False,
) -> Any:
    """Resizes to fit into a frame, proportions kept, and fills the rest of the frame with zeros.

    Args:
      image: [batch, height, width, channels] or [height, width, channels].
      target_height, target_width: The frame.
      method, align_corners: As for `tf.compat.v1.image.resize_images`.

    Returns:
      Images of the frame's size.
    """

    def resized(images: Any, size: Any) -> Any:
        return resize_images(images, size, method, align_corners)

    return scaling.fit_into(image, target_height, target_width, resized)


def extract_image_patches(
    images: Any,
    ksizes: Any = None,
    strides: Any = None,
    rates: Any = None,
    padding: str | None = None,
    name: str | None = None,
    sizes: Any = None,
) -> Any:
    """Windows of images, each as the channels of one place.

    Args:
      images: [batch, height, width, channels].
      ksizes: The window's four sizes.
      strides, rates: Four distances: of windows, and of the pixels in one.
      padding: "SAME" or "VALID".
      name: A name.
      sizes: A newer name of `ksizes`.

    Returns:
      [batch, rows, columns, height * width * channels].
    """
    return call(
        "ExtractImagePatches",
        images,
        ksizes=list(sizes or ksizes),
        strides=list(strides),
        rates=list(rates),
        padding=padding,
        name=name,
    )
