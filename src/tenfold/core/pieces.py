"""Large eager arrays in pieces: small enough for the cache, shared by the processor's cores."""

from __future__ import annotations

import math
import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy import ndarray

from .blas_threads import one_blas_thread
from .half_floats import HALVES, narrow_into, widened
from .settings import settings

# The fewest and the most elements of a piece. Where the steps of an op follow each other on small
# pieces, threads often wait for each other: NumPy holds Python's lock between two steps.
SHORT, LONG = 2**16, 2**18

# The rule: from how many elements on an op is worth cutting, by how long it takes for an element.
# Waking another thread costs about 10 microseconds, and more where others work. Measured on two
# cores with `benchmarks/suites/large.py`: additions and the like take 0.1 ns for an element while
# the processor's cache holds it, roots and exponentials 0.3 ns and more.
LIGHT, SLOW = 2**20, 2**18
# Smaller arrays are never cut.
LEAST = SLOW
FLOATS = frozenset(map(np.dtype, "fd"))
NUMBERS = frozenset(map(np.dtype, "fdbhilqBHILQ"))
# Exponentials and the like NumPy computes in float16 as fast as in float32.
SMOOTH = FLOATS | {np.dtype(np.float16)}


def for_large_arrays(
    kernel: Callable[..., Any],
    into: Callable[..., Any] | None,
    start: int,
    kinds: frozenset[Any] = FLOATS,
    to: type | None = None,
    of_rows: bool = False,
) -> Callable[..., Any]:
    """The kernel of an op for NumPy: large arrays in pieces, where that pays.

    Args:
      kernel: The kernel for any arrays, of elements or of rows.
      into: Writes the same result into given memory, `into(*arrays, out=out, **attrs)`; None where
        the kernel shall make it.
      start: From how many elements on: LIGHT or SLOW.
      kinds: The dtypes that `into` takes. It is given those of 16 bits as float32.
      to: The dtype of the result where it is not that of the last array.
      of_rows: Whether the kernel works on whole rows, not on single elements.
    """

    def kernel_in_pieces(xp: Any, *arrays: ndarray, **attrs: Any) -> ndarray:
        for x in arrays:
            if x.size >= start or (x.size >= SLOW and x.dtype in HALVES):
                found = whole_in_pieces(xp, arrays, attrs)
                if found is not None:
                    return found
                break
        return kernel(xp, *arrays, **attrs)

    def whole_in_pieces(xp: Any, arrays: Sequence[ndarray], attrs: Any) -> ndarray | None:
        dtype = arrays[-1].dtype
        if dtype not in kinds:
            return in_single(xp, arrays, attrs, dtype) if dtype in HALVES else None

        def work(*cut: ndarray, out: ndarray) -> None:
            if into is not None:
                into(*cut, out=out, **attrs)
            else:
                out[...] = kernel(xp, *cut, **attrs)

        return in_pieces(work, arrays, to or dtype, width_of(arrays))

    def in_single(xp: Any, arrays: Sequence[ndarray], attrs: Any, dtype: Any) -> ndarray | None:
        """Numbers of 16 bits, computed with in float32."""

        def work(*cut: ndarray, out: ndarray) -> None:
            wide = [widened(x) if x.dtype == dtype else x for x in cut]
            if into is None:
                narrow_into(kernel(xp, *wide, **attrs), out)
                return
            result = out if to else np.empty(out.shape, np.float32)
            into(*wide, out=result, **attrs)
            if not to:
                narrow_into(result, out)

        return in_pieces(work, arrays, to or dtype, width_of(arrays))

    def width_of(arrays: Sequence[ndarray]) -> int | None:
        return arrays[0].shape[-1] if of_rows and arrays[0].ndim else None

    return kernel_in_pieces


