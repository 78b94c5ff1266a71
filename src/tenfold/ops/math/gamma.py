"""The gamma function's logarithm and the derivatives of it.

Compiled, XLA has them. Eagerly: Stirling's series in float64 from 8 up, the recurrence below it,
reflection for what is negative; Euler-Maclaurin summation for the zeta function.
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
from tenfold.core.pieces import SLOW

from .arithmetic import unbroadcast
from .error_function import in_double

# Bernoulli numbers B2, B4, ...
_BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)
_SHIFT = 8


def stirling_series(x: np.ndarray) -> np.ndarray:
    """What log Gamma(x) has beyond Stirling's formula, for large x (DLMF 5.11.1)."""
    terms = (b / (2 * k * (2 * k - 1) * x ** (2 * k - 1)) for k, b in enumerate(_BERNOULLI, 1))
    return sum(terms, start=np.zeros(()))


def _lgamma_positive(x: np.ndarray) -> np.ndarray:
    product = np.ones_like(x)
    for _ in range(_SHIFT):
        low = x < _SHIFT
        product = np.where(low, product * x, product)
        x = np.where(low, x + 1.0, x)
    series = stirling_series(x)
    # For infinite x the terms would cancel to nan.
    finite = np.where(np.isinf(x), 1.0, x)
    stirling = (finite - 0.5) * np.log(finite) - finite + 0.5 * math.log(2 * math.pi)
    return np.where(np.isinf(x), x, stirling + series - np.log(product))


def lgamma_of(x: np.ndarray) -> np.ndarray:
    """log |Gamma(x)| of float64 values."""
    reflected = x < 0.5
    y = _lgamma_positive(np.where(reflected, 1.0 - x, x))
    fraction = np.abs(x) - np.floor(np.abs(x))
    sine = np.abs(np.sin(np.pi * fraction))
    below = np.where(fraction == 0, np.inf, math.log(math.pi) - np.log(sine) - y)
    return np.where(np.isinf(x), np.inf, np.where(reflected, below, y))


def digamma_of(x: np.ndarray) -> np.ndarray:
    """The derivative of log Gamma(x) of float64 values."""
    reflected = x < 0.5
    y = np.where(reflected, 1.0 - x, x)
    shifted = np.zeros_like(y)
    for _ in range(_SHIFT):
        low = y < _SHIFT
        shifted = np.where(low, shifted - 1.0 / y, shifted)
        y = np.where(low, y + 1.0, y)
    series = sum(b / (2 * k * y ** (2 * k)) for k, b in enumerate(_BERNOULLI, 1))
    value = np.log(y) - 0.5 / y - series + shifted
    fraction = x - np.floor(x)
    below = value - np.pi / np.tan(np.pi * fraction)
    pole = (fraction == 0) & (x <= 0) | (x == -np.inf)
    return np.where(pole, np.nan, np.where(reflected, below, value))


def _zeta(s: np.ndarray, q: np.ndarray) -> np.ndarray:
    """The sum of (q + k) ** -s for k from 0: some terms, then Euler and Maclaurin's rest."""
    terms = 10
    total = sum((q + k) ** -s for k in range(terms))
    end = q + terms
    rest = end ** (1.0 - s) / (s - 1.0) + 0.5 * end**-s
    rising, factorial = s, 2.0
    for k, b in enumerate(_BERNOULLI, 1):
        rest = rest + b / factorial * rising * end ** (-s - 2 * k + 1)
        rising = rising * (s + 2 * k - 1) * (s + 2 * k)
        factorial *= (2 * k + 1) * (2 * k + 2)
    value = np.where(np.isposinf(s), np.where(q == 1, 1.0, total), total + rest)
    pole = np.where((s % 2 == 0) | np.isinf(s), np.inf, np.nan)
    value = np.where((q <= 0) & (q == np.floor(q)), pole, value)
    value = np.where((q <= 0) & (q != np.floor(q)) & (s != np.floor(s)), np.nan, value)
    return np.where(s == 1, np.inf, np.where(s < 1, np.nan, value))


def _polygamma(n: np.ndarray, x: np.ndarray) -> np.ndarray:
    order = np.where((n < 1) | (n != np.floor(n)), 1.0, n)
    sign = np.where(order % 2 == 0, -1.0, 1.0)
    value = sign * np.exp(lgamma_of(order + 1.0)) * _zeta(order + 1.0, x)
    value = np.where(n == 0, digamma_of(x), value)
    return np.where((n < 0) | (n != np.floor(n)), np.nan, value)


def _two(function: Any, a: Any, b: Any) -> Any:
    return in_double(function, *np.broadcast_arrays(a, b))


def _broadcast(xp: Any, function: Any, *values: Any) -> Any:
    """A function of XLA's that does not broadcast by itself."""
    return function(*xp.broadcast_arrays(*values))


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Lgamma(xp: Any, x: Any) -> Any:
    if xp.compiled:
        # XLA's float32 version is off by 5e-7 near its zeros.
        return xp.lax.lgamma(x.astype("float64")).astype(x.dtype)
    return in_double(lgamma_of, x)


Lgamma.in_pieces(None, SLOW)


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
      [-0.      3.1781]
    """
    return Lgamma(x, name)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Digamma(xp: Any, x: Any) -> Any:
    if not xp.compiled:
        return in_double(digamma_of, x)
    pole = (x <= 0) & (x == xp.floor(x))
    return xp.where(pole, math.nan, xp.lax.digamma(x.astype("float64"))).astype(x.dtype)


Digamma.in_pieces(None, SLOW)


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
    if xp.compiled:
        return _broadcast(xp, xp.lax.polygamma, a, x)
    return _two(_polygamma, a, x)


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
    if xp.compiled:
        return _broadcast(xp, xp.lax.zeta, x, q)
    return _two(_zeta, x, q)


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
      -0.0
    """
    x = to_tensor(x)
    total = run("Sum", x, [-1])
    return run("Sub", run("Sum", Lgamma(x), [-1]), Lgamma(total), name=name)
