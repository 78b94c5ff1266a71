"""Equations without an exact or a single solution: lstsq, pinv, matrix_rank."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.context import scoped
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float64
from tenfold.core.op import call, op
from tenfold.core.tensor import Tensor
from tenfold.engine.control_flow.branching import cond

from .diagonals import diag_part, set_diag
from .factoring import SOLVABLE, Cholesky, svd, widened
from .products import matmul
from .solving import cholesky_solve

_DEFICIENT = (
    "Input matrix was rank deficient or ill-conditioned. Try setting fast=False or provide a "
    "larger l2_regularizer > 0."
)


def _least_squares_shape(done: Any) -> Any:
    matrix, rhs, regularizer = (x.raw_shape for x in done.inputs)
    for what, shape in (("matrix", matrix), ("rhs", rhs)):
        if shape is not None and len(shape) < 2:
            raise ValueError(f"{what} must have rank 2 or more; received {list(shape)}.")
    if regularizer:
        raise ValueError(f"l2_regularizer must be a scalar; received shape {list(regularizer)}.")
    if matrix is None or rhs is None:
        return None
    rules.merge(matrix[-2:-1], rhs[-2:-1])
    return (*(rules.merge(matrix[:-2], rhs[:-2]) or ()), matrix[-1], rhs[-1])


@op(
    "matrix: T, rhs: T, l2_regularizer: float64 -> output: T",
    T=SOLVABLE,
    shape=_least_squares_shape,
)
def MatrixSolveLs(xp: Any, matrix: Any, rhs: Any, l2_regularizer: Any, *, fast: bool = True) -> Any:
    if matrix.ndim < 2 or rhs.ndim < 2 or matrix.shape[-2] != rhs.shape[-2]:
        raise ValueError("Input matrix and rhs are incompatible.")
    if matrix.shape[:-2] != rhs.shape[:-2]:
        raise ValueError("All input tensors must have the same outer dimensions.")
    if l2_regularizer.ndim:
        raise ValueError("l2_regularizer must be a scalar.")
    xp.raise_if(l2_regularizer < 0, "InvalidArgumentError", _negative, [l2_regularizer])
    a, b = widened(matrix), widened(rhs)
    *batch, rows, columns = a.shape
    if not a.size or not b.size:
        return xp.zeros((*batch, columns, b.shape[-1]), rhs.dtype)
    if not fast:
        return _shortest(xp, a, b).astype(rhs.dtype)
    conjugated = xp.conj(xp.swapaxes(a, -1, -2))
    tall = rows >= columns
    gram = conjugated @ a if tall else a @ conjugated
    weight = xp.asarray(l2_regularizer).astype(a.real.dtype).astype(a.dtype)
    gram = gram + weight * np.eye(gram.shape[-1], dtype=a.dtype)
    _refuse_deficient(xp, gram)
    found = xp.linalg.solve(gram, conjugated @ b if tall else b)
    return (found if tall else conjugated @ found).astype(rhs.dtype)


def _negative(values: Any) -> str:
    return f"l2_regularizer must not be negative; received {values[0]}."


def _refuse_deficient(xp: Any, gram: Any) -> None:
    """A gram matrix must have a Cholesky factor without pivots that are rounding only."""
    try:
        pivots = xp.diagonal(xp.linalg.cholesky(gram), axis1=-2, axis2=-1).real
    except np.linalg.LinAlgError:
        xp.raise_if(True, "InvalidArgumentError", _DEFICIENT)
        return
    largest = xp.diagonal(gram, axis1=-2, axis2=-1).real.max(-1, keepdims=True)
    rounding = 4 * gram.shape[-1] * np.finfo(pivots.dtype).eps
    enough = pivots**2 > rounding * largest
    xp.raise_if(~enough.all(), "InvalidArgumentError", _DEFICIENT)


def _shortest(xp: Any, a: Any, b: Any) -> Any:
    """The shortest of all least squares solutions."""
    u, s, vh = xp.linalg.svd(a, full_matrices=False)
    least = np.finfo(s.dtype).eps * max(a.shape[-2:]) * s.max(-1, keepdims=True)
    weights = xp.where(s > least, 1 / xp.where(s > least, s, 1), 0).astype(a.dtype)
    scaled = xp.conj(xp.swapaxes(u, -1, -2)) @ b * weights[..., None]
    return xp.conj(xp.swapaxes(vh, -1, -2)) @ scaled


@MatrixSolveLs.gradient
def matrix_solve_ls_gradient(done: Any, dy: Any) -> Any:
    a, b, regularizer = done.inputs
    x = done.outputs[0]
    known = a.raw_shape
    if known is None or None in known[-2:]:
        raise ValueError("lstsq: the gradient needs to know the last two sizes of the matrix.")
    tall = known[-2] >= known[-1]
    gram = matmul(a, a, adjoint_a=tall, adjoint_b=not tall)
    if done.attrs["fast"]:
        weight = call("Cast", regularizer, DstT=gram.dtype)
        gram = set_diag(gram, diag_part(gram) + weight)
    factor = Cholesky(gram)
    if tall:
        # x = S a* b with S the inverse of the gram matrix.
        z = cholesky_solve(factor, dy)
        da = matmul(b - matmul(a, x), z, adjoint_b=True)
        return da - matmul(matmul(a, z), x, adjoint_b=True), matmul(a, z), None
    # x = a* y with y = S b.
    y, z = cholesky_solve(factor, b), cholesky_solve(factor, matmul(a, dy))
    da = matmul(y, dy - matmul(a, z, adjoint_a=True), adjoint_b=True)
    return da - matmul(z, x, adjoint_b=True), z, None


def lstsq(
    matrix: Any, rhs: Any, l2_regularizer: Any = 0.0, fast: bool = True, name: str | None = None
) -> Tensor:
    """The `x` that makes the squared length of `matrix @ x - rhs` least.

    With a regularizer, its product with the squared length of `x` is added. Where many `x` are as
    good, the shortest is given.

    Args:
      matrix: `[..., m, n]`.
      rhs: `[..., m, k]`, of the same dtype.
      l2_regularizer: A number; ignored where `fast` is False.
      fast: Whether to solve the normal equations, which needs full rank and loses half of the
        digits of an ill-conditioned matrix; or else by singular values, for any matrix.
      name: A name for the op.

    Returns:
      `[..., n, k]`; NaN for a matrix without full rank, where `fast`.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> x = tf.linalg.lstsq([[1.0], [1.0]], [[1.0], [3.0]])
      >>> x.numpy().round(4).tolist()
      [[2.0]]
    """
    if not fast:
        weight = l2_regularizer
        weight = weight if isinstance(weight, Tensor) else np.float64(weight)
        return MatrixSolveLs(matrix, rhs, weight, fast=False, name=name)
    a = to_tensor(matrix, rhs.dtype if isinstance(rhs, Tensor) else None)
    b = to_tensor(rhs, a.dtype)
    weight = None
    if isinstance(l2_regularizer, Tensor) or l2_regularizer != 0:
        weight = call("Cast", to_tensor(l2_regularizer, _plain(l2_regularizer)), DstT=a.dtype)
    rows, columns = (None, None) if a.raw_shape is None else a.raw_shape[-2:]
    if rows is not None and columns is not None:
        return _normal_equations(a, b, weight, rows >= columns, name)
    sizes = call("Shape", a)
    return cond(
        sizes[-2] >= sizes[-1],
        lambda: _normal_equations(a, b, weight, True, name),
        lambda: _normal_equations(a, b, weight, False, name),
    )


def _plain(value: Any) -> Any:
    """The dtype in which a number that is no tensor is read."""
    return None if isinstance(value, Tensor) else float64


@scoped("lstsq")
def _normal_equations(a: Tensor, b: Tensor, weight: Any, tall: bool, name: str | None) -> Tensor:
    """By the Cholesky factor of the smaller gram matrix; NaN where there is none."""
    gram = matmul(a, a, adjoint_a=tall, adjoint_b=not tall)
    if weight is not None:
        gram = set_diag(gram, diag_part(gram) + weight)
    factor = Cholesky(gram)
    if tall:
        return cholesky_solve(factor, matmul(a, b, adjoint_a=True), name=name)
    return matmul(a, cholesky_solve(factor, b), adjoint_a=True, name=name)


def _floating_matrix(a: Any) -> Tensor:
    x = to_tensor(a)
    if not (x.dtype.is_floating or x.dtype.is_complex):
        raise TypeError(f"Input `a` must have `float`-like `dtype` (saw {x.dtype.name}).")
    if x.raw_shape is not None and len(x.raw_shape) < 2:
        raise ValueError(f"Input `a` must have at least 2 dimensions (saw: {len(x.raw_shape)}).")
    return x


def _largest_side(x: Tensor, dtype: Any) -> Any:
    """The larger of the last two sizes, as a tensor of a dtype."""
    known = x.raw_shape
    rows, columns = known[-2:] if known is not None else (None, None)
    if rows is not None and columns is not None:
        return to_tensor(max(rows, columns), dtype)
    return call("Cast", call("Max", call("Shape", x)[-2:], [0]), DstT=dtype)


def pinv(a: Any, rcond: Any = None, validate_args: bool = False, name: str | None = None) -> Tensor:
    """The Moore-Penrose inverse of matrices.

    Args:
      a: `[..., m, n]`.
      rcond: `[...]`; singular values below its product with the largest one count as zero. By
        default ten times the rounding of the dtype times the larger of `m` and `n`.
      validate_args: Accepted for TensorFlow's sake; shapes are always checked.
      name: A name for the op.

    Returns:
      `[..., n, m]`.

    Raises:
      TypeError: `a` is neither floating nor complex.
      ValueError: `a` has fewer than two axes.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.pinv([[2.0, 0.0], [0.0, 0.0]]).numpy().tolist()
      [[0.5, 0.0], [0.0, 0.0]]
    """
    x = _floating_matrix(a)
    s, u, v = svd(x)
    if rcond is None:
        limit = 10.0 * np.finfo(s.dtype.np).eps
        least = to_tensor(limit, s.dtype) * _largest_side(x, s.dtype)
    else:
        least = to_tensor(rcond, s.dtype)
    cutoff = call("ExpandDims", least, -1) * call("Max", s, [-1], keep_dims=True)
    scale = call("SelectV2", call("Greater", s, cutoff), s, to_tensor(np.inf, s.dtype))
    scale = call("Cast", scale, DstT=x.dtype)
    return matmul(v / call("ExpandDims", scale, -2), u, adjoint_b=True, name=name)


def matrix_rank(
    a: Any, tol: Any = None, validate_args: bool = False, name: str | None = None
) -> Tensor:
    """The number of singular values of matrices that are not zero.

    Args:
      a: `[..., m, n]`.
      tol: `[...]`; smaller singular values count as zero. By default the rounding of the largest
        one times the larger of `m` and `n`.
      validate_args: Accepted for TensorFlow's sake; shapes are always checked.
      name: A name for the op.

    Returns:
      `[...]`, int32.

    Raises:
      TypeError: `a` is neither floating nor complex.
      ValueError: `a` has fewer than two axes.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.matrix_rank([[1.0, 2.0], [2.0, 4.0]]).numpy().item()
      1
    """
    x = _floating_matrix(a)
    s = svd(x, compute_uv=False)
    if tol is None:
        limit = to_tensor(np.finfo(s.dtype.np).eps, s.dtype) * _largest_side(x, s.dtype)
        least = limit * call("Max", s, [-1], keep_dims=True)
    else:
        least = call("ExpandDims", to_tensor(tol, s.dtype), -1)
    found = call("Cast", call("Greater", s, least), DstT="int32")
    return call("Sum", found, [-1], name=name)
