"""The gamma function's logarithm and the derivatives of it.

Near its zeros at 1 and 2 the logarithm is a Chebyshev series times what vanishes there, beyond 3 it
is Stirling's formula, and what is negative is reflected (DLMF 5.5.3, 5.11.1); so is its derivative.
The zeta function is Euler and Maclaurin's sum (DLMF 25.11.5).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING, float32, float64
from tenfold.core.op import call as run
from tenfold.core.op import op

from . import gamma_series as series
from .arithmetic import unbroadcast
from .piecewise import at_most, by_parts, elementwise, on_all_cores, over, polynomial

_FAR = 3.0  # from here on Stirling's formula
_STIRLING = 0.5 * math.log(2 * math.pi)
# sin(pi x) / x, as powers of x * x, for |x| up to 1/2.
_SINE = tuple((-1) ** k * math.pi ** (2 * k + 1) / math.factorial(2 * k + 1) for k in range(12))
# A value from which on all floating numbers are whole, but far from the largest ones.
_WHOLE = 2.0**53


def stirling_rest(x: Any, short: bool = False) -> Any:
    """What log Gamma(x) has beyond Stirling's formula, for x from 3 up (DLMF 5.11.1)."""
    inverse = 1.0 / x
    return inverse * over(inverse * inverse, 0.0, 1.0 / 9.0, series.STIRLING, short)


def _lgamma_positive(xp: Any, x: Any, short: bool) -> Any:
    def middle(x: Any) -> Any:
        z = at_most(xp, x, _FAR) - 1.0
        y = z * (z - 1.0) * over(z, 0.0, 2.0, series.LGAMMA, short)
        return y + 0.0  # not -0 at 1

    def near(x: Any) -> Any:
        return x * (x - 1.0) * over(x, 0.0, 2.0, series.LGAMMA, short) - xp.log(x)

    def far(x: Any) -> Any:
        return (x - 0.5) * (xp.log(x) - 1.0) + (stirling_rest(x, short) + (_STIRLING - 0.5))

    return by_parts(xp, (x,), [(x < 1.0, near), (x > _FAR, far)], middle)


def _lgamma_negative(xp: Any, x: Any) -> Any:
    # Near zeros that are not whole numbers two terms cancel: float32 is too short.
    size = at_most(xp, -x.astype("float64"), _WHOLE)
    r = size - xp.rint(size)
    sine = xp.abs(r) * polynomial(r * r, _SINE)
    y = -xp.log(sine * size / math.pi) - _lgamma_positive(xp, size, x.dtype == np.float32)
    return y.astype(x.dtype)


def lgamma_of(xp: Any, x: Any, short: bool = False) -> Any:
    """log |Gamma(x)| of float32 or float64 values, to 1e-8 if it shall be short."""

    def positive(x: Any) -> Any:
        return _lgamma_positive(xp, xp.abs(x), short)

    def negative(x: Any) -> Any:
        return _lgamma_negative(xp, x)

    return by_parts(xp, (x,), [], positive, [(x < 0.0, negative)])


def digamma_of(xp: Any, x: Any) -> Any:
    """The derivative of log Gamma(x) of float32 or float64 values."""

    def middle(x: Any) -> Any:
        x = at_most(xp, x, _FAR)
        slope = over(x, 1.0, 3.0, series.DIGAMMA)
        # XLA would join two differences.
        return (x - series.ROOT[0]) * slope - series.ROOT[1] * slope

    def near(x: Any) -> Any:
        return middle(x + 1.0) - 1.0 / x

    def far(x: Any) -> Any:
        inverse = 1.0 / x
        square = inverse * inverse
        rest = square * over(square, 0.0, 1.0 / 9.0, series.DIGAMMA_FAR)
        return xp.log(x) - (0.5 * inverse + rest)

    def negative(x: Any) -> Any:
        r = x - xp.rint(x)
        y = by_parts(xp, (1.0 - x,), [(x < 1.0 - _FAR, far)], middle)
        cotangent = 1.0 / r - r * over(r * r, 0.0, 0.25, series.COTANGENT)
        return xp.where(r == 0.0, math.nan, y - cotangent)

    near_zero = (x < 1.0) & (x > 0.0)
    return by_parts(xp, (x,), [(near_zero, near), (x > _FAR, far), (x <= 0.0, negative)], middle)


# B(2 k) / (2 k)! without signs: 1 / 12, 1 / 720 ...
_EULER = (1 / 12, 1 / 720, 1 / 30240, 1 / 1209600, 1 / 47900160, 691 / 1307674368000)
_EULER += (1 / 74724249600, 3617 / 10670622842880000)
# Beyond this exponent what is left after some terms is nothing.
_STEEP = 1e3


def _zeta_positive(xp: Any, s: Any, q: Any) -> Any:
    """The sum of (q + k) ** -s for k from 0: some terms, then Euler and Maclaurin's rest."""
    terms, orders = (10, 8) if q.dtype == np.float64 else (5, 5)
    total = q**-s
    for k in range(1, terms):
        total = total + (q + float(k)) ** -s
    end = q + float(terms)
    s = at_most(xp, s, _STEEP)
    inverse = 1.0 / end
    square = inverse * inverse
    series = _EULER[orders - 1]
    for k in range(orders - 1, 0, -1):
        series = _EULER[k - 1] - (s + (2 * k - 1.0)) * (s + 2.0 * k) * square * series
    return total + end**-s * (end / (s - 1.0) + 0.5 + s * inverse * series)


