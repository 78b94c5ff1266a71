"""Functions defined by integrals: Dawson's, the exponential integral, Fresnel's and Spence's.

Each is a Chebyshev series near 0 and another far from it, as long as the dtype asks for, joined to
the leading terms of the expansions of Abramowitz and Stegun, chapters 5, 7 and 27.7.
"""

from __future__ import annotations

import functools
import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING
from tenfold.core.op import call as run
from tenfold.core.op import op

from . import integral_series as series
from .piecewise import at_most, by_parts, elementwise, on_all_cores, over, split
from .trigonometry import Cos, Sin


def _dawsn(xp: Any, x: Any) -> Any:
    def near(x: Any) -> Any:
        square = at_most(xp, x * x, 25.0)
        series_value = over(square / (square + 8.0), 0.0, 25.0 / 33.0, series.DAWSN_NEAR)
        return x * series_value / (1.0 + 2.0 * square)

    def far(x: Any) -> Any:
        inverse = 1.0 / x
        return over(25.0 * inverse * inverse, 0.0, 1.0, series.DAWSN_FAR) * inverse

    return by_parts(xp, (x,), [(xp.abs(x) > 5.0, far)], near)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Dawsn(xp: Any, x: Any) -> Any:
    return elementwise(xp, _dawsn, x)


on_all_cores(Dawsn, _dawsn)
Dawsn.faster_compiled(1.2e-9)


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
    def near(x: Any) -> Any:
        rest = over(at_most(xp, x, 4.0), 0.0, 4.0, series.EI_NEAR)
        return xp.log(x) + (np.euler_gamma + x * rest)

    def times_exp(x: Any, factor: Any) -> Any:
        # In two steps: the value is finite for somewhat larger x than the exponential.
        root = xp.exp(0.5 * x)
        return factor / x * root * root

    def middle(x: Any) -> Any:
        return times_exp(x, over(x, 4.0, 12.0, series.EI_MIDDLE))

    def upper(x: Any) -> Any:
        return times_exp(x, over(1.0 / x, 1 / 40, 1 / 12, series.EI_UPPER))

    def far(x: Any) -> Any:
        return times_exp(x, over(1.0 / x, 0.0, 1 / 40, series.EI_FAR))

    parts = [
        ((x > 4.0) & (x <= 12.0), middle),
        ((x > 12.0) & (x <= 40.0), upper),
        (x > 40.0, far),
    ]
    return by_parts(xp, (x,), parts, near)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Expint(xp: Any, x: Any) -> Any:
    return elementwise(xp, _expint, x)


on_all_cores(Expint, _expint)
Expint.faster_compiled(8e-10)


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
_LARGE = 1e9  # beyond this they are 1/2 in all dtypes, whatever the angle


def _fresnel(xp: Any, x: Any, sine: bool) -> Any:
    """S(x), or C(x)."""

    def near(x: Any) -> Any:
        square = at_most(xp, x * x, _NEAR * _NEAR)
        y = over(square * square, 0.0, _NEAR**4, series.SIN_NEAR if sine else series.COS_NEAR)
        return x * square * y if sine else x * y

    def far(x: Any) -> Any:
        size = xp.abs(x)
        inverse = 1.0 / size
        square = inverse * inverse
        t = _NEAR**4 * (square * square)
        f = over(t, 0.0, 1.0, series.F_FAR) * (inverse / math.pi)
        g = over(t, 0.0, 1.0, series.G_FAR) * (inverse * square / math.pi**2)
        # The angle is pi x * x / 2; whole turns of x * x in quarters are dropped before they round.
        high, rest = split(xp, at_most(xp, size, _LARGE))
        quarters = high * high
        angle = (quarters - 4.0 * xp.floor(0.25 * quarters) + rest) * (math.pi / 2)
        s, c = Sin.kernel(xp, angle), Cos.kernel(xp, angle)
        return xp.copysign(0.5 - f * c - g * s if sine else 0.5 + f * s - g * c, x)

    return by_parts(xp, (x,), [(xp.abs(x) > _NEAR, far)], near)


_fresnel_cos = functools.partial(_fresnel, sine=False)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def FresnelCos(xp: Any, x: Any) -> Any:
    return elementwise(xp, _fresnel_cos, x)


on_all_cores(FresnelCos, _fresnel_cos)
FresnelCos.faster_compiled(1e-9)


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


_fresnel_sin = functools.partial(_fresnel, sine=True)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def FresnelSin(xp: Any, x: Any) -> Any:
    return elementwise(xp, _fresnel_sin, x)


on_all_cores(FresnelSin, _fresnel_sin)
FresnelSin.faster_compiled(1e-9)


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
    def near(x: Any) -> Any:
        w = xp.clip(x, 0.5, 1.5) - 1.0
        return w * over(w, -0.5, 0.5, series.SPENCE)

    def low(x: Any) -> Any:
        cross = xp.where(x == 0.0, 0.0, xp.log(x) * xp.log1p(-x))
        return (math.pi**2 / 6 - cross) - near(1.0 - x)

    def high(x: Any) -> Any:
        log = xp.log(x)
        return -0.5 * log * log - near(1.0 / x)

    def far(x: Any) -> Any:
        log = xp.log(x)
        y = -0.5 * log * log - low(1.0 / x)
        return xp.where(xp.isinf(x), math.nan, y)

    parts = [(x < 0.5, low), ((x > 1.5) & (x <= 2.0), high), (x > 2.0, far)]
    return by_parts(xp, (x,), parts, near)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def Spence(xp: Any, x: Any) -> Any:
    return elementwise(xp, _spence, x)


on_all_cores(Spence, _spence)
Spence.faster_compiled(4e-9)


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
