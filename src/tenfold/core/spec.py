"""Type specs: what is known about a tensor, or about an object made of tensors, before it exists.

A value counts as a tensor if its class was given to `register_tensor_type`.
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any

import numpy as np

from tenfold.core import structure
from tenfold.core.dtypes import DType, as_dtype, float32
from tenfold.core.messages import message_class
from tenfold.core.serialization import (
    NoSupertype,
    all_agree,
    frozen,
    is_container,
    leaf_is_subtype,
    leaves_compatible,
    rebuilt,
    supertype,
)
from tenfold.core.shapes import TensorShape, as_shape, from_raw
from tenfold.core.structured_values import Serializable

_tensor_types: tuple[type, ...] = ()
_converter: Callable[[Any, DType | None], Any] | None = None
_spec_makers: dict[type, Callable[[Any], TypeSpec]] = {
    type(None): lambda _: import_module("tenfold.core.none_tensor").NoneTensorSpec()
}
_spec_makers_of_subclasses: list[tuple[type, Callable[[Any], TypeSpec]]] = []


def register_tensor_type(cls: type) -> type:
    """Count instances of `cls`, which have `.dtype` and `.shape`, as tensors; returns `cls`."""
    global _tensor_types
    if cls not in _tensor_types:
        _tensor_types = (*_tensor_types, cls)
    return cls


def tensor_types() -> tuple[type, ...]:
    """The classes of tensors, in the order of their registration."""
    return _tensor_types


def is_tensor(value: Any) -> bool:
    """Whether `value` is a tensor."""
    return isinstance(value, _tensor_types)


def set_tensor_converter(convert: Callable[[Any, DType | None], Any]) -> None:
    """Install the function that makes a tensor of a value, of a dtype if one is given."""
    global _converter
    _converter = convert


def convert_to_tensor(value: Any, dtype: DType | None = None) -> Any:
    """`value` as a tensor, by the installed converter.

    Raises:
        TypeError: If it cannot be converted.
        ValueError: If it cannot be converted.
    """
    if isinstance(value, _tensor_types) and (dtype is None or value.dtype is dtype):
        return value
    if _converter is None:
        raise TypeError(f"cannot make a tensor of {value!r}: no converter is installed.")
    return _converter(value, dtype)


class TypeSpec(Serializable, ABC):
    """What is known about values of one class: the base of all type specs.

    A subclass says of what class its values are (`value_type`), how it is made anew
    (`_serialize`, whose result the constructor accepts), and of what tensors its values are made
    (`_component_specs`, `_to_components`, `_from_components`). Comparison, and the supertypes that
    decide when functions are traced anew, follow from `_serialize`: specs, shapes and dtypes in it
    may vary with the value, all else must be equal.

    >>> spec = TensorSpec([2, None])
    >>> isinstance(spec, TypeSpec), spec.is_subtype_of(TensorSpec(None))
    (True, True)
    """

    __slots__ = ("_cached_key",)

    @property
    @abstractmethod
    def value_type(self) -> type:
        """The class of the values that the spec describes."""

    @abstractmethod
    def _serialize(self) -> tuple[Any, ...]:
        """The arguments that make the spec anew."""

    @property
    @abstractmethod
    def _component_specs(self) -> Any:
        """The nested specs of a value's components."""

    @abstractmethod
    def _to_components(self, value: Any) -> Any:
        """The nested components of `value`."""

    @abstractmethod
    def _from_components(self, components: Any) -> Any:
        """The value that is made of `components`."""

    @classmethod
    def _deserialize(cls, serialization: tuple[Any, ...]) -> Any:
        """The spec that `serialization` describes."""
        return cls(*serialization)

    def is_compatible_with(self, spec_or_value: Any) -> bool:
        """Whether one value can satisfy both this spec and the other.

        Args:
            spec_or_value: A spec, or a value that has one.

        Returns:
            True if the classes are the same and all shapes and dtypes are compatible.

        Raises:
            TypeError: If a value is given that has no spec.

        >>> TensorSpec([None]).is_compatible_with(TensorSpec([3]))
        True
        """
        other = spec_or_value
        if not isinstance(other, TypeSpec):
            other = type_spec_from_value(other)
        return type(self) is type(other) and all_agree(
            self._serialize(), other._serialize(), leaves_compatible
        )

    def is_subtype_of(self, other: Any) -> bool:
        """Whether every value of this spec satisfies `other` too."""
        return type(self) is type(other) and all_agree(
            self._serialize(), other._serialize(), leaf_is_subtype
        )

    def most_specific_common_supertype(self, others: Sequence[Any]) -> Any:
        """The narrowest spec whose values include those of this and of all `others`.

        Args:
            others: Specs.

        Returns:
            The spec, or None if there is none.

        >>> TensorSpec([2, 3]).most_specific_common_supertype([TensorSpec([2, 4])])
        TensorSpec(shape=(2, None), dtype=tf.float32, name=None)
        """
        result = self._serialize()
        for other in others:
            if type(self) is not type(other):
                return None
            try:
                result = supertype(result, other._serialize())
            except NoSupertype:
                return None
        return self._deserialize(result)

    def most_specific_compatible_type(self, other: TypeSpec) -> Any:
        """The narrowest spec whose values include those of this and of `other`.

        Args:
            other: A spec.

        Returns:
            The spec.

        Raises:
            ValueError: If there is none.
        """
        result = self.most_specific_common_supertype([other])
        if result is None:
            raise ValueError(
                f"No TypeSpec is compatible with both {self} and {other}; expected specs of one "
                "class that differ in their sizes only."
            )
        return result

    def flatten(self) -> list[Any]:
        """The specs of the tensors that make a value."""
        return structure.flatten(self._component_specs, expand_composites=True)

    def to_tensors(self, value: Any) -> list[Any]:
        """The tensors that make `value`, in the order of `flatten`."""
        tensors: list[Any] = []
        specs = structure.flatten(self._component_specs)
        parts = structure.flatten_up_to(
            self._component_specs, self._to_components(value), check_types=False
        )
        for spec, part in zip(specs, parts, strict=True):
            tensors.extend(spec.to_tensors(part))
        return tensors

    def from_tensors(self, tensors: Iterator[Any]) -> Any:
        """The value that is made of the next of `tensors`."""
        parts = structure.map_structure(
            lambda spec: spec.from_tensors(tensors), self._component_specs
        )
        return self._from_components(parts)

    def cast(self, value: Any, casting_context: Any) -> Any:
        """`value` with its tensors cast to the spec's.

        Raises:
            TypeError: If `value` is not of the spec's class, or its tensors do not fit.
        """
        if getattr(casting_context, "allow_specs", False) and isinstance(value, TypeSpec):
            if not value.is_subtype_of(self):
                raise TypeError(f"Can not cast {value} to {self}; it is not a subtype.")
            return self
        if not isinstance(value, self.value_type):
            raise TypeError(
                f"Can not cast {value!r} to {self}; expected a {self.value_type.__name__}, got a "
                f"{type(value).__name__}."
            )
        specs = structure.flatten(self._component_specs)
        old = structure.flatten_up_to(
            self._component_specs, self._to_components(value), check_types=False
        )
        new = [spec.cast(part, casting_context) for spec, part in zip(specs, old, strict=True)]
        if all(x is y for x, y in zip(old, new, strict=True)):
            return value
        return self._from_components(structure.pack_sequence_as(self._component_specs, new))

    def placeholder_value(self, placeholder_context: Any) -> Any:
        """A value of symbolic tensors, which `placeholder_context.new_placeholder(spec)` makes."""
        parts = structure.map_structure(
            lambda spec: spec.placeholder_value(placeholder_context), self._component_specs
        )
        return self._from_components(parts)

    @property
    def _flat_tensor_specs(self) -> list[Any]:
        """The specs of the tensors of `_to_tensor_list`."""
        return self.flatten()

    def _to_tensor_list(self, value: Any) -> list[Any]:
        """The tensors that make `value`."""
        return structure.flatten(self._to_components(value), expand_composites=True)

    def _from_tensor_list(self, tensors: Sequence[Any]) -> Any:
        """The value that is made of `tensors`."""
        packed = structure.pack_sequence_as(
            self._component_specs, list(tensors), expand_composites=True
        )
        return self._from_components(packed)

    _from_compatible_tensor_list = _from_tensor_list

    def _mapped(self, change: Callable[[Any], Any]) -> Any:
        """The spec with the specs and shapes of its serialisation changed."""

        def visit(value: Any) -> Any:
            if is_container(value):
                parts = value.values() if isinstance(value, Mapping) else value
                return rebuilt(value, [visit(part) for part in parts])
            return change(value)

        return self._deserialize(visit(self._serialize()))

    def _with_tensor_ranks_only(self) -> Any:
        """The spec with all sizes unknown and all ranks kept."""

        def change(value: Any) -> Any:
            if isinstance(value, TensorShape):
                return from_raw(None if value.rank is None else (None,) * value.rank)
            return value._with_tensor_ranks_only() if isinstance(value, TypeSpec) else value

        return self._mapped(change)

    def _without_tensor_names(self) -> Any:
        """The spec without the names of its tensors."""
        return self._mapped(
            lambda value: value._without_tensor_names() if isinstance(value, TypeSpec) else value
        )

    def _key(self) -> Any:
        """What equality and hash compare."""
        try:
            return self._cached_key
        except AttributeError:
            key = (type(self), frozen(self._serialize()))
            object.__setattr__(self, "_cached_key", key)
            return key

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        return isinstance(other, TypeSpec) and self._key() == other._key()

    def __hash__(self) -> int:
        return hash(self._key())

    def __repr__(self) -> str:
        return f"{type(self).__name__}{tuple(self._serialize())!r}"

    def __reduce__(self) -> tuple[Any, ...]:
        return _deserialized, (type(self), self._serialize())


