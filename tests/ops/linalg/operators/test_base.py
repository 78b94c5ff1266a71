"""Every operator beside its dense matrix, in all that operators offer."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.core import errors, structure
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import as_dtype, float32
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape
from tenfold.core.spec import TensorSpec, type_spec_from_value
from tenfold.engine.autodiff.tape import GradientTape
from tenfold.engine.function.polymorphic import function
from tenfold.engine.variables.variable import Variable
from tenfold.ops.linalg.diagonals import diag_part, trace
from tenfold.ops.linalg.factoring import cholesky
from tenfold.ops.linalg.norms import adjoint as adjoint_of
from tenfold.ops.linalg.operators.base import LinearOperator
from tenfold.ops.linalg.operators.diagonal import LinearOperatorDiag
from tenfold.ops.linalg.operators.full_matrix import LinearOperatorFullMatrix
from tenfold.ops.linalg.operators.identity import LinearOperatorIdentity
from tenfold.ops.linalg.products import matmul, matvec
from tenfold.ops.linalg.solving import det, inv, logdet, solve
from tests.ops.linalg.operators.cases import CASES, Case, parameters
from tests.ops.sample import normal

each = pytest.mark.parametrize("case", parameters())
BOTH = pytest.mark.parametrize("adjoint", [False, True], ids=["plain", "adjoint"])


def close(found: Any, expected: Any) -> None:
    np.testing.assert_allclose(np.asarray(found), expected, rtol=1e-7, atol=1e-9)


def argument(size: int, case: Case, *batch: int) -> np.ndarray:
    return normal(*batch, size, 2, dtype=case.matrix.dtype, seed=7)


@each
def test_shapes(case: Case) -> None:
    operator, shape = case.operator, case.matrix.shape
    assert operator.shape == TensorShape(shape)
    assert operator.dtype is as_dtype(case.matrix.dtype)
    assert operator.batch_shape == TensorShape(shape[:-2])
    assert operator.tensor_rank == len(shape)
    assert (operator.range_dimension, operator.domain_dimension) == shape[-2:]
    assert operator.is_square == (shape[-1] == shape[-2])
    found = [operator.shape_tensor(), operator.batch_shape_tensor()]
    assert [np.asarray(x).tolist() for x in found] == [list(shape), list(shape[:-2])]
    ends = [operator.range_dimension_tensor(), operator.domain_dimension_tensor()]
    assert [np.asarray(x).item() for x in ends] == list(shape[-2:])
    assert np.asarray(operator.tensor_rank_tensor()).item() == len(shape)


@each
def test_dense_parts(case: Case) -> None:
    operator, matrix = case.operator, case.matrix
    close(operator.to_dense(), matrix)
    close(operator.diag_part(), np.diagonal(matrix, axis1=-2, axis2=-1))
    close(operator.trace(), np.trace(matrix, axis1=-2, axis2=-1))
    other = normal(*matrix.shape, dtype=matrix.dtype)
    close(operator.add_to_tensor(other), matrix + other)


@each
@BOTH
def test_products(case: Case, adjoint: bool) -> None:
    operator = case.operator
    matrix = case.matrix.conj().swapaxes(-1, -2) if adjoint else case.matrix
    x = argument(matrix.shape[-1], case)
    close(operator.matmul(x, adjoint=adjoint), matrix @ x)
    close(operator.matmul(x.conj().T, adjoint=adjoint, adjoint_arg=True), matrix @ x)
    close(operator.matvec(x[:, 0], adjoint=adjoint), (matrix @ x)[..., 0])
    batch = argument(matrix.shape[-1], case, *([3, 1] if matrix.ndim > 2 else [3]))
    close(operator.matmul(batch, adjoint=adjoint), matrix @ batch)
    if not adjoint:
        close(operator @ x, matrix @ x)


@each
@BOTH
def test_solutions(case: Case, adjoint: bool) -> None:
    operator = case.operator
    if case.singular:
        if operator.is_square is False or operator.is_non_singular is False:
            with pytest.raises(NotImplementedError, match="no exact solution"):
                operator.solve(argument(case.matrix.shape[-2], case))
        return
    matrix = case.matrix.conj().swapaxes(-1, -2) if adjoint else case.matrix
    rhs = argument(matrix.shape[-1], case)
    inverse = np.linalg.inv(matrix)
    close(operator.solve(rhs, adjoint=adjoint), inverse @ rhs)
    close(operator.solve(rhs.conj().T, adjoint=adjoint, adjoint_arg=True), inverse @ rhs)
    close(operator.solvevec(rhs[:, 0], adjoint=adjoint), (inverse @ rhs)[..., 0])
    batch = argument(matrix.shape[-1], case, *([3, 1] if matrix.ndim > 2 else [3]))
    close(operator.solve(batch, adjoint=adjoint), inverse @ batch)


@each
def test_determinants(case: Case) -> None:
    operator, matrix = case.operator, case.matrix
    if matrix.shape[-1] != matrix.shape[-2]:
        with pytest.raises(NotImplementedError, match="square"):
            operator.determinant()
        return
    close(operator.determinant(), np.linalg.det(matrix))
    if not case.singular:
        close(operator.log_abs_determinant(), np.log(np.abs(np.linalg.det(matrix))))
        close(operator.cond(), np.linalg.cond(matrix))
        assert operator.assert_non_singular() is None


@each
def test_adjoint_and_inverse_operators(case: Case) -> None:
    operator, matrix = case.operator, case.matrix
    flipped = matrix.conj().swapaxes(-1, -2)
    for adjoint in (operator.adjoint(), operator.H):
        close(adjoint.to_dense(), flipped)
        assert adjoint.shape == TensorShape(flipped.shape)
    close(operator.adjoint().adjoint().to_dense(), matrix)
    if not case.singular:
        inverse = operator.inverse()
        close(inverse.to_dense(), np.linalg.inv(matrix))
        close(inverse.inverse().to_dense(), matrix)
        close(inverse.determinant(), 1 / np.linalg.det(matrix))
    elif operator.is_square is False or operator.is_non_singular is False:
        with pytest.raises(ValueError, match="no inverse"):
            operator.inverse()


@each
def test_eigenvalues_of_what_is_self_adjoint(case: Case) -> None:
    operator = case.operator
    if not operator.is_self_adjoint:
        with pytest.raises(NotImplementedError, match="self-adjoint"):
            operator.eigvals()
        return
    assert operator.assert_self_adjoint() is None
    close(np.sort(np.asarray(operator.eigvals()).real, -1), np.linalg.eigvalsh(case.matrix))


@each
def test_cholesky_of_what_is_positive_definite(case: Case) -> None:
    operator = case.operator
    if not (operator.is_positive_definite and operator.is_self_adjoint):
        with pytest.raises(ValueError, match="Cholesky"):
            operator.cholesky()
        return
    assert operator.assert_positive_definite() is None
    close(operator.cholesky().to_dense(), np.linalg.cholesky(case.matrix))


@each
def test_assertions_say_what_is_wrong(case: Case) -> None:
    operator, matrix = case.operator, case.matrix
    if matrix.shape[-1] != matrix.shape[-2]:
        return
    flipped = matrix.conj().swapaxes(-1, -2)
    if not np.allclose(matrix, flipped):
        with pytest.raises(errors.InvalidArgumentError, match=r"self-adjoint|adjoint"):
            operator.assert_self_adjoint()
    if np.linalg.eigvalsh(matrix + flipped).min() <= 0:
        with pytest.raises(errors.InvalidArgumentError, match="positive definite"):
            operator.assert_positive_definite()
    if not np.linalg.det(matrix).all():
        with pytest.raises(errors.InvalidArgumentError, match="singular"):
            operator.assert_non_singular()


@each
def test_operators_flow_through_functions_and_nests(case: Case) -> None:
    operator = case.operator
    tensors = structure.flatten(operator, expand_composites=True)
    again = structure.pack_sequence_as(operator, tensors, expand_composites=True)
    assert type(again) is type(operator)
    close(again.to_dense(), case.matrix)
    traces = []

    @function
    def through(o: Any, x: Any) -> Any:
        traces.append(o)
        return o, o.matmul(x)

    x = to_tensor(argument(case.matrix.shape[-1], case))
    found, product = through(operator, x)
    assert type(found) is type(operator)
    assert type_spec_from_value(found) == type_spec_from_value(operator)
    close(found.to_dense(), case.matrix)
    close(product, case.matrix @ np.asarray(x))
    through(case.operator, x)
    assert len(traces) == 1


@each
def test_sizes_may_be_unknown_while_tracing(case: Case) -> None:
    if not case.parts:
        return
    specs = [TensorSpec([None] * x.ndim, as_dtype(x.dtype)) for x in case.parts]

    @function(input_signature=[*specs, TensorSpec([None, None], as_dtype(case.matrix.dtype))])
    def both(*parts: Any) -> Any:
        operator = case.make(*parts[:-1])
        known = operator.shape_tensor(), operator.to_dense(), operator.matmul(parts[-1])
        return known, () if case.singular else operator.solve(parts[-1])

    x = argument(case.matrix.shape[-1], case)
    (shape, dense, product), solution = both(*case.parts, x)
    assert np.asarray(shape).tolist() == list(case.matrix.shape)
    close(dense, case.matrix)
    close(product, case.matrix @ x)
    if not case.singular:
        close(solution, np.linalg.inv(case.matrix) @ x)


@each
def test_gradients_are_those_of_the_dense_matrix(case: Case) -> None:
    parts = [to_tensor(x) for x in case.parts if x.dtype.kind in "fc"]
    if len(parts) != len(case.parts) or not parts:
        return
    x = to_tensor(argument(case.matrix.shape[-1], case))
    with GradientTape(persistent=True) as tape:
        tape.watch(parts)
        operator = case.make(*parts)
        product = operator.matmul(x)
        expected = call("BatchMatMulV2", operator.to_dense(), x)
    wanted = tape.gradient(expected, parts)
    for found, other in zip(tape.gradient(product, parts), wanted, strict=True):
        close(found, np.asarray(to_tensor(other)))


def test_a_part_of_a_batch() -> None:
    operator = LinearOperatorFullMatrix(normal(2, 5, 3, 3, dtype=np.float64))
    matrix = np.asarray(operator.to_dense())
    for slices in (0, (0, 1), (slice(None), slice(1, 3)), (Ellipsis, 2)):
        close(
            operator[slices].to_dense(),
            matrix[slices if slices != (Ellipsis, 2) else (slice(None), 2)],
        )
    for name in ("identity", "scaled", "block-diag", "low-rank", "kronecker", "composition"):
        case = CASES[name]
        close(case.operator[1].to_dense(), case.matrix[1])


def test_variables_are_read_when_they_are_used() -> None:
    variable = Variable([1.0, 2.0])
    operator = LinearOperatorDiag(variable)
    assert operator.variables == operator.trainable_variables == (variable,)
    assert operator.non_trainable_variables == ()
    assert operator.diag is variable
    variable.assign([3.0, 4.0])
    assert np.asarray(operator.matvec([1.0, 1.0])).tolist() == [3.0, 4.0]
    inside = (operator @ LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 4.0]])).inverse()
    assert inside.variables == (variable,)
    with GradientTape() as tape:
        total = call("Sum", operator.matvec([1.0, 10.0]), [0])
    assert np.asarray(tape.gradient(total, variable)).tolist() == [1.0, 10.0]


def test_hints_follow_from_one_another() -> None:
    operator = LinearOperatorFullMatrix(np.eye(2), is_positive_definite=True)
    assert operator.is_non_singular is True
    with pytest.raises(ValueError, match="non-singular"):
        LinearOperatorFullMatrix(np.eye(2), is_positive_definite=True, is_non_singular=False)
    with pytest.raises(ValueError, match="always square"):
        LinearOperatorFullMatrix(np.eye(2), is_self_adjoint=True, is_square=False)


def test_what_does_not_fit_is_refused() -> None:
    operator = LinearOperatorDiag([1.0, 2.0])
    with pytest.raises(TypeError, match="float64"):
        operator.matmul(np.ones((2, 1)))
    with pytest.raises(ValueError, match="not compatible"):
        operator.matmul(np.ones((3, 1), np.float32))
    with pytest.raises(ValueError, match="not compatible"):
        operator.solvevec(np.ones(3, np.float32))
    with pytest.raises(ValueError, match="Expected `x` to have dimension 2"):
        operator.matmul(LinearOperatorIdentity(3))
    with pytest.raises(ValueError, match="Expected `rhs` to have dimension 2"):
        operator.solve(LinearOperatorIdentity(3))
    with pytest.raises(ValueError, match="too few axes"):
        operator.matmul(np.ones(2, np.float32))


def test_a_class_of_ones_own_needs_three_methods() -> None:
    class Shift(LinearOperator):
        def _shape(self) -> TensorShape:
            return TensorShape([3, 3])

        def _shape_tensor(self) -> Any:
            return to_tensor([3, 3])

        def _matmul(self, x: Any, adjoint: bool = False, adjoint_arg: bool = False) -> Any:
            value = call("ConjugateTranspose", x, [1, 0]) if adjoint_arg else x
            return call("Roll", value, [1 if adjoint else -1], [0])

    operator = Shift(float32)
    matrix = np.roll(np.eye(3), 1, 1)
    close(operator.to_dense(), matrix)
    close(operator.solvevec([1.0, 2.0, 3.0]), [3.0, 1.0, 2.0])
    close(operator.determinant(), 1.0)
    close((operator @ LinearOperatorDiag([1.0, 2.0, 3.0])).to_dense(), matrix * [1, 2, 3])
    close(operator.H.to_dense(), matrix.T)
    with pytest.raises(TypeError, match="abstract"):
        LinearOperator(float32)  # type: ignore[abstract]


@pytest.mark.parametrize("name", ["full-batch-complex", "diag", "low-rank", "kronecker"])
def test_functions_of_matrices_take_operators(name: str) -> None:
    case = CASES[name]
    operator, matrix = case.operator, case.matrix
    flipped, size = matrix.conj().swapaxes(-1, -2), matrix.shape[-1]
    x = argument(size, case)
    close(matmul(operator, x), matrix @ x)
    close(matmul(operator, x.conj().T, adjoint_a=True, adjoint_b=True), flipped @ x)
    close(matmul(x.T, operator), x.T @ matrix)
    close(matmul(x, operator, adjoint_a=True, adjoint_b=True), x.conj().T @ flipped)
    close(matvec(operator, x[:, 0]), (matrix @ x)[..., 0])
    close(x.T @ operator, x.T @ matrix)
    close(to_tensor(x.T) @ operator, x.T @ matrix)
    close(solve(operator, x), np.linalg.solve(matrix, x))
    close(det(operator), np.linalg.det(matrix))
    close(diag_part(operator), np.diagonal(matrix, axis1=-2, axis2=-1))
    close(trace(operator), np.trace(matrix, axis1=-2, axis2=-1))
    close(adjoint_of(operator).to_dense(), flipped)
    close(inv(operator).to_dense(), np.linalg.inv(matrix))
    close(inv(operator, adjoint=True).to_dense(), np.linalg.inv(flipped))
    assert isinstance(matmul(operator, operator), LinearOperator)
    with pytest.raises(ValueError, match="adjoint_a"):
        matmul(operator, x, transpose_b=True)


def test_factors_of_definite_operators() -> None:
    case = CASES["full-definite"]
    close(cholesky(case.operator).to_dense(), np.linalg.cholesky(case.matrix))
    close(logdet(case.operator), np.log(np.linalg.det(case.matrix).real))


def test_names_and_parts() -> None:
    inner = LinearOperatorDiag([1.0, 2.0])
    outer = LinearOperatorFullMatrix([[1.0, 2.0], [3.0, 4.0]], name="outer")
    both = outer @ inner
    assert both.name == "outer_o_LinearOperatorDiag"
    assert both.submodules == (outer, inner)
    assert both.parameters["operators"] == [outer, inner]
    assert (
        repr(outer) == "<tf.linalg.LinearOperatorFullMatrix 'outer': shape=(2, 2), dtype=float32>"
    )
    with outer.name_scope as scope:
        assert scope == "outer/"


def test_variables_inside_an_argument_of_a_function() -> None:
    variable = Variable([1.0, 2.0])
    apply = function(lambda operator, x: operator.matvec(x))
    with GradientTape() as tape:
        y = apply(LinearOperatorDiag(variable), to_tensor([3.0, 4.0]))
    assert np.asarray(y).tolist() == [3.0, 8.0]
    assert np.asarray(tape.gradient(y, variable)).tolist() == [3.0, 4.0]


def test_assertions_in_a_graph_are_checked_when_it_runs() -> None:
    @function
    def checked(diagonal: Any) -> Any:
        operator = LinearOperatorDiag(diagonal)
        operator.assert_non_singular()
        return operator.determinant()

    assert np.asarray(checked(to_tensor([2.0, 3.0]))).item() == 6.0
    with pytest.raises(errors.InvalidArgumentError, match="singular"):
        checked(to_tensor([2.0, 0.0]))
