"""Samples for the functions of ops/math that are defined by integrals."""

import numpy as np

from tests.ops.sample import normal, sample, uniform

F32, F64 = np.float32, np.float64


def sampled(low, high, points, edges, **options):
    return [
        sample(uniform(2, 3, low=low, high=high), rtol=2e-6, atol=1e-6, **options),
        sample(uniform(4, low=low, high=high, dtype=F64), rtol=1e-9, atol=1e-12, **options),
        sample(np.array(points, F64), rtol=1e-11, atol=1e-14, gradient=False),
        sample(np.array(edges, F32), rtol=2e-6, gradient=False),
        sample(uniform(low=low, high=high), rtol=2e-6, atol=1e-6, **options),
        sample(normal(0, 2)),
        sample(
            uniform(4, low=low, high=high, dtype=np.float16),
            rtol=4e-3,
            gradient=False,
            golden=False,
        ),
        sample(
            uniform(4, low=low, high=high, dtype="bfloat16"),
            rtol=2e-2,
            gradient=False,
            golden=False,
        ),
    ]


def borders(points, extra=()):
    """Points on both sides of where formulas meet, and far out."""
    return [
        sample(np.array(points, F32), rtol=4e-6, atol=1e-6, gradient=False),
        sample(np.array([*points, *extra], F64), rtol=1e-10, atol=1e-13, gradient=False),
    ]


INF, NAN = np.inf, np.nan
FRESNEL = [1e-8, -0.3, 1.0, 1.59, 1.61, -2.5, 7.0, 100.3, 2e4]

SAMPLES = {
    "Dawsn": [
        *sampled(
            -4.0, 4.0, [1e-8, -0.3, 1.0, 3.2, 4.9, 5.1, -20.0, 1e9], [0, INF, -INF, NAN, 1e-30]
        ),
        *borders([-1e-20, 0.1, 2.0, 4.999, 5.001, -50.0], [1e5]),
    ],
    "Expint": [
        *sampled(
            0.2, 6.0, [1e-8, 0.3, 0.37, 3.9, 4.1, 11.9, 12.1, 39.0, 41.0, 600.0], [0, -1, NAN]
        ),
        sample(np.array([85.0], F32), rtol=1e-5, gradient=False),
        *borders([1e-20, 1.0, 3.999, 4.001, 11.99, 12.01, 39.99, 40.01], [700.0]),
    ],
    "FresnelCos": [
        *sampled(-3.0, 3.0, FRESNEL, [0, INF, -INF, NAN, 1e-30]),
        *borders([1e-8, 0.5, 1.599, 1.601, -1.9, 4.3], [1e3, -3e4]),
    ],
    "FresnelSin": [
        *sampled(-3.0, 3.0, FRESNEL, [0, INF, -INF, NAN, 1e-30]),
        *borders([1e-8, 0.5, 1.599, 1.601, -1.9, 4.3], [1e3, -3e4]),
    ],
    "Spence": [
        *sampled(
            0.2, 4.0, [0.0, 1e-8, 0.3, 0.49, 0.51, 1.49, 1.51, 3.0, 1e9], [0, 1, -1, INF, NAN]
        ),
        sample(np.array([1.0], F32), rtol=2e-6, order=0),
        *borders([1e-20, 0.4999, 0.5001, 0.99, 1.4999, 1.5001, 1.999, 2.001, 1e6], [1e200]),
    ],
}
