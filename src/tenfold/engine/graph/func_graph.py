"""A graph: the nodes of one traced function, in the order in which they were added."""

from __future__ import annotations

import contextlib
import importlib
import re
from collections.abc import Iterator, Sequence
from typing import Any, ClassVar

import numpy as np

from tenfold.core import context, dispatch, errors, random_state
from tenfold.core.context import state
from tenfold.core.dtypes import DType
from tenfold.core.op import Op, registry
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import EagerTensor, SymbolicTensor, Tensor

from .collections import GraphCollections
from .making import GraphMaking
from .node import Node

# Eager tensors up to this many elements become constants of the graph, so that sizes and axes are
# known while it is built; larger ones are captured, and those that a tape may watch.
CONSTANT_LIMIT = 128


class GraphTensor(SymbolicTensor):
    """A tensor of a graph that no function owns: compared by identity, so that dicts hold it."""

    __slots__ = ()
    # What `.shape` and `get_shape()` are; programs of TensorFlow 1 expect sizes with a `.value`.
    shape_type: ClassVar[type[TensorShape]] = TensorShape
    full_shape_type: ClassVar[type[TensorShape]] = TensorShape

    @property
    def shape(self) -> TensorShape:
        return self.shape_type(self._shape)

    def get_shape(self) -> TensorShape:
        return self.full_shape_type(self._shape)

    def eval(self, feed_dict: Any = None, session: Any = None) -> Any:
        """The value that a session, by default the default one, computes.

        Raises:
          ValueError: There is no session.
        """
        chosen = state.session if session is None else session
        if chosen is None:
            raise ValueError(
                "Cannot evaluate tensor using `eval()`: No default session is registered. Use "
                "`with sess.as_default()` or pass an explicit session to `eval(session=sess)`"
            )
        return chosen.run(self, feed_dict)


# Operators, the base, takes these two away from every class that it is a base of.
GraphTensor.__hash__ = object.__hash__  # type: ignore[method-assign]
GraphTensor.__eq__ = object.__eq__  # type: ignore[method-assign]
GraphTensor.__ne__ = object.__ne__  # type: ignore[method-assign]


