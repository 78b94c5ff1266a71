"""The incomplete gamma and beta functions, and the derivative of the gamma one by its parameter.

Compiled, XLA has them. Eagerly, in float64: the power series (DLMF 8.11.4) where x <= a, the
continued fraction (DLMF 8.9.2) beyond, both with their derivatives by a; for beta the continued
fraction of DLMF 8.17.22, by Lentz's method.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING, float32, float64
from tenfold.core.op import call as run
from tenfold.core.op import op

from .arithmetic import unbroadcast
from .gamma import digamma_of, lgamma_of, stirling_series

_STEPS = 20_000  # of a series or fraction: more than sqrt(a) needs for a up to 1e6
_EPSILON = float(np.finfo(np.float64).eps)
_TINY = 1e-300
_HUGE = 1e150


def _log_density(a: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The logarithm of x ** a exp(-x) / Gamma(a); for large a without its large terms."""
    large = np.maximum(a, 10.0)
    ratio = (x - large) / large
    by_stirling = (
        large * (np.log1p(ratio) - ratio)
        + 0.5 * np.log(large / (2 * math.pi))
        - stirling_series(large)
    )
    return np.where(a >= 10.0, by_stirling, a * np.log(x) - x - lgamma_of(a))


def _lower(a: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """P(a, x) and its derivative by a, by the power series: for x up to a, or up to 1."""
    total, term = np.ones_like(a), np.ones_like(a)
    d_total, d_log = np.zeros_like(a), np.zeros_like(a)
    for n in range(1, _STEPS):
        term = term * x / (a + n)
        d_log = d_log - 1.0 / (a + n)
        total = total + term
        d_total = d_total + term * d_log
        if np.all(term * np.maximum(1.0, -d_log) <= _EPSILON * total):
            break
    factor = np.exp(_log_density(a, x)) / a
    slope = np.log(x) - digamma_of(a + 1.0)
    return factor * total, factor * (slope * total + d_total)


def _upper(a: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Q(a, x) and its derivative by a, by the continued fraction: for x above a and 1."""
    y, z, c = 1.0 - a, x + 2.0 - a, 0.0
    # Numerators and denominators of two convergents, and their derivatives by a.
    p0, q0, p1, q1 = np.ones_like(a), x, x + 1.0, z * x
    dp0, dq0, dp1, dq1 = np.zeros_like(a), np.zeros_like(a), np.zeros_like(a), -x
    ratio = p1 / q1
    d_ratio = (dp1 - ratio * dq1) / q1
    for _ in range(_STEPS):
        c, y, z = c + 1.0, y + 1.0, z + 2.0
        p0, p1, dp0, dp1 = (
            *(p1, p1 * z - p0 * (y * c)),
            *(dp1, dp1 * z - p1 - dp0 * (y * c) + p0 * c),
        )
        q0, q1, dq0, dq1 = (
            *(q1, q1 * z - q0 * (y * c)),
            *(dq1, dq1 * z - q1 - dq0 * (y * c) + q0 * c),
        )
        new = p1 / q1
        d_new = (dp1 - new * dq1) / q1
        moved = np.abs(new - ratio) > _EPSILON * np.abs(new)
        moved |= np.abs(d_new - d_ratio) > _EPSILON * np.maximum(np.abs(d_new), np.abs(new))
        ratio, d_ratio = new, d_new
        if not moved.any():
            break
        scale = np.where(np.abs(p1) > _HUGE, 1.0 / _HUGE, 1.0)
        p0, p1, q0, q1 = p0 * scale, p1 * scale, q0 * scale, q1 * scale
        dp0, dp1, dq0, dq1 = dp0 * scale, dp1 * scale, dq0 * scale, dq1 * scale
    factor = np.exp(_log_density(a, x))
    slope = np.log(x) - digamma_of(a)
    return factor * ratio, factor * (slope * ratio + d_ratio)


def _gamma_parts(a: np.ndarray, x: np.ndarray) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """P, Q and the derivative of P by a, for any a and x."""
    inside = (a > 0) & (x > 0) & np.isfinite(a) & np.isfinite(x)
    p, q, slope = np.full_like(a, np.nan), np.full_like(a, np.nan), np.full_like(a, np.nan)
    for part, formula in (
        (inside & ((x <= 1.0) | (x <= a)), _lower),
        (inside & (x > 1.0) & (x > a), _upper),
    ):
        if part.any():
            value, derivative = formula(a[part], x[part])
            is_lower = formula is _lower
            p[part] = value if is_lower else 1.0 - value
            q[part] = 1.0 - value if is_lower else value
            slope[part] = derivative if is_lower else -derivative
    return p, q, slope


def _ends(xp: Any, which: int, a: Any, x: Any, value: Any) -> Any:
    """P, Q or the derivative, corrected where the integral is nothing, or all of it."""
    nothing = ((x == 0) & ((a >= 0) | (which != 1))) | (xp.isposinf(a) & (x > 0))
    everything = xp.isposinf(x) & (a > 0) & xp.isfinite(a)
    at_nothing, at_everything = ((0.0, 1.0), (1.0, 0.0), (0.0, 0.0))[which]
    value = xp.where(nothing, at_nothing, xp.where(everything, at_everything, value))
    undefined = (x < 0) | ((a <= 0) & ((x != 0) | (which == 1)))
    return xp.where(undefined | xp.isnan(a) | xp.isnan(x), math.nan, value)


def _gamma(xp: Any, which: int, name: str, a: Any, x: Any) -> Any:
    """One of P, Q and the derivative of P by a, broadcast."""
    a, x = xp.broadcast_arrays(a, x)
    wide = a.astype("float64"), x.astype("float64")
    value = getattr(xp.lax, name)(*wide) if xp.compiled else _gamma_parts(*wide)[which]
    return xp.asarray(_ends(xp, which, *wide, value)).astype(a.dtype)


def _by_limit(call: Any, dy: Any) -> Any:
    """dy times the derivative of P by x."""
    a, x = call.inputs
    density = run("Exp", (a - 1.0) * run("Log", x) - x - run("Lgamma", a))
    return unbroadcast(dy * density, x)


@op("a: T, x: T -> z: T", T=FLOATING, shape=rules.broadcast)
def Igamma(xp: Any, a: Any, x: Any) -> Any:
    return _gamma(xp, 0, "igamma", a, x)


@Igamma.gradient
def igamma_gradient(call: Any, dy: Any) -> Any:
    a, x = call.inputs
    return unbroadcast(dy * IgammaGradA(a, x), a), _by_limit(call, dy)


def igamma(a: Any, x: Any, name: str | None = None) -> Any:
    """The regularized lower incomplete gamma function P(a, x).

    The integral of t ** (a - 1) exp(-t) from 0 to x, divided by that to infinity.

    Args:
      a: A floating tensor of positive parameters.
      x: A tensor of the same dtype of limits, 0 or above.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.igamma(2.0, [1.0, 3.0]).numpy().round(4))
      [0.2642 0.8009]
    """
    return Igamma(a, x, name)


@op("a: T, x: T -> z: T", T=FLOATING, shape=rules.broadcast)
def Igammac(xp: Any, a: Any, x: Any) -> Any:
    return _gamma(xp, 1, "igammac", a, x)


@Igammac.gradient
def igammac_gradient(call: Any, dy: Any) -> Any:
    a, x = call.inputs
    return -unbroadcast(dy * IgammaGradA(a, x), a), -_by_limit(call, dy)


def igammac(a: Any, x: Any, name: str | None = None) -> Any:
    """The regularized upper incomplete gamma function Q(a, x) = 1 - P(a, x).

    Args:
      a: A floating tensor of positive parameters.
      x: A tensor of the same dtype of limits, 0 or above.
      name: A name for the op.

    Returns:
      A tensor of the broadcast shape and the same dtype.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.igammac(2.0, [1.0, 3.0]).numpy().round(4))
      [0.7358 0.1991]
    """
    return Igammac(a, x, name)


@op("a: T, x: T -> z: T", T=(float32, float64), shape=rules.broadcast)
def IgammaGradA(xp: Any, a: Any, x: Any) -> Any:
    return _gamma(xp, 2, "igamma_grad_a", a, x)


def _fraction(a: np.ndarray, b: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The continued fraction of the incomplete beta function, by Lentz's method."""
    c = np.ones_like(x)
    d = 1.0 / _not_zero(1.0 - (a + b) * x / (a + 1.0))
    value = d
    for m in range(1, _STEPS):
        even = m * (b - m) * x / ((a + 2 * m - 1.0) * (a + 2 * m))
        odd = -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1.0))
        before = value
        for term in (even, odd):
            d = 1.0 / _not_zero(1.0 + term * d)
            c = _not_zero(1.0 + term / c)
            value = value * c * d
        if np.all(np.abs(value - before) <= _EPSILON * np.abs(value)):
            break
    return value


