"""What the functions in a node's attributes need of the node: state, effects, parts of the whole.

If, Case and While hold function graphs as attributes; so may nodes inside those.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Any

from tenfold.core.dtypes import resource, string
from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.variables.resource_ops import READERS

from .func_graph import FuncGraph
from .node import Node

# Stateful by their OpDef, yet nothing is lost when nobody uses their result.
PURE_READS = frozenset({"ReadVariableOp", "ResourceGather", "VariableShape", "Placeholder"})


def function_graphs(node: Node) -> list[FuncGraph]:
    """The function graphs among a node's attributes."""
    found: list[FuncGraph] = []
    for name in node.op.plan.function_attrs:
        value = node.attrs[name]
        found.extend(value) if isinstance(value, list) else found.append(value)
    return found


def all_nodes(nodes: Iterable[Node]) -> Iterator[Node]:
    """The nodes, each followed by those of the functions it holds."""
    for node in nodes:
        yield node
        for graph in function_graphs(node):
            yield from all_nodes(graph.nodes)


def has_effects(node: Node) -> bool:
    """Whether something is lost when a node is left out although nobody uses its results."""
    if not node.op.stateful or node.type in PURE_READS:
        return False
    graphs = function_graphs(node)
    return not graphs or any(has_effects(n) for g in graphs for n in g.nodes)


def is_stateful(graphs: Iterable[FuncGraph]) -> bool:
    """Whether a function touches state: then the op that holds it is the stateful variant."""
    return any(
        n.op.stateful and n.type != "Placeholder" for g in graphs for n in all_nodes(g.nodes)
    )


def needs_host(node: Node) -> bool:
    """Whether XLA cannot hold a node, or one of those inside it."""
    return any(
        not n.op.jit or n.attrs.get("element_dtype") is string  # a list of texts
        for n in all_nodes((node,))
    )


def counters(nodes: Iterable[Node]) -> list[Any]:
    """The counters of the random ops among the nodes and inside them."""
    return [n.attrs["_counter"] for n in all_nodes(nodes) if "_counter" in n.attrs]


def written_handles(nodes: Iterable[Node]) -> list[SymbolicTensor]:
    """The handles among the nodes' inputs whose variables they write."""
    found: dict[int, SymbolicTensor] = {}
    for node in nodes:
        if node.type in READERS or not any(x.dtype is resource for x in node.inputs):
            continue
        graphs = function_graphs(node)
        written = {p for g in graphs for p in written_positions(g)} if graphs else None
        start = len(node.inputs) - len(graphs[0].parameters) if graphs else 0
        for i, x in enumerate(node.inputs):
            if x.dtype is resource and (written is None or i - start in written):
                found[id(x)] = x
    return list(found.values())


def written_positions(graph: FuncGraph) -> list[int]:
    """Which parameters of a function are handles of variables that it writes."""
    written = {id(h) for h in written_handles(graph.nodes)}
    return [i for i, p in enumerate(graph.parameters) if id(p) in written]


def live_nodes(nodes: Sequence[Node], outputs: Iterable[SymbolicTensor]) -> list[Node]:
    """The nodes that outputs or effects depend on, in their order; held functions cut to size."""
    wanted = {id(t) for t in outputs}
    controls: set[int] = set()
    kept: list[Node] = []
    for node in reversed(nodes):
        used = any(id(t) in wanted for t in node.outputs) or id(node) in controls
        if not used and not has_effects(node):
            continue
        if node.op.slim is not None:
            node = node.op.slim(node, wanted)
        kept.append(node)
        wanted.update(map(id, node.inputs))
        controls.update(map(id, node.control_inputs))
    return kept[::-1]


def sliced(
    graph: FuncGraph, inputs: Sequence[SymbolicTensor], outputs: Sequence[SymbolicTensor]
) -> FuncGraph:
    """A function of fewer inputs and outputs, of the same nodes; to be run, not to be built on."""
    part = FuncGraph(graph.name, graph.outer)
    part.nodes = live_nodes(graph.nodes, outputs)
    part.inputs = list(inputs)
    part.outputs = list(outputs)
    return part


def used_parameters(graph: FuncGraph, outputs: Sequence[SymbolicTensor]) -> set[int]:
    """The positions of the parameters that outputs or effects depend on."""
    used = {id(x) for n in live_nodes(graph.nodes, outputs) for x in n.inputs}
    used.update(map(id, outputs))
    return {i for i, p in enumerate(graph.parameters) if id(p) in used}


def slimmed(
    node: Node,
    inputs: Sequence[SymbolicTensor],
    outputs: Sequence[SymbolicTensor],
    attrs: dict[str, Any],
) -> Node:
    """A node like another, with other inputs, fewer outputs and other attributes."""
    made = Node(node.graph, node.op, list(inputs), node.attrs | attrs, node.name)
    made.device = node.device
    made.control_inputs = node.control_inputs
    made.outputs = list(outputs)
    return made