class Graph(GraphCollections, GraphMaking):
    """Nodes, their names, and the tensors from outside that they use.

    Example:
      >>> import tenfold as tf
      >>> @tf.function
      ... def double(x):
      ...     return x + x
      >>> graph = double.get_concrete_function(tf.TensorSpec([], tf.float32)).graph
      >>> [op.type for op in graph.get_operations()]
      ['Placeholder', 'AddV2', 'Identity']
    """

    def __init__(self, name: str = "", outer: Graph | None = None) -> None:
        GraphCollections.__init__(self)
        GraphMaking.__init__(self)
        self.name = name
        self.outer = outer
        self.scope = ""
        self.nodes: list[Node] = []
        self.inputs: list[SymbolicTensor] = []
        self.captures: dict[int, tuple[Any, SymbolicTensor]] = {}
        self.sources: dict[int, Any] = {}  # what a placeholder was made for, by its id
        self.structured_outputs: Any = None
        self.outputs: list[Any] = []
        self.variables: list[Any] = []
        self.seed_count = 0
        self._names: dict[str, int] = {}
        self._by_name: dict[str, Node] = {}
        self._unnamed: dict[int, tuple[Node, str]] = {}  # constants, with their name scopes
        self._known: dict[tuple[int, int], Any] = {}
        self._keep: list[Any] = []

    building_function = False
    tensor_type: type[SymbolicTensor] = GraphTensor
    seed: int | None = None  # what random ops draw by, together with their own seeds

    @contextlib.contextmanager
    def as_default(self) -> Iterator[Graph]:
        """Adds what is called in the block to this graph."""
        if state.graph is self:
            yield self  # in the name scope that it is in
            return
        with context.building(self):
            yield self

    def unique_name(self, name: str) -> str:
        """A name that no node of this graph has, made by adding _1, _2 ..."""
        key = name.lower()
        count = self._names.get(key, 0)
        self._names[key] = count + 1
        if not count:
            return name
        candidate = f"{name}_{count}"
        while candidate.lower() in self._names:
            count += 1
            candidate = f"{name}_{count}"
        self._names[key] = count + 1
        self._names[candidate.lower()] = 1
        return candidate

    unique_scope = unique_name

    def _exact_name(self, name: str) -> str:
        """A name that is to be taken as it is, unless a node has it: that of a scope, say."""
        if name in self._by_name:
            return self.unique_name(name)
        self._names.setdefault(name.lower(), 1)
        return name

    def next_seed(self) -> int:
        """The seed of an op that has none of its own: such ops are counted, from 0."""
        self.seed_count += 1
        return self.seed_count - 1

    def add(self, op: Op, inputs: Sequence[Any], attrs: dict[str, Any], name: str | None) -> Node:
        """Adds a node; its output shapes come from the op's shape rule."""
        if self._finalized:
            self.check_growing()
        tensors = [self.as_input(x) for x in inputs]
        scope = state.name_scope if state.graph is self else self.scope
        if name and name.endswith("/"):
            full = self._exact_name(_clean(name.rstrip("/")))
        elif name is None and op.name == "Const":
            full = None  # the node that uses it first tells
        else:
            full = self.unique_name(_clean(scope + (name or op.name)))
        if self._unnamed and full is not None:
            self._name_inputs(op, tensors, attrs, full)
        if self._gradients:
            attrs = self._marked(op, attrs)
        node = Node(self, op, tensors, attrs, full)
        node.control_inputs = list(state.controls)
        if op.counter:
            node.make_counter()
        plan = op.plan
        types = dispatch.output_dtypes(plan, attrs)
        try:
            found = op.shape_rule(node)
        except (ValueError, IndexError) as error:
            if isinstance(error, errors.OpError):
                raise
            raise ValueError(self._describe(op, tensors, error)) from None
        single = len(plan.outputs) == 1 and not plan.outputs[0].is_list
        shapes = [found] if single else found
        if not single and shapes is None:
            shapes = [None] * len(types)
        node.outputs = [
            self.tensor_type(node, i, t, s)
            for i, (t, s) in enumerate(zip(types, shapes, strict=True))
        ]
        for place in self._device_functions:
            node.device = str(place(node) or node.device)
        self.nodes.append(node)
        if full is None:
            self._unnamed[id(node)] = node, scope
        else:
            self._by_name[full] = node
        return node

    def _name_inputs(
        self, op: Op, inputs: Sequence[SymbolicTensor], attrs: dict[str, Any], full: str
    ) -> None:
        """Names constants that are inputs for the first time, `full/y` say."""
        if all(x._node.is_named for x in inputs):
            return
        for arg, given in zip(
            op.plan.inputs, dispatch.group(op.plan.inputs, inputs, attrs), strict=True
        ):
            for i, x in enumerate(given if arg.is_list else (given,)):
                if not x._node.is_named and x._node.graph is self:
                    self._name_constant(x._node, f"{full}/{arg.name}{f'_{i}' * arg.is_list}")

    def _name_constant(self, node: Node, name: str) -> None:
        del self._unnamed[id(node)]
        full = self.unique_name(name)
        node.give_name(full)
        self._by_name[full] = node

    def name_constants(self) -> None:
        """Names the constants that no node has used, or given a name to."""
        for node, scope in list(self._unnamed.values()):
            self._name_constant(node, _clean(scope + "Const"))

    def named(self, name: str) -> Node | None:
        """The node of a name, or None."""
        if self._unnamed and name not in self._by_name:
            self.name_constants()
        return self._by_name.get(name)

    @staticmethod
    def _describe(op: Op, inputs: Sequence[Tensor], error: Exception) -> str:
        received = ", ".join(f"{x.dtype.name}{x.shape}" for x in inputs)
        return f"{op.name}: {error} Received {received}."

    def as_input(self, x: Any) -> SymbolicTensor:
        """A tensor of this graph that stands for `x`, captured where it comes from outside."""
        if isinstance(x, SymbolicTensor) and x._node.graph is self:
            return x
        if isinstance(x, EagerTensor) and not x.dtype.np.hasobject:
            small = x._value.size <= CONSTANT_LIMIT
            watchable = x.dtype.is_floating or x.dtype.is_complex
            if not self.building_function or (small and not watchable):
                return self._constant_of(x)
        return self.capture(x)

    def _constant_of(self, x: EagerTensor) -> SymbolicTensor:
        key = (id(x), -1)
        if key not in self._known:
            self._keep.append(x)
            self._known[key] = self.constant(x, None)
        return self._known[key]

    def capture(self, x: Any, shape: Any = ...) -> SymbolicTensor:
        """A placeholder that is fed with `x` at every call."""
        if id(x) in self.captures:
            return self.captures[id(x)][1]
        if isinstance(x, SymbolicTensor) and not self._encloses(x._node.graph):
            raise errors.InaccessibleTensorError(
                f"The symbolic tensor {x.name} of {x._node.graph.name or 'a graph'!r} is used in "
                f"{self.name or 'another graph'!r}, which does not lie inside it. A tensor made "
                "while a tf.function is traced has no value outside it: return it from the "
                "function, or keep it in a tf.Variable."
            )
        inner = self.placeholder(x.dtype, x.raw_shape if shape is ... else shape, "captured")
        self.captures[id(x)] = (x, inner)
        self.sources[id(inner)] = x
        return inner

    def _encloses(self, graph: Graph) -> bool:
        outer = self.outer
        while outer is not None:
            if outer is graph:
                return True
            outer = outer.outer
        return False

    def placeholder(self, dtype: DType, shape: Any, name: str) -> SymbolicTensor:
        with context.building(self):
            node = self.add(registry["Placeholder"], (), {"dtype": dtype, "shape": shape}, name)
        return node.outputs[0]

    def constant(self, value: EagerTensor, name: str | None) -> SymbolicTensor:
        """A Const node."""
        if value.dtype.np.hasobject and value.dtype.name != "string":
            return self.capture(value)
        attrs = {"value": value, "dtype": value.dtype}
        return self.add(registry["Const"], (), attrs, name).outputs[0]

    def known_value(self, x: SymbolicTensor) -> np.ndarray | None:
        """The value of a tensor that depends on constants and static shapes only."""
        if x._node.graph is not self:
            return x._node.graph.known_value(x)
        key = (id(x._node), x._index)
        if key not in self._known:
            self._known[key] = _evaluate(x)
        return self._known[key]

    def known_dims(self, x: SymbolicTensor) -> list[int | None] | None:
        """What is known of a vector of dimensions, element by element."""
        value = self.known_value(x)
        if value is not None:
            return [int(v) for v in np.atleast_1d(value)]
        return _partial(x)

    def uses(self, variable: Any) -> None:
        """Notes that a variable is read or written here."""
        if not any(v is variable for v in self.variables):
            self.variables.append(variable)

    def handle_shape(self, handle: SymbolicTensor) -> Any:
        """The static shape of the variable whose handle was captured or made here."""
        if handle._node.type == "VarHandleOp":
            return TensorShape(handle._node.attrs["shape"]).dims_tuple
        outside = self.sources.get(id(handle))
        if isinstance(outside, SymbolicTensor):
            return outside._node.graph.handle_shape(outside)
        return None if outside is None else outside._value.item().shape

    def check_creation(self, name: str) -> None:
        """Refuses variables made while this graph is traced, unless its function allows them."""
        raise ValueError(
            f"The variable {name!r} is created while the graph {self.name!r} is built, where it "
            "would be created anew on each run. Create it before."
        )

    def created(self, variable: Any) -> None:
        """Takes note of a variable that was made while this graph was built."""

    def lift(self, value: Any) -> Any:
        """An initial value made of tensors of this graph, computed now."""
        if callable(value) or not isinstance(value, SymbolicTensor):
            return value
        return evaluate_now(value)

    def get_operations(self) -> list[Node]:
        return list(self.nodes)

    @property
    def operations(self) -> list[Node]:
        return list(self.nodes)

    def get_operation_by_name(self, name: str) -> Node:
        found = self.named(name)
        if found is None:
            raise KeyError(
                f"The name {name!r} refers to an Operation not in the graph. It has "
                f"{', '.join(list(self._by_name)[:10])}{' ...' if len(self._by_name) > 10 else ''}."
            )
        return found

    def get_tensor_by_name(self, name: str) -> Tensor:
        node, _, index = name.partition(":")
        if not index.isdigit():
            raise ValueError(f"A tensor's name is '<operation>:<output>'; received {name!r}.")
        return self.get_operation_by_name(node).outputs[int(index)]

    def as_graph_def(self, from_version: int | None = None, add_shapes: bool = False) -> Any:
        """The graph as a GraphDef message, with the functions that its nodes refer to.

        Args:
          from_version: Accepted for TensorFlow's sake.
          add_shapes: Whether to note the static shape of each output.

        Returns:
          A GraphDef; its fields are those of TensorFlow's.
        """
        exporting = importlib.import_module("tenfold.engine.graph.graph_def.exporting")
        return exporting.graph_def_of(self, add_shapes)

    def as_graph_element(
        self, obj: Any, allow_tensor: bool = True, allow_operation: bool = True
    ) -> Any:
        """The operation (`"y"`) or tensor (`"y:0"`) that a name, or an object, stands for.

        Raises:
          TypeError: What it stands for is not allowed.
          ValueError: It belongs to another graph.
          KeyError: The graph has no such operation.
        """
        if isinstance(obj, str):
            found: Any = (
                self.get_tensor_by_name(obj) if ":" in obj else self.get_operation_by_name(obj)
            )
        else:
            found = getattr(obj, "_as_graph_element", lambda: obj)()
            if getattr(found, "graph", self) is not self:
                raise ValueError(f"{obj} is not an element of this graph.")
        if isinstance(found, Node) and not allow_operation:
            raise TypeError(
                f"Operation {found.name!r} is not allowed here: name one of its outputs."
            )
        if not isinstance(found, Node) and not allow_tensor:
            raise TypeError(f"Tensor {found.name!r} is not allowed here: name its operation.")
        return found


