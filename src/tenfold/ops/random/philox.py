"""Philox 4x32-10: random bits as a pure function of a key and a counter, and their distributions.

Blocks of four 32-bit words come from consecutive counters. All distributions read blocks in the
order in which TensorFlow's CPU kernels do, so that equal seeds give equal numbers.

References:
  Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3 (2011).
"""

from __future__ import annotations

import functools
import math
import sys
from collections.abc import Callable
from typing import Any

import ml_dtypes
import numpy as np

from tenfold.core import pieces
from tenfold.core.namespace import numpy_ns

from . import single_precision

_M0, _M1 = 0xD2511F53, 0xCD9E8D57
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_MASK = 0xFFFFFFFF
_ROUNDS = 10
# So many blocks at a time are mixed and made into numbers: their arrays stay in the cache, and
# threads seldom wait for each other between two steps.
_CHUNK = 1 << 14
# From how many blocks on NumPy is faster than Python's integers.
FEW = 16
# A truncated normal draws again until it is within two standard deviations; each group of four
# results (two in float64) owns 64 blocks a result.
_RESERVED = 64
_TRUNCATE = 2.0
_TINY = float(np.float32(1.0e-7))
# An angle is so many of these as the low bits of a word say.
_ANGLE = 2.0 * math.pi * 2.0**-23


def key_of(seed: int, seed2: int) -> tuple[Any, tuple[int, int]]:
    """The key, and the upper half of the counter, that a pair of seeds stands for."""
    low = (seed & _MASK, (seed >> 32) & _MASK)
    return low, (seed2 & _MASK, (seed2 >> 32) & _MASK)


def blocks(xp: Any, key: Any, high: Any, starts: Any, carries: Any = None) -> Any:
    """Random words.

    Args:
      xp: The namespace.
      key: The two words of the key.
      high: The two upper words of the counter.
      starts: The lower half of the counter of each block, uint64 `[n]`.
      carries: Whether each block's upper half is one more than `high`, bool `[n]`.

    Returns:
      uint32 `[n, 4]`.
    """
    if xp.compiled:
        return _mix(xp, key, high, starts, carries)
    if len(starts) <= FEW and carries is None:
        upper, keys = [int(v) for v in high], [int(v) for v in key]
        rows = [_mix_one(int(s), upper, keys) for s in starts]
        return np.array(rows, np.uint32).reshape(-1, 4)
    out = np.empty((len(starts), 4), np.uint32)
    for at in range(0, len(starts), _CHUNK):
        part = slice(at, at + _CHUNK)
        over = None if carries is None else carries[part]
        _mix_into(out[part], key, high, starts[part], over)
    return out


def _mix(xp: Any, key: Any, high: Any, starts: Any, carries: Any) -> Any:
    """The rounds under XLA: a loop, for it would compute unrolled ones again for each word."""
    word, wide, half = xp.uint32, xp.uint64, xp.uint64(32)
    k0, k1 = (xp.asarray(k).astype(word) for k in key)
    c0, c1 = starts.astype(word), (starts >> half).astype(word)
    c2, c3 = (xp.zeros_like(c0) + xp.asarray(h).astype(word) for h in high)
    if carries is not None:
        c2 = c2 + carries.astype(word)
        c3 = c3 + (carries & (c2 == 0)).astype(word)

    def step(_: Any, words: Any) -> Any:
        c0, c1, c2, c3, k0, k1 = words
        p0, p1 = c0.astype(wide) * wide(_M0), c2.astype(wide) * wide(_M1)
        upper0, upper1 = (p0 >> half).astype(word), (p1 >> half).astype(word)
        mixed = upper1 ^ c1 ^ k0, p1.astype(word), upper0 ^ c3 ^ k1, p0.astype(word)
        return (*mixed, k0 + word(_W0), k1 + word(_W1))

    words = xp.lax.fori_loop(0, _ROUNDS, step, (c0, c1, c2, c3, k0, k1))
    return xp.stack(words[:4], -1)


def _mix_into(out: Any, key: Any, high: Any, starts: Any, carries: Any) -> None:
    """The rounds, in memory that is used again: an array of a chunk stays in the cache."""
    mask, half = np.uint64(_MASK), np.uint64(32)
    c0, c1 = starts & mask, starts >> half
    c2, c3 = (np.full_like(starts, h) for h in high)
    if carries is not None:
        c2 += carries
        c3 += c2 >> half
        c2 &= mask
        c3 &= mask
    p0, p1 = np.empty_like(starts), np.empty_like(starts)
    k0, k1 = (int(k) for k in key)
    for _ in range(_ROUNDS):
        np.multiply(c0, np.uint64(_M0), out=p0)
        np.multiply(c2, np.uint64(_M1), out=p1)
        np.right_shift(p1, half, out=c0)
        c0 ^= c1
        c0 ^= np.uint64(k0)
        np.right_shift(p0, half, out=c2)
        c2 ^= c3
        c2 ^= np.uint64(k1)
        np.bitwise_and(p1, mask, out=c1)
        np.bitwise_and(p0, mask, out=c3)
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    for i, column in enumerate((c0, c1, c2, c3)):
        out[:, i] = column


