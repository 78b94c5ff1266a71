"""The wire format: varints, zigzag, fixed-width numbers and length-delimited bytes."""

from __future__ import annotations

import struct
from collections.abc import Callable
from typing import Any

VARINT, FIXED64, DELIMITED, START_GROUP, END_GROUP, FIXED32 = range(6)

_SMALL = [bytes([i]) for i in range(128)]


class Error(Exception):
    """Something is wrong with a message."""


class DecodeError(Error):
    """Bytes or text are no message of the class that was to read them."""


def varint(value: int) -> bytes:
    """The bytes of an unsigned integer, seven bits in each; negative ones as 64 bits."""
    if 0 <= value < 128:
        return _SMALL[value]
    if value < 0:
        value += 1 << 64
    out = bytearray()
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)
    return bytes(out)


def read_varint(data: bytes, at: int) -> tuple[int, int]:
    """The unsigned integer at `at`, and where it ends."""
    byte = data[at]
    at += 1
    if byte < 128:
        return byte, at
    value, shift = byte & 127, 7
    while True:
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value & 0xFFFFFFFFFFFFFFFF, at
        shift += 7
        if shift > 63:
            raise DecodeError(f"The number that ends at byte {at} is longer than ten bytes.")


def _signed(bits: int) -> Callable[[int], int]:
    mask, half, full = (1 << bits) - 1, 1 << (bits - 1), 1 << bits

    def signed(value: int) -> int:
        value &= mask
        return value - full if value >= half else value

    return signed


def _zigzag(value: int) -> bytes:
    return varint(value << 1 if value >= 0 else (-value << 1) - 1)


def _unzigzag(value: int) -> int:
    return value >> 1 if not value & 1 else -((value + 1) >> 1)


# For each kind that is a varint: how a value is written, and what a read integer means.
VARINTS: dict[str, tuple[Callable[[Any], bytes], Callable[[int], Any]]] = {
    "int32": (varint, _signed(32)),
    "int64": (varint, _signed(64)),
    "uint32": (varint, lambda value: value & 0xFFFFFFFF),
    "uint64": (varint, lambda value: value),
    "sint32": (_zigzag, lambda value: _unzigzag(value & 0xFFFFFFFF)),
    "sint64": (_zigzag, _unzigzag),
    "bool": (lambda value: _SMALL[1] if value else _SMALL[0], bool),
    "enum": (varint, _signed(32)),
}

# For each kind of fixed width: its wire type and its letter in `struct`.
FIXED: dict[str, tuple[int, str]] = {
    "double": (FIXED64, "d"),
    "float": (FIXED32, "f"),
    "fixed64": (FIXED64, "Q"),
    "fixed32": (FIXED32, "I"),
    "sfixed64": (FIXED64, "q"),
    "sfixed32": (FIXED32, "i"),
}


def wire_type(kind: str) -> int:
    """How a value of a kind is delimited."""
    if kind in VARINTS:
        return VARINT
    return FIXED[kind][0] if kind in FIXED else DELIMITED


def tag(number: int, how: int) -> bytes:
    """What stands before a value: the number of its field and its wire type."""
    return varint(number << 3 | how)


def writer(kind: str) -> Callable[[Any], bytes]:
    """The function that writes one value of a scalar kind."""
    if kind in VARINTS:
        return VARINTS[kind][0]
    if kind in FIXED:
        return struct.Struct("<" + FIXED[kind][1]).pack
    return _write_text if kind == "string" else _write_bytes


def _write_bytes(value: bytes) -> bytes:
    return varint(len(value)) + value


def _write_text(value: str) -> bytes:
    return _write_bytes(value.encode())


def reader(kind: str) -> Callable[[bytes, int, int], tuple[Any, int]]:
    """The function that reads one value of a scalar kind: (data, at, end) -> (value, at)."""
    if kind in VARINTS:
        meaning = VARINTS[kind][1]

        def read_integer(data: bytes, at: int, end: int) -> tuple[Any, int]:
            value, at = read_varint(data, at)
            return meaning(value), at

        return read_integer
    if kind in FIXED:
        unpack = struct.Struct("<" + FIXED[kind][1]).unpack_from
        width = struct.calcsize(FIXED[kind][1])

        def read_fixed(data: bytes, at: int, end: int) -> tuple[Any, int]:
            return unpack(data, at)[0], at + width

        return read_fixed
    return _read_text if kind == "string" else _read_bytes


def read_length(data: bytes, at: int, end: int) -> tuple[int, int]:
    """Where a length-delimited value starts and ends."""
    length, at = read_varint(data, at)
    if at + length > end:
        raise DecodeError(
            f"A value of {length} bytes at byte {at} reaches beyond the end of its message, {end}."
        )
    return at, at + length


def _read_bytes(data: bytes, at: int, end: int) -> tuple[bytes, int]:
    at, stop = read_length(data, at, end)
    return data[at:stop], stop


def _read_text(data: bytes, at: int, end: int) -> tuple[str, int]:
    at, stop = read_length(data, at, end)
    try:
        return data[at:stop].decode(), stop
    except UnicodeDecodeError as error:
        raise DecodeError(f"The text at byte {at} is not UTF-8: {error}.") from None


def pack(kind: str, values: list[Any]) -> bytes:
    """Several numbers of one kind, without tags between them."""
    if kind in FIXED:
        return struct.pack(f"<{len(values)}{FIXED[kind][1]}", *values)
    return b"".join(map(VARINTS[kind][0], values))


def unpack(kind: str, data: bytes, at: int, end: int) -> list[Any]:
    """The numbers of one kind that lie between `at` and `end`."""
    if kind in FIXED:
        letter = FIXED[kind][1]
        count, rest = divmod(end - at, struct.calcsize(letter))
        if rest:
            raise DecodeError(f"{end - at} bytes at byte {at} are no whole number of {kind}s.")
        return list(struct.unpack_from(f"<{count}{letter}", data, at))
    values, meaning = [], VARINTS[kind][1]
    while at < end:
        value, at = read_varint(data, at)
        values.append(meaning(value))
    return values


def skip(data: bytes, at: int, key: int, end: int) -> int:
    """Where the value of an unknown field ends, whose tag is `key`."""
    how = key & 7
    if how == VARINT:
        at = read_varint(data, at)[1]
    elif how == FIXED64:
        at += 8
    elif how == FIXED32:
        at += 4
    elif how == DELIMITED:
        at = read_length(data, at, end)[1]
    elif how == START_GROUP:
        while True:
            inner, at = read_varint(data, at)
            if inner & 7 == END_GROUP:
                break
            at = skip(data, at, inner, end)
    else:
        raise DecodeError(f"Byte {at} follows the impossible tag {key}.")
    if at > end or key >> 3 == 0:
        raise DecodeError(f"The value of field {key >> 3} ends beyond its message.")
    return at
