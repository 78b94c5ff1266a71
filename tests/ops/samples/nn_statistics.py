"""Samples for ops/nn/statistics.py."""

import numpy as np

from tests.ops.sample import normal, sample

SAMPLES = {
    "L2Loss": [
        sample(normal(4, 5), rtol=2e-6),
        sample(normal(0)),
        sample(np.float32(3)),
        sample(normal(4, dtype=np.float64), rtol=1e-14),
        sample(normal(4, dtype="bfloat16")),
    ],
}
