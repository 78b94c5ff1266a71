"""Powers of one argument, roots and logarithms."""

from __future__ import annotations

import math
from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.op import call

from .promotion import as_array, floating


def exp(x: Any) -> Any:
    """e to the power of x.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.exp([0, 1]).numpy().tolist()
      [1.0, 2.718281828459045]
    """
    return call("Exp", floating(x))


def exp2(x: Any) -> Any:
    """2 to the power of x.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.exp2([0, 3]).numpy().tolist()
      [1.0, 8.0]
    """
    return _exp2(floating(x))


def expm1(x: Any) -> Any:
    """exp(x) - 1, without cancellation where x is small.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.expm1([0.0, 0.5]).numpy().tolist()
      [0.0, 0.6487212707001282]
    """
    return call("Expm1", floating(x))


def log(x: Any) -> Any:
    """The natural logarithm.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.log([1, 2]).numpy().tolist()
      [0.0, 0.6931471805599453]
    """
    return call("Log", floating(x))


def log2(x: Any) -> Any:
    """The logarithm to base 2.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.log2([1, 8]).numpy().tolist()
      [0.0, 3.0]
    """
    return call("Log", floating(x)) / math.log(2)


def log10(x: Any) -> Any:
    """The logarithm to base 10.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.log10([1, 10]).numpy().tolist()
      [0.0, 1.0]
    """
    return call("Log", floating(x)) / math.log(10)


def log1p(x: Any) -> Any:
    """log(1 + x), without cancellation where x is small.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.log1p([0.0, 0.5]).numpy().tolist()
      [0.0, 0.4054651081081644]
    """
    return call("Log1p", floating(x))


def sqrt(x: Any) -> Any:
    """The square root.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.sqrt([4, 9]).numpy().tolist()
      [2.0, 3.0]
    """
    return call("Sqrt", floating(x))


def cbrt(x: Any) -> Any:
    """The cube root, which has the sign of x.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.cbrt([-8.0, 0.0]).numpy().tolist()
      [-2.0, 0.0]
    """
    return _cbrt(floating(x))


def square(x: Any) -> Any:
    """x times x.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.square([2, -3]).numpy().tolist()
      [4, 9]
    """
    return call("Square", as_array(x))


def reciprocal(x: Any) -> Any:
    """1 / x; of integers the integer part.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.reciprocal([2.0, 4.0]).numpy().tolist()
      [0.5, 0.25]
    """
    return _reciprocal(as_array(x))


def _exp2(x: Any) -> Any:
    return call("Pow", to_tensor(2, x.dtype), x)


def _cbrt(x: Any) -> Any:
    return call("Sign", x) * call("Pow", call("Abs", x), to_tensor(1 / 3, x.dtype))


def _reciprocal(x: Any) -> Any:
    if x.dtype.is_floating or x.dtype.is_complex:
        return call("Reciprocal", x)
    return call("TruncateDiv", call("OnesLike", x), x)
