"""tf.gradients and tf.hessians: derivatives of tensors of the graph that is being built."""

from __future__ import annotations

from typing import Any

from tenfold.core import context, structure
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import call

from .backprop import backprop, ones_like, zeros_like
from .indexed_slices import densify
from .tape import UnconnectedGradients


def gradients(
    ys: Any,
    xs: Any,
    grad_ys: Any = None,
    name: str = "gradients",
    gate_gradients: bool = False,
    aggregation_method: Any = None,
    stop_gradients: Any = None,
    unconnected_gradients: Any = UnconnectedGradients.NONE,
) -> list[Any]:
    """The gradients of the sum of `ys` with respect to each of `xs`, while a graph is built.

    Args:
      ys: A tensor or a list of tensors.
      xs: A tensor or variable, or a list of them.
      grad_ys: Weights of `ys`, each of its shape; ones by default.
      name: Accepted for TensorFlow's sake.
      gate_gradients: Accepted for TensorFlow's sake.
      aggregation_method: Accepted for TensorFlow's sake.
      stop_gradients: Tensors that count as constants.
      unconnected_gradients: None or zeros for those of `xs` that do not matter.

    Returns:
      A list with a tensor (or IndexedSlices, or None) for each of `xs`.

    Raises:
      RuntimeError: No graph is being built.
      ValueError: `grad_ys` has another length than `ys`.

    Example:
      >>> import tenfold as tf
      >>> @tf.function
      ... def slope(x):
      ...     return tf.gradients(x * x, x)[0]
      >>> slope(tf.constant(3.0)).numpy().item()
      6.0
    """
    graph = state.graph
    if graph is None:
        raise RuntimeError(
            "tf.gradients is not supported when eager execution is enabled. Use tf.GradientTape "
            "instead, or call it inside a tf.function."
        )
    targets = [to_tensor(y) for y in structure.flatten(ys, expand_composites=True)]
    sources = structure.flatten(xs)
    keys = [graph.as_input(getattr(x, "handle", x)) for x in sources]
    weights: Any = [None] * len(targets)
    if grad_ys is not None:
        weights = list(grad_ys) if isinstance(grad_ys, (list, tuple)) else [grad_ys]
    if len(weights) != len(targets):  # of a structure of targets
        weights = structure.flatten(grad_ys)
    if len(weights) != len(targets):
        raise ValueError(f"grad_ys has {len(weights)} parts; ys has {len(targets)}.")
    seeds = [
        ones_like(y) if w is None else to_tensor(w, y.dtype)
        for y, w in zip(targets, weights, strict=True)
    ]
    smooth = [i for i, y in enumerate(targets) if not (y.dtype.is_integer or y.dtype.is_bool)]
    targets, seeds = [targets[i] for i in smooth], [seeds[i] for i in smooth]
    stopped = [] if stop_gradients is None else structure.flatten(stop_gradients)
    barred = {id(graph.as_input(getattr(t, "handle", t))) for t in stopped}
    with context.name_scope(name or "gradients"):
        found = backprop(_between(graph, keys, barred), targets, seeds, keys)
    if UnconnectedGradients(unconnected_gradients) is UnconnectedGradients.ZERO:
        found = [
            zeros_like(to_tensor(x)) if g is None else g
            for g, x in zip(found, sources, strict=True)
        ]
    return found


def _between(graph: Any, sources: list[Any], barred: set[int]) -> list[Any]:
    """The nodes that depend on a source, other than through a barred tensor."""
    reached = {id(x) for x in sources}
    kept = []
    for node in list(graph.nodes):
        if any(id(y) in barred for y in node.outputs):
            continue
        if any(id(x) in reached and id(x) not in barred for x in node.inputs):
            kept.append(node)
            reached.update(id(y) for y in node.outputs)
    return kept


def hessians(
    ys: Any,
    xs: Any,
    gate_gradients: bool = False,
    aggregation_method: Any = None,
    name: str = "hessians",
) -> list[Any]:
    """The second derivatives of the sum of `ys` with respect to each of `xs`.

    Args:
      ys: A tensor or a list of tensors.
      xs: A tensor of known shape, or a list of them.
      gate_gradients: Accepted for TensorFlow's sake.
      aggregation_method: Accepted for TensorFlow's sake.
      name: Accepted for TensorFlow's sake.

    Returns:
      A list with a tensor of shape `x.shape + x.shape` for each of `xs`.

    Raises:
      RuntimeError: No graph is being built.
      ValueError: A shape is unknown.

    Example:
      >>> import tenfold as tf
      >>> @tf.function
      ... def curvature(x):
      ...     return tf.hessians(x * x * x, x)[0]
      >>> curvature(tf.constant([2.0])).numpy().tolist()
      [[12.0]]
    """
    found = []
    for x in structure.flatten(xs):
        shape = x.shape.as_list() if x.shape.is_fully_defined() else None
        if shape is None:
            raise ValueError(f"hessians needs tensors of known shape; received {x.shape}.")
        (slope,) = gradients(ys, x, unconnected_gradients=UnconnectedGradients.ZERO)
        slope = densify(slope)
        flat = call("Reshape", slope, [-1])
        size = int(x.shape.num_elements() or 0)
        rows = []
        for part in call("Unpack", flat, num=size) if size else []:
            (row,) = gradients(part, x, unconnected_gradients=UnconnectedGradients.ZERO)
            rows.append(densify(row))
        joined = call("Pack", rows) if rows else zeros_like(slope)
        found.append(call("Reshape", joined, [*shape, *shape]))
    return found
