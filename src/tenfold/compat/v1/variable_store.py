"""The variables of a graph by name, as tf.compat.v1.get_variable shares them."""

from __future__ import annotations

import enum
import inspect
import traceback
import weakref
from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import context
from tenfold.core.context import name_scope, state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, float32, string
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor
from tenfold.engine.variables.variable import VariableAggregation, VariableSynchronization

from .graph_keys import GraphKeys
from .graph_variables import make_variable
from .initial_values import GlorotUniform, Zeros
from .partitions import PartitionedVariable, PartitionInfo, cut, known_sizes, part_shape


class _Reuse(enum.Enum):
    """The third answer to whether variables are shared."""

    AUTO_REUSE = 1

    def __bool__(self) -> bool:
        return True

    def __repr__(self) -> str:
        return "<AUTO_REUSE>"


AUTO_REUSE = _Reuse.AUTO_REUSE


class VariableStore:
    """The shared variables of one graph, and how often each variable scope was opened."""

    def __init__(self) -> None:
        self.variables: dict[str, Any] = {}
        self.in_parts: dict[str, PartitionedVariable] = {}
        self.scope_counts: dict[str, int] = {}
        self.scope: Any = None  # the variable scope that is open
        self._origins: dict[str, str] = {}

    def get(
        self,
        name: str,
        shape: Any = None,
        dtype: Any = float32,
        initializer: Any = None,
        regularizer: Callable[[Any], Any] | None = None,
        reuse: Any = None,
        trainable: bool | None = None,
        collections: Any = None,
        caching_device: Any = None,
        partitioner: Any = None,
        validate_shape: bool = True,
        use_resource: bool | None = None,
        constraint: Callable[[Any], Any] | None = None,
        synchronization: VariableSynchronization = VariableSynchronization.AUTO,
        aggregation: VariableAggregation = VariableAggregation.NONE,
    ) -> Any:
        """The variable of a full name: the one that is there, or a new one, as `reuse` says.

        Raises:
          ValueError: The variable is there and must not be, or must be and is not; or its shape
            or dtype is another; or a partitioner cuts it otherwise than it is cut.
        """
        wanted = as_dtype(dtype).base_dtype
        dims = TensorShape(shape)
        is_value = initializer is not None and not callable(initializer)
        if is_value and shape is not None:
            raise ValueError("If initializer is a constant, do not specify shape.")
        if partitioner is not None and (dims.rank != 0 or is_value):
            others = {
                "regularizer": regularizer,
                "reuse": reuse,
                "trainable": trainable,
                "collections": collections,
                "validate_shape": validate_shape,
                "constraint": constraint,
                "synchronization": synchronization,
                "aggregation": aggregation,
            }
            return self._in_parts(name, dims, wanted, initializer, partitioner, others)
        if name in self.in_parts:
            if reuse is True:
                return self.in_parts[name]
            raise ValueError(
                f"A partitioner was not provided, but an existing partitioned variable was found "
                f"for {name}. Give get_variable, or its scope, the partitioner."
            )
        if name in self.variables:
            return self._shared(name, dims, wanted, reuse)
        if reuse is True:
            raise ValueError(
                f"Variable {name} does not exist, or was not created with tf.get_variable(). Did "
                "you mean to set reuse=tf.AUTO_REUSE in VarScope?"
            )
        made = make_variable(
            initial_value=_initial_value(name, dims, shape, wanted, initializer),
            trainable=trainable,
            collections=collections,
            validate_shape=validate_shape,
            name=name,
            dtype=None if is_value and isinstance(initializer, Tensor) else wanted,
            constraint=constraint,
            synchronization=synchronization,
            aggregation=aggregation,
            shape=None,
        )
        if not context.executing_eagerly():
            self.variables[name] = made
            self._origins[name] = "".join(traceback.format_list(traceback.extract_stack()[-8:-4]))
        if regularizer is not None:
            _regularize(name, made, regularizer)
        return made

    def _in_parts(
        self,
        name: str,
        dims: TensorShape,
        dtype: Any,
        initializer: Any,
        partitioner: Callable[..., Sequence[int]],
        others: dict[str, Any],
    ) -> PartitionedVariable:
        """The variable of a full name that lies in parts; each part is a variable of the store."""
        whole = None
        if initializer is None and dtype.is_floating:
            initializer = GlorotUniform()  # which goes by the shape of the whole
        if initializer is not None and not callable(initializer):
            whole = to_tensor(initializer, dtype)
            dims = whole.shape
        shape, partitions = known_sizes(dims), list(partitioner(shape=dims, dtype=dtype))
        found = self.in_parts.get(name)
        if found is not None and (found.shape != dims or found._get_partitions() != partitions):
            raise ValueError(
                f"Trying to reuse partitioned variable {name}, but specified shape {dims} in "
                f"{partitions} parts and found shape {found.shape} in {found._get_partitions()}."
            )
        infos = cut(name, shape, partitions)
        parts = []
        for i, info in enumerate(infos):
            size = part_shape(infos, i)
            if whole is not None:
                begin = info.var_offset
                start: Any = lambda b=begin, n=size: call("Slice", whole, b, n)  # noqa: E731
            else:
                start = _of_part(initializer, info)
            given = None if whole is not None else size
            parts.append(self.get(f"{name}/part_{i}", given, dtype, start, **others))
        if found is None:
            found = self.in_parts[name] = PartitionedVariable(name, dims, dtype, parts, partitions)
        return found

    def _shared(self, name: str, shape: TensorShape, dtype: Any, reuse: Any) -> Any:
        found = self.variables[name]
        if not reuse:
            raise ValueError(
                f"Variable {name} already exists, disallowed. Did you mean to set reuse=True or "
                f"reuse=tf.AUTO_REUSE in VarScope? Originally defined at:\n\n{self._origins[name]}"
            )
        if not shape.is_compatible_with(found.shape):
            raise ValueError(
                f"Trying to share variable {name}, but specified shape {shape} and found shape "
                f"{found.shape}."
            )
        if found.dtype is not dtype:
            raise ValueError(
                f"Trying to share variable {name}, but specified dtype {dtype.name} and found "
                f"dtype {found.dtype.name}."
            )
        return found

    def open_scope(self, name: str) -> None:
        """Counts one more scope of a full name."""
        self.scope_counts[name] = self.scope_counts.get(name, 0) + 1

    def close_scopes_within(self, name: str) -> None:
        """Forgets the counts of the scopes inside one that is left."""
        for key in self.scope_counts:
            if not name or key.startswith(name + "/"):
                self.scope_counts[key] = 0

    def unique_scope(self, prefix: str) -> str:
        """A name for a scope inside the open one that was not opened yet."""
        outer = self.scope.name if self.scope is not None else ""
        full = f"{outer}/{prefix}" if outer else prefix
        if not self.scope_counts.get(full):
            return prefix
        count = 1
        while self.scope_counts.get(f"{full}_{count}"):
            count += 1
        return f"{prefix}_{count}"


