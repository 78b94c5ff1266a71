"""Python functions traced into the graphs that control flow ops hold."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tenfold.core import context, structure
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dispatch import record
from tenfold.core.op import Op, call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import SymbolicTensor, Tensor
from tenfold.engine.graph.func_graph import FuncGraph

_numbers = itertools.count()


def new_function(name: str) -> FuncGraph:
    """An empty function inside the graph being built, with a name of its own."""
    return HeldGraph(f"{name}_{next(_numbers)}", outer=state.graph)


class HeldGraph(FuncGraph):
    """A function that an op holds: variables may be made in it where its outer graph allows it."""

    def check_creation(self, name: str) -> None:
        if self.outer is None:
            return super().check_creation(name)
        return self.outer.check_creation(name)

    def created(self, variable: Any) -> None:
        if self.outer is not None:
            self.outer.created(variable)


def trace(graph: FuncGraph, function: Callable[..., Any], *args: Any) -> Any:
    """Calls a Python function while `graph` is built; gives what it returned, of its tensors.

    Variables are noted by the tapes outside; the calls inside are not: the op that holds the
    function is what they record.
    """
    with context.building(graph), context.recorders(()):
        result = function(*args)
        return structure.map_structure(
            lambda x: _to_output(graph, x), result, expand_composites=True
        )


def as_scalar(x: Tensor) -> Tensor:
    """A tensor of one element without its axes; it is checked on running that it has one."""
    return x if x.raw_shape == () else call("Reshape", x, np.zeros(0, np.int32))


def _to_output(graph: FuncGraph, x: Any) -> Any:
    if x is None or (getattr(x, "outputs", None) is not None and not isinstance(x, Tensor)):
        return None  # an operation stands for its effect
    return graph.as_input(x if isinstance(x, Tensor) else to_tensor(x))


def note_variables(graphs: Sequence[FuncGraph]) -> None:
    """Tells the graph being built, and every tape, of the variables that functions use."""
    for graph in graphs:
        for variable in graph.variables:
            state.graph.uses(variable)
            if variable.trainable:
                for recorder in state.recorders:
                    recorder.watch_variable(variable)


def align(graphs: Sequence[FuncGraph]) -> list[Any]:
    """Makes inputs of what the functions captured, the same ones in the same order for each.

    Returns:
      What was captured: what the op that holds the functions takes as inputs.
    """
    union: dict[int, Any] = {}
    for graph in graphs:
        union.update({key: outside for key, (outside, _) in graph.captures.items()})
    for graph in graphs:
        inside = [graph.capture(outside) for outside in union.values()]
        graph.captures = {}
        graph.inputs.extend(inside)
    return list(union.values())


def add_node(op: Op, inputs: Sequence[Any], attrs: dict[str, Any], name: str | None) -> Any:
    """Adds the node of an op that holds functions, and tells every recorder."""
    node = state.graph.add(op, inputs, attrs, name)
    if state.recorders:
        record(op, list(inputs), node.outputs, attrs)
    return node


def common_shape(shapes: Sequence[Any]) -> TensorShape:
    """The most specific shape that covers all the given ones."""
    found = TensorShape(shapes[0])
    for shape in shapes[1:]:
        found = found.most_specific_compatible_shape(TensorShape(shape))
    return found


def shapes_rule(call: Any) -> Any:
    """The shape rule of ops that say their outputs' shapes in an attribute."""
    shapes = call.attrs["output_shapes"]
    return [TensorShape(s).dims_tuple for s in shapes] or [None] * len(call.attrs["Tout"])


def extend_outputs(node: Any, like: Sequence[SymbolicTensor]) -> list[SymbolicTensor]:
    """Gives a node further outputs, with the dtypes and shapes of `like`."""
    start = len(node.outputs)
    made = [SymbolicTensor(node, start + i, t.dtype, t.raw_shape) for i, t in enumerate(like)]
    known = list(node.outputs)
    node.outputs.extend(made)
    for recorder in state.recorders:
        recorder.extend(known, made)
    return made
