"""What a trace takes and gives: how a call of it is bound, and how that reads."""

from __future__ import annotations

import inspect
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np

from tenfold.core import errors, structure
from tenfold.core.convert import to_tensor
from tenfold.core.spec import TensorSpec
from tenfold.core.tensor import Tensor

from .variable_arguments import Given, VariableSpec, is_input


@dataclass(frozen=True)
class Parameter:
    """One parameter: how it is passed, whether it may be left out, what the trace takes it for.

    type_constraint: (Structures of) specs of tensors, and values that are part of the trace; `OPEN`
        where each trace has its own.
    """

    name: str
    kind: Any
    optional: bool
    type_constraint: Any

    def __str__(self) -> str:
        if self.type_constraint is not OPEN:
            return f"{self.name}: {_text(self.type_constraint)}"
        return f"{self.name}=<captured_default_value>" if self.optional else self.name


OPEN = object()
_ORDINARY = inspect.Parameter.POSITIONAL_OR_KEYWORD


class FunctionType:
    """The parameters of a trace, by name, its output, and what it captured.

    parameters: For each name a `Parameter`.
    output: The specs of what it returns.
    captures: The specs of the tensors that a call takes from outside, by an identifier of each.
    """

    def __init__(
        self,
        name: str,
        wanted: Mapping[str, Any],
        output: Any,
        captures: Mapping[Any, Any] | None = None,
        signature: inspect.Signature | None = None,
    ) -> None:
        known = {} if signature is None else signature.parameters
        self.name = name
        self.parameters = {
            n: Parameter(
                n,
                known[n].kind if n in known else _ORDINARY,
                n in known and known[n].default is not inspect.Parameter.empty,
                OPEN if part is OPEN else structure.map_structure(_leaf, part),
            )
            for n, part in wanted.items()
        }
        self.output = output
        self.captures = dict(captures or {})

    def bind(self, args: Sequence[Any], kwargs: Mapping[str, Any]) -> list[Any]:
        """The tensors of a call, in the order of the graph's inputs.

        Raises:
          TypeError: Arguments are missing, unknown or too many; a value is not the trace's, or a
            tensor's shape does not fit.
          tf.errors.InvalidArgumentError: A tensor has another dtype.
        """
        if len(args) > len(self.parameters):
            raise self._misfit("too many positional arguments", args, kwargs)
        given = dict(zip(self.parameters, args, strict=False))
        for name, value in kwargs.items():
            if name not in self.parameters or name in given:
                problem = "multiple values for" if name in given else "got an unexpected keyword"
                raise self._misfit(f"{problem} argument {name!r}", args, kwargs)
            given[name] = value
        flat = Given()
        for name, parameter in self.parameters.items():
            wanted = parameter.type_constraint
            leaves = structure.flatten(wanted)
            if name not in given:
                if any(hasattr(x, "value_type") for x in leaves):
                    raise self._misfit(f"missing a required argument: {name!r}", args, kwargs)
                continue
            try:
                values = structure.flatten_up_to(wanted, given[name], check_types=False)
            except (ValueError, TypeError) as error:
                raise self._misfit(f"{name!r}: {error}", args, kwargs) from None
            for spec, value in zip(leaves, values, strict=True):
                parts = structure.flatten(spec, expand_composites=True)
                inner = [value]
                if parts[0] is not spec:
                    inner = structure.flatten(value, expand_composites=True)
                for part, x in zip(parts, inner, strict=True):
                    self._bind_one(flat, name, part, x, args, kwargs)
        return flat

    def _bind_one(
        self, flat: Given, name: str, spec: Any, value: Any, args: Any, kwargs: Any
    ) -> None:
        if isinstance(spec, VariableSpec):
            received = VariableSpec.of(value, flat.place_of(value)) if is_input(value) else value
            if received != spec:
                raise self._misfit(f"{name!r}: Can not cast {received!r} to {spec}", args, kwargs)
            return
        if not isinstance(spec, TensorSpec):
            if value is not spec and (type(value) is not type(spec) or value != spec):
                raise self._misfit(f"Can not cast {value!r} to Literal[{spec!r}]", args, kwargs)
            return
        tensor = value if isinstance(value, Tensor) else to_tensor(value, spec.dtype)
        if tensor.dtype is not spec.dtype:
            raise errors.InvalidArgumentError(
                None,
                None,
                f"cannot compute {self.name} as input #{len(flat)}(zero-based) was expected to be "
                f"a {spec.dtype.name} tensor but is a {tensor.dtype.name} tensor. Use tf.cast.",
            )
        if not spec.shape.is_compatible_with(tensor.shape):
            problem = f"{name!r} has shape {tensor.shape}, not {spec.shape}"
            raise self._misfit(problem, args, kwargs)
        flat.append(tensor)

    def _misfit(self, problem: str, args: Any, kwargs: Any) -> TypeError:
        return TypeError(
            f"Binding inputs to tf.function failed due to `{problem}`. Received args: "
            f"{tuple(args)} and kwargs: {dict(kwargs)} for signature: {self}."
        )

    def __str__(self) -> str:
        parts: list[str] = []
        for parameter in self.parameters.values():
            if parameter.kind is inspect.Parameter.KEYWORD_ONLY and "*" not in parts:
                parts.append("*")
            parts.append(str(parameter))
        text = f"({', '.join(parts)})"
        return text if self.output is OPEN else f"{text} -> {_text(self.output)}"

    def __repr__(self) -> str:
        rows = [
            f"{p.name} ({p.kind.name}): {_text(p.type_constraint)}"
            for p in self.parameters.values()
        ]
        captured = [f"{i}: {_text(spec)}" for i, spec in self.captures.items()]
        parts = {
            "Input Parameters": rows,
            "Output Type": [_text(self.output)],
            "Captures": captured,
        }
        return "\n".join(
            f"{title}:\n" + "\n".join(f"  {row}" for row in rows or ["None"])
            for title, rows in parts.items()
        )


def named_like(spec: Any, name: str) -> Any:
    """Specs that bear the names of the parameters, and of the places in them, that they are for."""
    if isinstance(spec, TensorSpec):
        return spec if spec.name else TensorSpec(spec.shape, spec.dtype, name)
    if type(spec) in (list, tuple):
        return type(spec)(named_like(s, f"{name}_{i}") for i, s in enumerate(spec))
    if type(spec) is dict:
        return {k: named_like(s, f"{name}_{k}") for k, s in spec.items()}
    return spec


def _leaf(x: Any) -> Any:
    if isinstance(x, (np.ndarray, np.generic)):
        return TensorSpec(x.shape, to_tensor(x).dtype)
    return TensorSpec(x.shape, x.dtype) if isinstance(x, TensorSpec) else x


def _text(part: Any) -> str:
    if part is OPEN:
        return "None"
    if isinstance(part, (list, tuple)):
        kind = "List" if isinstance(part, list) else "Tuple"
        return f"{kind}[{', '.join(map(_text, part))}]"
    if isinstance(part, dict):
        return f"Dict[{', '.join(f'[{k!r}, {_text(v)}]' for k, v in part.items())}]"
    return repr(part) if hasattr(part, "value_type") else f"Literal[{part!r}]"
