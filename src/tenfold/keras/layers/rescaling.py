"""Rescaling: `inputs * scale + offset`."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.layers.activation import Elementwise


class Rescaling(Elementwise):
    """`inputs * scale + offset`, in the layer's dtype.

    Args:
        scale: a number or numbers for the last axis.
        offset: a number or numbers for the last axis.

    >>> import tenfold as tf
    >>> tf.keras.layers.Rescaling(0.5, 1.0)(tf.constant([2, 4])).numpy().tolist()
    [2.0, 3.0]
    """

    def __init__(self, scale: Any, offset: Any = 0.0, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.scale = scale
        self.offset = offset

    def call(self, inputs: Any) -> Any:
        """A tensor of the input's shape."""
        dtype = self.compute_dtype
        scale = tf.cast(tf.convert_to_tensor(self.scale), dtype)
        offset = tf.cast(tf.convert_to_tensor(self.offset), dtype)
        return tf.cast(inputs, dtype) * scale + offset

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {**super().get_config(), "scale": self.scale, "offset": self.offset}
