"""Functional: a model made of the layer calls between symbolic inputs and outputs."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.layers.input import InputLayer
from tenfold.keras.models.model import Model
from tenfold.keras.symbolic import KerasTensor, order, replay


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
        self._graph_layers = self._collect()
        self._output_shapes = {
            node.layer.name: _one([y.shape for y in node.outputs]) for node in self._nodes
        }
        self.built = True

    def _collect(self) -> list[Any]:
        """The input layers, then each called layer once."""
        found: dict[int, Any] = {}
        for tensor in self.inputs:
            if tensor.node is not None and isinstance(tensor.node.layer, InputLayer):
                found[id(tensor.node.layer)] = tensor.node.layer
        for node in self._nodes:
            found[id(node.layer)] = node.layer
        return list(found.values())

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
        return _one([t.shape for t in self.inputs], self._input_structure)

    @property
    def output_shape(self) -> Any:
        return _one([t.shape for t in self.outputs], self._output_structure)

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


def _one(values: list[Any], structure: Any = None) -> Any:
    """The only one of them, else all of them in their structure."""
    if len(values) == 1:
        return values[0]
    return values if structure is None else tf.nest.pack_sequence_as(structure, values)
