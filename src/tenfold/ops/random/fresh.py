"""Numbers that no seed decides: eager calls for which nobody gave one.

Nothing tells which numbers these are, so they need not be those of a counter: NumPy's generator
makes them, seeded by the system. Each thread has one of its own.
"""

from __future__ import annotations

import math
import os
import threading
from collections.abc import Callable
from typing import Any

import numpy as np
from numpy.random import SFC64, Generator

from tenfold.core import pieces

# What NumPy draws itself: narrower numbers would have to be rounded, and a uniform one may not
# become 1.
DRAWN = frozenset(map(np.dtype, "fd"))
# Up to so many normal numbers are drawn one by one, more by the functions of whole arrays.
_FEW = 512
# So many numbers at a time, so that what lies between the steps stays in the processor's cache.
_PART = 2**15
_TRUNCATE = 2.0


class _Sources(threading.local):
    """The generator of each thread."""

    def __init__(self) -> None:
        self.generator = Generator(SFC64())


_sources = _Sources()


def _forget() -> None:
    """A forked process must not draw what its parent draws."""
    global _sources
    _sources = _Sources()


if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=_forget)


def generator() -> Generator:
    """NumPy's generator for this thread."""
    return _sources.generator


def uniform(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Numbers in [0, 1) of a dtype of `DRAWN`."""
    return _filled(shape, dtype, lambda out: generator().random(out=out, dtype=out.dtype))


def normal(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Normal numbers of mean 0 and deviation 1, of a dtype of `DRAWN`."""
    return _filled(shape, dtype, _draw_normals)


def truncated_normal(shape: tuple[int, ...], dtype: Any) -> np.ndarray:
    """Normal numbers within two deviations, of a dtype of `DRAWN`."""
    return _filled(shape, dtype, _draw_truncated)


def _filled(shape: tuple[int, ...], dtype: Any, draw: Callable[[Any], Any]) -> np.ndarray:
    """An array whose parts are drawn on all cores."""
    count = math.prod(shape)
    out = np.empty(count, dtype)
    if count <= 2 * _PART:
        draw(out)
    else:
        starts = range(0, count, _PART)
        pieces.share(lambda start: draw(out[start : start + _PART]), starts)
    return out.reshape(shape)


def _draw_normals(out: np.ndarray) -> None:
    """Pairs of numbers by the method of Box and Muller."""
    if out.size <= _FEW:
        generator().standard_normal(out=out, dtype=out.dtype)
        return
    kind, half = out.dtype.type, -(-out.size // 2)
    drawn = generator().random(2 * half, dtype=out.dtype)
    size, angle = drawn[:half], drawn[half:]
    np.subtract(kind(1), size, out=size)  # in (0, 1]
    np.log(size, out=size)
    size *= kind(-2)
    np.sqrt(size, out=size)
    angle *= kind(2 * math.pi)
    np.multiply(np.cos(angle), size, out=out[:half])
    rest = out.size - half
    np.multiply(np.sin(angle[:rest]), size[:rest], out=out[half:])


def _draw_truncated(out: np.ndarray) -> None:
    _draw_normals(out)
    left = np.flatnonzero(np.abs(out) >= _TRUNCATE)
    while len(left):
        again = np.empty(len(left), out.dtype)
        _draw_normals(again)
        out[left] = again
        left = left[np.abs(again) >= _TRUNCATE]
