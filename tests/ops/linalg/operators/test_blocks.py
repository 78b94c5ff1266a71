"""Tests of operators of blocks with arguments in blocks."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.ops.linalg.operators.block_diag import LinearOperatorBlockDiag
from tenfold.ops.linalg.operators.block_lower_triangular import LinearOperatorBlockLowerTriangular
from tenfold.ops.linalg.operators.diagonal import LinearOperatorDiag
from tenfold.ops.linalg.operators.full_matrix import LinearOperatorFullMatrix as Full
from tests.ops.linalg.operators.cases import CASES
from tests.ops.sample import normal

D = np.float64


@pytest.mark.parametrize("name", ["block-diag", "block-lower"])
@pytest.mark.parametrize("adjoint", [False, True])
def test_a_list_of_blocks_gives_a_list(name: str, adjoint: bool) -> None:
    operator, matrix = CASES[name].operator, CASES[name].matrix
    matrix = matrix.conj().swapaxes(-1, -2) if adjoint else matrix
    x = normal(5, 2, dtype=matrix.dtype)
    parts = [x[:2], x[2:]]
    vectors = [x[:2, 0], x[2:, 0]]
    flipped = [p.conj().T for p in parts]
    product, solution = matrix @ x, np.linalg.inv(matrix) @ x
    for found, expected in (
        (operator.matmul(parts, adjoint=adjoint), product),
        (operator.matmul(flipped, adjoint=adjoint, adjoint_arg=True), product),
        (operator.solve(parts, adjoint=adjoint), solution),
        (operator.solve(flipped, adjoint=adjoint, adjoint_arg=True), solution),
    ):
        assert isinstance(found, list)
        for y, wanted in zip(found, (expected[..., :2, :], expected[..., 2:, :]), strict=True):
            np.testing.assert_allclose(np.broadcast_to(y, wanted.shape), wanted, atol=1e-9)
    for found, expected in (
        (operator.matvec(vectors, adjoint=adjoint), product[..., 0]),
        (operator.solvevec(vectors, adjoint=adjoint), solution[..., 0]),
    ):
        for y, wanted in zip(found, (expected[..., :2], expected[..., 2:]), strict=True):
            np.testing.assert_allclose(np.broadcast_to(y, wanted.shape), wanted, atol=1e-9)


def test_a_nested_list_of_numbers_is_one_matrix() -> None:
    operator = LinearOperatorBlockDiag([LinearOperatorDiag([1.0]), LinearOperatorDiag([2.0])])
    assert np.asarray(operator.matmul([[1.0], [1.0]])).tolist() == [[1.0], [2.0]]
    assert np.asarray(operator.matvec([1.0, 1.0])).tolist() == [1.0, 2.0]


def test_hints_of_block_diagonals() -> None:
    definite = LinearOperatorDiag([1.0], is_positive_definite=True)
    both = LinearOperatorBlockDiag([definite, definite])
    assert both.is_positive_definite and both.is_self_adjoint and both.is_non_singular
    assert LinearOperatorBlockDiag([definite, LinearOperatorDiag([1.0])]).is_non_singular is None
    with pytest.raises(ValueError, match="imply True"):
        LinearOperatorBlockDiag([definite], is_non_singular=False)
    with pytest.raises(ValueError, match="at least one"):
        LinearOperatorBlockDiag([])
    with pytest.raises(TypeError, match="one dtype"):
        LinearOperatorBlockDiag([definite, LinearOperatorDiag(np.ones(1))])


def test_the_inverse_of_a_triangle_of_blocks_is_one() -> None:
    rows = [
        [Full(normal(2, 2, dtype=D))],
        [Full(normal(3, 2, dtype=D)), Full(normal(3, 3, dtype=D))],
        [Full(normal(1, 2, dtype=D)), Full(normal(1, 3, dtype=D)), Full(np.array([[2.0]]))],
    ]
    operator = LinearOperatorBlockLowerTriangular(rows)
    inverse = operator.inverse()
    assert type(inverse) is LinearOperatorBlockLowerTriangular
    np.testing.assert_allclose(inverse.to_dense(), np.linalg.inv(operator.to_dense()), atol=1e-9)


@pytest.mark.parametrize(
    ("rows", "match"),
    [
        ([], "at least one"),
        ([[np.eye(2)], [np.eye(2)]], r"operators\[1\]"),
        ([[np.ones((1, 2))]], "must be square"),
        ([[np.eye(2)], [np.ones((2, 3)), np.eye(2)]], r"operators\[1\]\[0\]"),
    ],
    ids=range(4),
)
def test_rows_must_make_a_triangle(rows: Any, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        LinearOperatorBlockLowerTriangular([[Full(m) for m in line] for line in rows])
