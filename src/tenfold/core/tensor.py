"""tf.Tensor: an eager one owns an immutable value, a symbolic one is the output of a node."""

from __future__ import annotations

import functools
import importlib
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any

import numpy as np

from . import context, errors
from .boxes import boxed
from .dtypes import BY_NUMPY, DType, string
from .shapes import TensorShape
from .spec import TensorSpec, register_tensor_type

ndarray = np.ndarray


@functools.cache
def load_families() -> None:
    """Imports every op family, for those who walk through the registry: it is whole then."""
    importlib.import_module("tenfold.ops").load_all()


def load_operators() -> None:
    """Imports the op family that installs the operators, but for indexing."""
    importlib.import_module("tenfold.ops.math.operators")


def load_indexing() -> None:
    """Imports the op family that installs `__getitem__`."""
    importlib.import_module("tenfold.ops.array.indexing")


def _late(name: str) -> Callable[..., Any]:
    """A method that an op family installs when it is loaded: load it, then call the method."""
    load = load_indexing if name == "__getitem__" else load_operators

    def method(self: Any, *args: Any, **kwargs: Any) -> Any:
        load()
        return getattr(self, name)(*args, **kwargs)

    method.__name__ = name
    return method


OVERLOADS = (
    *("__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__"),
    *("__truediv__", "__rtruediv__", "__floordiv__", "__rfloordiv__", "__mod__", "__rmod__"),
    *("__pow__", "__rpow__", "__matmul__", "__rmatmul__", "__neg__", "__abs__", "__invert__"),
    *("__and__", "__rand__", "__or__", "__ror__", "__xor__", "__rxor__"),
    *("__lt__", "__le__", "__gt__", "__ge__", "__eq__", "__ne__", "__getitem__"),
)


class Operators:
    """Python's operators for tensors and variables; the op families install them."""

    __slots__ = ()
    __array_priority__ = 100

    if TYPE_CHECKING:

        def __add__(self, other: Any) -> Any: ...
        def __radd__(self, other: Any) -> Any: ...
        def __sub__(self, other: Any) -> Any: ...
        def __rsub__(self, other: Any) -> Any: ...
        def __mul__(self, other: Any) -> Any: ...
        def __rmul__(self, other: Any) -> Any: ...
        def __truediv__(self, other: Any) -> Any: ...
        def __rtruediv__(self, other: Any) -> Any: ...
        def __floordiv__(self, other: Any) -> Any: ...
        def __rfloordiv__(self, other: Any) -> Any: ...
        def __mod__(self, other: Any) -> Any: ...
        def __rmod__(self, other: Any) -> Any: ...
        def __pow__(self, other: Any) -> Any: ...
        def __rpow__(self, other: Any) -> Any: ...
        def __matmul__(self, other: Any) -> Any: ...
        def __rmatmul__(self, other: Any) -> Any: ...
        def __and__(self, other: Any) -> Any: ...
        def __rand__(self, other: Any) -> Any: ...
        def __or__(self, other: Any) -> Any: ...
        def __ror__(self, other: Any) -> Any: ...
        def __xor__(self, other: Any) -> Any: ...
        def __rxor__(self, other: Any) -> Any: ...
        def __neg__(self) -> Any: ...
        def __abs__(self) -> Any: ...
        def __invert__(self) -> Any: ...
        def __lt__(self, other: Any) -> Any: ...
        def __le__(self, other: Any) -> Any: ...
        def __gt__(self, other: Any) -> Any: ...
        def __ge__(self, other: Any) -> Any: ...
        def __getitem__(self, key: Any) -> Any: ...

    def __init_subclass__(cls) -> None:
        cls.__hash__ = Operators.__hash__  # type: ignore[method-assign]

    def __hash__(self) -> int:
        raise TypeError(
            f"{type(self).__name__} is unhashable, because == compares element by element. "
            "Use x.ref() as the key instead."
        )


for _name in OVERLOADS:
    setattr(Operators, _name, _late(_name))


class Reference:
    """A hashable stand-in for a tensor or variable, equal to another of the same object.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant([1, 2])
      >>> {x.ref(): "x"}[x.ref()]
      'x'
    """

    __slots__ = ("_wrapped",)

    def __init__(self, wrapped: Any) -> None:
        self._wrapped = wrapped

    def deref(self) -> Any:
        return self._wrapped

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Reference) and self._wrapped is other._wrapped

    def __hash__(self) -> int:
        return id(self._wrapped)

    def __repr__(self) -> str:
        return f"<Reference wrapping {self._wrapped!r}>"


