"""Bessel functions of orders 0 and 1: J, Y, and the modified I and K.

Near 0 each is a Chebyshev series; where there is a logarithm or a pole it is added in closed form.
Far from 0 a series over 1 / x multiplies the leading term (Abramowitz and Stegun, chapter 9). The
series are as long as the dtype asks for.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable
from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING
from tenfold.core.op import call as run
from tenfold.core.op import op

from . import bessel_series as series
from .piecewise import at_most, by_parts, elementwise, on_all_cores, over
from .trigonometry import Cos, Sin

_NEAR_SQUARE = 25.0  # J and Y take their NEAR series up to x = 5


def _i(xp: Any, x: Any, order: int, scaled: bool) -> Any:
    near_series = series.I1_NEAR if order else series.I0_NEAR
    far_series = series.I1_FAR if order else series.I0_FAR

    def near(x: Any, size: Any) -> Any:
        y = over(at_most(xp, size, 8.0), 0.0, 8.0, near_series)
        return y * x if order else y

    def far(x: Any, size: Any) -> Any:
        y = over(1.0 / size, 0.0, 0.125, far_series) / xp.sqrt(size)
        return xp.copysign(y, x) if order else y

    size = xp.abs(x)
    y = by_parts(xp, (x, size), [(size > 8.0, far)], near)
    if scaled:
        return y
    # In two steps: the value is finite for somewhat larger x than the exponential.
    root = xp.exp(0.5 * size)
    return y * root * root


def _hankel(xp: Any, x: Any, order: int, second: bool) -> Any:
    """J or Y far from 0, by the amplitude and phase of Hankel's expansion."""
    t = _NEAR_SQUARE / (x * x)
    p = over(t, 0.0, 1.0, series.J1_P if order else series.J0_P)
    q = over(t, 0.0, 1.0, series.J1_Q if order else series.J0_Q) / x
    # cos(x - pi/4) and sin(x - pi/4), by the addition theorem: the difference would round.
    sine, cosine = Sin.kernel(xp, x), Cos.kernel(xp, x)
    c, s = cosine + sine, sine - cosine
    if order:
        c, s = s, -c
    y = p * s + q * c if second else p * c - q * s
    return y / xp.sqrt(math.pi * x)


def _j_near(x: Any, square: Any, order: int) -> Any:
    y = over(square, 0.0, _NEAR_SQUARE, series.J1_NEAR if order else series.J0_NEAR)
    return y * x if order else y


def _j(xp: Any, x: Any, order: int) -> Any:
    def near(x: Any) -> Any:
        return _j_near(x, at_most(xp, x * x, _NEAR_SQUARE), order)

    def far(x: Any) -> Any:
        y = _hankel(xp, xp.abs(x), order, second=False)
        return xp.where(x < 0.0, -y, y) if order else y

    return by_parts(xp, (x,), [(xp.abs(x) > 5.0, far)], near)


def _y(xp: Any, x: Any, order: int) -> Any:
    def near(x: Any) -> Any:
        square = at_most(xp, x * x, _NEAR_SQUARE)
        y = over(square, 0.0, _NEAR_SQUARE, series.Y1_NEAR if order else series.Y0_NEAR)
        singular = xp.log(x) * _j_near(x, square, order)
        if order:
            y, singular = y * x, singular - 1.0 / x
        return y + (2.0 / math.pi) * singular

    def far(x: Any) -> Any:
        return _hankel(xp, x, order, second=True)

    def outside(x: Any) -> Any:
        return xp.where(x < 0.0, -math.inf, math.nan if order else -math.inf)

    return by_parts(xp, (x,), [(x <= 0.0, outside), (x > 5.0, far)], near)


def _k(xp: Any, x: Any, order: int, scaled: bool) -> Any:
    def near(x: Any) -> Any:
        square = at_most(xp, x * x, 4.0)
        i = over(square, 0.0, 4.0, series.I1_SMALL if order else series.I0_SMALL)
        rest = over(square, 0.0, 4.0, series.K1_NEAR if order else series.K0_NEAR)
        log = xp.log(0.5 * x)
        y = rest / x + log * (i * x) if order else rest - log * i
        return y * xp.exp(at_most(xp, x, 2.0)) if scaled else y

    def far(x: Any) -> Any:
        y = over(2.0 / x, 0.0, 1.0, series.K1_FAR if order else series.K0_FAR) / xp.sqrt(x)
        return y if scaled else y * xp.exp(-x)

    def outside(x: Any) -> Any:
        return xp.full_like(x, math.inf)

    return by_parts(xp, (x,), [(x <= 0.0, outside), (x > 2.0, far)], near)


