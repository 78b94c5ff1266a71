"""A graph as a GraphDef, the functions that its nodes refer to as its library."""

from __future__ import annotations

import re
from typing import Any

from tenfold.core.graph_versions import GRAPH_DEF_VERSION, GRAPH_DEF_VERSION_MIN_CONSUMER
from tenfold.core.messages import shape_message
from tenfold.core.op import Op
from tenfold.core.signature import Arg
from tenfold.core.tensor import SymbolicTensor
from tenfold.engine.graph.node import Node
from tenfold.protos.schemas.function import FunctionDef
from tenfold.protos.schemas.graph import GraphDef
from tenfold.protos.schemas.node_def import NodeDef

from .attributes import encode, kind_of
from .ordering import has_effect, waits

FUNCTIONS_MIN_CONSUMER = 12  # the first version of the format that has functions


def graph_def_of(graph: Any, add_shapes: bool = False) -> Any:
    """The GraphDef of a graph; `add_shapes` notes the static shapes of outputs."""
    exporter = Exporter(add_shapes)
    made = GraphDef()
    # Only the functions' nodes take effect in the order of the program.
    before: dict[int, list[Node]] = (
        waits(graph.nodes)
        if graph.building_function
        else {id(n): n.control_inputs for n in graph.nodes}
    )
    for node in graph.nodes:
        controls = [f"^{c.name}" for c in before.get(id(node), ())]
        inputs = [_reference(x) for x in node.inputs]
        exporter.write_node(made.node.add(), node, [*inputs, *controls])
    exporter.write_library(made.library)
    made.versions.producer = GRAPH_DEF_VERSION
    made.versions.min_consumer = (
        FUNCTIONS_MIN_CONSUMER if made.library.function else GRAPH_DEF_VERSION_MIN_CONSUMER
    )
    return made


def function_def_of(graph: Any, name: str) -> tuple[Any, list[Any]]:
    """The FunctionDef of a function's graph, and those of the functions that it refers to."""
    exporter = Exporter(False)
    exporter.names[id(graph)] = name
    made = exporter.function(graph, name)
    library = GraphDef().library
    exporter.write_library(library)
    return made, list(library.function)


def _reference(x: SymbolicTensor) -> str:
    return x._node.name if x._index == 0 else f"{x._node.name}:{x._index}"


class Exporter:
    """Writes nodes, and keeps the functions that they refer to for the library."""

    def __init__(self, add_shapes: bool) -> None:
        self.add_shapes = add_shapes
        self.names: dict[int, str] = {}
        self._waiting: list[Any] = []
        self._keep: list[Any] = []

    def name_of(self, graph: Any) -> str:
        """The name in the library of a function's graph, given at the first question."""
        found = self.names.get(id(graph))
        if found is None:
            base = re.sub("[^A-Za-z0-9_]", "_", graph.name) or "function"
            base = base if base[0] != "_" or base.startswith("__") else "f" + base
            found, count, taken = base, 0, set(self.names.values())
            while found in taken:
                count += 1
                found = f"{base}_{count}"
            self.names[id(graph)] = found
            self._keep.append(graph)
            self._waiting.append(graph)
        return found

    def write_library(self, library: Any) -> None:
        """Writes every function that was referred to, and those that they refer to."""
        while self._waiting:
            graph = self._waiting.pop(0)
            library.function.append(self.function(graph, self.names[id(graph)]))

    def write_node(self, made: Any, node: Node, inputs: list[str], name: str = "") -> None:
        """Fills a NodeDef."""
        made.name = name or node.name
        made.op = node.op.name
        made.device = node.device or ""
        made.input.extend(inputs)
        declared = node.op.signature.attrs
        for key, value in node.attrs.items():
            if key in declared:
                made.attr[key].CopyFrom(encode(declared[key].kind, value, self.name_of))
            elif key != "_counter" and value is not None:
                made.attr[key].CopyFrom(encode(kind_of(value), value, self.name_of))
        if self.add_shapes:
            shapes = [shape_message(t.raw_shape) for t in node.outputs]
            made.attr["_output_shapes"].list.SetInParent()
            made.attr["_output_shapes"].list.shape.extend(shapes)

    def function(self, graph: Any, name: str) -> Any:
        """The FunctionDef of a function's graph."""
        made = FunctionDef()
        made.signature.name = name
        parameters = graph.inputs + graph.internal_captures
        body = _Body(graph, parameters)
        for i, x in enumerate(parameters):
            made.signature.input_arg.add(name=body.arguments[id(x)], type=x.dtype.as_datatype_enum)
            shape = made.arg_attr[i].attr["_output_shapes"].list.shape
            shape.append(shape_message(x.raw_shape))
        before = waits(body.nodes)
        for node in body.nodes:
            inputs = [body.reference(x) for x in node.inputs]
            controls = [f"^{body.names[id(c)]}" for c in before.get(id(node), ())]
            self.write_node(made.node_def.add(), node, [*inputs, *controls], body.names[id(node)])
            if has_effect(node):
                made.control_ret[body.names[id(node)]] = body.names[id(node)]
                made.signature.control_output.append(body.names[id(node)])
            made.signature.is_stateful = made.signature.is_stateful or node.op.stateful
        for x in graph.outputs:
            output = body.new_name(x._node.name.rsplit("/", 1)[-1])
            made.signature.output_arg.add(name=output, type=x.dtype.as_datatype_enum)
            made.ret[output] = body.reference(x)
        return made


class _Body:
    """The names of a function's arguments, nodes and outputs, which share one space."""

    def __init__(self, graph: Any, parameters: list[SymbolicTensor]) -> None:
        own = {id(x._node) for x in parameters}
        self.nodes = [n for n in graph.nodes if id(n) not in own]
        self.names = {id(n): n.name for n in self.nodes}
        self._taken = {n.name for n in self.nodes}
        self.arguments = {id(x): self.new_name(x._node.name.rsplit("/", 1)[-1]) for x in parameters}
        self._outputs: dict[int, list[str]] = {}

    def new_name(self, wanted: str) -> str:
        """A name as arguments have them (lower case), that nothing here has."""
        base = re.sub("[^a-z0-9_]", "_", wanted.lower()).lstrip("_0123456789") or "arg"
        name, count = base, 0
        while name in self._taken:
            count += 1
            name = f"{base}_{count}"
        self._taken.add(name)
        return name

    def reference(self, x: SymbolicTensor) -> str:
        """How a body refers to a tensor: an argument's name, or `node:output:index`."""
        argument = self.arguments.get(id(x))
        if argument is not None:
            return argument
        node = x._node
        if id(node) not in self._outputs:
            self._outputs[id(node)] = output_names(node.op, node.attrs)
        return f"{self.names[id(node)]}:{self._outputs[id(node)][x._index]}"


def output_names(op: Op, attrs: dict[str, Any]) -> list[str]:
    """For each output of a node, the name of the OpDef's output and the index in it."""
    return [f"{a.name}:{i}" for a in op.signature.outputs for i in range(width(a, attrs))]


def width(arg: Arg, attrs: dict[str, Any]) -> int:
    """How many tensors an input or output of an OpDef stands for."""
    if arg.type_list:
        return len(attrs[arg.type_list])
    return attrs[arg.number] if arg.number else 1


def node_def_of(node: Node) -> Any:
    """The NodeDef of one node of a graph."""
    made = NodeDef()
    controls = [f"^{c.name}" for c in node.control_inputs]
    Exporter(False).write_node(made, node, [*(_reference(x) for x in node.inputs), *controls])
    return made
