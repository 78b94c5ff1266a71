"""tf.compat.v1.layers: pooling."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.ops.nn import pools

from .base import Layer
from .convolving import per_axis

_POOLS: dict[tuple[str, int], Callable[..., Any]] = {
    ("max", 1): pools.max_pool1d,
    ("max", 2): pools.max_pool2d,
    ("max", 3): pools.max_pool3d,
    ("average", 1): pools.avg_pool1d,
    ("average", 2): pools.avg_pool2d,
    ("average", 3): pools.avg_pool3d,
}
_LETTERS = {1: "W", 2: "HW", 3: "DHW"}


class _Pooling(Layer):
    """What all pooling layers share."""

    kind = "max"
    rank = 2

    def __init__(
        self,
        pool_size: Any,
        strides: Any,
        padding: str = "valid",
        data_format: str = "channels_last",
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.pool_size = per_axis(pool_size, self.rank, "pool_size")
        self.strides = per_axis(pool_size if strides is None else strides, self.rank, "strides")
        self.padding, self.data_format = padding, data_format

    def call(self, inputs: Any) -> Any:  # type: ignore[override]
        letters = _LETTERS[self.rank]
        layout = f"NC{letters}" if self.data_format == "channels_first" else f"N{letters}C"
        return _POOLS[self.kind, self.rank](
            inputs, self.pool_size, self.strides, self.padding.upper(), layout
        )


_DOC = """{what} of each window over {axes}.

    Args:
      pool_size, strides: An integer, or {rank} of them; strides of None are the window's size.
      padding: "valid" or "same".
      data_format: "channels_last" or "channels_first".
      name: A name.
      **kwargs: As for `tf.compat.v1.layers.Layer`.
    """


class MaxPooling1D(_Pooling):
    __doc__ = _DOC.format(what="The largest element", axes="one axis", rank=1)
    rank = 1


class MaxPooling2D(_Pooling):
    __doc__ = _DOC.format(what="The largest element", axes="two axes", rank=2)


class MaxPooling3D(_Pooling):
    __doc__ = _DOC.format(what="The largest element", axes="three axes", rank=3)
    rank = 3


class AveragePooling1D(_Pooling):
    __doc__ = _DOC.format(what="The mean", axes="one axis", rank=1)
    kind, rank = "average", 1


class AveragePooling2D(_Pooling):
    __doc__ = _DOC.format(what="The mean", axes="two axes", rank=2)
    kind = "average"


class AveragePooling3D(_Pooling):
    __doc__ = _DOC.format(what="The mean", axes="three axes", rank=3)
    kind, rank = "average", 3


def _function(kind: type[_Pooling]) -> Callable[..., Any]:
    def pool(
        inputs: Any,
        pool_size: Any,
        strides: Any,
        padding: str = "valid",
        data_format: str = "channels_last",
        name: str | None = None,
    ) -> Any:
        return kind(pool_size, strides, padding, data_format, name)(inputs)

    title = f"{kind.kind}_pooling{kind.rank}d"
    pool.__name__ = pool.__qualname__ = title
    pool.__doc__ = f"""A layer `tf.compat.v1.layers.{kind.__name__}`, applied.

    Args:
      inputs: [batch, {", ".join(_LETTERS[kind.rank].lower())}, channels], or with the channels
        second.
      pool_size, strides, padding, data_format, name: As for the layer.

    Returns:
      A tensor of the same rank.
    """
    return pool


max_pooling1d = _function(MaxPooling1D)
max_pooling2d = _function(MaxPooling2D)
max_pooling3d = _function(MaxPooling3D)
average_pooling1d = _function(AveragePooling1D)
average_pooling2d = _function(AveragePooling2D)
average_pooling3d = _function(AveragePooling3D)
