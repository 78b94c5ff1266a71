"""Normal numbers between bounds that may differ from number to number.

Where the bounds hold enough of the distribution, normal numbers are drawn until they lie within;
else uniform ones where the interval is short, exponential ones in a long tail. One stream serves
all numbers in turn, as TensorFlow's kernels do within the part of the work that one thread has:
its results for thousands of numbers depend on its number of threads, ours are those of one thread.

References:
  Robert, Simulation of Truncated Normal Variables (1995).
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import INDEX, as_dtype, bfloat16, float16, float32, float64, int64
from tenfold.core.errors import InternalError
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.ops.array.broadcasting import unbroadcast

from . import philox
from .rejection import sample_dims, samples_of
from .stateful import draw_stream, shape_tensor
from .stateless import scrambled_stream

_MOST_TRIES = 1000
# How many deviations within the bounds, on one side of the mean, make normal numbers worth while.
_INSIDE = 1.3
# Equal parameters are split into batches of this many samples.
_BATCH = 100

Propose = Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]]


class _Rows:
    """A stream that is read block by block, as far as numbers are needed."""

    def __init__(self, stream: philox.Stream) -> None:
        self._stream = stream
        self._at = 0

    def accepted(self, count: int, blocks: int, propose: Propose) -> np.ndarray:
        """The first accepted proposals.

        Args:
          count: How many.
          blocks: How many blocks a group of proposals needs.
          propose: `words [groups, blocks, 4] -> (accepted, values)`, both `[groups, proposals]`.
        """
        found: list[np.ndarray] = []
        missing, since = count, 0
        while missing:
            groups = 8 + missing
            offsets = np.arange(self._at, self._at + groups * blocks).astype(np.uint64)
            good, values = propose(self._stream.blocks_at(offsets).reshape(groups, blocks, 4))
            width = good.shape[1]
            at = np.flatnonzero(good.reshape(-1))[:missing]
            gaps = np.diff(at, prepend=-1 - since, append=[] if len(at) == missing else good.size)
            if len(gaps) and gaps.max() > _MOST_TRIES:
                raise InternalError(
                    None, None, f"No truncated normal number was accepted in {_MOST_TRIES} tries."
                )
            found.append(values.reshape(-1)[at])
            missing -= len(at)
            self._at += blocks * (groups if missing else int(at[-1]) // width + 1)
            since = good.size - 1 - int(at[-1]) if len(at) else since + good.size
        return np.concatenate(found) if found else np.empty(0)


def _truncated(rows: _Rows, count: int, parameters: list[Any]) -> np.ndarray:
    """Numbers for one mean, deviation, minimum and maximum, all of one dtype."""
    mean, deviation, low, high = parameters
    kind = mean.dtype.type
    if not (deviation > 0 and low < high and (np.isfinite(low) or np.isfinite(high))):
        raise ValueError(
            f"Invalid parameters: mean {mean}, standard deviation {deviation}, bounds {low} and "
            f"{high}; expected a positive deviation, and bounds in order of which one is finite."
        )
    if low == -np.inf or high < mean:
        low, high, deviation = high, low, -deviation
    low, high = (low - mean) / deviation, (high - mean) / deviation
    root = np.sqrt(low * low + kind(4))
    exponent = kind(0.5) + low * (low - root) / kind(4)
    cutoff = kind(2) * _exp(exponent) / (low + root)
    propose: Propose
    blocks = 1
    if (low < -kind(_INSIDE) and high >= 0) or (high > kind(_INSIDE) and low <= 0):
        propose = _from_normal(low, high)
    elif high - low < cutoff:
        propose, blocks = _from_uniform(low, high), 2
    else:
        propose = _from_exponential(low, high, root)
    return rows.accepted(count, blocks, propose).astype(kind) * deviation + mean


def _exp(x: Any) -> Any:
    """In float64, so that float32 results agree with the C library's."""
    return np.exp(x.astype(np.float64)).astype(x.dtype)


