"""Bessel functions of orders 0 and 1: J, Y, and the modified I and K.

Near 0 each is a Chebyshev series; where there is a logarithm or a pole it is added in closed form.
Far from 0 a series over 1 / x multiplies the leading term (Abramowitz and Stegun, chapter 9). All
is computed in float64, to about 1e-15 of the function's size there.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING
from tenfold.core.op import call as run
from tenfold.core.op import op

from . import bessel_series as series
from .error_function import chebyshev

_NEAR_SQUARE = 25.0  # J and Y take their NEAR series up to x = 5


def in_float64(xp: Any, function: Callable[[Any, Any], Any], x: Any) -> Any:
    """A function of xp and float64 values, cast back to the dtype of x."""
    return xp.asarray(function(xp, xp.asarray(x.astype("float64")))).astype(x.dtype)


def over(x: Any, low: float, high: float, coefficients: tuple[float, ...]) -> Any:
    """A Chebyshev series over [low, high], for x within it."""
    return chebyshev((x - 0.5 * (low + high)) * (2.0 / (high - low)), coefficients)


def _i(order: int, scaled: bool) -> Callable[[Any, Any], Any]:
    near = series.I1_NEAR if order else series.I0_NEAR
    far = series.I1_FAR if order else series.I0_FAR

    def value(xp: Any, x: Any) -> Any:
        size = xp.abs(x)
        small = over(xp.minimum(size, 8.0), 0.0, 8.0, near) * (size if order else 1.0)
        large = xp.maximum(size, 8.0)
        y = xp.where(size <= 8.0, small, over(1.0 / large, 0.0, 0.125, far) / xp.sqrt(large))
        y = y if scaled else y * xp.exp(size)
        return xp.copysign(y, x) if order else y

    return value


def _hankel(xp: Any, x: Any, order: int) -> tuple[Any, Any]:
    """J and Y far from 0, by the amplitude and phase of Hankel's expansion."""
    large = xp.maximum(x, 5.0)
    t = _NEAR_SQUARE / (large * large)
    p = over(t, 0.0, 1.0, series.J1_P if order else series.J0_P)
    q = over(t, 0.0, 1.0, series.J1_Q if order else series.J0_Q) / large
    # cos(x - pi/4) and sin(x - pi/4), by the addition theorem: the difference would round.
    c, s = (xp.cos(large) + xp.sin(large)), (xp.sin(large) - xp.cos(large))
    if order:
        c, s = s, -c
    scale = 1.0 / xp.sqrt(math.pi * large)
    return scale * (p * c - q * s), scale * (p * s + q * c)


def _j(order: int) -> Callable[[Any, Any], Any]:
    near = series.J1_NEAR if order else series.J0_NEAR

    def value(xp: Any, x: Any) -> Any:
        size = xp.abs(x)
        z = xp.minimum(size * size, _NEAR_SQUARE)
        small = over(z, 0.0, _NEAR_SQUARE, near)
        y = xp.where(size <= 5.0, small * size if order else small, _hankel(xp, size, order)[0])
        return xp.where(x < 0, -y, y) if order else y

    return value


def _y(order: int) -> Callable[[Any, Any], Any]:
    near = series.Y1_NEAR if order else series.Y0_NEAR
    j = _j(order)

    def value(xp: Any, x: Any) -> Any:
        small = xp.clip(x, 0.0, 5.0)
        rest = over(small * small, 0.0, _NEAR_SQUARE, near)
        singular = xp.log(small) * j(xp, small)
        if order:
            rest, singular = rest * small, singular - 1.0 / small
        y = xp.where(x <= 5.0, rest + 2.0 / math.pi * singular, _hankel(xp, x, order)[1])
        y = xp.where(xp.isnan(x), x, y)
        return xp.where(x < 0, -math.inf, y)

    return value


