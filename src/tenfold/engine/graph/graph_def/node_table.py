"""The nodes of a GraphDef by name, as passes that change them need them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from typing import Any

from tenfold.core import errors
from tenfold.core.dispatch import output_dtypes
from tenfold.core.signature import REQUIRED
from tenfold.protos.schemas.function import FunctionDef
from tenfold.protos.schemas.graph import GraphDef
from tenfold.protos.schemas.node_def import NodeDef

from .attributes import decode
from .exporting import output_names
from .kernelless import find_op
from .loading import node_name


class NodeTable:
    """Nodes by name, who uses them, and the functions made of some of them so far.

    Nodes are changed through the table only, so that it always knows the users of each.
    """

    def __init__(self, graph_def: Any) -> None:
        self.source = graph_def
        self.nodes: dict[str, Any] = {}
        self.functions: list[Any] = []
        # For each name the nodes that use or wait for it, as the keys of a dict: in order.
        self.users: dict[str, dict[str, None]] = {}
        self._function_names = {f.signature.name for f in graph_def.library.function}
        for node in graph_def.node:
            copied = node.__deepcopy__({})
            copied.attr.pop("_class", None)  # asks for the device of a node that may be gone
            self._enter(copied)

    def graph_def(self) -> Any:
        """The GraphDef of what the nodes are now."""
        made = GraphDef(node=self.nodes.values(), versions=self.source.versions)
        made.library.CopyFrom(self.source.library)
        made.library.function.extend(self.functions)
        return made

    def _enter(self, node: Any) -> Any:
        self.nodes[node.name] = node
        for reference in node.input:
            self.users.setdefault(node_name(reference), {})[node.name] = None
        return node

    def remove(self, name: str) -> None:
        """Takes a node out; those that use it still name it."""
        for reference in self.nodes.pop(name).input:
            self.users[node_name(reference)].pop(name, None)

    def rewire(self, name: str, inputs: Iterable[str]) -> None:
        """Gives a node other inputs."""
        node = self.nodes[name]
        self.remove(name)
        del node.input[:]
        node.input.extend(inputs)
        self._enter(node)

    def wait_instead(self, gone: Iterable[str], name: str) -> None:
        """Lets those that wait for nodes that are gone wait for another."""
        lost = {f"^{g}" for g in gone}
        for waiting in sorted({u for r in lost for u in self.users.get(r[1:], ())}):
            inputs = [f"^{name}" if r in lost else r for r in self.nodes[waiting].input]
            self.rewire(waiting, dict.fromkeys(inputs))

    def after(self, starts: Iterable[str], stop: Callable[[Any], bool]) -> set[str]:
        """The nodes that depend on some nodes, with these; not those behind a stop, nor stops."""
        seen = set(starts)
        waiting = list(seen)
        while waiting:
            for name in self.users.get(waiting.pop(), ()):
                if name not in seen and not stop(self.nodes[name]):
                    seen.add(name)
                    waiting.append(name)
        return seen

    def before(self, references: Iterable[str], stop: Callable[[str], bool]) -> set[str]:
        """The nodes that some inputs depend on; not those at references that stop."""
        seen: set[str] = set()
        waiting = list(references)
        while waiting:
            reference = waiting.pop()
            name = node_name(reference)
            if name not in seen and name in self.nodes and not stop(reference):
                seen.add(name)
                waiting.extend(self.nodes[name].input)
        return seen

    def outputs(self, name: str) -> list[tuple[str, int]]:
        """For each output of a node its name and index by the OpDef, and its dtype's number."""
        node = self.nodes[name]
        op = find_op(node.op)
        attrs: dict[str, Any] = {}
        for key, declared in op.signature.attrs.items():
            if declared.kind in ("type", "list(type)", "int"):
                if key in node.attr:
                    attrs[key] = decode(declared.kind, node.attr[key], lambda _: None)
                elif declared.default is not REQUIRED:
                    attrs[key] = declared.default
        types = [t.as_datatype_enum for t in output_dtypes(op.plan, attrs)]
        return list(zip(output_names(op, attrs), types, strict=True))

    def dtype(self, reference: str) -> int:
        """The number of the dtype of a node's output."""
        name, _, index = reference.partition(":")
        return self.outputs(name)[int(index or 0)][1]

    def is_stateful(self, name: str) -> bool:
        return find_op(self.nodes[name].op).stateful

    def new_name(self, base: str) -> str:
        """A node's name that none has."""
        name, count = base, 0
        while name in self.nodes:
            count += 1
            name = f"{base}_{count}"
        return name

    def add(self, op: str, name: str, inputs: Sequence[str], types: Sequence[int] = ()) -> Any:
        """A new node; `types` gives its attribute T: one dtype, or a list of them."""
        made = NodeDef(op=op, name=name, input=inputs)
        if op == "Identity":
            made.attr["T"].type = types[0]
        return self._enter(made)

    def new_function(self, base: str) -> Any:
        """An empty FunctionDef with a name of its own."""
        base = "".join(c if c.isalnum() else "_" for c in base)
        name, count = base, 0
        while name in self._function_names:
            count += 1
            name = f"{base}_{count}"
        self._function_names.add(name)
        made = FunctionDef()
        made.signature.name = name
        self.functions.append(made)
        return made

    def unsupported(self, name: str, what: str) -> Exception:
        node = self.nodes[name]
        return errors.UnimplementedError(None, None, f"The node {name!r} of type {node.op} {what}.")


