"""How often a loop runs, where that can be told before it runs.

A counter starts at a number known on the host and grows by a constant at each step. A condition
that compares counters with known limits bounds the number of steps; if it does nothing else, it
gives that number.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np

from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.func_graph import FuncGraph

from .running import is_known


@dataclass
class Counters:
    """The counters of a loop, by the position of their variable: first value and step.

    bound: The loop runs at most so many steps; None where nothing is known.
    exact: Whether it runs exactly so many.
    """

    first: dict[int, np.ndarray] = field(default_factory=dict)
    step: dict[int, np.ndarray] = field(default_factory=dict)
    bound: int | None = None
    exact: bool = False

    def last_values(self) -> dict[int, np.ndarray]:
        """The counters' last values, where the number of steps is known."""
        if self.bound is None or not self.exact:
            return {}
        steps = self.bound
        return {
            i: np.asarray(first + self.step[i] * steps, first.dtype)
            for i, first in self.first.items()
        }


def find_counters(cond: FuncGraph, body: FuncGraph, values: Sequence[Any]) -> Counters:
    """What is known of a loop's counters, given its first values."""
    found = Counters()
    place = {id(p): i for i, p in enumerate(body.parameters)}
    for i, output in enumerate(body.outputs):
        if is_known(values[i]) and values[i].dtype.kind in "iu" and not values[i].ndim:
            step = _step(output, i, place, values, body)
            if step is not None:
                found.first[i], found.step[i] = values[i], step
    place = {id(p): i for i, p in enumerate(cond.parameters)}
    limits = _limits(cond.outputs[0], place, values, cond, found)
    known = [n for n in limits if n is not None]
    if known:
        found.bound = min(known)
        found.exact = len(known) == len(limits)
    return found


def last_write(
    i: int, cond: FuncGraph, body: FuncGraph, values: Sequence[Any], counters: Counters
) -> int | None:
    """The greatest index at which a loop writes to list `i`, once a step and at a counter.

    None where it does anything else with the list, or nobody knows how often it runs.
    """
    list_in, node = body.parameters[i], body.outputs[i]._node
    if node.type != "TensorListSetItem" or node.inputs[0] is not list_in:
        return None
    uses = [n for n in body.nodes for x in n.inputs if x is list_in]
    asked = any(x is cond.parameters[i] for n in cond.nodes for x in n.inputs)
    if len(uses) > 1 or asked or not counters.exact or not counters.bound:
        return None
    place = {id(p): k for k, p in enumerate(body.parameters)}
    index, offset = node.inputs[1], 0
    if index._node.type == "AddV2":
        for x, other in (index._node.inputs, index._node.inputs[::-1]):
            number = _number(x, place, values, body, lambda k: k in counters.first)
            if number is not None:
                index, offset = other, int(number)
    k = place.get(id(index))
    if k is None or k not in counters.first:
        return None
    ends = counters.first[k], counters.first[k] + counters.step[k] * (counters.bound - 1)
    return int(max(ends)) + offset if min(ends) + offset >= 0 else None


def _number(
    x: SymbolicTensor, place: dict[int, int], values: Sequence[Any], graph: FuncGraph, moving: Any
) -> np.ndarray | None:
    """The value of a tensor that no step changes, if the host knows it."""
    if id(x) in place:
        i = place[id(x)]
        return values[i] if is_known(values[i]) and not moving(i) else None
    known = graph.known_value(x)
    return known if known is not None and not np.ndim(known) else None


def _step(
    output: SymbolicTensor, i: int, place: dict[int, int], values: Sequence[Any], body: FuncGraph
) -> np.ndarray | None:
    """By how much a step moves variable `i`, if it only ever adds one number to it."""
    node = output._node
    while node.type == "Identity":
        node = node.inputs[0]._node
    if node.type not in ("AddV2", "Add", "Sub"):
        return None

    def moving(k: int) -> bool:
        return body.outputs[k] is not body.parameters[k]

    a, b = node.inputs
    if node.type != "Sub" and place.get(id(b)) == i:
        a, b = b, a
    if place.get(id(a)) != i:
        return None
    step = _number(b, place, values, body, moving)
    if step is None:
        return None
    return -step if node.type == "Sub" else step


_FLIPPED = {"Less": "Greater", "LessEqual": "GreaterEqual"}
_FLIPPED |= {v: k for k, v in _FLIPPED.items()}


def _limits(
    holds: SymbolicTensor,
    place: dict[int, int],
    values: Sequence[Any],
    cond: FuncGraph,
    counters: Counters,
) -> list[int | None]:
    """For each part of a conjunction the number of steps for which it holds, or None."""
    node = holds._node
    if node.type in ("Identity", "Squeeze", "LoopCond"):
        return _limits(node.inputs[0], place, values, cond, counters)
    if node.type == "LogicalAnd":
        left, right = node.inputs
        return _limits(left, place, values, cond, counters) + _limits(
            right, place, values, cond, counters
        )
    kind = node.type
    if kind not in _FLIPPED:
        return [None]
    a, b = node.inputs
    if place.get(id(a)) not in counters.first:
        a, b, kind = b, a, _FLIPPED[kind]
    i = place.get(id(a))
    if i not in counters.first:
        return [None]
    limit = _number(b, place, values, cond, lambda k: k in counters.first)
    return [None if limit is None else _steps(kind, counters.first[i], counters.step[i], limit)]


def _steps(kind: str, first: Any, step: Any, limit: Any) -> int | None:
    """How many steps `first + k * step <kind> limit` holds from k = 0 on."""
    start, by, end = int(first), int(step), float(limit)
    if kind.startswith("Greater"):
        start, by, end = -start, -by, -end
    if start >= end if kind in ("Less", "Greater") else start > end:
        return 0
    if by <= 0 or not math.isfinite(end):
        return None
    if kind in ("Less", "Greater"):
        return math.ceil((end - start) / by)
    return math.floor((end - start) / by) + 1
