"""Segment reductions of chosen rows: tf.sparse.segment_sum, segment_mean, segment_sqrt_n."""

from __future__ import annotations

from typing import Any

from tenfold.core.tensor import Tensor
from tenfold.ops.math.sparse_segment import (
    SparseSegmentMean,
    SparseSegmentMeanWithNumSegments,
    SparseSegmentSqrtN,
    SparseSegmentSqrtNWithNumSegments,
    SparseSegmentSum,
    SparseSegmentSumWithNumSegments,
)

# The op without, and the one with a number of segments.
_SUM = (SparseSegmentSum, SparseSegmentSumWithNumSegments)
_MEAN = (SparseSegmentMean, SparseSegmentMeanWithNumSegments)
_SQRT_N = (SparseSegmentSqrtN, SparseSegmentSqrtNWithNumSegments)


def segment_sum(
    data: Any,
    indices: Any,
    segment_ids: Any,
    num_segments: Any = None,
    name: str | None = None,
    sparse_gradient: bool = False,
) -> Tensor:
    """The sums of segments of chosen rows, which are not copied out before.

    Args:
      data: `[n, ...]`, numbers.
      indices: `[k]`, integers: the rows of `data`.
      segment_ids: `[k]`, integers that do not decrease: the segment of each of these rows.
      num_segments: How many segments there are; one more than the last id by default.
      name: A name for the op.
      sparse_gradient: Accepted for TensorFlow's sake; the gradient is dense.

    Returns:
      `[segments, ...]`; zeros for a segment without rows.

    Raises:
      tf.errors.InvalidArgumentError: An index or an id is out of range, or the ids decrease.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
      >>> tf.sparse.segment_sum(x, [0, 2, 1], [0, 0, 1]).numpy().tolist()
      [[6.0, 8.0], [3.0, 4.0]]
    """
    return _reduced(_SUM, data, indices, segment_ids, num_segments, name, sparse_gradient)


def segment_mean(
    data: Any,
    indices: Any,
    segment_ids: Any,
    num_segments: Any = None,
    name: str | None = None,
    sparse_gradient: bool = False,
) -> Tensor:
    """The means of segments of chosen rows.

    Args:
      data: `[n, ...]`, floating numbers.
      indices: `[k]`, integers: the rows of `data`.
      segment_ids: `[k]`, integers that do not decrease: the segment of each of these rows.
      num_segments: How many segments there are; one more than the last id by default.
      name: A name for the op.
      sparse_gradient: Accepted for TensorFlow's sake; the gradient is dense.

    Returns:
      `[segments, ...]`; zeros for a segment without rows.

    Raises:
      tf.errors.InvalidArgumentError: An index or an id is out of range, or the ids decrease.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant([[1.0, 2.0], [3.0, 4.0], [5.0, 6.0]])
      >>> tf.sparse.segment_mean(x, [0, 2], [1, 1], num_segments=3).numpy().tolist()
      [[0.0, 0.0], [3.0, 4.0], [0.0, 0.0]]
    """
    return _reduced(_MEAN, data, indices, segment_ids, num_segments, name, sparse_gradient)


def segment_sqrt_n(
    data: Any,
    indices: Any,
    segment_ids: Any,
    num_segments: Any = None,
    name: str | None = None,
    sparse_gradient: bool = False,
) -> Tensor:
    """The sums of segments of chosen rows, over the roots of the numbers of their rows.

    Args:
      data: `[n, ...]`, floating numbers.
      indices: `[k]`, integers: the rows of `data`.
      segment_ids: `[k]`, integers that do not decrease: the segment of each of these rows.
      num_segments: How many segments there are; one more than the last id by default.
      name: A name for the op.
      sparse_gradient: Accepted for TensorFlow's sake; the gradient is dense.

    Returns:
      `[segments, ...]`; zeros for a segment without rows.

    Raises:
      tf.errors.InvalidArgumentError: An index or an id is out of range, or the ids decrease.

    Example:
      >>> import tenfold as tf
      >>> x = tf.constant([1.0, 2.0, 3.0, 6.0])
      >>> tf.sparse.segment_sqrt_n(x, [0, 1, 2, 3], [0, 0, 0, 0]).numpy().tolist()
      [6.0]
    """
    return _reduced(_SQRT_N, data, indices, segment_ids, num_segments, name, sparse_gradient)


def _reduced(
    ops: tuple[Any, Any],
    data: Any,
    indices: Any,
    segment_ids: Any,
    num_segments: Any,
    name: str | None,
    sparse_gradient: bool,
) -> Tensor:
    attrs = {"sparse_gradient": sparse_gradient, "name": name}
    if num_segments is None:
        return ops[0](data, indices, segment_ids, **attrs)
    return ops[1](data, indices, segment_ids, num_segments, **attrs)
