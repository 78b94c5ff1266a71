"""Arithmetic that gives back its operand: neutral elements, and what undoes what came before.

Only where the result has the same bits *and lies in the memory in the same order*: NumPy adds up in
memory order, so a sum over a tensor that lies otherwise may differ in its last bits. `x + 0.0` is
no such case: it makes 0.0 of -0.0; nor is `x * 0`, which keeps NaN and infinities.
"""

from __future__ import annotations

import math
from collections.abc import Callable

import numpy as np

from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.node import Node

from .draft import Draft, Replacement

# Their kernels are NumPy's element-wise functions: what they return is new, without gaps, and lies
# in the order in which one more such function would leave it.
COMPACT = frozenset(
    (
        *("AddV2", "Add", "Sub", "Mul", "RealDiv", "Neg", "Square", "Exp", "Log", "Sqrt", "Tanh"),
        *("Maximum", "Minimum", "Relu", "LogicalNot", "Invert"),
    )
)


def _operand(draft: Draft, node: Node, x: SymbolicTensor) -> Replacement | None:
    """An operand in the place of the result, if it is as the result would be."""
    x = draft.current(x)
    same = x.raw_shape is not None and x.raw_shape == node.outputs[0].raw_shape
    return [x] if same and x._node.type in COMPACT and None not in (x.raw_shape or ()) else None


def _is(value: np.ndarray | None, number: int) -> bool:
    return value is not None and value.size == 1 and value.item() == number


def _is_no_addend(value: np.ndarray | None) -> bool:
    """Whether adding a number changes nothing: integer 0, or -0.0."""
    if not _is(value, 0):
        return False
    assert value is not None
    kind = value.dtype.kind
    return kind in "iu" or (kind == "f" and math.copysign(1.0, value.item()) < 0)


def _is_no_subtrahend(value: np.ndarray | None) -> bool:
    """Whether subtracting a number changes nothing: integer 0, or 0.0."""
    if not _is(value, 0):
        return False
    assert value is not None
    kind = value.dtype.kind
    return kind in "iu" or (kind == "f" and math.copysign(1.0, value.item()) > 0)


def add(draft: Draft, node: Node) -> Replacement | None:
    x, y = node.inputs
    if _is_no_addend(draft.value(y)):
        return _operand(draft, node, x)
    return _operand(draft, node, y) if _is_no_addend(draft.value(x)) else None


def subtract(draft: Draft, node: Node) -> Replacement | None:
    x, y = node.inputs
    return _operand(draft, node, x) if _is_no_subtrahend(draft.value(y)) else None


def multiply(draft: Draft, node: Node) -> Replacement | None:
    x, y = node.inputs
    if x._dtype.np.kind not in "iuf":  # (a + bi) * 1 may make another zero of its parts
        return None
    if _is(draft.value(y), 1):
        return _operand(draft, node, x)
    return _operand(draft, node, y) if _is(draft.value(x), 1) else None


def divide(draft: Draft, node: Node) -> Replacement | None:
    x, y = node.inputs
    real = x._dtype.np.kind in "iuf"
    return _operand(draft, node, x) if real and _is(draft.value(y), 1) else None


def undo(draft: Draft, node: Node) -> Replacement | None:
    """What an op was given that is applied twice, if it is its own inverse."""
    before = draft.producer(node.inputs[0])
    if before.type != node.type:
        return None
    return _operand(draft, node, before.inputs[0])


def transpose(draft: Draft, node: Node) -> Replacement | None:
    """What was transposed, if this turns it back. A transposed array is a view: it lies as before.

    An order that leaves every axis in its place is such a case, too.
    """
    order = draft.value(node.inputs[1])
    if order is None:
        return None
    places = order.tolist()
    if any(p < 0 for p in places):
        return None
    if places == list(range(len(places))):
        return [node.inputs[0]]
    before = draft.producer(node.inputs[0])
    if before.type != "Transpose" or (first := draft.value(before.inputs[1])) is None:
        return None
    turned = [first.tolist()[p] for p in places] if len(first) == len(places) else None
    return [before.inputs[0]] if turned == list(range(len(places))) else None


RULES: dict[str, Callable[[Draft, Node], Replacement | None]] = {
    "AddV2": add,
    "Add": add,
    "Sub": subtract,
    "Mul": multiply,
    "RealDiv": divide,
    "Neg": undo,
    "LogicalNot": undo,
    "Invert": undo,
    "Transpose": transpose,
}
