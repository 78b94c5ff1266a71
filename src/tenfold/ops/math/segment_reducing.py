"""The public segment reductions: rows grouped by ids, sorted or in any order."""

from __future__ import annotations

from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.op import call as run

from .arithmetic import RealDiv, quotient
from .exponential import Sqrt
from .segment import SegmentMax, SegmentMean, SegmentMin, SegmentProd, SegmentSum
from .unsorted_segment import (
    UnsortedSegmentMax,
    UnsortedSegmentMin,
    UnsortedSegmentProd,
    UnsortedSegmentSum,
)


def _counts(data: Any, segment_ids: Any, num_segments: Any) -> Any:
    """How many rows each segment has, at least 1, shaped to divide the rows."""
    ids = to_tensor(segment_ids)
    ones = run("OnesLike", run("Reshape", ids, [-1]))
    number = UnsortedSegmentSum(ones, run("Reshape", ids, [-1]), num_segments)
    if data.raw_shape is None or ids.raw_shape is None:
        extra = run("Reshape", run("Rank", data) - run("Rank", ids), [1])
        shape = run("ConcatV2", [[-1], run("Fill", extra, 1)], 0)
    else:
        shape = [-1, *(1 for _ in data.raw_shape[len(ids.raw_shape) :])]
    counts = run("Maximum", number, run("OnesLike", number))
    return run("Reshape", run("Cast", counts, DstT=data.dtype), shape)


def segment_sum(data: Any, segment_ids: Any, name: str | None = None) -> Any:
    """The sum of the rows of each segment, for sorted ids.

    Args:
      data: A tensor of numbers of shape [rows, ...].
      segment_ids: An int32 or int64 tensor of shape [rows], from 0 up, in ascending order.
      name: A name for the op.

    Returns:
      A tensor of shape [last id + 1, ...]; segments without rows hold 0.

    Raises:
      tf.errors.InvalidArgumentError: The ids are not sorted, or of another length than data.

    Example:
      >>> import tenfold as tf
      >>> tf.math.segment_sum([1, 2, 3], [0, 0, 2]).numpy().tolist()
      [3, 0, 3]
    """
    return SegmentSum(data, segment_ids, name=name)


def segment_mean(data: Any, segment_ids: Any, name: str | None = None) -> Any:
    """The mean of the rows of each segment, for sorted ids.

    Args:
      data: A tensor of numbers of shape [rows, ...].
      segment_ids: An int32 or int64 tensor of shape [rows], from 0 up, in ascending order.
      name: A name for the op.

    Returns:
      A tensor of shape [last id + 1, ...]; segments without rows hold 0.

    Raises:
      tf.errors.InvalidArgumentError: The ids are not sorted, or of another length than data.

    Example:
      >>> import tenfold as tf
      >>> tf.math.segment_mean([1, 2, 3], [0, 0, 2]).numpy().tolist()
      [1, 0, 3]
    """
    return SegmentMean(data, segment_ids, name=name)


def segment_prod(data: Any, segment_ids: Any, name: str | None = None) -> Any:
    """The product of the rows of each segment, for sorted ids.

    Args:
      data: A tensor of numbers of shape [rows, ...].
      segment_ids: An int32 or int64 tensor of shape [rows], from 0 up, in ascending order.
      name: A name for the op.

    Returns:
      A tensor of shape [last id + 1, ...]; segments without rows hold 1.

    Raises:
      tf.errors.InvalidArgumentError: The ids are not sorted, or of another length than data.

    Example:
      >>> import tenfold as tf
      >>> tf.math.segment_prod([1, 2, 3], [0, 0, 2]).numpy().tolist()
      [2, 1, 3]
    """
    return SegmentProd(data, segment_ids, name=name)


def segment_max(data: Any, segment_ids: Any, name: str | None = None) -> Any:
    """The greatest of the rows of each segment, for sorted ids.

    Args:
      data: A tensor of numbers of shape [rows, ...].
      segment_ids: An int32 or int64 tensor of shape [rows], from 0 up, in ascending order.
      name: A name for the op.

    Returns:
      A tensor of shape [last id + 1, ...]; segments without rows hold 0.

    Raises:
      tf.errors.InvalidArgumentError: The ids are not sorted, or of another length than data.

    Example:
      >>> import tenfold as tf
      >>> tf.math.segment_max([1, 2, 3], [0, 0, 2]).numpy().tolist()
      [2, 0, 3]
    """
    return SegmentMax(data, segment_ids, name=name)


def segment_min(data: Any, segment_ids: Any, name: str | None = None) -> Any:
    """The least of the rows of each segment, for sorted ids.

    Args:
      data: A tensor of numbers of shape [rows, ...].
      segment_ids: An int32 or int64 tensor of shape [rows], from 0 up, in ascending order.
      name: A name for the op.

    Returns:
      A tensor of shape [last id + 1, ...]; segments without rows hold 0.

    Raises:
      tf.errors.InvalidArgumentError: The ids are not sorted, or of another length than data.

    Example:
      >>> import tenfold as tf
      >>> tf.math.segment_min([1, 2, 3], [0, 0, 2]).numpy().tolist()
      [1, 0, 3]
    """
    return SegmentMin(data, segment_ids, name=name)


