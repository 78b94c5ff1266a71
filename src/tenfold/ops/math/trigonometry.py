"""Sines, cosines, tangents and their inverses, circular and hyperbolic."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.op import op
from tenfold.core.pieces import LIGHT, SLOW, SMOOTH

from . import circular
from .arithmetic import conj
from .exponential import FLOAT_OR_COMPLEX, Reciprocal, Rsqrt, Square, one, paired


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Sin(xp: Any, x: Any) -> Any:
    return circular.sine(xp, x) if xp.compiled else xp.sin(x)


Sin.in_pieces(np.sin, SLOW, SMOOTH)


@Sin.gradient
def sin_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Cos(conj(x)),)


def sin(x: Any, name: str | None = None) -> Any:
    """The sine of x, element by element.

    Args:
      x: A floating or complex tensor, in radians.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.sin([0.0, 1.0]).numpy().round(4))
      [0.     0.8415]
    """
    return Sin(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Cos(xp: Any, x: Any) -> Any:
    return circular.cosine(xp, x) if xp.compiled else xp.cos(x)


Cos.in_pieces(np.cos, SLOW, SMOOTH)


@Cos.gradient
def cos_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * -Sin(conj(x)),)


def cos(x: Any, name: str | None = None) -> Any:
    """The cosine of x, element by element.

    Args:
      x: A floating or complex tensor, in radians.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.cos([0.0, 1.0]).numpy().round(4))
      [1.     0.5403]
    """
    return Cos(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Tan(xp: Any, x: Any) -> Any:
    return circular.tangent(xp, x) if xp.compiled else xp.tan(x)


Tan.in_pieces(np.tan, SLOW, SMOOTH)


@Tan.gradient
def tan_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Square(Reciprocal(Cos(conj(x)))),)


def tan(x: Any, name: str | None = None) -> Any:
    """The tangent of x, element by element.

    Args:
      x: A floating or complex tensor, in radians.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.tan([0.0, 1.0]).numpy().round(4))
      [0.     1.5574]
    """
    return Tan(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Asin(xp: Any, x: Any) -> Any:
    return circular.arcsine(xp, x) if xp.compiled else xp.arcsin(x)


Asin.in_pieces(np.arcsin, SLOW, SMOOTH)


@Asin.gradient
def asin_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Rsqrt(1 - Square(conj(x))),)


def asin(x: Any, name: str | None = None) -> Any:
    """The angle whose sine is x, in [-pi/2, pi/2]; nan outside [-1, 1].

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.asin([0.0, 1.0]).numpy().round(4))
      [0.     1.5708]
    """
    return Asin(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Acos(xp: Any, x: Any) -> Any:
    return circular.arccosine(xp, x) if xp.compiled else xp.arccos(x)


Acos.in_pieces(np.arccos, SLOW, SMOOTH)


@Acos.gradient
def acos_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (-Rsqrt(1 - Square(conj(x))) * dy,)


def acos(x: Any, name: str | None = None) -> Any:
    """The angle whose cosine is x, in [0, pi]; nan outside [-1, 1].

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.acos([1.0, 0.0]).numpy().round(4))
      [0.     1.5708]
    """
    return Acos(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Atan(xp: Any, x: Any) -> Any:
    return circular.arctangent(xp, x) if xp.compiled else xp.arctan(x)


Atan.in_pieces(np.arctan, SLOW, SMOOTH)


@Atan.gradient
def atan_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Reciprocal(1 + Square(conj(x))),)


def atan(x: Any, name: str | None = None) -> Any:
    """The angle whose tangent is x, in (-pi/2, pi/2).

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.atan([0.0, 1.0]).numpy().round(4))
      [0.     0.7854]
    """
    return Atan(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Sinh(xp: Any, x: Any) -> Any:
    return xp.sinh(x)


Sinh.in_pieces(np.sinh, SLOW, SMOOTH)


@Sinh.gradient
def sinh_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Cosh(conj(x)),)


def sinh(x: Any, name: str | None = None) -> Any:
    """The hyperbolic sine of x, element by element.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.sinh([0.0, 1.0]).numpy().round(4))
      [0.     1.1752]
    """
    return Sinh(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Cosh(xp: Any, x: Any) -> Any:
    return xp.cosh(x)


Cosh.in_pieces(np.cosh, SLOW, SMOOTH)


@Cosh.gradient
def cosh_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Sinh(conj(x)),)


def cosh(x: Any, name: str | None = None) -> Any:
    """The hyperbolic cosine of x, element by element.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.cosh([0.0, 1.0]).numpy().round(4))
      [1.     1.5431]
    """
    return Cosh(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Tanh(xp: Any, x: Any) -> Any:
    return xp.tanh(x)


Tanh.in_pieces(np.tanh, SLOW, SMOOTH)


@Tanh.gradient
def tanh_gradient(call: Any, dy: Any) -> Any:
    y = call.outputs[0]
    return (TanhGrad(conj(y), dy),)


def tanh(x: Any, name: str | None = None) -> Any:
    """The hyperbolic tangent of x, element by element.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.tanh([0.0, 1.0]).numpy().round(4))
      [0.     0.7616]
    """
    return Tanh(x, name)


@op("y: T, dy: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def TanhGrad(xp: Any, y: Any, dy: Any) -> Any:
    return paired(y, dy) * (one(y) - y * y)


def tanh_grad_into(y: Any, dy: Any, out: Any) -> None:
    np.multiply(y, y, out=out)
    np.subtract(one(y), out, out=out)
    out *= dy


TanhGrad.in_pieces(tanh_grad_into, LIGHT)


@TanhGrad.gradient
def tanhgrad_gradient(call: Any, dy: Any) -> Any:
    y, dy_in = call.inputs
    return dy * -2 * conj(dy_in) * conj(y), TanhGrad(conj(y), dy)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Asinh(xp: Any, x: Any) -> Any:
    return xp.arcsinh(x)


Asinh.in_pieces(np.arcsinh, SLOW, SMOOTH)


@Asinh.gradient
def asinh_gradient(call: Any, dy: Any) -> Any:
    y = call.outputs[0]
    return (dy / Cosh(conj(y)),)


def asinh(x: Any, name: str | None = None) -> Any:
    """The number whose hyperbolic sine is x.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.asinh([0.0, 1.0]).numpy().round(4))
      [0.     0.8814]
    """
    return Asinh(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Acosh(xp: Any, x: Any) -> Any:
    return xp.arccosh(x)


Acosh.in_pieces(np.arccosh, SLOW, SMOOTH)


@Acosh.gradient
def acosh_gradient(call: Any, dy: Any) -> Any:
    y = call.outputs[0]
    return (dy / Sinh(conj(y)),)


def acosh(x: Any, name: str | None = None) -> Any:
    """The number from zero up whose hyperbolic cosine is x; nan for x below 1.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.acosh([1.0, 2.0]).numpy().round(4))
      [0.    1.317]
    """
    return Acosh(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Atanh(xp: Any, x: Any) -> Any:
    return xp.arctanh(x)


Atanh.in_pieces(np.arctanh, SLOW, SMOOTH)


@Atanh.gradient
def atanh_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Reciprocal(1 - Square(conj(x))),)


def atanh(x: Any, name: str | None = None) -> Any:
    """The number whose hyperbolic tangent is x; nan outside [-1, 1].

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.atanh([0.0, 0.5]).numpy().round(4))
      [0.     0.5493]
    """
    return Atanh(x, name)
