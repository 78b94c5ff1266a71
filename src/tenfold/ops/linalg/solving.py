"""Equations of matrices: inverse, determinant, solve, triangular_solve."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import bfloat16, float16, float32, float64
from tenfold.core.namespace import matrices
from tenfold.core.op import call, op
from tenfold.core.pieces import products
from tenfold.core.shapes import broadcast
from tenfold.core.tensor import Tensor
from tenfold.ops.array.broadcasting import unbroadcast

from .diagonals import band_part, diag_part
from .factoring import SOLVABLE, check_square, cholesky, square, widened
from .products import matmul
from .structured import Structured

_SINGULAR = "Input is not invertible. Use tf.linalg.pinv, or tf.linalg.lstsq with fast=False."


def _flipped(xp: Any, x: Any) -> Any:
    return xp.conj(xp.swapaxes(x, -1, -2))


def _invertible(xp: Any, matrix: Any) -> tuple[Any, Any]:
    """The matrices, those with NaN replaced, for LAPACK's sake; and which these are, or None.

    LU without pivots of zero is what TensorFlow calls invertible. NaN is only found out where it is
    the first pivot; elsewhere it makes the result NaN.
    """
    if not matrix.size:
        return matrix, None
    first = xp.isnan(matrix[..., 0, 0]).any()
    xp.raise_if(first, "InvalidArgumentError", _SINGULAR)
    lost: Any = xp.isnan(matrix).any((-2, -1), keepdims=True)
    if not xp.compiled and not lost.any():
        lost = None
    else:
        matrix = xp.where(lost, np.eye(matrix.shape[-1], dtype=matrix.dtype), matrix)
    sign = xp.linalg.slogdet(matrix)[0]
    xp.raise_if((sign == 0).any(), "InvalidArgumentError", _SINGULAR)
    return matrix, lost


def _with_nan(xp: Any, lost: Any, x: Any, dtype: Any) -> Any:
    return (x if lost is None else xp.where(lost, np.nan, x)).astype(dtype)


@op("input: T -> output: T", T=SOLVABLE, shape=square)
def MatrixInverse(xp: Any, input: Any, *, adjoint: bool = False) -> Any:
    check_square(input)
    x = widened(_flipped(xp, input) if adjoint else input)
    x, lost = _invertible(xp, x)
    return _with_nan(xp, lost, xp.linalg.inv(x), input.dtype)


@MatrixInverse.gradient
def matrix_inverse_gradient(done: Any, dy: Any) -> Any:
    inverse = done.outputs[0]
    if done.attrs["adjoint"]:
        return (-matmul(inverse, matmul(dy, inverse, adjoint_a=True)),)
    return (-matmul(inverse, matmul(dy, inverse, adjoint_b=True), adjoint_a=True),)


def inv(input: Any, adjoint: bool = False, name: str | None = None) -> Tensor:
    """The inverse of square matrices.

    Args:
      input: `[..., n, n]`.
      adjoint: Whether to invert the conjugate transposes.
      name: A name for the op.

    Returns:
      `[..., n, n]`.

    Raises:
      tf.errors.InvalidArgumentError: A matrix is singular.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.inv([[2.0, 0.0], [0.0, 4.0]]).numpy().tolist()
      [[0.5, 0.0], [0.0, 0.25]]
    """
    if isinstance(input, Structured):
        inverse = input.inverse()
        return inverse.adjoint() if adjoint else inverse
    return MatrixInverse(input, adjoint=adjoint, name=name)


def _batch(done: Any) -> Any:
    known = square(done)
    return None if known is None else known[:-2]


@op("input: T -> output: T", T=SOLVABLE, shape=_batch)
def MatrixDeterminant(xp: Any, input: Any) -> Any:
    check_square(input)
    return xp.linalg.det(widened(input)).astype(input.dtype)


@MatrixDeterminant.gradient
def matrix_determinant_gradient(done: Any, dy: Any) -> Any:
    inverse = MatrixInverse(done.inputs[0], adjoint=True)
    value = done.outputs[0]
    value = call("Conj", value) if value.dtype.is_complex else value
    return (call("ExpandDims", call("ExpandDims", dy * value, -1), -1) * inverse,)


def det(input: Any, name: str | None = None) -> Tensor:
    """The determinant of square matrices.

    Args:
      input: `[..., n, n]`.
      name: A name for the op.

    Returns:
      `[...]`.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.det([[2.0, 0.0], [0.0, 4.0]]).numpy().item()
      8.0
    """
    if isinstance(input, Structured):
        return input.determinant()
    return MatrixDeterminant(input, name=name)


def _two_batches(done: Any) -> Any:
    return [_batch(done)] * 2


@op("input: T -> sign: T, log_abs_determinant: T", T=SOLVABLE, shape=_two_batches)
def LogMatrixDeterminant(xp: Any, input: Any) -> Any:
    check_square(input)
    with np.errstate(invalid="ignore"):
        sign, log = xp.linalg.slogdet(widened(input))
    sign = xp.where(xp.isnan(log), log, sign)
    return sign.astype(input.dtype), log.astype(input.dtype)


@LogMatrixDeterminant.gradient
def log_matrix_determinant_gradient(done: Any, dsign: Any, dlog: Any) -> Any:
    inverse = MatrixInverse(done.inputs[0], adjoint=True)
    if dlog.dtype.is_complex:
        # The logarithm is real; the sign turns with the imaginary part of the trace of A^-1 dA.
        real = dlog.dtype.real_dtype
        turn = call("Imag", dsign * call("Conj", done.outputs[0]), Tout=real)
        dlog = call("Complex", call("Real", dlog, Tout=real), turn, Tout=dlog.dtype)
    return (call("ExpandDims", call("ExpandDims", dlog, -1), -1) * inverse,)


def slogdet(input: Any, name: str | None = None) -> Any:
    """The sign of the determinant of square matrices, and the logarithm of its size.

    Args:
      input: `[..., n, n]`.
      name: A name for the op.

    Returns:
      `(sign, log_abs_determinant)`, both `[...]`.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.slogdet([[-1.0, 0.0], [0.0, 1.0]])[0].numpy().item()
      -1.0
    """
    return LogMatrixDeterminant(input, name=name)


def logdet(matrix: Any, name: str | None = None) -> Tensor:
    """The logarithm of the determinant of positive definite matrices.

    Args:
      matrix: `[..., n, n]`, Hermitian and positive definite.
      name: A name for the op.

    Returns:
      `[...]`.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.logdet([[1.0, 0.0], [0.0, 1.0]]).numpy().item()
      0.0
    """
    if isinstance(matrix, Structured):
        return matrix.log_abs_determinant()
    roots = diag_part(cholesky(matrix))
    if roots.dtype.is_complex:
        roots = call("Real", roots, Tout=roots.dtype.real_dtype)
    logs = call("Log", roots)
    total = call("Sum", logs, [-1])
    return call("Mul", total, to_tensor(2.0, total.dtype), name=name)


def _solution(done: Any) -> Any:
    known, rhs = square(done), done.inputs[1].raw_shape
    if known is None:
        return rhs
    if rhs is None:
        return (*known[:-1], None)
    if None not in (known[-1], rhs[-2]) and known[-1] != rhs[-2]:
        raise ValueError(f"The matrix {list(known)} and the right side {list(rhs)} do not fit.")
    batch = rules.merge(known[:-2], rhs[:-2]) or ()
    return (*batch, rhs[-2] if known[-1] is None else known[-1], rhs[-1])


def _check_right_side(matrix: Any, rhs: Any) -> None:
    check_square(matrix)
    if rhs.ndim < 2 or matrix.shape[-1] != rhs.shape[-2]:
        raise ValueError(
            f"Input matrix and right-hand side must have the same number of rows; received "
            f"{list(matrix.shape)} and {list(rhs.shape)}."
        )


@op("matrix: T, rhs: T -> output: T", T=SOLVABLE, shape=_solution)
def MatrixSolve(xp: Any, matrix: Any, rhs: Any, *, adjoint: bool = False) -> Any:
    _check_right_side(matrix, rhs)
    if matrix.shape[:-2] != rhs.shape[:-2]:
        raise ValueError("Input matrix and right-hand side must have the same batch dimensions.")
    x = widened(_flipped(xp, matrix) if adjoint else matrix)
    x, lost = _invertible(xp, x)
    return _with_nan(xp, lost, xp.linalg.solve(x, widened(rhs)), rhs.dtype)


@MatrixSolve.gradient
def matrix_solve_gradient(done: Any, dy: Any) -> Any:
    matrix, adjoint = done.inputs[0], done.attrs["adjoint"]
    solution = done.outputs[0]
    drhs = MatrixSolve(matrix, dy, adjoint=not adjoint)
    if adjoint:
        return -matmul(solution, drhs, adjoint_b=True), drhs
    return -matmul(drhs, solution, adjoint_b=True), drhs


def solve(matrix: Any, rhs: Any, adjoint: bool = False, name: str | None = None) -> Tensor:
    """The solution `x` of `matrix @ x = rhs`.

    Args:
      matrix: `[..., n, n]`.
      rhs: `[..., n, k]`, of the same dtype.
      adjoint: Whether to solve with the conjugate transposes.
      name: A name for the op.

    Returns:
      `[..., n, k]`.

    Raises:
      tf.errors.InvalidArgumentError: A matrix is singular, or the shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.solve([[2.0, 0.0], [0.0, 4.0]], [[2.0], [8.0]]).numpy().tolist()
      [[1.0], [2.0]]
    """
    if isinstance(matrix, Structured):
        return matrix.solve(rhs, adjoint=adjoint)
    return MatrixSolve(matrix, rhs, adjoint=adjoint, name=name)


_TRIANGULAR = (bfloat16, float64, float32, float16, *SOLVABLE[3:])


def _triangular_shape(done: Any) -> Any:
    known, rhs = square(done), done.inputs[1].raw_shape
    if known is None or rhs is None:
        return None
    batch = broadcast(known[:-2], rhs[:-2])
    return None if batch is None else (*batch, known[-1] or rhs[-2], rhs[-1])


@op("matrix: T, rhs: T -> output: T", T=_TRIANGULAR, shape=_triangular_shape)
def MatrixTriangularSolve(
    xp: Any, matrix: Any, rhs: Any, *, lower: bool = True, adjoint: bool = False
) -> Any:
    _check_right_side(matrix, rhs)
    kind = rhs.dtype
    if kind.itemsize == 2:
        matrix, rhs = matrix.astype(np.float32), rhs.astype(np.float32)
    x = xp.tril(matrix) if lower else xp.triu(matrix)
    batch = np.broadcast_shapes(x.shape[:-2], rhs.shape[:-2])
    x = xp.broadcast_to(x, (*batch, *x.shape[-2:]))
    rhs = xp.broadcast_to(rhs, (*batch, *rhs.shape[-2:]))
    if xp.compiled:
        found = xp.lax.linalg.triangular_solve(
            x, rhs, left_side=True, lower=lower, transpose_a=adjoint, conjugate_a=adjoint
        )
    else:
        x, lower = (_flipped(np, x), not lower) if adjoint else (x, lower)
        regular = np.diagonal(x, axis1=-2, axis2=-1).all()
        found = _by_halves(x, rhs, lower) if regular else _substituted(x, rhs, lower)
    return found.astype(kind)


# Triangles of fewer rows are solved as any matrix.
_FEW = 24


def _by_halves(x: np.ndarray, rhs: np.ndarray, lower: bool) -> np.ndarray:
    """The solution for one half of a triangle's rows, then for the other: mostly products."""
    n = x.shape[-1]
    if n < _FEW:
        return matrices.solve(x, rhs)
    first, last = slice(None, n // 2), slice(n // 2, None)
    if not lower:
        first, last = last, first
    found = np.empty(np.broadcast_shapes(x.shape[:-1], rhs.shape[:-1]) + rhs.shape[-1:], rhs.dtype)
    found[..., first, :] = _by_halves(x[..., first, first], rhs[..., first, :], lower)
    rest = rhs[..., last, :] - products(x[..., last, first], found[..., first, :])
    found[..., last, :] = _by_halves(x[..., last, last], rest, lower)
    return found


def _substituted(x: np.ndarray, rhs: np.ndarray, lower: bool) -> np.ndarray:
    """Row by row, so that a zero on the diagonal gives infinities and NaN, as in TensorFlow."""
    out = np.zeros_like(rhs)
    rows = range(x.shape[-1])
    for i in rows if lower else reversed(rows):
        known = slice(0, i) if lower else slice(i + 1, None)
        rest = rhs[..., i, :] - (x[..., i, known, None] * out[..., known, :]).sum(-2)
        out[..., i, :] = rest / x[..., i, i, None]
    return out


@MatrixTriangularSolve.gradient
def matrix_triangular_solve_gradient(done: Any, dy: Any) -> Any:
    matrix, rhs = done.inputs
    lower, adjoint = done.attrs["lower"], done.attrs["adjoint"]
    solution = done.outputs[0]
    drhs = MatrixTriangularSolve(matrix, dy, lower=lower, adjoint=not adjoint)
    if adjoint:
        dmatrix = -matmul(solution, drhs, adjoint_b=True)
    else:
        dmatrix = -matmul(drhs, solution, adjoint_b=True)
    kept = band_part(dmatrix, -1, 0) if lower else band_part(dmatrix, 0, -1)
    return unbroadcast(kept, matrix), unbroadcast(drhs, rhs)


def triangular_solve(
    matrix: Any, rhs: Any, lower: bool = True, adjoint: bool = False, name: str | None = None
) -> Tensor:
    """The solution `x` of `matrix @ x = rhs` for triangular matrices.

    Args:
      matrix: `[..., n, n]`; only one triangle is read.
      rhs: `[..., n, k]`, of the same dtype; the batches are broadcast.
      lower: Whether the lower triangle is read, or else the upper.
      adjoint: Whether to solve with the conjugate transposes.
      name: A name for the op.

    Returns:
      `[..., n, k]`.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.triangular_solve([[2.0, 0.0], [1.0, 1.0]], [[2.0], [3.0]]).numpy().tolist()
      [[1.0], [2.0]]
    """
    return MatrixTriangularSolve(matrix, rhs, lower=lower, adjoint=adjoint, name=name)


def cholesky_solve(chol: Any, rhs: Any, name: str | None = None) -> Tensor:
    """The solution `x` of `a @ x = rhs`, given the Cholesky factor of `a`.

    Args:
      chol: `[..., n, n]`, the factor that `tf.linalg.cholesky` gives.
      rhs: `[..., n, k]`, of the same dtype.
      name: A name for the op.

    Returns:
      `[..., n, k]`.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.cholesky_solve([[2.0, 0.0], [0.0, 1.0]], [[4.0], [3.0]]).numpy().tolist()
      [[1.0], [3.0]]
    """
    half = MatrixTriangularSolve(chol, rhs, lower=True)
    return MatrixTriangularSolve(chol, half, lower=True, adjoint=True, name=name)
