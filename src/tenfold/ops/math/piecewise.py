"""Functions of elements that take one formula here and another there.

With NumPy they run block by block, so that what lies between two steps stays in the processor's
cache, and each element pays for its own formula alone. XLA computes all formulas, and selects.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np
from numpy import ndarray
from numpy.polynomial import chebyshev as series

from tenfold.core.dtypes import bfloat16
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import Op
from tenfold.core.pieces import SLOW

# How much of an array is worked on at a time.
_BLOCK_BYTES = 2**17
# Series are cut where the rest is less than this: in float32, of which it is a sixth of the last
# bit, and in float64 where no more than float32 is wanted, although terms may cancel.
_SINGLE, _SHORT = 1e-8, 1e-11
_FLOAT32 = np.dtype(np.float32)
_KINDS = frozenset((np.dtype(np.float64), _FLOAT32, np.dtype(np.float16), np.dtype(bfloat16.np)))

Formula = Callable[..., Any]


def elementwise(xp: Any, formula: Formula, *arrays: Any) -> Any:
    """The values of `formula(xp, *arrays)`, which takes float32 or float64 of one shape.

    With NumPy the formula sees blocks: arrays of rank 1, some of which may be of size 1.
    """
    dtype = arrays[0].dtype
    if xp.compiled:
        kind = "float64" if dtype == np.float64 else "float32"
        wide = [x.astype(kind) for x in xp.broadcast_arrays(*arrays)]
        return formula(xp, *wide).astype(dtype)
    shape = arrays[0].shape
    if len(arrays) > 1:
        shape = np.broadcast_shapes(*[x.shape for x in arrays])
        arrays = tuple([x if x.size == 1 else np.broadcast_to(x, shape) for x in arrays])
    out = np.empty(shape, dtype)
    _write_blocks(formula, [x.reshape(-1) for x in arrays], out.reshape(-1))
    return out


def _write_blocks(formula: Formula, flat: Sequence[ndarray], out: ndarray) -> None:
    kind = out.dtype if out.dtype.itemsize > 2 else _FLOAT32
    step = _BLOCK_BYTES // kind.itemsize
    for start in range(0, out.size, step):
        cut = slice(start, start + step)
        parts = [x if x.size == 1 else x[cut] for x in flat]
        if kind is not out.dtype:
            parts = [x.astype(kind) for x in parts]
        out[cut] = formula(numpy_ns, *parts)


def on_all_cores(op: Op, formula: Formula) -> None:
    """States that large arrays are worked on in pieces, for an op that is this formula."""

    def into(*arrays: ndarray, out: ndarray) -> None:
        if all([x.size == 1 or x.shape == out.shape for x in arrays]):  # noqa: C419 -- faster
            _write_blocks(formula, [x.reshape(-1) for x in arrays], out.reshape(-1))
        else:
            out[...] = elementwise(numpy_ns, formula, *arrays)

    op.in_pieces(into, SLOW, _KINDS)


def by_parts(
    xp: Any,
    arrays: Sequence[Any],
    parts: Sequence[tuple[Any, Formula]],
    otherwise: Formula,
    rare: Sequence[tuple[Any, Formula]] = (),
) -> Any:
    """The values of several formulas of some arrays, each where its condition holds.

    Args:
      xp: The namespace.
      arrays: What the formulas take.
      parts: Conditions, of which no two hold at once, and their formulas.
      otherwise: The formula for the rest; it may be evaluated, for nothing, where others hold.
      rare: Parts that take long, and that XLA shall only compute if there are any such elements.
    """
    if xp.compiled:
        y = otherwise(*arrays)
        for condition, formula in parts:
            y = xp.where(condition, formula(*arrays), y)
        for condition, formula in rare:
            y = _if_any(xp, condition, formula, arrays, y)
        return y
    parts = [*parts, *rare]
    size = max([x.size for x in arrays])
    parts = [(c if c.size == size else np.broadcast_to(c, size), formula) for c, formula in parts]
    counts = [np.count_nonzero(condition) for condition, _ in parts]
    for count, (_, formula) in zip(counts, parts, strict=True):
        if count == size:
            return formula(*arrays)
    if 2 * sum(counts) <= size:
        y = otherwise(*arrays)
    else:
        y = np.empty(size, np.result_type(*arrays))
        rest = np.logical_not(functools.reduce(np.logical_or, [c for c, _ in parts]))
        _scatter(y, arrays, rest, otherwise)
    for count, (condition, formula) in zip(counts, parts, strict=True):
        if count:
            _scatter(y, arrays, condition, formula)
    return y


def _if_any(xp: Any, condition: Any, formula: Formula, arrays: Sequence[Any], y: Any) -> Any:
    def some(condition: Any, y: Any, *arrays: Any) -> Any:
        return xp.where(condition, formula(*arrays), y)

    def none(condition: Any, y: Any, *arrays: Any) -> Any:
        return y

    return xp.lax.cond(xp.any(condition), some, none, condition, y, *arrays)


def _scatter(y: ndarray, arrays: Sequence[ndarray], condition: ndarray, formula: Formula) -> None:
    (places,) = condition.nonzero()
    y[places] = formula(*[x if x.size == 1 else x[places] for x in arrays])


def at_most(xp: Any, x: Any, limit: float) -> Any:
    """The lesser of x and a limit, or nan."""
    if xp.compiled or not _FEW < x.size <= _BLOCK_BYTES // x.dtype.itemsize:
        return xp.minimum(x, limit)
    # NumPy compares with a single number three times slower than with an array.
    return np.minimum(x, _limits(limit, x.dtype)[: x.size])


_FEW = 256


@functools.cache
def _limits(limit: float, dtype: np.dtype[Any]) -> ndarray:
    return np.full(_BLOCK_BYTES // dtype.itemsize, limit, dtype)


def polynomial(x: Any, coefficients: Sequence[float]) -> Any:
    """The value of a polynomial; the constant stands first."""
    y = x * coefficients[-1]
    for c in coefficients[-2:0:-1]:
        y += c
        y *= x
    y += coefficients[0]
    return y


def chebyshev(x: Any, coefficients: Sequence[float]) -> Any:
    """The value of a Chebyshev series at points of [-1, 1], by Clenshaw's recurrence."""
    later, last = 0.0, 0.0
    twice = 2.0 * x
    for c in coefficients[:0:-1]:
        later, last = twice * later - last + c, later
    return x * later - last + coefficients[0]


