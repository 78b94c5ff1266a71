"""Distinct values and order: unique, sort, searchsorted, differences of lists."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import INDEX, DType, int32, int64
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.core.tensor import Tensor

# From so many integers on, a table of where each was seen first is made sooner than a sorted list,
# if their range is not much longer than that.
_MANY = 64
Unique_ = namedtuple("Unique", ["y", "idx"])
UniqueWithCounts_ = namedtuple("UniqueWithCounts", ["y", "idx", "count"])
AXIS = Types(INDEX, default=int64)


def _first_seen(x: np.ndarray, axis: int | None) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Distinct entries in order of appearance, the number of each entry, and the counts."""
    if x.dtype == object and axis in (None, 0) and x.ndim == 1:
        seen: dict[Any, int] = {}
        places = np.asarray([seen.setdefault(v, len(seen)) for v in x.tolist()], np.int64)
        values = np.empty(len(seen), object)
        values[:] = list(seen)
        return values, places, np.bincount(places, minlength=len(seen))
    if axis is None and x.ndim != 1:
        raise ValueError(f"unique expects a 1D vector; received shape {list(x.shape)}.")
    if x.dtype == object:
        # Rows of strings are found by what they hold.
        rows = np.empty(x.shape[axis or 0], object)
        rows[:] = [repr(row.tolist()) for row in np.moveaxis(x, axis or 0, 0)]
        _, places, counts = _first_seen(rows, None)
        first = np.unique(places, return_index=True)[1]
        return np.take(x, first, axis or 0), places, counts
    if x.dtype.kind in "iu" and axis in (None, 0) and x.ndim == 1 and len(x) >= _MANY:
        low, high = int(x.min()), int(x.max())
        if high - low < 4 * len(x):
            return _first_seen_by_table(x, low, high)
    # NumPy cannot sort nan in bfloat16.
    wide = x.astype(np.float32) if x.dtype.kind == "V" else x
    _, first, inverse, counts = np.unique(
        wide, return_index=True, return_inverse=True, return_counts=True, axis=axis, equal_nan=False
    )
    order = np.argsort(first, kind="stable")
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    places = rank[inverse.reshape(-1)]
    return np.take(x, first[order], axis or 0), places, counts[order]


def _first_seen_by_table(
    x: np.ndarray, low: int, high: int
) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """What `_first_seen` gives, for integers from `low` to `high`."""
    at = x.astype(np.int64, copy=False) - low if x.dtype != np.uint64 else (x - x.min())
    at = at.astype(np.intp, copy=False)
    seen = np.full(high - low + 1, len(x), np.int64)
    np.minimum.at(seen, at, np.arange(len(x)))
    first = np.sort(seen[seen < len(x)])
    seen[at[first]] = np.arange(len(first))
    places = seen[at]
    return x[first], places, np.bincount(places, minlength=len(first))


def _unique_shapes(done: Any) -> Any:
    known = rules.merge(done.inputs[0].raw_shape, (None,))
    shapes: list[Any] = [(None,), known, (None,)]
    return shapes[: len(done.op.signature.outputs)]


def _unique_axis_shapes(done: Any) -> Any:
    known, axis = done.inputs[0].raw_shape, rules.value_of(done.inputs[1])
    rules.merge(done.inputs[1].raw_shape, (None,))
    out, length = None if known is None else (None,) * len(known), None
    if known is not None and axis is not None and axis.size <= 1:
        at = rules.normalize_axis(int(axis[0]) if axis.size else 0, len(known))
        out, length = (*known[:at], None, *known[at + 1 :]), known[at]
    return [out, (length,), (None,)][: len(done.op.signature.outputs)]


@op("x: T -> y: T, idx: out_idx", out_idx=INDEX, shape=_unique_shapes, jit=False)
def Unique(xp: Any, x: Any, *, out_idx: DType = int32) -> Any:
    values, places, _ = _first_seen(x, None)
    return values, places.astype(out_idx.np)


@op("x: T -> y: T, idx: out_idx, count: out_idx", out_idx=INDEX, shape=_unique_shapes, jit=False)
def UniqueWithCounts(xp: Any, x: Any, *, out_idx: DType = int32) -> Any:
    values, places, counts = _first_seen(x, None)
    return values, places.astype(out_idx.np), counts.astype(out_idx.np)


def _one_axis(x: Any, axis: Any) -> int | None:
    if axis.size > 1:
        raise ValueError(f"axis must have one element at most; received {axis.tolist()}.")
    return rules.normalize_axis(int(axis.reshape(-1)[0]), x.ndim) if axis.size else None


@op(
    "x: T, axis: Taxis -> y: T, idx: out_idx",
    Taxis=AXIS,
    out_idx=INDEX,
    shape=_unique_axis_shapes,
    jit=False,
)
def UniqueV2(xp: Any, x: Any, axis: Any, *, out_idx: DType = int32) -> Any:
    values, places, _ = _first_seen(x, _one_axis(x, axis))
    return values, places.astype(out_idx.np)


