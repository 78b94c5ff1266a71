"""The ops that call a function held as an attribute: PartitionedCall, StatefulPartitionedCall.

In a graph the function's nodes run in place of the call, so that kernels, gradients and random
counters see ordinary nodes; eagerly it runs as any traced function does.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core import errors, rules
from tenfold.core.convert import to_tensor
from tenfold.core.op import Op, registry
from tenfold.engine.graph.func_graph import FuncGraph

from .concrete import ConcreteFunction

Function = FuncGraph  # the kind of an attribute


class CallOp(Op):
    """An op whose call is the call of the function in its attribute `f`."""

    def __call__(self, args: Any, name: str | None = None, **attrs: Any) -> Any:
        """Calls `f`, a concrete function or the graph of one, with tensors for all its inputs."""
        if "f" not in attrs:
            raise TypeError(f"{self.name} needs the attribute f: the graph of a function.")
        graph = getattr(attrs["f"], "graph", attrs["f"])
        tensors = [to_tensor(x) for x in args]
        wanted = [x.dtype.name for x in (*graph.inputs, *graph.internal_captures)]
        received = [x.dtype.name for x in tensors]
        if wanted != received:
            raise errors.InvalidArgumentError(
                None, None, f"The function {graph.name!r} takes {wanted}; received {received}."
            )
        return ConcreteFunction(graph, None, list).call_flat(tensors[: len(graph.inputs)])


def _call_op(stateful: bool) -> Callable[[Callable[..., Any]], CallOp]:
    def decorate(kernel: Callable[..., Any]) -> CallOp:
        text = "args: Tin[] -> output: Tout[]"
        made = CallOp(kernel, text, rules.unknown, True, stateful, False, {})
        registry[made.name] = made
        return made

    return decorate


@_call_op(stateful=False)
def PartitionedCall(
    xp: Any,
    args: Any,
    *,
    f: Function,
    config: str = "",
    config_proto: str = "",
    executor_type: str = "",
) -> Any:
    raise AssertionError(f"The call of {f.name!r} was not opened.")


@_call_op(stateful=True)
def StatefulPartitionedCall(
    xp: Any,
    args: Any,
    *,
    f: Function,
    config: str = "",
    config_proto: str = "",
    executor_type: str = "",
) -> Any:
    raise AssertionError(f"The call of {f.name!r} was not opened.")
