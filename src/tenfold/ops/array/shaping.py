"""Shapes read and changed: shape, size, rank, reshape, expand_dims, squeeze."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import INDEX, DType, as_dtype, int32
from tenfold.core.op import call, op
from tenfold.core.tensor import EagerTensor, Tensor

from .creation import INDEX_DEFAULT, constant


def _shape_length(done: Any) -> Any:
    shape = done.inputs[0].raw_shape
    return (None if shape is None else len(shape),)


@op("input: T -> output: out_type", out_type=INDEX, shape=_shape_length)
def Shape(xp: Any, input: Any, *, out_type: DType = int32) -> Any:
    return np.asarray(input.shape, out_type.np)


Shape.not_differentiable()


def shape_of(x: Any, dtype: DType = int32) -> Any:
    """The shape for another op's use: a list where it is known, else a tensor."""
    known = x.raw_shape
    return Shape(x, out_type=dtype) if known is None or None in known else list(known)


def shape(input: Any, out_type: Any = None, name: str | None = None) -> Tensor:
    """The shape of a tensor, as a tensor.

    Args:
      input: A tensor, or a composite that knows its dense shape.
      out_type: `tf.int32` (the default) or `tf.int64`.
      name: A name for the op.

    Returns:
      `[rank]`, integers.

    Example:
      >>> import tenfold as tf
      >>> tf.shape([[1, 2, 3]]).numpy().tolist()
      [1, 3]
    """
    wanted = int32 if out_type is None else as_dtype(out_type)
    dense = getattr(input, "dense_shape", None)
    if dense is not None:
        return dense if dense.dtype is wanted else call("Cast", dense, DstT=wanted)
    if hasattr(input, "dynamic_shape"):
        return input.dynamic_shape(wanted)
    x = input if isinstance(input, Tensor) else to_tensor(input)
    known = x.raw_shape
    if state.graph is not None and known is not None and None not in known:
        return constant(np.asarray(known, wanted.np), name=name or "Shape")
    return Shape(x, out_type=wanted, name=name)


def _shape_lengths(done: Any) -> Any:
    return [(None if x.raw_shape is None else len(x.raw_shape),) for x in done.inputs]


@op("input: N*T -> output: N*out_type", out_type=INDEX, shape=_shape_lengths)
def ShapeN(xp: Any, input: Any, *, out_type: DType = int32) -> Any:
    return [np.asarray(x.shape, out_type.np) for x in input]


ShapeN.not_differentiable()


def shape_n(input: Any, out_type: Any = int32, name: str | None = None) -> list[Tensor]:
    """The shapes of several tensors of one dtype.

    Args:
      input: A list of tensors.
      out_type: `tf.int32` or `tf.int64`.
      name: A name for the op.

    Returns:
      A list of integer vectors.

    Example:
      >>> import tenfold as tf
      >>> [s.numpy().tolist() for s in tf.shape_n([[1, 2], [[3]]])]
      [[2], [1, 1]]
    """
    return ShapeN(input, out_type=out_type, name=name)


@op("input: T -> output: out_type", out_type=INDEX, shape=rules.scalar)
def Size(xp: Any, input: Any, *, out_type: DType = int32) -> Any:
    return np.asarray(math.prod(input.shape), out_type.np)


Size.not_differentiable()


def size(input: Any, out_type: Any = None, name: str | None = None) -> Tensor:
    """The number of elements of a tensor.

    Args:
      input: A tensor.
      out_type: `tf.int32` (the default) or `tf.int64`; where the shape is known, any dtype of
        numbers.
      name: A name for the op.

    Returns:
      A scalar of that dtype.

    Example:
      >>> import tenfold as tf
      >>> tf.size([[1, 2, 3], [4, 5, 6]]).numpy().item()
      6
    """
    wanted = int32 if out_type is None else as_dtype(out_type)
    if wanted not in INDEX:
        count = rules.size(to_tensor(input).raw_shape)
        if count is not None:
            return to_tensor(count, wanted)
    return Size(input, out_type=wanted, name=name)


@op("input: T -> output: int32", shape=rules.scalar)
def Rank(xp: Any, input: Any) -> Any:
    return np.asarray(len(input.shape), np.int32)


