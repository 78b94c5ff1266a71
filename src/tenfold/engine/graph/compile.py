"""A cluster of nodes as one XLA executable, through jax.jit. Importing this module imports jax."""

from __future__ import annotations

import contextlib
import functools
import os
import time
from typing import Any, NoReturn

import jax
import numpy as np

from tenfold.core import devices
from tenfold.core.boxes import boxed, is_boxed
from tenfold.core.dtypes import resource
from tenfold.core.namespace.jax_ns import jax_ns
from tenfold.core.namespace.numpy_ns import fail
from tenfold.core.namespace.protocol import GROWS, Rooms, tracing
from tenfold.core.settings import cache_folder
from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.variables.storage import guard

from .nested import all_nodes, counters, written_handles
from .node import Node
from .replay import replay
from .traced import TracedStorage, first_failure

# Executables that took so many seconds to compile are kept; jax by itself asks for a whole one.
WORTH_KEEPING = 0.05
_CACHE_DIR = "jax_compilation_cache_dir"


def use_disk_cache() -> None:
    """Keeps compiled executables between processes, unless the user chose a cache of their own.

    TENFOLD_COMPILE_CACHE names the folder; an empty value turns the cache off.
    """
    default = os.path.join(cache_folder(), "xla")
    folder = os.environ.get("TENFOLD_COMPILE_CACHE", default)
    if folder and getattr(jax.config, _CACHE_DIR) is None:
        jax.config.update(_CACHE_DIR, folder)
        jax.config.update("jax_persistent_cache_min_compile_time_secs", WORTH_KEEPING)


use_disk_cache()


# Convolutions through oneDNN's kernels rather than YNNPACK's, whose filter gradients take twice the
# time and more; reductions and products stay with YNNPACK. The option is experimental.
_OPTIONS = {
    "xla_cpu_experimental_ynn_fusion_type": "LIBRARY_FUSION_TYPE_DOT,LIBRARY_FUSION_TYPE_REDUCE"
}


@functools.cache
def compiler_options() -> dict[str, Any]:
    """What XLA is told beyond its defaults."""
    return known_options(_OPTIONS) if jax.default_backend() == "cpu" else {}


def known_options(options: dict[str, Any]) -> dict[str, Any]:
    """Those of some options that the installed XLA has: they come and go with its releases."""
    found: dict[str, Any] = {}
    for name, value in options.items():
        try:
            jax.jit(lambda x: x, compiler_options={name: value})(np.float32(0))
        except Exception:  # jaxlib's error class is not public
            continue
        found[name] = value
    return found


