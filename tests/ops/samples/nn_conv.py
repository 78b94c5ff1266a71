"""Samples for ops/nn/conv_ops.py."""

import dataclasses
from typing import Any

import numpy as np

from tests.ops.sample import Sample, ints, normal, sample

# (input [n, *space, c], filter [*window, c, out], strides, padding, further attributes)
PLANE: list[tuple[Any, ...]] = [
    ((2, 5, 6, 3), (3, 3, 3, 4), (1, 1), "SAME", {}),
    ((2, 5, 6, 3), (3, 2, 3, 4), (2, 1), "VALID", {}),
    ((2, 8, 7, 3), (3, 3, 3, 4), (2, 3), "SAME", {}),
    ((2, 9, 9, 3), (3, 3, 3, 2), (1, 1), "SAME", {"dilations": [1, 2, 3, 1]}),
    (
        (1, 7, 8, 2),
        (2, 3, 2, 2),
        (2, 2),
        "EXPLICIT",
        {"explicit_paddings": [0, 0, 1, 2, 0, 1, 0, 0]},
    ),
    ((2, 4, 5, 3), (1, 1, 3, 4), (1, 1), "VALID", {}),
    ((2, 4, 5, 3), (1, 1, 3, 4), (2, 2), "SAME", {}),
    ((2, 8, 8, 1), (3, 3, 1, 4), (1, 1), "SAME", {}),
    ((2, 8, 8, 1), (2, 2, 1, 4), (2, 2), "VALID", {}),
    ((2, 5, 5, 4), (3, 3, 2, 6), (1, 1), "SAME", {}),
    ((2, 6, 5, 4), (2, 3, 1, 8), (2, 2), "VALID", {}),
    ((2, 2, 2, 3), (5, 5, 3, 2), (1, 1), "SAME", {}),
    ((2, 7, 7, 3), (2, 2, 3, 2), (3, 3), "VALID", {}),
]
SPACE: list[tuple[Any, ...]] = [
    ((2, 4, 5, 3, 2), (2, 3, 2, 2, 3), (1, 1, 1), "SAME", {}),
    ((1, 5, 5, 4, 2), (3, 2, 2, 2, 3), (2, 1, 2), "VALID", {}),
]
LOOSE = {"rtol": 1e-5, "atol": 1e-5}


def result(case: tuple[Any, ...]) -> tuple[int, ...]:
    """The shape of a case's result."""
    shape, kernel, strides, padding, extra = case
    space = []
    for i, (n, k, s) in enumerate(zip(shape[1:-1], kernel, strides)):
        reach = (k - 1) * extra.get("dilations", [1] * 5)[i + 1] + 1
        n += sum(extra.get("explicit_paddings", [0] * 12)[2 * i + 2 : 2 * i + 4])
        space.append(-(-n // s) if padding == "SAME" else (n - reach) // s + 1)
    return (shape[0], *space, kernel[-1])


def attributes(case: tuple[Any, ...]) -> dict[str, Any]:
    return {"strides": [1, *case[2], 1], "padding": case[3], **case[4], **LOOSE}


def forward(case: tuple[Any, ...], dtype: Any = np.float32) -> Sample:
    return sample(normal(*case[0], dtype=dtype), normal(*case[1], dtype=dtype), **attributes(case))


def back_input(case: tuple[Any, ...]) -> Sample:
    sizes = np.array(case[0], np.int32)
    return sample(sizes, normal(*case[1]), normal(*result(case)), **attributes(case))


def back_filter(case: tuple[Any, ...]) -> Sample:
    sizes = np.array(case[1], np.int32)
    return sample(normal(*case[0]), sizes, normal(*result(case)), **attributes(case))


def first(shape: tuple[int, ...]) -> np.ndarray:
    """Random numbers with the channels first."""
    return np.ascontiguousarray(np.moveaxis(normal(*shape), -1, 1))


FIRST = {"strides": [1, 1, 2, 1], "padding": "SAME", "data_format": "NCHW", **LOOSE}

SAMPLES = {
    "Conv2D": [
        *map(forward, PLANE),
        forward(PLANE[0], np.float64),
        forward(PLANE[1], "bfloat16"),
        # TensorFlow adds up the filter's taps in half precision.
        dataclasses.replace(forward(PLANE[1], np.float16), atol=4e-3),
        sample(normal(0, 5, 6, 3), normal(3, 3, 3, 3), strides=[1, 1, 1, 1], padding="SAME"),
        sample(ints(1, 4, 4, 2), ints(2, 2, 2, 3), strides=[1, 1, 1, 1], padding="VALID"),
        sample(first((2, 5, 6, 3)), normal(3, 3, 3, 4), **FIRST),
        sample(normal(1, 2, 2, 3), normal(1, 1, 2, 4), strides=[1, 1, 1, 1], padding="VALID"),
        sample(normal(2, 4, 4, 3), normal(0, 1, 3, 4), strides=[1, 1, 1, 1], padding="SAME"),
    ],
    "Conv2DBackpropInput": [*map(back_input, PLANE)],
    "Conv2DBackpropFilter": [*map(back_filter, PLANE)],
    "Conv3D": [*map(forward, SPACE)],
    "Conv3DBackpropInputV2": [*map(back_input, SPACE)],
    "Conv3DBackpropFilterV2": [*map(back_filter, SPACE)],
}
