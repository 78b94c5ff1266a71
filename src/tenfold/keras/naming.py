"""Automatic names (`dense`, `dense_1`), default seeds, and what `clear_session` forgets."""

from __future__ import annotations

import random
import re
from collections import Counter
from difflib import get_close_matches
from typing import Any

import numpy as np

import tenfold as tf

_uses: Counter[str] = Counter()


def snake_case(name: str) -> str:
    """`SparseCategoricalAccuracy` -> `sparse_categorical_accuracy`, `Conv2D` -> `conv2d`."""
    name = re.sub(r"\W+", "", name)
    name = re.sub(r"(.)([A-Z][a-z]+)", r"\1_\2", name)
    return re.sub(r"([a-z])([A-Z])", r"\1_\2", name).lower()


def auto_name(prefix: str) -> str:
    """The prefix alone at its first use, then `prefix_1`, `prefix_2` ..."""
    count = _uses[prefix]
    _uses[prefix] += 1
    return f"{prefix}_{count}" if count else prefix


def clear_session(free_memory: bool = True) -> None:
    """Forgets the automatic names given so far.

    Args:
        free_memory: accepted for compatibility; unused objects are freed by Python itself.

    >>> import tenfold as tf
    >>> tf.keras.backend.clear_session()
    >>> tf.keras.layers.Dense(1).name
    'dense'
    """
    _uses.clear()


def default_seed() -> int:
    """A seed drawn from Python's `random`, so that `set_random_seed` decides it."""
    return random.randint(1, 10**9)


def set_random_seed(seed: int) -> None:
    """Seeds Python's `random`, NumPy and TensorFlow's random ops.

    Args:
        seed: an integer >= 0.

    Raises:
        ValueError: `seed` is not an integer.

    >>> import tenfold as tf
    >>> tf.keras.utils.set_random_seed(1)
    """
    if not isinstance(seed, int):
        raise ValueError(f"set_random_seed: seed must be an integer; received {seed!r}.")
    random.seed(seed)
    np.random.seed(seed)
    tf.random.set_seed(seed)


def find(kind: str, name: str, table: dict[str, Any]) -> Any:
    """The entry of a table of public names, or a ValueError that names the choices."""
    if name in table:
        return table[name]
    known = sorted(key for key in table if key == snake_case(key)) or sorted(table)
    close = get_close_matches(snake_case(name), known, 1)
    hint = f" Did you mean {close[0]!r}?" if close else ""
    choices = ", ".join(known)
    raise ValueError(
        f"Could not interpret {kind} identifier: {name!r}.{hint} Known names: {choices}."
    )


def by_both_names(*classes: type) -> dict[str, Any]:
    """A table that finds each class as `MeanSquaredError` and as `mean_squared_error`."""
    return {name: cls for cls in classes for name in (cls.__name__, snake_case(cls.__name__))}
