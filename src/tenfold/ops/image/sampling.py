"""Where the pixels of a resized image come from, along one axis.

A resized line is a weighted sum of the pixels of a line: `Taps` says which pixels, and how much of
each. Sizes are known while compiling, so taps are NumPy constants in both namespaces. Positions
are worked out in float32, as TensorFlow does: half a unit in the last place decides which pixel
is the nearest.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

_F32 = np.float32
_TABLE = 1024


class Taps(NamedTuple):
    """For each pixel of the result, the pixels it is made of and their weights.

    index: int64 `[out, taps]`.
    weight: float32 `[out, taps]`; taps that a pixel does not need weigh 0.
    """

    index: np.ndarray
    weight: np.ndarray


class Lerp(NamedTuple):
    """For each pixel of the result, its two neighbours and the share of the upper: each `[out]`."""

    lower: np.ndarray
    upper: np.ndarray
    share: np.ndarray


def scale_of(size: int, out: int, align_corners: bool) -> np.float32:
    """How many pixels of the image one pixel of the result stands for."""
    if align_corners and out > 1:
        return _F32(_F32(size - 1) / _F32(out - 1))
    return _F32(_F32(size) / _F32(out))


def _positions(size: int, out: int, align_corners: bool, half_pixel: bool) -> np.ndarray:
    at, scale = np.arange(out, dtype=_F32), scale_of(size, out, align_corners)
    return (at + _F32(0.5)) * scale - _F32(0.5) if half_pixel else at * scale


def check_centers(align_corners: bool, half_pixel: bool) -> None:
    if align_corners and half_pixel:
        raise ValueError(
            "If half_pixel_centers is True, align_corners must be False; both are True."
        )


@functools.lru_cache(maxsize=64)
def nearest(size: int, out: int, align_corners: bool, half_pixel: bool) -> np.ndarray:
    """The nearest pixel for each pixel of the result, int64 `[out]`."""
    check_centers(align_corners, half_pixel)
    at, scale = np.arange(out, dtype=_F32), scale_of(size, out, align_corners)
    at = (at + _F32(0.5)) * scale if half_pixel else at * scale
    # Corners that are aligned round halves up; otherwise a pixel reaches up to the next.
    whole = np.floor(at + _F32(0.5)) if align_corners else np.floor(at)
    return np.clip(whole.astype(np.int64), 0, size - 1)


@functools.lru_cache(maxsize=64)
def linear(size: int, out: int, align_corners: bool, half_pixel: bool) -> Lerp:
    """Linear interpolation between the two neighbours."""
    check_centers(align_corners, half_pixel)
    at = _positions(size, out, align_corners, half_pixel)
    floor = np.floor(at)
    lower = np.maximum(floor, 0).astype(np.int64)
    upper = np.minimum(np.ceil(at).astype(np.int64), size - 1)
    return Lerp(np.minimum(lower, size - 1), np.maximum(upper, 0), at - floor)


def linear_taps(lerp: Lerp) -> Taps:
    index = np.stack([lerp.lower, lerp.upper], -1)
    return Taps(index, np.stack([1 - lerp.share, lerp.share], -1))


@functools.cache
def _cubic_table(a: float) -> np.ndarray:
    """Keys' cubic kernel at 0, 1/1024, ... 1 (column 0) and one further (column 1)."""
    x = np.arange(_TABLE + 1) / _TABLE
    near = ((a + 2) * x - (a + 3)) * x * x + 1
    y = x + 1
    far = ((a * y - 5 * a) * y + 8 * a) * y - 4 * a
    return np.stack([near, far], -1).astype(_F32)