def _mix_run(out: Any, key: list[int], high: list[int], start: int) -> None:
    """The rounds for blocks that follow each other, whose counters share all but the lowest word.

    What is the same for all of them, that is half of the first two rounds, is computed once. Two
    words lie in one number: the first in its upper half, where a product has what becomes of it.
    """
    half = np.uint64(32)
    (k0, k1), (c2, c3), c1 = key, high, start >> 32
    first = c2 * _M1
    second = ((first >> 32) ^ c1 ^ k0) * _M0
    b = np.arange(start & _MASK, (start & _MASK) + len(out), dtype=np.uint64)
    b *= np.uint64(_M0)
    b ^= np.uint64((c3 ^ k1) << 32)
    k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    a = b >> half
    a *= np.uint64(_M1)
    a ^= np.uint64(((first & _MASK) ^ k0) << 32)
    b <<= half
    b ^= np.uint64(second ^ (k1 << 32))
    p0, p1 = np.empty_like(a), np.empty_like(a)
    for _ in range(2, _ROUNDS):
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
        np.right_shift(b, half, out=p1)
        p1 *= np.uint64(_M1)
        np.right_shift(a, half, out=p0)
        p0 *= np.uint64(_M0)
        a <<= half
        a ^= p1
        a ^= np.uint64(k0 << 32)
        b <<= half
        b ^= p0
        b ^= np.uint64(k1 << 32)
    for i, pair in enumerate((a, b)):
        words = pair.view(np.uint32).reshape(-1, 2)
        upper = int(sys.byteorder == "little")
        out[:, 2 * i], out[:, 2 * i + 1] = words[:, upper], words[:, 1 - upper]


def _mix_one(start: int, high: list[int], key: list[int]) -> tuple[int, int, int, int]:
    """The rounds for one block, in Python integers: faster than NumPy for a few."""
    c0, c1 = start & _MASK, (start >> 32) & _MASK
    c2, c3 = high
    k0, k1 = key
    for _ in range(_ROUNDS):
        p0, p1 = c0 * _M0, c2 * _M1
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & _MASK, (p0 >> 32) ^ c3 ^ k1, p0 & _MASK
        k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
    return c0, c1, c2, c3


def mixed_seed(key: tuple[int, int], low: int, high: int) -> tuple[int, int, int, int]:
    """The words of the block whose counter has these two halves, 64 bits each."""
    return _mix_one(low, [high & _MASK, (high >> 32) & _MASK], list(key))


