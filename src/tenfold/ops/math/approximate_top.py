"""The largest or smallest entries along an axis, which accelerators may only approximate.

This implementation is exact: what TensorFlow's kernels for the CPU give as well.
"""

from __future__ import annotations

from collections import namedtuple
from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import bfloat16, float16, float32
from tenfold.core.op import call as run
from tenfold.core.op import op

ApproxTopKResult = namedtuple("ApproxTopK", ["values", "indices"])


def _shapes(call: Any) -> Any:
    shape, axis, k = call.inputs[0].raw_shape, call.attrs["reduction_dimension"], call.attrs["k"]
    if shape is None:
        return [None, None]
    if not shape:
        raise ValueError("input must be >= 1-D, got shape [].")
    axis = rules.normalize_axis(axis, len(shape), "reduction_dimension")
    size = shape[axis]
    if size is not None and size < k:
        raise ValueError(f"input must have at least k columns. Had {size}, needed {k}.")
    return [(*shape[:axis], k, *shape[axis + 1 :])] * 2


@op(
    "input: T -> values: T, indices: int32",
    T=(float16, bfloat16, float32),
    k=0,
    shape=_shapes,
)
def ApproxTopK(
    xp: Any,
    input: Any,
    *,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    is_max_k: bool = True,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
) -> Any:
    if not input.ndim:
        raise ValueError("input must be >= 1-D, got shape [].")
    axis = rules.normalize_axis(reduction_dimension, input.ndim, "reduction_dimension")
    size = input.shape[axis]
    if k > size:
        raise ValueError(f"input must have at least k columns. Had {size}, needed {k}.")
    keys = xp.moveaxis(-input if is_max_k else input, axis, -1)
    order = xp.argsort(keys, axis=-1, stable=True)[..., :k]
    order = xp.moveaxis(order, -1, axis)
    return xp.take_along_axis(input, order, axis), order.astype("int32")


@ApproxTopK.gradient
def approx_top_k_gradient(call: Any, dy: Any, _: Any) -> Any:
    x, indices = call.inputs[0], call.outputs[1]
    rank, size = run("Rank", x), run("Shape", x)
    axis = call.attrs["reduction_dimension"]
    axis = rank + axis if axis < 0 else run("Identity", axis)
    # The axis is moved to the end, where a row's positions are offsets into a flat array.
    before, after = run("Range", 0, axis, 1), run("Range", axis + 1, rank, 1)
    axes = run("ConcatV2", [before, after, run("Reshape", axis, [1])], 0)
    back = run("InvertPermutation", axes)
    moved = run("GatherV2", size, axes, 0)
    columns = run("GatherV2", size, axis, 0)
    k = max(call.attrs["k"], 1)
    places = run("Reshape", run("Transpose", indices, axes), [-1, k])
    starts = run("Range", 0, run("GatherV2", run("Shape", places), 0, 0), 1) * columns
    places = run("Reshape", places + run("ExpandDims", starts, -1), [-1, 1])
    values = run("Reshape", run("Transpose", dy, axes), [-1])
    total = run("Prod", size, [0], keep_dims=False)
    flat = run("ScatterNd", places, values, run("Reshape", total, [1]))
    return (run("Transpose", run("Reshape", flat, moved), back),)


def approx_max_k(
    operand: Any,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
    name: str | None = None,
) -> Any:
    """The k largest entries along an axis, and where they stand; here without approximation.

    Args:
      operand: A floating tensor of rank 1 or more.
      k: How many.
      reduction_dimension: The axis.
      recall_target: The share of true results that would do: all are found.
      reduction_input_size_override: Accepted for TensorFlow's sake.
      aggregate_to_topk: Accepted for TensorFlow's sake: results are k always.
      name: A name for the op.

    Returns:
      A named tuple of values and int32 indices, shaped like the operand with k in the axis.

    Raises:
      tf.errors.InvalidArgumentError: The axis is shorter than k.

    Example:
      >>> import tenfold as tf
      >>> values, indices = tf.math.approx_max_k([1.0, 9.0, 4.0], 2)
      >>> values.numpy().tolist(), indices.numpy().tolist()
      ([9.0, 4.0], [1, 2])
    """
    return ApproxTopKResult(
        *ApproxTopK(
            operand,
            k=k,
            reduction_dimension=reduction_dimension,
            recall_target=recall_target,
            is_max_k=True,
            reduction_input_size_override=reduction_input_size_override,
            aggregate_to_topk=aggregate_to_topk,
            name=name,
        )
    )


def approx_min_k(
    operand: Any,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
    name: str | None = None,
) -> Any:
    """The k smallest entries along an axis, and where they stand; here without approximation.

    Args:
      operand: A floating tensor of rank 1 or more.
      k: How many.
      reduction_dimension: The axis.
      recall_target: The share of true results that would do: all are found.
      reduction_input_size_override: Accepted for TensorFlow's sake.
      aggregate_to_topk: Accepted for TensorFlow's sake: results are k always.
      name: A name for the op.

    Returns:
      A named tuple of values and int32 indices, shaped like the operand with k in the axis.

    Raises:
      tf.errors.InvalidArgumentError: The axis is shorter than k.

    Example:
      >>> import tenfold as tf
      >>> values, indices = tf.math.approx_min_k([1.0, 9.0, 4.0], 2)
      >>> values.numpy().tolist(), indices.numpy().tolist()
      ([1.0, 4.0], [0, 2])
    """
    return ApproxTopKResult(
        *ApproxTopK(
            operand,
            k=k,
            reduction_dimension=reduction_dimension,
            recall_target=recall_target,
            is_max_k=False,
            reduction_input_size_override=reduction_input_size_override,
            aggregate_to_topk=aggregate_to_topk,
            name=name,
        )
    )


def approx_top_k(
    input: Any,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    is_max_k: bool = True,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
    name: str | None = None,
) -> Any:
    """The k largest or smallest entries along an axis, and where they stand.

    Args:
      input: A floating tensor of rank 1 or more.
      k: How many.
      reduction_dimension: The axis.
      recall_target: The share of true results that would do: all are found.
      is_max_k: Whether the largest are asked for, not the smallest.
      reduction_input_size_override: Accepted for TensorFlow's sake.
      aggregate_to_topk: Accepted for TensorFlow's sake: results are k always.
      name: A name for the op.

    Returns:
      A named tuple of values and int32 indices, shaped like the input with k in the axis.

    Raises:
      tf.errors.InvalidArgumentError: The axis is shorter than k.

    Example:
      >>> import tenfold as tf
      >>> tf.approx_top_k([1.0, 9.0, 4.0], 1, is_max_k=False).indices.numpy().tolist()
      [0]
    """
    find = approx_max_k if is_max_k else approx_min_k
    return find(
        *(input, k, reduction_dimension, recall_target, reduction_input_size_override),
        *(aggregate_to_topk, name),
    )
