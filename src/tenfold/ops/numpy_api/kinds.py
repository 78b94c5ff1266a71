"""Questions about arrays and dtypes, answered as a whole."""

from __future__ import annotations

import numbers
from typing import Any

import ml_dtypes
import numpy as np

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype
from tenfold.core.op import call
from tenfold.core.tensor import Operators
from tenfold.ops.array.casting import cast

from .pairs import floor_divide, mod
from .promotion import all_axes, as_array, default_float, promoted, rank


def isclose(
    a: Any, b: Any, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False
) -> Any:
    """Where two arrays are equal but for a tolerance.

    Args:
      a: An array of numbers.
      b: What it is held to.
      rtol: The tolerance, as a part of `b`.
      atol: The tolerance that is added to that.
      equal_nan: Whether nan is close to nan.

    Returns:
      A boolean tensor of the broadcast shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.isclose([1.0, 2.0], [1.0, 2.1]).numpy().tolist()
      [True, False]
    """
    x, y = promoted(a, b)
    if not (x.dtype.is_floating or x.dtype.is_complex):
        x, y = cast(x, default_float()), cast(y, default_float())
    real = x.dtype.real_dtype
    distance, size = _size(x - y), _size(y)
    near = call("LessEqual", distance, size * to_tensor(rtol, real) + to_tensor(atol, real))
    finite = call("IsFinite", size)
    found = call("LogicalOr", call("LogicalAnd", near, finite), call("Equal", x, y))
    if not equal_nan:
        return found
    both = call("LogicalAnd", call("NotEqual", x, x), call("NotEqual", y, y))
    return call("LogicalOr", found, both)


def _size(x: Any) -> Any:
    return call("ComplexAbs", x, Tout=x.dtype.real_dtype) if x.dtype.is_complex else call("Abs", x)


def allclose(
    a: Any, b: Any, rtol: float = 1e-05, atol: float = 1e-08, equal_nan: bool = False
) -> Any:
    """Whether two arrays are equal but for a tolerance.

    Args:
      a: An array of numbers.
      b: What it is held to.
      rtol: The tolerance, as a part of `b`.
      atol: The tolerance that is added to that.
      equal_nan: Whether nan is close to nan.

    Returns:
      A scalar boolean tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.allclose([1.0, 2.0], [1.0, 2.1]).numpy().item()
      False
    """
    found = isclose(a, b, rtol, atol, equal_nan)
    return call("All", found, all_axes(found))


def array_equal(a1: Any, a2: Any) -> Any:
    """Whether two arrays have the same shape and the same elements.

    Args:
      a1: An array.
      a2: Another.

    Returns:
      A scalar boolean tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.array_equal([1, 2], [1, 2]).numpy().item()
      True
    """
    x, y = promoted(a1, a2)
    if not x.shape.is_compatible_with(y.shape):
        return as_array(False)
    found = call("Equal", x, y, incompatible_shape_error=False)
    equal = call("All", found, all_axes(found))
    if x.shape.is_fully_defined() and y.shape.is_fully_defined():
        return equal
    alike = call("Equal", call("Shape", x), call("Shape", y), incompatible_shape_error=False)
    return call("LogicalAnd", equal, call("All", alike, all_axes(alike)))


def divmod(x1: Any, x2: Any) -> Any:
    """The quotient, rounded down, and the remainder.

    Args:
      x1: An array of real numbers.
      x2: Another, of a shape that broadcasts.

    Returns:
      The pair of tensors.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> [x.numpy().item() for x in tnp.divmod(7, 3)]
      [2, 1]
    """
    return floor_divide(x1, x2), mod(x1, x2)


def sign(x: Any, out: None = None, where: None = None, **kwargs: Any) -> Any:
    """-1, 0 or 1 by the sign; of complex numbers the number of absolute value 1 of the same angle.

    Args:
      x: An array of numbers.
      out: None; tensors cannot be written to.
      where: None; use `where` the function.
      **kwargs: None of NumPy's further ones is supported.

    Returns:
      A tensor of the same shape and dtype.

    Raises:
      ValueError: One of the others is given.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.sign([-2.5, 0.0, 3.0]).numpy().tolist()
      [-1.0, 0.0, 1.0]
    """
    if out is not None or where is not None or kwargs:
        raise ValueError(f"sign: only x is supported; received {kwargs or (out, where)} as well.")
    return call("Sign", as_array(x))


def iscomplexobj(x: Any) -> bool:
    """Whether the dtype is complex.

    Args:
      x: An array, or what makes one.

    Returns:
      A bool.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.iscomplexobj([1j])
      True
    """
    return as_array(x).dtype.is_complex


def isrealobj(x: Any) -> bool:
    """Whether the dtype is not complex.

    Args:
      x: An array, or what makes one.

    Returns:
      A bool.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.isrealobj([1j])
      False
    """
    return not iscomplexobj(x)


def isscalar(num: Any) -> bool:
    """Whether a value is a number, a string, or an array of rank 0.

    Args:
      num: Anything.

    Returns:
      A bool.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.isscalar(1), tnp.isscalar([1])
      (True, False)
    """
    if isinstance(num, Operators):
        return rank(to_tensor(num)) == 0
    return isinstance(num, (np.generic, numbers.Number, str, bytes))


def finfo(dtype: Any) -> Any:
    """The limits of a floating dtype.

    Args:
      dtype: The dtype.

    Returns:
      What NumPy's `finfo` gives.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.finfo(tnp.float32).max.item()
      3.4028234663852886e+38
    """
    wanted = as_dtype(dtype).np
    return ml_dtypes.finfo(wanted) if wanted.kind == "V" else np.finfo(wanted)


def issubdtype(arg1: Any, arg2: Any) -> bool:
    """Whether a dtype is of a kind.

    Args:
      arg1: A dtype.
      arg2: A dtype, or a kind such as `np.integer`.

    Returns:
      A bool.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.issubdtype(tnp.float32, tnp.inexact)
      True
    """
    return bool(np.issubdtype(_numpy_kind(arg1), _numpy_kind(arg2)))


def _numpy_kind(x: Any) -> Any:
    return as_dtype(x).np if hasattr(x, "as_numpy_dtype") else x