def _deserialized(cls: type[TypeSpec], serialization: tuple[Any, ...]) -> Any:
    return cls._deserialize(serialization)


class BatchableTypeSpec(TypeSpec):
    """A spec whose values can be stacked to a value of the same class, and taken apart again."""

    __slots__ = ()

    @abstractmethod
    def _batch(self, batch_size: int | None) -> Any:
        """The spec of `batch_size` stacked values."""

    @abstractmethod
    def _unbatch(self) -> Any:
        """The spec of one value of those that were stacked to a value of this spec."""


class TensorSpec(BatchableTypeSpec):
    """What is known about a tensor: its shape, its dtype, and a name for it.

    Args:
        shape: A `tf.TensorShape`, or anything that makes one.
        dtype: A `tf.DType`, or anything that makes one.
        name: A name, or None.

    Raises:
        TypeError: If `shape` or `dtype` is none.

    >>> TensorSpec([None, 3], "int32")
    TensorSpec(shape=(None, 3), dtype=tf.int32, name=None)
    """

    __slots__ = ("_dtype", "_name", "_shape")
    _is_atomic = True  # a leaf where composites are expanded

    def __init__(self, shape: Any, dtype: Any = float32, name: str | None = None) -> None:
        self._shape = as_shape(shape)
        self._dtype = as_dtype(dtype)
        self._name = name

    @property
    def shape(self) -> TensorShape:
        """What is known about the shape."""
        return self._shape

    @property
    def dtype(self) -> DType:
        """The type of the elements."""
        return self._dtype

    @property
    def name(self) -> str | None:
        """The name of the described tensor; None if it has none."""
        return self._name

    @property
    def value_type(self) -> type:
        """The class of tensors."""
        if not _tensor_types:
            raise TypeError("TensorSpec.value_type: no class of tensors is registered.")
        return _tensor_types[0]

    @classmethod
    def from_spec(cls, spec: Any, name: str | None = None) -> TensorSpec:
        """The spec with the shape and dtype of another, and its name unless `name` is given.

        >>> TensorSpec.from_spec(TensorSpec([2]), name="x")
        TensorSpec(shape=(2,), dtype=tf.float32, name='x')
        """
        return cls(spec.shape, spec.dtype, name or spec.name)

    @classmethod
    def from_tensor(cls, tensor: Any, name: str | None = None) -> TensorSpec:
        """The spec of a tensor.

        Args:
            tensor: A tensor of any shape.
            name: A name for it; without one, that of a graph's tensor.

        Returns:
            The `TensorSpec`.

        Raises:
            ValueError: If `tensor` is none.
        """
        if not is_tensor(tensor):
            raise ValueError(
                f"`tensor` should be a tf.Tensor, but got type {type(tensor)}; convert it with "
                "tf.convert_to_tensor."
            )
        if name is None:
            name = getattr(getattr(tensor, "op", None), "name", None)
        return cls(tensor.shape, tensor.dtype, name)

    def is_compatible_with(  # pyright: ignore[reportIncompatibleMethodOverride]
        self, spec_or_tensor: Any
    ) -> bool:
        """Whether shape and dtype of a tensor, or of another spec, are compatible with this.

        Args:
            spec_or_tensor: A tensor or a `TensorSpec`; anything else is not compatible.

        Returns:
            True if the dtypes are the same and the shapes compatible.
        """
        if not isinstance(spec_or_tensor, (TensorSpec, *_tensor_types)):
            return False
        return self._dtype.is_compatible_with(
            spec_or_tensor.dtype
        ) and self._shape.is_compatible_with(spec_or_tensor.shape)

    def is_subtype_of(self, other: Any) -> bool:
        """Whether every tensor of this spec satisfies `other` too."""
        return (
            type(self) is type(other)
            and (not self._name or self._name == other._name)
            and self._dtype is other._dtype
            and self._shape.is_subtype_of(other._shape)
        )

    def to_tensors(self, value: Any) -> list[Any]:
        """The tensor itself, in a list.

        Raises:
            TypeError: If it does not fit the spec.
        """
        return [self.cast(value, None)]

    def from_tensors(self, tensors: Iterator[Any]) -> Any:
        """The next of `tensors`."""
        return next(tensors)

    def flatten(self) -> list[Any]:
        """The spec itself, in a list."""
        return [self]

    def cast(self, value: Any, casting_context: Any) -> Any:
        """`value` as a tensor of this spec.

        Raises:
            TypeError: If it does not fit the spec.
        """
        if getattr(casting_context, "allow_specs", False) and isinstance(value, TensorSpec):
            if not value.is_subtype_of(self):
                raise TypeError(f"Can not cast {value} to {self}; it is not a subtype.")
            return self
        tensor = value if is_tensor(value) else convert_to_tensor(value, self._dtype)
        if not self.is_compatible_with(tensor):
            received = f"shape={tensor.shape}, dtype={tensor.dtype!r}"
            raise TypeError(f"Can not cast a tensor of {received} to {self}.")
        return tensor

    def placeholder_value(self, placeholder_context: Any) -> Any:
        """A symbolic tensor, made by `placeholder_context.new_placeholder(self)`."""
        return placeholder_context.new_placeholder(self)

    def experimental_as_proto(self) -> Any:
        """The spec as a TensorSpecProto message.

        >>> TensorSpec([2], name="x").experimental_as_proto().name
        'x'
        """
        return self.experimental_type_proto()(
            name=self._name or "",
            shape=self._shape.as_proto(),
            dtype=self._dtype.as_datatype_enum,
        )

    @classmethod
    def experimental_from_proto(cls, proto: Any) -> TensorSpec:
        """The spec that a TensorSpecProto message describes."""
        return cls(TensorShape(proto.shape), as_dtype(proto.dtype), proto.name or None)

    @classmethod
    def experimental_type_proto(cls) -> Any:
        """The class of the messages of specs."""
        return message_class("struct", "TensorSpecProto")

    def _serialize(self) -> tuple[Any, ...]:
        return self._shape, self._dtype, self._name

    @property
    def _component_specs(self) -> Any:
        return self

    def _to_components(self, value: Any) -> Any:
        return convert_to_tensor(value, self._dtype)

    def _from_components(self, components: Any) -> Any:
        return components

    def _to_tensor_list(self, value: Any) -> list[Any]:
        return [self._to_components(value)]

    def _from_tensor_list(self, tensors: Sequence[Any]) -> Any:
        (tensor,) = tensors
        return tensor

    _from_compatible_tensor_list = _from_tensor_list

    def _batch(self, batch_size: int | None) -> TensorSpec:
        return TensorSpec(TensorShape([batch_size]).concatenate(self._shape), self._dtype)

    def _unbatch(self) -> TensorSpec:
        if self._shape.rank == 0:
            raise ValueError(f"Unbatching needs rank >= 1; {self} has rank 0.")
        return TensorSpec(self._shape[1:], self._dtype)

    def _without_tensor_names(self) -> TensorSpec:
        return self if self._name is None else TensorSpec(self._shape, self._dtype)

    def __eq__(self, other: object) -> bool:
        if self is other:
            return True
        if type(self) is not type(other) or not isinstance(other, TensorSpec):
            return False
        return (
            self._dtype is other._dtype
            and self._shape == other._shape
            and self._name == other._name
        )

    def __hash__(self) -> int:
        return hash((self._shape.dims_tuple, self._dtype.as_datatype_enum, self._name))

    def __repr__(self) -> str:
        return f"TensorSpec(shape={self._shape}, dtype={self._dtype!r}, name={self._name!r})"


