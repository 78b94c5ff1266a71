"""Tests of conjugate gradients: as many steps as there are dimensions, at most."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.core.convert import to_tensor
from tenfold.engine.autodiff.tape import GradientTape
from tenfold.engine.function.polymorphic import function
from tenfold.ops.linalg.operators.conjugate_gradients import conjugate_gradient
from tenfold.ops.linalg.operators.diagonal import LinearOperatorDiag
from tenfold.ops.linalg.operators.full_matrix import LinearOperatorFullMatrix
from tests.ops.sample import normal

HINTS = {"is_self_adjoint": True, "is_positive_definite": True}


def definite(dtype: Any) -> np.ndarray:
    x = normal(2, 4, 4, dtype=dtype)
    return x @ x.conj().swapaxes(-1, -2) + np.eye(4)


@pytest.mark.parametrize("dtype", [np.float64, np.complex128])
@pytest.mark.parametrize("traced", [False, True])
def test_the_solution_is_the_exact_one(dtype: Any, traced: bool) -> None:
    matrix, rhs = definite(dtype), normal(2, 4, dtype=dtype)

    def solve(x: Any, rhs: Any) -> Any:
        operator = LinearOperatorFullMatrix(x, **HINTS)
        return tuple(conjugate_gradient(operator, rhs, tol=1e-9))

    i, x, r, p, gamma = (function(solve) if traced else solve)(matrix, rhs)
    np.testing.assert_allclose(x, np.linalg.solve(matrix, rhs[..., None])[..., 0], rtol=1e-8)
    assert 1 <= int(i) <= 6
    assert np.linalg.norm(r) < 1e-7
    assert (np.asarray(p).shape, np.asarray(gamma).shape) == ((2, 4), (2,))


def test_a_good_start_or_preconditioner_saves_steps() -> None:
    matrix, rhs = definite(np.float64), normal(2, 4, dtype=np.float64)
    operator = LinearOperatorFullMatrix(matrix, **HINTS)
    exact = np.linalg.solve(matrix, rhs[..., None])[..., 0]
    assert int(conjugate_gradient(operator, rhs, x=exact).i) == 0
    inverse = LinearOperatorFullMatrix(np.linalg.inv(matrix), **HINTS)
    found = conjugate_gradient(operator, rhs, preconditioner=inverse)
    assert int(found.i) == 1
    np.testing.assert_allclose(found.x, exact, rtol=1e-6)


def test_steps_are_limited() -> None:
    operator = LinearOperatorFullMatrix(definite(np.float64), **HINTS)
    assert int(conjugate_gradient(operator, normal(2, 4, dtype=np.float64), max_iter=2).i) == 2


def test_gradients_flow_through_the_steps() -> None:
    diagonal = to_tensor(np.array([1.0, 2.0, 4.0]))
    with GradientTape() as tape:
        tape.watch(diagonal)
        operator = LinearOperatorDiag(diagonal, is_positive_definite=True)
        x = conjugate_gradient(operator, np.ones(3), tol=1e-12).x
    found = tape.gradient(x, diagonal)
    np.testing.assert_allclose(found, -1 / np.asarray(diagonal) ** 2, rtol=1e-6)


def test_operators_must_be_known_to_be_definite() -> None:
    with pytest.raises(ValueError, match="positive definite"):
        conjugate_gradient(LinearOperatorDiag([1.0]), [1.0])
    with pytest.raises(ValueError, match="max_iter"):
        operator = LinearOperatorDiag([1.0], is_positive_definite=True)
        function(lambda n: conjugate_gradient(operator, [1.0], max_iter=n).x)(to_tensor(3))
