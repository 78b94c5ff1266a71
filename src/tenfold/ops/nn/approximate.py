"""The largest or smallest entries, as fast as the device finds nearly all of them."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import bfloat16, float16, float32
from tenfold.core.op import call, op

from .activations import widen


def _shapes(call_: Any) -> Any:
    shape, attrs = call_.inputs[0].raw_shape, call_.attrs
    if shape is None:
        return [None, None]
    if not shape:
        raise ValueError("input must have at least one axis; received a scalar.")
    axis = rules.normalize_axis(attrs["reduction_dimension"], len(shape), "reduction_dimension")
    n, k = shape[axis], attrs["k"]
    if n is not None and k > n:
        raise ValueError(f"input must have at least k = {k} entries along the axis; has {n}.")
    found = (*shape[:axis], k, *shape[axis + 1 :])
    return [found, found]


@op(
    "input: T -> values: T, indices: int32",
    k=0,
    T=(float16, bfloat16, float32),
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
    # On CPUs the exact answer is what TensorFlow gives, whatever the recall.
    if not input.ndim:
        raise ValueError("input must have at least one axis; received a scalar.")
    axis = rules.normalize_axis(reduction_dimension, input.ndim, "reduction_dimension")
    if k > input.shape[axis]:
        raise ValueError(
            f"input must have at least k = {k} entries along the axis; has {input.shape[axis]}."
        )
    x = xp.moveaxis(widen(input), axis, -1)
    order = xp.argsort(-x if is_max_k else x, axis=-1, stable=True)[..., :k]
    values = xp.take_along_axis(x, order, -1)
    return (
        xp.moveaxis(values, -1, axis).astype(input.dtype),
        xp.moveaxis(order, -1, axis).astype(np.int32),
    )


@ApproxTopK.gradient
def approx_top_k_gradient(call_: Any, dy: Any, _: Any) -> Any:
    """Each gradient goes to where its value came from."""
    x, indices = call_.inputs[0], call_.outputs[1]
    axis = call_.attrs["reduction_dimension"] % x.ndim
    order = [*(i for i in range(x.ndim) if i != axis), axis]
    back = [int(i) for i in np.argsort(order)]
    dy, indices = (call("Transpose", v, order) for v in (dy, indices))
    sizes = call("GatherV2", call("Shape", x), order, 0)
    length, total = sizes[-1], call("Prod", sizes, [0])
    columns = call("Reshape", indices, [-1, call_.attrs["k"]])
    rows = call("ExpandDims", call("Range", 0, call("Shape", columns)[0], 1), 1)
    flat = call("Reshape", columns + rows * length, [-1, 1])
    spread = call("ScatterNd", flat, call("Reshape", dy, [-1]), call("ExpandDims", total, 0))
    return (call("Transpose", call("Reshape", spread, sizes), back),)


def approx_max_k(
    operand: Any,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The k largest entries along an axis, where a few may be missed.

    Args:
      operand: A tensor of float16, bfloat16 or float32.
      k: How many.
      reduction_dimension: The axis.
      recall_target: The share of the k largest that must be among the results. CPUs find all.
      reduction_input_size_override: The length that the recall is meant for, where `operand` is a
        part of something longer.
      aggregate_to_topk: False: the result may hold more than k candidates.
      name: A name for the op.

    Returns:
      The values in descending order, and where they stand along the axis, int32; of the shape of
      `operand` with k along the axis.

    References:
      Chern et al., TPU-KNN: K Nearest Neighbor Search at Peak FLOP/s (2022).

    Example:
      >>> import tenfold as tf
      >>> values, places = tf.nn.approx_max_k(tf.constant([1.0, 5.0, 3.0]), 2)
      >>> values.numpy().tolist(), places.numpy().tolist()
      ([5.0, 3.0], [1, 2])
    """
    return ApproxTopK(
        to_tensor(operand),
        k=k,
        reduction_dimension=reduction_dimension,
        recall_target=recall_target,
        is_max_k=True,
        reduction_input_size_override=reduction_input_size_override,
        aggregate_to_topk=aggregate_to_topk,
        name=name,
    )


def approx_min_k(
    operand: Any,
    k: int,
    reduction_dimension: int = -1,
    recall_target: float = 0.95,
    reduction_input_size_override: int = -1,
    aggregate_to_topk: bool = True,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The k smallest entries along an axis, where a few may be missed.

    Args:
      operand: A tensor of float16, bfloat16 or float32.
      k: How many.
      reduction_dimension: The axis.
      recall_target: The share of the k smallest that must be among the results. CPUs find all.
      reduction_input_size_override: The length that the recall is meant for, where `operand` is a
        part of something longer.
      aggregate_to_topk: False: the result may hold more than k candidates.
      name: A name for the op.

    Returns:
      The values in ascending order, and where they stand along the axis, int32; of the shape of
      `operand` with k along the axis.

    References:
      Chern et al., TPU-KNN: K Nearest Neighbor Search at Peak FLOP/s (2022).

    Example:
      >>> import tenfold as tf
      >>> values, places = tf.nn.approx_min_k(tf.constant([1.0, 5.0, 3.0]), 2)
      >>> values.numpy().tolist(), places.numpy().tolist()
      ([1.0, 3.0], [0, 2])
    """
    return ApproxTopK(
        to_tensor(operand),
        k=k,
        reduction_dimension=reduction_dimension,
        recall_target=recall_target,
        is_max_k=False,
        reduction_input_size_override=reduction_input_size_override,
        aggregate_to_topk=aggregate_to_topk,
        name=name,
    )
