"""Comparisons, element by element, with broadcasting."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import REAL
from tenfold.core.op import op
from tenfold.core.pieces import LIGHT, NUMBERS


def lenient(call: Any) -> Any:
    """The broadcast shape; if the shapes are incompatible and that is no error, a scalar."""
    if not call.attrs["incompatible_shape_error"] and any(
        x.raw_shape is None or None in x.raw_shape for x in call.inputs
    ):
        return None
    try:
        return rules.broadcast(call)
    except ValueError:
        if call.attrs["incompatible_shape_error"]:
            raise
        return ()


def broadcasts(xp: Any, x: Any, y: Any) -> bool:
    """Whether the shapes of two raw values broadcast."""
    return all(a == b or 1 in (a, b) for a, b in zip(x.shape[::-1], y.shape[::-1]))


@op("x: T, y: T -> z: bool", T=REAL, shape=rules.broadcast)
def Less(xp: Any, x: Any, y: Any) -> Any:
    return x < y


Less.in_pieces(np.less, LIGHT, NUMBERS)


Less.not_differentiable()


def less(x: Any, y: Any, name: str | None = None) -> Any:
    """Whether x < y, element by element, with broadcasting.

    Args:
      x: A tensor of real numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A bool tensor of the broadcast shape.

    Raises:
      tf.errors.InvalidArgumentError: The dtypes differ or the shapes do not broadcast.

    Example:
      >>> import tenfold as tf
      >>> tf.less([1, 2], 2).numpy().tolist()
      [True, False]
    """
    return Less(x, y, name)


@op("x: T, y: T -> z: bool", T=REAL, shape=rules.broadcast)
def LessEqual(xp: Any, x: Any, y: Any) -> Any:
    return x <= y


LessEqual.in_pieces(np.less_equal, LIGHT, NUMBERS)


LessEqual.not_differentiable()


def less_equal(x: Any, y: Any, name: str | None = None) -> Any:
    """Whether x <= y, element by element, with broadcasting.

    Args:
      x: A tensor of real numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A bool tensor of the broadcast shape.

    Raises:
      tf.errors.InvalidArgumentError: The dtypes differ or the shapes do not broadcast.

    Example:
      >>> import tenfold as tf
      >>> tf.less_equal([1, 2], 2).numpy().tolist()
      [True, True]
    """
    return LessEqual(x, y, name)


@op("x: T, y: T -> z: bool", T=REAL, shape=rules.broadcast)
def Greater(xp: Any, x: Any, y: Any) -> Any:
    return x > y


Greater.in_pieces(np.greater, LIGHT, NUMBERS)


Greater.not_differentiable()


def greater(x: Any, y: Any, name: str | None = None) -> Any:
    """Whether x > y, element by element, with broadcasting.

    Args:
      x: A tensor of real numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A bool tensor of the broadcast shape.

    Raises:
      tf.errors.InvalidArgumentError: The dtypes differ or the shapes do not broadcast.

    Example:
      >>> import tenfold as tf
      >>> tf.greater([1, 2], 2).numpy().tolist()
      [False, False]
    """
    return Greater(x, y, name)


@op("x: T, y: T -> z: bool", T=REAL, shape=rules.broadcast)
def GreaterEqual(xp: Any, x: Any, y: Any) -> Any:
    return x >= y


GreaterEqual.in_pieces(np.greater_equal, LIGHT, NUMBERS)


GreaterEqual.not_differentiable()


def greater_equal(x: Any, y: Any, name: str | None = None) -> Any:
    """Whether x >= y, element by element, with broadcasting.

    Args:
      x: A tensor of real numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A bool tensor of the broadcast shape.

    Raises:
      tf.errors.InvalidArgumentError: The dtypes differ or the shapes do not broadcast.

    Example:
      >>> import tenfold as tf
      >>> tf.greater_equal([1, 2], 2).numpy().tolist()
      [False, True]
    """
    return GreaterEqual(x, y, name)


@op("x: T, y: T -> z: bool", shape=lenient)
def Equal(xp: Any, x: Any, y: Any, *, incompatible_shape_error: bool = True) -> Any:
    if not incompatible_shape_error and not broadcasts(xp, x, y):
        return xp.asarray(False)
    return xp.asarray(x == y, bool)


Equal.not_differentiable()


def equal(x: Any, y: Any, name: str | None = None) -> Any:
    """Whether x equals y, element by element, with broadcasting.

    Args:
      x: A tensor of any dtype.
      y: A tensor of the same dtype, or a Python value.
      name: A name for the op.

    Returns:
      A bool tensor of the broadcast shape.

    Raises:
      tf.errors.InvalidArgumentError: The dtypes differ or the shapes do not broadcast.

    Example:
      >>> import tenfold as tf
      >>> tf.equal([1, 2], 2).numpy().tolist()
      [False, True]
    """
    return Equal(x, y, name)


@op("x: T, y: T -> z: bool", shape=lenient)
def NotEqual(xp: Any, x: Any, y: Any, *, incompatible_shape_error: bool = True) -> Any:
    if not incompatible_shape_error and not broadcasts(xp, x, y):
        return xp.asarray(True)
    return xp.asarray(x != y, bool)


NotEqual.not_differentiable()


def not_equal(x: Any, y: Any, name: str | None = None) -> Any:
    """Whether x differs from y, element by element, with broadcasting.

    Args:
      x: A tensor of any dtype.
      y: A tensor of the same dtype, or a Python value.
      name: A name for the op.

    Returns:
      A bool tensor of the broadcast shape.

    Raises:
      tf.errors.InvalidArgumentError: The dtypes differ or the shapes do not broadcast.

    Example:
      >>> import tenfold as tf
      >>> tf.not_equal([1, 2], 2).numpy().tolist()
      [True, False]
    """
    return NotEqual(x, y, name)