class Tensor(Operators):
    """An array of one dtype: the value flowing through a program.

    Made by `tf.constant`, `tf.convert_to_tensor` and every op. Immutable.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
      >>> x.shape, x.dtype
      (TensorShape([2, 2]), tf.float32)
    """

    __slots__ = ()
    _dtype: DType
    # Whether it was made of Python numbers alone: see `experimental_enable_numpy_behavior`.
    _weak = False

    if TYPE_CHECKING:
        # Both kinds of tensors define these, each in its own way.

        @property
        def device(self) -> str: ...
        @property
        def op(self) -> Any: ...
        @property
        def graph(self) -> Any: ...
        def numpy(self) -> Any: ...
        def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray: ...
        def __bool__(self) -> bool: ...
        def __int__(self) -> int: ...
        def __float__(self) -> float: ...
        def __complex__(self) -> complex: ...
        def __index__(self) -> int: ...

    @property
    def dtype(self) -> DType:
        return self._dtype

    @property
    def raw_shape(self) -> tuple[int | None, ...] | None:
        """The shape as a tuple with None for unknown dimensions; None for unknown rank."""
        raise AssertionError

    @property
    def shape(self) -> TensorShape:
        return TensorShape(self.raw_shape)

    @property
    def ndim(self) -> int | None:
        shape = self.raw_shape
        return None if shape is None else len(shape)

    # What follows is of a tensor with a value; a symbolic one has its own.

    @property
    def name(self) -> str:
        raise AttributeError("Tensor.name is undefined when eager execution is enabled.")

    def eval(self, feed_dict: Any = None, session: Any = None) -> Any:
        raise errors.UnimplementedError(
            None, None, "eval is for graphs; this tensor has its value already: use .numpy()."
        )

    def set_shape(self, shape: Any) -> None:
        if not self.shape.is_compatible_with(shape):
            raise ValueError(f"Tensor's shape {self.shape} is not compatible with {shape}.")

    def __len__(self) -> int:
        shape = self.raw_shape
        if not shape:
            raise TypeError("Scalar tensor has no `len()`")
        return shape[0] or 0

    def __iter__(self) -> Iterator[Any]:
        if not self.raw_shape:
            raise TypeError("Cannot iterate over a scalar tensor.")
        return (self[i] for i in range(len(self)))

    def get_shape(self) -> TensorShape:
        return self.shape

    def ref(self) -> Reference:
        return Reference(self)

    def experimental_ref(self) -> Reference:
        return Reference(self)

    def __tf_tracing_type__(self, context: Any) -> TensorSpec:
        return TensorSpec(self.shape, self.dtype)

    def __copy__(self) -> Tensor:
        return self

    def __array_ufunc__(self, ufunc: Any, method: str, *inputs: Any, **kwargs: Any) -> Any:
        # np.float32(2) * tensor must reach Tensor.__rmul__; np.sin(tensor) works on the value.
        overload = _REFLECTED.get(ufunc.__name__)
        if method == "__call__" and overload and len(inputs) == 2 and inputs[1] is self:
            return getattr(self, overload)(inputs[0])
        arrays = [np.asarray(x) if isinstance(x, Tensor) else x for x in inputs]
        return getattr(ufunc, method)(*arrays, **kwargs)


_REFLECTED = {
    "add": "__radd__",
    "subtract": "__rsub__",
    "multiply": "__rmul__",
    "power": "__rpow__",
    "divide": "__rtruediv__",
    "true_divide": "__rtruediv__",
    "remainder": "__rmod__",
    "floor_divide": "__rfloordiv__",
    "matmul": "__rmatmul__",
    "less": "__gt__",
    "less_equal": "__ge__",
    "greater": "__lt__",
    "greater_equal": "__le__",
    "equal": "__eq__",
    "not_equal": "__ne__",
    "bitwise_and": "__rand__",
    "bitwise_or": "__ror__",
    "bitwise_xor": "__rxor__",
}


