"""Sliding windows over space: their geometry, and the strided slices that they consist of.

Everything here works on channels-last arrays `[batch, *space, channels]` of any number of spatial
axes. A *tap* is one position inside the window: a tuple of one index for each spatial axis.
"""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dispatch import frozen


@dataclass(frozen=True, slots=True)
class Windows:
    """The geometry of windows sliding over an image; one entry for each spatial axis."""

    sizes: tuple[int, ...]
    kernel: tuple[int, ...]
    strides: tuple[int, ...]
    dilations: tuple[int, ...]
    pads: tuple[tuple[int, int], ...]
    out: tuple[int, ...]

    @property
    def padded(self) -> tuple[int, ...]:
        return tuple(n + lo + hi for n, (lo, hi) in zip(self.sizes, self.pads))

    @property
    def is_padded(self) -> bool:
        return any(lo or hi for lo, hi in self.pads)

    def taps(self) -> Iterator[tuple[int, ...]]:
        return itertools.product(*map(range, self.kernel))

    def slices(self, tap: Sequence[int]) -> tuple[slice, ...]:
        """Where, in the padded image, the windows find one tap."""
        inside = (
            slice(t * d, t * d + (o - 1) * s + 1, s) if o else slice(0, 0)
            for t, d, o, s in zip(tap, self.dilations, self.out, self.strides)
        )
        return (slice(None), *inside)


