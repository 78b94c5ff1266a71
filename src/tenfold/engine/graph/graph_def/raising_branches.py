"""Switch and Merge nodes as If nodes: the form that conditions had in TensorFlow 1.

A Merge has one input for each side of a condition. What its inputs depend on, back to the Switch
nodes of the condition, is that side's function.
"""

from __future__ import annotations

from typing import Any

from .loading import node_name
from .node_table import Body, NodeTable
from .ordering import sorted_by_inputs

SWITCHES = ("Switch", "RefSwitch")
MERGES = ("Merge", "RefMerge")


def raise_branches(table: NodeTable, within: set[str] | None = None) -> None:
    """Replaces every Merge, among some nodes or all, by an output of an If."""
    names = set(table.nodes) if within is None else within
    ordered = sorted_by_inputs(
        [n for n in table.nodes.values() if n.name in names],
        lambda n: [node_name(r) for r in n.input],
    )
    # Inner conditions come before those around them: their Merge nodes depend on nothing later.
    merges = [n.name for n in ordered if n.op in MERGES]
    while merges:
        group, added = _raise_group(table, merges)
        merges = [m for m in merges if m not in group]
        if within is not None:
            within.add(added)
    _drop_dead_switches(table, within)


def _raise_group(table: NodeTable, merges: list[str]) -> tuple[list[str], str]:
    """Replaces the first Merge, and those of the same condition that do not depend on it.

    Returns:
      The names of these Merge nodes, and of the If.
    """
    condition = _condition(table, merges[0])
    if condition is None:
        raise table.unsupported(merges[0], "joins no two sides of one condition")
    group = [merges[0]]
    for name in merges[1:]:
        if _condition(table, name) == condition and not _depend(table, group, name):
            group.append(name)
    sides = {m: _sides(table, m, condition) for m in group}
    renamed = _switched(table, condition)
    arguments: list[str] = []
    bodies: list[tuple[Body, list[str]]] = []
    for side in (1, 0):
        outputs = [sides[m][side] for m in group]
        inside = table.before(outputs, lambda r: _is_switch_of(table, r, condition, renamed))
        inside = {n for n in inside if table.nodes[n].op not in SWITCHES}
        body = Body(table, inside, arguments, renamed)
        body.collect(outputs)
        bodies.append((body, outputs))
    return group, _replace(table, group, condition, bodies, arguments)


def _replace(
    table: NodeTable,
    group: list[str],
    condition: str,
    bodies: list[tuple[Body, list[str]]],
    arguments: list[str],
) -> str:
    inside = bodies[0][0].inside | bodies[1][0].inside
    conditional = _finished(table, condition, group)
    types = [table.dtype(r) for r in arguments]
    dtypes = [table.dtype(m) for m in group]
    base = group[0].rpartition("/")[0] or group[0]
    stateful = any(table.is_stateful(n) for n in inside)
    made = table.add(
        "If" if stateful else "StatelessIf", table.new_name(base + "/If"), [condition, *arguments]
    )
    made.attr["Tcond"].type = table.dtype(condition)
    made.attr["Tin"].list.type.extend(types)
    made.attr["Tout"].list.type.extend(dtypes)
    made.attr["Tin"].list.SetInParent()
    made.attr["output_shapes"].list.SetInParent()
    for key, (body, outputs) in zip(("then_branch", "else_branch"), bodies, strict=True):
        function = table.new_function(f"{base}_{key}")
        body.write(function, outputs, types)
        made.attr[key].func.name = function.signature.name
    waits: dict[str, None] = {}
    for i, merge in enumerate(group):
        _check_index_unused(table, merge)
        waits.update(dict.fromkeys(r for r in table.nodes[merge].input if r[:1] == "^"))
        table.remove(merge)
        table.add("Identity", merge, [f"{made.name}:{i}" if i else made.name], [dtypes[i]])
    for name in conditional:
        table.remove(name)
    table.rewire(made.name, [*made.input, *(r for r in waits if r[1:] not in inside)])
    table.wait_instead(conditional, made.name)
    return made.name


def _finished(table: NodeTable, condition: str, group: list[str]) -> set[str]:
    """The nodes of both sides that nothing needs any more: no Merge that is still there uses them.

    Nodes that run on one side but feed no Merge, such as the predicates of conditions within, ran
    only when somebody asked for them by name.
    """
    sides = table.after(_switch_names(table, condition), lambda n: n.op in MERGES)
    users = {u: table.nodes[u] for n in sides for u in table.users.get(n, ())}
    left = [u for name, u in users.items() if u.op in MERGES and name not in group]
    used = table.before([r for n in left for r in n.input], lambda r: node_name(r) not in sides)
    return {n for n in sides if n not in used and table.nodes[n].op not in SWITCHES}


