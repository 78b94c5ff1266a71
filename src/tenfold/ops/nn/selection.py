"""The largest entries of each row, and whether a target is among them."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import INDEX, REAL, DType, int16, int32, int64
from tenfold.core.op import call, op
from tenfold.core.pieces import by_rows
from tenfold.core.signature import Types

TopKResult = namedtuple("TopKV2", ["values", "indices"])
_SMALL_INDEX = (int16, int32, int64)


def _largest(xp: Any, x: Any, k: int, index_type: Any) -> tuple[Any, Any]:
    """The k largest along the last axis, ties in the order of their positions."""
    if not x.ndim:
        raise ValueError("input must be >= 1-D, got shape [].")
    n = x.shape[-1]
    if k < 0:
        raise ValueError(f"Need k >= 0, got {k}.")
    if k > n:
        raise ValueError(f"input must have at least k columns. Had {n}, needed {k}.")
    order = None
    if k == 1 and n and not xp.compiled and x.dtype.kind in "fiu":
        order = x.argmax(-1)[..., None]
    elif 0 < k <= _FEW and n >= _LONG and not xp.compiled:
        order = _in_turn(x, k)
    if order is None:
        order = _by_key(xp, x, k)
    if order is None:
        # A stable ascending sort of the mirrored row, read backwards, keeps ties in order.
        backwards = xp.argsort(x[..., ::-1], axis=-1, stable=True)[..., ::-1]
        order = n - 1 - backwards[..., :k]
    if xp.compiled or order.size < _MANY:
        return xp.take_along_axis(x, order, -1), order.astype(index_type)
    starts = np.arange(0, x.size, n).reshape(*x.shape[:-1], 1)
    return x.reshape(-1).take(order + starts), order.astype(index_type)


def _by_key(xp: Any, x: Any, k: int) -> Any:
    """The positions of the k largest, sorted as whole numbers: they are sorted ten times as fast.

    A key has the number in its upper half and the position, which settles ties, in the lower one.
    None for numbers of more than 32 bits, and for rows too few to pay.
    """
    n = x.shape[-1]
    if x.dtype.itemsize > 4 or n >= 2**32 or (not xp.compiled and x.size < _MANY):
        return None

    if xp.compiled and k <= n // 4 and x.dtype.kind not in "iu":  # XLA has a way of its own
        return xp.lax.top_k(_plain(xp, x), k)[1]

    def positions(rows: Any) -> Any:
        keys = (~_ordinal(xp, rows)).astype(xp.int64) << 32 | xp.arange(n, dtype=xp.int64)
        if not xp.compiled and k < n // 4:
            keys = np.partition(keys, k, -1)[..., :k]
        return xp.sort(keys, -1)[..., :k] & (2**32 - 1)

    rows = x.reshape(-1, n)
    order = positions(rows) if xp.compiled else by_rows(positions, rows)
    return order.reshape(*x.shape[:-1], k)


def _ordinal(xp: Any, x: Any) -> Any:
    """Integers of 32 bits in the order of the numbers; nan is the greatest, -0.0 equals 0.0."""
    if x.dtype.kind in "iu":
        return x.astype(xp.int64) - 2**31 if x.dtype == np.uint32 else x
    bits = _plain(xp, x).view(np.int32)
    return bits ^ ((bits >> 31) & 0x7FFFFFFF)


def _plain(xp: Any, x: Any) -> Any:
    """Floating numbers as float32 with one zero and one nan."""
    x, zero = x.astype("float32"), np.float32(0.0)
    x = xp.where(x == 0, zero, x) if xp.compiled else x + zero  # XLA leaves that addition out
    return xp.where(x != x, np.float32(np.nan), x)


# From so many numbers on.
_MANY = 2**9
# So few of so many are found sooner one after another than by sorting all.
_FEW, _LONG = 16, 64


def _in_turn(x: np.ndarray, k: int) -> Any:
    """The positions of the k largest, each the first of what the earlier ones left.

    None where one of them is nan or the least number of all: it could not be told from what is out.
    """
    if x.dtype.kind not in "fiu":
        return None
    least = np.iinfo(x.dtype).min if x.dtype.kind in "iu" else -np.inf
    left = x.reshape(-1, x.shape[-1]).copy()
    rows, found = np.arange(len(left)), np.empty((len(left), k), np.int64)
    for i in range(k):
        at = found[:, i] = left.argmax(-1)
        if not (left[rows, at] > least).all():
            return None
        left[rows, at] = least
    return found.reshape(*x.shape[:-1], k)


def _top_k_shapes(call: Any) -> Any:
    shape = call.inputs[0].raw_shape
    known = rules.value_of(call.inputs[1])
    k = None if known is None else int(known)
    if k is not None and k < 0:
        raise ValueError(f"k must not be negative; received {k}.")
    if shape is None:
        return [None, None]
    if not shape:
        raise ValueError("input must be >= 1-D, got shape [].")
    if k is not None and shape[-1] is not None and k > shape[-1]:
        raise ValueError(f"input must have at least k columns. Had {shape[-1]}, needed {k}.")
    return [(*shape[:-1], k)] * 2


@op(
    "input: T, k: Tk -> values: T, indices: index_type",
    T=REAL,
    Tk=Types(_SMALL_INDEX, default=int32),
    index_type=_SMALL_INDEX,
    shape=_top_k_shapes,
)
def TopKV2(xp: Any, input: Any, k: Any, *, sorted: bool = True, index_type: DType = int32) -> Any:
    return _largest(xp, input, int(xp.static(k)), index_type.np)


@TopKV2.gradient
def top_k_gradient(call_: Any, dy: Any, _: Any) -> Any:
    return _spread(call_, dy), None


def _spread(call_: Any, dy: Any) -> Any:
    """Puts each gradient where its value came from, zeros elsewhere."""
    x, indices = call_.inputs[0], call_.outputs[1]
    indices = call("Cast", indices, DstT=int32)
    sizes = call("Shape", x)
    columns = call("GatherV2", sizes, call("Rank", x) - 1, 0)
    k = call("GatherV2", call("Shape", indices), call("Rank", x) - 1, 0)
    indices = call("Reshape", indices, call("Pack", [-1, call("Maximum", k, 1)]))
    rows = call("GatherV2", call("Shape", indices), 0, 0)
    offsets = call("ExpandDims", call("Range", 0, rows, 1) * columns, -1)
    flat = call("Reshape", indices + offsets, [-1, 1])
    total = call("ExpandDims", call("Prod", sizes, [0]), 0)
    return call("Reshape", call("ScatterNd", flat, call("Reshape", dy, [-1]), total), sizes)


def _top_k_attr_shapes(call: Any) -> Any:
    shape, k = call.inputs[0].raw_shape, call.attrs["k"]
    if shape is None:
        return [None, None]
    if not shape or (shape[-1] is not None and k > shape[-1]):
        raise ValueError(f"input must be >= 1-D with at least k = {k} columns; is {list(shape)}.")
    return [(*shape[:-1], k)] * 2


@op("input: T -> values: T, indices: int32", k=0, T=REAL, shape=_top_k_attr_shapes)
def TopK(xp: Any, input: Any, *, k: int, sorted: bool = True) -> Any:
    return _largest(xp, input, k, int32.np)


@TopK.gradient
def top_k_attr_gradient(call_: Any, dy: Any, _: Any) -> Any:
    return (_spread(call_, dy),)


def top_k(
    input: Any,
    k: Any = 1,
    sorted: bool = True,
    index_type: Any = int32,
    name: str | None = None,
) -> Any:
    """The k largest entries of each row, and where they stand.

    Args:
      input: A tensor of real numbers, `[..., n]`.
      k: How many, an integer scalar of at most n.
      sorted: Whether they must come in descending order (they always do).
      index_type: The dtype of the indices: int16, int32 or int64.
      name: A name for the op.

    Returns:
      A named tuple of `values` `[..., k]` and `indices` `[..., k]`; the lower index first among
      equal values.

    Raises:
      tf.errors.InvalidArgumentError: k is negative or more than n, or `input` is a scalar.

    Example:
      >>> import tenfold as tf
      >>> values, indices = tf.math.top_k([1.0, 5.0, 3.0], k=2)
      >>> values.numpy().tolist(), indices.numpy().tolist()
      ([5.0, 3.0], [1, 2])
    """
    return TopKResult(*TopKV2(input, k, sorted=sorted, index_type=index_type, name=name))


def _rows(call: Any) -> Any:
    scores, targets = call.inputs[0].raw_shape, call.inputs[1].raw_shape
    if scores is not None and len(scores) != 2:
        raise ValueError(f"predictions must be 2-dimensional; received {list(scores)}.")
    return rules.merge(None if scores is None else scores[:1], targets) or (None,)


@op(
    "predictions: float32, targets: T, k: T -> precision: bool",
    T=Types(INDEX, default=int32),
    shape=_rows,
)
def InTopKV2(xp: Any, predictions: Any, targets: Any, k: Any) -> Any:
    return _in_top(xp, predictions, targets, k)


InTopKV2.not_differentiable()


def _in_top(xp: Any, scores: Any, targets: Any, k: Any) -> Any:
    if scores.ndim != 2:
        raise ValueError(f"predictions must be 2-dimensional; received {list(scores.shape)}.")
    if targets.ndim != 1:
        raise ValueError(f"targets must be 1-dimensional; received {list(targets.shape)}.")
    if scores.shape[0] != targets.shape[0]:
        raise ValueError(
            f"First dimension of predictions {scores.shape[0]} must match length of targets "
            f"{targets.shape[0]}."
        )
    if getattr(k, "ndim", 0):
        raise ValueError(f"k must be a scalar; received shape {list(k.shape)}.")
    if not scores.size:
        return xp.zeros(targets.shape, bool)
    inside = (targets >= 0) & (targets < scores.shape[1])
    own = xp.take_along_axis(scores, xp.where(inside, targets, 0)[:, None], 1)
    better = (scores > own).sum(1)
    return inside & xp.isfinite(scores).all(1) & (better < k)


@op(
    "predictions: float32, targets: T -> precision: bool",
    T=Types(INDEX, default=int32),
    shape=_rows,
)
def InTopK(xp: Any, predictions: Any, targets: Any, *, k: int) -> Any:
    return _in_top(xp, predictions, targets, k)


InTopK.not_differentiable()


def in_top_k(targets: Any, predictions: Any, k: Any, name: str | None = None) -> Any:
    """Whether each target class is among the k best predictions.

    Args:
      targets: Class numbers, `[batch]`, int32 or int64.
      predictions: Scores, `[batch, classes]`, float32.
      k: How many of the best to look at. Ties with the k-th count as in.
      name: A name for the op.

    Returns:
      A bool tensor `[batch]`; false where a score of the row is not finite.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> tf.math.in_top_k([0, 2], [[0.1, 0.8, 0.3], [0.1, 0.8, 0.3]], k=2).numpy().tolist()
      [False, True]
    """
    return InTopKV2(predictions, targets, k, name=name)


def _without_last(call: Any) -> Any:
    shape = call.inputs[0].raw_shape
    n = rules.value_of(call.inputs[1])
    length = shape[-1] if shape else None
    if n is not None and (n < 0 or (length is not None and n >= length)):
        raise ValueError(f"There is no element number {int(n)} of {length}.")
    return None if shape is None else shape[:-1]


@op("input: T, n: int32 -> values: T", T=REAL, shape=rules.shaped(_without_last, "... n", ""))
def NthElement(xp: Any, input: Any, n: Any, *, reverse: bool = False) -> Any:
    if not input.ndim:
        raise ValueError("Input must be >= 1-D, got shape [].")
    if n.ndim:
        raise ValueError(f"N must be scalar but has rank {n.ndim}.")
    length = input.shape[-1]
    xp.raise_if((n < 0) | (n >= length), "InvalidArgumentError", f"n must be in [0, {length}).")
    at = xp.clip(length - 1 - n if reverse else n, 0, max(length - 1, 0))
    return xp.take(xp.sort(input, axis=-1), at, axis=-1)


@NthElement.gradient
def nth_element_gradient(call_: Any, dy: Any) -> Any:
    """Shared equally by the entries that are equal to the result."""
    x, y = call_.inputs[0], call_.outputs[0]
    equal = call("Cast", call("Equal", x, call("ExpandDims", y, -1)), DstT=x.dtype)
    count = call("Sum", equal, [-1], keep_dims=True)
    return equal / count * call("ExpandDims", dy, -1), None
