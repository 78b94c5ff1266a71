"""Projections that keep a weight in a set after each update."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import tenfold as tf
from tenfold.keras.naming import by_both_names, find
from tenfold.keras.saving.serialization import deserialize_keras_object, serialize_keras_object

__all__ = [
    "Constraint", "MaxNorm", "MinMaxNorm", "NonNeg", "UnitNorm", "deserialize", "get", "serialize",
]  # fmt: skip

_EPSILON = 1e-7


class Constraint:
    """A callable from a weight's value to the nearest allowed one; subclasses define `__call__`."""

    def __call__(self, w: Any) -> Any:
        """Every value is allowed."""
        return w

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """A constraint from its configuration."""
        return cls(**config)


class NonNeg(Constraint):
    """Negative values become zero.

    >>> import tenfold as tf
    >>> tf.keras.constraints.NonNeg()(tf.constant([-1.0, 2.0])).numpy().tolist()
    [0.0, 2.0]
    """

    def __call__(self, w: Any) -> Any:
        """The projected value."""
        return tf.nn.relu(w)


class MinMaxNorm(Constraint):
    """Norms along `axis` are kept within two bounds.

    Args:
        min_value: least norm.
        max_value: greatest norm.
        rate: 1 projects at once, less moves part of the way.
        axis: axis or axes that one norm is taken over.
    """

    def __init__(
        self,
        min_value: float = 0.0,
        max_value: float = 1.0,
        rate: float = 1.0,
        axis: int | Sequence[int] = 0,
    ) -> None:
        self.min_value, self.max_value, self.rate, self.axis = min_value, max_value, rate, axis

    def __call__(self, w: Any) -> Any:
        """The projected value."""
        norm = _norm(w, self.axis)
        wanted = tf.clip_by_value(norm, self.min_value, self.max_value)
        return w * ((self.rate * wanted + (1 - self.rate) * norm) / (_EPSILON + norm))

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {
            "min_value": self.min_value,
            "max_value": self.max_value,
            "rate": self.rate,
            "axis": self.axis,
        }


class MaxNorm(Constraint):
    """Norms along `axis` are at most `max_value`."""

    def __init__(self, max_value: float = 2, axis: int | Sequence[int] = 0) -> None:
        self.max_value, self.axis = max_value, axis

    def __call__(self, w: Any) -> Any:
        """The projected value."""
        norm = _norm(w, self.axis)
        return w * (tf.clip_by_value(norm, 0, self.max_value) / (_EPSILON + norm))

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"max_value": self.max_value, "axis": self.axis}


class UnitNorm(Constraint):
    """Norms along `axis` are 1."""

    def __init__(self, axis: int | Sequence[int] = 0) -> None:
        self.axis = axis

    def __call__(self, w: Any) -> Any:
        """The projected value."""
        return w / (_EPSILON + _norm(w, self.axis))

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"axis": self.axis}


def _norm(w: Any, axis: int | Sequence[int]) -> Any:
    return tf.sqrt(tf.reduce_sum(tf.square(w), axis=axis, keepdims=True))


_TABLE = by_both_names(Constraint, NonNeg, MinMaxNorm, MaxNorm, UnitNorm)


def get(identifier: Any) -> Any:
    """The constraint that a name, configuration or callable means; None for None."""
    if isinstance(identifier, str):
        return find("constraint", identifier, _TABLE)()
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if isinstance(identifier, type):
        return identifier()
    if identifier is None or callable(identifier):
        return identifier
    raise ValueError(f"Could not interpret constraint identifier: {identifier!r}.")


serialize = serialize_keras_object
deserialize = deserialize_keras_object
