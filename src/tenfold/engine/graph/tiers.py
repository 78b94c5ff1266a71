"""When a cluster is compiled: what a call costs to interpret, weighed against compiling it.

The rule is the one for renting or buying: interpret until that has cost about what the compiler
will. Then no number of calls costs much more than twice what the better choice would have. What is
weighed is counted, not timed, so that the same program switches at the same call each time it runs.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any, NamedTuple

import numpy as np

from .node import Node

# The fewest and the most calls that are interpreted before a cluster runs compiled.
LEAST, MOST = 4, 2048

# Seconds, on one ordinary core: a kernel's call, a multiplication, a byte read or written.
CALL, MULTIPLICATION, BYTE = 4e-6, 5e-11, 6e-11
# What XLA takes: for the first cluster, a node, a product or convolution.
COMPILING, NODE, PRODUCT = 0.5, 1e-3, 2e-2

PRODUCTS = frozenset(
    (
        *("MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3", "Einsum", "Conv"),
        *("Conv2D", "Conv2DBackpropInput", "Conv2DBackpropFilter"),
        *("Conv3D", "Conv3DBackpropInputV2", "Conv3DBackpropFilterV2"),
        *("DepthwiseConv2dNative", "DepthwiseConv2dNativeBackpropInput"),
        "DepthwiseConv2dNativeBackpropFilter",
    )
)


# How often these go over what they read and write; the others are taken to do so once.
PASSES = {
    **dict.fromkeys(("MaxPool", "AvgPool", "AvgPoolGrad", "MaxPool3D", "AvgPool3D"), 2),
    **dict.fromkeys(("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3"), 3),
    **dict.fromkeys(("FusedBatchNormGrad", "FusedBatchNormGradV2", "FusedBatchNormGradV3"), 3),
    **dict.fromkeys(("MaxPoolGrad", "MaxPoolGradV2", "MaxPool3DGrad", "MaxPoolGradGrad"), 5),
}

_NOTHING = np.empty(0)  # what was not computed


class Schedule(NamedTuple):
    """From which call on a cluster is compiled in the background, and from which it runs so."""

    begin: int
    switch: int


AT_ONCE = Schedule(1, 1)
# An op that holds a loop is slow to interpret, and nothing tells how many steps it will take.
HOLDING = Schedule(2, 2)


def schedule_of(nodes: Iterable[Node], env: Mapping[int, Any], hurry: int = 1) -> Schedule:
    """How many calls are interpreted.

    Args:
      nodes: The cluster's nodes.
      env: The values of a call that was interpreted, by id of the symbolic tensor.
      hurry: What the number of calls is divided by.
    """
    interpreting, compiling = 0.0, COMPILING
    for node in nodes:
        values = [env.get(id(x), _NOTHING) for x in (*node.inputs, *node.outputs)]
        sizes = [np.size(v) for v in values]
        moved = sum(getattr(v, "nbytes", 0) for v in values)
        interpreting += CALL + BYTE * PASSES.get(node.type, 1) * moved
        compiling += NODE
        if node.type in PRODUCTS:
            compiling += PRODUCT
            # For [m, k] x [k, n] -> [m, n] exactly m k n; for the others near enough.
            largest = sorted(sizes[: len(node.inputs)])[-2:]
            interpreting += MULTIPLICATION * math.sqrt(math.prod(largest) * sizes[-1])
    calls = int(compiling / max(interpreting, CALL)) // hurry
    switch = min(MOST, max(LEAST, calls))
    return Schedule(max(1, switch // 3), switch)