@functools.lru_cache(maxsize=64)
def cubic(size: int, out: int, align_corners: bool, half_pixel: bool) -> Taps:
    """Cubic convolution over four neighbours.

    References:
      Keys, Cubic Convolution Interpolation for Digital Image Processing (1981); a = -1/2 with
      half-pixel centers, else -3/4.
    """
    check_centers(align_corners, half_pixel)
    at = _positions(size, out, align_corners, half_pixel)
    base = np.floor(at).astype(np.int64)
    offset = np.rint((at - np.floor(at)) * _F32(_TABLE)).astype(np.int64)
    table = _cubic_table(-0.5 if half_pixel else -0.75)
    weight = np.stack(
        [
            table[offset, 1],
            table[offset, 0],
            table[_TABLE - offset, 0],
            table[_TABLE - offset, 1],
        ],
        -1,
    )
    wanted = base[:, None] + np.arange(-1, 3)
    index = np.clip(wanted, 0, size - 1)
    if half_pixel:  # pixels beyond the border do not count
        weight = np.where(index == wanted, weight, _F32(0))
        weight = _normalized(weight)
    return Taps(index, weight)


def _normalized(weight: np.ndarray) -> np.ndarray:
    total = weight.sum(-1, keepdims=True, dtype=_F32)
    counts = np.abs(total) >= 1000 * np.finfo(_F32).tiny
    return np.where(counts, weight * (1 / np.where(counts, total, 1)).astype(_F32), weight)


@functools.lru_cache(maxsize=64)
def area(size: int, out: int, align_corners: bool) -> Taps:
    """The mean over the stretch of the line that a pixel of the result covers."""
    scale = scale_of(size, out, align_corners and size > 1)
    at = np.arange(out, dtype=_F32)
    begin, end = at * scale, (at + 1) * scale
    first, last = np.floor(begin).astype(np.int64), np.ceil(end).astype(np.int64)
    count = max(1, int((last - first).max(initial=1)))
    wanted = first[:, None] + np.arange(count)
    low, high = begin[:, None], end[:, None]
    pixel = wanted.astype(_F32)
    starts = np.where(pixel + 1 > high, scale, pixel + 1 - low)
    inner = np.where(pixel + 1 > high, high - pixel, _F32(1))
    weight = np.where(pixel < low, starts, inner)
    weight = np.where(wanted < last[:, None], weight, 0).astype(_F32)
    index = np.clip(np.minimum(wanted, last[:, None] - 1), 0, size - 1)
    return Taps(index, weight * _F32(1 / scale))


def _lanczos(radius: float) -> Callable[[np.ndarray], np.ndarray]:
    def kernel(x: np.ndarray) -> np.ndarray:
        safe = np.where(x <= 1e-3, 1, x)
        wave = radius * np.sin(np.pi * safe) * np.sin(np.pi * safe / radius)
        value = wave / (np.pi * np.pi * safe * safe)
        return np.where(x > radius, 0, np.where(x <= 1e-3, 1, value))

    return kernel


def _gaussian(x: np.ndarray) -> np.ndarray:
    return np.where(x >= 1.5, 0, np.exp(-x * x / (2 * 0.5 * 0.5)))


def _box(x: np.ndarray) -> np.ndarray:
    return np.where(x < 0.5, 1.0, np.where(x == 0.5, 0.5, 0.0))


def _triangle(x: np.ndarray) -> np.ndarray:
    return np.where(x < 1, 1 - x, 0)


def _keys(x: np.ndarray) -> np.ndarray:
    far = ((-0.5 * x + 2.5) * x - 4) * x + 2
    near = (1.5 * x - 2.5) * x * x + 1
    return np.where(x >= 2, 0, np.where(x >= 1, far, near))


def _mitchell(x: np.ndarray) -> np.ndarray:
    far = ((-7 / 18 * x + 2) * x - 10 / 3) * x + 16 / 9
    near = (7 / 6 * x - 2) * x * x + 8 / 9
    return np.where(x >= 2, 0, np.where(x >= 1, far, near))


# The kernels of ScaleAndTranslate by name, each with its radius.
KERNELS: dict[str, tuple[float, Callable[[np.ndarray], np.ndarray]]] = {
    "lanczos1": (1.0, _lanczos(1.0)),
    "lanczos3": (3.0, _lanczos(3.0)),
    "lanczos5": (5.0, _lanczos(5.0)),
    "gaussian": (1.5, _gaussian),
    "box": (1.0, _box),
    "triangle": (1.0, _triangle),
    "keyscubic": (2.0, _keys),
    "mitchellcubic": (2.0, _mitchell),
}


