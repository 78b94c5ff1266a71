"""Fractional pooling: windows of random sizes, so that images shrink by any ratio."""

from __future__ import annotations

import math
from collections import namedtuple
from typing import Any

import numpy as np

from tenfold.core import random_state, rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32, float64, int32, int64
from tenfold.core.errors import UnimplementedError
from tenfold.core.op import call, op
from tenfold.ops.random import philox

_TYPES = (float32, float64, int32, int64)
FractionalMaxPoolResult = namedtuple(
    "FractionalMaxPool", ["output", "row_pooling_sequence", "col_pooling_sequence"]
)
FractionalAvgPoolResult = namedtuple(
    "FractionalAvgPool", ["output", "row_pooling_sequence", "col_pooling_sequence"]
)


def _shapes(call_: Any) -> Any:
    shape, ratio = call_.inputs[0].raw_shape, call_.attrs["pooling_ratio"]
    if any(r < 1 for r in ratio):
        raise ValueError(f"pooling_ratio must be 1 or more; received {list(ratio)}.")
    if shape is None:
        return [(None,) * 4, (None,), (None,)]
    if len(shape) != 4:
        raise ValueError(f"value must be 4-dimensional; received {list(shape)}.")
    out = tuple(None if n is None else int(n / r) for n, r in zip(shape, ratio))
    return [out, *((None if n is None else n + 1,) for n in out[1:3])]


