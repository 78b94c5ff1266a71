"""One node, from the name of its op and its inputs one after the other."""

from __future__ import annotations

from typing import Any

from tenfold.core.op import Op
from tenfold.engine.graph.node import Node

from .attributes import decode


def node_of(graph: Any, op: Op, inputs: list[Any], attrs: dict[str, Any], name: str | None) -> Node:
    """Adds a node to the graph that is being built.

    Args:
      graph: That graph.
      op: The node's op.
      inputs: Its inputs, those of a list among the others.
      attrs: Attributes: values, or AttrValue messages.
      name: A name; the op's by default.

    Raises:
      TypeError: There are more or fewer inputs than the op takes.
    """
    declared = op.signature.attrs
    values = {
        key: decode(declared[key].kind, value, _refused) if _is_message(value) else value
        for key, value in attrs.items()
        if key in declared
    }
    told = {a.attr for a in op.signature.inputs} | {a.number for a in op.signature.inputs}
    told |= {a.type_list for a in op.signature.inputs}
    before = len(graph.nodes)
    given = {key: value for key, value in values.items() if key not in told}
    op(*_grouped(op, inputs, values), name=name, **given)
    return next(node for node in reversed(graph.nodes[before:]) if node.op is op)


def _grouped(op: Op, inputs: list[Any], attrs: dict[str, Any]) -> list[Any]:
    """The inputs as the op takes them: those of a list in a list."""
    lists = [a for a in op.signature.inputs if a.is_list]
    single = len(op.signature.inputs) - len(lists)
    rest, groups = list(inputs), []
    for arg in op.signature.inputs:
        count = 1
        if arg in lists:
            known = attrs.get(arg.number or "", attrs.get(arg.type_list or ""))
            count = len(known) if isinstance(known, list) else known or len(inputs) - single
        taken, rest = rest[:count], rest[count:]
        if len(taken) < count:
            raise TypeError(f"{op.name} takes more than {len(inputs)} inputs.")
        groups.append(taken if arg in lists else taken[0])
    if rest:
        raise TypeError(
            f"{op.name} takes {len(inputs) - len(rest)} inputs; received {len(inputs)}."
        )
    return groups


def _is_message(value: Any) -> bool:
    return hasattr(value, "WhichOneof")


def _refused(message: Any) -> Any:
    raise TypeError(
        f"The function {message.name!r} cannot be named here: give its graph as the attribute."
    )
