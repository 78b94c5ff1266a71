"""tf.import_graph_def: a GraphDef as nodes of the graph that is being built."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from tenfold.core import context
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.graph_versions import GRAPH_DEF_VERSION, GRAPH_DEF_VERSION_MIN_PRODUCER
from tenfold.engine.graph.default import default_graph
from tenfold.protos.schemas.graph import GraphDef

from .functionalize import functionalized
from .loading import Loader, Scope, node_name
from .references import dereferenced


def import_graph_def(
    graph_def: Any,
    input_map: Mapping[str, Any] | None = None,
    return_elements: Sequence[str] | None = None,
    name: str | None = None,
    op_dict: Any = None,
    producer_op_list: Any = None,
) -> list[Any] | None:
    """Adds the nodes of a GraphDef to the graph that is being built.

    Calls of functions are opened; an op that tenfold has no kernel for is kept, and is an error
    only when it is run.

    Args:
      graph_def: A GraphDef.
      input_map: For names of outputs (`"x:0"`) in `graph_def`, the tensors to use in their place.
      return_elements: Names of operations (`"y"`) and tensors (`"y:0"`) of `graph_def`.
      name: What the names of the new nodes begin with: "import" by default, "" for nothing.
      op_dict: Accepted for TensorFlow's sake.
      producer_op_list: Accepted for TensorFlow's sake.

    Returns:
      The `tf.Operation`s and `tf.Tensor`s for `return_elements`; None without it.

    Raises:
      TypeError: `graph_def` is no GraphDef.
      ValueError: The nodes do not fit together, or names are not found.

    Example:
      >>> import tenfold as tf
      >>> double = tf.function(lambda x: x + x)
      >>> trace = double.get_concrete_function(tf.TensorSpec([], tf.float32))
      >>> graph_def = trace.graph.as_graph_def()
      >>> @tf.function
      ... def f(y):
      ...     return tf.graph_util.import_graph_def(graph_def, {"x:0": y}, ["Identity:0"])[0]
      >>> f(tf.constant(2.0)).numpy().item()
      4.0
    """
    if state.graph is None:  # as in TensorFlow, to be found by tf.compat.v1.get_default_graph()
        with default_graph().as_default():
            return import_graph_def(graph_def, input_map, return_elements, name, op_dict)
    graph = state.graph
    message = as_graph_def(graph_def)
    _check(message)
    message = functionalized(dereferenced(message))
    wanted = _names(return_elements, "return_elements")
    mapped = {_canonical(key): value for key, value in (input_map or {}).items()}
    with context.name_scope("import" if name is None else name) as prefix:
        scope = Scope(prefix, {})
        _enter_mapped(graph, message, mapped, scope)
        _check_names(graph, message, prefix)
        Loader(message.library.function).add(graph, message.node, scope, in_body=False)
    if return_elements is None:
        return None
    return [_element(scope, x) for x in wanted]


def as_graph_def(value: Any) -> Any:
    """A GraphDef of our own from one of any protobuf library."""
    if isinstance(value, GraphDef):
        return value
    if type(value).__name__ == "GraphDef" and hasattr(value, "SerializeToString"):
        return GraphDef.FromString(value.SerializeToString())
    raise TypeError(
        f"graph_def must be a GraphDef proto; received {type(value).__name__}. Read bytes with "
        "GraphDef.FromString."
    )


def _check(message: Any) -> None:
    versions = message.versions
    if versions.min_consumer > GRAPH_DEF_VERSION:
        raise ValueError(
            f"GraphDef min consumer version {versions.min_consumer} above current version "
            f"{GRAPH_DEF_VERSION}: a newer version of tenfold is needed."
        )
    if versions.producer < GRAPH_DEF_VERSION_MIN_PRODUCER:
        raise ValueError(
            f"GraphDef producer version {versions.producer} below min producer "
            f"{GRAPH_DEF_VERSION_MIN_PRODUCER}: make the graph anew."
        )
    seen: set[str] = set()
    for node in message.node:
        if node.name in seen:
            raise ValueError(f"Node {node.name!r} is not unique in the GraphDef.")
        seen.add(node.name)


def _check_names(graph: Any, message: Any, prefix: str) -> None:
    taken = {node.name for node in graph.nodes}
    for node in message.node:
        if prefix + node.name in taken:
            raise ValueError(
                f"Node name {prefix + node.name!r} already exists in the graph; pass name= for a "
                "prefix of its own."
            )


def _names(elements: Any, what: str) -> list[str]:
    if elements is None:
        return []
    if isinstance(elements, (str, bytes)) or not all(isinstance(e, str) for e in elements):
        raise TypeError(f"Argument `{what}` must be a list of strings; received {elements!r}.")
    return list(elements)


def _canonical(reference: str) -> str:
    """A tensor's name as inputs of nodes write it: the output 0 without a number."""
    if not isinstance(reference, str):
        raise TypeError(f"The keys of input_map must be strings; received {reference!r}.")
    return reference.removesuffix(":0")


def _enter_mapped(graph: Any, message: Any, mapped: Mapping[str, Any], scope: Scope) -> None:
    used = {i.removesuffix(":0") for node in message.node for i in node.input}
    known = used | {node.name for node in message.node}
    missing = [key for key in mapped if key not in used and node_name(key) not in known]
    if missing:
        raise ValueError(
            f"Attempted to map inputs that were not found in graph_def: [{', '.join(missing)}]."
        )
    for key, value in mapped.items():
        if key.startswith("^"):
            scope.nodes[node_name(key)] = getattr(value, "op", value)
        else:
            x = graph.as_input(to_tensor(value))
            scope.tensors[key] = scope.tensors[f"{key}:0" if ":" not in key else key] = x


def _element(scope: Scope, name: str) -> Any:
    try:
        if ":" in name:
            return scope.tensors[name]
        found = scope.nodes[name]
    except KeyError:
        raise ValueError(f"Requested return_element {name!r} not found in graph_def.") from None
    return found
