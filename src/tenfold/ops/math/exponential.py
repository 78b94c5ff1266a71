"""Powers of e and of x, their inverses, and the sigmoid."""

from __future__ import annotations

import functools
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import COMPLEX, FLOATING, INTEGER, SIGNED
from tenfold.core.half_floats import widen
from tenfold.core.op import call, op
from tenfold.core.pieces import LIGHT, NUMBERS, SLOW, SMOOTH, by_rows

from .arithmetic import conj

FLOAT_OR_COMPLEX = (*FLOATING, *COMPLEX)
SIGNED_NUMBERS = (*FLOATING, *SIGNED, *COMPLEX)
SQUARABLE = (*FLOATING, *INTEGER, *COMPLEX)


def one(x: Any) -> Any:
    """1 in the dtype of `x`: a Python 1 would widen NumPy's bfloat16."""
    return x.dtype.type(1)


def half(x: Any) -> Any:
    """One half in the dtype of `x`."""
    return x.dtype.type(0.5)


def conjugate(xp: Any, x: Any) -> Any:
    """The conjugate of a raw value, which is the value itself unless it is complex."""
    return xp.conj(x) if x.dtype.kind == "c" else x


def paired(y: Any, dy: Any) -> Any:
    """`dy` in the shape of `y`: ops that take both do not broadcast."""
    if y.shape == dy.shape:
        return dy
    if y.size != dy.size:
        raise ValueError(f"y and dy must have the same size; they have {y.size} and {dy.size}.")
    return dy.reshape(y.shape)


def quiet(xp: Any, dy: Any, dx: Any) -> Any:
    """`dx`, but 0 where nothing arrives: there 0 / 0 and 0 * inf are 0, as in TensorFlow."""
    return xp.where(dy == 0, xp.zeros_like(dx), dx)


def reciprocal_of(xp: Any, x: Any) -> Any:
    """1 / x; for integers truncated, so that only 1 and -1 give something."""
    if x.dtype.kind != "i":
        return one(x) / x
    xp.raise_if((x == 0).any(), "InvalidArgumentError", "Integer division by zero.")
    return xp.where(abs(x) == 1, x, xp.zeros_like(x))


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Exp(xp: Any, x: Any) -> Any:
    if x.dtype.kind == "c" and not xp.compiled and x.size >= _MANY:
        return by_rows(_complex_exp, x.reshape(-1)).reshape(x.shape)
    return xp.exp(x)


Exp.in_pieces(np.exp, SLOW, SMOOTH)

# From so many complex numbers on.
_MANY = 2**8


def _complex_exp(x: Any) -> Any:
    """The exponentials of a vector by their parts: NumPy takes one number after the other."""
    out: Any = np.empty(x.shape, x.dtype)
    angle = x.imag.copy()
    size = np.exp(x.real.copy())
    np.multiply(size, np.cos(angle), out=out.real)
    np.multiply(size, np.sin(angle), out=out.imag)
    special = np.flatnonzero(~np.isfinite(out) | (angle == 0))
    if special.size:
        out[special] = np.exp(x[special])
    return out


@Exp.gradient
def exp_gradient(call: Any, dy: Any) -> Any:
    y = call.outputs[0]
    return (dy * conj(y),)


def exp(x: Any, name: str | None = None) -> Any:
    """e to the power x, element by element.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.exp([0.0, 1.0]).numpy().round(4))
      [1.     2.7183]
    """
    return Exp(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Expm1(xp: Any, x: Any) -> Any:
    return xp.expm1(x)


Expm1.in_pieces(np.expm1, SLOW, SMOOTH)


@Expm1.gradient
def expm1_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * conj(Exp(x)),)


def expm1(x: Any, name: str | None = None) -> Any:
    """exp(x) - 1, accurate for x near zero.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.expm1([0.0, 1e-10]).numpy().tolist()[0]
      0.0
    """
    return Expm1(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Log(xp: Any, x: Any) -> Any:
    return xp.log(x)


Log.in_pieces(np.log, SLOW, SMOOTH)


@Log.gradient
def log_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Reciprocal(conj(x)),)


