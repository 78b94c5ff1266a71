"""Functions inside compiled code: what they do to variables and counters goes in and comes out."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core.namespace.protocol import Check, HostValueNeeded, boxed, tracing

from .func_graph import FuncGraph
from .nested import counters, written_positions
from .replay import NodeNeedsHost, replay
from .told import Failure, Spec, pack, unpack


class TracedStorage:
    """Stands for a variable's storage, or a random op's counter, while a cluster is traced."""

    __slots__ = ("seed", "value")

    def __init__(self, value: Any, seed: tuple[int, int] | None = None) -> None:
        self.value = value
        self.seed = seed

    def read(self) -> Any:
        return self.value

    def assign(self, value: Any) -> None:
        self.value = value


def is_boxed(value: Any) -> bool:
    """Whether a raw value is an object (a storage, a list) in a 0-d array, not a number or text."""
    return (
        type(value) is np.ndarray
        and value.dtype.hasobject
        and not value.ndim
        and not isinstance(value.item(), (bytes, str))
    )


def first_failure(xp: Any, flags: Sequence[Any]) -> Any:
    """One plus the index of the first raised flag, 0 for none."""
    index = xp.zeros((), np.int32)
    for i in range(len(flags), 0, -1):
        index = xp.where(flags[i - 1], np.int32(i), index)
    return index


def run_traced(xp: Any, graph: FuncGraph, values: Sequence[Any]) -> list[Any]:
    """Runs a function's kernels on traced values; gives its outputs."""
    env = dict(zip(map(id, graph.parameters), values, strict=True))
    try:
        replay(xp, graph.nodes, env)
    except NodeNeedsHost:
        # The op that holds the function goes to the host, and compiles what it can of it there.
        raise HostValueNeeded from None
    return [env[id(t)] for t in graph.outputs]


class Effects:
    """What functions held by one node change, as values that XLA's control flow can carry.

    XLA's branches and loops take values and give values. So each function gets the variables it
    writes and the counters it draws from as arguments, and returns their new values.
    """

    def __init__(self, xp: Any, graphs: Sequence[FuncGraph], values: Sequence[Any]) -> None:
        self.xp = xp
        storages: dict[int, Any] = {}
        for graph in graphs:
            for i in written_positions(graph):
                storage = values[i].item()
                storages[id(storage)] = storage
        self.storages = list(storages.values())
        self.counters = [c for g in graphs for c in counters(g.nodes)]
        self._errors: list[tuple[str, Any, list[Spec]]] = []
        self._numbers: dict[tuple[int, int], int] = {}

    def state(self) -> list[Any]:
        """The values at this point."""
        drawn = tracing.counters
        held = [*self.storages, *(drawn[id(c)] for c in self.counters if drawn is not None)]
        return [self.xp.asarray(h.value) for h in held]

    def run(
        self, graph: FuncGraph, values: Sequence[Any], state: Sequence[Any]
    ) -> tuple[list[Any], list[Any], Failure | None]:
        """Runs a function from a given state.

        Returns:
          Its outputs, the new state, and the first check that failed; None if it checks nothing.
        """
        boxes = [TracedStorage(v) for v in state[: len(self.storages)]]
        by_storage = {id(s): b for s, b in zip(self.storages, boxes, strict=True)}
        drawn = [
            TracedStorage(value, c.seed)
            for c, value in zip(self.counters, state[len(self.storages) :], strict=True)
        ]
        inside = [
            boxed(by_storage.get(id(v.item()), v.item())) if is_boxed(v) else v for v in values
        ]
        saved = tracing.pending, tracing.counters
        tracing.pending = []
        tracing.counters = (saved[1] or {}) | {
            id(c): box for c, box in zip(self.counters, drawn, strict=True)
        }
        try:
            outputs = run_traced(self.xp, graph, inside)
            pending = tracing.pending
        finally:
            tracing.pending, tracing.counters = saved
        failure = self._failure(graph, pending) if pending else None
        return outputs, [self.xp.asarray(b.value) for b in (*boxes, *drawn)], failure

    def _failure(self, graph: FuncGraph, pending: Sequence[Check]) -> Failure:
        xp = self.xp
        found = Failure.none(xp)
        for k, check in enumerate(pending):
            words, specs = pack(xp, check.values)
            # A function may be traced several times: a check keeps its number.
            number = self._numbers.setdefault((id(graph), k), len(self._errors))
            self._errors[number:] = [
                (check.kind, check.message, specs),
                *self._errors[number + 1 :],
            ]
            code = xp.where(check.flag, np.int32(number + 1), np.int32(0))
            found = found.or_later(xp, Failure(code, words))
        return found

    def commit(self, state: Sequence[Any], failure: Failure) -> None:
        """Takes over the state that a branch or loop ended with, and its failed check."""
        for storage, value in zip(self.storages, state[: len(self.storages)], strict=True):
            storage.assign(value)
        assert tracing.counters is not None or not self.counters
        for counter, value in zip(self.counters, state[len(self.storages) :], strict=True):
            tracing.counters[id(counter)].value = value  # type: ignore[index]
        for i, (kind, message, specs) in enumerate(self._errors):
            values = unpack(self.xp, failure.words, specs)
            self.xp.raise_if(failure.code == i + 1, kind, message, values)
