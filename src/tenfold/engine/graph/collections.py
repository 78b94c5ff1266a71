"""What a graph keeps besides its nodes: collections, its seed, whether it may still grow."""

from __future__ import annotations

import contextlib
import importlib
import re
from collections.abc import Callable, Iterator
from typing import Any

from tenfold.core import context
from tenfold.core.context import state
from tenfold.core.placement import device as placed


class GraphCollections:
    """The part of a graph that programs of TensorFlow 1 talk to.

    Example:
      >>> import tenfold as tf
      >>> graph = tf.Graph()
      >>> graph.add_to_collection("losses", 1.0)
      >>> graph.get_collection("losses")
      [1.0]
    """

    def __init__(self) -> None:
        self._collections: dict[Any, list[Any]] = {}
        self._device_functions: list[Callable[[Any], Any]] = []
        self._finalized = False
        self._container = ""

    @property
    def finalized(self) -> bool:
        """Whether nodes can no longer be added."""
        return self._finalized

    def finalize(self) -> None:
        """Refuses further nodes from now on."""
        self._finalized = True

    def check_growing(self) -> None:
        """Raises RuntimeError once the graph is finalized."""
        if self._finalized:
            raise RuntimeError("Graph is finalized and cannot be modified.")

    @property
    def collections(self) -> list[Any]:
        """The names of the collections."""
        return list(self._collections)

    def get_all_collection_keys(self) -> list[Any]:
        """The names of the collections that are strings."""
        return [key for key in self._collections if isinstance(key, str)]

    def add_to_collection(self, name: Any, value: Any) -> None:
        """Appends a value to a collection."""
        self.check_growing()
        self._collections.setdefault(name, []).append(value)

    def add_to_collections(self, names: Any, value: Any) -> None:
        """Appends a value to several collections, once to each."""
        for name in (names,) if isinstance(names, str) else dict.fromkeys(names):
            self.add_to_collection(name, value)

    def get_collection_ref(self, name: Any) -> list[Any]:
        """The list itself that a collection is kept in."""
        return self._collections.setdefault(name, [])

    def get_collection(self, name: Any, scope: str | None = None) -> list[Any]:
        """A copy of a collection; with `scope`, the items whose names match it from the start."""
        found = list(self._collections.get(name, ()))
        if scope is None:
            return found
        pattern = re.compile(scope)
        return [x for x in found if hasattr(x, "name") and pattern.match(x.name)]

    def clear_collection(self, name: Any) -> None:
        """Forgets a collection."""
        self.check_growing()
        self._collections.pop(name, None)

    def is_feedable(self, tensor: Any) -> bool:
        """Whether a session may be fed a value for a tensor."""
        return id(tensor) not in self._collections.get("__unfeedable", ())

    def is_fetchable(self, tensor_or_op: Any) -> bool:
        """Whether a session may be asked for a tensor or operation."""
        return True

    def prevent_feeding(self, tensor: Any) -> None:
        """Makes sessions refuse a value for a tensor."""
        self._collections.setdefault("__unfeedable", []).append(id(tensor))

    @contextlib.contextmanager
    def name_scope(self, name: str | None) -> Iterator[str]:
        """A prefix for the names of the nodes made in the block; None or "" for none."""
        with context.name_scope(name or "") as scope:
            yield scope

    @contextlib.contextmanager
    def device(self, device_name_or_function: Any) -> Iterator[None]:
        """Places the nodes made in the block; a function is asked for each node."""
        if not callable(device_name_or_function):
            with placed(device_name_or_function):
                yield
            return
        self._device_functions.append(device_name_or_function)
        try:
            yield
        finally:
            self._device_functions.pop()

    @contextlib.contextmanager
    def control_dependencies(self, control_inputs: Any) -> Iterator[None]:
        """What is added in the block runs after `control_inputs`; None clears them."""
        # Dependencies stand above graphs, since they convert what they are given.
        module = importlib.import_module("tenfold.engine.control_flow.dependencies")
        with module.control_dependencies(control_inputs):
            yield

    @contextlib.contextmanager
    def colocate_with(self, op: Any, ignore_existing: bool = False) -> Iterator[None]:
        """Places the nodes made in the block where `op` is."""
        node = getattr(op, "op", op)
        saved, state.device = state.device, getattr(node, "device", "") or state.device
        state.refresh()
        try:
            yield
        finally:
            state.device = saved
            state.refresh()

    @contextlib.contextmanager
    def container(self, container_name: str) -> Iterator[str]:
        """The container that variables made in the block belong to."""
        saved, self._container = self._container, container_name
        try:
            yield container_name
        finally:
            self._container = saved
