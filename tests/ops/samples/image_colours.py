"""Samples for ops/image/colours.py and ops/image/adjusting.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, normal, sample, uniform

# Greys, black, ties for the greatest and for the least colour, and negative numbers.
CORNERS = np.array(
    [
        [[0.5, 0.5, 0.5], [0, 0, 0], [1, 1, 0], [0, 1, 1], [1, 0, 1]],
        [[0.25, 0.25, 0.75], [0.75, 0.25, 0.25], [1, 0, 0], [0, 1, 0], [0, 0, 1]],
        [[2, 0.5, 3], [-1, -0.5, 0.25], [0.5, 0.75, 0.75], [1, 0.5, 0.5], [0.125, 1, 0.125]],
    ],
    np.float32,
)
LOOSE = {"rtol": 3e-6, "atol": 1e-6}
HALF = {"rtol": 4e-3, "atol": 2e-3}
BRAIN = {"rtol": 3e-2, "atol": 2e-2}


def colours(**options: Any) -> list[Sample]:
    return [
        sample(uniform(2, 3, 4, 3), **(LOOSE | options)),
        sample(uniform(3, dtype=np.float64), **(LOOSE | options)),
        sample(uniform(4, 3, dtype=np.float16), gradient=False, **HALF),
        sample(uniform(4, 3, dtype="bfloat16"), gradient=False, **BRAIN),
        sample(np.zeros((0, 3), np.float32), **(LOOSE | options)),
        sample(normal(2, 4)),
        sample(np.float32(1)),
    ]


def adjusted(*factors: float) -> list[Sample]:
    image = uniform(2, 3, 4, 3)
    return [
        *(sample(image, np.float32(f), **LOOSE) for f in factors),
        *(sample(CORNERS, np.float32(f), **LOOSE) for f in factors),
        # TensorFlow's kernels for half are on GPUs only.
        sample(uniform(3, 4, 3, dtype=np.float16), np.float32(factors[0]), golden=False, **HALF),
        sample(uniform(1, 2, 3, 4, 3), np.float32(factors[0]), **LOOSE),
        sample(uniform(3, 3), np.float32(factors[0])),
        sample(image, np.ones(2, np.float32)),
    ]


SAMPLES = {
    "RGBToHSV": [
        *colours(),
        sample(CORNERS, order=0, **LOOSE),
        sample(uniform(5, 3, seed=1), **LOOSE),
    ],
    "HSVToRGB": [*colours(), sample(CORNERS, **LOOSE)],
    "AdjustContrastv2": [
        *adjusted(2.0, 0.0, -1.5, 0.75),
        sample(uniform(3, 4, 1), np.float32(2), **LOOSE),
        sample(np.zeros((0, 3, 4, 1), np.float32), np.float32(2), **LOOSE),
    ],
    "AdjustHue": [
        *adjusted(0.3, 0.0, -0.9, 1.0),
        sample(uniform(3, 4, 4), np.float32(0.5)),
        sample(np.zeros((0, 3, 4, 3), np.float32), np.float32(0.5), **LOOSE),
    ],
    "AdjustSaturation": [
        *adjusted(0.3, 0.0, 2.0, -1.0),
        sample(uniform(3, 4, 4), np.float32(0.5)),
        sample(np.zeros((0, 3, 4, 3), np.float32), np.float32(0.5), **LOOSE),
    ],
}