_i0 = functools.partial(_i, order=0, scaled=False)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselI0(xp: Any, x: Any) -> Any:
    return elementwise(xp, _i0, x)


on_all_cores(BesselI0, _i0)
BesselI0.faster_compiled(1.2e-9)


@BesselI0.gradient
def bessel_i0_gradient(call: Any, dy: Any) -> Any:
    return (dy * BesselI1(call.inputs[0]),)


_i0e = functools.partial(_i, order=0, scaled=True)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselI0e(xp: Any, x: Any) -> Any:
    return elementwise(xp, _i0e, x)


on_all_cores(BesselI0e, _i0e)
BesselI0e.faster_compiled(1e-9)


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


_i1 = functools.partial(_i, order=1, scaled=False)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselI1(xp: Any, x: Any) -> Any:
    return elementwise(xp, _i1, x)


on_all_cores(BesselI1, _i1)
BesselI1.faster_compiled(1.2e-9)


@BesselI1.gradient
def bessel_i1_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * _except_at_zero(x, 1.0, lambda v: BesselI0(x) - y / v),)


_i1e = functools.partial(_i, order=1, scaled=True)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselI1e(xp: Any, x: Any) -> Any:
    return elementwise(xp, _i1e, x)


on_all_cores(BesselI1e, _i1e)
BesselI1e.faster_compiled(1e-9)


@BesselI1e.gradient
def bessel_i1e_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    slope = _except_at_zero(
        x, 0.5, lambda v: BesselI0e(x) - y * (run("Sign", x) + run("Reciprocal", v))
    )
    return (dy * slope,)


_j0 = functools.partial(_j, order=0)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselJ0(xp: Any, x: Any) -> Any:
    return elementwise(xp, _j0, x)


on_all_cores(BesselJ0, _j0)


@BesselJ0.gradient
def bessel_j0_gradient(call: Any, dy: Any) -> Any:
    return (-dy * BesselJ1(call.inputs[0]),)


_j1 = functools.partial(_j, order=1)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselJ1(xp: Any, x: Any) -> Any:
    return elementwise(xp, _j1, x)


on_all_cores(BesselJ1, _j1)


@BesselJ1.gradient
def bessel_j1_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * _except_at_zero(x, 0.5, lambda v: BesselJ0(x) - y / v),)


_k0 = functools.partial(_k, order=0, scaled=False)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselK0(xp: Any, x: Any) -> Any:
    return elementwise(xp, _k0, x)


on_all_cores(BesselK0, _k0)
BesselK0.faster_compiled(1.3e-9)


@BesselK0.gradient
def bessel_k0_gradient(call: Any, dy: Any) -> Any:
    return (-dy * BesselK1(call.inputs[0]),)


_k0e = functools.partial(_k, order=0, scaled=True)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselK0e(xp: Any, x: Any) -> Any:
    return elementwise(xp, _k0e, x)


on_all_cores(BesselK0e, _k0e)
BesselK0e.faster_compiled(1.5e-9)


@BesselK0e.gradient
def bessel_k0e_gradient(call: Any, dy: Any) -> Any:
    return (dy * (call.outputs[0] - BesselK1e(call.inputs[0])),)


_k1 = functools.partial(_k, order=1, scaled=False)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselK1(xp: Any, x: Any) -> Any:
    return elementwise(xp, _k1, x)


on_all_cores(BesselK1, _k1)
BesselK1.faster_compiled(1.5e-9)


@BesselK1.gradient
def bessel_k1_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * (-BesselK0(x) - y / x),)


_k1e = functools.partial(_k, order=1, scaled=True)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselK1e(xp: Any, x: Any) -> Any:
    return elementwise(xp, _k1e, x)


on_all_cores(BesselK1e, _k1e)
BesselK1e.faster_compiled(1.8e-9)


@BesselK1e.gradient
def bessel_k1e_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * (y * (1.0 - run("Reciprocal", x)) - BesselK0e(x)),)


_y0 = functools.partial(_y, order=0)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselY0(xp: Any, x: Any) -> Any:
    return elementwise(xp, _y0, x)


on_all_cores(BesselY0, _y0)


@BesselY0.gradient
def bessel_y0_gradient(call: Any, dy: Any) -> Any:
    return (-dy * BesselY1(call.inputs[0]),)


_y1 = functools.partial(_y, order=1)


@op("x: T -> y: T", T=FLOATING, shape=rules.same)
def BesselY1(xp: Any, x: Any) -> Any:
    return elementwise(xp, _y1, x)


on_all_cores(BesselY1, _y1)


@BesselY1.gradient
def bessel_y1_gradient(call: Any, dy: Any) -> Any:
    x, y = call.inputs[0], call.outputs[0]
    return (dy * (BesselY0(x) - y / x),)
