"""Elements by their indices: gather, gather_nd."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.bounds import UNSIGNED, check_bounds
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import INDEX, int16, int32, int64
from tenfold.core.op import call, op
from tenfold.core.tensor import EagerTensor, Tensor
from tenfold.engine.autodiff.indexed_slices import IndexedSlices

from .creation import blanks
from .shaping import shape_of

GATHER_INDEX = (int16, int32, int64)


def _gathered(done: Any) -> Any:
    params, indices = (x.raw_shape for x in done.inputs[:2])
    axis, batch = rules.value_of(done.inputs[2]), done.attrs["batch_dims"]
    if params is None or indices is None:
        return None
    batch += len(indices) if batch < 0 else 0
    if axis is None:
        return (None,) * (len(params) + len(indices) - 1 - batch)
    at = rules.normalize_axis(int(axis.reshape(())), len(params))
    lead = rules.merge(params[:batch], indices[:batch]) or ()
    return (*lead, *params[batch:at], *indices[batch:], *params[at + 1 :])


@op(
    "params: Tparams, indices: Tindices, axis: Taxis -> output: Tparams",
    Tindices=GATHER_INDEX,
    Taxis=INDEX,
    shape=rules.shaped(_gathered, "n ...", None, ""),
)
def GatherV2(xp: Any, params: Any, indices: Any, axis: Any, *, batch_dims: int = 0) -> Any:
    if axis.ndim:
        raise ValueError(f"axis must be a scalar; its shape is {list(axis.shape)}.")
    at = rules.normalize_axis(xp.static(axis).item(), params.ndim)
    batch = batch_dims + (indices.ndim if batch_dims < 0 else 0)
    if batch > at or batch > indices.ndim or params.shape[:batch] != indices.shape[:batch]:
        raise ValueError(
            f"batch_dims {batch} must be at most axis ({at}), and the first {batch} lengths of "
            f"params and indices must agree; received {list(params.shape)}, {list(indices.shape)}."
        )
    check_bounds(xp, indices, params.shape[at])
    if not batch:
        return _take(xp, params, indices, at)
    return _batched(xp, params, indices, at, batch)


def _batched(xp: Any, params: Any, indices: Any, at: int, batch: int) -> Any:
    """One gather for each position of the leading axes, done as one by flattening them."""
    lead, middle = params.shape[:batch], params.shape[batch:at]
    count = math.prod(lead)
    moved = xp.moveaxis(params, at, batch)
    rest = moved.shape[batch + 1 :]
    flat = moved.reshape((count * params.shape[at], *rest))
    offsets = (np.arange(count) * params.shape[at]).reshape(lead + (1,) * (indices.ndim - batch))
    places = indices.astype(np.int64) + offsets
    found = _take(xp, flat, places, 0)
    inner = indices.ndim - batch
    order = [
        *range(batch),
        *range(batch + inner, batch + inner + len(middle)),
        *range(batch, batch + inner),
        *range(batch + inner + len(middle), found.ndim),
    ]
    return xp.transpose(found, order)


def _take(xp: Any, x: Any, places: Any, axis: int) -> Any:
    # Without a mode jax.numpy fills in NaN; the bounds have been checked by now.
    if xp.compiled and not x.shape[axis]:
        return xp.zeros((*x.shape[:axis], *places.shape, *x.shape[axis + 1 :]), x.dtype)
    return xp.take(x, places, axis, mode="clip") if xp.compiled else x.take(places, axis)


@GatherV2.gradient
def gather_gradient(done: Any, dy: Any) -> Any:
    params, indices, axis = done.inputs
    batch = done.attrs["batch_dims"]
    at = rules.value_of(axis)
    if batch == 0 and at is not None and int(at.reshape(())) == 0:
        return _rows_gradient(params, indices, dy), None, None
    if batch < 0 and indices.raw_shape is None:
        raise ValueError(f"gather: a gradient for batch_dims {batch} needs indices of known rank.")
    batch += len(indices.raw_shape or ()) if batch < 0 else 0
    rank = None if params.raw_shape is None else len(params.raw_shape)
    place = None if at is None else int(at.reshape(()))
    if place is not None and place < 0:
        place = None if rank is None else place + rank
    if place is None:
        place = call("FloorMod", call("Cast", axis, DstT=int32), call("Rank", params))
    return _gather_gradient(params, indices, dy, place, batch), None, None


def _rows_gradient(params: Tensor, indices: Tensor, dy: Tensor) -> IndexedSlices:
    """The gradient of what was gathered along the first axis."""
    shape = call("Shape", params, out_type=int64)
    known = params.raw_shape
    tail = list(known[1:]) if known is not None and None not in known[1:] else shape[1:]
    if isinstance(tail, list):
        values = call("Reshape", dy, [_flat(indices), *tail])
    else:
        values = call("Reshape", dy, call("ConcatV2", [to_tensor([-1], int64), tail], 0))
    return IndexedSlices(values, call("Reshape", indices, [-1]), shape)


def _first_gathered(done: Any) -> Any:
    params, indices = (x.raw_shape for x in done.inputs)
    return None if params is None or indices is None else (*indices, *params[1:])


@op(
    "params: Tparams, indices: Tindices -> output: Tparams",
    Tindices=INDEX,
    shape=rules.shaped(_first_gathered, "n ..."),
)
def Gather(xp: Any, params: Any, indices: Any, *, validate_indices: bool = True) -> Any:
    if not params.ndim:
        raise ValueError("params must be at least 1 dimensional; its shape is [].")
    check_bounds(xp, indices, params.shape[0])
    return _take(xp, params, indices, 0)


@Gather.gradient
def first_gather_gradient(done: Any, dy: Any) -> Any:
    params, indices = done.inputs
    return _rows_gradient(params, indices, dy), None


def _flat(indices: Tensor) -> int:
    """The number of indices; -1 where it is not known."""
    total = rules.size(indices.raw_shape)
    return -1 if total is None else total


def _gather_gradient(params: Tensor, indices: Tensor, dy: Tensor, at: Any, batch: int) -> Tensor:
    """What arrives at the slices of an axis, summed where it came from.

    The axes are joined to four, `[batch, before, axis, after]`: ranks need not be known.
    """
    known = shape_of if isinstance(at, int) else _shape
    shape, places = known(params, int64), shape_of(indices, int64)
    rows, before = _product(shape[:batch]), _product(shape[batch:at])
    length, after = shape[at], _product(shape[at + 1 :])
    count = _product(places[batch:])
    total = _product([rows, count])
    starts = call("Range", to_tensor(0, int64), rows, to_tensor(1, int64)) * length
    flat = call("Reshape", call("Cast", indices, DstT=int64), [rows, count])
    where = call("Reshape", flat + call("ExpandDims", starts, 1), [total, 1])
    moved = call("Transpose", call("Reshape", dy, [rows, before, count, after]), [0, 2, 1, 3])
    moved = call("Reshape", moved, [total, before, after])
    summed = call("ScatterNd", where, moved, [_product([rows, length]), before, after])
    split = call("Reshape", summed, [rows, length, before, after])
    return call("Reshape", call("Transpose", split, [0, 2, 1, 3]), shape)


def _shape(x: Tensor, dtype: Any) -> Tensor:
    return call("Shape", x, out_type=dtype)


def _product(sizes: Any) -> Any:
    """The product of sizes: of integers, or of a tensor of them."""
    if isinstance(sizes, list) and all(isinstance(n, int) for n in sizes):
        return math.prod(sizes)
    return call("Prod", to_tensor(sizes, int64), [0])


def gather(
    params: Any,
    indices: Any,
    validate_indices: Any = None,
    axis: Any = None,
    batch_dims: int = 0,
    name: str | None = None,
) -> Tensor:
    """The slices of a tensor at given indices along an axis.

    Args:
      params: A tensor of rank 1 or more, or a variable.
      indices: Integers of any shape, each in `[0, params.shape[axis])`.
      validate_indices: Accepted for TensorFlow's sake; indices are always checked.
      axis: The axis; by default `batch_dims`.
      batch_dims: How many leading axes `params` and `indices` share.
      name: A name for the op.

    Returns:
      `params.shape[:axis] + indices.shape[batch_dims:] + params.shape[axis + 1:]`.

    Raises:
      tf.errors.InvalidArgumentError: An index is out of range.

    Example:
      >>> import tenfold as tf
      >>> tf.gather([10, 20, 30], [2, 0]).numpy().tolist()
      [30, 10]
      >>> tf.gather([[1, 2], [3, 4]], [[1], [0]], batch_dims=1).numpy().tolist()
      [[2], [3]]
    """
    if hasattr(params, "gather") and hasattr(params, "row_splits"):
        return params.gather(indices, axis=axis, batch_dims=batch_dims, name=name)
    if axis is None:
        axis = batch_dims
    sparse_read = getattr(params, "sparse_read", None)
    if sparse_read is not None and not batch_dims and isinstance(axis, int) and axis == 0:
        return sparse_read(indices, name=name)
    if state.plain and type(params) is type(indices) is EagerTensor and not batch_dims:
        x, places = params._host(), indices._host()
        known = type(axis) is int and 0 <= axis < x.ndim and indices._dtype in INDEX
        if known and places.size and places.min() >= 0 and places.max() < x.shape[axis]:
            return EagerTensor(x.take(places, axis), params._dtype)
    return GatherV2(params, indices, axis, batch_dims=batch_dims, name=name)


def _gathered_nd(done: Any) -> Any:
    params, indices = (x.raw_shape for x in done.inputs)
    if params is None or indices is None or not indices or indices[-1] is None:
        return None
    if indices[-1] > len(params):
        raise ValueError(
            f"indices.shape[-1] must be <= params.rank, but saw indices shape {list(indices)} "
            f"and params shape {list(params)}."
        )
    return (*indices[:-1], *params[indices[-1] :])


def columns_of(xp: Any, indices: Any, shape: Any, what: str, policy: str = "") -> tuple[Any, ...]:
    """Index rows as one array for each axis, checked against the shape."""
    if not indices.ndim:
        raise ValueError("indices must have rank 1 or more; they are a scalar.")
    depth = indices.shape[-1]
    if depth > len(shape):
        raise ValueError(
            f"indices.shape[-1] must be <= {what}.rank, but saw indices shape "
            f"{list(indices.shape)} and {what} shape {list(shape)}."
        )
    if policy not in ("", "DEFAULT", "ERROR", "IGNORE"):
        raise ValueError(
            f"bad_indices_policy must be '', 'DEFAULT', 'ERROR' or 'IGNORE'; received {policy!r}."
        )
    if type(indices) is np.ndarray and indices.ndim == 2:
        columns = tuple(indices.T)
        end = shape[0] if depth == 1 else np.array(shape[:depth])
        kind = UNSIGNED[indices.dtype.itemsize]
        if depth and not np.count_nonzero(indices.view(kind) >= end):
            return columns
    else:
        columns = tuple(indices[..., i] for i in range(depth))
    if policy != "IGNORE":
        for column, length in zip(columns, shape):
            check_bounds(xp, column, length)
    return columns


@op(
    "params: Tparams, indices: Tindices -> output: Tparams",
    Tindices=GATHER_INDEX,
    shape=_gathered_nd,
)
def GatherNd(xp: Any, params: Any, indices: Any, *, bad_indices_policy: str = "") -> Any:
    if not params.ndim:
        raise ValueError("params must be at least a vector; it is a scalar.")
    if not params.size and math.prod(indices.shape[:-1]):
        raise ValueError("there is nothing to gather: params is empty.")
    columns = columns_of(xp, indices, params.shape, "params", bad_indices_policy)
    if not columns:
        # Each row names the whole tensor.
        return xp.broadcast_to(params, (*indices.shape[:-1], *params.shape))
    if bad_indices_policy != "IGNORE":
        return params[(*columns, ...)]
    good = inside(xp, columns, params.shape)
    found = params[(*(xp.where(good, c, 0) for c in columns), ...)]
    good = good.reshape(good.shape + (1,) * (found.ndim - good.ndim))
    return xp.where(good, found, blanks(xp, found.shape, params.dtype))


def inside(xp: Any, columns: Any, shape: Any) -> Any:
    """Which index rows lie inside the shape."""
    good = xp.ones(columns[0].shape, np.bool_)
    for column, length in zip(columns, shape):
        good = good & (column >= 0) & (column < length)
    return good


@GatherNd.gradient
def gather_nd_gradient(done: Any, dy: Any) -> Any:
    params, indices = done.inputs
    shape = call("Shape", params, out_type=indices.dtype if indices.dtype in INDEX else int32)
    policy = done.attrs["bad_indices_policy"]
    if (
        not policy
        and indices.raw_shape is not None
        and len(indices.raw_shape) == 2 == 1 + (indices.raw_shape[-1] or 0)
    ):
        flat = call("Squeeze", indices, squeeze_dims=[-1])
        return IndexedSlices(dy, flat, shape), None
    where = indices if indices.dtype in INDEX else call("Cast", indices, DstT=int32)
    if indices.raw_shape is not None and len(indices.raw_shape) == 1:
        where, dy = call("ExpandDims", where, 0), call("ExpandDims", dy, 0)
    return call("ScatterNd", where, dy, shape, bad_indices_policy=policy), None


def gather_nd(
    params: Any,
    indices: Any,
    batch_dims: int = 0,
    name: str | None = None,
    bad_indices_policy: str = "",
) -> Tensor:
    """The slices of a tensor at given index rows.

    Args:
      params: A tensor.
      indices: `[..., k]`, integers: each row names a place in the first `k` axes of `params`.
      batch_dims: How many leading axes `params` and `indices` share.
      name: A name for the op.
      bad_indices_policy: "IGNORE" gives zeros for rows out of range; otherwise they are errors.

    Returns:
      `indices.shape[:-1] + params.shape[k:]` (after the shared axes).

    Raises:
      tf.errors.InvalidArgumentError: A row is out of range.

    Example:
      >>> import tenfold as tf
      >>> tf.gather_nd([[1, 2], [3, 4]], [[0, 1], [1, 0]]).numpy().tolist()
      [2, 3]
    """
    if isinstance(batch_dims, Tensor):
        known = rules.value_of(batch_dims)
        batch_dims = batch_dims if known is None or known.ndim else int(known)
    if not isinstance(batch_dims, (int, np.integer)):
        raise TypeError(f"gather_nd: batch_dims must be an integer; received {batch_dims!r}.")
    if batch_dims:
        rank = getattr(to_tensor(indices), "ndim", None)
        if rank is not None and batch_dims >= rank:
            raise ValueError(
                f"gather_nd: batch_dims must be less than the rank of the indices, {rank}; "
                f"received {batch_dims}."
            )
        params, indices = to_tensor(params), to_tensor(indices)
        _check_batch(params.raw_shape, indices.raw_shape, batch_dims)
        indices = _with_batch(params, indices, batch_dims)
    return GatherNd(params, indices, bad_indices_policy=bad_indices_policy, name=name)


def _check_batch(params: Any, indices: Any, batch: int) -> None:
    pairs = zip((params or ())[:batch], (indices or ())[:batch])
    if any(n is not None and m is not None and n != m for n, m in pairs):
        text = f"gather_nd: the first {batch} lengths of params and indices must agree; received "
        text += f"{list(params)} and {list(indices)}."
        raise errors.InvalidArgumentError(None, None, text)


def _with_batch(params: Tensor, indices: Tensor, batch: int) -> Tensor:
    """Index rows with the position in the shared leading axes written before them."""
    sizes, shared = call("Shape", indices), call("Shape", params)
    known = indices.raw_shape
    rank = call("Rank", indices) if known is None else len(known)
    lead = call("ConcatV2", [sizes[:-1], to_tensor([1], int32)], 0)
    columns = []
    for axis in range(batch):
        count = call("Cast", call("Range", 0, shared[axis], 1), DstT=indices.dtype)
        ones = call("Fill", call("Reshape", rank - 1 - axis, [1]), 1)
        column = call("Reshape", count, call("ConcatV2", [[1] * axis, [-1], ones], 0))
        columns.append(call("BroadcastTo", column, lead))
    return call("ConcatV2", [*columns, indices], -1)
