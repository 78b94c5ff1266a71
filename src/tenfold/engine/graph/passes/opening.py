"""Functions that ops hold: a branch that is known takes its op's place, a loop without steps goes.

What is left of the functions is rewritten like the graph around them, with the constants that they
get as arguments.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tenfold.core.op import registry
from tenfold.core.tensor import EagerTensor, SymbolicTensor
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.nested import has_effects
from tenfold.engine.graph.node import Node

from .draft import Draft, Optimized, copied, is_plain
from .options import FUNCTIONS, LOOPS

BRANCHES = {"If", "StatelessIf", "Case", "StatelessCase"}
HOLDERS = BRANCHES | {"While", "StatelessWhile"}

# (nodes, outputs, constants by the id of a parameter) -> what is left of them
Passes = Callable[[Sequence[Node], Sequence[SymbolicTensor], dict[int, np.ndarray]], Optimized]


def branches_of(node: Node) -> list[FuncGraph]:
    if "branches" in node.attrs:
        return node.attrs["branches"]
    return [node.attrs["then_branch"], node.attrs["else_branch"]]


def known_branch(draft: Draft, node: Node) -> FuncGraph | None:
    """The branch that will be taken, where the predicate or index is known."""
    chooser = draft.value(node.inputs[0])
    if FUNCTIONS not in draft.enabled or chooser is None or chooser.ndim:
        return None
    graphs = branches_of(node)
    if not node.type.endswith("Case"):
        return graphs[0 if chooser.item() else 1]
    index = int(chooser)
    return graphs[index if 0 <= index < len(graphs) else -1]


def open_branch(draft: Draft, node: Node, graph: FuncGraph) -> list[Node] | None:
    """The nodes of a branch, in the place of its op; None where that cannot be.

    A function that two ops hold is opened once only: its tensors can stand for one value.
    """
    body = [n for n in graph.nodes if n.type != "Placeholder"]
    made = {id(t) for n in body for t in n.outputs}
    fake = any(t._node.type == "FakeParam" for t in graph.outputs)
    inside = made | {id(p) for p in graph.parameters}
    if fake or made & draft.opened or not all(id(x) in inside for n in body for x in n.inputs):
        return None
    draft.opened |= made
    for parameter, x in zip(graph.parameters, node.inputs[1:], strict=True):
        draft.same[id(parameter)] = x
        if id(x) in draft.constants:
            draft.constants[id(parameter)] = draft.constants[id(x)]
    return body


def never_runs(draft: Draft, node: Node, passes: Passes) -> bool:
    """Whether a loop's condition is known to be false from the start."""
    if LOOPS not in draft.enabled or not all(map(is_plain, node.outputs)):
        return False
    cond = node.attrs["cond"]
    known = _known(draft, cond.parameters, node.inputs)
    if not known or any(has_effects(n) for n in cond.nodes):
        return False
    found = passes(cond.nodes, cond.outputs, dict(known))
    holds = found.constants.get(id(found.outputs[0]))
    return holds is not None and not holds.any()


def _known(
    draft: Draft, parameters: Sequence[SymbolicTensor], values: Sequence[SymbolicTensor]
) -> dict[int, np.ndarray]:
    pairs = zip(parameters, values, strict=True)
    return {id(p): draft.constants[id(x)] for p, x in pairs if id(x) in draft.constants}


def rewritten(draft: Draft, node: Node, passes: Passes) -> Node:
    """The node with the functions that it holds rewritten."""
    attrs: dict[str, Any]
    if node.type in BRANCHES:
        graphs = [
            _function(g, passes, _known(draft, g.parameters, node.inputs[1:]))
            for g in branches_of(node)
        ]
        if "branches" in node.attrs:
            attrs = {"branches": graphs}
        else:
            attrs = {"then_branch": graphs[0], "else_branch": graphs[1]}
    else:
        attrs = _loop_functions(draft, node, passes)
    made = copied(node, node.inputs)
    made.attrs = node.attrs | attrs
    return made


def _loop_functions(draft: Draft, node: Node, passes: Passes) -> dict[str, FuncGraph]:
    """A loop's condition and body, with the constants that no step changes."""
    cond, body = node.attrs["cond"], node.attrs["body"]
    still = [p is t for p, t in zip(body.parameters, body.outputs, strict=True)]

    def seeds(graph: FuncGraph) -> dict[int, np.ndarray]:
        known = _known(draft, graph.parameters, node.inputs) if LOOPS in draft.enabled else {}
        places = zip(graph.parameters, still, strict=True)
        return {id(p): known[id(p)] for p, fixed in places if fixed and id(p) in known}

    return {
        "cond": _function(cond, passes, seeds(cond)),
        "body": _function(body, passes, seeds(body)),
    }


def _function(graph: FuncGraph, passes: Passes, known: dict[int, np.ndarray]) -> FuncGraph:
    """A function of the same parameters, rewritten; to be run, not to be built on."""
    found = passes(graph.nodes, graph.outputs, dict(known))
    part = FuncGraph(graph.name, graph.outer)
    part.inputs = list(graph.parameters)
    part.outputs = found.outputs
    made = {id(t) for n in found.nodes for t in n.outputs} | {id(p) for p in part.inputs}
    used = (x for xs in (found.outputs, *(n.inputs for n in found.nodes)) for x in xs)
    missing = {id(x): x for x in used if id(x) not in made}
    part.nodes = [_constant(x, found.constants[i]) for i, x in missing.items()] + found.nodes
    return part


def _constant(x: SymbolicTensor, value: np.ndarray) -> Node:
    """A node that provides the known value of a tensor."""
    attrs = {"value": EagerTensor(value, x._dtype), "dtype": x._dtype}
    made = Node(x._node.graph, registry["Const"], [], attrs, x._node.name)
    made.outputs = [x]
    return made
