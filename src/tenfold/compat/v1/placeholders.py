"""Tensors whose values a session is fed, and tensors whose values it may be fed."""

from __future__ import annotations

from typing import Any

from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, int64
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.sparse_tensor import SparseTensor


def placeholder(dtype: Any, shape: Any = None, name: str | None = None) -> Any:
    """A tensor of a graph that must be fed a value.

    Args:
      dtype: Its dtype.
      shape: Its shape, None for any; unknown dimensions are None.
      name: A name.

    Returns:
      A tensor.

    Raises:
      RuntimeError: No graph is being built.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     x = tf.placeholder(tf.float32, [None, 2])
      ...     session.run(tf.reduce_sum(x, 1), {x: [[1.0, 2.0]]}).tolist()
      [3.0]
    """
    if state.graph is None:
        raise RuntimeError("tf.placeholder() is not compatible with eager execution.")
    attrs = {"dtype": as_dtype(dtype).base_dtype, "shape": TensorShape(shape).dims_tuple}
    return call("Placeholder", name=name, **attrs)


def placeholder_with_default(input: Any, shape: Any, name: str | None = None) -> Any:
    """A tensor of a graph that may be fed a value, and has another one otherwise.

    Args:
      input: The value it has when it is not fed.
      shape: Its shape, as general as the values that are fed.
      name: A name.

    Returns:
      A tensor.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     x = tf.placeholder_with_default(1.0, [])
      ...     session.run(x).item(), session.run(x, {x: 2.0}).item()
      (1.0, 2.0)
    """
    value = to_tensor(input)
    return call("PlaceholderWithDefault", value, shape=TensorShape(shape), name=name)


def sparse_placeholder(dtype: Any, shape: Any = None, name: str | None = None) -> SparseTensor:
    """A SparseTensor of a graph that must be fed a value.

    Args:
      dtype: The dtype of its values.
      shape: Its dense shape, if it is known.
      name: A name.

    Returns:
      A SparseTensor; feed it a SparseTensorValue or (indices, values, dense_shape).

    Raises:
      RuntimeError: No graph is being built.
    """
    if state.graph is None:
        raise RuntimeError("tf.sparse_placeholder() is not compatible with eager execution.")
    prefix = f"{name}/" if name else ""
    rank = None if shape is None else TensorShape(shape).rank
    if shape is not None and TensorShape(shape).is_fully_defined():
        dense: Any = to_tensor(TensorShape(shape).as_list(), int64)
    else:
        dense = placeholder(int64, [rank], f"{prefix}shape")
    return SparseTensor(
        indices=placeholder(int64, [None, rank], f"{prefix}indices"),
        values=placeholder(dtype, [None], f"{prefix}values"),
        dense_shape=dense,
    )
