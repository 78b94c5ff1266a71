"""The arithmetic of pooling on channels-last arrays, for any number of spatial axes."""

from __future__ import annotations

import functools
import itertools
import math
from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from tenfold.core.errors import UnimplementedError
from tenfold.core.half_floats import widen
from tenfold.core.namespace import numpy_ns
from tenfold.core.namespace.short_forms import kept
from tenfold.core.pieces import by_rows

from .blocks import joined
from .formulations import Case, choose, images_at_once
from .windows import (
    Windows,
    channels_first,
    crop,
    from_last,
    out_sizes,
    pad,
    parts,
    remembered,
    scatter,
    spatial,
    spatial_pads,
    to_last,
    whole,
    windows,
)


def attributes(
    ksize: list[int], strides: list[int], padding: str, layout: str, explicit: Any = ()
) -> dict[str, Any]:
    """The attributes of a pooling op, as the functions here take them."""
    return {
        "ksize": ksize,
        "strides": strides,
        "padding": padding,
        "data_format": layout,
        "explicit_paddings": explicit,
    }


@remembered
def geometry(sizes: Any, attrs: dict[str, Any]) -> Windows:
    layout = attrs["data_format"]
    for name in ("ksize", "strides"):
        values = attrs[name]
        if min(values) <= 0:
            raise ValueError(f"{name} must be positive; received {values}.")
        if values[0] != 1 or values[_channel_axis(layout)] != 1:
            raise _unsupported(attrs)
    _check_paddings(attrs)
    return windows(
        sizes,
        spatial(attrs["ksize"], layout),
        spatial(attrs["strides"], layout),
        attrs["padding"],
        spatial_pads(attrs.get("explicit_paddings", ()), layout),
    )


def _channel_axis(layout: str) -> int:
    return 1 if channels_first(layout) else -1


def _unsupported(attrs: dict[str, Any]) -> Exception:
    text = (
        "Pooling over the batch is not supported, and over the channels only as the maximum of "
        f"blocks that cover them; received ksize={attrs['ksize']}, strides={attrs['strides']}."
    )
    return UnimplementedError(None, None, text)


def _check_paddings(attrs: dict[str, Any]) -> None:
    """A window must reach the image from wherever explicit padding lets it begin."""
    layout, paddings = attrs["data_format"], attrs.get("explicit_paddings", ())
    if not paddings:
        return
    for axis, k in enumerate(attrs["ksize"]):
        pair = paddings[2 * axis : 2 * axis + 2]
        limit = k if axis and axis != _channel_axis(layout) % len(attrs["ksize"]) else 1
        if len(pair) != 2 or min(pair) < 0 or max(pair) >= limit:
            raise ValueError(
                "explicit_paddings must have a pair for each axis, zeros for batch and channels, "
                f"less than ksize={attrs['ksize']} elsewhere; received {paddings}."
            )


def check_pooled(x: Any, attrs: dict[str, Any], **pooled: Any) -> None:
    """Refuses arrays, given by name, that do not have the shape of the pooled `x`."""
    layout = attrs["data_format"]
    if x.ndim != len(attrs["ksize"]):
        raise ValueError(f"the input must be {len(attrs['ksize'])}-dimensional.")
    batch, sizes, channels = parts(x.shape, layout)
    expected = whole(batch, geometry(sizes, attrs).out, channels, layout)
    for name, array in pooled.items():
        if array.shape != expected:
            raise ValueError(
                f"{name} has shape {list(array.shape)}; expected that of the pooled input, "
                f"{list(expected)}."
            )


def pool_shape(call: Any) -> Any:
    attrs, shape = call.attrs, call.inputs[0].raw_shape
    layout, ndim = attrs.get("data_format", "NHWC"), len(attrs["ksize"])
    if shape is None:
        return (None,) * ndim
    if len(shape) != ndim:
        raise ValueError(f"input must be {ndim}-dimensional; received {list(shape)}.")
    batch, sizes, channels = parts(shape, layout)
    if channels is not None:
        channels //= max(1, attrs["ksize"][_channel_axis(layout)])
    out = out_sizes(
        sizes,
        spatial(attrs["ksize"], layout),
        spatial(attrs["strides"], layout),
        attrs["padding"],
        spatial_pads(attrs.get("explicit_paddings", ()), layout),
        (1,) * len(sizes),
    )
    return whole(batch, out, channels, layout)


