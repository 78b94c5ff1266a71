"""Looking up rows of an embedding table."""

from __future__ import annotations

from typing import Any

from tenfold.core.context import scoped
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int64
from tenfold.core.op import call


@scoped("embedding_lookup", last="Identity")
def embedding_lookup(params: Any, ids: Any, max_norm: Any = None, name: str | None = None) -> Any:
    """The rows of a table, by their numbers.

    Args:
      params: The table, `[rows, ...]`: a tensor, array or variable; or a list of tables that hold
        the rows one after the other, equally many but for one more in the first ones. A nested
        list is such a list.
      ids: Row numbers of any shape, int32 or int64.
      max_norm: Rows whose Euclidean norm is larger are scaled down to it; None for none.
      name: A name for the op.

    Returns:
      A tensor of shape `ids.shape + params.shape[1:]`.

    Raises:
      ValueError: `params` is an empty list.
      tf.errors.InvalidArgumentError: A number is outside the table.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.embedding_lookup(tf.constant([[1.0, 2.0], [3.0, 4.0]]), [1, 0]).numpy().tolist()
      [[3.0, 4.0], [1.0, 2.0]]
    """
    if params is None or (isinstance(params, (list, tuple)) and not params):
        raise ValueError("params must be a table, or a list of tables; received none.")
    ids = to_tensor(ids)
    tables = list(params) if isinstance(params, (list, tuple)) else [params]
    if len(tables) > 1:
        rows = _from_shards([to_tensor(p) for p in tables], ids)
    else:
        table = tables[0]
        gather = getattr(table, "sparse_read", None)
        rows = gather(ids) if gather is not None else call("GatherV2", table, ids, 0)
    if max_norm is not None:
        rows = _clipped(rows, ids, max_norm)
    return rows if name is None else call("Identity", rows, name=name)


def _from_shards(tables: list[Any], ids: Any) -> Any:
    """Rows of tables that hold them one after the other, the first ones at most one more."""
    flat = call("Cast", call("Reshape", ids, [-1]), DstT=int64)
    sizes = [call("Cast", call("Shape", t)[0], DstT=int64) for t in tables]
    each, extra = call("AddN", sizes) // len(tables), call("AddN", sizes) % len(tables)
    each = call("Maximum", each, 1)
    owner = call("Maximum", flat // (each + 1), (flat - extra) // each)
    # A number outside of all tables stays with the first or last one, whose gather refuses it.
    owner = call("Maximum", call("Minimum", owner, len(tables) - 1), 0)
    begins = owner * each + call("Minimum", owner, extra)
    row = flat - begins
    rows = call("GatherV2", tables[0], call("SelectV2", call("Equal", owner, 0), row, row * 0), 0)
    for index, table in enumerate(tables[1:], 1):
        mine = call("Equal", owner, index)
        found = call("GatherV2", table, call("SelectV2", mine, row, row * 0), 0)
        mask = call("Reshape", mine, [-1] + [1] * (found.ndim - 1))
        rows = call("SelectV2", mask, found, rows)
    shape = call("ConcatV2", [call("Shape", ids), call("Shape", tables[0])[1:]], 0)
    return call("Reshape", rows, shape)


def _clipped(rows: Any, ids: Any, max_norm: Any) -> Any:
    """Rows scaled down so that their norm is at most `max_norm`."""
    if rows.ndim is None or ids.ndim is None:
        raise ValueError("max_norm needs ids and params of known rank; set their shapes.")
    axes = list(range(ids.ndim, rows.ndim))
    squares = call("Sum", rows * rows, axes, keep_dims=True)
    limit = to_tensor(max_norm, rows.dtype)
    positive = call("Greater", squares, call("ZerosLike", squares))
    safe = call("SelectV2", positive, squares, call("OnesLike", squares))
    norm = call("SelectV2", positive, call("Sqrt", safe), squares)
    return rows * limit / call("Maximum", norm, limit)
