"""What programs do to a graph while they build it by hand: nodes by name, gradients by another."""

from __future__ import annotations

import contextlib
import importlib
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from tenfold.core import context
from tenfold.core.context import state
from tenfold.core.op import Op, registry

from .node import GRADIENT_OP_TYPE, Node


class GraphMaking:
    """The part of a graph by which single nodes are added, and told how to be differentiated.

    Example:
      >>> import tenfold as tf
      >>> graph = tf.Graph()
      >>> with graph.as_default():
      ...     x = tf.constant(1.0)
      >>> graph.create_op("Neg", [x], name="minus").outputs
      [<tf.Tensor 'minus:0' shape=() dtype=float32>]
    """

    nodes: list[Node]
    scope: str

    def __init__(self) -> None:
        self._gradients: dict[str, str] = {}
        self._entered: list[Any] = []

    @property
    def version(self) -> int:
        """How many operations the graph has: it grows with each."""
        return len(self.nodes)

    @property
    def graph_def_versions(self) -> Any:
        """The versions of the format in which the graph is written, as a VersionDef message."""
        exporting = importlib.import_module("tenfold.engine.graph.graph_def.exporting")
        return exporting.graph_def_of(self).versions

    def op_def_for_type(self, type: str) -> Any:
        """The signature of an op as an OpDef message."""
        return importlib.import_module("tenfold.engine.graph.graph_def.op_defs").op_def_of(
            registry[type]
        )

    def get_name_scope(self) -> str:
        """The name scope that is open, without the slash at its end."""
        scope = state.name_scope if state.graph is self else self.scope
        return scope.rstrip("/")

    def create_op(
        self,
        op_type: str,
        inputs: Sequence[Any],
        dtypes: Any = None,
        input_types: Any = None,
        name: str | None = None,
        attrs: Mapping[str, Any] | None = None,
        op_def: Any = None,
        compute_shapes: bool = True,
        compute_device: bool = True,
    ) -> Node:
        """Adds an operation.

        Args:
          op_type: The op's name.
          inputs: Its inputs, one after the other.
          dtypes, input_types, op_def, compute_shapes, compute_device: Accepted for TensorFlow's
            sake; the op tells.
          name: A name; the op's by default.
          attrs: Attributes, as AttrValue messages or as values.

        Returns:
          The operation.

        Raises:
          RuntimeError: There is no such op.
          TypeError: The inputs do not fit.
        """
        if op_type not in registry:
            raise RuntimeError(f"Op type not registered: {op_type!r}. tf.raw_ops lists the ops.")
        loading = importlib.import_module("tenfold.engine.graph.graph_def.single")
        with context.building(self) if state.graph is not self else contextlib.nullcontext():
            return loading.node_of(self, registry[op_type], list(inputs), dict(attrs or {}), name)

    @contextlib.contextmanager
    def gradient_override_map(self, op_type_map: Mapping[str, str]) -> Iterator[None]:
        """Gives operations that are added in the block other gradients than their own.

        Args:
          op_type_map: By the names of ops those under which gradients are registered.

        Raises:
          TypeError: A name is not a string.

        Example:
          >>> import tenfold as tf
          >>> @tf.RegisterGradient("Doubled")
          ... def gradient(op, dy):
          ...     return 2.0 * dy
          >>> with tf.Graph().as_default() as graph, tf.compat.v1.Session() as session:
          ...     x = tf.constant(3.0)
          ...     with graph.gradient_override_map({"Identity": "Doubled"}):
          ...         y = tf.identity(x)
          ...     session.run(tf.gradients(y, x))
          [np.float32(2.0)]
        """
        for names in op_type_map.items():
            if not all(isinstance(name, str) for name in names):
                raise TypeError(f"op_type_map must map strings to strings; received {op_type_map}.")
        before, self._gradients = self._gradients, self._gradients | dict(op_type_map)
        try:
            yield
        finally:
            self._gradients = before

    def _marked(self, op: Op, attrs: dict[str, Any]) -> dict[str, Any]:
        """The attributes of a new node, with the name of its gradient where it has another."""
        name = self._gradients.get(op.name)
        return attrs if name is None else attrs | {GRADIENT_OP_TYPE: name}
