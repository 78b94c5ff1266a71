"""Arguments inside a trace: what stands for each of them in the graph."""

from __future__ import annotations

from typing import Any

from tenfold.core import context, structure
from tenfold.core.convert import to_tensor
from tenfold.core.spec import TensorSpec, TypeSpec
from tenfold.core.tensor import EagerTensor, SymbolicTensor, Tensor
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.variables.variable import Variable

from .cache import spec_of
from .variable_arguments import VariableSpec, is_input, place


class Fitted:
    """An argument seen through its input_signature: traced with the shapes of the spec."""

    __slots__ = ("_type_spec", "spec", "value")

    def __init__(self, value: Any, spec: TypeSpec) -> None:
        self.value = value
        self.spec = spec
        self._type_spec = _FittedSpec(spec)


class _FittedSpec:
    """The spec of a fitted argument, as structures see it: what it is made of."""

    def __init__(self, spec: TypeSpec) -> None:
        self.spec = spec

    def _to_components(self, value: Fitted) -> Any:
        return value.value

    def _from_components(self, component: Any) -> Any:
        return component

    def _to_tensor_list(self, value: Fitted) -> list[Any]:
        return structure.flatten(value.value, expand_composites=True)

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _FittedSpec) and self.spec == other.spec

    def __hash__(self) -> int:
        return hash(self.spec)


class _Opened:
    """An argument made of tensors some of whose sizes are left open."""

    __slots__ = ("_like", "parts", "spec")

    def __init__(self, like: Any, parts: list[Any]) -> None:
        self._like = like
        self.parts = parts
        self.spec = spec_of(like)

    def pack(self, parts: list[Any]) -> Any:
        """The argument, of parts that have those sizes."""
        if isinstance(self._like, TypeSpec):
            return self._like._from_tensor_list(parts)
        return structure.pack_sequence_as(self._like, parts, expand_composites=True)


def opened(arguments: Any, specs: list[Any]) -> Any:
    """Arguments with the specs of their tensors in the tensors' places."""
    rest = iter(specs)
    found = []
    for x in structure.flatten(arguments):
        whole = structure.flatten(x, expand_composites=True)
        parts = [next(rest) for _ in whole]
        if isinstance(x, Variable):
            found.append(x)
        else:
            found.append(parts[0] if len(whole) == 1 and whole[0] is x else _Opened(x, parts))
    return structure.pack_sequence_as(arguments, found)


def placeholders(graph: FuncGraph, value: Any, name: str) -> Any:
    """The argument as the traced function sees it: tensors become placeholders."""
    if isinstance(value, Fitted):
        return _of_spec(graph, value.spec, name)
    if isinstance(value, VariableSpec):
        raise TypeError(f"{name}: pass a variable, not {value}, which only describes one.")
    if isinstance(value, TypeSpec):
        return _of_spec(graph, value, name)
    if isinstance(value, _Opened):
        return value.pack([placeholders(graph, part, name) for part in value.parts])
    if isinstance(value, Variable):
        return place(graph, value, name) if is_input(value) else value
    if isinstance(value, Tensor):
        return _input(graph, value.dtype, value.shape.dims_tuple, name)
    if hasattr(value, "_type_spec"):
        parts = structure.flatten(value, expand_composites=True)
        if isinstance(value._type_spec, TypeSpec) and not any(
            isinstance(part, (Variable, TensorSpec)) for part in parts
        ):
            # The trace serves all values of the spec, which may leave sizes open.
            return _of_spec(graph, value._type_spec, name)
        inside = [placeholders(graph, p, name) for p in parts]
        return structure.pack_sequence_as(value, inside, expand_composites=True)
    if structure.is_nested(value):
        return structure.pack_sequence_as(
            value, [placeholders(graph, v, name) for v in structure.flatten(value)]
        )
    if type(value).__module__ == "numpy":
        as_tensor = to_tensor_outside(value)
        return _input(graph, as_tensor.dtype, as_tensor.raw_shape, name)
    if hasattr(type(value), "__tf_tracing_type__"):
        return value.__tf_tracing_type__(None).placeholder_value(_Placeholders(graph, name))
    return value


class _Placeholders:
    """What a `tf.types.experimental.TraceType` makes the tensors of its stand-in with."""

    def __init__(self, graph: FuncGraph, name: str) -> None:
        self._graph = graph
        self._name = name

    def new_placeholder(self, spec: TensorSpec) -> SymbolicTensor:
        return _input(self._graph, spec.dtype, spec.shape.dims_tuple, spec.name or self._name)


def _of_spec(graph: FuncGraph, spec: TypeSpec, name: str) -> Any:
    """What stands in a trace for any value of a spec."""
    specs = structure.flatten(spec, expand_composites=True)
    inside = [_input(graph, s.dtype, s.shape.dims_tuple, s.name or name) for s in specs]
    return inside[0] if specs[:1] == [spec] else spec._from_tensor_list(inside)


def to_tensor_outside(value: Any) -> EagerTensor:
    with context.init_scope():
        return to_tensor(value)


def _input(graph: FuncGraph, dtype: Any, shape: Any, name: str) -> SymbolicTensor:
    made = graph.placeholder(dtype, shape, name)
    graph.inputs.append(made)
    return made
