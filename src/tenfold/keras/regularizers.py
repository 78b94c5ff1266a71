"""Regularizers: penalties on the size of weights or outputs, added to the loss."""

from __future__ import annotations

import math
from typing import Any

import tenfold as tf

from . import serialization


class Regularizer:
    """Base of regularizers: subclasses define `__call__(x)`, a scalar penalty.

    Example:
      >>> Regularizer()([1.0])
      0.0
    """

    def __call__(self, x: Any) -> Any:
        """The penalty for `x`, a scalar."""
        return 0.0

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal regularizer."""
        return {}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Regularizer:
        """Makes a regularizer of `get_config`'s answer."""
        return cls(**config)


class L1L2(Regularizer):
    """`l1 * sum(|x|) + l2 * sum(x**2)`.

    Args:
      l1, l2: Non-negative factors.

    Raises:
      ValueError: A factor is negative or no finite number.

    Example:
      >>> import tenfold as tf
      >>> float(L1L2(1.0, 0.5)(tf.constant([2.0, -2.0])))
      8.0
    """

    def __init__(self, l1: float | None = 0.0, l2: float | None = 0.0) -> None:
        self.l1 = _check_factor("L1L2: l1", 0.0 if l1 is None else l1)
        self.l2 = _check_factor("L1L2: l2", 0.0 if l2 is None else l2)

    def __call__(self, x: Any) -> Any:
        """The penalty for `x`, a scalar."""
        terms = [_sum_of_absolutes(self.l1, x)] if self.l1 else []
        if self.l2:
            terms.append(_sum_of_squares(self.l2, x))
        return sum(terms[1:], terms[0]) if terms else tf.zeros([], x.dtype)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal regularizer."""
        return {"l1": self.l1, "l2": self.l2}


class L1(Regularizer):
    """`l1 * sum(|x|)`.

    Args:
      l1: A non-negative factor.

    Raises:
      ValueError: The factor is negative or no finite number.

    Example:
      >>> import tenfold as tf
      >>> float(L1(0.5)(tf.constant([2.0, -2.0])))
      2.0
    """

    def __init__(self, l1: float | None = 0.01) -> None:
        self.l1 = _check_factor("L1: l1", 0.01 if l1 is None else l1)

    def __call__(self, x: Any) -> Any:
        """The penalty for `x`, a scalar."""
        return _sum_of_absolutes(self.l1, x)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal regularizer."""
        return {"l1": self.l1}


class L2(Regularizer):
    """`l2 * sum(x**2)`.

    Args:
      l2: A non-negative factor.

    Raises:
      ValueError: The factor is negative or no finite number.

    Example:
      >>> import tenfold as tf
      >>> float(L2(0.5)(tf.constant([2.0, -2.0])))
      4.0
    """

    def __init__(self, l2: float | None = 0.01) -> None:
        self.l2 = _check_factor("L2: l2", 0.01 if l2 is None else l2)

    def __call__(self, x: Any) -> Any:
        """The penalty for `x`, a scalar."""
        return _sum_of_squares(self.l2, x)

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal regularizer."""
        return {"l2": self.l2}


class OrthogonalRegularizer(Regularizer):
    """A penalty on the mean absolute cosine between the rows (or columns) of a matrix.

    Args:
      factor: A non-negative factor.
      mode: `"rows"` or `"columns"`.

    Raises:
      ValueError: The factor is negative, or the mode unknown.

    Example:
      >>> import tenfold as tf
      >>> float(OrthogonalRegularizer(1.0)(tf.eye(2)))
      0.0
    """

    def __init__(self, factor: float = 0.01, mode: str = "rows") -> None:
        self.factor = _check_factor("OrthogonalRegularizer: factor", factor)
        if mode not in ("rows", "columns"):
            raise ValueError(
                f"OrthogonalRegularizer: mode must be 'rows' or 'columns'; received {mode!r}."
            )
        self.mode = mode

    def __call__(self, x: Any) -> Any:
        """The penalty for `x`, a matrix (else ValueError)."""
        if len(x.shape) != 2:
            raise ValueError(f"OrthogonalRegularizer: expected a matrix; received shape {x.shape}.")
        x = tf.transpose(x) if self.mode == "columns" else x
        x = x * tf.math.rsqrt(tf.maximum(tf.reduce_sum(tf.square(x), 1, keepdims=True), 1e-12))
        size = x.shape[0]
        cosines = tf.abs(tf.matmul(x, x, transpose_b=True)) * (1.0 - tf.eye(size, dtype=x.dtype))
        return self.factor * tf.reduce_sum(cosines) / (size * (size - 1.0))

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal regularizer."""
        return {"factor": self.factor, "mode": self.mode}


def _sum_of_absolutes(factor: float, x: Any) -> Any:
    return factor * tf.reduce_sum(tf.abs(x))


def _sum_of_squares(factor: float, x: Any) -> Any:
    return factor * tf.reduce_sum(tf.square(x))


def _check_factor(name: str, value: Any) -> float:
    if not isinstance(value, int | float) or not math.isfinite(value) or value < 0:
        raise ValueError(f"{name} must be a finite number, not negative; received {value!r}.")
    return float(value)


l1, l2, l1_l2, orthogonal_regularizer = L1, L2, L1L2, OrthogonalRegularizer

_REGISTRY = {
    "l1_l2": L1L2,
    **serialization.with_snake_names(L1, L2, L1L2, OrthogonalRegularizer),
}


def get(identifier: Any) -> Any:
    """The regularizer that a name, configuration, class, object or function means.

    Args:
      identifier: As in `"l2"`, `L2(0.1)`, or None.

    Returns:
      A regularizer or function of a tensor; None for None.

    Raises:
      ValueError: The name is unknown.

    Example:
      >>> get("l2").l2
      0.01
    """
    return serialization.resolve(identifier, _REGISTRY, "regularizer", Regularizer)


def serialize(regularizer: Any) -> Any:
    """The configuration of a regularizer.

    Args:
      regularizer: A regularizer.

    Returns:
      A dictionary of plain values.

    Example:
      >>> serialize(L2(0.5))["class_name"]
      'L2'
    """
    return serialization.serialize(regularizer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The regularizer that `serialize` described.

    Args:
      config: A configuration.
      custom_objects: More classes by name.

    Returns:
      A regularizer.

    Raises:
      ValueError: The configuration names an unknown class.

    Example:
      >>> deserialize(serialize(L2(0.5))).l2
      0.5
    """
    return serialization.deserialize(config, _REGISTRY, custom_objects, "regularizer")
