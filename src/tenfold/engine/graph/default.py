"""The graph that is added to where no other one is being built."""

from __future__ import annotations

from typing import Any

from tenfold.core.context import state

from .func_graph import Graph


class Default:
    """The graph at the bottom of every thread's stack."""

    graph: Graph | None = None
    is_built = False  # whether calls outside of every block are added to it


def default_graph() -> Any:
    """The graph being built, else the one at the bottom of the stack, which is made if need be."""
    if state.graph is not None:
        return state.graph
    if Default.graph is None:
        Default.graph = Graph()
    return Default.graph
