"""Products and quotients of operators whose structure makes them simpler ones."""

from __future__ import annotations

from typing import Any

from tenfold.core.op import call
from tenfold.core.shapes import broadcast_static_shape

from .arguments import HINTS, column, combined, row
from .base import LinearOperator
from .block_diag import LinearOperatorBlockDiag
from .circulant import BaseCirculant
from .diagonal import LinearOperatorDiag
from .identity import LinearOperatorIdentity, LinearOperatorScaledIdentity
from .rewriting import apply, rewrite
from .triangular import LinearOperatorLowerTriangular
from .zero import LinearOperatorZeros


def _hints_of(left: LinearOperator, right: LinearOperator) -> dict[str, Any]:
    """The hints of a product of operators that commute and have eigenvectors in common."""
    found = {name: combined([getattr(left, name), getattr(right, name)]) for name in HINTS}
    # A product of matrices that are not self-adjoint may be; so of the positive definite ones.
    both = found["is_self_adjoint"]
    return {
        "is_non_singular": found["is_non_singular"],
        "is_self_adjoint": both or None,
        "is_positive_definite": (both and found["is_positive_definite"]) or None,
        "is_square": True,
    }


@rewrite("matmul", LinearOperatorIdentity, LinearOperator)
@rewrite("solve", LinearOperatorIdentity, LinearOperator)
@rewrite("matmul", LinearOperatorIdentity, LinearOperatorIdentity)
@rewrite("solve", LinearOperatorIdentity, LinearOperatorIdentity)
@rewrite("matmul", LinearOperatorIdentity, LinearOperatorZeros)
def _right_alone(left: LinearOperator, right: LinearOperator) -> LinearOperator:
    return right


@rewrite("matmul", LinearOperator, LinearOperatorIdentity)
@rewrite("matmul", LinearOperatorZeros, LinearOperatorIdentity)
def _left_alone(left: LinearOperator, right: LinearOperator) -> LinearOperator:
    return left


@rewrite("solve", LinearOperator, LinearOperator)
def _quotient(left: LinearOperator, right: LinearOperator) -> LinearOperator:
    return apply("matmul", left.inverse(), right)


@rewrite("solve", LinearOperator, LinearOperatorIdentity)
def _inverse(left: LinearOperator, right: LinearOperator) -> LinearOperator:
    return left.inverse()


@rewrite("matmul", LinearOperatorZeros, LinearOperator)
@rewrite("matmul", LinearOperator, LinearOperatorZeros)
@rewrite("matmul", LinearOperatorZeros, LinearOperatorZeros)
def _zeros(left: LinearOperator, right: LinearOperator) -> LinearOperator:
    known = broadcast_static_shape(left.batch_shape, right.batch_shape)
    batch: Any = known
    if not known.is_fully_defined():
        batch = call("BroadcastArgs", left.batch_shape_tensor(), right.batch_shape_tensor())
    rows, columns = left.range_dimension.value, right.domain_dimension.value
    square = rows is not None and rows == columns
    return LinearOperatorZeros(
        left.range_dimension_tensor() if rows is None else rows,
        right.domain_dimension_tensor() if columns is None else columns,
        batch,
        left.dtype,
        is_self_adjoint=square or None,
        is_square=square or None if None in (rows, columns) else square,
    )


@rewrite("matmul", LinearOperatorDiag, LinearOperatorDiag)
def _diagonals(left: LinearOperatorDiag, right: LinearOperatorDiag) -> LinearOperatorDiag:
    return LinearOperatorDiag(left.diag * right.diag, **_hints_of(left, right))


@rewrite("matmul", LinearOperatorDiag, LinearOperatorScaledIdentity)
def _scaled_diagonal(
    left: LinearOperatorDiag, right: LinearOperatorScaledIdentity
) -> LinearOperatorDiag:
    return LinearOperatorDiag(left.diag * column(right.multiplier), **_hints_of(left, right))


@rewrite("matmul", LinearOperatorScaledIdentity, LinearOperatorDiag)
def _diagonal_scaled(
    left: LinearOperatorScaledIdentity, right: LinearOperatorDiag
) -> LinearOperatorDiag:
    return LinearOperatorDiag(column(left.multiplier) * right.diag, **_hints_of(left, right))


@rewrite("matmul", LinearOperatorScaledIdentity, LinearOperatorScaledIdentity)
def _multiples(
    left: LinearOperatorScaledIdentity, right: LinearOperatorScaledIdentity
) -> LinearOperatorScaledIdentity:
    scale = left.multiplier * right.multiplier
    return LinearOperatorScaledIdentity(left._rows, scale, **_hints_of(left, right))


@rewrite("matmul", LinearOperatorDiag, LinearOperatorLowerTriangular)
def _rows_scaled(
    left: LinearOperatorDiag, right: LinearOperatorLowerTriangular
) -> LinearOperatorLowerTriangular:
    regular = combined([left.is_non_singular, right.is_non_singular])
    return LinearOperatorLowerTriangular(
        column(left.diag) * right.to_dense(), is_non_singular=regular, is_square=True
    )


@rewrite("matmul", LinearOperatorLowerTriangular, LinearOperatorDiag)
def _columns_scaled(
    left: LinearOperatorLowerTriangular, right: LinearOperatorDiag
) -> LinearOperatorLowerTriangular:
    regular = combined([left.is_non_singular, right.is_non_singular])
    return LinearOperatorLowerTriangular(
        left.to_dense() * row(right.diag), is_non_singular=regular, is_square=True
    )


@rewrite("matmul", BaseCirculant, BaseCirculant)
def _convolutions(left: BaseCirculant, right: BaseCirculant) -> LinearOperator:
    if type(left) is not type(right):
        return _composed(left, right)
    regular = combined([left.is_non_singular, right.is_non_singular])
    return type(left)(
        left.spectrum * right.spectrum,
        input_output_dtype=left.dtype,
        is_non_singular=regular,
        is_square=True,
    )


@rewrite("matmul", LinearOperatorBlockDiag, LinearOperatorBlockDiag)
def _blocks(left: LinearOperatorBlockDiag, right: LinearOperatorBlockDiag) -> LinearOperator:
    if not _fit(left, right):
        return _composed(left, right)
    pairs = zip(left.operators, right.operators, strict=True)
    return LinearOperatorBlockDiag([a.matmul(b) for a, b in pairs], is_square=None)


@rewrite("solve", LinearOperatorBlockDiag, LinearOperatorBlockDiag)
def _block_quotients(
    left: LinearOperatorBlockDiag, right: LinearOperatorBlockDiag
) -> LinearOperator:
    if not _fit(left, right):
        return _composed(left.inverse(), right)
    pairs = zip(left.operators, right.operators, strict=True)
    return LinearOperatorBlockDiag([a.solve(b) for a, b in pairs], is_square=None)


def _fit(left: LinearOperatorBlockDiag, right: LinearOperatorBlockDiag) -> bool:
    """Whether the blocks are known to fit one by one."""
    a = [o.domain_dimension.value for o in left.operators]
    b = [o.range_dimension.value for o in right.operators]
    return None not in a and a == b


def _composed(left: LinearOperator, right: LinearOperator) -> LinearOperator:
    """The product that is not multiplied out."""
    return apply("compose", left, right)
