"""Eager calls on another device than the host's processor: each op compiled as its own graph."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import context, devices, dispatch
from tenfold.core.compiling import compiler_available
from tenfold.core.context import state
from tenfold.core.tensor import name_of

from .executable import Executable
from .func_graph import FuncGraph

# So many ops stay compiled, each for one combination of dtypes, shapes and attributes.
LIMIT = 1000
# Integers on the host, so few: sizes and axes, which XLA may have to know when it compiles.
FEW = 32

_compiled: OrderedDict[Any, tuple[Executable, list[int]]] = OrderedDict()
_needing_values: set[str] = set()
_lock = threading.Lock()


def run(op: Any, flat: Sequence[Any], attrs: dict[str, Any], device: Any) -> list[Any]:
    """Runs a call on a jax device; gives its outputs, which lie there."""
    if op.counter or not op.jit or not compiler_available():
        return [devices.put(x, device) for x in dispatch.execute(op, op.plan, flat, attrs)]
    try:
        single, fed = _single(op, flat, attrs, device)
    except ValueError as error:  # what a graph refuses while it is built
        raise dispatch.explain(op, flat, attrs, error) from None
    raw = single([flat[i]._value for i in fed])
    if not single.cluster_count:  # XLA has to know values: it is told them at the next call
        _needing_values.add(op.name)
    found = [devices.held(v, t) for v, t in zip(raw, single.dtypes, strict=True)]
    return [devices.put(x, device) for x in found]


def _single(
    op: Any, flat: Sequence[Any], attrs: dict[str, Any], device: Any
) -> tuple[Executable, list[int]]:
    """The op alone as an executable, and which of the inputs are fed to it."""
    known = [op.name in _needing_values and _is_short(x._value) for x in flat]
    key = (
        op.name,
        device,
        dispatch.frozen(list(attrs.items())),
        *((x._dtype, x.raw_shape) for x in flat),
        *(x._value.tobytes() for x, is_known in zip(flat, known, strict=True) if is_known),
    )
    with _lock:
        found = _compiled.get(key)
        if found is not None:
            _compiled.move_to_end(key)
            return found
    found = _build(op, flat, attrs, device, known)
    with _lock:
        _compiled[key] = found
        if len(_compiled) > LIMIT:
            _compiled.popitem(last=False)
    return found


def _is_short(value: Any) -> bool:
    return type(value) is np.ndarray and value.dtype.kind in "iu" and value.size <= FEW


def _build(
    op: Any, flat: Sequence[Any], attrs: dict[str, Any], device: Any, known: Sequence[bool]
) -> tuple[Executable, list[int]]:
    graph = FuncGraph(op.name)
    with context.building(graph):
        inputs = [
            graph.constant(x, None) if is_known else graph.placeholder(x.dtype, x.raw_shape, "x")
            for x, is_known in zip(flat, known, strict=True)
        ]
        saved, state.device = state.device, name_of(device)
        try:
            node = graph.add(op, inputs, attrs, None)
        finally:
            state.device = saved
    fed = [i for i, is_known in enumerate(known) if not is_known]
    return Executable(graph.nodes, [inputs[i] for i in fed], node.outputs, at_once=True), fed
