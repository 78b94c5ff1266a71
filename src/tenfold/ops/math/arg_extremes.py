"""Where the extremes are: argmax and argmin."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import INDEX, QUANTIZED, REAL, DType, int16, int32, int64, uint16
from tenfold.core.dtypes import bool as bool_
from tenfold.core.op import op
from tenfold.core.pieces import FLOATS
from tenfold.core.signature import Types

ORDERED = (*REAL, *QUANTIZED, bool_)


def _axis(xp: Any, x: Any, dimension: Any) -> int:
    axis = int(xp.static(dimension))
    if not -x.ndim <= axis < x.ndim:
        raise ValueError(f"Expected dimension in the range [{-x.ndim}, {x.ndim}), but got {axis}.")
    if not x.shape[axis]:
        if not x.size and any(not d for i, d in enumerate(x.shape) if i != axis % x.ndim):
            return axis
        raise ValueError(f"Reduction axis {axis} is empty in shape {list(x.shape)}.")
    return axis


def _found(xp: Any, search: str, x: Any, axis: int, worst: float) -> Any:
    """Where a search finds the extreme along an axis; nan is never the extreme."""
    if x.dtype.kind not in "iub":
        if not xp.compiled:
            # NumPy finds the first nan: only where it found one is there something to mend.
            found = _searched(search, x, axis)
            if x.size <= _SMALL:
                hit = x
            else:
                hit = xp.take_along_axis(x, xp.expand_dims(found, axis), axis)
            if not np.count_nonzero(hit != hit):
                return found
        x = xp.where(xp.isnan(x), x.dtype.type(worst), x)
    if not xp.compiled:
        return getattr(x, search)(axis)
    # XLA finds an extreme many numbers at a time, and an extreme with its place one by one.
    extreme = getattr(xp, search.removeprefix("arg"))(x, axis, keepdims=True)
    at = xp.lax.broadcasted_iota(xp.int32, x.shape, axis % x.ndim)
    return xp.where(x == extreme, at, x.shape[axis]).min(axis)


# Up to so many elements all are looked at sooner than those that were found.
_SMALL = 1024
# Along an axis of which so many elements follow each other in memory NumPy takes long.
_WIDE = 64
# So many elements at a time stay in the cache.
_BLOCK = 2**16


def _searched(search: str, x: np.ndarray, axis: int) -> np.ndarray:
    at = axis % x.ndim
    tail = math.prod(x.shape[at + 1 :])
    if tail < _WIDE or x.size < _BLOCK // 4 or x.dtype not in FLOATS:
        return getattr(x, search)(axis)
    ufunc, better = (np.maximum, np.greater) if search == "argmax" else (np.minimum, np.less)
    stacked = x.reshape(-1, x.shape[at], tail)
    found = np.stack([_among_rows(search, ufunc, better, rows) for rows in stacked])
    return found.reshape(x.shape[:at] + x.shape[at + 1 :])


def _among_rows(search: str, ufunc: Any, better: Any, x: np.ndarray) -> np.ndarray:
    """Where the extremes of columns are: looked for in the blocks that hold one."""
    height = max(1, _BLOCK // x.shape[1])
    at = getattr(x[:height], search)(0)
    best = ufunc.reduce(x[:height], 0)
    for start in range(height, len(x), height):
        rows = x[start : start + height]
        extreme = ufunc.reduce(rows, 0)
        columns = np.flatnonzero(better(extreme, best) | (extreme != extreme) & (best == best))
        at[columns] = getattr(rows[:, columns], search)(0) + start
        best[columns] = extreme[columns]
    return at


def _shape(call: Any) -> Any:
    shape, axis = call.inputs[0].raw_shape, rules.value_of(call.inputs[1])
    if shape is None:
        return None
    if axis is None:
        return (None,) * (len(shape) - 1)
    at = rules.normalize_axis(int(axis), len(shape), "dimension")
    return shape[:at] + shape[at + 1 :]


@op(
    "input: T, dimension: Tidx -> output: output_type",
    T=ORDERED,
    Tidx=Types((int16, *INDEX), default=int32),
    output_type=(int16, uint16, int32, int64),
    shape=_shape,
)
def ArgMax(xp: Any, input: Any, dimension: Any, *, output_type: DType = int64) -> Any:
    axis = _axis(xp, input, dimension)
    found = _found(xp, "argmax", input, axis, -float("inf"))
    return found.astype(output_type.np)


ArgMax.not_differentiable()


@op(
    "input: T, dimension: Tidx -> output: output_type",
    T=ORDERED,
    Tidx=Types(INDEX, default=int32),
    output_type=INDEX,
    shape=_shape,
)
def ArgMin(xp: Any, input: Any, dimension: Any, *, output_type: DType = int64) -> Any:
    axis = _axis(xp, input, dimension)
    found = _found(xp, "argmin", input, axis, float("inf"))
    return found.astype(output_type.np)


ArgMin.not_differentiable()


def argmax(input: Any, axis: Any = None, output_type: Any = int64, name: str | None = None) -> Any:
    """The index of the greatest element along an axis; the first of equal ones.

    Args:
      input: A tensor of real numbers or bools.
      axis: The axis to search; 0 for None.
      output_type: The dtype of the indices.
      name: A name for the op.

    Returns:
      A tensor of indices, without the axis.

    Raises:
      tf.errors.InvalidArgumentError: The axis is out of range or empty.

    Example:
      >>> import tenfold as tf
      >>> tf.argmax([[1, 9], [5, 2]], axis=1).numpy().tolist()
      [1, 0]
    """
    axis = 0 if axis is None else axis
    return ArgMax(input, axis, output_type=output_type, name=name)


def argmin(input: Any, axis: Any = None, output_type: Any = int64, name: str | None = None) -> Any:
    """The index of the least element along an axis; the first of equal ones.

    Args:
      input: A tensor of real numbers or bools.
      axis: The axis to search; 0 for None.
      output_type: The dtype of the indices.
      name: A name for the op.

    Returns:
      A tensor of indices, without the axis.

    Raises:
      tf.errors.InvalidArgumentError: The axis is out of range or empty.

    Example:
      >>> import tenfold as tf
      >>> tf.argmin([[1, 9], [5, 2]], axis=1).numpy().tolist()
      [0, 1]
    """
    axis = 0 if axis is None else axis
    return ArgMin(input, axis, output_type=output_type, name=name)
