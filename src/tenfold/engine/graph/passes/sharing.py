"""Common subexpressions: the same op on the same tensors is computed once."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.dtypes import DType
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.node import Node

from .draft import Draft, Replacement

# Constants up to this size are compared by value.
BYTES_LIMIT = 256


class _Unlike(Exception):
    """An attribute that is not compared."""


def _frozen(value: Any) -> Any:
    """An attribute as what can be looked up: equal only for what a kernel cannot tell apart."""
    kind = type(value)
    if kind in (int, bool, str, bytes, type(None)):
        return kind, value
    if kind is float:
        return value.hex()  # 0.0 equals -0.0, and NaN nothing
    if isinstance(value, DType):
        return id(value)
    if kind in (list, tuple):
        return tuple([_frozen(v) for v in value])
    if kind is TensorShape:
        return "shape", value.dims_tuple
    raise _Unlike


def share(draft: Draft, node: Node) -> Replacement | None:
    """The outputs of an earlier node that computes the same; notes the node if there is none."""
    try:
        attrs = tuple([(k, _frozen(v)) for k, v in node.attrs.items()]) if node.attrs else ()
    except _Unlike:
        return None
    # The dtypes lie in the attributes, too; it is the ids of the inputs that say most.
    key = (node.op, attrs, *map(id, node.inputs))
    found = draft.computed.setdefault(key, node.outputs)
    return None if found is node.outputs else found


def share_constants(draft: Draft, node: Node, found: Replacement) -> Replacement:
    """Earlier tensors in the place of values that have their bits, and lie as they do."""
    shared: list[SymbolicTensor | np.ndarray] = []
    for x, value in zip(node.outputs, found, strict=True):
        if isinstance(value, np.ndarray) and value.nbytes <= BYTES_LIMIT:
            key = ("Const", id(x._dtype), value.shape, value.strides, value.tobytes())
            (known,) = draft.computed.setdefault(key, (x,))
            shared.append(value if known is x else known)
        else:
            shared.append(value)
    return shared
