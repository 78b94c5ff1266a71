"""The error function, its complement and their inverses.

Compiled, XLA has them. Eagerly erf of float32 is tanh of a polynomial, right to 3e-7 of its size;
the others are Chebyshev series in float64: erf(x) / x over x * x for |x| < 1, and
exp(x * x) erfc(x) (x + 3) over (x - 3) / (x + 3) beyond, both to 2e-15.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.core.pieces import SLOW

from .exponential import Exp, Square

# fmt: off
_NEAR = (
    0.9754769393826543, -0.1422612051037135, 0.010035582187599892, -0.0005768764699766846,
    2.7419931252267533e-05, -1.104317550569939e-06, 3.848875554152654e-08,
    -1.18085810223829e-09, 3.2334301702175406e-11, -7.989322076096487e-13,
    1.8053380700976095e-14, -2.2662332591841964e-16,
)
_FAR = (
    1.007956235004942, -0.5490126768722884, 0.1258011122794787, -0.023711066821147462,
    0.003493826709396001, -0.00035185619584676274, 1.1298923957045135e-05,
    3.2408778923084674e-06, -5.385726065561476e-07, -8.461489146333893e-10,
    9.90400743763348e-09, -7.036400654502146e-10, -1.666450829706123e-10,
    2.4118929558651392e-11, 3.0261266414642896e-12, -6.931531959755729e-13,
    -6.593889621655551e-14, 1.9739626297012638e-14, 1.6473744867156884e-15,
    -4.1184362167892225e-16,
)
# fmt: on


def chebyshev(x: Any, coefficients: tuple[float, ...]) -> Any:
    """The value of a Chebyshev series at points of [-1, 1], by Clenshaw's recurrence."""
    later, last = 0.0, 0.0
    twice = 2.0 * x
    for c in coefficients[:0:-1]:
        later, last = twice * later - last + c, later
    return x * later - last + coefficients[0]


def _near(x: np.ndarray) -> np.ndarray:
    """erf(x) for |x| < 1."""
    return x * chebyshev(2.0 * x * x - 1.0, _NEAR)


def _far(x: np.ndarray) -> np.ndarray:
    """erfc(x) for x from 1 up."""
    x = np.minimum(x, 30.0)
    ratio = (x - 3.0) / (x + 3.0)
    # The series is over [-1/2, 1], where the ratio lies.
    return np.exp(-x * x) * chebyshev((ratio - 0.25) / 0.75, _FAR) / (x + 3.0)


