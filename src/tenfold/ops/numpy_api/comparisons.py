"""Comparisons, logic and bits of two arrays."""

from __future__ import annotations

from typing import Any

from tenfold.core.dtypes import int8
from tenfold.core.op import call
from tenfold.ops.array.casting import cast

from .promotion import as_array, promoted
from .signs import truth


def equal(x1: Any, x2: Any) -> Any:
    """Where x1 equals x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.equal([1, 2], 2.0).numpy().tolist()
      [False, True]
    """
    return _compare("Equal", x1, x2)


def not_equal(x1: Any, x2: Any) -> Any:
    """Where x1 does not equal x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.not_equal([1, 2], 2.0).numpy().tolist()
      [True, False]
    """
    return _compare("NotEqual", x1, x2)


def less(x1: Any, x2: Any) -> Any:
    """Where x1 is less than x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.less([1, 2], 2.0).numpy().tolist()
      [True, False]
    """
    return _compare("Less", x1, x2)


def less_equal(x1: Any, x2: Any) -> Any:
    """Where x1 is not greater than x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.less_equal([1, 3], 2.0).numpy().tolist()
      [True, False]
    """
    return _compare("LessEqual", x1, x2)


def greater(x1: Any, x2: Any) -> Any:
    """Where x1 is greater than x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.greater([1, 3], 2.0).numpy().tolist()
      [False, True]
    """
    return _compare("Greater", x1, x2)


def greater_equal(x1: Any, x2: Any) -> Any:
    """Where x1 is not less than x2.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.greater_equal([1, 3], 2.0).numpy().tolist()
      [False, True]
    """
    return _compare("GreaterEqual", x1, x2)


def logical_and(x1: Any, x2: Any) -> Any:
    """Where both are true, that is not zero.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.logical_and([0, 2], True).numpy().tolist()
      [False, True]
    """
    return call("LogicalAnd", *_truths(x1, x2))


def logical_or(x1: Any, x2: Any) -> Any:
    """Where one is true, that is not zero.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.logical_or([0, 2], False).numpy().tolist()
      [False, True]
    """
    return call("LogicalOr", *_truths(x1, x2))


def logical_xor(x1: Any, x2: Any) -> Any:
    """Where one alone is true, that is not zero.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.logical_xor([0, 2], True).numpy().tolist()
      [True, False]
    """
    return call("NotEqual", *_truths(x1, x2))


def bitwise_and(x1: Any, x2: Any) -> Any:
    """The bits that both have.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.bitwise_and([5, 6], 3).numpy().tolist()
      [1, 2]
    """
    return _bits("BitwiseAnd", "LogicalAnd", x1, x2)


def bitwise_or(x1: Any, x2: Any) -> Any:
    """The bits that one of them has.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.bitwise_or([5, 6], 3).numpy().tolist()
      [7, 7]
    """
    return _bits("BitwiseOr", "LogicalOr", x1, x2)


def bitwise_xor(x1: Any, x2: Any) -> Any:
    """The bits that one of them alone has.

    Args:
      x1: An array, or what makes one.
      x2: Another, of a shape that broadcasts.

    Returns:
      A tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.bitwise_xor([5, 6], 3).numpy().tolist()
      [6, 5]
    """
    return _bits("BitwiseXor", "NotEqual", x1, x2)


def _compare(name: str, x1: Any, x2: Any) -> Any:
    x, y = promoted(x1, x2)
    if x.dtype.is_bool and name not in ("Equal", "NotEqual"):
        x, y = cast(x, int8), cast(y, int8)
    return call(name, x, y)


def _truths(x1: Any, x2: Any) -> list[Any]:
    return [truth(as_array(x)) for x in (x1, x2)]


def _bits(name: str, of_booleans: str, x1: Any, x2: Any) -> Any:
    x, y = promoted(x1, x2)
    return call(of_booleans if x.dtype.is_bool else name, x, y)
