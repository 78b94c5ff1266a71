"""What NumPy writes in Python, in a shorter form: for a small array the way there costs most.

Each function takes the cases that kernels need, with NumPy's own result, and leaves the others to
NumPy. The namespace of eager kernels has them under NumPy's names.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

import numpy as np
from ml_dtypes import bfloat16
from numpy import ndarray

from .. import pieces

# Up to so many elements a copy is made sooner than a view.
COPIED = 1024


def zeros_like(x: Any, dtype: Any = None) -> ndarray:
    return np.zeros(x.shape, x.dtype if dtype is None else dtype)


def ones_like(x: Any, dtype: Any = None) -> ndarray:
    return ones(x.shape, x.dtype if dtype is None else dtype)


def ones(shape: Any, dtype: Any = float) -> ndarray:
    out = np.empty(shape, dtype)
    out.fill(1)
    return out


def full(shape: Any, value: Any, dtype: Any = None) -> ndarray:
    if dtype is None:
        return np.full(shape, value)
    out = np.empty(shape, dtype)
    np.copyto(out, value, casting="unsafe")
    return out


def broadcast_to(x: Any, shape: tuple[int, ...]) -> ndarray:
    if len(shape) < x.ndim or math.prod(shape) > COPIED:
        return np.broadcast_to(x, shape)
    out = np.empty(shape, x.dtype)
    out[...] = x
    return out


def expand_dims(x: Any, axis: int) -> ndarray:
    at = axis if axis >= 0 else axis + x.ndim + 1
    if not 0 <= at <= x.ndim:
        return np.expand_dims(x, axis)
    return x.reshape((*x.shape[:at], 1, *x.shape[at:]))


def swapaxes(x: Any, first: int, second: int) -> ndarray:
    return x.swapaxes(first, second)


def transpose(x: Any, axes: Any = None) -> ndarray:
    return x.transpose(axes)


def moveaxis(x: Any, source: Any, destination: Any) -> ndarray:
    ndim = x.ndim
    if type(source) is not int or not (-ndim <= source < ndim and -ndim <= destination < ndim):
        return np.moveaxis(x, source, destination)
    order = list(range(ndim))
    del order[source]
    order.insert(destination if destination >= 0 else destination + ndim, source % ndim)
    return x.transpose(order)


def flip(x: Any, axis: Any = None) -> ndarray:
    axes = (axis,) if type(axis) is int else axis
    if axes is None or any([not -x.ndim <= a < x.ndim for a in axes]):  # noqa: C419 -- faster
        return np.flip(x, axis)
    index = [slice(None)] * x.ndim
    for a in axes:
        index[a] = slice(None, None, -1)
    return x[tuple(index)]


def stack(arrays: Sequence[Any], axis: int = 0) -> ndarray:
    first = arrays[0] if arrays else None
    if type(first) is not ndarray:
        return np.stack(arrays, axis)
    shape = first.shape
    at = axis if axis >= 0 else axis + first.ndim + 1
    if any([x.shape != shape for x in arrays]) or not 0 <= at <= first.ndim:  # noqa: C419 -- faster
        return np.stack(arrays, axis)
    wide = (*shape[:at], 1, *shape[at:])
    return np.concatenate([x.reshape(wide) for x in arrays], at)


def pad(x: Any, widths: Sequence[Any], mode: str = "constant", constant_values: Any = 0) -> ndarray:
    if mode != "constant":
        return np.pad(x, widths, mode)  # pyright: ignore[reportCallIssue, reportArgumentType]
    shape, inside = [], []
    for size, (before, after) in zip(x.shape, widths, strict=True):
        shape.append(size + before + after)
        inside.append(slice(before, before + size))
    out = np.empty(shape, x.dtype)
    out.fill(constant_values)
    out[tuple(inside)] = x
    return out


def take(x: Any, indices: Any, axis: int | None = None, mode: str = "raise") -> ndarray:
    return x.take(indices, axis, None, mode)


def argsort(x: Any, axis: int = -1, *, stable: bool = False) -> ndarray:
    return x.argsort(axis, "stable" if stable else None)


def cumsum(x: Any, axis: int | None = None, dtype: Any = None) -> ndarray:
    return x.cumsum(axis, dtype)


def take_along_axis(x: Any, indices: Any, axis: int) -> ndarray:
    if axis not in (-1, x.ndim - 1) or x.ndim != indices.ndim or x.shape[:-1] != indices.shape[:-1]:
        return np.take_along_axis(x, indices, axis)
    if x.ndim == 1:
        return x[indices]
    rows = math.prod(x.shape[:-1])
    chosen = indices.reshape(rows, indices.shape[-1])
    at = np.arange(rows).reshape(rows, 1)
    return x.reshape(rows, x.shape[-1])[at, chosen].reshape(indices.shape)


def maximum(x: Any, y: Any, out: Any = None) -> Any:
    if type(x) is ndarray and x.size >= LONG and _is_held_against_row(x, y):
        return _against_row(_maximum, x, y, out)
    return _maximum(x, y, out=out)


def minimum(x: Any, y: Any, out: Any = None) -> Any:
    if type(x) is ndarray and x.size >= LONG and _is_held_against_row(x, y):
        return _against_row(_minimum, x, y, out)
    return _minimum(x, y, out=out)


_maximum, _minimum = np.maximum, np.minimum
# NumPy compares a long array with a single number three times slower than with another array: so
# the number is written out in a row, against which the array is held row by row.
_ROW, LONG = 4096, 2**15


def _is_held_against_row(x: ndarray, y: Any) -> bool:
    single = type(y) is not ndarray or not y.ndim
    return single and x.flags.c_contiguous and x.dtype.kind == "f" and x.dtype.itemsize > 2


def _against_row(ufunc: Any, x: ndarray, y: Any, out: ndarray | None) -> ndarray:
    row = np.full(_ROW, y)
    if row.dtype != x.dtype and type(y) not in (int, float):
        return ufunc(x, y, out=out)
    row = row.astype(x.dtype, copy=False)
    if out is None:
        out = np.empty(x.shape, x.dtype)
    flat, result, whole = x.reshape(-1), out.reshape(-1), x.size // _ROW * _ROW
    ufunc(flat[:whole].reshape(-1, _ROW), row, out=result[:whole].reshape(-1, _ROW))
    ufunc(flat[whole:], row[: x.size - whole], out=result[whole:])
    return out


def where(condition: Any, t: Any = None, e: Any = None) -> ndarray:
    if t is None:
        return np.where(condition)  # pyright: ignore[reportReturnType]
    if type(condition) is not ndarray or condition.size < LONG:
        return np.where(condition, t, e)
    t, e = _like(t, e), _like(e, t)
    same = type(t) is type(e) is ndarray and t.dtype == e.dtype
    if not same or t.dtype not in SELECTED or condition.dtype != bool:
        return np.where(condition, t, e)
    shape = np.broadcast_shapes(condition.shape, t.shape, e.shape)
    return picked(condition, t, e, np.empty(shape, t.dtype))


def picked(condition: ndarray, t: ndarray, e: ndarray, out: ndarray) -> ndarray:
    """Writes elements of `t` or `e`, which are of one dtype, taken by their bits.

    NumPy's `where` branches on each element: where the condition has no pattern, most guesses of
    the processor are wrong, and cost 4 ns each.
    """
    bits = _BITS[t.dtype.itemsize]
    result, other = out.view(bits), e.view(bits)
    np.bitwise_xor(t.view(bits), other, out=result)
    np.multiply(result, condition.view(np.int8), out=result)
    result ^= other
    return out


def kept(condition: ndarray, x: ndarray, out: ndarray | None = None) -> ndarray:
    """Elements of `x` where the condition holds, zero elsewhere, by their bits as in `picked`."""
    bits = _BITS[x.dtype.itemsize]
    if out is None:
        out = np.empty(np.broadcast_shapes(condition.shape, x.shape), x.dtype)
    np.multiply(x.view(bits), condition.view(np.int8), out=out.view(bits))
    return out


def _like(value: Any, x: Any) -> Any:
    """A Python number beside floating numbers as an array of their dtype."""
    plain = type(value) in (int, float) and type(x) is ndarray and x.dtype.kind == "f"
    return np.asarray(value, x.dtype) if plain else value


# What moves the bits of a number of so many bytes, and the dtypes that are moved so.
_BITS = {1: np.int8, 2: np.int16, 4: np.int32, 8: np.int64}
SELECTED = frozenset((np.dtype(bool), *map(np.dtype, "bBhHiIlLqQefdF"), np.dtype(bfloat16)))


def matmul(a: Any, b: Any) -> ndarray:
    if a.dtype.kind not in "fc":
        return np.matmul(a, b)
    if not (a.ndim == b.ndim == 2 and a.dtype is b.dtype):
        return pieces.products(a, b)
    return a.dot(b) if a.size < pieces.SMALL > b.size else pieces.product(a, b)
