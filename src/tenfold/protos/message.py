"""Messages: objects whose class a table declares, with the interface of protocol buffers.

The values that are set lie in the object's `__dict__`, so reading one costs what reading any
attribute costs. A message that was read but not set (`node.experimental_debug_info`) is made
then and waits: `_pending` names the message and the field that it enters with its first change.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from . import codec
from .containers import Map, Repeated, new_container
from .field import Field
from .text_writer import to_text


class Descriptor:
    """What a table says of a message class."""

    def __init__(self, full_name: str, fields: list[Field]) -> None:
        self.full_name = full_name
        self.name = full_name.rsplit(".", 1)[-1]
        self.fields = fields
        self.fields_by_name = {f.name: f for f in fields}
        self.fields_by_number = {f.number: f for f in fields}
        self.oneofs: dict[str, list[str]] = {}
        for field in fields:
            if field.oneof:
                self.oneofs.setdefault(field.oneof, []).append(field.name)


class CodecOfClass:
    """Makes a class's codec when it is first used: by then every class is declared."""

    def __get__(self, instance: Any, owner: Any) -> codec.Codec:
        made = codec.Codec(owner.DESCRIPTOR.fields)
        owner.CODEC = made
        return made


class Message:
    """The base of all message classes.

    Keyword arguments set fields: repeated ones from lists, messages from messages or dicts.
    """

    __slots__ = ("__dict__", "__weakref__", "_pending", "_unknown")

    DESCRIPTOR: ClassVar[Descriptor]
    CODEC: ClassVar[Any]
    _pending: tuple[Message, Field] | None
    _unknown: tuple[bytes, ...]

    def __init__(self, **fields: Any) -> None:
        object.__setattr__(self, "_pending", None)
        object.__setattr__(self, "_unknown", ())
        for name, value in fields.items():
            if value is not None:
                self._fill(self._field(name), value)

    if not TYPE_CHECKING:

        def __getattr__(self, name: str) -> Any:
            field = self.DESCRIPTOR.fields_by_name.get(name)
            if field is None:
                raise AttributeError(f"{self.DESCRIPTOR.name} has no field {name!r}.")
            if field.repeated:
                made = self.__dict__[name] = new_container(field, self)
                return made
            if field.kind != "message":
                return field.default
            made = field.message_class()
            object.__setattr__(made, "_pending", (self, field))
            self.__dict__[name] = made
            return made

    else:

        def __getattr__(self, name: str) -> Any: ...

    def __setattr__(self, name: str, value: Any) -> None:
        if name in Message.__slots__:
            object.__setattr__(self, name, value)
            return
        field = self.DESCRIPTOR.fields_by_name.get(name)
        if field is None:
            raise AttributeError(f"{self.DESCRIPTOR.name} has no field {name!r}.")
        if field.repeated or field.kind == "message":
            if value is not None and value is self.__dict__.get(name):
                return  # what `message.items += [...]` ends with
            how = "extend" if field.repeated else "CopyFrom"
            raise AttributeError(
                f"Assignment to the {'repeated' if field.repeated else 'message'} field {name!r} "
                f"of {self.DESCRIPTOR.name} is not allowed: use .{name}.{how}(...)."
            )
        value = field.check(value)
        if self._pending is not None:
            self.SetInParent()
        if field.oneof:
            self._choose(field.oneof, name)
        self.__dict__[name] = value

    def _field(self, name: str) -> Field:
        try:
            return self.DESCRIPTOR.fields_by_name[name]
        except (KeyError, TypeError):
            raise ValueError(
                f"Protocol message {self.DESCRIPTOR.name} has no {name!r} field; it has "
                f"{', '.join(self.DESCRIPTOR.fields_by_name)}."
            ) from None

    def _fill(self, field: Field, value: Any) -> None:
        """Sets a field from an argument of the constructor."""
        target = getattr(self, field.name) if field.repeated or field.kind == "message" else None
        if isinstance(target, Map):
            for key, item in value.items():
                if field.kind == "message":
                    _copy_into(target[key], item)
                else:
                    target[key] = item
        elif isinstance(target, Repeated):
            kind = field.message_class
            target.extend(kind(**v) if isinstance(v, Mapping) else v for v in value)
        elif target is not None:
            target.SetInParent()
            _copy_into(target, value)
        else:
            setattr(self, field.name, value)

    def _choose(self, oneof: str, name: str) -> None:
        """Clears the other members of a group."""
        for other in self.DESCRIPTOR.oneofs[oneof]:
            if other != name:
                self.__dict__.pop(other, None)

    def SetInParent(self) -> None:
        """Counts as set in the message that it belongs to, even without content."""
        if self._pending is not None:
            owner, field = self._pending
            object.__setattr__(self, "_pending", None)
            owner.SetInParent()
            if field.oneof:
                owner._choose(field.oneof, field.name)
            owner.__dict__[field.name] = self

    def _is_set(self, field: Field) -> bool:
        value = self.__dict__.get(field.name)
        if value is None:
            return False
        if field.repeated:
            return len(value) > 0
        if field.kind == "message":
            return value._pending is None
        if field.presence or value:
            return True
        return type(value) is float and math.copysign(1, value) < 0

    def HasField(self, field_name: str) -> bool:
        """Whether a field with presence, or a member of a oneof, is set.

        Raises:
          ValueError: There is no such field, or it has no presence.
        """
        if field_name in self.DESCRIPTOR.oneofs:
            return self.WhichOneof(field_name) is not None
        field = self._field(field_name)
        if field.repeated or not (field.presence or field.kind == "message"):
            raise ValueError(
                f"Field {self.DESCRIPTOR.full_name}.{field_name} does not have presence: compare "
                "its value with the default."
            )
        return self._is_set(field)

    def WhichOneof(self, oneof_group: str) -> str | None:
        """The name of the field of a group that is set; None if none is.

        Raises:
          ValueError: There is no such group.
        """
        names = self.DESCRIPTOR.oneofs.get(oneof_group)
        if names is None:
            raise ValueError(f"{self.DESCRIPTOR.name} has no oneof {oneof_group!r}.")
        fields = self.DESCRIPTOR.fields_by_name
        return next((n for n in names if self._is_set(fields[n])), None)

    def ClearField(self, field_name: str) -> None:
        """Unsets a field, or the member of a oneof that is set."""
        name = field_name
        if name in self.DESCRIPTOR.oneofs:
            name = self.WhichOneof(name) or ""
        else:
            self._field(name)
        dropped = self.__dict__.pop(name, None)
        if isinstance(dropped, Message):
            object.__setattr__(dropped, "_pending", None)
        self.SetInParent()

    def Clear(self) -> None:
        """Unsets every field."""
        self.__dict__.clear()
        object.__setattr__(self, "_unknown", ())
        self.SetInParent()

    def ListFields(self) -> list[tuple[Field, Any]]:
        """The fields that are set, with their values, by their numbers."""
        values = self.__dict__
        return [(f, values[f.name]) for f in self.DESCRIPTOR.fields if self._is_set(f)]

    def MergeFrom(self, other: Message) -> None:
        """Takes over what is set in another message; lists grow, messages are merged.

        Raises:
          TypeError: The other message is of another class.
        """
        if type(other) is not type(self):
            raise TypeError(
                f"Parameter to MergeFrom() must be instance of same class: expected "
                f"{self.DESCRIPTOR.full_name} got {type(other).__name__}."
            )
        self.SetInParent()
        for field, value in other.ListFields():
            if field.repeated or field.kind == "message":
                getattr(self, field.name).MergeFrom(value)
            else:
                setattr(self, field.name, value)
        object.__setattr__(self, "_unknown", (*self._unknown, *other._unknown))

    def CopyFrom(self, other: Message) -> None:
        """Becomes equal to another message of the same class."""
        if other is not self:
            copied = other.__deepcopy__({}) if type(other) is type(self) else other
            self.Clear()
            self.MergeFrom(copied)

    def SerializeToString(self, deterministic: bool | None = None) -> bytes:
        """The message's bytes; equal messages give equal bytes."""
        return codec.encode(self)

    SerializePartialToString = SerializeToString

    def ByteSize(self) -> int:
        """How many bytes the message takes."""
        return len(codec.encode(self))

    def ParseFromString(self, serialized: bytes) -> int:
        """Becomes the message that the bytes describe.

        Returns:
          The number of bytes read.

        Raises:
          DecodeError: They are no such message.
        """
        self.Clear()
        return self.MergeFromString(serialized)

    def MergeFromString(self, serialized: bytes) -> int:
        """Merges the message that the bytes describe into this one."""
        codec.decode(self, serialized)
        self.SetInParent()
        return len(serialized)

    @classmethod
    def FromString(cls, serialized: bytes) -> Any:
        """The message that the bytes describe."""
        made = cls()
        codec.decode(made, serialized)
        return made

    def IsInitialized(self, errors: Any = None) -> bool:
        """True: no field is required."""
        return True

    def FindInitializationErrors(self) -> list[str]:
        return []

    def DiscardUnknownFields(self) -> None:
        """Drops fields that the table does not list, here and in every message within."""
        object.__setattr__(self, "_unknown", ())
        for field, value in self.ListFields():
            if field.kind == "message":
                inside = value.values() if field.key else value if field.repeated else [value]
                for message in inside:
                    message.DiscardUnknownFields()

    def __eq__(self, other: object) -> bool:
        if type(other) is not type(self):
            return NotImplemented
        if self is other:
            return True
        return self.ListFields() == other.ListFields() and self._unknown == other._unknown

    def __hash__(self) -> int:
        raise TypeError(f"unhashable type: {type(self).__name__!r}, for it can change.")

    def __deepcopy__(self, memo: Any) -> Any:
        made = type(self)()
        made._unknown = self._unknown
        values = made.__dict__
        for field, value in self.ListFields():
            if not field.repeated:
                values[field.name] = value.__deepcopy__(memo) if field.message_class else value
                continue
            target = values[field.name] = new_container(field, made)
            if field.key is None:
                list.extend(target, value.__deepcopy__(memo))
            else:
                dict.update(target, value.__deepcopy__(memo))
        return made

    def __copy__(self) -> Any:
        return self.__deepcopy__({})

    def __reduce__(self) -> Any:
        return _restored, (type(self), self.SerializeToString())

    def __str__(self) -> str:
        return to_text(self)

    __repr__ = __str__

    def __dir__(self) -> list[str]:
        return [*super().__dir__(), *self.DESCRIPTOR.fields_by_name]


def _restored(kind: type[Message], data: bytes) -> Message:
    return kind.FromString(data)


def _copy_into(target: Message, value: Any) -> None:
    if isinstance(value, Mapping):
        value = type(target)(**value)
    target.MergeFrom(value)
