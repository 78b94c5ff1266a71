"""Operation: what can be called on KerasTensors and become a node of a functional model."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.keras_tensor import KerasTensor, Node, flatten, map_structure
from tenfold.keras.naming import unique_name


class Operation:
    """The base of layers and of the operators of KerasTensors.

    Args:
        name: its name, without slashes; one is made from the class where None.

    Raises:
        ValueError: `name` is not a string or has a slash.
    """

    name: str

    def __init__(self, name: str | None = None) -> None:
        if name is None:
            name = unique_name(type(self).__name__)
        if not isinstance(name, str) or "/" in name:
            raise ValueError(
                f"Argument `name` must be a string and cannot contain the character `/`. "
                f"Received: name={name!r} (of type {type(name)})"
            )
        self.name = name
        self._inbound_nodes: list[Node] = []
        self._outbound_nodes: list[Node] = []

    def call(self, *args: Any, **kwargs: Any) -> Any:
        """Computes the outputs from tensors."""
        raise AttributeError(f"{type(self).__name__} {self.name!r} does not define `call()`.")

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        if any(isinstance(leaf, KerasTensor) for leaf in flatten((args, kwargs))):
            return self.symbolic_call(*args, **kwargs)
        return self.call(*args, **kwargs)

    def symbolic_call(self, *args: Any, **kwargs: Any) -> Any:
        """Records a call on KerasTensors.

        Args:
            *args, **kwargs: `call`'s arguments, with KerasTensors in place of tensors.

        Returns:
            The structure of KerasTensors that stand for the outputs.
        """
        outputs = self.compute_output_spec(*args, **kwargs)
        Node(self, args, kwargs, outputs)
        return outputs

    def compute_output_spec(self, *args: Any, **kwargs: Any) -> Any:
        """The KerasTensors that a call would give, found by tracing `call` without running it."""
        return trace_call(self.call, args, kwargs)

    def _node_tensors(self, kind: str) -> Any:
        if not self._inbound_nodes:
            raise AttributeError(
                f"The layer {self.name!r} has never been called on a KerasTensor and thus has no "
                f"defined {kind}."
            )
        node = self._inbound_nodes[0]
        tensors = node.output_tensors if kind == "output" or node.is_input else node.input_tensors
        return tensors[0] if len(tensors) == 1 else tensors

    @property
    def input(self) -> Any:
        """The KerasTensor, or list of them, of the first symbolic call."""
        return self._node_tensors("input")

    @property
    def output(self) -> Any:
        """The KerasTensor, or list of them, that the first symbolic call gave."""
        return self._node_tensors("output")

    def get_config(self) -> dict[str, Any]:
        """The arguments that make an equal operation."""
        return {"name": self.name}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """Makes an operation of `get_config`'s answer."""
        return cls(**config)


def trace_call(function: Any, args: tuple[Any, ...], kwargs: dict[str, Any]) -> Any:
    """The KerasTensors that stand for a function's outputs; the function is traced, not run.

    Args:
        function: a function of tensors.
        args, kwargs: its arguments, with KerasTensors in place of tensors.

    Returns:
        The structure of the outputs, of KerasTensors.
    """
    symbolic = [leaf for leaf in flatten((args, kwargs)) if isinstance(leaf, KerasTensor)]

    def traced(*tensors: Any) -> Any:
        given = iter(tensors)
        fill = lambda leaf: next(given) if isinstance(leaf, KerasTensor) else leaf  # noqa: E731
        inner_args, inner_kwargs = map_structure(fill, (args, kwargs))
        return function(*inner_args, **inner_kwargs)

    specs = [tf.TensorSpec(tensor.shape, tensor.dtype) for tensor in symbolic]
    with tf.init_scope():
        concrete = tf.function(traced, autograph=False).get_concrete_function(*specs)
    return map_structure(_to_symbol, concrete.structured_outputs)


def _to_symbol(tensor: Any) -> Any:
    if tensor is None:
        return None
    return KerasTensor(tuple(tensor.shape), tensor.dtype)
