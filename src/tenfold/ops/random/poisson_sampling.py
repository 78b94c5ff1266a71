"""Random numbers of Poisson distributions.

References:
  Knuth, The Art of Computer Programming, volume 2 (1969), for small rates.
  Hormann, The Transformed Rejection Method for Generating Poisson Random Variables (1993).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import random_state, rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import INDEX, DType, float16, float32, float64, int32, int64
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import op
from tenfold.core.signature import Types
from tenfold.ops.math.gamma import Lgamma

from .rejection import RESERVED, Lanes, appended, fill, sample_dims, samples_of, until_accepted
from .stateful import draw_stream, shape_tensor
from .stateless import scrambled_stream

_KINDS = (float16, float32, float64, int32, int64)
_LARGE = 10


def _draw(lanes: Lanes, rate: np.ndarray, largest: np.ndarray) -> np.ndarray:
    """One number for each rate, none above `largest`; NaN where the rate is NaN."""
    out = np.where(np.isposinf(rate), np.inf, np.nan)
    _knuth(lanes, np.flatnonzero(rate < _LARGE), rate, largest, out)
    # Rates beyond what the dtype can hold would be drawn again for ever.
    possible = (rate >= _LARGE) & np.isfinite(rate)
    out[possible & (rate > 2 * largest)] = np.inf
    _hormann(lanes, np.flatnonzero(possible & (rate <= 2 * largest)), rate, largest, out)
    return out


def _knuth(
    lanes: Lanes, which: np.ndarray, rate: np.ndarray, largest: np.ndarray, out: np.ndarray
) -> None:
    """Counts how many uniform numbers it takes for their product to fall to exp(-rate)."""
    bound = np.exp(-rate)
    product, count = np.ones(len(rate)), np.full(len(rate), -1.0)

    def attempt(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        product[at] *= lanes.uniform(at)
        count[at] += 1
        return (product[at] <= bound[at]) & (count[at] <= largest[at]), count[at]

    until_accepted(which, attempt, out)


def _hormann(
    lanes: Lanes, which: np.ndarray, rate: np.ndarray, largest: np.ndarray, out: np.ndarray
) -> None:
    b = 0.931 + 2.53 * np.sqrt(rate)
    a = -0.059 + 0.02483 * b
    inverse_acceptance = 1.1239 + 1.1328 / (b - 3.4)
    log_rate = np.log(rate)

    def attempt(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        u = lanes.uniform(at) - 0.5
        v = lanes.uniform(at)
        near = 0.5 - np.abs(u)
        k = np.floor((2 * a[at] / near + b[at]) * u + rate[at] + 0.43)
        squeezed = (near >= 0.07) & (v <= 0.9277 - 3.6224 / (b[at] - 2))
        hopeless = (k < 0) | ((near < 0.013) & (v > near))
        s = np.log(v * inverse_acceptance[at] / (a[at] / (near * near) + b[at]))
        t = -rate[at] + k * log_rate[at] - Lgamma.kernel(numpy_ns, np.maximum(k, 0) + 1)
        return (k <= largest[at]) & (squeezed | (~hopeless & (s <= t))), k

    until_accepted(which, attempt, out)


def _poisson(stream: Any, sizes: tuple[int, ...], rate: np.ndarray, dtype: DType) -> np.ndarray:
    samples = samples_of(sizes, rate.shape)
    flat = rate.reshape(-1).astype(np.float64)
    kind = dtype.np
    top = np.iinfo(kind).max if dtype.is_integer else np.finfo(kind).max
    largest = np.full(len(flat), float(top))
    return fill(stream, samples, (flat, largest), kind, _draw).reshape(sizes)


@op(
    "shape: S, rate: R -> output: dtype",
    S=INDEX,
    R=Types(_KINDS, default=float64),
    dtype=_KINDS,
    shape=appended(1),
    jit=False,
    stateful=True,
    counter=True,
)
def RandomPoissonV2(
    xp: Any,
    shape: Any,
    rate: Any,
    *,
    seed: int = 0,
    seed2: int = 0,
    dtype: DType = int64,
    counter: Any = None,
) -> Any:
    sizes = (*sample_dims(shape), *rate.shape)
    stream = draw_stream(xp, counter, math.prod(sizes) * RESERVED)
    return _poisson(stream, sizes, rate, dtype)


RandomPoissonV2.not_differentiable()


@op(
    "shape: T, seed: Tseed, lam: Rtype -> output: dtype",
    Rtype=_KINDS,
    dtype=_KINDS,
    T=INDEX,
    Tseed=Types(INDEX, default=int64),
    shape=rules.from_dims(),
    jit=False,
)
def StatelessRandomPoisson(xp: Any, shape: Any, seed: Any, lam: Any, *, dtype: DType) -> Any:
    return _poisson(scrambled_stream(xp, seed), sample_dims(shape), lam, dtype)


StatelessRandomPoisson.not_differentiable()


def poisson(
    shape: Any,
    lam: Any,
    dtype: Any = float32,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Random numbers of Poisson distributions, one set for each rate.

    Args:
      shape: How many to draw for each rate, a list or an integer tensor.
      lam: The rates (mean and variance), floating or integer.
      dtype: The dtype of the result: float16, float32, float64, int32 or int64.
      seed: With the global seed of `tf.random.set_seed`, decides the numbers.
      name: A name for the op.

    Returns:
      A tensor of shape `[*shape, *lam.shape]`.

    Example:
      >>> import tenfold as tf
      >>> x = tf.random.poisson([1000], lam=[2.0, 30.0], seed=1)
      >>> x.shape, bool(tf.reduce_all(tf.abs(tf.reduce_mean(x, 0) - [2.0, 30.0]) < 0.6))
      (TensorShape([1000, 2]), True)
    """
    seed1, seed2 = random_state.op_seeds(seed)
    sizes = shape_tensor(shape)
    return RandomPoissonV2(sizes, lam, dtype=dtype, seed=seed1, seed2=seed2, name=name)


def stateless_poisson(
    shape: Any, seed: Any, lam: Any, dtype: Any = int32, name: str | None = None
) -> Any:
    """Numbers of Poisson distributions, decided by a seed alone.

    Args:
      shape: The shape of the result, which ends with that of `lam`.
      seed: Two integers, `[2]`.
      lam: The rates (mean and variance), floating or integer.
      dtype: The dtype of the result: float16, float32, float64, int32 or int64.
      name: A name for the op.

    Returns:
      A tensor of shape `shape`.

    Raises:
      tf.errors.InvalidArgumentError: `shape` does not end with the shape of `lam`.

    Example:
      >>> import tenfold as tf
      >>> a, b = (tf.random.stateless_poisson([2], seed=[1, 2], lam=3.0) for _ in range(2))
      >>> bool(tf.reduce_all(a == b))
      True
    """
    return StatelessRandomPoisson(shape_tensor(shape), seed, to_tensor(lam), dtype=dtype, name=name)