def over(
    x: Any, low: float, high: float, coefficients: tuple[float, ...], short: bool = False
) -> Any:
    """A Chebyshev series over [low, high], for x within it.

    It is as long as the dtype of x asks for, or short where the result is for float32.
    """
    middle, half = 0.5 * (low + high), 0.5 * (high - low)
    if short or x.dtype == np.float32:
        least = _SINGLE if x.dtype == np.float32 else _SHORT
        return polynomial(x - middle, _as_powers(half, coefficients, least))
    return chebyshev((x - middle) * (1.0 / half), coefficients)


@functools.cache
def _as_powers(half: float, coefficients: tuple[float, ...], least: float) -> tuple[float, ...]:
    """A series without what is less than `least` of it, as powers of the distance to its middle."""
    sizes = np.cumsum(np.abs(coefficients[::-1]))[::-1] / np.max(np.abs(coefficients))
    short = coefficients[: max(2, int(np.count_nonzero(sizes >= least)))]
    powers: Any = series.cheb2poly(short)
    return tuple((powers / half ** np.arange(len(short))).tolist())


def split(xp: Any, x: Any) -> tuple[Any, Any]:
    """A number near x whose square is exact, and what that square lacks of the one of x."""
    single = x.dtype == np.float32
    if xp.compiled:
        high = xp.lax.reduce_precision(x, 8 if single else 11, 11 if single else 25)
    else:
        multiple = x * (2.0**12 + 1.0 if single else 2.0**27 + 1.0)
        high = multiple - (multiple - x)
    return high, (x - high) * (x + high)
