"""An OpDef in Python: inputs, outputs and attributes, read from an op's text and its kernel."""

from __future__ import annotations

import ast
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .dtypes import ALL, DType

REQUIRED: Any = type("REQUIRED", (), {"__repr__": lambda self: "REQUIRED"})()


@dataclass(frozen=True, slots=True)
class Types:
    """The dtypes that a type attribute accepts, with its default if it has one."""

    allowed: tuple[DType, ...] = ()
    default: DType | list[DType] | None = None


@dataclass(frozen=True, slots=True)
class Arg:
    """An input or output of an op: of a fixed dtype, of a type attribute's, or a list."""

    name: str
    dtype: DType | None = None
    attr: str = ""
    number: str = ""
    type_list: str = ""

    @property
    def is_list(self) -> bool:
        return bool(self.number or self.type_list)


@dataclass(frozen=True, slots=True)
class Attr:
    """An attribute of an op: its kind as an OpDef writes it, default and constraint."""

    name: str
    kind: str
    default: Any = REQUIRED
    allowed: tuple[Any, ...] = ()
    minimum: int | None = None


@dataclass(slots=True)
class Signature:
    """What an OpDef says of an op."""

    inputs: tuple[Arg, ...]
    outputs: tuple[Arg, ...]
    attrs: dict[str, Attr] = field(default_factory=dict)


def parse(
    text: str, kernel: Callable[..., Any], constraints: dict[str, Any], counter: bool
) -> Signature:
    code = kernel.__code__
    start = code.co_argcount
    keywords = code.co_varnames[start : start + code.co_kwonlyargcount]
    defaults = kernel.__kwdefaults__ or {}
    attrs: dict[str, Attr] = {}
    for name in keywords:
        if counter and name == "counter":
            continue
        kind, allowed = _attr_kind(kernel.__annotations__.get(name, ""))
        attrs[name] = _attr(name, kind, defaults.get(name, REQUIRED), allowed, constraints)
    left, _, right = text.partition("->")
    inputs = tuple(_arg(part, attrs, constraints) for part in left.split(",") if part.strip())
    outputs = tuple(_arg(part, attrs, constraints) for part in right.split(",") if part.strip())
    return Signature(inputs, outputs, attrs)


_FIXED = {dtype.name: dtype for dtype in ALL}


def _arg(part: str, attrs: dict[str, Attr], constraints: dict[str, Any]) -> Arg:
    name, _, kind = (p.strip() for p in part.partition(":"))
    number, star, base = kind.partition("*")
    if not star:
        number, base = "", kind
    if number and number not in attrs:
        attrs[number] = Attr(number, "int", minimum=constraints.get(number, 1))
    if base in _FIXED:
        return Arg(name, dtype=_FIXED[base], number=number)
    listed = attrs[base].kind == "list(type)" if base in attrs else base.endswith("[]")
    base = base.removesuffix("[]")
    if base not in attrs:
        attrs[base] = _attr(base, "list(type)" if listed else "type", REQUIRED, (), constraints)
    return Arg(name, type_list=base) if listed else Arg(name, attr=base, number=number)


def _attr(
    name: str, kind: str, default: Any, allowed: tuple[Any, ...], constraints: dict[str, Any]
) -> Attr:
    constraint = constraints.get(name)
    minimum = None
    if isinstance(constraint, Types):
        allowed = constraint.allowed
        if default is REQUIRED and constraint.default is not None:
            default = constraint.default
    elif isinstance(constraint, tuple):
        allowed = constraint
    elif isinstance(constraint, int):
        minimum = constraint
    return Attr(name, kind, default, allowed, minimum)


_KINDS = {
    "bool": "bool",
    "int": "int",
    "float": "float",
    "str": "string",
    "DType": "type",
    "TensorShape": "shape",
    "Function": "func",
    "ndarray": "tensor",
    "list[int]": "list(int)",
    "list[float]": "list(float)",
    "list[bool]": "list(bool)",
    "list[str]": "list(string)",
    "list[DType]": "list(type)",
    "list[TensorShape]": "list(shape)",
    "list[Function]": "list(func)",
}


def _attr_kind(annotation: str) -> tuple[str, tuple[Any, ...]]:
    if annotation.startswith("Literal["):
        values = ast.literal_eval("(" + annotation[8:-1] + ",)")
        return ("int" if isinstance(values[0], int) else "string"), values
    try:
        return _KINDS[annotation], ()
    except KeyError:
        raise TypeError(
            f"The annotation {annotation!r} is not one of {', '.join(_KINDS)} or Literal[...]."
        ) from None


def integer(op_name: str, name: str, value: Any) -> int:
    """An integer attribute; as in TensorFlow from whatever `int` takes, text apart."""
    try:
        if not isinstance(value, (str, bytes)):
            return int(value)
    except (TypeError, ValueError):
        pass
    raise TypeError(f"{op_name}: {name} must be an integer; received {value!r}.")
