"""Philox 4x32-10: random bits as a pure function of a key and a counter, and their distributions.

Blocks of four 32-bit words come from consecutive counters. All distributions read blocks in the
order in which TensorFlow's CPU kernels do, so that equal seeds give equal numbers.

References:
  Salmon et al., Parallel Random Numbers: As Easy as 1, 2, 3 (2011).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

_M0, _M1 = 0xD2511F53, 0xCD9E8D57
_W0, _W1 = 0x9E3779B9, 0xBB67AE85
_MASK = 0xFFFFFFFF
_ROUNDS = 10
_CHUNK = 1 << 14
_FEW = 6
# A truncated normal draws again until it is within two standard deviations; each group of four
# results (two in float64) owns 64 blocks a result. 16 candidates all but surely suffice: a group
# needs more with a chance of 2e-15.
_CANDIDATES = 16
_RESERVED = 64
_TRUNCATE = 2.0
_TINY = 1.0e-7


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
    if len(starts) <= _FEW and carries is None:
        upper, keys = [int(v) for v in high], [int(v) for v in key]
        rows = [_mix_one(int(s), upper, keys) for s in starts]
        return np.array(rows, np.uint32).reshape(-1, 4)
    out = np.empty((len(starts), 4), np.uint32)
    for at in range(0, len(starts), _CHUNK):
        part = slice(at, at + _CHUNK)
        over = None if carries is None else carries[part]
        out[part] = _mix(xp, key, high, starts[part], over)
    return out


def _mix(xp: Any, key: Any, high: Any, starts: Any, carries: Any) -> Any:
    """The rounds, on 32-bit words held in uint64."""
    word = xp.uint64
    mask, half = word(_MASK), word(32)
    k0, k1 = (xp.asarray(k).astype(word) for k in key)
    c0, c1 = starts & mask, starts >> half
    c2, c3 = (xp.full_like(starts, 0) + xp.asarray(h).astype(word) for h in high)
    if carries is not None:
        c2 = c2 + carries.astype(word)
        c2, c3 = c2 & mask, (c3 + (c2 >> half)) & mask
    for step in range(_ROUNDS):
        if step:
            k0, k1 = (k0 + word(_W0)) & mask, (k1 + word(_W1)) & mask
        p0, p1 = c0 * word(_M0), c2 * word(_M1)
        c0, c1, c2, c3 = (p1 >> half) ^ c1 ^ k0, p1 & mask, (p0 >> half) ^ c3 ^ k1, p0 & mask
    return xp.stack([c0, c1, c2, c3], -1).astype(xp.uint32)


def _mix_one(start: int, high: list[int], key: list[int]) -> tuple[int, int, int, int]:
    """The rounds for one block, in Python integers: faster than NumPy for a few."""
    c0, c1 = start & _MASK, (start >> 32) & _MASK
    c2, c3 = high
    k0, k1 = key
    for step in range(_ROUNDS):
        if step:
            k0, k1 = (k0 + _W0) & _MASK, (k1 + _W1) & _MASK
        p0, p1 = c0 * _M0, c2 * _M1
        c0, c1, c2, c3 = (p1 >> 32) ^ c1 ^ k0, p1 & _MASK, (p0 >> 32) ^ c3 ^ k1, p0 & _MASK
    return c0, c1, c2, c3


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
        return self.block_rows(-(-count // 4)).reshape(-1)[:count]

    def block_rows(self, count: int) -> Any:
        return self.blocks_at(self.xp.arange(count, dtype=self.xp.uint64))

    def blocks_at(self, offsets: Any) -> Any:
        """The blocks at some offsets: uint64 `[n]` to uint32 `[n, 4]`."""
        starts = offsets + self.start
        over = starts < offsets if self.carries else None
        if over is not None and not self.xp.compiled and not over.any():
            over = None
        return blocks(self.xp, self.key, self.high, starts, over)

    def group_rows(self, groups: int, rows: int, apart: int) -> Any:
        """The first blocks of groups that are `apart` blocks apart: uint32 `[groups, rows, 4]`."""
        xp = self.xp
        at = xp.arange(groups, dtype=xp.uint64)[:, None] * xp.uint64(apart)
        offsets = (at + xp.arange(rows, dtype=xp.uint64)).reshape(-1)
        return self.blocks_at(offsets).reshape(groups, rows, 4)


def unit(xp: Any, words: Any, dtype: Any) -> Any:
    """Words as numbers in [0, 1): their low bits become the mantissa of a number in [1, 2).

    float64 takes two words a number: `words` is `[..., 2 n]` and the result `[..., n]`.
    """
    name = np.dtype(dtype).name
    if name == "float64":
        pairs = _pairs(words).astype(xp.uint64)
        bits = ((pairs[..., 0] & xp.uint64(0xFFFFF)) << xp.uint64(32)) | pairs[..., 1]
        return bits.astype(xp.float64) * 2.0**-52
    width = {"float32": 23, "float16": 10, "bfloat16": 7}[name]
    bits = words & xp.uint32((1 << width) - 1)
    return (bits.astype(xp.float32) * xp.float32(2.0**-width)).astype(dtype)


def _pairs(x: Any) -> Any:
    return x.reshape(*x.shape[:-1], x.shape[-1] // 2, 2)


def _count(shape: Any) -> int:
    return math.prod(shape)


def uniform(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Numbers in [0, 1)."""
    double = np.dtype(dtype).itemsize == 8
    words = stream.words(_count(shape) * (2 if double else 1))
    return unit(xp, words, dtype).reshape(shape)


