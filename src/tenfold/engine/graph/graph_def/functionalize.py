"""Graphs of TensorFlow 1's control flow in the form of today: If and While with functions."""

from __future__ import annotations

from typing import Any

from .node_table import NodeTable
from .raising_branches import MERGES, SWITCHES, raise_branches
from .raising_loops import ENTERS, raise_loops

FRAMES = frozenset((*MERGES, *SWITCHES, *ENTERS))


def functionalized(graph_def: Any) -> Any:
    """A GraphDef without Switch, Merge, Enter, Exit and NextIteration nodes.

    Args:
      graph_def: A GraphDef; it is not changed.

    Returns:
      A GraphDef that computes the same, with If and While nodes; `graph_def` itself if it has
      none of those nodes. The outputs of Merge and Exit nodes keep their names.

    Raises:
      UnimplementedError: A node has a place in neither a branch nor a loop.
    """
    if not any(node.op in FRAMES for node in graph_def.node):
        return graph_def
    table = NodeTable(graph_def)
    raise_loops(table)
    raise_branches(table)
    return table.graph_def()
