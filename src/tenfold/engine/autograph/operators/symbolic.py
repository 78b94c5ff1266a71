"""The graph side of the operators: the one place that builds conditionals and loops."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np

from tenfold.core import context
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, as_dtype
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import SymbolicTensor, Tensor
from tenfold.engine.control_flow import branching, looping
from tenfold.engine.control_flow.functions import new_function


def choose(pred: Any, main: Callable[[], Any], other: Callable[[], Any]) -> Any:
    """The result of one of two functions, chosen when the graph runs."""
    return branching.cond(pred, main, other)


def repeat(
    test: Callable[..., Any],
    body: Callable[..., Any],
    leaves: Sequence[Any],
    invariants: Sequence[Any] | None,
    options: dict[str, Any],
) -> list[Any]:
    """The leaves after a loop that runs in the graph."""
    given = None if invariants is None else list(invariants)
    return list(looping.while_loop(test, body, list(leaves), given, **options))


@contextlib.contextmanager
def scratch() -> Iterator[None]:
    """A graph to try something out in: what is built in the block leaves no trace."""
    with context.building(new_function("scratch")), context.recorders(()):
        yield


def mark() -> int:
    """A moment in the building of the graph."""
    return len(state.graph.nodes)


def forget_effects(since: int) -> None:
    """Takes back what was added to the graph since a moment, if it would have effects.

    Nothing may use its results. What has no effects is dropped anyway, for the same reason.
    """
    graph = state.graph
    added = graph.nodes[since:]
    if any(node.op.stateful for node in added):
        # Constants and captures are shared with what comes later.
        graph.nodes[since:] = [n for n in added if n.type in ("Const", "Placeholder")]


def logical_not(x: Any) -> Any:
    return call("LogicalNot", x)


def logical_and(x: Any, y: Any) -> Any:
    return call("LogicalAnd", x, y)


def zeros(dtype: DType, dims: Sequence[int]) -> Any:
    """A tensor for a variable that has no value yet."""
    empty = b"" if dtype.np.hasobject else 0
    return to_tensor(np.full(tuple(dims), empty, dtype.np), dtype)


def length(x: Tensor) -> Any:
    """The length of the first axis: a number where it is known."""
    shape = x.raw_shape
    if shape is not None and not shape:
        raise ValueError(
            f"len requires a non-scalar tensor, got one of shape () and dtype {x.dtype.name}; a "
            "tensor without axes has no elements to count or to iterate over"
        )
    if shape is not None and shape[0] is not None:
        return shape[0]
    return call("Shape", x)[0]


def ensure_shape(x: Tensor, shape: TensorShape) -> Any:
    """A tensor of unknown rank, held to a shape when the graph runs."""
    return call("EnsureShape", x, shape=shape)


def row(x: Tensor, index: Any) -> Any:
    """`x[index]` along the first axis."""
    return call("GatherV2", x, index, 0)


def range_of(x: Any) -> tuple[Any, Any, Any] | None:
    """Start, limit and step of a tensor that `tf.range` made."""
    if isinstance(x, SymbolicTensor) and x.op.type == "Range":
        start, limit, delta = x.op.inputs
        return start, limit, delta
    return None


def count(start: Any, limit: Any, delta: Any) -> Any:
    """How many numbers a range has; zero or less for none."""
    values = [start.graph.known_value(x) for x in (start, limit, delta)]
    if all(v is not None for v in values):
        first, last, step = (v.item() for v in values)  # type: ignore[union-attr]
        return max(0, int(np.ceil((last - first) / step)))
    span = limit - start
    if start.dtype.is_floating:
        return call("Cast", call("Ceil", span / delta), DstT=as_dtype("int32"))
    if values[2] is not None and values[2].item() == 1:
        return span
    return (span + delta - call("Sign", delta)) // delta


def nth(bounds: tuple[Any, Any, Any], index: Any) -> Any:
    """A number of a range by its place."""
    start, _, delta = bounds
    if not start.dtype.is_integer:
        index = call("Cast", index, DstT=start.dtype)
    if known_is(delta, 1):
        return index if known_is(start, 0) else start + index
    return start + index * delta


def known_is(x: Any, value: int) -> bool:
    """Whether a tensor is known to be a number."""
    found = x.graph.known_value(x) if isinstance(x, SymbolicTensor) else x._host()
    return found is not None and found.item() == value
