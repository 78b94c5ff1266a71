"""Samples for ops/nn/fractional.py: equal seeds give TensorFlow's windows."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, ints, normal, sample

SEEDS = {"deterministic": True, "seed": 3, "seed2": 5}
RATIO = [1.0, 1.44, 1.73, 1.0]
ROWS = np.array([0, 1, 3, 5, 7], np.int64)
COLUMNS = np.array([0, 2, 4, 5, 7, 9], np.int64)
FLAGS = [{"pseudo_random": p, "overlapping": o} for p in (True, False) for o in (True, False)]


def forward() -> list[Sample]:
    return [
        *(
            sample(normal(2, 7, 9, 3), pooling_ratio=RATIO, order=1, rtol=1e-6, **SEEDS, **flags)
            for flags in FLAGS
        ),
        sample(normal(1, 20, 33, 1), pooling_ratio=RATIO, order=1, rtol=1e-6, **SEEDS),
        sample(normal(1, 6, 6, 1), pooling_ratio=[1.0, 2.0, 1.0, 1.0], order=1, **SEEDS),
        sample(normal(1, 6, 6, 1, dtype=np.float64), pooling_ratio=RATIO, order=1, **SEEDS),
        sample(ints(1, 6, 6, 2), pooling_ratio=[1.0, 1.5, 2.0, 1.0], **SEEDS),
        sample(normal(1, 6, 6, 1), pooling_ratio=RATIO, seed=3),
        sample(normal(1, 6, 6, 1), pooling_ratio=[1.0, 7.0, 1.5, 1.0]),
        sample(normal(1, 6, 6, 1), pooling_ratio=[1.0, 0.5, 1.5, 1.0]),
        sample(normal(6, 6, 1), pooling_ratio=RATIO),
    ]


def max_back(overlapping: bool, dtype: Any = np.float32) -> Sample:
    x = normal(2, 7, 9, 3, dtype=dtype)
    y = np.empty((2, 4, 5, 3), dtype)
    reach = 1 if overlapping else 0
    for i, j in np.ndindex(4, 5):
        rows = slice(ROWS[i], ROWS[i + 1] + reach)
        columns = slice(COLUMNS[j], COLUMNS[j + 1] + reach)
        y[:, i, j] = x[:, rows, columns].max((1, 2))
    dy = normal(2, 4, 5, 3, dtype=dtype, seed=1)
    return sample(x, y, dy, ROWS, COLUMNS, overlapping=overlapping, gradient=False)


def mean_back(overlapping: bool) -> Sample:
    sizes, dy = np.array([2, 7, 9, 3]), normal(2, 4, 5, 3)
    return sample(sizes, dy, ROWS, COLUMNS, overlapping=overlapping, gradient=False, rtol=1e-6)


SAMPLES = {
    "FractionalMaxPool": forward(),
    "FractionalAvgPool": forward(),
    "FractionalMaxPoolGrad": [max_back(True), max_back(False), max_back(True, np.float64)],
    "FractionalAvgPoolGrad": [mean_back(True), mean_back(False)],
}
