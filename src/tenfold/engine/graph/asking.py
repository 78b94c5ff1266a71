"""What a program may ask of the graph being built, and of what is known of a tensor."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.context import state
from tenfold.core.tensor import EagerTensor, SymbolicTensor

from .func_graph import FuncGraph


def inside_function() -> bool:
    """Whether a `tf.function` is being traced.

    Example:
      >>> import tenfold as tf
      >>> tf.inside_function(), bool(tf.function(lambda: tf.inside_function())())
      (False, True)
    """
    return isinstance(state.graph, FuncGraph)


def is_symbolic_tensor(tensor: object) -> bool:
    """Whether a value is a tensor of a graph, which has no value yet.

    Args:
      tensor: Any object.

    Example:
      >>> import tenfold as tf
      >>> tf.is_symbolic_tensor(tf.constant(1))
      False
      >>> bool(tf.function(lambda x: tf.is_symbolic_tensor(x))(tf.constant(1)))
      True
    """
    return isinstance(tensor, SymbolicTensor)


def get_static_value(tensor: Any, partial: bool = False) -> Any:
    """The value of a tensor where it is known without running anything.

    Args:
      tensor: A tensor; other values are given back as they are.
      partial: Whether an array with None for unknown elements is wanted, where some are known.

    Returns:
      A NumPy array or scalar, or None.

    Example:
      >>> import tenfold as tf
      >>> tf.get_static_value(tf.constant([1, 2])).tolist()
      [1, 2]
      >>> @tf.function(input_signature=[tf.TensorSpec([None, 3])])
      ... def f(x):
      ...     return tf.constant(tf.get_static_value(tf.shape(x)[1]))
      >>> f(tf.zeros([2, 3])).numpy().item()
      3
    """
    if isinstance(tensor, EagerTensor):
        return tensor.numpy()
    if isinstance(tensor, SymbolicTensor):
        value = tensor.graph.known_value(tensor)
        if value is None:
            return _from_dims(tensor, partial)
        return value if value.ndim else value[()]
    return None if hasattr(tensor, "handle") else tensor


def _from_dims(tensor: SymbolicTensor, partial: bool) -> Any:
    """What is known of a size, or of a vector of sizes, of which others are open."""
    shape = tensor.raw_shape
    if not tensor.dtype.is_integer or shape is None or len(shape) > 1:
        return None
    dims = tensor.graph.known_dims(tensor)
    if dims is None or (None in dims and not (partial and shape)):
        return None
    if None in dims:
        return np.array(dims, object)
    value = np.array(dims, tensor.dtype.np)
    return value if shape else value[0]


def get_current_name_scope() -> str:
    """The name scope around the call, without a slash at its end.

    Example:
      >>> import tenfold as tf
      >>> with tf.name_scope("encoder"), tf.name_scope("attention"):
      ...     tf.get_current_name_scope()
      'encoder/attention'
    """
    return state.name_scope.rstrip("/")
