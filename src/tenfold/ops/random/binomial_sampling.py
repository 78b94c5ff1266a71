"""Random numbers of binomial distributions.

References:
  Kachitvichyanukul and Schmeiser, Binomial Random Variate Generation (1988), for few successes.
  Hormann, The Generation of Binomial Random Variates (1993), for many.
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import INDEX, DType, float16, float32, float64, int32, int64
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.core.tensor import Tensor

from .rejection import Lanes, fill, sample_dims, samples_of, until_accepted
from .stateful import shape_tensor
from .stateless import scrambled_stream

KINDS = (float16, float32, float64, int32, int64)
_MANY = 10
# How many blocks a sample owns where few successes are expected.
_FEW_RESERVED = 42
# The error of Stirling's formula for log(k!), k from 0 to 9.
_TAIL = np.array(
    [math.lgamma(k + 1) - (k + 0.5) * math.log(k + 1) + k + 1 for k in range(10)]
) - 0.5 * math.log(2 * math.pi)


def _draw(
    lanes: Lanes, count: np.ndarray, prob: np.ndarray, rest: np.ndarray, expected: np.ndarray
) -> np.ndarray:
    """One number for each count and probability; NaN where they are NaN."""
    out = np.full(len(count), np.nan)
    # Where successes are likelier, failures are counted.
    likely = prob > 0.5
    p = np.where(likely, rest, prob)
    out[(count <= 0) | (p <= 0)] = 0.0
    trials = np.flatnonzero((count > 0) & (p > 0) & np.isfinite(count))
    many = expected[trials] >= _MANY
    _inversion(lanes, trials[~many], count, p, out)
    _rejection(lanes, trials[many], count, p, out)
    return np.where(likely & (count > 0), count - out, out)


def _inversion(
    lanes: Lanes, which: np.ndarray, count: np.ndarray, p: np.ndarray, out: np.ndarray
) -> None:
    """Adds up the geometrically distributed waiting times of successes."""
    lanes.space(which, _FEW_RESERVED)
    waited, successes = np.zeros(len(count)), np.full(len(count), -1.0)
    log_failure = np.log1p(-p)

    def attempt(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        waited[at] += np.ceil(np.log(lanes.uniform(at)) / log_failure[at])
        successes[at] += 1
        return waited[at] > count[at], successes[at]

    until_accepted(which, attempt, out)


def _rejection(
    lanes: Lanes, which: np.ndarray, count: np.ndarray, p: np.ndarray, out: np.ndarray
) -> None:
    """Transformed rejection."""
    deviation = np.sqrt(count * p * (1 - p))
    b = 1.15 + 2.53 * deviation
    a = -0.0873 + 0.0248 * b + 0.01 * p
    c = count * p + 0.5
    box = 0.92 - 4.2 / b
    odds = p / (1 - p)
    alpha = (2.83 + 5.1 / b) * deviation
    mode = np.floor((count + 1) * p)

    def attempt(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        u = lanes.uniform(at) - 0.5
        v = lanes.uniform(at)
        near = 0.5 - np.abs(u)
        n, m, r = count[at], mode[at], odds[at]
        k = np.floor((2 * a[at] / near + b[at]) * u + c[at])
        squeezed = (near >= 0.07) & (v <= box[at])
        possible = (k >= 0) & (k <= n)
        bound = (
            (m + 0.5) * np.log((m + 1) / (r * (n - m + 1)))
            + (n + 1) * np.log((n - m + 1) / (n - k + 1))
            + (k + 0.5) * np.log(r * (n - k + 1) / (k + 1))
            + (_tail(m) + _tail(n - m) - _tail(k) - _tail(n - k))
        )
        height = np.log(v * alpha[at] / (a[at] / (near * near) + b[at]))
        return squeezed | (possible & (height <= bound)), k

    until_accepted(which, attempt, out)


def _tail(k: np.ndarray) -> np.ndarray:
    square = (k + 1) ** 2
    far = (1.0 / 12 - (1.0 / 360 - 1.0 / 1260 / square) / square) / (k + 1)
    return np.where(k <= 9, _TAIL[np.clip(k, 0, 9).astype(np.int64)], far)


def binomial_of(
    stream: Any, sizes: tuple[int, ...], counts: Any, probs: Any, dtype: DType
) -> np.ndarray:
    """Numbers for counts and probabilities that broadcast: `[*sizes]`."""
    # What decides between the algorithms is computed in the dtype of the parameters.
    rest = 1 - probs
    expected = counts * np.where(probs > 0.5, rest, probs)
    parameters = np.broadcast_arrays(counts, probs, rest, expected)
    samples = samples_of(sizes, parameters[0].shape)
    flat = tuple(x.reshape(-1).astype(np.float64) for x in parameters)
    return fill(stream, samples, flat, dtype.np, _draw).reshape(sizes)


@op(
    "shape: S, seed: Tseed, counts: T, probs: T -> output: dtype",
    S=INDEX,
    Tseed=Types(INDEX, default=int64),
    T=Types(KINDS, default=float64),
    dtype=KINDS,
    shape=rules.from_dims(),
    jit=False,
)
def StatelessRandomBinomial(
    xp: Any, shape: Any, seed: Any, counts: Any, probs: Any, *, dtype: DType = int64
) -> Any:
    return binomial_of(scrambled_stream(xp, seed), sample_dims(shape), counts, probs, dtype)


StatelessRandomBinomial.not_differentiable()


def stateless_binomial(
    shape: Any,
    seed: Any,
    counts: Any,
    probs: Any,
    output_dtype: Any = int32,
    name: str | None = None,
) -> Any:
    """Numbers of successes in independent trials, decided by a seed alone.

    Args:
      shape: The shape of the result, which ends with that of `counts` broadcast against `probs`.
      seed: Two integers, `[2]`.
      counts: How many trials, floating.
      probs: The probability of success, of the dtype of `counts`.
      output_dtype: The dtype of the result: float16, float32, float64, int32 or int64.
      name: A name for the op.

    Returns:
      A tensor of shape `shape`.

    Raises:
      tf.errors.InvalidArgumentError: `shape` does not end with the shape of the parameters.

    Example:
      >>> import tenfold as tf
      >>> x = tf.random.stateless_binomial([1000], seed=[1, 2], counts=10.0, probs=0.5)
      >>> int(tf.reduce_max(x)) <= 10 and 4.8 < float(tf.reduce_mean(tf.cast(x, tf.float32))) < 5.2
      True
    """
    plain = not isinstance(counts, Tensor)
    counts = to_tensor(counts)
    probs = to_tensor(probs, dtype_hint=counts.dtype)
    if plain and counts.dtype.is_integer:
        counts = call("Cast", counts, DstT=probs.dtype)
    sizes = shape_tensor(shape)
    return StatelessRandomBinomial(sizes, seed, counts, probs, dtype=output_dtype, name=name)
