"""NumPy's linear algebra for stacks of matrices: the cores share the stack, not each matrix.

The threads of OpenBLAS wait for each other by spinning. On matrices of a few hundred rows that
costs more than it saves, and where other work keeps the cores busy a decomposition takes twenty
times as long. So one thread works on each of these; larger ones are left to the library's threads.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import numpy as np

from ..blas_threads import one_blas_thread
from ..pieces import share, threads

# Matrices of more rows are shared by the library.
LARGE = 1024
# From so much work on, in cubes of the number of rows, a stack is shared.
_SHARED = 2**20


def _on_one_thread_each(function: Callable[..., Any]) -> Callable[..., Any]:
    @functools.wraps(function)
    def run(*stacks: Any, **options: Any) -> Any:
        stacks = tuple(map(np.asarray, stacks))
        rows = max(stacks[0].shape[-2:], default=0)
        if rows > LARGE:
            return function(*stacks, **options)
        batch = stacks[0].shape[:-2]
        count = stacks[0].size // max(1, rows * rows)
        alike = all(x.shape[:-2] == batch for x in stacks)
        with one_blas_thread():
            if threads() < 2 or count < 2 or count * rows**3 < _SHARED or not alike:
                return function(*stacks, **options)
            return _shared(function, stacks, options, batch)

    return run


def _shared(
    function: Callable[..., Any], stacks: tuple[Any, ...], options: Any, batch: tuple[int, ...]
) -> Any:
    flat = [x.reshape(-1, *x.shape[-2:]) for x in stacks]
    count = len(flat[0])
    step = -(-count // (2 * threads()))
    found: dict[int, Any] = {}

    def work(start: int) -> None:
        found[start] = function(*[x[start : start + step] for x in flat], **options)

    share(work, range(0, count, step))
    parts = [found[start] for start in sorted(found)]
    if isinstance(parts[0], np.ndarray):
        return _joined(parts, batch)
    joined = [_joined(part, batch) for part in zip(*parts, strict=True)]
    return type(parts[0])(*joined) if hasattr(parts[0], "_fields") else tuple(joined)


def _joined(parts: Any, batch: tuple[int, ...]) -> Any:
    whole = np.concatenate(parts)
    return whole.reshape(*batch, *whole.shape[1:])


cholesky = _on_one_thread_each(np.linalg.cholesky)
det = _on_one_thread_each(np.linalg.det)
eig = _on_one_thread_each(np.linalg.eig)
eigh = _on_one_thread_each(np.linalg.eigh)
eigvals = _on_one_thread_each(np.linalg.eigvals)
eigvalsh = _on_one_thread_each(np.linalg.eigvalsh)
inv = _on_one_thread_each(np.linalg.inv)
qr = _on_one_thread_each(np.linalg.qr)
slogdet = _on_one_thread_each(np.linalg.slogdet)
solve = _on_one_thread_each(np.linalg.solve)
svd = _on_one_thread_each(np.linalg.svd)
