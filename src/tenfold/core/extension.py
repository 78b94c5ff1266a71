"""Extension types: classes of one's own that stand wherever tensors do, declared by their fields.

For each class a constructor is generated and a nested `Spec`, the class of its type specs. Its
fields are the class's, with type specs in the places of tensors.
"""

from __future__ import annotations

import contextlib
import functools
import inspect
import typing
from collections.abc import Callable
from typing import Any, ClassVar

from tenfold.core.composite import CompositeTensor
from tenfold.core.extension_field import (
    NO_DEFAULT,
    Field,
    check_annotation,
    components_in,
    convert,
    plain,
    replaced,
    spec_of,
    specs_in,
)
from tenfold.core.spec import BatchableTypeSpec, TypeSpec, set_tensor_converter
from tenfold.core.structure import flatten

__all__ = [
    "BatchableExtensionType",
    "BatchableExtensionTypeSpec",
    "ExtensionType",
    "ExtensionTypeSpec",
    "set_equality",
    "set_tensor_converter",
]

_CACHED_SPEC = "_tf_extension_type_cached_type_spec"
_IN_CONSTRUCTOR = "_tf_extension_type_in_constructor"
_RESERVED_PREFIX = "_tf_extension_type"

_equal: Callable[[list[Any], list[Any]], Any] | None = None


def set_equality(equal: Callable[[list[Any], list[Any]], Any]) -> None:
    """Install the function that says whether two lists of tensors are equal, as a scalar tensor.

    It is called with lists of one length, whose tensors have the same dtypes and compatible shapes.
    """
    global _equal
    _equal = equal


def tensors_equal(left: list[Any], right: list[Any]) -> Any:
    """Whether two lists of tensors are equal, by the installed function, else the same."""
    if _equal is None:
        return all(x is y for x, y in zip(left, right, strict=True))
    return _equal(left, right)


class _Immutable:
    """An object whose fields are set by its constructor only."""

    def __setattr__(self, name: str, value: Any) -> None:
        self._check_mutation(name)
        self.__dict__[name] = value

    def __delattr__(self, name: str) -> None:
        self._check_mutation(name)
        del self.__dict__[name]

    def _check_mutation(self, name: str) -> None:
        allowed = _IN_CONSTRUCTOR in self.__dict__ and any(
            field.name == name for field in type(self)._tf_extension_type_fields()
        )
        if not allowed:
            raise AttributeError(
                f"Cannot mutate attribute `{name}` outside the custom constructor of "
                f"{type(self).__name__}; only its fields can be set there. Make a new object "
                "instead."
            )

    @classmethod
    def _tf_extension_type_fields(cls) -> tuple[Field, ...]:
        """The fields, those of base classes first."""
        raise TypeError(f"{cls.__name__} is abstract and has no fields; declare a subclass.")

    def __repr__(self) -> str:
        values = self.__dict__
        names = [field.name for field in type(self)._tf_extension_type_fields()]
        fields = ", ".join([f"{name}={plain(values[name])!r}" for name in names if name in values])
        return f"{type(self).__name__}({fields})"