@op(
    "x: T, axis: Taxis -> y: T, idx: out_idx, count: out_idx",
    Taxis=AXIS,
    out_idx=INDEX,
    shape=_unique_axis_shapes,
    jit=False,
)
def UniqueWithCountsV2(xp: Any, x: Any, axis: Any, *, out_idx: DType = int32) -> Any:
    values, places, counts = _first_seen(x, _one_axis(x, axis))
    return values, places.astype(out_idx.np), counts.astype(out_idx.np)


for _op in (Unique, UniqueWithCounts, UniqueV2, UniqueWithCountsV2):
    _op.not_differentiable()


def unique(x: Any, out_idx: Any = int32, name: str | None = None) -> Any:
    """The distinct elements of a vector, in order of their first appearance.

    Args:
      x: `[n]`.
      out_idx: The dtype of the indices, `tf.int32` or `tf.int64`.
      name: A name for the op.

    Returns:
      `(y, idx)`: the distinct elements, and for each element of `x` its place in `y`.

    Raises:
      tf.errors.InvalidArgumentError: `x` is not a vector.

    Example:
      >>> import tenfold as tf
      >>> y, idx = tf.unique([4, 4, 2, 4])
      >>> y.numpy().tolist(), idx.numpy().tolist()
      ([4, 2], [0, 0, 1, 0])
    """
    return Unique_(*Unique(x, out_idx=out_idx, name=name))


def unique_with_counts(x: Any, out_idx: Any = int32, name: str | None = None) -> Any:
    """The distinct elements of a vector, in order of first appearance, and how often each occurs.

    Args:
      x: `[n]`.
      out_idx: The dtype of indices and counts, `tf.int32` or `tf.int64`.
      name: A name for the op.

    Returns:
      `(y, idx, count)`: the distinct elements, the place in `y` of each element of `x`, and the
      number of times that each element of `y` occurs.

    Raises:
      tf.errors.InvalidArgumentError: `x` is not a vector.

    Example:
      >>> import tenfold as tf
      >>> tf.unique_with_counts([4, 4, 2, 4]).count.numpy().tolist()
      [3, 1]
    """
    return UniqueWithCounts_(*UniqueWithCounts(x, out_idx=out_idx, name=name))


def _searched(done: Any) -> Any:
    return done.inputs[1].raw_shape


def _search(xp: Any, rows: Any, values: Any, side: str, dtype: DType) -> Any:
    if rows.ndim != 2 or values.ndim != 2 or rows.shape[0] != values.shape[0]:
        raise ValueError(
            "sorted_inputs and values must be matrices with as many rows; received "
            f"{list(rows.shape)} and {list(values.shape)}."
        )
    if not rows.shape[0]:
        return xp.zeros(values.shape, dtype.np)
    pairs = zip(rows, values, strict=True)
    found = xp.stack([xp.searchsorted(row, value, side=side) for row, value in pairs])
    if values.dtype.kind not in "biuSO":
        # No comparison with NaN holds, so that nothing is below it and nothing above.
        end = 0 if side == "left" else rows.shape[1]
        found = xp.where(values != values, end, found)
    return found.astype(dtype.np)


@op("sorted_inputs: T, values: T -> output: out_type", out_type=INDEX, shape=_searched)
def LowerBound(xp: Any, sorted_inputs: Any, values: Any, *, out_type: DType = int32) -> Any:
    return _search(xp, sorted_inputs, values, "left", out_type)


LowerBound.not_differentiable()


@op("sorted_inputs: T, values: T -> output: out_type", out_type=INDEX, shape=_searched)
def UpperBound(xp: Any, sorted_inputs: Any, values: Any, *, out_type: DType = int32) -> Any:
    return _search(xp, sorted_inputs, values, "right", out_type)


UpperBound.not_differentiable()


def searchsorted(
    sorted_sequence: Any,
    values: Any,
    side: str = "left",
    out_type: Any = int32,
    name: str | None = None,
) -> Tensor:
    """Where values would have to be inserted into sorted rows to keep them sorted.

    Args:
      sorted_sequence: `[..., n]`, each row in ascending order.
      values: `[..., m]`, of the same leading axes.
      side: "left" for the first such place, "right" for the last.
      out_type: `tf.int32` or `tf.int64`.
      name: A name for the op.

    Returns:
      `[..., m]`, integers in `[0, n]`.

    Raises:
      ValueError: `side` is neither "left" nor "right".

    Example:
      >>> import tenfold as tf
      >>> tf.searchsorted([1, 3, 5, 7], [3, 4, 9]).numpy().tolist()
      [1, 2, 4]
    """
    if side not in ("left", "right"):
        raise ValueError(f"searchsorted: side must be 'left' or 'right'; received {side!r}.")
    rows, values = to_tensor(sorted_sequence), to_tensor(values)
    length, count = (call("Shape", x)[-1:] for x in (rows, values))
    flat = [
        call("Reshape", x, call("ConcatV2", [to_tensor([-1], int32), n], 0))
        for x, n in ((rows, length), (values, count))
    ]
    bound = LowerBound if side == "left" else UpperBound
    out = bound(*flat, out_type=out_type, name=name)
    return call("Reshape", out, call("Shape", values))


