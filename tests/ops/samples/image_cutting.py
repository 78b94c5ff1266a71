"""Samples for ops/image/cutting.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, ints, normal, sample

# Inside, the whole, one pixel wide, upside down, beyond the border, far outside.
BOXES = np.array(
    [
        [0.1, 0.2, 0.7, 0.9],
        [0, 0, 1, 1],
        [0.3, 0.5, 0.3, 0.5],
        [0.8, 0.9, 0.15, 0.05],
        [-0.3, 0.35, 0.75, 1.4],
        [1.5, 2.0, 3.0, 4.0],
    ],
    np.float32,
)
WHICH = np.array([0, 1, 1, 0, 1, 0], np.int32)
TIGHT = {"rtol": 3e-6, "atol": 3e-6}


def size(*values: int) -> np.ndarray:
    return np.array(values, np.int32)


def forward(dtype: Any, out: tuple[int, int], **attrs: Any) -> Sample:
    kinds = np.dtype(dtype).kind if dtype != "bfloat16" else "f"
    image = normal(2, 5, 6, 3, dtype=dtype) if kinds == "f" else ints(2, 5, 6, 3, dtype=dtype)
    if kinds == "u":
        image = ints(2, 5, 6, 3, low=0, high=200, dtype=dtype)
    # Boxes are float32 only: no finite differences in float64.
    return sample(
        image, BOXES, WHICH, size(*out), order=0, **({"rtol": 3e-6, "atol": 2e-5} | attrs)
    )


def refused(boxes: Any, which: Any, out: Any, image: Any = None) -> Sample:
    return sample(normal(2, 3, 3, 1) if image is None else image, boxes, which, out, gradient=False)


IMAGE = normal(2, 5, 6, 2)
GRADS = normal(6, 3, 4, 2)

SAMPLES = {
    "CropAndResize": [
        sample(
            normal(1, 3, 3, 1),
            np.array([[np.nan, 0, 1, 1]], np.float32),
            np.zeros(1, np.int32),
            np.array([2, 2], np.int32),
        ),
        *(forward(np.float32, out) for out in ((3, 4), (1, 1), (5, 6), (1, 3))),
        forward(np.float32, (3, 4), method="nearest", gradient=False),
        forward(np.float32, (3, 4), extrapolation_value=-2.5),
        *(
            forward(dtype, (3, 4))
            for dtype in (np.uint8, np.uint16, np.int8, np.int16, np.int32, np.int64)
        ),
        *(forward(dtype, (3, 4)) for dtype in (np.float16, np.float64)),
        sample(IMAGE, BOXES[:0], WHICH[:0], size(2, 2), gradient=False),
        refused(BOXES, WHICH + 1, size(2, 2)),
        refused(BOXES, WHICH[:2], size(2, 2)),
        refused(BOXES[:, :3], WHICH, size(2, 2)),
        refused(BOXES, WHICH, size(0, 2)),
        refused(BOXES, WHICH, size(2, 2, 2)),
        refused(BOXES, WHICH, size(2, 2), normal(3, 3, 1)),
        refused(BOXES, WHICH, size(2, 2), normal(2, 0, 3, 1)),
    ],
    "CropAndResizeGradImage": [
        *(
            sample(
                GRADS,
                BOXES,
                WHICH,
                size(2, 5, 6, 2),
                T=name,
                method=method,
                gradient=False,
                **({"rtol": 4e-3, "atol": 4e-3} if name == "float16" else TIGHT),
            )
            for name in ("float32", "float64", "float16")
            for method in ("bilinear", "nearest")
        ),
        sample(normal(6, 1, 1, 2), BOXES, WHICH, size(2, 5, 6, 2), T="float32", gradient=False),
        sample(GRADS, BOXES, WHICH + 1, size(2, 5, 6, 2), T="float32", gradient=False),
    ],
    "CropAndResizeGradBoxes": [
        sample(GRADS, IMAGE, BOXES, WHICH, gradient=False, rtol=1e-5, atol=2e-5),
        sample(normal(6, 1, 1, 2), IMAGE, BOXES, WHICH, gradient=False, rtol=1e-5, atol=2e-5),
        sample(
            GRADS,
            ints(2, 5, 6, 2, low=0, high=99, dtype=np.uint8),
            BOXES,
            WHICH,
            gradient=False,
            rtol=1e-5,
            atol=1e-3,
        ),
    ],
}
