"""What compiled calls of a cluster save, weighed against compiling it (`core/compiling.py`)."""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from typing import Any

import numpy as np

from tenfold.core.compiling import COMPILING, Schedule, schedule

from .node import Node

# What a compiled call saves, in seconds on one ordinary core: the call of a kernel, and a byte that
# it reads or writes, as XLA joins kernels. Products take as long in either form. Convolutions with
# NumPy are products too, but of windows copied into columns, which XLA does without: a byte of
# those. NumPy has no depthwise ones: their multiplications count.
CALL, BYTE, COLUMN, MULTIPLICATION = 2.5e-6, 5e-11, 3e-10, 5e-11
# What XLA takes for a node, a product or convolution of other shapes.
NODE, PRODUCT, CONVOLUTION = 1e-4, 4e-2, 1e-1

_DEPTHWISE = frozenset(
    (
        *("DepthwiseConv2dNative", "DepthwiseConv2dNativeBackpropInput"),
        "DepthwiseConv2dNativeBackpropFilter",
    )
)
# Where the kernel and the output (or its gradient) stand among a convolution's inputs and outputs,
# and how often their columns are gone over.
_COLUMNS = {
    **dict.fromkeys(("Conv", "Conv2D", "Conv3D"), (1, 2, 1)),
    **dict.fromkeys(("Conv2DBackpropInput", "Conv3DBackpropInputV2"), (1, 2, 2)),
    **dict.fromkeys(("Conv2DBackpropFilter", "Conv3DBackpropFilterV2"), (3, 2, 1)),
}
_PRODUCTS = frozenset(("MatMul", "BatchMatMul", "BatchMatMulV2", "BatchMatMulV3", "Einsum"))
# How often these go over what they read and write; the others are taken to do so once.
_PASSES = {
    **dict.fromkeys(("MaxPool", "AvgPool", "AvgPoolGrad", "MaxPool3D", "AvgPool3D"), 2),
    **dict.fromkeys(("FusedBatchNorm", "FusedBatchNormV2", "FusedBatchNormV3"), 3),
    **dict.fromkeys(("FusedBatchNormGrad", "FusedBatchNormGradV2", "FusedBatchNormGradV3"), 3),
    **dict.fromkeys(("MaxPoolGrad", "MaxPoolGradV2", "MaxPool3DGrad", "MaxPoolGradGrad"), 5),
}


_NOTHING = np.empty(0)  # what was not computed


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
    saving, compiling = 0.0, COMPILING
    kinds: set[Any] = set()
    for node in nodes:
        values = [env.get(id(x), _NOTHING) for x in (*node.inputs, *node.outputs)]
        saving += CALL
        compiling += NODE
        convolves = node.type in _COLUMNS or node.type in _DEPTHWISE
        if not convolves and node.type not in _PRODUCTS:
            moved = sum(getattr(v, "nbytes", 0) for v in values)
            passes = BYTE * _PASSES.get(node.type, 1) * moved
            saving += max(passes, node.op.saved_compiled * max(map(np.size, values), default=0))
            continue
        kind = (node.type, *map(np.shape, values))
        if kind not in kinds:
            kinds.add(kind)
            compiling += CONVOLUTION if convolves else PRODUCT
        if node.type in _COLUMNS:
            saving += COLUMN * _column_bytes(node.type, values)
        if node.type in _DEPTHWISE:
            sizes = [np.size(v) for v in values]
            largest = sorted(sizes[: len(node.inputs)])[-2:]
            saving += MULTIPLICATION * math.sqrt(math.prod(largest) * sizes[-1])
    return schedule(max(saving, CALL), compiling, hurry)


def _column_bytes(convolution: str, values: list[Any]) -> float:
    """The size of the windows of a convolution, copied into columns; none where they are pixels."""
    at_kernel, at_output, passes = _COLUMNS[convolution]
    kernel, output = values[at_kernel], values[at_output]
    shape = np.shape(kernel)
    if math.prod(shape[:-2]) == 1 or not np.size(kernel):
        return 0.0
    columns = (np.size(kernel) / shape[-1]) * (np.size(output) / shape[-1])
    return passes * columns * output.itemsize
