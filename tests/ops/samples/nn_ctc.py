"""Samples for ops/nn/ctc.py."""

from typing import Any

import numpy as np

from tests.ops.sample import Sample, normal, sample

PAIRS = [[0, 0], [0, 1], [1, 0], [1, 1]]


def loss(values: list[int], lengths: list[int], places: Any = PAIRS, **options: Any) -> Sample:
    dtype = options.pop("dtype", np.float32)
    shape = options.pop("shape", (5, 2, 4))
    return sample(
        2 * normal(*shape, dtype=dtype),
        np.array(places, np.int64).reshape(-1, 2),
        np.array(values, np.int32),
        np.array(lengths, np.int32),
        rtol=2e-6,
        atol=options.pop("atol", 2e-6),
        order=0,  # the second output is a gradient, through which none flows
        **options,
    )


IGNORE = {"ignore_longer_outputs_than_inputs": True}
LONG = [[0, 0], [0, 1], [0, 2], [1, 0], [2, 0], [2, 1], [2, 2], [2, 3]]

LOSSES = [
    loss([1, 2, 0, 2], [5, 4]),
    loss([1, 1, 2, 2], [5, 3]),
    loss([2, 1, 2, 0, 1, 1, 0, 2], [12, 7, 9], LONG, shape=(12, 3, 6), atol=2e-5),
    loss([2, 1, 2, 0, 1, 1, 0, 2], [12, 7, 9], LONG, shape=(12, 3, 6), dtype=np.float64),
    loss([1, 1, 0, 2], [5, 4], ctc_merge_repeated=False),
    loss([1, 1, 0, 2], [5, 4], preprocess_collapse_repeated=True),
    loss([1, 2, 0, 2], [1, 4], **IGNORE),
    loss([1, 1, 0, 2], [2, 4], gradient=False, **IGNORE),  # no alignment: infinite
    loss([1, 3, 0, 5], [5, 4]),  # classes from the blank on end their sequence
    loss([3, 3, 0, 2], [5, 4], golden=False),  # no label: TensorFlow writes past its memory
    loss([3, 0, 2], [0, 4], [[0, 0], [1, 0], [1, 1]]),
    loss([1, 2, 0, 2], [5, 4], [[0, 0], [0, 5], [1, 0], [1, 1]]),
    loss([1, 2, 0, 2], [1, 4]),
    loss([3, 1, 0, 2], [5, 4]),
    loss([1, -1, 0, 2], [5, 4]),
    loss([1, 2, 0, 2], [-1, 4]),
    loss([1, 2, 0, 2], [6, 4]),
    loss([1, 2, 0, 2], [5, 4, 3]),
    loss([1, 2, 0, 2], [5, 4], [[0, 0], [0, 1], [2, 0], [2, 1]]),
    loss([1, 2, 0, 2], [5, 4], [[1, 0], [1, 1], [0, 0], [0, 1]]),
    loss([1, 2], [5, 4], [[1, 0], [1, 1]]),
    loss([], [5, 4], []),
]

SAMPLES = {
    "CTCLoss": LOSSES,
    # TensorFlow has a kernel for GPUs only.
    "CTCLossV2": [
        loss([1, 2, 3, 2], [5, 4], golden=False),
        loss([1, 1, 2, 2], [5, 3], golden=False),
        loss([1, 1, 3, 2], [5, 4], golden=False, preprocess_collapse_repeated=True),
    ],
}
