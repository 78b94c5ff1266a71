"""The JSON form of messages: names in camelCase, 64-bit integers as text, bytes in base 64."""

from __future__ import annotations

import base64
import json
import math
import re
from typing import Any

from .containers import Map
from .field import Field
from .text_writer import shortest_float32
from .wire import Error

_WRAPPERS = "google.protobuf."  # a wrapper's JSON is that of its value
_NOT_FINITE = {"Infinity": math.inf, "-Infinity": -math.inf, "NaN": math.nan}


class JsonError(Error):
    """The JSON is no message of the class that was to read it."""


def to_json(message: Any, indent: int | None = 2) -> str:
    """A message as JSON text."""
    return json.dumps(to_dict(message), indent=indent)


def to_dict(message: Any) -> Any:
    """A message as the dicts, lists and scalars of its JSON form."""
    if _is_wrapper(message.DESCRIPTOR):
        return _plain(message.DESCRIPTOR.fields[0], message.value)
    found: dict[str, Any] = {}
    for field, value in message.ListFields():
        if field.key is not None:
            made: Any = {_key_text(k): _plain(field, v) for k, v in value.items()}
        elif field.repeated:
            made = [_plain(field, v) for v in value]
        else:
            made = _plain(field, value)
        found[camel(field.name)] = made
    return found


def from_json(text: str | bytes, message: Any) -> Any:
    """Merges JSON text into a message, and returns it.

    Raises:
      JsonError: The text is no such message.
    """
    try:
        found = json.loads(text)
    except ValueError as error:
        raise JsonError(f"Failed to load JSON: {error}.") from None
    return from_dict(found, message)


def from_dict(values: Any, message: Any) -> Any:
    """Merges the dicts, lists and scalars of a JSON form into a message, and returns it."""
    fields = {camel(f.name): f for f in message.DESCRIPTOR.fields}
    fields |= message.DESCRIPTOR.fields_by_name
    if _is_wrapper(message.DESCRIPTOR):
        values = {"value": values}
    if not isinstance(values, dict):
        raise JsonError(f"{message.DESCRIPTOR.full_name} takes an object; received {values!r}.")
    for name, value in values.items():
        field = fields.get(name)
        if field is None:
            raise JsonError(f"{message.DESCRIPTOR.full_name} has no field named {name!r}.")
        if value is not None:
            _enter(message, field, value)
    return message


def _enter(message: Any, field: Field, value: Any) -> None:
    target = getattr(message, field.name) if field.repeated or field.kind == "message" else None
    if isinstance(target, Map):
        assert field.key is not None
        for text, item in value.items():
            key = _scalar(field.key, text)
            if field.kind == "message":
                from_dict(item, target[key])
            else:
                target[key] = _scalar(field, item)
    elif field.repeated:
        for item in value:
            if field.kind == "message":
                from_dict(item, getattr(message, field.name).add())
            else:
                getattr(message, field.name).append(_scalar(field, item))
    elif target is not None:
        target.SetInParent()
        from_dict(value, target)
    else:
        setattr(message, field.name, _scalar(field, value))


def _is_wrapper(descriptor: Any) -> bool:
    return descriptor.full_name.startswith(_WRAPPERS) and descriptor.name.endswith("Value")


def camel(name: str) -> str:
    """A field's name in JSON: `tensor_shape` is `tensorShape`."""
    return re.sub("_([a-z0-9])", lambda found: found[1].upper(), name)


def _key_text(key: Any) -> str:
    return str(key).lower() if isinstance(key, bool) else str(key)


def _plain(field: Field, value: Any) -> Any:
    """A value as JSON has it."""
    if field.kind == "message":
        return to_dict(value)
    if field.kind == "enum":
        return field.enum.get(value) or value
    if field.kind == "bytes":
        return base64.b64encode(value).decode()
    if field.kind in ("float", "double"):
        if not math.isfinite(value):
            return next(k for k, v in _NOT_FINITE.items() if v == value or v != v)
        return float(shortest_float32(value)) if field.kind == "float" else value
    return str(value) if field.kind.endswith("64") else value


def _scalar(field: Field, value: Any) -> Any:
    """What a JSON value stands for."""
    try:
        if field.kind == "bytes":
            return base64.b64decode(value.replace("-", "+").replace("_", "/") + "==")
        if field.kind in ("float", "double"):
            return _NOT_FINITE[value] if value in _NOT_FINITE else float(value)
        if field.kind == "bool":
            return {"true": True, "false": False}[value] if isinstance(value, str) else value
        if field.kind in ("enum", "string"):
            return value
        return int(value)
    except (ValueError, KeyError, AttributeError, TypeError):
        raise JsonError(f"{field.name} takes a {field.kind}; received {value!r}.") from None
