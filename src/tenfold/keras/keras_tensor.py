"""KerasTensor: shape, dtype and history of a value that a functional model will have."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any, NamedTuple, NoReturn

import tenfold as tf
from tenfold.keras.naming import unique_name


class History(NamedTuple):
    """Where a KerasTensor comes from: output `tensor_index` of a call of `operation`."""

    operation: Any
    node_index: int
    tensor_index: int


class Node:
    """One symbolic call of an operation.

    Args:
        operation: what was called; the node joins its `_inbound_nodes`.
        args, kwargs: the call's arguments, KerasTensors among them.
        outputs: the structure of KerasTensors that the call gave.
    """

    def __init__(
        self, operation: Any, args: tuple[Any, ...], kwargs: dict[str, Any], outputs: Any
    ) -> None:
        self.operation = operation
        self.args = args
        self.kwargs = kwargs
        self.input_tensors = [x for x in flatten((args, kwargs)) if isinstance(x, KerasTensor)]
        self.output_tensors = flatten(outputs)
        index = len(operation._inbound_nodes)
        for number, tensor in enumerate(self.output_tensors):
            tensor._keras_history = History(operation, index, number)
        operation._inbound_nodes.append(self)
        for tensor in self.input_tensors:
            tensor._keras_history.operation._outbound_nodes.append(self)

    @property
    def is_input(self) -> bool:
        """Whether the node is the source of a model's input."""
        return not self.input_tensors

    @property
    def parents(self) -> list[Node]:
        """The nodes whose outputs this one reads."""
        histories = [tensor._keras_history for tensor in self.input_tensors]
        return [h.operation._inbound_nodes[h.node_index] for h in histories]


class KerasTensor:
    """A symbolic value: what `keras.Input` and layers called on it give.

    Args:
        shape: its shape, with None for a dimension that is not known yet.
        dtype: its dtype's name.
        sparse, ragged: whether the value will be a SparseTensor or a RaggedTensor.
        record_history: kept for Keras' sake; history is recorded by the layer that makes it.
        name: its name; one is made from "keras_tensor" where None.

    Example:
        >>> from tenfold.keras.keras_tensor import KerasTensor
        >>> KerasTensor((None, 4)).shape
        (None, 4)
    """

    def __init__(
        self,
        shape: Any,
        dtype: Any = "float32",
        sparse: bool = False,
        ragged: bool = False,
        record_history: bool = True,
        name: str | None = None,
    ) -> None:
        self.shape = to_shape(shape)
        self.dtype = tf.as_dtype(dtype).name
        self.sparse = bool(sparse)
        self.ragged = bool(ragged)
        self.name = name or unique_name("keras_tensor")
        self._keras_history: Any = None

    @property
    def ndim(self) -> int:
        return len(self.shape)

    def __repr__(self) -> str:
        return (
            f"<KerasTensor shape={self.shape}, dtype={self.dtype}, sparse={self.sparse}, "
            f"ragged={self.ragged}, name={self.name}>"
        )

    def _refuse(self, what: str) -> NoReturn:
        raise ValueError(
            f"A KerasTensor is symbolic: it has no value, so it cannot be {what}. Received "
            f"{self!r}. Use it in layers and operators; to apply another function, wrap it in a "
            "keras.layers.Lambda or a Layer of your own."
        )

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> NoReturn:
        self._refuse("turned into an array or passed to a TensorFlow or NumPy function")

    def __tf_tensor__(self, dtype: Any = None, name: str | None = None) -> NoReturn:
        self._refuse("passed to a TensorFlow function")

    def __bool__(self) -> NoReturn:
        raise TypeError("A symbolic KerasTensor cannot be used as a boolean.")

    def __int__(self) -> NoReturn:
        self._refuse("turned into an int")

    def __float__(self) -> NoReturn:
        self._refuse("turned into a float")

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("Iterating over a symbolic KerasTensor is not supported.")


def flatten(structure: Any) -> list[Any]:
    """The leaves of nested tuples, lists and dicts, in the order of their items."""
    if isinstance(structure, dict):
        structure = list(structure.values())
    if isinstance(structure, (list, tuple)):
        return [leaf for part in structure for leaf in flatten(part)]
    return [structure]


def map_structure(function: Callable[[Any], Any], structure: Any) -> Any:
    """The same structure of tuples, lists and dicts with `function` applied to its leaves."""
    if isinstance(structure, dict):
        return {key: map_structure(function, value) for key, value in structure.items()}
    if isinstance(structure, tuple) and hasattr(structure, "_fields"):
        return type(structure)(*(map_structure(function, value) for value in structure))
    if isinstance(structure, (list, tuple)):
        return type(structure)(map_structure(function, value) for value in structure)
    return function(structure)


def to_shape(shape: Any) -> tuple[int | None, ...]:
    """A shape given as a tuple, list, integer or TensorShape, as a tuple with None."""
    if isinstance(shape, int):
        shape = (shape,)
    if shape is None:
        raise ValueError("Undefined shapes are not supported: received None for a shape.")
    dims = tuple(None if dim is None else int(dim) for dim in shape)
    if any(dim is not None and dim < 0 for dim in dims):
        raise ValueError(f"Cannot convert {shape!r} to a shape: found a negative dimension.")
    return dims


def is_shape(value: Any) -> bool:
    """Whether a value is one shape: a tuple, list or TensorShape of integers and None."""
    if isinstance(value, tf.TensorShape):
        return True
    return isinstance(value, (list, tuple)) and all(d is None or isinstance(d, int) for d in value)
