"""Samples for ops/math/arithmetic.py."""

import numpy as np

from tests.ops.sample import ints, normal, sample, uniform

SAMPLES = {
    "AddV2": [
        sample(normal(2, 3), normal(3, seed=1)),
        sample(ints(2, 2), ints(1, 2)),
        sample(normal(0, 3), normal(3)),
        sample(np.float32(1.5), normal(2)),
        sample(np.array([2**31 - 1], np.int32), np.array([1], np.int32)),
        sample(normal(4, dtype="bfloat16"), normal(4, dtype="bfloat16", seed=1)),
    ],
    "Sub": [
        sample(normal(2, 1), normal(1, 3)),
        sample(ints(3, dtype=np.uint8, low=0), ints(3, dtype=np.uint8, low=0, seed=1)),
    ],
    "Mul": [
        sample(normal(2, 3), normal(1, 3)),
        sample(normal(3, dtype=np.complex64), normal(3, dtype=np.complex64, seed=2)),
    ],
    "RealDiv": [
        sample(normal(2, 3), uniform(3, low=0.5, high=2.0)),
        sample(np.array([1.0, 0.0, -1.0], np.float32), np.zeros(3, np.float32), gradient=False),
    ],
    "FloorDiv": [
        sample(ints(7), np.array([2, -2, 3, -3, 5, 1, -1], np.int32)),
        sample(normal(5), uniform(5, low=0.5)),
        # Quotients that a multiplication by the reciprocal would round below the integer.
        sample(np.array([[88.0], [0.1], [10.0]], np.float32), np.array([88.0, 1e-3], np.float32)),
        sample(np.array([[88.0], [-88.0]], np.float16), np.array([88.0, 3.0], np.float16)),
    ],
    "Neg": [sample(normal(3)), sample(ints(3)), sample(np.array([-(2**31)], np.int32))],
}
