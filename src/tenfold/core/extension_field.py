"""The fields of extension types: their annotations, and the conversion of values to them."""

from __future__ import annotations

import collections.abc
import inspect
import types
import typing
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any, TypeVar, Union

from tenfold.core.composite import CompositeTensor
from tenfold.core.dtypes import DType, as_dtype
from tenfold.core.shapes import TensorShape, as_shape
from tenfold.core.spec import (
    TensorSpec,
    TypeSpec,
    convert_to_tensor,
    is_tensor,
    tensor_types,
    type_spec_from_value,
)

NO_DEFAULT: Any = inspect.Parameter.empty
_PLAIN = (int, float, str, bytes, bool, type(None))
_UNIONS = (Union, types.UnionType)
Key = TypeVar("Key")
Value = TypeVar("Value")


class ImmutableDict(Mapping[Key, Value]):
    """A mapping that cannot be changed: what a `Mapping` field holds.

    Args:
        items: A mapping, or pairs of keys and values.

    >>> ImmutableDict({"a": 1})["a"]
    1
    """

    __slots__ = ("_items",)

    def __init__(self, items: Any = ()) -> None:
        self._items: dict[Key, Value] = dict(items)

    def __getitem__(self, key: Key) -> Value:
        return self._items[key]

    def __iter__(self) -> Iterator[Key]:
        return iter(self._items)

    def __len__(self) -> int:
        return len(self._items)

    def __repr__(self) -> str:
        return f"ImmutableDict({self._items})"


@dataclass(frozen=True)
class Field:
    """A field of an extension type.

    Attributes:
        name: Its name.
        annotation: Its type, validated.
        default: Its default, or `NO_DEFAULT`.
    """

    name: str
    annotation: Any
    default: Any = NO_DEFAULT


def check_annotation(name: str, annotation: Any) -> None:
    """Check that a field may have this annotation.

    Raises:
        TypeError: If it may not.
    """
    if _is_plain_or_spec(annotation):
        return
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin in _UNIONS:
        parts = args
    elif origin is tuple and args:
        parts = args[:1] if _is_homogeneous(args) else args
    elif origin is collections.abc.Mapping and len(args) == 2:
        parts = args
    else:
        raise TypeError(
            f"In field {name!r}: unsupported type annotation {_named(annotation)}; expected "
            "tf.Tensor or a composite tensor's class, a TypeSpec, tf.TensorShape, tf.DType, int, "
            "float, str, bytes, bool, None, or tuple[X, ...], Mapping[str, X], Optional or Union "
            "of these."
        )
    for part in parts:
        check_annotation(name, part)


def _is_plain_or_spec(annotation: Any) -> bool:
    if annotation is None or isinstance(annotation, TypeSpec):
        return True
    if not isinstance(annotation, type) or typing.get_origin(annotation) is not None:
        return False
    known = (TensorShape, DType, CompositeTensor, *tensor_types())
    return annotation in _PLAIN or issubclass(annotation, known)


def _is_homogeneous(args: tuple[Any, ...]) -> bool:
    return len(args) == 2 and args[1] is Ellipsis


def _named(annotation: Any) -> str:
    if isinstance(annotation, type) and typing.get_origin(annotation) is None:
        return repr(annotation.__name__)
    return str(annotation)


def _mismatch(where: str, expected: str, value: Any) -> TypeError:
    return TypeError(f"{where}: expected {expected}, got {type(value).__name__!r}")


def convert(value: Any, annotation: Any, where: str, to_spec: bool = False) -> Any:
    """A field's value, converted to what its annotation asks for.

    Args:
        value: The value given.
        annotation: The field's annotation.
        where: The field's name, for messages.
        to_spec: Whether the value is a spec's: type specs stand in the places of tensors.

    Returns:
        The converted value.

    Raises:
        TypeError: If it does not convert.

    >>> convert([2, None], TensorShape, "shape")
    TensorShape([2, None])
    """
    if annotation is None or annotation in _PLAIN:
        return _instance(value, type(None) if annotation is None else annotation, where)
    if isinstance(annotation, TypeSpec):
        return _satisfying(value, annotation, where, to_spec)
    origin, args = typing.get_origin(annotation), typing.get_args(annotation)
    if origin is not None:
        return _CONTAINERS[origin](value, args, where, to_spec)
    if issubclass(annotation, tensor_types()):
        return _tensor(value, where, to_spec)
    if annotation is TensorShape or annotation is DType:
        return _static(value, annotation, where)
    if to_spec:
        fits = isinstance(value, TypeSpec) and issubclass(value.value_type, annotation)
        if not fits:
            raise _mismatch(where, f"the TypeSpec of a {annotation.__name__!r}", value)
        return value
    return _instance(value, annotation, where)


def _instance(value: Any, cls: type, where: str) -> Any:
    if not isinstance(value, cls):
        raise _mismatch(where, repr(cls.__name__), value)
    return value


