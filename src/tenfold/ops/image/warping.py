"""Projective transforms of images: what turns, shears, zooms and tilts them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import bfloat16, float16, float32, float64, int32, int64, uint8
from tenfold.core.op import call, op

_IMAGES = (uint8, int32, int64, float16, bfloat16, float32, float64)


def _warped_shape(done: Any) -> Any:
    shape, size = done.inputs[0].raw_shape, rules.shape_from(done.inputs[2]) or (None, None)
    if shape is not None and len(shape) != 4:
        raise ValueError(f"images must be 4-dimensional; received {list(shape)}.")
    return (None, *size, None) if shape is None else (shape[0], *size, shape[3])


def _same(xp: Any, at: Any, length: int) -> Any:
    return at


def _nearest(xp: Any, at: Any, length: int) -> Any:
    return xp.clip(at, 0, length - 1)


def _reflect(xp: Any, at: Any, length: int) -> Any:
    """Beyond the border the image is mirrored: d c b a | a b c d | d c b a."""
    if length <= 1:
        return xp.zeros_like(at)
    turn = 2 * length
    low = xp.trunc(-at / turn) * turn + at
    low = xp.where(low < -length, low + turn, -low - 1)
    high = at - turn * xp.trunc(at / turn)
    high = xp.where(high >= length, turn - high - 1, high)
    found = xp.where(at < 0, low, xp.where(at > length - 1, high, at))
    return xp.clip(found, 0, length - 1)


def _wrap(xp: Any, at: Any, length: int) -> Any:
    """Beyond the border the image begins again: a b c d | a b c d | a b c d."""
    if length <= 1:
        return xp.zeros_like(at)
    steps = length - 1
    low = at + length * (xp.trunc(-at / steps) + 1)
    high = at - length * xp.trunc(at / steps)
    found = xp.where(at < 0, low, xp.where(at > steps, high, at))
    return xp.clip(found, 0, steps)


_MODES: dict[str, Callable[[Any, Any, int], Any]] = {
    "CONSTANT": _same,
    "NEAREST": _nearest,
    "REFLECT": _reflect,
    "WRAP": _wrap,
}


def _warp(
    xp: Any, images: Any, transforms: Any, size: Any, fill: Any, interpolation: str, mode: str
) -> Any:
    """Each pixel (x, y) of the result is read at ((a0 x + a1 y + a2) / k, (b0 x + ...) / k)."""
    height, width = _checked(xp, images, transforms, size)
    if mode.upper() not in _MODES:
        raise ValueError(f"fill_mode must be one of {', '.join(_MODES)}; received {mode!r}.")
    if interpolation not in ("NEAREST", "BILINEAR"):
        raise ValueError(f"interpolation must be NEAREST or BILINEAR; received {interpolation!r}.")
    images, transforms = xp.asarray(images), xp.asarray(transforms)
    fill = xp.asarray(fill).astype(images.dtype).astype(np.float32)  # as a pixel holds it
    x, y = np.arange(width, dtype=np.float32), np.arange(height, dtype=np.float32)[:, None]
    a = [transforms[:, i, None, None] for i in range(8)]
    scale = a[6] * x + a[7] * y + np.float32(1)
    seen = scale != 0
    divisor = xp.where(seen, scale, np.float32(1))
    move = _MODES[mode.upper()]
    column = move(xp, (a[0] * x + a[1] * y + a[2]) / divisor, images.shape[2])
    row = move(xp, (a[3] * x + a[4] * y + a[5]) / divisor, images.shape[1])
    if interpolation == "NEAREST":
        # Halves away from zero, as the C library rounds.
        row, column = (xp.trunc(v + xp.copysign(np.float32(0.5), v)) for v in (row, column))
        found = _read(xp, images, row, column, fill)
    else:
        found = _between(xp, images, row, column, fill)
    return xp.where(seen[..., None], found, fill).astype(images.dtype)


def _checked(xp: Any, images: Any, transforms: Any, size: Any) -> tuple[int, int]:
    """The height and width of the result."""
    if images.ndim != 4:
        raise ValueError(f"images must be 4-dimensional; received {list(images.shape)}.")
    alone = transforms.ndim == 2 and transforms.shape[0] in (1, images.shape[0])
    if not alone or transforms.shape[1] != 8:
        raise ValueError(
            f"transforms must be [1, 8] or [{images.shape[0]}, 8]; received "
            f"{list(transforms.shape)}."
        )
    wanted = xp.static(size)
    if wanted.shape != (2,) or (wanted <= 0).any():
        raise ValueError(f"output_shape must be two positive sizes; received {wanted.tolist()}.")
    return int(wanted[0]), int(wanted[1])


def _read(xp: Any, images: Any, row: Any, column: Any, fill: Any) -> Any:
    """Pixels by whole positions `[batch or 1, h, w]`; `fill` outside the image."""
    height, width = images.shape[1:3]
    inside = (row >= 0) & (row < height) & (column >= 0) & (column < width)
    batch = np.arange(images.shape[0])[:, None, None]
    places = (xp.where(inside, v, 0).astype(np.int64) for v in (row, column))
    found = images[(batch, *places)].astype(np.float32)
    return xp.where(inside[..., None], found, fill)


def _between(xp: Any, images: Any, row: Any, column: Any, fill: Any) -> Any:
    top, left = xp.floor(row), xp.floor(column)
    along, down = (column - left)[..., None], (row - top)[..., None]
    upper, lower = (
        (1 - along) * _read(xp, images, at, left, fill)
        + along * _read(xp, images, at, left + 1, fill)
        for at in (top, top + 1)
    )
    return (1 - down) * upper + down * lower


@op(
    "images: dtype, transforms: float32, output_shape: int32 -> transformed_images: dtype",
    dtype=_IMAGES,
    shape=_warped_shape,
)
def ImageProjectiveTransformV2(
    xp: Any,
    images: Any,
    transforms: Any,
    output_shape: Any,
    *,
    interpolation: str,
    fill_mode: str = "CONSTANT",
) -> Any:
    zero = np.float32(0)
    return _warp(xp, images, transforms, output_shape, zero, interpolation, fill_mode)


@ImageProjectiveTransformV2.gradient
def image_projective_transform_v2_gradient(done: Any, dy: Any) -> Any:
    return _warped_back(done, dy), None, None


def _warped_back(done: Any, dy: Any) -> Any:
    """The gradient as TensorFlow has it: what arrives, warped by the inverse transform."""
    image, transforms = done.inputs[:2]
    last = call("Fill", call("Pack", [call("Shape", transforms)[0], 1]), 1.0)
    matrices = call("Reshape", call("ConcatV2", [transforms, last], 1), [-1, 3, 3])
    inverse = call("Reshape", call("MatrixInverse", matrices), [-1, 9])
    inverse = inverse[:, :8] / inverse[:, 8:]
    return ImageProjectiveTransformV2(
        dy,
        inverse,
        call("StridedSlice", call("Shape", image), [1], [3], [1]),
        interpolation=done.attrs["interpolation"],
        fill_mode=done.attrs["fill_mode"],
    )


@op(
    "images: dtype, transforms: float32, output_shape: int32, fill_value: float32 "
    "-> transformed_images: dtype",
    dtype=_IMAGES,
    shape=_warped_shape,
)
def ImageProjectiveTransformV3(
    xp: Any,
    images: Any,
    transforms: Any,
    output_shape: Any,
    fill_value: Any,
    *,
    interpolation: str,
    fill_mode: str = "CONSTANT",
) -> Any:
    if fill_value.ndim:
        raise ValueError(f"fill_value must be a scalar; received {list(fill_value.shape)}.")
    return _warp(xp, images, transforms, output_shape, fill_value, interpolation, fill_mode)


@ImageProjectiveTransformV3.gradient
def image_projective_transform_v3_gradient(done: Any, dy: Any) -> Any:
    return _warped_back(done, dy), None, None, None
