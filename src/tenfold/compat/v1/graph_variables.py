"""tf.compat.v1.Variable: in a graph, a name for a value that each session has its own of."""

from __future__ import annotations

import contextlib
from collections.abc import Callable, Iterator
from typing import Any

from tenfold.core import context
from tenfold.core.context import name_scope, state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype
from tenfold.core.op import call, registry
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import SymbolicTensor, Tensor
from tenfold.engine.control_flow.branching import cond
from tenfold.engine.control_flow.dependencies import control_dependencies
from tenfold.engine.graph.node import Node
from tenfold.engine.variables.handle_ops import NamedStorage
from tenfold.engine.variables.variable import (
    Variable,
    VariableAggregation,
    VariableSynchronization,
)

from .graph_keys import GraphKeys


class GraphVariable(Variable):
    """A variable of a graph: without a value until a session runs its initializer.

    Its operations are nodes: a handle, an assignment (`initializer`), reads.
    """

    __slots__ = ()

    def __init__(
        self,
        initial_value: Any = None,
        trainable: bool | None = None,
        collections: Any = None,
        validate_shape: bool = True,
        name: str | None = None,
        dtype: Any = None,
        constraint: Callable[[Any], Any] | None = None,
        synchronization: VariableSynchronization = VariableSynchronization.AUTO,
        aggregation: VariableAggregation = VariableAggregation.NONE,
        shape: Any = None,
    ) -> None:
        if initial_value is None:
            raise ValueError("initial_value must be specified.")
        if constraint is not None and not callable(constraint):
            raise ValueError("The `constraint` argument must be a callable.")
        default = synchronization is not VariableSynchronization.ON_READ
        self._trainable = default if trainable is None else bool(trainable)
        self._constraint = constraint
        self._synchronization = synchronization
        self._aggregation = aggregation
        with context.init_scope():
            self._build(initial_value, dtype, shape, validate_shape, name)
        keys = [GraphKeys.GLOBAL_VARIABLES] if collections is None else list(collections)
        if self._trainable and GraphKeys.TRAINABLE_VARIABLES not in keys:
            keys.append(GraphKeys.TRAINABLE_VARIABLES)
        self._graph.add_to_collections(keys, self)

    def _build(
        self, initial: Any, dtype: Any, shape: Any, validate_shape: bool, name: str | None
    ) -> None:
        """Adds the variable's nodes to the graph."""
        graph = self._graph = state.graph
        wanted = None if dtype is None else as_dtype(dtype).base_dtype
        base = name or "Variable"
        full = base[:-1] if base.endswith("/") else graph.unique_name(state.name_scope + base)
        with name_scope(full + "/"):
            if callable(initial):
                with name_scope("Initializer"):
                    start = _converted(initial(), wanted)
            else:
                start = _converted(initial, wanted, "initial_value")
            start = self._initial_value = graph.as_input(start)
            if validate_shape and shape is None and start.raw_shape is None:
                raise ValueError(
                    f"initial_value must have a shape specified: {start}. Pass "
                    "validate_shape=False for a variable of any shape."
                )
            dims = TensorShape(shape) if shape is not None else start.shape
            if not dims.is_compatible_with(start.shape):
                raise ValueError(
                    f"The initial value's shape {start.shape} is not compatible with the "
                    f"explicitly supplied shape {dims}."
                )
            if not validate_shape and shape is None:
                dims = TensorShape(None)
            attrs = {
                "dtype": start.dtype,
                "shape": dims,
                "shared_name": full,
                "container": graph._container,
                "debug_name": "",
                "allowed_devices": [],
            }
            self._handle = graph.add(registry["VarHandleOp"], (), attrs, full + "/").outputs[0]
            self._dtype = start.dtype
            self._name = f"{full}:0"
            self._storage = NamedStorage(None, start.dtype, dims.dims_tuple, full)
            with name_scope("IsInitialized"):
                self._is_initialized = call("VarIsInitializedOp", self._handle)
            self._initializer: Any = _effect("AssignVariableOp", self._handle, start, name="Assign")
            with name_scope("Read"):
                self._snapshot = self.value()

    def _as_graph_element(self) -> Any:
        return self._snapshot

    def __hash__(self) -> int:
        return id(self)

    def __eq__(self, other: object) -> bool:
        return self is other

    def __ne__(self, other: object) -> bool:
        return self is not other

    @property
    def graph(self) -> Any:
        """The graph that the variable belongs to."""
        return self._graph

    @property
    def op(self) -> Any:
        """The operation that makes the handle."""
        return self._handle._node

    @property
    def device(self) -> str:
        """Where the variable is placed."""
        return self._handle._node.device

    @property
    def initializer(self) -> Any:
        """The operation that gives the variable its initial value."""
        return self._initializer

    @property
    def initial_value(self) -> Any:
        """The tensor that the initializer assigns."""
        return self._initial_value

    @property
    def create(self) -> Any:
        """The operation that gives the variable its initial value."""
        return self._initializer

    def is_initialized(self, name: str | None = None) -> Any:
        """A scalar bool: whether the variable has a value."""
        return call("VarIsInitializedOp", self._handle, name=name)

    def initialized_value(self) -> Any:
        """The value, or the initial value as long as there is none."""
        return cond(self.is_initialized(), self.value, lambda: self._initial_value)

    def numpy(self) -> Any:
        """Refused: a session has the value."""
        raise NotImplementedError(
            f"numpy() is only available when eager execution is enabled: run {self._name!r} in a "
            "session."
        )

    def eval(self, session: Any = None) -> Any:
        """The value in a session, by default in the default one."""
        return self._snapshot.eval(session=session)

    def load(self, value: Any, session: Any = None) -> None:
        """Sets the value in a session, by default in the default one."""
        chosen = state.session if session is None else session
        if chosen is None:
            raise ValueError(
                "Either session argument should be provided or default session should be "
                "established"
            )
        chosen.run(self.initializer, {self._initial_value: value})

    def count_up_to(self, limit: int) -> Any:
        """Adds one and gives the value before; OutOfRangeError once `limit` is reached."""
        return call("ResourceCountUpTo", self._handle, limit=limit, T=self._dtype)

    def _change(self, op: str, value: Any, name: str | None, read_value: bool) -> Any:
        state.graph.uses(self)
        node = _effect(op, self._handle, value, name=name)
        return AssignedVariable(self, node) if read_value else node

    def _change_rows(self, op: str, indices: Any, updates: Any, name: str | None) -> Any:
        state.graph.uses(self)
        node = _effect(op, self._handle, indices, to_tensor(updates, self._dtype), name=name)
        return AssignedVariable(self, node)

    def _strided_slice_assign(self, *args: Any, **kwargs: Any) -> Any:
        super()._strided_slice_assign(*args, **kwargs)
        return AssignedVariable(self, state.graph.nodes[-1])

    def __repr__(self) -> str:
        dims = str(self.shape)
        return f"<tf.Variable '{self._name}' shape={dims} dtype={self._dtype.name}>"

    def __iter__(self) -> Iterator[Any]:
        raise TypeError("'Variable' object is not iterable.")

    def __deepcopy__(self, memo: dict[int, Any]) -> GraphVariable:
        raise NotImplementedError(
            "__deepcopy__() is only available when eager execution is enabled."
        )