def in_pieces(
    work: Callable[..., None], arrays: Sequence[ndarray], dtype: Any, width: int | None = None
) -> ndarray | None:
    """Calls a function of elements, or of rows, piece by piece, on all cores.

    Args:
      work: Takes as many arrays as there are in `arrays`, and `out`, where it writes its result;
        it works element by element, or row by row if there is a `width`.
      arrays: Arrays whose elements lie one after another. Those of rank 0 go along with each
        piece; where shapes broadcast, the pieces are of whole rows along the first axis.
      dtype: The dtype of the result.
      width: The length of a row, if it is rows that are cut.

    Returns:
      The result; None where the arrays cannot be cut: shapes that do not fit, too few rows,
      elements that do not lie one after another.
    """
    shape = max([x.shape for x in arrays], key=len)
    if not all([x.flags.c_contiguous for x in arrays]):  # noqa: C419 -- faster
        return None
    if all([not x.ndim or x.shape == shape for x in arrays]):  # noqa: C419 -- faster
        rows: Any = -1 if width is None else (-1, width)
        out = np.empty(shape, dtype)
        result, parts = out.reshape(rows), [x.reshape(rows) if x.ndim else x for x in arrays]
    elif width is not None:
        return None
    else:
        try:
            shape = np.broadcast_shapes(*[x.shape for x in arrays])
        except ValueError:
            return None
        if len(shape) < 2 or shape[0] < _ROWS:
            return None
        out = result = np.empty(shape, dtype)
        width, parts = out.size // shape[0], arrays
    count = len(result)
    goes_along = [x.ndim < result.ndim or len(x) != count for x in parts]
    size = min(LONG, max(SHORT, -(-out.size // (4 * threads()))))
    step = max(1, size // (width or 1))

    def piece(start: int) -> None:
        cut = slice(start, start + step)
        work(
            *[x if along else x[cut] for x, along in zip(parts, goes_along, strict=True)],
            out=result[cut],
        )

    share(piece, range(0, count, step))
    return out


# Fewer rows are not worth cutting.
_ROWS = 8


def by_rows(function: Callable[..., ndarray], *arrays: ndarray, size: int = LONG) -> ndarray:
    """Calls a function that takes several steps on some rows at a time, on all cores.

    Args:
      function: Makes rows of a result, each of the same rows of the arrays alone.
      *arrays: Arrays of as many rows, along their first axis.
      size: How many elements at a time the largest array gives.

    Returns:
      The result for all of the rows.
    """
    count = len(arrays[0])
    step = max(1, size * count // max(1, *[x.size for x in arrays]))
    if step >= count:
        return function(*arrays)
    made = function(*[x[:step] for x in arrays])
    out = np.empty((count, *made.shape[1:]), made.dtype)
    out[:step] = made

    def work(start: int) -> None:
        out[start : start + step] = function(*[x[start : start + step] for x in arrays])

    share(work, range(step, count, step))
    return out


# Multiplications from which on OpenBLAS would wake its own threads, and from which on a product of
# matrices is worth sharing here.
_WAKES, _PRODUCT = 2**18, 2**22
# Two matrices of fewer elements than this have no large product.
SMALL = 2**12


def product(a: ndarray, b: ndarray) -> ndarray:
    """The product of two matrices; of large ones each core computes some rows, or columns."""
    (rows, inner), columns = a.shape, b.shape[1]
    work = rows * inner * columns
    if work < _WAKES:
        return a.dot(b)
    with one_blas_thread() as alone:
        count = min(threads(), work // _PRODUCT)
        if count < 2 or not alone:
            return a.dot(b)
        out = np.empty((rows, columns), a.dtype)
        length = max(rows, columns)
        size = -(-length // (2 * count))

        def part(start: int) -> None:
            cut = slice(start, start + size)
            if rows == length:
                np.matmul(a[cut], b, out=out[cut])
            else:
                np.matmul(a, b[:, cut], out=out[:, cut])

        share(part, range(0, length, size))
        return out


def products(a: ndarray, b: ndarray) -> ndarray:
    """The products of stacks of matrices; of large ones each core computes some."""
    work, stack = a.size * b.shape[-1], a.shape[:-2]
    if work < _WAKES:
        return np.matmul(a, b)
    with one_blas_thread() as alone:
        count = min(threads(), work // _PRODUCT)
        if count < 2 or not alone or stack != b.shape[:-2] or math.prod(stack) < 2:
            return np.matmul(a, b)
        out = np.empty((*a.shape[:-1], b.shape[-1]), np.result_type(a, b))
        first, second, result = (x.reshape(-1, *x.shape[-2:]) for x in (a, b, out))
        size = -(-len(result) // (2 * count))

        def part(start: int) -> None:
            cut = slice(start, start + size)
            np.matmul(first[cut], second[cut], out=result[cut])

        share(part, range(0, len(result), size))
        return out


def share(work: Callable[[int], None], starts: Sequence[int]) -> None:
    """Calls `work` with each of `starts`, on all cores; this thread works too."""
    left = deque(starts)

    def take() -> None:
        while True:
            try:
                start = left.popleft()
            except IndexError:
                return
            work(start)

    others = _start(take, min(threads(), len(starts)) - 1)
    try:
        take()
    finally:
        left.clear()
        for other in others:
            # One that has not begun yet has nothing to do any more.
            if not other.cancel():
                other.result()


def threads() -> int:
    """How many threads share the work: as set by the user, or one for each core."""
    return settings.intra_op_threads or _cores()


def _cores() -> int:
    if sys.platform.startswith("linux"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Workers:
    """The threads that help, started when they are first needed."""

    pool: ThreadPoolExecutor | None = None
    count = 0


def _start(work: Callable[[], None], count: int) -> list[Future[None]]:
    """Starts the work on so many threads; on none once the interpreter shuts down."""
    if count < 1:
        return []
    pool = _Workers.pool
    if pool is None or _Workers.count < count:
        pool, _Workers.count = ThreadPoolExecutor(count, "tenfold-pieces"), count
        _Workers.pool = pool
    try:
        return [pool.submit(work) for _ in range(count)]
    except RuntimeError:
        return []


def _forget() -> None:
    """A forked process has none of the threads of its parent."""
    _Workers.pool, _Workers.count = None, 0


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)
