"""Segment reductions of chosen rows, with TensorFlow 1's order of arguments."""

from __future__ import annotations

from typing import Any

from tenfold.ops.sparse import row_segments


def sparse_segment_sum(
    data: Any,
    indices: Any,
    segment_ids: Any,
    name: str | None = None,
    num_segments: Any = None,
    sparse_gradient: bool = False,
) -> Any:
    """The sums of segments of chosen rows; see `tf.sparse.segment_sum`."""
    return row_segments.segment_sum(data, indices, segment_ids, num_segments, name, sparse_gradient)


def sparse_segment_mean(
    data: Any,
    indices: Any,
    segment_ids: Any,
    name: str | None = None,
    num_segments: Any = None,
    sparse_gradient: bool = False,
) -> Any:
    """The means of segments of chosen rows; see `tf.sparse.segment_mean`."""
    return row_segments.segment_mean(
        data, indices, segment_ids, num_segments, name, sparse_gradient
    )


def sparse_segment_sqrt_n(
    data: Any,
    indices: Any,
    segment_ids: Any,
    name: str | None = None,
    num_segments: Any = None,
    sparse_gradient: bool = False,
) -> Any:
    """The sums over the roots of the numbers of rows; see `tf.sparse.segment_sqrt_n`."""
    return row_segments.segment_sqrt_n(
        data, indices, segment_ids, num_segments, name, sparse_gradient
    )
