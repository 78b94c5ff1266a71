"""What distinguishes one trace from another: the key of a call's arguments."""

from __future__ import annotations

import inspect
import weakref
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tenfold.core import structure
from tenfold.core.convert import to_tensor
from tenfold.core.spec import TensorSpec, TypeSpec
from tenfold.core.tensor import EagerTensor, Tensor
from tenfold.engine.variables.variable import Variable

from .variable_arguments import Given, is_input


class ById:
    """A key for an object that is compared by identity; it does not keep the object alive."""

    __slots__ = ("_id", "_ref")

    def __init__(self, target: Any) -> None:
        self._id = id(target)
        try:
            self._ref: Any = weakref.ref(target)
        except TypeError:
            self._ref = lambda: target

    def __hash__(self) -> int:
        return self._id

    def __eq__(self, other: object) -> bool:
        return isinstance(other, ById) and self._id == other._id and self._ref() is other._ref()


def key_of(value: Any, tensors: Given) -> Any:
    """The key of one argument; appends the tensors in it, in order, to `tensors`."""
    kind = type(value)
    if kind is EagerTensor:
        tensors.append(value)
        return (value._dtype, value._value.shape)
    if kind in _PYTHON:
        return (kind, value)
    if kind in (tuple, list):
        return (kind, *[key_of(v, tensors) for v in value])
    if kind is dict:
        return (dict, *[(k, key_of(value[k], tensors)) for k in sorted(value)])
    return _other_key(value, tensors)


_PYTHON = frozenset({int, float, bool, str, bytes, complex, type(None)})


def _other_key(value: Any, tensors: Given) -> Any:
    if isinstance(value, Variable):
        if not is_input(value):
            return ("variable", ById(value))
        return (value.dtype, value.raw_shape, value.trainable, tensors.place_of(value))
    if isinstance(value, Tensor):
        tensors.append(value)
        return (value.dtype, value.raw_shape)
    if isinstance(value, (np.ndarray, np.generic)):
        return key_of(to_tensor(value), tensors)
    spec = getattr(value, "_type_spec", None)
    if spec is not None:
        parts = structure.flatten(value, expand_composites=True)
        tensors.extend([part for part in parts if not isinstance(part, Variable)])
        held = [("variable", ById(part)) for part in parts if isinstance(part, Variable)]
        return (spec, *held) if held else spec
    if isinstance(value, TensorSpec):
        tensors.append(value)
        return (value.dtype, value.shape.dims_tuple)
    if isinstance(value, TypeSpec):
        return value
    if structure.is_nested(value):
        names = tuple(value) if isinstance(value, dict) else ()
        return (type(value), names, *[key_of(v, tensors) for v in _children(value)])
    if hasattr(type(value), "__tf_tracing_type__"):
        kind = value.__tf_tracing_type__(None)
        tensors.extend(kind.to_tensors(value))
        return ("described", kind)
    try:
        hash(value)
    except TypeError:
        return ById(value)
    return ById(value) if callable(value) or _is_plain_object(value) else (type(value), value)


def _is_plain_object(value: Any) -> bool:
    return type(value).__hash__ is object.__hash__


def _children(value: Any) -> list[Any]:
    return [value[k] for k in sorted(value)] if isinstance(value, dict) else list(value)


class Arguments:
    """The parameters of a Python function: brings a call into one canonical form."""

    def __init__(self, function: Callable[..., Any]) -> None:
        try:
            self.signature = inspect.signature(function)
        except (TypeError, ValueError):
            self.signature = None
        self.name = getattr(function, "__name__", "")
        self.count: int | None = None
        if self.signature is not None:
            kinds = [p.kind for p in self.signature.parameters.values()]
            if all(k is inspect.Parameter.POSITIONAL_OR_KEYWORD for k in kinds):
                self.count = len(kinds)

    def canonical(self, args: tuple[Any, ...], kwargs: dict[str, Any]) -> tuple[Any, Any]:
        if not kwargs and len(args) == self.count:
            return args, kwargs
        if self.signature is None:
            return args, kwargs
        try:
            bound = self.signature.bind(*args, **kwargs)
        except TypeError as error:
            raise TypeError(
                f"Binding inputs to tf.function failed due to `{error}`. Received args: {args} and "
                f"kwargs: {kwargs} for signature: {self.name}{self.signature}."
            ) from None
        bound.apply_defaults()
        return bound.args, self._ordered(bound.kwargs)

    def _ordered(self, kwargs: dict[str, Any]) -> dict[str, Any]:
        """Keyword arguments as the signature names them, then the others by name."""
        if len(kwargs) < 2 or self.signature is None:
            return kwargs
        named = [name for name in self.signature.parameters if name in kwargs]
        return {name: kwargs[name] for name in (*named, *sorted(set(kwargs) - set(named)))}

    def are_defaults(self, start: int, values: Sequence[Any]) -> bool:
        """Whether the parameters from `start` on have these values by default."""
        if self.signature is None:
            return not values
        defaults = [p.default for p in self.signature.parameters.values()][start:]
        return len(values) <= len(defaults) and all(
            d is v for d, v in zip(defaults, values, strict=False)
        )

    def names(self, count: int) -> list[str]:
        if self.signature is None:
            return [f"arg_{i}" for i in range(count)]
        names = [
            p.name
            for p in self.signature.parameters.values()
            if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)
        ]
        return [names[i] if i < len(names) else f"args_{i}" for i in range(count)]