def _not_zero(x: np.ndarray) -> np.ndarray:
    return np.where(np.abs(x) < _TINY, _TINY, x)


def _beta(a: np.ndarray, b: np.ndarray, x: np.ndarray) -> np.ndarray:
    inside = (a > 0) & (b > 0) & (x > 0) & (x < 1)
    safe_a, safe_b = np.where(inside, a, 1.0), np.where(inside, b, 1.0)
    safe_x = np.where(inside, x, 0.5)
    swapped = safe_x > (safe_a + 1.0) / (safe_a + safe_b + 2.0)
    p, q = np.where(swapped, safe_b, safe_a), np.where(swapped, safe_a, safe_b)
    low, high = np.where(swapped, 1.0 - safe_x, safe_x), np.where(swapped, safe_x, 1.0 - safe_x)
    log_beta = lgamma_of(p) + lgamma_of(q) - lgamma_of(p + q)
    value = np.exp(p * np.log(low) + q * np.log(high) - log_beta) * _fraction(p, q, low) / p
    value = np.where(swapped, 1.0 - value, value)
    value = np.where(x == 0, 0.0, np.where(x == 1, 1.0, np.where(inside, value, np.nan)))
    return np.where((a > 0) & (b > 0), value, np.nan)


def _same_or_scalar(call: Any) -> Any:
    """Shapes are equal, or scalars."""
    shape: Any = ()
    for name, x in zip("abx", call.inputs):
        if x.raw_shape == ():
            continue
        if shape == ():
            shape = x.raw_shape
        elif shape is not None and x.raw_shape is not None:
            if len(shape) != len(x.raw_shape):
                raise ValueError(
                    f"betainc: {name} has shape {list(x.raw_shape)}, another input {list(shape)}; "
                    "shapes must be equal, or scalars."
                )
            shape = rules.merge(shape, x.raw_shape)
        else:
            shape = None
    return shape


