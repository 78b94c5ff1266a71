"""Constant folding: what depends on constants alone is computed once, by the op's own kernel."""

from __future__ import annotations

import math

import numpy as np

from tenfold.core.dispatch import run_kernel
from tenfold.core.namespace import numpy_ns
from tenfold.engine.graph.node import Node
from tenfold.engine.graph.replay import as_array

from .draft import Draft, Replacement

# A larger result, unless it is made of as much, is made anew at each run: it would fill the memory
# between runs.
BYTES_LIMIT = 1 << 16
# What programs compute at length of large constants; all else is as cheap to make anew as to keep.
COSTLY = frozenset(
    ("MatMul", "BatchMatMulV2", "Conv2D", "Sum", "Mean", "Max", "Min", "Prod", "ArgMax", "Einsum")
)
# Their results are as small as their inputs, though their shape rules may not tell.
SMALL = frozenset({"BroadcastGradientArgs", "BroadcastArgs", "StridedSlice", "Slice", "ConcatV2"})


def fold(draft: Draft, node: Node) -> Replacement | None:
    """The values of a node without effects whose inputs are all known."""
    constants = draft.constants
    inputs = node.inputs
    if not inputs:
        return None
    for x in inputs:
        if id(x) not in constants:
            return None
    values = [constants[id(x)] for x in inputs]
    if not _is_small(node, values):
        return None
    try:
        raw = run_kernel(node.op, numpy_ns, values, node.attrs)
    except Exception:  # the node raises the same error, with its own name, when it runs
        return None
    pairs = zip(raw, node.outputs, strict=True)
    return [v if type(v) is np.ndarray else as_array(v, t._dtype) for v, t in pairs]


def _is_small(node: Node, values: list[np.ndarray]) -> bool:
    held = sum([v.nbytes for v in values])
    if node.type in SMALL:
        return held <= BYTES_LIMIT
    made = 0
    for t in node.outputs:
        shape = t.raw_shape
        if shape is None or None in shape:
            return False
        made += math.prod(shape) * t._dtype.np.itemsize  # type: ignore[arg-type]
    # A product of constants, say, stands in their place.
    return held + made <= BYTES_LIMIT or (made <= held and node.type in COSTLY)
