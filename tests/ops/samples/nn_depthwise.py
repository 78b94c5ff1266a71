"""Samples for ops/nn/depthwise.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, normal, sample
from tests.ops.samples.nn_conv import attributes, forward, result

# (input [n, h, w, c], filter [h, w, c, multiplier], strides, padding, further attributes)
CASES: list[tuple[Any, ...]] = [
    ((2, 5, 6, 3), (3, 3, 3, 1), (1, 1), "SAME", {}),
    ((2, 5, 6, 3), (3, 2, 3, 2), (2, 2), "VALID", {}),
    ((2, 7, 7, 2), (3, 3, 2, 2), (1, 1), "SAME", {"dilations": [1, 2, 2, 1]}),
    (
        (1, 6, 6, 2),
        (2, 2, 2, 1),
        (2, 2),
        "EXPLICIT",
        {"explicit_paddings": [0, 0, 1, 0, 0, 1, 0, 0]},
    ),
]


def out(case: tuple[Any, ...]) -> tuple[int, ...]:
    return (*result(case)[:-1], case[1][-2] * case[1][-1])


def back_input(case: tuple[Any, ...]) -> Sample:
    sizes = np.array(case[0], np.int32)
    return sample(sizes, normal(*case[1]), normal(*out(case)), **attributes(case))


def back_filter(case: tuple[Any, ...]) -> Sample:
    sizes = np.array(case[1], np.int32)
    return sample(normal(*case[0]), sizes, normal(*out(case)), **attributes(case))


SAMPLES = {
    "DepthwiseConv2dNative": [
        *map(forward, (*CASES[:2], CASES[3])),
        forward(CASES[1], np.float64),
        # TensorFlow's gradients on the CPU leave the dilations out.
        sample(normal(2, 7, 7, 2), normal(3, 3, 2, 2), gradient=False, **attributes(CASES[2])),
    ],
    "DepthwiseConv2dNativeBackpropInput": [*map(back_input, CASES[:2]), back_input(CASES[3])],
    "DepthwiseConv2dNativeBackpropFilter": [*map(back_filter, CASES[:2]), back_filter(CASES[3])],
}
