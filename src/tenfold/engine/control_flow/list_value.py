"""The values behind TensorList handles: a list of tensors that is never changed, only succeeded.

`TensorList` holds one array for each element. `StackedList` is its form inside XLA's loops, where
the carried values must keep their shapes: one buffer for all elements, and a length.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import errors
from tenfold.core.dtypes import DType, variant
from tenfold.core.namespace.protocol import HostValueNeeded, register_carried

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
        for item in self.items:
            if item is not None:
                return merged(shape, tuple(item.shape))
        return shape

    def __len__(self) -> int:
        return len(self.items)


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


class StackedList:
    """A list inside XLA's loops: `[capacity, *element]` in one buffer.

    buffer: The elements; None while none was set, or while `constant` stands for all of them.
    constant: The one value known on the host that every element has. It needs no buffer, and
        stays known: so shapes that a gradient saves for each step remain static.
    only: An index and an item: the one element set so far of a list without a buffer.
    length: A Python int while it is static, else traced.
    """

    __slots__ = ("buffer", "capacity", "constant", "dtype", "length", "only", "shape")

    def __init__(
        self,
        dtype: DType,
        shape: Shape,
        capacity: int,
        length: Any,
        buffer: Any = None,
        constant: np.ndarray | None = None,
        only: tuple[Any, Any] | None = None,
    ) -> None:
        self.dtype = dtype
        self.shape = shape
        self.capacity = capacity
        self.length = length
        self.buffer = buffer
        self.constant = constant
        self.only = only

    def _with(self, **changes: Any) -> StackedList:
        made = StackedList(
            *(self.dtype, self.shape, self.capacity, self.length),
            *(self.buffer, self.constant, self.only),
        )
        for name, value in changes.items():
            setattr(made, name, value)
        return made

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is stored."""
        return self.buffer is None and self.constant is None and self.only is None

    @property
    def element(self) -> tuple[int, ...] | None:
        """The shape of an element, where something is stored or it is declared."""
        if self.buffer is not None:
            return tuple(self.buffer.shape[1:])
        if self.constant is not None:
            return self.constant.shape
        if self.only is not None:
            return tuple(self.only[1].shape)
        return self.shape if is_full(self.shape) else None  # type: ignore[return-value]

    def buffered(
        self, xp: Any, element: tuple[int, ...] | None = None, rows: int = -1
    ) -> StackedList:
        """The same list with a buffer, of at least so many rows."""
        rows = max(rows, self.capacity, self.length if isinstance(self.length, int) else -1)
        is_bounded = rows >= 0
        rows = max(rows, 1)  # XLA refuses to index an empty axis, even where no step will
        if self.buffer is not None:
            more = rows - self.buffer.shape[0]
            if more <= 0:
                return self
            rest = xp.zeros((more, *self.buffer.shape[1:]), self.dtype.np)
            return self._with(buffer=xp.concatenate([self.buffer, rest]))
        element = self.element if element is None else element
        if element is None or not is_bounded:
            raise HostValueNeeded
        if self.constant is not None:
            value = xp.asarray(self.constant, self.dtype.np)
            buffer = xp.broadcast_to(value, (rows, *element))
        else:
            buffer = xp.zeros((rows, *element), self.dtype.np)
        if self.only is not None:
            buffer = buffer.at[self.only[0]].set(self.only[1])
        return self._with(buffer=buffer, constant=None, only=None)

    def widened(self, xp: Any, after: StackedList, bound: int | None) -> StackedList:
        """The form that this list must have for a loop to carry it.

        Args:
          xp: The namespace.
          after: What it looks like after a step.
          bound: How many steps there are at most, where that is known.
        """
        made = self
        if (
            isinstance(self.length, int)
            and after.length is not self.length
            and (not isinstance(after.length, int) or after.length != self.length)
        ):
            rows = self.capacity
            if rows < 0:
                more = after.length - self.length if isinstance(after.length, int) else None
                if more is None or (more > 0 and bound is None):
                    raise HostValueNeeded
                rows = self.length + (bound or 0) * max(more, 0)
            made = made._with(capacity=rows, length=xp.asarray(self.length, np.int32))
            if made.buffer is not None:
                made = made.buffered(xp)
        if made.buffer is not None:
            return made.buffered(xp)
        if after.is_empty:
            return made
        first = self.is_empty and isinstance(self.length, int) and self.length == 0
        if after.constant is not None:
            if first:
                return made._with(constant=after.constant)
            if self.constant is not None and np.array_equal(self.constant, after.constant):
                return made
        return made.buffered(xp, after.element)

    def fitted(self, xp: Any, like: StackedList) -> StackedList:
        """This list in the form of another."""
        made = self
        if like.buffer is not None:
            made = made.buffered(xp, tuple(like.buffer.shape[1:]))
        if not isinstance(like.length, int):
            made = made._with(length=xp.asarray(made.length, np.int32))
        made = made._with(capacity=like.capacity, shape=like.shape)
        if _rest(made) != _rest(like):
            raise HostValueNeeded
        return made

    def _accepts(self, value: Any) -> None:
        if isinstance(value, (TensorList, StackedList)):
            raise HostValueNeeded  # lists of lists stay on the host
        if self.element is not None and self.element != tuple(value.shape):
            raise HostValueNeeded  # elements of several shapes have no common buffer

    def push(self, xp: Any, value: Any) -> StackedList:
        self._accepts(value)
        longer = self.length + 1
        if isinstance(longer, int) and 0 <= self.capacity < longer:
            raise errors.InvalidArgumentError(
                None, None, f"Tried to push item into a full list of {self.length} elements."
            )
        if type(value) is np.ndarray and self.only is None and self.buffer is None:
            if self.constant is None and (isinstance(self.length, int) and self.length == 0):
                return self._with(constant=value, length=longer)
            if self.constant is not None and np.array_equal(self.constant, value):
                return self._with(length=longer)
        rows = longer if isinstance(longer, int) else -1
        full = self.buffered(xp, tuple(value.shape), rows)
        return full._with(buffer=full.buffer.at[self.length].set(value), length=longer)

    def pop(self, xp: Any) -> tuple[StackedList, Any]:
        shorter = self.length - 1
        return self._with(length=shorter), self.get(xp, shorter)

    def get(self, xp: Any, index: Any) -> Any:
        if self.constant is not None:
            return self.constant
        return self.buffered(xp).buffer[index]

    def set(self, xp: Any, index: Any, value: Any) -> StackedList:
        self._accepts(value)
        if self.is_empty:
            return self._with(only=(index, value))
        full = self.buffered(xp)
        return full._with(buffer=full.buffer.at[index].set(value))

    def check(self, xp: Any, index: Any) -> None:
        """Refuses an index that is not in the list, when the program runs."""
        xp.raise_if(
            (index < 0) | (index >= self.length),
            "InvalidArgumentError",
            f"Trying to access an element of a list of {self.length} elements out of its range."
            if isinstance(self.length, int)
            else "Trying to access an element of a list out of its range.",
        )

    def stacked(self, xp: Any) -> Any:
        """All elements, `[length, *element]`; the length must be static."""
        if not isinstance(self.length, int):
            raise HostValueNeeded
        return self.buffered(xp).buffer[: self.length]

    def unstacked(self, xp: Any) -> TensorList:
        """The plain form, where the length is static."""
        if not isinstance(self.length, int):
            raise HostValueNeeded
        if self.is_empty:
            return TensorList([None] * self.length, self.dtype, self.shape)
        rows = self.stacked(xp)
        return TensorList([rows[i] for i in range(self.length)], self.dtype, self.shape)


