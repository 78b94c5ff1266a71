"""Graphs with reference variables in the form of today: handles, reads and assignments.

A VariableV2 gives a reference, which Assign changes in place and other nodes take for its value.
Here each of those nodes reads the variable for itself, once all that it waits for is done.
"""

from __future__ import annotations

from typing import Any, NamedTuple

from tenfold.core.dtypes import resource
from tenfold.protos.schemas.graph import GraphDef
from tenfold.protos.schemas.node_def import NodeDef

from .kernelless import find_op
from .loading import node_name
from .ordering import sorted_by_inputs

_VARIABLES = ("VariableV2", "Variable")
_ASSIGNED = {
    "Assign": "AssignVariableOp",
    "AssignAdd": "AssignAddVariableOp",
    "AssignSub": "AssignSubVariableOp",
}
_SCATTERED = {
    f"Scatter{how}": f"ResourceScatter{how}"
    for how in ("Add", "Sub", "Mul", "Div", "Min", "Max", "Update")
}
_SCATTERED_ND = {
    f"ScatterNd{how}": f"ResourceScatterNd{how}" for how in ("Add", "Sub", "Min", "Max", "Update")
}
# What passes a reference on. The value that an Identity gives shares the variable's memory, so that
# who uses it sees what was assigned meanwhile: programs rely on it where they wait for a change.
_PASSES = ("Identity", "RefIdentity")
# Steps of optimizers, which change several variables; they give the first.
_DENSE = ("GradientDescent", "Adam", "AdaMax", "AddSign", "PowerSign")
_ON_ROWS = (
    *("Adadelta", "Adagrad", "AdagradDA", "AdagradV2", "CenteredRMSProp", "Ftrl", "FtrlV2"),
    *("Momentum", "ProximalAdagrad", "ProximalGradientDescent", "RMSProp"),
)
_STEPS = {
    **{f"Apply{how}": f"ResourceApply{how}" for how in (*_DENSE, *_ON_ROWS)},
    **{f"SparseApply{how}": f"ResourceSparseApply{how}" for how in _ON_ROWS},
}
_CHANGES = {**_ASSIGNED, **_SCATTERED, **_SCATTERED_ND, **_STEPS}
_ASKS = {"CountUpTo": "ResourceCountUpTo", "IsVariableInitialized": "VarIsInitializedOp"}
# What the attribute of the elements' type is called by the ops on handles.
_TYPE_NAMES = {**dict.fromkeys((*_ASSIGNED, *_SCATTERED), "dtype")}


class _Reference(NamedTuple):
    """A variable as a node gives it: its handle, its type, and what changed it before."""

    handle: str
    type: Any
    after: tuple[str, ...]


def dereferenced(graph_def: Any) -> Any:
    """A GraphDef without reference variables.

    Args:
      graph_def: A GraphDef; it is not changed.

    Returns:
      A GraphDef that computes the same, with VarHandleOps and ops on handles; `graph_def` itself
      if it has no reference variables. Nodes keep their names: those of variables and of changes
      give the variable's value.
    """
    if not any(node.op in _VARIABLES for node in graph_def.node):
        return graph_def
    table = _Table(graph_def)
    for node in graph_def.node:
        if node.op in _VARIABLES:
            table.add_variable(node)
    # A reference passes from node to node; the way back in a loop is not waited for.
    back = {node.name for node in graph_def.node if node.op == "NextIteration"}

    def inputs_of(node: Any) -> list[str]:
        return [name for name in map(node_name, node.input) if name not in back]

    for node in sorted_by_inputs(graph_def.node, inputs_of):
        if node.op not in _VARIABLES:
            table.add(node)
    made = GraphDef(node=table.nodes, versions=graph_def.versions)
    made.library.CopyFrom(graph_def.library)
    return made


