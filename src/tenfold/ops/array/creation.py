"""Tensors made of a value and a shape: constants, zeros, ones."""

from __future__ import annotations

import builtins
import math
from typing import Any

import numpy as np

from tenfold.core import devices, errors, rules
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import (
    INDEX,
    NUMBER,
    QUANTIZED,
    DType,
    as_dtype,
    bool,
    float32,
    int32,
    string,
)
from tenfold.core.op import call, op
from tenfold.core.shapes import TensorShape, as_shape
from tenfold.core.signature import Types
from tenfold.core.tensor import EagerTensor, SymbolicTensor, Tensor, ndarray
from tenfold.engine.control_flow.list_forms import cleared, list_of
from tenfold.engine.control_flow.optional_values import optional_of, with_components

INDEX_DEFAULT = Types(INDEX, default=int32)
UNKNOWN: Any = None  # a shape of which not even the rank is known
PLAIN_OR_BOOL = (*(t for t in NUMBER if t not in QUANTIZED), bool)


@op(" -> output: dtype", shape=lambda call: call.attrs["value"].raw_shape)
def Const(xp: Any, *, value: ndarray, dtype: DType) -> Any:
    held: Any = value  # an attribute that is a tensor
    return held._host()


Const.not_differentiable()


@op(" -> output: dtype", shape=lambda call: call.attrs["shape"])
def Placeholder(xp: Any, *, dtype: DType, shape: TensorShape = UNKNOWN) -> Any:
    raise errors.InvalidArgumentError(
        None, None, f"A placeholder of {dtype.name} has no value: feed one when its graph is run."
    )


Placeholder.not_differentiable()


def constant(value: Any, dtype: Any = None, shape: Any = None, name: str = "Const") -> Tensor:
    """A tensor of a Python or NumPy value.

    Args:
      value: A number, string, NumPy array, or nested list of them.
      dtype: The dtype; that of the value by default (float32 for Python's floats, int32 for its
        integers).
      shape: The result's shape: the value is reshaped to it, or repeated if it is a single one.
      name: A name for the op while a graph is built.

    Returns:
      A tensor of the value.

    Raises:
      TypeError: The value does not fit the dtype or the shape.
      ValueError: A nested list is not rectangular.

    Example:
      >>> import tenfold as tf
      >>> tf.constant([1, 2, 3])
      <tf.Tensor: shape=(3,), dtype=int32, numpy=array([1, 2, 3], dtype=int32)>
      >>> tf.constant(-1.0, shape=[2, 2]).numpy().tolist()
      [[-1.0, -1.0], [-1.0, -1.0]]
    """
    dtype = None if dtype is None else as_dtype(dtype).base_dtype
    if isinstance(value, SymbolicTensor):
        raise TypeError(
            f"tf.constant takes a value; {value.name} is a symbolic tensor, which has none while "
            "a graph is built. Use tf.identity or tf.convert_to_tensor."
        )
    if isinstance(value, Tensor) and dtype not in (None, value.dtype):
        raise TypeError(
            f"tf.constant: a tensor of {value.dtype.name} is no {dtype.name}: use tf.cast."
        )
    graph = state.graph
    if graph is None:
        eager = to_tensor(value, dtype)
    else:
        state.graph = None
        try:
            eager = to_tensor(value, dtype)
        finally:
            state.graph = graph
    if shape is not None:
        eager = _shaped(eager, as_shape(shape))
    return devices.as_placed(eager) if graph is None else graph.constant(eager, name)


def _shaped(x: EagerTensor, shape: TensorShape) -> EagerTensor:
    wanted: Any = tuple(shape.as_list())
    value = x._host()
    if value.shape == wanted:
        return x
    if value.size == math.prod(wanted):
        return EagerTensor(value.reshape(wanted), x.dtype)
    if value.size == 1:
        return EagerTensor(np.full(wanted, value.reshape(()), x.dtype.np), x.dtype)
    raise TypeError(
        f"tf.constant: the value has {value.size} elements, but shape={wanted} needs "
        f"{math.prod(wanted)}. Give a value of that many elements, or a single one."
    )


