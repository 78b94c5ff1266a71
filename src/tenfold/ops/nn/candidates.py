"""How candidate classes are drawn, and how often each is to be expected.

The draws read random words in TensorFlow's order, so that equal seeds give equal candidates.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any, Protocol

import numpy as np

from tenfold.ops.random import philox

_MASK = 0xFFFFFFFF
_CHUNK = 256


class Words:
    """Random words one after the other, and the numbers made of them."""

    def __init__(self, stream: philox.Stream) -> None:
        self._next = self._words(stream).__next__

    @staticmethod
    def _words(stream: philox.Stream) -> Iterator[int]:
        start = stream.start
        while True:
            chunk = philox.Stream(stream.xp, stream.key, stream.high, start)
            yield from chunk.words(4 * _CHUNK).tolist()
            start = start + np.uint64(_CHUNK)

    def single(self) -> float:
        """A float32 in [0, 1)."""
        return (self._next() & 0x7FFFFF) * 2.0**-23

    def double(self) -> float:
        """A number in [0, 1)."""
        high = self._next() & 0xFFFFF
        return ((high << 32) | self._next()) * 2.0**-52

    def below(self, n: int) -> int:
        """An integer below n, from 32 bits."""
        return self._exactly(n, 32)

    def below_wide(self, n: int) -> int:
        """An integer below n, from 64 bits."""
        return self._exactly(n, 64)

    def _exactly(self, n: int, bits: int) -> int:
        """Draws again where the remainder would favour small numbers."""
        top = (1 << bits) - 1
        least = 0 if n & (n - 1) == 0 else top % n + 1
        while True:
            word = self._next()
            if bits == 64:
                word |= self._next() << 32
            if word >= least:
                return word % n


class Sampler(Protocol):
    """A distribution over the classes below `size`."""

    size: int

    def draw(self, words: Words) -> int: ...

    def chance(self, classes: np.ndarray) -> np.ndarray: ...


class LogUniform:
    """Class k with a chance of log((k + 2) / (k + 1)) / log(size + 1): Zipf's law, nearly."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._log = math.log1p(size)

    def draw(self, words: Words) -> int:
        return (int(math.exp(words.double() * self._log)) - 1) % self.size

    def chance(self, classes: np.ndarray) -> np.ndarray:
        return np.log((classes + 2.0) / (classes + 1.0)) / self._log


class Uniform:
    """All classes with the same chance."""

    def __init__(self, size: int) -> None:
        self.size = size

    def draw(self, words: Words) -> int:
        return words.below_wide(self.size)

    def chance(self, classes: np.ndarray) -> np.ndarray:
        return np.full(classes.shape, 1.0 / self.size)


class Learned:
    """Classes with the chances of their counts so far, each counted once to begin with."""

    def __init__(self, size: int) -> None:
        self.size = size
        self._counts = np.ones(size, np.int64)
        self._sums = np.cumsum(self._counts)

    def draw(self, words: Words) -> int:
        place = words.below(int(self._sums[-1]))
        return int(np.searchsorted(self._sums, place, side="right"))

    def chance(self, classes: np.ndarray) -> np.ndarray:
        return self._counts[classes] / self._sums[-1]

    def learn(self, classes: np.ndarray) -> None:
        np.add.at(self._counts, classes.ravel(), 1)
        self._sums = np.cumsum(self._counts)


class Fixed:
    """Classes with chances in proportion to given weights, drawn by Vose's alias method."""

    def __init__(self, weights: Iterable[float]) -> None:
        given = np.array([*weights], np.float32)
        self.size = len(given)
        self._weights, self._total = given, float(given.sum())
        share = (given.astype(np.float64) * self.size / given.sum(dtype=np.float64)).tolist()
        self._other = list(range(self.size))
        low = [i for i, p in enumerate(share) if p < 1]
        high = [i for i, p in enumerate(share) if p >= 1]
        while low and high:
            needy, giver = low.pop(), high.pop()
            self._other[needy] = giver
            share[giver] -= 1 - share[needy]
            (low if share[giver] < 1 else high).append(giver)
        for left in (*low, *high):  # what rounding left over
            share[left] = 1.0
        self._share = np.array(share, np.float32).tolist()

    def draw(self, words: Words) -> int:
        level = words.single()
        place = words.below(self.size)
        return place if level < self._share[place] else self._other[place]

    def chance(self, classes: np.ndarray) -> np.ndarray:
        return self._weights[classes] / self._total


def sample(
    sampler: Sampler, words: Words, true_classes: np.ndarray, count: int, unique: bool
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Draws candidates.

    Args:
      sampler: The distribution.
      words: Where randomness comes from.
      true_classes: `[batch, true]`.
      count: How many to draw.
      unique: Whether to draw again what was drawn before.

    Returns:
      The candidates `[count]`, and how often true classes `[batch, true]` and candidates `[count]`
      are to be expected among them, float32.
    """
    found: dict[int, None] = {}
    tries = count
    if unique:
        tries = 0
        while len(found) < count:
            found[sampler.draw(words)] = None
            tries += 1
        drawn = np.array([*found], np.int64)
    else:
        drawn = np.array([sampler.draw(words) for _ in range(count)], np.int64)

    def expected(classes: np.ndarray) -> np.ndarray:
        chance: Any = sampler.chance(classes)
        often = chance * count if tries == count else -np.expm1(tries * np.log1p(-chance))
        return np.asarray(often, np.float32)

    return drawn, expected(true_classes), expected(drawn)