def _from_normal(low: Any, high: Any) -> Propose:
    def propose(words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        z = philox.box_muller(numpy_ns, words[:, 0], low.dtype).reshape(len(words), -1)
        return (z >= low) & (z <= high), z

    return propose


def _from_uniform(low: Any, high: Any) -> Propose:
    kind = low.dtype.type
    peak = kind(0) if low < 0 else low * low

    def propose(words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        u = philox.unit(numpy_ns, words, kind)
        z = u[:, 0] * (high - low) + low
        return u[:, 1] <= _exp((peak - z * z) / kind(2)), z

    return propose


def _from_exponential(low: Any, high: Any, root: Any) -> Propose:
    kind = low.dtype.type
    rate = (low + root) / kind(2)

    def propose(words: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        u = philox.unit(numpy_ns, words[:, 0], kind)
        pairs = u.reshape(len(words), -1, 2)
        z = -np.log(pairs[..., 0].astype(np.float64)).astype(kind) / rate + low
        x = z - rate if low < rate else np.broadcast_to(low - rate, z.shape)
        return (pairs[..., 1] <= _exp(-x * x / kind(2))) & (z < high), z

    return propose


@op(
    "shape: T, means: dtype, stdevs: dtype, minvals: dtype, maxvals: dtype -> output: dtype",
    dtype=(float16, bfloat16, float32, float64),
    T=INDEX,
    shape=rules.from_dims(),
    jit=False,
    stateful=True,
    counter=True,
)
def ParameterizedTruncatedNormal(
    xp: Any,
    shape: Any,
    means: Any,
    stdevs: Any,
    minvals: Any,
    maxvals: Any,
    *,
    seed: int = 0,
    seed2: int = 0,
    counter: Any = None,
) -> Any:
    sizes = sample_dims(shape)
    if not sizes:
        raise ValueError("Shape tensor must not be empty, got [].")
    total = math.prod(sizes)
    parameters = [means, stdevs, minvals, maxvals]
    for name, value in zip(("means", "stdevs", "minvals", "maxvals"), parameters, strict=True):
        if value.ndim > 1 or value.size not in (1, sizes[0]):
            raise ValueError(
                f"Input {name} should have length 1 or shape[0], got shape: {list(value.shape)}."
            )
    batches, each = sizes[0], math.prod(sizes[1:])
    if all(not value.ndim for value in parameters):
        batches, each = -(-total // _BATCH), _BATCH
    rows = _Rows(draw_stream(xp, counter, batches * 2 * _MOST_TRIES * (each + 3) // 4))
    flat = [np.broadcast_to(value.reshape(-1), batches) for value in parameters]
    out = np.empty(total, means.dtype)
    for i in range(batches):
        part = out[i * each : (i + 1) * each]
        part[:] = _truncated(rows, len(part), [p[i] for p in flat])
    return out.reshape(sizes)


ParameterizedTruncatedNormal.not_differentiable()


@op(
    "shape: S, seed: Tseed, means: dtype, stddevs: dtype, minvals: dtype, maxvals: dtype "
    "-> output: dtype",
    S=INDEX,
    Tseed=Types(INDEX, default=int64),
    dtype=(float16, float32, float64),
    shape=rules.from_dims(),
    jit=False,
)
def StatelessParameterizedTruncatedNormal(
    xp: Any, shape: Any, seed: Any, means: Any, stddevs: Any, minvals: Any, maxvals: Any
) -> Any:
    sizes = sample_dims(shape)
    parameters = np.broadcast_arrays(means, stddevs, minvals, maxvals)
    samples = samples_of(sizes, parameters[0].shape)
    rows = _Rows(scrambled_stream(xp, seed))
    flat = [p.reshape(-1) for p in parameters]
    batches = len(flat[0]) if samples else 0
    drawn = [_truncated(rows, samples, [p[i] for p in flat]) for i in range(batches)]
    return np.array(drawn, means.dtype).reshape(len(drawn), samples).T.reshape(sizes)


@StatelessParameterizedTruncatedNormal.gradient
def stateless_truncated_gradient(done: Any, dy: Any) -> Any:
    """How samples move with the parameters, at fixed values of their distribution function."""
    mean, deviation, low, high = done.inputs[2:]
    z, a, b = ((x - mean) / deviation for x in (done.outputs[0], low, high))
    # Above the mean the upper tail is what is small, and exact.
    side = call("SelectV2", a > 0, call("OnesLike", a), -call("OnesLike", a))
    tail_a, tail_z, tail_b = (call("Erfc", side * x * _HALF_ROOT) for x in (a, z, b))
    share = (tail_a - tail_z) / (tail_a - tail_b)
    by_low = (1 - share) * call("Exp", (z * z - a * a) / 2)
    by_high = share * call("Exp", (z * z - b * b) / 2)
    # Like TensorFlow's, the first two leave out that the bounds' distance from the mean, counted in
    # deviations, changes too.
    slopes = (call("OnesLike", z), z, by_low, by_high)
    inputs = (mean, deviation, low, high)
    return None, None, *(unbroadcast(dy * d, x) for d, x in zip(slopes, inputs, strict=True))


_HALF_ROOT = math.sqrt(0.5)


def stateless_parameterized_truncated_normal(
    shape: Any,
    seed: Any,
    means: Any = 0.0,
    stddevs: Any = 1.0,
    minvals: Any = -2.0,
    maxvals: Any = 2.0,
    name: str | None = None,
) -> Any:
    """Normal numbers within given bounds, decided by a seed alone.

    Args:
      shape: The shape of the result, which ends with that of the parameters broadcast together.
      seed: Two integers, `[2]`.
      means: The means before truncation.
      stddevs: The standard deviations before truncation.
      minvals: The lower bounds, which may be -inf.
      maxvals: The upper bounds, which may be inf where the lower ones are finite.
      name: A name for the op.

    Returns:
      A tensor of shape `shape` and of the dtype of the parameters.

    Raises:
      tf.errors.InvalidArgumentError: Bounds out of order or both infinite, a deviation that is not
        positive, or a shape that does not end with the shape of the parameters.

    Example:
      >>> import tenfold as tf
      >>> x = tf.random.stateless_parameterized_truncated_normal(
      ...     [100, 2], seed=[1, 2], means=[0.0, 5.0], minvals=[1.0, 4.0], maxvals=[3.0, 5.0])
      >>> bool(tf.reduce_all((x >= [1.0, 4.0]) & (x <= [3.0, 5.0])))
      True
    """
    given = (means, stddevs, minvals, maxvals)
    kind = next((as_dtype(p.dtype) for p in given if hasattr(p, "dtype")), None)
    values = [to_tensor(p, dtype_hint=kind) for p in given]
    return StatelessParameterizedTruncatedNormal(shape_tensor(shape), seed, *values, name=name)