def uniform_bits(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Integers of all values of an unsigned dtype of 32 or 64 bits."""
    if np.dtype(dtype).itemsize == 4:
        return stream.words(_count(shape)).reshape(shape)
    pairs = stream.words(2 * _count(shape)).reshape(-1, 2).astype(xp.uint64)
    return (pairs[:, 0] | (pairs[:, 1] << xp.uint64(32))).reshape(shape)


def uniform_int(
    xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any, low: Any, high: Any
) -> Any:
    """Integers in [low, high): the remainder of random bits, as slightly uneven as TensorFlow's."""
    kind = xp.uint32 if np.dtype(dtype).itemsize == 4 else xp.uint64
    low, high = xp.asarray(low).astype(kind), xp.asarray(high).astype(kind)
    bits = uniform_bits(xp, stream, shape, kind)
    span = high - low
    return (low + bits % xp.where(span == 0, kind(1), span)).astype(kind).astype(dtype)


def box_muller(xp: Any, words: Any, dtype: Any) -> Any:
    """Pairs of words (of two words each for float64) as pairs of normal numbers."""
    double = np.dtype(dtype).itemsize == 8
    u = unit(xp, words, xp.float64 if double else xp.float32)
    u = _pairs(u)
    # In float64 also for float32: the results agree with the C library's to the last bit.
    first = xp.maximum(u[..., 0], u.dtype.type(_TINY)).astype(xp.float64)
    angle = (2.0 * math.pi * u[..., 1].astype(xp.float64)).astype(u.dtype).astype(xp.float64)
    log = xp.log(first).astype(u.dtype)
    size = xp.sqrt(u.dtype.type(-2) * log)
    pair = [f(angle).astype(u.dtype) * size for f in (xp.sin, xp.cos)]
    return xp.stack(pair, -1).astype(dtype)


def normal(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Normal numbers of mean 0 and deviation 1."""
    count, each = _count(shape), (2 if np.dtype(dtype).itemsize == 8 else 4)
    rows = stream.block_rows(-(-count // each))
    return box_muller(xp, rows, dtype).reshape(-1)[:count].reshape(shape)


def truncated_normal(xp: Any, stream: Stream, shape: tuple[int, ...], dtype: Any) -> Any:
    """Normal numbers drawn again until they lie within two deviations."""
    double = np.dtype(dtype).itemsize == 8
    count, each, wide = _count(shape), (2 if double else 4), (np.float64 if double else np.float32)
    groups, rows = -(-count // each), _CANDIDATES // each
    candidates = box_muller(xp, stream.group_rows(groups, rows, each * _RESERVED), wide)
    candidates = candidates.reshape(groups, _CANDIDATES)
    rejected = xp.abs(candidates) >= wide(_TRUNCATE)
    order = xp.argsort(rejected, axis=1, stable=True)[:, :each]
    chosen = xp.take_along_axis(candidates, order, 1).astype(dtype)
    return chosen.reshape(-1)[:count].reshape(shape)
