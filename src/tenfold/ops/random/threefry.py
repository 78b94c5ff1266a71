"""ThreeFry 2x32-20: random bits as a pure function of a key and a counter, and their distributions.

Blocks of two 32-bit words come from consecutive counters. Shapes decide where a word goes, and
floating numbers are made of bits, as in the code that TensorFlow compiles with XLA: equal states
give equal numbers.

References:
  Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3 (2011).
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

import ml_dtypes
import numpy as np

from tenfold.ops.math.error_function import Erfinv

_MASK = 0xFFFFFFFF
_PARITY = 0x1BD11BDA
_ROTATIONS = ((13, 15, 26, 6), (17, 29, 16, 24))
_TINY = 1e-7
_TRUNCATE = 2.0
_BRAIN = np.dtype(ml_dtypes.bfloat16)


@dataclass
class Stream:
    """The blocks of one key from one counter on, both uint64."""

    xp: Any
    key: Any
    start: Any

    def words(self, count: int) -> tuple[Any, Any]:
        """The first and the second words of the first `count` blocks, uint32 `[count]` each."""
        xp, half = self.xp, self.xp.uint64(32)
        counter = xp.arange(count, dtype=xp.uint64) + self.start
        low, high = (
            xp.asarray(w).astype(xp.uint32) for w in (self.key & _mask(xp), self.key >> half)
        )
        keys = (low, high, low ^ high ^ xp.uint32(_PARITY))
        x = (counter & _mask(xp)).astype(xp.uint32) + keys[0]
        y = (counter >> half).astype(xp.uint32) + keys[1]
        for group in range(5):
            for turn in _ROTATIONS[group % 2]:
                x = x + y
                y = ((y << xp.uint32(turn)) | (y >> xp.uint32(32 - turn))) ^ x
            x = x + keys[(group + 1) % 3]
            y = y + (keys[(group + 2) % 3] + xp.uint32(group + 1))
        return x, y


def _mask(xp: Any) -> Any:
    return xp.uint64(_MASK)


def _axis(shape: tuple[int, ...]) -> int:
    """The axis along which the two words of a block lie: the first even one, else the longest."""
    even = [i for i, size in enumerate(shape) if size % 2 == 0]
    return even[0] if even else shape.index(max(shape))


def _in_pairs(xp: Any, first: Any, second: Any, axis: int, shape: tuple[int, ...]) -> Any:
    """Joins two halves of a shape, in turns along an axis, and leaves out what is too much."""
    joined = xp.stack([first, second], axis + 1)
    full = [*first.shape[:axis], 2 * first.shape[axis], *first.shape[axis + 1 :]]
    return joined.reshape(full)[tuple(slice(size) for size in shape)]


def _half(shape: tuple[int, ...], axis: int) -> tuple[int, ...]:
    return (*shape[:axis], -(-shape[axis] // 2), *shape[axis + 1 :])


def uniform_bits(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Integers of all values of an unsigned dtype of 32 or 64 bits."""
    if np.dtype(dtype).itemsize == 8:
        low, high = (w.astype(xp.uint64) for w in stream.words(math.prod(shape)))
        return (low | (high << xp.uint64(32))).reshape(shape)
    if not shape:
        return uniform_bits(xp, stream, (1,), dtype).reshape(())
    axis = _axis(shape)
    half = _half(shape, axis)
    first, second = stream.words(math.prod(half))
    return _in_pairs(xp, first.reshape(half), second.reshape(half), axis, shape)


def uniform_int(
    xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any, low: Any, high: Any
) -> Any:
    """Integers in [low, high): the remainder of random bits, as slightly uneven as TensorFlow's."""
    kind = xp.uint32 if np.dtype(dtype).itemsize == 4 else xp.uint64
    low, high = xp.asarray(low).astype(kind), xp.asarray(high).astype(kind)
    span = xp.maximum(high - low, kind(1))
    return (low + uniform_bits(xp, stream, shape, kind) % span).astype(dtype)


def uniform(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Numbers in [0, 1)."""
    kind = np.dtype(dtype)
    if kind.itemsize == 8:
        bits = uniform_bits(xp, stream, shape, xp.uint64) >> xp.uint64(12)
        return bits.astype(xp.float64) * xp.float64(2.0**-52)
    bits = uniform_bits(xp, stream, shape, xp.uint32)
    if kind == np.float16:
        return ((bits & xp.uint32(0x3FF)).astype(xp.float32) * xp.float32(2.0**-10)).astype(dtype)
    return _narrow((bits >> xp.uint32(9)).astype(xp.float32) * xp.float32(2.0**-23), xp, kind)


def _narrow(x: Any, xp: Any, kind: np.dtype) -> Any:
    """float32 as float32, or without its lower half as bfloat16."""
    if kind != _BRAIN:
        return x
    return (x.view(xp.uint32) >> xp.uint32(16)).astype(xp.uint16).view(ml_dtypes.bfloat16)


def _wide(kind: np.dtype) -> np.dtype:
    """What numbers of a dtype are computed in."""
    return np.dtype(np.float32) if kind == _BRAIN else kind


def normal(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Normal numbers of mean 0 and deviation 1, in pairs by the transform of Box and Muller."""
    if not shape:
        return normal(xp, stream, (1,), dtype).reshape(())
    kind = np.dtype(dtype)
    number = _wide(kind).type
    axis = _axis(shape)
    half = _half(shape, axis)
    drawn = uniform(xp, stream, (*half[: axis + 1], 2, *half[axis + 1 :]), number)
    first, angle = xp.take(drawn, 0, axis + 1), xp.take(drawn, 1, axis + 1)
    size = xp.sqrt(number(-2) * xp.log(xp.maximum(first, number(_TINY))))
    angle = number(2 * math.pi) * angle
    found = _in_pairs(xp, xp.sin(angle) * size, xp.cos(angle) * size, axis, shape)
    return _narrow(found, xp, kind)


def truncated_normal(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Normal numbers within two deviations, by the inverse of their distribution."""
    kind = np.dtype(dtype)
    number = _wide(kind).type
    limits = np.finfo(number)
    low = number(0.5 + 0.5 * math.erf(-_TRUNCATE / math.sqrt(2)))
    high = number(0.5 + 0.5 * math.erf(_TRUNCATE / math.sqrt(2)))
    drawn = xp.maximum(uniform(xp, stream, shape, number), number(limits.tiny))
    spread = number(2) * (low + (high - low) * drawn) - number(1)
    inside = number(1 - limits.eps)
    found = number(math.sqrt(2)) * Erfinv.kernel(xp, xp.clip(spread, -inside, inside))
    return _narrow(xp.clip(found, number(-_TRUNCATE), number(_TRUNCATE)), xp, kind)
