"""Non-maximum suppression: of boxes that overlap, the one with the highest score stays.

The number of boxes that stay depends on their values, so these ops run on the host.
"""

from __future__ import annotations

import heapq
from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float16, float32
from tenfold.core.op import op
from tenfold.core.signature import Types

_KINDS = Types((float16, float32), default=float32)
# How much a box overlaps with each of several others.
Overlap = Callable[[int, np.ndarray], np.ndarray]


def overlap_of(boxes: np.ndarray) -> Overlap:
    """Intersection over union of boxes `[n, 4]`, whose corners may come in any order."""
    top, left = np.minimum(boxes[:, 0], boxes[:, 2]), np.minimum(boxes[:, 1], boxes[:, 3])
    bottom, right = np.maximum(boxes[:, 0], boxes[:, 2]), np.maximum(boxes[:, 1], boxes[:, 3])
    area = (bottom - top) * (right - left)
    zero = boxes.dtype.type(0)

    def overlap(box: int, others: np.ndarray) -> np.ndarray:
        tall = np.minimum(bottom[box], bottom[others]) - np.maximum(top[box], top[others])
        wide = np.minimum(right[box], right[others]) - np.maximum(left[box], left[others])
        common = np.maximum(tall, zero) * np.maximum(wide, zero)
        solid = (area[box] > 0) & (area[others] > 0)
        return np.where(solid, common / (area[box] + area[others] - common), zero)

    return overlap


def strongest(
    scores: np.ndarray, overlap: Overlap, limit: int, threshold: Any, least: Any
) -> np.ndarray:
    """The boxes that stay, best first: int64 `[<= limit]`. Of equal scores the first wins."""
    candidates = np.flatnonzero(scores > least)
    candidates = candidates[np.argsort(-scores[candidates].astype(np.float64), kind="stable")]
    chosen: list[int] = []
    while len(candidates) and len(chosen) < limit:
        best = int(candidates[0])
        chosen.append(best)
        candidates = candidates[1:]
        candidates = candidates[~(overlap(best, candidates) > threshold)]
    return np.array(chosen, np.int64)


def faded(
    scores: np.ndarray, overlap: Overlap, limit: int, least: Any, sigma: Any
) -> tuple[np.ndarray, np.ndarray]:
    """Soft suppression: a box that overlaps with better ones is not dropped but scored lower.

    Returns the boxes, best first, and the scores that they end with.
    """
    kind = scores.dtype.type
    scale = kind(-0.5) / kind(sigma)
    # Best score first, then first box; a box remembers how many of those chosen it has met.
    queue = [(-float(s), i, 0) for i, s in enumerate(scores.tolist()) if s > least]
    heapq.heapify(queue)
    chosen: list[int] = []
    final: list[Any] = []
    while queue and len(chosen) < limit:
        negative, box, met = heapq.heappop(queue)
        before = score = kind(-negative)
        if met < len(chosen):
            shared = overlap(box, np.array(chosen[met:][::-1]))
            for weight in np.exp(scale * shared * shared):
                score = score * weight
        if score == before:
            chosen.append(box)
            final.append(score)
        elif score > least:
            heapq.heappush(queue, (-float(score), box, len(chosen)))
    return np.array(chosen, np.int64), np.array(final, scores.dtype)


def _checked(boxes: Any, scores: Any, limit: Any, threshold: Any) -> int:
    """The number of boxes to keep at most."""
    if boxes.ndim != 2 or boxes.shape[1] != 4:
        raise ValueError(f"boxes must be [num_boxes, 4]; received {list(boxes.shape)}.")
    if not 0 <= threshold <= 1:
        raise ValueError(f"iou_threshold must be in [0, 1]; received {threshold}.")
    return _limit(len(boxes), scores, limit)


def _limit(count: int, scores: Any, limit: Any) -> int:
    if scores.shape != (count,):
        raise ValueError(f"scores must be [{count}], one a box; received {list(scores.shape)}.")
    if limit.ndim:
        raise ValueError(f"max_output_size must be a scalar; received {list(limit.shape)}.")
    if limit < 0:
        raise ValueError(f"max_output_size must not be negative; received {limit}.")
    return int(limit)


def _scalar(name: str, value: Any) -> Any:
    if value.ndim:
        raise ValueError(f"{name} must be a scalar; received shape {list(value.shape)}.")
    return value[()]


def _plain(boxes: Any, scores: Any, limit: Any, threshold: Any, least: Any) -> np.ndarray:
    threshold, least = _scalar("iou_threshold", threshold), _scalar("score_threshold", least)
    size = _checked(boxes, scores, limit, threshold)
    return strongest(scores, overlap_of(boxes), size, threshold, least).astype(np.int32)


def _lowest(scores: Any) -> np.ndarray:
    return np.array(np.finfo(scores.dtype).min)


