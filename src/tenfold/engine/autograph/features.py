"""The optional features of AutoGraph: `tf.autograph.experimental.Feature`."""

from __future__ import annotations

import enum
from collections.abc import Iterable
from typing import Any


class Feature(enum.Enum):
    """What may be asked of the conversion beyond control flow.

    `BUILTIN_FUNCTIONS` prints tensors when the graph runs, instead of once while it is built;
    `LISTS` assigns to elements of tensors (`x[0] = y`) and appends to TensorArrays. The others
    hold always here: assertions on tensors are checked, `==` compares tensors by value, and side
    effects keep the order of the program.

    Example:
      >>> import tenfold as tf
      >>> tf.autograph.experimental.Feature.LISTS.value
      'LISTS'
    """

    ALL = "ALL"
    AUTO_CONTROL_DEPS = "AUTO_CONTROL_DEPS"
    ASSERT_STATEMENTS = "ASSERT_STATEMENTS"
    BUILTIN_FUNCTIONS = "BUILTIN_FUNCTIONS"
    EQUALITY_OPERATORS = "EQUALITY_OPERATORS"
    LISTS = "LISTS"
    NAME_SCOPES = "NAME_SCOPES"

    @classmethod
    def all(cls) -> tuple[Feature, ...]:
        """Every feature but `ALL`."""
        return tuple(f for f in cls if f is not cls.ALL)

    @classmethod
    def all_but(cls, exclude: Any) -> tuple[Feature, ...]:
        """Every feature but those given: one, or several."""
        given = exclude if isinstance(exclude, (list, tuple, set)) else (exclude,)
        return tuple(f for f in cls.all() if f not in given)


# Those that change what is generated or called; the rest are accepted and hold anyway.
_CHANGING = frozenset({Feature.BUILTIN_FUNCTIONS, Feature.LISTS})


def chosen(given: Any) -> frozenset[Feature]:
    """The features that make a difference, of one, several or none.

    Raises:
        TypeError: Something else than a feature is given.
    """
    if given is None:
        return frozenset()
    features = list(given) if isinstance(given, Iterable) else [given]
    for feature in features:
        if not isinstance(feature, Feature):
            raise TypeError(
                "AutoGraph's optional features are members of tf.autograph.experimental.Feature; "
                f"received {feature!r}."
            )
    return _CHANGING if Feature.ALL in features else _CHANGING.intersection(features)
