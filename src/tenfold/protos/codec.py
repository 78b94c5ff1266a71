"""Messages to bytes and back.

Bytes are written back to front, so that the length of a message is known when its tag is written
and nothing is copied twice. Fields come in the order of their numbers, the entries of maps in an
order of their keys and unknown fields last: equal messages have equal bytes.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

from . import wire
from .containers import new_container
from .field import Field
from .wire import DecodeError, varint

Write = Callable[[Any, list[bytes]], int]
Read = Callable[[Any, bytes, int, int], int]


def encode(message: Any) -> bytes:
    """A message's bytes."""
    parts: list[bytes] = []
    _write_message(message, parts)
    parts.reverse()
    return b"".join(parts)


def _write_message(message: Any, parts: list[bytes]) -> int:
    size = 0
    if message._unknown:
        parts.extend(reversed(message._unknown))
        size = sum(map(len, message._unknown))
    values = message.__dict__
    for name, write in message.CODEC.writers:
        value = values.get(name)
        if value is not None:
            size += write(value, parts)
    return size


def decode(message: Any, data: Any) -> None:
    """Merges bytes into a message.

    Raises:
      DecodeError: They are no message of its class.
    """
    data = bytes(data)
    try:
        _read_message(message, data, 0, len(data))
    except (IndexError, wire.struct.error):
        raise DecodeError(
            f"{len(data)} bytes end in the middle of a value of {message.DESCRIPTOR.full_name}."
        ) from None
    except RecursionError:
        raise DecodeError(
            f"The messages in {message.DESCRIPTOR.full_name} are nested too deeply."
        ) from None


def _read_message(message: Any, data: bytes, at: int, end: int) -> None:
    readers = message.CODEC.readers
    while at < end:
        start = at
        key = data[at]
        at += 1
        if key > 127:
            key, at = wire.read_varint(data, start)
        read = readers.get(key)
        if read is None:
            at = wire.skip(data, at, key, end)
            message._unknown = (*message._unknown, data[start:at])
        else:
            at = read(message, data, at, end)
    if at != end:
        raise DecodeError(f"A value of {message.DESCRIPTOR.full_name} ends beyond its message.")


class Codec:
    """How the fields of one message class are written and read."""

    def __init__(self, fields: list[Field]) -> None:
        backwards = sorted(fields, key=lambda f: -f.number)
        self.writers: list[tuple[str, Write]] = [(f.name, _writer(f)) for f in backwards]
        self.readers: dict[int, Read] = {}
        for field in fields:
            self.readers.update(_readers(field))


def _key(number: int, how: int) -> int:
    return number << 3 | how


def _writer(field: Field) -> Write:
    if field.key is not None:
        return _map_writer(field, field.key)
    if field.kind == "message":
        return _messages_writer(field) if field.repeated else _message_writer(field)
    tag = wire.tag(field.number, wire.wire_type(field.kind))
    put = wire.writer(field.kind)
    if field.packed:
        return _packed_writer(field)
    if field.repeated:

        def write_all(values: list[Any], parts: list[bytes]) -> int:
            chunks = [tag + put(v) for v in reversed(values)]
            parts.extend(chunks)
            return sum(map(len, chunks))

        return write_all

    always = field.presence
    floating = field.kind in ("float", "double")

    def write(value: Any, parts: list[bytes]) -> int:
        # A negative zero is not the default.
        if not (always or value or (floating and math.copysign(1, value) < 0)):
            return 0
        chunk = tag + put(value)
        parts.append(chunk)
        return len(chunk)

    return write


def _packed_writer(field: Field) -> Write:
    tag, kind = wire.tag(field.number, wire.DELIMITED), field.kind

    def write(values: list[Any], parts: list[bytes]) -> int:
        if not values:
            return 0
        body = wire.pack(kind, values)
        head = tag + varint(len(body))
        parts.append(body)
        parts.append(head)
        return len(body) + len(head)

    return write


def _message_writer(field: Field) -> Write:
    tag = wire.tag(field.number, wire.DELIMITED)

    def write(value: Any, parts: list[bytes]) -> int:
        if value._pending is not None:
            return 0
        size = _write_message(value, parts)
        head = tag + varint(size)
        parts.append(head)
        return size + len(head)

    return write


def _messages_writer(field: Field) -> Write:
    write_one = _message_writer(field)

    def write(values: list[Any], parts: list[bytes]) -> int:
        return sum([write_one(v, parts) for v in reversed(values)])

    return write


