"""Functions on arrays under the arguments that they had in TensorFlow 1."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.convert import convert_to_tensor as convert
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import (
    as_dtype,
    bfloat16,
    complex64,
    complex128,
    float32,
    float64,
    int32,
    int64,
)
from tenfold.core.op import call
from tenfold.core.sparse_tensor import SparseTensor
from tenfold.ops.array import (
    arranging,
    batching,
    casting,
    creation,
    gathering,
    layouts,
    selecting,
    shaping,
)

from .renamed_arguments import one_of


def constant(
    value: Any,
    dtype: Any = None,
    shape: Any = None,
    name: str = "Const",
    verify_shape: bool = False,
) -> Any:
    """A tensor of given values; the last one fills what is left of a larger shape.

    Args:
      value: A number, text, or nested list.
      dtype: Its dtype.
      shape: Its shape.
      name: A name.
      verify_shape: Whether `value` must have the very shape.

    Returns:
      A tensor.

    Raises:
      TypeError: `verify_shape`, and the shape is another.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.constant([1, 2], shape=[2, 2]).numpy().tolist()
      [[1, 2], [2, 2]]
    """
    if shape is None:
        return creation.constant(value, dtype, None, name)
    array = np.asarray(value)
    if verify_shape and tuple(shape) != array.shape:
        raise TypeError(f"Expected Tensor's shape: {tuple(shape)}, got {array.shape}.")
    size = int(np.prod(shape, dtype=np.int64))
    if 0 < array.size < size:
        flat = array.reshape(-1).tolist()
        return creation.constant(flat + flat[-1:] * (size - len(flat)), dtype, shape, name)
    return creation.constant(value, dtype, shape, name)


def convert_to_tensor(
    value: Any,
    dtype: Any = None,
    name: str | None = None,
    preferred_dtype: Any = None,
    dtype_hint: Any = None,
) -> Any:
    """A tensor of a value.

    Args:
      value: A tensor, variable, array, number, text or nested list.
      dtype: The dtype that it must have.
      name: A name.
      preferred_dtype: The old name of `dtype_hint`.
      dtype_hint: The dtype that it has if it can.

    Returns:
      A tensor.
    """
    hint = one_of("dtype_hint", dtype_hint, "preferred_dtype", preferred_dtype)
    return convert(value, dtype, hint, name)


def expand_dims(input: Any, axis: Any = None, name: str | None = None, dim: Any = None) -> Any:
    """Adds an axis of size 1; `dim` is the old name of `axis`."""
    axis = one_of("axis", axis, "dim", dim)
    if axis is None:
        raise ValueError("Must specify an axis argument to tf.expand_dims()")
    return shaping.expand_dims(input, axis, name)


def squeeze(input: Any, axis: Any = None, name: str | None = None, squeeze_dims: Any = None) -> Any:
    """Drops axes of size 1; `squeeze_dims` is the old name of `axis`."""
    axis = one_of("axis", axis, "squeeze_dims", squeeze_dims)
    if isinstance(axis, int):
        axis = [axis]
    return shaping.squeeze(input, axis, name)


def transpose(a: Any, perm: Any = None, name: str = "transpose", conjugate: bool = False) -> Any:
    """Permutes axes, in reverse order by default."""
    return arranging.transpose(a, perm, conjugate, name)


def shape(input: Any, name: str | None = None, out_type: Any = None) -> Any:
    """The shape of a tensor, as a tensor of int32 by default."""
    if isinstance(input, SparseTensor):
        return casting.cast(input.dense_shape, out_type or int32)
    return shaping.shape(input, out_type or int32, name)


def size(input: Any, name: str | None = None, out_type: Any = int32) -> Any:
    """The number of elements of a tensor, as a tensor of int32 by default."""
    return shaping.size(input, out_type, name)


def ones_like(
    tensor: Any, dtype: Any = None, name: str | None = None, optimize: bool = True
) -> Any:
    """Ones of a tensor's shape."""
    return creation.ones_like(tensor, dtype, name)


def zeros_like(
    tensor: Any, dtype: Any = None, name: str | None = None, optimize: bool = True
) -> Any:
    """Zeros of a tensor's shape."""
    return creation.zeros_like(tensor, dtype, name)


def pad(
    tensor: Any,
    paddings: Any,
    mode: str = "CONSTANT",
    name: str | None = None,
    constant_values: Any = 0,
) -> Any:
    """Puts elements around a tensor; see `tf.pad`."""
    return arranging.pad(tensor, paddings, mode, constant_values, name)


def gather(
    params: Any,
    indices: Any,
    validate_indices: Any = None,
    name: str | None = None,
    axis: Any = None,
    batch_dims: int = 0,
) -> Any:
    """The slices of a tensor at indices along an axis; see `tf.gather`."""
    return gathering.gather(params, indices, None, axis, batch_dims, name)


def gather_nd(
    params: Any,
    indices: Any,
    name: str | None = None,
    batch_dims: int = 0,
    bad_indices_policy: str = "",
) -> Any:
    """The slices of a tensor that index vectors name; see `tf.gather_nd`."""
    return gathering.gather_nd(params, indices, batch_dims, name, bad_indices_policy)


def boolean_mask(tensor: Any, mask: Any, name: str = "boolean_mask", axis: Any = None) -> Any:
    """The slices of a tensor where a mask is true; see `tf.boolean_mask`."""
    return selecting.boolean_mask(tensor, mask, axis, name)