def lowest(dtype: Any) -> Any:
    """What a padded pixel counts as in a maximum."""
    return np.iinfo(dtype).min if np.dtype(dtype).kind in "iu" else -np.inf


def along(xp: Any, x: Any, w: Windows, combine: Any, fill: Any = 0) -> Any:
    """Combines the taps of each window of an image, one spatial axis after the other."""
    if xp.compiled:
        return _compiled_along(xp, x, w, combine, fill)
    return by_rows(lambda some: _axis_by_axis(pad(xp, some, w, fill), w, combine), x)


def _axis_by_axis(x: Any, w: Windows, combine: Any) -> Any:
    for axis in range(len(w.kernel)):
        x = _along_axis(x, w, axis, combine)
    return x


def _along_axis(x: Any, w: Windows, axis: int, combine: Any) -> Any:
    k, s, n = w.kernel[axis], w.strides[axis], w.out[axis]
    total = None
    for tap in range(k):
        at = [slice(None)] * x.ndim
        at[axis + 1] = slice(tap, tap + (n - 1) * s + 1, s) if n else slice(0, 0)
        piece = x[tuple(at)]
        total = piece if total is None else combine(total, piece)
    return total


def _compiled_along(xp: Any, x: Any, w: Windows, combine: Any, fill: Any) -> Any:
    case = _case(w, x.shape[-1])
    if choose("pooling", case) == "taps":
        if w.is_padded and choose("padding", case) == "none":
            inside = lambda found: functools.reduce(combine, [v for _, v in found])  # noqa: E731
            return joined(xp, x, w, inside, x.dtype.type(fill))
        x = pad(xp, x, w, fill)
        return functools.reduce(combine, [x[w.slices(tap)] for tap in w.taps()])
    x = pad(xp, x, w, fill)
    for axis in range(len(w.kernel)):
        # Without a barrier XLA would do the work of the first axis again for each tap of the next.
        x = xp.lax.optimization_barrier(_along_axis(x, w, axis, combine))
    return x


def _case(w: Windows, channels: int) -> Case:
    return Case(math.prod(w.sizes) * channels, channels, windows=w)


def maximum(xp: Any, x: Any, attrs: dict[str, Any]) -> Any:
    layout = attrs["data_format"]
    if x.ndim != len(attrs["ksize"]):
        raise ValueError(f"input must be {len(attrs['ksize'])}-dimensional.")
    x = to_last(xp, x, layout)
    block = attrs["ksize"][_channel_axis(layout)]
    if block > 1:
        return from_last(xp, _maximum_of_channels(x, block, attrs), layout)
    w = geometry(x.shape[1:-1], attrs)
    y = along(xp, x, w, xp.maximum, lowest(x.dtype))
    return _owned(xp, from_last(xp, y, layout))


def _maximum_of_channels(x: Any, block: int, attrs: dict[str, Any]) -> Any:
    """The maximum of each `block` neighbouring channels."""
    layout = attrs["data_format"]
    alone = math.prod(attrs["ksize"]) == block == attrs["strides"][_channel_axis(layout)]
    if not alone or x.shape[-1] % block:
        raise _unsupported(attrs)
    return x.reshape(*x.shape[:-1], -1, block).max(-1)


def _owned(xp: Any, y: Any) -> Any:
    return y if xp.compiled else np.ascontiguousarray(y)


def first_maximum(xp: Any, x: Any, w: Windows) -> Any:
    """For each window, the number of the tap that holds its first maximum."""
    padded = pad(xp, x, w, lowest(x.dtype))
    found = ((tap, padded[w.slices(tap)]) for tap in w.taps())
    return _number_of_first(xp, found, w, _index_type(w))


def _number_of_first(xp: Any, pieces: Iterable[Any], w: Windows, dtype: Any) -> Any:
    """`first_maximum` of the taps, each with what the windows find there."""
    best: Any = None
    found: Any = None
    for tap, piece in pieces:
        number = np.ravel_multi_index(tap, w.kernel)
        if best is None:
            best, found = piece, xp.full(piece.shape, number, dtype)
        else:
            better = piece > best
            best = xp.where(better, piece, best)
            found = xp.where(better, found.dtype.type(number), found)
    return found


def _index_type(w: Windows) -> Any:
    return np.uint8 if np.prod(w.kernel) < 256 else np.int32


