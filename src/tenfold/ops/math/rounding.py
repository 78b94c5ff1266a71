"""Sign, size, rounding, and what kind of number an element is."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING, SIGNED, DType, complex64, complex128, float32, float64
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.core.pieces import LIGHT, NUMBERS
from tenfold.core.signature import Types

from .exponential import SIGNED_NUMBERS


@op("x: T -> y: T", T=(*FLOATING, *SIGNED), shape=rules.same)
def Abs(xp: Any, x: Any) -> Any:
    return xp.abs(x)


Abs.in_pieces(np.absolute, LIGHT, NUMBERS)


@Abs.gradient
def abs_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Sign(x),)


@op(
    "x: T -> y: Tout",
    T=Types((complex64, complex128), default=complex64),
    Tout=(float32, float64),
    shape=rules.same,
)
def ComplexAbs(xp: Any, x: Any, *, Tout: DType = float32) -> Any:
    return xp.abs(x).astype(Tout.np)


@ComplexAbs.gradient
def complexabs_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    nothing = run("ZerosLike", dy)
    arriving = run("Complex", dy, nothing, Tout=x.dtype)
    return (run("DivNoNan", arriving * x, run("Complex", y, nothing, Tout=x.dtype)),)


def abs(x: Any, name: str | None = None) -> Any:
    """The absolute value; of complex numbers the modulus.

    Args:
      x: A tensor of signed, floating or complex numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype, real for complex `x`.

    Example:
      >>> import tenfold as tf
      >>> tf.abs([-1.5, 2.0]).numpy().tolist()
      [1.5, 2.0]
      >>> tf.abs([3 + 4j]).numpy().tolist()
      [5.0]
    """
    x = to_tensor(x)
    if x.dtype.is_complex:
        return ComplexAbs(x, Tout=x.dtype.real_dtype, name=name)
    return Abs(x, name)


@op("x: T -> y: T", T=SIGNED_NUMBERS, shape=rules.same)
def Sign(xp: Any, x: Any) -> Any:
    return xp.sign(x)


Sign.in_pieces(np.sign, LIGHT)


@Sign.gradient
def sign_gradient(call: Any, dy: Any) -> Any:
    return (run("ZerosLike", call.inputs[0]),)


def sign(x: Any, name: str | None = None) -> Any:
    """-1, 0 or 1 by the sign of x; z / |z| for complex z; nan stays nan.

    Args:
      x: A tensor of signed, floating or complex numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.sign([-3.0, 0.0, 2.0]).numpy().tolist()
      [-1.0, 0.0, 1.0]
    """
    x = to_tensor(x)
    if x.dtype.is_complex:
        # The op itself has no gradient there.
        size = run("ComplexAbs", x, Tout=x.dtype.real_dtype)
        return run("DivNoNan", x, run("Cast", size, DstT=x.dtype), name=name)
    return Sign(x, name)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Ceil(xp: Any, x: Any) -> Any:
    return xp.ceil(x)


Ceil.in_pieces(np.ceil, LIGHT)


Ceil.not_differentiable()


def ceil(x: Any, name: str | None = None) -> Any:
    """The least integer that is not below x, as a floating number.

    Args:
      x: A tensor of floating numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.ceil([1.2, -1.2]).numpy().tolist()
      [2.0, -1.0]
    """
    return Ceil(x, name)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Floor(xp: Any, x: Any) -> Any:
    return xp.floor(x)


Floor.in_pieces(np.floor, LIGHT)


Floor.not_differentiable()


def floor(x: Any, name: str | None = None) -> Any:
    """The greatest integer that is not above x, as a floating number.

    Args:
      x: A tensor of floating numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.floor([1.8, -1.2]).numpy().tolist()
      [1.0, -2.0]
    """
    return Floor(x, name)


@op("x: T -> y: T", T=SIGNED_NUMBERS, shape=rules.same)
def Round(xp: Any, x: Any) -> Any:
    return x if x.dtype.kind == "i" else xp.rint(x)


Round.in_pieces(np.rint, LIGHT)


Round.not_differentiable()


def round(x: Any, name: str | None = None) -> Any:
    """The nearest integer, halves to the even one; integers stay as they are.

    Args:
      x: A tensor of signed, floating or complex numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.round([0.5, 1.5, -2.6]).numpy().tolist()
      [0.0, 2.0, -3.0]
    """
    x = to_tensor(x)
    return x if x.dtype.is_integer else Round(x, name)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Rint(xp: Any, x: Any) -> Any:
    return xp.rint(x)


Rint.not_differentiable()


def rint(x: Any, name: str | None = None) -> Any:
    """The nearest integer, halves to the even one, as a floating number.

    Args:
      x: A tensor of floating numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.rint([0.5, 1.5]).numpy().tolist()
      [0.0, 2.0]
    """
    return Rint(x, name)


@op("x: T -> y: bool", T=FLOATING, shape=rules.same)
def IsNan(xp: Any, x: Any) -> Any:
    return xp.isnan(x)


IsNan.in_pieces(np.isnan, LIGHT)


IsNan.not_differentiable()


def is_nan(x: Any, name: str | None = None) -> Any:
    """Whether each element is not a number.

    Args:
      x: A tensor of floating numbers.
      name: A name for the op.

    Returns:
      A bool tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> tf.math.is_nan([1.0, float("inf"), float("nan")]).numpy().tolist()
      [False, False, True]
    """
    return IsNan(x, name=name)


@op("x: T -> y: bool", T=FLOATING, shape=rules.same)
def IsInf(xp: Any, x: Any) -> Any:
    return xp.isinf(x)


IsInf.in_pieces(np.isinf, LIGHT)


IsInf.not_differentiable()


def is_inf(x: Any, name: str | None = None) -> Any:
    """Whether each element is infinite.

    Args:
      x: A tensor of floating numbers.
      name: A name for the op.

    Returns:
      A bool tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> tf.math.is_inf([1.0, float("inf"), float("nan")]).numpy().tolist()
      [False, True, False]
    """
    return IsInf(x, name=name)


@op("x: T -> y: bool", T=FLOATING, shape=rules.same)
def IsFinite(xp: Any, x: Any) -> Any:
    return xp.isfinite(x)


IsFinite.in_pieces(np.isfinite, LIGHT)


IsFinite.not_differentiable()


def is_finite(x: Any, name: str | None = None) -> Any:
    """Whether each element is neither infinite nor nan.

    Args:
      x: A tensor of floating numbers.
      name: A name for the op.

    Returns:
      A bool tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> tf.math.is_finite([1.0, float("inf"), float("nan")]).numpy().tolist()
      [True, False, False]
    """
    return IsFinite(x, name=name)