class FuncGraph(Graph):
    """The graph of a function: besides nodes it has inputs, outputs and captures."""

    building_function = True
    tensor_type = SymbolicTensor
    runner: Any = None  # the executable of a graph that is an op's attribute

    def __init__(self, name: str = "", outer: Graph | None = None) -> None:
        super().__init__(name, outer)
        self.seed = random_state.global_seed() if outer is None else outer.seed

    @property
    def parameters(self) -> list[SymbolicTensor]:
        """The placeholders that a call feeds, in order: inputs, then captures."""
        return self.inputs + self.internal_captures

    @property
    def external_captures(self) -> list[Any]:
        return [outside for outside, _ in self.captures.values()]

    @property
    def internal_captures(self) -> list[SymbolicTensor]:
        return [inside for _, inside in self.captures.values()]

    @property
    def trainable_variables(self) -> tuple[Any, ...]:
        return tuple(v for v in self.variables if v.trainable)


def _clean(name: str) -> str:
    name = re.sub(r"[^A-Za-z0-9_.\\/>-]", "_", name)
    return name if re.match(r"[A-Za-z0-9.]", name) else "_" + name.lstrip("_") or "_"


def _evaluate(x: SymbolicTensor) -> np.ndarray | None:
    node = x._node
    if node.type == "Const":
        return node.attrs["value"]._host()
    if node.type == "Placeholder":
        outside = node.graph.sources.get(id(x))
        return outside._node.graph.known_value(outside) if outside_known(outside) else None
    if node.type == "Shape":
        shape = node.inputs[0].raw_shape
        dtype = node.outputs[0].dtype
        if shape is None or any(d is None or d > dtype.max for d in shape):
            return None  # a length beyond the dtype has no value; the op refuses it when it runs
        return np.asarray(shape, dtype.np)
    if node.type not in FOLDABLE or node.op.stateful:
        return None
    values = [node.graph.known_value(i) for i in node.inputs]
    if any(v is None for v in values):
        return None
    tensors = [EagerTensor(v, i.dtype) for v, i in zip(values, node.inputs, strict=True)]
    with context.building(None):
        return dispatch.execute(node.op, node.op.plan, tensors, node.attrs)[x._index]._host()


