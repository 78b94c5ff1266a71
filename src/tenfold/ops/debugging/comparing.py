"""Assertions that compare two tensors element by element."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import context, errors
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.tensor import Tensor
from tenfold.engine.control_flow.dependencies import assert_that

from .failing import DEFAULT_SUMMARY, all_true, label, name_of, prefix, require


def _compare(
    wire_name: str,
    symbol: str,
    x: Any,
    y: Any,
    message: str | None,
    summarize: int | None,
    name: str | None,
) -> Any:
    """Asserts that a comparison holds everywhere, with the elements where it does not."""
    with context.name_scope(name or f"assert_{wire_name.lower()}"):
        x, y = _same_dtype(x, y)
        condition = call(wire_name, x, y)
        if state.graph is None:
            holds = np.asarray(condition)
            if holds.all():
                return None
            text = _explain(symbol, np.asarray(x), np.asarray(y), holds, message, summarize)
            raise errors.InvalidArgumentError(None, None, text)
        data = [f"Condition x {symbol} y did not hold element-wise:"]
        data += [f"x ({name_of(x)}) = ", x, f"y ({name_of(y)}) = ", y]
        return require(condition, [message, *data] if message is not None else data, summarize)


def _same_dtype(x: Any, y: Any) -> tuple[Tensor, Tensor]:
    """Both as tensors; a Python value takes the dtype of the other if that is a tensor."""
    if isinstance(y, Tensor) and not hasattr(x, "dtype"):
        return to_tensor(x, dtype_hint=y.dtype), y
    x = to_tensor(x)
    return x, y if isinstance(y, Tensor) else to_tensor(y, dtype_hint=x.dtype)


def _explain(
    symbol: str,
    x: np.ndarray,
    y: np.ndarray,
    holds: np.ndarray,
    message: str | None,
    summarize: int | None,
) -> str:
    limit = DEFAULT_SUMMARY if summarize is None else summarize
    lines = [] if message is None else [message]
    lines.append(f"Condition x {symbol} y did not hold.")
    if x.shape == y.shape and x.ndim:
        places = np.argwhere(~holds)
        places = places if limit < 0 else places[:limit]
        at = tuple(places.T)
        lines += [f"Indices of first {len(places)} different values:", str(places)]
        lines += ["Corresponding x values:", str(x[at]), "Corresponding y values:", str(y[at])]
    for variable, value in (("x", x), ("y", y)):
        first = value.ravel() if limit < 0 else value.ravel()[:limit]
        lines += [f"First {len(first)} elements of {variable}:", str(first)]
    return "\n".join(lines)


def assert_equal(
    x: Any,
    y: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts x == y in every element.

    Args:
      x: A tensor.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      message: What the error says first.
      summarize: How many elements the error shows; 3 by default, all if negative.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      tf.errors.InvalidArgumentError: An element differs. Where the values are known while a graph
        is built, the error comes then.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_equal([1, 2], [1, 2])
      >>> tf.debugging.assert_equal([1, 2], [1, 3])
      Traceback (most recent call last):
      ...
      tenfold.core.errors.InvalidArgumentError: Condition x == y did not hold...
    """
    if x is y and state.graph is None:
        return None
    return _compare("Equal", "==", x, y, message, summarize, name)


def assert_none_equal(
    x: Any,
    y: Any,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Asserts x != y in every element.

    Args:
      x: A tensor.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      summarize: How many elements the error shows; 3 by default, all if negative.
      message: What the error says first.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      tf.errors.InvalidArgumentError: Two elements are equal.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_none_equal([1, 2], [2, 1])
    """
    return _compare("NotEqual", "!=", x, y, message, summarize, name)


def assert_less(
    x: Any,
    y: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts x < y in every element.

    Args:
      x: A tensor of real numbers.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      message: What the error says first.
      summarize: How many elements the error shows; 3 by default, all if negative.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      tf.errors.InvalidArgumentError: It does not hold.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_less([1, 2], 3)
    """
    return _compare("Less", "<", x, y, message, summarize, name)


def assert_less_equal(
    x: Any,
    y: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts x <= y in every element.

    Args:
      x: A tensor of real numbers.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      message: What the error says first.
      summarize: How many elements the error shows; 3 by default, all if negative.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      tf.errors.InvalidArgumentError: It does not hold.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_less_equal([1, 2], [1, 3])
    """
    return _compare("LessEqual", "<=", x, y, message, summarize, name)


def assert_greater(
    x: Any,
    y: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts x > y in every element.

    Args:
      x: A tensor of real numbers.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      message: What the error says first.
      summarize: How many elements the error shows; 3 by default, all if negative.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      tf.errors.InvalidArgumentError: It does not hold.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_greater([1.0, 2.0], 0.0)
    """
    return _compare("Greater", ">", x, y, message, summarize, name)


def assert_greater_equal(
    x: Any,
    y: Any,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts x >= y in every element.

    Args:
      x: A tensor of real numbers.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      message: What the error says first.
      summarize: How many elements the error shows; 3 by default, all if negative.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      tf.errors.InvalidArgumentError: It does not hold.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_greater_equal([1.0, 2.0], 1.0)
    """
    return _compare("GreaterEqual", ">=", x, y, message, summarize, name)


def assert_near(
    x: Any,
    y: Any,
    rtol: Any = None,
    atol: Any = None,
    message: str | None = None,
    summarize: int | None = None,
    name: str | None = None,
) -> Any:
    """Asserts |x - y| < atol + rtol * |y| in every element.

    Args:
      x: A tensor of floating or complex numbers.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      rtol: The relative tolerance; ten times the dtype's epsilon by default.
      atol: The absolute tolerance; ten times the dtype's epsilon by default.
      message: What the error says first.
      summarize: How many elements the error shows; 3 by default, all if negative.
      name: A name for the ops.

    Returns:
      None eagerly; in a graph, the operation that checks when it runs.

    Raises:
      tf.errors.InvalidArgumentError: An element is too far off.
      ValueError: The tensors hold integers and no tolerance is given.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_near([1.0, 2.0], [1.0, 2.001], rtol=0.01)
    """
    with context.name_scope(name or "assert_near"):
        x, y = _same_dtype(x, y)
        real = x.dtype.real_dtype
        if (rtol is None or atol is None) and not real.is_floating:
            raise ValueError(
                f"assert_near: there is no epsilon for {x.dtype.name} to take tolerances from; "
                "pass rtol and atol, or use tf.debugging.assert_equal."
            )
        rtol = to_tensor(_tolerance(real) if rtol is None else rtol, real)
        atol = to_tensor(_tolerance(real) if atol is None else atol, real)
        allowed = call("AddV2", atol, call("Mul", rtol, _size(y)))
        near = all_true(call("Less", _size(call("Sub", x, y)), allowed))
        data = [
            f"x and y not equal to tolerance rtol = {rtol!s}, atol = {atol!s}",
            *(f"x ({label(x)}) = ", x, f"y ({label(y)}) = ", y),
        ]
        return assert_that(near, [prefix(message), *data] if message else data, summarize)


def _size(x: Tensor) -> Tensor:
    if x.dtype.is_complex:
        return call("ComplexAbs", x, Tout=x.dtype.real_dtype)
    return call("Abs", x)


def _tolerance(dtype: Any) -> float:
    """Ten steps at 1: `np.finfo` knows NumPy's own types, the limits of bfloat16 are fixed."""
    return 10 * (2.0**-7 if dtype.name == "bfloat16" else float(np.finfo(dtype.np).eps))
