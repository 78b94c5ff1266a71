"""Samples for shuffles by seed, and for the older forms of the stateless ops."""

import numpy as np

from tests.ops.sample import Sample, ints, normal, sample

KEY = np.array([0x0123456789ABCDEF], np.uint64)
COUNTER = np.array([7, 0xFEDCBA9876543210], np.uint64)
PHILOX = np.int32(1)
SEED = np.array([1, 2], np.int32)
LONG_SEED = np.array([-7, 1 << 40], np.int64)


def dims(*sizes: int) -> np.ndarray:
    return np.array(sizes, np.int32)


def index(values: list[int], largest: int, dtype: type = np.int64, rounds: int = 4) -> Sample:
    key = np.array([11, 22, 33], dtype)
    return sample(np.array(values, dtype), key, np.array(largest, dtype), rounds=rounds)


SAMPLES = {
    "StatelessShuffle": [
        sample(ints(17), KEY, COUNTER, PHILOX),
        sample(normal(5, 2), KEY, COUNTER, np.int32(3)),
        sample(normal(1, 2), KEY, COUNTER, PHILOX),
        sample(np.float32(2), KEY, COUNTER, PHILOX, gradient=False),
        sample(normal(0, 2), KEY, COUNTER, PHILOX),
    ],
    "RandomIndexShuffle": [
        index([0, 1, 2, 3], 3, np.int32),
        index([0, 5, 255], 255, np.uint32),
        index([0, 5, 65535], 65536, np.uint64),
        index([0, 5, 10**6], 10**6, np.int64, rounds=6),
        index([0, 10**11], 10**12, np.int64, rounds=8),
        sample(np.int64(4), np.array([1, 2, 3]), np.int64(9)),
        sample(np.int64(0), np.array([1, 2, 3]), np.int64(0)),
        sample(np.arange(4), np.arange(12).reshape(4, 3), np.array([10, 20, 30, 40])),
        sample(np.int64(5), np.array([1, 2, 3]), np.int64(3)),
        sample(np.int64(-1), np.array([1, 2, 3]), np.int64(3)),
        sample(np.int64(1), np.array([1, 2]), np.int64(3)),
        sample(np.array([[1, 2]]), np.array([1, 2, 3]), np.int64(3)),
    ],
    "StatelessRandomUniform": [
        sample(dims(33), SEED, exact=True),
        sample(dims(2, 3), LONG_SEED, dtype=np.float64, exact=True),
        sample(dims(0), SEED),
        sample(dims(2), np.array([1, 2, 3])),
    ],
    "StatelessRandomNormal": [
        sample(dims(33), SEED),
        sample(dims(2, 3), LONG_SEED, dtype=np.float64),
        sample(dims(7), SEED, dtype=np.float16),
    ],
    "StatelessTruncatedNormal": [
        sample(dims(33), SEED),
        sample(dims(2, 3), LONG_SEED, dtype=np.float64),
    ],
    "StatelessRandomUniformInt": [
        sample(dims(33), SEED, np.int32(-3), np.int32(9)),
        sample(dims(2, 3), LONG_SEED, np.int64(-(1 << 40)), np.int64(1 << 41)),
        sample(dims(4), SEED, np.int32(3), np.int32(3)),
    ],
    "StatelessRandomUniformFullInt": [
        sample(dims(5), SEED),
        sample(dims(5), SEED, dtype=np.int32),
        sample(dims(5), LONG_SEED, dtype=np.uint32),
        sample(dims(5), np.array([1, 2], np.uint64), dtype=np.int64),
    ],
    "StatelessRandomGetAlg": [sample()],
    "StatelessRandomGetKeyCounterAlg": [
        sample(SEED),
        sample(LONG_SEED),
        sample(np.array([1, 2, 3], np.int32)),
    ],
}
