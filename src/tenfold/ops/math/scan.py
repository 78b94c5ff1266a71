"""Running sums, products and log-sum-exps along an axis."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import FLOATING, INDEX, NUMBER, int32
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.core.pieces import by_rows
from tenfold.core.signature import Types

from .arithmetic import Mul
from .exponential import Exp, Log

AXIS = Types(INDEX, default=int32)
TEXT = "x: T, axis: Tidx -> out: T"


def _axis(xp: Any, x: Any, axis: Any) -> int:
    at = int(xp.static(axis))
    if not -x.ndim <= at < x.ndim:
        raise ValueError(f"Expected scan axis in the range [{-x.ndim}, {x.ndim}), but got {at}.")
    return at % x.ndim


def _scan(
    xp: Any, x: Any, axis: Any, step: Any, neutral: float, exclusive: bool, reverse: bool
) -> Any:
    """Accumulates along the axis; `exclusive` shifts the result by one, `reverse` turns it."""
    at = _axis(xp, x, axis)
    if reverse:
        x = xp.flip(x, at)
    if exclusive and x.shape[at]:
        shape = (*x.shape[:at], 1, *x.shape[at + 1 :])
        kept = (slice(None),) * at + (slice(0, -1),)
        first = xp.full(shape, neutral, x.dtype)
        total = xp.concatenate([first, step(x[kept], at)], at)
    else:
        total = step(x, at)
    return xp.flip(total, at) if reverse else total


def _narrow(xp: Any, name: str, ufunc: Any) -> Any:
    """A step that keeps the dtype; 16-bit floats accumulate in float32."""
    step = getattr(xp, name)

    def narrow(x: Any, axis: int) -> Any:
        if x.dtype.itemsize == 2 and x.dtype.kind not in "iu":
            return step(x.astype("float32"), axis).astype(x.dtype)
        if not xp.compiled and x.size >= _MANY:
            return _running(ufunc, x, axis)
        if xp.compiled and x.size >= _WIDE * x.shape[axis]:
            return _running_compiled(xp, name, x, axis)
        return step(x, axis, dtype=x.dtype)

    return narrow


# From so many numbers on; rows of so many are combined with a call for each.
_MANY, _WIDE = 2**14, 128


def _running_compiled(xp: Any, name: str, x: Any, axis: int) -> Any:
    """A loop over rows: XLA's own way is to add up windows, each anew."""

    def step(total: Any, row: Any) -> Any:
        total = total + row if name == "cumsum" else total * row
        return total, total

    rows = xp.moveaxis(x, axis, 0)
    first = xp.full(rows.shape[1:], name == "cumprod", x.dtype)
    return xp.moveaxis(xp.lax.scan(step, first, rows)[1], 0, axis)


def _running(ufunc: Any, x: np.ndarray, axis: int) -> np.ndarray:
    """What NumPy accumulates: rows on all cores, columns with all of a row at a time."""
    if axis == x.ndim - 1:
        rows = x.reshape(-1, x.shape[-1])
        return by_rows(lambda part: ufunc.accumulate(part, 1, x.dtype), rows).reshape(x.shape)
    tail = math.prod(x.shape[axis + 1 :])
    if tail < _WIDE:
        return ufunc.accumulate(x, axis, x.dtype)
    out = np.empty(x.shape, x.dtype)
    stacked, results = (a.reshape(-1, x.shape[axis], tail) for a in (x, out))
    for matrix, result in zip(stacked, results, strict=True):
        result[0] = matrix[0]
        for i in range(1, len(matrix)):
            ufunc(result[i - 1], matrix[i], result[i])
    return out


@op(TEXT, T=NUMBER, Tidx=AXIS, shape=rules.same)
def Cumsum(xp: Any, x: Any, axis: Any, *, exclusive: bool = False, reverse: bool = False) -> Any:
    return _scan(xp, x, axis, _narrow(xp, "cumsum", np.add), 0, exclusive, reverse)


Cumsum.faster_compiled(2e-9)


@Cumsum.gradient
def cumsum_gradient(call: Any, dy: Any) -> Any:
    axis, attrs = call.inputs[1], call.attrs
    return Cumsum(dy, axis, exclusive=attrs["exclusive"], reverse=not attrs["reverse"]), None


def cumsum(
    x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None
) -> Any:
    """The running sum along an axis.

    Args:
      x: A tensor of numbers.
      axis: The axis; negative ones count from the end.
      exclusive: Whether each element is left out of its own sum, so that the first is 0.
      reverse: Whether to run from the end.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Raises:
      tf.errors.InvalidArgumentError: The axis is out of range.

    Example:
      >>> import tenfold as tf
      >>> tf.cumsum([1, 2, 3]).numpy().tolist()
      [1, 3, 6]
      >>> tf.cumsum([1, 2, 3], exclusive=True, reverse=True).numpy().tolist()
      [5, 3, 0]
    """
    return Cumsum(x, axis, exclusive=exclusive, reverse=reverse, name=name)


@op(TEXT, T=NUMBER, Tidx=AXIS, shape=rules.same)
def Cumprod(xp: Any, x: Any, axis: Any, *, exclusive: bool = False, reverse: bool = False) -> Any:
    return _scan(xp, x, axis, _narrow(xp, "cumprod", np.multiply), 1, exclusive, reverse)


