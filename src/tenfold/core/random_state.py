"""Seeds and counters of random ops.

Every random op draws from a counter-based generator: its seeds are the key, and a counter says
how far it has come. The counter is state, kept in a `Counter` so that eager calls, interpreted
graphs and compiled functions (where it goes in and comes out) share one kernel.
"""

from __future__ import annotations

import operator
import os
import random
import secrets
import weakref
from typing import Any, ClassVar

import numpy as np

from .context import state
from .errors import InvalidArgumentError
from .settings import settings

DEFAULT_GRAPH_SEED = 87654321
# Seeds are taken modulo this.
_LARGEST = 2**31 - 1


class Counter:
    """How many blocks of random numbers an op has drawn so far."""

    __slots__ = ("__weakref__", "seed", "value")

    def __init__(self, seed: tuple[int, int]) -> None:
        self.seed = seed
        self.value: Any = _NOTHING


# What counters start with: it is never changed, each gets another value.
_NOTHING = np.zeros((), np.uint64)


class _Eager:
    """The seed of the process, and what eager ops have drawn since it was set."""

    seed: int | None = None
    source = random.Random(secrets.randbits(64))
    counters: ClassVar[dict[tuple[Any, ...], Counter]] = {}
    # Those of the ops in graphs.
    held: ClassVar[weakref.WeakSet[Counter]] = weakref.WeakSet()


def held_counter(seed: tuple[int, int]) -> Counter:
    """The counter of an op in a graph: it starts anew when the seed of the process is set."""
    made = Counter(seed)
    _Eager.held.add(made)
    return made


def set_seed(seed: int | None) -> None:
    """Sets the seed that, with each op's own seed, decides what random ops draw.

    Random ops start anew, also those in functions that were traced before. While a graph is built
    it is the seed of the ops to come in this graph.

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
    if state.graph is not None:
        state.graph.seed = seed
        return
    _Eager.seed = seed
    for counter in _Eager.held:
        counter.value = np.zeros((), np.uint64)
    _Eager.source = random.Random(seed if seed is not None else secrets.randbits(64))
    _Eager.counters = {}


# What nobody is to foretell: seeded by the system, in each process anew.
_entropy = random.Random(secrets.randbits(256))
if hasattr(os, "register_at_fork"):
    os.register_at_fork(after_in_child=lambda: _entropy.seed(secrets.randbits(256)))


def global_seed() -> int | None:
    return _Eager.seed


def op_seeds(op_seed: int | None) -> tuple[int, int]:
    """The pair of seeds of one random op, by TensorFlow's rules; (0, 0) means unpredictable."""
    graph = state.graph
    seed = _Eager.seed if graph is None else graph.seed
    if seed is None:
        if op_seed is None:
            if settings.deterministic:
                raise RuntimeError(
                    "Random ops require a seed to be set when determinism is enabled. Set one for "
                    "all of them with tf.random.set_seed, or pass this one a seed of its own."
                )
            return 0, 0
        seed = DEFAULT_GRAPH_SEED
    elif op_seed is None:
        op_seed = _Eager.source.randint(0, _LARGEST) if graph is None else graph.next_seed()
    assert op_seed is not None
    pair = (seed % _LARGEST, int(op_seed) % _LARGEST)
    return (0, _LARGEST) if pair == (0, 0) else pair


def resolve(seed: int, seed2: int) -> tuple[int, int]:
    """The key of a random op: its seeds, or fresh entropy when both are zero."""
    if seed or seed2:
        return seed, seed2
    if settings.deterministic:
        raise InvalidArgumentError(
            None,
            None,
            "When determinism is enabled, random ops must have a seed specified; received "
            "seed=0 and seed2=0.",
        )
    drawn = _entropy.getrandbits(126)
    return drawn & (2**63 - 1), drawn >> 63


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