def dims_of(shape: Any) -> tuple[int, ...] | Tensor:
    """A shape argument as a tuple where its value is known, else as a tensor of dimensions."""
    kind = type(shape)
    if (kind is list or kind is tuple) and all(type(d) is int for d in shape):
        return tuple(shape)
    if isinstance(shape, TensorShape) and shape.is_fully_defined():
        return tuple(d for d in shape.as_list() if d is not None)
    if isinstance(shape, int):
        return (shape,)
    dims = shape if isinstance(shape, Tensor) else to_tensor(shape, dtype_hint=int32)
    if not dims.dtype.is_integer:
        if dims.raw_shape == (0,):
            return ()
        raise TypeError(f"A shape has integer dimensions; received {shape!r}.")
    if isinstance(dims, EagerTensor) and (dims.ndim or 0) < 2:
        return tuple(np.atleast_1d(dims._host()).tolist())
    return dims if dims.raw_shape != () else call("Reshape", dims, [1])


def _filled(shape: Any, value: Any, dtype: DType, name: str | None) -> Tensor:
    dims = dims_of(shape)
    if state.graph is None and isinstance(dims, tuple):
        if any(d < 0 for d in dims):
            raise errors.InvalidArgumentError(
                None, None, f"Dimensions must be >= 0; received shape {list(dims)}."
            )
        return devices.as_placed(EagerTensor(np.full(dims, value, dtype.np), dtype))
    return Fill(
        to_tensor(dims, dtype_hint=int32) if isinstance(dims, tuple) else dims,
        constant(value, dtype),
        name=name,
    )


def blanks(xp: Any, shape: Any, dtype: Any) -> Any:
    """A raw array of zeros, or of empty strings."""
    return np.full(shape, b"", object) if dtype.hasobject else xp.zeros(shape, dtype)


def blank(dtype: DType, number: int) -> Any:
    """Zero or one of a dtype."""
    if dtype is string:
        if number:
            raise TypeError("There is no string that stands for one; use tf.fill.")
        return b""
    return builtins.bool(number) if dtype is bool else number


def lengths(done: Any) -> Any:
    """The shape that the first input spells, in which -1 is no unknown length but a mistake."""
    dims = rules.value_of(done.inputs[0])
    if dims is not None and (dims < 0).any():
        raise ValueError(f"Lengths must not be negative; received {dims.tolist()}.")
    return rules.shape_from(done.inputs[0])


@op(
    "dims: index_type, value: T -> output: T",
    index_type=INDEX_DEFAULT,
    shape=rules.shaped(lengths, "n", ""),
)
def Fill(xp: Any, dims: Any, value: Any) -> Any:
    dims = xp.static(dims)
    # TensorFlow takes a scalar for a vector of one number, and such a vector for a scalar, where no
    # graph is built.
    if dims.ndim > 1:
        raise ValueError(f"dims must be a vector, got shape {list(dims.shape)}.")
    if value.shape not in ((), (1,)):
        raise ValueError(f"value must be a scalar, got shape {list(value.shape)}.")
    return xp.full(tuple(dims.reshape(-1).tolist()), value, value.dtype)


@Fill.gradient
def fill_gradient(done: Any, dy: Any) -> Any:
    total = call("Sum", dy, call("Range", 0, rank_of(dy), 1))
    return None, call("Reshape", total, call("Shape", done.inputs[1]))


def rank_of(x: Any) -> Any:
    """The rank: a Python integer where it is known."""
    shape = x.raw_shape
    return call("Rank", x) if shape is None else len(shape)


def fill(dims: Any, value: Any, name: str | None = None, layout: Any = None) -> Tensor:
    """A tensor with one value everywhere.

    Args:
      dims: `[rank]`, the shape: integers.
      value: The value, a scalar.
      name: A name for the op.
      layout: Accepted for TensorFlow's sake; has no effect.

    Returns:
      A tensor of shape `dims` and the value's dtype.

    Raises:
      tf.errors.InvalidArgumentError: `dims` is not a vector, or `value` not a scalar.

    Example:
      >>> import tenfold as tf
      >>> tf.fill([2, 3], 7).numpy().tolist()
      [[7, 7, 7], [7, 7, 7]]
    """
    return Fill(dims, value, name=name)


