"""The arithmetic of convolutions on channels-last arrays, for any number of spatial axes.

Eagerly a convolution is a matrix product over the gathered windows, a few images at a time so that
they stay in the cache. Compiled it is XLA's convolution, or another form where `formulations.py`
says so.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tenfold.ops.linalg.products import laid_out

from .formulations import Case, choose, chunks
from .windows import Windows, crop, interlock, pad, scatter

_CACHE_ELEMENTS = 1 << 20


def forward(xp: Any, x: Any, kernel: Any, w: Windows, groups: int) -> Any:
    """Convolves `x` `[batch, *space, in]` with `kernel` `[*window, in / groups, out]`."""
    out = kernel.shape[-1]
    form = choose("convolution", _case(w, x.shape[-1], groups))
    if form == "dot":
        y = xp.matmul(pad(xp, x, w).reshape(-1, x.shape[-1]), kernel.reshape(-1, out))
        return y.reshape(x.shape[0], *w.out, out)
    if xp.compiled:
        if form == "shifted slices":
            padded = pad(xp, x, w)
            return sum(padded[w.slices(t)] * kernel[t] for t in w.taps())
        if form == "rows":
            columns = _gathered(xp, pad(xp, x, w), w, 1, lambda found: xp.concatenate(found, -1))
            y = xp.matmul(columns.reshape(-1, columns.shape[-1]), kernel.reshape(-1, out))
            return y.reshape(x.shape[0], *w.out, out)
        return _lax_forward(xp, x, kernel, w, groups)
    y = np.empty((x.shape[0], *w.out, out), x.dtype)
    width = kernel.shape[-2]
    for _group, inside, outside in _groups(groups, width, out // groups):
        matrix = np.ascontiguousarray(kernel[..., outside]).reshape(-1, out // groups)
        for rows, columns in _columns(pad(xp, x[..., inside], w), w):
            images = (rows.stop - rows.start, *w.out, out // groups)
            y[rows, ..., outside] = xp.matmul(columns, matrix).reshape(images)
    return y


def input_gradient(xp: Any, kernel: Any, dy: Any, w: Windows, groups: int) -> Any:
    """The gradient for the image, `[batch, *space, in]`."""
    width, out = kernel.shape[-2:]
    form = choose("input gradient", _case(w, width * groups, groups))
    if form == "dot":
        dx = xp.matmul(dy.reshape(-1, out), kernel.reshape(-1, out).T)
        return crop(dx.reshape(dy.shape[0], *w.padded, width), w)
    if xp.compiled:
        if form == "spread columns":
            return _spread_columns(xp, kernel, dy, w)
        if form == "phases":
            return _by_phases(xp, kernel, dy, w)
        return _lax_input_gradient(xp, kernel, dy, w, groups)
    pieces = []
    for _group, _, outside in _groups(groups, width, out // groups):
        own, weights = dy[..., outside], kernel[..., outside]
        rows = np.ascontiguousarray(own).reshape(-1, out // groups)

        def part(tap: tuple[int, ...], rows: Any = rows, weights: Any = weights) -> Any:
            return xp.matmul(rows, weights[tap].T).reshape(*dy.shape[:-1], width)

        pieces.append(scatter(xp, w, part, np.empty((dy.shape[0], width), dy.dtype)))
    return pieces[0] if groups == 1 else np.concatenate(pieces, -1)


def _spread_columns(xp: Any, kernel: Any, dy: Any, w: Windows) -> Any:
    """What each output pixel gives to each pixel of its window, then summed where windows meet."""
    width, out = kernel.shape[-2:]
    columns = xp.matmul(dy.reshape(-1, out), kernel.reshape(-1, out).T)
    columns = columns.reshape(*dy.shape[:-1], math.prod(w.kernel), width)
    columns = xp.lax.optimization_barrier(columns)
    if max(w.strides) > 1:
        numbers = {tap: number for number, tap in enumerate(w.taps())}
        return scatter(xp, w, lambda tap: columns[..., numbers[tap], :], columns[..., 0, :])
    edges = [(k - 1, n - o) for k, n, o in zip(w.kernel, w.padded, w.out)]
    columns = xp.pad(columns, ((0, 0), *edges, (0, 0), (0, 0)))
    total = None
    for number, tap in enumerate(w.taps()):
        starts = [k - 1 - t for k, t in zip(w.kernel, tap)]
        inside = tuple(slice(a, a + n) for a, n in zip(starts, w.padded))
        piece = columns[(slice(None), *inside, number)]
        total = piece if total is None else total + piece
    return crop(total, w)


def _by_phases(xp: Any, kernel: Any, dy: Any, w: Windows) -> Any:
    """A convolution for the pixels of each residue modulo the strides, with its share of the taps.

    One convolution for all would multiply with the zeros between the spread pixels of the gradient.
    """
    ndim, width = len(w.sizes), kernel.shape[-2]
    lengths = [-(-(low + n) // s) for n, s, (low, _) in zip(w.sizes, w.strides, w.pads)]
    found = {}
    for phase in itertools.product(*map(range, w.strides)):
        share = kernel[tuple(slice(p, None, s) for p, s in zip(phase, w.strides))]
        if not share.size:
            continue
        found[phase] = xp.lax.conv_general_dilated(
            dy,
            xp.swapaxes(xp.flip(share, tuple(range(ndim))), -1, -2),
            window_strides=(1,) * ndim,
            padding=[(k - 1, n - o) for k, n, o in zip(share.shape, lengths, w.out)],
            dimension_numbers=_LAYOUTS[ndim],
        )
    whole = interlock(xp, found, w.strides, xp.zeros((dy.shape[0], *lengths, width), dy.dtype))
    return whole[(slice(None), *(slice(lo, lo + n) for n, (lo, _) in zip(w.sizes, w.pads)))]


def kernel_gradient(xp: Any, x: Any, dy: Any, w: Windows, groups: int) -> Any:
    """The gradient for the kernel, `[*window, in / groups, out]`."""
    width, out = x.shape[-1] // groups, dy.shape[-1]
    shape = (*w.kernel, width, out)
    if not x.size or not dy.size:
        return xp.zeros(shape, x.dtype)
    form = choose("kernel gradient", _case(w, x.shape[-1], groups))
    if form == "dot":
        rows = pad(xp, x, w)[w.slices((0,) * len(w.kernel))].reshape(-1, width)
        return xp.matmul(laid_out(xp, rows.T), dy.reshape(-1, out)).reshape(shape)
    if xp.compiled:
        if form == "columns":
            return _from_columns(xp, pad(xp, x, w), dy, w).reshape(shape)
        return _lax_kernel_gradient(xp, x, dy, w, groups)
    total = np.zeros((math.prod(shape[:-1]), out), x.dtype)
    for _group, inside, outside in _groups(groups, width, out // groups):
        for rows, columns in _columns(pad(xp, x[..., inside], w), w):
            own = np.ascontiguousarray(dy[rows, ..., outside]).reshape(-1, out // groups)
            total[:, outside] += xp.matmul(columns.T, own)
    return total.reshape(shape)


def _from_columns(xp: Any, padded: Any, dy: Any, w: Windows) -> Any:
    """The gradient for a kernel of few channels, `[window * in, out]`: a product of matrices.

    The matrix of windows has a row for each tap and channel: its rows are copies of whole rows of
    the image. Its transpose would be gathered in pieces of a few numbers.
    """
    batch, channels, out = padded.shape[0], padded.shape[-1], dy.shape[-1]
    planes = xp.moveaxis(padded, -1, 0)
    count = chunks(batch, math.prod((*w.kernel, channels, *w.out)))
    images = batch // count

    def part(number: Any) -> Any:
        some = xp.lax.dynamic_slice_in_dim(planes, number * images, images, 1)
        own = xp.lax.dynamic_slice_in_dim(dy, number * images, images)
        columns = _gathered(xp, some, w, -len(w.kernel), xp.stack)
        return xp.matmul(columns.reshape(-1, images * math.prod(w.out)), own.reshape(-1, out))

    first = part(0)
    if count == 1:
        return first
    return xp.lax.fori_loop(1, count, lambda number, total: total + part(number), first)


def _gathered(
    xp: Any, padded: Any, w: Windows, first: int, join: Callable[[list[Any]], Any]
) -> Any:
    """What the windows find at all taps, joined: along one axis after the other, in long pieces.

    Args:
      xp: The compiled namespace.
      padded: An image with the padding.
      w: The geometry.
      first: Where its first spatial axis is, counted from the end which `join` leaves alone.
      join: Makes one array of those found at the taps of an axis.
    """
    for axis in reversed(range(len(w.kernel))):
        d, s, o = w.dilations[axis], w.strides[axis], w.out[axis]
        at = [slice(None)] * padded.ndim
        found = []
        for t in range(w.kernel[axis]):
            at[first + axis] = slice(t * d, t * d + (o - 1) * s + 1, s) if o else slice(0)
            found.append(padded[tuple(at)])
        padded = xp.lax.optimization_barrier(join(found))
    return padded


def _case(w: Windows, channels: int, groups: int) -> Case:
    return Case(math.prod(w.sizes) * channels, channels, groups, w)


def _groups(groups: int, width: int, out: int) -> Iterator[tuple[int, slice, slice]]:
    """For each group of channels: its number, its input channels, its output channels."""
    for g in range(groups):
        yield g, slice(g * width, (g + 1) * width), slice(g * out, (g + 1) * out)


def _columns(padded: Any, w: Windows) -> Iterator[tuple[slice, np.ndarray]]:
    """The windows as rows of a matrix `[images * out, window * in]`, a few images at a time."""
    padded = np.ascontiguousarray(padded)
    batch, channels = padded.shape[0], padded.shape[-1]
    steps = padded.strides
    space = steps[1:-1]
    moves = tuple(a * s for a, s in zip(space, w.strides))
    jumps = tuple(a * d for a, d in zip(space, w.dilations))
    # NumPy's `as_strided` makes the same view, in Python.
    shape = (batch, *w.out, *w.kernel, channels)
    view = np.ndarray(shape, padded.dtype, padded, 0, (steps[0], *moves, *jumps, steps[-1]))
    width = math.prod(w.kernel) * channels
    count = math.prod(w.out)
    images = max(1, _CACHE_ELEMENTS // max(1, width * count))
    for start in range(0, batch, images):
        rows = slice(start, min(start + images, batch))
        yield rows, view[rows].reshape((rows.stop - start) * count, width)


_LAYOUTS = {
    1: ("NHC", "HIO", "NHC"),
    2: ("NHWC", "HWIO", "NHWC"),
    3: ("NDHWC", "DHWIO", "NDHWC"),
}


def _lax_forward(xp: Any, x: Any, kernel: Any, w: Windows, groups: int) -> Any:
    return xp.lax.conv_general_dilated(
        x,
        kernel,
        window_strides=w.strides,
        padding=w.pads,
        rhs_dilation=w.dilations,
        dimension_numbers=_LAYOUTS[len(w.sizes)],
        feature_group_count=groups,
    )


def _lax_input_gradient(xp: Any, kernel: Any, dy: Any, w: Windows, groups: int) -> Any:
    """A convolution of the dilated gradient with the mirrored kernel, in and out exchanged."""
    ndim, (width, out) = len(w.sizes), kernel.shape[-2:]
    mirrored = xp.flip(kernel, tuple(range(ndim)))
    mirrored = mirrored.reshape(*w.kernel, width, groups, out // groups)
    mirrored = xp.swapaxes(mirrored, -1, -3).reshape(*w.kernel, out // groups, groups * width)
    edges = []
    for n, k, s, d, (low, _), o in zip(w.sizes, w.kernel, w.strides, w.dilations, w.pads, w.out):
        reach = (k - 1) * d
        before = reach - low
        edges.append((before, n + reach - ((o - 1) * s + 1) - before))
    return xp.lax.conv_general_dilated(
        dy,
        mirrored,
        window_strides=(1,) * ndim,
        padding=edges,
        lhs_dilation=w.strides,
        rhs_dilation=w.dilations,
        dimension_numbers=_LAYOUTS[ndim],
        feature_group_count=groups,
    )


def _lax_kernel_gradient(xp: Any, x: Any, dy: Any, w: Windows, groups: int) -> Any:
    """A convolution of the image with the gradient as its kernel, summed over the batch.

    Batch and channels change places here, not in the layouts that XLA is given: inside of loops it
    has no fast convolution for any but the usual ones.
    """
    edges = []
    for n, k, s, d, (low, _), o in zip(w.sizes, w.kernel, w.strides, w.dilations, w.pads, w.out):
        edges.append((low, (k - 1) * d + (o - 1) * s + 1 - n - low))
    dkernel = xp.lax.conv_general_dilated(
        xp.swapaxes(x, 0, -1),
        xp.moveaxis(dy, 0, -2),
        window_strides=w.dilations,
        padding=edges,
        rhs_dilation=w.strides,
        dimension_numbers=_LAYOUTS[len(w.sizes)],
        batch_group_count=groups,
    )
    return xp.moveaxis(dkernel, 0, -2)