class ExtensionType(_Immutable, CompositeTensor):
    """The base of classes that are declared by their fields and stand wherever tensors do.

    Fields are declared by annotations: `tf.Tensor`, a `tf.TypeSpec` that the tensor must satisfy,
    the class of a composite tensor, `tf.TensorShape`, `tf.DType`, Python's `int`, `float`, `str`,
    `bytes`, `bool`, and `tuple[X, ...]`, `Mapping[str, X]`, `Optional` and `Union` of these. They
    become the parameters of the constructor, which converts its arguments, calls `__validate__`,
    and makes the object immutable. A class with its own `__init__` sets the fields there.

    The nested class `Spec` holds the type specs of the class; methods and properties of a nested
    class of that name become its own.

    Raises:
        AssertionError: If an object of the base class itself is made.
        AttributeError: If a field is set or deleted outside the constructor.
        TypeError: If an argument does not convert to its field's type, or an annotation is not
            supported.
        ValueError: If a field has a reserved name, lacks its annotation, or is not set.

    >>> class Span(ExtensionType):
    ...     start: int
    ...     length: int = 1
    >>> Span(3)
    Span(start=3, length=1)
    """

    Spec: ClassVar[Any]
    __hash__ = None  # type: ignore[assignment]  # tensors have no hash either

    def __init__(self) -> None:
        raise AssertionError(
            f"Cannot create an instance of {type(self).__name__}, which is an abstract base class; "
            "declare a subclass with fields."
        )

    def __init_subclass__(cls, **kwargs: Any) -> None:
        super().__init_subclass__(**kwargs)
        if cls.__dict__.get("_is_abstract_extension_type", False):
            return
        _check_declarations(cls)
        cls._tf_extension_type_fields = classmethod(_fields_of)  # type: ignore[assignment]
        # An annotation may name a class that is yet to be defined: it is resolved at first use.
        with contextlib.suppress(NameError):
            _fields_of(cls)
        cls.Spec = _make_spec_class(cls)
        _install_constructor(cls, to_spec=False)

    def __validate__(self) -> None:
        """Check the fields of a new object; for subclasses to override."""

    @property
    def _type_spec(self) -> Any:
        spec = self.__dict__.get(_CACHED_SPEC)
        if spec is None:
            spec = type(self).Spec.from_value(self)
            object.__setattr__(self, _CACHED_SPEC, spec)
        return spec

    def __eq__(self, other: object) -> Any:
        if self is other and not specs_in(_values(self._type_spec)):
            return True
        if type(self) is not type(other) or not isinstance(other, ExtensionType):
            return False
        if not self._type_spec.is_compatible_with(other._type_spec):
            return False
        mine = flatten(self, expand_composites=True)
        theirs = flatten(other, expand_composites=True)
        if not mine:
            return True
        return tensors_equal(mine, theirs)

    def __ne__(self, other: object) -> Any:
        equal = self == other
        return not equal if isinstance(equal, bool) else ~equal

    def __getstate__(self) -> dict[str, Any]:
        return {name: value for name, value in self.__dict__.items() if name != _CACHED_SPEC}


class ExtensionTypeSpec(_Immutable, TypeSpec):
    """The base of the specs of extension types."""

    _value_class: ClassVar[type[ExtensionType]]

    @property
    def value_type(self) -> type:
        """The extension type."""
        return self._value_class

    @classmethod
    def from_value(cls, value: Any) -> Any:
        """The spec of a value of the extension type."""
        return _made(
            cls,
            {
                field.name: spec_of(value.__dict__[field.name])
                for field in cls._tf_extension_type_fields()
            },
        )

    @classmethod
    def _tf_extension_type_fields(cls) -> tuple[Field, ...]:
        return cls._value_class._tf_extension_type_fields()

    def __validate__(self) -> None:
        """Check the fields of a new spec; for subclasses to override."""

    def _serialize(self) -> tuple[Any, ...]:
        names = [field.name for field in self._tf_extension_type_fields()]
        return tuple([(name, plain(self.__dict__[name])) for name in names])

    @classmethod
    def _deserialize(cls, serialization: tuple[Any, ...]) -> Any:
        given = dict(serialization)
        fields = cls._tf_extension_type_fields()
        return _made(
            cls,
            {
                field.name: convert(given[field.name], field.annotation, field.name, to_spec=True)
                for field in fields
            },
        )

    @property
    def _component_specs(self) -> Any:
        return tuple(specs_in(_values(self)))

    def _to_components(self, value: Any) -> Any:
        fields = self._tf_extension_type_fields()
        values = tuple([value.__dict__[field.name] for field in fields])
        return tuple(components_in(values, _values(self)))

    def _from_components(self, components: Any) -> Any:
        # No conversion: a structure's parts may be mapped to anything, as to their names.
        names = [field.name for field in self._tf_extension_type_fields()]
        values = replaced(_values(self), iter(components))
        return _made(self._value_class, dict(zip(names, values, strict=True)))

    __repr__ = _Immutable.__repr__