def _map_writer(field: Field, key_field: Field) -> Write:
    tag = wire.tag(field.number, wire.DELIMITED)
    key_tag = wire.tag(1, wire.wire_type(key_field.kind))
    put_key = wire.writer(key_field.kind)
    write_value = _writer(Field(2, "value", field.kind, presence=True))
    ascending = key_field.kind == "string"
    backwards = _text_order if ascending else _number_order

    def write(values: dict[Any, Any], parts: list[bytes]) -> int:
        total = 0
        for key in sorted(values, key=backwards, reverse=ascending):
            size = write_value(values[key], parts)
            head = key_tag + put_key(key)
            head = tag + varint(size + len(head)) + head
            parts.append(head)
            total += size + len(head)
        return total

    return write


# The order of a map's entries is that of the protobuf library's Python build (upb), so that
# bytes can be compared: texts ascend, "ab" before its prefix "a"; numbers descend, without sign.
def _text_order(key: str) -> bytes:
    return key.encode() + b"\xff"


def _number_order(key: int) -> int:
    return key & 0xFFFFFFFFFFFFFFFF


def _readers(field: Field) -> dict[int, Read]:
    if field.key is not None:
        return {_key(field.number, wire.DELIMITED): _map_reader(field, field.key)}
    if field.kind == "message":
        read = _messages_reader(field) if field.repeated else _message_reader(field)
        return {_key(field.number, wire.DELIMITED): read}
    get, name, how = wire.reader(field.kind), field.name, wire.wire_type(field.kind)
    if not field.repeated:
        others = field.oneof

        def read_one(message: Any, data: bytes, at: int, end: int) -> int:
            value, at = get(data, at, end)
            if others:
                message._choose(others, name)
            message.__dict__[name] = value
            return at

        return {_key(field.number, how): read_one}

    def read_item(message: Any, data: bytes, at: int, end: int) -> int:
        value, at = get(data, at, end)
        list.append(_container(message, field), value)
        return at

    def read_packed(message: Any, data: bytes, at: int, end: int) -> int:
        at, stop = wire.read_length(data, at, end)
        list.extend(_container(message, field), wire.unpack(field.kind, data, at, stop))
        return stop

    found = {_key(field.number, how): read_item}
    if how != wire.DELIMITED:
        found[_key(field.number, wire.DELIMITED)] = read_packed
    return found


def _container(message: Any, field: Field) -> Any:
    values = message.__dict__
    found = values.get(field.name)
    if found is None:
        found = values[field.name] = new_container(field, message)
    return found


def _message_reader(field: Field) -> Read:
    name, kind = field.name, field.message_class

    def read(message: Any, data: bytes, at: int, end: int) -> int:
        at, stop = wire.read_length(data, at, end)
        found = message.__dict__.get(name)
        if found is None:
            if field.oneof:
                message._choose(field.oneof, name)
            found = message.__dict__[name] = kind()
        else:
            found.SetInParent()
        _read_message(found, data, at, stop)
        return stop

    return read


def _messages_reader(field: Field) -> Read:
    kind = field.message_class

    def read(message: Any, data: bytes, at: int, end: int) -> int:
        at, stop = wire.read_length(data, at, end)
        made = kind()
        _read_message(made, data, at, stop)
        list.append(_container(message, field), made)
        return stop

    return read


def _map_reader(field: Field, key_field: Field) -> Read:
    get_key, kind = wire.reader(key_field.kind), field.message_class
    key_tag = _key(1, wire.wire_type(key_field.kind))
    value_tag = _key(2, wire.wire_type(field.kind))
    get_value = wire.reader("bytes" if kind is not None else field.kind)

    def read(message: Any, data: bytes, at: int, end: int) -> int:
        at, stop = wire.read_length(data, at, end)
        key, value = key_field.default, field.default if kind is None else kind()
        while at < stop:
            tag, at = wire.read_varint(data, at)
            if tag == key_tag:
                key, at = get_key(data, at, stop)
            elif tag == value_tag and kind is None:
                value, at = get_value(data, at, stop)
            elif tag == value_tag:
                at, limit = wire.read_length(data, at, stop)
                _read_message(value, data, at, limit)
                at = limit
            else:
                at = wire.skip(data, at, tag, stop)
        dict.__setitem__(_container(message, field), key, value)
        return stop

    return read
