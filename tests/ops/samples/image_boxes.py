"""Samples for ops/image/drawing.py and ops/image/distorting.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, sample, uniform

# Inside, all of it, beyond each border, upside down, outside, a point.
DRAWN = np.array(
    [
        [[0.1, 0.2, 0.7, 0.9], [0, 0, 1, 1], [-0.3, 0.2, 0.5, 1.4], [0.6, 0.1, 0.2, 0.9]],
        [[0.2, -0.7, 1.6, 0.4], [1.5, 2.0, 3.0, 4.0], [0.5, 0.5, 0.5, 0.5], [-0.05, -0.05, 1, 0.9]],
    ],
    np.float32,
)
COLOURS = uniform(3, 3)


def drawn(depth: int, boxes: Any = DRAWN, *more: Any, dtype: Any = np.float32) -> Sample:
    return sample(uniform(2, 6, 7, depth, dtype=dtype), boxes, *more, exact=True, gradient=False)


SIZE = np.array([40, 60, 3], np.int32)
OBJECTS = np.array([[[0.1, 0.2, 0.6, 0.5]], [[0.3, 0.4, 0.9, 0.95]]], np.float32)
ANY_AREA = {"area_range": [0.01, 1.0], "aspect_ratio_range": [0.3, 3.0]}
NO_BOXES = np.zeros((1, 0, 4), np.float32)


def seeded(*more: Any, count: int = 8, **attrs: Any) -> list[Sample]:
    size, boxes = attrs.pop("size", SIZE), attrs.pop("boxes", OBJECTS)
    return [sample(size, boxes, *more, seed=7, seed2=i, **attrs) for i in range(1, count + 1)]


def stateless(covered: float, count: int = 8, **attrs: Any) -> list[Sample]:
    size, boxes = attrs.pop("size", SIZE), attrs.pop("boxes", OBJECTS)
    share = np.float32(covered)
    return [sample(size, boxes, share, np.array([11, i], np.int32), **attrs) for i in range(count)]


SAMPLES = {
    "DrawBoundingBoxes": [
        *(drawn(depth) for depth in (1, 3, 4)),
        drawn(3, dtype=np.float16),
        drawn(3, np.tile(DRAWN, (1, 4, 1))),
        drawn(3, DRAWN[:, :0]),
        drawn(3, np.array([[[np.nan, 0, 1, 1]]] * 2, np.float32)),
        drawn(2),
        drawn(3, DRAWN[:1]),
        drawn(3, DRAWN[..., :3]),
        sample(uniform(6, 7, 3), DRAWN, gradient=False),
    ],
    "DrawBoundingBoxesV2": [
        drawn(3, DRAWN, COLOURS),
        drawn(3, DRAWN, COLOURS, dtype=np.float16),
        drawn(1, DRAWN, uniform(2, 1)),
        drawn(4, DRAWN, uniform(5, 4)),
        drawn(3, DRAWN, uniform(2, 4)),
        drawn(3, DRAWN, uniform(2, 2)),
        drawn(3, DRAWN, uniform(3)),
        drawn(3, DRAWN, uniform(0, 3)),
        drawn(2, DRAWN, uniform(3, 2)),
    ],
    "SampleDistortedBoundingBox": [
        *seeded(),
        *seeded(count=4, min_object_covered=0.9, **ANY_AREA),
    ],
    "SampleDistortedBoundingBoxV2": [
        *seeded(np.float32(0.1)),
        *seeded(np.float32(0.5), **ANY_AREA),
        *seeded(np.float32(1.0), count=4, max_attempts=3, **ANY_AREA),
        *seeded(np.float32(0.1), size=SIZE.astype(np.int64), count=2),
        *seeded(np.float32(0.1), size=SIZE.astype(np.uint8), count=2),
        *seeded(np.float32(0.1), boxes=NO_BOXES, count=4, use_image_if_no_bounding_boxes=True),
        *seeded(np.float32(0.1), boxes=NO_BOXES, count=1),
        *seeded(np.float32(0.1), boxes=OBJECTS + 0.3, count=1),
        *seeded(np.float32(1.1), count=1),
        *seeded(np.float32(0.1), size=SIZE[:2], count=1),
        *seeded(np.float32(0.1), count=1, area_range=[0.5, 0.2]),
        *seeded(np.float32(0.1), count=1, aspect_ratio_range=[-1.0, 0.2]),
        *seeded(np.float32(0.1), count=1, max_attempts=0),
        *seeded(np.float32(0.1), boxes=OBJECTS[..., :3], count=1),
        *seeded(np.float32(0.1), size=np.array([0, 5, 3], np.int32), count=1),
    ],
    "StatelessSampleDistortedBoundingBox": [
        *stateless(0.1),
        *stateless(0.7, **ANY_AREA),
        *stateless(0.1, 4, boxes=NO_BOXES, use_image_if_no_bounding_boxes=True),
        *stateless(0.1, 3, size=np.array([400, 37, 1], np.int64)),
        *stateless(0.0, 3, size=np.array([7, 7, 3], np.int16), area_range=[0.3, 0.4]),
        sample(SIZE, OBJECTS, np.float32(0.1), np.array([1, 2, 3], np.int32)),
    ],
}
