"""Samples for ops/linalg/diagonal_versions.py, and of the gradient of Cholesky factors."""

import numpy as np

from tests.ops.sample import ints, normal, sample

I32 = np.int32
F32 = np.float32
BAND = np.array([-1, 1], np.int32)
LOWER = np.array([[2.0, 9.0, 8.0], [1.0, 3.0, 7.0], [0.5, 0.25, 4.0]])

SAMPLES = {
    "MatrixDiag": [
        sample(normal(3)),
        sample(normal(2, 3, dtype=np.complex64)),
        sample(ints(2, 2, 1)),
        sample(np.zeros((2, 0), F32)),
        sample(F32(1)),
    ],
    "MatrixDiagPart": [
        sample(normal(3, 3)),
        sample(normal(2, 3, 4)),
        sample(normal(4, 2)),
        sample(ints(2, 2) > 0),
        sample(normal(3)),
    ],
    "MatrixSetDiag": [
        sample(normal(3, 3), normal(3)),
        sample(normal(2, 3, 4), normal(2, 3)),
        sample(normal(3, 3), normal(2)),
    ],
    "MatrixDiagV2": [
        sample(normal(3), I32(0), I32(-1), I32(-1), F32(0), grad_inputs=(0,)),
        sample(normal(2, 2), I32(-1), I32(3), I32(4), F32(7), grad_inputs=(0,)),
        sample(normal(3, 3), BAND, I32(-1), I32(-1), F32(0), gradient=False),
        # TensorFlow's gradient aligns a band as the third version does.
        sample(normal(3, 4), BAND, I32(-1), I32(-1), F32(0), grad_inputs=(0,), golden=False),
    ],
    "MatrixDiagPartV2": [
        sample(normal(3, 3), I32(0), F32(0), grad_inputs=(0,)),
        sample(normal(2, 3, 4), I32(2), F32(0), grad_inputs=(0,)),
        sample(normal(3, 3), BAND, F32(7), gradient=False),
        # TensorFlow's gradient aligns a band as the third version does.
        sample(normal(4, 4), BAND, F32(7), grad_inputs=(0,), golden=False),
        sample(normal(3, 3), I32(5), F32(7)),
    ],
    "MatrixSetDiagV2": [
        sample(normal(3, 3), normal(3), I32(0)),
        sample(normal(2, 3, 4), normal(2, 2), I32(2)),
        sample(normal(3, 3), normal(3, 3), BAND, gradient=False),
        # TensorFlow's gradient aligns a band as the third version does.
        sample(normal(4, 4), normal(3, 4), BAND, golden=False),
    ],
    "CholeskyGrad": [
        sample(LOWER, normal(3, 3, dtype=np.float64), rtol=1e-9),
        sample(np.stack([LOWER, LOWER + 1]), normal(2, 3, 3, dtype=np.float64), rtol=1e-9),
        sample(LOWER.astype(F32), normal(3, 3), rtol=1e-5, atol=1e-6),
        sample(LOWER, normal(2, 2, dtype=np.float64)),
        sample(normal(2, 3), normal(2, 3)),
    ],
}
