"""How a gamma sample moves with the shape parameter, at a fixed value of the distribution function.

The derivative is -dP(alpha, x)/d alpha / p(x), where P is the regularised lower incomplete gamma
function and p its density. P and its derivative come from the power series for x up to alpha or 1,
and from the continued fraction of 1 - P above.

References:
  Figurnov, Mohamed and Mnih, Implicit Reparameterization Gradients (2018).
"""

from __future__ import annotations

import numpy as np

from tenfold.core.namespace import numpy_ns
from tenfold.ops.math.gamma import Digamma

_MOST = 20000
_BIG = 2.0**52


def sample_derivative(alpha: np.ndarray, x: np.ndarray) -> np.ndarray:
    """d x / d alpha for samples `x` of gamma distributions of rate 1: float64 `[n]`."""
    out = np.full(len(x), np.nan)
    out[(alpha > 0) & (x == 0)] = 0.0
    valid = (alpha > 0) & (x > 0) & np.isfinite(alpha) & np.isfinite(x)
    far = (x > 1) & (x > alpha)
    for where, derivative in ((valid & ~far, _series), (valid & far, _fraction)):
        at = np.flatnonzero(where)
        out[at] = derivative(alpha[at], x[at])
    return out


def _digamma(x: np.ndarray) -> np.ndarray:
    return Digamma.kernel(numpy_ns, x)


def _series(a: np.ndarray, x: np.ndarray) -> np.ndarray:
    r, term = a.copy(), np.ones_like(a)
    total, term_slope, slope = np.ones_like(a), np.zeros_like(a), np.zeros_like(a)
    for _ in range(_MOST):
        r += 1.0
        ratio = x / r
        term_slope = ratio * term_slope - ratio / r * term
        term = term * ratio
        total += term
        slope += term_slope
        eps = np.finfo(np.float64).eps
        if (np.abs(term_slope) <= eps * np.abs(slope)).all():
            break
    log_slope = slope / total + np.log(x) - _digamma(a + 1.0)
    return -log_slope * total * x / a


def _fraction(a: np.ndarray, x: np.ndarray) -> np.ndarray:
    """The continued fraction, whose convergents p / q and their derivatives follow a recurrence."""
    y, z = 1.0 - a, x + (1.0 - a) + 1.0
    # Rows: the convergent before the last, and the last: p, q, dp, dq.
    before = np.stack([np.ones_like(a), x, np.zeros_like(a), np.zeros_like(a)])
    last = np.stack([x + 1.0, z * x, np.zeros_like(a), -x])
    slope = np.full_like(a, np.inf)
    for step in range(1, _MOST):
        y, z = y + 1.0, z + 2.0
        product = y * step
        new = last * z - before * product
        new[2:] += before[:2] * step - last[:2]
        value = new[0] / new[1]
        new_slope = (new[2] - value * new[3]) / new[1]
        done = np.abs(new_slope - slope) <= np.finfo(np.float64).eps
        slope, before, last = new_slope, last, new
        if done.all():
            break
        scale = np.where(np.abs(new[0]) > _BIG, 1.0 / _BIG, 1.0)
        before, last = before * scale, last * scale
    log_slope = slope / value + np.log(x) - _digamma(a)
    return log_slope * value * x
