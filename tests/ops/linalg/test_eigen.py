"""Tests of eigenvalues by what defines them: their order and the vectors' phases are free."""

from __future__ import annotations

import numpy as np
import pytest

from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import complex64, complex128, float64
from tenfold.core.op import call
from tenfold.engine.function.polymorphic import function
from tenfold.ops.linalg.eigen import eig, eigh_tridiagonal, eigvals
from tests.ops.conformance_gradients import check_gradients
from tests.ops.sample import normal

A = normal(2, 4, 4, dtype=np.float64)
ALPHA, BETA = normal(5, dtype=np.float64), normal(4, dtype=np.float64)
DENSE = np.diag(ALPHA) + np.diag(BETA, 1) + np.diag(BETA, -1)


@pytest.mark.parametrize("dtype", ["float32", "float64", "complex64", "complex128"])
def test_vectors_are_only_stretched(dtype: str) -> None:
    x = (A + 1j * A[::-1] if dtype.startswith("c") else A).astype(dtype)
    e, v = eig(x)
    assert e.dtype is v.dtype is (complex64 if dtype in ("float32", "complex64") else complex128)
    found = np.asarray(v)
    np.testing.assert_allclose(x @ found, found * np.asarray(e)[:, None], atol=1e-4)
    np.testing.assert_allclose(np.linalg.norm(found, axis=-2), 1, rtol=1e-5)
    np.testing.assert_allclose(np.sort_complex(eigvals(x)), np.sort_complex(e), atol=1e-4)


def test_gradients_of_what_does_not_depend_on_phases() -> None:
    def values_only(tensors):  # type: ignore[no-untyped-def]
        return [call("Sum", call("Exp", eigvals(tensors[0])), [-1])]

    def rebuilt(tensors):  # type: ignore[no-untyped-def]
        e, v = eig(tensors[0])
        scaled = v * call("ExpandDims", call("Sin", e), -2)
        return [call("BatchMatMulV2", scaled, call("MatrixInverse", v))]

    for x in (A[0], A[0] + 1j * A[1]):
        check_gradients(values_only, [x])
        check_gradients(rebuilt, [x])


def test_lengths_of_vectors_carry_no_gradient() -> None:
    def sizes(tensors):  # type: ignore[no-untyped-def]
        return [call("ComplexAbs", eig(tensors[0])[1], Tout=float64)]

    check_gradients(sizes, [A[0]], order=1)


def test_compiled_eigenvalues() -> None:
    found = function(lambda x: eigvals(x))(A)
    np.testing.assert_allclose(
        np.sort_complex(found), np.sort_complex(np.linalg.eigvals(A)), atol=1e-9
    )


def test_all_eigenvalues_of_a_tridiagonal_matrix() -> None:
    e, v = eigh_tridiagonal(ALPHA, BETA, eigvals_only=False)
    np.testing.assert_allclose(e, np.linalg.eigvalsh(DENSE))
    np.testing.assert_allclose(DENSE @ np.asarray(v), np.asarray(v) * np.asarray(e), atol=1e-12)
    assert np.asarray(eigh_tridiagonal([3.0], np.zeros(0, np.float32))).tolist() == [3.0]


def test_a_complex_tridiagonal_matrix_is_hermitian() -> None:
    beta = normal(4, dtype=np.complex128)
    dense = np.diag(ALPHA) + np.diag(beta, 1) + np.diag(beta.conj(), -1)
    e, v = eigh_tridiagonal(ALPHA.astype(np.complex128), beta, eigvals_only=False)
    assert e.dtype is float64
    np.testing.assert_allclose(dense @ np.asarray(v), np.asarray(v) * np.asarray(e), atol=1e-12)


@pytest.mark.parametrize("traced", [False, True])
def test_some_eigenvalues_of_a_tridiagonal_matrix(traced: bool) -> None:
    every = np.linalg.eigvalsh(DENSE)
    run = function(eigh_tridiagonal) if traced else eigh_tridiagonal
    alpha, beta = to_tensor(ALPHA), to_tensor(BETA)
    found = run(alpha, beta, select="i", select_range=(1, 3))
    np.testing.assert_allclose(found, every[1:4])
    limits = ((every[0] + every[1]) / 2, every[3] + 1e-9)
    e, v = run(alpha, beta, eigvals_only=False, select="v", select_range=limits)
    np.testing.assert_allclose(e, every[1:4])
    np.testing.assert_allclose(DENSE @ np.asarray(v), np.asarray(v) * np.asarray(e), atol=1e-12)


def test_what_cannot_be_selected_is_refused() -> None:
    with pytest.raises(ValueError, match="'a', 'i' or 'v'"):
        eigh_tridiagonal(ALPHA, BETA, select="q")
    with pytest.raises(TypeError, match="select_range"):
        eigh_tridiagonal(ALPHA, BETA, select="i")
    for select in ("i", "v"):
        with pytest.raises(errors.InvalidArgumentError, match="empty"):
            eigh_tridiagonal(ALPHA, BETA, select=select, select_range=(2, 1))
    with pytest.raises(ValueError, match="same type"):
        eigh_tridiagonal(ALPHA, BETA.astype(np.complex128))
    with pytest.raises(ValueError, match="floating"):
        eigh_tridiagonal([1, 2], [1])
