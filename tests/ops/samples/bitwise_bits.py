"""Samples for ops/bitwise."""

import numpy as np

from tests.ops.sample import ints, sample

I32 = np.int32
WIDE = np.array([1, -1, 2**40, -(2**62)], np.int64)

LOGIC = [
    sample(ints(2, 3), ints(3, seed=1)),
    sample(I32(5), ints(2, 2)),
    sample(WIDE, WIDE[::-1].copy()),
    sample(ints(4, low=0, high=255, dtype=np.uint8), np.uint8(15)),
    sample(ints(0, 2), ints(2)),
    sample(ints(2), ints(3)),
    sample(np.float32(1.0), np.float32(2.0)),
]
SHIFTS = [
    sample(ints(2, 3), ints(3, low=0, high=8, seed=1)),
    sample(np.array([1, -7, 3, -2], I32), np.array([40, 31, -1, 32], I32)),
    sample(np.array([1, -1, 7], np.int8), np.array([7, 8, 1], np.int8)),
    sample(np.array([1, 200, 255], np.uint8), np.array([7, 1, 9], np.uint8)),
    sample(WIDE, np.array([3, 63, 64, 1], np.int64)),
    sample(np.array([2**63, 5], np.uint64), np.array([1, 63], np.uint64)),
    sample(ints(0), ints(0)),
    sample(np.float32(1.0), np.float32(2.0)),
]
ONE = [
    sample(ints(2, 3)),
    sample(WIDE),
    sample(np.array([0, 1, 255], np.uint8)),
    sample(np.array([-1, 127], np.int8)),
    sample(np.array([2**64 - 1], np.uint64)),
    sample(I32(-9)),
    sample(ints(0)),
]

SAMPLES = {
    **{f"Bitwise{name}": LOGIC for name in ("And", "Or", "Xor")},
    "LeftShift": SHIFTS,
    "RightShift": SHIFTS,
    "Invert": ONE,
    "PopulationCount": ONE,
}
