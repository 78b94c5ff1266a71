"""Samples for ops/nn/response.py."""

import numpy as np

from tests.ops.sample import normal, sample

OPTIONS = {"depth_radius": 2, "bias": 0.7, "alpha": 1.3, "beta": 0.75}

SAMPLES = {
    "LRN": [
        sample(normal(2, 3, 2, 7), order=0, rtol=1e-5),
        sample(normal(2, 3, 2, 7), order=0, rtol=1e-5, atol=1e-6, **OPTIONS),
        sample(normal(1, 2, 2, 4, dtype=np.float16), order=0, beta=1.0),
        sample(normal(1, 2, 2, 4, dtype="bfloat16"), order=0, golden=False),
        sample(normal(1, 2, 2, 3), order=0, depth_radius=0, rtol=1e-5),
        sample(normal(0, 2, 2, 3), order=0),
        sample(normal(2, 2, 3)),
        sample(normal(1, 2, 2, 3), depth_radius=-1),
    ],
    "LRNGrad": [
        sample(normal(2, 3, 2, 7), normal(2, 3, 2, 7, seed=1), normal(2, 3, 2, 7, seed=2), **o)
        for o in (
            {"rtol": 1e-5, "atol": 1e-6, "gradient": False},
            {"rtol": 1e-5, "atol": 1e-6, "gradient": False, **OPTIONS},
        )
    ],
}
