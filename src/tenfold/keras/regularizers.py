"""Penalties on weights, added to a model's loss."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.naming import by_both_names, find
from tenfold.keras.saving.serialization import deserialize_keras_object, serialize_keras_object

__all__ = ["L1", "L1L2", "L2", "Regularizer", "deserialize", "get", "serialize"]
__all__ += ["l1", "l1_l2", "l2"]


class Regularizer:
    """A callable from a weight to a scalar penalty; subclasses define `__call__`."""

    def __call__(self, x: Any) -> Any:
        """No penalty."""
        return 0.0

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """A regularizer from its configuration."""
        return cls(**config)


class L1L2(Regularizer):
    """`l1 * sum(|x|) + l2 * sum(x ** 2)`.

    Args:
        l1: factor of the absolute values.
        l2: factor of the squares.

    >>> import tenfold as tf
    >>> float(tf.keras.regularizers.L1L2(l1=1.0, l2=2.0)(tf.constant([1.0, -2.0])))
    13.0
    """

    def __init__(self, l1: float = 0.0, l2: float = 0.0) -> None:
        self.l1 = _checked("l1", l1)
        self.l2 = _checked("l2", l2)

    def __call__(self, x: Any) -> Any:
        """The penalty, a scalar."""
        penalty = tf.zeros((), x.dtype)
        if self.l1:
            penalty += self.l1 * tf.reduce_sum(tf.abs(x))
        if self.l2:
            penalty += self.l2 * tf.reduce_sum(tf.square(x))
        return penalty

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"l1": self.l1, "l2": self.l2}


class L1(L1L2):
    """`l1 * sum(|x|)`."""

    def __init__(self, l1: float = 0.01) -> None:
        super().__init__(l1=l1)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"l1": self.l1}


class L2(L1L2):
    """`l2 * sum(x ** 2)`."""

    def __init__(self, l2: float = 0.01) -> None:
        super().__init__(l2=l2)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"l2": self.l2}


def _checked(name: str, factor: float) -> float:
    if isinstance(factor, bool) or not isinstance(factor, int | float) or not factor >= 0:
        raise ValueError(f"Regularizer: {name} must be a number >= 0; received {factor!r}.")
    return float(factor)


_TABLE = {**by_both_names(L1, L2), "L1L2": L1L2, "l1_l2": L1L2}


def get(identifier: Any) -> Any:
    """The regularizer that a name, configuration or callable means; None for None."""
    if isinstance(identifier, str):
        return find("regularizer", identifier, _TABLE)()
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if isinstance(identifier, type):
        return identifier()
    if identifier is None or callable(identifier):
        return identifier
    raise ValueError(f"Could not interpret regularizer identifier: {identifier!r}.")


serialize = serialize_keras_object
deserialize = deserialize_keras_object

l1, l2, l1_l2 = L1, L2, L1L2
