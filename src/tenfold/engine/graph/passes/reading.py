"""Reads of variables: one that no write separates from an earlier one gives the same value.

An optimizer reads its step count and its learning rate once for each variable that it updates;
what it computes from them then is one computation, too.
"""

from __future__ import annotations

from tenfold.core.dtypes import resource
from tenfold.core.tensor import EagerTensor, SymbolicTensor
from tenfold.engine.graph.nested import all_nodes
from tenfold.engine.graph.node import Node
from tenfold.engine.variables.resource_ops import READERS


class Reads:
    """The reads that still hold, by the variable that was read."""

    def __init__(self) -> None:
        self._made: dict[int, list[SymbolicTensor]] = {}
        self._variables: dict[int, int | None] = {}

    def share(self, node: Node) -> list[SymbolicTensor] | None:
        """The outputs of an earlier read of the same value; notes the read if there is none."""
        variable = self._variable(node.inputs[0])
        if variable is None:
            return None
        found = self._made.setdefault(variable, node.outputs)
        same = found is not node.outputs and found[0]._dtype is node.outputs[0]._dtype
        return found if same else None

    def forget(self, node: Node) -> None:
        """Drops what a node may have written."""
        if not self._made or not _may_write(node):
            return
        written = [self._variable(x) for x in node.inputs if x._dtype is resource]
        if node.op.plan.function_attrs or not written or None in written:
            self._made.clear()
        for variable in written:
            self._made.pop(variable, None)  # type: ignore[arg-type]

    def _variable(self, handle: SymbolicTensor) -> int | None:
        """What identifies the variable behind a handle; None if it is not known yet.

        Two arguments of a function may be one variable; what it captured is known.
        """
        key = id(handle)
        if key not in self._variables:
            self._variables[key] = _captured(handle)
        return self._variables[key]


def _captured(handle: SymbolicTensor) -> int | None:
    graph = handle._node.graph
    outside = graph.sources.get(id(handle))
    if not isinstance(outside, EagerTensor):
        return None
    bound = graph.captures.get(id(outside))
    if bound is None or bound[0] is not outside or bound[1] is not handle:
        return None
    return id(outside._value.item())


def _may_write(node: Node) -> bool:
    """Whether a node may change variables; Python functions may change any."""
    if not node.op.plan.function_attrs:
        return _writes(node)
    return any(_writes(n) for n in all_nodes((node,)) if not n.op.plan.function_attrs)


def _writes(node: Node) -> bool:
    if not node.op.stateful or node.type in READERS or node.type == "Placeholder":
        return False
    return not node.op.counter or any(x._dtype is resource for x in node.inputs)
