"""From one form of a list to the other, and what may be done to either."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import errors
from tenfold.core.boxes import boxed
from tenfold.core.dtypes import variant
from tenfold.core.namespace.protocol import HostValueNeeded, register_carried

from .list_value import TensorList
from .optional_values import optional_of, with_components
from .stacked_list import StackedList, each, form

AnyList = TensorList | StackedList


def list_of(value: Any) -> AnyList | None:
    """The list in a raw value, if there is one: bare in traced code, else in a 0-d array."""
    if type(value) is np.ndarray:
        value = value.item() if value.dtype.hasobject and not value.ndim else None
    return value if isinstance(value, (TensorList, StackedList)) else None


def cleared(xp: Any, value: AnyList) -> AnyList:
    """A list as long as another, of which no element is set: a zero, as gradients go.

    The lists in a list of lists stay, as long as they are; their elements are zeros.
    """
    if isinstance(value, TensorList):
        return value.replaced([_cleared_item(xp, x) for x in value.items])
    if value.dtype is variant:
        return _zeros(xp, value)
    return value.changed(buffer=None, constant=None, only=None)


def _cleared_item(xp: Any, item: Any) -> Any:
    held = list_of(item)
    if (optional := optional_of(item)) is not None:
        return with_components(xp, "ZerosLike", [optional])
    return None if held is None else boxed(cleared(xp, held))


def _zeros(xp: Any, value: Any) -> Any:
    if not isinstance(value, StackedList):
        return xp.zeros_like(value)
    changes: dict[str, Any] = {}
    if value.constant is not None:
        changes["constant"] = np.zeros_like(value.constant)
    if value.buffer is not None:
        changes["buffer"] = _zeros(xp, value.buffer)
    if value.only is not None:
        changes["only"] = (value.only[0], _zeros(xp, value.only[1]))
    return value.changed(**changes)


def added(xp: Any, a: AnyList, b: AnyList) -> AnyList:
    """The sum of two lists, element by element; what was never set counts as zero."""
    if not xp.compiled:
        a, b = to_host(a), to_host(b)
    if isinstance(a, TensorList) and isinstance(b, TensorList):
        if len(a) != len(b):
            raise errors.InvalidArgumentError(
                None,
                None,
                f"Trying to add two lists of tensors of different lengths, {len(a)} and {len(b)}.",
            )
        return a.replaced([_sum_of_items(xp, x, y) for x, y in zip(a.items, b.items)])
    first, second = to_stacked(xp, a), to_stacked(xp, b)
    for x, y in ((first, second), (second, first)):
        if x.is_empty:
            return y
        if x.only is not None and x.dtype is not variant:
            full = y.buffered(xp)
            index, item = x.only
            if full.buffer.shape[1:] != item.shape:
                raise HostValueNeeded  # elements of several shapes have no common buffer
            return full.changed(buffer=full.buffer.at[index].add(item))
    full, other = first.buffered(xp), second.buffered(xp)
    return full.changed(buffer=_sum(full.buffer, other.buffer))


def _sum_of_items(xp: Any, x: Any, y: Any) -> Any:
    if x is None or y is None:
        return y if x is None else x
    first, second = list_of(x), list_of(y)
    return x + y if first is None or second is None else boxed(added(xp, first, second))


def _sum(a: Any, b: Any) -> Any:
    if not isinstance(a, StackedList):
        if a.shape != b.shape:
            raise HostValueNeeded
        return a + b
    if form(a) != form(b) or a.buffer is None:
        raise HostValueNeeded  # lists of several forms have no common buffer
    return a.changed(buffer=_sum(a.buffer, b.buffer))


def to_stacked(xp: Any, value: AnyList) -> StackedList:
    """The form for XLA's loops of a list whose length is static."""
    if isinstance(value, StackedList):
        return value
    made = StackedList(value.dtype, value.shape, value.capacity, len(value))
    if value.dtype is variant:
        return _stacked_lists(xp, made, value.items)
    given = [x for x in value.items if x is not None]
    if not given:
        return made
    if any(tuple(x.shape) != tuple(given[0].shape) for x in given):
        raise HostValueNeeded
    blank = np.zeros(given[0].shape, value.dtype.np)
    rows = [xp.asarray(blank if x is None else x, value.dtype.np) for x in value.items]
    return made.changed(buffer=xp.stack(rows)).buffered(xp)


def _stacked_lists(xp: Any, made: StackedList, items: list[Any]) -> StackedList:
    """A list with lists as its elements, all of one form."""
    grown = made.changed(length=0, capacity=-1)
    for item in items:
        held = list_of(item)
        if held is None:
            raise HostValueNeeded  # an element that was never set has no form
        grown = grown.push(xp, to_stacked(xp, held))
    return grown.changed(capacity=made.capacity)


def to_host(value: AnyList) -> TensorList:
    """The plain form of a list that a compiled loop gave."""
    if isinstance(value, TensorList):
        return value
    length = int(value.length)
    is_limit = value.growth is None and value.capacity > length
    capacity = value.capacity if is_limit else -1
    if value.constant is not None:
        items: list[Any] = [value.constant] * length
    elif isinstance(value.buffer, StackedList):
        lists = each(value.buffer, np.asarray)
        items = [boxed(to_host(each(lists, lambda a, i=i: a[i]))) for i in range(length)]
    elif value.buffer is not None:
        items = list(np.asarray(value.buffer)[:length])
    else:
        items = [None] * length
        if value.only is not None:
            items[int(value.only[0])] = np.asarray(value.only[1])
    return TensorList(items, value.dtype, value.shape, capacity)


def _flatten_plain(value: TensorList) -> tuple[Any, Any]:
    items = tuple(x if (held := list_of(x)) is None else held for x in value.items)
    return items, (value.dtype, value.shape, value.capacity)


def _unflatten_plain(rest: Any, items: Any) -> TensorList:
    return TensorList(list(items), *rest)


register_carried(TensorList, _flatten_plain, _unflatten_plain)
