"""Samples for ops/nn/isotonic.py."""

import numpy as np

from tests.ops.sample import ints, normal, sample

SAMPLES = {
    "IsotonicRegression": [
        sample(normal(3, 9), order=1, rtol=2e-6),
        sample(normal(3, 9, dtype=np.float64), output_dtype="float64", order=1),
        # TensorFlow's gradients for other ranks than 2 have another shape than the input.
        sample(normal(2, 2, 5), gradient=False, rtol=2e-6),
        sample(normal(6), gradient=False, rtol=2e-6),
        sample(np.array([[3.0, 1, 2, 2, 5, 5, 0], [2, 2, 1, 1, 1, 0, 0]], np.float32), order=0),
        sample(np.array([[1.0, np.nan, 3.0]], np.float32), gradient=False),
        sample(normal(2, 0), gradient=False),
        sample(normal(0, 3), gradient=False),
        sample(ints(3, 7), output_dtype="float64"),
        sample(ints(3, 7, dtype=np.int8), output_dtype="float32"),
        sample(normal(2, 5, dtype=np.float16), output_dtype="float16", order=0),
    ],
}
