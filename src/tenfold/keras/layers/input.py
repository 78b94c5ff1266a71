"""Where the data comes in: `Input` and the layer behind it."""

from __future__ import annotations

from typing import Any

from tenfold.keras import operators  # noqa: F401 - symbolic tensors get their operators
from tenfold.keras.layer import Layer
from tenfold.keras.symbolic import KerasTensor, record


class InputLayer(Layer):
    """Holds the symbolic tensor of a model's input.

    Args:
        shape: shape of one sample.
        batch_size: size of the batch, or None.
        dtype: the data's dtype.
        sparse: only False.
        ragged: only False.
        batch_shape: shape with the batch, instead of `shape` and `batch_size`.
        input_tensor: an existing symbolic tensor.
        optional: whether None may be passed.
        name: the layer's name.
    """

    def __init__(
        self,
        shape: Any = None,
        batch_size: int | None = None,
        dtype: Any = None,
        sparse: bool | None = None,
        ragged: bool | None = None,
        batch_shape: Any = None,
        input_tensor: Any = None,
        optional: bool = False,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        if sparse or ragged:
            raise ValueError("InputLayer: sparse and ragged inputs are not known; pass dense data.")
        if (shape is None) == (batch_shape is None) and input_tensor is None:
            raise ValueError("You must pass one of `shape` and `batch_shape`.")
        super().__init__(name=name, dtype=dtype if input_tensor is None else None)
        if input_tensor is not None:
            batch_shape = input_tensor.shape
        elif batch_shape is None:
            batch_shape = (batch_size, *((shape,) if isinstance(shape, int) else shape))
        self.batch_shape = tuple(batch_shape)
        self.optional = optional
        record(self, (), {}, input_tensor or KerasTensor(self.batch_shape, self.dtype, self.name))
        self.built = True

    def call(self) -> Any:
        """The symbolic tensor."""
        return self.output

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {
            "batch_shape": self.batch_shape,
            "dtype": self.dtype,
            "sparse": False,
            "ragged": False,
            "name": self.name,
            "optional": self.optional,
        }

    def get_build_config(self) -> None:
        """Nothing: an input has no weights."""


def Input(
    shape: Any = None,
    batch_size: int | None = None,
    dtype: Any = None,
    sparse: bool | None = None,
    batch_shape: Any = None,
    name: str | None = None,
    tensor: Any = None,
    optional: bool = False,
    ragged: bool | None = None,
) -> Any:
    """A symbolic tensor that a model's input takes the place of.

    Args:
        shape: shape of one sample, None where a size is not known.
        batch_size: size of the batch, or None.
        dtype: the data's dtype; float32 by default.
        sparse: only False.
        batch_shape: shape with the batch, instead of `shape` and `batch_size`.
        name: the input's name.
        tensor: an existing symbolic tensor.
        optional: whether None may be passed.
        ragged: only False.

    Returns:
        A `KerasTensor` of shape `[batch_size, *shape]`.

    >>> import tenfold as tf
    >>> tf.keras.Input((28, 28)).shape
    (None, 28, 28)
    """
    layer = InputLayer(
        shape, batch_size, dtype, sparse, ragged, batch_shape, tensor, optional, name
    )
    return layer.output
