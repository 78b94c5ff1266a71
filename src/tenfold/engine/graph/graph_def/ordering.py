"""Orders of nodes: which must wait for which, and a sequence in which all inputs come first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core.dtypes import resource
from tenfold.engine.graph.node import Node
from tenfold.engine.variables.resource_ops import READERS


def has_effect(node: Node) -> bool:
    """Whether something would be missed if the node were not run."""
    if not node.op.stateful or node.op.counter or node.type == "Placeholder":
        return False
    return node.type not in READERS


def waits(nodes: Sequence[Node]) -> dict[int, list[Node]]:
    """The nodes that each node must wait for though it does not use their results, by its id.

    In a graph of tenfold the order of the nodes is the order of their effects. A GraphDef has no
    order, so reads and writes of one variable, and other effects, are tied to each other.
    """
    found: dict[int, list[Node]] = {}
    writer: dict[int, Node] = {}
    readers: dict[int, list[Node]] = {}
    last: Node | None = None
    for node in nodes:
        before: list[Node] = list(node.control_inputs)
        handles = {id(x): x for x in node.inputs if x.dtype is resource}
        for key in handles if node.op.stateful else ():
            if key in writer:
                before.append(writer[key])
            if node.type in READERS:
                readers.setdefault(key, []).append(node)
            else:
                before.extend(readers.pop(key, ()))
                writer[key] = node
        if has_effect(node) and not handles:
            if last is not None:
                before.append(last)
            last = node
        direct = {id(x._node) for x in node.inputs}
        unique = {id(b): b for b in before if id(b) not in direct and b is not node}
        if unique:
            found[id(node)] = list(unique.values())
    return found


def sorted_by_inputs(items: Sequence[Any], inputs_of: Callable[[Any], Sequence[str]]) -> list[Any]:
    """NodeDefs in an order in which each comes after its inputs; else as they were.

    Args:
      items: NodeDefs, with unique names.
      inputs_of: The names of the nodes that one needs; those of unknown nodes are passed over.

    Raises:
      ValueError: Some depend on each other.
    """
    by_name = {item.name: item for item in items}
    done: dict[str, bool] = {}
    ordered: list[Any] = []
    for start in items:
        if start.name in done:
            continue
        stack = [(start, iter(inputs_of(start)))]
        done[start.name] = False
        while stack:
            item, rest = stack[-1]
            name = next((n for n in rest if n in by_name and not done.get(n, False)), None)
            if name is None:
                done[item.name] = True
                ordered.append(item)
                stack.pop()
            elif name in done:
                raise ValueError(
                    f"The graph has a cycle through the node {name!r}, which is no loop of "
                    "Enter, Merge, Switch and NextIteration nodes."
                )
            else:
                done[name] = False
                stack.append((by_name[name], iter(inputs_of(by_name[name]))))
    return ordered