def list_of(value: Any) -> TensorList | StackedList | None:
    """The list in a raw value, if there is one: bare in traced code, else in a 0-d array."""
    if type(value) is np.ndarray:
        value = value.item() if value.dtype.hasobject and not value.ndim else None
    return value if isinstance(value, (TensorList, StackedList)) else None


def cleared(value: TensorList | StackedList) -> TensorList | StackedList:
    """A list as long as another, of which no element is set: a zero, as gradients go."""
    if isinstance(value, TensorList):
        return value.replaced([None] * len(value))
    return StackedList(value.dtype, value.shape, value.capacity, value.length)


def added(
    xp: Any, a: TensorList | StackedList, b: TensorList | StackedList
) -> TensorList | StackedList:
    """The sum of two lists, element by element; what was never set counts as zero."""
    if isinstance(a, TensorList) and isinstance(b, TensorList):
        if len(a) != len(b):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"Trying to add two lists of tensors of different lengths, {len(a)} and {len(b)}.",
            )
        return a.replaced(
            [y if x is None else x if y is None else x + y for x, y in zip(a.items, b.items)]
        )
    first, second = to_stacked(xp, a), to_stacked(xp, b)
    for x, y in ((first, second), (second, first)):
        if x.is_empty:
            return y
        if x.only is not None:
            full = y.buffered(xp)
            index, item = x.only
            return full._with(buffer=full.buffer.at[index].add(item))
    full, other = first.buffered(xp), second.buffered(xp)
    return full._with(buffer=full.buffer + other.buffer)


