"""A node of a graph: one op with its inputs, attributes and outputs. Public as tf.Operation."""

from __future__ import annotations

import importlib
from typing import Any

from tenfold.core import random_state
from tenfold.core.context import state
from tenfold.core.op import Op
from tenfold.core.tensor import SymbolicTensor

# What turns graphs into messages uses this module: it is loaded by name, late.
_MESSAGES = "tenfold.engine.graph.graph_def"


# The attribute that names the gradient of a node that has another than its op's.
GRADIENT_OP_TYPE = "_gradient_op_type"


class Node:
    """One op in a graph; also what gradients and shape rules read, as they read a `Call`."""

    __slots__ = ("_name", "attrs", "control_inputs", "device", "graph", "inputs", "op", "outputs")

    def __init__(
        self,
        graph: Any,
        op: Op,
        inputs: list[SymbolicTensor],
        attrs: dict[str, Any],
        name: str | None,
    ) -> None:
        self.graph = graph
        self.op = op
        self.inputs = inputs
        self.attrs: dict[str, Any] = attrs
        self._name = name
        self.outputs: list[SymbolicTensor] = []
        self.control_inputs: list[Any] = []
        self.device = state.device or ""

    @property
    def name(self) -> str:
        if self._name is None:  # a constant that no other node gave a name yet
            self.graph.name_constants()
        return self._name or ""

    @property
    def is_named(self) -> bool:
        """Whether the node has a name; a constant gets that of the input it is first used for."""
        return self._name is not None

    def give_name(self, name: str) -> None:
        self._name = name

    @property
    def type(self) -> str:
        return self.op.name

    def get_attr(self, name: str) -> Any:
        """An attribute's value.

        Raises:
          ValueError: The node has no such attribute.
        """
        try:
            return self.attrs[name]
        except KeyError:
            raise ValueError(
                f"Operation {self.name!r} has no attr named {name!r}; it has "
                f"{', '.join(self.attrs)}."
            ) from None

    @property
    def node_def(self) -> Any:
        """The node as a NodeDef message."""
        return importlib.import_module(f"{_MESSAGES}.exporting").node_def_of(self)

    @property
    def op_def(self) -> Any:
        """The signature of the node's op as an OpDef message."""
        return importlib.import_module(f"{_MESSAGES}.op_defs").op_def_of(self.op)

    def colocation_groups(self) -> list[bytes]:
        """The names of the groups that the node shares a device with: its own by default."""
        groups = self.attrs.get("_class") or [f"loc:@{self.name}"]
        return [g if isinstance(g, bytes) else g.encode() for g in groups]

    def values(self) -> tuple[Any, ...]:
        return tuple(self.outputs)

    def run(self, feed_dict: Any = None, session: Any = None) -> None:
        """Runs the operation in a session, by default the default one.

        Args:
          feed_dict: Values for tensors of the graph.
          session: A `tf.compat.v1.Session`.

        Raises:
          ValueError: There is no session.
        """
        chosen = state.session if session is None else session
        if chosen is None:
            raise ValueError(
                "Cannot execute operation using `run()`: No default session is registered. Use "
                "`with sess.as_default():` or pass an explicit session to `run(session=sess)`"
            )
        chosen.run(self, feed_dict)

    def make_counter(self) -> None:
        """Gives a random op its own counter, which lives as long as the graph."""
        seeds = random_state.resolve(self.attrs["seed"], self.attrs["seed2"])
        self.attrs = self.attrs | {"_counter": random_state.held_counter(seeds)}

    def __repr__(self) -> str:
        return f"<tf.Operation '{self.name}' type={self.type}>"
