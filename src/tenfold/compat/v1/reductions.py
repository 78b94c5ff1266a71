"""Reductions that also take `reduction_indices` and `keep_dims`, as they did in TensorFlow 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.dtypes import int64
from tenfold.ops.linalg import norms
from tenfold.ops.math import arg_extremes, counting, reducing

from .renamed_arguments import one_of


def _axis_and_keep(
    axis: Any, keepdims: bool | None, reduction_indices: Any, keep_dims: bool | None
) -> tuple[Any, bool]:
    axis = one_of("axis", axis, "reduction_indices", reduction_indices)
    return axis, bool(one_of("keepdims", keepdims, "keep_dims", keep_dims, False))


def _reduction(function: Callable[..., Any], what: str) -> Callable[..., Any]:
    def reduce(
        input_tensor: Any,
        axis: Any = None,
        keepdims: bool | None = None,
        name: str | None = None,
        reduction_indices: Any = None,
        keep_dims: bool | None = None,
    ) -> Any:
        axis, keep = _axis_and_keep(axis, keepdims, reduction_indices, keep_dims)
        return function(input_tensor, axis, keep, name)

    reduce.__name__ = reduce.__qualname__ = function.__name__
    reduce.__doc__ = f"""{what} over some axes.

    Args:
      input_tensor: A tensor.
      axis: The axes, an integer or a list of them; all by default.
      keepdims: Whether those axes stay, with size 1.
      name: A name.
      reduction_indices: The old name of `axis`.
      keep_dims: The old name of `keepdims`.

    Returns:
      A tensor without those axes.

    Raises:
      ValueError: An argument is given under both of its names.
    """
    return reduce


reduce_sum = _reduction(reducing.reduce_sum, "The sum")
reduce_mean = _reduction(reducing.reduce_mean, "The mean")
reduce_prod = _reduction(reducing.reduce_prod, "The product")
reduce_max = _reduction(reducing.reduce_max, "The largest element")
reduce_min = _reduction(reducing.reduce_min, "The smallest element")
reduce_all = _reduction(reducing.reduce_all, "Whether all elements are true")
reduce_any = _reduction(reducing.reduce_any, "Whether an element is true")
reduce_logsumexp = _reduction(reducing.reduce_logsumexp, "The logarithm of the sum of exponentials")


def count_nonzero(
    input_tensor: Any = None,
    axis: Any = None,
    keepdims: bool | None = None,
    dtype: Any = int64,
    name: str | None = None,
    reduction_indices: Any = None,
    keep_dims: bool | None = None,
    input: Any = None,
) -> Any:
    """The number of elements that are not zero, over some axes.

    Args:
      input_tensor: A tensor.
      axis: The axes; all by default.
      keepdims: Whether those axes stay, with size 1.
      dtype: The dtype of the result.
      name: A name.
      reduction_indices, keep_dims, input: Old names of `axis`, `keepdims`, `input_tensor`.

    Returns:
      A tensor without those axes.
    """
    value = one_of("input", input, "input_tensor", input_tensor)
    axis, keep = _axis_and_keep(axis, keepdims, reduction_indices, keep_dims)
    return counting.count_nonzero(value, axis, keep, dtype, name)


def argmax(
    input: Any,
    axis: Any = None,
    name: str | None = None,
    dimension: Any = None,
    output_type: Any = int64,
) -> Any:
    """The index of the largest element along an axis, the first by default.

    Args:
      input: A tensor.
      axis: The axis.
      name: A name.
      dimension: The old name of `axis`.
      output_type: The dtype of the indices.

    Returns:
      A tensor without that axis.
    """
    axis = one_of("axis", axis, "dimension", dimension, 0)
    return arg_extremes.argmax(input, axis, output_type, name)


def argmin(
    input: Any,
    axis: Any = None,
    name: str | None = None,
    dimension: Any = None,
    output_type: Any = int64,
) -> Any:
    """The index of the smallest element along an axis; see `tf.compat.v1.argmax`."""
    axis = one_of("axis", axis, "dimension", dimension, 0)
    return arg_extremes.argmin(input, axis, output_type, name)


def arg_max(input: Any, dimension: Any, output_type: Any = int64, name: str | None = None) -> Any:
    """The index of the largest element along an axis."""
    return arg_extremes.argmax(input, dimension, output_type, name)


def arg_min(input: Any, dimension: Any, output_type: Any = int64, name: str | None = None) -> Any:
    """The index of the smallest element along an axis."""
    return arg_extremes.argmin(input, dimension, output_type, name)


def norm(
    tensor: Any,
    ord: Any = "euclidean",
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
    keep_dims: bool | None = None,
) -> Any:
    """A norm of vectors or matrices.

    Args:
      tensor: A tensor.
      ord: Which norm, as for `tf.norm`.
      axis: The axis of vectors, or the pair of axes of matrices.
      keepdims: Whether those axes stay, with size 1.
      name: A name.
      keep_dims: The old name of `keepdims`.

    Returns:
      A tensor without those axes.
    """
    keep = bool(one_of("keepdims", keepdims, "keep_dims", keep_dims, False))
    return norms.norm(tensor, ord, axis, keep, name)