def unsorted_segment_sum(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Any:
    """The sum of the rows of each segment, for ids in any order.

    Args:
      data: A tensor of numbers whose shape starts with that of `segment_ids`.
      segment_ids: An int32 or int64 tensor; rows of negative ids are dropped.
      num_segments: The number of segments.
      name: A name for the op.

    Returns:
      A tensor of shape [num_segments, ...]; segments without rows hold 0.

    Raises:
      tf.errors.InvalidArgumentError: An id is not below num_segments.

    Example:
      >>> import tenfold as tf
      >>> tf.math.unsorted_segment_sum([1, 2, 3], [0, 1, 0], 2).numpy().tolist()
      [4, 2]
    """
    return UnsortedSegmentSum(data, segment_ids, num_segments, name=name)


def unsorted_segment_prod(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Any:
    """The product of the rows of each segment, for ids in any order.

    Args:
      data: A tensor of numbers whose shape starts with that of `segment_ids`.
      segment_ids: An int32 or int64 tensor; rows of negative ids are dropped.
      num_segments: The number of segments.
      name: A name for the op.

    Returns:
      A tensor of shape [num_segments, ...]; segments without rows hold 1.

    Raises:
      tf.errors.InvalidArgumentError: An id is not below num_segments.

    Example:
      >>> import tenfold as tf
      >>> tf.math.unsorted_segment_prod([1, 2, 3], [0, 1, 0], 2).numpy().tolist()
      [3, 2]
    """
    return UnsortedSegmentProd(data, segment_ids, num_segments, name=name)


def unsorted_segment_max(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Any:
    """The greatest of the rows of each segment, for ids in any order.

    Args:
      data: A tensor of numbers whose shape starts with that of `segment_ids`.
      segment_ids: An int32 or int64 tensor; rows of negative ids are dropped.
      num_segments: The number of segments.
      name: A name for the op.

    Returns:
      A tensor of shape [num_segments, ...]; segments without rows hold
      the lowest number of the dtype.

    Raises:
      tf.errors.InvalidArgumentError: An id is not below num_segments.

    Example:
      >>> import tenfold as tf
      >>> tf.math.unsorted_segment_max([1, 2, 3], [0, 1, 0], 2).numpy().tolist()
      [3, 2]
    """
    return UnsortedSegmentMax(data, segment_ids, num_segments, name=name)


def unsorted_segment_min(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Any:
    """The least of the rows of each segment, for ids in any order.

    Args:
      data: A tensor of numbers whose shape starts with that of `segment_ids`.
      segment_ids: An int32 or int64 tensor; rows of negative ids are dropped.
      num_segments: The number of segments.
      name: A name for the op.

    Returns:
      A tensor of shape [num_segments, ...]; segments without rows hold
      the highest number of the dtype.

    Raises:
      tf.errors.InvalidArgumentError: An id is not below num_segments.

    Example:
      >>> import tenfold as tf
      >>> tf.math.unsorted_segment_min([1, 2, 3], [0, 1, 0], 2).numpy().tolist()
      [1, 2]
    """
    return UnsortedSegmentMin(data, segment_ids, num_segments, name=name)


def unsorted_segment_mean(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Any:
    """The mean of the rows of each segment, for ids in any order.

    Args:
      data: A tensor of numbers whose shape starts with that of `segment_ids`.
      segment_ids: An int32 or int64 tensor; rows of negative ids are dropped.
      num_segments: The number of segments.
      name: A name for the op.

    Returns:
      A tensor of shape [num_segments, ...]; segments without rows hold 0.

    Raises:
      tf.errors.InvalidArgumentError: An id is not below num_segments.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant([1.0, 2.0, 4.0])
      >>> tf.math.unsorted_segment_mean(x, [0, 1, 0], 2).numpy().tolist()
      [2.5, 2.0]
    """
    data = to_tensor(data)
    total = UnsortedSegmentSum(data, segment_ids, num_segments)
    return quotient(total, _counts(data, segment_ids, num_segments), name)


def unsorted_segment_sqrt_n(
    data: Any, segment_ids: Any, num_segments: Any, name: str | None = None
) -> Any:
    """The sum of the rows of each segment over the root of their number.

    Args:
      data: A tensor of numbers whose shape starts with that of `segment_ids`.
      segment_ids: An int32 or int64 tensor; rows of negative ids are dropped.
      num_segments: The number of segments.
      name: A name for the op.

    Returns:
      A tensor of shape [num_segments, ...]; segments without rows hold 0.

    Raises:
      tf.errors.InvalidArgumentError: An id is not below num_segments.

    Example:
      >>> import tenfold as tf
      >>> tf.math.unsorted_segment_sqrt_n([1.0, 2.0], [0, 1], 2).numpy().tolist()
      [1.0, 2.0]
    """
    data = to_tensor(data)
    total = UnsortedSegmentSum(data, segment_ids, num_segments)
    return RealDiv(total, Sqrt(_counts(data, segment_ids, num_segments)), name)
