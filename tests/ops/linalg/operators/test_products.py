"""Tests of what products and quotients of operators become."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.ops.linalg.operators.adjoints import LinearOperatorAdjoint
from tenfold.ops.linalg.operators.block_diag import LinearOperatorBlockDiag
from tenfold.ops.linalg.operators.circulant import LinearOperatorCirculant
from tenfold.ops.linalg.operators.composition import LinearOperatorComposition
from tenfold.ops.linalg.operators.diagonal import LinearOperatorDiag
from tenfold.ops.linalg.operators.full_matrix import LinearOperatorFullMatrix
from tenfold.ops.linalg.operators.householder import LinearOperatorHouseholder
from tenfold.ops.linalg.operators.identity import (
    LinearOperatorIdentity,
    LinearOperatorScaledIdentity,
)
from tenfold.ops.linalg.operators.inversion import LinearOperatorInversion
from tenfold.ops.linalg.operators.kronecker import LinearOperatorKronecker
from tenfold.ops.linalg.operators.triangular import LinearOperatorLowerTriangular
from tenfold.ops.linalg.operators.zero import LinearOperatorZeros

MATRIX = np.array([[1.0, 2.0], [3.0, 5.0]])
PARTS: dict[str, Any] = {
    "diag": LinearOperatorDiag(np.array([1.0, 2.0])),
    "identity": LinearOperatorIdentity(2, dtype="float64"),
    "scaled": LinearOperatorScaledIdentity(2, np.array(3.0)),
    "triangular": LinearOperatorLowerTriangular(MATRIX),
    "full": LinearOperatorFullMatrix(MATRIX),
    "zeros": LinearOperatorZeros(2, dtype="float64"),
    "blocks": LinearOperatorBlockDiag([LinearOperatorDiag(np.array([2.0]))] * 2),
}
PRODUCTS = {
    ("diag", "diag"): LinearOperatorDiag,
    ("diag", "scaled"): LinearOperatorDiag,
    ("scaled", "diag"): LinearOperatorDiag,
    ("diag", "triangular"): LinearOperatorLowerTriangular,
    ("triangular", "diag"): LinearOperatorLowerTriangular,
    ("scaled", "scaled"): LinearOperatorScaledIdentity,
    ("identity", "identity"): LinearOperatorIdentity,
    ("identity", "full"): LinearOperatorFullMatrix,
    ("full", "identity"): LinearOperatorFullMatrix,
    ("zeros", "full"): LinearOperatorZeros,
    ("full", "zeros"): LinearOperatorZeros,
    ("zeros", "identity"): LinearOperatorZeros,
    ("identity", "zeros"): LinearOperatorZeros,
    ("zeros", "zeros"): LinearOperatorZeros,
    ("blocks", "blocks"): LinearOperatorBlockDiag,
    ("triangular", "triangular"): LinearOperatorComposition,
    ("full", "diag"): LinearOperatorComposition,
    ("blocks", "full"): LinearOperatorComposition,
}
QUOTIENTS = {
    ("diag", "diag"): LinearOperatorDiag,
    ("diag", "triangular"): LinearOperatorLowerTriangular,
    ("scaled", "scaled"): LinearOperatorScaledIdentity,
    ("identity", "full"): LinearOperatorFullMatrix,
    ("identity", "identity"): LinearOperatorIdentity,
    ("full", "identity"): LinearOperatorInversion,
    ("blocks", "blocks"): LinearOperatorBlockDiag,
    ("full", "diag"): LinearOperatorComposition,
}


@pytest.mark.parametrize("pair", PRODUCTS, ids="-".join)
def test_products(pair: tuple[str, str]) -> None:
    left, right = (PARTS[name] for name in pair)
    product = left @ right
    assert type(product) is PRODUCTS[pair]
    expected = np.asarray(left.to_dense()) @ np.asarray(right.to_dense())
    np.testing.assert_allclose(product.to_dense(), expected)


@pytest.mark.parametrize("pair", QUOTIENTS, ids="-".join)
def test_quotients(pair: tuple[str, str]) -> None:
    left, right = (PARTS[name] for name in pair)
    quotient = left.solve(right)
    assert type(quotient) is QUOTIENTS[pair]
    expected = np.linalg.solve(np.asarray(left.to_dense()), np.asarray(right.to_dense()))
    np.testing.assert_allclose(quotient.to_dense(), expected)


def test_hints_of_products_of_diagonals() -> None:
    definite = LinearOperatorDiag([1.0, 2.0], is_positive_definite=True)
    product = definite @ definite
    assert product.is_positive_definite is True
    assert product.is_non_singular is True
    assert (definite @ LinearOperatorDiag([1.0, 0.0])).is_positive_definite is None
    singular = LinearOperatorDiag([1.0, 0.0], is_non_singular=False)
    assert (definite @ singular).is_non_singular is False


def test_a_product_that_is_not_square_may_be_singular() -> None:
    wide = LinearOperatorFullMatrix(np.ones((2, 3)), is_non_singular=False)
    tall = LinearOperatorFullMatrix(np.ones((3, 2)), is_non_singular=False)
    assert (wide @ tall).is_non_singular is None
    assert (LinearOperatorFullMatrix(MATRIX) @ PARTS["zeros"].adjoint()).is_non_singular is False
    singular = LinearOperatorFullMatrix(MATRIX, is_non_singular=False)
    assert (singular @ LinearOperatorFullMatrix(MATRIX)).is_non_singular is False


def test_a_product_of_a_matrix_and_its_adjoint_is_definite() -> None:
    regular = LinearOperatorFullMatrix(MATRIX, is_non_singular=True)
    other = LinearOperatorFullMatrix(MATRIX)
    assert (regular @ regular.H).is_positive_definite is True
    assert LinearOperatorComposition([other, regular, regular.H]).is_self_adjoint is None
    square = LinearOperatorComposition([other, regular, regular.H, other.H])
    assert (square.is_self_adjoint, square.is_positive_definite) == (True, None)
    flipped = other.H
    square = LinearOperatorComposition([flipped, other])
    assert (square.is_self_adjoint, square.is_positive_definite) == (True, None)
    assert (regular @ other).is_self_adjoint is None


def test_zeros_take_the_shape_of_the_product() -> None:
    wide = LinearOperatorFullMatrix(np.ones((4, 2, 3)))
    zeros = LinearOperatorZeros(3, dtype="float64")
    assert (wide @ zeros).shape == [4, 2, 3]
    assert (wide @ zeros).is_square is False


def test_adjoint_inverse_and_cholesky_keep_the_structure() -> None:
    diag = LinearOperatorDiag(np.array([4.0, 9.0]), is_positive_definite=True)
    full = PARTS["full"]
    kept = [
        LinearOperatorKronecker([diag, diag]),
        LinearOperatorBlockDiag([diag, diag]),
        LinearOperatorScaledIdentity(2, np.array(4.0), is_positive_definite=True),
        LinearOperatorIdentity(2),
        diag,
    ]
    for operator in kept:
        for made in (operator.inverse(), operator.cholesky(), operator.adjoint()):
            assert type(made) is type(operator)
    mirror = LinearOperatorHouseholder([1.0, 2.0])
    assert mirror.inverse() is mirror.adjoint() is mirror
    assert type(full.adjoint()) is LinearOperatorAdjoint
    assert full.adjoint().adjoint() is full
    assert full.inverse().inverse() is full


def test_the_cholesky_factor_of_a_product_of_indefinite_ones() -> None:
    minus = LinearOperatorFullMatrix(-np.eye(2) * 4, is_self_adjoint=True)
    product = LinearOperatorKronecker([minus, minus], is_positive_definite=True)
    np.testing.assert_allclose(product.cholesky().to_dense(), 4 * np.eye(4))


def test_block_diagonals_that_do_not_fit_are_composed() -> None:
    one, two = (LinearOperatorIdentity(n, dtype="float64") for n in (1, 2))
    left, right = LinearOperatorBlockDiag([one, two]), LinearOperatorBlockDiag([two, one])
    assert type(left @ right) is LinearOperatorComposition
    assert type(left.solve(right)) is LinearOperatorComposition


def test_convolutions_of_one_kind_are_convolutions() -> None:
    spectrum = np.array([1.0, 2j, 3.0])
    operator = LinearOperatorCirculant(spectrum, "complex128")
    product = operator @ operator
    assert type(product) is LinearOperatorCirculant
    np.testing.assert_allclose(product.spectrum, spectrum**2)
    dense = np.asarray(operator.to_dense())
    np.testing.assert_allclose(product.to_dense(), dense @ dense, atol=1e-12)
    np.testing.assert_allclose(operator.solve(operator).spectrum, np.ones(3))
