"""Samples of the gradients of segment reductions of chosen rows."""

from __future__ import annotations

from typing import Any

import numpy as np

from tests.ops.sample import Sample, normal, sample

I32 = np.int32
ROWS = np.array([3, 0, 0, 2, 3], I32)
IDS = np.array([0, 0, 2, 2, 2], I32)


def back(grad: Any, rows: Any = ROWS, ids: Any = IDS, length: int = 5, **o: Any) -> Sample:
    return sample(grad, rows, ids, I32(length), gradient=False, **{"rtol": 1e-6, **o})


BOTH = [
    back(normal(3, 2)),
    back(normal(3, dtype=np.float64), ROWS.astype(np.int64), IDS.astype(np.int64)),
    # Halves have 11 bits.
    back(normal(3, 2, dtype=np.float16), rtol=2e-3, atol=2e-3),
    # TensorFlow gives memory that nobody wrote.
    back(normal(2, 2), ROWS[:0], IDS[:0], golden=False),
    back(normal(3, 2), ROWS[:2]),
    back(normal(3, 2), length=3),
    back(normal(2, 2)),
]
SAMPLES = {
    f"SparseSegment{kind}Grad{version}": BOTH
    for kind in ("Sum", "Mean", "SqrtN")
    for version in ("", "V2")
}
