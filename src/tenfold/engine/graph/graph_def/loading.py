"""NodeDefs as nodes of a graph; functions as graphs, or in place of their calls."""

from __future__ import annotations

import functools
from collections.abc import Mapping, Sequence
from typing import Any

from tenfold.core import context, errors, shapes
from tenfold.core.context import state
from tenfold.core.dispatch import record
from tenfold.core.dtypes import DType, as_dtype, resource
from tenfold.core.op import Op, registry
from tenfold.core.signature import REQUIRED
from tenfold.engine.graph.func_graph import FuncGraph
from tenfold.engine.graph.node import Node

from .attributes import decode, decode_undeclared
from .exporting import output_names, width
from .kernelless import find_op
from .ordering import sorted_by_inputs

CALLS = ("PartitionedCall", "StatefulPartitionedCall")

# Facts of the graph that a node came from, which do not hold of the one that it comes to.
_DROPPED = frozenset({"_output_shapes", "_class"})


@functools.lru_cache(maxsize=1 << 16)
def node_name(reference: str) -> str:
    """The node that an input refers to: that of `^node`, `node:1` and `node:output:0`."""
    return reference.removeprefix("^").split(":", 1)[0]


class Scope:
    """What the nodes of one GraphDef or function body have become, by their names there."""

    def __init__(self, prefix: str, bound: Mapping[str, Any]) -> None:
        self.prefix = prefix
        self.bound = bound  # the AttrValues that stand for a function's own attributes
        self.tensors: dict[str, Any] = {}
        self.nodes: dict[str, Node | None] = {}

    def tensor(self, reference: str, user: str) -> Any:
        try:
            return self.tensors[reference]
        except KeyError:
            raise ValueError(
                f"The input {reference!r} of the node {user!r} is no output of a node of the "
                "graph. Give it with input_map, or import the node too."
            ) from None


