"""Attributes of ops as AttrValue messages, and back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.dtypes import DType, as_dtype
from tenfold.core.messages import shape_message
from tenfold.core.shapes import TensorShape, raw
from tenfold.core.tensor import Tensor
from tenfold.protos.schemas.attr_value import AttrValue
from tenfold.protos.schemas.tensor import TensorProto
from tenfold.protos.text_writer import shortest_float32

from .tensor_values import make_tensor_proto, proto_of, tensor_of

# For each kind of an OpDef's attributes: the field of an AttrValue that holds it.
_FIELDS = {
    "string": "s",
    "int": "i",
    "float": "f",
    "bool": "b",
    "type": "type",
    "shape": "shape",
    "tensor": "tensor",
    "func": "func",
}
_KINDS = {field: kind for kind, field in _FIELDS.items()}

NameOf = Callable[[Any], str]
FunctionOf = Callable[[Any], Any]


def encode(kind: str, value: Any, name_of: NameOf) -> Any:
    """An attribute's AttrValue.

    Args:
      kind: As an OpDef writes it: "type", "list(int)".
      value: The value; for "func" a graph, whose name `name_of` gives.
      name_of: See there.
    """
    made = AttrValue()
    if kind.startswith("list("):
        made.list.SetInParent()
        inner = kind[5:-1]
        getattr(made.list, _FIELDS[inner]).extend([_encode(inner, v, name_of) for v in value or ()])
        return made
    encoded = _encode(kind, value, name_of)
    if kind in ("shape", "tensor", "func"):
        field = getattr(made, _FIELDS[kind])
        field.SetInParent()
        field.CopyFrom(encoded)
    else:
        setattr(made, _FIELDS[kind], encoded)
    return made


def _encode(kind: str, value: Any, name_of: NameOf) -> Any:
    if kind == "string":
        return value if isinstance(value, bytes) else value.encode("utf-8", "surrogateescape")
    if kind == "type":
        return as_dtype(value).as_datatype_enum
    if kind == "shape":
        return shape_message(raw(value))
    if kind == "tensor":
        if isinstance(value, Tensor):
            return proto_of(value._host(), value.dtype)  # type: ignore[attr-defined]
        return make_tensor_proto(value)
    if kind == "func":
        message = AttrValue().func
        message.name = name_of(value)
        return message
    return value


def kind_of(value: Any) -> str:
    """The kind of an attribute that no OpDef lists, told from its value."""
    if isinstance(value, (list, tuple)):
        return f"list({kind_of(value[0])})" if value else "list(int)"
    for types, kind in _PYTHON:
        if isinstance(value, types):
            return kind
    return "func"


_PYTHON: tuple[tuple[Any, str], ...] = (
    (bool, "bool"),
    (int, "int"),
    (float, "float"),
    ((str, bytes), "string"),
    (DType, "type"),
    (TensorShape, "shape"),
    ((Tensor, TensorProto), "tensor"),
)


def decode(kind: str, message: Any, function_of: FunctionOf) -> Any:
    """What an AttrValue says of an attribute of a declared kind.

    Args:
      kind: As an OpDef writes it.
      message: The AttrValue.
      function_of: Gives the graph of a NameAttrList.
    """
    if kind.startswith("list("):
        inner = kind[5:-1]
        return [_decode(inner, v, function_of) for v in getattr(message.list, _FIELDS[inner])]
    return _decode(kind, getattr(message, _FIELDS[kind]), function_of)


def decode_undeclared(message: Any, function_of: FunctionOf) -> Any:
    """What an AttrValue says of an attribute that no OpDef lists."""
    field = message.WhichOneof("value")
    if field == "list":
        for inner, values in message.list.ListFields():
            return [_undeclared(inner.name, v, function_of) for v in values]
        return []
    return None if field is None else _undeclared(field, getattr(message, field), function_of)


def _undeclared(field: str, value: Any, function_of: FunctionOf) -> Any:
    if field == "shape":
        return TensorShape(raw(value))
    return value if field == "placeholder" else _decode(_KINDS[field], value, function_of)


def _decode(kind: str, value: Any, function_of: FunctionOf) -> Any:
    if kind == "string":
        return value.decode("utf-8", "surrogateescape")
    if kind == "float":
        return float(shortest_float32(value))  # 0.001, where single precision has 0.0010000000475
    if kind == "type":
        return as_dtype(value)
    if kind == "shape":
        return raw(value)
    if kind == "tensor":
        return tensor_of(value)
    return function_of(value) if kind == "func" else value
