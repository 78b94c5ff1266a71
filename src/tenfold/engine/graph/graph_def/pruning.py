"""Cutting GraphDefs: what some nodes need, and graphs without what only training needs."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from tenfold.core.dtypes import int32, string
from tenfold.core.shapes import TensorShape
from tenfold.protos.schemas.graph import GraphDef

from .importing import as_graph_def
from .loading import node_name


def extract_sub_graph(graph_def: Any, dest_nodes: Sequence[str]) -> Any:
    """The part of a GraphDef that some nodes need.

    Args:
      graph_def: A GraphDef.
      dest_nodes: Names of nodes.

    Returns:
      A GraphDef with these nodes and all that they depend on, and the same library.

    Raises:
      TypeError: `graph_def` is no GraphDef, or `dest_nodes` is a string.
      AssertionError: A name is not in the graph.

    Example:
      >>> import tenfold as tf
      >>> trace = tf.function(lambda x: (x + 1.0, x * 2.0)).get_concrete_function(
      ...     tf.TensorSpec([], tf.float32))
      >>> part = extract_sub_graph(trace.graph.as_graph_def(), ["mul"])
      >>> [node.op for node in part.node]
      ['Placeholder', 'Const', 'Mul']
    """
    graph_def = as_graph_def(graph_def)
    if isinstance(dest_nodes, str):
        raise TypeError(f"dest_nodes must be an iterable of strings, but got type {str}.")
    by_name = {node.name: node for node in graph_def.node}
    for name in dest_nodes:
        if name not in by_name:
            raise AssertionError(f"{name} is not in graph")
    wanted, waiting = set(dest_nodes), list(dest_nodes)
    while waiting:
        for name in map(node_name, by_name[waiting.pop()].input):
            if name not in wanted and name in by_name:
                wanted.add(name)
                waiting.append(name)
    return _like(graph_def, [node for node in graph_def.node if node.name in wanted])


def _like(graph_def: Any, nodes: Iterable[Any]) -> Any:
    """A GraphDef of some nodes, with the library and the versions of another."""
    made = GraphDef(node=nodes, library=graph_def.library, versions=graph_def.versions)
    return made


def remove_training_nodes(input_graph: Any, protected_nodes: Sequence[str] | None = None) -> Any:
    """A GraphDef without nodes that do nothing when a model is used.

    Checks for NaN are dropped, and Identity nodes passed by, where no order depends on them.

    Args:
      input_graph: A GraphDef.
      protected_nodes: Names of nodes to keep, such as the outputs.

    Returns:
      A new GraphDef.

    Raises:
      TypeError: `input_graph` is no GraphDef.

    Example:
      >>> import tenfold as tf
      >>> trace = tf.function(lambda x: tf.identity(x) + 1.0).get_concrete_function(
      ...     tf.TensorSpec([], tf.float32))
      >>> slim = remove_training_nodes(trace.graph.as_graph_def())
      >>> [node.op for node in slim.node]
      ['Placeholder', 'Const', 'AddV2']
    """
    input_graph = as_graph_def(input_graph)
    kept = set(protected_nodes or ())
    dropped = {
        n.name: n.input[0]
        for n in input_graph.node
        if n.op == "CheckNumerics" and n.name not in kept
    }
    nodes = [n.__deepcopy__({}) for n in input_graph.node if n.name not in dropped]
    for node in nodes:
        inputs = [_passed(r, dropped) for r in node.input if not _waits_for(r, dropped)]
        del node.input[:]
        node.input.extend(inputs)
    waited_for = {r[1:] for n in nodes for r in n.input if r[:1] == "^"}
    waited_for |= {c for n in nodes for c in _colocated(n)}
    passed = {
        n.name: n.input[0]
        for n in nodes
        if n.op == "Identity"
        and n.name not in kept
        and n.name not in waited_for
        and not any(r[:1] == "^" for r in n.input)
    }
    nodes = [n for n in nodes if n.name not in passed]
    for node in nodes:
        inputs = [_passed(r, passed) for r in node.input]
        del node.input[:]
        node.input.extend(inputs)
    return _like(input_graph, nodes)


def _waits_for(reference: str, names: dict[str, str]) -> bool:
    return reference[:1] == "^" and reference[1:] in names


def _passed(reference: str, passed: dict[str, str]) -> str:
    """What a reference stands for once some nodes are passed by."""
    while reference.removesuffix(":0") in passed:
        reference = passed[reference.removesuffix(":0")]
    return reference


def _colocated(node: Any) -> list[str]:
    """The nodes whose device a node asks for."""
    if "_class" not in node.attr:
        return []
    asked = [s.decode() for s in node.attr["_class"].list.s]
    return [s.removeprefix("loc:@") for s in asked if s.startswith("loc:@")]


def tensor_shape_from_node_def_name(graph: Any, input_name: str) -> TensorShape:
    """The static shape of a graph's tensor by its name; `"x"` stands for `"x:0"`.

    Args:
      graph: A graph.
      input_name: The name of a tensor or of a node.

    Returns:
      A `tf.TensorShape`.

    Example:
      >>> import tenfold as tf
      >>> trace = tf.function(lambda x: x + 1.0).get_concrete_function(
      ...     tf.TensorSpec([2, None], tf.float32))
      >>> tensor_shape_from_node_def_name(trace.graph, "x")
      TensorShape([2, None])
    """
    name = input_name if ":" in input_name else f"{input_name}:0"
    return graph.get_tensor_by_name(name).shape


# Ops that move or compare integers on the host: the attribute that says so if it is int32.
_SMALL_INTEGERS = {"Const": "dtype", "DynamicStitch": "T", "Cast": "SrcT"}


def must_run_on_cpu(node: Any, pin_variables_on_cpu: bool = False) -> bool:
    """Whether a node has to run on the CPU.

    Args:
      node: A NodeDef or a `tf.Operation`.
      pin_variables_on_cpu: Whether variables have to.

    Returns:
      True for constants that are strings or 32-bit integers and for what handles such.

    Example:
      >>> import tenfold as tf
      >>> trace = tf.function(lambda x: tf.reshape(x, [4])).get_concrete_function(
      ...     tf.TensorSpec([2, 2], tf.float32))
      >>> [op.type for op in trace.graph.get_operations() if must_run_on_cpu(op)]
      ['Const']
    """
    node_def = getattr(node, "node_def", node)
    if pin_variables_on_cpu and node_def.op in ("Variable", "VariableV2"):
        return True
    attr = _SMALL_INTEGERS.get(node_def.op)
    if attr is None:
        return False
    number = node_def.attr[attr].type if attr in node_def.attr else 0
    is_text = node_def.op == "Const" and number == string.as_datatype_enum
    return is_text or number == int32.as_datatype_enum
