"""Running a function's graph: clusters compiled by XLA, with host ops between them.

Without jax every cluster is interpreted with NumPy, with the same results.
"""

from __future__ import annotations

import threading
from collections.abc import Sequence
from concurrent.futures import Future, wait
from typing import Any

import numpy as np

from tenfold.core import devices
from tenfold.core.boxes import is_boxed
from tenfold.core.compiling import Schedule, compiler_available, later
from tenfold.core.dtypes import DType, resource, string, variant
from tenfold.core.namespace import numpy_ns
from tenfold.core.settings import settings
from tenfold.core.tensor import SymbolicTensor

from .nested import live_nodes, needs_host
from .node import Node
from .passes.sweep import optimized
from .replay import NodeNeedsHost, replay
from .tiers import AT_ONCE, HOLDING, schedule_of


class Executable:
    """A graph with chosen inputs and outputs, ready to be called with raw values."""

    def __init__(
        self,
        nodes: Sequence[Node],
        inputs: Sequence[SymbolicTensor],
        outputs: Sequence[SymbolicTensor],
        at_once: bool = False,
    ) -> None:
        # Only what is compiled runs on other devices.
        self._at_once = at_once or (compiler_available() and devices.others())
        self._hurry = 1
        self.inputs = list(inputs)
        self.dtypes: list[DType] = [t.dtype for t in outputs]
        self._live, self.outputs, known = optimized(live_nodes(nodes, outputs), inputs, outputs)
        self._lock = threading.Lock()
        self._steps: list[Any] = []
        # Constant texts belong to no step: XLA cannot hold them, and its nodes may still use them.
        # Nor do the numbers that the passes found.
        self._texts: dict[int, Any] = known | {
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
        place, apart = "", devices.others()
        for node in self._live:
            if node.type == "Placeholder" or self._is_text(node):
                continue
            host = id(node) in self._host or not compiler_available()
            moves = apart and place and node.device and node.device != place
            if not runs or runs[-1][0] is not host or moves:
                runs.append((host, []))
                place = ""
            place = place or node.device
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
            HostRun(nodes)
            if host
            else TieredRun(nodes, used_later[i], self._texts, self._at_once, self._hurry)
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
                if isinstance(steps[at], HostRun):
                    raise AssertionError(f"{need.node.name} runs on the host already") from need
                with self._lock:
                    self._host.add(id(need.node))
                    self._hurry = 4  # its calls were counted once already
                    self._plan()
                steps = self._steps
                at = next((i for i, s in enumerate(steps) if not s.done(env)), len(steps))
                continue
            at += 1
        return [env[id(t)] for t in self.outputs]

    def only_cluster(self) -> Any:
        """What is compiled of a graph that XLA can hold as a whole.

        Raises:
          ValueError: It cannot, or there is nothing in it, or no compiler.
        """
        if len(self._steps) != 1 or not isinstance(self._steps[0], TieredRun):
            raise ValueError(
                f"The function does not run as one compiled part; it has: {self.describe()}."
            )
        return self._steps[0].cluster

    @property
    def cluster_count(self) -> int:
        return sum(not isinstance(s, HostRun) for s in self._steps)

    def describe(self) -> str:
        """What runs where: for `explain()` of a function."""
        return ", then ".join(s.describe() for s in self._steps) or "nothing to run"


_HERE = np.empty(0)  # stands for what a node of the same run will produce


class HostRun:
    """Consecutive nodes that run on the host, with NumPy."""

    def __init__(self, nodes: list[Node]) -> None:
        self.nodes = nodes

    def run(self, env: dict[int, Any]) -> None:
        # A new plan may have added nodes to a run that is over: only those are left to do.
        nodes = [n for n in self.nodes if id(n) not in env]
        for node in nodes:
            for x in node.inputs:
                if type(env.get(id(x), _HERE)) is not np.ndarray:
                    env[id(x)] = np.asarray(env[id(x)])
            if "_counter" in node.attrs:  # a compiled run may have left it on a device
                node.attrs["_counter"].value = np.asarray(node.attrs["_counter"].value)
        replay(numpy_ns, nodes, env)
        env.update((id(n), True) for n in nodes)

    def done(self, env: dict[int, Any]) -> bool:
        return all(id(n) in env for n in self.nodes)

    def describe(self) -> str:
        kinds = list(dict.fromkeys(n.type for n in self.nodes))
        shown = ", ".join(kinds[:5]) + (", ..." if len(kinds) > 5 else "")
        return f"{len(self.nodes)} ops on the host ({shown})"


# So many shapes of one cluster stay compiled.
SHAPES_LIMIT = 64


class _Calls:
    """The calls of a cluster with one combination of input shapes."""

    __slots__ = ("compiling", "count", "schedule")

    def __init__(self, schedule: Schedule | None) -> None:
        self.count = 0
        self.schedule = schedule
        self.compiling: Future[None] | None = None


class TieredRun:
    """Consecutive nodes that XLA can hold: interpreted at first, compiled from a later call on.

    Compiling takes a tenth of a second at least, so what runs a few times only never pays for it.
    What runs often seldom waits: it is compiled on a thread of its own some calls before it is
    needed. Calls are counted for each combination of input shapes, so that shapes that come once
    are never compiled. The count decides, not a clock: a program gives the same results each time
    it runs, and the call that is to run compiled waits for the compiler where it is not yet done.
    """

    def __init__(
        self,
        nodes: list[Node],
        wanted: set[int],
        texts: dict[int, Any],
        at_once: bool = False,
        hurry: int = 1,
    ) -> None:
        self.nodes = nodes
        self._wanted = wanted
        self._texts = texts
        self._hurry = hurry
        self._cluster: Any = None
        self._lock = threading.Lock()
        holds = any(n.op.plan.function_attrs for n in nodes)
        self._schedule = AT_ONCE if at_once else HOLDING if holds else None
        inside = {id(t) for n in nodes for t in n.outputs}
        outside = {id(x): x for n in nodes for x in n.inputs if id(x) not in inside}
        self._inputs = {i: x for i, x in outside.items() if i not in texts}
        self._varying = [i for i, x in self._inputs.items() if _varies(x)]
        self._calls: dict[Any, _Calls] = {}
        self._compiled = False  # whether any call ran compiled
        self._settled = False  # whether all that follow do

    def run(self, env: dict[int, Any]) -> None:
        if self._settled:
            self._cluster.run(env)
            return
        key = tuple([_shape(env[i]) for i in self._varying])
        calls = self._calls.get(key) or self._calls.setdefault(key, _Calls(self._schedule))
        calls.count += 1
        if settings.deterministic or self._is_due(calls, env):
            self._make_room(key, calls)
            self.cluster.run(env)
            self._compiled = True
            self._settled = not self._varying
            return
        HostRun(self.nodes).run(env)
        if calls.schedule is None:
            calls.schedule = schedule_of(self.nodes, env, self._hurry)
            if len(self._calls) > 16 * SHAPES_LIMIT:
                self._calls.clear()

    def _is_due(self, calls: _Calls, env: dict[int, Any]) -> bool:
        """Whether a call is to run compiled; has it compiled in time for that."""
        if calls.schedule is None:
            return False
        begin, switch = calls.schedule
        if calls.count < switch:
            if calls.count >= begin and calls.compiling is None:
                values = {i: env[i] for i in self._inputs}
                calls.compiling = later(lambda: self.cluster.compile_for(values))
            return False
        if calls.compiling is not None:
            # What went wrong there goes wrong again when the call compiles.
            wait([calls.compiling])
        return True

    def _make_room(self, key: Any, calls: _Calls) -> None:
        if len(self._calls) > SHAPES_LIMIT:
            self.cluster.forget()
            self._calls = {key: calls}

    @property
    def cluster(self) -> Any:
        """What is compiled of these nodes, for one shape after the other."""
        from .compile import Cluster

        with self._lock:
            if self._cluster is None:
                self._cluster = Cluster(self.nodes, self._wanted, self._texts)
            return self._cluster

    def done(self, env: dict[int, Any]) -> bool:
        return id(self.nodes[0]) in env

    def describe(self) -> str:
        if not self._compiled:
            return f"{len(self.nodes)} ops interpreted so far"
        return f"{len(self.nodes)} ops compiled in {1e3 * self._cluster.seconds:.0f} ms"


def _varies(x: SymbolicTensor) -> bool:
    """Whether XLA may see a tensor in another form from one call to the next."""
    if x.dtype is variant:  # a list is compiled for its length
        return True
    return x.dtype is not resource and (x.raw_shape is None or None in x.raw_shape)


def _shape(value: Any) -> Any:
    if is_boxed(value):
        return getattr(value.item(), "extent", None)
    return value.shape if type(value) is not np.ndarray or not value.dtype.hasobject else None
