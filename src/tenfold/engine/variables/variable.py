"""tf.Variable: a value that outlives a call and that calls may change."""

from __future__ import annotations

import enum
import weakref
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np

from tenfold.core import context, devices, dispatch, errors
from tenfold.core.context import state
from tenfold.core.convert import register_tensor_conversion_function, to_tensor
from tenfold.core.dtypes import DType, as_dtype
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import (
    EagerTensor,
    Operators,
    Reference,
    SymbolicTensor,
    Tensor,
    device_name,
    ndarray,
)

from . import resource_ops  # noqa: F401 - registers the ops on handles
from .creators import Created
from .storage import Storage, make_handle


class VariableSynchronization(enum.Enum):
    """When the copies of a distributed variable are brought together."""

    AUTO = 0
    NONE = 1
    ON_WRITE = 2
    ON_READ = 3


class VariableAggregation(enum.Enum):
    """How the copies of a distributed variable are brought together."""

    NONE = 0
    SUM = 1
    MEAN = 2
    ONLY_FIRST_REPLICA = 3


def _in_place(operator: str, change: str) -> Callable[[Any, Any], Any]:
    """The refusal of `v += x`, which would put a tensor in the variable's place."""

    def refuse(self: Variable, other: Any) -> Any:
        raise RuntimeError(
            f"`variable {operator}= value` with `tf.Variable`s is not supported. Use `{change}` to "
            f"modify the variable, or `out = variable {operator} value` to get a new tensor."
        )

    return refuse