def sort(
    values: Any, axis: int = -1, direction: str = "ASCENDING", name: str | None = None
) -> Tensor:
    """The elements sorted along an axis.

    Args:
      values: A tensor of real numbers, of rank 1 or more.
      axis: The axis.
      direction: "ASCENDING" or "DESCENDING".
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Raises:
      ValueError: The direction is unknown.

    Example:
      >>> import tenfold as tf
      >>> tf.sort([3, 1, 2], direction="DESCENDING").numpy().tolist()
      [3, 2, 1]
    """
    return _ordered(values, axis, direction, 0, name)


def argsort(
    values: Any,
    axis: int = -1,
    direction: str = "ASCENDING",
    stable: bool = False,
    name: str | None = None,
) -> Tensor:
    """The indices that sort the elements along an axis; equal elements keep their order.

    Args:
      values: A tensor of real numbers, of rank 1 or more.
      axis: The axis.
      direction: "ASCENDING" or "DESCENDING".
      stable: Accepted for TensorFlow's sake; the order is always stable.
      name: A name for the op.

    Returns:
      int32 of the same shape.

    Raises:
      ValueError: The direction is unknown.

    Example:
      >>> import tenfold as tf
      >>> tf.argsort([3, 1, 2]).numpy().tolist()
      [1, 2, 0]
    """
    return _ordered(values, axis, direction, 1, name)


def _ordered(values: Any, axis: int, direction: str, which: int, name: str | None) -> Tensor:
    """Values (0) or indices (1) in order, through the one sorting op that TensorFlow has."""
    if direction not in ("ASCENDING", "DESCENDING"):
        raise ValueError(f"direction must be 'ASCENDING' or 'DESCENDING'; received {direction!r}.")
    x = to_tensor(values)
    if np.ndim(axis) or not isinstance(axis, (int, np.integer, Tensor)):
        raise ValueError(f"Sorting goes along one axis, an integer; received axis={axis!r}.")
    order = _order_to_last(x, axis)
    swapped = x if order is None else call("Transpose", x, order)
    if direction == "ASCENDING":
        # TopKV2 gives the greatest first, and the first of equals first: both hold of negatives.
        found = call("TopKV2", _negated(swapped), call("Shape", swapped)[-1])
        out = _negated(found[0]) if which == 0 else found[1]
    else:
        out = call("TopKV2", swapped, call("Shape", swapped)[-1])[which]
    return out if order is None else call("Transpose", out, order)


def _order_to_last(x: Tensor, axis: int) -> Any:
    """The order of axes that exchanges one with the last; None where it is the last."""
    if x.raw_shape is None:
        if axis == -1:
            return None
        rank = call("Rank", x)
        axes, at = call("Range", 0, rank, 1), call("FloorMod", axis, rank)
        swapped = call("SelectV2", call("Equal", axes, at), rank - 1, axes)
        return call("SelectV2", call("Equal", axes, rank - 1), at, swapped)
    rank = len(x.raw_shape)
    if not -rank <= axis < rank:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Sorting needs a rank of 1 or more, and an axis within it; received shape "
            f"{x.shape} and axis {axis}.",
        )
    order = [*range(rank)]
    order[axis], order[-1] = order[-1], order[axis]
    return None if order[-1] == rank - 1 else order


def _negated(x: Tensor) -> Tensor:
    """A tensor in the reverse order, by an order-reversing map that is its own inverse."""
    if x.dtype.is_unsigned:
        return call("Sub", to_tensor(x.dtype.max, x.dtype), x)
    if x.dtype.is_integer:
        # -1 - x, unlike -x, holds for the least integer too.
        return call("Sub", to_tensor(-1, x.dtype), x)
    return call("Neg", x)


def _listed(done: Any) -> Any:
    return [(None,), (None,)]


@op("x: T, y: T -> out: T, idx: out_idx", out_idx=INDEX, shape=_listed, jit=False)
def ListDiff(xp: Any, x: Any, y: Any, *, out_idx: DType = int32) -> Any:
    gone = set(y.tolist())
    places = np.asarray([i for i, v in enumerate(x.tolist()) if v not in gone], out_idx.np)
    return x[places], places


ListDiff.not_differentiable()
