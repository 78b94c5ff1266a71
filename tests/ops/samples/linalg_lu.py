"""Samples for ops/linalg/lu_factors.py, tridiagonal.py and banded.py."""

import numpy as np

from tests.ops.sample import normal, sample

D = np.float64
Z = np.complex128
LOOSE = {"rtol": 1e-5, "atol": 1e-6}


def mixed(*shape: int, dtype: type = D, seed: int = 0) -> np.ndarray:
    """Matrices far from singular, whose rows need exchanging."""
    n = shape[-1]
    x = normal(*shape, dtype=dtype, seed=seed)
    return x + 3 * np.eye(n, dtype=dtype)[::-1]


def diagonals(*batch_and_size: int, dtype: type = D) -> np.ndarray:
    *batch, m = batch_and_size
    x = normal(*batch, 3, m, dtype=dtype)
    x[..., 1, :] += 4
    return x


EXCHANGED = np.array([[1.0, 2.0, 0.0], [0.0, 0.5, 1.0], [0.0, 3.0, 4.0]])

BANDS = np.array([[7.0, 8.0, 9.0, 5.0], [2.0, 3.0, 4.0, 6.0]])

SAMPLES = {
    "Lu": [
        sample(np.array([[np.nan, 1], [1, 2]], np.float32)),
        sample(mixed(3, 3)),
        sample(mixed(2, 4, 4), output_idx_type="int64"),
        sample(mixed(3, 3, dtype=np.float32), **LOOSE),
        sample(mixed(3, 3, dtype=Z)),
        sample(np.zeros((0, 0))),
        sample(np.array([[5.0]])),
        sample(np.array([[1.0, 2.0], [2.0, 4.0]])),
        sample(normal(2, 3)),
        sample(normal(3)),
    ],
    "TridiagonalMatMul": [
        sample(*(normal(1, 4, dtype=D, seed=i) for i in range(3)), normal(4, 2, dtype=D)),
        sample(*(normal(2, 1, 3, seed=i) for i in range(3)), normal(2, 3, 2)),
        sample(*(normal(1, 3, dtype=Z, seed=i) for i in range(3)), normal(3, 2, dtype=Z)),
        sample(*(normal(1, 1, dtype=D, seed=i) for i in range(3)), normal(1, 2, dtype=D)),
        sample(np.ones((1, 2)), np.ones((1, 3)), np.ones((1, 3)), np.ones((3, 1))),
        sample(np.ones(3), np.ones(3), np.ones(3), np.ones((3, 1))),
        sample(np.ones((2, 1, 3)), np.ones((2, 1, 3)), np.ones((1, 3)), np.ones((2, 3, 1))),
    ],
    "TridiagonalSolve": [
        sample(diagonals(4), normal(4, 2, dtype=D)),
        sample(diagonals(4), normal(4, 2, dtype=D), partial_pivoting=False),
        sample(EXCHANGED, normal(3, 2, dtype=D)),
        sample(diagonals(2, 3, dtype=np.float32), normal(2, 3, 1), **LOOSE),
        sample(diagonals(3, dtype=Z), normal(3, 1, dtype=Z), gradient=False),
        # TensorFlow's gradient does not conjugate.
        sample(diagonals(4, dtype=Z), normal(4, 1, dtype=Z), golden=False),
        sample(diagonals(1), normal(1, 2, dtype=D)),
        sample(diagonals(2), normal(2, 2, dtype=D)),
        sample(np.zeros((3, 3)), np.ones((3, 1)), gradient=False),
        sample(np.array([[1.0, 0], [1, 1], [0, 1]]), np.ones((2, 1)), gradient=False),
        sample(np.zeros((3, 3)), np.ones((3, 1)), perturb_singular=True, gradient=False),
        sample(
            np.array([[0.0, 0], [100, 0], [0, 0]]),
            np.ones((2, 1)),
            perturb_singular=True,
            gradient=False,
        ),
        sample(np.zeros((3, 0)), np.zeros((0, 1)), gradient=False),
        sample(diagonals(3), np.ones((3, 1)), partial_pivoting=False, perturb_singular=True),
        sample(np.ones((2, 3)), np.ones((3, 1))),
        sample(np.ones((3, 3)), np.ones((2, 1))),
        sample(np.ones((2, 3, 3)), np.ones((1, 3, 1))),
    ],
    "BandedTriangularSolve": [
        sample(np.full((2, 3), np.nan, np.float32), normal(3, 1)),
        sample(BANDS, normal(4, 2, dtype=D)),
        sample(BANDS, normal(4, 2, dtype=D), adjoint=True),
        sample(BANDS, normal(4, 2, dtype=D), lower=False),
        sample(BANDS, normal(4, 2, dtype=D), lower=False, adjoint=True),
        sample(np.stack([BANDS, BANDS + 1]).astype(np.float32), normal(2, 4, 1), **LOOSE),
        sample(np.stack([BANDS, BANDS + 1]), normal(4, 1, dtype=D)),
        sample(BANDS + 1j * BANDS[::-1], normal(4, 1, dtype=Z), adjoint=True),
        sample(BANDS[:1], normal(4, 2, dtype=D), gradient=False),
        # TensorFlow's gradient lacks an axis for a single band.
        sample(BANDS[:1], normal(4, 1, dtype=D), golden=False),
        sample(np.array([[2.0], [3.0]]), np.ones((1, 1)), gradient=False),
        sample(np.ones((4, 3)), np.ones((3, 1)), gradient=False),
        sample(np.array([[0.0, 1.0], [1.0, 1.0]]), np.ones((2, 1))),
        sample(np.ones((2, 3)), np.ones((2, 1))),
        sample(np.ones((0, 3)), np.ones((3, 1))),
        sample(np.ones(3), np.ones((3, 1))),
    ],
}
