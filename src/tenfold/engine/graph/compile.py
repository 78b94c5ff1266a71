"""A cluster of nodes as one XLA executable, through jax.jit. Importing this module imports jax."""

from __future__ import annotations

import os
import threading
from typing import Any

import jax
import numpy as np

from tenfold.core import random_state
from tenfold.core.dtypes import resource
from tenfold.core.namespace.jax_ns import checks, jax_ns
from tenfold.core.namespace.numpy_ns import fail
from tenfold.core.settings import cache_folder
from tenfold.core.tensor import SymbolicTensor

from .node import Node
from .replay import replay


def use_disk_cache() -> None:
    """Keeps compiled executables between processes, unless the user chose a cache of their own.

    TENFOLD_COMPILE_CACHE names the folder; an empty value turns the cache off.
    """
    default = os.path.join(cache_folder(), "xla")
    folder = os.environ.get("TENFOLD_COMPILE_CACHE", default)
    if folder and jax.config.jax_compilation_cache_dir is None:
        jax.config.update("jax_compilation_cache_dir", folder)


use_disk_cache()


# A buffer must not be donated by one thread while another hands it to an executable.
_state_lock = threading.Lock()


class TracedStorage:
    """Stands for a variable's storage, or a random op's counter, while a cluster is traced."""

    __slots__ = ("assigned", "seed", "value")

    def __init__(self, value: Any, seed: tuple[int, int] | None = None) -> None:
        self.value = value
        self.seed = seed
        self.assigned = False

    def read(self) -> Any:
        return self.value

    def assign(self, value: Any) -> None:
        self.value = value


class Cluster:
    """Nodes compiled together. Variables are inputs; the new values of written ones are outputs.

    The buffers of written variables are donated, so an update needs no second copy of them.
    """

    def __init__(self, nodes: list[Node], wanted: set[int], readers: frozenset[str]) -> None:
        self.nodes = nodes
        inside = {id(t) for n in nodes for t in n.outputs}
        inputs: dict[int, SymbolicTensor] = {}
        handles: dict[int, SymbolicTensor] = {}
        written: set[int] = set()
        for node in nodes:
            for x in node.inputs:
                if x.dtype is resource:
                    handles[id(x)] = x
                    if node.type not in readers:
                        written.add(id(x))
                elif id(x) not in inside:
                    inputs[id(x)] = x
        self.inputs = list(inputs)
        self.written = [h for h in handles if h in written]
        self.read = [h for h in handles if h not in written]
        self.outputs = [id(t) for n in nodes for t in n.outputs if id(t) in wanted]
        self.counters: list[random_state.Counter] = [
            n.attrs["_counter"] for n in nodes if "_counter" in n.attrs
        ]
        self.errors: list[tuple[str, str]] = []
        self._jitted = jax.jit(self._body, donate_argnums=(0,))

    def _body(self, written: list[Any], read: list[Any], inputs: list[Any]) -> Any:
        env: dict[int, Any] = dict(zip(self.inputs, inputs, strict=True))
        boxes = [TracedStorage(v) for v in written[: len(self.written)]]
        for handle, box in zip(self.written, boxes, strict=True):
            env[handle] = _boxed(box)
        for handle, value in zip(self.read, read, strict=True):
            env[handle] = _boxed(TracedStorage(value))
        drawn = [
            TracedStorage(value, counter.seed)
            for counter, value in zip(self.counters, written[len(self.written) :], strict=True)
        ]
        by_counter = {id(c): box for c, box in zip(self.counters, drawn, strict=True)}
        outer, checks.pending = checks.pending, []
        try:
            replay(jax_ns, self.nodes, env, by_counter)
            pending = checks.pending
        finally:
            checks.pending = outer
        self.errors = [(kind, message) for _, kind, message in pending]
        failed = _first_failure([flag for flag, _, _ in pending]) if pending else None
        outputs = [env[t] for t in self.outputs]
        return outputs, [b.value for b in boxes], [b.value for b in drawn], failed

    def run(self, env: dict[int, Any]) -> None:
        inputs = [env[i] for i in self.inputs]
        if not (self.written or self.read or self.counters):
            with jax.enable_x64(True):
                outputs, _, _, failed = self._jitted((), (), inputs)
        else:
            with _state_lock, jax.enable_x64(True):
                outputs, failed = self._run_with_state(env, inputs)
        if failed is not None and (index := int(failed)):
            fail(*self.errors[index - 1])
        for key, value in zip(self.outputs, outputs, strict=True):
            env[key] = value
        env[id(self.nodes[0])] = True

    def _run_with_state(self, env: dict[int, Any], inputs: list[Any]) -> Any:
        storages = [env[h].item() for h in self.written]
        donated = [_to_donate(s) for s in storages]
        donated.extend(c.value for c in self.counters)
        read = [env[h].item().value for h in self.read]
        outputs, values, drawn, failed = self._jitted(donated, read, inputs)
        for storage, value in zip(storages, values, strict=True):
            storage.value = value
            storage.shared = False
        for counter, value in zip(self.counters, drawn, strict=True):
            counter.value = value
        return outputs, failed

    def done(self, env: dict[int, Any]) -> bool:
        return id(self.nodes[0]) in env


def _boxed(value: Any) -> np.ndarray:
    box = np.empty((), object)
    box[()] = value
    return box


def _to_donate(storage: Any) -> Any:
    """The variable's value in a buffer that nobody else holds."""
    value = storage.value
    if storage.shared and isinstance(value, jax.Array):
        return np.array(value)
    return value


def _first_failure(flags: list[Any]) -> Any:
    """One plus the index of the first raised flag, 0 for none."""
    index = jax_ns.zeros((), np.int32)
    for i in range(len(flags), 0, -1):
        index = jax_ns.where(flags[i - 1], np.int32(i), index)
    return index
