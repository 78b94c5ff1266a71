"""A graph being rewritten: what its tensors are known to be, and the nodes that are left.

Nodes belong to the graph they were traced into, which gradients and other executables still read:
they are never changed. A node whose inputs change is copied; the copy provides the same tensors,
so whoever holds one of them still finds its value under the same id.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.node import Node

from .reading import Reads

# What a rule says of a node: for each output a tensor with the same value, or the value itself.
Replacement = Sequence[SymbolicTensor | np.ndarray]


class Draft:
    """What is known so far.

    enabled: The names of the passes that may run.
    nodes: The nodes that are left, in program order.
    constants: The values that are known, by the id of their tensor.
    """

    def __init__(self, enabled: frozenset[str], constants: dict[int, np.ndarray]) -> None:
        self.enabled = enabled
        self.nodes: list[Node] = []
        self.constants = constants
        self.same: dict[int, SymbolicTensor] = {}  # what stands for a tensor that is not computed
        self.computed: dict[object, Sequence[SymbolicTensor]] = {}  # by what was computed
        self.reads = Reads()
        self.opened: set[int] = set()  # outputs of nodes that came out of a held function

    def current(self, x: SymbolicTensor) -> SymbolicTensor:
        """The tensor that provides the value of `x`."""
        return self.same.get(id(x), x)

    def value(self, x: SymbolicTensor) -> np.ndarray | None:
        """The value of a tensor, if it is known."""
        return self.constants.get(id(self.current(x)))

    def producer(self, x: SymbolicTensor) -> Node:
        """The node, as it was traced, that provides the value of `x`."""
        return self.current(x)._node

    def replace(self, node: Node, found: Replacement) -> None:
        """Notes what stands for a node's outputs instead of the node."""
        for old, new in zip(node.outputs, found, strict=True):
            if isinstance(new, SymbolicTensor):
                new = self.current(new)
                self.same[id(old)] = new
                if id(new) in self.constants:
                    self.constants[id(old)] = self.constants[id(new)]
            else:
                self.constants[id(old)] = new

    def with_inputs(self, node: Node) -> Node:
        """The node, or a copy of it that takes the tensors which stand for its inputs."""
        same = self.same
        if not same or not any([id(x) in same for x in node.inputs]):  # noqa: C419 -- faster
            return node
        return copied(node, [same.get(id(x), x) for x in node.inputs])


def copied(node: Node, inputs: list[SymbolicTensor]) -> Node:
    """A node like another, with other inputs; it provides the same tensors."""
    made = Node(node.graph, node.op, inputs, node.attrs, node.name)
    made.device = node.device
    made.control_inputs = node.control_inputs
    made.outputs = node.outputs
    return made


def origin(node: Node) -> tuple[int, str]:
    """What a node has in common with its copies: control dependencies name the traced node."""
    return id(node.graph), node.name


def is_plain(x: SymbolicTensor) -> bool:
    """Whether a tensor holds numbers: no handle, list or text."""
    return not x._dtype.np.hasobject


class Optimized(NamedTuple):
    """What is left to run, and what is known without running anything.

    outputs: For each wanted tensor one that provides its value.
    constants: Values by the id of their tensor.
    """

    nodes: list[Node]
    outputs: list[SymbolicTensor]
    constants: dict[int, np.ndarray]