@op("a: T, b: T, x: T -> z: T", T=(float32, float64), shape=_same_or_scalar)
def Betainc(xp: Any, a: Any, b: Any, x: Any) -> Any:
    shapes = {v.shape for v in (a, b, x) if v.ndim}
    if len(shapes) > 1:
        raise ValueError(
            f"betainc: the shapes {', '.join(str(list(s)) for s in shapes)} differ; they must be "
            "equal, or scalars."
        )
    wide = [v.astype("float64") for v in xp.broadcast_arrays(a, b, x)]
    if not xp.compiled:
        return _beta(*wide).astype(x.dtype)
    inside = (wide[0] > 0) & (wide[1] > 0) & xp.isfinite(wide[0] + wide[1])
    return xp.where(inside, xp.lax.betainc(*wide), math.nan).astype(x.dtype)


@Betainc.gradient
def betainc_gradient(call: Any, dy: Any) -> Any:
    a, b, x = call.inputs
    log_beta = run("Lgamma", a) + run("Lgamma", b) - run("Lgamma", a + b)
    log_density = run("Xlog1py", b - 1.0, -x) + run("Xlogy", a - 1.0, x) - log_beta
    return None, None, unbroadcast(dy * run("Exp", log_density), x)


def betainc(a: Any, b: Any, x: Any, name: str | None = None) -> Any:
    """The regularized incomplete beta function I(x; a, b).

    The integral of t ** (a - 1) (1 - t) ** (b - 1) from 0 to x, divided by that to 1.

    Args:
      a: A floating tensor of positive parameters.
      b: A tensor of the same dtype of positive parameters.
      x: A tensor of the same dtype of limits from 0 to 1. Shapes are equal, or scalars.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype. Gradients flow to x only.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.betainc(2.0, 3.0, [0.25, 0.5]).numpy().round(4))
      [0.2617 0.6875]
    """
    return Betainc(a, b, x, name=name)
