"""Samples for ops/nn/selection.py."""

import numpy as np

from tests.ops.sample import ints, normal, sample

TIES = np.array([[3, 1, 3, 2, 3, 0]], np.int32)
SCORES = np.array([[0.1, 0.8, 0.3], [0.5, 0.5, 0.1], [0.1, np.nan, 0.2]], np.float32)

SAMPLES = {
    "TopKV2": [
        sample(normal(4, 6), np.int32(3)),
        sample(normal(5), np.int32(5)),
        sample(normal(2, 3, 4), np.int32(1)),
        sample(TIES, np.int32(4)),
        sample(TIES, np.int32(1)),
        sample(TIES.astype(np.uint8), np.int32(4)),
        sample(normal(4, 6), np.int32(0)),
        sample(normal(0, 6), np.int32(2)),
        sample(normal(4, 6), np.int32(7)),
        sample(normal(4, 6), np.int32(-1)),
        sample(np.float32(1), np.int32(1)),
        sample(normal(2, 6, dtype="bfloat16"), np.int32(2)),
    ],
    # TensorFlow runs it in graphs of its first versions only.
    "TopK": [
        sample(normal(4, 6), k=3, golden=False),
        sample(normal(2, 3, 4), k=1, golden=False),
        sample(TIES, k=4, golden=False),
        sample(normal(4, 6), k=0, golden=False),
    ],
    "NthElement": [
        sample(normal(4, 6), np.int32(2)),
        sample(normal(4, 6), np.int32(2), reverse=True),
        sample(normal(5), np.int32(4)),
        sample(ints(2, 3, 4), np.int32(0)),
        sample(TIES, np.int32(2), order=0),
        sample(normal(4, 6), np.int32(6)),
        sample(normal(4, 6), np.int32(-1)),
        sample(np.float32(1), np.int32(0)),
    ],
    "InTopKV2": [
        sample(SCORES, np.array([2, 1, 0], np.int32), np.int32(1)),
        sample(SCORES, np.array([2, 1, 0], np.int32), np.int32(2)),
        sample(SCORES, np.array([2, 5, -1], np.int64), np.int64(3)),
        sample(normal(0, 3), ints(0), np.int32(1)),
        sample(SCORES, np.array([2, 1, 0], np.int32), np.array([1], np.int32)),
        sample(SCORES, np.array([2, 1], np.int32), np.int32(1)),
    ],
    "InTopK": [sample(SCORES, np.array([2, 1, 0], np.int32), k=2)],
}
