"""And, or, not: the logic of bool tensors."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.op import op


@op("x: bool, y: bool -> z: bool", shape=rules.broadcast)
def LogicalAnd(xp: Any, x: Any, y: Any) -> Any:
    return x & y


LogicalAnd.not_differentiable()


def logical_and(x: Any, y: Any, name: str | None = None) -> Any:
    """Whether both x and y are true, element by element, with broadcasting.

    Args:
      x: A bool tensor.
      y: A bool tensor.
      name: A name for the op.

    Returns:
      A bool tensor of the broadcast shape.

    Raises:
      TypeError: An input cannot become a bool tensor.

    Example:
      >>> import tenfold as tf
      >>> tf.logical_and([True, False], True).numpy().tolist()
      [True, False]
    """
    return LogicalAnd(x, y, name=name)


@op("x: bool, y: bool -> z: bool", shape=rules.broadcast)
def LogicalOr(xp: Any, x: Any, y: Any) -> Any:
    return x | y


LogicalOr.not_differentiable()


def logical_or(x: Any, y: Any, name: str | None = None) -> Any:
    """Whether x or y is true, element by element, with broadcasting.

    Args:
      x: A bool tensor.
      y: A bool tensor.
      name: A name for the op.

    Returns:
      A bool tensor of the broadcast shape.

    Raises:
      TypeError: An input cannot become a bool tensor.

    Example:
      >>> import tenfold as tf
      >>> tf.logical_or([True, False], False).numpy().tolist()
      [True, False]
    """
    return LogicalOr(x, y, name=name)


@op("x: bool -> y: bool", shape=rules.same)
def LogicalNot(xp: Any, x: Any) -> Any:
    return ~x


LogicalNot.not_differentiable()


def logical_not(x: Any, name: str | None = None) -> Any:
    """Whether x is false, element by element.

    Args:
      x: A bool tensor.
      name: A name for the op.

    Returns:
      A bool tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> tf.logical_not([True, False]).numpy().tolist()
      [False, True]
    """
    return LogicalNot(x, name=name)


def logical_xor(x: Any, y: Any, name: str | None = "LogicalXor") -> Any:
    """Whether exactly one of x and y is true, element by element.

    Args:
      x: A bool tensor.
      y: A bool tensor.
      name: A name for the op.

    Returns:
      A bool tensor of the broadcast shape.

    Example:
      >>> import tenfold as tf
      >>> tf.math.logical_xor([True, False], True).numpy().tolist()
      [False, True]
    """
    either = LogicalOr(x, y)
    return LogicalAnd(either, LogicalNot(LogicalAnd(x, y)), name=name)
