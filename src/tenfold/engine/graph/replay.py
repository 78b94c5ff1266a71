"""Replaying a graph: each kernel in turn, over either namespace. Both executors use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from tenfold.core import dispatch
from tenfold.core.namespace import numpy_ns
from tenfold.core.namespace.protocol import HostValueNeeded

from .node import Node


class NodeNeedsHost(Exception):
    """A node being compiled needs a value that only the host will know."""

    def __init__(self, node: Node) -> None:
        super().__init__(node.name)
        self.node = node


def live_nodes(nodes: Sequence[Node], outputs: Iterable[Any]) -> list[Node]:
    """The nodes that outputs or side effects depend on, in their order."""
    wanted = {id(t._node) for t in outputs}
    kept: list[Node] = []
    for node in reversed(nodes):
        if id(node) in wanted or (node.op.stateful and node.type not in PURE_READS):
            kept.append(node)
            wanted.update(id(x._node) for x in node.inputs)
            wanted.update(id(c) for c in node.control_inputs)
    return kept[::-1]


# Stateful by their OpDef, yet nothing is lost when nobody uses their result.
PURE_READS = frozenset({"ReadVariableOp", "ResourceGather", "VariableShape", "Placeholder"})


def replay(
    xp: Any, nodes: Iterable[Node], env: dict[int, Any], counters: dict[int, Any] | None = None
) -> None:
    """Runs nodes on the raw values in `env`, by id of the symbolic tensor, and adds theirs.

    Values known on the host stay NumPy while a graph is compiled: a pure node all of whose inputs
    are NumPy runs with NumPy.
    """
    compiled = xp.compiled
    for node in nodes:
        if node.type == "Placeholder":
            continue
        values = [env[id(x)] for x in node.inputs]
        namespace = xp
        if compiled and not node.op.stateful and all(type(v) is np.ndarray for v in values):
            namespace = numpy_ns
        attrs = node.attrs
        if counters and "_counter" in attrs:
            attrs = attrs | {"_counter": counters[id(attrs["_counter"])]}
        try:
            raw = dispatch.run_kernel(node.op, namespace, values, attrs)
        except HostValueNeeded:
            raise NodeNeedsHost(node) from None
        except (ValueError, IndexError, TypeError) as error:
            raise _located(node, error) from None
        for tensor, value in zip(node.outputs, raw, strict=True):
            if namespace is numpy_ns and type(value) is not np.ndarray:
                value = np.asarray(value, tensor.dtype.np)
            env[id(tensor)] = value


def _located(node: Node, error: Exception) -> Exception:
    explained = dispatch.explain(node.op, node.inputs, node.attrs, error)
    return explained if explained is error else type(explained)(None, node, str(explained))