_selected_shape = rules.shaped(rules.vector, "n 4", "n", "", "", "", "")


@op(
    "boxes: float32, scores: float32, max_output_size: int32 -> selected_indices: int32",
    shape=_selected_shape,
    jit=False,
)
def NonMaxSuppression(
    xp: Any, boxes: Any, scores: Any, max_output_size: Any, *, iou_threshold: float = 0.5
) -> Any:
    threshold = np.array(iou_threshold, np.float32)
    return _plain(boxes, scores, max_output_size, threshold, _lowest(scores))


NonMaxSuppression.not_differentiable()


@op(
    "boxes: T, scores: T, max_output_size: int32, iou_threshold: T_threshold "
    "-> selected_indices: int32",
    T=_KINDS,
    T_threshold=_KINDS,
    shape=_selected_shape,
    jit=False,
)
def NonMaxSuppressionV2(
    xp: Any, boxes: Any, scores: Any, max_output_size: Any, iou_threshold: Any
) -> Any:
    return _plain(boxes, scores, max_output_size, iou_threshold, _lowest(scores))


NonMaxSuppressionV2.not_differentiable()


@op(
    "boxes: T, scores: T, max_output_size: int32, iou_threshold: T_threshold, "
    "score_threshold: T_threshold -> selected_indices: int32",
    T=_KINDS,
    T_threshold=_KINDS,
    shape=_selected_shape,
    jit=False,
)
def NonMaxSuppressionV3(
    xp: Any,
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any,
    score_threshold: Any,
) -> Any:
    return _plain(boxes, scores, max_output_size, iou_threshold, score_threshold)


def _padded_shape(done: Any) -> Any:
    _selected_shape(done)
    limit = rules.value_of(done.inputs[2])
    if not done.attrs["pad_to_max_output_size"] or limit is None or limit.ndim:
        return (None,)
    return (int(limit),)


def _filled(values: np.ndarray, size: int) -> np.ndarray:
    return np.concatenate([values, np.zeros(size - len(values), values.dtype)])


@op(
    "boxes: T, scores: T, max_output_size: int32, iou_threshold: T_threshold, "
    "score_threshold: T_threshold -> selected_indices: int32, valid_outputs: int32",
    T=_KINDS,
    T_threshold=_KINDS,
    shape=lambda done: [_padded_shape(done), ()],
    jit=False,
)
def NonMaxSuppressionV4(
    xp: Any,
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any,
    score_threshold: Any,
    *,
    pad_to_max_output_size: bool = False,
) -> Any:
    chosen = _plain(boxes, scores, max_output_size, iou_threshold, score_threshold)
    count = np.array(len(chosen), np.int32)
    return _filled(chosen, int(max_output_size)) if pad_to_max_output_size else chosen, count


@op(
    "boxes: T, scores: T, max_output_size: int32, iou_threshold: T, score_threshold: T, "
    "soft_nms_sigma: T -> selected_indices: int32, selected_scores: T, valid_outputs: int32",
    T=_KINDS,
    shape=lambda done: [_padded_shape(done), _padded_shape(done), ()],
    jit=False,
)
def NonMaxSuppressionV5(
    xp: Any,
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any,
    score_threshold: Any,
    soft_nms_sigma: Any,
    *,
    pad_to_max_output_size: bool = False,
) -> Any:
    sigma = _scalar("soft_nms_sigma", soft_nms_sigma)
    if sigma < 0:
        raise ValueError(f"soft_nms_sigma must not be negative; received {sigma}.")
    if sigma > 0:
        threshold = _scalar("iou_threshold", iou_threshold)
        least = _scalar("score_threshold", score_threshold)
        size = _checked(boxes, scores, max_output_size, threshold)
        chosen, final = faded(scores, overlap_of(boxes), size, least, sigma)
    else:
        chosen = _plain(boxes, scores, max_output_size, iou_threshold, score_threshold)
        final = scores[chosen]
    count = np.array(len(chosen), np.int32)
    if pad_to_max_output_size:
        size = int(max_output_size)
        chosen, final = _filled(chosen, size), _filled(final, size)
    return chosen.astype(np.int32), final, count


@op(
    "overlaps: float32, scores: float32, max_output_size: int32, overlap_threshold: float32, "
    "score_threshold: float32 -> selected_indices: int32",
    shape=rules.shaped(rules.vector, "n n", "n", "", "", ""),
    jit=False,
)
def NonMaxSuppressionWithOverlaps(
    xp: Any,
    overlaps: Any,
    scores: Any,
    max_output_size: Any,
    overlap_threshold: Any,
    score_threshold: Any,
) -> Any:
    if overlaps.ndim != 2 or overlaps.shape[0] != overlaps.shape[1]:
        raise ValueError(f"overlaps must be a square matrix; received {list(overlaps.shape)}.")
    threshold = _scalar("overlap_threshold", overlap_threshold)
    least = _scalar("score_threshold", score_threshold)
    size = _limit(len(overlaps), scores, max_output_size)

    def overlap(box: int, others: np.ndarray) -> np.ndarray:
        return overlaps[others, box]

    return strongest(scores, overlap, size, threshold, least).astype(np.int32)


