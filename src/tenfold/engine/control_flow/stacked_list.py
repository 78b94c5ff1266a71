"""A list of tensors inside XLA's loops, where carried values must keep their shapes.

One buffer holds all elements, and a length says how many there are. The elements may be such lists
themselves: each of their arrays then has a first axis for the elements.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NamedTuple

import numpy as np

from tenfold.core import errors
from tenfold.core.dtypes import DType
from tenfold.core.namespace.protocol import GROWS, HostValueNeeded, register_carried, tracing

from .list_value import Shape, TensorList, is_full


class Like(NamedTuple):
    """What an array looks like."""

    shape: tuple[int, ...]
    dtype: Any


class StackedList:
    """A list as `[rows, *element]` in one buffer.

    buffer: The elements; None while none was set, or while `constant` stands for all of them. For
        a list of lists, a list whose arrays have one more axis in front.
    capacity: How many elements it may come to have, -1 where that is not known.
    constant: The one value known on the host that every element has. It needs no buffer, and
        stays known: so shapes that a gradient saves for each step remain static.
    only: An index and an item: the one element set so far of a list without a buffer.
    length: A Python int while it is static, else traced.
    growth: The key of the guess that `capacity` is; None where it holds for certain. What goes
        beyond a guess asks for another run with more room.
    """

    __slots__ = ("buffer", "capacity", "constant", "dtype", "growth", "length", "only", "shape")

    def __init__(
        self,
        dtype: DType,
        shape: Shape,
        capacity: int,
        length: Any,
        buffer: Any = None,
        constant: np.ndarray | None = None,
        only: tuple[Any, Any] | None = None,
        growth: str | None = None,
    ) -> None:
        self.dtype = dtype
        self.shape = shape
        self.capacity = capacity
        self.length = length
        self.buffer = buffer
        self.constant = constant
        self.only = only
        self.growth = growth

    def changed(self, **changes: Any) -> StackedList:
        """This list with other attributes."""
        made = StackedList(
            *(self.dtype, self.shape, self.capacity, self.length),
            *(self.buffer, self.constant, self.only, self.growth),
        )
        for name, value in changes.items():
            setattr(made, name, value)
        return made

    @property
    def extent(self) -> Any:
        """What a list's form depends on, by which calls of it are told apart."""
        return self.length if isinstance(self.length, int) else -1, self.capacity

    @property
    def is_empty(self) -> bool:
        """Whether nothing at all is stored."""
        return self.buffer is None and self.constant is None and self.only is None

    @property
    def element(self) -> Any:
        """What an element looks like, where something is stored or its shape is declared.

        A shape, or for a list of lists a list of what its arrays look like.
        """
        if isinstance(self.buffer, StackedList):
            return each(self.buffer, lambda a: Like(tuple(a.shape[1:]), a.dtype))
        if self.buffer is not None:
            return tuple(self.buffer.shape[1:])
        if self.constant is not None:
            return self.constant.shape
        if self.only is not None:
            return element_of(self.only[1])
        return self.shape if is_full(self.shape) and not self.dtype.np.hasobject else None

    def buffered(self, xp: Any, element: Any = None, rows: int = -1) -> StackedList:
        """The same list with a buffer, of at least so many rows."""
        rows = max(rows, self.capacity, self.length if isinstance(self.length, int) else -1)
        is_bounded = rows >= 0
        rows = max(rows, 1)  # XLA refuses to index an empty axis, even where no step will
        if self.buffer is not None:
            have = _rows(self.buffer)
            if have is None or have >= rows:
                return self

            def longer(a: Any) -> Any:
                return xp.concatenate([a, xp.zeros((rows - have, *a.shape[1:]), a.dtype)])

            return self.changed(buffer=each(self.buffer, longer))
        element = self.element if element is None else element
        if element is None or not is_bounded:
            raise HostValueNeeded
        if self.constant is not None:
            value = xp.asarray(self.constant, self.dtype.np)
            buffer = xp.broadcast_to(value, (rows, *element))
        elif isinstance(element, StackedList):
            buffer = each(element, lambda a: xp.zeros((rows, *a.shape), a.dtype))
        else:
            buffer = xp.zeros((rows, *element), self.dtype.np)
        if self.only is not None:
            buffer = _with_row(buffer, *self.only)
        return self.changed(buffer=buffer, constant=None, only=None)

    def widened(self, xp: Any, after: StackedList, bound: int | None, site: str) -> StackedList:
        """The form that this list must have for a loop to carry it.

        Args:
          xp: The namespace.
          after: What it looks like after a step.
          bound: How many steps there are at most, where that is known.
          site: The key of a guess, where none is.
        """
        made = self
        if isinstance(self.length, int) and (
            not isinstance(after.length, int) or after.length != self.length
        ):
            made = self._with_room(after, bound, site)
            made = made.changed(length=xp.asarray(self.length, np.int32))
            if made.buffer is not None:
                made = made.buffered(xp)
        if made.buffer is not None:
            return made.buffered(xp)
        if after.is_empty:
            return made
        first = self.is_empty and isinstance(self.length, int) and self.length == 0
        if after.constant is not None:
            if first:
                return made.changed(constant=after.constant)
            if self.constant is not None and np.array_equal(self.constant, after.constant):
                return made
        return made.buffered(xp, after.element)

    def _with_room(self, after: StackedList, bound: int | None, site: str) -> StackedList:
        """This list with the capacity that the steps of a loop ask for."""
        if self.capacity >= 0:
            return self
        assert isinstance(self.length, int)
        more = after.length - self.length if isinstance(after.length, int) else None
        if more is not None and (more <= 0 or bound is not None):
            return self.changed(capacity=self.length + max(more, 0) * (bound or 0))
        if tracing.rooms is None:
            raise HostValueNeeded
        return self.changed(capacity=self.length + tracing.rooms.take(site, bound), growth=site)

    def fitted(self, xp: Any, like: StackedList) -> StackedList:
        """This list in the form of another."""
        made = self
        if like.buffer is not None:
            made = made.buffered(xp, like.element)
        if not isinstance(like.length, int):
            made = made.changed(length=xp.asarray(made.length, np.int32))
        made = made.changed(capacity=like.capacity, shape=like.shape, growth=like.growth)
        if form(made) != form(like):
            raise HostValueNeeded
        return made

    def _accepts(self, value: Any) -> None:
        """Elements of several shapes have no common buffer."""
        element = self.element
        if element is not None and _element_form(element) != _element_form(element_of(value)):
            raise HostValueNeeded

    def push(self, xp: Any, value: Any) -> StackedList:
        self._accepts(value)
        longer = self.length + 1
        if isinstance(longer, int) and 0 <= self.capacity < longer:
            raise errors.InvalidArgumentError(
                None, None, f"Tried to push item into a full list of {self.length} elements."
            )
        self._check_room(xp, self.length)
        if type(value) is np.ndarray and self.only is None and self.buffer is None:
            if self.constant is None and (isinstance(self.length, int) and self.length == 0):
                return self.changed(constant=value, length=longer)
            if self.constant is not None and np.array_equal(self.constant, value):
                return self.changed(length=longer)
        rows = longer if isinstance(longer, int) else -1
        full = self.buffered(xp, element_of(value), rows)
        return full.changed(buffer=_with_row(full.buffer, self.length, value), length=longer)

    def pop(self, xp: Any) -> tuple[StackedList, Any]:
        shorter = self.length - 1
        return self.changed(length=shorter), self.get(xp, shorter)

    def get(self, xp: Any, index: Any) -> Any:
        if self.constant is not None:
            return self.constant
        return each(self.buffered(xp).buffer, lambda a: a[index])

    def set(self, xp: Any, index: Any, value: Any) -> StackedList:
        self._accepts(value)
        if self.is_empty:
            return self.changed(only=(index, value))
        full = self.buffered(xp)
        return full.changed(buffer=_with_row(full.buffer, index, value))

    def set_or_grow(self, xp: Any, index: Any, value: Any) -> StackedList:
        """The list with an element set, as long as that makes it."""
        if isinstance(self.length, int) and self.length == self.capacity:
            self.check(xp, index)  # a loop has made it as long as it will become
            return self.set(xp, index, value)
        self._accepts(value)
        xp.raise_if(index < 0, "InvalidArgumentError", "Trying to write to a negative index.")
        if isinstance(self.length, int) and type(index) is np.ndarray:
            length: Any = max(self.length, int(index) + 1)
            full = self.buffered(xp, element_of(value), length)
        elif tracing.settling or self.growth is not None:
            self._check_room(xp, index)
            length = xp.maximum(xp.asarray(self.length, np.int32), index + np.int32(1))
            full = self.buffered(xp, element_of(value))
        else:
            raise HostValueNeeded  # the new length depends on the index
        return full.changed(buffer=_with_row(full.buffer, index, value), length=length)

    def _check_room(self, xp: Any, index: Any) -> None:
        """Asks for another run where a guess was too small."""
        if self.growth is not None:
            xp.raise_if(index >= self.capacity, GROWS, self.growth)

    def check(self, xp: Any, index: Any) -> None:
        """Refuses an index that is not in the list, when the program runs."""
        xp.raise_if(
            (index < 0) | (index >= self.length),
            "InvalidArgumentError",
            lambda known: (
                f"Trying to access element {known[0]} in a list with {known[1]} elements."
            ),
            (index, self.length),
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
        full = self.buffered(xp)
        items = [each(full.buffer, lambda a, i=i: a[i]) for i in range(self.length)]
        return TensorList(items, self.dtype, self.shape)


def each(value: Any, function: Callable[[Any], Any]) -> Any:
    """An element with a function applied to its array, or to all arrays of a list."""
    if not isinstance(value, StackedList):
        return function(value)
    return value.changed(
        length=value.length if isinstance(value.length, int) else function(value.length),
        buffer=None if value.buffer is None else each(value.buffer, function),
        only=None if value.only is None else tuple(each(x, function) for x in value.only),
    )


def element_of(value: Any) -> Any:
    """What an element looks like: its shape, or for a list a list of what its arrays look like."""
    if isinstance(value, StackedList):
        return each(value, lambda a: Like(tuple(a.shape), a.dtype))
    return tuple(value.shape)


def _element_form(element: Any) -> Any:
    return form(element) if isinstance(element, StackedList) else element


def _rows(buffer: Any) -> int | None:
    """How many elements a buffer has room for; None where nothing of an element is an array."""
    while isinstance(buffer, StackedList):
        if not isinstance(buffer.length, int):
            return buffer.length.shape[0]
        buffer = buffer.buffer if buffer.only is None else buffer.only[1]
    return None if buffer is None else buffer.shape[0]


def _with_row(buffer: Any, index: Any, value: Any) -> Any:
    """A buffer with an element of its form set."""
    if not isinstance(buffer, StackedList):
        return buffer.at[index].set(value)
    changes: dict[str, Any] = {}
    if not isinstance(buffer.length, int):
        changes["length"] = _with_row(buffer.length, index, value.length)
    if buffer.buffer is not None:
        changes["buffer"] = _with_row(buffer.buffer, index, value.buffer)
    if buffer.only is not None:
        pairs = zip(buffer.only, value.only, strict=True)
        changes["only"] = tuple(_with_row(rows, index, x) for rows, x in pairs)
    return buffer.changed(**changes)


def _rest(value: StackedList) -> tuple[Any, ...]:
    """What of a list is no array: it must be the same wherever control flow meets."""
    constant = value.constant
    return (
        *(value.dtype, value.shape, value.capacity, value.growth),
        value.length if isinstance(value.length, int) else None,
        None if constant is None else (constant.shape, constant.tobytes()),
        *(value.buffer is None, value.only is None),
    )


def form(value: Any) -> Any:
    """All of a list but the values in its arrays; of an array, what it looks like."""
    if not isinstance(value, StackedList):
        return tuple(value.shape), np.dtype(value.dtype)
    inner = None if value.buffer is None else form(value.buffer)
    return _rest(value), inner, None if value.only is None else form(value.only[1])


def _flatten(value: StackedList) -> tuple[Any, Any]:
    length = None if isinstance(value.length, int) else value.length
    return (length, value.buffer, value.only), _rest(value)


def _unflatten(rest: Any, arrays: Any) -> StackedList:
    dtype, shape, capacity, growth, length, constant, _, _ = rest
    traced, buffer, only = arrays
    if constant is not None:
        constant = np.frombuffer(constant[1], dtype.np).reshape(constant[0])
    made = StackedList(
        dtype, shape, capacity, traced if length is None else length, buffer, constant, only
    )
    return made.changed(growth=growth)


register_carried(StackedList, _flatten, _unflatten)
