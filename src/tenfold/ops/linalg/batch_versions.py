"""The ops of batches from before every op took them: graphs of TensorFlow's first year hold them.

Each has the kernel of the op that took its place. TensorFlow refuses them in new graphs, and has
no gradients for them.
"""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.dtypes import complex64, complex128, float16, float32, float64
from tenfold.core.op import op

from .diagonal_versions import MatrixDiag, MatrixDiagPart, MatrixSetDiag
from .diagonals import MatrixBandPart
from .factoring import Cholesky, CholeskyGrad, SelfAdjointEigV2, Svd, square
from .least_squares import MatrixSolveLs
from .solving import MatrixDeterminant, MatrixInverse, MatrixSolve, MatrixTriangularSolve

_REAL = (float64, float32)
_BOTH = (float32, float64, complex64, complex128)


@op("input: T -> output: T", T=_REAL, shape=square)
def BatchCholesky(xp: Any, input: Any) -> Any:
    return Cholesky.kernel(xp, input)


@op("l: T, grad: T -> output: T", T=_REAL, shape=square)
def BatchCholeskyGrad(xp: Any, l: Any, grad: Any) -> Any:  # noqa: E741
    return CholeskyGrad.kernel(xp, l, grad)


@op("input: T, num_lower: int64, num_upper: int64 -> band: T", shape=rules.same)
def BatchMatrixBandPart(xp: Any, input: Any, num_lower: Any, num_upper: Any) -> Any:
    return MatrixBandPart.kernel(xp, input, num_lower, num_upper)


@op("input: T -> output: T", T=_BOTH, shape=MatrixDeterminant.shape_rule)
def BatchMatrixDeterminant(xp: Any, input: Any) -> Any:
    return MatrixDeterminant.kernel(xp, input)


@op("diagonal: T -> output: T", shape=MatrixDiag.shape_rule)
def BatchMatrixDiag(xp: Any, diagonal: Any) -> Any:
    return MatrixDiag.kernel(xp, diagonal)


@op("input: T -> diagonal: T", shape=MatrixDiagPart.shape_rule)
def BatchMatrixDiagPart(xp: Any, input: Any) -> Any:
    return MatrixDiagPart.kernel(xp, input)


@op("input: T, diagonal: T -> output: T", shape=rules.same)
def BatchMatrixSetDiag(xp: Any, input: Any, diagonal: Any) -> Any:
    return MatrixSetDiag.kernel(xp, input, diagonal)


@op("input: T -> output: T", T=_REAL, shape=square)
def BatchMatrixInverse(xp: Any, input: Any, *, adjoint: bool = False) -> Any:
    return MatrixInverse.kernel(xp, input, adjoint=adjoint)


@op("matrix: T, rhs: T -> output: T", T=_REAL, shape=MatrixSolve.shape_rule)
def BatchMatrixSolve(xp: Any, matrix: Any, rhs: Any, *, adjoint: bool = False) -> Any:
    return MatrixSolve.kernel(xp, matrix, rhs, adjoint=adjoint)


@op(
    "matrix: T, rhs: T, l2_regularizer: float64 -> output: T",
    T=_REAL,
    shape=MatrixSolveLs.shape_rule,
)
def BatchMatrixSolveLs(
    xp: Any, matrix: Any, rhs: Any, l2_regularizer: Any, *, fast: bool = True
) -> Any:
    return MatrixSolveLs.kernel(xp, matrix, rhs, l2_regularizer, fast=fast)


@op("matrix: T, rhs: T -> output: T", T=_REAL, shape=MatrixTriangularSolve.shape_rule)
def BatchMatrixTriangularSolve(
    xp: Any, matrix: Any, rhs: Any, *, lower: bool = True, adjoint: bool = False
) -> Any:
    return MatrixTriangularSolve.kernel(xp, matrix, rhs, lower=lower, adjoint=adjoint)


@op("input: T -> s: T, u: T, v: T", T=_BOTH, shape=Svd.shape_rule)
def BatchSvd(xp: Any, input: Any, *, compute_uv: bool = True, full_matrices: bool = False) -> Any:
    return Svd.kernel(xp, input, compute_uv=compute_uv, full_matrices=full_matrices)


@op("input: T -> e: T, v: T", T=_REAL, shape=SelfAdjointEigV2.shape_rule)
def BatchSelfAdjointEigV2(xp: Any, input: Any, *, compute_v: bool = True) -> Any:
    return SelfAdjointEigV2.kernel(xp, input, compute_v=compute_v)


def _one_row_more(done: Any) -> Any:
    known = square(done)
    if known is None:
        return None
    return (*known[:-2], None if known[-2] is None else known[-2] + 1, known[-1])


def _joined(xp: Any, input: Any) -> Any:
    """The eigenvalues as a first row, and the vectors below them."""
    e, v = SelfAdjointEigV2.kernel(xp, input, compute_v=True)
    return xp.concatenate([e[..., None, :], v], -2)


@op("input: T -> output: T", T=(*_REAL, float16), shape=_one_row_more)
def SelfAdjointEig(xp: Any, input: Any) -> Any:
    return _joined(xp, input)


@op("input: T -> output: T", T=_REAL, shape=_one_row_more)
def BatchSelfAdjointEig(xp: Any, input: Any) -> Any:
    return _joined(xp, input)
