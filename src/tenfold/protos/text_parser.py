"""Reading the text form of messages."""

from __future__ import annotations

import re
from typing import Any

from .containers import Map
from .field import Field
from .wire import Error


class ParseError(Error):
    """The text is no message of the class that was to read it."""


_TOKEN = re.compile(
    r"""
    (?P<space>(?:\s|\#[^\n]*)+)
  | (?P<text>"(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*')
  | (?P<word>[A-Za-z_][A-Za-z0-9_.]*)
  | (?P<number>0[xX][0-9A-Fa-f]+|(?:[0-9]+\.?[0-9]*|\.[0-9]+)(?:[eE][+-]?[0-9]+)?[fF]?)
  | (?P<mark>[{}<>\[\]:;,/-])
    """,
    re.VERBOSE | re.DOTALL,
)


def parse_text(text: str | bytes, message: Any, allow_unknown_field: bool = False) -> Any:
    """Merges the message that a text describes into `message`.

    Args:
      text: The text form.
      message: The message to fill.
      allow_unknown_field: Whether to pass over fields that its class lacks.

    Returns:
      `message`.

    Raises:
      ParseError: The text is no such message; the error names the line.
    """
    reader = _Reader(text.decode() if isinstance(text, bytes) else text, allow_unknown_field)
    reader.read_message(message, "")
    return message


class _Reader:
    """The tokens of a text, and what is built from them."""

    def __init__(self, text: str, allow_unknown: bool) -> None:
        self.text = text
        self.allow_unknown = allow_unknown
        self.at = 0
        self.kind = ""
        self.token = ""
        self.start = 0
        self.advance()

    def advance(self) -> str:
        """Goes to the next token; gives the one that was current."""
        passed = self.token
        while True:
            self.start = self.at
            if self.at == len(self.text):
                self.kind, self.token = "end", ""
                return passed
            found = _TOKEN.match(self.text, self.at)
            if found is None:
                raise self.error(f"unexpected {self.text[self.at]!r}")
            self.at = found.end()
            if found.lastgroup != "space":
                self.kind, self.token = str(found.lastgroup), found[0]
                return passed

    def error(self, what: str) -> ParseError:
        line = self.text.count("\n", 0, self.start) + 1
        column = self.start - self.text.rfind("\n", 0, self.start)
        return ParseError(f"{line}:{column} : {what}.")

    def take(self, mark: str) -> bool:
        """Passes a mark if it is there."""
        if self.kind == "mark" and self.token == mark:
            self.advance()
            return True
        return False

    def expect(self, mark: str) -> None:
        if not self.take(mark):
            raise self.error(f"expected {mark!r}, found {self.token!r}")

    def read_message(self, message: Any, close: str) -> None:
        """Fields up to the closing mark, or to the end of the text."""
        while not (close and self.take(close)):
            if self.kind == "end":
                if close:
                    raise self.error(f"expected {close!r}, found the end of the text")
                return
            self.read_field(message)
            if not self.take(";"):
                self.take(",")

    def read_field(self, message: Any) -> None:
        if self.kind != "word":
            raise self.error(f"expected the name of a field, found {self.token!r}")
        field = message.DESCRIPTOR.fields_by_name.get(self.token)
        if field is None:
            if not self.allow_unknown:
                raise self.error(
                    f"Message type {message.DESCRIPTOR.full_name!r} has no field named "
                    f"{self.token!r}"
                )
            self.advance()
            self.skip_value()
            return
        self.advance()
        colon = self.take(":")
        if field.kind != "message" and field.key is None and not colon:
            raise self.error(f"expected ':' after {field.name!r}, found {self.token!r}")
        if field.repeated and self.take("["):
            while not self.take("]"):
                self.read_value(message, field)
                if not self.take(",") and self.token != "]":
                    raise self.error(f"expected ',' or ']', found {self.token!r}")
        else:
            self.read_value(message, field)

    def read_value(self, message: Any, field: Field) -> None:
        if field.key is not None:
            self.read_entry(getattr(message, field.name), field, field.key)
        elif field.kind == "message":
            target = getattr(message, field.name)
            target = target.add() if field.repeated else target
            target.SetInParent()
            self.read_message(target, self.opened())
        elif field.repeated:
            getattr(message, field.name).append(self.read_scalar(field))
        else:
            setattr(message, field.name, self.read_scalar(field))

    def opened(self) -> str:
        """Passes the mark that opens a message; gives the one that closes it."""
        if self.take("<"):
            return ">"
        self.expect("{")
        return "}"

    def read_entry(self, entries: Map, field: Field, key_field: Field) -> None:
        close, key = self.opened(), key_field.default
        value: Any = field.message_class() if field.kind == "message" else field.default
        while not self.take(close):
            name, _ = self.advance(), self.take(":")
            if name == "key":
                key = self.read_scalar(key_field)
            elif name == "value" and field.kind == "message":
                self.read_message(value, self.opened())
            elif name == "value":
                value = self.read_scalar(field)
            else:
                raise self.error(f"expected key or value, found {name!r}")
            if not self.take(";"):
                self.take(",")
        if field.kind == "message":
            entries[key].CopyFrom(value)
        else:
            entries[key] = value

    def read_scalar(self, field: Field) -> Any:
        if field.kind in ("string", "bytes"):
            return self.read_text(field)
        negative = self.take("-")
        token = self.token
        if self.kind not in ("word", "number"):
            raise self.error(f"expected a value for {field.name!r}, found {token!r}")
        try:
            value = _number(field, token, negative)
        except ValueError as error:
            raise self.error(str(error).rstrip(".")) from None
        self.advance()
        return value

    def read_text(self, field: Field) -> Any:
        if self.kind != "text":
            raise self.error(f"expected a quoted text for {field.name!r}, found {self.token!r}")
        parts = []
        while self.kind == "text":
            try:
                parts.append(unescape(self.token[1:-1]))
            except ValueError as error:
                raise self.error(str(error)) from None
            self.advance()
        value = b"".join(parts)
        if field.kind == "bytes":
            return value
        try:
            return value.decode()
        except UnicodeDecodeError as error:
            raise self.error(f"the text of {field.name!r} is not UTF-8: {error}") from None

    def skip_value(self) -> None:
        """Passes the value of an unknown field."""
        self.take(":")
        if self.kind == "mark" and self.token in "{<[":
            depth = 0
            while True:
                token, kind = self.token, self.kind
                if kind == "end":
                    raise self.error("expected a closing mark, found the end of the text")
                self.advance()
                depth += (kind == "mark" and token in "{<[") - (kind == "mark" and token in "}>]")
                if not depth:
                    return
        self.take("-")
        if self.advance()[:1] in "'\"":
            while self.kind == "text":
                self.advance()


