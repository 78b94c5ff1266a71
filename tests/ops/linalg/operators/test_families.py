"""Tests of what single families of operators check and offer beyond the others."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.engine.function.polymorphic import function
from tenfold.ops.linalg.operators.adjoints import LinearOperatorAdjoint
from tenfold.ops.linalg.operators.circulant import (
    LinearOperatorCirculant,
    LinearOperatorCirculant2D,
)
from tenfold.ops.linalg.operators.composition import LinearOperatorComposition
from tenfold.ops.linalg.operators.diagonal import LinearOperatorDiag
from tenfold.ops.linalg.operators.full_matrix import LinearOperatorFullMatrix
from tenfold.ops.linalg.operators.householder import LinearOperatorHouseholder
from tenfold.ops.linalg.operators.identity import (
    LinearOperatorIdentity,
    LinearOperatorScaledIdentity,
)
from tenfold.ops.linalg.operators.inversion import LinearOperatorInversion
from tenfold.ops.linalg.operators.low_rank_update import LinearOperatorLowRankUpdate
from tenfold.ops.linalg.operators.permutation import LinearOperatorPermutation
from tenfold.ops.linalg.operators.toeplitz import LinearOperatorToeplitz
from tenfold.ops.linalg.operators.triangular import LinearOperatorLowerTriangular
from tenfold.ops.linalg.operators.tridiag import LinearOperatorTridiag
from tenfold.ops.linalg.operators.zero import LinearOperatorZeros

Full, Diag = LinearOperatorFullMatrix, LinearOperatorDiag
SINGULAR = Full([[1.0, 2.0], [2.0, 4.0]], is_non_singular=False)
WIDE = Full([[1.0, 2.0]])
REFUSED: dict[str, tuple[type[Exception], str, Callable[[], Any]]] = {
    "full-int": (TypeError, "int32", lambda: Full([[1, 2]])),
    "full-vector": (ValueError, "at least 2", lambda: Full([1.0, 2.0])),
    "diag-scalar": (ValueError, "at least 1", lambda: Diag(1.0)),
    "diag-not-self-adjoint": (
        ValueError,
        "always self-adjoint",
        lambda: Diag([1.0], is_self_adjoint=False),
    ),
    "diag-not-square": (ValueError, "always square", lambda: Diag([1.0], is_square=False)),
    "identity-negative": (ValueError, "non-negative", lambda: LinearOperatorIdentity(-1)),
    "identity-float": (TypeError, "integer", lambda: LinearOperatorIdentity(1.5)),
    "identity-vector": (ValueError, "scalar", lambda: LinearOperatorIdentity([2])),
    "identity-batch": (
        ValueError,
        "non-negative",
        lambda: LinearOperatorIdentity(2, batch_shape=[-2]),
    ),
    "identity-batch-scalar": (
        ValueError,
        "vector",
        lambda: LinearOperatorIdentity(2, batch_shape=3),
    ),
    "identity-batch-float": (
        TypeError,
        "integers",
        lambda: LinearOperatorIdentity(2, batch_shape=[1.5]),
    ),
    "identity-singular": (
        ValueError,
        "non-singular",
        lambda: LinearOperatorIdentity(2, is_non_singular=False),
    ),
    "scaled-not-square": (
        ValueError,
        "always square",
        lambda: LinearOperatorScaledIdentity(2, 1.0, is_square=False),
    ),
    "zeros-regular": (
        ValueError,
        "always singular",
        lambda: LinearOperatorZeros(2, is_non_singular=True),
    ),
    "zeros-not-square": (ValueError, "is not square", lambda: LinearOperatorZeros(2, 3)),
    "triangular-vector": (ValueError, "at least 2", lambda: LinearOperatorLowerTriangular([1.0])),
    "adjoint-hint": (
        ValueError,
        "hint of the operator",
        lambda: LinearOperatorAdjoint(SINGULAR, is_non_singular=True),
    ),
    "inverse-singular": (ValueError, "regular", lambda: LinearOperatorInversion(SINGULAR)),
    "inverse-wide": (ValueError, "square", lambda: LinearOperatorInversion(WIDE)),
    "composition-empty": (ValueError, "at least one", lambda: LinearOperatorComposition([])),
    "composition-sizes": (
        ValueError,
        "do not fit",
        lambda: LinearOperatorComposition([Diag([1.0, 2.0]), LinearOperatorIdentity(3)]),
    ),
    "permutation-float": (TypeError, "integers", lambda: LinearOperatorPermutation([1.0])),
    "permutation-twice": (ValueError, "range", lambda: LinearOperatorPermutation([0, 0])),
    "permutation-singular": (
        ValueError,
        "non-singular",
        lambda: LinearOperatorPermutation([0], is_non_singular=False),
    ),
    "mirror-definite": (
        ValueError,
        "never",
        lambda: LinearOperatorHouseholder([1.0], is_positive_definite=True),
    ),
    "mirror-singular": (
        ValueError,
        "non-singular",
        lambda: LinearOperatorHouseholder([1.0], is_non_singular=False),
    ),
    "tridiag-format": (
        ValueError,
        "diagonals_format",
        lambda: LinearOperatorTridiag(np.ones((3, 3)), "x"),
    ),
    "toeplitz-sizes": (
        ValueError,
        "same last size",
        lambda: LinearOperatorToeplitz([1.0, 2.0], [1.0]),
    ),
    "circulant-rank": (ValueError, "at least 2", lambda: LinearOperatorCirculant2D([1.0])),
    "circulant-real": (
        ValueError,
        "self-adjoint",
        lambda: LinearOperatorCirculant([1.0], is_self_adjoint=False),
    ),
    "low-rank-dtype": (
        TypeError,
        "float32",
        lambda: LinearOperatorLowRankUpdate(Diag([1.0]), to_tensor(np.ones((1, 1)))),
    ),
    "low-rank-rows": (
        ValueError,
        "rows of u",
        lambda: LinearOperatorLowRankUpdate(Diag([1.0, 2.0]), [[1.0]]),
    ),
    "low-rank-update": (
        ValueError,
        "last sizes",
        lambda: LinearOperatorLowRankUpdate(Diag([1.0]), [[1.0]], diag_update=[1.0, 2.0]),
    ),
    "low-rank-negative-ones": (
        ValueError,
        "positive",
        lambda: LinearOperatorLowRankUpdate(Diag([1.0]), [[1.0]], is_diag_update_positive=False),
    ),
    "low-rank-hint": (
        ValueError,
        "imply True",
        lambda: LinearOperatorLowRankUpdate(Diag([1.0]), [[1.0]], is_self_adjoint=False),
    ),
}


@pytest.mark.parametrize("name", REFUSED)
def test_arguments_that_make_no_operator(name: str) -> None:
    kind, match, make = REFUSED[name]
    with pytest.raises(kind, match=match):
        make()


def test_hints_of_low_rank_updates() -> None:
    definite = Diag([1.0, 2.0], is_positive_definite=True)
    u = [[1.0], [1.0]]
    operator = LinearOperatorLowRankUpdate(definite, u)
    assert operator.is_self_adjoint and operator.is_positive_definite and operator.is_non_singular
    assert operator.is_diag_update_positive is True
    assert operator.v is operator.u
    assert operator.diag_update is None
    assert type(operator.diag_operator) is LinearOperatorIdentity
    unknown = LinearOperatorLowRankUpdate(definite, u, diag_update=[-0.1])
    assert (unknown.is_self_adjoint, unknown.is_positive_definite) == (True, None)
    assert LinearOperatorLowRankUpdate(definite, u, v=u).is_self_adjoint is None


def test_a_low_rank_update_of_a_wide_operator() -> None:
    operator = LinearOperatorLowRankUpdate(WIDE, [[2.0]], v=[[1.0], [3.0]])
    np.testing.assert_allclose(operator.to_dense(), [[3.0, 8.0]])
    np.testing.assert_allclose(operator.matvec([1.0, 1.0]), [11.0])
    np.testing.assert_allclose(operator.diag_part(), [3.0])


def test_sizes_of_identities_may_be_tensors() -> None:
    @function
    def made(count: Any, batch: Any) -> Any:
        operators = (
            LinearOperatorIdentity(count, batch),
            LinearOperatorZeros(count, batch_shape=batch),
            LinearOperatorScaledIdentity(count, [2.0, 3.0]),
        )
        return [
            (o, o.shape_tensor(), o.matmul(np.ones((3, 1), np.float32)), o.trace())
            for o in operators
        ]

    for (operator, shape, product, trace), scale in zip(
        made(to_tensor(3), to_tensor([2])), ([1.0, 1.0], [0.0, 0.0], [2.0, 3.0]), strict=True
    ):
        assert np.asarray(shape).tolist() == [2, 3, 3]
        assert np.asarray(operator.shape_tensor()).tolist() == [2, 3, 3]
        expected = np.broadcast_to(np.reshape(scale, (2, 1, 1)), (2, 3, 1))
        np.testing.assert_allclose(product, expected)
        np.testing.assert_allclose(trace, 3 * np.array(scale))


def test_identities_check_sizes_where_asked_to() -> None:
    operator = LinearOperatorIdentity(to_tensor(2), assert_proper_shapes=True)
    np.testing.assert_allclose(operator.matmul(np.ones((2, 1), np.float32)), np.ones((2, 1)))
    with pytest.raises(ValueError, match="not compatible"):
        operator.matmul(np.ones((3, 1), np.float32))


def test_tridiagonal_formats() -> None:
    compact = np.array([[1.0, 2.0, 9.0], [3.0, 4.0, 5.0], [9.0, 6.0, 7.0]])
    first = LinearOperatorTridiag(compact)
    dense = np.asarray(first.to_dense())
    assert dense.tolist() == [[3.0, 1.0, 0.0], [6.0, 4.0, 2.0], [0.0, 7.0, 5.0]]
    second = LinearOperatorTridiag(dense + np.eye(3)[::-1] * [[1], [0], [1]], "matrix")
    third = LinearOperatorTridiag(list(compact), "sequence")
    for operator in (second, third):
        np.testing.assert_allclose(operator.to_dense(), dense)
        np.testing.assert_allclose(operator.solvevec(dense @ np.ones(3)), np.ones(3))
    assert (first.diagonals_format, third.diagonals_format) == ("compact", "sequence")
    assert len(third.diagonals) == 3
    single = LinearOperatorTridiag(np.array([[0.0], [2.0], [0.0]]))
    assert np.asarray(single.to_dense()).tolist() == [[2.0]]


def test_permutations_on_the_diagonal() -> None:
    operator = LinearOperatorPermutation([0, 2, 1])
    assert np.asarray(operator.diag_part()).tolist() == [1.0, 0.0, 0.0]
    assert np.asarray(operator.determinant()).item() == -1.0
    assert np.asarray(operator.log_abs_determinant()).item() == 0.0


def test_the_condition_of_zeros_is_not_a_number() -> None:
    assert np.isnan(np.asarray(LinearOperatorZeros(2).cond()))
    assert np.isnan(np.asarray(LinearOperatorScaledIdentity(2, 0.0).cond()))
    with pytest.raises(errors.InvalidArgumentError, match="singular"):
        LinearOperatorScaledIdentity(2, 0.0).assert_non_singular()


def test_circulants_know_their_blocks() -> None:
    operator = LinearOperatorCirculant2D(np.ones((4, 2, 3), np.complex64))
    assert operator.shape == [4, 6, 6]
    assert (operator.block_depth, operator.block_shape) == (2, [2, 3])
    assert np.asarray(operator.block_shape_tensor()).tolist() == [2, 3]
    assert operator.is_self_adjoint is None
    assert LinearOperatorCirculant(np.ones(3, np.float32)).is_self_adjoint is True


def test_the_kernel_of_a_convolution() -> None:
    kernel = np.array([1.0, 0.5, 0.0, -2.0])
    operator = LinearOperatorCirculant.from_kernel(kernel)
    assert operator.dtype.name == "float64"
    np.testing.assert_allclose(operator.convolution_kernel(), kernel, atol=1e-12)
    np.testing.assert_allclose(np.asarray(operator.to_dense())[:, 0], kernel, atol=1e-12)
    assert operator.assert_hermitian_spectrum() is None
    skew = LinearOperatorCirculant(np.array([1.0, 2j, 3.0]), "complex128")
    with pytest.raises(errors.InvalidArgumentError, match="real kernel"):
        skew.assert_hermitian_spectrum()


@pytest.mark.parametrize("hint", [True, None])
def test_pivots_that_are_rounding_only_are_not_positive(hint: bool | None) -> None:
    operator = Full([[1.0, 2.0], [2.0, 4.0]], is_self_adjoint=hint)
    with pytest.raises(errors.InvalidArgumentError, match="positive definite"):
        operator.assert_positive_definite()
    with pytest.raises(errors.InvalidArgumentError, match="singular"):
        operator.assert_non_singular()
    Full([[1.0, 2.0], [-2.0, 4.0]]).assert_positive_definite()