def register_type_spec_from_value_converter(
    cls: type, make: Callable[[Any], TypeSpec], allow_subclass: bool = False
) -> None:
    """Let `type_spec_from_value` describe values of a class that has no `_type_spec`.

    Args:
        cls: The class.
        make: A function from a value to its spec.
        allow_subclass: Whether it serves instances of subclasses too.
    """
    if allow_subclass:
        _spec_makers_of_subclasses.append((cls, make))
    else:
        _spec_makers[cls] = make


def type_spec_from_value(value: Any) -> Any:
    """The spec of a value.

    Args:
        value: A tensor, a composite tensor, an array, or anything that converts to a tensor.

    Returns:
        Its `tf.TypeSpec`.

    Raises:
        TypeError: If it has none.

    >>> import numpy as np
    >>> type_spec_from_value(np.zeros([2, 3], np.float32))
    TensorSpec(shape=(2, 3), dtype=tf.float32, name=None)
    """
    if is_tensor(value):
        return TensorSpec(value.shape, value.dtype)
    if not isinstance(value, type) and hasattr(type(value), "_type_spec"):
        return value._type_spec
    make = _spec_makers.get(type(value))
    if make is not None:
        return make(value)
    for cls, make in _spec_makers_of_subclasses:
        if isinstance(value, cls):
            return make(value)
    if isinstance(value, np.ndarray | np.generic):
        return TensorSpec(value.shape, as_dtype(value.dtype))
    if not isinstance(value, TypeSpec):
        try:
            tensor = convert_to_tensor(value)
            return TensorSpec(tensor.shape, tensor.dtype)
        except (TypeError, ValueError):
            pass
    raise TypeError(
        f"Could not build a TypeSpec for {value!r} of unsupported type {type(value)}; expected a "
        "tensor, a composite tensor, an array, or a value that converts to a tensor."
    )
