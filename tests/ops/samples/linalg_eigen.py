"""Samples for ops/linalg/eigen.py, least_squares.py and matrix_functions.py."""

import numpy as np

from tests.ops.sample import definite, normal, sample

D = np.float64
Z = np.complex128
C64 = np.complex64
LOOSE = {"rtol": 1e-4, "atol": 1e-5}
CLOSE = {"rtol": 1e-9, "atol": 1e-10}


TURN = np.array([[0.0, -1.0], [1.0, 0.0]])
DEFICIENT = np.ones((3, 2))
NONE = np.float64(0.0)

SAMPLES = {
    "Eig": [
        # The order and the phases of eigenvectors are free.
        sample(normal(3, 3, dtype=D), Tout="complex128", values=False, gradient=False),
        sample(normal(2, 3, 3), Tout="complex64", values=False, gradient=False),
        sample(normal(3, 3, dtype=Z), Tout="complex128", values=False, gradient=False),
        sample(normal(3, 3, dtype=D), compute_v=False, Tout="complex128", values=False),
        sample(np.diag([1.0, 2.0, 3.0]), Tout="complex128", **CLOSE, order=0),
        sample(np.zeros((0, 0)), Tout="complex128", gradient=False),
        sample(normal(2, 3), Tout="complex64"),
        sample(normal(2, 2), Tout="complex128"),
        sample(np.full((2, 2), np.nan), Tout="complex128"),
    ],
    "MatrixSolveLs": [
        sample(normal(3, 2), normal(3, 1), np.float64(-1), fast=False),
        sample(normal(3, 2), normal(3, 1), np.array([0.5])),
        sample(normal(4, 2, dtype=D), normal(4, 3, dtype=D), NONE, **CLOSE, grad_inputs=(0, 1)),
        sample(normal(2, 4, dtype=D), normal(2, 3, dtype=D), NONE, **CLOSE, grad_inputs=(0, 1)),
        sample(
            normal(4, 2, dtype=D),
            normal(4, 3, dtype=D),
            np.float64(0.5),
            **CLOSE,
            grad_inputs=(0, 1),
        ),
        sample(
            normal(2, 2, 4, dtype=D),
            normal(2, 2, 1, dtype=D),
            np.float64(0.5),
            **CLOSE,
            grad_inputs=(0, 1),
        ),
        sample(normal(4, 2), normal(4, 1), np.float64(0.1), **LOOSE, grad_inputs=(0, 1)),
        sample(normal(4, 2, dtype=Z), normal(4, 3, dtype=Z), NONE, **CLOSE, gradient=False),
        sample(
            normal(4, 2, dtype=Z),
            normal(4, 3, dtype=Z),
            np.float64(0.5),
            grad_inputs=(0, 1),
            golden=False,
        ),
        sample(
            normal(2, 4, dtype=Z), normal(2, 3, dtype=Z), NONE, grad_inputs=(0, 1), golden=False
        ),
        sample(
            normal(4, 2, dtype=D),
            normal(4, 3, dtype=D),
            NONE,
            fast=False,
            grad_inputs=(0, 1),
            golden=False,
        ),
        sample(normal(4, 2, dtype=D), normal(4, 3, dtype=D), NONE, fast=False, gradient=False),
        sample(normal(2, 4, dtype=D), normal(2, 3, dtype=D), NONE, fast=False, gradient=False),
        sample(DEFICIENT, np.arange(3.0)[:, None], NONE, fast=False, gradient=False, **CLOSE),
        sample(np.zeros((3, 0)), np.zeros((3, 2)), NONE, gradient=False),
        sample(np.zeros((2, 2)), np.ones((2, 1)), NONE),
        sample(DEFICIENT, np.ones((3, 1)), NONE),
        sample(normal(3, 2, dtype=D), normal(2, 2, dtype=D), NONE),
        sample(normal(2, 3, 2, dtype=D), normal(1, 3, 2, dtype=D), NONE),
    ],
    "MatrixSquareRoot": [
        sample(definite(3, 3), **CLOSE),
        sample(np.array([[4.0, 1.0], [0.0, 9.0]]), **CLOSE),
        sample(TURN, **CLOSE),
        sample(definite(2, 3, 3, dtype=np.float32), **LOOSE),
        sample(normal(3, 3, dtype=Z), gradient=False, **CLOSE),
        sample(normal(3, 3, dtype=Z), golden=False),
        sample(-np.eye(2), gradient=False),
        sample(np.array([[1.0, 2.0], [3.0, 4.0]]), gradient=False),
        sample(np.diag([0.0, 4.0]), gradient=False),
        sample(np.full((2, 2), np.nan), gradient=False),
        sample(np.zeros((0, 0))),
        sample(normal(2, 3)),
    ],
    "MatrixLogarithm": [
        sample(normal(3, 3, dtype=Z), **CLOSE),
        sample(definite(2, 3, 3, dtype=C64), **LOOSE),
        sample(np.array([[1.0, 2.0], [3.0, 4.0]], Z), gradient=False, **CLOSE),
        sample(np.array([[2.0, 1.0], [0.0, 2.0]], Z), **CLOSE),
        sample(np.zeros((2, 2), Z), gradient=False),
        sample(np.zeros((0, 0), Z)),
        sample(normal(2, 3, dtype=Z)),
    ],
    # TensorFlow has the OpDef, and no kernel any more.
    "MatrixExponential": [
        sample(normal(3, 3, dtype=D), golden=False),
        sample(40 * normal(2, 3, 3, dtype=D), golden=False, order=0, **CLOSE),
        sample(np.stack([normal(2, 2), 20 * normal(2, 2)]), golden=False, order=0, **LOOSE),
        sample(normal(3, 3, dtype=Z), golden=False),
        sample(np.zeros((0, 0)), golden=False),
        sample(np.full((2, 2), np.nan), golden=False, gradient=False),
    ],
}