class Body:
    """A function made of some nodes of a table. What lies outside becomes an argument.

    arguments: The references outside, in the order of the function's arguments; it grows.
    """

    def __init__(
        self, table: NodeTable, inside: set[str], arguments: list[str], renamed: dict[str, str]
    ) -> None:
        self.table = table
        self.inside = inside
        self.arguments = arguments
        self.renamed = renamed  # what stands inside for references such as a Switch's output

    def outer(self, reference: str) -> str:
        """What a reference to a boundary stands for outside."""
        return self.renamed.get(reference, reference).removesuffix(":0")

    def collect(self, outputs: Iterable[str]) -> None:
        """Notes every reference to the outside, so that all bodies have the same arguments."""
        references = [r for name in sorted(self.inside) for r in self.table.nodes[name].input]
        for reference in (*references, *outputs):
            if reference[:1] != "^" and not self._is_inside(reference):
                outer = self.outer(reference)
                if outer not in self.arguments:
                    self.arguments.append(outer)

    def _is_inside(self, reference: str) -> bool:
        return reference not in self.renamed and node_name(reference) in self.inside

    def write(self, made: Any, outputs: Sequence[str], types: Sequence[int]) -> None:
        """Fills a FunctionDef; `types` are the dtypes of the arguments."""
        names = [f"arg_{i}" for i in range(len(self.arguments))]
        places = dict(zip(self.arguments, names, strict=True))
        for name, dtype in zip(names, types, strict=True):
            made.signature.input_arg.add(name=name, type=dtype)
        for node in self.table.nodes.values():
            if node.name in self.inside:
                copied = made.node_def.add()
                copied.CopyFrom(node)
                del copied.input[:]
                copied.input.extend(self._inputs(node, places))
                if self.table.is_stateful(node.name):
                    made.signature.is_stateful = True
                    made.signature.control_output.append(node.name)
                    made.control_ret[node.name] = node.name
        for i, reference in enumerate(outputs):
            dtype = (
                self.table.dtype(self.outer(reference))
                if not self._is_inside(reference)
                else self.table.dtype(reference)
            )
            made.signature.output_arg.add(name=f"out_{i}", type=dtype)
            made.ret[f"out_{i}"] = self._inner(reference, places)

    def _inputs(self, node: Any, places: dict[str, str]) -> list[str]:
        data = [self._inner(r, places) for r in node.input if r[:1] != "^"]
        return data + [r for r in node.input if r[:1] == "^" and r[1:] in self.inside]

    def _inner(self, reference: str, places: dict[str, str]) -> str:
        if not self._is_inside(reference):
            return places[self.outer(reference)]
        name, _, index = reference.partition(":")
        return f"{name}:{self.table.outputs(name)[int(index or 0)][0]}"
