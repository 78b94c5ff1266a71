"""What the compiler is given for a trace, and what it makes of it, as text or as messages."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core.dtypes import resource
from tenfold.engine.graph.gradient_graph import variable_dtype
from tenfold.engine.variables.storage import Storage, make_handle

from .concrete import ConcreteFunction

STAGES: dict[str, Callable[[Any], Any]] = {
    "hlo": lambda lowered: lowered.as_text("hlo"),
    "hlo_serialized": lambda lowered: _hlo(lowered).as_serialized_hlo_module_proto(),
    "stablehlo": lambda lowered: lowered.as_text("stablehlo"),
    "stablehlo_serialized": lambda lowered: lowered.as_text("stablehlo").encode(),
    "optimized_hlo": lambda lowered: lowered.compile().as_text(),
    "optimized_hlo_serialized": lambda lowered: _optimized(lowered),
    "optimized_hlo_dot": lambda lowered: type(_hlo(lowered))(
        _optimized(lowered)
    ).as_hlo_dot_graph(),
}


def compiler_ir(concrete: ConcreteFunction) -> Callable[..., Any]:
    """A function that tells of a stage of compiling what there is.

    Raises:
      ValueError: The trace leaves sizes open, or XLA cannot hold it as a whole.
    """
    unknown = [x for x in concrete.graph.inputs if x.raw_shape is None or None in x.raw_shape]
    if unknown:
        raise ValueError(
            f"Compiler IR is for known shapes; {unknown[0].name} has shape {unknown[0].shape}. "
            "Ask for it with tensors, or with specs whose sizes are known."
        )
    run = concrete.executable(())
    cluster = run.only_cluster()

    def lowered() -> Any:
        given = [_stand_in(concrete, x) for x in run.inputs[:count]]
        held = [x._value for x in concrete.captured_inputs]
        return cluster.lower({id(t): v for t, v in zip(run.inputs, given + held, strict=True)})

    def of_stage(stage: str = "hlo", platform_name: str | None = None) -> Any:
        if stage not in STAGES:
            raise ValueError(f"stage is one of {', '.join(STAGES)}; received {stage!r}.")
        return STAGES[stage](lowered())

    count = len(concrete.graph.inputs)
    return of_stage


def _stand_in(concrete: ConcreteFunction, x: Any) -> Any:
    """A raw value of an argument's kind, a variable's handle among them."""
    if x.dtype is not resource:
        return _zeros(x.dtype.np, x.raw_shape)
    dtype, shape = variable_dtype(x), concrete.graph.handle_shape(x)
    storage = Storage(_zeros(dtype.np, shape), dtype, shape, x._node.name)
    return make_handle(storage)._value


def _zeros(dtype: Any, shape: Any) -> np.ndarray:
    """An array that takes no memory: only its shape is of interest."""
    return np.broadcast_to(np.zeros((), dtype), shape)


def _hlo(lowered: Any) -> Any:
    return lowered.compiler_ir("hlo")


def _optimized(lowered: Any) -> bytes:
    (module,) = lowered.compile().runtime_executable().hlo_modules()
    return module.as_serialized_hlo_module_proto()