def log(x: Any, name: str | None = None) -> Any:
    """The natural logarithm, element by element; nan below zero and -inf at zero.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.log([1.0, 0.0]).numpy().tolist()
      [0.0, -inf]
    """
    return Log(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Log1p(xp: Any, x: Any) -> Any:
    if x.dtype.kind != "c":
        return xp.log1p(x)
    # log |1 + x| from its square less 1, which does not round a small x away.
    real, imag = xp.real(x), xp.imag(x)
    size = real.dtype.type(0.5) * xp.log1p(real * (2 + real) + imag * imag)
    near = (abs(real) < 0.5) & (abs(imag) < 0.5)
    angle = xp.arctan2(imag, 1 + real)
    return xp.where(near, (size + 1j * angle).astype(x.dtype), xp.log(1 + x))


Log1p.in_pieces(np.log1p, SLOW, SMOOTH)


@Log1p.gradient
def log1p_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Reciprocal(1 + conj(x)),)


def log1p(x: Any, name: str | None = None) -> Any:
    """log(1 + x), accurate for x near zero.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.log1p([0.0, 1.0]).numpy().round(4))
      [0.     0.6931]
    """
    return Log1p(x, name)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Sqrt(xp: Any, x: Any) -> Any:
    return xp.sqrt(x)


Sqrt.in_pieces(np.sqrt, SLOW)


@Sqrt.gradient
def sqrt_gradient(call: Any, dy: Any) -> Any:
    y = call.outputs[0]
    return (SqrtGrad(y, dy),)


def sqrt(x: Any, name: str | None = None) -> Any:
    """The square root, element by element; nan below zero.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.sqrt([4.0, 9.0]).numpy().tolist()
      [2.0, 3.0]
    """
    return Sqrt(x, name)


