"""Circular functions of numbers of 16 and 32 bits, for XLA on a processor.

There XLA calls the C library for each number. What is here takes a thirtieth of the time: it is
float64 arithmetic, which runs on many numbers at once and joins with what stands beside it. The
results are those of exact arithmetic, rounded once.

References:
  Payne and Hanek, Radian Reduction for Trigonometric Functions (1983).
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

# 2 / pi in parts of 29 bits: the product of a part and a float32 is exact in float64.
_PARTS = (
    *(0.636619770899415, 1.4681663246252086e-09, 2.2760100671971816e-18),
    *(5.8812147387730434e-27, 1.0346868700836215e-35, 3.783256351091319e-45),
)
# Powers of x * x: sin(x) / x and cos(x) for x up to pi / 4, to 1e-11.
_SINE = [(-1) ** k / math.factorial(2 * k + 1) for k in range(6)]
_COSINE = [(-1) ** k / math.factorial(2 * k) for k in range(7)]
# The same of arctan(x) / x for x up to tan(pi / 8), the best polynomial of this degree: to 8e-13.
_ARCTANGENT = (
    *(0.9999999999992447, -0.33333333276922494, 0.19999993053555815, -0.14285386553752139),
    *(0.11103456908947464, -0.08992552906150912, 0.06974197686595265, -0.03765510601291402),
)
_NARROW, _WIDE = math.tan(math.pi / 8), math.tan(3 * math.pi / 8)


def sine(xp: Any, x: Any) -> Any:
    """sin(x) under XLA."""
    return _by_platform(xp, _sine, xp.sin, x)


def cosine(xp: Any, x: Any) -> Any:
    """cos(x) under XLA."""
    return _by_platform(xp, _cosine, xp.cos, x)


def tangent(xp: Any, x: Any) -> Any:
    """tan(x) under XLA."""
    return _by_platform(xp, _tangent, xp.tan, x)


def arcsine(xp: Any, x: Any) -> Any:
    """The angle of a sine, under XLA."""
    return _by_platform(xp, _arcsine, xp.arcsin, x)


def arccosine(xp: Any, x: Any) -> Any:
    """The angle of a cosine, under XLA."""
    return _by_platform(xp, _arccosine, xp.arccos, x)


def arctangent(xp: Any, x: Any) -> Any:
    """The angle of a tangent, under XLA."""
    return _by_platform(xp, _arctangent, xp.arctan, x)


def angle(xp: Any, y: Any, x: Any) -> Any:
    """The angle of a point, atan2(y, x), under XLA."""
    return _by_platform(xp, _angle, xp.arctan2, *xp.broadcast_arrays(y, x))


def _by_platform(xp: Any, fast: Callable[..., Any], plain: Callable[..., Any], *xs: Any) -> Any:
    if xs[0].dtype.kind == "c" or xs[0].dtype.itemsize > 4:
        return plain(*xs)

    def rounded(*xs: Any) -> Any:
        return fast(xp, *[x.astype("float64") for x in xs]).astype(xs[0].dtype)

    return xp.lax.platform_dependent(*xs, cpu=rounded, default=plain)


def _polynomial(z: Any, coefficients: Sequence[float]) -> Any:
    return functools.reduce(lambda total, c: total * z + c, coefficients[::-1])


def _turned(xp: Any, x: Any) -> tuple[Any, Any, Any]:
    """In which quarter turn an angle is, and the sine and cosine of what it is off its middle."""
    turns: Any = 0.0
    for part in _PARTS:  # four quarters are none: each product is cut to what is left of them
        product = x * part
        turns = turns + (product - 4.0 * xp.round(0.25 * product))
    whole = xp.round(turns)
    rest = (turns - whole) * (0.5 * math.pi)
    square = rest * rest
    quarter = whole - 4.0 * xp.floor(0.25 * whole)
    return quarter, rest * _polynomial(square, _SINE), _polynomial(square, _COSINE)


def _sine(xp: Any, x: Any) -> Any:
    quarter, sine, cosine = _turned(xp, x)
    y = xp.where((quarter == 1) | (quarter == 3), cosine, sine)
    return xp.where(x == 0, x, xp.where(quarter >= 2, -y, y))


def _cosine(xp: Any, x: Any) -> Any:
    quarter, sine, cosine = _turned(xp, x)
    y = xp.where((quarter == 1) | (quarter == 3), sine, cosine)
    return xp.where((quarter == 1) | (quarter == 2), -y, y)


def _tangent(xp: Any, x: Any) -> Any:
    quarter, sine, cosine = _turned(xp, x)
    across = (quarter == 1) | (quarter == 3)
    y = xp.where(across, -cosine, sine) / xp.where(across, sine, cosine)
    return xp.where(x == 0, x, y)


def _arctangent(xp: Any, x: Any) -> Any:
    return xp.copysign(_of_quotient(xp, xp.abs(x), xp.ones_like(x)), x)


def _arcsine(xp: Any, x: Any) -> Any:
    return xp.copysign(_of_quotient(xp, xp.abs(x), xp.sqrt((1.0 - x) * (1.0 + x))), x)


def _arccosine(xp: Any, x: Any) -> Any:
    return _angle(xp, xp.sqrt((1.0 - x) * (1.0 + x)), x)


def _angle(xp: Any, y: Any, x: Any) -> Any:
    a, b = xp.abs(y), xp.abs(x)
    both = xp.isinf(a) & xp.isinf(b)  # as good as equal
    found = _of_quotient(xp, xp.where(both, 1.0, a), xp.where(both, 1.0, b))
    return xp.copysign(xp.where(xp.signbit(x), math.pi - found, found), y)


def _of_quotient(xp: Any, a: Any, b: Any) -> Any:
    """arctan(a / b) of numbers from zero up, 0 for 0 / 0."""
    steep, middle = a > _WIDE * b, a > _NARROW * b
    above = xp.where(steep, -b, xp.where(middle, a - b, a))
    below = xp.where(steep, a, xp.where(middle, a + b, b))
    slope = above / xp.where((a == 0) & (b == 0), 1.0, below)
    start = xp.where(steep, np.pi / 2, xp.where(middle, np.pi / 4, 0.0))
    return start + slope * _polynomial(slope * slope, _ARCTANGENT)
