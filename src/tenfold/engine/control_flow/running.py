"""Running the functions that an op holds: on the host, or inside compiled code."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core.boxes import boxed, is_boxed
from tenfold.core.namespace.protocol import HostValueNeeded
from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.executable import Executable
from tenfold.engine.graph.func_graph import FuncGraph

from .list_forms import to_stacked
from .list_value import TensorList
from .stacked_list import StackedList


def run_on_host(graph: FuncGraph, values: Sequence[Any]) -> list[Any]:
    """Calls a held function on raw values; what XLA can hold of it is compiled."""
    # A gradient that was asked for later may have added outputs.
    if graph.runner is None or len(graph.runner.dtypes) != len(graph.outputs):
        graph.runner = Executable(graph.nodes, graph.parameters, graph.outputs)
    return graph.runner([v if hasattr(v, "dtype") else boxed(v) for v in values])


def carried(xp: Any, value: Any, like: SymbolicTensor) -> Any:
    """A value in the form in which XLA's control flow hands it on."""
    if like.dtype.name == "variant":
        held = value.item() if is_boxed(value) else value
        if not isinstance(held, (TensorList, StackedList)):
            raise HostValueNeeded
        return to_stacked(xp, held)
    if is_boxed(value):
        raise HostValueNeeded
    return xp.asarray(value, like.dtype.np)


def is_known(value: Any) -> bool:
    """Whether a value is a number known on the host while code is compiled."""
    return type(value) is np.ndarray and not value.dtype.hasobject
