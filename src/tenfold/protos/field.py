"""A field of a message class: what a table says of it, and the check of what is put into it."""

from __future__ import annotations

import operator
import struct
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

_RANGES = {
    "int32": (-(1 << 31), (1 << 31) - 1),
    "sint32": (-(1 << 31), (1 << 31) - 1),
    "sfixed32": (-(1 << 31), (1 << 31) - 1),
    "enum": (-(1 << 31), (1 << 31) - 1),
    "int64": (-(1 << 63), (1 << 63) - 1),
    "sint64": (-(1 << 63), (1 << 63) - 1),
    "sfixed64": (-(1 << 63), (1 << 63) - 1),
    "uint32": (0, (1 << 32) - 1),
    "fixed32": (0, (1 << 32) - 1),
    "uint64": (0, (1 << 64) - 1),
    "fixed64": (0, (1 << 64) - 1),
}

DEFAULTS: dict[str, Any] = {
    "bool": False,
    "string": "",
    "bytes": b"",
    "float": 0.0,
    "double": 0.0,
    **dict.fromkeys(_RANGES, 0),
}


@dataclass(eq=False, slots=True)
class Field:
    """One field.

    Attributes:
      number: What stands for it on the wire.
      name: Its name.
      kind: A scalar kind of the wire format, "enum" or "message".
      type_name: The enum's or message's name, as the table writes it.
      repeated: Whether it holds a list.
      packed: Whether a list of numbers is written without tags.
      presence: Whether a value equal to the default differs from none.
      oneof: The group of which at most one is set; "" for none.
      key: The field of a map's keys; None if this is no map.
      message_class: The class of its messages.
      enum: The enum of its values.
    """

    number: int
    name: str
    kind: str
    type_name: str = ""
    repeated: bool = False
    packed: bool = False
    presence: bool = False
    oneof: str = ""
    key: Field | None = None
    message_class: Any = None
    enum: Any = None

    @property
    def default(self) -> Any:
        """The value of a field that is not set."""
        return DEFAULTS[self.kind]

    def check(self, value: Any) -> Any:
        """A scalar as it is kept.

        Raises:
          TypeError: It is of another type.
          ValueError: It is out of the field's range.
        """
        if self.kind == "enum" and isinstance(value, str):
            return self.enum.Value(value)
        return _CHECKS[self.kind](self, value)


def _wrong(field: Field, value: Any, wanted: str) -> TypeError:
    return TypeError(
        f"{field.name} takes {wanted}; received {value!r} of type {type(value).__name__}."
    )


def _check_integer(field: Field, value: Any) -> int:
    try:
        found = operator.index(value)
    except TypeError:
        raise _wrong(field, value, "an integer") from None
    if isinstance(value, bool):
        raise _wrong(field, value, "an integer, and no bool")
    low, high = _RANGES[field.kind]
    if not low <= found <= high:
        raise ValueError(f"{field.name}: {found} is not in [{low}, {high}].")
    return found


def _check_bool(field: Field, value: Any) -> bool:
    try:
        return bool(operator.index(value))
    except TypeError:
        if type(value).__name__ in ("bool", "bool_"):  # NumPy's is no index
            return bool(value)
        raise _wrong(field, value, "a bool") from None


def _check_float(field: Field, value: Any) -> float:
    if isinstance(value, (str, bytes)) or not (
        hasattr(value, "__float__") or hasattr(value, "__index__")
    ):
        raise _wrong(field, value, "a number")
    found = float(value)
    if field.kind == "float":
        return as_float32(found)
    return found


def as_float32(value: float) -> float:
    """The nearest number of single precision; infinity beyond its range."""
    try:
        return struct.unpack("<f", struct.pack("<f", value))[0]
    except OverflowError:
        return float("inf") if value > 0 else float("-inf")


def _check_bytes(field: Field, value: Any) -> bytes:
    if not isinstance(value, (bytes, bytearray, memoryview)):
        raise _wrong(field, value, "bytes")
    return bytes(value)


def _check_text(field: Field, value: Any) -> str:
    if isinstance(value, (bytes, bytearray)):
        try:
            return bytes(value).decode()
        except UnicodeDecodeError:
            raise ValueError(
                f"{field.name}: {value!r} has type bytes, but isn't valid UTF-8 encoding."
            ) from None
    if not isinstance(value, str):
        raise _wrong(field, value, "a str")
    try:
        value.encode()
    except UnicodeEncodeError as error:
        raise ValueError(f"{field.name}: {value!r} is no Unicode text: {error}.") from None
    return str(value)


_CHECKS: dict[str, Callable[[Field, Any], Any]] = {
    **dict.fromkeys(_RANGES, _check_integer),
    "bool": _check_bool,
    "float": _check_float,
    "double": _check_float,
    "bytes": _check_bytes,
    "string": _check_text,
}