def _sequences(
    xp: Any,
    shape: tuple[int, ...],
    ratio: list[float],
    pseudo_random: bool,
    deterministic: bool,
    seeds: tuple[int, int],
) -> tuple[np.ndarray, np.ndarray]:
    """Where the windows begin and end along rows and columns."""
    if len(shape) != 4:
        raise ValueError(f"value must be 4-dimensional; received {list(shape)}.")
    if ratio[0] != 1 or ratio[3] != 1:
        raise UnimplementedError(
            None, None, "Fractional pooling is not supported over the batch or the channels."
        )
    if min(ratio) < 1 or any(n < r for n, r in zip(shape[1:3], ratio[1:3])):
        raise ValueError(
            f"pooling_ratio must be at least 1 and at most the size; received {ratio} for "
            f"{list(shape)}."
        )
    if not deterministic and seeds != (0, 0):
        raise ValueError("Both seed and seed2 should be 0 if deterministic is false.")
    key, high = philox.key_of(*random_state.resolve(*seeds))
    at, found = 0, []
    for size, share in zip(shape[1:3], ratio[1:3]):
        stream = philox.Stream(xp, key, high, np.uint64(at))
        length = int(size / share)
        if pseudo_random:
            found.append(_even(size, length, stream))
            at += 1
        else:
            found.append(_shuffled(size, length, stream))
            at += -(-length // 4)
    return found[0], found[1]


def _even(size: int, length: int, stream: philox.Stream) -> np.ndarray:
    """Steps as even as rounding allows, begun at a random place: `[length + 1]`.

    The place is bounded so that the first and the last step are as long as the others.
    """
    alpha, least = size / length, size // length
    room = min((least + 2) / alpha - 1, (size + 1 - least) / alpha - (length - 1))
    start = float(philox.uniform(stream.xp, stream, (1,), np.float64)[0]) * room
    inner = [math.ceil(alpha * (i + start)) - 1 for i in range(1, length)]
    return np.array([0, *inner, size], np.int64)


def _shuffled(size: int, length: int, stream: philox.Stream) -> np.ndarray:
    """Short and long steps in random order: `[length + 1]`."""
    least, longer = divmod(size, length)
    steps = [least + (i < longer) for i in range(length)]
    words = stream.words(length).tolist()
    for i in range(length - 1):
        other = i + words[i] % (length - i)
        steps[i], steps[other] = steps[other], steps[i]
    return np.cumsum([0, *steps], dtype=np.int64)


def _spans(sequence: np.ndarray, size: int, overlapping: bool) -> list[slice]:
    """The pixels of each window along one axis."""
    ends = np.minimum(sequence[1:] + (1 if overlapping else 0), size)
    return [slice(int(a), int(b)) for a, b in zip(sequence[:-1], ends)]


def _reduce(x: np.ndarray, spans: tuple[list[slice], list[slice]], combine: Any) -> np.ndarray:
    rows = np.stack([combine(x[:, s], 1) for s in spans[0]], 1)
    return np.stack([combine(rows[:, :, s], 2) for s in spans[1]], 2)


def _maximum(x: np.ndarray, axis: int) -> np.ndarray:
    return x.max(axis)


def _sum(x: np.ndarray, axis: int) -> np.ndarray:
    return x.sum(axis, dtype=x.dtype)


def _counts(spans: tuple[list[slice], list[slice]], dtype: Any) -> np.ndarray:
    """The number of pixels of each window: `[1, rows, columns, 1]`."""
    rows, columns = (np.array([s.stop - s.start for s in along], dtype) for along in spans)
    return (rows[:, None] * columns)[None, :, :, None]


def _quotient(total: np.ndarray, count: np.ndarray) -> np.ndarray:
    """The mean; of integers, rounded toward zero."""
    if total.dtype.kind == "f":
        return total / count
    return np.sign(total) * (np.abs(total) // count)


def _pooled_spans(
    rows: np.ndarray, columns: np.ndarray, sizes: Any, overlapping: bool
) -> tuple[list[slice], list[slice]]:
    return _spans(rows, sizes[0], overlapping), _spans(columns, sizes[1], overlapping)


_POOL_TEXT = "value: T -> output: T, row_pooling_sequence: int64, col_pooling_sequence: int64"


@op(_POOL_TEXT, T=_TYPES, shape=_shapes, jit=False)
def FractionalMaxPool(
    xp: Any,
    value: Any,
    *,
    pooling_ratio: list[float],
    pseudo_random: bool = False,
    overlapping: bool = False,
    deterministic: bool = False,
    seed: int = 0,
    seed2: int = 0,
) -> Any:
    seeds = (seed, seed2)
    rows, columns = _sequences(xp, value.shape, pooling_ratio, pseudo_random, deterministic, seeds)
    spans = _pooled_spans(rows, columns, value.shape[1:3], overlapping)
    return _reduce(value, spans, _maximum), rows, columns


@FractionalMaxPool.gradient
def fractional_max_pool_gradient(call_: Any, dy: Any, *_: Any) -> Any:
    y, rows, columns = call_.outputs
    overlapping = call_.attrs["overlapping"]
    x = call_.inputs[0]
    return (FractionalMaxPoolGrad(x, y, dy, rows, columns, overlapping=overlapping),)


@op(
    "orig_input: T, orig_output: T, out_backprop: T, row_pooling_sequence: int64, "
    "col_pooling_sequence: int64 -> output: T",
    T=_TYPES,
    shape=rules.of_rank(4),
    jit=False,
)
def FractionalMaxPoolGrad(
    xp: Any,
    orig_input: Any,
    orig_output: Any,
    out_backprop: Any,
    row_pooling_sequence: Any,
    col_pooling_sequence: Any,
    *,
    overlapping: bool = False,
) -> Any:
    x, dx = orig_input, np.zeros_like(orig_input)
    batch, _, width, depth = x.shape
    flat = dx.reshape(batch, -1, depth)
    spans = _pooled_spans(row_pooling_sequence, col_pooling_sequence, x.shape[1:3], overlapping)
    images, channels = np.ogrid[:batch, :depth]
    for i, rows in enumerate(spans[0]):
        for j, columns in enumerate(spans[1]):
            window = x[:, rows, columns]
            first = window.reshape(batch, -1, depth).argmax(1)
            down, right = np.divmod(first, columns.stop - columns.start)
            place = (rows.start + down) * width + columns.start + right
            flat[images, place, channels] += out_backprop[:, i, j]
    return dx


@op(_POOL_TEXT, T=_TYPES, shape=_shapes, jit=False)
def FractionalAvgPool(
    xp: Any,
    value: Any,
    *,
    pooling_ratio: list[float],
    pseudo_random: bool = False,
    overlapping: bool = False,
    deterministic: bool = False,
    seed: int = 0,
    seed2: int = 0,
) -> Any:
    seeds = (seed, seed2)
    rows, columns = _sequences(xp, value.shape, pooling_ratio, pseudo_random, deterministic, seeds)
    spans = _pooled_spans(rows, columns, value.shape[1:3], overlapping)
    total = _reduce(value, spans, _sum)
    return _quotient(total, _counts(spans, value.dtype)), rows, columns


@FractionalAvgPool.gradient
def fractional_avg_pool_gradient(call_: Any, dy: Any, *_: Any) -> Any:
    sizes = call("Shape", call_.inputs[0], out_type=int64)
    overlapping = call_.attrs["overlapping"]
    rows, columns = call_.outputs[1:]
    return (FractionalAvgPoolGrad(sizes, dy, rows, columns, overlapping=overlapping),)


@op(
    "orig_input_tensor_shape: int64, out_backprop: T, row_pooling_sequence: int64, "
    "col_pooling_sequence: int64 -> output: T",
    T=_TYPES,
    shape=rules.from_dims(),
    jit=False,
)
def FractionalAvgPoolGrad(
    xp: Any,
    orig_input_tensor_shape: Any,
    out_backprop: Any,
    row_pooling_sequence: Any,
    col_pooling_sequence: Any,
    *,
    overlapping: bool = False,
) -> Any:
    shape = tuple(orig_input_tensor_shape.tolist())
    spans = _pooled_spans(row_pooling_sequence, col_pooling_sequence, shape[1:3], overlapping)
    share = _quotient(out_backprop, _counts(spans, out_backprop.dtype))
    dx = np.zeros(shape, out_backprop.dtype)
    for i, rows in enumerate(spans[0]):
        for j, columns in enumerate(spans[1]):
            dx[:, rows, columns] += share[:, i : i + 1, j : j + 1]
    return dx


def _attributes(ratio: Any, pseudo_random: bool, overlapping: bool, seed: int) -> dict[str, Any]:
    """The attributes that the arguments of the public functions stand for."""
    if isinstance(ratio, (int, float)):
        ratio = [1.0, float(ratio), float(ratio), 1.0]
    elif not isinstance(ratio, (list, tuple)):
        raise ValueError(f"`pooling_ratio` should be a number or a list. Received: {ratio!r}")
    if len(ratio) != 4 or ratio[0] != 1 or ratio[-1] != 1:
        raise ValueError(
            "`pooling_ratio` should be one number, or four of which the first and the last are "
            f"1.0. Received: pooling_ratio={ratio}"
        )
    if min(ratio) < 1:
        raise ValueError(f"`pooling_ratio` should be >= 1.0. Received: pooling_ratio={ratio}")
    seeds = random_state.op_seeds(seed) if seed else (0, 0)
    return {
        "pooling_ratio": [float(r) for r in ratio],
        "pseudo_random": pseudo_random,
        "overlapping": overlapping,
        "deterministic": bool(seed),
        "seed": seeds[0],
        "seed2": seeds[1],
    }


def fractional_max_pool(
    value: Any,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    seed: int = 0,
    name: str | None = None,
) -> Any:
    """The maximum of each of randomly sized windows, which shrinks images by any ratio.

    Args:
      value: Images `[batch, height, width, channels]`: float32, float64, int32 or int64.
      pooling_ratio: By how much height and width shrink: a number of at least 1, or
        `[1, height, width, 1]`.
      pseudo_random: Whether the windows are as even as they can be, rather than in random order.
      overlapping: Whether neighbouring windows share a row and a column.
      seed: Decides the windows, unless it is 0.
      name: A name for the op.

    Returns:
      A named tuple of `output` `[batch, height / ratio, width / ratio, channels]` (sizes rounded
      down) and where the windows begin and end, `row_pooling_sequence` and `col_pooling_sequence`.

    Raises:
      ValueError: A ratio is below 1, or not 1 for the batch or the channels.

    References:
      Graham, Fractional Max-Pooling (2014).

    Example:
      >>> import tenfold as tf
      >>> y = tf.nn.fractional_max_pool(tf.ones([1, 6, 6, 1]), 1.5, seed=3)
      >>> y.output.shape, y.row_pooling_sequence.shape
      (TensorShape([1, 4, 4, 1]), TensorShape([5]))
    """
    attrs = _attributes(pooling_ratio, pseudo_random, overlapping, seed)
    return FractionalMaxPoolResult(*FractionalMaxPool(to_tensor(value), name=name, **attrs))


def fractional_avg_pool(
    value: Any,
    pooling_ratio: Any,
    pseudo_random: bool = False,
    overlapping: bool = False,
    seed: int = 0,
    name: str | None = None,
) -> Any:
    """The mean of each of randomly sized windows, which shrinks images by any ratio.

    Args:
      value: Images `[batch, height, width, channels]`: float32, float64, int32 or int64.
      pooling_ratio: By how much height and width shrink: a number of at least 1, or
        `[1, height, width, 1]`.
      pseudo_random: Whether the windows are as even as they can be, rather than in random order.
      overlapping: Whether neighbouring windows share a row and a column.
      seed: Decides the windows, unless it is 0.
      name: A name for the op.

    Returns:
      A named tuple of `output` `[batch, height / ratio, width / ratio, channels]` (sizes rounded
      down) and where the windows begin and end, `row_pooling_sequence` and `col_pooling_sequence`.

    Raises:
      ValueError: A ratio is below 1, or not 1 for the batch or the channels.

    References:
      Graham, Fractional Max-Pooling (2014).

    Example:
      >>> import tenfold as tf
      >>> y = tf.nn.fractional_avg_pool(tf.ones([1, 6, 6, 1]), 1.5, seed=3)
      >>> y.output.shape, float(tf.reduce_sum(y.output))
      (TensorShape([1, 4, 4, 1]), 16.0)
    """
    attrs = _attributes(pooling_ratio, pseudo_random, overlapping, seed)
    return FractionalAvgPoolResult(*FractionalAvgPool(to_tensor(value), name=name, **attrs))
