"""The incomplete gamma and beta functions, and the derivative of the gamma one by its parameter.

In float64: the power series (DLMF 8.11.4) where x <= a, the continued fraction (DLMF 8.9.2) beyond,
both with their derivatives by a; for beta the even part of the continued fraction of DLMF 8.17.22.
With NumPy each element stops as soon as its dtype would not change any more.
"""

from __future__ import annotations

import functools
import math
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING, float32, float64
from tenfold.core.op import call as run
from tenfold.core.op import op

from .arithmetic import unbroadcast
from .gamma import digamma_of, lgamma_of, stirling_rest
from .piecewise import by_parts, elementwise, on_all_cores

_STEPS = 20_000  # of a series or fraction: more than sqrt(a) needs for a up to 1e6
_STRIDE = 4  # so many steps are taken before looking who is done
_CHUNK = 1024  # so many elements XLA takes at a time

State = tuple[Any, ...]
Step = Callable[..., State]


def _settled(
    xp: Any, step: Step, moves: Callable[..., Any], state: State, results: int
) -> Sequence[Any]:
    """Takes steps until nothing moves; with NumPy what has settled takes no part any more.

    Args:
      xp: The namespace.
      step: Makes the next state from the number of the step, from 1 up, and the state; it may
        write into its arrays.
      moves: Tells from the state which elements go on moving.
      state: Arrays of rank 1 and of one length.
      results: How many of them, the first ones, are results.
    """
    if xp.compiled:
        return _settled_together(xp, step, moves, state)[:results]
    found = [np.empty_like(x) for x in state[:results]]
    places = np.arange(state[0].size)
    open_ = np.ones(places.size, bool)  # what has settled moves along, but for nothing
    for number in range(1, _STEPS, _STRIDE):
        for k in range(number, number + _STRIDE):
            state = step(float(k), *state)
        going = open_ & moves(*state)
        left = np.count_nonzero(going)
        if left < np.count_nonzero(open_):
            _store(found, places, state, open_ > going)
        if not left:
            return found
        open_ = going
        if 4 * left < 3 * going.size:
            (still,) = going.nonzero()
            places, state, open_ = places[still], tuple([x[still] for x in state]), going[still]
    _store(found, places, state, open_)
    return found


def _store(found: Sequence[Any], places: Any, state: State, which: Any) -> None:
    (chosen,) = which.nonzero()
    at = places[chosen]
    for whole, part in zip(found, state, strict=False):
        whole[at] = part[chosen]


def _settled_together(xp: Any, step: Step, moves: Callable[..., Any], state: State) -> State:
    def some_move(held: Any) -> Any:
        number, state = held
        return (number < _STEPS) & xp.any(moves(*state))

    def stride(held: Any) -> Any:
        number, state = held
        for k in range(_STRIDE):
            state = step(number + k, *state)
        return number + _STRIDE, state

    return xp.lax.while_loop(some_move, stride, stride((xp.asarray(1.0, "float64"), state)))[1]


