"""The part of a graph that some fetches need once some tensors are fed, ready to run."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import dispatch, errors
from tenfold.core.boxes import boxed
from tenfold.core.dtypes import resource
from tenfold.core.namespace import numpy_ns
from tenfold.core.random_state import Counter, resolve
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import SymbolicTensor, Tensor
from tenfold.engine.graph.executable import Executable, HostRun
from tenfold.engine.graph.nested import counters, live_nodes, slimmed
from tenfold.engine.graph.node import Node
from tenfold.engine.variables.handle_ops import NamedStorage
from tenfold.ops.queue.handles import MAKERS

from .fetching import to_user


class SessionState:
    """What belongs to one session: the values of variables, and how far random ops have come."""

    def __init__(self) -> None:
        self._storages: dict[tuple[str, str], NamedStorage] = {}
        self._handles: dict[int, Any] = {}
        self._queues: dict[tuple[str, str], Any] = {}
        self._random: dict[int, Node] = {}
        # How far the random ops inside functions have come, which the graph's counters hold while
        # this session runs.
        self.inner: dict[Counter, Any] = {}

    def handle(self, node: Node) -> Any:
        """The raw handle of the variable, or of the queue, that a node stands for here."""
        found = self._handles.get(id(node))
        if found is None and node.type in MAKERS:
            found = self._handles[id(node)] = self._queue(node)
        if found is None:
            attrs = node.attrs
            name = attrs["shared_name"] or node.name
            key = (attrs["container"], name)
            if key not in self._storages:
                shape = TensorShape(attrs["shape"]).dims_tuple
                shown = attrs["debug_name"] or name
                self._storages[key] = NamedStorage(None, attrs["dtype"], shape, shown)
            found = self._handles[id(node)] = boxed(self._storages[key])
        return found

    def _queue(self, node: Node) -> Any:
        key = (node.attrs["container"], node.attrs["shared_name"] or node.name)
        if key not in self._queues:
            attrs = node.attrs | {"shared_name": ""}
            (self._queues[key],) = dispatch.run_kernel(node.op, numpy_ns, [], attrs)
        return self._queues[key]

    def close(self) -> None:
        """Sends away those who wait in queues."""
        for queue in self._queues.values():
            queue.item().close(cancel_pending=True)

    def own(self, node: Node) -> Node:
        """A random op's node with a counter of this session's; another node as it is."""
        if "_counter" not in node.attrs:
            return node
        found = self._random.get(id(node))
        if found is None:
            counter = Counter(resolve(node.attrs["seed"], node.attrs["seed2"]))
            found = slimmed(node, node.inputs, node.outputs, {"_counter": counter})
            self._random[id(node)] = found
        return found


class PartialGraph:
    """Runs what `fetches` need of a graph when `feeds` are given.

    Only those nodes run that a fetch needs, as an input or as a control input: in a session an
    effect alone does not make a node run.
    """

    def __init__(
        self, graph: Any, fetches: Sequence[Any], feeds: Sequence[Any], state: SessionState
    ) -> None:
        self._fetches = list(fetches)
        fed = {id(x) for x in feeds}
        needed = _needed(graph, fetches, fed)
        self._handles = [n for n in needed if n.type == "VarHandleOp" or n.type in MAKERS]
        captured = {id(inside): outside for outside, inside in graph.captures.values()}
        self._captures = [
            n.outputs[0] for n in needed if n.outputs and id(n.outputs[0]) in captured
        ]
        self._captured = [captured[id(x)] for x in self._captures]
        apart = {id(n) for n in self._handles} | {id(x._node) for x in self._captures}
        nodes = [_without_fed(state.own(n), fed) for n in needed if id(n) not in apart]
        self._state = state
        own = {id(n.attrs.get("_counter")) for n in nodes}
        self._inner = [c for c in counters(nodes) if id(c) not in own]
        self._missing = next((n for n in nodes if n.type == "Placeholder"), None)
        handles = [n.outputs[0] for n in self._handles]
        self._inputs = [*feeds, *handles, *self._captures]
        self._values = [
            *(state.handle(n) for n in self._handles),
            *(x._value for x in self._captured),
        ]
        held = [state.handle(n).item() for n in self._handles]
        self._storages = [s for s in held if isinstance(s, NamedStorage)]
        # Whether it may wait for what another thread runs in the same session.
        self.may_wait = len(self._storages) < len(held)
        self._outputs = [x for x in fetches if isinstance(x, SymbolicTensor)]
        self._executable = Executable(nodes, self._inputs, self._outputs)
        self._interpreted = live_nodes(nodes, self._outputs)

    def run(self, values: Sequence[Any]) -> list[Any]:
        """Runs on the raw values of the feeds.

        Returns:
          For each fetch its value, None for operations.

        Raises:
          InvalidArgumentError: A placeholder is needed and not fed.
          FailedPreconditionError: A variable is read before it is initialized.
        """
        if self._missing is not None:
            raise _not_fed(self._missing)
        inputs = [*values, *self._values]
        for counter in self._inner:
            counter.value = self._state.inner.get(counter, np.zeros((), np.uint64))
        try:
            return self._run(inputs)
        finally:
            self._state.inner.update((c, c.value) for c in self._inner)

    def _run(self, inputs: list[Any]) -> list[Any]:
        if any(s.value is None for s in self._storages):
            found = self._interpret(inputs)  # XLA has no values that are not there
        else:
            found = self._executable(inputs)
        results = iter(found)
        return [_result(x, next(results)) if isinstance(x, Tensor) else None for x in self._fetches]

    def _interpret(self, inputs: Sequence[Any]) -> list[Any]:
        env = {id(x): v for x, v in zip(self._inputs, inputs, strict=True)}
        if self._interpreted:
            HostRun(self._interpreted).run(env)
        return [env[id(x)] for x in self._outputs]


def _result(tensor: Any, value: Any) -> Any:
    return value.item() if tensor.dtype is resource else to_user(value)


def _needed(graph: Any, fetches: Sequence[Any], fed: set[int]) -> list[Node]:
    """The nodes that fetches depend on, fed tensors aside, in the order of the graph."""
    kept: set[int] = set()
    waiting = [x if isinstance(x, Node) else x._node for x in fetches if id(x) not in fed]
    while waiting:
        node = waiting.pop()
        if id(node) not in kept:
            kept.add(id(node))
            waiting.extend(x._node for x in node.inputs if id(x) not in fed)
            waiting.extend(node.control_inputs)
    return [node for node in graph.nodes if id(node) in kept]


def _without_fed(node: Node, fed: set[int]) -> Node:
    """A node that leaves alone those of its outputs that are fed."""
    if not any(id(x) in fed for x in node.outputs):
        return node
    outputs = [
        SymbolicTensor(node, i, x.dtype, x.raw_shape) if id(x) in fed else x
        for i, x in enumerate(node.outputs)
    ]
    return slimmed(node, node.inputs, outputs, {})


def _not_fed(node: Node) -> Exception:
    x = node.outputs[0]
    shape = x.raw_shape
    text = (
        "<unknown>"
        if shape is None
        else f"[{','.join('?' if d is None else str(d) for d in shape)}]"
    )
    kind = {"float32": "float", "float64": "double"}.get(x.dtype.name, x.dtype.name)
    return errors.InvalidArgumentError(
        node.node_def,
        node,
        f"You must feed a value for placeholder tensor {node.name!r} with dtype {kind} and shape "
        f"{text}\n\t [[{{{{node {node.name}}}}}]]",
    )
