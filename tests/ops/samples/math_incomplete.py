"""Samples for the incomplete gamma and beta functions."""

import numpy as np

from tests.ops.sample import normal, sample, uniform

F32, F64 = np.float32, np.float64
A, X = uniform(2, 3, low=0.5, high=6.0), uniform(2, 3, low=0.3, high=8.0, seed=1)
A_EDGES = np.array([0.0, 1.0, -1.0, 1.0, 0.0, np.inf, 1.0, np.nan], F32)
X_EDGES = np.array([1.0, 0.0, 1.0, -1.0, 0.0, 1.0, np.inf, 1.0], F32)
A_POINTS = np.array([0.01, 0.5, 1.0, 3.0, 20.0, 20.0, 100.0, 100.0, 150.0], F64)
X_POINTS = np.array([1e-3, 0.9, 1.1, 8.0, 10.0, 30.0, 90.0, 110.0, 150.0], F64)
# Some settle at once, others after many steps; float32 of TensorFlow's is less right than this.
A_SPREAD = np.array([1e-3, 0.2, 0.999, 9.99, 10.01, 40.0, 40.0, 3.0, 0.5], F32)
X_SPREAD = np.array([1e-6, 2.5, 1.0, 9.0, 10.5, 30.0, 55.0, 30.0, 1e-20], F32)

GAMMA = [
    sample(A, X, rtol=5e-6, atol=2e-6, order=1),
    sample(A[0], X, rtol=5e-6, atol=2e-6, order=1),
    sample(F64(2.5), X.astype(F64), rtol=1e-9, atol=1e-12, grad_inputs=(1,)),
    sample(A_POINTS, X_POINTS, rtol=1e-9, atol=1e-12, gradient=False),
    sample(A_EDGES, X_EDGES, gradient=False),
    sample(A_SPREAD, X_SPREAD, rtol=2e-5, atol=2e-6, gradient=False),
    sample(A[:, :1], F32(2.5), rtol=5e-6, atol=2e-6, gradient=False),
    sample(normal(0, 2), normal(2), order=1),
]

SAMPLES = {
    "Igamma": [
        sample(np.array([-1, 0, 2], np.float32), np.zeros(3, np.float32), gradient=False),
        *GAMMA,
        sample(A, uniform(4)),
        sample(A.astype(np.float16), X.astype(np.float16), gradient=False, golden=False),
    ],
    "Igammac": [*GAMMA, sample(A, uniform(4))],
    "IgammaGradA": [
        sample(A, X, rtol=5e-6, atol=2e-6),
        sample(A_POINTS, X_POINTS, rtol=1e-7, atol=1e-10, gradient=False),
        sample(A[0], X, rtol=5e-6, atol=2e-6),
        sample(A_EDGES, X_EDGES, gradient=False),
        sample(A_SPREAD.astype(F64), X_SPREAD.astype(F64), rtol=1e-7, gradient=False),
        sample(normal(0, 2), normal(2)),
    ],
    "Betainc": [
        sample(A, X, uniform(2, 3), rtol=5e-6, atol=1e-6, grad_inputs=(2,)),
        sample(F64(2.0), F64(3.5), uniform(2, 3, dtype=F64), rtol=1e-9, grad_inputs=(2,)),
        sample(A, F32(2.0), F32(0.3), rtol=5e-6, atol=1e-6, grad_inputs=(2,)),
        sample(
            np.array([np.inf, 0.5], F32), np.array([0.5, np.inf], F32), F32(0.1), gradient=False
        ),
        sample(
            np.array([0.01, 0.5, 1.0, 3.0, 20.0, 100.0, 5.0], F64),
            np.array([2.0, 0.5, 1.0, 8.0, 10.0, 100.0, 1e-3], F64),
            np.array([0.1, 0.9, 0.2, 0.3, 0.7, 0.55, 0.99], F64),
            rtol=1e-9,
            gradient=False,
        ),
        sample(
            np.array([0.0, 1.0, -1.0, 1.0, 1.0, 1.0, 1.0, np.nan, 1.0], F32),
            np.array([1.0, 0.0, 1.0, 1.0, 1.0, 1.0, 1.0, 1.0, 2.0], F32),
            np.array([0.5, 0.5, 0.5, -0.5, 0.0, 1.0, 1.5, 0.5, np.nan], F32),
            gradient=False,
        ),
        sample(
            np.array([1e-2, 0.5, 1.0, 7.0, 300.0, 20.0, 1.0], F64),
            np.array([1e-2, 40.0, 1.0, 1e-2, 200.0, 30.0, 50.0], F64),
            np.array([0.5, 1e-10, 0.999, 0.9, 0.6, 0.4, 0.01], F64),
            rtol=1e-9,
            gradient=False,
        ),
        sample(A, X[0], uniform(2, 3)),
        sample(A, X, uniform(3, 2)),
        sample(normal(0, 2), normal(0, 2), normal(0, 2)),
    ],
}
