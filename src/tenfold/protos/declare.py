"""Message classes and enums from tables.

A table has a line for each message (`message NAME`) and enum (`enum NAME`), and below it a line
for each field and value. Nested ones have dotted names:

    message NodeDef
      1 name string
      3 input repeated string
      5 attr map string AttrValue
      9 hint optional int32
     10 exact int64 in choice
    enum NodeDef.Kind
      0 PLAIN

`optional` marks a scalar whose default differs from none, `in GROUP` a member of a oneof,
`unpacked` a list of numbers each of which has its own tag, `explicit` a map of proto2, whose text
form shows defaults.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from . import wire
from .field import Field
from .message import CodecOfClass, Descriptor, Message


class Enum:
    """The values of an enum by name: `DataType.Value("DT_FLOAT")`, `DataType.Name(1)`."""

    def __init__(self, name: str, values: dict[str, int]) -> None:
        self.name = name
        self._values = values
        self._names: dict[int, str] = {}
        for value_name, number in values.items():
            self._names.setdefault(number, value_name)  # the first name is the canonical one

    def Name(self, number: int) -> str:
        """The name of a value.

        Raises:
          ValueError: No value has this number.
        """
        try:
            return self._names[number]
        except (KeyError, TypeError):
            raise ValueError(
                f"Enum {self.name} has no name defined for value {number!r}."
            ) from None

    def Value(self, name: str) -> int:
        """The number of a value.

        Raises:
          ValueError: No value has this name.
        """
        try:
            return self._values[name]
        except KeyError:
            raise ValueError(f"Enum {self.name} has no value defined for name {name!r}.") from None

    def get(self, number: int) -> str | None:
        """The name of a value; None if it has none."""
        return self._names.get(number)

    def keys(self) -> list[str]:
        return list(self._values)

    def values(self) -> list[int]:
        return list(self._values.values())

    def items(self) -> list[tuple[str, int]]:
        return list(self._values.items())

    def __getattr__(self, name: str) -> int:
        values = self.__dict__.get("_values", {})
        if name in values:
            return values[name]
        raise AttributeError(f"Enum {self.name} has no value {name!r}.")

    def __iter__(self) -> Iterator[str]:
        return iter(self._values)

    def __repr__(self) -> str:
        return f"<enum {self.name}>"


class File:
    """The messages and enums of one table, by name.

    Args:
      module: The module that holds them.
      package: What stands before each name: "tensorflow".
      table: The table.
      uses: The files whose messages and enums the table mentions.
    """

    def __init__(self, module: str, package: str, table: str, uses: Sequence[File] = ()) -> None:
        self.package = package
        self.messages: dict[str, type[Message]] = {}
        self.enums: dict[str, Enum] = {}
        self._known: dict[str, Any] = {}
        for used in uses:
            self._known.update(used.by_full_name())
        for kind, name, lines in _sections(table):
            if kind == "enum":
                self.enums[name] = _enum(name, lines)
            else:
                self.messages[name] = _message_class(module, package, name, lines)
        self._known.update(self.by_full_name())
        for name, made in (*self.messages.items(), *self.enums.items()):
            self._nest(name, made)
        for made in self.messages.values():
            for field in made.DESCRIPTOR.fields:
                self._link(field)

    def by_full_name(self) -> dict[str, Any]:
        """Messages and enums under their names with the package."""
        own = {**self.messages, **self.enums}
        return {f"{self.package}.{name}": made for name, made in own.items()}

    def _nest(self, name: str, made: Any) -> None:
        """Makes a nested message or enum an attribute of the message around it."""
        outer, _, inner = name.rpartition(".")
        if outer:
            setattr(self.messages[outer], inner, made)
            if isinstance(made, Enum):
                for value_name, number in made.items():
                    setattr(self.messages[outer], value_name, number)

    def _link(self, field: Field) -> None:
        """Gives a field the class or enum that its type's name stands for."""
        if not field.type_name:
            return
        found = self._known.get(f"{self.package}.{field.type_name}")
        if found is None:
            found = self._known[field.type_name]
        if isinstance(found, Enum):
            field.kind, field.enum = "enum", found
            field.packed = field.repeated and field.packed
        else:
            field.kind, field.message_class, field.packed = "message", found, False


def _sections(table: str) -> Iterator[tuple[str, str, list[list[str]]]]:
    """Each message and enum: which of both, its name, and its lines as words."""
    kind, name, lines = "", "", []
    for line in table.splitlines():
        words = line.split()
        if words and words[0] in ("message", "enum"):
            if kind:
                yield kind, name, lines
            (kind, name), lines = words, []
        elif words:
            lines.append(words)
    if kind:
        yield kind, name, lines


def _enum(name: str, lines: list[list[str]]) -> Enum:
    return Enum(name, {value: int(number) for number, value in lines})


def _message_class(module: str, package: str, name: str, lines: list[list[str]]) -> type[Message]:
    fields = sorted([_field(words) for words in lines], key=lambda f: f.number)
    names: dict[str, Any] = {
        "__slots__": (),
        "__module__": module,
        "__qualname__": name,
        "DESCRIPTOR": Descriptor(f"{package}.{name}", fields),
        "CODEC": CodecOfClass(),
    }
    names.update({f"{f.name.upper()}_FIELD_NUMBER": f.number for f in fields})
    return type(name.rsplit(".", 1)[-1], (Message,), names)


def _field(words: list[str]) -> Field:
    number, name, *rest = words
    made = Field(int(number), name, "")
    if rest[0] == "map":
        made.key = Field(1, "key", rest[1], presence="explicit" in rest)
        made.repeated = True
        rest = rest[2:]
    elif rest[0] in ("repeated", "optional"):
        made.repeated = rest[0] == "repeated"
        made.presence = rest[0] == "optional"
        rest = rest[1:]
    kind = rest[0]
    if kind in wire.VARINTS or kind in wire.FIXED or kind in ("string", "bytes"):
        made.kind = kind
        numeric = wire.wire_type(kind) != wire.DELIMITED
    else:
        made.type_name, numeric = kind, True  # an enum, unless linking finds a message
    made.packed = made.repeated and made.key is None and numeric and "unpacked" not in rest
    if rest[1:2] == ["in"]:
        made.oneof, made.presence = rest[2], True
    return made
