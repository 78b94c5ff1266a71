"""Samples for ops/nn/approximate.py: TensorFlow compiles some of the calls only."""

import numpy as np

from tests.ops.sample import normal, sample

TIES = np.array([[1.0, 3.0, 3.0, 0.0, 3.0]], np.float32)

SAMPLES = {
    "ApproxTopK": [
        sample(normal(3, 9), k=4),
        sample(normal(2, 5, 7), k=1),
        sample(normal(8, dtype=np.float16), k=3),
        sample(normal(3, 9), k=0, gradient=False),
        sample(TIES, k=4, order=0),
        sample(normal(5, 2, 3), k=2, reduction_dimension=0, golden=False),
        sample(normal(5, 2, 3), k=2, reduction_dimension=1, is_max_k=False, golden=False),
        sample(normal(3, 9), k=4, is_max_k=False, golden=False),
        sample(normal(3, 9), k=4, aggregate_to_topk=False, golden=False),
    ],
}
