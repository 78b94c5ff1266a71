"""Graphs without variables: each variable becomes a constant with its present value."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

import numpy as np

from tenfold.core import context
from tenfold.core.dtypes import DType, as_dtype, int32, resource, string
from tenfold.core.op import registry
from tenfold.core.tensor import EagerTensor, SymbolicTensor
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.node import Node
from tenfold.protos.schemas.graph import GraphDef
from tenfold.protos.schemas.node_def import NodeDef

from .exporting import width
from .importing import as_graph_def
from .loading import node_name
from .pruning import extract_sub_graph
from .tensor_values import proto_of


def frozen_graph(graph: FuncGraph) -> FuncGraph:
    """A function's graph with constants in place of the variables and tensors that it captured.

    Raises:
      ValueError: The graph changes a variable, or captures a tensor of a graph around it.
    """
    made = FuncGraph(graph.name)
    env: dict[int, Any] = {}
    frozen: set[int] = set()
    with context.building(made), context.recorders(()):
        for x in graph.inputs:
            env[id(x)] = _placeholder(made, x)
            made.inputs.append(env[id(x)])
        for outside, inside in graph.captures.values():
            if isinstance(outside, SymbolicTensor):
                raise ValueError(
                    f"The graph {graph.name!r} uses {outside.name} of a graph around it, which has "
                    "no value yet: freeze the outer function instead."
                )
            env[id(inside)] = _constant(made, outside)
            if inside.dtype is resource:
                frozen.add(id(inside))
        _copy(graph, made, env, frozen)
    made.outputs = [env[id(x)] for x in graph.outputs]
    return made


def _placeholder(graph: FuncGraph, like: SymbolicTensor) -> SymbolicTensor:
    return graph.placeholder(like.dtype, like.raw_shape, like._node.name + "/")


def _constant(graph: FuncGraph, outside: EagerTensor) -> SymbolicTensor:
    """A Const with a tensor's value, or the value of the variable behind a handle."""
    if outside.dtype is not resource:
        return graph.constant(outside, None)
    storage = outside._value.item()
    value = EagerTensor(np.array(storage.read()), storage.dtype)
    return graph.constant(value, storage.name.split(":")[0] + "/")


def _copy(graph: FuncGraph, made: FuncGraph, env: dict[int, Any], frozen: set[int]) -> None:
    """Copies nodes; `frozen` are the handles for which `env` has the variable's value."""
    copies: dict[int, Node] = {}
    for node in graph.nodes:
        if node.type == "Placeholder" and id(node.outputs[0]) in env:
            continue
        inputs = [env[id(x)] for x in node.inputs]
        handles = [i for i, x in enumerate(node.inputs) if id(x) in frozen]
        if handles and (replaced := _reads(made, node, inputs)) is not None:
            env[id(node.outputs[0])] = replaced
            continue
        attrs = {k: v for k, v in node.attrs.items() if k != "_counter"}
        functions = _functions(node)
        if handles:
            if not functions:
                raise ValueError(
                    f"The node {node.name!r} of type {node.type} changes a variable, so that it "
                    "cannot become a constant. Trace the function without training."
                )
            _retype(node, attrs, inputs)
        for key, held in functions.items():
            start = len(node.inputs) - len(_parameters(held[0]))
            values = {i - start: inputs[i] for i in handles}
            new = [_frozen_function(f, values, made) for f in held]
            attrs[key] = new if isinstance(attrs[key], list) else new[0]
        copied = made.add(node.op, inputs, attrs, node.name + "/")
        copied.device = node.device
        copied.control_inputs = [copies[id(c)] for c in node.control_inputs if id(c) in copies]
        copies[id(node)] = copied
        _enter_outputs(node, copied, inputs, env, frozen)


def _enter_outputs(
    node: Node, copied: Node, inputs: Sequence[Any], env: dict[int, Any], frozen: set[int]
) -> None:
    for i, (old, new) in enumerate(zip(node.outputs, copied.outputs, strict=True)):
        env[id(old)] = new
        if old.dtype is resource and old.dtype is not new.dtype:
            env[id(old)] = inputs[i]  # a loop passes the handle on
            frozen.add(id(old))


def _reads(graph: FuncGraph, node: Node, inputs: Sequence[Any]) -> SymbolicTensor | None:
    """What stands for a read of a variable whose value is the first input; None for other ops."""
    kind, attrs, name = node.type, node.attrs, node.name + "/"
    value = inputs[0]
    if kind in ("ReadVariableOp", "Identity"):
        return graph.add(registry["Identity"], [value], {"T": value.dtype}, name).outputs[0]
    if kind == "VariableShape":
        given = {"T": value.dtype, "out_type": attrs["out_type"]}
        return graph.add(registry["Shape"], [value], given, name).outputs[0]
    if kind == "ResourceGather":
        axis = EagerTensor(np.asarray(attrs["batch_dims"], np.int32), int32)
        given = {
            "batch_dims": attrs["batch_dims"],
            "Tparams": value.dtype,
            "Tindices": inputs[1].dtype,
            "Taxis": axis.dtype,
        }
        return graph.add(registry["GatherV2"], [*inputs, axis], given, name).outputs[0]
    if kind == "ResourceGatherNd":
        given = {"Tparams": value.dtype, "Tindices": inputs[1].dtype}
        return graph.add(registry["GatherNd"], inputs, given, name).outputs[0]
    return None


