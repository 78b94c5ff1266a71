"""Powers, extremes, squared differences and what else takes two real tensors."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import (
    COMPLEX,
    FLOATING,
    QUANTIZED,
    REAL,
    SIGNED,
    float32,
    float64,
    int32,
    int64,
)
from tenfold.core.namespace import short_forms
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.core.pieces import LIGHT, SLOW
from tenfold.core.signature import Types

from . import circular
from .arithmetic import Mul, Sub, conj, unbroadcast
from .exponential import Log


@op("x: T, y: T -> z: T", T=(*FLOATING, *SIGNED, *COMPLEX), shape=rules.broadcast)
def Pow(xp: Any, x: Any, y: Any) -> Any:
    if x.dtype.kind == "i":
        negative = (y < 0) & (x.size > 0)
        xp.raise_if(
            negative.any(),
            "InvalidArgumentError",
            "Integers to negative integer powers are not allowed.",
        )
        y = xp.where(negative, xp.zeros_like(y), y)
    return xp.power(x, y)


Pow.in_pieces(np.power, SLOW)


@Pow.gradient
def pow_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs

    z = call.outputs[0]
    cx, cy = conj(x), conj(y)
    dx = dy * cy * Pow(cx, cy - 1)
    # The logarithm counts where it is defined: 0 ** y does not move with y.
    zeros = run("ZerosLike", x)
    fine = run("NotEqual", x, zeros) if x.dtype.is_complex else run("Greater", x, zeros)
    safe = run("SelectV2", fine, cx, run("OnesLike", x))
    log = run("SelectV2", fine, Log(safe), zeros)
    return unbroadcast(dx, x), unbroadcast(dy * conj(z) * log, y)


def pow(x: Any, y: Any, name: str | None = None) -> Any:
    """x to the power y, element by element, with broadcasting.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Raises:
      tf.errors.InvalidArgumentError: An integer is raised to a negative power.

    Example:
      >>> import tenfold as tf
      >>> tf.pow([2, 3], 2).numpy().tolist()
      [4, 9]
    """
    return Pow(x, y, name)


@op("x: T, y: T -> z: T", T=REAL, shape=rules.broadcast)
def Maximum(xp: Any, x: Any, y: Any) -> Any:
    return xp.maximum(x, y)


Maximum.in_pieces(short_forms.maximum, LIGHT)


@Maximum.gradient
def maximum_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs
    return _to_chosen(run("GreaterEqual", x, y), x, y, dy)


def maximum(x: Any, y: Any, name: str | None = None) -> Any:
    """The larger of x and y, element by element; nan if either is.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.maximum([1, 5], 3).numpy().tolist()
      [3, 5]
    """
    return Maximum(x, y, name)


@op("x: T, y: T -> z: T", T=REAL, shape=rules.broadcast)
def Minimum(xp: Any, x: Any, y: Any) -> Any:
    return xp.minimum(x, y)


Minimum.in_pieces(short_forms.minimum, LIGHT)


@Minimum.gradient
def minimum_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs
    return _to_chosen(run("LessEqual", x, y), x, y, dy)


def minimum(x: Any, y: Any, name: str | None = None) -> Any:
    """The smaller of x and y, element by element; nan if either is.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.minimum([1, 5], 3).numpy().tolist()
      [1, 3]
    """
    return Minimum(x, y, name)


def _to_chosen(left: Any, x: Any, y: Any, dy: Any) -> tuple[Any, Any]:
    """Hands a gradient to `x` where `left`, else to `y`."""
    zeros = run("ZerosLike", dy)
    dx, rest = run("SelectV2", left, dy, zeros), run("SelectV2", left, zeros, dy)
    return unbroadcast(dx, x), unbroadcast(rest, y)


@op("x: T, y: T -> z: T", T=(*FLOATING, int32, int64, *COMPLEX), shape=rules.broadcast)
def SquaredDifference(xp: Any, x: Any, y: Any) -> Any:
    rest = x - y
    return rest * rest if rest.dtype.kind != "c" else rest * xp.conj(rest)


def squared_difference_into(x: Any, y: Any, out: Any) -> None:
    np.subtract(x, y, out=out)
    out *= out


SquaredDifference.in_pieces(squared_difference_into, LIGHT)


@SquaredDifference.gradient
def squareddifference_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs

    dx = Mul(2 * dy, Sub(x, y))
    return unbroadcast(dx, x), unbroadcast(-dx, y)


def squared_difference(x: Any, y: Any, name: str | None = None) -> Any:
    """(x - y)(x - y), element by element; the squared modulus for complex numbers.

    Args:
      x: A tensor of numbers.
      y: A tensor of the same dtype, or a Python number.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.squared_difference([1.0, 5.0], 3.0).numpy().tolist()
      [4.0, 4.0]
    """
    return SquaredDifference(x, y, name)


@op("y: T, x: T -> z: T", T=FLOATING, shape=rules.broadcast)
def Atan2(xp: Any, y: Any, x: Any) -> Any:
    return circular.angle(xp, y, x) if xp.compiled else xp.arctan2(y, x)


Atan2.in_pieces(np.arctan2, SLOW)


@Atan2.gradient
def atan2_gradient(call: Any, dy: Any) -> Any:
    y, x = call.inputs
    rate = Mul(dy, run("Reciprocal", Mul(x, x) + Mul(y, y)))
    return unbroadcast(Mul(x, rate), y), unbroadcast(Mul(-y, rate), x)


def atan2(y: Any, x: Any, name: str | None = None) -> Any:
    """The angle of the point (x, y) with the x axis, in [-pi, pi].

    Args:
      y: A tensor of floating numbers: the ordinates.
      x: A tensor of the same dtype: the abscissae.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.atan2([1.0, 0.0], [0.0, -1.0]).numpy().round(4))
      [1.5708 3.1416]
    """
    return Atan2(y, x, name)


@op(
    "x1: T, x2: T -> output: T", T=Types((float64, float32), default=float32), shape=rules.broadcast
)
def NextAfter(xp: Any, x1: Any, x2: Any) -> Any:
    return xp.nextafter(x1, x2)


NextAfter.in_pieces(np.nextafter, SLOW)
NextAfter.faster_compiled(9e-9)


@NextAfter.gradient
def nextafter_gradient(call: Any, dy: Any) -> Any:
    x1, x2 = call.inputs
    return unbroadcast(dy, x1), unbroadcast(run("ZerosLike", dy), x2)


def nextafter(x1: Any, x2: Any, name: str | None = None) -> Any:
    """The floating number next to x1 on the way to x2.

    Args:
      x1: A float32 or float64 tensor.
      x2: A tensor of the same dtype.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.math.nextafter([1.0], [2.0]).numpy().tolist()
      [1.0000001192092896]
    """
    return NextAfter(x1, x2, name)


@op("x: T, y: T -> z: bool", T=(*REAL, *COMPLEX, *QUANTIZED), shape=rules.merged)
def ApproximateEqual(xp: Any, x: Any, y: Any, *, tolerance: float = 1e-05) -> Any:
    if x.shape != y.shape:
        raise ValueError("x and y must have the same shape.")
    return abs(x - y) <= x.real.dtype.type(tolerance)


ApproximateEqual.not_differentiable()
