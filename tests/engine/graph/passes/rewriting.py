"""What the tests of the passes share: a function's graph before and after them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any
from unittest import mock

import tenfold as tf
from tenfold.engine.graph.executable import Executable
from tenfold.engine.graph.nested import live_nodes
from tenfold.engine.graph.node import Node
from tenfold.engine.graph.passes.draft import Optimized
from tenfold.engine.graph.passes.sweep import optimized


def traced(function: Callable[..., Any], *specs: Any) -> Any:
    """The concrete function of a Python function."""
    return tf.function(function, autograph=False).get_concrete_function(*specs)


def rewrite(function: Callable[..., Any], *specs: Any) -> Optimized:
    """What the passes leave of a function."""
    concrete = traced(function, *specs)
    live = live_nodes(concrete.graph.nodes, concrete.outputs)
    return optimized(live, concrete.inputs, concrete.outputs)


def types(nodes: Sequence[Node]) -> list[str]:
    """The ops that compute something, in order."""
    return [n.type for n in nodes if n.type not in ("Placeholder", "Const")]


def left(function: Callable[..., Any], *specs: Any) -> list[str]:
    """The ops that the passes leave of a function."""
    return types(rewrite(function, *specs).nodes)


def value(found: Optimized, output: int = 0) -> Any:
    """The value of an output that the passes know."""
    return found.constants[id(found.outputs[output])]


def interpreted(function: Callable[..., Any], *args: Any) -> list[Any]:
    """The raw results of a call that NumPy runs."""
    concrete = traced(function, *args)
    with mock.patch("tenfold.engine.graph.executable.compiler_available", lambda: False):
        run = Executable(concrete.graph.nodes, concrete.inputs, concrete.outputs)
    return run([x._value for x in (*args, *concrete.captured_inputs)])