def route(xp: Any, x: Any, dy: Any, attrs: dict[str, Any]) -> Any:
    """Gives each window's gradient to the pixel that was its (first) maximum."""
    layout = attrs["data_format"]
    check_pooled(x, attrs, grad=dy)
    x, dy = to_last(xp, x, layout), to_last(xp, dy, layout)
    w = geometry(x.shape[1:-1], attrs)
    if xp.compiled:
        return from_last(xp, _route_compiled(xp, x, dy, w), layout)
    return from_last(xp, by_rows(lambda x, dy: _route(x, dy, w), x, dy), layout)


def _route(x: Any, dy: Any, w: Windows) -> Any:
    padded = pad(np, x, w, lowest(x.dtype))
    best = _axis_by_axis(padded, w, np.maximum)
    if (best != best).any():
        return _route_by_number(x, dy, w)
    total = np.zeros((len(x), *w.padded, x.shape[-1]), dy.dtype)
    left = np.ones(best.shape, bool)
    for tap in w.taps():
        at = w.slices(tap)
        hit = padded[at] == best
        hit &= left
        left ^= hit
        total[at] += kept(hit, dy)
    return np.ascontiguousarray(crop(total, w))


def _route_by_number(x: Any, dy: Any, w: Windows) -> Any:
    """`_route` where a maximum is not a number, which equals no tap."""
    found = first_maximum(np, x, w)
    numbers = {tap: number for number, tap in enumerate(w.taps())}

    def part(tap: tuple[int, ...]) -> Any:
        return np.where(found == numbers[tap], dy, dy.dtype.type(0))

    return scatter(numpy_ns, w, part, dy)


