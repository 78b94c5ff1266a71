"""Looking up several rows of an embedding table for each example, and combining them."""

from __future__ import annotations

import math
from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import bfloat16, float16, float32, int32, int64
from tenfold.core.op import call
from tenfold.core.sparse_tensor import SparseTensor

from .embedding import embedding_lookup

_COMBINERS = ("mean", "sqrtn", "sum")


def embedding_lookup_sparse(
    params: Any,
    sp_ids: SparseTensor,
    sp_weights: SparseTensor | None,
    combiner: str | None = None,
    max_norm: Any = None,
    name: str | None = None,
    allow_fast_lookup: bool = False,
) -> Any:
    """For each row of sparse ids, the combination of the table's rows that they name.

    Args:
      params: The table, `[rows, ...]`: a tensor or variable, or a list of them that hold the rows
        one after the other.
      sp_ids: Row numbers, a `tf.SparseTensor` `[batch, any]`. Every row of it but the last ones
        that are empty gives a row of the result; empty ones between give zeros.
      sp_weights: Weights at the same places, or None for ones.
      combiner: `"mean"` (the default): divided by the sum of the weights; `"sqrtn"`: by the root of
        the sum of their squares; `"sum"`.
      max_norm: Rows whose Euclidean norm is larger are scaled down to it; None for none.
      name: A name for the op.
      allow_fast_lookup: Accepted, and not needed.

    Returns:
      `[last row that is not empty + 1, ...]`.

    Raises:
      TypeError: `sp_ids` or `sp_weights` is not sparse.
      ValueError: There is no such combiner.

    Example:
      >>> import tenfold as tf
      >>> table = tf.constant([[1.0], [2.0], [4.0]])
      >>> ids = tf.SparseTensor([[0, 0], [0, 1], [2, 0]], [0, 2, 1], [3, 2])
      >>> tf.nn.embedding_lookup_sparse(table, ids, None, combiner="sum").numpy().tolist()
      [[5.0], [0.0], [2.0]]
    """
    del allow_fast_lookup
    combiner = _checked(sp_ids, sp_weights, combiner)
    weights = None if sp_weights is None else sp_weights.values
    rows = call("Cast", sp_ids.indices[:, 0], DstT=int32)
    last = call("ConcatV2", [call("Cast", rows[-1:], DstT=int32), [-1]], 0)
    count = call("Max", last, [0]) + 1
    return _combined(params, sp_ids.values, weights, rows, count, combiner, max_norm, name)


def _checked(sp_ids: Any, sp_weights: Any, combiner: str | None) -> str:
    if combiner is not None and combiner not in _COMBINERS:
        raise ValueError(f"combiner must be one of 'mean', 'sqrtn' or 'sum', got {combiner}")
    if not isinstance(sp_ids, SparseTensor):
        raise TypeError(f"sp_ids must be SparseTensor, got {type(sp_ids)}")
    if sp_weights is not None and not isinstance(sp_weights, SparseTensor):
        raise TypeError(f"sp_weights must be either None or SparseTensor, got {type(sp_weights)}")
    return combiner or "mean"


def _combined(
    params: Any,
    ids: Any,
    weights: Any,
    rows: Any,
    count: Any,
    combiner: str,
    max_norm: Any,
    name: str | None,
) -> Any:
    """The table's rows `ids` `[n]`, combined by the row `[n]` that each belongs to."""
    found = embedding_lookup(params, ids, max_norm)
    kind = found.dtype
    if kind in (float16, bfloat16):
        found = call("Cast", found, DstT=float32)
    if weights is None:
        share = call("OnesLike", call("Cast", rows, DstT=found.dtype))
    else:
        share = call("Cast", weights, DstT=found.dtype)
        column = call("Reshape", share, [-1] + [1] * (found.ndim - 1))
        found = found * column
    total = call("UnsortedSegmentSum", found, rows, count)
    if combiner != "sum":
        mass = share if combiner == "mean" else share * share
        mass = call("UnsortedSegmentSum", mass, rows, count)
        mass = mass if combiner == "mean" else call("Sqrt", mass)
        total = call("DivNoNan", total, call("Reshape", mass, [-1] + [1] * (found.ndim - 1)))
    return call("Cast", total, DstT=kind, name=name)


