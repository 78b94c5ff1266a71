"""Memory of large arrays: what one frees, the next one takes.

The C library of Linux gives memory of large blocks back to the system at once, and the system
clears each page of the next block when it is first touched: for arrays of tens of megabytes that
takes as long as the arithmetic. Blocks of up to `KEPT` bytes are kept for the next array instead.
That holds for the heap of the main thread only: a thread with a heap of its own, as XLA's would be,
gives large blocks back all the same. So all threads are told to share one heap.
"""

from __future__ import annotations

import ctypes
import os
import sys
from typing import Any

import numpy as np

# Blocks above this size still go straight to the system and back.
KEPT = 128 * 2**20
# So much unused memory at the end of the heap is kept; more of it goes back.
IDLE = 256 * 2**20
# The C library's numbers for these limits (malloc.h).
_TRIM_THRESHOLD, _MMAP_THRESHOLD, _ARENA_MAX = -1, -3, -8

# XLA takes memory as it is if it begins at a multiple of so many bytes, and copies any other: for
# arrays of so many bytes and more that costs more than to see to it.
_BOUNDARY, LARGE = 64, 2**16


def copied(array: np.ndarray, dtype: Any) -> np.ndarray:
    """A copy of an array, in row-major order and another dtype, that compiled code can share."""
    size = array.size * np.dtype(dtype).itemsize
    room = np.empty(size + _BOUNDARY, np.uint8)
    start = -room.ctypes.data % _BOUNDARY
    made = room[start : start + size].view(dtype).reshape(array.shape)
    made[...] = array
    return made


def keep_freed_memory() -> bool:
    """Lets the C library keep freed blocks, unless `TENFOLD_KEEP_MEMORY` is 0 or it cannot.

    A limit that the user set for the C library (`MALLOC_MMAP_THRESHOLD_`) is left alone.

    Returns:
      Whether blocks are kept from now on.
    """
    if not sys.platform.startswith("linux") or os.environ.get("TENFOLD_KEEP_MEMORY") == "0":
        return False
    if any(n.startswith("MALLOC_") or n == "GLIBC_TUNABLES" for n in os.environ):
        return False
    mallopt = getattr(ctypes.CDLL(None), "mallopt", None)
    if mallopt is None:
        return False
    limits = ((_MMAP_THRESHOLD, KEPT), (_TRIM_THRESHOLD, IDLE), (_ARENA_MAX, 1))
    return all(mallopt(what, value) for what, value in limits)
