"""Constraints: what an optimizer does to a weight's new value after each step."""

from __future__ import annotations

from typing import Any

import tenfold as tf

from . import serialization
from .config import epsilon

Axis = int | list[int] | tuple[int, ...]


class Constraint:
    """Base of constraints: subclasses define `__call__(w)`, the value to keep.

    Example:
      >>> Constraint()([1.0])
      [1.0]
    """

    def __call__(self, w: Any) -> Any:
        """The value to keep instead of `w`, of the same shape."""
        return w

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal constraint."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Constraint:
        """Makes a constraint of `get_config`'s answer."""
        return cls(**config)


class NonNeg(Constraint):
    """Negative weights become zero.

    Example:
      >>> NonNeg()([-1.0, 2.0]).numpy().tolist()
      [0.0, 2.0]
    """

    def __call__(self, w: Any) -> Any:
        """The value to keep instead of `w`."""
        return tf.nn.relu(w)


class MaxNorm(Constraint):
    """Scales down the vectors along `axis` that are longer than `max_value`.

    Args:
      max_value: The largest length.
      axis: The axes of the vectors; 0 for the kernel of a dense layer.

    Example:
      >>> round(float(MaxNorm(1.0)([[3.0], [4.0]])[1, 0]), 4)
      0.8
    """

    def __init__(self, max_value: float = 2, axis: Axis = 0) -> None:
        self.max_value, self.axis = max_value, axis

    def __call__(self, w: Any) -> Any:
        """The value to keep instead of `w`."""
        w = tf.convert_to_tensor(w)
        norms = _norms(w, self.axis)
        return w * (tf.minimum(norms, self.max_value) / (norms + epsilon()))

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal constraint."""
        return {"max_value": self.max_value, "axis": self.axis}


class UnitNorm(Constraint):
    """Scales the vectors along `axis` to length 1.

    Args:
      axis: The axes of the vectors.

    Example:
      >>> round(float(UnitNorm()([[3.0], [4.0]])[0, 0]), 4)
      0.6
    """

    def __init__(self, axis: Axis = 0) -> None:
        self.axis = axis

    def __call__(self, w: Any) -> Any:
        """The value to keep instead of `w`."""
        w = tf.convert_to_tensor(w)
        return w / (_norms(w, self.axis) + epsilon())

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal constraint."""
        return {"axis": self.axis}


class MinMaxNorm(Constraint):
    """Moves the lengths of the vectors along `axis` towards an interval.

    Args:
      min_value, max_value: The interval's ends.
      rate: How far lengths move: 1 moves them all the way, at once.
      axis: The axes of the vectors.

    Example:
      >>> round(float(MinMaxNorm(0.0, 1.0)([[3.0], [4.0]])[0, 0]), 4)
      0.6
    """

    def __init__(
        self,
        min_value: float = 0.0,
        max_value: float = 1.0,
        rate: float = 1.0,
        axis: Axis = 0,
    ) -> None:
        self.min_value, self.max_value, self.rate, self.axis = min_value, max_value, rate, axis

    def __call__(self, w: Any) -> Any:
        """The value to keep instead of `w`."""
        w = tf.convert_to_tensor(w)
        norms = _norms(w, self.axis)
        wanted = tf.minimum(tf.maximum(norms, self.min_value), self.max_value)
        wanted = self.rate * wanted + (1 - self.rate) * norms
        return w * (wanted / (norms + epsilon()))

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal constraint."""
        return {
            "min_value": self.min_value,
            "max_value": self.max_value,
            "rate": self.rate,
            "axis": self.axis,
        }


def _norms(w: Any, axis: Axis) -> Any:
    return tf.sqrt(tf.reduce_sum(tf.square(w), axis, keepdims=True))


max_norm, non_neg, unit_norm, min_max_norm = MaxNorm, NonNeg, UnitNorm, MinMaxNorm

_REGISTRY = serialization.with_snake_names(MaxNorm, NonNeg, UnitNorm, MinMaxNorm)


def get(identifier: Any) -> Any:
    """The constraint that a name, configuration, class, object or function means.

    Args:
      identifier: As in `"non_neg"`, `MaxNorm(1.0)`, or None.

    Returns:
      A constraint or function of a tensor; None for None.

    Raises:
      ValueError: The name is unknown.

    Example:
      >>> type(get("non_neg")).__name__
      'NonNeg'
    """
    return serialization.resolve(identifier, _REGISTRY, "constraint", Constraint)


def serialize(constraint: Any) -> Any:
    """The configuration of a constraint.

    Args:
      constraint: A constraint.

    Returns:
      A dictionary of plain values.

    Example:
      >>> serialize(UnitNorm())["config"]
      {'axis': 0}
    """
    return serialization.serialize(constraint)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The constraint that `serialize` described.

    Args:
      config: A configuration.
      custom_objects: More classes by name.

    Returns:
      A constraint.

    Raises:
      ValueError: The configuration names an unknown class.

    Example:
      >>> deserialize(serialize(UnitNorm(1))).axis
      1
    """
    return serialization.deserialize(config, _REGISTRY, custom_objects, "constraint")
