"""Conversions to a tensor that leave alone what is sparse already."""

from __future__ import annotations

from typing import Any

from tenfold.core.convert import convert_to_tensor
from tenfold.core.dtypes import as_dtype
from tenfold.core.sparse_tensor import SparseTensor
from tenfold.engine.autodiff.indexed_slices import IndexedSlices

from .fetching import SparseTensorValue


def convert_to_tensor_or_indexed_slices(
    value: Any, dtype: Any = None, name: str | None = None
) -> Any:
    """A tensor of a value; an IndexedSlices or a SparseTensor as it is.

    Args:
      value: An IndexedSlices, a SparseTensor, or what can be a tensor.
      dtype: The dtype that it must have.
      name: A name for the tensor.

    Returns:
      A tensor, an IndexedSlices or a SparseTensor.

    Raises:
      ValueError: It has another dtype.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> rows = tf.IndexedSlices(tf.constant([[1.0]]), tf.constant([2]))
      >>> tf.convert_to_tensor_or_indexed_slices(rows) is rows
      True
    """
    if not isinstance(value, (IndexedSlices, SparseTensor)):
        return convert_to_tensor(value, dtype, None, name)
    if dtype is not None and not as_dtype(dtype).is_compatible_with(value.dtype):
        raise ValueError(
            f"Incompatible tensor conversion requested to `dtype` {as_dtype(dtype).name} for "
            f"`value` ({value}) with dtype {value.dtype.name}. Use tf.cast."
        )
    return value


def convert_to_tensor_or_sparse_tensor(
    value: Any, dtype: Any = None, name: str | None = None
) -> Any:
    """A tensor of a value; a SparseTensor as it is, and one of a SparseTensorValue.

    Args:
      value: A SparseTensor, a SparseTensorValue, or what can be a tensor.
      dtype: The dtype that it must have.
      name: A name for the tensor.

    Returns:
      A tensor or a SparseTensor.

    Raises:
      RuntimeError: A sparse value has another dtype.
      ValueError: Another value has.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> value = tf.SparseTensorValue([[0, 1]], [2.0], [2, 2])
      >>> type(tf.convert_to_tensor_or_sparse_tensor(value)).__name__
      'SparseTensor'
    """
    if isinstance(value, SparseTensorValue):
        value = SparseTensor.from_value(value)
    if not isinstance(value, SparseTensor):
        return convert_to_tensor(value, dtype, None, name)
    if dtype is not None and not as_dtype(dtype).is_compatible_with(value.dtype):
        raise RuntimeError(
            f"Sparse dtype mismatch. Requested: {as_dtype(dtype).name}, Actual: "
            f"{value.dtype.name}. Use tf.cast."
        )
    return value
