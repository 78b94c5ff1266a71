"""Quotients and remainders: floored, truncated, and without nan where the divisor is zero."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import (
    COMPLEX,
    FLOATING,
    REAL,
    bfloat16,
    float16,
    float32,
    float64,
    int32,
    int64,
)
from tenfold.core.namespace.short_forms import kept
from tenfold.core.op import call, op
from tenfold.core.pieces import NUMBERS, SLOW

from .arithmetic import (
    PLAIN,
    FloorDiv,
    Mul,
    RealDiv,
    checked,
    conj,
    exact_quotient,
    floored,
    quotient,
    same_dtype,
    unbroadcast,
)

FLOAT_OR_COMPLEX = (*FLOATING, *COMPLEX)


def truncated(xp: Any, x: Any, y: Any) -> Any:
    """The quotient of integers, rounded towards zero."""
    y = checked(xp, x, y)
    quotient = xp.floor_divide(x, y)
    if x.dtype.kind == "u":
        return quotient
    up = ((x < 0) != (y < 0)) & (quotient * y != x)
    return quotient + up.astype(x.dtype)


@op("x: T, y: T -> z: T", T=PLAIN, shape=rules.broadcast)
def Div(xp: Any, x: Any, y: Any) -> Any:
    return truncated(xp, x, y) if x.dtype.kind in "iu" else x / y


@Div.gradient
def div_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs

    dx = RealDiv(dy, conj(y))
    return unbroadcast(dx, x), unbroadcast(Mul(dy, RealDiv(RealDiv(-conj(x), conj(y)), conj(y))), y)


@op("x: T, y: T -> z: T", T=PLAIN, shape=rules.broadcast)
def TruncateDiv(xp: Any, x: Any, y: Any) -> Any:
    return truncated(xp, x, y) if x.dtype.kind in "iu" else xp.trunc(exact_quotient(xp, x, y))


TruncateDiv.not_differentiable()


@op("x: T, y: T -> z: T", T=(int32, int64, *FLOATING), shape=rules.broadcast)
def TruncateMod(xp: Any, x: Any, y: Any) -> Any:
    if x.dtype.kind in "iu":
        return x - truncated(xp, x, y) * y
    return xp.fmod(x, y)


@TruncateMod.gradient
def truncatemod_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs

    return unbroadcast(dy, x), unbroadcast(dy * -TruncateDiv(x, y), y)


@op(
    "x: T, y: T -> z: T",
    T=(int32, int64, float16, float16, bfloat16, float32, float64),
    shape=rules.broadcast,
)
def Mod(xp: Any, x: Any, y: Any) -> Any:
    return TruncateMod.kernel(xp, x, y)


Mod.not_differentiable()


@op("x: T, y: T -> z: T", T=REAL, shape=rules.broadcast)
def FloorMod(xp: Any, x: Any, y: Any) -> Any:
    if x.dtype.kind in "iu":
        y = checked(xp, x, y)
        return xp.remainder(x, y) if xp.compiled or x.size < _MANY else x - floored(xp, x, y) * y
    rest = xp.fmod(x, y) if xp.compiled or x.dtype != np.float32 else _rest(x, y)
    return xp.where((rest != 0) & ((rest < 0) != (y < 0)), rest + y, rest)


FloorMod.in_pieces(None, SLOW, NUMBERS)


def _rest(x: np.ndarray, y: np.ndarray) -> np.ndarray:
    """`np.fmod` of float32, which takes one number after the other.

    A quotient of float32 is cut to its whole part in float64 as it would be exactly, and while that
    has at most 28 bits its product with the divisor is exact too.
    """
    if x.size < _MANY:
        return np.fmod(x, y)
    wide = np.divide(x, y, dtype=np.float64)
    np.trunc(wide, out=wide)
    exact = (np.abs(wide) < 2.0**28) & np.isfinite(y)
    rest = np.copysign(np.subtract(x, wide * y), x).astype(np.float32)
    others = np.nonzero(~exact)
    if len(others[0]):
        xs, ys = np.broadcast_arrays(x, y)
        rest[others] = np.fmod(xs[others], ys[others])
    return rest


# From so many numbers on.
_MANY = 2**12


@FloorMod.gradient
def floormod_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs

    return unbroadcast(dy, x), unbroadcast(dy * -FloorDiv(x, y), y)


def floormod(x: Any, y: Any, name: str | None = None) -> Any:
    """The remainder of floored division: its sign is that of `y`, as Python's `%`.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Raises:
      tf.errors.InvalidArgumentError: An integer divisor is zero.

    Example:
      >>> import tenfold as tf
      >>> tf.math.floormod([-5, 5], [3, -3]).numpy().tolist()
      [1, -1]
    """
    return FloorMod(x, y, name)


def floordiv(x: Any, y: Any, name: str | None = None) -> Any:
    """The quotient rounded down, as Python's `//`.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Raises:
      tf.errors.InvalidArgumentError: An integer divisor is zero.

    Example:
      >>> import tenfold as tf
      >>> tf.math.floordiv([-5, 5], 3).numpy().tolist()
      [-2, 1]
    """
    return FloorDiv(x, y, name)


def truediv(x: Any, y: Any, name: str | None = None) -> Any:
    """x / y as Python divides: integers give float64 (float32 for 8 and 16 bits).

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A floating or complex tensor of the broadcast shape.

    Raises:
      TypeError: The dtypes differ.

    Example:
      >>> import tenfold as tf
      >>> tf.math.truediv([1, 3], 2).numpy().tolist()
      [0.5, 1.5]
    """
    return quotient(x, y, name)


@op("x: T, y: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.broadcast)
def DivNoNan(xp: Any, x: Any, y: Any) -> Any:
    zero = y == 0
    return xp.where(zero, xp.zeros_like(x), x / xp.where(zero, xp.ones_like(y), y))


def div_no_nan_into(x: Any, y: Any, out: Any) -> None:
    np.divide(x, y, out=out)
    kept(np.asarray(y != 0), out, out)


DivNoNan.in_pieces(div_no_nan_into, SLOW)
DivNoNan.faster_compiled(7e-10)


@DivNoNan.gradient
def divnonan_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs

    x, y = conj(x), conj(y)
    back = Mul(dy, DivNoNan(DivNoNan(-x, y), y))
    return unbroadcast(DivNoNan(dy, y), x), unbroadcast(back, y)


def divide_no_nan(x: Any, y: Any, name: str | None = None) -> Any:
    """x / y, and 0 where y is 0, whatever x is there.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Raises:
      TypeError: The dtypes differ.

    Example:
      >>> import tenfold as tf
      >>> tf.math.divide_no_nan([1.0, 3.0], [0.0, 2.0]).numpy().tolist()
      [0.0, 1.5]
    """
    x, y = same_dtype(x, y)
    if x.dtype is not y.dtype:
        raise TypeError(
            f"`x` and `y` must have the same dtype, got {x.dtype!r} != {y.dtype!r}. "
            "Use tf.cast on one of them."
        )
    if not (x.dtype.is_floating or x.dtype.is_complex):
        x, y = quotient(x, 1), quotient(y, 1)
    return DivNoNan(x, y, name)


@op("x: T, y: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.broadcast)
def MulNoNan(xp: Any, x: Any, y: Any) -> Any:
    zero = y == 0
    return xp.where(zero, xp.zeros_like(x * y), x * y)


def mul_no_nan_into(x: Any, y: Any, out: Any) -> None:
    np.multiply(x, y, out=out)
    kept(np.asarray(y != 0), out, out)


MulNoNan.in_pieces(mul_no_nan_into, SLOW)
MulNoNan.faster_compiled(5e-10)


@MulNoNan.gradient
def mulnonan_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs

    return unbroadcast(MulNoNan(dy, conj(y)), x), unbroadcast(MulNoNan(conj(x), dy), y)


def multiply_no_nan(x: Any, y: Any, name: str | None = None) -> Any:
    """x * y, and 0 where y is 0, even if x is infinite or nan there.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Raises:
      TypeError: The dtypes differ.

    Example:
      >>> import tenfold as tf
      >>> tf.math.multiply_no_nan([float("nan"), 3.0], [0.0, 2.0]).numpy().tolist()
      [0.0, 6.0]
    """
    x, y = same_dtype(x, y)
    if x.dtype is not y.dtype:
        raise TypeError(
            f"`x` and `y` must have the same dtype, got {x.dtype!r} != {y.dtype!r}. "
            "Use tf.cast on one of them."
        )
    return MulNoNan(x, y, name)


@op("x: T, y: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.broadcast)
def Xdivy(xp: Any, x: Any, y: Any) -> Any:
    return xp.where(x == 0, xp.zeros_like(x), x / y)


def xdivy_into(x: Any, y: Any, out: Any) -> None:
    np.divide(x, y, out=out)
    kept(np.asarray(x != 0), out, out)


Xdivy.in_pieces(xdivy_into, SLOW)
Xdivy.faster_compiled(4e-10)


@Xdivy.gradient
def xdivy_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs

    x_gate = nonzero(x)
    dx = Mul(dy, Xdivy(x_gate, conj(y)))
    back = Mul(dy, -Xdivy(conj(x), Mul(conj(y), conj(y))))
    return unbroadcast(dx, x), unbroadcast(back, y)


def xdivy(x: Any, y: Any, name: str | None = None) -> Any:
    """x / y, and 0 where x is 0, even if y is 0 there.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.xdivy([0.0, 3.0], [0.0, 2.0]).numpy().tolist()
      [0.0, 1.5]
    """
    return Xdivy(x, y, name)


@op("x: T, y: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.broadcast)
def Xlogy(xp: Any, x: Any, y: Any) -> Any:
    return xp.where(x == 0, xp.zeros_like(x), x * xp.log(y))


def xlogy_into(x: Any, y: Any, out: Any) -> None:
    np.multiply(x, np.log(y), out=out)
    kept(np.asarray(x != 0), out, out)


Xlogy.in_pieces(xlogy_into, SLOW)
Xlogy.faster_compiled(5e-10)


@Xlogy.gradient
def xlogy_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs

    dx = Mul(dy, Xlogy(nonzero(x), conj(y)))
    return unbroadcast(dx, x), unbroadcast(Mul(dy, Xdivy(conj(x), conj(y))), y)


def xlogy(x: Any, y: Any, name: str | None = None) -> Any:
    """x * log(y), and 0 where x is 0, whatever y is there.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.xlogy([0.0, 1.0], [0.0, 1.0]).numpy().tolist()
      [0.0, 0.0]
    """
    return Xlogy(x, y, name)


@op("x: T, y: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.broadcast)
def Xlog1py(xp: Any, x: Any, y: Any) -> Any:
    return xp.where(x == 0, xp.zeros_like(x), x * xp.log1p(y))


def xlog1py_into(x: Any, y: Any, out: Any) -> None:
    np.multiply(x, np.log1p(y), out=out)
    kept(np.asarray(x != 0), out, out)


Xlog1py.in_pieces(xlog1py_into, SLOW)
Xlog1py.faster_compiled(1e-9)


@Xlog1py.gradient
def xlog1py_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs

    dx = Mul(dy, Xlog1py(nonzero(x), conj(y)))
    return unbroadcast(dx, x), unbroadcast(Mul(dy, Xdivy(conj(x), conj(y) + 1)), y)


def xlog1py(x: Any, y: Any, name: str | None = None) -> Any:
    """x * log(1 + y), and 0 where x is 0, whatever y is there.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.xlog1py([0.0, 1.0], [-1.0, 0.0]).numpy().tolist()
      [0.0, 0.0]
    """
    return Xlog1py(x, y, name)


def nonzero(x: Any) -> Any:
    """1 where `x` is not zero, else 0, in the dtype of `x`."""
    return call("Cast", call("NotEqual", x, call("ZerosLike", x)), DstT=x.dtype)


def realdiv(x: Any, y: Any, name: str | None = None) -> Any:
    """x / y of floating and complex numbers.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.realdiv([1.0, 3.0], 2.0).numpy().tolist()
      [0.5, 1.5]
    """
    return RealDiv(x, y, name)


def truncatediv(x: Any, y: Any, name: str | None = None) -> Any:
    """x / y, rounded towards 0.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.truncatediv([7, -7], 2).numpy().tolist()
      [3, -3]
    """
    return TruncateDiv(x, y, name)


def truncatemod(x: Any, y: Any, name: str | None = None) -> Any:
    """What truncated division leaves: it has the sign of x.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, whose shape broadcasts with that of x.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.truncatemod([7, -7], 4).numpy().tolist()
      [3, -3]
    """
    return TruncateMod(x, y, name)
