"""A trace alone: a function of its arguments that holds nothing from outside."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tenfold.engine.graph.func_graph import FuncGraph

from .function_type import FunctionType


class AtomicFunction:
    """What `concrete_function.inference_fn` gives.

    Example:
      >>> import tenfold as tf
      >>> f = tf.function(lambda x: x * 2.0).get_concrete_function(tf.TensorSpec([], tf.float32))
      >>> f.inference_fn(tf.constant(3.0)).numpy().item()
      6.0
    """

    def __init__(
        self,
        graph: FuncGraph,
        function_type: FunctionType | None,
        run: Callable[[Sequence[Any]], Any],
    ) -> None:
        self.graph = graph
        self.function_type = function_type
        self._run = run

    @property
    def name(self) -> str:
        return self.graph.name

    @property
    def definition(self) -> Any:
        """The function as a FunctionDef message."""
        exporting = importlib.import_module("tenfold.engine.graph.graph_def.exporting")
        return exporting.function_def_of(self.graph, self.name)[0]

    def call_flat(self, *args: Any) -> Any:
        """Calls with the tensors of the inputs, and of what was captured."""
        wanted = len(self.graph.parameters)
        if len(args) != wanted:
            raise ValueError(f"{self.name} takes {wanted} tensors; received {len(args)}.")
        return self._run(args)

    def __call__(self, *args: Any, **kwargs: Any) -> Any:
        """Calls with arguments as the function has them; it must have captured nothing."""
        return self.call_with_captures(args, kwargs, ())

    def call_with_captures(
        self, args: Sequence[Any], kwargs: Mapping[str, Any], captures: Sequence[Any]
    ) -> Any:
        """Calls with arguments as the function has them, and the tensors of its captures."""
        if self.function_type is None:
            raise TypeError(f"{self.name} has no signature to call it with.")
        return self.call_flat(*self.function_type.bind(args, kwargs), *captures)

    def __repr__(self) -> str:
        return f"<AtomicFunction {self.function_type or self.name} at 0x{id(self):X}>"