def _route_compiled(xp: Any, x: Any, dy: Any, w: Windows) -> Any:
    batch = x.shape[0]
    case = _case(w, x.shape[-1])
    if choose("max-pool gradient", case) == "spread":
        return _spread(xp, x, dy, w)
    some = images_at_once(batch, case.image)
    if some == batch or not batch:
        return _met(xp, x, dy, w)
    parts = tuple(v.reshape(batch // some, some, *v.shape[1:]) for v in (x, dy))
    dx = xp.lax.map(lambda pair: _met(xp, pair[0], pair[1], w), parts)
    return dx.reshape(x.shape)


def _spread(xp: Any, x: Any, dy: Any, w: Windows) -> Any:
    """Windows that move by several pixels: they are blown up to the image's size by the strides.

    A pixel belongs to the window that begins at it or just before, and to some earlier ones.
    """
    earlier = [-(-k // s) - 1 for k, s in zip(w.kernel, w.strides)]
    needed = [-(-(low + n) // s) for n, s, (low, _) in zip(w.sizes, w.strides, w.pads)]
    room = [(e, max(0, n - o)) for e, n, o in zip(earlier, needed, w.out)]
    found = _first_with_room(xp, x, w, room)
    dy = xp.pad(dy, ((0, 0), *room, (0, 0))) if any(map(any, room)) else dy
    found, dy = xp.lax.optimization_barrier((found, dy))
    total: Any = None
    for back in itertools.product(*(range(e + 1) for e in earlier)):
        at: list[Any] = [slice(None)]
        for e, b, n in zip(earlier, back, needed):
            at += [slice(e - b, e - b + n), None]
        numbers = _numbers(w, back).astype(found.dtype)
        piece = xp.where(found[tuple(at)] == numbers, dy[tuple(at)], dy.dtype.type(0))
        total = piece if total is None else total + piece
    sizes = (n * s for n, s in zip(needed, w.strides))
    total = total.reshape(dy.shape[0], *sizes, dy.shape[-1])
    return total[(slice(None), *(slice(lo, lo + n) for n, (lo, _) in zip(w.sizes, w.pads)))]


def _first_with_room(xp: Any, x: Any, w: Windows, room: Sequence[tuple[int, int]]) -> Any:
    """`first_maximum`, with more entries before and after, for which nothing holds."""
    # Numbers as wide as the gradient are compared faster, narrow ones are sooner read and written.
    meets = any(before for before, _ in room)
    dtype = x.dtype if meets and x.dtype == np.float32 else _index_type(w)
    if choose("padding", _case(w, x.shape[-1])) == "none":
        combine = lambda pieces: _number_of_first(xp, pieces, w, dtype)  # noqa: E731
        return joined(xp, x, w, combine, 0, room)
    return xp.pad(first_maximum(xp, x, w), ((0, 0), *room, (0, 0))).astype(dtype)


def _numbers(w: Windows, back: tuple[int, ...]) -> Any:
    """The tap at which each pixel lies, by residue modulo the strides, in the window so far back.

    As an array that lines up with an image of `[batch, *(windows, stride) of each axis, channels]`.
    """
    axes = [np.arange(s) + b * s for b, s in zip(back, w.strides)]
    taps = np.meshgrid(*axes, indexing="ij")
    numbers = np.ravel_multi_index(taps, w.kernel, mode="clip")
    for tap, k in zip(taps, w.kernel):
        numbers = np.where(tap < k, numbers, math.prod(w.kernel))  # no tap has this number
    return numbers.reshape(1, *(v for s in w.strides for v in (1, s)), 1)


def _met(xp: Any, x: Any, dy: Any, w: Windows) -> Any:
    """Windows that move by single pixels: what a pixel gets of each window that it lies in."""
    found = first_maximum(xp, x, w)
    none = math.prod(w.kernel)  # no tap has this number
    edges = ((0, 0), *((k - 1, n - o) for k, n, o in zip(w.kernel, w.padded, w.out)), (0, 0))
    found = xp.pad(found, edges, constant_values=found.dtype.type(none))
    dy = xp.pad(dy, edges)
    found, dy = xp.lax.optimization_barrier((found, dy))
    total: Any = None
    for number, tap in enumerate(w.taps()):
        starts = [k - 1 - t for k, t in zip(w.kernel, tap)]
        at = (slice(None), *(slice(a, a + n) for a, n in zip(starts, w.padded)))
        piece = xp.where(found[at] == number, dy[at], dy.dtype.type(0))
        total = piece if total is None else total + piece
    return crop(total, w)


def fetch(xp: Any, x: Any, ddx: Any, attrs: dict[str, Any]) -> Any:
    """Takes, for each window, the entry of `ddx` where the (first) maximum was."""
    layout = attrs["data_format"]
    if x.shape != ddx.shape:
        raise ValueError(f"grad has shape {list(ddx.shape)}; expected that of the input.")
    x, ddx = to_last(xp, x, layout), to_last(xp, ddx, layout)
    w = geometry(x.shape[1:-1], attrs)

    def fetched(x: Any, ddx: Any) -> Any:
        found, padded = first_maximum(xp, x, w), pad(xp, ddx, w)
        total = xp.zeros(found.shape, ddx.dtype)
        for number, tap in enumerate(w.taps()):
            total = xp.where(found == number, padded[w.slices(tap)], total)
        return total

    return from_last(xp, fetched(x, ddx) if xp.compiled else by_rows(fetched, x, ddx), layout)


def counts(xp: Any, w: Windows) -> Any:
    """How many pixels of the image each window covers, `[1, *out, 1]`."""
    if not w.is_padded:
        return np.float32(np.prod(w.kernel))
    return along(numpy_ns, np.ones((1, *w.sizes, 1), np.float32), w, np.add)


def mean(xp: Any, x: Any, attrs: dict[str, Any]) -> Any:
    layout, dtype = attrs["data_format"], x.dtype
    if x.ndim != len(attrs["ksize"]):
        raise ValueError(f"value must be {len(attrs['ksize'])}-dimensional.")
    x = to_last(xp, widen(x), layout)
    w = geometry(x.shape[1:-1], attrs)
    total = along(xp, x, w, xp.add)
    y = (total / counts(xp, w).astype(x.dtype)).astype(dtype, copy=False)
    return _owned(xp, from_last(xp, y, layout))


def mean_gradient(xp: Any, sizes: Any, dy: Any, attrs: dict[str, Any]) -> Any:
    layout, dtype = attrs["data_format"], dy.dtype
    shape = tuple(int(n) for n in xp.static(sizes))
    _, space, _ = parts(shape, layout)
    w = geometry(space, attrs)
    batch, _, channels = parts(dy.shape, layout)
    if dy.shape != whole(batch, w.out, channels, layout):
        raise ValueError(
            f"grad has shape {list(dy.shape)}; expected that of the pooled {list(shape)}."
        )
    dy = to_last(xp, widen(dy), layout)
    share = dy / counts(xp, w).astype(dy.dtype)

    def spread(share: Any) -> Any:
        return scatter(xp, w, lambda tap: share, share)

    dx = spread(share) if xp.compiled else by_rows(spread, share)
    return from_last(xp, dx, layout).astype(dtype, copy=False)