def safe_embedding_lookup_sparse(
    embedding_weights: Any,
    sparse_ids: SparseTensor,
    sparse_weights: SparseTensor | None = None,
    combiner: str | None = "mean",
    default_id: int | None = None,
    max_norm: Any = None,
    name: str | None = None,
    allow_fast_lookup: bool = False,
) -> Any:
    """`tf.nn.embedding_lookup_sparse` that leaves out invalid ids, and knows empty rows.

    Args:
      embedding_weights: The table, `[rows, ...]`: a tensor or variable, or a list of them that
        hold the rows one after the other.
      sparse_ids: Row numbers, a `tf.SparseTensor` `[*batch, any]`. Negative ones are left out.
      sparse_weights: Weights at the same places, or None for ones. Ids whose weight is not
        positive are left out, unless the combiner is `"sum"`.
      combiner: `"mean"`, `"sqrtn"` or `"sum"`.
      default_id: The row for examples without ids; zeros by default.
      max_norm: Rows whose Euclidean norm is larger are scaled down to it; None for none.
      name: A name for the op.
      allow_fast_lookup: Accepted, and not needed.

    Returns:
      `[*batch, ...]`.

    Raises:
      ValueError: The table is missing, or there is no such combiner.
      TypeError: `sparse_ids` or `sparse_weights` is not sparse.

    Example:
      >>> import tenfold as tf
      >>> table = tf.constant([[1.0], [2.0], [4.0]])
      >>> ids = tf.SparseTensor([[0, 0], [0, 1], [1, 0]], [0, 2, -1], [3, 2])
      >>> tf.nn.safe_embedding_lookup_sparse(table, ids).numpy().tolist()
      [[2.5], [0.0], [0.0]]
    """
    del allow_fast_lookup
    if embedding_weights is None or (
        isinstance(embedding_weights, (list, tuple)) and not embedding_weights
    ):
        raise ValueError(f"Missing embedding_weights {embedding_weights!r}.")
    combiner = _checked(sparse_ids, sparse_weights, combiner)
    ids, weights = sparse_ids.values, None if sparse_weights is None else sparse_weights.values
    batch = _batch_sizes(sparse_ids)
    rows = _row_numbers(sparse_ids.indices, batch)
    kept = call("GreaterEqual", ids, call("ZerosLike", ids))
    if weights is not None and combiner != "sum":
        kept = call("LogicalAnd", kept, call("Greater", weights, call("ZerosLike", weights)))
    places = call("Reshape", call("Where", kept), [-1])
    ids, rows = (call("GatherV2", x, places, 0) for x in (ids, rows))
    if weights is not None:
        weights = call("GatherV2", weights, places, 0)
    count = math.prod(batch) if isinstance(batch, list) else call("Prod", batch, [0])
    found = _combined(embedding_weights, ids, weights, rows, count, combiner, max_norm, None)
    if default_id is not None:
        given = call("UnsortedSegmentSum", call("OnesLike", rows), rows, count)
        empty = call("Reshape", call("Equal", given, 0), [-1] + [1] * (found.ndim - 1))
        default = embedding_lookup(embedding_weights, to_tensor([default_id]), max_norm)
        found = call("SelectV2", empty, default, found)
    rest = found.raw_shape[1:]
    if isinstance(batch, list) and None not in rest:
        return call("Reshape", found, [*batch, *rest], name=name)
    shape = call("ConcatV2", [batch, call("Shape", found)[1:]], 0)
    return call("Reshape", found, shape, name=name)


def _batch_sizes(ids: SparseTensor) -> Any:
    """The sizes of all axes but the last: a list where they are known, else an int32 tensor."""
    known = ids.shape.dims_tuple
    if known is not None and None not in known[:-1]:
        return list(known[:-1])
    return call("Cast", ids.dense_shape[:-1], DstT=int32)


def _row_numbers(indices: Any, batch: Any) -> Any:
    """The number of each id's example when all batch axes are one."""
    steps = call("Cumprod", to_tensor(batch, int32), 0, exclusive=True, reverse=True)
    outer = call("Cast", indices[:, :-1], DstT=int64) * call("Cast", steps, DstT=int64)
    return call("Cast", call("Sum", outer, [1]), DstT=int32)
