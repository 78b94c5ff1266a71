"""Detections of whole batches: suppression per image and class, and proposals of regions."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32, int32
from tenfold.core.op import call, op
from tenfold.core.tensor import Tensor

from .suppression import NonMaxSuppressionV4, overlap_of, strongest

# A proposal is at most this many times (as a logarithm) as tall or as wide as its anchor.
_MOST_STRETCH = math.log(1000.0 / 16.0)


def _combined_shape(done: Any) -> Any:
    boxes, scores = done.inputs[0].raw_shape, done.inputs[1].raw_shape
    batch = boxes[0] if boxes else scores[0] if scores else None
    each, total = (rules.value_of(done.inputs[i]) for i in (2, 3))
    count = None if total is None or total.ndim else int(total)
    if count is not None and count <= 0:
        raise ValueError(f"max_total_size must be positive; received {count}.")
    if done.attrs["pad_per_class"] and count is not None:
        classes = scores[2] if scores else None
        if each is None or each.ndim or classes is None:
            count = None
        else:
            count = min(count, int(each) * classes)
    return [(batch, count, 4), (batch, count), (batch, count), (batch,)]


@op(
    "boxes: float32, scores: float32, max_output_size_per_class: int32, max_total_size: int32, "
    "iou_threshold: float32, score_threshold: float32 -> nmsed_boxes: float32, "
    "nmsed_scores: float32, nmsed_classes: float32, valid_detections: int32",
    shape=_combined_shape,
    jit=False,
)
def CombinedNonMaxSuppression(
    xp: Any,
    boxes: Any,
    scores: Any,
    max_output_size_per_class: Any,
    max_total_size: Any,
    iou_threshold: Any,
    score_threshold: Any,
    *,
    pad_per_class: bool = False,
    clip_boxes: bool = True,
) -> Any:
    each, total = _checked(
        boxes, scores, max_output_size_per_class, max_total_size, iou_threshold, score_threshold
    )
    batch, classes = len(boxes), scores.shape[2]
    size = min(total, each * classes) if pad_per_class else total
    out_boxes = np.zeros((batch, size, 4), np.float32)
    out_scores, out_classes = (np.zeros((batch, size), np.float32) for _ in range(2))
    counts = np.zeros(batch, np.int32)
    for image in range(batch):
        kept: list[tuple[int, int]] = []
        for number in range(classes):
            own = boxes[image, :, number if boxes.shape[2] > 1 else 0]
            row = scores[image, :, number]
            chosen = strongest(row, overlap_of(own), each, iou_threshold, score_threshold)
            kept += [(number, box) for box in chosen.tolist()]
        kept.sort(key=lambda pair: -scores[image, pair[1], pair[0]])
        kept = kept[:size]
        counts[image] = len(kept)
        for place, (number, box) in enumerate(kept):
            found = boxes[image, box, number if boxes.shape[2] > 1 else 0]
            out_boxes[image, place] = np.clip(found, 0, 1) if clip_boxes else found
            out_scores[image, place] = scores[image, box, number]
            out_classes[image, place] = number
    return out_boxes, out_scores, out_classes, counts


def _checked(
    boxes: Any, scores: Any, each: Any, total: Any, iou: Any, least: Any
) -> tuple[int, int]:
    """How many boxes to keep of each class, and in all."""
    if boxes.ndim != 4 or boxes.shape[3] != 4:
        raise ValueError(f"boxes must be [batch, n, classes or 1, 4]; received {boxes.shape}.")
    if scores.ndim != 3 or scores.shape[:2] != boxes.shape[:2]:
        raise ValueError(
            f"scores must be [{boxes.shape[0]}, {boxes.shape[1]}, classes]; received "
            f"{list(scores.shape)}."
        )
    if boxes.shape[2] not in (1, scores.shape[2]):
        raise ValueError(
            f"the third axis of boxes must be 1 or the {scores.shape[2]} classes; received "
            f"{list(boxes.shape)}."
        )
    for name, value in (
        ("max_output_size_per_class", each),
        ("max_total_size", total),
        ("iou_threshold", iou),
        ("score_threshold", least),
    ):
        if value.ndim:
            raise ValueError(f"{name} must be a scalar; received shape {list(value.shape)}.")
    if each <= 0 or total <= 0:
        raise ValueError(f"sizes must be positive; received {each} a class, {total} in all.")
    if not 0 <= iou <= 1:
        raise ValueError(f"iou_threshold must be in [0, 1]; received {iou}.")
    return int(each), int(total)


def combined_non_max_suppression(
    boxes: Any,
    scores: Any,
    max_output_size_per_class: Any,
    max_total_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = float("-inf"),
    pad_per_class: bool = False,
    clip_boxes: bool = True,
    name: str | None = None,
) -> Any:
    """Non-maximum suppression of each class by itself, for a batch of images.

    Args:
      boxes: float32 `[batch, num_boxes, q, 4]`; `q` is the number of classes, or 1 where the
        boxes are the same for all.
      scores: float32 `[batch, num_boxes, num_classes]`.
      max_output_size_per_class: How many boxes to keep of a class in an image, at most.
      max_total_size: How many boxes to keep in an image, at most.
      iou_threshold: Boxes whose intersection is more than this share of their union overlap.
      score_threshold: Boxes need a score above this.
      pad_per_class: Whether the results are no longer than `max_output_size_per_class` times the
        number of classes.
      clip_boxes: Whether boxes are clipped to [0, 1].
      name: A name for the op.

    Returns:
      Boxes `[batch, n, 4]`, scores and classes `[batch, n]`, all float32 and zero beyond the boxes
      that were kept; and how many those are, int32 `[batch]`.

    Raises:
      tf.errors.InvalidArgumentError: An argument has the wrong shape or is out of range.

    Example:
      >>> import tenfold as tf
      >>> boxes = [[[[0.0, 0.0, 1.0, 1.0]], [[0.0, 0.0, 1.0, 0.9]]]]
      >>> _, scores, classes, count = tf.image.combined_non_max_suppression(
      ...     boxes, [[[0.9, 0.2], [0.8, 0.3]]], 1, 3)
      >>> scores.numpy().round(1).tolist(), classes.numpy().tolist(), count.numpy().tolist()
      ([[0.8999999761581421, 0.30000001192092896, 0.0]], [[0.0, 1.0, 0.0]], [2])
    """
    return CombinedNonMaxSuppression(
        boxes,
        scores,
        max_output_size_per_class,
        max_total_size,
        to_tensor(iou_threshold, float32),
        to_tensor(score_threshold, float32),
        pad_per_class=pad_per_class,
        clip_boxes=clip_boxes,
        name=name,
    )


def non_max_suppression_padded(
    boxes: Any,
    scores: Any,
    max_output_size: Any,
    iou_threshold: Any = 0.5,
    score_threshold: Any = float("-inf"),
    pad_to_max_output_size: bool = False,
    name: str | None = None,
    sorted_input: bool = False,
    canonicalized_coordinates: bool = False,
    tile_size: int = 512,
) -> Any:
    """Non-maximum suppression for batches, with results of one length.

    Args:
      boxes: float32 `[..., num_boxes, 4]`: y1, x1, y2, x2. One without a positive coordinate is
        padding and never kept.
      scores: float32 `[..., num_boxes]`.
      max_output_size: How many boxes to keep at most, a scalar.
      iou_threshold: Boxes overlap whose intersection is this share of their union, or more.
      score_threshold: Boxes need a score above this.
      pad_to_max_output_size: Whether the indices are filled up with zeros to `max_output_size`;
        needed for batches.
      name: A name for the op.
      sorted_input: Whether the boxes come best first. The result is the same.
      canonicalized_coordinates: Whether y1 <= y2 and x1 <= x2. The result is the same.
      tile_size: How many boxes a parallel implementation looks at together. The result is the
        same.

    Returns:
      int32 `[..., kept or max_output_size]`, which boxes; and how many of them count, int32
      `[...]`.

    Raises:
      ValueError: A batch without padding.

    Example:
      >>> import tenfold as tf
      >>> boxes = [[0.0, 0.0, 1.0, 1.0], [0.0, 0.1, 1.0, 1.1], [0.0, 5.0, 1.0, 6.0]]
      >>> kept, count = tf.image.non_max_suppression_padded(
      ...     boxes, [0.8, 0.9, 0.5], 3, pad_to_max_output_size=True)
      >>> kept.numpy().tolist(), int(count)
      ([1, 2, 0], 2)
    """
    boxes, scores = to_tensor(boxes), to_tensor(scores)
    shape = boxes.raw_shape
    if not pad_to_max_output_size and shape is not None and len(shape) > 2:
        raise ValueError(
            "'pad_to_max_output_size' must be True for batched input; boxes have shape "
            f"{boxes.shape}."
        )
    # Boxes without a positive coordinate are padding, whatever their score.
    present = call("Any", boxes > 0.0, [-1])
    scores = call("SelectV2", present, scores, to_tensor(-np.inf, scores.dtype))
    limits = _inclusive(iou_threshold), to_tensor(score_threshold, float32)
    if shape is None or len(shape) == 2:
        return NonMaxSuppressionV4(
            boxes,
            scores,
            max_output_size,
            *limits,
            pad_to_max_output_size=pad_to_max_output_size,
            name=name,
        )
    return _each_image(boxes, scores, to_tensor(max_output_size, int32), limits, name)


def _inclusive(threshold: Any) -> Any:
    """The threshold that `more than` must use to mean `this or more`."""
    if isinstance(threshold, Tensor):
        below = call("NextAfter", threshold, -1.0)
        return call("Minimum", call("Maximum", below, 0.0), 1.0)
    below = np.nextafter(np.float32(threshold), np.float32(-1))
    return to_tensor(np.clip(below, np.float32(0), np.float32(1)))


def _each_image(
    boxes: Any, scores: Any, limit: Any, limits: Any, name: str | None
) -> tuple[Any, Any]:
    """Suppression of every image of a batch, as of one class each."""
    sizes = call("Shape", boxes)
    batch, length = sizes[:-2], sizes[-2]
    count = call("Prod", batch, [0])
    flat = call("Reshape", boxes, call("Pack", [count, length, 1, 4]))
    rows = call("Reshape", scores, call("Pack", [count, length, 1]))
    kept, final, _, counts = CombinedNonMaxSuppression(
        flat, rows, limit, limit, *limits, clip_boxes=False
    )
    given = call("ConcatV2", [call("Squeeze", flat, squeeze_dims=[2]), rows], 2)
    chosen = _positions(call("ConcatV2", [kept, call("ExpandDims", final, 2)], 2), given)
    counted = call("Range", 0, limit, 1) < call("ExpandDims", counts, 1)
    chosen = call("SelectV2", counted, chosen, 0)
    full = call("ConcatV2", [batch, call("ExpandDims", limit, 0)], 0)
    return call("Reshape", chosen, full, name=name), call("Reshape", counts, batch)


def _positions(found: Any, given: Any) -> Any:
    """Which of the rows `[batch, n, 5]` each found row `[batch, k, 5]` is; int32 `[batch, k]`.

    Of equal rows the first is found first.
    """
    each = call("ExpandDims", found, 2)
    same, twins = (
        call("Cast", call("All", call("Equal", each, call("ExpandDims", x, 1)), [-1]), DstT=int32)
        for x in (given, found)
    )
    number = call("Sum", call("MatrixBandPart", twins, -1, 0), [2], keep_dims=True)
    nth = call("Equal", call("Cumsum", same, 2), number)
    return call("ArgMax", same * call("Cast", nth, DstT=int32), 2, output_type=int32)


def _proposed_shape(done: Any) -> Any:
    shape = done.inputs[0].raw_shape
    batch, count = None if shape is None else shape[0], done.attrs["post_nms_topn"]
    return [(batch, count, 4), (batch, count)]


@op(
    "scores: float32, bbox_deltas: float32, image_info: float32, anchors: float32, "
    "nms_threshold: float32, pre_nms_topn: int32, min_size: float32 "
    "-> rois: float32, roi_probabilities: float32",
    shape=_proposed_shape,
    jit=False,
)
def GenerateBoundingBoxProposals(
    xp: Any,
    scores: Any,
    bbox_deltas: Any,
    image_info: Any,
    anchors: Any,
    nms_threshold: Any,
    pre_nms_topn: Any,
    min_size: Any,
    *,
    post_nms_topn: int = 300,
) -> Any:
    if scores.ndim != 4:
        raise ValueError(f"scores must be [batch, h, w, anchors]; received {scores.shape}.")
    batch, count = len(scores), math.prod(scores.shape[1:])
    if bbox_deltas.size != 4 * batch * count or anchors.size != 4 * count:
        raise ValueError(
            f"bbox_deltas and anchors must have 4 numbers for each of the scores "
            f"{list(scores.shape)}; received {list(bbox_deltas.shape)}, {list(anchors.shape)}."
        )
    if image_info.ndim != 2 or len(image_info) != batch or image_info.shape[1] < 3:
        raise ValueError(f"image_info must be [{batch}, 5]; received {list(image_info.shape)}.")
    if post_nms_topn <= 0 or pre_nms_topn <= 0:
        raise ValueError(f"sizes must be positive; received {pre_nms_topn}, {post_nms_topn}.")
    rois = np.zeros((batch, post_nms_topn, 4), np.float32)
    probabilities = np.zeros((batch, post_nms_topn), np.float32)
    for image in range(batch):
        row = scores[image].reshape(-1)
        order = np.argsort(-row, kind="stable")[: int(pre_nms_topn)]
        deltas = bbox_deltas[image].reshape(-1, 4)[order]
        boxes = _moved(anchors.reshape(-1, 4)[order], deltas, image_info[image])
        sides = boxes[:, 2:] - boxes[:, :2]
        large = sides.min(-1) >= min_size * image_info[image, 2]
        boxes, likely = boxes[large], row[order][large]
        kept = strongest(likely, overlap_of(boxes), post_nms_topn, nms_threshold, -np.inf)
        rois[image, : len(kept)] = boxes[kept]
        probabilities[image, : len(kept)] = likely[kept]
    return rois, probabilities


GenerateBoundingBoxProposals.not_differentiable()


def _moved(anchors: np.ndarray, deltas: np.ndarray, info: np.ndarray) -> np.ndarray:
    """Anchors moved and stretched by the deltas, and clipped to the image; all `[n, 4]`."""
    sides = anchors[:, 2:] - anchors[:, :2]
    center = anchors[:, :2] + np.float32(0.5) * sides + sides * deltas[:, :2]
    half = np.float32(0.5) * sides * np.exp(np.minimum(deltas[:, 2:], np.float32(_MOST_STRETCH)))
    limit = np.concatenate([info[:2], info[:2]])
    return np.clip(np.concatenate([center - half, center + half], -1), 0, limit)


def generate_bounding_box_proposals(
    scores: Any,
    bbox_deltas: Any,
    image_info: Any,
    anchors: Any,
    nms_threshold: Any = 0.7,
    pre_nms_topn: Any = 6000,
    min_size: Any = 16,
    post_nms_topn: int = 300,
    name: str | None = None,
) -> Any:
    """Regions that may show an object, from what a network says of each anchor.

    Args:
      scores: float32 `[batch, height, width, anchors]`: how likely there is an object.
      bbox_deltas: float32 `[batch, height, width, 4 * anchors]`: how far the center is from the
        anchor's, in parts of its height and width, and logarithms of how much taller and wider.
      image_info: float32 `[batch, 5]`: height, width and scale of each image come first.
      anchors: float32, for each place and anchor y1, x1, y2, x2.
      nms_threshold: Proposals whose intersection is more than this share of their union overlap.
      pre_nms_topn: How many of the best anchors to look at.
      min_size: The least side of a proposal, times the image's scale.
      post_nms_topn: How many proposals to keep at most.
      name: A name for the op.

    Returns:
      Proposals `[batch, post_nms_topn, 4]` and their scores `[batch, post_nms_topn]`, float32 and
      zero where there are no more.

    Raises:
      tf.errors.InvalidArgumentError: An argument has the wrong shape.

    Example:
      >>> import tenfold as tf
      >>> rois, likely = tf.image.generate_bounding_box_proposals(
      ...     [[[[0.9]]]], [[[[0.5, 0.0, 0.0, 0.0]]]], [[40.0, 40.0, 1.0, 0.0, 0.0]],
      ...     [[[[0.0, 0.0, 20.0, 20.0]]]], post_nms_topn=1)
      >>> rois.numpy().tolist()
      [[[10.0, 0.0, 30.0, 20.0]]]

    References:
      Ren et al., Faster R-CNN (2015).
    """
    return GenerateBoundingBoxProposals(
        scores,
        bbox_deltas,
        image_info,
        anchors,
        to_tensor(nms_threshold, float32),
        to_tensor(pre_nms_topn, int32),
        to_tensor(min_size if isinstance(min_size, Tensor) else float(min_size), float32),
        post_nms_topn=post_nms_topn,
        name=name,
    )
