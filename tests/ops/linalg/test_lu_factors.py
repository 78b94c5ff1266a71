"""Tests of what is done with LU factors, and of the panels of the factoring."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32, int64
from tenfold.core.spec import TensorSpec
from tenfold.engine.function.polymorphic import function
from tenfold.ops.linalg.lu_factors import lu, lu_matrix_inverse, lu_reconstruct, lu_solve
from tenfold.ops.linalg.solving import inv, solve
from tests.ops.sample import normal

A = normal(2, 4, 4, dtype=np.float64)


def test_panels_of_a_large_matrix_join() -> None:
    x = normal(70, 70, dtype=np.float64)
    factors, order = (np.asarray(y) for y in lu(x))
    lower, upper = np.tril(factors, -1) + np.eye(70), np.triu(factors)
    assert np.abs(lower).max() <= 1
    np.testing.assert_allclose(lower @ upper, x[order], atol=1e-12)


def test_reconstruct_solve_and_inverse_agree_with_the_matrix() -> None:
    factors, order = lu(A, output_idx_type=int64)
    assert order.dtype is int64
    rhs = normal(2, 4, 3, dtype=np.float64)
    np.testing.assert_allclose(lu_reconstruct(factors, order), A, atol=1e-12)
    np.testing.assert_allclose(lu_solve(factors, order, rhs), np.linalg.solve(A, rhs), atol=1e-12)
    np.testing.assert_allclose(lu_matrix_inverse(factors, order), np.linalg.inv(A), atol=1e-12)


@pytest.mark.parametrize("shape", [(4, 2), (1, 4, 2), (3, 1, 4, 2)], ids=str)
def test_right_sides_are_broadcast(shape: tuple[int, ...]) -> None:
    rhs = normal(*shape, dtype=np.float64)
    found = lu_solve(*lu(A), rhs)
    np.testing.assert_allclose(found, np.linalg.inv(A) @ rhs, atol=1e-12)


def test_one_decomposition_solves_a_batch() -> None:
    rhs = normal(3, 4, 2, dtype=np.float64)
    np.testing.assert_allclose(lu_solve(*lu(A[0]), rhs), np.linalg.inv(A[0]) @ rhs, atol=1e-12)


def test_sizes_may_be_unknown_while_tracing() -> None:
    @function(input_signature=[TensorSpec([None, None, None]), TensorSpec([None, None])])
    def solved(x, rhs):  # type: ignore[no-untyped-def]
        return lu_solve(*lu(x), rhs)

    x, rhs = A.astype(np.float32), normal(4, 2)
    np.testing.assert_allclose(solved(x, rhs), np.linalg.inv(x) @ rhs, rtol=1e-3, atol=1e-4)


def test_what_does_not_fit_is_refused() -> None:
    with pytest.raises(errors.InvalidArgumentError, match="not invertible"):
        lu([[1.0, 1.0], [1.0, 1.0]])
    with pytest.raises(ValueError, match="at least 2 dim"):
        lu_solve(np.eye(2), [0, 1], [1.0, 2.0])
    with pytest.raises(ValueError, match="square"):
        lu_reconstruct(np.ones((2, 3)), [0, 1])
    with pytest.raises(ValueError, match="last size"):
        lu_reconstruct(np.eye(2), [0, 1, 2])
    with pytest.raises(ValueError, match="permutations"):
        lu_reconstruct(np.eye(2), [0, 0], validate_args=True)


def test_half_precision_is_computed_in_single() -> None:
    factors, _ = lu(to_tensor(np.array([[4.0, 1.0], [2.0, 1.0]], np.float16)))
    assert factors.dtype is not float32
    assert np.asarray(factors).tolist() == [[4.0, 1.0], [0.5, 0.5]]


def test_factors_of_unknown_rank_multiply_to_the_matrix() -> None:
    def both(x: Any) -> Any:
        factors, order = lu(x)
        return lu_reconstruct(factors, order), lu_solve(factors, order, x)

    traced = function(both, input_signature=[TensorSpec(None, A.dtype)])
    again, unit = traced(A)
    np.testing.assert_allclose(again, A, rtol=1e-8)
    np.testing.assert_allclose(unit, np.broadcast_to(np.eye(4), A.shape), atol=1e-8)


def test_arrays_of_factors_are_taken_in_single_precision() -> None:
    factors, order = (np.asarray(y) for y in lu(A))
    assert lu_reconstruct(factors, order).dtype is float32


def test_factors_have_one_axis_more_than_the_order() -> None:
    with pytest.raises(ValueError, match=r"received shapes \[1, 4, 4\] and \[4\]"):
        lu_reconstruct(to_tensor(A[:1]), [0, 1, 2, 3])


@pytest.mark.parametrize("place", [(1, 0), (1, 1), (0, 2)], ids=str)
def test_nan_goes_through_unless_it_is_the_first_pivot(place: tuple[int, int]) -> None:
    x = np.diag([4.0, 5.0, 6.0]) + 1
    x[place] = np.nan
    assert np.isnan(np.asarray(inv(x))).all()
    assert np.isnan(np.asarray(solve(x, np.ones((3, 1))))).all()
    found = np.asarray(lu(x)[0])
    assert np.isnan(found[-1, -1]) and found[0, 0] == 5
    x[0, 0] = np.nan
    for decompose in (inv, lu):
        with pytest.raises(errors.InvalidArgumentError, match="not invertible"):
            decompose(x)
