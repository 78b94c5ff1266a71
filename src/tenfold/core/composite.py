"""Composite tensors: objects that stand wherever tensors do, and are made of tensors."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Sequence
from typing import Any

from tenfold.core import structure
from tenfold.core.shapes import TensorShape
from tenfold.core.spec import TypeSpec


class CompositeTensor(ABC):
    """The base of classes whose values are made of tensors.

    A subclass gives each value a `_type_spec`, which takes it apart and puts it together.
    """

    @property
    @abstractmethod
    def _type_spec(self) -> Any:
        """The `tf.TypeSpec` of the value."""

    def __tf_tracing_type__(self, context: Any) -> Any:
        return self._type_spec

    def _shape_invariant_to_type_spec(self, shape: TensorShape) -> TypeSpec:
        """The spec of all values like this with the shape `shape`, for loops.

        Raises:
            ValueError: If the class does not say what shapes mean for it.
        """
        raise ValueError(
            f"{type(self).__name__} does not accept the shape {shape} as a shape invariant; give "
            "a TypeSpec instead."
        )

    def _consumers(self) -> list[Any]:
        """The operations of a graph that take a component of the value as input."""
        consumers: list[Any] = []
        for tensor in expand(self):
            if hasattr(tensor, "consumers"):
                consumers += [op for op in tensor.consumers() if op not in consumers]
        return consumers


def is_composite(value: Any) -> bool:
    """Whether `value` is a composite tensor."""
    return isinstance(value, CompositeTensor)


def expand(value: Any) -> list[Any]:
    """The tensors of a structure of tensors and composite tensors."""
    return structure.flatten(value, expand_composites=True)


def pack(like: Any, tensors: Sequence[Any]) -> Any:
    """The structure like `like`, composites included, that is made of `tensors`."""
    return structure.pack_sequence_as(like, tensors, expand_composites=True)