Cumprod.faster_compiled(2e-9)


@Cumprod.gradient
def cumprod_gradient(call: Any, dy: Any) -> Any:
    # As TensorFlow's: zero where an element is zero, although products beyond it depend on it.
    x, axis = call.inputs
    exclusive, reverse = call.attrs["exclusive"], call.attrs["reverse"]
    total = Mul(Cumprod(x, axis, exclusive=exclusive, reverse=reverse), dy)
    back = Cumsum(total, axis, exclusive=exclusive, reverse=not reverse)
    return run("DivNoNan", back, x), None


def cumprod(
    x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None
) -> Any:
    """The running product along an axis.

    Args:
      x: A tensor of numbers.
      axis: The axis; negative ones count from the end.
      exclusive: Whether each element is left out of its own product, so that the first is 1.
      reverse: Whether to run from the end.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Raises:
      tf.errors.InvalidArgumentError: The axis is out of range.

    Example:
      >>> import tenfold as tf
      >>> tf.math.cumprod([2, 3, 4]).numpy().tolist()
      [2, 6, 24]
    """
    return Cumprod(x, axis, exclusive=exclusive, reverse=reverse, name=name)


def _logaddexp_steps(xp: Any) -> Any:
    """Pairs of doubling distance: log2(n) vectorised steps, each as exact as logaddexp."""

    def step(x: Any, axis: int) -> Any:
        dtype = x.dtype
        total = x.astype("float32") if dtype.itemsize == 2 else x
        length, distance = x.shape[axis], 1
        before = (slice(None),) * axis
        while distance < length:
            head = total[(*before, slice(0, distance))]
            tail = total[(*before, slice(distance, None))]
            shifted = total[(*before, slice(0, length - distance))]
            total = xp.concatenate([head, xp.logaddexp(tail, shifted)], axis)
            distance *= 2
        return total.astype(dtype)

    return step


@op(TEXT, T=FLOATING, Tidx=AXIS, shape=rules.same)
def CumulativeLogsumexp(
    xp: Any, x: Any, axis: Any, *, exclusive: bool = False, reverse: bool = False
) -> Any:
    return _scan(xp, x, axis, _logaddexp_steps(xp), -math.inf, exclusive, reverse)


@CumulativeLogsumexp.gradient
def cumulativelogsumexp_gradient(call: Any, dy: Any) -> Any:
    x, axis = call.inputs
    y, attrs = call.outputs[0], call.attrs
    turned = {"exclusive": attrs["exclusive"], "reverse": not attrs["reverse"]}
    zeros = run("ZerosLike", dy)
    lowest = zeros + dy.dtype.min
    # Sums of exp(x - y) dy, in logarithms: the positive and the negative part apart.
    parts = []
    for part in (dy, -dy):
        positive = run("Greater", part, zeros)
        safe = run("SelectV2", positive, part, zeros + 1)
        logs = run("SelectV2", positive, Log(safe), lowest)
        parts.append(Exp(CumulativeLogsumexp(logs - y, axis, **turned) + x))
    return parts[0] - parts[1], None


def cumulative_logsumexp(
    x: Any, axis: Any = 0, exclusive: bool = False, reverse: bool = False, name: str | None = None
) -> Any:
    """log of the running sum of exp(x) along an axis, without overflow.

    Args:
      x: A floating tensor.
      axis: The axis; negative ones count from the end.
      exclusive: Whether each element is left out of its own sum, so that the first is -inf.
      reverse: Whether to run from the end.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Raises:
      tf.errors.InvalidArgumentError: The axis is out of range.

    Example:
      >>> import tenfold as tf
      >>> print(tf.math.cumulative_logsumexp([1.0, 1.0]).numpy().round(4))
      [1.     1.6931]
    """
    return CumulativeLogsumexp(x, axis, exclusive=exclusive, reverse=reverse, name=name)


def is_non_decreasing(x: Any, name: str | None = None) -> Any:
    """Whether no element is less than the one before it, in row-major order.

    Args:
      x: A tensor of real numbers.
      name: A name for the op.

    Returns:
      A bool scalar tensor; true for fewer than two elements.

    Example:
      >>> import tenfold as tf
      >>> bool(tf.math.is_non_decreasing([1, 1, 3]))
      True
    """
    before, after = _neighbours(x)
    return run("All", run("LessEqual", before, after), [0], name=name)


def is_strictly_increasing(x: Any, name: str | None = None) -> Any:
    """Whether each element is greater than the one before it, in row-major order.

    Args:
      x: A tensor of real numbers.
      name: A name for the op.

    Returns:
      A bool scalar tensor; true for fewer than two elements.

    Example:
      >>> import tenfold as tf
      >>> bool(tf.math.is_strictly_increasing([1, 1, 3]))
      False
    """
    before, after = _neighbours(x)
    return run("All", run("Less", before, after), [0], name=name)


def _neighbours(x: Any) -> tuple[Any, Any]:
    """All elements but the last, and all but the first, as vectors."""
    flat = run("Reshape", x, [-1])
    one = np.ones(1, np.int32)
    length = run("Maximum", run("Reshape", run("Size", flat), [1]) - one, 0 * one)
    start = run("Minimum", run("Reshape", run("Size", flat), [1]), one)
    return run("Slice", flat, 0 * one, length), run("Slice", flat, start, length)
