"""Functions defined by integrals: Dawson's, the exponential integral, Fresnel's and Spence's.

Each is a Chebyshev series near 0 and another far from it, in float64, joined to the leading terms
of the expansions of Abramowitz and Stegun, chapters 5, 7 and 27.7.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING
from tenfold.core.op import call as run
from tenfold.core.op import op

from . import integral_series as series
from .bessel import in_float64, over


def _dawsn(xp: Any, x: Any) -> Any:
    size = xp.abs(x)
    small = xp.minimum(size * size, 25.0)
    large = xp.maximum(size, 5.0)
    far = over(25.0 / (large * large), 0.0, 1.0, series.DAWSN_FAR) / large
    near = size * over(small, 0.0, 25.0, series.DAWSN_NEAR)
    return xp.copysign(xp.where(size <= 5.0, near, far), x)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Dawsn(xp: Any, x: Any) -> Any:
    return in_float64(xp, _dawsn, x)


@Dawsn.gradient
def dawsn_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * (1.0 - 2.0 * x * y),)


def dawsn(x: Any, name: str | None = None) -> Any:
    """Dawson's integral: exp(-x * x) times the integral of exp(t * t) from 0 to x.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.dawsn([0.5, 1.0]).numpy().round(4))
      [0.4244 0.5381]
    """
    return Dawsn(x, name)


def _expint(xp: Any, x: Any) -> Any:
    small = xp.clip(x, 0.0, 4.0)
    near = np.euler_gamma + xp.log(small) + small * over(small, 0.0, 4.0, series.EI_NEAR)
    large = xp.maximum(x, 4.0)
    inverse = 1.0 / large
    middle = over(xp.minimum(large, 12.0), 4.0, 12.0, series.EI_MIDDLE)
    upper = over(xp.clip(inverse, 1 / 40, 1 / 12), 1 / 40, 1 / 12, series.EI_UPPER)
    far = over(xp.minimum(inverse, 1 / 40), 0.0, 1 / 40, series.EI_FAR)
    factor = xp.where(large <= 12.0, middle, xp.where(large <= 40.0, upper, far))
    y = xp.where(x <= 4.0, near, xp.exp(large) * inverse * factor)
    return xp.where((x < 0) | xp.isnan(x), math.nan, y)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Expint(xp: Any, x: Any) -> Any:
    return in_float64(xp, _expint, x)


@Expint.gradient
def expint_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * run("Exp", x) / x,)


def expint(x: Any, name: str | None = None) -> Any:
    """The exponential integral Ei: the principal value of that of exp(t) / t up to x.

    Args:
      x: A floating tensor; below 0 the result is nan, as TensorFlow's is.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.expint([1.0, 2.0]).numpy().round(4))
      [1.8951 4.9542]
    """
    return Expint(x, name)


_NEAR = 1.6  # up to here the Fresnel integrals are power-like series


def _fresnel(xp: Any, x: Any) -> tuple[Any, Any]:
    """C(x) and S(x)."""
    size = xp.abs(x)
    small = xp.minimum(size, _NEAR)
    u, end = small**4, _NEAR**4
    c_near = small * over(u, 0.0, end, series.COS_NEAR)
    s_near = small**3 * over(u, 0.0, end, series.SIN_NEAR)
    large = xp.maximum(size, _NEAR)
    t = (_NEAR / large) ** 4
    f = over(t, 0.0, 1.0, series.F_FAR) / (math.pi * large)
    g = over(t, 0.0, 1.0, series.G_FAR) / (math.pi**2 * large**3)
    # The angle is pi x * x / 2; whole turns of x * x in quarters are dropped before they round.
    angle = xp.where(xp.isinf(large), 0.0, xp.mod(large * large, 4.0)) * (math.pi / 2)
    sine, cosine = xp.sin(angle), xp.cos(angle)
    is_near = size < _NEAR
    c = xp.where(is_near, c_near, 0.5 + f * sine - g * cosine)
    s = xp.where(is_near, s_near, 0.5 - f * cosine - g * sine)
    return xp.copysign(c, x), xp.copysign(s, x)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def FresnelCos(xp: Any, x: Any) -> Any:
    return in_float64(xp, lambda ns, v: _fresnel(ns, v)[0], x)


@FresnelCos.gradient
def fresnel_cos_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * run("Cos", run("Square", x) * (math.pi / 2)),)


def fresnel_cos(x: Any, name: str | None = None) -> Any:
    """Fresnel's cosine integral: that of cos(pi t * t / 2) from 0 to x.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.fresnel_cos([0.5, 1.0]).numpy().round(4))
      [0.4923 0.7799]
    """
    return FresnelCos(x, name)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def FresnelSin(xp: Any, x: Any) -> Any:
    return in_float64(xp, lambda ns, v: _fresnel(ns, v)[1], x)


@FresnelSin.gradient
def fresnel_sin_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    return (dy * run("Sin", run("Square", x) * (math.pi / 2)),)


def fresnel_sin(x: Any, name: str | None = None) -> Any:
    """Fresnel's sine integral: that of sin(pi t * t / 2) from 0 to x.

    Args:
      x: A floating tensor.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.fresnel_sin([0.5, 1.0]).numpy().round(4))
      [0.0647 0.4383]
    """
    return FresnelSin(x, name)


def _spence(xp: Any, x: Any) -> Any:
    # Identities bring every x into [1/2, 3/2]: from above it by 1 / x, from below by 1 - x.
    inverted = xp.where(x > 1.5, 1.0 / xp.where(x > 1.5, x, 1.0), x)
    reflected = inverted < 0.5
    z = xp.clip(xp.where(reflected, 1.0 - inverted, inverted), 0.5, 1.5)
    w = z - 1.0
    y = w * over(w, -0.5, 0.5, series.SPENCE)
    safe = xp.clip(inverted, 1e-300, 0.5)
    cross = xp.where(inverted <= 0, 0.0, xp.log(safe) * xp.log1p(-safe))
    y = xp.where(reflected, math.pi**2 / 6 - cross - y, y)
    log = xp.log(xp.where(x > 1.5, x, 1.0))
    y = xp.where(x > 1.5, -0.5 * log * log - y, y)
    return xp.where((x < 0) | xp.isnan(x) | xp.isinf(x), math.nan, y)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Spence(xp: Any, x: Any) -> Any:
    return in_float64(xp, _spence, x)


@Spence.gradient
def spence_gradient(call: Any, dy: Any) -> Any:
    x = call.inputs[0]
    one = run("OnesLike", x)
    at_one = run("Equal", x, one)
    slope = run("Log", x) / run("SelectV2", at_one, one, 1.0 - x)
    return (dy * run("SelectV2", at_one, -one, slope),)


def spence(x: Any, name: str | None = None) -> Any:
    """Spence's function: the integral of log(t) / (1 - t) from 1 to x, the dilogarithm of 1 - x.

    Args:
      x: A floating tensor; below 0 the result is nan.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.special.spence([0.5, 2.0]).numpy().round(4))
      [ 0.5822 -0.8225]
    """
    return Spence(x, name)
