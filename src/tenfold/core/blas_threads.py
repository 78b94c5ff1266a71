"""The threads of the linear algebra library that NumPy brings along.

OpenBLAS keeps threads of its own, which wait for work by spinning. Where other work keeps the
cores busy, a product of matrices that is shared among them takes many times as long as on one
thread; so how many there are follows `tf.config.threading.set_intra_op_parallelism_threads`.
"""

from __future__ import annotations

import ctypes
import functools
import os
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
    """How many threads share a product of matrices; None where that cannot be told."""
    functions = _functions()
    return functions[1]() if functions else None


def set_blas_threads(count: int) -> bool:
    """Lets so many threads share a product of matrices; 0: as many as the library chose itself.

    Returns:
      Whether the library is one that can be told.
    """
    functions, own = _functions(), _own_choice()
    if functions is None or own is None:
        return False
    functions[0](count or own)
    return True