def _functions(node: Node) -> dict[str, list[FuncGraph]]:
    """The functions among a node's attributes."""
    found: dict[str, list[FuncGraph]] = {}
    for key, attr in node.op.signature.attrs.items():
        if attr.kind in ("func", "list(func)"):
            value = node.attrs[key]
            found[key] = value if isinstance(value, list) else [value]
    return found


def _parameters(graph: FuncGraph) -> list[SymbolicTensor]:
    return graph.inputs + graph.internal_captures


def _retype(node: Node, attrs: dict[str, Any], inputs: Sequence[Any]) -> None:
    """Brings the lists of input dtypes up to date: values have come for handles."""
    at = 0
    for arg in node.op.signature.inputs:
        count = width(arg, node.attrs)
        if arg.type_list:
            attrs[arg.type_list] = [x.dtype for x in inputs[at : at + count]]
        at += count


def _frozen_function(
    graph: FuncGraph, values: Mapping[int, SymbolicTensor], outer: FuncGraph
) -> FuncGraph:
    """A function that takes values where another takes the handles of frozen variables."""
    made = FuncGraph(graph.name, outer)
    env: dict[int, Any] = {}
    frozen: set[int] = set()
    with context.building(made):
        for i, x in enumerate(_parameters(graph)):
            like = values.get(i, x)
            new = made.placeholder(like.dtype, like.raw_shape, x._node.name + "/")
            made.inputs.append(new)
            env[id(x)] = new
            if i in values:
                frozen.add(id(x))
        _copy(graph, made, env, frozen)
    made.outputs = [env[id(x)] for x in graph.outputs]
    return made


_VARIABLES = ("VariableV2", "Variable", "VarHandleOp")


def convert_variables_to_constants(
    sess: Any,
    input_graph_def: Any,
    output_node_names: Sequence[str],
    variable_names_whitelist: Iterable[str] | None = None,
    variable_names_blacklist: Iterable[str] | None = None,
) -> Any:
    """A GraphDef in which the variables of a session are constants.

    Args:
      sess: The session that holds the variables: `sess.run(names)` gives their values.
      input_graph_def: A GraphDef.
      output_node_names: The names of the nodes to keep, with all that they need.
      variable_names_whitelist: The names of the variables to freeze; all by default.
      variable_names_blacklist: The names of variables to leave.

    Returns:
      A GraphDef.

    Raises:
      AssertionError: An output's name is not in the graph.
    """
    part = extract_sub_graph(as_graph_def(input_graph_def), output_node_names)
    allowed = None if variable_names_whitelist is None else set(variable_names_whitelist)
    barred = set(variable_names_blacklist or ())
    names = [
        n.name
        for n in part.node
        if n.op in _VARIABLES and n.name not in barred and (allowed is None or n.name in allowed)
    ]
    if not names:
        return part
    handles = {n.name for n in part.node if n.op == "VarHandleOp" and n.name in names}
    fetches = [f"{n}/Read/ReadVariableOp:0" if n in handles else f"{n}:0" for n in names]
    values = dict(zip(names, sess.run(fetches), strict=True))
    made = GraphDef(library=part.library, versions=part.versions)
    for node in part.node:
        made.node.extend(_frozen_nodes(node, values))
    return made


def _frozen_nodes(node: Any, values: Mapping[str, np.ndarray]) -> list[Any]:
    """A node of a frozen GraphDef: variables are Const nodes, reads pass them on."""
    if node.name in values:
        dtype = as_dtype(node.attr["dtype"].type)
        return [_const(node.name, _array(values[node.name], dtype), dtype)]
    copied = node.__deepcopy__({})
    source = node_name(node.input[0]) if node.input else ""
    if source in values and node.op == "ReadVariableOp":
        copied.op = "Identity"
        copied.attr.clear()
        copied.attr["T"].type = node.attr["dtype"].type
    if source in values and node.op == "ResourceGather":
        batch_dims = node.attr["batch_dims"].i if "batch_dims" in node.attr else 0
        axis = _const(f"{node.name}/axis", np.asarray(batch_dims, np.int32), int32)
        copied.op = "GatherV2"
        copied.input.insert(2, axis.name)
        copied.attr.clear()
        copied.attr["batch_dims"].i = batch_dims
        copied.attr["Tparams"].type = node.attr["dtype"].type
        copied.attr["Tindices"].type = node.attr["Tindices"].type
        copied.attr["Taxis"].type = int32.as_datatype_enum
        return [axis, copied]
    return [copied]


def _const(name: str, value: np.ndarray, dtype: DType) -> Any:
    made = NodeDef(name=name, op="Const")
    made.attr["dtype"].type = dtype.as_datatype_enum
    made.attr["value"].tensor.CopyFrom(proto_of(value, dtype))
    return made


def _array(value: Any, dtype: DType) -> np.ndarray:
    return np.asarray(value, object if dtype is string else dtype.np)
