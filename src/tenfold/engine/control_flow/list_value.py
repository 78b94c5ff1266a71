"""The values behind TensorList handles: a list of tensors that is never changed, only succeeded.

`TensorList` holds one array for each element; `stacked_list` has the form for XLA's loops.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import errors
from tenfold.core.boxes import is_boxed
from tenfold.core.dtypes import DType, variant

Shape = tuple[int | None, ...] | None


class TensorList:
    """Elements of one dtype; None stands for an element that was never set.

    Successors share one Python list: the newest owns it, and each older one keeps what differs
    (Baker, "Shallow binding makes functional arrays fast", 1991). So a loop that writes element
    after element costs the same at each step, and old versions stay as they were.
    """

    __slots__ = ("_change", "_items", "capacity", "dtype", "shape")

    def __init__(self, items: list[Any], dtype: DType, shape: Shape, capacity: int = -1) -> None:
        self._items: list[Any] | None = items
        self._change: tuple[str, int, Any, TensorList] | None = None
        self.dtype = dtype
        self.shape = shape
        self.capacity = capacity

    @property
    def items(self) -> list[Any]:
        """The elements; not to be changed."""
        if self._items is None:
            self._take_over()
        assert self._items is not None
        return self._items

    def _take_over(self) -> None:
        """Makes this version the owner of the shared Python list."""
        path = []
        owner: TensorList = self
        while owner._change is not None:
            path.append(owner)
            owner = owner._change[3]
        for older in reversed(path):
            assert older._change is not None
            kind, index, value, newer = older._change
            items = newer._items
            assert items is not None
            if kind == "set":
                newer._change = ("set", index, items[index], older)
                items[index] = value
            elif kind == "pop":
                newer._change = ("push", index, items.pop(), older)
            else:
                items.append(value)
                newer._change = ("pop", index, None, older)
            newer._items, older._items, older._change = None, items, None

    def _successor(self, change: tuple[str, int, Any], shape: Shape = None) -> TensorList:
        made = TensorList(self.items, self.dtype, shape or self.shape, self.capacity)
        self._items, self._change = None, (*change, made)
        return made

    def set(self, index: int, value: Any) -> TensorList:
        items = self.items
        made = self._successor(("set", index, items[index]))
        items[index] = value
        return made

    def push(self, value: Any) -> TensorList:
        items = self.items
        if 0 <= self.capacity <= len(items):
            raise errors.InvalidArgumentError(
                None, None, f"Tried to push item into a full list of {len(items)} elements."
            )
        made = self._successor(("pop", 0, None))
        items.append(value)
        return made

    def pop(self) -> tuple[TensorList, Any]:
        items = self.items
        if not items:
            raise errors.InvalidArgumentError(None, None, "Trying to pop from an empty list.")
        value = items[-1]
        made = self._successor(("push", 0, value))
        items.pop()
        return made, value

    def replaced(self, items: Sequence[Any]) -> TensorList:
        return TensorList(list(items), self.dtype, self.shape, self.capacity)

    def element_shape(self, wanted: Shape) -> Shape:
        """What is known of an element's shape, with what the caller knows."""
        shape = merged(self.shape, wanted)
        for item in () if is_full(shape) else self.items:
            if item is not None:
                return merged(shape, tuple(item.shape))
        return shape

    def __len__(self) -> int:
        return len(self.items)

    @property
    def extent(self) -> Any:
        """The lengths of the list and of the lists in it, by which calls of it are told apart."""
        items = self.items
        if self.dtype is not variant:
            return len(items)
        return tuple(x.item().extent if is_boxed(x) else None for x in items)


def merged(a: Shape, b: Shape) -> Shape:
    """What two shapes say together.

    Raises:
      tf.errors.InvalidArgumentError: They contradict each other.
    """
    if a is None or b is None:
        return b if a is None else a
    if len(a) != len(b) or any(x != y for x, y in zip(a, b) if x is not None and y is not None):
        raise errors.InvalidArgumentError(
            None, None, f"Incompatible shapes of list elements: {list(a)} and {list(b)}."
        )
    return tuple(y if x is None else x for x, y in zip(a, b))


def shape_input(dims: Shape) -> np.ndarray:
    """A static shape as an op's input: -1 for what is unknown."""
    return np.array(-1 if dims is None else [-1 if d is None else d for d in dims], np.int32)


def is_full(shape: Shape) -> bool:
    return shape is not None and None not in shape
