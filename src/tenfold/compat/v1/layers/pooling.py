"""tf.compat.v1.layers: pooling and flattening."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.context import name_scope
from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.ops.nn import pools

_POOLS = {
    ("max", 1): pools.max_pool1d,
    ("max", 2): pools.max_pool2d,
    ("max", 3): pools.max_pool3d,
    ("average", 1): pools.avg_pool1d,
    ("average", 2): pools.avg_pool2d,
    ("average", 3): pools.avg_pool3d,
}


def _pooling(kind: str, rank: int) -> Callable[..., Any]:
    letters = {1: "W", 2: "HW", 3: "DHW"}[rank]
    title = f"{kind}_pooling{rank}d"

    def pool(
        inputs: Any,
        pool_size: Any,
        strides: Any,
        padding: str = "valid",
        data_format: str = "channels_last",
        name: str | None = None,
    ) -> Any:
        layout = f"NC{letters}" if data_format == "channels_first" else f"N{letters}C"
        with name_scope(name or title):
            return _POOLS[kind, rank](
                to_tensor(inputs), pool_size, strides, padding.upper(), layout
            )

    pool.__name__ = pool.__qualname__ = title
    what = "The largest element" if kind == "max" else "The mean"
    pool.__doc__ = f"""{what} of each window over {rank} axes.

    Args:
      inputs: [batch, {", ".join(letters.lower())}, channels], or with the channels second.
      pool_size, strides: An integer, or {rank} of them.
      padding: "valid" or "same".
      data_format: "channels_last" or "channels_first".
      name: A name.

    Returns:
      A tensor of the same rank.
    """
    return pool


max_pooling1d = _pooling("max", 1)
max_pooling2d = _pooling("max", 2)
max_pooling3d = _pooling("max", 3)
average_pooling1d = _pooling("average", 1)
average_pooling2d = _pooling("average", 2)
average_pooling3d = _pooling("average", 3)


def flatten(inputs: Any, name: str | None = None, data_format: str = "channels_last") -> Any:
    """Joins all axes but the batch's.

    Args:
      inputs: [batch, ...].
      name: A name.
      data_format: With "channels_first" the channels go to the end first.

    Returns:
      [batch, size].

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.layers.flatten(tf.ones([2, 3, 4])).shape.as_list()
      [2, 12]
    """
    x = to_tensor(inputs)
    rank = x.shape.rank or 1
    with name_scope(name or "flatten"):
        if data_format == "channels_first" and rank > 2:
            x = call("Transpose", x, to_tensor([0, *range(2, rank), 1]))
        sizes = x.raw_shape[1:]
        if None in sizes:
            rows = call("Shape", x)[:1]
            return call("Reshape", x, call("ConcatV2", [rows, to_tensor([-1])], to_tensor(0)))
        size = 1
        for n in sizes:
            size *= n
        return call("Reshape", x, to_tensor([-1, size]))
