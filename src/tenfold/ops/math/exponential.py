"""Powers of e and of x, their inverses, and the sigmoid."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import COMPLEX, FLOATING, INTEGER, SIGNED
from tenfold.core.op import call, op

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


def reciprocal_of(xp: Any, x: Any) -> Any:
    """1 / x; for integers truncated, so that only 1 and -1 give something."""
    if x.dtype.kind != "i":
        return one(x) / x
    xp.raise_if((x == 0).any(), "InvalidArgumentError", "Integer division by zero.")
    return xp.where(abs(x) == 1, x, xp.zeros_like(x))


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Exp(xp: Any, x: Any) -> Any:
    return xp.exp(x)


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
    return xp.log1p(x)


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
    return dy * half(y) / conjugate(xp, y)


@SqrtGrad.gradient
def sqrtgrad_gradient(call: Any, dy: Any) -> Any:
    y, dy_in = call.inputs
    ratio = dy / y
    return -conj(ratio) * SqrtGrad(y, dy_in), 0.5 * ratio


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Rsqrt(xp: Any, x: Any) -> Any:
    return one(x) / xp.sqrt(x)


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
    z = conjugate(xp, y)
    return dy * -half(y) * z * z * z


@RsqrtGrad.gradient
def rsqrtgrad_gradient(call: Any, dy: Any) -> Any:
    y, dy_in = call.inputs
    return -1.5 * dy_in * conj(dy) * Square(conj(y)), RsqrtGrad(conj(y), dy)


@op("x: T -> y: T", T=SQUARABLE, shape=rules.same)
def Square(xp: Any, x: Any) -> Any:
    return x * x


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
    z = conjugate(xp, y)
    return -dy * z * z


@ReciprocalGrad.gradient
def reciprocalgrad_gradient(call: Any, dy: Any) -> Any:
    y, dy_in = call.inputs
    return -2 * dy_in * conj(dy) * conj(y), ReciprocalGrad(conj(y), dy)


@op("y: T, dy: T -> z: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def InvGrad(xp: Any, y: Any, dy: Any) -> Any:
    z = conjugate(xp, y)
    return -dy * z * z


@InvGrad.gradient
def invgrad_gradient(call: Any, dy: Any) -> Any:
    return reciprocalgrad_gradient(call, dy)


@op("x: T -> y: T", T=FLOAT_OR_COMPLEX, shape=rules.same)
def Sigmoid(xp: Any, x: Any) -> Any:
    unit = one(x)
    return unit / (unit + xp.exp(-x))


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
    return dy * y * (one(y) - y)


@SigmoidGrad.gradient
def sigmoidgrad_gradient(call: Any, dy: Any) -> Any:
    y, dy_in = call.inputs
    z, w = conj(y), conj(dy_in)
    return dy * w * (1 - 2 * z), SigmoidGrad(z, dy)


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
