"""Replaying a graph: each kernel in turn, over either namespace. Both executors use it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from tenfold.core import dispatch
from tenfold.core.boxes import boxed
from tenfold.core.namespace import numpy_ns
from tenfold.core.namespace.protocol import HostValueNeeded, tracing

from .node import Node


class NodeNeedsHost(Exception):
    """A node being compiled needs a value that only the host will know."""

    def __init__(self, node: Node) -> None:
        super().__init__(node.name)
        self.node = node


def replay(xp: Any, nodes: Iterable[Node], env: dict[int, Any]) -> None:
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
        attrs = node.attrs
        if compiled:
            # What holds functions would compile them once more while this is compiled.
            pure = not node.op.stateful and not node.op.plan.function_attrs
            if pure and all(type(v) is np.ndarray for v in values):
                namespace = numpy_ns
            if "_counter" in attrs:
                assert tracing.counters is not None
                attrs = attrs | {"_counter": tracing.counters[id(attrs["_counter"])]}
        try:
            raw = dispatch.run_kernel(node.op, namespace, values, attrs)
        except HostValueNeeded:
            raise NodeNeedsHost(node) from None
        except (ValueError, IndexError, TypeError) as error:
            raise _located(node, values, error) from None
        for tensor, value in zip(node.outputs, raw, strict=True):
            if namespace is numpy_ns and type(value) is not np.ndarray:
                value = as_array(value, tensor.dtype)  # NumPy's scalars, variables' device arrays
            env[id(tensor)] = value


def as_array(value: Any, dtype: Any) -> np.ndarray:
    """A kernel's result as an array: what is not numbers lies in a 0-d object array."""
    if not dtype.np.hasobject:
        return np.asarray(value, dtype.np)
    return boxed(value)


def _located(node: Node, values: Sequence[Any], error: Exception) -> Exception:
    explained = dispatch.explain(node.op, node.inputs, node.attrs, error, values)
    return explained if explained is error else type(explained)(None, node, str(explained))