def _initial_value(name: str, dims: TensorShape, shape: Any, dtype: Any, initializer: Any) -> Any:
    """What the variable is made of: a value, or a function that gives one."""
    if initializer is None:
        if dtype is string or not (dtype.is_floating or dtype.is_integer or dtype.is_bool):
            raise ValueError(
                f"An initializer for variable {name} of {dtype} is required. Received: None"
            )
        initializer = GlorotUniform() if dtype.is_floating else Zeros()
    elif not callable(initializer):
        if isinstance(initializer, Tensor):
            return initializer
        return lambda: to_tensor(initializer, dtype, None, "initial_value")
    if inspect.isclass(initializer):
        initializer = initializer()
    if dims.is_fully_defined():
        if "partition_info" in _parameters(initializer):
            return lambda: initializer(dims.as_list(), dtype=dtype, partition_info=None)
        if "dtype" in _parameters(initializer) or not _is_thunk(initializer):
            return lambda: initializer(dims.as_list(), dtype=dtype)
        return initializer
    if shape is None and _is_thunk(initializer):
        return initializer
    if shape is None:
        raise ValueError(
            f"Variable {name} did not get an initializer, so its `shape` argument must be "
            "specified."
        )
    raise ValueError(
        f"Shape of a new variable ({name}) must be fully defined, but instead was {dims}."
    )


def _of_part(initializer: Any, info: PartitionInfo) -> Any:
    """An initializer that is told which part of a variable it makes."""
    if inspect.isclass(initializer):
        initializer = initializer()
    if initializer is None or "partition_info" not in _parameters(initializer):
        return initializer

    def start(shape: Any, dtype: Any = None) -> Any:
        return initializer(shape, dtype=dtype, partition_info=info)

    return start


def _parameters(function: Callable[..., Any]) -> Any:
    try:
        return inspect.signature(function).parameters
    except (TypeError, ValueError):
        return {}


def _is_thunk(function: Callable[..., Any]) -> bool:
    kinds = (inspect.Parameter.VAR_POSITIONAL, inspect.Parameter.VAR_KEYWORD)
    return all(
        p.default is not p.empty or p.kind in kinds for p in _parameters(function).values()
    ) and not hasattr(function, "get_config")


def _regularize(name: str, variable: Any, regularizer: Callable[[Any], Any]) -> None:
    with name_scope(name + "/Regularizer/"):
        loss = regularizer(variable)
    if loss is not None and state.graph is not None:
        state.graph.add_to_collection(GraphKeys.REGULARIZATION_LOSSES, loss)


_stores: weakref.WeakKeyDictionary[Any, VariableStore] = weakref.WeakKeyDictionary()
_eager_store = VariableStore()


def current_store() -> VariableStore:
    """The store of the graph being built, that of no graph where calls run at once."""
    graph = state.graph
    while graph is not None and graph.building_function and graph.outer is not None:
        graph = graph.outer
    if graph is None:
        return _eager_store
    if graph not in _stores:
        _stores[graph] = VariableStore()
    return _stores[graph]