def _chunked(formula: Callable[..., Any]) -> Callable[..., Any]:
    """A formula of elements that XLA computes on a processor for a few of them at a time.

    So most need not wait for the slowest one, and what they work on stays in the cache.
    """

    def whole(xp: Any, *arrays: Any) -> Any:
        if not xp.compiled or arrays[0].size <= _CHUNK:
            return formula(xp, *arrays)
        shape, size = arrays[0].shape, arrays[0].size
        count = -(-size // _CHUNK)

        def chunks(*arrays: Any) -> Any:
            rows = [
                xp.pad(x.reshape(-1), (0, count * _CHUNK - size)).reshape(count, _CHUNK)
                for x in arrays
            ]
            y = xp.lax.map(lambda row: formula(xp, *row), tuple(rows))
            return y.reshape(-1)[:size].reshape(shape)

        def together(*arrays: Any) -> Any:
            return formula(xp, *arrays)

        return xp.lax.platform_dependent(*arrays, cpu=chunks, default=together)

    return whole


def _last_bit(single: bool) -> float:
    return 1e-9 if single else float(np.finfo(np.float64).eps)


def _full(xp: Any, *arrays: Any) -> list[Any]:
    """Arrays of rank 1 of the same length, to write into."""
    if xp.compiled:
        return list(arrays)
    size = max([x.size for x in arrays])
    return [np.full(size, x) if x.size < size else x.copy() for x in arrays]


def _log_density(xp: Any, single: bool, a: Any, x: Any) -> Any:
    """The logarithm of x ** a exp(-x) / Gamma(a); for large a without its large terms."""

    def large(a: Any, x: Any) -> Any:
        ratio = (x - a) / a
        rest = 0.5 * xp.log(a / (2 * math.pi)) - stirling_rest(a, single)
        return a * (xp.log1p(ratio) - ratio) + rest

    def small(a: Any, x: Any) -> Any:
        return a * xp.log(x) - x - lgamma_of(xp, a, single)

    return by_parts(xp, (a, x), [(a >= 10.0, large)], small)


def _lower(xp: Any, single: bool, a: Any, x: Any) -> Any:
    """P(a, x), by the power series: for x up to a, or up to 1."""
    least = _last_bit(single)

    def step(_: Any, total: Any, term: Any, n: Any, x: Any) -> State:
        n += 1.0
        term *= x
        term /= n
        total += term
        return total, term, n, x

    def moves(total: Any, term: Any, n: Any, x: Any) -> Any:
        return term > least * total

    n, limit = _full(xp, a, x)
    (total,) = _settled(xp, step, moves, (xp.ones_like(n), xp.ones_like(n), n, limit), 1)
    return xp.exp(_log_density(xp, single, a, x)) / a * total


def _upper(xp: Any, single: bool, a: Any, x: Any) -> Any:
    """Q(a, x), by Steed's way through the continued fraction: for x above a and 1."""
    least = _last_bit(single)

    def step(k: Any, h: Any, delta: Any, d: Any, b: Any, a: Any) -> State:
        b += 2.0
        d *= k * (a - k)
        d += b
        d = 1.0 / d
        delta *= b * d - 1.0
        h += delta
        return h, delta, d, b, a

    def moves(h: Any, delta: Any, d: Any, b: Any, a: Any) -> Any:
        return xp.abs(delta) > least * h

    parameter, limit = _full(xp, a, x)
    b = limit - parameter
    b += 1.0
    d = 1.0 / b
    (h,) = _settled(xp, step, moves, (d + 0.0, d + 0.0, d, b, parameter), 1)
    return xp.exp(_log_density(xp, single, a, x)) * h


def _lower_slope(xp: Any, single: bool, a: Any, x: Any) -> Any:
    """The derivative of P(a, x) by a, from that of each term of the power series."""
    least = _last_bit(single)

    def step(_: Any, *state: Any) -> State:
        total, d_total, term, d_log, n, x = state
        n += 1.0
        inverse = 1.0 / n
        d_log -= inverse
        term *= x
        term *= inverse
        total += term
        d_total += term * d_log
        return total, d_total, term, d_log, n, x

    def moves(total: Any, d_total: Any, term: Any, d_log: Any, *_: Any) -> Any:
        return term * xp.maximum(1.0, -d_log) > least * total

    n, limit = _full(xp, a, x)
    state = (xp.ones_like(n), xp.zeros_like(n), xp.ones_like(n), xp.zeros_like(n), n, limit)
    total, d_total = _settled(xp, step, moves, state, 2)
    factor = xp.exp(_log_density(xp, single, a, x)) / a
    slope = xp.log(x) - digamma_of(xp, a + 1.0)
    return factor * (slope * total + d_total)


def _upper_slope(xp: Any, single: bool, a: Any, x: Any) -> Any:
    """The derivative of P(a, x) by a, from that of each step through the continued fraction."""
    least = _last_bit(single)

    def step(k: Any, *state: Any) -> State:
        h, d_h, delta, d_delta, d, d_d, b, a = state
        b += 2.0
        term = k * (a - k)
        d_d *= term
        d_d += k * d
        d_d -= 1.0
        d *= term
        d += b
        d = 1.0 / d
        d_d *= -d * d
        factor = b * d
        factor -= 1.0
        d_delta *= factor
        d_delta += delta * (b * d_d - d)
        delta *= factor
        h += delta
        d_h += d_delta
        return h, d_h, delta, d_delta, d, d_d, b, a

    def moves(h: Any, d_h: Any, delta: Any, d_delta: Any, *_: Any) -> Any:
        size = xp.maximum(h, xp.abs(d_h))
        return xp.maximum(xp.abs(delta), xp.abs(d_delta)) > least * size

    parameter, limit = _full(xp, a, x)
    b = limit - parameter
    b += 1.0
    d = 1.0 / b
    d_d = d * d
    state = (d + 0.0, d_d + 0.0, d + 0.0, d_d + 0.0, d, d_d, b, parameter)
    h, d_h = _settled(xp, step, moves, state, 2)
    slope = xp.log(x) - digamma_of(xp, a)
    return -xp.exp(_log_density(xp, single, a, x)) * (slope * h + d_h)


def _within(xp: Any, condition: Any, formula: Callable[..., Any], *safe: float) -> Any:
    """A part for `by_parts`: where XLA computes it for nothing, it is of numbers that settle."""
    if not xp.compiled:
        return condition, formula

    def guarded(*arrays: Any) -> Any:
        return formula(*[xp.where(condition, *v) for v in zip(arrays, safe, strict=True)])

    return condition, guarded


def _gamma_inside(xp: Any, which: int, single: bool, a: Any, x: Any) -> Any:
    """P, Q or the derivative of P by a, for finite a and x above 0; nan elsewhere."""
    lower = functools.partial(_lower_slope if which == 2 else _lower, xp, single)
    upper = functools.partial(_upper_slope if which == 2 else _upper, xp, single)

    def rest(function: Callable[..., Any]) -> Callable[..., Any]:
        return lambda a, x: 1.0 - function(a, x)

    inside = (a > 0) & (x > 0) & xp.isfinite(a) & xp.isfinite(x)
    is_lower = (x <= 1.0) | (x <= a)
    parts = [
        _within(xp, inside & is_lower, rest(lower) if which == 1 else lower, 1.0, 0.5),
        _within(xp, inside & ~is_lower, rest(upper) if which == 0 else upper, 1.0, 2.0),
    ]
    return by_parts(xp, (a, x), parts, lambda a, x: xp.full_like(x, math.nan))


def _ends(xp: Any, which: int, a: Any, x: Any, value: Any) -> Any:
    """P, Q or the derivative, corrected where the integral is nothing, or all of it."""
    nothing = ((x == 0) & ((a >= 0) | (which != 1))) | (xp.isposinf(a) & (x > 0))
    everything = xp.isposinf(x) & (a > 0) & xp.isfinite(a)
    at_nothing, at_everything = ((0.0, 1.0), (1.0, 0.0), (0.0, 0.0))[which]
    value = xp.where(nothing, at_nothing, xp.where(everything, at_everything, value))
    undefined = (x < 0) | ((a <= 0) & ((x != 0) | (which == 1)))
    return xp.where(undefined | xp.isnan(a) | xp.isnan(x), math.nan, value)


def _gamma(xp: Any, a: Any, x: Any, which: int) -> Any:
    """One of P, Q and the derivative of P by a, of float32 or float64 values."""
    wide = a.astype("float64"), x.astype("float64")
    value = _gamma_inside(xp, which, a.dtype == np.float32, *wide)
    return _ends(xp, which, *wide, value).astype(x.dtype)


_igamma = _chunked(functools.partial(_gamma, which=0))
_igammac = _chunked(functools.partial(_gamma, which=1))
_igamma_grad_a = _chunked(functools.partial(_gamma, which=2))


def _by_limit(call: Any, dy: Any) -> Any:
    """dy times the derivative of P by x."""
    a, x = call.inputs
    density = run("Exp", (a - 1.0) * run("Log", x) - x - run("Lgamma", a))
    return unbroadcast(dy * density, x)


@op("a: T, x: T -> z: T", T=FLOATING, shape=rules.broadcast)
def Igamma(xp: Any, a: Any, x: Any) -> Any:
    return elementwise(xp, _igamma, a, x)


on_all_cores(Igamma, _igamma)


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
    return elementwise(xp, _igammac, a, x)


on_all_cores(Igammac, _igammac)


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
    return elementwise(xp, _igamma_grad_a, a, x)


on_all_cores(IgammaGradA, _igamma_grad_a)


def _fraction(xp: Any, single: bool, a: Any, b: Any, x: Any) -> Any:
    """The even part of the incomplete beta function's continued fraction, in Steed's way."""
    least = _last_bit(single)

    def step(m: Any, *state: Any) -> State:
        h, delta, d, odd, a, b, x = state
        n = a + 2.0 * m
        even = (b - m) * x
        even *= m / (n * (n - 1.0))
        d *= even
        d *= odd
        odd = (a + m) * (b + a + m)
        odd *= x
        odd /= -n * (n + 1.0)
        even += odd
        even += 1.0
        d = 1.0 / (even - d)
        even *= d
        even -= 1.0
        delta *= even
        h += delta
        return h, delta, d, odd, a, b, x

    def moves(h: Any, delta: Any, *_: Any) -> Any:
        return xp.abs(delta) > least * xp.abs(h)

    odd = -(a + b) * x / (a + 1.0)
    d = 1.0 / (1.0 + odd)
    return _settled(xp, step, moves, (d + 0.0, d + 0.0, d, odd, a, b, x), 1)[0]


def _beta_inside(xp: Any, single: bool, a: Any, b: Any, x: Any) -> Any:
    a, b, x = _full(xp, a, b, x)
    swapped = x > (a + 1.0) / (a + b + 2.0)
    p, q = xp.where(swapped, b, a), xp.where(swapped, a, b)
    low, high = xp.where(swapped, 1.0 - x, x), xp.where(swapped, x, 1.0 - x)
    log_beta = lgamma_of(xp, p, single) + lgamma_of(xp, q, single) - lgamma_of(xp, p + q, single)
    value = xp.exp(p * xp.log(low) + q * xp.log(high) - log_beta)
    value *= _fraction(xp, single, p, q, low) / p
    return xp.where(swapped, 1.0 - value, value)


def _beta(xp: Any, a: Any, b: Any, x: Any) -> Any:
    def outside(a: Any, b: Any, x: Any) -> Any:
        ends = xp.where(x == 0, 0.0, xp.where(x == 1, 1.0, math.nan))
        return xp.where((a > 0) & (b > 0), ends, math.nan)

    wide = [v.astype("float64") for v in (a, b, x)]
    inside = (a > 0) & (b > 0) & xp.isfinite(wide[0] + wide[1]) & (x > 0) & (x < 1)
    formula = functools.partial(_beta_inside, xp, a.dtype == np.float32)
    part = _within(xp, inside, formula, 1.0, 1.0, 0.5)
    return by_parts(xp, wide, [part], outside).astype(x.dtype)


_betainc = _chunked(_beta)


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
    return elementwise(xp, _betainc, a, b, x)


on_all_cores(Betainc, _betainc)


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
