"""Samples for ops/nn/morphology.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, ints, normal, sample

# (image, filter, strides, rates, padding)
CASES: list[tuple[Any, ...]] = [
    ((2, 5, 6, 3), (2, 3, 3), (1, 1), (1, 1), "VALID"),
    ((2, 5, 6, 3), (3, 3, 3), (2, 2), (1, 1), "SAME"),
    ((1, 7, 7, 2), (2, 2, 2), (1, 2), (2, 3), "SAME"),
    ((1, 7, 7, 2), (3, 2, 2), (2, 1), (2, 2), "VALID"),
]


def attributes(case: tuple[Any, ...]) -> dict[str, Any]:
    return {"strides": [1, *case[2], 1], "rates": [1, *case[3], 1], "padding": case[4]}


def result(case: tuple[Any, ...]) -> tuple[int, ...]:
    space = (
        -(-n // s) if case[4] == "SAME" else (n - (k - 1) * r - 1) // s + 1
        for n, k, s, r in zip(case[0][1:], case[1], case[2], case[3])
    )
    return (case[0][0], *space, case[0][-1])


def forward(case: tuple[Any, ...], dtype: Any = np.float32) -> Sample:
    x, kernel = normal(*case[0], dtype=dtype), normal(*case[1], dtype=dtype, seed=1)
    return sample(x, kernel, order=1, **attributes(case))


def back(case: tuple[Any, ...]) -> Sample:
    dy = normal(*result(case), seed=2)
    return sample(
        normal(*case[0]), normal(*case[1], seed=1), dy, gradient=False, **attributes(case)
    )


SAMPLES = {
    "Dilation2D": [
        *map(forward, CASES),
        forward(CASES[1], np.float64),
        forward(CASES[1], np.float16),
        sample(ints(1, 4, 4, 2), ints(2, 2, 2), **attributes(CASES[2])),
        sample(
            ints(1, 4, 4, 2, low=0, high=200, dtype=np.uint8),
            ints(2, 2, 2, low=0, high=50, dtype=np.uint8),
            **attributes(CASES[2]),
        ),
        sample(np.full((1, 3, 3, 1), -np.inf, np.float32), normal(2, 2, 1), **attributes(CASES[1])),
        sample(normal(1, 4, 4, 2), normal(2, 2, 3), **attributes(CASES[0])),
        sample(normal(4, 4, 2), normal(2, 2, 2), **attributes(CASES[0])),
    ],
    "Dilation2DBackpropInput": [*map(back, CASES)],
    "Dilation2DBackpropFilter": [*map(back, CASES)],
}