class _Table:
    """The nodes made so far, and which of them stand for references."""

    def __init__(self, graph_def: Any) -> None:
        self.nodes: list[Any] = []
        self._names = {node.name for node in graph_def.node}
        self._references: dict[str, _Reference] = {}

    def add_variable(self, node: Any) -> None:
        handle = self._make("VarHandleOp", self._free(f"{node.name}/handle"), [])
        for name in ("dtype", "shape", "container", "shared_name"):
            if name in node.attr:
                handle.attr[name].CopyFrom(node.attr[name])
        handle.attr["debug_name"].s = node.name.encode()
        if node.op == "Variable" and not len(node.attr["shape"].shape.dim):
            handle.attr["shape"].shape.unknown_rank = True  # as graphs of that time say it
        found = _Reference(handle.name, node.attr["dtype"], ())
        self._references[node.name] = found
        self._read(node.name, found, _controls(node))

    def add(self, node: Any) -> None:
        held = self._references.get(node_name(node.input[0])) if len(node.input) else None
        if held is None or node.op not in (*_CHANGES, *_ASKS, *_PASSES):
            copied = node.__deepcopy__({})
            self._read_inputs(copied, 0)
            self.nodes.append(copied)
        elif node.op in _PASSES:
            after = (*held.after, *_controls(node))
            self._references[node.name] = held._replace(after=after)
            self._read(node.name, self._references[node.name], [])
        elif node.op in _ASKS:
            inputs = [held.handle, *_controls(node), *held.after]
            asked = self._make(_ASKS[node.op], node.name, inputs)
            for name in ("T", "limit"):
                if name in node.attr:
                    asked.attr[name].CopyFrom(node.attr[name])
        else:
            self._change(node, held)

    def _change(self, node: Any, held: _Reference) -> None:
        """A change of the variable, then a node of the old name that reads what it is now."""
        op = find_op(_CHANGES[node.op])
        count = sum(arg.dtype is resource for arg in op.signature.inputs)
        changed = [self._reference(name, node) for name in node.input[:count]]
        handles = [reference.handle for reference in changed]
        after = [name for reference in changed for name in reference.after]
        inputs = [*handles, *node.input[count:], *after]
        change = self._make(op.name, self._free(f"{node.name}/change"), inputs)
        self._read_inputs(change, count)
        for name, value in node.attr.items():
            known = _TYPE_NAMES.get(node.op, "T") if name == "T" else name
            if known in op.signature.attrs:
                change.attr[known].CopyFrom(value)
        found = held._replace(after=(f"^{change.name}",))
        self._references[node.name] = found
        self._read(node.name, found, [])

    def _reference(self, name: str, user: Any) -> _Reference:
        try:
            return self._references[node_name(name)]
        except KeyError:
            raise ValueError(
                f"Input {name!r} of node {user.name!r} of type {user.op} must be a reference "
                "variable."
            ) from None

    def _read_inputs(self, node: Any, start: int) -> None:
        """Gives a node reads of its own in place of the references among its inputs."""
        inputs = list(node.input)
        for i, name in enumerate(inputs[start:], start):
            held = None if name.startswith("^") else self._references.get(node_name(name))
            if held is not None:
                inputs[i] = self._free(f"{node.name}/read_{i}")
                self._read(inputs[i], held, _controls(node))
        del node.input[:]
        node.input.extend(inputs)

    def _read(self, name: str, held: _Reference, controls: list[str]) -> None:
        made = self._make("ReadVariableOp", name, [held.handle, *controls, *held.after])
        made.attr["dtype"].CopyFrom(held.type)

    def _make(self, op: str, name: str, inputs: list[str]) -> Any:
        # What a node waits for comes last.
        order = sorted(inputs, key=lambda reference: reference.startswith("^"))
        made = NodeDef(op=op, name=name, input=order)
        self.nodes.append(made)
        return made

    def _free(self, name: str) -> str:
        """A name that no node has."""
        found, count = name, 0
        while found in self._names:
            count += 1
            found = f"{name}_{count}"
        self._names.add(found)
        return found


def _controls(node: Any) -> list[str]:
    return [reference for reference in node.input if reference.startswith("^")]
