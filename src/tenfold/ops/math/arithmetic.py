"""Sums, differences, products and quotients, element by element, with broadcasting."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import (
    COMPLEX,
    FLOATING,
    NUMBER,
    QUANTIZED,
    SIGNED,
    DType,
    float32,
    float64,
    int8,
    int16,
    string,
    uint8,
    uint16,
)
from tenfold.core.op import call, op
from tenfold.core.pieces import LIGHT, NUMBERS, SLOW
from tenfold.core.tensor import EagerTensor, Operators, Tensor
from tenfold.ops.array.broadcasting import unbroadcast

PLAIN = tuple(t for t in NUMBER if t not in QUANTIZED)


def conj(x: Any) -> Any:
    """The conjugate, which is the number itself unless it is complex."""
    return call("Conj", x) if x.dtype.is_complex else x


@op("x: T, y: T -> z: T", T=PLAIN, shape=rules.broadcast)
def AddV2(xp: Any, x: Any, y: Any) -> Any:
    return x + y


AddV2.in_pieces(np.add, LIGHT, NUMBERS)


@AddV2.gradient
def add_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs
    return unbroadcast(dy, x), unbroadcast(dy, y)


def add(x: Any, y: Any, name: str | None = None) -> Any:
    """x + y, element by element, with broadcasting.

    Args:
      x: A tensor of numbers, or of strings, which are joined.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Raises:
      tf.errors.InvalidArgumentError: The dtypes differ or the shapes do not broadcast.

    Example:
      >>> import tenfold as tf
      >>> tf.add([1, 2], 3).numpy().tolist()
      [4, 5]
    """
    if type(x) is EagerTensor and x._dtype is not string:
        return AddV2.short(x, y, name or "Add")
    if isinstance(x, (str, bytes)) or getattr(x, "dtype", None) is string:
        return call("Add", x, y, name=name)
    return AddV2(x, y, name or "Add")


@op("x: T, y: T -> z: T", T=PLAIN, shape=rules.broadcast)
def Sub(xp: Any, x: Any, y: Any) -> Any:
    return x - y


Sub.in_pieces(np.subtract, LIGHT, NUMBERS)


@Sub.gradient
def sub_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs
    return unbroadcast(dy, x), unbroadcast(-dy, y)


def subtract(x: Any, y: Any, name: str | None = None) -> Any:
    """x - y, element by element, with broadcasting.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.subtract([5, 2], 3).numpy().tolist()
      [2, -1]
    """
    return Sub(x, y, name)


@op("x: T, y: T -> z: T", T=PLAIN, shape=rules.broadcast)
def Mul(xp: Any, x: Any, y: Any) -> Any:
    return x * y


Mul.in_pieces(np.multiply, LIGHT, NUMBERS)


@Mul.gradient
def mul_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs
    return unbroadcast(Mul(dy, conj(y)), x), unbroadcast(Mul(conj(x), dy), y)


def multiply(x: Any, y: Any, name: str | None = None) -> Any:
    """x * y, element by element, with broadcasting.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.multiply([1.0, 2.0], 3.0).numpy().tolist()
      [3.0, 6.0]
    """
    return Mul(x, y, name)


@op("x: T, y: T -> z: T", T=PLAIN, shape=rules.broadcast)
def RealDiv(xp: Any, x: Any, y: Any) -> Any:
    if x.dtype.kind in "iu":
        return FloorDiv.kernel(xp, x, y)
    return x / y


RealDiv.in_pieces(np.divide, LIGHT)


@RealDiv.gradient
def realdiv_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs
    dx = RealDiv(dy, conj(y))
    return unbroadcast(dx, x), unbroadcast(Mul(dy, RealDiv(RealDiv(-conj(x), conj(y)), conj(y))), y)


def checked(xp: Any, x: Any, y: Any) -> Any:
    """Integer divisors of `x`, with an error where one is zero and something is divided."""
    zero = y == 0
    if not xp.compiled and not zero.any():
        return y
    if np.size(x):
        xp.raise_if(zero.any(), "InvalidArgumentError", "Integer division by zero.")
    return xp.where(zero, xp.ones_like(y), y)


@op("x: T, y: T -> z: T", T=PLAIN, shape=rules.broadcast)
def FloorDiv(xp: Any, x: Any, y: Any) -> Any:
    if x.dtype.kind in "iu":
        return floored(xp, x, checked(xp, x, y))
    return xp.floor(exact_quotient(xp, x, y))


FloorDiv.in_pieces(None, SLOW, NUMBERS)


def floored(xp: Any, x: Any, y: Any) -> Any:
    """The quotient of integers, rounded down; the divisors are not zero.

    Processors divide many float64 at a time, and integers one by one. A float64 quotient of 32-bit
    integers that is no integer lies further from the next one than it was rounded.
    """
    if xp.compiled or np.size(x) < _MANY or x.dtype.itemsize > 4:
        return xp.floor_divide(x, y)
    wide = np.divide(x, y, dtype=np.float64)
    # Of wide integers alone what does not fit, -2**31 / -1, is cut to its low bits everywhere.
    return np.floor(wide, out=wide).astype(np.int64).astype(x.dtype)


# From so many integers on.
_MANY = 2**12


def exact_quotient(xp: Any, x: Any, y: Any) -> Any:
    """x / y, rounded once, for what is cut to an integer."""
    if xp.compiled and x.shape != y.shape:
        # XLA multiplies by the reciprocal of what is broadcast: 88 // 88 would be 0 in float16.
        x, y = xp.lax.optimization_barrier(tuple(xp.broadcast_arrays(x, y)))
    return x / y


FloorDiv.not_differentiable()

_WIDER = {
    **dict.fromkeys(PLAIN, float64),
    **dict.fromkeys((int8, uint8, int16, uint16), float32),
    **{t: t for t in (*FLOATING, *COMPLEX)},
}


def divide(x: Any, y: Any, name: str | None = None) -> Any:
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
      >>> tf.divide([1, 3], 2).numpy().tolist()
      [0.5, 1.5]
    """
    if name is not None:
        return quotient(x, y, name)
    # The operator, which promotes dtypes where NumPy's behaviour is switched on.
    other = getattr(y, "dtype", None) if isinstance(y, Operators) else None
    return (x if isinstance(x, Operators) else to_tensor(x, other)) / y