def zeta_of(xp: Any, s: Any, q: Any) -> Any:
    """The zeta function of Hurwitz of float32 or float64 values."""

    def reflected(s: Any, q: Any) -> Any:
        # The terms below 0 are, but for their signs, those of another sum, without its end.
        rest = q - xp.floor(q)
        below = _zeta_positive(xp, s, xp.ceil(q) - q) - _zeta_positive(xp, s, 1.0 - q)
        sign = 1.0 - 2.0 * xp.abs(xp.fmod(s, 2.0))
        y = _zeta_positive(xp, s, rest) + sign * below
        pole = xp.where((xp.fmod(s, 2.0) == 0.0) | xp.isinf(s), math.inf, math.nan)
        return xp.where(rest == 0.0, pole, xp.where(s == xp.floor(s), y, math.nan))

    def positive(s: Any, q: Any) -> Any:
        return _zeta_positive(xp, s, q)

    def outside(s: Any, q: Any) -> Any:
        return xp.where(s == 1.0, math.inf, math.nan) + xp.zeros_like(q)

    valid = s > 1.0
    below = (valid & (q <= 0.0), reflected)
    return by_parts(xp, (s, q), [(~valid, outside)], positive, [below])


_FACTORIALS = np.array([*(float(math.factorial(k)) for k in range(171)), math.inf])
_SHORT = 30  # so many factors, and what they are multiplied with, are within float32


def polygamma_of(xp: Any, n: Any, x: Any) -> Any:
    """The derivatives of log Gamma(x), the next one where n is 0, of float32 or float64 values."""

    def derivative(n: Any, x: Any) -> Any:
        known = _FACTORIALS if n.dtype == np.float64 else _FACTORIALS[: _SHORT + 1]
        order = xp.clip(n, 1.0, len(known) - 1.0)
        factor = xp.asarray(known.astype(n.dtype))[order.astype("int32")]
        sign = 2.0 * xp.abs(xp.fmod(order, 2.0)) - 1.0
        return sign * factor * zeta_of(xp, order + 1.0, x)

    def high(n: Any, x: Any) -> Any:
        return derivative(n.astype("float64"), x.astype("float64")).astype(x.dtype)

    def outside(n: Any, x: Any) -> Any:
        return xp.full_like(x, math.nan)

    def first(n: Any, x: Any) -> Any:
        return digamma_of(xp, x)

    valid = (n >= 0.0) & (n == xp.floor(n))
    rare = [(n == 0.0, first), (valid & (n > _SHORT), high)]
    return by_parts(xp, (n, x), [(~valid, outside)], derivative, rare)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Lgamma(xp: Any, x: Any) -> Any:
    return elementwise(xp, lgamma_of, x)


on_all_cores(Lgamma, lgamma_of)
Lgamma.faster_compiled(2.5e-9)


@Lgamma.gradient
def lgamma_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Digamma(x),)


def lgamma(x: Any, name: str | None = None) -> Any:
    """log(|Gamma(x)|), element by element; infinite at 0, -1, -2 ...

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.lgamma([1.0, 5.0]).numpy().round(4))
      [0.     3.1781]
    """
    return Lgamma(x, name)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Digamma(xp: Any, x: Any) -> Any:
    return elementwise(xp, digamma_of, x)


on_all_cores(Digamma, digamma_of)
Digamma.faster_compiled(2e-9)


@Digamma.gradient
def digamma_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * Polygamma(run("OnesLike", x), x),)


def digamma(x: Any, name: str | None = None) -> Any:
    """The derivative of `tf.math.lgamma`; nan at 0, -1, -2 ...

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.digamma([1.0, 2.0]).numpy().round(4))
      [-0.5772  0.4228]
    """
    return Digamma(x, name)


@op("a: T, x: T -> z: T", T=(float32, float64), shape=rules.broadcast)
def Polygamma(xp: Any, a: Any, x: Any) -> Any:
    return elementwise(xp, polygamma_of, a, x)


on_all_cores(Polygamma, polygamma_of)


@Polygamma.gradient
def polygamma_gradient(call: Any, dy: Any) -> Any:
    a, x = call.inputs
    return None, unbroadcast(dy * Polygamma(a + 1, x), x)


def polygamma(a: Any, x: Any, name: str | None = None) -> Any:
    """The derivative of order a of `tf.math.digamma`.

    Args:
      a: A floating tensor of orders: 0, 1, 2 ...
      x: A tensor of the same dtype.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.polygamma(1.0, [1.0]).numpy().round(4))
      [1.6449]
    """
    return Polygamma(a, x, name)


@op("x: T, q: T -> z: T", T=(float32, float64), shape=rules.broadcast)
def Zeta(xp: Any, x: Any, q: Any) -> Any:
    return elementwise(xp, zeta_of, x, q)


on_all_cores(Zeta, zeta_of)


@Zeta.gradient
def zeta_gradient(call: Any, dy: Any) -> Any:
    x, q = call.inputs
    return None, unbroadcast(-x * Zeta(x + 1, q) * dy, q)


def zeta(x: Any, q: Any, name: str | None = None) -> Any:
    """The zeta function of Hurwitz: the sum of (q + k) ** -x over k = 0, 1, 2 ...

    Args:
      x: A floating tensor of exponents above 1.
      q: A tensor of the same dtype.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.zeta([2.0], 1.0).numpy().round(4))
      [1.6449]
    """
    return Zeta(x, q, name)


def lbeta(x: Any, name: str | None = None) -> Any:
    """The logarithm of the Beta function of the last axis: of Gamma(a) Gamma(b) / Gamma(a + b).

    Args:
      x: A floating tensor of shape [..., n].
      name: A name for the op.

    Returns:
      A tensor of shape [...].

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.lbeta([1.0, 1.0]).numpy().round(4))
      0.0
    """
    x = to_tensor(x)
    total = run("Sum", x, [-1])
    return run("Sub", run("Sum", Lgamma(x), [-1]), Lgamma(total), name=name)
