"""Tensors without values, and the graph of layer calls that they remember."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

import tenfold as tf
from tenfold.keras.naming import auto_name

Shape = tuple[int | None, ...]


class KerasTensor:
    """A shape and a dtype that stand for the result of a layer until values come.

    Args:
        shape: sizes, None where a size is not known.
        dtype: the dtype's name.
        name: a name for errors and summaries.

    >>> import tenfold as tf
    >>> tf.keras.Input((3,)).shape
    (None, 3)
    """

    def __init__(
        self, shape: Sequence[int | None], dtype: Any = "float32", name: str | None = None
    ) -> None:
        self.shape: Shape = tuple(None if size is None else int(size) for size in shape)
        self.dtype: str = dtype if isinstance(dtype, str) else tf.as_dtype(dtype).name
        self.name = name or auto_name("keras_tensor")
        self.node: Node | None = None

    @property
    def ndim(self) -> int:
        """The number of dimensions."""
        return len(self.shape)

    def __repr__(self) -> str:
        return (
            f"<KerasTensor shape={self.shape}, dtype={self.dtype}, sparse=False, "
            f"ragged=False, name={self.name}>"
        )

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> Any:
        raise ValueError(_no_value(self))

    def __bool__(self) -> bool:
        raise TypeError(_no_value(self))

    def __iter__(self) -> Any:
        raise TypeError(_no_value(self))


def _no_value(tensor: KerasTensor) -> str:
    return (
        f"{tensor!r} stands for a value that only a call of the model brings. Pass it to layers; "
        "put other computations into a layer's `call`."
    )


@dataclass(eq=False)
class Node:
    """One call of a layer on symbolic tensors."""

    layer: Any
    args: tuple[Any, ...]
    kwargs: dict[str, Any]
    outputs: list[KerasTensor] = field(default_factory=list)

    @property
    def inputs(self) -> list[KerasTensor]:
        """The symbolic tensors among the arguments."""
        return symbolic_in(self.args, self.kwargs)


class Recorded:
    """A layer's memory of its calls on symbolic tensors."""

    name: str
    _inbound_nodes: list[Node]

    @property
    def input(self) -> Any:
        """The symbolic tensor (or tensors) of the first call.

        Raises:
            AttributeError: the layer has not been called on symbolic tensors.
        """
        return one_or_all(self._first_call("input").inputs)

    @property
    def output(self) -> Any:
        """The symbolic result (or results) of the first call.

        Raises:
            AttributeError: the layer has not been called on symbolic tensors.
        """
        return one_or_all(self._first_call("output").outputs)

    def _first_call(self, what: str) -> Node:
        if not self._inbound_nodes:
            raise AttributeError(
                f"The layer {self.name} has never been called on symbolic tensors and thus has no "
                f"defined {what}. Call it on a keras.Input, or give the model one."
            )
        return self._inbound_nodes[0]


def one_or_all(values: list[Any]) -> Any:
    """The only one of them, else all."""
    return values[0] if len(values) == 1 else values


def symbolic_in(*structures: Any) -> list[KerasTensor]:
    """The symbolic tensors of nested structures."""
    return [leaf for leaf in tf.nest.flatten(structures) if isinstance(leaf, KerasTensor)]


def record(layer: Any, args: tuple[Any, ...], kwargs: dict[str, Any], outputs: Any) -> None:
    """Notes on the layer that it was called, and on the outputs which call they come from."""
    node = Node(layer, args, kwargs, list(tf.nest.flatten(outputs)))
    layer._inbound_nodes.append(node)
    for output in node.outputs:
        output.node = node


def order(inputs: list[KerasTensor], outputs: list[KerasTensor]) -> list[Node]:
    """The calls that lead from inputs to outputs, each after those it needs.

    Raises:
        ValueError: an output depends on an `Input` that is not among the inputs.
    """
    given = {id(tensor) for tensor in inputs}
    nodes: list[Node] = []
    done: set[int] = set()
    stack = [(tensor, False) for tensor in reversed(outputs)]
    while stack:
        tensor, is_ready = stack.pop()
        node = tensor.node
        if id(tensor) in given or id(node) in done:
            continue
        if node is None or not node.inputs:
            raise ValueError(
                f"Model: {tensor!r} is needed for the outputs, but it is not among the inputs "
                f"{[given.name for given in inputs]}. Add it to `inputs`."
            )
        if is_ready:
            done.add(id(node))
            nodes.append(node)
        else:
            stack.append((tensor, True))
            stack.extend((needed, False) for needed in reversed(node.inputs))
    return nodes


def layers_by_depth(
    inputs: list[KerasTensor], outputs: list[KerasTensor], nodes: list[Node]
) -> list[Any]:
    """The layers of an ordered graph as Keras lists them, weights and all.

    Those that the longest chain of calls leads on from come first; among equals, those that are
    met first on the way back from the outputs.
    """
    given = {id(tensor) for tensor in inputs}
    sources = [tensor.node for tensor in inputs if tensor.node is not None]
    starts = [node for node in sources if not node.inputs]
    depths: dict[int, int] = {}
    for node in [*reversed(nodes), *starts]:
        depth = max(depths.get(id(node), 0), depths.get(id(node.layer), 0))
        depths[id(node)] = depths[id(node.layer)] = depth
        for tensor in node.inputs:
            depths[id(tensor.node)] = max(depths.get(id(tensor.node), 0), depth + 1)
    met: dict[int, int] = {}
    stack, seen = list(reversed(outputs)), set[int]()
    while stack:
        tensor = stack.pop()
        node = tensor.node
        if node is None or id(node) in seen:
            continue
        seen.add(id(node))
        met.setdefault(id(node.layer), len(met))
        if id(tensor) not in given:
            stack.extend(reversed(node.inputs))
    layers = {id(node.layer): node.layer for node in [*starts, *nodes]}
    return sorted(layers.values(), key=lambda x: (-depths[id(x)], met.get(id(x), -1)))


def replay(
    nodes: list[Node], inputs: list[KerasTensor], values: list[Any], outputs: Any, extra: Any
) -> Any:
    """Runs the recorded calls on values; `extra(layer)` gives keyword arguments for each."""
    known = {id(tensor): value for tensor, value in zip(inputs, values)}

    def fill(leaf: Any) -> Any:
        return known[id(leaf)] if isinstance(leaf, KerasTensor) else leaf

    for node in nodes:
        kwargs = tf.nest.map_structure(fill, node.kwargs) if node.kwargs else {}
        kwargs = {**kwargs, **extra(node.layer)}
        args = [
            known[id(arg)] if isinstance(arg, KerasTensor) else tf.nest.map_structure(fill, arg)
            for arg in node.args
        ]
        results = tf.nest.flatten(node.layer(*args, **kwargs))
        for tensor, value in zip(node.outputs, results):
            known[id(tensor)] = value
    return tf.nest.map_structure(fill, outputs)