class Cluster:
    """Nodes compiled together. Variables are inputs; the new values of written ones are outputs.

    The buffers of written variables are donated, so an update needs no second copy of them.
    """

    def __init__(self, nodes: list[Node], wanted: set[int], texts: dict[int, Any]) -> None:
        self.nodes = nodes
        self.texts = texts
        inside = {id(t) for n in nodes for t in n.outputs}
        inputs: dict[int, SymbolicTensor] = {}
        handles: dict[int, SymbolicTensor] = {}
        written = {id(h) for h in written_handles(nodes)}
        for node in nodes:
            for x in node.inputs:
                if x.dtype is resource:
                    handles[id(x)] = x
                elif id(x) not in inside and id(x) not in texts:
                    inputs[id(x)] = x
        self.inputs = list(inputs)
        self.input_objects = [t.dtype.np.hasobject for t in inputs.values()]
        self.written = [h for h in handles if h in written]
        self.read = [h for h in handles if h not in written]
        outputs = [t for n in nodes for t in n.outputs if id(t) in wanted]
        self.outputs = [id(t) for t in outputs]
        self.objects = [t.dtype.np.hasobject for t in outputs]  # lists of tensors, in boxes
        self.counters = counters(nodes)
        self._device = next((n.device for n in nodes if n.device), "")
        self.errors: list[tuple[str, Any, int]] = []
        self._options = (
            compiler_options() if any("Conv" in n.type for n in all_nodes(nodes)) else {}
        )
        self._rooms = Rooms()
        self._jitted = self._jit(donate=True)
        self.seconds = 0.0  # how long calls took that compiled
        self._traced = 0

    def _jit(self, donate: bool) -> Any:
        self._donates = donate
        places = (0,) if donate else ()
        return jax.jit(self._body, donate_argnums=places, compiler_options=self._options)

    def _body(self, written: list[Any], read: list[Any], inputs: list[Any]) -> Any:
        self._traced += 1
        env: dict[int, Any] = self.texts | dict(zip(self.inputs, inputs, strict=True))
        boxes = [TracedStorage(v) for v in written[: len(self.written)]]
        for handle, box in zip(self.written, boxes, strict=True):
            env[handle] = boxed(box)
        for handle, value in zip(self.read, read, strict=True):
            env[handle] = boxed(TracedStorage(value))
        drawn = [
            TracedStorage(value, counter.seed)
            for counter, value in zip(self.counters, written[len(self.written) :], strict=True)
        ]
        saved = tracing.pending, tracing.counters, tracing.rooms
        tracing.pending, tracing.rooms = [], self._rooms
        tracing.counters = {id(c): box for c, box in zip(self.counters, drawn, strict=True)}
        try:
            replay(jax_ns, self.nodes, env)
            pending = tracing.pending
        finally:
            tracing.pending, tracing.counters, tracing.rooms = saved
        if self._rooms.sizes and self._donates and written:
            raise _MayRunAgain
        self.errors = [(c.kind, c.message, len(c.values)) for c in pending]
        failed = first_failure(jax_ns, [c.flag for c in pending]) if pending else None
        told = [v for c in pending for v in c.values]
        outputs = [v.item() if is_boxed(v) else v for v in (env[t] for t in self.outputs)]
        return outputs, [b.value for b in boxes], [b.value for b in drawn], failed, told

    def run(self, env: dict[int, Any]) -> None:
        """Runs on the values in `env`, and adds the outputs to it."""
        traced, start = self._traced, time.perf_counter()
        self._run(env)
        if self._traced > traced:
            self.seconds += time.perf_counter() - start

    def compile_for(self, env: dict[int, Any]) -> None:
        """Compiles for the shapes of the values in `env` and runs nothing, on any thread."""
        start = time.perf_counter()
        with jax.enable_x64(True):
            self.lower(env).compile()
        self.seconds += time.perf_counter() - start

    def lower(self, env: dict[int, Any]) -> Any:
        """What XLA is given for the shapes of the values in `env`, which it empties."""
        written = [env[h].item().value for h in self.written] + [c.value for c in self.counters]
        read = [env[h].item().value for h in self.read]
        shapes = jax.tree.map(_shape, (written, read, self._taken(env)))
        env.clear()  # the values need not live as long as compiling takes
        with jax.enable_x64(True):
            try:
                return self._jitted.lower(*shapes)
            except _MayRunAgain:
                self._jitted = self._jit(donate=False)
                return self._jitted.lower(*shapes)

    def _taken(self, env: dict[int, Any]) -> list[Any]:
        inputs = [env[i] for i in self.inputs]
        if True in self.input_objects:
            pairs = zip(inputs, self.input_objects, strict=True)
            inputs = [v.item() if is_object else v for v, is_object in pairs]
        return inputs

    def _run(self, env: dict[int, Any]) -> None:
        inputs = self._taken(env)
        if not (self.written or self.read or self.counters):
            with jax.enable_x64(True):
                outputs, _, _, failed, told = self._call([], [], inputs)
        else:
            with guard, jax.enable_x64(True):
                outputs, failed, told = self._run_with_state(env, inputs)
        if failed is not None and (index := int(failed)):
            self._fail(index - 1, told)
        for key, value, is_object in zip(self.outputs, outputs, self.objects, strict=True):
            env[key] = boxed(value) if is_object else value
        env[id(self.nodes[0])] = True

    def _run_with_state(self, env: dict[int, Any], inputs: list[Any]) -> Any:
        storages = [env[h].item() for h in self.written]
        donated = [_to_donate(s) for s in storages]
        donated.extend(c.value for c in self.counters)
        read = [env[h].item().value for h in self.read]
        outputs, values, drawn, failed, told = self._call(donated, read, inputs)
        for storage, value in zip(storages, values, strict=True):
            storage.value = value
            storage.shared = False
        for counter, value in zip(self.counters, drawn, strict=True):
            counter.value = value
        return outputs, failed, told

    def _call(self, written: Any, read: Any, inputs: list[Any]) -> Any:
        """Calls the executable; again with more room where a list had too little."""
        where: Any = contextlib.nullcontext()
        if devices.others():
            device = devices.for_nodes(self._device, (*inputs, *read, *written))
            written, read, inputs = jax.device_put((written, read, inputs), device)
            where = jax.default_device(device)
        while True:
            try:
                with where:
                    found = self._jitted(written, read, inputs)
            except _MayRunAgain:
                self._jitted = self._jit(donate=False)
                continue
            failed = found[3]
            if failed is None or not self._rooms.sizes or not (index := int(failed)):
                return found
            kind, site, _ = self.errors[index - 1]
            if kind != GROWS:
                return found
            self._rooms.grow(site)
            self._jitted = self._jit(self._donates)

    def forget(self) -> None:
        """Drops what was compiled, so that many shapes do not fill the memory."""
        self._jitted.clear_cache()

    def _fail(self, index: int, told: list[Any]) -> NoReturn:
        kind, message, count = self.errors[index]
        start = sum(n for _, _, n in self.errors[:index])
        fail(kind, message, told[start : start + count])

    def done(self, env: dict[int, Any]) -> bool:
        return id(self.nodes[0]) in env


class _MayRunAgain(Exception):
    """Lists in a cluster are given room by guess: buffers must be there for a second run."""


def _shape(value: Any) -> jax.ShapeDtypeStruct:
    return jax.ShapeDtypeStruct(np.shape(value), value.dtype)


def _to_donate(storage: Any) -> Any:
    """The variable's value in a buffer that nobody else holds."""
    value = storage.value
    if not storage.shared or not isinstance(value, jax.Array):
        return value
    return np.array(value) if devices.of_value(value) is None else jax.numpy.copy(value)
