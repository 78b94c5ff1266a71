"""The gradient of one graph's outputs with respect to its inputs, as a graph of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tenfold.core import context
from tenfold.core.context import state
from tenfold.core.dispatch import record
from tenfold.core.op import call
from tenfold.core.tensor import EagerTensor, SymbolicTensor
from tenfold.engine.autodiff.backprop import backprop
from tenfold.engine.autodiff.indexed_slices import IndexedSlices, densify

from .func_graph import FuncGraph


class GradientGraph:
    """Takes the gradients of chosen tensors of `forward`; gives those of its sources.

    What the gradients need of the forward graph (inputs, outputs, inner values) is captured:
    whoever runs the gradient binds these captures to values.

    dys: A placeholder for the gradient of each target.
    parts: For each source None, a tensor, or an IndexedSlices, in `graph`.
    """

    def __init__(
        self,
        forward: FuncGraph,
        targets: Sequence[SymbolicTensor],
        sources: Sequence[SymbolicTensor],
        dense: bool = False,
    ) -> None:
        self.graph = graph = FuncGraph(f"{forward.name}_backward", outer=forward)
        with context.building(graph), context.recorders(()):
            self.dys = [graph.placeholder(t.dtype, t.raw_shape, "dy") for t in targets]
            found = backprop(forward.nodes, targets, self.dys, sources)
            if dense:
                found = [densify(g) for g in found]
            self.parts = [_inside(graph, g) for g in found]

    @property
    def needs(self) -> list[tuple[Any, SymbolicTensor]]:
        """What was captured, each with the placeholder that stands for it."""
        return list(self.graph.captures.values())


def _inside(graph: FuncGraph, g: Any) -> Any:
    if isinstance(g, IndexedSlices):
        parts = (g.values, g.indices, g.dense_shape)
        return IndexedSlices(*(None if p is None else graph.as_input(p) for p in parts))
    return None if g is None else graph.as_input(g)


def is_differentiable(x: Any) -> bool:
    """Whether gradients may arrive at a tensor: floating, complex, or a list of such."""
    return x.dtype.is_floating or x.dtype.is_complex or x.dtype.name == "variant"


def zeros_for(x: Any) -> Any:
    """A zero gradient for a tensor, a list of tensors or the variable behind a handle."""
    if x.dtype.name == "resource":
        return call("Fill", call("VariableShape", x), call("Cast", 0.0, DstT=variable_dtype(x)))
    return call("ZerosLike", x)


def variable_dtype(handle: Any) -> Any:
    """The dtype of the variable behind a handle."""
    while isinstance(handle, SymbolicTensor):
        if handle._node.type == "VarHandleOp":
            return handle._node.attrs["dtype"]
        handle = handle._node.graph.sources[id(handle)]
    assert isinstance(handle, EagerTensor)
    return handle._value.item().dtype


def inline(graph: FuncGraph, values: Sequence[Any], target: Any) -> dict[int, Any]:
    """Adds a function's nodes to the graph being built.

    Args:
      graph: The function.
      values: What its parameters stand for.
      target: The graph being built.

    Returns:
      The new tensor for each tensor of the function, by id.
    """
    inputs = [target.as_input(v) for v in values]
    env: dict[int, Any] = dict(zip(map(id, graph.parameters), inputs, strict=True))
    given = {id(x): v for x, v in zip(inputs, values, strict=True) if x is not v}
    return copy_nodes(graph, target, env, given)


def copy_nodes(
    graph: FuncGraph, target: Any, env: dict[int, Any], given: Mapping[int, Any] | None = None
) -> dict[int, Any]:
    """Copies a graph's nodes, and the functions they hold, behind the tensors in `env`.

    Tapes are told of the calls with what was `given` from outside the target in the places of the
    tensors, by id, that stand for it there: that is what they watch.
    """
    copies: dict[int, Any] = {}
    known = given or {}
    for node in graph.nodes:
        if node.type == "Placeholder" and id(node.outputs[0]) in env:
            continue
        tensors = [env[id(x)] for x in node.inputs]
        copied = target.add(node.op, tensors, copied_attrs(node), node.name)
        copied.device = node.device
        copied.control_inputs = [copies[id(c)] for c in node.control_inputs if id(c) in copies]
        copies[id(node)] = copied
        for old, new in zip(node.outputs, copied.outputs, strict=True):
            env[id(old)] = new
        if state.recorders and target is state.graph:
            told = [known.get(id(x), x) for x in tensors]
            record(node.op, told, copied.outputs, copied.attrs)
    return env


def copied_attrs(node: Any) -> dict[str, Any]:
    """A node's attributes, with copies of the functions among them."""
    names = node.op.plan.function_attrs
    if not names:
        return node.attrs
    changed = {}
    for name in names:
        value = node.attrs[name]
        changed[name] = (
            [copied_function(g) for g in value]
            if isinstance(value, list)
            else (copied_function(value))
        )
    return node.attrs | changed


def copied_function(graph: FuncGraph) -> FuncGraph:
    """A function like another, which may be changed without changing that one."""
    made = FuncGraph(graph.name, graph.outer)
    env: dict[int, Any] = {}
    for old in graph.parameters:
        new = made.placeholder(old.dtype, old.raw_shape, old._node.name)
        env[id(old)] = new
        made.inputs.append(new)
        if id(old) in graph.sources:
            made.sources[id(new)] = graph.sources[id(old)]
    copy_nodes(graph, made, env)
    made.outputs = [env[id(t)] for t in graph.outputs]
    made.variables = list(graph.variables)
    return made
