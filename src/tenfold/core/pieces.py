"""Large eager arrays in pieces: small enough for the cache, shared by the processor's cores."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np
from numpy import ndarray

from .blas_threads import one_blas_thread
from .settings import settings

# Elements of a piece: what a core works on at a time stays in its cache.
PIECE = 2**16

# The rule: from how many elements on an op is worth cutting, by how long it takes for an element.
# Waking another thread costs about 30 microseconds, and more where others work. Measured on two
# cores with `benchmarks/suites/large.py`. Additions and the like are not in the table: one core
# does them as fast as memory is.
_SLOW, _HEAVY = 2**19, 2**22
_FROM = {
    **dict.fromkeys(("Exp", "Log", "Tanh", "Sqrt", "Sin", "Cos"), _HEAVY),
    **dict.fromkeys(("Sigmoid", "Rsqrt", "Expm1", "Log1p", "Erf", "Erfc", "Pow"), _SLOW),
    **dict.fromkeys(("Elu", "Selu", "Softplus", "Softsign", "Sinh", "Cosh", "Tan"), _SLOW),
    **dict.fromkeys(("Asin", "Acos", "Atan", "Atan2", "Lgamma", "Digamma"), _SLOW),
    **dict.fromkeys(("Softmax", "LogSoftmax"), _SLOW),
}
# Smaller arrays are never cut.
LEAST = _SLOW
# These work on whole rows; the others on single elements.
_OF_ROWS = ("Softmax", "LogSoftmax")


def for_large_arrays(name: str, kernel: Callable[..., Any]) -> Callable[..., Any]:
    """The kernel of the op of this wire name for NumPy: large arrays in pieces, where that pays."""
    start, of_rows = _FROM.get(name), name in _OF_ROWS
    if start is None:
        return kernel

    def kernel_in_pieces(xp: Any, x: ndarray, y: ndarray | None = None) -> ndarray:
        if x.size < start and (y is None or y.size < start):
            return kernel(xp, x) if y is None else kernel(xp, x, y)
        arrays = (x,) if y is None else (x, y)
        found = None
        if threads() > 1:
            width = x.shape[-1] if of_rows and x.ndim else 1
            found = in_pieces(lambda *cut: kernel(xp, *cut), arrays, width)
        return kernel(xp, *arrays) if found is None else found

    return kernel_in_pieces


def in_pieces(
    function: Callable[..., ndarray], arrays: Sequence[ndarray], width: int = 1
) -> ndarray | None:
    """Calls a function of elements, or of rows, piece by piece, on all cores.

    Args:
      function: Takes as many arrays as there are in `arrays`, and works element by element (row by
        row, if `width` is not 1).
      arrays: Arrays of one shape; those of rank 0 go along with each piece.
      width: The length of a row.

    Returns:
      The result; None where the arrays cannot be cut: shapes that broadcast, elements that do not
      lie one after another.
    """
    shape = max((x.shape for x in arrays), key=len)
    rows: Any = (-1, width) if width != 1 else -1
    flat = []
    for x in arrays:
        if x.shape == shape and x.flags.c_contiguous:
            flat.append(x.reshape(rows))
        elif x.ndim == 0:
            flat.append(x)
        else:
            return None
    size = max(1, PIECE // width)

    def piece(start: int) -> ndarray:
        cut = slice(start, start + size)
        return function(*[x[cut] if x.ndim else x for x in flat])

    first = piece(0)
    out = np.empty(shape, first.dtype)
    result = out.reshape(rows)
    result[:size] = first

    def work(start: int) -> None:
        result[start : start + size] = piece(start)

    share(work, range(size, len(result), size))
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
    """The products of stacks of matrices."""
    if a.size * b.shape[-1] < _WAKES:
        return np.matmul(a, b)
    with one_blas_thread():
        return np.matmul(a, b)


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
