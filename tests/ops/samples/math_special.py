"""Samples for the error function and the gamma family of ops/math."""

import numpy as np

from tests.ops.sample import normal, sample, uniform

F32, F64 = np.float32, np.float64
EDGES = np.array([0.0, 1.0, -1.0, np.inf, -np.inf, np.nan], F32)
TAILS = np.array([-6.0, -3.0, -1.5, -1.0, -0.1, 1e-8, 0.9, 1.1, 2.5, 4.0, 9.0], F64)
NEAR_ENDS = np.array([-0.999, -0.75, -0.3, 1e-6, 0.49, 0.51, 0.9, 0.999], F64)


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
    "Erf": sampled(-2.0, 2.0, TAILS),
    "Erfc": sampled(-2.0, 2.0, TAILS),
    "Erfinv": sampled(-0.9, 0.9, NEAR_ENDS, half=False),
    "Ndtri": sampled(0.05, 0.95, np.array([1e-12, 1e-5, 0.02, 0.5, 0.7, 0.999], F64), half=False),
    "Lgamma": sampled(0.2, 6.0, np.array([-3.5, -0.5, 0.1, 0.5, 1.5, 3.0, 7.9, 50.0, 1e5], F64)),
    "Digamma": sampled(0.2, 6.0, np.array([-3.5, -0.5, 0.1, 0.5, 1.5, 3.0, 7.9, 50.0, 1e5], F64)),
    "Polygamma": [
        sample(
            np.array([0.0, 1.0, 2.0, 3.0], F32),
            uniform(2, 4, low=0.5, high=5.0),
            rtol=1e-5,
            grad_inputs=(1,),
        ),
        sample(np.array([1.0, 4.0], F64), np.array([0.3, 20.0], F64), grad_inputs=(1,)),
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
    ],
}
