"""Sequential: a stack of layers."""

from __future__ import annotations

from typing import Any

from tenfold.keras.call_context import inside
from tenfold.keras.layer import Layer
from tenfold.keras.layers.input import Input, InputLayer
from tenfold.keras.models.model import Model
from tenfold.keras.symbolic import KerasTensor


class Sequential(Model):
    """A model of layers, each with one input and one output, called one after the other.

    Args:
      layers: Layers, the first of which may be a `keras.Input`.
      trainable: Whether training changes the weights.
      name: A name; `sequential`, `sequential_1` ... by default.

    Example:
      >>> import tenfold as tf
      >>> model = tf.keras.Sequential([tf.keras.Input((4,)), tf.keras.layers.Dense(2)])
      >>> model(tf.zeros([3, 4])).shape
      TensorShape([3, 2])
    """

    def __init__(self, layers: Any = None, trainable: bool = True, name: str | None = None) -> None:
        super().__init__(trainable=trainable, name=name)
        self._stack: list[Layer] = []
        self._input: KerasTensor | None = None
        self._output: KerasTensor | None = None
        for layer in layers or ():
            self.add(layer, rebuild=False)
        self._chain_if_possible()

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Puts a layer on top.

        Args:
          layer: A layer, or a `keras.Input` as the first.
          rebuild: Whether the shapes are worked out at once.

        Raises:
          ValueError: It is no layer, a second input, or its name is taken.
        """
        if isinstance(layer, KerasTensor):
            layer = layer.node.layer if layer.node is not None else layer
        if not isinstance(layer, Layer):
            raise ValueError(
                "Only instances of `keras.Layer` can be added to a Sequential model. "
                f"Received: {layer!r} (of type {type(layer).__name__})."
            )
        if isinstance(layer, InputLayer):
            if self._input is not None or self._stack:
                raise ValueError(
                    f"Sequential model {self.name!r} has its input already; an Input comes first."
                )
            self._input = layer.output
        else:
            if any(other.name == layer.name for other in self._stack):
                raise ValueError(
                    f"All layers added to a Sequential model should have unique names. Name "
                    f"{layer.name!r} is already the name of a layer in this model."
                )
            shape = getattr(layer, "_given_batch_shape", None)
            if not self._stack and self._input is None and shape is not None:
                self._input = Input(batch_shape=shape)
            self._stack.append(layer)
        self._output = None
        if rebuild:
            self._chain_if_possible()

    def pop(self, rebuild: bool = True) -> Any:
        """Takes the last layer off and returns it."""
        if not self._stack:
            raise ValueError(f"Sequential model {self.name!r} has no layer to take off.")
        layer = self._stack.pop()
        self._output = None
        if rebuild:
            self._chain_if_possible()
        return layer

    def _chain_if_possible(self) -> None:
        if self._input is not None and self._stack:
            self._chain(self._input)

    def _chain(self, start: KerasTensor) -> None:
        """Builds every layer by sending a symbolic tensor through."""
        self._input = x = start
        with inside(self):
            for layer in self._stack:
                x = layer(x)
        self._output = x
        self.built = True

    def build(self, input_shape: Any = None) -> None:
        """Makes the weights for inputs of a shape (batch size included)."""
        if self._output is None and input_shape is not None and self._stack:
            self._chain(Input(batch_shape=(None, *tuple(input_shape)[1:])))
        self.built = True

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        if not self._stack:
            raise ValueError(
                f"Sequential model {self.name!r} has no layers to call. Give it some with "
                "`model.add(layer)`."
            )
        x = inputs[0] if isinstance(inputs, (list, tuple)) and len(inputs) == 1 else inputs
        for layer in self._stack:
            x = layer(x)
        return x

    def compute_output_shape(self, input_shape: Any) -> Any:
        for layer in self._stack:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    @property
    def layers(self) -> list[Any]:
        return list(self._stack)

    @property
    def inputs(self) -> list[KerasTensor]:
        return [] if self._input is None else [self._input]

    @property
    def outputs(self) -> list[KerasTensor]:
        return [] if self._output is None else [self._output]

    @property
    def input(self) -> KerasTensor:
        return self._defined(self._input)

    @property
    def output(self) -> KerasTensor:
        return self._defined(self._output)

    @property
    def output_names(self) -> list[str]:
        return [] if self._output is None else [self._stack[-1].name]

    @property
    def input_shape(self) -> Any:
        return self.input.shape

    @property
    def output_shape(self) -> Any:
        return self.output.shape

    def _defined(self, tensor: KerasTensor | None) -> KerasTensor:
        if tensor is None:
            raise AttributeError(
                f"Sequential model {self.name!r} has no defined input and output shape yet: give "
                "it an Input, or call it on data."
            )
        return tensor

    def get_config(self) -> dict[str, Any]:
        from tenfold.keras.saving.serialization import serialize_keras_object

        layers: list[Any] = []
        if self._input is not None and self._input.node is not None:
            layers.append(self._input.node.layer)
        return {
            "name": self.name,
            "trainable": self.trainable,
            "layers": [serialize_keras_object(layer) for layer in (*layers, *self._stack)],
        }

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        from tenfold.keras.saving.serialization import deserialize_keras_object

        layers = [
            deserialize_keras_object(layer, custom_objects=custom_objects)
            for layer in config["layers"]
        ]
        return cls(layers, name=config["name"], trainable=config.get("trainable", True))
