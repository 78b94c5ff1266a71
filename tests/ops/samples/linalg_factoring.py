"""Samples for ops/linalg/contraction.py, factoring.py and solving.py."""

import numpy as np

from tests.ops.sample import definite, ints, normal, sample

D = np.float64
C64 = np.complex64


def triangular(*shape: int) -> np.ndarray:
    return np.tril(normal(*shape, dtype=D)) + 3 * np.eye(shape[-1])


SINGULAR = np.array([[1.0, 2.0], [2.0, 4.0]])
LOOSE = {"rtol": 1e-5, "atol": 1e-6}

SAMPLES = {
    "Einsum": [
        sample([normal(3)], equation="i->ii"),
        sample([normal(2, 3), normal(3, 2)], equation="ij,jk->ikk"),
        sample([normal(3, 3)], equation="ii"),
        sample([normal(2, 2, 3), normal(3, 4)], equation="...ij,jk->ik"),
        sample([normal(2, 3), normal(3, 4)], equation="ij,jk->ik"),
        sample([normal(2, 3, 2), normal(2, 2, 4)], equation="bij,bjk->bik"),
        sample([normal(2, 3, 2, 4), normal(2, 5, 2, 4)], equation="bthd,bshd->bhts", **LOOSE),
        sample([normal(2, 3)], equation="ij->ji"),
        sample([normal(2, 3)], equation="ij->j"),
        sample([normal(3, 3)], equation="ii->i"),
        sample([normal(3, 3)], equation="ii->"),
        sample([normal(2, 3), normal(3)], equation="ij,j->i"),
        sample([normal(2), normal(3)], equation="i,j->ij"),
        sample([normal(2, 1, 2, 3), normal(4, 3, 2)], equation="...ij,...jk->...ik", **LOOSE),
        sample([normal(2, 3), normal(2, 4)], equation="ij,ik->j", **LOOSE),
        sample([ints(2, 3), ints(3, 2)], equation="ij,jk->ik"),
        sample([normal(2, 3), normal(2, 4)], equation="ij,jk->ik"),
    ],
    "Cholesky": [
        sample(definite(3, 3), order=0),  # differences see the lower triangle only
        sample(definite(2, 2, 2, dtype=np.float32), **LOOSE, gradient=False),
        sample(normal(2, 3)),
    ],
    "MatrixInverse": [
        sample(np.array([[np.nan, 1], [1, 2]], np.float32)),
        sample(definite(3, 3)),
        sample(definite(2, 2, 2), adjoint=True),
        sample(SINGULAR),
        sample(normal(2, 3)),
    ],
    "MatrixDeterminant": [sample(definite(3, 3)), sample(definite(2, 2, 2)), sample(normal(2, 3))],
    "LogMatrixDeterminant": [
        sample(np.array([[np.nan, 1], [1, 2]], np.float32), gradient=False),
        sample(definite(3, 3)),
        sample(-definite(2, 3, 3)),
    ],
    "MatrixSolve": [
        sample(np.full((3, 3), np.nan, np.float32), normal(3, 1)),
        sample(definite(3, 3), normal(3, 2, dtype=D)),
        sample(definite(2, 2, 2), normal(2, 2, 1, dtype=D), adjoint=True),
        sample(SINGULAR, np.ones((2, 1))),
        sample(definite(3, 3), normal(2, 2, dtype=D)),
    ],
    "MatrixTriangularSolve": [
        sample(triangular(3, 3), normal(3, 2, dtype=D)),
        sample(triangular(3, 3).T, normal(3, 2, dtype=D), lower=False, adjoint=True),
        sample(triangular(2, 2, 2), normal(1, 2, 1, dtype=D)),
        sample(np.zeros((2, 2)), np.ones((2, 1)), gradient=False),
    ],
    "Qr": [
        sample(normal(4, 2, dtype=D), golden=False),
        sample(definite(3, 3), gradient=False),
        sample(normal(4, 2, dtype=D), gradient=False),
    ],
    "Svd": [
        sample(normal(3)),
        sample(normal(3, 3, dtype=D), golden=False, order=1),
        sample(normal(4, 2, dtype=D), golden=False, order=1),
        sample(normal(2, 4, dtype=D), golden=False, order=1),
        sample(normal(3, 2, dtype=D), full_matrices=True, golden=False, gradient=False),
        sample(normal(3, 2, dtype=D), compute_uv=False, gradient=False, values=False),
        sample(normal(2, 3, dtype=D), compute_uv=False, gradient=False, values=False),
    ],
    "SelfAdjointEigV2": [
        sample(np.array([[np.nan, 1], [1, 2]], np.float32)),
        sample(definite(3, 3), golden=False),
        sample(definite(3, 3), compute_v=False, gradient=False, values=False),
    ],
}
