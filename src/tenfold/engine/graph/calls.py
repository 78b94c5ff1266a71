"""Calls of functions inside graphs. A call is opened where it is made: its nodes run in its place.

So kernels, gradients, random counters and clusters see ordinary nodes, and a call costs nothing.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.core import dispatch, errors, rules
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import Op, registry


def open_call(graph: Any, inputs: Sequence[Any], prefix: str = "") -> list[Any]:
    """Runs a function's nodes here: eagerly, or as nodes of the graph being built.

    Args:
      graph: The function's graph.
      inputs: A tensor for each of its inputs and captures.
      prefix: What the names of new nodes begin with: "" or a path that ends with "/".

    Returns:
      The function's outputs.

    Raises:
      InvalidArgumentError: The number of inputs or a dtype is wrong.
    """
    parameters = graph.inputs + graph.internal_captures
    wanted = [p.dtype for p in parameters]
    received = [x.dtype for x in inputs]
    if wanted != received:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"The function {graph.name!r} takes {[d.name for d in wanted]}; received "
            f"{[d.name for d in received]}.",
        )
    for variable in graph.variables:
        if state.graph is not None:
            state.graph.uses(variable)
        for recorder in state.recorders if variable.trainable else ():
            recorder.watch_variable(variable)
    here = [x if state.graph is None else state.graph.as_input(x) for x in inputs]
    env: dict[int, Any] = dict(zip(map(id, parameters), here, strict=True))
    own = {id(x._node) for x in parameters}
    for node in graph.nodes:
        if id(node) not in own:
            tensors = [env[id(x)] for x in node.inputs]
            made = dispatch.run_flat(node.op, tensors, node.attrs, f"{prefix}{node.name}")
            env.update(zip(map(id, node.outputs), made, strict=True))
    return [env[id(x)] for x in graph.outputs]


class CallOp(Op):
    """An op whose call is the call of the function in its attribute `f`."""

    def __init__(self, name: str, stateful: bool) -> None:
        def kernel(
            xp: Any,
            args: Any,
            *,
            f: Function,  # noqa: F821 - names the kind of an attribute
            config: str = "",
            config_proto: str = "",
            executor_type: str = "",
        ) -> Any:
            raise AssertionError(f"The call of {f.name!r} was not opened.")

        kernel.__name__ = name
        kernel.__doc__ = "Calls a function."
        text = "args: Tin[] -> output: Tout[]"
        super().__init__(kernel, text, rules.unknown, True, stateful, False, {})

    def __call__(self, args: Any, name: str | None = None, **attrs: Any) -> Any:
        if "f" not in attrs:
            raise TypeError(f"{self.name} needs the attribute f: the graph of a function.")
        graph = getattr(attrs["f"], "graph", attrs["f"])
        return open_call(graph, [to_tensor(x) for x in args], f"{name}/" if name else "")


registry["PartitionedCall"] = CallOp("PartitionedCall", False)
registry["StatefulPartitionedCall"] = CallOp("StatefulPartitionedCall", True)
