"""The threads of the linear algebra library that NumPy brings along.

OpenBLAS keeps threads of its own, which wait for work by spinning. Where other work keeps the
cores busy, a product of matrices that is shared among them takes a hundred times as long as on one
thread. So products run on one of its threads each, and `pieces` shares large ones; decompositions
use as many as `tf.config.threading.set_intra_op_parallelism_threads` says.
"""

from __future__ import annotations

import contextlib
import ctypes
import functools
import os
from collections.abc import Iterator
from glob import glob
from typing import Any

import numpy as np

# Where wheels of NumPy keep the libraries that they bring, and what those call the function.
_FOLDERS = ("numpy.libs", "numpy/.dylibs")
_NAMES = (
    "scipy_openblas_{}_num_threads64_",
    "openblas_{}_num_threads64_",
    "openblas_{}_num_threads",
)


@functools.cache
def _functions() -> tuple[Any, Any] | None:
    """What sets and what tells the number of threads; None where NumPy uses another library."""
    site = os.path.dirname(os.path.dirname(os.path.abspath(np.__file__)))
    for path in [p for folder in _FOLDERS for p in glob(os.path.join(site, folder, "*openblas*"))]:
        try:
            library = ctypes.CDLL(path)
        except OSError:
            continue
        for name in _NAMES:
            found = [getattr(library, name.format(verb), None) for verb in ("set", "get")]
            if None not in found:
                return found[0], found[1]
    return None


@functools.cache
def _own_choice() -> int | None:
    """How many threads the library chose when it was loaded."""
    return blas_threads()


def blas_threads() -> int | None:
    """How many threads the library shares its work among; None where that cannot be told."""
    functions = _functions()
    return functions[1]() if functions else None


@contextlib.contextmanager
def one_blas_thread() -> Iterator[bool]:
    """Keeps the library to the calling thread; gives whether it is one that can be told."""
    functions = _functions()
    if functions is None:
        yield False
        return
    _own_choice()
    functions[0](1)
    try:
        yield True
    finally:
        functions[0](_Chosen.count or _own_choice())


class _Chosen:
    """How many threads the user asked for; 0: as many as the library chose."""

    count = 0


def set_blas_threads(count: int) -> bool:
    """Lets so many threads share a decomposition; 0: as many as the library chose itself.

    Returns:
      Whether the library is one that can be told.
    """
    functions, own = _functions(), _own_choice()
    if functions is None or own is None:
        return False
    _Chosen.count = count
    functions[0](count or own)
    return True