class Variable(Operators, metaclass=Created):
    """A tensor-like value that `assign` changes in place.

    Args:
      initial_value: A value, tensor, or a function without arguments that gives one.
      trainable: Whether gradient tapes watch it; True unless `synchronization` is ON_READ.
      validate_shape: If False, the initial value need not fit `shape`.
      caching_device: Accepted for TensorFlow's sake.
      name: Its name, under the current name scope.
      variable_def, import_scope: Accepted for TensorFlow's sake.
      dtype: The dtype that the value is converted to.
      constraint: A function that optimizers apply to the new value after an update.
      synchronization, aggregation: How distributed copies behave.
      shape: A shape more general than the initial value's, such as `[None, 3]`.
      experimental_enable_variable_lifting: Accepted for TensorFlow's sake.

    Raises:
      ValueError: No initial value, or one of a wrong shape; or the variable is made on a call of a
        tf.function that is not its first.

    Example:
      >>> import tenfold as tf
      >>> v = tf.Variable([1.0, 2.0])
      >>> v.assign_add([1.0, 1.0]).numpy().tolist()
      [2.0, 3.0]
    """

    __slots__ = ("__dict__", "__weakref__")
    _is_atomic = True
    is_read_by_ops = True

    def __init__(
        self,
        initial_value: Any = None,
        trainable: bool | None = None,
        validate_shape: bool = True,
        caching_device: Any = None,
        name: str | None = None,
        variable_def: Any = None,
        dtype: Any = None,
        import_scope: Any = None,
        constraint: Callable[[Any], Any] | None = None,
        synchronization: VariableSynchronization = VariableSynchronization.AUTO,
        aggregation: VariableAggregation = VariableAggregation.NONE,
        shape: Any = None,
        experimental_enable_variable_lifting: bool = True,
    ) -> None:
        if initial_value is None:
            raise ValueError(
                "`initial_value` must be a Tensor or a Python object convertible to a Tensor. "
                "Received: None."
            )
        if constraint is not None and not callable(constraint):
            raise ValueError(f"`constraint` must be callable; received {constraint!r}.")
        for kind, given in (
            (VariableSynchronization, synchronization),
            (VariableAggregation, aggregation),
        ):
            if not isinstance(given, kind):
                raise ValueError(
                    f"Expected a member of tf.{kind.__name__}; received {given!r} for the variable "
                    f"{name!r}."
                )
        scope, graph = state.name_scope, state.graph
        if graph is not None:
            graph.check_creation(name or "Variable")
            initial_value = graph.lift(initial_value)
        wanted = None if dtype is None else as_dtype(dtype)
        with context.init_scope():
            value = initial_value() if callable(initial_value) else initial_value
            start = to_tensor(value, wanted if not isinstance(value, Tensor) else None)
            if wanted is not None and start.dtype is not wanted:
                start = to_tensor(start, wanted)
            if isinstance(start, SymbolicTensor):
                raise dispatch.out_of_scope([start])
        full = start.shape
        if shape is not None:
            full = TensorShape(shape)
            if validate_shape and not full.is_compatible_with(start.shape):
                raise ValueError(
                    f"The initial value's shape {start.shape} is not compatible with the "
                    f"explicitly supplied shape {full}."
                )
        name = f"{scope}{name or 'Variable'}:0"
        start = devices.as_placed(start)
        self._storage = Storage(start._value, start.dtype, full.dims_tuple, name)
        self._handle = make_handle(self._storage)
        self._dtype = start.dtype
        self._name = name
        default = synchronization is not VariableSynchronization.ON_READ
        self._trainable = default if trainable is None else bool(trainable)
        self._constraint = constraint
        self._synchronization = synchronization
        self._aggregation = aggregation
        self._storage.variable = weakref.ref(self)
        if graph is not None:
            graph.created(self)

    @property
    def handle(self) -> EagerTensor:
        """The resource tensor by which ops and tapes know this variable."""
        return self._handle

    @property
    def name(self) -> str:
        return self._name

    @property
    def _shared_name(self) -> str:
        return self._name[: self._name.index(":")]

    @property
    def dtype(self) -> DType:
        return self._dtype

    @property
    def shape(self) -> TensorShape:
        return TensorShape(self._storage.shape)

    @property
    def raw_shape(self) -> Any:
        return self._storage.shape

    @property
    def ndim(self) -> int | None:
        return self.shape.rank

    def get_shape(self) -> TensorShape:
        return self.shape

    def set_shape(self, shape: Any) -> None:
        self._storage.shape = self.shape.merge_with(shape).dims_tuple

    @property
    def trainable(self) -> bool:
        return self._trainable

    @property
    def constraint(self) -> Callable[[Any], Any] | None:
        return self._constraint

    @property
    def synchronization(self) -> VariableSynchronization:
        return self._synchronization

    @property
    def aggregation(self) -> VariableAggregation:
        return self._aggregation

    @property
    def device(self) -> str:
        return device_name(self._storage.value)

    @property
    def op(self) -> Any:
        return self._handle.op

    @property
    def graph(self) -> Any:
        return state.graph

    @property
    def initializer(self) -> None:
        """None: outside of graphs a variable is initialized when it is made."""
        return None

    def value(self) -> Any:
        """The current value as a tensor."""
        if state.plain:
            value = self._storage.read()
            if type(value) is ndarray:
                return EagerTensor(value, self._dtype)
            return devices.held(value, self._dtype)
        if self._trainable:
            for recorder in state.recorders:
                recorder.watch_variable(self)
        if state.graph is not None:
            state.graph.uses(self)
        return call("ReadVariableOp", self._handle, dtype=self._dtype)

    read_value = value

    def numpy(self) -> Any:
        """The current value as a NumPy array that may be changed."""
        if state.graph is not None:
            raise NotImplementedError(
                "numpy() is only available when eager execution is enabled: the variable "
                f"{self._name!r} has no value while a tf.function is traced."
            )
        return EagerTensor(self._storage.read(), self._dtype).numpy()

    def initialized_value(self) -> Any:
        return self.value()

    def is_initialized(self, name: str | None = None) -> Any:
        """A scalar: True, as a variable has its value when it is made."""
        return to_tensor(True)

    def ref(self) -> Reference:
        return Reference(self)

    def experimental_ref(self) -> Reference:
        return Reference(self)

    def eval(self, session: Any = None) -> Any:
        return self.numpy() if session is None else session.run(self)

    # assignment

    __iadd__ = _in_place("+", "variable.assign_add(value)")
    __isub__ = _in_place("-", "variable.assign_sub(value)")
    __imul__ = _in_place("*", "variable.assign(variable * value)")
    __itruediv__ = _in_place("/", "variable.assign(variable / value)")
    __ipow__ = _in_place("**", "variable.assign(variable ** value)")

    def assign(
        self,
        value: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> Any:
        """Replaces the value.

        Args:
          value: A value of the variable's dtype and of a compatible shape.
          use_locking: Accepted for TensorFlow's sake.
          name: A name for the op.
          read_value: Whether to return the variable (else None).

        Raises:
          ValueError: The shape does not fit.
        """
        value = to_tensor(value, self._dtype)
        misfit = self._misfit("assign to", value)
        if misfit:
            raise ValueError(misfit)
        return self._change("AssignVariableOp", value, name, read_value)

    def assign_add(
        self,
        delta: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> Any:
        """Adds `delta` to the value."""
        return self._change("AssignAddVariableOp", self._delta(delta), name, read_value)

    def assign_sub(
        self,
        delta: Any,
        use_locking: bool = False,
        name: str | None = None,
        read_value: bool = True,
    ) -> Any:
        """Subtracts `delta` from the value."""
        return self._change("AssignSubVariableOp", self._delta(delta), name, read_value)

    def _delta(self, delta: Any) -> Any:
        delta = to_tensor(delta, self._dtype)
        misfit = self._misfit("update", delta)
        if misfit:
            raise errors.InvalidArgumentError(None, None, misfit)
        return delta

    def _misfit(self, what: str, value: Any) -> str | None:
        """What to tell where a value's shape is not the variable's."""
        if value.raw_shape == self._storage.shape or value.shape.is_compatible_with(self.shape):
            return None
        return (
            f"Cannot {what} variable {self._name!r}: Shape mismatch. The variable shape "
            f"{self.shape}, and the assigned value shape {value.shape} are incompatible."
        )

    def _change(self, op: str, value: Any, name: str | None, read_value: bool) -> Any:
        if state.graph is not None:
            state.graph.uses(self)
        call(op, self._handle, value, name=name)
        return self if read_value else None

    def _scatter(self, op: str, slices: Any, name: str | None) -> Any:
        if not hasattr(slices, "indices"):
            raise TypeError(f"Argument `sparse_delta` must be a tf.IndexedSlices: {slices!r}.")
        return self._change_rows(op, slices.indices, slices.values, name)

    def _change_rows(self, op: str, indices: Any, updates: Any, name: str | None) -> Any:
        if state.graph is not None:
            state.graph.uses(self)
        call(op, self._handle, indices, to_tensor(updates, self._dtype), name=name)
        return self

    def scatter_add(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Adds an IndexedSlices to the rows that it names."""
        return self._scatter("ResourceScatterAdd", sparse_delta, name)

    def scatter_sub(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Subtracts an IndexedSlices from the rows that it names."""
        return self._scatter("ResourceScatterSub", sparse_delta, name)

    def scatter_mul(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Multiplies the rows that an IndexedSlices names."""
        return self._scatter("ResourceScatterMul", sparse_delta, name)

    def scatter_div(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Divides the rows that an IndexedSlices names."""
        return self._scatter("ResourceScatterDiv", sparse_delta, name)

    def scatter_max(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """The larger of the rows and an IndexedSlices' values."""
        return self._scatter("ResourceScatterMax", sparse_delta, name)

    def scatter_min(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """The smaller of the rows and an IndexedSlices' values."""
        return self._scatter("ResourceScatterMin", sparse_delta, name)

    def scatter_update(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Replaces the rows that an IndexedSlices names."""
        return self._scatter("ResourceScatterUpdate", sparse_delta, name)

    def batch_scatter_update(
        self, sparse_delta: Any, use_locking: bool = False, name: str | None = None
    ) -> Any:
        """Replaces, in each entry of the leading axes, the entries that its row of indices names.

        Args:
          sparse_delta: An IndexedSlices: indices `[batch, n]`, values `[batch, n, ...]`.
          use_locking: Accepted for TensorFlow's sake.
          name: A name for the op.
        """
        indices = to_tensor(sparse_delta.indices)
        shape, zeros = call("Shape", indices), call("ZerosLike", indices)
        places = []
        for axis in range(indices.shape.rank - 1):
            count = call("Cast", call("Range", 0, shape[axis], 1), DstT=indices.dtype)
            column = [1] * indices.shape.rank
            column[axis] = -1
            places.append(call("Reshape", count, column) + zeros)
        return self.scatter_nd_update(
            call("Pack", [*places, indices], axis=-1), sparse_delta.values, name
        )

    def scatter_nd_add(self, indices: Any, updates: Any, name: str | None = None) -> Any:
        """Adds updates at the places that index vectors name."""
        return self.assign(call("TensorScatterAdd", self.value(), indices, updates, name=name))

    def scatter_nd_sub(self, indices: Any, updates: Any, name: str | None = None) -> Any:
        """Subtracts updates at the places that index vectors name."""
        return self.assign(call("TensorScatterSub", self.value(), indices, updates, name=name))

    def scatter_nd_update(self, indices: Any, updates: Any, name: str | None = None) -> Any:
        """Replaces the places that index vectors name."""
        return self.assign(call("TensorScatterUpdate", self.value(), indices, updates, name=name))

    def scatter_nd_max(self, indices: Any, updates: Any, name: str | None = None) -> Any:
        """The larger of the slices at indices `[n, depth]` and the updates."""
        return self.assign(call("TensorScatterMax", self.value(), indices, updates, name=name))

    def scatter_nd_min(self, indices: Any, updates: Any, name: str | None = None) -> Any:
        """The smaller of the slices at indices `[n, depth]` and the updates."""
        return self.assign(call("TensorScatterMin", self.value(), indices, updates, name=name))

    def _strided_slice_assign(
        self,
        begin: Any,
        end: Any,
        strides: Any,
        value: Any,
        name: str | None = None,
        **masks: int,
    ) -> Any:
        """Writes into a slice: what the `assign` of `v[...]` does."""
        if state.graph is not None:
            state.graph.uses(self)
        value = to_tensor(value, self._dtype)
        place = (begin, end, strides)
        call("ResourceStridedSliceAssign", self._handle, *place, value, name=name, **masks)
        return self

    def sparse_read(self, indices: Any, name: str | None = None) -> Any:
        """The rows at `indices`; its gradient is an IndexedSlices."""
        for recorder in state.recorders if self._trainable else ():
            recorder.watch_variable(self)
        if state.graph is not None:
            state.graph.uses(self)
        return call("ResourceGather", self._handle, indices, dtype=self._dtype, name=name)

    def gather_nd(self, indices: Any, name: str | None = None) -> Any:
        """The slices that index vectors name."""
        return call("GatherNd", self.value(), indices, name=name)

    def count_up_to(self, limit: int) -> Any:
        """Adds one and gives the value before; OutOfRangeError once `limit` is reached."""
        before = int(self.numpy())
        if before >= limit:
            raise errors.OutOfRangeError(None, None, f"Reached limit of {limit}")
        self.assign_add(1)
        return EagerTensor(np.asarray(before, self._dtype.np), self._dtype)

    def load(self, value: Any, session: Any = None) -> None:
        self.assign(value)

    # Python's view

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        return self.value().__array__(dtype, copy)

    def __bool__(self) -> bool:
        return bool(self.value())

    def __int__(self) -> int:
        return int(self.value())

    def __float__(self) -> float:
        return float(self.value())

    def __complex__(self) -> complex:
        return complex(self.value())

    def __index__(self) -> int:
        return self.value().__index__()

    def __len__(self) -> int:
        return len(self.value())

    def __iter__(self) -> Iterator[Any]:
        return iter(self.value())

    def __copy__(self) -> Variable:
        return self

    def __deepcopy__(self, memo: dict[int, Any]) -> Variable:
        if state.graph is not None:
            raise NotImplementedError(
                "__deepcopy__() is only available when eager execution is on."
            )
        copied = Variable(
            EagerTensor(np.array(self._storage.read()), self._dtype),
            trainable=self._trainable,
            constraint=self._constraint,
            synchronization=self._synchronization,
            aggregation=self._aggregation,
            shape=self.shape,
            name=self._shared_name,
        )
        copied._name = self._name
        memo[id(self)] = copied
        return copied

    def __reduce__(self) -> Any:
        return _restore, (self.numpy(), self._trainable, self._name, self.shape)

    def __repr__(self) -> str:
        head = f"<tf.Variable '{self._name}' shape={self.shape} dtype={self._dtype.name}"
        if state.graph is not None:
            return f"{head}>"
        return f"{head}, numpy={repr(self.value()).split('numpy=', 1)[1]}"


def _restore(value: Any, trainable: bool, name: str, shape: Any) -> Variable:
    made = Variable(value, trainable=trainable, name=name.split(":")[0], shape=shape)
    made._name = name
    return made


def _convert(
    value: Variable, dtype: DType | None = None, name: str | None = None, as_ref: bool = False
) -> Any:
    if dtype is not None and dtype is not value.dtype:
        raise ValueError(
            f"Incompatible type conversion requested to type {dtype.name!r} for variable of type "
            f"{value.dtype.name!r}. Use tf.cast(v, tf.{dtype.name})."
        )
    return value.value()


register_tensor_conversion_function(Variable, _convert, priority=10)