def _split(x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    size = np.abs(x)
    return size < 1.0, _near(np.clip(x, -1.0, 1.0)), _far(np.maximum(size, 1.0))


def erf_of(x: Any) -> Any:
    """erf of float64 values."""
    is_near, near, far = _split(x)
    return np.where(is_near, near, np.copysign(1.0 - far, x))


def erfc_of(x: Any) -> Any:
    """erfc of float64 values."""
    is_near, near, far = _split(x)
    return np.where(is_near, 1.0 - near, np.where(x < 0, 2.0 - far, far))


# erf(x) is the hyperbolic tangent of x times a polynomial of x * x: the best one of this degree for
# |x| < 3.9, to 1e-7 of erf, which is 1 in float32 from there on. The constant stands first.
_LAST = 3.9
_TERMS = (
    1.12837927,
    0.102769059,
    -0.000191838073,
    -0.000619778999,
    8.76354088e-05,
    -5.66819343e-06,
    1.41837689e-07,
)
# So many elements at a time, that what lies between the steps stays in the processor's cache.
_BLOCK = 2**14


def _erf_single(x: np.ndarray) -> np.ndarray:
    """erf of float32 values."""
    out = np.empty(x.shape, x.dtype)
    erf_into(np.ascontiguousarray(x), out)
    return out


def erf_into(x: np.ndarray, out: np.ndarray) -> None:
    """Writes erf of values whose elements lie one after another, which are float32 or float64."""
    if x.dtype == np.float64:
        out[...] = erf_of(x)
        return
    flat, result = x.reshape(-1), out.reshape(-1)
    squares = np.empty(min(_BLOCK, x.size), x.dtype)
    limits, last = np.full(squares.size, _LAST * _LAST, x.dtype), np.float32(_TERMS[-1])
    for start in range(0, x.size, _BLOCK):
        part, y = flat[start : start + _BLOCK], result[start : start + _BLOCK]
        square = squares[: part.size]
        np.multiply(part, part, out=square)
        np.minimum(square, limits[: part.size], out=square)
        np.multiply(square, last, out=y)
        for c in _TERMS[-2:0:-1]:
            y += np.float32(c)
            y *= square
        y += np.float32(_TERMS[0])
        y *= part
        np.tanh(y, out=y)


def in_double(function: Any, *values: Any) -> Any:
    """Applies a function of float64 arrays, and casts the result back."""
    return np.asarray(function(*(v.astype(np.float64) for v in values))).astype(values[0].dtype)


def _erfc_inverse(xp: Any, q: Any, erfc: Any) -> Any:
    """The y with erfc(y) = q for q in (0, 1]: a closed first guess, then Halley's steps."""
    log = xp.log(q * (2.0 - q))
    half = 2.0 / (math.pi * 0.147) + log / 2.0
    y = xp.sqrt(xp.maximum(xp.sqrt(half * half - log / 0.147) - half, 0.0))
    for _ in range(4):
        slope = -2.0 / math.sqrt(math.pi) * xp.exp(-y * y)
        step = (erfc(y) - q) / xp.where(slope == 0, -5e-324, slope)
        y = y - step / (1.0 + y * step)
    return y


def _inverse(xp: Any, q: Any, erfc: Any) -> Any:
    """The inverse of erfc on [0, 2] with its ends at infinity; nan outside."""
    small = xp.minimum(q, 2.0 - q)
    y = _erfc_inverse(xp, xp.clip(small, 1e-300, 1.0), erfc)
    y = xp.where(small == 0, math.inf, y)
    return xp.where((q < 0) | (q > 2) | xp.isnan(q), math.nan, xp.where(q > 1, -y, y))


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Erf(xp: Any, x: Any) -> Any:
    if xp.compiled:
        return xp.lax.erf(x)
    if x.dtype == np.float64:
        return np.asarray(erf_of(x))
    return np.asarray(_erf_single(x.astype(np.float32, copy=False))).astype(x.dtype, copy=False)


Erf.in_pieces(erf_into, SLOW)
Erf.faster_compiled(1.4e-9)


@Erf.gradient
def erf_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (Exp(-Square(x)) * (2 / math.sqrt(math.pi)) * dy,)


def erf(x: Any, name: str | None = None) -> Any:
    """The error function: twice the integral of exp(-t * t) / sqrt(pi) from 0 to x.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.erf([0.0, 1.0]).numpy().round(4))
      [0.     0.8427]
    """
    return Erf(x, name)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Erfc(xp: Any, x: Any) -> Any:
    return xp.lax.erfc(x) if xp.compiled else in_double(erfc_of, x)


Erfc.in_pieces(None, SLOW)


@Erfc.gradient
def erfc_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (Exp(-Square(x)) * (-2 / math.sqrt(math.pi)) * dy,)


def erfc(x: Any, name: str | None = None) -> Any:
    """1 - erf(x), accurate also where it is tiny.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.erfc([0.0, 1.0]).numpy().round(4))
      [1.     0.1573]
    """
    return Erfc(x, name)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Erfinv(xp: Any, x: Any) -> Any:
    if xp.compiled:
        return xp.lax.erf_inv(x)

    def inverse(v: np.ndarray) -> np.ndarray:
        return np.where(np.abs(v) < 0.5, _erf_inverse(v), _inverse(xp, 1 - v, erfc_of))

    return in_double(inverse, x)


@Erfinv.gradient
def erfinv_gradient(call: Any, dy: Any) -> Any:
    y = call.outputs[0]
    return (Exp(Square(y)) * (math.sqrt(math.pi) / 2) * dy,)


def erfinv(x: Any, name: str | None = None) -> Any:
    """The number whose error function is x; infinite at -1 and 1, nan beyond.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.erfinv([0.0, 0.8427]).numpy().round(3))
      [0. 1.]
    """
    return Erfinv(x, name)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Ndtri(xp: Any, x: Any) -> Any:
    if not xp.compiled:
        return in_double(lambda p: -math.sqrt(2) * _inverse(xp, 2 * p, erfc_of), x)
    wide = x.astype("float64")
    return (-math.sqrt(2) * _inverse(xp, 2 * wide, xp.lax.erfc)).astype(x.dtype)


@Ndtri.gradient
def ndtri_gradient(call: Any, dy: Any) -> Any:
    y = call.outputs[0]
    return (Exp(Square(y) / 2) * math.sqrt(2 * math.pi) * dy,)


def ndtri(x: Any, name: str | None = None) -> Any:
    """The quantile of the standard normal distribution.

    Args:
      x: A floating tensor of probabilities.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.ndtri([0.5, 0.975]).numpy().round(3))
      [-0.    1.96]
    """
    return Ndtri(x, name)


def erfcinv(x: Any, name: str | None = None) -> Any:
    """The number whose complementary error function is x.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.erfcinv([1.0, 0.1573]).numpy().round(3))
      [0. 1.]
    """
    x = to_tensor(x)
    return run("Mul", Ndtri(x * 0.5), -math.sqrt(0.5), name=name)


def _erf_inverse(x: np.ndarray) -> np.ndarray:
    """The inverse of erf for |x| < 1/2, with its relative accuracy near 0."""
    x = np.clip(x, -0.5, 0.5)
    y = x * (math.sqrt(math.pi) / 2) * (1 + x * x * (math.pi / 12))
    for _ in range(3):
        step = (_near(y) - x) * (math.sqrt(math.pi) / 2) * np.exp(y * y)
        y = y - step / (1.0 + y * step)
    return y
