"""Samples for ops/nn/pooling.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, ints, normal, sample

# (image [n, *space, c], window, strides, padding)
PLANE: list[tuple[Any, ...]] = [
    ((2, 4, 6, 3), (2, 2), (2, 2), "VALID"),
    ((2, 5, 7, 3), (2, 2), (2, 2), "SAME"),
    ((2, 7, 6, 2), (3, 3), (2, 2), "SAME"),
    ((2, 7, 6, 2), (3, 2), (1, 2), "VALID"),
    ((1, 5, 5, 2), (5, 5), (1, 1), "VALID"),
    ((1, 6, 6, 2), (2, 2), (3, 3), "VALID"),
]
SPACE: list[tuple[Any, ...]] = [
    ((2, 4, 5, 3, 2), (2, 2, 2), (2, 2, 2), "SAME"),
    ((1, 5, 4, 4, 2), (3, 2, 2), (2, 1, 2), "VALID"),
]


def attributes(case: tuple[Any, ...]) -> dict[str, Any]:
    return {"ksize": [1, *case[1], 1], "strides": [1, *case[2], 1], "padding": case[3]}


def pooled(case: tuple[Any, ...]) -> tuple[int, ...]:
    shape, window, strides, padding = case
    space = (
        -(-n // s) if padding == "SAME" else (n - k) // s + 1
        for n, k, s in zip(shape[1:-1], window, strides)
    )
    return (shape[0], *space, shape[-1])


def maxima(case: tuple[Any, ...], x: np.ndarray) -> np.ndarray:
    """The maximum of each window, by hand."""
    shape, window, strides, padding = case
    out = pooled(case)
    y = np.full(out, -np.inf, np.float32)
    low = [
        max(0, (o - 1) * s + k - n) // 2 if padding == "SAME" else 0
        for o, s, k, n in zip(out[1:-1], strides, window, shape[1:-1])
    ]
    for at in np.ndindex(*out[1:-1]):
        span = tuple(
            slice(max(0, i * s - p), min(n, i * s - p + k))
            for i, s, p, k, n in zip(at, strides, low, window, shape[1:-1])
        )
        y[(slice(None), *at)] = x[(slice(None), *span)].max(tuple(range(1, len(at) + 1)))
    return y


def forward(case: tuple[Any, ...], dtype: Any = np.float32) -> Sample:
    return sample(normal(*case[0], dtype=dtype), **attributes(case))


def max_back(case: tuple[Any, ...], ties: bool = False) -> Sample:
    x = ints(*case[0], low=0, high=2).astype(np.float32) if ties else normal(*case[0])
    y = maxima(case, x)
    return sample(x, y, normal(*y.shape, seed=1), gradient=not ties, **attributes(case))


def max_back_back(case: tuple[Any, ...]) -> Sample:
    x = normal(*case[0])
    return sample(x, maxima(case, x), normal(*case[0], seed=1), order=0, **attributes(case))


def mean_back(case: tuple[Any, ...]) -> Sample:
    return sample(np.array(case[0], np.int32), normal(*pooled(case)), **attributes(case))


CHANNELS = [1, 1, 1, 2]
FIRST = {"ksize": [1, 1, 2, 2], "strides": [1, 1, 2, 2], "data_format": "NCHW"}

SAMPLES = {
    "MaxPool": [
        *map(forward, PLANE),
        forward(PLANE[1], np.float64),
        forward(PLANE[1], "bfloat16"),
        sample(ints(1, 4, 4, 2), **attributes(PLANE[0])),
        sample(normal(1, 4, 4, 2), **attributes(PLANE[0]) | {"strides": [1, 0, 1, 1]}),
        sample(
            normal(1, 5, 5, 2),
            ksize=[1, 2, 2, 1],
            strides=[1, 2, 2, 1],
            padding="EXPLICIT",
            explicit_paddings=[0, 0, 1, 0, 0, 1, 0, 0],
            gradient=False,  # its second derivative has no explicit paddings on the wire
        ),
        sample(normal(1, 4, 4, 2), ksize=[1, 0, 2, 1], strides=[1, 1, 1, 1], padding="SAME"),
        sample(
            normal(1, 4, 5, 2),
            ksize=[1, 2, 2, 1],
            strides=[1, 1, 1, 1],
            padding="EXPLICIT",
            explicit_paddings=[0, 0, 0, 1, 0, 2, 0, 0],
        ),
        # Blocks of channels, which have no gradient.
        sample(
            normal(2, 3, 3, 4), ksize=CHANNELS, strides=CHANNELS, gradient=False, padding="SAME"
        ),
    ],
    "MaxPoolGrad": [
        *map(max_back, PLANE),
        max_back(PLANE[0], True),
        max_back(PLANE[2], True),
        sample(normal(2, 4, 6, 3), normal(2, 3, 3, 3), normal(2, 2, 3, 3), **attributes(PLANE[0])),
        sample(normal(2, 4, 6, 3), normal(2, 2, 3, 3), normal(2, 3, 3, 3), **attributes(PLANE[0])),
        sample(normal(4, 6, 3), normal(2, 2, 3, 3), normal(2, 2, 3, 3), **attributes(PLANE[0])),
    ],
    "MaxPoolGradGrad": [*map(max_back_back, PLANE)],
    "AvgPool": [*map(forward, PLANE), forward(PLANE[2], np.float64), forward(PLANE[2], "bfloat16")],
    "AvgPoolGrad": [*map(mean_back, PLANE)],
    "MaxPool3D": [*map(forward, SPACE)],
    "MaxPool3DGrad": [*map(max_back, SPACE)],
    "MaxPool3DGradGrad": [*map(max_back_back, SPACE)],
    "AvgPool3D": [*map(forward, SPACE)],
    "AvgPool3DGrad": [*map(mean_back, SPACE)],
}