def where(condition: Any, x: Any = None, y: Any = None, name: str | None = None) -> Any:
    """The indices of true elements, or elements of `x` and `y`.

    Args:
      condition: A bool tensor of the shape of `x`; or a scalar, or a vector that chooses rows.
      x, y: Tensors of one shape; or neither.
      name: A name.

    Returns:
      Without `x` and `y` an int64 tensor [number, rank]; else a tensor of the shape of `x`.

    Raises:
      ValueError: Only one of `x` and `y` is given.
    """
    if x is not None and y is not None:
        chosen, one, other = to_tensor(condition), convert(x), convert(y)
        extra = (one.shape.rank or 0) - (chosen.shape.rank or 0)
        if chosen.shape.rank == 1 and extra > 0:
            dims = call("ConcatV2", [call("Shape", chosen), to_tensor([1] * extra, int32)], 0)
            chosen = call("Reshape", chosen, dims)
        return selecting.where(chosen, one, other, name)
    return selecting.where(condition, x, y, name)


def reverse_sequence(
    input: Any,
    seq_lengths: Any,
    seq_axis: Any = None,
    batch_axis: Any = None,
    name: str | None = None,
    seq_dim: Any = None,
    batch_dim: Any = None,
) -> Any:
    """Reverses the start of each sequence; see `tf.reverse_sequence`."""
    axis = one_of("seq_axis", seq_axis, "seq_dim", seq_dim)
    batch = one_of("batch_axis", batch_axis, "batch_dim", batch_dim, 0)
    return layouts.reverse_sequence(input, seq_lengths, axis, batch, name)


def space_to_batch(
    input: Any,
    paddings: Any,
    block_size: Any = None,
    name: str | None = None,
    block_shape: Any = None,
) -> Any:
    """Moves blocks of space into the batch; see `tf.space_to_batch`."""
    block = one_of("block_shape", block_shape, "block_size", block_size)
    return _in_blocks(batching.space_to_batch, input, block, paddings, name)


def batch_to_space(
    input: Any, crops: Any, block_size: Any, name: str | None = None, block_shape: Any = None
) -> Any:
    """Moves the batch into blocks of space; see `tf.batch_to_space`."""
    block = block_size if block_shape is None else block_shape
    return _in_blocks(batching.batch_to_space, input, block, crops, name)


def _in_blocks(function: Any, input: Any, block: Any, edges: Any, name: str | None) -> Any:
    """Moves blocks of a shape; those of one size are squares of images."""
    if not isinstance(block, int):
        return function(input, block, edges, name)
    result = function(input, [block, block], edges, name)
    result.set_shape([None] * 4)
    return result


def to_float(x: Any, name: str = "ToFloat") -> Any:
    """Casts to float32."""
    return casting.cast(x, float32, name)


def to_double(x: Any, name: str = "ToDouble") -> Any:
    """Casts to float64."""
    return casting.cast(x, float64, name)


def to_int32(x: Any, name: str = "ToInt32") -> Any:
    """Casts to int32."""
    return casting.cast(x, int32, name)


def to_int64(x: Any, name: str = "ToInt64") -> Any:
    """Casts to int64."""
    return casting.cast(x, int64, name)


def to_bfloat16(x: Any, name: str = "ToBFloat16") -> Any:
    """Casts to bfloat16."""
    return casting.cast(x, bfloat16, name)


def to_complex64(x: Any, name: str = "ToComplex64") -> Any:
    """Casts to complex64."""
    return casting.cast(x, complex64, name)


def to_complex128(x: Any, name: str = "ToComplex128") -> Any:
    """Casts to complex128."""
    return casting.cast(x, complex128, name)


def div(x: Any, y: Any, name: str | None = None) -> Any:
    """Divides as Python 2 did: integers are rounded down, floats are not."""
    left = convert(x, dtype_hint=getattr(y, "dtype", None))
    right = convert(y, left.dtype)
    op = "RealDiv" if left.dtype.is_floating or left.dtype.is_complex else "FloorDiv"
    return call(op, left, right, name=name)


def sparse_to_dense(
    sparse_indices: Any,
    output_shape: Any,
    sparse_values: Any,
    default_value: Any = 0,
    validate_indices: bool = True,
    name: str | None = None,
) -> Any:
    """A dense tensor with values at given indices.

    Args:
      sparse_indices: A scalar, a vector, or index vectors [number, rank].
      output_shape: The shape.
      sparse_values: A scalar, or a value for each index.
      default_value: The value elsewhere.
      validate_indices: Accepted for TensorFlow's sake.
      name: A name.

    Returns:
      A tensor of `output_shape`.
    """
    values = convert(sparse_values)
    indices = casting.cast(sparse_indices, int64)
    rank = indices.shape.rank
    if rank == 0:
        indices = shaping.reshape(indices, [1, 1])
    elif rank == 1:
        indices = shaping.reshape(indices, [-1, 1])
    dims = casting.cast(output_shape, int64)
    count = shaping.shape(indices, int64)[:1]
    spread = call("BroadcastTo", values, count)
    base = call("Fill", dims, convert(default_value, as_dtype(values.dtype)))
    return call("TensorScatterUpdate", base, indices, spread, name=name)


def space_to_depth(
    input: Any, block_size: int, name: str | None = None, data_format: str = "NHWC"
) -> Any:
    """Moves blocks of space into the channels; see `tf.nn.space_to_depth`."""
    return layouts.space_to_depth(input, block_size, data_format, name)


def depth_to_space(
    input: Any, block_size: int, name: str | None = None, data_format: str = "NHWC"
) -> Any:
    """Moves channels into blocks of space; see `tf.nn.depth_to_space`."""
    return layouts.depth_to_space(input, block_size, data_format, name)
