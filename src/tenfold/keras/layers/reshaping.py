"""Layers that only change the shape."""

from __future__ import annotations

import math
from typing import Any

import tenfold as tf
from tenfold.keras.layer import Layer
from tenfold.keras.layers.conv import data_format_of
from tenfold.keras.symbolic import KerasTensor


class _SameDtype(Layer):
    """Base of layers whose output has the input's dtype."""

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """The symbolic result."""
        return KerasTensor(self.compute_output_shape(args[0].shape), args[0].dtype)


class Flatten(_SameDtype):
    """All axes but the first as one.

    Args:
        data_format: `channels_last` (default) or `channels_first`.

    >>> import tenfold as tf
    >>> tf.keras.layers.Flatten()(tf.ones([2, 3, 4])).shape
    TensorShape([2, 12])
    """

    def __init__(self, data_format: str | None = None, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.data_format = data_format_of(data_format)

    def call(self, inputs: Any) -> Any:
        """`[batch, ...]` to `[batch, size]`."""
        rank = len(inputs.shape)
        if self.data_format == "channels_first" and rank > 2:
            inputs = tf.transpose(inputs, [0, *range(2, rank), 1])
        batch, size = self.compute_output_shape(tuple(inputs.shape))
        if size is None:
            return tf.reshape(inputs, [tf.shape(inputs)[0] if batch is None else batch, -1])
        return tf.reshape(inputs, [-1 if batch is None else batch, size])

    def compute_output_shape(self, input_shape: Any) -> Any:
        """`[batch, size]`."""
        rest = input_shape[1:]
        return (input_shape[0], None if None in rest else math.prod(rest))

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {**super().get_config(), "data_format": self.data_format}


class Reshape(_SameDtype):
    """Each sample in another shape of the same size.

    Args:
        target_shape: the shape without the batch; one size may be -1.

    >>> import tenfold as tf
    >>> tf.keras.layers.Reshape((2, -1))(tf.ones([1, 6])).shape
    TensorShape([1, 2, 3])
    """

    def __init__(self, target_shape: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if isinstance(target_shape, int):
            target_shape = (target_shape,)
        self.target_shape = tuple(target_shape)
        if self.target_shape.count(-1) > 1:
            raise ValueError(
                f"Reshape: only one size may be -1; received target_shape={target_shape}."
            )
        self.built = True

    def call(self, inputs: Any) -> Any:
        """`[batch, ...]` to `[batch, *target_shape]`."""
        shape = self.compute_output_shape(tuple(inputs.shape))[1:]
        sizes = [-1 if size is None else size for size in shape]
        batch = inputs.shape[0]
        if batch is None:
            batch = tf.shape(inputs)[0] if -1 in sizes else -1
        return tf.reshape(inputs, [batch, *sizes])

    def compute_output_shape(self, input_shape: Any) -> Any:
        """`[batch, *target_shape]`, with the -1 filled in."""
        rest, target = input_shape[1:], self.target_shape
        known = math.prod(size for size in target if size != -1)
        if None in rest:
            return (input_shape[0], *[None if size == -1 else size for size in target])
        size = math.prod(rest)
        if (known and size % known) or (-1 not in target and size != known):
            raise ValueError(
                "The total size of the tensor must be unchanged. Received: "
                f"input_shape={rest}, target_shape={target}"
            )
        return (input_shape[0], *[size // known if n == -1 else n for n in target])

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {**super().get_config(), "target_shape": self.target_shape}