class Loader:
    """Adds NodeDefs to a graph, with the functions of one library."""

    def __init__(self, library: Sequence[Any]) -> None:
        self.library = {f.signature.name: f for f in library}
        self._open: list[str] = []  # the functions that are being read, outermost first

    def add(self, graph: Any, node_defs: Sequence[Any], scope: Scope, in_body: bool) -> None:
        """Adds nodes in an order in which inputs come first."""

        def inputs_of(node_def: Any) -> list[str]:
            return [node_name(i) for i in node_def.input if i not in scope.tensors]

        for node_def in sorted_by_inputs(node_defs, inputs_of):
            self._add_one(graph, node_def, scope, in_body)

    def _add_one(self, graph: Any, node_def: Any, scope: Scope, in_body: bool) -> None:
        inputs = [scope.tensor(i, node_def.name) for i in node_def.input if i[:1] != "^"]
        controls = [scope.nodes.get(node_name(i)) for i in node_def.input if i[:1] == "^"]
        called = self._called(node_def, scope)
        if called is not None:
            outputs = self._open_call(graph, called, node_def, inputs, scope, in_body)
        else:
            op = find_op(node_def.op)
            attrs = self._attributes(op, node_def, scope, inputs)
            self._check_inputs(op, attrs, node_def, inputs)
            node = self._new_node(graph, op, inputs, attrs, scope.prefix + node_def.name)
            node.device = node_def.device
            node.control_inputs.extend(c for c in controls if c is not None)
            _note_shapes(node, node_def)
            scope.nodes[node_def.name] = node
            outputs = dict(zip(output_names(op, attrs), node.outputs, strict=True))
        self._note_outputs(node_def.name, outputs, scope, in_body)

    @staticmethod
    def _note_outputs(name: str, outputs: dict[str, Any], scope: Scope, in_body: bool) -> None:
        for i, (place, x) in enumerate(outputs.items()):
            keys = [f"{name}:{place}"] if in_body else [f"{name}:{i}"]
            if in_body and place.endswith(":0"):
                keys.append(f"{name}:{place[:-2]}")
            elif not in_body and i == 0:
                keys.append(name)
            for key in keys:
                scope.tensors.setdefault(key, x)

    @staticmethod
    def _new_node(
        graph: Any, op: Op, inputs: Sequence[Any], attrs: dict[str, Any], name: str
    ) -> Node:
        node = graph.add(op, inputs, attrs, name + "/")  # the slash: the name is whole
        if state.recorders and graph is state.graph:
            record(op, node.inputs, node.outputs, attrs)
        return node

    def _attributes(
        self, op: Op, node_def: Any, scope: Scope, inputs: Sequence[Any]
    ) -> dict[str, Any]:
        def function_of(message: Any) -> FuncGraph:
            return self._function_of(message, inputs)

        given = {
            key: scope.bound.get(value.placeholder, value) for key, value in node_def.attr.items()
        }
        attrs: dict[str, Any] = {}
        for name, declared in op.signature.attrs.items():
            message = given.pop(name, None)
            if message is not None:
                attrs[name] = decode(declared.kind, message, function_of)
            elif declared.default is not REQUIRED:
                attrs[name] = declared.default
            else:
                raise ValueError(
                    f"NodeDef missing attr {name!r} from Op {op.name}: the node {node_def.name!r}."
                )
        for name, message in given.items():
            if name not in _DROPPED:
                attrs[name] = decode_undeclared(message, function_of)
        return attrs

    @staticmethod
    def _check_inputs(op: Op, attrs: dict[str, Any], node_def: Any, inputs: list[Any]) -> None:
        wanted: list[DType] = []
        for arg in op.signature.inputs:
            if arg.type_list:
                wanted.extend(attrs[arg.type_list])
            else:
                wanted.extend([arg.dtype or attrs[arg.attr]] * width(arg, attrs))
        if len(wanted) != len(inputs):
            raise ValueError(
                f"The node {node_def.name!r} of type {op.name} takes {len(wanted)} inputs; the "
                f"graph gives it {len(inputs)}: {list(node_def.input)}."
            )
        for i, (dtype, x) in enumerate(zip(wanted, inputs, strict=True)):
            if x.dtype.base_dtype is not dtype.base_dtype:
                raise ValueError(
                    f"Input {i} of node {node_def.name} was passed {x.dtype.name} from "
                    f"{node_def.input[i]} incompatible with expected {dtype.name}."
                )

    def _function_of(self, message: Any, inputs: Sequence[Any]) -> FuncGraph:
        """A new graph of a function of the library: what holds it may change it.

        The last inputs of a node that holds a function are those of the function.
        """
        definition = self._definition(message.name)
        graph = FuncGraph(message.name, outer=state.graph)
        with context.building(graph), context.recorders(()):
            parameters = [
                [graph.placeholder(dtype, shape, arg.name) for dtype, shape in wanted]
                for arg, wanted in zip(
                    definition.signature.input_arg, _parameters(definition, message.attr)
                )
            ]
            graph.inputs = [p for group in parameters for p in group]
            if len(graph.inputs) <= len(inputs):
                fed = inputs[len(inputs) - len(graph.inputs) :]
                for outside, inside in zip(fed, graph.inputs, strict=True):
                    if inside.dtype is resource:  # a loop passes the same handle on
                        graph.sources[id(inside)] = outside
            graph.outputs = self._body(graph, definition, message.attr, parameters, "")
        return graph

    def _definition(self, name: str) -> Any:
        try:
            return self.library[name]
        except KeyError:
            raise ValueError(
                f"The function {name!r} is not in the graph's library, which has "
                f"{', '.join(self.library) or 'none'}."
            ) from None

    def _body(
        self,
        graph: Any,
        definition: Any,
        bound: Mapping[str, Any],
        parameters: Sequence[Sequence[Any]],
        prefix: str,
    ) -> list[Any]:
        """Adds a function's nodes to a graph; gives its outputs."""
        name = definition.signature.name
        if name in self._open:
            raise errors.UnimplementedError(
                None, None, f"The function {name!r} calls itself, which no graph here can hold."
            )
        scope = Scope(prefix, bound)
        for arg, group in zip(definition.signature.input_arg, parameters, strict=True):
            scope.nodes[arg.name] = None
            for i, x in enumerate(group):
                scope.tensors[f"{arg.name}:{i}"] = x
                scope.tensors.setdefault(arg.name, x)
        self._open.append(name)
        try:
            self.add(graph, definition.node_def, scope, in_body=True)
        finally:
            self._open.pop()
        outputs = []
        for arg in definition.signature.output_arg:
            reference = definition.ret[arg.name]
            if _is_list(arg):
                outputs.extend(scope.tensors[f"{reference}:{i}"] for i in range(_count(arg, bound)))
            else:
                outputs.append(scope.tensor(reference, name))
        return outputs

    def _called(self, node_def: Any, scope: Scope) -> Any:
        """The NameAttrList of the function that a node calls; None if it calls none."""
        if node_def.op in CALLS:
            return node_def.attr["f"].func
        if node_def.op in self.library and node_def.op not in registry:
            return type(node_def.attr["f"].func)(name=node_def.op, attr=node_def.attr)
        return None

    def _open_call(
        self,
        graph: Any,
        called: Any,
        node_def: Any,
        inputs: list[Any],
        scope: Scope,
        in_body: bool,
    ) -> dict[str, Any]:
        """Adds the nodes of the called function in place of the call."""
        definition = self._definition(called.name)
        counts = [len(wanted) for wanted in _parameters(definition, called.attr)]
        if sum(counts) != len(inputs):
            raise ValueError(
                f"The node {node_def.name!r} calls {called.name!r} with {len(inputs)} tensors; it "
                f"takes {sum(counts)}."
            )
        rest = iter(inputs)
        parameters = [[next(rest) for _ in range(count)] for count in counts]
        prefix = f"{scope.prefix}{node_def.name}/"
        before = len(graph.nodes)
        outputs = self._body(graph, definition, called.attr, parameters, prefix)
        inner = list(graph.nodes[before:])
        # A node with the name of the call, so that the call's results can be asked for.
        kind = "IdentityN" if outputs else "NoOp"
        attrs = {"T": [x.dtype for x in outputs]} if outputs else {}
        name = scope.prefix + node_def.name
        node = self._new_node(graph, find_op(kind), outputs, attrs, name)
        node.control_inputs.extend(n for n in inner if n.op.stateful)
        scope.nodes[node_def.name] = node
        if node_def.op in CALLS or not in_body:
            return {f"output:{i}": x for i, x in enumerate(node.outputs)}
        places = [
            f"{arg.name}:{i}"
            for arg in definition.signature.output_arg
            for i in range(_count(arg, called.attr))
        ]
        return dict(zip(places, node.outputs, strict=True))