class EagerTensor(Tensor):
    """A tensor with a value: a NumPy array, or a jax array that a compiled function returned."""

    __slots__ = ("__dict__", "__weakref__", "_dtype", "_shape", "_value")

    def __init__(self, value: Any, dtype: DType) -> None:
        self._value = value if type(value) is ndarray else _own(value, dtype)
        self._dtype = dtype

    def _host(self) -> np.ndarray:
        """The value as a NumPy array."""
        value = self._value
        if type(value) is not ndarray:
            value = self._value = np.asarray(value)
        return value

    @property
    def raw_shape(self) -> tuple[int, ...]:
        return self._value.shape

    @property
    def shape(self) -> TensorShape:
        try:
            return self._shape
        except AttributeError:
            found = self._shape = TensorShape(self._value.shape)
            return found

    @property
    def device(self) -> str:
        return device_name(self._value)

    @property
    def backing_device(self) -> str:
        return self.device

    def cpu(self) -> EagerTensor:
        """The tensor on the CPU."""
        return EagerTensor(self._host(), self._dtype)

    def numpy(self) -> Any:
        """The value as a NumPy array that may be changed (a scalar for rank 0)."""
        value = self._host()
        return value.copy() if value.ndim else value[()]

    @property
    def op(self) -> Any:
        raise AttributeError("Tensor.op is undefined when eager execution is enabled.")

    @property
    def graph(self) -> Any:
        raise AttributeError("Tensor.graph is undefined when eager execution is enabled.")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        value = self._host()
        if dtype is not None and np.dtype(dtype) != value.dtype:
            return value.astype(dtype)
        return value if copy is False else value.copy()

    def __dlpack__(self, **kwargs: Any) -> Any:
        # NumPy exports writable arrays only; a copy keeps this tensor immutable.
        return self._host().copy().__dlpack__(**kwargs)

    def __dlpack_device__(self) -> tuple[int, int]:
        return (1, 0)

    def _scalar(self, kind: str) -> Any:
        value = self._host()
        if value.ndim:
            raise TypeError(
                f"Only tensors of rank 0 can be converted to a Python {kind}; received shape "
                f"{self.shape}. Index it down to one element first, or use x.numpy().item()."
            )
        return value.item()

    def __bool__(self) -> bool:
        value = self._host()
        if value.size <= 1:
            return bool(value.item()) if value.size else False
        raise ValueError(
            "The truth value of an array with more than one element is ambiguous; "
            f"received shape {self.shape}. Use tf.reduce_any or tf.reduce_all."
        )

    def __int__(self) -> int:
        return int(self._scalar("int"))

    def __float__(self) -> float:
        return float(self._scalar("float"))

    def __complex__(self) -> complex:
        return complex(self._scalar("complex"))

    def __index__(self) -> int:
        if not self._dtype.is_integer:
            raise TypeError(f"Only integer tensors can be an index; received {self._dtype.name}.")
        return int(self._scalar("int"))

    def __iter__(self) -> Iterator[Any]:
        if not self._value.ndim or context.state.recorders or context.state.graph is not None:
            return super().__iter__()
        dtype = self._dtype
        return (EagerTensor(row, dtype) for row in self._host())

    def __format__(self, spec: str) -> str:
        value = self._host()
        if not value.ndim:
            return format(value.item() if spec else value[()], spec)
        return format(value, spec)

    def __repr__(self) -> str:
        text = _value_text(self._host(), self._dtype, is_repr=True)
        weak = ", weak=True" if self._weak else ""
        return f"<tf.Tensor: shape={self.shape}, dtype={self._dtype.name}, numpy={text}{weak}>"

    def __str__(self) -> str:
        text = _value_text(self._host(), self._dtype, is_repr=False)
        weak = ", weak=True" if self._weak else ""
        return f"tf.Tensor({text}, shape={self.shape}, dtype={self._dtype.name}{weak})"

    def __reduce__(self) -> Any:
        return restore, (self._host(), self._dtype)

    def __deepcopy__(self, memo: dict[int, Any]) -> EagerTensor:
        return self

    def __dir__(self) -> list[str]:
        return [n for n in super().__dir__() if n not in ("name", "op", "graph")]


def restore(value: np.ndarray, dtype: DType) -> EagerTensor:
    return EagerTensor(value, dtype)


class PlacedTensor(EagerTensor):
    """An eager tensor whose value lies on another device than the host's processor.

    The short ways of calls, which compute on the host, take an `EagerTensor` and nothing else.
    """

    __slots__ = ()

    def _host(self) -> np.ndarray:
        return np.asarray(self._value)  # a copy: the value stays where it is


def _own(value: Any, dtype: DType) -> Any:
    """NumPy scalars become arrays; objects that are not arrays (resources) 0-d object arrays."""
    if isinstance(value, np.generic):
        return np.asarray(value, dtype.np)
    if hasattr(type(value), "addressable_shards"):  # of the type: computing them takes longer
        return value
    if not dtype.np.hasobject:
        return np.asarray(value, dtype.np)
    return boxed(value)


def device_name(value: Any) -> str:
    """The full name of the device that holds a value."""
    name = "/device:CPU:0"
    if type(value) is not ndarray and hasattr(value, "devices"):
        name = name_of(next(iter(value.devices())))
    return f"/job:localhost/replica:0/task:0{name}"


def name_of(device: Any) -> str:
    """The short name of a jax device."""
    return f"/device:{'CPU' if device.platform == 'cpu' else 'GPU'}:{device.id}"


