"""Samples for ops/random/stateful.py: equal seeds give TensorFlow's numbers."""

import ml_dtypes
import numpy as np

from tests.ops.sample import Sample, ints, normal, sample


def dims(*sizes: int) -> np.ndarray:
    return np.array(sizes, np.int32)


def draws(double: bool = True) -> list[Sample]:
    """Equal to the bit; float64 only if `double`, because libraries' logarithms differ."""
    return [
        sample(dims(2, 3), seed=1, seed2=2, dtype=np.float32, exact=True),
        sample(dims(1001), seed=87654321, seed2=7, dtype=np.float32, exact=True),
        sample(dims(301), seed=1 << 40, seed2=(1 << 33) + 5, dtype=np.float64, exact=double),
        sample(dims(33), seed=1, seed2=2, dtype=np.float16, exact=True),
        sample(dims(33), seed=1, seed2=2, dtype=ml_dtypes.bfloat16, exact=True),
        sample(dims(0, 3), seed=1, seed2=2, dtype=np.float32, exact=True),
        sample(dims(), seed=1, seed2=3, dtype=np.float32, exact=True),
        sample(dims(2, -1), seed=1, seed2=2, dtype=np.float32, exact=True),
    ]


LOGITS = np.array([[0.0, 1.0, 2.0], [-np.inf, 0.0, 0.5]], np.float32)

SAMPLES = {
    "RandomUniform": draws(),
    "RandomStandardNormal": draws(double=False),
    "TruncatedNormal": draws(double=False),
    "RandomUniformInt": [
        sample(dims(40), np.int32(-3), np.int32(9), seed=3, seed2=4),
        sample(dims(4, 5), np.int64(-(1 << 40)), np.int64(1 << 41), seed=3, seed2=4),
        sample(dims(4), np.int32(3), np.int32(3), seed=3, seed2=4),
        sample(dims(0), np.int32(3), np.int32(3), seed=3, seed2=4),
    ],
    "RandomCrop": [
        # TensorFlow has it for graphs of its first days only.
        sample(
            normal(5, 4, 3),
            np.array(size, np.int64),
            seed=3,
            values=False,
            golden=False,
            gradient=False,
        )
        for size in ([2, 3], [5, 4], [5, 1])
    ],
    "RandomShuffle": [
        sample(ints(17), seed=3, seed2=4),
        sample(normal(5, 2), seed=3, seed2=4),
        sample(normal(1, 2), seed=3, seed2=4),
        sample(np.float32(2), seed=3, seed2=4),
        sample(normal(0, 2), seed=3, seed2=4),
    ],
    "Multinomial": [
        sample(LOGITS, np.int32(7), seed=3, seed2=4),
        sample(LOGITS, np.int32(8), seed=3, seed2=4, output_dtype=np.int32),
        sample(LOGITS.astype(np.float64), np.int32(0), seed=3, seed2=4),
        sample(normal(3), np.int32(5), seed=3, seed2=5),
    ],
}