Rank.not_differentiable()


def rank(input: Any, name: str | None = None) -> Tensor:
    """The number of axes of a tensor.

    Args:
      input: A tensor.
      name: A name for the op.

    Returns:
      A scalar int32.

    Example:
      >>> import tenfold as tf
      >>> tf.rank([[1, 2], [3, 4]]).numpy().item()
      2
    """
    return Rank(input, name=name)


def _reshaped(done: Any) -> Any:
    length = done.inputs[1].raw_shape
    if length is not None and len(length) != 1:
        raise ValueError(f"Shape must be rank 1 but is rank {len(length)}.")
    wanted = rules.shape_from(done.inputs[1])
    total = rules.size(done.inputs[0].raw_shape)
    spelled = rules.value_of(done.inputs[1])
    if wanted is None or spelled is None:
        return wanted
    rest = math.prod(d for d in wanted if d is not None)
    free = wanted.count(None)
    if free > 1:
        raise ValueError(f"Only one input size may be -1; received {spelled.tolist()}.")
    if total is None:
        return wanted
    if free and not rest and not total:
        whole = math.prod(d for d in done.inputs[0].raw_shape if d)
        part = math.prod(d for d in wanted if d)
        return tuple(whole // part if d is None else d for d in wanted)
    if free and not rest:
        return wanted
    if total != rest if not free else total % rest:
        raise ValueError(
            f"Cannot reshape a tensor with {total} elements to shape {spelled.tolist()} "
            f"({rest} elements)."
        )
    return tuple(total // rest if d is None else d for d in wanted)


@op("tensor: T, shape: Tshape -> output: T", Tshape=INDEX_DEFAULT, shape=_reshaped)
def Reshape(xp: Any, tensor: Any, shape: Any) -> Any:
    wanted = xp.static(shape)
    # TensorFlow takes a scalar for a vector of one length where no graph is built.
    if wanted.ndim > 1:
        raise ValueError(f"sizes input must be 1-D, not {list(wanted.shape)}.")
    dims = wanted.reshape(-1).tolist()
    total, rest = math.prod(tensor.shape), math.prod(d for d in dims if d != -1)
    if any(d < -1 for d in dims) or dims.count(-1) > 1:
        raise ValueError(f"Sizes must be non-negative, with one -1 at most; not {dims}.")
    if -1 in dims and not rest and not total:
        # TensorFlow works the missing length out from the lengths that are not zero.
        whole = math.prod(d for d in tensor.shape if d)
        part = math.prod(d for d in dims if d > 0)
        if not whole % part:
            return tensor.reshape([whole // part if d == -1 else d for d in dims])
    if -1 in dims and not rest:
        raise ValueError(f"The length of -1 in {dims} cannot be found from {total} elements.")
    if total != rest if -1 not in dims else total % rest:
        raise ValueError(
            f"Input to reshape is a tensor with {total} values, but the requested shape {dims} "
            f"{'has' if -1 not in dims else 'requires a multiple of'} {rest}."
        )
    return tensor.reshape(dims)


@Reshape.gradient
def reshape_gradient(done: Any, dy: Any) -> Any:
    return Reshape(to_tensor(dy), shape_of(done.inputs[0])), None


def reshape(tensor: Any, shape: Any, name: str | None = None) -> Tensor:
    """The same elements, in row-major order, in another shape.

    Args:
      tensor: A tensor.
      shape: The new shape; one length may be -1, which is then worked out.
      name: A name for the op.

    Returns:
      A tensor of that shape and the same dtype.

    Raises:
      tf.errors.InvalidArgumentError: The number of elements differs.

    Example:
      >>> import tenfold as tf
      >>> tf.reshape([1, 2, 3, 4, 5, 6], [2, -1]).numpy().tolist()
      [[1, 2, 3], [4, 5, 6]]
    """
    if state.plain and type(tensor) is EagerTensor and type(shape) in (list, tuple):
        for d in shape:
            if type(d) is not int or d < -1:
                break
        else:
            try:
                return EagerTensor(tensor._host().reshape(shape), tensor._dtype)
            except ValueError:
                pass  # the op says what is wrong
    return Reshape(tensor, shape, name=name)


def _expanded(done: Any) -> Any:
    known, axis = done.inputs[0].raw_shape, rules.value_of(done.inputs[1])
    if known is None:
        return None
    if axis is None:
        return (None,) * (len(known) + 1)
    at = rules.normalize_axis(int(axis.reshape(())), len(known) + 1)
    return (*known[:at], 1, *known[at:])


@op("input: T, dim: Tdim -> output: T", Tdim=INDEX_DEFAULT, shape=_expanded)
def ExpandDims(xp: Any, input: Any, dim: Any) -> Any:
    at = rules.normalize_axis(xp.static(dim).item(), input.ndim + 1, "dim")
    return input.reshape((*input.shape[:at], 1, *input.shape[at:]))


@ExpandDims.gradient
def expand_dims_gradient(done: Any, dy: Any) -> Any:
    return Reshape(to_tensor(dy), shape_of(done.inputs[0])), None


def expand_dims(input: Any, axis: Any, name: str | None = None) -> Tensor:
    """A tensor with an axis of length 1 inserted.

    Args:
      input: A tensor.
      axis: Where the new axis stands in the result, in `[-rank - 1, rank]`.
      name: A name for the op.

    Returns:
      A tensor of rank one higher.

    Raises:
      tf.errors.InvalidArgumentError: `axis` is out of range.

    Example:
      >>> import tenfold as tf
      >>> tf.expand_dims([1, 2], 1).shape
      TensorShape([2, 1])
    """
    if axis is None:
        raise ValueError("expand_dims: give an axis; received None.")
    if state.plain and type(input) is EagerTensor and type(axis) is int:
        known = input._value.shape
        rank = len(known) + 1
        if -rank <= axis < rank:
            at = axis % rank
            value = input._host().reshape((*known[:at], 1, *known[at:]))
            return EagerTensor(value, input._dtype)
    return ExpandDims(input, axis, name=name)


def _squeezed_dims(known: Any, axes: Any) -> Any:
    gone = {rules.normalize_axis(a, len(known)) for a in axes}
    for a in gone:
        if known[a] not in (1, None):
            raise ValueError(
                f"Can not squeeze dim[{a}], expected a dimension of 1, got {known[a]}."
            )
    return tuple(d for i, d in enumerate(known) if (i not in gone if axes else d != 1))


def _squeezed(done: Any) -> Any:
    known, axes = done.inputs[0].raw_shape, done.attrs["squeeze_dims"]
    if known is None or (not axes and None in known):
        return None
    return _squeezed_dims(known, axes)


EVERY_ONE: list[int] = []


@op("input: T -> output: T", shape=_squeezed)
def Squeeze(xp: Any, input: Any, *, squeeze_dims: list[int] = EVERY_ONE) -> Any:
    return input.reshape(_squeezed_dims(input.shape, squeeze_dims))


@Squeeze.gradient
def squeeze_gradient(done: Any, dy: Any) -> Any:
    return (Reshape(to_tensor(dy), shape_of(done.inputs[0])),)


def squeeze(input: Any, axis: Any = None, name: str | None = None) -> Tensor:
    """A tensor without its axes of length 1.

    Args:
      input: A tensor.
      axis: The axes to take away, an integer or a list of them; all of length 1 by default.
      name: A name for the op.

    Returns:
      A tensor of the same elements.

    Raises:
      tf.errors.InvalidArgumentError: An axis named has another length than 1.

    Example:
      >>> import tenfold as tf
      >>> tf.squeeze([[[1], [2]]]).shape, tf.squeeze([[[1], [2]]], 0).shape
      (TensorShape([2]), TensorShape([2, 1]))
    """
    axes: list[int]
    if axis is None:
        axes = []
    elif type(axis) is int:
        axes = [axis]
    else:
        axes = [int(a) for a in (axis if isinstance(axis, (list, tuple)) else np.atleast_1d(axis))]
    if state.plain and type(input) is EagerTensor:
        value = input._host()
        if all([-value.ndim <= a < value.ndim and value.shape[a] == 1 for a in axes]):  # noqa: C419 -- faster
            dims = _squeezed_dims(value.shape, axes)
            return EagerTensor(value.reshape(dims), input._dtype)
    return Squeeze(input, squeeze_dims=axes, name=name)