def quotient(x: Any, y: Any, name: str | None = None) -> Any:
    """What `/` gives of two tensors, or of a tensor and what becomes one."""
    x, y = same_dtype(x, y)
    if x.dtype is not y.dtype:
        raise TypeError(
            f"`x` and `y` must have the same dtype, got {x.dtype!r} != {y.dtype!r}. "
            "Use tf.cast on one of them."
        )
    wide: DType | None = _WIDER.get(x.dtype)
    if wide is None:
        raise TypeError(
            f"Invalid dtype {x.dtype.name} in a division; expected a number. Use tf.cast."
        )
    if wide is not x.dtype:
        x, y = call("Cast", x, DstT=wide), call("Cast", y, DstT=wide)
    return RealDiv(x, y, name or "truediv")


def same_dtype(x: Any, y: Any) -> tuple[Any, Any]:
    """Both as tensors; a Python number takes the dtype of the other."""
    if isinstance(x, Tensor):
        return x, y if isinstance(y, Tensor) else _like(y, x)
    if isinstance(y, Tensor):
        return _like(x, y), y
    x = to_tensor(x)
    return x, _like(y, x)


def _like(value: Any, x: Tensor) -> Any:
    fixed = isinstance(getattr(value, "dtype", None), DType)
    return to_tensor(value, None if fixed else x.dtype)


@op("x: T -> y: T", T=(*FLOATING, *SIGNED, *COMPLEX), shape=rules.same)
def Neg(xp: Any, x: Any) -> Any:
    return -x


Neg.in_pieces(np.negative, LIGHT, NUMBERS)


@Neg.gradient
def neg_gradient(call: Any, dy: Any) -> Any:
    return (Neg(dy),)


def negative(x: Any, name: str | None = None) -> Any:
    """-x, element by element.

    Args:
      x: A tensor of floating, signed or complex numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.negative([1, -2]).numpy().tolist()
      [-1, 2]
    """
    return Neg(x, name)
