"""Functional: a model made of the layer calls between symbolic inputs and outputs."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.models.model import Model
from tenfold.keras.symbolic import KerasTensor, layers_by_depth, order, replay


class Functional(Model):
    """A directed acyclic graph of layers.

    Args:
      inputs: A `keras.Input`, or a list or dict of them.
      outputs: What layers made of them, in any structure.
      name: A name; `functional`, `functional_1` ... by default.

    Raises:
      ValueError: An output depends on an input that is not given.

    Example:
      >>> import tenfold as tf
      >>> x = tf.keras.Input((4,))
      >>> model = tf.keras.Model(x, tf.keras.layers.Dense(2)(x))
      >>> model(tf.zeros([3, 4])).shape
      TensorShape([3, 2])
    """

    def __init__(
        self, inputs: Any = None, outputs: Any = None, name: str | None = None, **kwargs: Any
    ) -> None:
        super().__init__(name=name, **kwargs)
        for tensor in tf.nest.flatten((inputs, outputs)):
            if not isinstance(tensor, KerasTensor):
                raise ValueError(
                    "A functional model is made of symbolic tensors that come from keras.Input; "
                    f"received {tensor!r}."
                )
        if isinstance(outputs, (list, tuple)) and len(outputs) == 1:
            outputs = outputs[0]
        self._input_structure, self._output_structure = inputs, outputs
        self.inputs: list[KerasTensor] = tf.nest.flatten(inputs)
        self.outputs: list[KerasTensor] = tf.nest.flatten(outputs)
        self._nodes = order(self.inputs, self.outputs)
        self._graph_layers = layers_by_depth(self.inputs, self.outputs, self._nodes)
        self.built = True

    @property
    def layers(self) -> list[Any]:
        return list(self._graph_layers)

    @property
    def output_names(self) -> list[str]:
        """The names of the layers that made the outputs."""
        return [t.node.layer.name for t in self.outputs if t.node is not None]

    @property
    def input(self) -> Any:
        return self._input_structure

    @property
    def output(self) -> Any:
        return self._output_structure

    @property
    def input_shape(self) -> Any:
        return self._shapes(self._input_structure)

    @property
    def output_shape(self) -> Any:
        return self._shapes(self._output_structure)

    def _shapes(self, tensors: Any) -> Any:
        shapes = [t.shape for t in tf.nest.flatten(tensors)]
        return shapes[0] if len(shapes) == 1 else tf.nest.pack_sequence_as(tensors, shapes)

    def build(self, input_shape: Any = None) -> None:
        self.built = True

    def call(self, inputs: Any, training: bool | None = None, mask: Any = None) -> Any:
        values = self._values(inputs)
        for tensor, value in zip(self.inputs, values, strict=True):
            self._check(tensor, value)
        return replay(self._nodes, self.inputs, values, self._output_structure, lambda layer: {})

    def _input_names(self) -> list[str]:
        return [t.node.layer.name for t in self.inputs if t.node is not None]

    def _values(self, inputs: Any) -> list[Any]:
        if isinstance(inputs, dict):
            structure = self._input_structure
            names = sorted(structure) if isinstance(structure, dict) else self._input_names()
            missing = [name for name in names if name not in inputs]
            if missing:
                raise ValueError(
                    f"Missing data for input {missing[0]!r}. You passed a data dictionary with "
                    f"keys {list(inputs)}. Expected the following keys: {names}"
                )
            return [inputs[name] for name in names]
        values = tf.nest.flatten(inputs)
        if len(values) != len(self.inputs):
            raise ValueError(
                f"Layer {self.name!r} expected {len(self.inputs)} input(s). Received "
                f"{len(values)} instead."
            )
        return values

    def _check(self, tensor: KerasTensor, value: Any) -> None:
        shape = tuple(value.shape)
        fits = len(shape) == len(tensor.shape) and all(
            a is None or b is None or a == b for a, b in zip(tensor.shape, shape, strict=True)
        )
        if not fits:
            raise ValueError(
                f"Input {tensor.name!r} of model {self.name!r} expects shape {tensor.shape}; "
                f"received {shape}."
            )

    def compute_output_shape(self, input_shape: Any) -> Any:
        return self.output_shape
