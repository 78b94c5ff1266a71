"""The error function, its complement and their inverses.

Compiled, XLA has most of them. Eagerly erf of float32 is tanh of a polynomial, right to 3e-7 of its
size; the others are Chebyshev series: of erf(x) / x over x * x for |x| < 1, and for any x of
exp(x * x) erfc(x) (x + 3) over 1 / (x + 3). The inverses are series over log(1 - x * x), which one
step of Halley's method makes right in float64.
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

from .exponential import Exp, Square
from .piecewise import (
    at_most,
    by_parts,
    chebyshev,
    elementwise,
    on_all_cores,
    over,
    polynomial,
    split,
)

# fmt: off
_NEAR = (
    0.9754769393826541, -0.14226120510371365, 0.010035582187599796, -0.0005768764699767485,
    2.741993125219606e-05, -1.1043175507344507e-06, 3.8488755420345036e-08,
    -1.1808582533875466e-09, 3.2334215826050907e-11, -7.991015947004549e-13,
    1.7990725113961456e-14, -3.718635487818693e-16, 7.103599003714253e-18,
)
# Of exp(x * x) erfc(x) (x + 3) over 1 / (x + 3), for x in [0, 30].
_FAR = (
    1.4739258610937747, 1.117720025216805, 0.32541222029704414, 0.07134380860206055,
    0.010858340810561487, 0.0008257462347108868, -6.367433446942271e-05,
    -2.2189861170999654e-05, -6.165083440314138e-07, 4.5388093280472024e-07,
    3.5946768989781335e-08, -1.058088319493703e-08, -1.1206123186040894e-09,
    3.04133877562375e-10, 2.920352656851104e-11, -1.032914450990566e-11,
    -5.479531060011584e-13, 3.769344454347843e-13, -3.777001833894257e-15,
    -1.3343484342623643e-14, 1.2128659010344383e-15, 4.0179314978295063e-16,
    -8.698470080899041e-17,
)
# With x = erf(y) and w = -log(1 - x * x): of y / x over w in [0, 5], of y / (x sqrt(w)) over
# 1 / sqrt(w) for w in [5, 27.5 ** 2]; as much as float32 holds.
_INVERSE_NEAR = (
    1.4912989404744903, 0.60175630341083, -0.009170559500080926, -0.004962635326766425,
    0.0009153796700079642, -3.889562757083e-06, -2.4202599404944085e-05, 3.2665715925842334e-06,
    2.7758889803736634e-07, -1.3023363013643025e-07, 8.10464342479187e-09,
)
_INVERSE_FAR = (
    0.9628168242321316, -0.03589740038073004, 0.0012122233934192927, 0.0018960401387352525,
    -1.9570143026509246e-05, 0.00012132442158007798, -3.5367379758486188e-09,
    -3.5695026783943684e-06, -5.962409109090931e-06, -1.6474450910057675e-07,
    5.392572912164616e-07, 4.0456654021682664e-07, -7.519658054408769e-08,
    -7.410774052310493e-08, -1.3143734435426829e-08, 1.978863601312354e-08,
    3.9699962205069114e-09, -3.043416690588607e-09, -1.801578668810518e-09,
)
# fmt: on
_SQUARE_ROOT_OF_PI = math.sqrt(math.pi)


def _near(x: np.ndarray) -> np.ndarray:
    """erf(x) of float64 values for |x| < 1."""
    return x * chebyshev(2.0 * x * x - 1.0, _NEAR)


def _far(xp: Any, x: Any) -> Any:
    """erfc(x) of float32 or float64 values from 0 up."""
    x = at_most(xp, x, 10.2 if x.dtype == np.float32 else 30.0)
    inverse = 1.0 / (x + 3.0)
    y = inverse * over(inverse, 1.0 / 33.0, 1.0 / 3.0, _FAR)
    high, lacking = split(xp, x)  # what a rounded square loses would count
    y *= xp.exp(-high * high)
    y *= xp.exp(-lacking)
    return y


def erfc_of(xp: Any, x: Any) -> Any:
    """erfc of float32 or float64 values."""
    if xp.compiled and x.dtype == np.float64:
        return xp.lax.erfc(x)
    y = _far(xp, xp.abs(x))
    return xp.abs(2.0 * (x < 0.0).astype(y.dtype) - y)  # 2 - y for x below 0


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


def erf_of(xp: Any, x: Any) -> Any:
    """erf of float32 or float64 values."""
    if xp.compiled:
        return xp.lax.erf(x)
    if x.dtype == np.float32:
        return np.tanh(x * polynomial(at_most(xp, x * x, _LAST * _LAST), _TERMS))

    def far(x: Any) -> Any:
        return np.copysign(1.0 - _far(xp, np.abs(x)), x)

    return by_parts(xp, (x,), [(np.abs(x) < 1.0, _near)], far)


def _erf_inverse(xp: Any, x: Any, w: Any) -> Any:
    """The inverse of erf for w = -log(1 - x * x), with the accuracy of float32."""

    def near(x: Any, w: Any) -> Any:
        return x * over(at_most(xp, w, 5.0), 0.0, 5.0, _INVERSE_NEAR)

    def far(x: Any, w: Any) -> Any:
        root = xp.sqrt(w)
        return x * root * over(1.0 / root, 1.0 / 27.5, math.sqrt(0.2), _INVERSE_FAR)

    return by_parts(xp, (x, w), [(w > 5.0, far)], near)


def _halley(xp: Any, y: Any, too_much: Any) -> Any:
    """A better y, where its erf is too much by something."""
    step = too_much * (0.5 * _SQUARE_ROOT_OF_PI) * xp.exp(at_most(xp, y * y, 700.0))
    return y - step / (1.0 + y * step)


def _erf_inverse_in_double(xp: Any, x: Any, rest: Any) -> Any:
    """The inverse of erf of float64 values x, of which the rest, 1 - |x|, is known better."""

    def near(x: Any, rest: Any, y: Any) -> Any:
        return _halley(xp, y, _near(xp.clip(y, -1.0, 1.0)) - x)

    def far(x: Any, rest: Any, y: Any) -> Any:
        y = xp.abs(y)
        better = _halley(xp, y, rest - erfc_of(xp, y))
        return xp.copysign(xp.where(xp.isinf(y), y, better), x)

    y = _erf_inverse(xp, x, -xp.log(rest * (2.0 - rest)))
    return by_parts(xp, (x, rest, y), [(rest < 0.5, far)], near)


def erfinv_of(xp: Any, x: Any) -> Any:
    """The inverse of erf of float32 or float64 values."""
    if x.dtype == np.float64:
        return xp.lax.erf_inv(x) if xp.compiled else _erf_inverse_in_double(xp, x, 1.0 - xp.abs(x))
    return _erf_inverse(xp, x, -xp.log((1.0 - x) * (1.0 + x)))


def ndtri_of(xp: Any, p: Any) -> Any:
    """The quantile of the standard normal distribution for float32 or float64 values."""
    if p.dtype == np.float32:
        return math.sqrt(8.0) * _erf_inverse(xp, p - 0.5, -xp.log(4.0 * p * (1.0 - p)))
    x, rest = 2.0 * (p - 0.5), 2.0 * xp.minimum(p, 1.0 - p)
    return math.sqrt(2.0) * _erf_inverse_in_double(xp, x, rest)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Erf(xp: Any, x: Any) -> Any:
    return elementwise(xp, erf_of, x)


on_all_cores(Erf, erf_of)
Erf.faster_compiled(8e-10)


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
    return elementwise(xp, erfc_of, x)


on_all_cores(Erfc, erfc_of)
Erfc.faster_compiled(2e-9)


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
    return elementwise(xp, erfinv_of, x)


on_all_cores(Erfinv, erfinv_of)
Erfinv.faster_compiled(5e-10)


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
    return elementwise(xp, ndtri_of, x)


on_all_cores(Ndtri, ndtri_of)
Ndtri.faster_compiled(5e-10)


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
      [0.   1.96]
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
      [-0.  1.]
    """
    x = to_tensor(x)
    return run("Mul", Ndtri(x * 0.5), -math.sqrt(0.5), name=name)
