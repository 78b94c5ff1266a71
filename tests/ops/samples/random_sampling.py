"""Samples for gamma, Poisson, binomial and bounded normal numbers: TensorFlow's, seed for seed."""

from dataclasses import replace
from typing import Any

import ml_dtypes
import numpy as np

from tests.ops.sample import Sample, sample

KEY = np.array([0x0123456789ABCDEF], np.uint64)
COUNTER = np.array([7, 0xFEDCBA9876543210], np.uint64)
SEED = np.array([1, 2], np.int32)


def dims(*sizes: int) -> np.ndarray:
    return np.array(sizes, np.int32)


def f32(*values: float) -> np.ndarray:
    return np.array(values, np.float32)


ALPHA = f32(0.01, 0.3, 1.0, 1.0001, 2.0, 3.5, 8.0)
RATES = np.array([-1.0, 0.0, 0.01, 1.0, 9.9, 10.0, 20.0, 1000.0])
# Counts and probabilities on either side of each choice of algorithm.
COUNTS = np.array([-1.0, 0.0, 1.0, 10.0, 100.0, 1000.0, 1e5])
PROBS = np.array([[0.0], [0.001], [0.1], [0.5], [0.501], [0.9], [0.999], [1.0]])
# Mean, deviation and bounds: normal, one-sided, uniform, exponential and mirrored proposals.
BOUNDED: list[tuple[float, ...]] = [
    (0.0, 1.0, -2.0, 2.0),
    (0.0, 1.0, -np.inf, -3.0),
    (0.0, 1.0, 0.1, 0.5),
    (0.0, 1.0, 3.0, np.inf),
    (2.0, 3.0, 1.0, 4.0),
    (0.0, 1.0, -0.5, 0.25),
    (5.0, 2.0, -3.0, 1.0),
]
MISFITS: list[tuple[float, ...]] = [
    (0.0, -1.0, 0.0, 1.0),
    (0.0, 1.0, 1.0, 0.0),
    (0.0, 1.0, -np.inf, np.inf),
]


def draws(inputs: Any, dtype: Any) -> tuple[np.ndarray, ...]:
    return tuple(np.array(x, dtype) for x in inputs)


def columns(dtype: Any) -> tuple[np.ndarray, ...]:
    return tuple(np.array(x, dtype) for x in zip(*BOUNDED, strict=True))


def gammas(*front: Any, last: bool) -> list[Sample]:
    """Samples of a gamma op: `front` comes before alpha, `last`: shape includes alpha's."""
    size = (7,) if last else ()
    keep: dict[str, Any] = {"order": 0, "rtol": 3e-6}
    return [
        sample(dims(200, *size), *front, ALPHA, **keep),
        sample(dims(200, *size), *front, ALPHA.astype(np.float64), order=0, rtol=1e-10),
        sample(dims(50, *size), *front, ALPHA.astype(np.float16), gradient=False),
        # For large alpha TensorFlow's derivative is off by some percent.
        sample(dims(50, 1) if last else dims(50), *front, f32(1e4), gradient=False),
        sample(dims(50, 1) if last else dims(50), *front, f32(50.0), rtol=1e-4, order=0),
        sample(dims(3, 2), *front, np.float32(2.5), **keep),
        sample(dims(0, *size), *front, ALPHA, gradient=False),
        sample(dims(0), *front, f32(), gradient=False),
        sample(dims(-1), *front, np.float32(2.5)),
        sample(dims(2, 3), *front, np.ones((2, 3), np.float32), **keep),
    ]


def seeded(samples: list[Sample]) -> list[Sample]:
    """Different seeds for each: calls with equal ones would go on where the last one stopped."""
    return [replace(s, attrs=s.attrs | {"seed": 3, "seed2": 4 + i}) for i, s in enumerate(samples)]


