"""Leaving out nodes that neither an output nor an effect depends on."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.nested import has_effects
from tenfold.engine.graph.node import Node

from .draft import origin


def without_unused(nodes: Sequence[Node], outputs: Iterable[SymbolicTensor]) -> list[Node]:
    """The nodes that are still needed; unlike `nested.live_nodes` it cuts no held function."""
    wanted = {id(t) for t in outputs}
    controls: set[tuple[int, str]] = set()
    kept: list[Node] = []
    for node in reversed(nodes):
        used = any([id(t) in wanted for t in node.outputs])  # noqa: C419 -- faster
        used = used or bool(controls and origin(node) in controls)
        if not used and not has_effects(node):
            continue
        kept.append(node)
        wanted.update(map(id, node.inputs))
        controls.update(map(origin, node.control_inputs))
    kept.reverse()
    return kept
