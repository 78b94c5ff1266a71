"""`tf.raw_ops`: each op by its wire name, called with TensorFlow's keyword arguments.

Nothing is made at import: `tf.raw_ops.MatMul` loads the family that defines the op, and wraps it.
"""

from __future__ import annotations

import functools
import inspect
import re
from collections import namedtuple
from collections.abc import Callable
from typing import Any

from tenfold.core import op as ops
from tenfold.core.context import state
from tenfold.core.op import Op, registry
from tenfold.core.signature import REQUIRED
from tenfold.engine.graph.graph_def.kernelless import is_known

# What TensorFlow's Python calls by another name than its OpDef: inputs, and one attribute.
_REDUCTION = {"reduction_indices": "axis"}
RENAMED = {
    **dict.fromkeys(
        ("All", "Any", "EuclideanNorm", "Max", "Mean", "Min", "Prod", "Sum"), _REDUCTION
    ),
    "ExpandDims": {"dim": "axis"},
    "Select": {"t": "x", "e": "y"},
    "Split": {"split_dim": "axis"},
    "SplitV": {"split_dim": "axis"},
    "Squeeze": {"squeeze_dims": "axis"},
    "Where": {"input": "condition"},
}


def __getattr__(name: str) -> Callable[..., Any]:
    """The function of a wire name, made when it is first asked for."""
    if name not in registry:
        raise AttributeError(_absence(name), name=name)
    return _function(registry[name])


def __dir__() -> list[str]:
    """The wire names of all ops: those that come with tenfold, and those that users defined."""
    return sorted({*ops.built_in(), *registry})


def _absence(name: str) -> str:
    if is_known(name):
        return f"TensorFlow has an op {name!r}, but tenfold has no kernel for it."
    return f"module 'tenfold.raw_ops' has no attribute {name!r}"


@functools.cache
def _function(op: Op) -> Callable[..., Any]:
    """What calls an op with keyword arguments alone."""
    renamed = RENAMED.get(op.name, {})
    inputs = [renamed.get(a.name, a.name) for a in op.signature.inputs]
    signature = _signature(op, inputs, renamed)
    attrs = {p: n for n in op.signature.attrs if (p := renamed.get(n, n)) in signature.parameters}
    outputs = [a.name for a in op.signature.outputs]
    made = namedtuple(op.name, outputs) if len(outputs) > 1 else None

    def function(*args: Any, **kwargs: Any) -> Any:
        if args:
            raise TypeError(
                f"{function.__name__} only takes keyword args (possible keys: "
                f"{list(signature.parameters)}). Please pass these args as kwargs instead."
            )
        try:
            signature.bind(**kwargs)
        except TypeError as error:
            raise TypeError(f"{function.__name__}() {error}") from None
        given = {attrs[p]: v for p, v in kwargs.items() if p in attrs}
        found = op(*(kwargs[p] for p in inputs), name=kwargs.get("name"), **given)
        if found is None and not outputs and state.graph is not None:
            return state.graph.nodes[-1]  # the operation: there is nothing else to run
        return found if made is None or found is None else made(*found)

    function.__name__ = function.__qualname__ = _snake(op.name)
    function.__module__ = "tenfold.raw_ops"
    function.__doc__ = f"The op {op.name}: {op.text}."
    function.__signature__ = signature  # type: ignore[attr-defined]
    return function


def _signature(op: Op, inputs: list[str], renamed: dict[str, str]) -> inspect.Signature:
    """Inputs, attributes that must be given, then those with defaults, and the name."""
    args = op.signature.inputs
    inferred = {n for a in args for n in (a.attr, a.number, a.type_list)}
    attrs = [a for n, a in op.signature.attrs.items() if n not in inferred]
    attrs.sort(key=lambda a: a.name in op.plan.kernel_attrs)  # dtypes of outputs alone come first
    defaults: dict[str, Any] = dict.fromkeys(inputs, REQUIRED)
    for needed in (True, False):
        for a in attrs:
            if (a.default is REQUIRED) is needed:
                defaults[renamed.get(a.name, a.name)] = a.default
    kind = inspect.Parameter.POSITIONAL_OR_KEYWORD  # as TensorFlow shows them, though it is strict
    return inspect.Signature(
        [
            inspect.Parameter(n, kind, default=inspect.Parameter.empty if d is REQUIRED else d)
            for n, d in {**defaults, "name": None}.items()
        ]
    )


def _snake(name: str) -> str:
    """`MatMul` as `mat_mul`, `Conv2DBackpropInput` as `conv2d_backprop_input`."""
    return re.sub(r"(?<=[a-z])(?=[A-Z])|(?<=[A-Z0-9])(?=[A-Z][a-z])", "_", name).lower()