def _k(order: int, scaled: bool) -> Callable[[Any, Any], Any]:
    near = series.K1_NEAR if order else series.K0_NEAR
    far = series.K1_FAR if order else series.K0_FAR
    i = _i(order, scaled=False)

    def value(xp: Any, x: Any) -> Any:
        small = xp.clip(x, 1e-300, 2.0)
        rest = over(small * small, 0.0, 4.0, near)
        log = xp.log(small / 2.0) * i(xp, small)
        y = rest / small + log if order else rest - log
        large = xp.maximum(x, 2.0)
        beyond = over(2.0 / large, 0.0, 1.0, far) / xp.sqrt(large)
        if scaled:
            y = y * xp.exp(small)
        else:
            beyond = beyond * xp.exp(-large)
        y = xp.where(x <= 2.0, y, beyond)
        y = xp.where(xp.isnan(x), x, y)
        return xp.where(x <= 0, math.inf, y)

    return value


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselI0(xp: Any, x: Any) -> Any:
    return in_float64(xp, _i(0, scaled=False), x)


@BesselI0.gradient
def bessel_i0_gradient(call: Any, dy: Any) -> Any:
    return (dy * BesselI1(call.inputs[0]),)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselI0e(xp: Any, x: Any) -> Any:
    return in_float64(xp, _i(0, scaled=True), x)


@BesselI0e.gradient
def bessel_i0e_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * (BesselI1e(x) - run("Sign", x) * y),)


def _except_at_zero(x: Any, value: float, elsewhere: Callable[[Any], Any]) -> Any:
    """A derivative with y / x in it: its limit at 0, the formula elsewhere."""
    at_zero = run("Equal", x, run("ZerosLike", x))
    safe = run("SelectV2", at_zero, run("OnesLike", x), x)
    limit = run("OnesLike", x) * value
    return run("SelectV2", at_zero, limit, elsewhere(safe))


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselI1(xp: Any, x: Any) -> Any:
    return in_float64(xp, _i(1, scaled=False), x)


@BesselI1.gradient
def bessel_i1_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * _except_at_zero(x, 1.0, lambda v: BesselI0(x) - y / v),)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselI1e(xp: Any, x: Any) -> Any:
    return in_float64(xp, _i(1, scaled=True), x)


@BesselI1e.gradient
def bessel_i1e_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    slope = _except_at_zero(
        x, 0.5, lambda v: BesselI0e(x) - y * (run("Sign", x) + run("Reciprocal", v))
    )
    return (dy * slope,)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselJ0(xp: Any, x: Any) -> Any:
    return in_float64(xp, _j(0), x)


@BesselJ0.gradient
def bessel_j0_gradient(call: Any, dy: Any) -> Any:
    return (-dy * BesselJ1(call.inputs[0]),)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselJ1(xp: Any, x: Any) -> Any:
    return in_float64(xp, _j(1), x)


@BesselJ1.gradient
def bessel_j1_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * _except_at_zero(x, 0.5, lambda v: BesselJ0(x) - y / v),)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselK0(xp: Any, x: Any) -> Any:
    return in_float64(xp, _k(0, scaled=False), x)


@BesselK0.gradient
def bessel_k0_gradient(call: Any, dy: Any) -> Any:
    return (-dy * BesselK1(call.inputs[0]),)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselK0e(xp: Any, x: Any) -> Any:
    return in_float64(xp, _k(0, scaled=True), x)


@BesselK0e.gradient
def bessel_k0e_gradient(call: Any, dy: Any) -> Any:
    return (dy * (call.outputs[0] - BesselK1e(call.inputs[0])),)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselK1(xp: Any, x: Any) -> Any:
    return in_float64(xp, _k(1, scaled=False), x)


@BesselK1.gradient
def bessel_k1_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * (-BesselK0(x) - y / x),)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselK1e(xp: Any, x: Any) -> Any:
    return in_float64(xp, _k(1, scaled=True), x)


@BesselK1e.gradient
def bessel_k1e_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * (y * (1.0 - run("Reciprocal", x)) - BesselK0e(x)),)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselY0(xp: Any, x: Any) -> Any:
    return in_float64(xp, _y(0), x)


@BesselY0.gradient
def bessel_y0_gradient(call: Any, dy: Any) -> Any:
    return (-dy * BesselY1(call.inputs[0]),)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselY1(xp: Any, x: Any) -> Any:
    return in_float64(xp, _y(1), x)


@BesselY1.gradient
def bessel_y1_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * (BesselY0(x) - y / x),)
