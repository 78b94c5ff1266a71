"""The text form of messages: `field: value` and `field { ... }`, two spaces a level."""

from __future__ import annotations

import math
import struct
from typing import Any

from .field import Field


def to_text(message: Any, as_one_line: bool = False) -> str:
    """A message as text that `parse_text` reads again.

    Args:
      message: The message.
      as_one_line: Whether to put blanks in place of line ends.
    """
    lines: list[str] = []
    _write(message, "", lines)
    if as_one_line:
        return " ".join(line.strip() for line in lines)
    return "".join(line + "\n" for line in lines)


def _write(message: Any, indent: str, lines: list[str]) -> None:
    for field, value in message.ListFields():
        if field.key is not None:
            for key in sorted(value):
                lines.append(f"{indent}{field.name} {{")
                _write_entry(field, field.key, key, value[key], indent + "  ", lines)
                lines.append(f"{indent}}}")
        else:
            for item in value if field.repeated else [value]:
                _write_field(field, item, indent, lines, field)


def _write_entry(
    field: Field, key_field: Field, key: Any, value: Any, indent: str, lines: list[str]
) -> None:
    """An entry of a map; in proto3, scalars equal to the default are left out, as anywhere."""
    explicit = key_field.presence
    if key or explicit:
        lines.append(f"{indent}key: {_scalar(key_field, key)}")
    if explicit or field.kind == "message" or value or math.copysign(1, value or 0) < 0:
        _write_field(Field(2, "value", field.kind), value, indent, lines, field)


def _write_field(named: Field, value: Any, indent: str, lines: list[str], typed: Field) -> None:
    if typed.kind == "message":
        lines.append(f"{indent}{named.name} {{")
        _write(value, indent + "  ", lines)
        lines.append(f"{indent}}}")
    else:
        lines.append(f"{indent}{named.name}: {_scalar(typed, value)}")


def _scalar(field: Field, value: Any) -> str:
    if field.kind == "enum":
        return field.enum.get(value) or str(value)
    if field.kind == "bool":
        return "true" if value else "false"
    if field.kind == "bytes":
        return f'"{escape(value)}"'
    if field.kind == "string":
        return f'"{_unicode_kept(value)}"'
    if field.kind == "float":
        return _digits(value, shortest_float32(value))
    return _digits(value, repr(value)) if field.kind == "double" else str(value)


def _unicode_kept(value: str) -> str:
    """A text as it stands between quotes: only what ASCII cannot print is escaped."""
    return "".join([_ESCAPES[ord(c)] if ord(c) < 128 else c for c in value])


def _digits(value: float, text: str) -> str:
    if math.isnan(value):
        return "nan"
    return text if math.isfinite(value) else "inf" if value > 0 else "-inf"


def shortest_float32(value: float) -> str:
    """The shortest digits from which single precision gives the same number."""
    if not math.isfinite(value):
        return repr(value)
    for precision in range(6, 10):
        text = f"{value:.{precision}g}"
        if struct.pack("<f", float(text)) == struct.pack("<f", value):
            break
    return repr(float(text))


_ESCAPES = {
    **{i: f"\\{i:03o}" for i in (*range(32), *range(127, 256))},
    **{i: chr(i) for i in range(32, 127)},
    ord("\n"): "\\n",
    ord("\r"): "\\r",
    ord("\t"): "\\t",
    ord('"'): '\\"',
    ord("'"): "\\'",
    ord("\\"): "\\\\",
}


def escape(value: bytes) -> str:
    """Bytes as they stand between quotes: printable ones as they are, others as octal numbers."""
    return "".join([_ESCAPES[byte] for byte in value])
