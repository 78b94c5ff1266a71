"""Samples for the Bessel functions of ops/math."""

import numpy as np

from tests.ops.sample import normal, sample, uniform

F32, F64 = np.float32, np.float64


def sampled(low, high, points, edges):
    return [
        sample(uniform(2, 3, low=low, high=high), rtol=2e-6, atol=1e-6),
        sample(uniform(4, low=low, high=2.0, dtype=F64), rtol=1e-10, atol=1e-13),
        sample(np.array(points, F64), rtol=1e-11, atol=1e-14, gradient=False),
        sample(np.array(edges, F32), rtol=2e-6, gradient=False),
        sample(uniform(low=low, high=high), rtol=2e-6, atol=1e-6),
        sample(normal(0, 2)),
        sample(uniform(4, low=low, high=high, dtype=np.float16), rtol=4e-3, gradient=False),
        sample(uniform(4, low=low, high=high, dtype="bfloat16"), gradient=False, golden=False),
    ]


def borders(points):
    """Points on both sides of where formulas meet, and far out."""
    return [
        sample(np.array(points, F32), rtol=4e-6, atol=1e-6, gradient=False),
        sample(np.array(points, F64), rtol=1e-10, atol=1e-13, gradient=False),
    ]


FIRST = [0.0, -0.5, 1.5, -4.9, 5.1, 7.9, -8.1, 20.0, 60.0]
SECOND = [1e-8, 0.1, 0.5, 1.5, 1.99, 2.01, 4.9, 5.1, 7.9, 20.0, 60.0]
EDGES = [0.0, 1e-30, np.nan]

SAMPLES = {
    **{
        f"Bessel{name}": [
            *sampled(-6.0, 6.0, FIRST, EDGES),
            sample(np.array([0.0, 1.0], F32), rtol=2e-6, order=0),
            *borders([1e-20, 2.0, 4.999, 5.001, -7.999, 8.001, -12.0, 30.0, 80.0]),
        ]
        for name in ("I0", "I0e", "I1", "I1e", "J0", "J1")
    },
    **{
        f"Bessel{name}": [
            *sampled(0.3, 8.0, SECOND, [*EDGES, -1.0]),
            *borders([1e-20, 0.01, 1.999, 2.001, 3.0, 4.999, 5.001, 12.0, 30.0, 80.0]),
        ]
        for name in ("K0", "K0e", "K1", "K1e", "Y0", "Y1")
    },
}
