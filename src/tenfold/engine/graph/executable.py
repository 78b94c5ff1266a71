"""Running a function's graph: clusters compiled by XLA, with host ops between them.

Without jax every cluster is interpreted with NumPy, with the same results.
"""

from __future__ import annotations

import functools
import importlib.util
import os
import threading
from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core.dtypes import DType, string
from tenfold.core.namespace import numpy_ns
from tenfold.core.tensor import SymbolicTensor

from .nested import live_nodes, needs_host
from .node import Node
from .replay import NodeNeedsHost, replay


@functools.cache
def compiler_available() -> bool:
    """Whether functions are compiled: jax is installed and TENFOLD_COMPILE is not 0."""
    return os.environ.get("TENFOLD_COMPILE", "1") != "0" and (
        importlib.util.find_spec("jax") is not None
    )


class Executable:
    """A graph with chosen inputs and outputs, ready to be called with raw values."""

    def __init__(
        self,
        nodes: Sequence[Node],
        inputs: Sequence[SymbolicTensor],
        outputs: Sequence[SymbolicTensor],
    ) -> None:
        self.inputs = list(inputs)
        self.outputs = list(outputs)
        self.dtypes: list[DType] = [t.dtype for t in outputs]
        self._live = live_nodes(nodes, outputs)
        self._lock = threading.Lock()
        self._steps: list[Any] = []
        # Constant texts belong to no step: XLA cannot hold them, and its nodes may still use them.
        self._texts: dict[int, Any] = {
            id(n.outputs[0]): n.attrs["value"]._host()
            for n in self._live
            if n.type == "Const" and n.attrs["dtype"] is string
        }
        self._host: set[int] = {id(n) for n in self._live if self._belongs_on_host(n)}
        self._plan()

    def _belongs_on_host(self, node: Node) -> bool:
        return needs_host(node) or any(
            x.dtype is string and id(x) not in self._texts for x in (*node.inputs, *node.outputs)
        )

    def _is_text(self, node: Node) -> bool:
        return node.type == "Const" and id(node.outputs[0]) in self._texts

    def _plan(self) -> None:
        """Cuts the live nodes into clusters and host nodes, in program order."""
        runs: list[tuple[bool, list[Node]]] = []
        for node in self._live:
            if node.type == "Placeholder" or self._is_text(node):
                continue
            host = id(node) in self._host or not compiler_available()
            if not runs or runs[-1][0] is not host:
                runs.append((host, []))
            runs[-1][1].append(node)
        produced = {id(t): i for i, (_, ns) in enumerate(runs) for n in ns for t in n.outputs}
        used_later: list[set[int]] = [set() for _ in runs]
        for i, (_, nodes) in enumerate(runs):
            for node in nodes:
                for x in node.inputs:
                    at = produced.get(id(x), i)
                    if at < i:
                        used_later[at].add(id(x))
        for x in self.outputs:
            if id(x) in produced:
                used_later[produced[id(x)]].add(id(x))
        self._steps = [
            HostRun(nodes) if host else _cluster(nodes, used_later[i], self._texts)
            for i, (host, nodes) in enumerate(runs)
        ]

    def __call__(self, values: Sequence[Any]) -> list[Any]:
        """Runs on raw values in the order of the inputs; gives the raw outputs."""
        env = {id(t): v for t, v in zip(self.inputs, values, strict=True)}
        if self._texts:
            env.update(self._texts)
        steps = self._steps
        at = 0
        while at < len(steps):
            try:
                steps[at].run(env)
            except NodeNeedsHost as need:
                # Nothing of this step has run yet: cut it at that node and go on.
                with self._lock:
                    self._host.add(id(need.node))
                    self._plan()
                steps = self._steps
                at = next((i for i, s in enumerate(steps) if not s.done(env)), len(steps))
                continue
            at += 1
        return [env[id(t)] for t in self.outputs]

    @property
    def cluster_count(self) -> int:
        return sum(not isinstance(s, HostRun) for s in self._steps)


_HERE = np.empty(0)  # stands for what a node of the same run will produce


class HostRun:
    """Consecutive nodes that run on the host, with NumPy."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes

    def run(self, env: dict[int, Any]) -> None:
        nodes = self.nodes
        if id(nodes[0]) in env:  # a cut joined further nodes to some that have run already
            nodes = [n for n in nodes if id(n) not in env]
        for node in nodes:
            for x in node.inputs:
                if type(env.get(id(x), _HERE)) is not np.ndarray:
                    env[id(x)] = np.asarray(env[id(x)])
        replay(numpy_ns, nodes, env)
        env.update(dict.fromkeys(map(id, nodes), True))

    def done(self, env: dict[int, Any]) -> bool:
        return id(self.nodes[-1]) in env


def _cluster(nodes: list[Node], wanted: set[int], texts: dict[int, Any]) -> Any:
    from .compile import Cluster

    return Cluster(nodes, wanted, texts)