def _static(value: Any, annotation: Any, where: str) -> Any:
    make: Callable[[Any], Any] = as_shape if annotation is TensorShape else as_dtype
    try:
        return make(value)
    except (TypeError, ValueError) as error:
        raise TypeError(f"{where}: expected a {annotation.__name__}: {error}") from error


def _tensor(value: Any, where: str, to_spec: bool, dtype: DType | None = None) -> Any:
    if to_spec:
        if not isinstance(value, TensorSpec):
            raise _mismatch(where, "a TensorSpec", value)
        return value
    if is_tensor(value):
        return value
    try:
        return convert_to_tensor(value, dtype)
    except (TypeError, ValueError) as error:
        raise _mismatch(where, "a Tensor", value) from error


def _satisfying(value: Any, spec: TypeSpec, where: str, to_spec: bool) -> Any:
    """`value`, which must satisfy the spec that is the field's annotation."""
    if isinstance(spec, TensorSpec):
        value = _tensor(value, where, to_spec, spec.dtype)
    elif not isinstance(value, TypeSpec if to_spec else spec.value_type):
        wanted = "TypeSpec" if to_spec else spec.value_type.__name__
        raise _mismatch(where, repr(wanted), value)
    if not spec.is_compatible_with(value):
        found = value if to_spec else type_spec_from_value(value)
        raise TypeError(f"{where}: expected a value of {spec}, got one of {found}")
    return value


def _convert_union(value: Any, args: tuple[Any, ...], where: str, to_spec: bool) -> Any:
    if value is None and type(None) in args:
        return None
    for annotation in args:
        try:
            return convert(value, annotation, where, to_spec)
        except TypeError:
            continue
    raise _mismatch(where, " or ".join([_named(part) for part in args]), value)


def _convert_tuple(value: Any, args: tuple[Any, ...], where: str, to_spec: bool) -> Any:
    if not isinstance(value, tuple | list):
        raise _mismatch(where, "tuple", value)
    if _is_homogeneous(args):
        args = args[:1] * len(value)
    elif len(args) != len(value):
        raise TypeError(f"{where}: expected tuple with length {len(args)}, got length {len(value)}")
    pairs = enumerate(zip(value, args, strict=True))
    return tuple([convert(part, kind, f"{where}[{i}]", to_spec) for i, (part, kind) in pairs])


def _convert_mapping(value: Any, args: tuple[Any, ...], where: str, to_spec: bool) -> Any:
    if not isinstance(value, Mapping):
        raise _mismatch(where, "mapping", value)
    key_type, part_type = args
    return ImmutableDict(
        {
            convert(key, key_type, f"{where}[<key>]", to_spec): convert(
                part, part_type, f"{where}[{key!r}]", to_spec
            )
            for key, part in value.items()
        }
    )


_CONTAINERS: dict[Any, Callable[[Any, tuple[Any, ...], str, bool], Any]] = {
    **dict.fromkeys(_UNIONS, _convert_union),
    tuple: _convert_tuple,
    collections.abc.Mapping: _convert_mapping,
}


def spec_of(value: Any) -> Any:
    """What a spec holds for a field's value: type specs in the places of tensors."""
    if isinstance(value, tuple):
        return tuple([spec_of(part) for part in value])
    if isinstance(value, Mapping):
        return ImmutableDict({key: spec_of(part) for key, part in value.items()})
    if is_tensor(value) or isinstance(value, CompositeTensor):
        return type_spec_from_value(value)
    return value


def specs_in(spec: Any) -> list[Any]:
    """The type specs in a field's spec, in the order of `components_in`."""
    if isinstance(spec, TypeSpec):
        return [spec]
    if isinstance(spec, tuple):
        return [found for part in spec for found in specs_in(part)]
    if isinstance(spec, Mapping):
        return [found for key in sorted(spec) for found in specs_in(spec[key])]
    return []


def components_in(value: Any, spec: Any) -> list[Any]:
    """The parts of a field's value where its spec has type specs."""
    if isinstance(spec, TypeSpec):
        return [value]
    if isinstance(spec, tuple):
        pairs = zip(value, spec, strict=True)
        return [found for x, y in pairs for found in components_in(x, y)]
    if isinstance(spec, Mapping):
        return [found for key in sorted(spec) for found in components_in(value[key], spec[key])]
    return []


def replaced(spec: Any, components: Iterator[Any]) -> Any:
    """A field's spec with the next of `components` in the places of its type specs."""
    if isinstance(spec, TypeSpec):
        return next(components)
    if isinstance(spec, tuple):
        return tuple([replaced(part, components) for part in spec])
    if isinstance(spec, Mapping):
        new = {key: replaced(spec[key], components) for key in sorted(spec)}
        return ImmutableDict({key: new[key] for key in spec})
    return spec


def plain(value: Any) -> Any:
    """A field's value with plain dicts for immutable ones."""
    if isinstance(value, tuple):
        return tuple([plain(part) for part in value])
    if isinstance(value, Mapping):
        return {key: plain(part) for key, part in value.items()}
    return value
