"""Assertions about dtypes and about what a Python value is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

import numpy as np

from tenfold.core import context
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, as_dtype, float32
from tenfold.core.tensor import is_tensor
from tenfold.engine.control_flow.dependencies import no_op

from .failing import name_of, prefix


def assert_type(
    tensor: Any, tf_type: Any, message: str | None = None, name: str | None = None
) -> None:
    """Asserts the dtype of a tensor.

    Args:
      tensor: A tensor or composite tensor.
      tf_type: The expected dtype.
      message: What the error says first.
      name: A name for the ops.

    Raises:
      TypeError: The dtype differs.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_type(tf.constant(1.0), tf.float32)
    """
    wanted = as_dtype(tf_type)
    with context.name_scope(name or "assert_type"):
        tensor = tensor if hasattr(type(tensor), "_type_spec") else to_tensor(tensor)
        if tensor.dtype != wanted:
            raise TypeError(
                f"{prefix(message)}{name_of(tensor) or 'tensor'} must be of type {wanted!r}; "
                f"got {tensor.dtype!r}"
            )
        no_op("statically_determined_correct_type")


def assert_integer(x: Any, message: str | None = None, name: str | None = None) -> None:
    """Asserts that a tensor holds integers (quantized ones do not count).

    Args:
      x: A tensor.
      message: What the error says first.
      name: A name for the ops.

    Raises:
      TypeError: The dtype is no integer type.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_integer([1, 2])
    """
    with context.name_scope(name or "assert_integer"):
        x = to_tensor(x)
        if not x.dtype.is_integer:
            raise TypeError(
                f'{prefix(message)}Expected "x" to be integer type.  Found: '
                f"{name_of(x) or 'tensor'} of dtype {x.dtype}"
            )
        no_op("statically_determined_was_integer")


def assert_same_float_dtype(tensors: Sequence[Any] | None = None, dtype: Any = None) -> DType:
    """Asserts that tensors share one floating dtype, and gives it.

    Args:
      tensors: Tensors; entries that are None are passed over.
      dtype: The expected dtype.

    Returns:
      The common dtype; float32 where there is nothing to take it from.

    Raises:
      ValueError: A dtype differs from the first or from `dtype`, or is not floating.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_same_float_dtype([tf.constant(1.0), tf.constant([2.0])])
      tf.float32
    """
    wanted = None if dtype is None else as_dtype(dtype)
    first = None
    for tensor in tensors or ():
        if tensor is None:
            continue
        found = tensor.dtype.base_dtype
        if wanted is None:
            wanted, first = found, tensor
        elif found is not wanted:
            like = f" as {first!s}" if first is not None else ""
            raise ValueError(
                f"{tensor!s}, type={tensor.dtype}, must be of the same type ({wanted}){like}."
            )
    wanted = float32 if wanted is None else wanted
    if not wanted.is_floating:
        raise ValueError(f"Expected floating point type, got {wanted}.")
    return wanted


def assert_proper_iterable(values: Any) -> None:
    """Asserts that a value is a collection: iterable, but no tensor, array or text.

    Args:
      values: Any object.

    Raises:
      TypeError: It is not.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.assert_proper_iterable([1, 2])
    """
    unfit = (str, bytes, np.ndarray)
    if is_tensor(values) or isinstance(values, unfit):
        raise TypeError(
            f'Expected argument "values" to be a "proper" iterable.  Found: {type(values)}'
        )
    if not isinstance(values, Iterable):
        raise TypeError(f'Expected argument "values" to be iterable.  Found: {type(values)}')


def is_numeric_tensor(tensor: Any) -> bool:
    """Whether a value is a tensor of numbers: not of bools, texts or handles.

    Args:
      tensor: Any object.

    Returns:
      A Python bool.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.is_numeric_tensor(tf.constant(1)), tf.debugging.is_numeric_tensor(1)
      (True, False)
    """
    return is_tensor(tensor) and tensor.dtype.is_numeric