def zeros(shape: Any, dtype: Any = float32, name: str | None = None, layout: Any = None) -> Tensor:
    """A tensor of zeros (of empty strings, of False).

    Args:
      shape: The shape: integers, a `tf.TensorShape`, or an integer tensor.
      dtype: The dtype.
      name: A name for the op.
      layout: Accepted for TensorFlow's sake; has no effect.

    Returns:
      A tensor of that shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.zeros([2, 2], tf.int32).numpy().tolist()
      [[0, 0], [0, 0]]
    """
    dtype = as_dtype(dtype).base_dtype
    return _filled(shape, blank(dtype, 0), dtype, name or "zeros")


def ones(shape: Any, dtype: Any = float32, name: str | None = None, layout: Any = None) -> Tensor:
    """A tensor of ones (of True).

    Args:
      shape: The shape: integers, a `tf.TensorShape`, or an integer tensor.
      dtype: The dtype.
      name: A name for the op.
      layout: Accepted for TensorFlow's sake; has no effect.

    Returns:
      A tensor of that shape and dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.ones([3]).numpy().tolist()
      [1.0, 1.0, 1.0]
    """
    dtype = as_dtype(dtype).base_dtype
    return _filled(shape, blank(dtype, 1), dtype, name or "ones")


@op("x: T -> y: T", shape=rules.same)
def ZerosLike(xp: Any, x: Any) -> Any:
    if (held := list_of(x)) is not None:
        return cleared(xp, held)
    if (optional := optional_of(x)) is not None:
        return with_components(xp, "ZerosLike", [optional])
    return blanks(xp, x.shape, x.dtype) if x.dtype == object else xp.zeros_like(x)


ZerosLike.not_differentiable()


@op("x: T -> y: T", T=PLAIN_OR_BOOL, shape=rules.same)
def OnesLike(xp: Any, x: Any) -> Any:
    return xp.ones_like(x)


OnesLike.not_differentiable()


def zeros_like(
    input: Any, dtype: Any = None, name: str | None = None, layout: Any = None
) -> Tensor:
    """Zeros in the shape of a tensor.

    Args:
      input: A tensor.
      dtype: The dtype; that of `input` by default.
      name: A name for the op.
      layout: Accepted for TensorFlow's sake; has no effect.

    Returns:
      A tensor of the shape of `input`.

    Example:
      >>> import tenfold as tf
      >>> tf.zeros_like([[1, 2], [3, 4]]).numpy().tolist()
      [[0, 0], [0, 0]]
    """
    return _like(input, dtype, 0, name or "zeros_like")


def ones_like(input: Any, dtype: Any = None, name: str | None = None, layout: Any = None) -> Tensor:
    """Ones in the shape of a tensor.

    Args:
      input: A tensor.
      dtype: The dtype; that of `input` by default.
      name: A name for the op.
      layout: Accepted for TensorFlow's sake; has no effect.

    Returns:
      A tensor of the shape of `input`.

    Example:
      >>> import tenfold as tf
      >>> tf.ones_like([1.5, 2.5]).numpy().tolist()
      [1.0, 1.0]
    """
    return _like(input, dtype, 1, name or "ones_like")


def _like(x: Any, dtype: Any, number: int, name: str | None) -> Tensor:
    x = to_tensor(x)
    wanted = x.dtype if dtype is None else as_dtype(dtype).base_dtype
    if wanted is x.dtype and (number == 0 or wanted in PLAIN_OR_BOOL):
        return (OnesLike if number else ZerosLike)(x, name=name)
    shape = x.raw_shape
    known = shape is not None and None not in shape
    return _filled(shape if known else call("Shape", x), blank(wanted, number), wanted, name)
