"""Samples for ops/image/patching.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, ints, normal, sample

# (image, window, strides, rates, padding)
PLANES: list[tuple[Any, ...]] = [
    ((2, 5, 6, 3), (2, 3), (1, 1), (1, 1), "VALID"),
    ((2, 5, 6, 3), (2, 3), (2, 2), (1, 1), "SAME"),
    ((1, 7, 8, 2), (3, 2), (2, 1), (2, 3), "VALID"),
    ((1, 7, 8, 1), (3, 2), (2, 1), (2, 3), "SAME"),
    ((1, 5, 5, 1), (1, 1), (3, 3), (1, 1), "VALID"),
    ((1, 2, 2, 1), (3, 3), (1, 1), (1, 1), "SAME"),
    ((0, 4, 4, 1), (2, 2), (1, 1), (1, 1), "VALID"),
]
DTYPES = (
    *(np.float16, np.float64, np.int8, np.int16, np.int32, np.int64, np.uint8, np.uint16),
    *(np.uint32, np.uint64, np.complex64, np.complex128),
)


def planes(case: tuple[Any, ...], **given: Any) -> Sample:
    shape, window, strides, rates, padding = case
    x = given.pop("x", None)
    attrs = {
        "ksizes": [1, *window, 1],
        "strides": [1, *strides, 1],
        "rates": [1, *rates, 1],
        "padding": padding,
    }
    return sample(normal(*shape) if x is None else x, **(attrs | given))


def of_dtype(dtype: Any) -> np.ndarray:
    if np.dtype(dtype).kind in "iu":
        return ints(2, 5, 6, 3, low=0, dtype=dtype)
    return normal(2, 5, 6, 3, dtype=dtype)


def volume(shape: Any, window: Any, strides: Any, padding: str) -> Sample:
    return sample(normal(*shape), ksizes=[1, *window, 1], strides=[1, *strides, 1], padding=padding)


IMAGE = normal(2, 5, 6, 3)


def glimpse(offsets: Any, size: Any = (3, 4), **attrs: Any) -> Sample:
    arrays = np.array(size, np.int32), np.array(offsets, np.float32)
    return sample(IMAGE, *arrays, uniform_noise=False, gradient=False, **attrs)


def glimpses() -> list[Sample]:
    return [
        *(
            glimpse(offsets, centered=centered, normalized=normalized, noise="zero")
            for centered in (True, False)
            for normalized in (True, False)
            for offsets in ([[0, 0], [0.4, -0.3]], [[1, 0.9], [-1.3, 2]], [[0.25, 0.5], [3, -9]])
        ),
        glimpse([[0, 0], [0.4, -0.3]], (9, 9), noise="zero"),
        glimpse([[0, 0], [0.4, -0.3]], (9, 9), noise="uniform", values=False),
        glimpse([[0, 0], [0.4, -0.3]], (9, 9), noise="gaussian", values=False),
        glimpse([[0, 0]], noise="zero"),
        glimpse([[0, 0], [1, 1]], (0, 2), noise="zero"),
        glimpse([[0, 0], [1, 1]], (2,), noise="zero"),
        glimpse([[0, 0], [1, 1]], noise="pink"),
    ]


SAMPLES = {
    "ExtractImagePatches": [
        *map(planes, PLANES),
        *(planes(PLANES[1], x=of_dtype(dtype)) for dtype in DTYPES),
        planes(PLANES[0], x=normal(2, 5, 6, 3, dtype="bfloat16")),
        planes(PLANES[0], x=normal(2, 5, 6, 3) > 0, golden=False),  # on GPUs only
        planes(PLANES[0], x=normal(5, 6, 3)),
        planes(PLANES[0], ksizes=[1, 9, 9, 1]),
        planes(PLANES[0], strides=[1, 0, 1, 1]),
    ],
    "ExtractVolumePatches": [
        volume((2, 3, 4, 5, 2), (2, 2, 2), (1, 1, 1), "VALID"),
        volume((1, 3, 4, 5, 2), (2, 3, 2), (2, 1, 2), "SAME"),
    ],
    "ExtractGlimpse": glimpses(),
    "ExtractGlimpseV2": glimpses(),
}
