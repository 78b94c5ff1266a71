"""Random numbers of gamma distributions, differentiable with respect to the shape parameter.

References:
  Marsaglia and Tsang, A Simple Method for Generating Gamma Variables (2000).
"""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import random_state, rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import INDEX, float16, float32, float64, int32, int64
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.ops.array.broadcasting import unbroadcast

from .gamma_derivative import sample_derivative
from .rejection import RESERVED, Lanes, appended, fill, sample_dims, samples_of, until_accepted
from .stateful import draw_stream, shape_tensor
from .stateless import StatelessRandomGetKeyCounter, scrambled_stream, stream_of

_WIDTHS = (float16, float32, float64)
_AUTO_SELECT = 3


def _draw(lanes: Lanes, alpha: np.ndarray) -> np.ndarray:
    """One number for each alpha; NaN where alpha is not positive."""
    out = np.full(len(alpha), np.nan)
    one = np.flatnonzero(alpha == 1)
    out[one] = -np.log1p(-lanes.uniform(one))
    # Below 1 a number is drawn for alpha + 1 and scaled down.
    small = alpha < 1
    d = alpha + np.where(small, 2.0 / 3, -1.0 / 3)
    c = 1.0 / 3 / np.sqrt(d)

    def attempt(at: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x = lanes.normal(at)
        v = 1 + c[at] * x
        possible = v > 0
        u = np.ones(len(at))
        u[possible] = lanes.uniform(at[possible])
        v = v * v * v
        squeezed = u < 1 - 0.0331 * (x * x) * (x * x)
        below = np.log(u) < 0.5 * x * x + d[at] * (1 - v + np.log(v))
        return possible & (squeezed | below), d[at] * v

    until_accepted(np.flatnonzero((alpha != 1) & (alpha >= 0)), attempt, out)
    less = np.flatnonzero(small & (alpha >= 0))
    # NumPy's vectorised float64 power is off by up to 4 ulp.
    power = np.power(lanes.uniform(less).astype(np.longdouble), 1 / alpha[less])
    out[less] *= power.astype(np.float64)
    return out


def _gamma(stream: Any, sizes: tuple[int, ...], alpha: np.ndarray) -> np.ndarray:
    """Numbers for each alpha: `[*sizes]`, which ends with the shape of `alpha`."""
    samples = samples_of(sizes, alpha.shape)
    flat = alpha.reshape(-1).astype(np.float64)
    return fill(stream, samples, (flat,), alpha.dtype, _draw).reshape(sizes)


@op(
    "shape: S, alpha: T -> output: T",
    S=INDEX,
    T=_WIDTHS,
    shape=appended(1),
    jit=False,
    stateful=True,
    counter=True,
)
def RandomGamma(
    xp: Any, shape: Any, alpha: Any, *, seed: int = 0, seed2: int = 0, counter: Any = None
) -> Any:
    sizes = (*sample_dims(shape), *alpha.shape)
    stream = draw_stream(xp, counter, math.prod(sizes) * RESERVED)
    return _gamma(stream, sizes, alpha)


@RandomGamma.gradient
def random_gamma_gradient(done: Any, dy: Any) -> Any:
    return None, _alpha_gradient(done.inputs[1], done.outputs[0], dy)


def _alpha_gradient(alpha: Any, sample: Any, dy: Any) -> Any:
    """The derivative of each number, summed over those that were drawn for the same alpha."""
    return unbroadcast(dy * RandomGammaGrad(alpha, sample), alpha)


@op("alpha: T, sample: T -> output: T", T=(float32, float64), shape=rules.broadcast, jit=False)
def RandomGammaGrad(xp: Any, alpha: Any, sample: Any) -> Any:
    wide = np.broadcast_arrays(alpha.astype(np.float64), sample.astype(np.float64))
    found = sample_derivative(wide[0].reshape(-1), wide[1].reshape(-1))
    return found.reshape(wide[0].shape).astype(alpha.dtype)


RandomGammaGrad.not_differentiable()


@op(
    "shape: T, seed: Tseed, alpha: dtype -> output: dtype",
    dtype=_WIDTHS,
    T=INDEX,
    Tseed=Types(INDEX, default=int64),
    shape=rules.shaped(rules.from_dims(), "n", "2"),
    jit=False,
)
def StatelessRandomGammaV2(xp: Any, shape: Any, seed: Any, alpha: Any) -> Any:
    return _gamma(scrambled_stream(xp, seed), sample_dims(shape), alpha)


@StatelessRandomGammaV2.gradient
def stateless_gamma_gradient(done: Any, dy: Any) -> Any:
    return None, None, _alpha_gradient(done.inputs[2], done.outputs[0], dy)


@op(
    "shape: shape_dtype, key: uint64, counter: uint64, alg: int32, alpha: dtype -> output: dtype",
    dtype=_WIDTHS,
    shape_dtype=Types(INDEX, default=int32),
    shape=rules.from_dims(),
    jit=False,
)
def StatelessRandomGammaV3(
    xp: Any, shape: Any, key: Any, counter: Any, alg: Any, alpha: Any
) -> Any:
    return _gamma(stream_of(xp, key, counter, alg), sample_dims(shape), alpha)


@StatelessRandomGammaV3.gradient
def stateless_gamma_v3_gradient(done: Any, dy: Any) -> Any:
    return None, None, None, None, _alpha_gradient(done.inputs[4], done.outputs[0], dy)


def gamma(
    shape: Any,
    alpha: Any,
    beta: Any = None,
    dtype: Any = float32,
    seed: int | None = None,
    name: str | None = None,
) -> Any:
    """Random numbers of gamma distributions, one set for each pair of parameters.

    Gradients flow to both parameters.

    Args:
      shape: How many to draw for each pair, a list or an integer tensor.
      alpha: The shape parameters.
      beta: The rates, which broadcast against `alpha`; 1 if None.
      dtype: float16, float32 or float64, for parameters that are not tensors.
      seed: With the global seed of `tf.random.set_seed`, decides the numbers.
      name: A name for the op.

    Returns:
      A tensor of shape `[*shape, *broadcast(alpha, beta)]`.

    Example:
      >>> import tenfold as tf
      >>> x = tf.random.gamma([1000], alpha=[2.0, 8.0], beta=2.0, seed=1)
      >>> x.shape, bool(tf.reduce_all(tf.abs(tf.reduce_mean(x, 0) - [1.0, 4.0]) < 0.2))
      (TensorShape([1000, 2]), True)
    """
    seed1, seed2 = random_state.op_seeds(seed)
    alpha, beta = _parameters(alpha, beta, dtype)
    drawn = RandomGamma(shape_tensor(shape), alpha, seed=seed1, seed2=seed2)
    return _scaled(drawn, beta, name)


def stateless_gamma(
    shape: Any,
    seed: Any,
    alpha: Any,
    beta: Any = None,
    dtype: Any = float32,
    name: str | None = None,
) -> Any:
    """Numbers of gamma distributions, decided by a seed alone.

    Args:
      shape: The shape of the result, which ends with that of `alpha` broadcast against `beta`.
      seed: Two integers, `[2]`.
      alpha: The shape parameters.
      beta: The rates; 1 if None.
      dtype: float16, float32 or float64, for parameters that are not tensors.
      name: A name for the op.

    Returns:
      A tensor of shape `shape`.

    Raises:
      tf.errors.InvalidArgumentError: `shape` does not end with the shape of the parameters.

    Example:
      >>> import tenfold as tf
      >>> a, b = (tf.random.stateless_gamma([2], seed=[1, 2], alpha=3.0) for _ in range(2))
      >>> bool(tf.reduce_all(a == b))
      True
    """
    alpha, beta = _parameters(alpha, beta, dtype)
    key, counter = StatelessRandomGetKeyCounter(seed)
    drawn = StatelessRandomGammaV3(shape_tensor(shape), key, counter, _AUTO_SELECT, alpha)
    return _scaled(drawn, beta, name)


def _parameters(alpha: Any, beta: Any, dtype: Any) -> tuple[Any, Any]:
    """The shape parameters, broadcast against the rates; and the rates."""
    alpha = to_tensor(alpha, dtype)
    beta = to_tensor(1 if beta is None else beta, dtype)
    both = call("BroadcastArgs", call("Shape", alpha), call("Shape", beta))
    return call("BroadcastTo", alpha, both), beta


def _scaled(drawn: Any, beta: Any, name: str | None) -> Any:
    tiny = float(np.finfo(drawn.dtype.as_numpy_dtype).tiny)
    return call("Maximum", tiny, drawn / beta, name=name)
