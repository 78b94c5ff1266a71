"""Isotonic regression: the monotone sequence that is nearest to a given one."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import (
    FLOATING,
    REAL,
    DType,
    bfloat16,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from tenfold.core.op import call, op

# What the result is computed in.
_RESULT = {
    float32: float32,
    float16: float16,
    bfloat16: bfloat16,
    float64: float64,
    int8: float32,
    int16: float32,
    uint8: float32,
    int32: float64,
    int64: float64,
    uint16: float64,
    uint32: float64,
    uint64: float64,
}


def _shapes(call_: Any) -> Any:
    return [call_.inputs[0].raw_shape] * 2


def _pool(row: list[float]) -> tuple[list[float], list[int]]:
    """Means and lengths of the blocks of the nearest non-increasing sequence.

    Neighbouring blocks are pooled while the later one is larger.
    """
    means: list[float] = []
    sums: list[float] = []
    lengths: list[int] = []
    for x in row:
        total, length = x, 1
        while means and means[-1] < total / length:
            means.pop()
            total, length = total + sums.pop(), length + lengths.pop()
        means.append(total / length)
        sums.append(total)
        lengths.append(length)
    return means, lengths


@op(
    "input: T -> output: output_dtype, segments: int32",
    T=REAL,
    output_dtype=FLOATING,
    shape=_shapes,
    jit=False,
)
def IsotonicRegression(xp: Any, input: Any, *, output_dtype: DType = float32) -> Any:
    if not input.ndim:
        raise ValueError("input must have at least one axis; received a scalar.")
    output = np.empty(input.shape, output_dtype.np)
    segments = np.empty(input.shape, np.int32)
    for at in np.ndindex(*input.shape[:-1]):
        means, lengths = _pool(input[at].astype(np.float64).tolist())
        output[at] = np.repeat(np.array(means, np.float64), lengths)
        segments[at] = np.repeat(np.arange(len(means)), lengths)
    return output, segments


@IsotonicRegression.gradient
def isotonic_regression_gradient(call_: Any, dy: Any, _: Any) -> Any:
    """Every entry of a block gets the mean of the block's gradients."""
    segments = call_.outputs[1]
    kind = call_.inputs[0].dtype
    if not kind.is_floating:
        return (None,)
    sizes = call("Shape", dy)
    length = sizes[-1]
    flat = call("Reshape", dy, call("Pack", [-1, call("Maximum", length, 1)]))
    blocks = call("Reshape", segments, call("Shape", flat))
    count = call("Shape", flat)[0]
    offsets = call("ExpandDims", call("Range", 0, count, 1) * length, 1)
    numbers = call("Reshape", blocks + offsets, [-1])
    total = count * length
    sums = call("UnsortedSegmentSum", call("Reshape", flat, [-1]), numbers, total)
    ones = call("OnesLike", call("Reshape", flat, [-1]))
    means = call("DivNoNan", sums, call("UnsortedSegmentSum", ones, numbers, total))
    dx = call("Reshape", call("GatherV2", means, numbers, 0), sizes)
    return (call("Cast", dx, DstT=kind),)


def isotonic_regression(inputs: Any, decreasing: bool = True, axis: int = -1) -> tuple[Any, Any]:
    """The monotone sequences that are nearest, by squared distance, to the given ones.

    Args:
      inputs: Real numbers; a scalar is a sequence of one number.
      decreasing: Whether results never rise; False: never fall.
      axis: The axis that the sequences lie along.

    Returns:
      The sequences, of the shape of `inputs` (floating dtypes stay, small integers give float32
      and others float64), and which constant block of its sequence each entry belongs to, int32.

    Raises:
      TypeError: `inputs` are not real numbers.
      tf.errors.InvalidArgumentError: There is no such axis.

    References:
      Best and Chakravarti, Active set algorithms for isotonic regression (1990).

    Example:
      >>> import tenfold as tf
      >>> y, blocks = tf.nn.isotonic_regression([3.0, 1.0, 2.0, 0.0])
      >>> y.numpy().tolist(), blocks.numpy().tolist()
      ([3.0, 1.5, 1.5, 0.0], [0, 1, 1, 2])
    """
    x = to_tensor(inputs)
    kind = _RESULT.get(x.dtype)
    if kind is None:
        raise TypeError(f"isotonic_regression needs real numbers; received {x.dtype.name}.")
    if x.ndim is not None and not -max(x.ndim, 1) <= axis < x.ndim:
        text = f"axis {axis} is outside [{-max(x.ndim, 1)}, {x.ndim}) for rank {x.ndim}."
        raise errors.InvalidArgumentError(None, None, text)
    if x.ndim == 0:  # a sequence of one number
        return call("Cast", x, DstT=kind), to_tensor(0, int32)
    if not decreasing:
        x = call("Neg", x)
    last = x.ndim is not None and axis % x.ndim == x.ndim - 1
    order = None if last or x.ndim is None else _swapped(x.ndim, axis)
    if order is not None:
        x = call("Transpose", x, order)
    y, blocks = IsotonicRegression(x, output_dtype=kind)
    if order is not None:
        y, blocks = call("Transpose", y, order), call("Transpose", blocks, order)
    return (y if decreasing else call("Neg", y)), blocks


def _swapped(ndim: int, axis: int) -> list[int]:
    """The axes with one and the last exchanged."""
    order = list(range(ndim))
    order[axis], order[-1] = order[-1], order[axis]
    return order
