"""What `Session.run` is fed: values for tensors of the graph, placeholders or not."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import numpy as np

from tenfold.core.convert import to_array
from tenfold.core.dtypes import string
from tenfold.core.shapes import TensorShape
from tenfold.core.sparse_tensor import SparseTensor
from tenfold.core.tensor import Tensor
from tenfold.engine.autodiff.indexed_slices import IndexedSlices

from .fetching import graph_element


def feeds_of(graph: Any, feed_dict: Mapping[Any, Any] | None) -> list[tuple[Any, Any]]:
    """The tensors that are fed, each with its raw value.

    Args:
      graph: The session's graph.
      feed_dict: Values by tensor, name of a tensor, variable, SparseTensor or IndexedSlices.

    Raises:
      TypeError: A key is no tensor of the graph, or a value is a tensor.
      ValueError: A value does not fit the tensor's shape or dtype, or it may not be fed.
    """
    found = []
    for key, value in (feed_dict or {}).items():
        for tensor, part in _parts(graph, key, value):
            found.append((tensor, checked(graph, tensor, part, key)))
    return found


def _parts(graph: Any, key: Any, value: Any) -> Iterator[tuple[Any, Any]]:
    """A composite's tensors, each with its part of the value."""
    if isinstance(key, (SparseTensor, IndexedSlices)):
        names = ("indices", "values", "dense_shape")
        if isinstance(key, IndexedSlices):
            names = ("values", "indices", "dense_shape")
        for i, name in enumerate(names):
            tensor = getattr(key, name)
            if tensor is not None:
                part = getattr(value, name) if hasattr(value, name) else value[i]
                yield fed_tensor(graph, tensor), part
        return
    yield fed_tensor(graph, key), value


def fed_tensor(graph: Any, key: Any) -> Any:
    """The tensor that a key of a feed stands for.

    Raises:
      TypeError: It stands for none.
    """
    try:
        tensor = graph_element(graph, key)
    except (TypeError, ValueError, KeyError) as error:
        text = error.args[0] if error.args else error
        text = str(text).replace(" or Operation.", ".")
        raise TypeError(f"Cannot interpret feed_dict key as Tensor: {text}") from None
    if not isinstance(tensor, Tensor):
        raise TypeError(
            f"Cannot interpret feed_dict key as Tensor: the operation {tensor.name!r} has no "
            "value; name one of its outputs."
        )
    return tensor


def checked(graph: Any, tensor: Any, value: Any, key: Any) -> np.ndarray:
    """The array that is fed, a copy: the user may change theirs while the graph still runs."""
    if isinstance(value, Tensor):
        raise TypeError(
            "The value of a feed cannot be a tf.Tensor object. Acceptable feed values include "
            "Python scalars, strings, lists, numpy ndarrays, or TensorHandles. For reference, the "
            f"tensor object was {value} which was passed to the argument `feed_dict` with key "
            f"{key}."
        )
    dtype = tensor.dtype
    if isinstance(value, int) and dtype.is_integer and not dtype.min <= value <= dtype.max:
        raise TypeError(
            f"Type of feed value {value} with type {type(value)} is not compatible with Tensor "
            f"type {dtype.name}. Try explicitly setting the type of the feed tensor to a larger "
            "type (e.g. int64)."
        )
    array = to_array(value, string)[0] if dtype is string else np.array(value, dtype.np, order="C")
    if not tensor.shape.is_compatible_with(array.shape):
        shape = tensor.raw_shape
        dims = ", ".join("?" if d is None else str(d) for d in shape)
        text = f"({dims},)" if len(shape) == 1 else f"({dims})"
        raise ValueError(
            f"Cannot feed value of shape {TensorShape(array.shape).dims_tuple} for Tensor "
            f"{tensor.name}, which has shape {text}"
        )
    if not graph.is_feedable(tensor):
        raise ValueError(f"Tensor {tensor.name} may not be fed.")
    return array