def _number(field: Field, token: str, negative: bool) -> Any:
    """The number, bool or enum value that a token stands for."""
    if field.kind == "bool":
        known = {"true": True, "t": True, "True": True, "1": True}
        known |= {"false": False, "f": False, "False": False, "0": False}
        if token not in known or negative:
            raise ValueError(f"expected true or false for {field.name!r}, found {token!r}")
        return known[token]
    sign = -1 if negative else 1
    if field.kind in ("float", "double"):
        word = token.lower()
        if word in ("inf", "infinity", "inff", "infinityf"):
            return sign * float("inf")
        if word in ("nan", "nanf"):
            return float("nan")
        return sign * (int(token, 16) if word.startswith("0x") else float(word.rstrip("f")))
    if field.kind == "enum" and not token[0].isdigit():
        return field.check(token)
    octal = re.fullmatch("0[0-7]+", token)
    return field.check(sign * (int(token, 8) if octal else int(token, 0)))


_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|[xX]([0-9A-Fa-f]{1,2})|u([0-9A-Fa-f]{4})|(.))", re.DOTALL)
_PLAIN = {"n": 10, "r": 13, "t": 9, "a": 7, "b": 8, "f": 12, "v": 11, "\\": 92, "'": 39, '"': 34}


def unescape(text: str) -> bytes:
    """The bytes that stand between quotes."""

    def replaced(found: re.Match[bytes]) -> bytes:
        octal, hexadecimal, unicode, plain = (g and g.decode() for g in found.groups())
        if octal:
            return bytes([int(octal, 8) & 255])
        if hexadecimal:
            return bytes([int(hexadecimal, 16)])
        if unicode:
            return chr(int(unicode, 16)).encode()
        if plain not in _PLAIN:
            raise ValueError(f"unknown escape \\{plain}")
        return bytes([_PLAIN[plain]])

    pattern = re.compile(_ESCAPE.pattern.encode(), re.DOTALL)
    return pattern.sub(replaced, text.encode())
