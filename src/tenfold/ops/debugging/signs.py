"""Assertions about the sign of every element, and that all are finite."""

from __future__ import annotations

from typing import Any

from tenfold.core import context
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.tensor import Tensor

from .failing import label, prefix, require


def _compare_with_zero(
    wire_name: str,
    symbol: str,
    x: Any,
    message: str | None,
    summarize: int | None,
    name: str,
) -> Any:
    with context.name_scope(name):
        x = to_tensor(x)
        data = [
            f"{prefix(message)}\nCondition x {symbol} 0 did not hold element-wise:",
            *(f"x ({label(x)}) = ", x),
        ]
        return require(call(wire_name, x, call("ZerosLike", x)), data, summarize)


def assert_positive(
    x: Any, message: str | None = None, summarize: int | None = None, name: str | None = None
) -> Any:
    """Asserts x > 0 in every element.

    Args:
      x: A tensor of real numbers.
      message: What the error says first.
      summarize: How many elements the error shows; 3 by default, all if negative.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      tf.errors.InvalidArgumentError: An element is not positive.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_positive([1, 2])
    """
    return _compare_with_zero("Greater", ">", x, message, summarize, name or "assert_positive")


def assert_negative(
    x: Any, message: str | None = None, summarize: int | None = None, name: str | None = None
) -> Any:
    """Asserts x < 0 in every element.

    Args:
      x: A tensor of real numbers.
      message: What the error says first.
      summarize: How many elements the error shows; 3 by default, all if negative.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      tf.errors.InvalidArgumentError: An element is not negative.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_negative([-1, -2])
    """
    return _compare_with_zero("Less", "<", x, message, summarize, name or "assert_negative")


def assert_non_negative(
    x: Any, message: str | None = None, summarize: int | None = None, name: str | None = None
) -> Any:
    """Asserts x >= 0 in every element.

    Args:
      x: A tensor of real numbers.
      message: What the error says first.
      summarize: How many elements the error shows; 3 by default, all if negative.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      tf.errors.InvalidArgumentError: An element is negative.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_non_negative([0, 2])
    """
    name = name or "assert_non_negative"
    return _compare_with_zero("GreaterEqual", ">=", x, message, summarize, name)


def assert_non_positive(
    x: Any, message: str | None = None, summarize: int | None = None, name: str | None = None
) -> Any:
    """Asserts x <= 0 in every element.

    Args:
      x: A tensor of real numbers.
      message: What the error says first.
      summarize: How many elements the error shows; 3 by default, all if negative.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      tf.errors.InvalidArgumentError: An element is positive.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_non_positive([0, -2])
    """
    name = name or "assert_non_positive"
    return _compare_with_zero("LessEqual", "<=", x, message, summarize, name)


def assert_all_finite(x: Any, message: str, name: str | None = None) -> Tensor:
    """Asserts that no element is NaN or infinite.

    Args:
      x: A tensor of floating numbers.
      message: What the error says first.
      name: A name for the op.

    Returns:
      A tensor of the same value, which depends on the check.

    Raises:
      tf.errors.InvalidArgumentError: An element is NaN or infinite.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_all_finite([1.0, 2.0], "loss").numpy().tolist()
      [1.0, 2.0]
    """
    return call("CheckNumerics", to_tensor(x), message=message, name=name)