def outside_known(outside: Any) -> bool:
    """Whether a captured tensor comes from an enclosing graph, which may know its value."""
    return isinstance(outside, SymbolicTensor) and not outside.dtype.np.hasobject


# The ops that programs compute shapes with.
FOLDABLE = frozenset(
    (
        *("Cast", "Identity", "Pack", "Unpack", "ConcatV2", "Split", "StridedSlice", "Slice"),
        *("GatherV2", "Prod", "Sum", "AddV2", "Sub", "Mul", "Neg", "FloorDiv", "FloorMod"),
        *("RealDiv", "Maximum", "Minimum", "Squeeze", "ExpandDims", "Reshape", "Range", "Size"),
        *("Rank", "Fill", "Tile", "BroadcastArgs", "BroadcastTo", "ReverseV2", "Transpose"),
        *("Equal", "Less", "Greater", "SelectV2", "BroadcastGradientArgs"),
    )
)


def _partial(x: SymbolicTensor) -> list[int | None] | None:
    """Dimensions known in part: of Shape, and of what is packed, joined or sliced from it."""
    node = x._node
    if node.type == "Shape":
        shape = node.inputs[0].raw_shape
        return None if shape is None else list(shape)
    if node.type in ("Cast", "Identity"):
        return node.graph.known_dims(node.inputs[0])
    if node.type == "Pack" and not any(i.raw_shape for i in node.inputs):
        return [_one(node.graph.known_dims(i)) for i in node.inputs]
    if node.type == "ConcatV2":
        parts = [node.graph.known_dims(i) for i in node.inputs[:-1]]
        if all(p is not None for p in parts):
            return [d for p in parts if p is not None for d in p]
    if node.type == "StridedSlice" and not node.attrs["new_axis_mask"]:
        return _partial_slice(node)
    return None


