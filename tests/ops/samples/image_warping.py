"""Samples for ops/image/warping.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, ints, sample, uniform

TURN = [0.8, -0.6, 1.537, 0.6, 0.8, -0.731, 0, 0]
TILT = [1.1, 0.2, -0.5, 0.1, 0.9, 0.25, 0.05, -0.02]
FAR = [2.5, 0, -9.3, 0, -2.5, 14.2, 0, 0]
GONE = [1, 0, 0, 0, 1, 0, -0.5, 0]  # columns where the image is infinitely far
IDENTITY = [1, 0, 0, 0, 1, 0, 0, 0]
MODES = ("CONSTANT", "REFLECT", "WRAP", "NEAREST")
IMAGE = uniform(2, 5, 7, 2)
CLOSE = {"order": 0, "rtol": 5e-6, "atol": 5e-6}


def warp(
    image: Any, *rows: Any, size: Any = (6, 8), fill: float | None = None, **attrs: Any
) -> Sample:
    more = () if fill is None else (np.array(fill, np.float32),)
    options = {"interpolation": "BILINEAR"} | CLOSE | attrs
    return sample(image, np.array(rows, np.float32), np.array(size, np.int32), *more, **options)


def both(fill: float | None) -> list[Sample]:
    return [
        *(
            warp(IMAGE, TURN, row, fill=fill, interpolation=i, fill_mode=mode)
            for i in ("BILINEAR", "NEAREST")
            for mode in MODES
            for row in (TILT, FAR)
        ),
        warp(IMAGE, GONE, fill=fill, gradient=False),
        warp(IMAGE, IDENTITY, size=(5, 7), fill=fill),
        warp(uniform(1, 1, 1, 1), TURN, fill=fill, fill_mode="REFLECT"),
        warp(uniform(1, 1, 1, 1), TURN, fill=fill, fill_mode="WRAP"),
        *(
            warp(ints(2, 5, 7, 2, low=0, high=99, dtype=dtype), TURN, fill=fill, interpolation=i)
            for dtype in (np.uint8, np.int32, np.int64)
            for i in ("NEAREST", "BILINEAR")
        ),
        warp(IMAGE.astype(np.float64), TURN, fill=fill),
        warp(IMAGE.astype(np.float16), TURN, fill=fill, gradient=False),
        warp(IMAGE, TURN, TURN, TURN, fill=fill),
        warp(IMAGE, TURN[:7], fill=fill),
        warp(IMAGE, TURN, size=(0, 2), fill=fill),
        warp(IMAGE[0], TURN, fill=fill),
    ]


SAMPLES = {
    "ImageProjectiveTransformV2": both(None),
    "ImageProjectiveTransformV3": [*both(0.5), *both(2.0)[:8]],
}
