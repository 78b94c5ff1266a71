"""Enter, Merge, Switch, NextIteration and Exit nodes as While nodes: the loops of TensorFlow 1.

All nodes of a loop lie in a frame: its values come in through Enter nodes and leave through Exit
nodes. Frames are raised from the inside out; conditions inside a loop are raised with it.
"""

from __future__ import annotations

from dataclasses import dataclass

from .loading import node_name
from .node_table import Body, NodeTable
from .raising_branches import MERGES, SWITCHES, raise_branches

ENTERS = ("Enter", "RefEnter")
EXITS = ("Exit", "RefExit")
NEXTS = ("NextIteration", "RefNextIteration")


@dataclass
class Variable:
    """A value that a loop changes, by the names of its nodes."""

    enter: str
    merge: str
    next: str
    switch: str = ""
    exit: str = ""


def raise_loops(table: NodeTable) -> None:
    """Replaces every frame by a While."""
    while frames := _frames(table):
        for name, enters in frames.items():
            inside = table.after(enters, lambda n: n.op in EXITS)
            if all(e in enters for e in inside if table.nodes[e].op in ENTERS):
                _raise_frame(table, name, enters, inside)
                break
        else:
            raise table.unsupported(
                next(iter(frames.values()))[0], "enters a frame that is nested in itself"
            )


def _frames(table: NodeTable) -> dict[str, list[str]]:
    """The Enter nodes of each frame."""
    found: dict[str, list[str]] = {}
    for node in table.nodes.values():
        if node.op in ENTERS:
            frame = node.attr["frame_name"].s.decode()
            found.setdefault(frame, []).append(node.name)
    return found


def _raise_frame(table: NodeTable, frame: str, enters: list[str], inside: set[str]) -> None:
    loop_cond = next((n for n in inside if table.nodes[n].op == "LoopCond"), None)
    if loop_cond is None:
        raise table.unsupported(enters[0], f"enters the frame {frame!r}, which has no LoopCond")
    variables = _variables(table, inside, loop_cond)
    machinery = {loop_cond, *enters}
    for v in variables:
        machinery |= {v.merge, v.next, v.switch}
    work = inside - machinery - {""}
    raise_branches(table, work)
    work &= set(table.nodes)
    inside = (inside | work) & set(table.nodes)
    merged = {v.merge: v.merge for v in variables} | {f"{v.merge}:0": v.merge for v in variables}
    switched = {f"{v.switch}:1": v.merge for v in variables if v.switch}
    fixed = {e: e for e in enters if e not in {v.enter for v in variables}}
    fixed |= {f"{e}:0": e for e in fixed}
    arguments = [v.merge for v in variables]
    predicate = [table.nodes[loop_cond].input[0]]
    in_test = table.before(predicate, lambda r: node_name(r) not in work)
    test = Body(table, in_test, arguments, merged | fixed)
    body = Body(table, work - in_test, arguments, switched | fixed)
    results = [table.nodes[v.next].input[0] for v in variables]
    needed = table.before(
        [*results, *[f"^{n}" for n in work - in_test if table.is_stateful(n)]],
        lambda r: node_name(r) not in work,
    )
    body.inside = needed
    test.collect(predicate)
    body.collect(results)
    _replace(table, frame, variables, (test, predicate), (body, results), inside)


def _variables(table: NodeTable, inside: set[str], loop_cond: str) -> list[Variable]:
    """What the loop changes, in the order of the nodes."""
    found: list[Variable] = []
    for node in table.nodes.values():
        if node.name not in inside or node.op not in MERGES:
            continue
        sources = {table.nodes[node_name(r)].op: node_name(r) for r in node.input[:2]}
        enter = next((n for op, n in sources.items() if op in ENTERS), None)
        following = next((n for op, n in sources.items() if op in NEXTS), None)
        if enter is not None and following is not None:
            found.append(Variable(enter, node.name, following))
    for v in found:
        for name in table.users[v.merge]:
            node = table.nodes[name]
            if node.op in SWITCHES and node_name(node.input[1]) == loop_cond:
                v.switch = name
        for name in table.users.get(v.switch, ()):
            if table.nodes[name].op in EXITS:
                v.exit = name
    return found


def _replace(
    table: NodeTable,
    frame: str,
    variables: list[Variable],
    test: tuple[Body, list[str]],
    body: tuple[Body, list[str]],
    inside: set[str],
) -> None:
    arguments = test[0].arguments
    fixed = arguments[len(variables) :]
    outside = [table.nodes[v.enter].input[0] for v in variables]
    outside += [table.nodes[node_name(r)].input[0] if node_name(r) in inside else r for r in fixed]
    types = [table.dtype(r) for r in arguments]
    stateful = any(table.is_stateful(n) for n in test[0].inside | body[0].inside)
    name = table.new_name(f"{frame.rstrip('/')}/While")
    made = table.add("While" if stateful else "StatelessWhile", name, outside)
    made.attr["T"].list.type.extend(types)
    made.attr["output_shapes"].list.SetInParent()
    first = table.nodes[variables[0].enter] if variables else None
    if first is not None and "parallel_iterations" in first.attr:
        made.attr["parallel_iterations"].i = first.attr["parallel_iterations"].i
    for key, (held, outputs) in (("cond", test), ("body", (body[0], [*body[1], *fixed]))):
        function = table.new_function(f"{frame}_{key}")
        held.write(function, outputs, types)
        made.attr[key].func.name = function.signature.name
    controls = [
        r
        for n in inside
        for r in table.nodes[n].input
        if r[:1] == "^" and r[1:] in table.nodes and r[1:] not in inside
    ]
    table.rewire(name, [*outside, *dict.fromkeys(controls)])
    for i, v in enumerate(variables):
        if v.exit:
            table.remove(v.exit)
            table.add("Identity", v.exit, [f"{name}:{i}" if i else name], [types[i]])
    for inner in inside:
        table.remove(inner)
    table.wait_instead(inside, name)