def to_stacked(xp: Any, value: TensorList | StackedList) -> StackedList:
    """The form for XLA's loops of a list whose length is static."""
    if isinstance(value, StackedList):
        return value
    items = value.items
    made = StackedList(value.dtype, value.shape, value.capacity, len(items))
    given = [x for x in items if x is not None]
    if not given:
        return made
    if value.dtype is variant:
        raise HostValueNeeded  # lists of lists stay on the host
    if any(tuple(x.shape) != tuple(given[0].shape) for x in given):
        raise HostValueNeeded
    blank = np.zeros(given[0].shape, value.dtype.np)
    rows = [xp.asarray(blank if x is None else x, value.dtype.np) for x in items]
    return made._with(buffer=xp.stack(rows)).buffered(xp)


def to_host(value: TensorList | StackedList) -> TensorList:
    """The plain form of a list that a compiled loop gave."""
    if isinstance(value, TensorList):
        return value
    length = int(value.length)
    capacity = value.capacity
    if value.constant is not None:
        items: list[Any] = [value.constant] * length
    elif value.buffer is not None:
        items = list(np.asarray(value.buffer)[:length])
    else:
        items = [None] * length
        if value.only is not None:
            items[int(value.only[0])] = np.asarray(value.only[1])
    return TensorList(items, value.dtype, value.shape, capacity if capacity > length else -1)


def _rest(value: StackedList) -> tuple[Any, ...]:
    """What of a list is no array: it must be the same wherever control flow meets."""
    constant = value.constant
    return (
        *(value.dtype, value.shape, value.capacity),
        value.length if isinstance(value.length, int) else None,
        None if constant is None else (constant.shape, constant.tobytes()),
        *(value.buffer is None, value.only is None),
    )


def _flatten(value: StackedList) -> tuple[Any, Any]:
    length = None if isinstance(value.length, int) else value.length
    return (length, value.buffer, value.only), _rest(value)


def _unflatten(rest: Any, arrays: Any) -> StackedList:
    dtype, shape, capacity, length, constant, _, _ = rest
    traced, buffer, only = arrays
    if constant is not None:
        constant = np.frombuffer(constant[1], dtype.np).reshape(constant[0])
    return StackedList(
        dtype, shape, capacity, traced if length is None else length, buffer, constant, only
    )


def _flatten_plain(value: TensorList) -> tuple[Any, Any]:
    items = tuple(x if (held := list_of(x)) is None else held for x in value.items)
    return items, (value.dtype, value.shape, value.capacity)


def _unflatten_plain(rest: Any, items: Any) -> TensorList:
    return TensorList(list(items), *rest)


register_carried(StackedList, _flatten, _unflatten)
register_carried(TensorList, _flatten_plain, _unflatten_plain)