SAMPLES = {
    "RandomGamma": seeded(gammas(last=False)),
    "StatelessRandomGammaV2": [
        *gammas(SEED, last=True),
        sample(dims(4, 3), SEED, f32(2.0, 3.0)),
        sample(dims(4), np.array([1, 2, 3]), np.float32(2.0)),
    ],
    "StatelessRandomGammaV3": gammas(KEY, COUNTER, np.int32(1), last=True),
    "RandomGammaGrad": [
        sample(f32(0.01, 0.5, 1.0, 2.0, 10.0)[:, None], f32(0.01, 0.3, 0.9, 2.0, 8.0), rtol=4e-6),
        sample(np.array([2.0, 30.0, 30.0]), np.array([1.5, 25.0, 44.0]), rtol=1e-11),
        sample(f32(), f32()),
        sample(np.float32(2.0), np.float32(0.0)),
    ],
    "RandomPoissonV2": seeded([
        *(
            sample(dims(100), RATES.astype(kind), dtype=out)
            for kind in (np.float32, np.float64, np.int32, np.int64)
            for out in (np.float32, np.int64)
        ),
        sample(dims(100), RATES.astype(np.float16), dtype=np.float16),
        sample(dims(3), np.float32(np.inf), dtype=np.float32),
        sample(dims(0), RATES),
        sample(np.int32(3), RATES),
    ]),
    "StatelessRandomPoisson": [
        sample(dims(100, 8), SEED, RATES, dtype=np.float64),
        sample(dims(100, 8), SEED, RATES.astype(np.float32), dtype=np.int32),
        sample(dims(5), SEED, np.int64(7), dtype=np.int64),
        sample(dims(4, 3), SEED, f32(2.0, 3.0), dtype=np.int32),
    ],
    "StatelessRandomBinomial": [
        sample(dims(50, 8, 7), SEED, COUNTS, PROBS, dtype=np.float64),
        sample(dims(50, 8, 7), SEED, COUNTS.astype(np.float32), PROBS.astype(np.float32)),
        sample(dims(9, 8, 6), SEED, COUNTS[:6].astype(np.float16), PROBS.astype(np.float16)),
        sample(dims(3, 2), SEED, np.array([[5.0], [2.0], [3.0]]), np.float64(0.2)),
        sample(dims(0), SEED, np.float64(5.0), np.float64(0.2)),
        sample(dims(4, 2), SEED, np.ones(3), np.float64(0.2)),
    ],
    "ParameterizedTruncatedNormal": seeded([
        *(sample(dims(250), *draws(b, np.float32)) for b in BOUNDED),
        *(sample(dims(20), *draws(b, np.float64), rtol=1e-12) for b in BOUNDED),
        sample(dims(7, 3, 2), *columns(np.float32)),
        sample(dims(7), *columns(np.float16)),
        sample(dims(7, 2), *columns(ml_dtypes.bfloat16), golden=False),
        *(sample(dims(3), *draws(b, np.float32)) for b in MISFITS),
        sample(dims(3, 2), f32(1.0, 2.0), *draws((1, 0, 1), np.float32)),
        sample(dims(0), *draws(BOUNDED[0], np.float32)),
    ]),
    "StatelessParameterizedTruncatedNormal": [
        *(sample(dims(250), SEED, *draws(b, np.float32), rtol=1e-4, order=0) for b in BOUNDED),
        *(sample(dims(20), SEED, *draws(b, np.float64), rtol=1e-9, order=0) for b in BOUNDED),
        sample(dims(3, 2, 7), SEED, *columns(np.float32), rtol=1e-5, order=0),
        sample(dims(2, 7), SEED, *columns(np.float16), gradient=False),
        *(sample(dims(3), SEED, *draws(b, np.float32)) for b in MISFITS),
        sample(dims(3, 2), SEED, f32(1.0, 2.0, 3.0), *draws((1, 0, 1), np.float32)),
        sample(dims(0), SEED, *draws(BOUNDED[0], np.float32)),
    ],
}  # fmt: skip
