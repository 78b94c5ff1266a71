"""Names that Keras gives by itself, and the seeds and global state that go with them."""

from __future__ import annotations

import random
import re
from collections import Counter
from typing import Any

import numpy as np

import tenfold as tf

_counts: Counter[str] = Counter()
_global: dict[str, Any] = {}


def to_snake_case(name: str) -> str:
    """`name` in lower case with underscores, as Keras names objects after their class.

    Args:
      name: A class name.

    Returns:
      A string.

    Example:
      >>> from tenfold.keras.naming import to_snake_case
      >>> to_snake_case("BatchNormalization"), to_snake_case("RMSprop"), to_snake_case("Conv2D")
      ('batch_normalization', 'rm_sprop', 'conv2d')
    """
    name = re.sub(r"\W+", "", name)
    name = re.sub("(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub("([a-z])([A-Z])", r"\1_\2", name).lower()


def unique_name(prefix: str) -> str:
    """A name that no object has been given yet: `dense`, then `dense_1`, and so on.

    Args:
      prefix: A class name, or a name in snake case.

    Returns:
      A string.

    Example:
      >>> from tenfold.keras.naming import unique_name
      >>> unique_name("NamingExample"), unique_name("NamingExample")
      ('naming_example', 'naming_example_1')
    """
    prefix = to_snake_case(prefix)
    count = _counts[prefix]
    _counts[prefix] += 1
    return f"{prefix}_{count}" if count else prefix


def clear_session(free_memory: bool = True) -> None:
    """Forgets the names given so far and the global seed generator.

    Args:
      free_memory: Accepted for Keras' sake: memory is freed when its last reference goes.

    Example:
      >>> from tenfold.keras.naming import clear_session, unique_name
      >>> first = unique_name("Session"); clear_session(); unique_name("Session")
      'session'
    """
    _counts.clear()
    _global.clear()


def set_random_seed(seed: int) -> None:
    """Seeds Python's, NumPy's and tenfold's generators at once.

    Args:
      seed: An integer from 0 to 2**32 - 1.

    Raises:
      ValueError: `seed` is not an integer.

    Example:
      >>> import random
      >>> from tenfold.keras.naming import set_random_seed
      >>> set_random_seed(7); a = random.random()
      >>> set_random_seed(7); a == random.random()
      True
    """
    if isinstance(seed, bool) or not isinstance(seed, int):
        raise ValueError(f"set_random_seed: seed must be an integer; received {seed!r}.")
    random.seed(seed)
    np.random.seed(seed)
    tf.random.set_seed(seed)
    _global.pop("seed_generator", None)
    _global["seed"] = seed


class SeedGenerator:
    """A source of seeds for stateless random ops; each call of `next` gives another.

    Its state is a variable, so it also advances inside a compiled function.

    Args:
      seed: An integer, or None to draw one.
      name: A name for the generator.

    Raises:
      ValueError: `seed` is not an integer.

    Example:
      >>> import tenfold as tf
      >>> from tenfold.keras.naming import SeedGenerator
      >>> generator = SeedGenerator(3)
      >>> generator.next().numpy().tolist(), generator.next().numpy().tolist()
      ([3, 0], [3, 1])
    """

    def __init__(self, seed: int | None = None, name: str | None = None) -> None:
        self.name = name or unique_name("SeedGenerator")
        self._initial_seed = seed
        if seed is None:
            seed = make_default_seed()
        if isinstance(seed, bool) or not isinstance(seed, int):
            raise ValueError(f"SeedGenerator: seed must be an integer or None; received {seed!r}.")
        with tf.init_scope():
            self.state = tf.Variable(
                [seed, 0], trainable=False, dtype="int64", name="seed_generator_state"
            )

    def next(self, ordered: bool = True) -> tf.Tensor:
        """A seed, int64 of shape [2], and a step to the next.

        Args:
          ordered: Whether the second number counts up; otherwise both numbers are scattered.

        Returns:
          An int64 tensor of shape [2].
        """
        seed = tf.identity(self.state)
        self.state.assign(seed + [0, 1] if ordered else (seed + 1) * 5387 % 933199)
        return seed

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal generator."""
        return {"seed": self._initial_seed, "name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> SeedGenerator:
        """Makes a generator of `get_config`'s answer."""
        return cls(**config)


def make_default_seed() -> int:
    """A seed drawn from Python's generator, so that `set_random_seed` decides it."""
    return random.randint(1, int(1e9))


def draw_seed(seed: int | SeedGenerator | None) -> tf.Tensor:
    """The int32 seed of shape [2] that stateless random ops take.

    Args:
      seed: An integer (the same seed each time), a generator, or None for the global generator.

    Returns:
      An int32 tensor of shape [2].

    Raises:
      ValueError: `seed` is something else.

    Example:
      >>> from tenfold.keras.naming import draw_seed
      >>> draw_seed(5).numpy().tolist()
      [5, 0]
    """
    if isinstance(seed, int):
        return _as_int32(tf.constant([seed, 0], "int64"))
    if seed is None:
        generator = _global.get("seed_generator")
        if generator is None:
            generator = _global["seed_generator"] = SeedGenerator(_global.get("seed"))
        return _as_int32(generator.next(ordered=False))
    if isinstance(seed, SeedGenerator):
        return _as_int32(seed.next())
    raise ValueError(f"seed must be an integer, a SeedGenerator or None; received {seed!r}.")


def _as_int32(seed: tf.Tensor) -> tf.Tensor:
    return tf.cast(seed % (2**31 - 2), "int32")