@op("y: T, dy: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def SqrtGrad(xp: Any, y: Any, dy: Any) -> Any:
    dy = paired(y, dy)
    return quiet(xp, dy, dy * half(y) / conjugate(xp, y))


@SqrtGrad.gradient
def sqrtgrad_gradient(call: Any, dy: Any) -> Any:
    ratio = dy / call.inputs[0]
    return -conj(ratio) * call.outputs[0], 0.5 * ratio


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Rsqrt(xp: Any, x: Any) -> Any:
    wide = widen(x)
    if xp.compiled and wide.dtype == np.float32:
        return xp.lax.platform_dependent(
            wide, cpu=functools.partial(_root_of_reciprocal, xp), default=xp.lax.rsqrt
        ).astype(x.dtype)
    return (one(wide) / xp.sqrt(wide)).astype(x.dtype, copy=False)


def _root_of_reciprocal(xp: Any, x: Any) -> Any:
    """1 / sqrt(x), which XLA's code for processors finds one number at a time."""
    large = x > 2.0**100  # its reciprocal may be denormal, which is taken for zero
    root = xp.sqrt(one(x) / xp.where(large, x * x.dtype.type(2.0**-64), x))
    root = xp.where(large, root * x.dtype.type(2.0**-32), root)
    return xp.where(x == 0, one(x) / x, xp.where(x < 0, x.dtype.type(np.nan), root))


def rsqrt_into(x: Any, out: Any) -> None:
    np.sqrt(x, out=out)
    np.divide(one(x), out, out=out)


Rsqrt.in_pieces(rsqrt_into, SLOW)


@Rsqrt.gradient
def rsqrt_gradient(call: Any, dy: Any) -> Any:
    y = call.outputs[0]
    return (RsqrtGrad(y, dy),)


def rsqrt(x: Any, name: str | None = None) -> Any:
    """1 / sqrt(x), element by element.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.rsqrt([4.0, 0.25]).numpy().tolist()
      [0.5, 2.0]
    """
    return Rsqrt(x, name)


@op("y: T, dy: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def RsqrtGrad(xp: Any, y: Any, dy: Any) -> Any:
    dy, z = paired(y, dy), conjugate(xp, y)
    return quiet(xp, dy, (-half(y) * (dy * z)) * (z * z))


@RsqrtGrad.gradient
def rsqrtgrad_gradient(call: Any, dy: Any) -> Any:
    y, dy_in = call.inputs
    return -1.5 * conj(dy) * dy_in * Square(conj(y)), RsqrtGrad(conj(y), dy)


@op("x: T -> y: T", T=SQUARABLE, shape=rules.same)
def Square(xp: Any, x: Any) -> Any:
    return x * x


Square.in_pieces(np.square, LIGHT, NUMBERS)


@Square.gradient
def square_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * (2 * conj(x)),)


def square(x: Any, name: str | None = None) -> Any:
    """x * x, element by element.

    Args:
      x: A tensor of numbers.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.square([2, -3]).numpy().tolist()
      [4, 9]
    """
    return Square(x, name)


@op("x: T -> y: T", T=SIGNED_NUMBERS, shape=rules.same)
def Reciprocal(xp: Any, x: Any) -> Any:
    return reciprocal_of(xp, x)


@Reciprocal.gradient
def reciprocal_gradient(call: Any, dy: Any) -> Any:
    y = call.outputs[0]
    return (ReciprocalGrad(y, dy),)


def reciprocal(x: Any, name: str | None = None) -> Any:
    """1 / x, element by element.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.reciprocal([2.0, -4.0]).numpy().tolist()
      [0.5, -0.25]
    """
    return Reciprocal(x, name)


@op("x: T -> y: T", T=SIGNED_NUMBERS, shape=rules.same)
def Inv(xp: Any, x: Any) -> Any:
    return reciprocal_of(xp, x)


@Inv.gradient
def inv_gradient(call: Any, dy: Any) -> Any:
    y = call.outputs[0]
    return (ReciprocalGrad(y, dy),)


@op("y: T, dy: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def ReciprocalGrad(xp: Any, y: Any, dy: Any) -> Any:
    dy, z = paired(y, dy), conjugate(xp, y)
    return quiet(xp, dy, -(z * z) * dy)


@ReciprocalGrad.gradient
def reciprocalgrad_gradient(call: Any, dy: Any) -> Any:
    y, dy_in = call.inputs
    return conj(dy) * -2 * dy_in * conj(y), ReciprocalGrad(conj(y), dy)


@op("y: T, dy: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def InvGrad(xp: Any, y: Any, dy: Any) -> Any:
    return ReciprocalGrad.kernel(xp, y, dy)


@InvGrad.gradient
def invgrad_gradient(call: Any, dy: Any) -> Any:
    return reciprocalgrad_gradient(call, dy)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Sigmoid(xp: Any, x: Any) -> Any:
    wide = widen(x)
    unit = one(wide)
    return (unit / (unit + xp.exp(-wide))).astype(x.dtype, copy=False)


def sigmoid_into(x: Any, out: Any) -> None:
    unit = one(x)
    np.negative(x, out=out)
    np.exp(out, out=out)
    out += unit
    np.divide(unit, out, out=out)


Sigmoid.in_pieces(sigmoid_into, SLOW)
Sigmoid.faster_compiled(1e-10)


@Sigmoid.gradient
def sigmoid_gradient(call: Any, dy: Any) -> Any:
    y = call.outputs[0]
    return (SigmoidGrad(conj(y), dy),)


def sigmoid(x: Any, name: str | None = None) -> Any:
    """1 / (1 + exp(-x)), element by element: maps the real line to (0, 1).

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.sigmoid([0.0, 100.0]).numpy().tolist()
      [0.5, 1.0]
    """
    return Sigmoid(x, name)


@op("y: T, dy: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def SigmoidGrad(xp: Any, y: Any, dy: Any) -> Any:
    return paired(y, dy) * (y * (one(y) - y))


def sigmoid_grad_into(y: Any, dy: Any, out: Any) -> None:
    np.subtract(one(y), y, out=out)
    out *= y
    out *= dy


SigmoidGrad.in_pieces(sigmoid_grad_into, LIGHT)


@SigmoidGrad.gradient
def sigmoidgrad_gradient(call: Any, dy: Any) -> Any:
    y, dy_in = call.inputs
    z, w = conj(y), conj(dy_in)
    scaled = dy * w
    return scaled - 2 * scaled * z, SigmoidGrad(z, dy)


def reciprocal_no_nan(x: Any, name: str | None = None) -> Any:
    """1 / x, and 0 where x is 0.

    Args:
      x: A floating or complex tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.reciprocal_no_nan([2.0, 0.0]).numpy().tolist()
      [0.5, 0.0]
    """
    x = to_tensor(x)
    return call("DivNoNan", call("OnesLike", x), x, name=name)


def log_sigmoid(x: Any, name: str | None = None) -> Any:
    """log(sigmoid(x)), without overflow: minus the softplus of minus x.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.log_sigmoid([0.0, -100.0]).numpy().round(4))
      [  -0.6931 -100.    ]
    """
    return call("Neg", call("Softplus", call("Neg", x)), name=name)
