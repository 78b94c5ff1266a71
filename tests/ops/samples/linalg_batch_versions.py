"""Samples for ops/linalg/batch_versions.py: TensorFlow refuses to run these ops."""

import numpy as np

from tests.ops.sample import definite, normal, sample

D = np.float64
I64 = np.int64


POSITIVE = definite(2, 3, 3)
RIGHT = normal(2, 3, 2, dtype=D)
OWN = {"golden": False}

SAMPLES = {
    "BatchCholesky": [sample(POSITIVE, **OWN)],
    "BatchCholeskyGrad": [sample(np.tril(POSITIVE), normal(2, 3, 3, dtype=D), **OWN)],
    "BatchMatrixBandPart": [sample(POSITIVE, I64(1), I64(0), **OWN)],
    "BatchMatrixDeterminant": [sample(POSITIVE, **OWN)],
    "BatchMatrixDiag": [sample(normal(2, 3), **OWN)],
    "BatchMatrixDiagPart": [sample(POSITIVE, **OWN)],
    "BatchMatrixSetDiag": [sample(POSITIVE, normal(2, 3, dtype=D), **OWN)],
    "BatchMatrixInverse": [sample(POSITIVE, adjoint=True, **OWN)],
    "BatchMatrixSolve": [sample(POSITIVE, RIGHT, **OWN)],
    "BatchMatrixSolveLs": [sample(POSITIVE, RIGHT, np.float64(0.1), **OWN)],
    "BatchMatrixTriangularSolve": [sample(POSITIVE, RIGHT, lower=False, **OWN)],
    "BatchSvd": [sample(normal(2, 3, 2, dtype=D), **OWN)],
    "BatchSelfAdjointEigV2": [sample(POSITIVE, **OWN)],
    "BatchSelfAdjointEig": [sample(POSITIVE, **OWN)],
    "SelfAdjointEig": [sample(POSITIVE[0], **OWN)],
}