NonMaxSuppressionWithOverlaps.not_differentiable()


def non_max_suppression(
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = float("-inf"),
    name: str | None = None,
) -> Any:
    """The boxes that stay when of those that overlap only the best is kept.

    Args:
      boxes: float32 or float16 `[num_boxes, 4]`: y1, x1, y2, x2, any two opposite corners.
      scores: `[num_boxes]` of the same dtype.
      max_output_size: How many boxes to keep at most, a scalar.
      iou_threshold: Boxes whose intersection is more than this share of their union overlap.
      score_threshold: Boxes need a score above this.
      name: A name for the op.

    Returns:
      int32 `[kept]`: which boxes, best first.

    Raises:
      tf.errors.InvalidArgumentError: An argument has the wrong shape or is out of range.

    Example:
      >>> import tenfold as tf
      >>> boxes = [[0.0, 0.0, 1.0, 1.0], [0.0, 0.1, 1.0, 1.1], [0.0, 5.0, 1.0, 6.0]]
      >>> tf.image.non_max_suppression(boxes, [0.8, 0.9, 0.5], 3).numpy().tolist()
      [1, 2]
    """
    return NonMaxSuppressionV3(
        boxes,
        scores,
        max_output_size,
        to_tensor(iou_threshold),
        to_tensor(score_threshold),
        name=name,
    )


def non_max_suppression_with_scores(
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = float("-inf"),
    soft_nms_sigma: Any = 0.0,
    name: str | None = None,
) -> Any:
    """`tf.image.non_max_suppression` with scores; with `soft_nms_sigma` overlap costs score only.

    Args:
      boxes: float32 or float16 `[num_boxes, 4]`: y1, x1, y2, x2, any two opposite corners.
      scores: `[num_boxes]` of the same dtype.
      max_output_size: How many boxes to keep at most, a scalar.
      iou_threshold: Boxes whose intersection is more than this share of their union overlap.
      score_threshold: Boxes need a score above this.
      soft_nms_sigma: A box's score is multiplied by `exp(-overlap ** 2 / (2 sigma))` for each
        better box; 0 is the usual, hard, suppression. Pass `iou_threshold=1` with it.
      name: A name for the op.

    Returns:
      int32 `[kept]`, which boxes, best first; and their scores `[kept]`, as they end up.

    Raises:
      tf.errors.InvalidArgumentError: An argument has the wrong shape or is out of range.

    Example:
      >>> import tenfold as tf
      >>> boxes = [[0.0, 0.0, 1.0, 1.0], [0.0, 0.0, 1.0, 1.0]]
      >>> kept, scores = tf.image.non_max_suppression_with_scores(
      ...     boxes, [1.0, 0.5], 2, iou_threshold=1.0, soft_nms_sigma=0.5)
      >>> kept.numpy().tolist(), scores.numpy().round(3).tolist()
      ([0, 1], [1.0, 0.18400000035762787])

    References:
      Bodla et al., Soft-NMS: Improving Object Detection With One Line of Code (2017).
    """
    boxes = to_tensor(boxes)
    limits = (to_tensor(v) for v in (iou_threshold, score_threshold, soft_nms_sigma))
    chosen, final, _ = NonMaxSuppressionV5(boxes, scores, max_output_size, *limits, name=name)
    return chosen, final


def non_max_suppression_overlaps(
    overlaps: Any,
    scores: Any,
    max_output_size: Any,
    overlap_threshold: Any = 0.5,
    score_threshold: Any = float("-inf"),
    name: str | None = None,
) -> Any:
    """`tf.image.non_max_suppression` for overlaps that are measured already.

    Args:
      overlaps: float32 `[num_boxes, num_boxes]`: how much each two overlap, by any measure.
      scores: float32 `[num_boxes]`.
      max_output_size: How many boxes to keep at most, a scalar.
      overlap_threshold: Boxes that overlap more than this are too close.
      score_threshold: Boxes need a score above this.
      name: A name for the op.

    Returns:
      int32 `[kept]`: which boxes, best first.

    Raises:
      tf.errors.InvalidArgumentError: An argument has the wrong shape.

    Example:
      >>> import tenfold as tf
      >>> tf.image.non_max_suppression_overlaps(
      ...     [[1.0, 0.6], [0.6, 1.0]], [0.1, 0.2], 2).numpy().tolist()
      [1]
    """
    return NonMaxSuppressionWithOverlaps(
        overlaps, scores, max_output_size, overlap_threshold, score_threshold, name=name
    )
