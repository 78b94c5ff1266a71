"""Pooling: a maximum or an average over windows."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.layer import Layer
from tenfold.keras.layers.conv import (
    IntOrInts,
    as_tuple,
    data_format_of,
    window_size,
    with_channels_first,
)


class BasePooling(Layer):
    """Reduces windows over `rank` spatial axes."""

    pool_mode = "max"

    def __init__(
        self,
        pool_size: IntOrInts,
        strides: IntOrInts | None,
        rank: int = 2,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name=name, **kwargs)
        self.rank = rank
        self.pool_size = as_tuple("pool_size", pool_size, rank)
        self.strides = as_tuple("strides", pool_size if strides is None else strides, rank)
        self.padding = str(padding).lower()
        if self.padding not in ("valid", "same"):
            raise ValueError(
                f"The `padding` argument must be 'valid' or 'same'. Received: {padding!r}"
            )
        self.data_format = data_format_of(data_format)
        self.built = True

    def call(self, inputs: Any) -> Any:
        """`[batch, *space, channels]` to the same with less space."""
        if len(inputs.shape) != self.rank + 2:
            raise ValueError(
                f"Input 0 of layer '{self.name}' is incompatible with the layer: expected "
                f"ndim={self.rank + 2}, found ndim={len(inputs.shape)}. "
                f"Full shape received: {tuple(inputs.shape)}"
            )
        return with_channels_first(self._pool, inputs, self.data_format)

    def _pool(self, x: Any) -> Any:
        pool = tf.nn.max_pool2d if self.pool_mode == "max" else tf.nn.avg_pool2d
        return pool(x, list(self.pool_size), list(self.strides), self.padding.upper())

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the output."""
        is_last = self.data_format == "channels_last"
        space = input_shape[1:-1] if is_last else input_shape[2:]
        windows = zip(space, self.pool_size, self.strides)
        sizes = [window_size(n, k, s, self.padding) for n, k, s in windows]
        if is_last:
            return (input_shape[0], *sizes, input_shape[-1])
        return (*input_shape[:2], *sizes)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {
            **super().get_config(),
            "pool_size": self.pool_size,
            "padding": self.padding,
            "strides": self.strides,
            "data_format": self.data_format,
        }


class MaxPooling2D(BasePooling):
    """The maximum of each window of an image.

    Args:
        pool_size: height and width of the window, or one number for both.
        strides: steps along height and width; the window's size by default.
        padding: `valid` or `same`.
        data_format: `channels_last` (default) or `channels_first`.
        name: the layer's name.

    >>> import tenfold as tf
    >>> tf.keras.layers.MaxPooling2D().compute_output_shape((None, 28, 28, 4))
    (None, 14, 14, 4)
    """

    def __init__(
        self,
        pool_size: IntOrInts = (2, 2),
        strides: IntOrInts | None = None,
        padding: str = "valid",
        data_format: str | None = None,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(
            pool_size, strides, padding=padding, data_format=data_format, name=name, **kwargs
        )


class AveragePooling2D(MaxPooling2D):
    """The average of each window of an image; padding does not count.

    Args:
        pool_size: height and width of the window, or one number for both.
        strides: steps along height and width; the window's size by default.
        padding: `valid` or `same`.
        data_format: `channels_last` (default) or `channels_first`.
        name: the layer's name.
    """

    pool_mode = "average"
