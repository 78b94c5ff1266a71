"""Values written to places given by index rows: scatter_nd, tensor_scatter_nd_update ..."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.dtypes import INDEX, NUMBER, int16, int32, int64, uint16
from tenfold.core.dtypes import bool as boolean
from tenfold.core.op import call, op
from tenfold.core.row_groups import combine_at
from tenfold.core.tensor import Tensor

from .creation import blanks
from .gathering import columns_of, inside


def write(xp: Any, array: Any, indices: Any, updates: Any, how: str, policy: str = "") -> Any:
    """A copy of an array with the updates written ("set") or combined at the index rows."""
    if not indices.ndim or not updates.ndim:
        raise ValueError(
            "indices and updates must have rank 1 or more; they have rank "
            f"{indices.ndim} and {updates.ndim}."
        )
    columns = columns_of(xp, indices, array.shape, "tensor", policy)
    depth = indices.shape[-1]
    expected = indices.shape[:-1] + tuple(array.shape[depth:])
    if updates.shape != expected:
        raise ValueError(
            f"Must have updates.shape = indices.shape[:-1] + shape[{depth}:] = {list(expected)}; "
            f"received updates {list(updates.shape)}, indices {list(indices.shape)}."
        )
    if policy == "IGNORE" and depth:
        good = inside(xp, columns, array.shape)
        if xp.compiled:
            columns = tuple(
                xp.where(good, c, n) for c, n in zip(columns, array.shape, strict=False)
            )
        else:
            columns, updates = tuple(c[good] for c in columns), updates[good]
    if not depth:
        # Rows without coordinates each name the whole tensor: give it a leading axis of length 1.
        rows = updates.reshape((math.prod(indices.shape[:-1]), *array.shape))
        zeros = np.zeros(len(rows), np.int64)
        return _combined(xp, array[None], (zeros,), rows, how)[0]
    return _combined(xp, array, columns, updates, how)


def _combined(xp: Any, array: Any, columns: Any, updates: Any, how: str) -> Any:
    if xp.compiled:
        return getattr(xp.asarray(array).at[columns], how)(updates, mode="drop")
    out = array.copy()
    _COMBINE[how](out, columns, updates)
    return out


def _set(out: Any, columns: Any, updates: Any) -> None:
    out[columns] = updates


def _add(out: Any, columns: Any, updates: Any) -> None:
    if out.dtype.itemsize == 2 and out.dtype.kind not in "iu":
        wide = out.astype(np.float32)
        combine_at(np.add, wide, columns, updates.astype(np.float32))
        out[...] = wide.astype(out.dtype)
    else:
        combine_at(np.add, out, columns, updates)


def _lowest(out: Any, columns: Any, updates: Any) -> None:
    combine_at(np.minimum, out, columns, updates)


def _highest(out: Any, columns: Any, updates: Any) -> None:
    combine_at(np.maximum, out, columns, updates)


_COMBINE = {"set": _set, "add": _add, "min": _lowest, "max": _highest}


def _scattered(done: Any) -> Any:
    indices, updates = (x.raw_shape for x in done.inputs[:2])
    out = rules.shape_from(done.inputs[2])
    for name, part in (("indices", indices), ("updates", updates)):
        if part == ():
            raise ValueError(f"{name} must have rank 1 or more; it is a scalar.")
    if indices is not None and updates is not None:
        outer, depth = indices[:-1], indices[-1]
        rules.merge(updates[: len(outer)], outer)
        if depth is not None and out is not None:
            rules.merge(updates[len(outer) :], out[depth:])
    return out


@op(
    "indices: Tindices, updates: T, shape: Tindices -> output: T",
    Tindices=(int16, int32, int64),
    shape=_scattered,
)
def ScatterNd(
    xp: Any, indices: Any, updates: Any, shape: Any, *, bad_indices_policy: str = ""
) -> Any:
    dims = tuple(xp.static(shape).tolist())
    blank = blanks(xp, dims, updates.dtype)
    how = "max" if updates.dtype == np.bool_ else "add"
    return write(xp, blank, indices, updates, how, bad_indices_policy)


@ScatterNd.gradient
def scatter_nd_gradient(done: Any, dy: Any) -> Any:
    return None, call("GatherNd", dy, done.inputs[0]), None


def scatter_nd(
    indices: Any,
    updates: Any,
    shape: Any,
    bad_indices_policy: str = "",
    name: str | None = None,
) -> Tensor:
    """Zeros with values added at given index rows.

    Args:
      indices: `[..., k]`, integers: each row names a place in the first `k` axes.
      updates: `indices.shape[:-1] + shape[k:]`, the values; those of equal rows add up.
      shape: The shape of the result, of the dtype of `indices`.
      bad_indices_policy: "IGNORE" leaves out rows out of range; otherwise they are errors.
      name: A name for the op.

    Returns:
      A tensor of shape `shape`.

    Raises:
      tf.errors.InvalidArgumentError: A row is out of range, or the shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> tf.scatter_nd([[1], [3], [1]], [10, 20, 30], [5]).numpy().tolist()
      [0, 40, 0, 20, 0]
    """
    return ScatterNd(indices, updates, shape, bad_indices_policy=bad_indices_policy, name=name)


@op(
    "tensor: T, indices: Tindices, updates: T -> output: T",
    Tindices=(int16, int32, int64, uint16),
    shape=rules.same,
)
def TensorScatterUpdate(
    xp: Any, tensor: Any, indices: Any, updates: Any, *, bad_indices_policy: str = ""
) -> Any:
    return write(xp, tensor, indices, updates, "set", bad_indices_policy)


@TensorScatterUpdate.gradient
def tensor_scatter_update_gradient(done: Any, dy: Any) -> Any:
    _, indices, updates = done.inputs
    kept = TensorScatterUpdate(dy, indices, call("ZerosLike", updates))
    return kept, None, call("GatherNd", dy, indices)


@op("tensor: T, indices: Tindices, updates: T -> output: T", Tindices=INDEX, shape=rules.same)
def TensorScatterAdd(
    xp: Any, tensor: Any, indices: Any, updates: Any, *, bad_indices_policy: str = ""
) -> Any:
    return write(xp, tensor, indices, updates, "add", bad_indices_policy)


@TensorScatterAdd.gradient
def tensor_scatter_add_gradient(done: Any, dy: Any) -> Any:
    return dy, None, call("GatherNd", dy, done.inputs[1])


@op(
    "input: T, indices: Tindices, updates: T -> output: T",
    T=(*NUMBER, boolean),
    Tindices=INDEX,
    shape=rules.same,
)
def ScatterNdNonAliasingAdd(
    xp: Any, input: Any, indices: Any, updates: Any, *, bad_indices_policy: str = ""
) -> Any:
    return write(xp, input, indices, updates, "add", bad_indices_policy)


@ScatterNdNonAliasingAdd.gradient
def scatter_nd_non_aliasing_add_gradient(done: Any, dy: Any) -> Any:
    return dy, None, call("GatherNd", dy, done.inputs[1])


@op("tensor: T, indices: Tindices, updates: T -> output: T", Tindices=INDEX, shape=rules.same)
def TensorScatterSub(
    xp: Any, tensor: Any, indices: Any, updates: Any, *, bad_indices_policy: str = ""
) -> Any:
    return write(xp, tensor, indices, -updates, "add", bad_indices_policy)


@TensorScatterSub.gradient
def tensor_scatter_sub_gradient(done: Any, dy: Any) -> Any:
    return dy, None, call("Neg", call("GatherNd", dy, done.inputs[1]))


@op("tensor: T, indices: Tindices, updates: T -> output: T", Tindices=INDEX, shape=rules.same)
def TensorScatterMin(
    xp: Any, tensor: Any, indices: Any, updates: Any, *, bad_indices_policy: str = ""
) -> Any:
    return write(xp, tensor, indices, updates, "min", bad_indices_policy)


@op("tensor: T, indices: Tindices, updates: T -> output: T", Tindices=INDEX, shape=rules.same)
def TensorScatterMax(
    xp: Any, tensor: Any, indices: Any, updates: Any, *, bad_indices_policy: str = ""
) -> Any:
    return write(xp, tensor, indices, updates, "max", bad_indices_policy)


@TensorScatterMin.gradient
@TensorScatterMax.gradient
def tensor_scatter_extreme_gradient(done: Any, dy: Any) -> Any:
    tensor, indices, updates = done.inputs
    out = done.outputs[0]
    kept = call("Cast", call("Equal", tensor, out), DstT=tensor.dtype)
    chosen = call("Cast", call("Equal", updates, call("GatherNd", out, indices)), DstT=tensor.dtype)
    # Ties share the gradient evenly.
    ones = call("OnesLike", dy)
    shape = call("Shape", dy, out_type=indices.dtype)
    count = call("AddV2", kept, call("ScatterNd", indices, chosen, shape))
    part = call("RealDiv", dy, call("Maximum", count, ones))
    return call("Mul", part, kept), None, call("Mul", call("GatherNd", part, indices), chosen)


def tensor_scatter_nd_update(
    tensor: Any, indices: Any, updates: Any, name: str | None = None
) -> Tensor:
    """A tensor with values written at given index rows.

    Args:
      tensor: A tensor.
      indices: `[..., k]`, integers: each row names a place in the first `k` axes.
      updates: `indices.shape[:-1] + tensor.shape[k:]`, the values.
      name: A name for the op.

    Returns:
      A tensor of the same shape.

    Raises:
      tf.errors.InvalidArgumentError: A row is out of range, or the shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> tf.tensor_scatter_nd_update([0, 0, 0], [[2], [0]], [5, 6]).numpy().tolist()
      [6, 0, 5]
    """
    return TensorScatterUpdate(tensor, indices, updates, name=name)


def tensor_scatter_nd_add(
    tensor: Any,
    indices: Any,
    updates: Any,
    bad_indices_policy: str = "",
    name: str | None = None,
) -> Tensor:
    """A tensor with values added at given index rows.

    Args:
      tensor: A tensor of numbers.
      indices: `[..., k]`, integers: each row names a place in the first `k` axes.
      updates: `indices.shape[:-1] + tensor.shape[k:]`, the values; those of equal rows add up.
      bad_indices_policy: "IGNORE" leaves out rows out of range; otherwise they are errors.
      name: A name for the op.

    Returns:
      A tensor of the same shape.

    Raises:
      tf.errors.InvalidArgumentError: A row is out of range, or the shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> tf.tensor_scatter_nd_add([1, 1, 1], [[2], [2]], [5, 6]).numpy().tolist()
      [1, 1, 12]
    """
    return TensorScatterAdd(
        tensor, indices, updates, bad_indices_policy=bad_indices_policy, name=name
    )


def tensor_scatter_nd_sub(
    tensor: Any,
    indices: Any,
    updates: Any,
    bad_indices_policy: str = "",
    name: str | None = None,
) -> Tensor:
    """A tensor with values subtracted at given index rows.

    Args:
      tensor: A tensor of numbers.
      indices: `[..., k]`, integers: each row names a place in the first `k` axes.
      updates: `indices.shape[:-1] + tensor.shape[k:]`, the values; those of equal rows add up.
      bad_indices_policy: "IGNORE" leaves out rows out of range; otherwise they are errors.
      name: A name for the op.

    Returns:
      A tensor of the same shape.

    Raises:
      tf.errors.InvalidArgumentError: A row is out of range, or the shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> tf.tensor_scatter_nd_sub([1, 1, 1], [[2]], [5]).numpy().tolist()
      [1, 1, -4]
    """
    return TensorScatterSub(
        tensor, indices, updates, bad_indices_policy=bad_indices_policy, name=name
    )


def tensor_scatter_nd_min(
    tensor: Any,
    indices: Any,
    updates: Any,
    bad_indices_policy: str = "",
    name: str | None = None,
) -> Tensor:
    """A tensor with the lesser of its own and the given value at given index rows.

    Args:
      tensor: A tensor of real numbers.
      indices: `[..., k]`, integers: each row names a place in the first `k` axes.
      updates: `indices.shape[:-1] + tensor.shape[k:]`, the values.
      bad_indices_policy: "IGNORE" leaves out rows out of range; otherwise they are errors.
      name: A name for the op.

    Returns:
      A tensor of the same shape.

    Raises:
      tf.errors.InvalidArgumentError: A row is out of range, or the shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> tf.tensor_scatter_nd_min([1, 1, 1], [[2], [0]], [5, -5]).numpy().tolist()
      [-5, 1, 1]
    """
    return TensorScatterMin(
        tensor, indices, updates, bad_indices_policy=bad_indices_policy, name=name
    )


def tensor_scatter_nd_max(
    tensor: Any,
    indices: Any,
    updates: Any,
    bad_indices_policy: str = "",
    name: str | None = None,
) -> Tensor:
    """A tensor with the greater of its own and the given value at given index rows.

    Args:
      tensor: A tensor of real numbers.
      indices: `[..., k]`, integers: each row names a place in the first `k` axes.
      updates: `indices.shape[:-1] + tensor.shape[k:]`, the values.
      bad_indices_policy: "IGNORE" leaves out rows out of range; otherwise they are errors.
      name: A name for the op.

    Returns:
      A tensor of the same shape.

    Raises:
      tf.errors.InvalidArgumentError: A row is out of range, or the shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> tf.tensor_scatter_nd_max([1, 1, 1], [[2], [0]], [5, -5]).numpy().tolist()
      [1, 1, 5]
    """
    return TensorScatterMax(
        tensor, indices, updates, bad_indices_policy=bad_indices_policy, name=name
    )
