"""Type specs as messages: StructuredValue holds a spec's serialisation, whatever it is made of."""

from __future__ import annotations

import importlib
from collections import namedtuple
from collections.abc import Mapping
from typing import Any

from tenfold.core.dtypes import DType, as_dtype
from tenfold.core.messages import message_class
from tenfold.core.shapes import TensorShape

# The numbers of TypeSpecProto.TypeSpecClass: which spec each stands for. Its module is loaded by
# name, because most stand on floors above this one.
_NUMBERED = {
    1: ("tenfold.core.sparse_tensor", "SparseTensorSpec"),
    2: ("tenfold.engine.autodiff.indexed_slices", "IndexedSlicesSpec"),
    4: ("tenfold.engine.control_flow.tensor_array", "TensorArraySpec"),
}
_REGISTERED = 12
_BY_NAME = {"tf.NoneTensorSpec": ("tenfold.core.none_tensor", "NoneTensorSpec")}


class NotEncodableError(Exception):
    """A value has no form in a StructuredValue message."""


class Serializable:
    """What can be written as a message, and read again: the base of all type specs."""

    __slots__ = ()

    def experimental_as_proto(self) -> Any:
        """The spec as a message.

        Returns:
          A TypeSpecProto (a TensorSpecProto of a `tf.TensorSpec`).

        Raises:
          NotEncodableError: The spec, or what it is made of, has no form in messages.

        >>> import tenfold as tf
        >>> tf.SparseTensorSpec([2, None]).experimental_as_proto().type_spec_class_name
        'SparseTensorSpec'
        """
        spec: Any = self
        place = type(spec).__module__, type(spec).__name__
        number = next((n for n, known in _NUMBERED.items() if known == place), None)
        name = place[1]
        if number is None:
            number = _REGISTERED
            name = next((n for n, known in _BY_NAME.items() if known == place), "")
            if not name:
                raise _not_encodable(spec)
        return self.experimental_type_proto()(
            type_spec_class=number,
            type_state=encode(spec._serialize()),
            type_spec_class_name=name,
            num_flat_components=len(spec.flatten()),
        )

    @classmethod
    def experimental_from_proto(cls, proto: Any) -> Any:
        """The spec that a message describes.

        Args:
          proto: A TypeSpecProto, as `experimental_as_proto` gives it.

        Returns:
          The spec, of the class that the message names.

        Raises:
          TypeError: `proto` is another message.
          ValueError: The message is of a class of specs that is not known.

        >>> import tenfold as tf
        >>> spec = tf.SparseTensorSpec([2, None])
        >>> tf.SparseTensorSpec.experimental_from_proto(spec.experimental_as_proto()) == spec
        True
        """
        wanted = cls.experimental_type_proto()
        if not isinstance(proto, wanted):
            raise TypeError(
                f"{cls.__name__}.experimental_from_proto takes a {wanted.__name__}; received a "
                f"{type(proto).__name__}."
            )
        number = int(proto.type_spec_class)
        place = _NUMBERED.get(number)
        if number == _REGISTERED:
            place = _BY_NAME.get(proto.type_spec_class_name)
        if place is None:
            known = [name for _, name in (*_NUMBERED.values(), *_BY_NAME.values())]
            raise ValueError(
                f"The class of specs {proto.type_spec_class_name!r} (number {number}) is not "
                f"known; expected one of {known}."
            )
        module, name = place
        return getattr(importlib.import_module(module), name)._deserialize(decode(proto.type_state))

    @classmethod
    def experimental_type_proto(cls) -> Any:
        """The class of the messages of specs.

        >>> import tenfold as tf
        >>> tf.SparseTensorSpec.experimental_type_proto().__name__
        'TypeSpecProto'
        """
        return message_class("struct", "TypeSpecProto")


def encode(value: Any) -> Any:
    """A nested value of specs, shapes, dtypes and Python values as a StructuredValue message.

    Args:
      value: The value.

    Returns:
      The message.

    Raises:
      NotEncodableError: A part of it has no form there.

    >>> decode(encode({"sizes": TensorShape([2, None]), "on": True}))
    {'sizes': TensorShape([2, None]), 'on': True}
    """
    return message_class("struct", "StructuredValue")(**_kind(value))


def _kind(value: Any) -> dict[str, Any]:
    """The one field of the message, by name."""
    if value is None:
        return {"none_value": message_class("struct", "NoneValue")()}
    for accepted, field in ((bool, "bool"), (int, "int64"), (float, "float64"), (str, "string")):
        if isinstance(value, accepted):
            return {f"{field}_value": value}
    if isinstance(value, TensorShape):
        return {"tensor_shape_value": value.as_proto()}
    if isinstance(value, DType):
        return {"tensor_dtype_value": value.as_datatype_enum}
    if isinstance(value, Serializable):
        message = value.experimental_as_proto()
        is_tensor = type(message).__name__ == "TensorSpecProto"
        return {"tensor_spec_value" if is_tensor else "type_spec_value": message}
    return _container(value)


def _container(value: Any) -> dict[str, Any]:
    if isinstance(value, Mapping):
        if not all(isinstance(key, str) for key in value):
            raise _not_encodable(value)
        fields = {key: encode(part) for key, part in value.items()}
        return {"dict_value": message_class("struct", "DictValue")(fields=fields)}
    if isinstance(value, tuple) and hasattr(value, "_fields"):
        pair = message_class("struct", "PairValue")
        pairs = [
            pair(key=key, value=encode(part))
            for key, part in zip(value._fields, value, strict=True)  # type: ignore[attr-defined]
        ]
        made = message_class("struct", "NamedTupleValue")(name=type(value).__name__, values=pairs)
        return {"named_tuple_value": made}
    if isinstance(value, tuple):
        parts = message_class("struct", "TupleValue")(values=[encode(part) for part in value])
        return {"tuple_value": parts}
    if isinstance(value, list):
        parts = message_class("struct", "ListValue")(values=[encode(part) for part in value])
        return {"list_value": parts}
    raise _not_encodable(value)


def _not_encodable(value: Any) -> NotEncodableError:
    return NotEncodableError(
        f"No encoder for object {value!r} of type {type(value)}; expected None, a number, a "
        "string, a shape, a dtype, a spec, or a tuple, list or mapping of those by strings."
    )


def decode(message: Any) -> Any:
    """The value that a StructuredValue message holds.

    Args:
      message: The message.

    Returns:
      The value; a named tuple is of a class made anew.

    Raises:
      ValueError: The message holds nothing, or a kind that is not read.
    """
    kind = message.WhichOneof("kind")
    part: Any = getattr(message, kind) if kind else None
    match kind:
        case "none_value":
            return None
        case "bool_value" | "int64_value" | "float64_value" | "string_value":
            return part
        case "tensor_shape_value":
            return TensorShape.experimental_from_proto(part)
        case "tensor_dtype_value":
            return as_dtype(part)
        case "tensor_spec_value":
            module = importlib.import_module("tenfold.core.spec")
            return module.TensorSpec.experimental_from_proto(part)
        case "type_spec_value":
            return Serializable.experimental_from_proto(part)
        case "list_value":
            return [decode(v) for v in part.values]
        case "tuple_value":
            return tuple(decode(v) for v in part.values)
        case "dict_value":
            return {key: decode(v) for key, v in part.fields.items()}
        case "named_tuple_value":
            made = namedtuple(part.name, [pair.key for pair in part.values])  # type: ignore[misc]
            return made(*(decode(pair.value) for pair in part.values))
    raise ValueError(f"A StructuredValue of the kind {kind!r} is not read.")
