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

from tenfold.core.dtypes import DType
from tenfold.core.namespace import numpy_ns
from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.variables.resource_ops import READERS

from .node import Node
from .replay import NodeNeedsHost, live_nodes, replay


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
        self._host: set[int] = {id(n) for n in self._live if not n.op.jit}
        self._plan()

    def _plan(self) -> None:
        """Cuts the live nodes into clusters and host nodes, in program order."""
        runs: list[tuple[bool, list[Node]]] = []
        for node in self._live:
            if node.type == "Placeholder":
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
            HostRun(nodes) if host else _cluster(nodes, used_later[i])
            for i, (host, nodes) in enumerate(runs)
        ]

    def __call__(self, values: Sequence[Any]) -> list[Any]:
        """Runs on raw values in the order of the inputs; gives the raw outputs."""
        env = {id(t): v for t, v in zip(self.inputs, values, strict=True)}
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
        if id(nodes[0]) in env:  # a node cut from the next cluster has joined nodes that ran
            nodes = [n for n in nodes if id(n) not in env]
        for node in nodes:
            for x in node.inputs:
                if type(env.get(id(x), _HERE)) is not np.ndarray:
                    env[id(x)] = np.asarray(env[id(x)])
        replay(numpy_ns, nodes, env)
        for node in nodes:
            env[id(node)] = True

    def done(self, env: dict[int, Any]) -> bool:
        return id(self.nodes[-1]) in env


def _cluster(nodes: list[Node], wanted: set[int]) -> Any:
    from .compile import Cluster

    return Cluster(nodes, wanted, READERS)
