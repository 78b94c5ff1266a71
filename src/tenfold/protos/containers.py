"""What repeated fields and maps hold: lists and dicts that check what is put into them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, SupportsIndex

from .field import Field


class Repeated(list[Any]):
    """A repeated field: a list that knows its field and the message it belongs to."""

    __slots__ = ("_field", "_owner")

    def __init__(self, field: Field, owner: Any) -> None:
        super().__init__()
        self._field = field
        self._owner = owner

    def _taken(self, value: Any) -> Any:
        """What is kept of a value that is put in."""
        return self._field.check(value)

    def append(self, value: Any) -> None:
        value = self._taken(value)
        self._owner.SetInParent()
        list.append(self, value)

    def extend(self, values: Iterable[Any] | None) -> None:
        taken = [self._taken(v) for v in values or ()]
        if taken:
            self._owner.SetInParent()
            list.extend(self, taken)

    def insert(self, index: SupportsIndex, value: Any) -> None:
        value = self._taken(value)
        self._owner.SetInParent()
        list.insert(self, index, value)

    def __iadd__(self, values: Iterable[Any]) -> Any:
        self.extend(values)
        return self

    def __setitem__(self, index: Any, value: Any) -> None:
        if isinstance(index, slice):
            list.__setitem__(self, index, [self._taken(v) for v in value])
        else:
            list.__setitem__(self, index, self._taken(value))

    def MergeFrom(self, other: Iterable[Any]) -> None:
        """Appends all of another repeated field."""
        self.extend(other)

    def CopyFrom(self, other: Iterable[Any]) -> None:
        """Becomes a copy of another repeated field."""
        taken = [self._taken(v) for v in other]
        self._owner.SetInParent()
        list.__setitem__(self, slice(None), taken)

    def __deepcopy__(self, memo: Any) -> list[Any]:
        return [self._taken(v) for v in self]

    def __reduce__(self) -> Any:
        return list, (list(self),)


class RepeatedMessages(Repeated):
    """A repeated field of messages: what is put in is copied."""

    __slots__ = ()

    def _taken(self, value: Any) -> Any:
        kind = self._field.message_class
        if type(value) is not kind:
            raise TypeError(
                f"{self._field.name} takes messages of {kind.__name__}; received {value!r} of type "
                f"{type(value).__name__}."
            )
        return value.__deepcopy__({})

    def add(self, **fields: Any) -> Any:
        """Appends a new message made of `fields`, and returns it."""
        made = self._field.message_class(**fields)
        self._owner.SetInParent()
        list.append(self, made)
        return made

    def __setitem__(self, index: Any, value: Any) -> None:
        raise TypeError(
            f"The items of {self._field.name} cannot be replaced: use [i].CopyFrom(message)."
        )


class Map(dict[Any, Any]):
    """A map of scalars; looking up a key that it lacks enters the default under it."""

    __slots__ = ("_field", "_owner")

    def __init__(self, field: Field, owner: Any) -> None:
        super().__init__()
        self._field = field
        self._owner = owner

    def _key(self, key: Any) -> Any:
        assert self._field.key is not None
        return self._field.key.check(key)

    def _new(self) -> Any:
        return self._field.default

    def __missing__(self, key: Any) -> Any:
        key, value = self._key(key), self._new()
        self._owner.SetInParent()
        dict.__setitem__(self, key, value)
        return value

    def __setitem__(self, key: Any, value: Any) -> None:
        key, value = self._key(key), self._field.check(value)
        self._owner.SetInParent()
        dict.__setitem__(self, key, value)

    def __contains__(self, key: object) -> bool:
        return dict.__contains__(self, self._key(key))

    def setdefault(self, key: Any, default: Any = None) -> Any:
        if key not in self:
            self[key] = default
        return self[key]

    def update(self, other: Any = (), /, **more: Any) -> None:
        self.MergeFrom(dict(other, **more))

    def MergeFrom(self, other: Any) -> None:
        """Enters every entry of another map."""
        for key, value in other.items():
            self[key] = value

    def __deepcopy__(self, memo: Any) -> dict[Any, Any]:
        return dict(self)

    def __reduce__(self) -> Any:
        return dict, (dict(self),)


class MessageMap(Map):
    """A map of messages; looking up a key that it lacks enters an empty message under it."""

    __slots__ = ()

    def _new(self) -> Any:
        return self._field.message_class()

    def get_or_create(self, key: Any) -> Any:
        """The message under a key, a new one if there is none."""
        return self[key]

    def __setitem__(self, key: Any, value: Any) -> None:
        raise ValueError(
            f"The entries of {self._field.name} cannot be replaced: use [key].CopyFrom(message)."
        )

    def setdefault(self, key: Any, default: Any = None) -> Any:
        raise ValueError(f"The entries of {self._field.name} are made by looking them up.")

    def MergeFrom(self, other: Any) -> None:
        for key, value in other.items():
            self[key].CopyFrom(value)

    def __deepcopy__(self, memo: Any) -> dict[Any, Any]:
        return {key: value.__deepcopy__(memo) for key, value in self.items()}


def new_container(field: Field, owner: Any) -> Any:
    """The empty container of a repeated field or map."""
    if field.key is not None:
        return (MessageMap if field.kind == "message" else Map)(field, owner)
    return (RepeatedMessages if field.kind == "message" else Repeated)(field, owner)
