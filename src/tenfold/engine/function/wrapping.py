"""tf.compat.v1.wrap_function: a function traced once, from which parts can be taken by name."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import context, structure
from tenfold.core.convert import to_tensor
from tenfold.core.tensor import SymbolicTensor, Tensor
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.graph_def.freezing import frozen_graph
from tenfold.engine.graph.node import Node

from .concrete import ConcreteFunction
from .polymorphic import TraceGraph


class WrappedFunction(ConcreteFunction):
    """A function of a graph: its inputs by position or by name, its outputs as they were asked for.

    Example:
      >>> import tenfold as tf
      >>> wrapped = wrap_function(lambda x: tf.sqrt(x) + 1.0, [tf.TensorSpec([], tf.float32, "x")])
      >>> wrapped(tf.constant(4.0)).numpy().item()
      3.0
      >>> wrapped.prune("x:0", "Sqrt:0")(tf.constant(4.0)).numpy().item()
      2.0
    """

    def bind(self, args: Sequence[Any], kwargs: dict[str, Any]) -> list[Any]:
        inputs = self.graph.inputs
        given = structure.flatten(args)
        names = [x._node.name for x in inputs]
        unknown = [name for name in kwargs if name not in names]
        if unknown or len(given) > len(names):
            raise TypeError(
                f"{self.name} takes {', '.join(names) or 'no arguments'}; received {len(given)} "
                f"by position and {', '.join(kwargs) or 'none'} by name."
            )
        values = dict(zip(names, given, strict=False)) | kwargs
        missing = [name for name in names if name not in values]
        if missing:
            raise TypeError(f"{self.name} is missing the arguments {', '.join(missing)}.")
        return [_fitted(self.name, values[x._node.name], x) for x in inputs]

    def prune(
        self, feeds: Any, fetches: Any, name: str | None = None, input_signature: Any = None
    ) -> WrappedFunction:
        """A function of a part of the graph.

        Args:
          feeds: A structure of tensors of the graph, or their names (`"x:0"`): the arguments.
          fetches: A structure of tensors or operations, or their names: what is returned, None
            for an operation.
          name: A name for the function.
          input_signature: Accepted for TensorFlow's sake.

        Returns:
          A WrappedFunction.

        Raises:
          ValueError: A feed is no tensor, or a fetch depends on a placeholder that is not fed.
          KeyError: The graph has no such operation.
        """
        graph = self.graph
        fed = [graph.as_graph_element(x) for x in structure.flatten(feeds)]
        for x in fed:
            if not isinstance(x, Tensor):
                raise ValueError(f"All members of argument `feeds` must be tensors. Got {x!r}.")
        wanted = [graph.as_graph_element(x) for x in structure.flatten(fetches)]
        made = FuncGraph(name or "pruned")
        env = _copied_part(graph, made, fed, wanted)
        made.inputs = [env[id(x)] for x in fed]
        made.outputs = [env[id(x)] for x in wanted if isinstance(x, Tensor)]
        made.variables = list(graph.variables)
        kept = [isinstance(x, Tensor) for x in wanted]

        def pack(raw: Sequence[Any]) -> Any:
            values = iter(raw)
            flat = [next(values) if tensor else None for tensor in kept]
            return structure.pack_sequence_as(fetches, flat)

        return WrappedFunction(made, pack(made.outputs), pack)


def _fitted(name: str, value: Any, x: SymbolicTensor) -> Tensor:
    tensor = value if isinstance(value, Tensor) else to_tensor(value, x.dtype)
    if tensor.dtype is not x.dtype or not x.shape.is_compatible_with(tensor.shape):
        raise TypeError(
            f"{name} expects {x.dtype.name}{x.shape} for {x._node.name!r}; received "
            f"{tensor.dtype.name}{tensor.shape}."
        )
    return tensor


def _copied_part(
    graph: FuncGraph, made: FuncGraph, fed: Sequence[SymbolicTensor], wanted: Sequence[Any]
) -> dict[int, Any]:
    """Copies what some tensors and operations need; gives the new tensor for each old one."""
    env: dict[int, Any] = {}
    with context.building(made), context.recorders(()):
        for x in fed:
            env[id(x)] = made.placeholder(x.dtype, x.raw_shape, x._node.name + "/")
        outside = {id(inside): value for value, inside in graph.captures.values()}
        copies: dict[int, Node] = {}
        for node in _needed(graph, set(env), wanted):
            if any(id(y) in outside for y in node.outputs):
                y = node.outputs[0]
                env[id(y)] = made.capture(outside[id(y)])
                continue
            if node.type == "Placeholder":
                raise ValueError(
                    f"What is fetched depends on the placeholder {node.name!r}: add "
                    f"'{node.name}:0' to feeds."
                )
            inputs = [env[id(x)] for x in node.inputs]
            copied = made.add(node.op, inputs, node.attrs, node.name + "/")
            copied.device = node.device
            copied.control_inputs = [copies[id(c)] for c in node.control_inputs if id(c) in copies]
            copies[id(node)] = copied
            for old, new in zip(node.outputs, copied.outputs, strict=True):
                env.setdefault(id(old), new)
    return env


def _needed(graph: FuncGraph, fed: set[int], wanted: Sequence[Any]) -> list[Node]:
    """The nodes that some elements depend on, fed tensors aside, in their order."""
    kept: set[int] = set()
    nodes = [x if isinstance(x, Node) else x._node for x in wanted if id(x) not in fed]
    while nodes:
        node = nodes.pop()
        if id(node) not in kept:
            kept.add(id(node))
            nodes.extend(x._node for x in node.inputs if id(x) not in fed)
            nodes.extend(node.control_inputs)
    return [node for node in graph.nodes if id(node) in kept]


def wrap_function(fn: Callable[..., Any], signature: Any, name: str | None = None) -> Any:
    """Traces a function once, as the graphs of TensorFlow 1 were built.

    Args:
      fn: The function.
      signature: The `tf.TensorSpec`s of its arguments, in the structure in which it takes them.
      name: A name.

    Returns:
      A WrappedFunction: called with tensors, cut with `prune`.

    Raises:
      TypeError: The function returns something that is no tensor.

    Example:
      >>> import tenfold as tf
      >>> double = wrap_function(lambda x: x + x, [tf.TensorSpec([], tf.float32)])
      >>> double(tf.constant(2.0)).numpy().item()
      4.0
    """
    graph = TraceGraph(name or "wrapped_function", may_create=True)
    with context.building(graph), context.recorders(()):
        specs = structure.flatten(signature)
        for spec in specs:
            base = spec.name or "Placeholder"
            graph.inputs.append(graph.placeholder(spec.dtype, spec.shape.dims_tuple, base))
        result = fn(*structure.pack_sequence_as(signature, list(graph.inputs)))
        flat = structure.flatten(result, expand_composites=True)
        found = [
            x if isinstance(x, Node) or x is None else graph.as_input(to_tensor(x)) for x in flat
        ]
    graph.outputs = [x for x in found if isinstance(x, Tensor)]
    kept = [isinstance(x, Tensor) for x in found]

    def pack(raw: Sequence[Any]) -> Any:
        values = iter(raw)
        flat = [next(values) if tensor else None for tensor in kept]
        return structure.pack_sequence_as(result, flat, expand_composites=True)

    return WrappedFunction(graph, result, pack)


def convert_variables_to_constants_v2(
    func: ConcreteFunction, lower_control_flow: bool = True, aggressive_inlining: bool = False
) -> WrappedFunction:
    """A concrete function with constants in place of its variables.

    Args:
      func: A concrete function.
      lower_control_flow: Accepted for TensorFlow's sake: control flow keeps its form.
      aggressive_inlining: Accepted for TensorFlow's sake.

    Returns:
      A WrappedFunction that gives a list of the outputs and captures nothing.

    Raises:
      ValueError: The function changes a variable.

    Example:
      >>> import tenfold as tf
      >>> v = tf.Variable(3.0)
      >>> trace = tf.function(lambda x: x * v).get_concrete_function(tf.TensorSpec([], tf.float32))
      >>> frozen = convert_variables_to_constants_v2(trace)
      >>> frozen(tf.constant(2.0))[0].numpy().item(), frozen.captured_inputs
      (6.0, [])
    """
    graph = frozen_graph(func.graph)
    return WrappedFunction(graph, list(graph.outputs), list)
