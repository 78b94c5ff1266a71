"""Samples for counting and clipping in ops/math."""

import numpy as np

from tests.ops.sample import ints, normal, sample

F32, I32 = np.float32, np.int32
NOTHING = np.zeros(0, I32)

SAMPLES = {
    "Bucketize": [
        sample(normal(3, 4), boundaries=[-1.0, 0.0, 0.5]),
        sample(np.array([np.nan, 1.0, -np.inf, np.inf, 3.0]), boundaries=[1.0, 3.0]),
        sample(np.array([0.1, 0.3]), boundaries=[0.1, 0.3]),
        sample(np.array([1, 5, -7], np.int64), boundaries=[1.0, 1.0, 4.5]),
        sample(normal(3), boundaries=[]),
        sample(normal(0), boundaries=[1.0]),
        sample(normal(3), boundaries=[3.0, 1.0]),
    ],
    "Bincount": [
        sample(np.array([1, 2], np.int32), np.int32(-1), np.zeros(0, np.float32)),
        sample(np.array([1, 1, 3], I32), I32(4), NOTHING),
        sample(np.array([1, 1, 3], I32), I32(3), np.array([0.5, 1.0, 2.0], F32)),
    ],
    "DenseBincount": [
        sample(np.zeros((2, 0), np.int32), np.int32(3), np.zeros(0, np.float32)),
        sample(np.array([1, 2], np.int32), np.int32(-1), np.zeros(0, np.float32)),
        sample(np.array([1, 1, 3], I32), I32(4), NOTHING),
        sample(np.array([[1, 1, 3], [0, 0, 9]], np.int64), np.int64(4), np.zeros(0, F32)),
        sample(np.array([[1, 1, 3], [0, 0, 9]], I32), I32(4), NOTHING, binary_output=True),
        sample(np.array([1, 1, 3], I32), I32(2), np.array([0.5, 1.0, 2.0], F32)),
    ],
    "HistogramFixedWidth": [
        sample(normal(4), np.float32([0, 1, 2]), np.int32(3)),
        sample(normal(4), np.float32([0, 1]), np.int32(0)),
        sample(normal(4), np.float32([0, 1]), np.int32([3])),
        sample(np.array([1, np.nan], np.float32), np.array([0, 5], np.float32), np.int32(5)),
        sample(np.array([-1.0, 0.0, 1.5, 2.0, 5.0], F32), np.array([0.0, 5.0], F32), I32(5)),
        sample(ints(20), np.array([-5, 5], I32), I32(4), dtype="int64"),
    ],
    "ClipByValue": [
        sample(normal(5), np.float32(1), np.float32(-1), gradient=False),
        sample(normal(5), np.float32(np.nan), np.float32(0), gradient=False),
        sample(normal(2, 3), normal(3), normal(2, 1)),
        sample(normal(2, 3), F32(-0.5), F32(0.5)),
        sample(normal(2, 3), np.full((2, 3), -0.5, F32), np.full((2, 3), 0.5, F32)),
        sample(ints(4), I32(-2), I32(3)),
    ],
}
