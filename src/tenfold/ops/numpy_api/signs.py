"""Signs, rounding and what kind of number there is."""

from __future__ import annotations

import math
from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int16, int32, int64
from tenfold.core.op import call

from .promotion import as_array, floating


def abs(x: Any) -> Any:
    """The absolute value.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.abs([-1, 2]).numpy().tolist()
      [1, 2]
    """
    return _absolute(as_array(x))


def absolute(x: Any) -> Any:
    """The absolute value.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.absolute([-1, 2]).numpy().tolist()
      [1, 2]
    """
    return _absolute(as_array(x))


def fabs(x: Any) -> Any:
    """The absolute value of real numbers.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.fabs([-1.5, 2.0]).numpy().tolist()
      [1.5, 2.0]
    """
    return _absolute(as_array(x))


def negative(x: Any) -> Any:
    """The number of the opposite sign.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.negative([1, -2]).numpy().tolist()
      [-1, 2]
    """
    return call("Neg", as_array(x))


def positive(x: Any) -> Any:
    """The number itself.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.positive([1, -2]).numpy().tolist()
      [1, -2]
    """
    return call("Identity", as_array(x))


def signbit(x: Any) -> Any:
    """Whether the sign bit is set.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.signbit([1.0, -2.0]).numpy().tolist()
      [False, True]
    """
    return _signbit(as_array(x))


def ceil(x: Any) -> Any:
    """The least integer that is not below x.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.ceil([1.5, -1.5]).numpy().tolist()
      [2.0, -1.0]
    """
    return call("Ceil", floating(x))


def floor(x: Any) -> Any:
    """The greatest integer that is not above x.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.floor([1.5, -1.5]).numpy().tolist()
      [1.0, -2.0]
    """
    return call("Floor", floating(x))


def fix(x: Any) -> Any:
    """The integer next to x towards zero.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.fix([1.5, -1.5]).numpy().tolist()
      [1.0, -1.0]
    """
    return _fix(floating(x))


def isnan(x: Any) -> Any:
    """Where x is not a number.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.isnan([1.0, float("nan")]).numpy().tolist()
      [False, True]
    """
    return _of_floating("IsNan", as_array(x), False)


def isinf(x: Any) -> Any:
    """Where x is infinite.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.isinf([1.0, tnp.inf]).numpy().tolist()
      [False, True]
    """
    return _of_floating("IsInf", as_array(x), False)


def isfinite(x: Any) -> Any:
    """Where x is neither infinite nor not a number.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.isfinite([1.0, tnp.inf]).numpy().tolist()
      [True, False]
    """
    return _of_floating("IsFinite", as_array(x), True)


def isneginf(x: Any) -> Any:
    """Where x is minus infinity.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.isneginf([-tnp.inf, tnp.inf]).numpy().tolist()
      [True, False]
    """
    return _infinite(as_array(x), -math.inf)


def isposinf(x: Any) -> Any:
    """Where x is plus infinity.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.isposinf([-tnp.inf, tnp.inf]).numpy().tolist()
      [False, True]
    """
    return _infinite(as_array(x), math.inf)


def iscomplex(x: Any) -> Any:
    """Where the imaginary part is not zero.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.iscomplex([1, 1j]).numpy().tolist()
      [False, True]
    """
    return _iscomplex(as_array(x))


def isreal(x: Any) -> Any:
    """Where the imaginary part is zero.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.isreal([1, 1j]).numpy().tolist()
      [True, False]
    """
    return call("LogicalNot", _iscomplex(as_array(x)))


def conj(x: Any) -> Any:
    """The complex conjugate.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.conj([1 + 2j]).numpy().tolist()
      [(1-2j)]
    """
    return _conj(as_array(x))


def conjugate(x: Any) -> Any:
    """The complex conjugate.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.conjugate([1 + 2j]).numpy().tolist()
      [(1-2j)]
    """
    return _conj(as_array(x))


def bitwise_not(x: Any) -> Any:
    """The integer of all bits turned; of booleans the negation.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.bitwise_not([0, 5]).numpy().tolist()
      [-1, -6]
    """
    return _bitwise_not(as_array(x))


def logical_not(x: Any) -> Any:
    """Where x is zero or False.

    Args:
      x: An array, or what makes one, of any shape.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.logical_not([0, 5]).numpy().tolist()
      [True, False]
    """
    return call("LogicalNot", truth(as_array(x)))


def truth(x: Any) -> Any:
    """Where a tensor, or the real part of complex numbers, is not zero."""
    if x.dtype.is_complex:
        x = call("Real", x, Tout=x.dtype.real_dtype)
    return x if x.dtype.is_bool else call("NotEqual", x, call("ZerosLike", x))


def _absolute(x: Any) -> Any:
    if x.dtype.is_unsigned:
        return call("Identity", x)
    return call("ComplexAbs", x, Tout=x.dtype.real_dtype) if x.dtype.is_complex else call("Abs", x)


def _signbit(x: Any) -> Any:
    if x.dtype.is_bool:
        return call("ZerosLike", x)
    if not x.dtype.is_floating:
        return call("Less", x, call("ZerosLike", x))
    integer = {2: int16, 4: int32, 8: int64}[x.dtype.size]
    return call("Less", call("Bitcast", x, type=integer), to_tensor(0, integer))


def _fix(x: Any) -> Any:
    return call(
        "SelectV2", call("Less", x, call("ZerosLike", x)), call("Ceil", x), call("Floor", x)
    )


def _of_floating(name: str, x: Any, otherwise: bool) -> Any:
    """A question about floating numbers; others are finite."""
    if x.dtype.is_complex:
        parts = [call(name, call(p, x, Tout=x.dtype.real_dtype)) for p in ("Real", "Imag")]
        return call("LogicalAnd" if otherwise else "LogicalOr", *parts)
    return call(name, x) if x.dtype.is_floating else _all(x, otherwise)


def _all(x: Any, value: bool) -> Any:
    return call("Fill", call("Shape", x), value)


def _infinite(x: Any, value: float) -> Any:
    return call("Equal", x, to_tensor(value, x.dtype)) if x.dtype.is_floating else _all(x, False)


def _iscomplex(x: Any) -> Any:
    if not x.dtype.is_complex:
        return _all(x, False)
    return truth(call("Imag", x, Tout=x.dtype.real_dtype))


def _conj(x: Any) -> Any:
    return call("Conj", x) if x.dtype.is_complex else call("Identity", x)


def _bitwise_not(x: Any) -> Any:
    return call("LogicalNot", x) if x.dtype.is_bool else call("Invert", x)
