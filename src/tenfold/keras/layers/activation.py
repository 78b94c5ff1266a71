"""Activation functions as layers."""

from __future__ import annotations

from typing import Any

from tenfold.keras import activations
from tenfold.keras.layer import Layer


class Elementwise(Layer):
    """Base of layers whose output has the input's shape."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.supports_masking = True
        self.built = True

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The input's shape."""
        return input_shape


class Activation(Elementwise):
    """Applies an activation function.

    Args:
        activation: its name or a function.

    >>> import tenfold as tf
    >>> tf.keras.layers.Activation("relu")(tf.constant([-1.0, 1.0])).numpy().tolist()
    [0.0, 1.0]
    """

    def __init__(self, activation: Any, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.activation = activations.get(activation)

    def call(self, inputs: Any) -> Any:
        """A tensor like the input."""
        return self.activation(inputs)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {**super().get_config(), "activation": activations.serialize(self.activation)}


class ReLU(Elementwise):
    """`max(x, 0)`, with the slope below, the ceiling and the threshold that are asked for.

    Args:
        max_value: ceiling, or None.
        negative_slope: slope below the threshold.
        threshold: where the slope changes.
    """

    def __init__(
        self,
        max_value: float | None = None,
        negative_slope: float = 0.0,
        threshold: float = 0.0,
        **kwargs: Any,
    ) -> None:
        super().__init__(**kwargs)
        for name, value in (
            ("max_value", max_value or 0),
            ("negative_slope", negative_slope),
            ("threshold", threshold),
        ):
            if value is None or value < 0:
                raise ValueError(f"ReLU: {name} must not be negative; received {value}.")
        self.max_value = max_value
        self.negative_slope = negative_slope
        self.threshold = threshold

    def call(self, inputs: Any) -> Any:
        """A tensor like the input."""
        return activations.relu(inputs, self.negative_slope, self.max_value, self.threshold)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {
            **super().get_config(),
            "max_value": self.max_value,
            "negative_slope": self.negative_slope,
            "threshold": self.threshold,
        }


class Softmax(Elementwise):
    """Exponentials scaled to sum to one along an axis.

    Args:
        axis: the axis that sums to one.
    """

    def __init__(self, axis: int = -1, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.axis = axis

    def call(self, inputs: Any) -> Any:
        """A tensor like the input."""
        return activations.softmax(inputs, axis=self.axis)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {**super().get_config(), "axis": self.axis}
