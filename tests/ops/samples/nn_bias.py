"""Samples for ops/nn/bias.py."""

import numpy as np

from tests.ops.sample import ints, normal, sample

SAMPLES = {
    "BiasAdd": [
        sample(normal(2, 3), normal(3)),
        sample(normal(2, 4, 5, 3), normal(3)),
        sample(normal(2, 3, 4, 5), normal(3), data_format="NCHW"),
        sample(normal(0, 3), normal(3)),
        sample(ints(2, 3), ints(3)),
        sample(normal(2, 3, dtype="bfloat16"), normal(3, dtype="bfloat16")),
        sample(normal(2, 3), normal(1)),
        sample(normal(2, 3), normal(3), data_format="CHWN"),
        sample(normal(3), normal(3)),
        sample(normal(2, 3), normal(1, 3)),
    ],
    "BiasAddV1": [sample(normal(2, 3), normal(3))],
    "BiasAddGrad": [
        sample(normal(2, 3)),
        sample(normal(4, 4, 5, 3), rtol=2e-6, atol=1e-6),
        sample(normal(2, 3, 4, 5), data_format="NCHW", rtol=2e-6, atol=1e-6),
        sample(normal(0, 3)),
        sample(normal(9, 3, dtype=np.float64), rtol=1e-14),
        sample(normal(9, 3, dtype="bfloat16")),
    ],
}
