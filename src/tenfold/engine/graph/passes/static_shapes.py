"""Static shapes: what asks about a shape that is known, and what reshapes to the same shape."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.node import Node

from .draft import Draft, Replacement


def _known(x: SymbolicTensor) -> tuple[int, ...] | None:
    shape: Any = x.raw_shape
    return None if shape is None or None in shape else shape


def shape_of(draft: Draft, node: Node) -> Replacement | None:
    """The shapes that Shape and ShapeN ask for."""
    shapes = [_known(x) for x in node.inputs]
    if None in shapes:
        return None
    return [np.asarray(s, t._dtype.np) for s, t in zip(shapes, node.outputs, strict=True)]


def size_of(draft: Draft, node: Node) -> Replacement | None:
    shape = _known(node.inputs[0])
    return None if shape is None else [np.asarray(math.prod(shape), node.outputs[0]._dtype.np)]


def rank_of(draft: Draft, node: Node) -> Replacement | None:
    shape = node.inputs[0].raw_shape
    return None if shape is None else [np.asarray(len(shape), np.int32)]


def own_shape(draft: Draft, node: Node) -> Replacement | None:
    """What Reshape, BroadcastTo and the like give where the shape does not change.

    A chain of two reshapes is left alone: NumPy copies what it cannot reshape in place, and sums
    depend on the order in which the numbers lie.
    """
    x = node.inputs[0]
    if node.type != "Squeeze" and _asks_for(draft, node.inputs[1], x):
        return [x]
    shape = _known(x)
    if shape is None or shape != node.outputs[0].raw_shape:
        return None
    if node.type != "Squeeze":
        wanted = draft.value(node.inputs[1])
        if wanted is None or wanted.tolist() != list(shape):
            return None
    return [x]


def _asks_for(draft: Draft, sizes: SymbolicTensor, x: SymbolicTensor) -> bool:
    """Whether sizes are those of `x` itself, whatever they are."""
    asked = draft.producer(sizes)
    return asked.type == "Shape" and draft.current(asked.inputs[0]) is draft.current(x)


def ensured(draft: Draft, node: Node) -> Replacement | None:
    """The input of an EnsureShape whose demand is met by what is known."""
    shape = _known(node.inputs[0])
    if shape is None:
        return None
    wanted = TensorShape(node.attrs["shape"]).dims_tuple
    fits = wanted is None or (
        len(wanted) == len(shape) and all(a in (None, b) for a, b in zip(wanted, shape))
    )
    return [node.inputs[0]] if fits else None


RULES = {
    "Shape": shape_of,
    "ShapeN": shape_of,
    "Size": size_of,
    "Rank": rank_of,
    "Reshape": own_shape,
    "BroadcastTo": own_shape,
    "Squeeze": own_shape,
    "EnsureShape": ensured,
}
