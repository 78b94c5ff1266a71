"""Sequential: one layer after another."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.keras.layer import Layer, _context
from tenfold.keras.layers.input import InputLayer
from tenfold.keras.models.model import Functional, Model
from tenfold.keras.saving.serialization import deserialize_keras_object, serialize_keras_object
from tenfold.keras.symbolic import KerasTensor


class Sequential(Functional):
    """A model in which each layer takes what the one before it gave.

    With an `Input` in front, or after `build`, it is built at once; else on its first call.

    Args:
        layers: the layers.
        trainable: whether training changes the weights.
        name: a name.

    >>> import tenfold as tf
    >>> model = tf.keras.Sequential([tf.keras.Input((3,)), tf.keras.layers.Dense(2)])
    >>> model.count_params()
    8
    """

    def __init__(
        self,
        layers: Sequence[Any] | None = None,
        trainable: bool = True,
        name: str | None = None,
        **kwargs: Any,
    ) -> None:
        Model.__init__(self, trainable=trainable, name=name, **kwargs)
        object.__setattr__(self, "_inputs", None)
        self._graph_layers: list[Layer] = []
        for layer in layers or ():
            self._append(layer)
        self._maybe_wire()

    def add(self, layer: Any, rebuild: bool = True) -> None:
        """Puts a layer at the end.

        Args:
            layer: a layer, or an `Input`.
            rebuild: build at once where the input is known.

        Raises:
            ValueError: it is no layer, or its name is taken.
        """
        self._append(layer)
        if rebuild:
            self._maybe_wire()

    def pop(self, rebuild: bool = True) -> Layer:
        """Takes the last layer off and returns it."""
        layer = self._graph_layers.pop()
        object.__setattr__(self, "_inputs", None)
        self.built = False
        self._forget_functions()
        if rebuild:
            self._maybe_wire()
        return layer

    def _append(self, layer: Any) -> None:
        if isinstance(layer, KerasTensor):
            layer = layer.node.layer if layer.node is not None else layer
        if not isinstance(layer, Layer):
            raise ValueError(
                "Only instances of `keras.Layer` can be added to a Sequential model. "
                f"Received: {layer} (of type {type(layer)})"
            )
        if any(layer.name == other.name for other in self._graph_layers):
            raise ValueError(
                "All layers added to a Sequential model should have unique names. Name "
                f"{layer.name!r} is already the name of a layer in this model. Update the `name` "
                "argument to pass a unique name."
            )
        if isinstance(layer, InputLayer) and self._graph_layers:
            raise ValueError(
                f"Sequential model '{self.name}' has already been configured to use input shape; "
                "you cannot add a different Input layer to it."
            )
        shape = layer._given_batch_shape
        if not self._graph_layers and shape is not None and not isinstance(layer, InputLayer):
            self._graph_layers.append(InputLayer(batch_shape=shape))
        self._graph_layers.append(layer)
        self._forget_functions()

    def _forget_functions(self) -> None:
        self.__dict__.get("_functions", {}).clear()

    def _maybe_wire(self) -> None:
        """Builds the layers where the input is known."""
        layers = self._graph_layers
        if not layers or (len(layers) == 1 and isinstance(layers[0], InputLayer)):
            return
        if isinstance(layers[0], InputLayer):
            x = inputs = layers[0].output
            rest = layers[1:]
        elif isinstance(layers[0], Functional) and layers[0].built:
            first = layers[0].inputs[0]
            x = inputs = KerasTensor(first.shape, first.dtype)
            rest = layers
        else:
            return
        outer = _context.path
        _context.path = (*outer, self.name)
        try:
            for layer in rest:
                x = layer(x)
        finally:
            _context.path = outer
        self._wire(inputs, x)
        self._graph_layers = layers

    def build(self, input_shape: Any = None) -> None:
        """Builds all layers for an input of this shape, with the batch."""
        if input_shape is None or not self._graph_layers:
            return
        if not isinstance(self._graph_layers[0], InputLayer):
            first = InputLayer(batch_shape=tuple(input_shape), dtype=self.compute_dtype)
            self._graph_layers = [first, *self._graph_layers]
        self._maybe_wire()

    def _build_once(self, shapes: Any) -> None:
        object.__setattr__(self, "_build_shape", shapes)
        if isinstance(shapes, tuple) and not self.built:
            self.build((None, *shapes[1:]))
        self.built = True

    @property
    def layers(self) -> list[Layer]:
        """The layers, without the input's."""
        layers = self._graph_layers
        return list(layers[1:] if layers and isinstance(layers[0], InputLayer) else layers)

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """Runs the layers one after another."""
        x = inputs
        for layer in self.layers:
            x = layer(x)
        return x

    def compute_output_shape(self, input_shape: Any) -> Any:
        """The shape of the last layer's output."""
        for layer in self.layers:
            input_shape = layer.compute_output_shape(input_shape)
        return input_shape

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """The symbolic output, layer by layer."""
        x = args[0]
        for layer in self.layers:
            x = layer.compute_output_spec(x)
        return x

    def get_config(self) -> dict[str, Any]:
        """The name and the layers' configurations."""
        config = Layer.get_config(self)
        config["layers"] = [serialize_keras_object(layer) for layer in self._graph_layers]
        if self._inputs is not None:
            config["build_input_shape"] = self._inputs.shape
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any], custom_objects: Any = None) -> Any:
        """A model from its configuration."""
        model = cls(name=config.get("name"), trainable=config.get("trainable", True))
        for layer in config["layers"]:
            model.add(deserialize_keras_object(layer, custom_objects), rebuild=False)
        model._maybe_wire()
        if not model.built and config.get("build_input_shape"):
            model.build(tuple(config["build_input_shape"]))
        return model
