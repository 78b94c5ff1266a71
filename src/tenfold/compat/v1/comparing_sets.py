"""Matrices of confusion, rows by batch, and differences of lists, with old arguments."""

from __future__ import annotations

from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, int32
from tenfold.core.op import call
from tenfold.ops.array.gathering import gather
from tenfold.ops.math import counting


def confusion_matrix(
    labels: Any,
    predictions: Any,
    num_classes: Any = None,
    dtype: Any = int32,
    name: str | None = None,
    weights: Any = None,
) -> Any:
    """How often each class was predicted (columns) for each true class (rows).

    Args:
      labels, predictions: Classes, [samples].
      num_classes: How many classes there are.
      dtype: The counts' dtype.
      name: A name.
      weights: Weights of the samples.

    Returns:
      [classes, classes].

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.confusion_matrix([0, 1], [1, 1]).numpy().tolist()
      [[0, 1], [0, 1]]
    """
    return counting.confusion_matrix(labels, predictions, num_classes, weights, dtype, name)


def batch_gather(params: Any, indices: Any, name: str | None = None) -> Any:
    """Elements of the last axis of `indices`, of each batch its own.

    Args:
      params: [..., n, ...].
      indices: [..., m], whose axes but the last are those of the batch.
      name: A name.

    Returns:
      [..., m, ...].
    """
    places = to_tensor(indices)
    if places.shape.rank is None:
        raise ValueError("batch_gather does not allow indices with unknown shape.")
    return gather(params, places, axis=places.shape.rank - 1, batch_dims=places.shape.rank - 1)


def setdiff1d(x: Any, y: Any, index_dtype: Any = int32, name: str | None = None) -> tuple[Any, Any]:
    """The elements of one list that are not in another, and where they are.

    Args:
      x, y: [n] and [m].
      index_dtype: The places' dtype.
      name: A name.

    Returns:
      The elements, and their places in `x`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.setdiff1d([1, 2, 3], [2])[0].numpy().tolist()
      [1, 3]
    """
    found = call("ListDiff", x, y, out_idx=as_dtype(index_dtype), name=name)
    return found[0], found[1]


def clip_by_average_norm(t: Any, clip_norm: Any, name: str | None = None) -> Any:
    """Scales a tensor down so that its L2 norm by element is at most `clip_norm`.

    Args:
      t: A tensor.
      clip_norm: The largest norm.
      name: A name.

    Returns:
      A tensor like `t`.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.clip_by_average_norm([3.0, 4.0], 1.25).numpy().tolist()
      [1.5, 2.0]
    """
    x = to_tensor(t)
    count = call("Cast", call("Size", x), DstT=x.dtype)
    norm = call("Sqrt", call("Sum", x * x, call("Range", 0, call("Rank", x), 1)))
    scale = call("Minimum", call("RealDiv", count, norm), call("RealDiv", 1.0, clip_norm))
    return call("Mul", x * clip_norm, scale, name=name)


def div_no_nan(x: Any, y: Any, name: str | None = None) -> Any:
    """x / y, and zero where y is zero.

    Args:
      x, y: Tensors of numbers.
      name: A name.

    Returns:
      A tensor of the broadcast shape.
    """
    return call("DivNoNan", x, y, name=name)
