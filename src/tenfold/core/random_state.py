"""Seeds and counters of random ops.

Every random op draws from a counter-based generator: its seeds are the key, and a counter says
how far it has come. The counter is state, kept in a `Counter` so that eager calls, interpreted
graphs and compiled functions (where it goes in and comes out) share one kernel.
"""

from __future__ import annotations

import operator
import random
import secrets
from typing import Any, ClassVar

import numpy as np

from .context import state

DEFAULT_GRAPH_SEED = 87654321


class Counter:
    """How many blocks of random numbers an op has drawn so far."""

    __slots__ = ("seed", "value")

    def __init__(self, seed: tuple[int, int]) -> None:
        self.seed = seed
        self.value: Any = np.zeros((), np.uint64)


class _Eager:
    """The seed of the process, and what eager ops have drawn since it was set."""

    seed: int | None = None
    source = random.Random(secrets.randbits(64))
    counters: ClassVar[dict[tuple[Any, ...], Counter]] = {}


def set_seed(seed: int | None) -> None:
    """Sets the seed that, with each op's own seed, decides what random ops draw.

    Args:
      seed: An integer, or None to draw unpredictably again.

    Raises:
      ValueError: `seed` is not an integer.

    Example:
      >>> import tenfold as tf
      >>> tf.random.set_seed(1); a = tf.random.uniform([2])
      >>> tf.random.set_seed(1); b = tf.random.uniform([2])
      >>> bool(tf.reduce_all(a == b))
      True
    """
    if seed is not None:
        try:
            seed = operator.index(seed)
        except TypeError:
            raise ValueError(f"set_seed: seed must be an integer; received {seed!r}.") from None
    _Eager.seed = seed
    _Eager.source = random.Random(seed if seed is not None else secrets.randbits(64))
    _Eager.counters = {}


def global_seed() -> int | None:
    return _Eager.seed


def op_seeds(op_seed: int | None) -> tuple[int, int]:
    """The pair of seeds of one random op, by TensorFlow's rules; (0, 0) means unpredictable."""
    graph = state.graph
    seed = _Eager.seed if graph is None else graph.seed
    if seed is None:
        return (0, 0) if op_seed is None else (DEFAULT_GRAPH_SEED, int(op_seed))
    if op_seed is None:
        op_seed = _Eager.source.randint(0, 2**31 - 1) if graph is None else graph.next_seed()
    assert op_seed is not None
    pair = (seed, int(op_seed))
    return (0, 2**31 - 1) if pair == (0, 0) else pair


def resolve(seed: int, seed2: int) -> tuple[int, int]:
    """The key of a random op: its seeds, or fresh entropy when both are zero."""
    return (seed, seed2) if seed or seed2 else (secrets.randbits(63), secrets.randbits(63))


def eager_counter(name: str, attrs: dict[str, Any]) -> Counter:
    """The counter of an eager op: calls with the same attributes go on where the last stopped."""
    pair = (attrs["seed"], attrs["seed2"])
    if pair == (0, 0):
        return Counter(resolve(0, 0))
    values = ((k, tuple(v) if isinstance(v, list) else v) for k, v in attrs.items())
    key = (name, frozenset(values))
    found = _Eager.counters.get(key)
    if found is None:
        found = _Eager.counters[key] = Counter(pair)
    return found
