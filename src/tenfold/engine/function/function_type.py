"""What a trace takes and gives: how a call of it is bound, and how that reads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

import numpy as np

from tenfold.core import errors, structure
from tenfold.core.convert import to_tensor
from tenfold.core.spec import TensorSpec
from tenfold.core.tensor import Tensor


class FunctionType:
    """The parameters of a trace, by name, and its output.

    parameters: For each parameter what the trace was made for: (structures of) specs of tensors,
        and values that are part of the trace.
    output: The specs of what it returns.
    """

    def __init__(self, name: str, parameters: Mapping[str, Any], output: Any) -> None:
        self.name = name
        self.parameters = {n: structure.map_structure(_leaf, p) for n, p in parameters.items()}
        self.output = output

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
        flat: list[Any] = []
        for name, wanted in self.parameters.items():
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
        self, flat: list[Any], name: str, spec: Any, value: Any, args: Any, kwargs: Any
    ) -> None:
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
        parts = ", ".join(f"{n}: {_text(p)}" for n, p in self.parameters.items())
        return f"({parts}) -> {_text(self.output)}"

    def __repr__(self) -> str:
        lines = ["Input Parameters:"]
        lines += [
            f"  {n} (POSITIONAL_OR_KEYWORD): {_text(p)}" for n, p in self.parameters.items()
        ] or ["  None"]
        return "\n".join([*lines, "Output Type:", f"  {_text(self.output)}"])


def _leaf(x: Any) -> Any:
    if isinstance(x, (np.ndarray, np.generic)):
        return TensorSpec(x.shape, to_tensor(x).dtype)
    return TensorSpec(x.shape, x.dtype) if isinstance(x, TensorSpec) else x


def _text(part: Any) -> str:
    if isinstance(part, (list, tuple)):
        return f"({', '.join(map(_text, part))})"
    if isinstance(part, dict):
        return "{" + ", ".join(f"{k!r}: {_text(v)}" for k, v in part.items()) + "}"
    return repr(part) if part is None or hasattr(part, "value_type") else f"Literal[{part!r}]"