class BatchableExtensionType(ExtensionType):
    """An extension type whose values can be stacked, as datasets do, and mapped over.

    Every tensor and composite among the fields gets the same outer dimension; all other fields
    must be equal for the values of one batch.

    Raises:
        TypeError: As `tf.experimental.ExtensionType`.
        ValueError: As `tf.experimental.ExtensionType`.

    >>> class Tag(BatchableExtensionType):
    ...     name: str
    >>> Tag("a")._type_spec._batch(3)
    Tag.Spec(name='a')
    """

    _is_abstract_extension_type = True


class BatchableExtensionTypeSpec(ExtensionTypeSpec, BatchableTypeSpec):
    """The base of the specs of batchable extension types."""

    def _batch(self, batch_size: int | None) -> Any:
        return self._with_specs(lambda spec: spec._batch(batch_size), "batch")

    def _unbatch(self) -> Any:
        return self._with_specs(lambda spec: spec._unbatch(), "unbatch")

    def _with_specs(self, change: Callable[[Any], Any], what: str) -> Any:
        specs = specs_in(_values(self))
        for spec in specs:
            if not isinstance(spec, BatchableTypeSpec):
                raise TypeError(f"{type(self).__name__}: cannot {what} {spec}; it is no batchable.")
        names = [field.name for field in self._tf_extension_type_fields()]
        values = replaced(_values(self), iter([change(spec) for spec in specs]))
        return _made(type(self), dict(zip(names, values, strict=True)))


def _made(cls: type, values: dict[str, Any]) -> Any:
    """An object with these fields, made without its constructor."""
    result = object.__new__(cls)
    result.__dict__.update(values)
    return result


def _values(spec: ExtensionTypeSpec) -> tuple[Any, ...]:
    return tuple([spec.__dict__[field.name] for field in spec._tf_extension_type_fields()])


def _check_declarations(cls: type) -> None:
    """Check the names of the fields, and that nothing that looks like a field lacks its type."""
    annotations = inspect.get_annotations(cls)
    for name in annotations:
        is_reserved = name in ("self", "Spec") or name.startswith(_RESERVED_PREFIX)
        if is_reserved or hasattr(ExtensionType, name):
            raise ValueError(
                f"The field annotations for {cls.__name__} are invalid. Field {name!r} is "
                "reserved; choose another name."
            )
    for name, value in cls.__dict__.items():
        is_dunder = name.startswith("__") and name.endswith("__")
        is_internal = name.startswith(("_abc_", _RESERVED_PREFIX))
        is_member = callable(value) or hasattr(value, "__get__")
        if not (name in annotations or is_dunder or is_internal or is_member):
            raise ValueError(
                f"The field annotations for {cls.__name__} are invalid. Field {name} is missing a "
                "type annotation."
            )


def _fields_of(cls: type) -> tuple[Field, ...]:
    """The fields of a class, resolved once; annotations may name the class itself."""
    cached = cls.__dict__.get("_tf_extension_type_cached_fields")
    if cached is None:
        cached = tuple(_resolved_fields(cls).values())
        cls._tf_extension_type_cached_fields = cached  # type: ignore[attr-defined]
    return cached


def _resolved_fields(cls: type) -> dict[str, Field]:
    hints = typing.get_type_hints(cls, localns={cls.__name__: cls})
    fields: dict[str, Field] = {}
    for base in reversed(cls.__mro__):
        if base is ExtensionType or not issubclass(base, ExtensionType):
            continue
        for name in inspect.get_annotations(base):
            check_annotation(name, hints[name])
            default = base.__dict__.get(name, NO_DEFAULT)
            if default is not NO_DEFAULT:
                default = convert(default, hints[name], f"default value for {name}")
            fields[name] = Field(name, hints[name], default)
    return fields