# Operators, a base, takes the hash away from every class that it is a base of.
GraphVariable.__hash__ = object.__hash__  # type: ignore[method-assign]


class AssignedVariable(GraphVariable):
    """What an assignment returns: the variable, read after the assignment."""

    __slots__ = ()

    def __init__(self, variable: GraphVariable, parent: Node) -> None:
        vars(self).update(vars(variable))
        self._parent = parent
        with control_dependencies([parent]):
            self._snapshot = GraphVariable.value(self)

    @property
    def op(self) -> Any:
        """The assignment."""
        return self._parent

    def value(self) -> Any:
        """The value after the assignment."""
        with control_dependencies([self._parent]):
            return GraphVariable.value(self)

    read_value = value


AssignedVariable.__hash__ = object.__hash__  # type: ignore[method-assign]


def _effect(op: str, *inputs: Any, name: str | None = None) -> Node:
    """Calls an op without outputs; gives its node."""
    call(op, *inputs, name=name)
    return state.graph.nodes[-1]


def _converted(value: Any, dtype: Any, name: str | None = None) -> Tensor:
    if isinstance(value, SymbolicTensor) and dtype is not None and value.dtype is not dtype:
        return call("Cast", value, DstT=dtype)
    return to_tensor(value, dtype, None, name)


# What `variable_creator_scope` put around the making of variables, innermost last.
_creators: list[Callable[..., Any]] = []


@contextlib.contextmanager
def variable_creator_scope(variable_creator: Callable[..., Any]) -> Iterator[None]:
    """Lets a function take part in the making of variables.

    Args:
      variable_creator: `f(next_creator, **kwargs)` that gives a variable; `next_creator(**kwargs)`
        makes it as it would be made without `f`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> names = []
      >>> def note(next_creator, **kwargs):
      ...     names.append(kwargs["name"])
      ...     return next_creator(**kwargs)
      >>> with tf.Graph().as_default(), tf.variable_creator_scope(note):
      ...     v = tf.Variable(1.0, name="w")
      >>> names
      ['w']
    """
    _creators.append(variable_creator)
    try:
        yield
    finally:
        _creators.remove(variable_creator)


def make_variable(**kwargs: Any) -> Variable:
    """A variable of the graph being built, or an eager one where none is."""
    made: Callable[..., Any] = _made
    for creator in _creators:
        made = _nested(creator, made)
    return made(**kwargs)


def _nested(creator: Callable[..., Any], inner: Callable[..., Any]) -> Callable[..., Any]:
    return lambda **kwargs: creator(inner, **kwargs)


def _made(**kwargs: Any) -> Variable:
    graph = state.graph
    while graph is not None and graph.building_function:
        graph = graph.outer
    if graph is not None:
        return GraphVariable(**kwargs)
    kwargs.pop("collections")
    return Variable(**kwargs)


def make_like_eager(
    caching_device: Any = None,
    variable_def: Any = None,
    import_scope: Any = None,
    experimental_enable_variable_lifting: bool = True,
    **kwargs: Any,
) -> Variable:
    """What `tf.Variable(...)` of TensorFlow 2 gives while a graph for sessions is built."""
    return make_variable(collections=None, **kwargs)
