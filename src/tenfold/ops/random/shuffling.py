"""Permutations decided by a seed: of a tensor's rows, and of a range too long to be held.

References:
  Beaulieu et al., The SIMON and SPECK Families of Lightweight Block Ciphers (2013).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32, int64, uint32, uint64
from tenfold.core.op import call, op

from .stateful import permuted
from .stateless import key_of_seed, stream_of

_WHOLE = (int32, uint32, int64, uint64)
_KEY_WORDS = 3
# Constants of the cipher's key schedule.
_CONSTANT, _SEQUENCE = 0xFFFFFFFC, 0x7369F885192C0EF5
_FEWEST_BITS = 16
_ROUNDS = 4
# The public function takes two words of the key; this is the third.
_FIRST_WORD = 498247692


@op("value: T, key: uint64, counter: uint64, alg: int32 -> output: T", shape=rules.same)
def StatelessShuffle(xp: Any, value: Any, key: Any, counter: Any, alg: Any) -> Any:
    return permuted(xp, stream_of(xp, key, counter, alg), value)


StatelessShuffle.not_differentiable()


def stateless_shuffle(
    value: Any, seed: Any, alg: str = "auto_select", name: str | None = None
) -> Any:
    """The rows of a tensor in an order that is decided by a seed alone.

    Args:
      value: A tensor of any dtype, shuffled along its first axis.
      seed: Two integers, `[2]`.
      alg: `"philox"` or `"auto_select"`.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.random.experimental.stateless_shuffle([1, 2, 3, 4], seed=[1, 2]).shape
      TensorShape([4])
    """
    return StatelessShuffle(to_tensor(value), *key_of_seed(seed, alg), name=name)


class _Cipher:
    """A block cipher on numbers of `bits` bits: a permutation of them, chosen by a key."""

    def __init__(self, key: list[np.ndarray], bits: int, rounds: int) -> None:
        self._width = bits // 2
        self._mask = np.uint64((1 << self._width) - 1)
        self._keys = [word & self._mask for word in key]
        for i in range(_KEY_WORDS, rounds):
            bit = np.uint64((_SEQUENCE >> (i - _KEY_WORDS)) & 1)
            last = self._keys[-1]
            turned = self._rotated(last, self._width - 3) ^ self._rotated(last, self._width - 4)
            constant = np.uint64(_CONSTANT) & self._mask
            self._keys.append(constant ^ bit ^ self._keys[i - _KEY_WORDS] ^ turned)

    def __call__(self, x: np.ndarray, at: np.ndarray) -> np.ndarray:
        """Encrypts `x`, with the keys of the places `at`."""
        left, right = (x >> np.uint64(self._width)) & self._mask, x & self._mask
        for i in range(0, len(self._keys) - 1, 2):
            left = left ^ self._mixed(right) ^ self._keys[i][at]
            right = right ^ self._mixed(left) ^ self._keys[i + 1][at]
        return (left << np.uint64(self._width)) | right

    def _rotated(self, x: np.ndarray, by: int) -> np.ndarray:
        return ((x << np.uint64(by)) | (x >> np.uint64(self._width - by))) & self._mask

    def _mixed(self, x: np.ndarray) -> np.ndarray:
        return (self._rotated(x, 1) & self._rotated(x, 8 % self._width)) ^ self._rotated(x, 2)


def _block_bits(largest: int) -> int:
    bits = max(_FEWEST_BITS, math.ceil(math.log2(largest)) if largest > 1 else 0)
    return bits + bits % 2


def _index_shape(done: Any) -> Any:
    """Any of the inputs may be a batch."""
    index, seed, largest = (x.raw_shape for x in done.inputs)
    if index is None or seed is None or largest is None:
        return None
    if len(index) > 1 or len(largest) > 1:
        raise ValueError(
            f"index and max_index are scalars or vectors; received {index}, {largest}."
        )
    if not 1 <= len(seed) <= 2 or seed[-1] not in (None, 3):
        raise ValueError(f"seed must have the shape [3] or [n, 3]; received {list(seed)}.")
    return next((s for s in (index, seed[:-1], largest) if s), ())


def _check_index(index: Any, seed: Any, largest: Any) -> int:
    """The size of the batch, 0 for scalars; what does not fit is an error."""
    if index.ndim > 1 or largest.ndim > 1:
        raise ValueError("index and max_index must be scalars or vectors.")
    batch = max(len(index) if index.ndim else 0, len(largest) if largest.ndim else 0)
    batch = max(batch, len(seed) if seed.ndim == 2 else 0)
    if seed.shape != (_KEY_WORDS,) and seed.shape != (batch, _KEY_WORDS):
        raise ValueError(
            f"Seed must be a vector of size [3] or a matrix of size [{max(batch, 1)}, 3] but got "
            f"{list(seed.shape)}."
        )
    for name, value in (("index", index), ("max_index", largest)):
        if value.ndim and len(value) != batch:
            raise ValueError(f"{name} has {len(value)} elements; expected {batch}, or a scalar.")
    if index.size and (index < 0).any():
        raise ValueError(f"index must be >= 0 but was {index.min()}.")
    if (np.broadcast_to(index, batch or 1) > np.broadcast_to(largest, batch or 1)).any():
        raise ValueError(f"max_index must be >= index, but {largest.min()} < {index.max()}.")
    return batch


def _walk(cipher: _Cipher, out: np.ndarray, places: np.ndarray, largest: np.ndarray) -> None:
    """Encrypts by a table of the smallest block, for one key.

    Short ranges are left for thousands of steps.
    """
    every = np.arange(1 << _FEWEST_BITS, dtype=np.uint64)
    table = cipher(every, np.zeros(len(every), np.int64)).tolist()
    mask = len(table) - 1
    for place in places.tolist():
        x, end = table[int(out[place]) & mask], int(largest[place])
        while x > end:
            x = table[x]
        out[place] = x


@op(
    "index: dtype, seed: Tseed, max_index: dtype -> output: dtype",
    dtype=_WHOLE,
    Tseed=_WHOLE,
    shape=_index_shape,
    jit=False,
)
def RandomIndexShuffle(xp: Any, index: Any, seed: Any, max_index: Any, *, rounds: int = 4) -> Any:
    batch = _check_index(index, seed, max_index)
    size = batch or (0 if index.ndim or max_index.ndim else 1)
    at = np.broadcast_to(index, size).astype(np.uint64)
    largest = np.broadcast_to(max_index, size).astype(np.uint64)
    words = np.broadcast_to(seed.astype(np.uint32).astype(np.uint64), (size, _KEY_WORDS))
    out = at.copy()
    bits = np.array([_block_bits(int(n)) for n in largest], np.int64)
    for width in np.unique(bits).tolist():
        cipher = _Cipher(list(words.T), width, rounds)
        if width == _FEWEST_BITS and seed.ndim == 1:
            _walk(cipher, out, np.flatnonzero(bits == width), largest)
            continue
        # What leaves the range is encrypted again, until it comes back.
        pending = np.flatnonzero(bits == width)
        while len(pending):
            out[pending] = cipher(out[pending], pending)
            pending = pending[out[pending] > largest[pending]]
    return out.reshape(index.shape if not batch else (batch,)).astype(index.dtype)


RandomIndexShuffle.not_differentiable()


def index_shuffle(index: Any, seed: Any, max_index: Any) -> Any:
    """Where an element of a range stands after the range is shuffled, without shuffling it.

    For one seed and `max_index` the map from `[0, max_index]` to itself is one to one.

    Args:
      index: An integer scalar or vector, `0 <= index <= max_index`.
      seed: Two integers, `[2]`.
      max_index: The largest element of the range, of the dtype of `index`.

    Returns:
      A tensor of the dtype of `index`, scalar or vector.

    Raises:
      tf.errors.InvalidArgumentError: An index is outside of the range.

    Example:
      >>> import tenfold as tf
      >>> order = tf.random.experimental.index_shuffle(tf.range(5), seed=[1, 2], max_index=4)
      >>> sorted(order.numpy().tolist())
      [0, 1, 2, 3, 4]
    """
    seed = to_tensor(seed)
    first = call("Fill", [1], call("Cast", _FIRST_WORD, DstT=seed.dtype))
    key = call("ConcatV2", [first, seed], 0)
    return RandomIndexShuffle(to_tensor(index), key, max_index, rounds=_ROUNDS)


def random_index_shuffle(
    index: Any, seed: Any, max_index: Any, rounds: int = 4, name: str | None = None
) -> Any:
    """Where elements of ranges stand after each range is shuffled, without shuffling it.

    Args:
      index: An integer scalar or a vector, `[n]`, of elements `0 <= index <= max_index`.
      seed: Three integers, `[3]`, or three for each index, `[n, 3]`.
      max_index: The largest element of the range: a scalar or a vector, `[n]`.
      rounds: How often an index is mixed: an even number, at least 4.
      name: A name for the op.

    Returns:
      A tensor of the dtype of `index`: a scalar, or a vector where any argument has `n` rows.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not fit, or an index is outside of its range.

    Example:
      >>> import tenfold as tf
      >>> order = tf.random_index_shuffle(tf.range(5), [1, 2, 3], 4)
      >>> sorted(order.numpy().tolist())
      [0, 1, 2, 3, 4]
    """
    return RandomIndexShuffle(index, seed, max_index, rounds=rounds, name=name)
