"""Tests of functions of matrices by what defines them, with SciPy's Schur form and without."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.engine.function.polymorphic import function
from tenfold.ops.linalg.matrix_functions import expm, logm, sqrtm
from tenfold.ops.linalg.schur_form import qr_iteration, triangular_logarithm, triangular_root
from tests.ops.sample import normal

JORDAN = 2.0 * np.eye(4) + np.diag(np.ones(3), 1)
TURNED = np.linalg.qr(normal(4, 4, dtype=np.float64))[0]
MATRICES = {
    "real": normal(6, 6, dtype=np.float64),
    "complex": normal(6, 6, dtype=np.complex128),
    "defective": TURNED @ JORDAN @ TURNED.T,
    "diagonal": np.diag([1.0, 2.0, 2.0, 3.0]),
    "turn": np.array([[0.0, -1.0], [1.0, 0.0]]),
    "cycle": np.eye(5)[[1, 2, 3, 4, 0]],
    "zero": np.zeros((3, 3)),
    "single": np.array([[2.0]]),
}


@pytest.mark.parametrize("name", MATRICES)
def test_the_qr_algorithm_gives_a_schur_form(name: str) -> None:
    x = MATRICES[name]
    t, q = qr_iteration(x)
    assert np.array_equal(t, np.triu(t))
    np.testing.assert_allclose(q @ q.conj().T, np.eye(len(x)), atol=1e-12)
    np.testing.assert_allclose(q @ t @ q.conj().T, x, atol=1e-12)


@pytest.mark.parametrize("name", ["real", "complex", "defective", "diagonal", "turn", "cycle"])
def test_root_and_logarithm_undo_square_and_exponential(name: str) -> None:
    x = MATRICES[name].astype(np.complex128)
    root = np.asarray(sqrtm(x))
    np.testing.assert_allclose(root @ root, x, atol=1e-6 if name == "defective" else 1e-9)
    assert (np.linalg.eigvals(root).real > -1e-9).all()
    np.testing.assert_allclose(expm(logm(x)), x, atol=1e-9)


def test_functions_of_a_triangle() -> None:
    t = np.triu(normal(5, 5, dtype=np.complex128)) + 3 * np.eye(5)
    root = triangular_root(t)
    np.testing.assert_allclose(root @ root, t, atol=1e-12)
    np.testing.assert_allclose(expm(triangular_logarithm(t)), t, atol=1e-12)


def test_the_exponential_of_commuting_matrices_is_a_product() -> None:
    x = np.stack([MATRICES["real"], 30 * MATRICES["real"], MATRICES["real"] / 100])
    half = np.asarray(expm(x / 2))
    np.testing.assert_allclose(half @ half, expm(x), rtol=1e-9)
    np.testing.assert_allclose(expm(np.diag([1.0, -2.0])), np.diag(np.exp([1.0, -2.0])))


def test_roots_and_logarithms_inside_a_function() -> None:
    x = MATRICES["complex"]
    root, logarithm = function(lambda x: (sqrtm(x), logm(x)))(x)
    np.testing.assert_array_equal(root, sqrtm(x))
    np.testing.assert_array_equal(logarithm, logm(x))


def test_what_has_no_exponential_is_refused() -> None:
    with pytest.raises(ValueError, match="int32"):
        expm(np.ones((2, 2), np.int32))
    with pytest.raises(ValueError, match="n, n"):
        expm([1.0])