def _one(dims: list[int | None] | None) -> int | None:
    return dims[0] if dims else None


def _partial_slice(node: Node) -> list[int | None] | None:
    whole = node.graph.known_dims(node.inputs[0])
    bounds = [node.graph.known_value(i) for i in node.inputs[1:4]]
    if whole is None or any(b is None or len(b) != 1 for b in bounds):
        return None
    begin, end, step = (int(b[0]) for b in bounds if b is not None)
    attrs = node.attrs
    if attrs["ellipsis_mask"]:
        return whole
    if attrs["shrink_axis_mask"]:
        return [whole[begin]]
    return whole[None if attrs["begin_mask"] else begin : None if attrs["end_mask"] else end : step]


def evaluate_now(x: SymbolicTensor) -> EagerTensor:
    """Runs what a symbolic tensor depends on at once; it must not depend on arguments."""
    results: dict[int, Any] = {}
    graph = x._node.graph
    captured = {id(inside): outside for outside, inside in graph.captures.values()}

    def value(t: SymbolicTensor) -> Any:
        if id(t) in captured:
            outside = captured[id(t)]
            return evaluate_now(outside) if isinstance(outside, SymbolicTensor) else outside
        node = t._node
        if node.type == "Placeholder":
            raise ValueError(
                "A variable's initial value may not depend on the arguments of the tf.function in "
                f"which it is created; it depends on {t.name}. Pass a function that makes it."
            )
        if id(node) not in results:
            inputs = [value(i) for i in node.inputs]
            results[id(node)] = dispatch.execute(node.op, node.op.plan, inputs, node.attrs)
        return results[id(node)][t._index]

    with context.init_scope():
        return value(x)
