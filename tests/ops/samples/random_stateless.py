"""Samples for ops/random/stateless.py: equal seeds give TensorFlow's numbers."""

import ml_dtypes
import numpy as np

from tests.ops.sample import Sample, normal, sample

KEY = np.array([0x0123456789ABCDEF], np.uint64)
COUNTER = np.array([7, 0xFEDCBA9876543210], np.uint64)
PHILOX = np.int32(1)


def dims(*sizes: int) -> np.ndarray:
    return np.array(sizes, np.int32)


def draws(double: bool = True) -> list[Sample]:
    """Equal to the bit; float64 only if `double`, because libraries' logarithms differ."""
    return [
        sample(dims(2, 3), KEY, COUNTER, PHILOX, exact=True),
        sample(dims(1001), KEY, COUNTER, np.int32(3), exact=True),
        sample(dims(301), KEY, COUNTER, PHILOX, dtype=np.float64, exact=double),
        sample(dims(33), KEY, COUNTER, PHILOX, dtype=np.float16, exact=True),
        sample(dims(33), KEY, COUNTER, PHILOX, dtype=ml_dtypes.bfloat16, exact=True),
        sample(dims(0), KEY, COUNTER, PHILOX, exact=True),
        sample(dims(), KEY, COUNTER, PHILOX, exact=True),
    ]


SAMPLES = {
    "StatelessRandomGetKeyCounter": [
        sample(np.array([1, 2], np.int32)),
        sample(np.array([-1, 1 << 40], np.int64)),
        sample(np.array([1, 2, 3], np.int32)),
    ],
    "StatelessRandomUniformV2": draws(),
    "StatelessRandomNormalV2": draws(double=False),
    "StatelessTruncatedNormalV2": draws(double=False),
    "StatelessRandomUniformIntV2": [
        sample(dims(40), KEY, COUNTER, PHILOX, np.int32(-3), np.int32(9)),
        sample(dims(4, 5), KEY, COUNTER, PHILOX, np.int64(-(1 << 40)), np.int64(1 << 41)),
        sample(dims(4), KEY, COUNTER, PHILOX, np.int32(3), np.int32(3)),
    ],
    "StatelessRandomUniformFullIntV2": [
        sample(dims(5), KEY, COUNTER, PHILOX),
        sample(dims(5), KEY, COUNTER, PHILOX, dtype=np.int32),
        sample(dims(5), KEY, COUNTER, PHILOX, dtype=np.int64),
        sample(dims(5), KEY, COUNTER, PHILOX, dtype=np.uint32),
    ],
    "StatelessMultinomial": [
        sample(normal(3, 4), np.int32(6), np.array([1, 2], np.int32)),
        sample(normal(3, 4), np.int32(0), np.array([1, 2], np.int32)),
    ],
}
