"""Large eager arrays in pieces: small enough for the cache, shared by the processor's cores."""

from __future__ import annotations

import os
import sys
from collections import deque
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

import numpy as np

from .settings import settings

# Elements of a piece: what a core works on at a time stays in its cache.
PIECE = 2**16

# The rule: from how many elements on an op is worth cutting, by how long it takes for an element.
# Waking another thread costs about 30 microseconds, and more where others work. Measured on two
# cores with `benchmarks/suites/large.py`. Additions and the like are not in the table: one core
# does them as fast as memory is.
_SLOW, _HEAVY, _NEVER = 2**19, 2**22, sys.maxsize
_FROM = {
    **dict.fromkeys(("Exp", "Log", "Tanh", "Sqrt", "Sin", "Cos", "Relu"), _HEAVY),
    **dict.fromkeys(("Sigmoid", "Rsqrt", "Expm1", "Log1p", "Erf", "Erfc", "Pow"), _SLOW),
    **dict.fromkeys(("Elu", "Selu", "Softplus", "Softsign", "Sinh", "Cosh", "Tan"), _SLOW),
    **dict.fromkeys(("Asin", "Acos", "Atan", "Atan2", "Lgamma", "Digamma"), _SLOW),
    **dict.fromkeys(("Softmax", "LogSoftmax"), _SLOW),
}
# These work on whole rows; the others on single elements.
_OF_ROWS = ("Softmax", "LogSoftmax")


def pays_from(name: str) -> int:
    """From how many elements on the op of this wire name is worth cutting."""
    return _FROM.get(name, _NEVER)


def run_op(
    op: Any, xp: Any, arrays: Sequence[np.ndarray], dtype: np.dtype[Any], attrs: dict[str, Any]
) -> np.ndarray:
    """Calls the kernel of an op for which cutting pays: in pieces if arrays and cores allow it."""
    if threads() == 1:
        return op.kernel(xp, *arrays, **attrs)
    width = arrays[0].shape[-1] if op.name in _OF_ROWS and arrays[0].ndim else 1
    found = in_pieces(lambda *cut: op.kernel(xp, *cut, **attrs), arrays, dtype, width)
    return op.kernel(xp, *arrays, **attrs) if found is None else found


def in_pieces(
    function: Callable[..., Any],
    arrays: Sequence[np.ndarray],
    dtype: np.dtype[Any],
    width: int = 1,
) -> np.ndarray | None:
    """Calls a function of elements, or of rows, piece by piece, on all cores.

    Args:
      function: Takes as many arrays as there are in `arrays`, and works element by element (row by
        row, if `width` is not 1).
      arrays: Arrays of one shape; those of rank 0 go along with each piece.
      dtype: The dtype of the result.
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
    out = np.empty(shape, dtype)
    result = out.reshape(rows)
    size = max(1, PIECE // width)

    def work(start: int) -> None:
        piece = slice(start, start + size)
        result[piece] = function(*[x[piece] if x.ndim else x for x in flat])

    share(work, range(0, len(result), size))
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
