"""Model: a layer that can be trained, defined by a subclass or by inputs and outputs."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tenfold as tf
from tenfold.keras.layer import Layer
from tenfold.keras.models.summary import print_summary
from tenfold.keras.saving import weights as weights_file
from tenfold.keras.symbolic import KerasTensor, order, replay
from tenfold.keras.training.loop import Trainer


class Model(Trainer, Layer):
    """A layer with `compile`, `fit`, `evaluate` and `predict`.

    Subclasses define `call`. `Model(inputs, outputs)` makes one of the layers that lead from some
    symbolic tensors to others.

    Args:
        inputs: symbolic tensors of `Input`, or a structure of them.
        outputs: what layers made of them.
        name: a name.

    >>> import tenfold as tf
    >>> x = tf.keras.Input((3,))
    >>> model = tf.keras.Model(x, tf.keras.layers.Dense(2)(x))
    >>> model(tf.ones([1, 3])).shape
    TensorShape([1, 2])
    """

    def __new__(cls, *args: Any, **kwargs: Any) -> Any:
        if cls is Model and (args or "inputs" in kwargs):
            return object.__new__(Functional)
        return object.__new__(cls)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)

    @property
    def layers(self) -> list[Layer]:
        """The layers directly below this one."""
        return self._sublayers

    def get_layer(self, name: str | None = None, index: int | None = None) -> Layer:
        """A layer by name or by position.

        Raises:
            ValueError: there is none.
        """
        layers = self.layers
        if index is not None and -len(layers) <= index < len(layers):
            return layers[index]
        for layer in layers:
            if index is None and layer.name == name:
                return layer
        raise ValueError(
            f"No such layer: name={name!r}, index={index}. Existing layers are: "
            f"{[layer.name for layer in layers]}."
        )

    def build(self, input_shape: Any = None) -> None:
        """Makes the weights by a call on symbolic inputs of this shape.

        Args:
            input_shape: shape with the batch.
        """
        if self.built or input_shape is None or type(self).call is Layer.call:
            return
        self.built = True  # the trace below calls the model itself
        try:
            self._trace((KerasTensor(input_shape, self.compute_dtype),), {})
        except Exception:
            self.built = False
            raise

    def _build_once(self, shapes: Any) -> None:
        """A subclass needs no build of its own: its layers build when they are called."""
        if type(self).build is Model.build:
            object.__setattr__(self, "_build_shape", shapes)
            self.built = True
        else:
            super()._build_once(shapes)

    def summary(
        self, line_length: int | None = None, print_fn: Callable[[str], Any] | None = None
    ) -> None:
        """Prints the table of layers.

        Args:
            line_length: width in characters.
            print_fn: called with the text instead of `print`.
        """
        print_summary(self, line_length, print_fn)

    def save_weights(self, filepath: Any, overwrite: bool = True) -> None:
        """Writes the weights into a `.weights.h5` file."""
        weights_file.save_weights(self, filepath, overwrite)

    def load_weights(self, filepath: Any, skip_mismatch: bool = False) -> None:
        """Reads the weights from a `.weights.h5` file."""
        weights_file.load_weights(self, filepath, skip_mismatch)


class Functional(Model):
    """The layers between given inputs and outputs, run in order."""

    def __init__(self, inputs: Any, outputs: Any, name: str | None = None, **kwargs: Any) -> None:
        super().__init__(name=name, **kwargs)
        for what, value in (("inputs", inputs), ("outputs", outputs)):
            wrong = [v for v in tf.nest.flatten(value) if not isinstance(v, KerasTensor)]
            if wrong:
                raise ValueError(
                    f"Model: {what} must be symbolic tensors, made by tf.keras.Input and layers; "
                    f"received {wrong[0]!r}."
                )
        self._wire(inputs, outputs)

    def _wire(self, inputs: Any, outputs: Any) -> None:
        plain = object.__setattr__
        plain(self, "_inputs", inputs)
        plain(self, "_outputs", outputs)
        flat = tf.nest.flatten(inputs)
        plain(self, "_nodes", order(flat, tf.nest.flatten(outputs)))
        layers = [t.node.layer for t in flat if t.node is not None]
        layers += [node.layer for node in self._nodes]
        self._graph_layers = list(dict.fromkeys(layers))
        last = [t.node.layer.name for t in tf.nest.flatten(outputs)]
        plain(self, "output_names", last if len(last) > 1 else None)
        for node in self._nodes:
            shapes = [tensor.shape for tensor in node.outputs]
            plain(node.layer, "_output_shapes", shapes[0] if len(shapes) == 1 else shapes)
        for tensor in flat:
            if tensor.node is not None:
                plain(tensor.node.layer, "_output_shapes", [tensor.shape])
        self.built = True

    @property
    def layers(self) -> list[Layer]:
        """The inputs' layers, then the others in order of their calls."""
        return list(self._graph_layers)

    def _layers_in_order(self) -> list[Layer]:
        return self.layers

    @property
    def inputs(self) -> list[KerasTensor]:
        """The symbolic inputs."""
        return tf.nest.flatten(self._inputs)

    @property
    def outputs(self) -> list[KerasTensor]:
        """The symbolic outputs."""
        return tf.nest.flatten(self._outputs)

    @property
    def input(self) -> Any:
        """The symbolic inputs in their structure."""
        return self._inputs

    @property
    def output(self) -> Any:
        """The symbolic outputs in their structure."""
        return self._outputs

    @property
    def input_shape(self) -> Any:
        """The inputs' shapes."""
        return tf.nest.map_structure(lambda t: t.shape, self._inputs)

    @property
    def output_shape(self) -> Any:
        """The outputs' shapes."""
        return tf.nest.map_structure(lambda t: t.shape, self._outputs)

    def build(self, input_shape: Any = None) -> None:
        """Nothing: the layers were built as they were called."""

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """The symbolic outputs for symbolic inputs, through every layer."""
        return tf.nest.map_structure(lambda t: KerasTensor(t.shape, t.dtype), self._outputs)

    def _values(self, inputs: Any) -> list[Any]:
        """The inputs in order: by position, or by the names of a dict."""
        if isinstance(inputs, dict) and not isinstance(self._inputs, dict):
            return [inputs[tensor.name] for tensor in self.inputs]
        values = tf.nest.flatten(inputs)
        if len(values) != len(self.inputs):
            raise ValueError(
                f"Layer {self.name!r} expected {len(self.inputs)} input(s). Received "
                f"{len(values)} instead."
            )
        return [
            tf.cast(value, tensor.dtype) if value.dtype != tensor.dtype else value
            for value, tensor in zip(values, self.inputs)
        ]

    def call(self, inputs: Any, training: Any = None, mask: Any = None) -> Any:
        """Runs the layers."""
        return replay(self._nodes, self.inputs, self._values(inputs), self._outputs, _no_extra)


def _no_extra(layer: Layer) -> dict[str, Any]:
    """Layers learn of training through the call in progress."""
    return {}