class Stream:
    """The blocks of one key from one counter on.

    `carries` says that the start is a user's, so that the lower half may run over.
    """

    def __init__(self, xp: Any, key: Any, high: Any, start: Any, carries: bool = False) -> None:
        self.xp = xp
        self.key = key
        self.high = high
        self.start = start
        self.carries = carries

    def words(self, count: int) -> Any:
        """The first `count` words, uint32 `[count]`."""
        return self.drawn(count, 4, np.uint32, lambda rows: rows)

    def few_words(self, count: int, block: int = 0) -> list[int]:
        """`count` words from a block on, as Python integers: sooner than an array of a few."""
        first = int(self.start) + block
        high, key = [int(v) for v in self.high], [int(v) for v in self.key]
        found: list[int] = []
        for i in range(-(-count // 4)):
            found.extend(_mix_one(first + i, high, key))
        return found[:count]

    def drawn(self, count: int, each: int, dtype: Any, of: Callable[[Any], Any]) -> Any:
        """The first numbers made of the stream's blocks, on all cores where there are many.

        Args:
          count: How many.
          each: How many come of a block.
          dtype: Their dtype.
          of: `blocks [n, 4] -> numbers`, `[n, each]` or of as many elements.

        Returns:
          `[count]`.
        """
        rows = -(-count // each)
        if self.xp.compiled or rows <= _CHUNK:
            return of(self.block_rows(0, rows)).reshape(-1)[:count]
        out = np.empty((rows, each), dtype)

        def work(start: int) -> None:
            drawn = self.block_rows(start, min(start + _CHUNK, rows))
            out[start : start + _CHUNK] = of(drawn).reshape(-1, each)

        pieces.share(work, range(0, rows, _CHUNK))
        return out.reshape(-1)[:count]

    def block_rows(self, start: int, stop: int) -> Any:
        """The blocks at `start`, ..., `stop - 1`: uint32 `[stop - start, 4]`."""
        if not self.xp.compiled and start < stop:
            first, last = int(self.start) + start, int(self.start) + stop - 1
            if stop - start <= FEW and last < 1 << 64:
                words = self.few_words(4 * (stop - start), start)
                return np.array(words, np.uint32).reshape(-1, 4)
            if first >> 32 == last >> 32 < 1 << 32:
                high, key = [int(v) for v in self.high], [int(v) for v in self.key]
                out = np.empty((stop - start, 4), np.uint32)
                _mix_run(out, key, high, first)
                return out
        return self.blocks_at(self.xp.arange(start, stop, dtype=self.xp.uint64))

    def blocks_at(self, offsets: Any) -> Any:
        """The blocks at some offsets: uint64 `[n]` to uint32 `[n, 4]`."""
        starts = offsets + self.start
        over = starts < offsets if self.carries else None
        if over is not None and not self.xp.compiled and not over.any():
            over = None
        return blocks(self.xp, self.key, self.high, starts, over)

    def group_rows(self, groups: Any, rows: int, apart: int) -> Any:
        """The first blocks of groups that are `apart` blocks apart: uint32 `[groups, rows, 4]`."""
        xp = self.xp
        at = groups[:, None] * xp.uint64(apart)
        offsets = (at + xp.arange(rows, dtype=xp.uint64)).reshape(-1)
        return self.blocks_at(offsets).reshape(len(groups), rows, 4)


# Of each dtype that takes one word: the mantissa's bits, and the value of the last one.
_MANTISSAS = {
    np.dtype(kind): (np.uint32((1 << width) - 1), np.float32(2.0**-width))
    for kind, width in ((np.float32, 23), (np.float16, 10), (ml_dtypes.bfloat16, 7))
}


def unit(xp: Any, words: Any, dtype: Any) -> Any:
    """Words as numbers in [0, 1): their low bits become the mantissa of a number in [1, 2).

    float64 takes two words a number: `words` is `[..., 2 n]` and the result `[..., n]`.
    """
    kind = np.dtype(dtype)
    if kind.itemsize == 8:
        pairs = _pairs(words).astype(xp.uint64)
        bits = ((pairs[..., 0] & xp.uint64(0xFFFFF)) << xp.uint64(32)) | pairs[..., 1]
        return bits.astype(xp.float64) * 2.0**-52
    mask, last = _MANTISSAS[kind]
    return ((words & mask).astype(xp.float32) * last).astype(dtype, copy=False)


def _pairs(x: Any) -> Any:
    return x.reshape(*x.shape[:-1], x.shape[-1] // 2, 2)


def _each(dtype: Any) -> int:
    """How many numbers come of a block of four words."""
    return 2 if np.dtype(dtype).itemsize == 8 else 4


def uniform(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Numbers in [0, 1)."""
    count = math.prod(shape)
    if not xp.compiled and count <= 2 * FEW and dtype == np.float64 and not stream.carries:
        words = stream.few_words(2 * count)
        pairs = zip(words[::2], words[1::2], strict=True)
        numbers = [((high & 0xFFFFF) << 32 | low) * 2.0**-52 for high, low in pairs]
        return np.array(numbers).reshape(shape)
    drawn = stream.drawn(count, _each(dtype), dtype, lambda words: unit(xp, words, dtype))
    return drawn.reshape(shape)


def uniform_bits(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Integers of all values of an unsigned dtype of 32 or 64 bits."""
    count = math.prod(shape)
    return stream.drawn(count, _each(dtype), dtype, lambda w: _bits(xp, w, dtype)).reshape(shape)


def _bits(xp: Any, words: Any, dtype: Any) -> Any:
    if np.dtype(dtype).itemsize == 4:
        return words
    pairs = _pairs(words).astype(xp.uint64)
    return pairs[..., 0] | (pairs[..., 1] << xp.uint64(32))


def uniform_int(
    xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any, low: Any, high: Any
) -> Any:
    """Integers in [low, high): the remainder of random bits, as slightly uneven as TensorFlow's."""
    kind = xp.uint32 if np.dtype(dtype).itemsize == 4 else xp.uint64
    low, high = xp.asarray(low).astype(kind), xp.asarray(high).astype(kind)
    span = high - low
    span = xp.where(span == 0, kind(1), span)

    def of(words: Any) -> Any:
        bits = _bits(xp, words, kind)
        if xp.compiled or np.ndim(span) or len(bits) < FEW:
            return low + bits % span
        # NumPy has a fast quotient by one number, and no such remainder.
        bits -= bits // span * span
        bits += low
        return bits

    drawn = stream.drawn(math.prod(shape), _each(dtype), kind, of)
    return drawn.astype(dtype).reshape(shape)


def box_muller(xp: Any, words: Any, dtype: Any) -> Any:
    """Pairs of words (of two words each for float64) as pairs of normal numbers."""
    if np.dtype(dtype).itemsize == 8:
        u = _pairs(unit(xp, words, xp.float64))
        first, angle = xp.maximum(u[..., 0], _TINY), 2.0 * math.pi * u[..., 1]
        log, waves = xp.log(first), (xp.sin(angle), xp.cos(angle))
    else:
        u = _pairs(unit(xp, words, xp.float32))
        first = xp.maximum(u[..., 0], xp.float32(_TINY))
        angle = (2.0 * math.pi * u[..., 1].astype(xp.float64)).astype(xp.float32)
        log, waves = single_precision.log(xp, first), single_precision.sin_cos(xp, angle)
    size = xp.sqrt(log.dtype.type(-2) * log)
    return xp.stack([wave * size for wave in waves], -1).astype(dtype)


def normal(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Normal numbers of mean 0 and deviation 1."""
    count, each = math.prod(shape), _each(dtype)
    few = not xp.compiled and each == 4 and count <= 4 * FEW
    of = few_normals if few else box_muller
    return stream.drawn(count, each, dtype, lambda words: of(xp, words, dtype)).reshape(shape)


def few_normals(xp: Any, words: Any, dtype: Any) -> Any:
    """What `box_muller` gives, a pair at a time: faster than NumPy for a few."""
    fractions = [w & 0x7FFFFF for row in words.tolist() for w in row]
    angles = np.array([m * _ANGLE for m in fractions[1::2]], np.float32).tolist()
    logs = [single_precision.log_of(m * 2.0**-23 if m else _TINY) for m in fractions[::2]]
    waves = np.array([single_precision.sin_cos_of(a) for a in angles], np.float32)
    size = np.sqrt(np.float32(-2) * np.array(logs, np.float32))
    return (waves * size[:, None]).astype(dtype, copy=False)


def truncated_normal(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Normal numbers drawn again until they lie within two deviations."""
    count, each = math.prod(shape), _each(dtype)
    wide = np.float64 if each == 2 else np.float32
    groups = -(-count // each)
    if xp.compiled:
        found = _accepted(xp, stream, xp.arange(groups, dtype=xp.uint64), each, wide)
        return found.astype(dtype).reshape(-1)[:count].reshape(shape)
    out = np.empty((groups, each), dtype)

    def work(start: int) -> None:
        part = np.arange(start, min(start + _CHUNK, groups), dtype=np.uint64)
        out[start : start + _CHUNK] = _until_accepted(stream, part, each, wide)

    if groups:
        pieces.share(work, range(0, groups, _CHUNK))
    return out.reshape(-1)[:count].reshape(shape)


def _accepted(xp: Any, stream: Stream, groups: Any, each: int, wide: Any) -> Any:
    """The first numbers of some groups that lie within two deviations: `[groups, each]`."""
    starts, places = groups * xp.uint64(each * _RESERVED), xp.arange(each)

    def draw(state: Any) -> Any:
        row, found, count = state
        drawn = box_muller(xp, stream.blocks_at(starts + row), wide).reshape(-1, each)
        for i in range(each):
            number = drawn[:, i : i + 1]
            here = (places == count[:, None]) & (xp.abs(number) < wide(_TRUNCATE))
            found = xp.where(here, number, found)
            count = count + here.any(1)
        return row + xp.uint64(1), found, count

    none = xp.zeros((len(groups), each), wide), xp.zeros(len(groups), places.dtype)
    some_lack = lambda state: (state[2] < each).any()  # noqa: E731
    return xp.lax.while_loop(some_lack, draw, (xp.uint64(0), *none))[1]


def _until_accepted(stream: Stream, groups: Any, each: int, wide: Any) -> Any:
    """`_accepted` with NumPy, of as many candidates as it takes: most groups need one block."""
    words = stream.group_rows(groups, 1, each * _RESERVED).reshape(-1, 4)
    found = _normals(words, each, wide)
    good = np.abs(found) < wide(_TRUNCATE)
    left, rows = np.flatnonzero(~functools.reduce(np.logical_and, good.T)), 2
    while len(left):
        words = stream.group_rows(groups[left], rows, each * _RESERVED).reshape(-1, 4)
        candidates = _normals(words, each, wide).reshape(len(left), -1)
        good = np.abs(candidates) < wide(_TRUNCATE)
        rank = good.cumsum(1)
        done = rank[:, -1] >= each
        chosen = good & (rank <= each) & done[:, None]
        found[left[done]] = candidates[chosen].reshape(-1, each)
        left, rows = left[~done], 2 * rows
    return found


def _normals(words: Any, each: int, wide: Any) -> Any:
    """Normal numbers of blocks, `[n, 4]` to `[n, each]`."""
    make = few_normals if each == 4 and len(words) <= FEW else box_muller
    return make(numpy_ns, words, wide).reshape(-1, each)
