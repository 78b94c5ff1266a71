"""Where variables live: cells, globals, attributes, items. A place may be empty.

Blocks share the variables of their function as cells, so an operator reaches a variable through the
closure of a block: it can look whether there is a value, put one, and take it away.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from types import CellType, FunctionType
from typing import Any, Protocol


class Unbound:
    """What a place without a value holds."""

    def __repr__(self) -> str:
        return "<no value>"


UNBOUND = Unbound()


class Place(Protocol):
    """Somewhere a block may leave a value; `name` is the user's text for it."""

    name: str

    def get(self) -> Any: ...

    def set(self, value: Any) -> None: ...


class Local:
    """A variable of a function."""

    __slots__ = ("_cell", "name")

    def __init__(self, name: str, cell: CellType) -> None:
        self.name = name
        self._cell = cell

    def get(self) -> Any:
        try:
            return self._cell.cell_contents
        except ValueError:
            return UNBOUND

    def set(self, value: Any) -> None:
        if value is UNBOUND:
            del self._cell.cell_contents
        else:
            self._cell.cell_contents = value


class Global:
    """A variable that a function declares `global`."""

    __slots__ = ("_namespace", "name")

    def __init__(self, name: str, namespace: dict[str, Any]) -> None:
        self.name = name
        self._namespace = namespace

    def get(self) -> Any:
        return self._namespace.get(self.name, UNBOUND)

    def set(self, value: Any) -> None:
        if value is UNBOUND:
            self._namespace.pop(self.name, None)
        else:
            self._namespace[self.name] = value


class Attribute:
    """An attribute of an object: `self.x`."""

    __slots__ = ("_attribute", "_owner", "name")

    def __init__(self, name: str, owner: Callable[[], Any], attribute: str) -> None:
        self.name = name
        self._owner = owner
        self._attribute = attribute

    def get(self) -> Any:
        try:
            return getattr(self._owner(), self._attribute)
        except (AttributeError, NameError, LookupError, TypeError):
            return UNBOUND

    def set(self, value: Any) -> None:
        if value is not UNBOUND:
            setattr(self._owner(), self._attribute, value)
        elif self.get() is not UNBOUND:
            delattr(self._owner(), self._attribute)


class Item:
    """An item of a list or dictionary: `d["x"]`."""

    __slots__ = ("_key", "_owner", "name")

    def __init__(self, name: str, owner: Callable[[], Any], key: Callable[[], Any]) -> None:
        self.name = name
        self._owner = owner
        self._key = key

    def get(self) -> Any:
        try:
            return self._owner()[self._key()]
        except (LookupError, NameError, AttributeError, TypeError):
            return UNBOUND

    def set(self, value: Any) -> None:
        if value is not UNBOUND:
            self._owner()[self._key()] = value
        elif self.get() is not UNBOUND:
            del self._owner()[self._key()]


def locals_of(blocks: Iterable[FunctionType]) -> dict[str, Place]:
    """The variables that blocks share with their function, by name."""
    found: dict[str, Place] = {}
    for block in blocks:
        for name, cell in zip(block.__code__.co_freevars, block.__closure__ or (), strict=True):
            found.setdefault(name, Local(name, cell))
    return found


def named(
    names: Sequence[str], known: dict[str, Place], blocks: Sequence[FunctionType]
) -> list[Place]:
    """The places of some names: locals of the function, and globals else."""
    return [known[n] if n in known else Global(n, blocks[0].__globals__) for n in names]


class Snapshot:
    """The values of some places at one moment, to be put back."""

    def __init__(self, places: Iterable[Place]) -> None:
        self._values = [(place, place.get()) for place in places]

    def restore(self) -> None:
        for place, value in self._values:
            # Setting what is there already could run a user's property for nothing.
            if place.get() is not value:
                place.set(value)