def _check_index_unused(table: NodeTable, merge: str) -> None:
    for user in table.users.get(merge, ()):
        if f"{merge}:1" in table.nodes[user].input:
            raise table.unsupported(user, f"asks which input of {merge!r} arrived")


def _root(table: NodeTable, reference: str) -> str:
    """Where a predicate comes from: what Identity nodes pass on."""
    node = table.nodes.get(node_name(reference))
    while node is not None and node.op == "Identity":
        reference = node.input[0]
        node = table.nodes.get(node_name(reference))
    return reference.removesuffix(":0")


def _switch_names(table: NodeTable, condition: str) -> list[str]:
    """The Switch nodes of a condition: its users, also through Identity nodes."""
    found: list[str] = []
    seen, waiting = {condition}, [condition]
    while waiting:
        reference = waiting.pop()
        for name in table.users.get(node_name(reference), ()):
            node = table.nodes[name]
            if name in seen:
                continue
            if node.op in SWITCHES and node.input[1].removesuffix(":0") == reference:
                found.append(name)
            elif node.op == "Identity" and node.input[0].removesuffix(":0") == reference:
                seen.add(name)
                waiting.append(name)
    return found


def _switched(table: NodeTable, condition: str) -> dict[str, str]:
    """For each output of a Switch of the condition, what the Switch passes on."""
    found: dict[str, str] = {}
    for name in _switch_names(table, condition):
        data = table.nodes[name].input[0]
        found.update({name: data, f"{name}:0": data, f"{name}:1": data})
    return found


def _is_switch_of(
    table: NodeTable, reference: str, condition: str, renamed: dict[str, str]
) -> bool:
    return reference in renamed or table.nodes[node_name(reference)].op in SWITCHES


def _reached(table: NodeTable, reference: str) -> dict[str, set[int]]:
    """The conditions that a tensor depends on first, each with the sides it depends on."""
    found: dict[str, set[int]] = {}

    def stop(r: str) -> bool:
        node = table.nodes[node_name(r)]
        if node.op in SWITCHES:
            side = 1 if r.endswith(":1") else 0
            found.setdefault(_root(table, node.input[1]), set()).add(side)
            return True
        return False

    table.before([reference], stop)
    return found


def _condition(table: NodeTable, merge: str) -> str | None:
    """The condition whose two sides a Merge joins."""
    first, second = (_reached(table, r) for r in table.nodes[merge].input[:2])
    for condition in dict.fromkeys((*first, *second)):
        a, b = first.get(condition), second.get(condition)
        if a != b and all(s is None or len(s) == 1 for s in (a, b)):
            return condition
    return None


def _sides(table: NodeTable, merge: str, condition: str) -> tuple[str, str]:
    """The inputs of a Merge: the one where the condition is false, and the other."""
    first, second = list(table.nodes[merge].input)[:2]
    a, b = (_reached(table, r).get(condition) for r in (first, second))
    swapped = a == {1} or b == {0}
    return (second, first) if swapped else (first, second)


def _depend(table: NodeTable, group: list[str], name: str) -> bool:
    """Whether a Merge and those of a group depend on each other."""
    return name in table.after(group, lambda _: False) or any(
        m in table.after([name], lambda _: False) for m in group
    )


def _drop_dead_switches(table: NodeTable, within: set[str] | None) -> None:
    """Drops Switch nodes whose outputs nobody uses, and what only passes on such outputs."""
    names = [n for n in table.nodes if within is None or n in within]
    for name in reversed(names):
        waiting = [name]
        while waiting:
            node = table.nodes.get(waiting.pop())
            if node is not None and not table.users.get(node.name) and _passes(table, node):
                table.remove(node.name)
                waiting.extend(map(node_name, node.input))
    for name in names:
        if name in table.nodes and table.nodes[name].op in SWITCHES:
            user = next(iter(table.users[name]))
            raise table.unsupported(
                user, f"runs on one side of the condition of {name!r}, and no Merge joins it"
            )


def _passes(table: NodeTable, node: Any) -> bool:
    if node.op in SWITCHES:
        return True
    source = table.nodes.get(node_name(node.input[0])) if node.op == "Identity" else None
    return source is not None and source.op in SWITCHES
