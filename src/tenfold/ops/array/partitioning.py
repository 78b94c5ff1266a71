"""Taking a tensor apart by labels, and putting parts together by index."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import context, rules
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.core.shapes import TensorShape
from tenfold.core.tensor import Tensor

from .creation import blanks


def _partition_shapes(call: Any) -> Any:
    data, labels = (x.raw_shape for x in call.inputs)
    count = call.attrs["num_partitions"]
    if data is None or labels is None:
        return [None] * count
    rules.merge(data[: len(labels)], labels)
    return [(None, *data[len(labels) :])] * count


@op(
    "data: T, partitions: int32 -> outputs: num_partitions*T",
    num_partitions=1,
    shape=_partition_shapes,
    jit=False,
)
def DynamicPartition(xp: Any, data: Any, partitions: Any, *, num_partitions: int) -> Any:
    if data.shape[: partitions.ndim] != partitions.shape:
        raise ValueError(
            f"data.shape must start with partitions.shape, got data.shape = {list(data.shape)}, "
            f"partitions.shape = {list(partitions.shape)}."
        )
    outside = (partitions < 0) | (partitions >= num_partitions)
    if outside.any():
        at = tuple(int(i) for i in np.argwhere(outside)[0])
        raise ValueError(
            f"partitions{list(at)} = {partitions[at]} is not in [0, {num_partitions})."
        )
    return [data[partitions == i] for i in range(num_partitions)]


@DynamicPartition.gradient
def dynamic_partition_gradient(call: Any, *dys: Any) -> Any:
    data, labels = call.inputs
    count = call.attrs["num_partitions"]
    size = run("Shape", labels)
    places = run("Reshape", run("Range", 0, run("Prod", size, [0]), 1), size)
    indices = DynamicPartition(places, labels, num_partitions=count)
    return run("Reshape", DynamicStitch(indices, list(dys)), run("Shape", data)), None


def dynamic_partition(
    data: Any, partitions: Any, num_partitions: int, name: str | None = None
) -> list[Tensor]:
    """Sorts the slices of a tensor into groups, by labels.

    Args:
      data: A tensor of shape [d1, ..., dk, ...].
      partitions: An int32 tensor of labels, of shape [d1, ..., dk], each in [0, num_partitions).
      num_partitions: How many groups there are.
      name: A name for the op.

    Returns:
      A list of tensors of shape [number of slices, ...]: each group's slices in their order.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not fit, or a label is out of range.

    Example:
      >>> import tenfold as tf
      >>> [p.numpy().tolist() for p in tf.dynamic_partition([10, 20, 30], [0, 1, 0], 2)]
      [[10, 30], [20]]
    """
    return DynamicPartition(data, partitions, num_partitions=num_partitions, name=name)


def _stitch_shape(call: Any) -> Any:
    count = call.attrs["N"]
    indices, data = call.inputs[:count], call.inputs[count:]
    rest: Any = None
    for index, part in zip(indices, data):
        i, d = index.raw_shape, part.raw_shape
        if i is not None and d is not None:
            rules.merge(d[: len(i)], i)
            rest = rules.merge(rest, d[len(i) :])
    if rest is None:
        return None
    known = [rules.value_of(index) for index in indices]
    if any(v is None for v in known):
        return (None, *rest)
    return (max((int(v.max()) + 1 for v in known if v is not None and v.size), default=0), *rest)


def _stitched(xp: Any, indices: Any, data: Any) -> Any:
    """The slices of all parts at their indices: a later one replaces an earlier one."""
    known = [xp.static(index) for index in indices]
    for index, part in zip(known, data):
        if part.shape[: index.ndim] != index.shape:
            raise ValueError(
                f"data[i].shape = {list(part.shape)} does not start with indices[i].shape = "
                f"{list(index.shape)}."
            )
        if index.size and index.min() < 0:
            raise ValueError("an index is out of range: it is negative.")
    rests = {part.shape[index.ndim :] for index, part in zip(known, data)}
    if len(rests) > 1:
        raise ValueError(f"the slices have different shapes: {', '.join(map(str, rests))}.")
    (rest,) = rests
    flat = np.concatenate([index.reshape(-1) for index in known])
    count = int(flat.max()) + 1 if flat.size else 0
    # Where each slice comes from; those that nobody gives come from a slice of zeros at the end.
    source = np.full(count, flat.size)
    source[flat] = np.arange(flat.size)
    parts = [part.reshape((index.size, *rest)) for index, part in zip(known, data)]
    blank = blanks(xp, (1, *rest), parts[0].dtype)
    return xp.concatenate([*parts, blank], 0)[source]


@op("indices: N*int32, data: N*T -> merged: T", shape=_stitch_shape)
def DynamicStitch(xp: Any, indices: Any, data: Any) -> Any:
    return _stitched(xp, indices, data)


@DynamicStitch.gradient
def dynamic_stitch_gradient(call: Any, dy: Any) -> Any:
    indices = call.inputs[: call.attrs["N"]]
    return [None] * len(indices) + [run("GatherV2", dy, i, 0) for i in indices]


def dynamic_stitch(indices: Sequence[Any], data: Sequence[Any], name: str | None = None) -> Tensor:
    """Puts slices together, each at its index; where two have one, the later stays.

    Args:
      indices: A list of int32 tensors.
      data: A list of as many tensors; the shape of each begins with that of its indices, and goes
        on alike in all.
      name: A name for the op.

    Returns:
      A tensor of shape [greatest index + 1, ...]; slices that nobody gives are 0.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not fit, or an index is negative.

    Example:
      >>> import tenfold as tf
      >>> tf.dynamic_stitch([[0, 2], [1]], [[10, 30], [20]]).numpy().tolist()
      [10, 20, 30]
    """
    return DynamicStitch(list(indices), list(data), name=name)


@op("indices: N*int32, data: N*T -> merged: T", shape=_stitch_shape)
def ParallelDynamicStitch(xp: Any, indices: Any, data: Any) -> Any:
    return _stitched(xp, indices, data)


@ParallelDynamicStitch.gradient
def parallel_dynamic_stitch_gradient(call: Any, dy: Any) -> Any:
    return dynamic_stitch_gradient(call, dy)


def _whole(done: Any) -> Any:
    whole = TensorShape(done.attrs["shape"]).dims_tuple
    if whole is not None:
        for value in done.inputs:
            rules.merge(value.raw_shape, (1, *whole[1:]))
    return whole


@op("values: N*T -> output: T", shape=_whole)
def ParallelConcat(xp: Any, values: Any, *, shape: TensorShape) -> Any:
    for i, value in enumerate(values):
        if value.shape != (1, *shape[1:]):
            raise ValueError(
                f"values[{i}] must have shape {[1, *shape[1:]]}, but has {list(value.shape)}."
            )
    return xp.concatenate(values, 0)


def parallel_stack(values: Sequence[Any], name: str = "parallel_stack") -> Tensor:
    """Stacks tensors of one known shape along a new first axis, in a graph.

    Args:
      values: A list of tensors of equal shapes and dtypes.
      name: A name for the op.

    Returns:
      A tensor of shape [number of tensors, ...].

    Raises:
      RuntimeError: No graph is being built: use `tf.stack`.

    Example:
      >>> import tenfold as tf
      >>> tf.function(lambda: tf.parallel_stack([[1, 2], [3, 4]]))().numpy().tolist()
      [[1, 2], [3, 4]]
    """
    if state.graph is None:
        raise RuntimeError("tf.parallel_stack() is not compatible with eager execution.")
    with context.name_scope(name):
        tensors = [to_tensor(v) for v in values]
        shape: Any = None
        for x in tensors:
            shape = rules.merge(shape, x.raw_shape)
        full = None if shape is None else (len(tensors), *shape)
        return ParallelConcat([run("ExpandDims", x, 0) for x in tensors], shape=full)
