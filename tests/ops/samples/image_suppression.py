"""Samples for ops/image/suppression.py and ops/image/detecting.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, sample, uniform


def corners(*shape: int, seed: int = 0, dtype: Any = np.float32) -> np.ndarray:
    """Boxes that overlap often; a few have their corners exchanged, some are empty."""
    center, side = uniform(*shape, 2, seed=seed), uniform(*shape, 2, low=0.1, high=0.6, seed=seed)
    boxes = np.concatenate([center - side / 2, center + side / 2], -1)
    boxes[..., 1::5, :] = boxes[..., 1::5, [2, 1, 0, 3]]
    boxes[..., 3::7, 2] = boxes[..., 3::7, 0]
    return boxes.astype(dtype)


def scores(*shape: int, seed: int = 0, dtype: Any = np.float32) -> np.ndarray:
    return np.random.default_rng([seed, *shape]).permutation(np.prod(shape)).reshape(shape).astype(
        dtype
    ) / dtype(np.prod(shape))


def number(value: float, dtype: Any = np.float32) -> np.ndarray:
    return np.array(value, dtype)


def size(value: int) -> np.ndarray:
    return np.array(value, np.int32)


BOXES, SCORES = corners(20), scores(20)
TIED = np.array([0.5, 0.7, 0.5, 0.7, 0.7] * 4, np.float32)
HALF = corners(20, dtype=np.float16), scores(20, dtype=np.float16)


def given(limit: int, *thresholds: float, dtype: Any = np.float32, **attrs: Any) -> Sample:
    boxes, row = (BOXES, SCORES) if dtype == np.float32 else HALF
    values = [number(t, dtype) for t in thresholds]
    return sample(boxes, row, size(limit), *values, gradient=False, **attrs)


def refused(*thresholds: float, **attrs: Any) -> list[Sample]:
    values = [number(t) for t in thresholds]
    options = {"gradient": False, **attrs}
    return [
        sample(BOXES[:, :3], SCORES, size(3), *values, **options),
        sample(BOXES, SCORES[:5], size(3), *values, **options),
        sample(BOXES[None], SCORES, size(3), *values, **options),
        sample(BOXES, SCORES, size(-1), *values, **options),
    ]


def edges(*thresholds: float, **attrs: Any) -> list[Sample]:
    values = [number(t) for t in thresholds]
    options = {"gradient": False, **attrs}
    return [
        sample(BOXES[:0], SCORES[:0], size(3), *values, **options),
        sample(BOXES, TIED, size(9), *values, **options),
        given(0, *thresholds, **attrs),
        given(3, *thresholds, **attrs),
        given(99, *thresholds, **attrs),
    ]


OVERLAPS = uniform(12, 12)
OVERLAPS = np.maximum(OVERLAPS, OVERLAPS.T)


def combined(classes: int, own: bool, *numbers: float, **attrs: Any) -> Sample:
    each, total, iou, least = numbers
    shape = (2, 15, classes)
    boxes = corners(*shape) if own else corners(2, 15)[:, :, None]
    return sample(
        boxes,
        scores(*shape),
        size(int(each)),
        size(int(total)),
        number(iou),
        number(least),
        gradient=False,
        **attrs,
    )


def proposals(pre: int, least: float, nms: float = 0.5, post: int = 8, anchors: int = 3) -> Sample:
    center, side = uniform(4, 5, anchors, 2, high=60), uniform(4, 5, anchors, 2, low=5, high=30)
    place = np.concatenate([center - side / 2, center + side / 2], -1)
    info = np.array([[60, 50, 1, 0, 0], [40, 60, 2, 0, 0]], np.float32)
    return sample(
        scores(2, 4, 5, anchors),
        uniform(2, 4, 5, 4 * anchors, low=-0.5, high=0.5),
        info,
        place,
        number(nms),
        size(pre),
        number(least),
        post_nms_topn=post,
        golden=False,
        gradient=False,
    )


SAMPLES = {
    "NonMaxSuppression": [
        *edges(),
        *(given(9, iou_threshold=t) for t in (0.0, 0.2, 1.0, 1.5)),
        *refused(),
    ],
    "NonMaxSuppressionV2": [
        *edges(0.5),
        *(given(9, t) for t in (0.0, 0.2, 1.0, 1.5)),
        *refused(0.5),
        given(9, 0.3, dtype=np.float16),
    ],
    "NonMaxSuppressionV3": [
        *edges(0.5, 0.3),
        *(given(9, t, 0.1) for t in (0.0, 0.2, 1.0, 1.5)),
        *(given(9, 0.4, t) for t in (float("-inf"), 0.7, 2.0)),
        given(9, 0.3, 0.1, dtype=np.float16),
        *refused(0.5, 0.1),
    ],
    "NonMaxSuppressionV4": [
        *edges(0.5, 0.3),
        *edges(0.5, 0.3, pad_to_max_output_size=True),
        given(9, 0.3, 0.1, dtype=np.float16),
        *refused(0.5, 0.1),
    ],
    "NonMaxSuppressionV5": [
        sample(
            uniform(8, 4, seed=3),
            uniform(8, seed=4),
            np.int32(8),
            np.float32(0.1),
            np.float32(0.1),
            np.float32(0.5),
            rtol=1e-5,
        ),
        *edges(0.5, 0.3, 0.0),
        *edges(0.5, 0.3, 0.0, pad_to_max_output_size=True),
        *edges(1.0, 0.1, 0.5, rtol=2e-6),
        *edges(0.6, float("-inf"), 0.2, pad_to_max_output_size=True, rtol=2e-6),
        given(9, 0.3, 0.1, 0.0, dtype=np.float16),
        given(9, 0.9, 0.1, 0.5, dtype=np.float16),
        given(9, 0.5, 0.1, -1.0),
        *refused(0.5, 0.1, 0.0),
    ],
    "NonMaxSuppressionWithOverlaps": [
        *(
            sample(OVERLAPS, scores(12), size(limit), number(t), number(least), gradient=False)
            for limit, t, least in ((12, 0.9, 0.0), (3, 0.99, 0.2), (12, 0.5, 0.5), (5, 2, -1))
        ),
        sample(OVERLAPS[:5], scores(12), size(3), number(0.5), number(0), gradient=False),
        sample(OVERLAPS, scores(5), size(3), number(0.5), number(0), gradient=False),
    ],
    "CombinedNonMaxSuppression": [
        combined(3, False, 4, 6, 0.5, 0.1),
        combined(3, True, 4, 6, 0.5, 0.1),
        combined(3, True, 4, 30, 0.3, 0.4),
        combined(3, True, 4, 30, 0.3, 0.4, pad_per_class=True),
        combined(3, True, 4, 5, 0.3, 0.4, pad_per_class=True),
        combined(1, True, 20, 20, 0.7, float("-inf"), clip_boxes=False),
        combined(3, True, 4, 6, 0.5, 2.0),
        combined(3, True, 0, 6, 0.5, 0.1),
        combined(3, True, 4, 0, 0.5, 0.1),
        combined(3, True, 4, 6, 1.5, 0.1),
    ],
    "GenerateBoundingBoxProposals": [  # TensorFlow's kernel is for GPUs only
        proposals(60, 0.0),
        proposals(10, 4.0),
        proposals(60, 1000.0),
        proposals(60, 1.0, 0.2, 90),
    ],
}