@functools.lru_cache(maxsize=64)
def filtered(
    size: int, out: int, scale: float, translation: float, kernel_type: str, antialias: bool
) -> Taps:
    """A line scaled, then moved, through a kernel; with `antialias` the kernel grows with it."""
    if kernel_type not in KERNELS:
        raise ValueError(
            f"Unrecognized kernel type: {kernel_type!r}; expected one of {', '.join(KERNELS)}."
        )
    radius, kernel = KERNELS[kernel_type]
    inverse = _F32(1) / _F32(scale)
    spread = np.maximum(inverse, _F32(1)) if antialias else _F32(1)
    reach = _F32(radius) * spread
    at = (np.arange(out, dtype=_F32) + _F32(0.5)) * inverse - inverse * _F32(translation)
    first = np.clip(np.ceil(at - reach - _F32(0.5)), 0, size - 1).astype(np.int64)
    last = np.clip(np.floor(at + reach - _F32(0.5)), 0, size - 1).astype(np.int64)
    count = max(1, min(2 * math.ceil(reach) + 1, size))
    wanted = first[:, None] + np.arange(count)
    distance = np.abs((wanted.astype(_F32) + _F32(0.5) - at[:, None]) * (_F32(1) / spread))
    inside = (wanted <= last[:, None]) & ((at >= 0) & (at <= size))[:, None]
    weight = np.where(inside, kernel(distance.astype(np.float64)), 0).astype(_F32)
    return Taps(np.minimum(wanted, last[:, None]), _normalized(weight))


def transposed(taps: Taps, size: int) -> Taps:
    """The taps of the gradient: which pixels of the result a pixel of the image is part of."""
    row, column = np.nonzero(taps.weight)
    source, weight = taps.index[row, column], taps.weight[row, column]
    order = np.argsort(source, kind="stable")
    row, source, weight = row[order], source[order], weight[order]
    slot = np.arange(len(source)) - np.searchsorted(source, np.arange(size))[source]
    shape = (size, int(slot.max(initial=0)) + 1)
    index, amount = np.zeros(shape, np.int64), np.zeros(shape, np.float32)
    # A tap that is not needed repeats the row's last pixel, so that it brings no stray infinity.
    index[source, :] = row[:, None]
    index[source, slot], amount[source, slot] = row, weight
    return Taps(index, amount)


def apply(xp: Any, x: Any, axis: int, taps: Taps) -> Any:
    """The weighted sums along an axis; `x` in the dtype in which to add."""
    shape = [1] * x.ndim
    shape[axis] = -1
    if xp.compiled:
        pieces = xp.take(x, taps.index.reshape(-1), axis=axis)
        pieces = pieces.reshape(*x.shape[:axis], *taps.index.shape, *x.shape[axis + 1 :])
        sizes = (*shape[:axis], *taps.weight.shape, *shape[axis + 1 :])
        weight = taps.weight.astype(x.dtype).reshape(sizes)
        total = (pieces * weight).sum(axis + 1, dtype=x.dtype)
    else:
        total = None
        for index, amount in zip(taps.index.T, taps.weight.T):
            piece = np.take(x, index, axis=axis) * amount.astype(x.dtype).reshape(shape)
            total = piece if total is None else np.add(total, piece, out=total)
    touched = taps.weight.any(-1)
    return total if touched.all() else xp.where(touched.reshape(shape), total, x.dtype.type(0))


def interpolate(xp: Any, x: Any, axis: int, lerp: Lerp) -> Any:
    """Linear interpolation along an axis; exact where both neighbours are equal."""
    shape = [1] * x.ndim
    shape[axis] = -1
    low, high = (xp.take(x, i, axis=axis) for i in (lerp.lower, lerp.upper))
    if xp.compiled:
        return low + (high - low) * lerp.share.reshape(shape)
    high -= low
    high *= lerp.share.reshape(shape)
    high += low
    return high