def _make_spec_class(cls: type[ExtensionType]) -> type[ExtensionTypeSpec]:
    """The nested class `Spec`, with the members of the one that the class body has."""
    own = cls.__dict__.get("Spec")
    inherited = getattr(cls.__bases__[0], "Spec", None)
    batchable = issubclass(cls, BatchableExtensionType)
    base = inherited or (BatchableExtensionTypeSpec if batchable else ExtensionTypeSpec)
    skipped = ("__dict__", "__weakref__", "__module__", "__qualname__")
    body = {} if own is None else {k: v for k, v in own.__dict__.items() if k not in skipped}
    body |= {"__module__": cls.__module__, "__qualname__": f"{cls.__qualname__}.Spec"}
    spec_class: Any = type(f"{cls.__name__}.Spec", (base,), {**body, "_value_class": cls})
    _install_constructor(spec_class, to_spec=True)
    return spec_class


def _install_constructor(cls: Any, to_spec: bool) -> None:
    """Generate the constructor of a class, or complete the one that its body has."""
    own = cls.__dict__.get("__init__")
    if own is not None:

        @functools.wraps(own)
        def complete(self: Any, *args: Any, **kwargs: Any) -> None:
            if type(self) is not cls:  # called by the constructor of a subclass, which finishes
                own(self, *args, **kwargs)
                return
            self.__dict__[_IN_CONSTRUCTOR] = True
            try:
                own(self, *args, **kwargs)
            finally:
                del self.__dict__[_IN_CONSTRUCTOR]
            _finish(self, to_spec)

        cls.__init__ = complete
        return

    def __init__(self: Any, *args: Any, **kwargs: Any) -> None:
        self.__dict__.update(_bind(cls, args, kwargs, to_spec))
        if type(self) is cls:
            _finish(self, to_spec)

    __init__.__qualname__ = f"{cls.__qualname__}.__init__"
    cls.__init__ = __init__
    if not to_spec:
        cls.__signature__ = _LazySignature()


def _finish(self: Any, to_spec: bool) -> None:
    """Convert the fields that a constructor set, and validate the object."""
    values = self.__dict__
    fields = type(self)._tf_extension_type_fields()
    missing = [field.name for field in fields if field.name not in values]
    if missing:
        raise ValueError(f"Missing required fields: {missing}; {type(self).__name__} needs them.")
    for field in fields:
        values[field.name] = convert(values[field.name], field.annotation, field.name, to_spec)
    self.__validate__()


def _bind(cls: Any, args: tuple[Any, ...], kwargs: dict[str, Any], to_spec: bool) -> dict[str, Any]:
    """The value of each field, from the arguments of a generated constructor."""
    bound = _signature(cls, not to_spec).bind(*args, **kwargs)
    bound.apply_defaults()
    return bound.arguments


def _signature(cls: Any, with_defaults: bool) -> inspect.Signature:
    """The parameters of a generated constructor, from the fields; cached on the class."""
    cached = cls.__dict__.get("_tf_extension_type_signature")
    if cached is None:
        parameters, kind = [], inspect.Parameter.POSITIONAL_OR_KEYWORD
        seen_default = False
        for field in cls._tf_extension_type_fields():
            default = field.default if with_defaults else NO_DEFAULT
            if seen_default and default is NO_DEFAULT:
                kind = inspect.Parameter.KEYWORD_ONLY
            seen_default = seen_default or default is not NO_DEFAULT
            annotation = field.annotation if with_defaults else NO_DEFAULT
            parameters.append(
                inspect.Parameter(field.name, kind, default=default, annotation=annotation)
            )
        cached = cls._tf_extension_type_signature = inspect.Signature(parameters)
    return cached


class _LazySignature:
    """The `__signature__` of an extension type: its annotations may not be resolvable at once."""

    def __get__(self, instance: Any, owner: Any) -> inspect.Signature:
        return _signature(owner, with_defaults=True)
