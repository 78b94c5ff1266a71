"""The resizing ops: nearest, bilinear, bicubic, area, through a kernel; and their gradients."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import (
    FLOATING,
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
from tenfold.core.op import call, op

from . import sampling
from .sampling import Taps

_IMAGES = (int8, uint8, int16, uint16, int32, int64, float16, float32, float64, bfloat16)


def resized_shape(done: Any) -> Any:
    """`[batch, *size, channels]`, where the size is input 1."""
    shape, size = done.inputs[0].raw_shape, rules.shape_from(done.inputs[1])
    if size is None:
        size = (None, None)
    if len(size) != 2:
        raise ValueError(f"size must have 2 elements; received {len(size)}.")
    if shape is None:
        return (None, *size, None)
    _check_rank(shape)
    return (shape[0], *size, shape[3])


def _check_rank(shape: Any) -> None:
    if len(shape) != 4:
        raise ValueError(f"images must be [batch, height, width, channels]; received {list(shape)}")


def _out_size(xp: Any, images: Any, size: Any) -> tuple[int, int]:
    _check_rank(images.shape)
    wanted = xp.static(size)
    if wanted.shape != (2,):
        raise ValueError(f"size must be 1-dimensional and have 2 elements; it is {wanted.shape}.")
    height, width = (int(n) for n in wanted)
    if height <= 0 or width <= 0:
        raise ValueError(f"output dimensions must be positive; received {[height, width]}.")
    if not images.shape[1] or not images.shape[2]:
        raise ValueError(f"the image must not be empty; its shape is {list(images.shape)}.")
    if not images.shape[3]:
        raise ValueError(f"the image must have a channel; its shape is {list(images.shape)}.")
    return height, width


def weigh(xp: Any, x: Any, rows: Taps, columns: Taps, dtype: Any) -> Any:
    """Applies the taps of both spatial axes in at least float32; the result has `dtype`."""
    wide = np.float64 if np.dtype(dtype) == np.float64 else np.float32
    y = sampling.apply(xp, x.astype(wide), 1, rows)
    return sampling.apply(xp, y, 2, columns).astype(dtype)


def _back(xp: Any, grads: Any, sizes: Any, dtype: Any, taps: Callable[[int, int], Taps]) -> Any:
    """The gradient of `weigh`, or of an interpolation with these taps."""
    _check_rank(grads.shape)
    rows, columns = (
        sampling.transposed(taps(size, out), size) for size, out in zip(sizes, grads.shape[1:3])
    )
    return weigh(xp, grads, rows, columns, dtype)


@op("images: T, size: int32 -> resized_images: float32", T=_IMAGES, shape=resized_shape)
def ResizeBilinear(
    xp: Any,
    images: Any,
    size: Any,
    *,
    align_corners: bool = False,
    half_pixel_centers: bool = False,
) -> Any:
    sizes, x = _out_size(xp, images, size), images.astype(np.float32)
    rows, columns = (
        sampling.linear(n, out, align_corners, half_pixel_centers)
        for n, out in zip(images.shape[1:3], sizes)
    )
    return sampling.interpolate(xp, sampling.interpolate(xp, x, 2, columns), 1, rows)


def _centers(done: Any) -> dict[str, Any]:
    return {n: done.attrs[n] for n in ("align_corners", "half_pixel_centers")}


@ResizeBilinear.gradient
def resize_bilinear_gradient(done: Any, dy: Any) -> Any:
    image = done.inputs[0]
    if image.dtype not in FLOATING:
        return None, None
    return ResizeBilinearGrad(dy, image, **_centers(done)), None


@op(
    "grads: float32, original_image: T -> output: T",
    T=(float32, bfloat16, float16, float64),
    shape=rules.same_as(1),
)
def ResizeBilinearGrad(
    xp: Any,
    grads: Any,
    original_image: Any,
    *,
    align_corners: bool = False,
    half_pixel_centers: bool = False,
) -> Any:
    def taps(size: int, out: int) -> Taps:
        return sampling.linear_taps(sampling.linear(size, out, align_corners, half_pixel_centers))

    shape = original_image.shape
    return _back(xp, grads, shape[1:3], original_image.dtype, taps)


ResizeBilinearGrad.not_differentiable()


@op("images: T, size: int32 -> resized_images: T", T=_IMAGES, shape=resized_shape)
def ResizeNearestNeighbor(
    xp: Any,
    images: Any,
    size: Any,
    *,
    align_corners: bool = False,
    half_pixel_centers: bool = False,
) -> Any:
    sizes, x = _out_size(xp, images, size), images
    for axis, out in enumerate(sizes, 1):
        index = sampling.nearest(x.shape[axis], out, align_corners, half_pixel_centers)
        x = xp.take(x, index, axis=axis)
    return x


@ResizeNearestNeighbor.gradient
def resize_nearest_neighbor_gradient(done: Any, dy: Any) -> Any:
    return ResizeNearestNeighborGrad(dy, spatial_size(done.inputs[0]), **_centers(done)), None


def spatial_size(images: Any) -> Any:
    """The height and width of a batch of images, int32 `[2]`."""
    return call("StridedSlice", call("Shape", images), [1], [3], [1])


@op(
    "grads: T, size: int32 -> output: T",
    T=(uint8, int8, int32, float16, float32, float64, bfloat16),
    shape=resized_shape,
)
def ResizeNearestNeighborGrad(
    xp: Any,
    grads: Any,
    size: Any,
    *,
    align_corners: bool = False,
    half_pixel_centers: bool = False,
) -> Any:
    def taps(size: int, out: int) -> Taps:
        index = sampling.nearest(size, out, align_corners, half_pixel_centers)[:, None]
        return Taps(index, np.ones(index.shape, np.float32))

    sizes = _out_size(xp, grads, size)
    if grads.dtype.kind not in "iu":
        return _back(xp, grads, sizes, grads.dtype, taps)
    # Sums of integers wrap around in their own width, and so they do when narrowed at the end.
    _check_rank(grads.shape)
    rows, columns = (
        sampling.transposed(taps(n, out), n) for n, out in zip(sizes, grads.shape[1:3])
    )
    x = sampling.apply(xp, grads.astype(np.int64), 1, rows)
    return sampling.apply(xp, x, 2, columns).astype(grads.dtype)


@op("images: T, size: int32 -> resized_images: float32", T=_IMAGES, shape=resized_shape)
def ResizeBicubic(
    xp: Any,
    images: Any,
    size: Any,
    *,
    align_corners: bool = False,
    half_pixel_centers: bool = False,
) -> Any:
    rows, columns = (
        sampling.cubic(n, out, align_corners, half_pixel_centers)
        for n, out in zip(images.shape[1:3], _out_size(xp, images, size))
    )
    return weigh(xp, images, rows, columns, np.float32)


@ResizeBicubic.gradient
def resize_bicubic_gradient(done: Any, dy: Any) -> Any:
    image = done.inputs[0]
    if image.dtype not in (float32, float64):
        return None, None
    return ResizeBicubicGrad(dy, image, **_centers(done)), None


@op(
    "grads: float32, original_image: T -> output: T",
    T=(float32, float64),
    shape=rules.same_as(1),
)
def ResizeBicubicGrad(
    xp: Any,
    grads: Any,
    original_image: Any,
    *,
    align_corners: bool = False,
    half_pixel_centers: bool = False,
) -> Any:
    def taps(size: int, out: int) -> Taps:
        return sampling.cubic(size, out, align_corners, half_pixel_centers)

    shape = original_image.shape
    return _back(xp, grads, shape[1:3], original_image.dtype, taps)


@op("images: T, size: int32 -> resized_images: float32", T=_IMAGES, shape=resized_shape)
def ResizeArea(xp: Any, images: Any, size: Any, *, align_corners: bool = False) -> Any:
    rows, columns = (
        sampling.area(n, out, align_corners)
        for n, out in zip(images.shape[1:3], _out_size(xp, images, size))
    )
    return weigh(xp, images, rows, columns, np.float32)


def _filters(
    xp: Any, sizes: Any, outs: Any, scale: Any, translation: Any, kernel_type: str, antialias: bool
) -> list[Taps]:
    factors, moves = xp.static(scale), xp.static(translation)
    for name, given in (("scale", factors), ("translation", moves)):
        if given.shape != (2,):
            raise ValueError(f"{name} must have shape [2]; received {list(given.shape)}.")
    if not (factors > 0).all():
        raise ValueError(f"scale must be greater than zero; received {factors.tolist()}.")
    return [
        sampling.filtered(int(n), int(out), float(f), float(t), kernel_type, antialias)
        for n, out, f, t in zip(sizes, outs, factors, moves)
    ]


@op(
    "images: T, size: int32, scale: float32, translation: float32 -> resized_images: float32",
    T=_IMAGES,
    shape=resized_shape,
)
def ScaleAndTranslate(
    xp: Any,
    images: Any,
    size: Any,
    scale: Any,
    translation: Any,
    *,
    kernel_type: str = "lanczos3",
    antialias: bool = True,
) -> Any:
    outs, sizes = _out_size(xp, images, size), images.shape[1:3]
    rows, columns = _filters(xp, sizes, outs, scale, translation, kernel_type, antialias)
    return weigh(xp, images, rows, columns, np.float32)


@ScaleAndTranslate.gradient
def scale_and_translate_gradient(done: Any, dy: Any) -> Any:
    image, _, scale, translation = done.inputs
    if image.dtype not in FLOATING:
        return None, None, None, None
    names = ("kernel_type", "antialias")
    attrs = {n: done.attrs[n] for n in names}
    if image.dtype is float32:
        return ScaleAndTranslateGrad(dy, image, scale, translation, **attrs), None, None, None
    wide = call("Cast", image, DstT=float32)
    back = ScaleAndTranslateGrad(dy, wide, scale, translation, **attrs)
    return call("Cast", back, DstT=image.dtype), None, None, None


@op(
    "grads: T, original_image: T, scale: float32, translation: float32 -> output: T",
    T=(float32,),
    shape=rules.same_as(1),
)
def ScaleAndTranslateGrad(
    xp: Any,
    grads: Any,
    original_image: Any,
    scale: Any,
    translation: Any,
    *,
    kernel_type: str = "lanczos3",
    antialias: bool = True,
) -> Any:
    sizes, outs = original_image.shape[1:3], grads.shape[1:3]
    taps = _filters(xp, sizes, outs, scale, translation, kernel_type, antialias)
    rows, columns = (sampling.transposed(t, n) for t, n in zip(taps, sizes))
    return weigh(xp, grads, rows, columns, np.float32)
