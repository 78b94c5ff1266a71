"""Samples for the error function and the gamma family of ops/math."""

import numpy as np

from tests.ops.sample import normal, sample, uniform

F32, F64 = np.float32, np.float64
EDGES = np.array([0.0, 1.0, -1.0, np.inf, -np.inf, np.nan], F32)
TAILS = np.array([-6.0, -3.0, -1.5, -1.0, -0.1, 1e-8, 0.9, 1.1, 2.5, 4.0, 9.0], F64)
NEAR_ENDS = np.array([-0.999, -0.75, -0.3, 1e-6, 0.49, 0.51, 0.9, 0.999], F64)


INF, NAN = np.inf, np.nan
# Where formulas meet, zeros, poles, what is tiny or huge; for float32 and float64.
BORDERS = {
    "Erf": [0.999, 1.001, -0.5, 1e-20, 3.89, 3.91, 20.0, -30.0],
    "Erfc": [0.999, 1.001, -0.5, 1e-20, 2.0, 5.0, -9.0, 15.0, 30.0, INF, -INF, NAN],
    "Erfinv": [0.4999, 0.5001, -0.9966, 0.9967, 0.99999, 1e-6, 1.0, -1.0, 1.5, NAN],
    "Ndtri": [0.2499, 0.2501, 0.7501, 1.68e-3, 1.7e-3, 0.9984, 1e-30, 0.0, 1.0, -0.5, 1.5, NAN],
    "Lgamma": [
        *(1e-30, 0.999, 1.0, 1.001, 1.4616321, 2.0, 2.999, 3.0, 3.001, 1e4, 1e30, INF, -INF, NAN),
        *(0.0, -1.0, -2.0, -0.001, -0.5, -1.5, -2.4, -3.1, -9.7, -100.5, -1e12),
    ],
    "Digamma": [
        *(1e-30, 0.999, 1.0, 1.001, 1.3, 2.0, 2.999, 3.0, 3.001, 1e4, 1e30, INF, -INF, NAN),
        *(0.0, -1.0, -2.0, -0.25, -0.7, -1.25, -2.3, -9.7, -100.3),
    ],
}


def border(name):
    points = BORDERS[name]
    return [
        sample(np.array(points, F32), rtol=4e-6, atol=4e-7, gradient=False),
        sample(np.array(points, F64), rtol=1e-10, atol=1e-12, gradient=False),
    ]


def sampled(low, high, extra, half=True, **options):
    return [
        sample(uniform(2, 3, low=low, high=high), rtol=2e-6, atol=2e-7, **options),
        sample(EDGES, gradient=False, rtol=2e-6, atol=2e-7),
        sample(extra, rtol=1e-10, atol=1e-12, gradient=False),
        sample(uniform(low=low, high=high), rtol=2e-6, **options),
        sample(normal(0, 2)),
        sample(
            uniform(4, low=low, high=high, dtype=np.float16),
            rtol=4e-3,
            atol=1e-3,
            gradient=False,
            golden=half,
        ),
    ]


SAMPLES = {
    "Erf": [*sampled(-2.0, 2.0, TAILS), *border("Erf")],
    "Erfc": [*sampled(-2.0, 2.0, TAILS), *border("Erfc")],
    "Erfinv": [*sampled(-0.9, 0.9, NEAR_ENDS, half=False), *border("Erfinv")],
    "Ndtri": [
        *sampled(0.05, 0.95, np.array([1e-12, 1e-5, 0.02, 0.5, 0.7, 0.999], F64), half=False),
        *border("Ndtri"),
    ],
    "Lgamma": [
        *sampled(0.2, 6.0, np.array([-3.5, -0.5, 0.1, 0.5, 1.5, 3.0, 7.9, 50.0, 1e5], F64)),
        *border("Lgamma"),
    ],
    "Digamma": [
        *sampled(0.2, 6.0, np.array([-3.5, -0.5, 0.1, 0.5, 1.5, 3.0, 7.9, 50.0, 1e5], F64)),
        *border("Digamma"),
    ],
    "Polygamma": [
        sample(
            np.array([0.0, 1.0, 2.0, 3.0], F32),
            uniform(2, 4, low=0.5, high=5.0),
            rtol=1e-5,
            grad_inputs=(1,),
        ),
        sample(np.array([1.0, 4.0], F64), np.array([0.3, 20.0], F64), grad_inputs=(1,)),
        sample(F32(1.0), np.array([1e-3, 0.5, 2.0, 1e3, 1e6], F32), rtol=4e-6, gradient=False),
        sample(
            np.array([0.0, 1.0, 2.0, 20.0, 40.0, 100.0, -1.0, 1.5, 1.0, 2.0, 3.0], F64),
            np.array([0.5, -0.5, -2.5, 30.0, 5.0, 70.0, 2.0, 2.0, 0.0, -1.0, NAN], F64),
            rtol=1e-9,
            gradient=False,
        ),
    ],
    "Zeta": [
        sample(
            np.array([1.5, 2, 3], np.float32),
            np.array([0, -1, -2], np.float32),
            gradient=False,
        ),
        sample(
            np.array([1.5, 2.0, 7.0], F32),
            uniform(2, 3, low=0.5, high=5.0),
            rtol=1e-5,
            grad_inputs=(1,),
        ),
        sample(
            np.array([1.0, 0.5, 2.0, 3.0], F64),
            np.array([2.0, 2.0, 0.0, 12.0], F64),
            gradient=False,
        ),
        sample(
            np.array([1.0001, 1.5, 2.0, 3.0, 60.0, 5.0, 20.0, 2.0], F32),
            np.array([0.5, 1e-3, 1e4, 0.7, 1.0, 9.5, 18.0, 1e-20], F32),
            rtol=5e-6,
            gradient=False,
        ),
        sample(
            np.array([2.0, 3.0, 4.0, 3.0, 2.5, INF, INF, 2.0, 1e5], F64),
            np.array([-0.3, -9.7, -10.2, -30.6, -0.5, 1.0, 2.0, NAN, 2.0], F64),
            rtol=1e-9,
            gradient=False,
        ),
        sample(F32(2.0), uniform(2, 3, low=0.5, high=5.0), rtol=4e-6, gradient=False),
    ],
}
