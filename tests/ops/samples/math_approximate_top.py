"""Samples for ApproxTopK."""

import numpy as np

from tests.ops.sample import normal, sample

TIES = np.array([1.0, 3.0, 3.0, 2.0, 3.0], np.float32)

SAMPLES = {
    "ApproxTopK": [
        sample(normal(2, 5), k=3),
        sample(normal(7), k=7),
        sample(normal(2, 5, dtype=np.float16), k=2),
        sample(normal(2, 5, dtype="bfloat16"), k=1),
        sample(TIES, k=3, gradient=False),
        sample(normal(2, 5), k=0),
        sample(normal(2, 5), k=6),
        sample(np.float32(1.0), k=1),
        # TensorFlow has kernels for these under XLA only.
        sample(normal(2, 5), k=3, is_max_k=False, golden=False),
        sample(normal(3, 4, 2), k=2, reduction_dimension=1, golden=False),
        sample(normal(4, 3), k=2, reduction_dimension=-2, is_max_k=False, golden=False),
    ],
}
