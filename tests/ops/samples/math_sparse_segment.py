"""Samples for the segment reductions of chosen rows."""

import numpy as np

from tests.ops.sample import normal, sample

I32 = np.int32
ROWS = np.array([3, 0, 0, 2], I32)
IDS = np.array([0, 0, 2, 2], I32)
PLAIN = [
    sample(normal(4, 2), ROWS, IDS, rtol=1e-6),
    sample(normal(4, dtype=np.float64), ROWS.astype(np.int64), IDS),
    sample(normal(4), ROWS[:1, None], IDS[:1]),
]
COUNTED = [
    sample(normal(4, 2), ROWS, IDS, I32(5), rtol=1e-6),
    sample(normal(4, dtype=np.float64), ROWS, IDS, np.int64(3)),
]

SAMPLES = {
    "SparseSegmentSum": PLAIN,
    "SparseSegmentMean": PLAIN,
    "SparseSegmentSqrtN": PLAIN,
    "SparseSegmentSumWithNumSegments": COUNTED,
    "SparseSegmentMeanWithNumSegments": COUNTED,
    "SparseSegmentSqrtNWithNumSegments": COUNTED,
}