def _is_list(arg: Any) -> bool:
    return bool(arg.number_attr or arg.type_list_attr)


def _count(arg: Any, bound: Mapping[str, Any]) -> int:
    """How many tensors an argument of a function stands for."""
    if arg.type_list_attr:
        return len(bound[arg.type_list_attr].list.type)
    return bound[arg.number_attr].i if arg.number_attr else 1


def _parameters(definition: Any, bound: Mapping[str, Any]) -> list[list[tuple[DType, Any]]]:
    """The dtypes and shapes of the tensors of each argument of a function."""
    found: list[list[tuple[DType, Any]]] = []
    for i, arg in enumerate(definition.signature.input_arg):
        if arg.type_list_attr:
            types = [as_dtype(t) for t in bound[arg.type_list_attr].list.type]
        else:
            dtype = as_dtype(bound[arg.type_attr].type if arg.type_attr else arg.type)
            types = [dtype] * _count(arg, bound)
        known = definition.arg_attr[i].attr if i in definition.arg_attr else {}
        listed = known["_output_shapes"].list.shape if "_output_shapes" in known else []
        given = [shapes.raw(s) for s in listed]
        found.append([(t, given[k] if k < len(given) else None) for k, t in enumerate(types)])
    return found


def _note_shapes(node: Node, node_def: Any) -> None:
    """Takes over the static shapes that a NodeDef notes, as far as they go beyond what is known."""
    if "_output_shapes" in node_def.attr:
        noted = node_def.attr["_output_shapes"].list.shape
        for x, shape in zip(node.outputs, noted, strict=False):
            if x.shape.is_compatible_with(shapes.raw(shape)):
                x.set_shape(shapes.raw(shape))
