"""What the gradient of a loop needs of the loop: values kept at each step, or found before it."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from tenfold.core import context
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import resource
from tenfold.core.op import call
from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.gradient_graph import GradientGraph
from tenfold.engine.graph.nested import written_positions

from .functions import extend_outputs
from .list_value import shape_input


def add_variable(
    node: Any, initial: Callable[[], Any], update: Callable[[Any], Any]
) -> SymbolicTensor:
    """Gives a loop one more variable.

    Args:
      node: The loop's node.
      initial: Makes the first value, in the loop's graph.
      update: Takes the variable inside the body and gives its next value.

    Returns:
      The variable's last value: a new output of the node.
    """
    with _in_front_of(node), context.recorders(()):
        first = node.graph.as_input(to_tensor(initial()))
    cond, body = node.attrs["cond"], node.attrs["body"]
    for function in (cond, body):
        function.inputs.append(function.placeholder(first.dtype, first.raw_shape, "added"))
    with context.building(body), context.recorders(()):
        body.outputs.append(body.as_input(update(body.inputs[-1])))
    node.inputs.append(first)
    (output,) = extend_outputs(node, [first])
    node.attrs = node.attrs | {
        "T": [*node.attrs["T"], first.dtype],
        "output_shapes": [*node.attrs["output_shapes"], first.shape],
    }
    return output


@contextlib.contextmanager
def _in_front_of(node: Any) -> Iterator[None]:
    """What is added to the node's graph in the block stands before the node."""
    graph = node.graph
    start = len(graph.nodes)
    with context.building(graph):
        yield
    made = graph.nodes[start:]
    del graph.nodes[start:]
    at = next(i for i, n in enumerate(graph.nodes) if n is node)
    graph.nodes[at:at] = made


class Saved:
    """Inner values of a loop's body, for its gradient.

    Those that differ from step to step are kept in lists, with one element for each. Those that do
    not are computed once more, before the loop.

    Args:
      node: The loop's node.
      inputs: What a tape knows as the node's inputs.
    """

    def __init__(self, node: Any, inputs: Sequence[Any]) -> None:
        self.node = node
        self._inputs = inputs
        self.body: FuncGraph = node.attrs["body"]
        known = self.body.__dict__.setdefault("saved", {})
        self._outputs: dict[Any, SymbolicTensor] = known

    def count(self) -> SymbolicTensor:
        """How often the body ran."""
        return self._find("count", lambda: np.int32(0), lambda n: call("AddV2", n, np.int32(1)))

    def steps_of(self, inner: SymbolicTensor) -> SymbolicTensor:
        """The list of the values that an inner tensor had."""
        return self._find(
            id(inner),
            lambda: call(
                "EmptyTensorList",
                shape_input(inner.raw_shape),
                np.int32(-1),
                element_dtype=inner.dtype,
            ),
            lambda steps: call("TensorListPushBack", steps, inner),
        )

    def _find(self, key: Any, initial: Any, update: Any) -> SymbolicTensor:
        if key not in self._outputs:
            self._outputs[key] = add_variable(self.node, initial, update)
        return self._outputs[key]

    def before(self, inner: SymbolicTensor) -> Any:
        """A tensor outside that has the value which an inner one has at every step, or None.

        Such is what the body makes of inputs that stay as they are and of variables that the loop
        does not write: weights, say, of which each step would keep a copy.
        """
        key = ("before", id(inner))
        if key not in self._outputs and self._stays(inner):
            with _in_front_of(self.node):
                self._outputs[key] = self._again(inner)
        return self._outputs.get(key)

    def _stays(self, inner: SymbolicTensor) -> bool:
        body, node = self.body, inner._node
        place = next((i for i, p in enumerate(body.inputs) if p is inner), None)
        if place is not None:
            if body.outputs[place] is not inner:
                return False
            written = (written_positions(f) for f in (body, self.node.attrs["cond"]))
            return inner.dtype is not resource or all(place not in found for found in written)
        if node.type not in _CHEAP or node.control_inputs:
            return False
        return all(self._stays(x) for x in node.inputs)

    def _again(self, inner: SymbolicTensor) -> Any:
        place = next((i for i, p in enumerate(self.body.inputs) if p is inner), None)
        if place is not None:
            given = self._inputs if place < len(self._inputs) else self.node.inputs
            return given[place]
        node = inner._node
        if node.type == "Const":
            return node.attrs["value"]
        return node.op(*map(self._again, node.inputs), **node.attrs)


# Ops that may run before a loop, even if the loop then runs for no step at all.
_CHEAP = frozenset(
    {"Const", "ReadVariableOp", "Identity", "Cast", "Reshape", "Transpose", "ExpandDims", "Squeeze"}
)


def read_at_start(
    body: FuncGraph, gradient: GradientGraph, i: int, dlist: SymbolicTensor
) -> SymbolicTensor | None:
    """Lets a step back read the gradient of a list as it was before all steps.

    A loop that writes each element of a list once, at a counter, goes back in the same way: a step
    takes an element of the gradient and sets it to zero, which no other step reads. XLA would copy
    the whole list at each step if it read and wrote the same one.

    Args:
      body: The body of the loop.
      gradient: That of the body.
      i: The position of the list among the loop's variables.
      dlist: Its gradient, in `gradient`.

    Returns:
      A placeholder for the gradient of the list after the loop; None where reads differ.
    """
    write, clear = body.outputs[i]._node, gradient.parts[i]
    clear = None if clear is None else clear._node
    if write.type != "TensorListSetItem" or write.inputs[0] is not body.inputs[i]:
        return None
    if clear is None or clear.type != "TensorListSetItem" or clear.inputs[0] is not dlist:
        return None
    index, zeros = clear.inputs[1:]
    outside = next((o for o, inside in gradient.needs if inside is index), None)
    if zeros._node.type != "ZerosLike" or outside is not write.inputs[1]:
        return None
    if not _is_counter(body, outside):
        return None
    reads = [n for n in dlist.consumers() if n is not clear]
    if any(n.type != "TensorListGetItem" or n.inputs[1] is not index for n in reads):
        return None
    stand_in = gradient.graph.placeholder(dlist.dtype, dlist.raw_shape, "first")
    for node in reads:
        node.inputs = [stand_in, *node.inputs[1:]]
    return stand_in


def _is_counter(body: FuncGraph, x: Any) -> bool:
    """Whether a variable of a loop grows by the same number, not zero, at each step."""
    place = next((i for i, p in enumerate(body.inputs) if p is x), None)
    if place is None:
        return False
    node = body.outputs[place]._node
    if node.type not in ("AddV2", "Add", "Sub") or not any(y is x for y in node.inputs):
        return False
    others = [y for y in node.inputs if y is not x]
    step = body.known_value(others[0]) if len(others) == 1 else None
    return step is not None and bool(np.all(step))
