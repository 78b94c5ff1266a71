"""Ops that graphs may hold though tenfold has no kernel for them."""

from __future__ import annotations

import functools
from importlib import resources
from typing import Any

from tenfold.core import errors, rules
from tenfold.core.op import Op, registry


class OpWithoutKernel(Op):
    """An op known by its signature only: a graph keeps its nodes, and running one is an error."""

    def __init__(self, name: str, text: str, stateful: bool) -> None:
        def kernel(xp: Any, *inputs: Any) -> Any:
            raise errors.UnimplementedError(
                None,
                None,
                f"The op {name} cannot be run: tenfold has no kernel for it. Take its results out "
                "of what is run, or give the op a kernel with tenfold.core.op.",
            )

        kernel.__name__ = name
        super().__init__(kernel, text, rules.unknown, False, stateful, False, {})


@functools.cache
def _table() -> dict[str, tuple[str, bool]]:
    """The text of every op of TensorFlow, and whether it is stateful, by name."""
    found: dict[str, tuple[str, bool]] = {}
    text = (
        resources.files("tenfold.engine.graph.graph_def")
        .joinpath("op_table.txt")
        .read_text(encoding="utf-8")
    )
    for line in text.splitlines():
        name, _, signature = line.partition(" ")
        found[name.rstrip("!")] = (signature, name.endswith("!"))
    return found


def is_known(name: str) -> bool:
    """Whether TensorFlow has an op of this name."""
    return name in _table()


_made: dict[str, OpWithoutKernel] = {}


def find_op(name: str) -> Op:
    """The op of a wire name, with or without a kernel.

    Raises:
      NotFoundError: No op has this name.
    """
    try:
        return registry[name]
    except KeyError:
        pass
    if name not in _made:
        if name not in _table():
            raise errors.NotFoundError(
                None,
                None,
                f"Op type not registered {name!r}. It is neither TensorFlow's nor defined with "
                "tenfold.core.op: define it before the graph is imported.",
            )
        _made[name] = OpWithoutKernel(name, *_table()[name])
    return _made[name]