def windows(
    sizes: Sequence[int],
    kernel: Sequence[int],
    strides: Sequence[int],
    padding: str,
    explicit: Sequence[int] = (),
    dilations: Sequence[int] | None = None,
) -> Windows:
    """The geometry for TensorFlow's paddings.

    Args:
      sizes: The image's spatial sizes.
      kernel: The window's.
      strides: How far the window moves.
      padding: SAME, VALID or EXPLICIT.
      explicit: Low and high padding of each spatial axis, for EXPLICIT.
      dilations: The distance between taps; 1 by default.

    Raises:
      ValueError: The window is larger than the padded image, or a stride is not positive.
    """
    if min(strides, default=1) < 1:
        raise ValueError(f"Stride must be > 0, but got {min(strides)}.")
    spread = tuple(dilations) if dilations is not None else (1,) * len(sizes)
    pads: list[tuple[int, int]] = []
    out: list[int] = []
    for i, (n, k, s, d) in enumerate(zip(sizes, kernel, strides, spread)):
        reach = (k - 1) * d + 1
        if padding == "SAME":
            length = -(-n // s)
            total = max(0, (length - 1) * s + reach - n)
            pad = total // 2, total - total // 2
        else:
            pad = (explicit[2 * i], explicit[2 * i + 1]) if padding == "EXPLICIT" else (0, 0)
            room = n + sum(pad) - reach
            length = int((room + s) / s)  # toward zero, as TensorFlow rounds it
            if length < 0:
                raise ValueError(
                    f"Computed output size would be negative: input size {n}, padded by "
                    f"{pad}, is smaller than the window's reach {reach} (size {k}, dilation {d})."
                )
        pads.append(pad)
        out.append(length)
    return Windows(tuple(sizes), tuple(kernel), tuple(strides), spread, tuple(pads), tuple(out))


def remembered(geometry: Callable[..., Windows]) -> Callable[..., Windows]:
    """A function of sizes and, last, an op's attributes, that works each combination out once."""
    known: dict[Any, Windows] = {}

    @functools.wraps(geometry)
    def recall(*args: Any) -> Windows:
        *sizes, attrs = args
        key = (*map(tuple, sizes), *map(frozen, attrs.values()))
        found = known.get(key)
        if found is None:
            if len(known) >= _KNOWN:
                known.clear()
            found = known[key] = geometry(*args)
        return found

    return recall


_KNOWN = 1000


def out_sizes(
    sizes: Sequence[int | None],
    kernel: Sequence[int | None],
    strides: Sequence[int],
    padding: str,
    explicit: Sequence[int],
    dilations: Sequence[int],
) -> tuple[int | None, ...]:
    """The spatial sizes of the result, None where they are not known: for shape rules."""
    out: list[int | None] = []
    for i, (n, k, s, d) in enumerate(zip(sizes, kernel, strides, dilations)):
        if n is None or (k is None and padding != "SAME"):
            out.append(None)
        else:
            pads = tuple(explicit[2 * i : 2 * i + 2])
            out.extend(windows([n], [k or 1], [s], padding, pads, [d]).out)
    return tuple(out)


def channels_first(data_format: str) -> bool:
    return data_format.startswith("NC")


def spatial(values: Sequence[Any], data_format: str) -> tuple[Any, ...]:
    """The spatial entries of a list with one entry for each axis."""
    return tuple(values[2:] if channels_first(data_format) else values[1:-1])


def spatial_pads(explicit: Sequence[int], data_format: str) -> tuple[int, ...]:
    """The spatial entries of `explicit_paddings`, which has two for each axis."""
    return tuple(explicit[4:] if channels_first(data_format) else explicit[2:-2])


def whole(batch: Any, space: Sequence[Any], channels: Any, data_format: str) -> tuple[Any, ...]:
    """A shape in the order of a data format."""
    if channels_first(data_format):
        return (batch, channels, *space)
    return (batch, *space, channels)


def parts(shape: rules.Shape, data_format: str) -> tuple[Any, tuple[Any, ...], Any]:
    """Batch, spatial sizes and channels of a shape."""
    assert shape is not None
    if channels_first(data_format):
        return shape[0], tuple(shape[2:]), shape[1]
    return shape[0], tuple(shape[1:-1]), shape[-1]


def to_last(xp: Any, x: Any, data_format: str) -> Any:
    """An image as `[batch, *space, channels]`."""
    return xp.moveaxis(x, 1, -1) if channels_first(data_format) else x


def from_last(xp: Any, x: Any, data_format: str) -> Any:
    """An image `[batch, *space, channels]` in the order of a data format."""
    if not channels_first(data_format):
        return x
    x = xp.moveaxis(x, -1, 1)
    return x if xp.compiled else np.ascontiguousarray(x)


def pad(xp: Any, x: Any, w: Windows, value: Any = 0) -> Any:
    """Pads the spatial axes."""
    if not w.is_padded:
        return x
    return xp.pad(x, ((0, 0), *w.pads, (0, 0)), constant_values=x.dtype.type(value))


def crop(x: Any, w: Windows) -> Any:
    """Undoes the padding."""
    if not w.is_padded:
        return x
    return x[(slice(None), *(slice(lo, lo + n) for n, (lo, _) in zip(w.sizes, w.pads)))]


def scatter(xp: Any, w: Windows, part: Callable[[tuple[int, ...]], Any], like: Any) -> Any:
    """Adds, for each tap, an array `[batch, *out, channels]` at the tap's places in the image.

    Args:
      xp: The namespace.
      w: The geometry.
      part: Gives the array of a tap.
      like: An array with the batch size and number of channels, and the dtype, of the result.

    Returns:
      The image `[batch, *sizes, channels]`.
    """
    batch, channels = like.shape[0], like.shape[-1]
    if not xp.compiled:
        total = np.zeros((batch, *w.padded, channels), like.dtype)
        for tap in w.taps():
            total[w.slices(tap)] += part(tap)
        return np.ascontiguousarray(crop(total, w))
    # Compiled, each residue of the position modulo the stride is summed alone; then they interlock.
    lengths = [max(1, -(-n // s)) for n, s in zip(w.padded, w.strides)]
    phases: dict[tuple[int, ...], Any] = {}
    for tap in w.taps():
        at = [t * d for t, d in zip(tap, w.dilations)]
        phase = tuple(p % s for p, s in zip(at, w.strides))
        edges = [(p // s, n - o - p // s) for p, s, n, o in zip(at, w.strides, lengths, w.out)]
        piece = xp.pad(part(tap), ((0, 0), *edges, (0, 0)))
        phases[phase] = phases[phase] + piece if phase in phases else piece
    if math.prod(w.strides) == 1:
        total = phases[(0,) * len(w.strides)]
    else:
        empty = xp.zeros((batch, *lengths, channels), like.dtype)
        total = interlock(xp, phases, w.strides, empty)
    inside = tuple(slice(0, n) for n in w.padded)
    return crop(total[(slice(None), *inside)], w)


def interlock(
    xp: Any, phases: dict[tuple[int, ...], Any], strides: Sequence[int], empty: Any
) -> Any:
    """Interleaves images: the one of phase (p, q) has every pixel at p, q modulo the strides."""
    ordered = [phases.get(p, empty) for p in itertools.product(*map(range, strides))]
    stacked = xp.stack(ordered)
    shape, ndim = empty.shape, len(strides)
    stacked = stacked.reshape(*strides, *shape)
    order = [ndim]
    for axis in range(ndim):
        order += [ndim + 1 + axis, axis]
    stacked = xp.transpose(stacked, (*order, 2 * ndim + 1))
    sizes = (n * s for n, s in zip(shape[1:-1], strides))
    return stacked.reshape(shape[0], *sizes, shape[-1])
