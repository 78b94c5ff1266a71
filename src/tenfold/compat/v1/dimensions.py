"""Shapes whose sizes have a `.value`, as those of TensorFlow 1."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tenfold.core.dimension import Dimension
from tenfold.core.shapes import TensorShape
from tenfold.engine.graph.func_graph import GraphTensor


class Size(int):
    """A known size: an integer that also answers as a Dimension does."""

    @property
    def value(self) -> int:
        """The size."""
        return int(self)

    def is_compatible_with(self, other: Any) -> bool:
        """Whether another size may be the same."""
        return Dimension(int(self)).is_compatible_with(other)

    def merge_with(self, other: Any) -> Dimension:
        """The size that this and another one agree on."""
        return Dimension(int(self)).merge_with(other)


class SizedShape(TensorShape):
    """A shape whose known sizes have a `.value`."""

    def __getitem__(self, key: Any) -> Any:
        found = super().__getitem__(key)
        if isinstance(key, slice):
            return type(self)(found)
        return self._size(found)

    def __iter__(self) -> Iterator[Any]:
        return map(self._size, super().__iter__())

    @staticmethod
    def _size(size: int | None) -> Any:
        return None if size is None else Size(size)


class DimensionedShape(SizedShape):
    """A shape all of whose sizes have a `.value`, None for unknown ones."""

    @staticmethod
    def _size(size: int | None) -> Any:
        return Dimension(None) if size is None else Size(size)


def set_dimensions(on: bool) -> None:
    """Whether the shapes of a graph's tensors have sizes with a `.value`.

    What `get_shape()` gives then has it for unknown sizes too; in `.shape` those stay None.
    """
    GraphTensor.shape_type = SizedShape if on else TensorShape
    GraphTensor.full_shape_type = DimensionedShape if on else TensorShape
