"""The values that an error speaks of, on their way out of XLA's branches and loops.

What control flow hands on has one form, whichever check failed. So the values travel as a few
64-bit words; what they are is remembered on the host.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

WORDS = 16


class Spec(NamedTuple):
    """What some of the words stand for."""

    shape: tuple[int, ...]
    dtype: np.dtype


class Failure(NamedTuple):
    """The first check that failed: its number from 1 on, 0 for none, and what it speaks of."""

    code: Any
    words: Any

    @classmethod
    def none(cls, xp: Any) -> Failure:
        return cls(xp.zeros((), np.int32), xp.zeros((WORDS,), np.int64))

    def or_later(self, xp: Any, other: Failure) -> Failure:
        """This failure, or another where there is none."""
        return Failure(
            xp.where(self.code > 0, self.code, other.code),
            xp.where(self.code > 0, self.words, other.words),
        )


def pack(xp: Any, values: Sequence[Any]) -> tuple[Any, list[Spec]]:
    """Values as words: as many of them, from the first on, as there is room for."""
    parts, specs, used = [], [], 0
    for value in values:
        value = xp.asarray(value)
        if value.dtype.kind == "c" or used + value.size > WORDS:
            break
        specs.append(Spec(tuple(value.shape), np.dtype(value.dtype)))
        used += value.size
        flat = value.reshape(-1)
        if flat.dtype.kind in "biu":
            parts.append(flat.astype(np.int64))
        else:
            parts.append(xp.lax.bitcast_convert_type(flat.astype(np.float64), np.int64))
    return xp.concatenate([*parts, xp.zeros((WORDS - used,), np.int64)]), specs


def unpack(xp: Any, words: Any, specs: Sequence[Spec]) -> list[Any]:
    """The values in words."""
    found, start = [], 0
    for shape, dtype in specs:
        end = start + int(np.prod(shape, dtype=int))
        part, start = words[start:end], end
        if dtype.kind not in "biu":
            part = xp.lax.bitcast_convert_type(part, np.float64)
        found.append(part.astype(dtype).reshape(shape))
    return found