def _value_text(value: np.ndarray, dtype: DType, is_repr: bool) -> str:
    if dtype.np.hasobject and dtype is not string:
        return "<unprintable>"
    if not value.ndim:
        return repr(value.item()) if is_repr or dtype is string else str(value[()])
    text = repr(value) if is_repr else str(value)
    return "\n" + text if "\n" in text else text


class SymbolicTensor(Tensor):
    """The output of a node of a graph being built: a dtype, a (partly) known shape, no value."""

    __slots__ = ("__dict__", "__weakref__", "_dtype", "_index", "_node", "_shape")

    def __init__(self, node: Any, index: int, dtype: DType, shape: Any) -> None:
        self._node = node
        self._index = index
        self._dtype = dtype
        self._shape: tuple[int | None, ...] | None = shape

    @property
    def raw_shape(self) -> tuple[int | None, ...] | None:
        return self._shape

    @property
    def op(self) -> Any:
        return self._node

    @property
    def graph(self) -> Any:
        return self._node.graph

    @property
    def name(self) -> str:
        return f"{self._node.name}:{self._index}"

    @property
    def value_index(self) -> int:
        return self._index

    @property
    def device(self) -> str:
        return self._node.device

    def consumers(self) -> list[Any]:
        return [n for n in self.graph.get_operations() if any(x is self for x in n.inputs)]

    def set_shape(self, shape: Any) -> None:
        """Refines the static shape; contradicting what is known is a ValueError."""
        self._shape = self.shape.merge_with(shape).dims_tuple

    def eval(self, feed_dict: Any = None, session: Any = None) -> Any:
        if session is None:
            raise ValueError(
                "Cannot evaluate a symbolic tensor without a session; pass session=, or return "
                f"{self.name} from its tf.function and call that."
            )
        return session.run(self, feed_dict)

    @property
    def numpy(self) -> Any:
        """Absent: `hasattr(x, "numpy")` tells tensors with values from those without."""
        raise self._no_value("numpy()")

    def __array__(self, dtype: Any = None, copy: bool | None = None) -> np.ndarray:
        raise self._no_value("conversion to a NumPy array")

    def _no_value(self, what: str) -> Exception:
        return errors.SymbolicValueError(
            f"The symbolic tensor {self.name} (shape {self.shape}, {self._dtype.name}) has no "
            f"value while its tf.function is traced, so {what} is not possible. Use TensorFlow "
            "ops on it, or move this line out of the tf.function."
        )

    def __bool__(self) -> bool:
        raise errors.OperatorNotAllowedInGraphError(
            f"Using the symbolic tensor {self.name} as a Python bool is not allowed while a graph "
            "is built: its value is not known yet. Use tf.cond, tf.where, or let AutoGraph "
            "convert the function."
        )

    def __len__(self) -> int:
        if self._shape and self._shape[0] is not None:
            return self._shape[0]
        raise TypeError(
            f"len is not well defined for the symbolic tensor {self.name} of shape {self.shape}. "
            "Use tf.shape(x)[0]."
        )

    def __iter__(self) -> Iterator[Any]:
        if self._shape is None or (self._shape and self._shape[0] is None):
            raise errors.OperatorNotAllowedInGraphError(
                f"Iterating over the symbolic tensor {self.name} of shape {self.shape} needs a "
                "known first dimension. Use tf.map_fn, or set the shape."
            )
        return super().__iter__()

    def __repr__(self) -> str:
        return f"<tf.Tensor '{self.name}' shape={_dims_text(self._shape)} dtype={self._dtype.name}>"

    def __str__(self) -> str:
        shape = "" if self._shape is None else f", shape={_dims_text(self._shape)}"
        return f'Tensor("{self.name}"{shape}, dtype={self._dtype.name})'

    def __deepcopy__(self, memo: dict[int, Any]) -> SymbolicTensor:
        return self


def _dims_text(shape: tuple[int | None, ...] | None) -> str:
    if shape is None:
        return "<unknown>"
    body = ", ".join(str(d) for d in shape)
    return f"({body},)" if len(shape) == 1 else f"({body})"


def wrap(value: Any) -> EagerTensor:
    """An eager tensor of an array's own dtype."""
    return EagerTensor(value, BY_NUMPY[value.dtype])


def is_tensor(x: object) -> bool:
    """Whether `x` is a tensor, a variable or a composite of tensors.

    Example:
      >>> import tenfold as tf
      >>> tf.is_tensor(tf.constant(1)), tf.is_tensor(1)
      (True, False)
    """
    return isinstance(x, Operators) or hasattr(type(x), "_type_spec")


register_tensor_type(Tensor)
