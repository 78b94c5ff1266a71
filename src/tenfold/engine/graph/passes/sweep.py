"""The order of the passes: one sweep over the nodes, in program order, applies them all.

What is known of a node's inputs decides what becomes of it. A node with effects, with control
dependencies, or on which another node has one, stays where it is.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Sequence

import numpy as np

from tenfold.core.op import Op
from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.node import Node

from . import forwarding, simplifying, static_shapes
from .draft import Draft, Optimized, Replacement, is_plain, origin
from .folding import fold
from .opening import BRANCHES, HOLDERS, known_branch, never_runs, open_branch, rewritten
from .options import ARITHMETIC, DEPENDENCIES, FOLDING, SHAPES, enabled, prunes_again
from .pruning import without_unused
from .sharing import share, share_constants

Rule = Callable[[Draft, Node], Replacement | None]


def optimized(
    nodes: Sequence[Node], inputs: Sequence[SymbolicTensor], outputs: Sequence[SymbolicTensor]
) -> Optimized:
    """Rewrites the live nodes of a function as the options of the optimizer tell.

    Args:
      nodes: The nodes, in program order.
      inputs: The tensors that are fed.
      outputs: The tensors that are wanted.

    Returns:
      The nodes that are left, a tensor for each output, and the constants that they need.
    """
    passes = enabled()
    if not passes or any(x._node.type != "Placeholder" for x in inputs):
        return Optimized(list(nodes), list(outputs), {})
    nodes, found, constants = _Sweep(passes).over(nodes, outputs, {})
    used = {id(x) for n in nodes for x in n.inputs}
    used.update(map(id, found))
    return Optimized(nodes, found, {i: constants[i] for i in constants.keys() & used})


@functools.cache
def _rules(enabled: frozenset[str]) -> dict[str, list[Rule]]:
    """The rules that run, in their order, by the op that they are for."""
    tables: tuple[tuple[str, dict[str, Rule]], ...] = (
        (DEPENDENCIES, forwarding.RULES),
        (SHAPES, static_shapes.RULES),
        (ARITHMETIC, simplifying.RULES),
    )
    found: dict[str, list[Rule]] = {}
    for name, table in tables:
        for op, rule in table.items() if name in enabled else ():
            found.setdefault(op, []).append(rule)
    return found


@functools.cache
def _is_pure(op: Op) -> bool:
    """Whether an op gives the same for the same inputs, and does nothing else."""
    held = op.counter or op.plan.function_attrs
    return op.jit and not op.stateful and not held and op.name not in ("FakeParam", "Placeholder")


class _Sweep:
    """The passes over one graph, and over the functions in it."""

    def __init__(self, enabled: frozenset[str]) -> None:
        self.enabled = enabled
        self.rules = _rules(enabled)
        self.folds = FOLDING in enabled
        self.shares = ARITHMETIC in enabled

    def over(
        self,
        nodes: Sequence[Node],
        outputs: Sequence[SymbolicTensor],
        known: dict[int, np.ndarray],
    ) -> Optimized:
        """Rewrites nodes, given the values of some tensors."""
        draft = Draft(self.enabled, known)
        self._visit_all(draft, nodes)
        found = [draft.current(t) for t in outputs]
        left = without_unused(draft.nodes, found) if prunes_again() else draft.nodes
        return Optimized(left, found, draft.constants)

    def _visit_all(self, draft: Draft, nodes: Sequence[Node]) -> None:
        pinned = {origin(c) for n in nodes for c in n.control_inputs}
        for node in nodes:
            changed = draft.with_inputs(node)
            if pinned and (node.control_inputs or origin(node) in pinned):
                draft.reads.forget(changed)
                draft.nodes.append(changed)
            else:
                self._visit(draft, changed)

    def _visit(self, draft: Draft, node: Node) -> None:
        """Decides what becomes of a node."""
        if node.type in HOLDERS:
            self._visit_holder(draft, node)
            return
        found = None
        if node.op.stateful:
            draft.reads.forget(node)
            if self.shares and node.type == "ReadVariableOp":
                found = draft.reads.share(node)
        elif _is_pure(node.op) and all(map(is_plain, node.inputs + node.outputs)):
            found = self._replacement(draft, node)
        elif node.op.plan.function_attrs:
            draft.reads.forget(node)
        if found is None:
            draft.nodes.append(node)
        else:
            draft.replace(node, share_constants(draft, node, found) if self.shares else found)

    def _replacement(self, draft: Draft, node: Node) -> Replacement | None:
        """What stands for the outputs of a node without effects."""
        if node.type == "Const":
            return [node.attrs["value"]._host()]
        for rule in self.rules.get(node.type, ()):
            if (found := rule(draft, node)) is not None:
                return found
        if self.folds and (found := fold(draft, node)) is not None:
            return found
        return share(draft, node) if self.shares else None

    def _visit_holder(self, draft: Draft, node: Node) -> None:
        """An op that holds functions is opened, left out, or has its functions rewritten."""
        if node.type in BRANCHES:
            graph = known_branch(draft, node)
            inner = None if graph is None else open_branch(draft, node, graph)
            if graph is not None and inner is not None:
                self._visit_all(draft, inner)
                draft.replace(node, graph.outputs)
                return
        elif never_runs(draft, node, self.over):
            draft.replace(node, node.inputs)
            return
        draft.reads.forget(node)
        draft.nodes.append(rewritten(draft, node, self.over))
