"""LU factors with row exchanges, and what is solved with them: lu, lu_solve, lu_reconstruct."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.blas_threads import one_blas_thread
from tenfold.core.convert import convert_to_tensor, to_tensor
from tenfold.core.dtypes import INDEX, DType, float32, int32
from tenfold.core.namespace import matrices
from tenfold.core.op import call, op
from tenfold.core.tensor import Tensor

from .diagonals import band_part, diag_part, eye, set_diag
from .factoring import SOLVABLE, check_square, square, widened
from .products import matmul
from .solving import MatrixTriangularSolve

_SINGULAR = "Input is not invertible. Use tf.linalg.pinv, or tf.linalg.lstsq with fast=False."
_PANEL = 32


def _lu_shape(done: Any) -> Any:
    known = square(done)
    return [None, None] if known is None else [known, known[:-1]]


@op(
    "input: T -> lu: T, p: output_idx_type",
    T=SOLVABLE,
    output_idx_type=INDEX,
    shape=_lu_shape,
)
def Lu(xp: Any, input: Any, *, output_idx_type: DType = int32) -> Any:
    check_square(input)
    x = widened(input)
    if not x.size:
        return input, xp.zeros(input.shape[:-1], output_idx_type.np)
    if xp.compiled:
        factors, _, order = xp.lax.linalg.lu(x)
    else:
        with one_blas_thread():  # its products are of panels
            factors, order = _factored(x)
    pivots = xp.diagonal(factors, axis1=-2, axis2=-1)
    # As in TensorFlow, NaN is only found out where it is the first pivot.
    singular = (pivots == 0).any() | xp.isnan(pivots[..., 0]).any()
    xp.raise_if(singular, "InvalidArgumentError", _SINGULAR)
    return factors.astype(input.dtype), order.astype(output_idx_type.np)


def _factored(x: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Both factors in one matrix, and the order of the rows; in panels, for BLAS' sake."""
    n = x.shape[-1]
    out = x.reshape(-1, n, n).copy()
    batch = np.arange(len(out))
    order = np.tile(np.arange(n), (len(out), 1))
    for start in range(0, n, _PANEL):
        stop = min(start + _PANEL, n)
        for k in range(start, stop):
            sizes = np.abs(out[:, k:, k])
            sizes[:, 1:][np.isnan(sizes[:, 1:])] = -1  # NaN stays where it is
            best = k + sizes.argmax(-1)
            for rows in (out, order):
                rows[batch, k], rows[batch, best] = rows[batch, best], rows[batch, k].copy()
            out[:, k + 1 :, k] /= out[:, k, k, None]
            rest = out[:, k + 1 :, k, None] * out[:, k, None, k + 1 : stop]
            out[:, k + 1 :, k + 1 : stop] -= rest
        if stop < n:
            unit = np.tril(out[:, start:stop, start:stop], -1) + np.eye(stop - start, dtype=x.dtype)
            beside = matrices.solve(unit, out[:, start:stop, stop:])
            out[:, start:stop, stop:] = beside
            out[:, stop:, stop:] -= out[:, stop:, start:stop] @ beside
    return out.reshape(x.shape), order.reshape(x.shape[:-1])


@Lu.gradient
def lu_gradient(done: Any, dlu: Any, _: Any) -> Any:
    factors, order = done.outputs
    lower = _unit_lower(factors)
    # With P A = L U, L^-1 P dA U^-1 has dL in its strict lower part and dU in the rest.
    inner = band_part(matmul(lower, _strictly_lower(dlu), adjoint_a=True), -1, 0)
    outer = matmul(band_part(dlu, 0, -1), band_part(factors, 0, -1), adjoint_b=True)
    middle = _strictly_lower(inner) + band_part(outer, 0, -1)
    left = MatrixTriangularSolve(lower, middle, lower=True, adjoint=True)
    both = call("ConjugateTranspose", left, _swapped(left))
    right = MatrixTriangularSolve(factors, both, lower=False)
    return (reordered(call("ConjugateTranspose", right, _swapped(right)), order, back=True),)


def _swapped(x: Tensor) -> Any:
    """The permutation that swaps the last two axes."""
    if x.raw_shape is not None:
        axes = list(range(len(x.raw_shape)))
        return [*axes[:-2], axes[-1], axes[-2]]
    rank = call("Rank", x)
    lead = call("Range", 0, rank - 2, 1)
    return call("ConcatV2", [lead, call("Pack", [rank - 1, rank - 2])], 0)


def _strictly_lower(x: Tensor) -> Tensor:
    lower = band_part(x, -1, 0)
    return set_diag(lower, call("ZerosLike", diag_part(lower)))


def _unit_lower(factors: Tensor) -> Tensor:
    lower = band_part(factors, -1, 0)
    return set_diag(lower, call("OnesLike", diag_part(lower)))


def reordered(x: Tensor, order: Tensor, back: bool = False) -> Tensor:
    """The rows of `x` in an order, or back from it."""
    if back:
        size = order.raw_shape[-1] if order.raw_shape is not None else None
        count = size if size is not None else call("Shape", order)[-1]
        # An order's inverse sorts it.
        _, order = call("TopKV2", -order, count)
    if order.raw_shape is not None:
        rank = len(order.raw_shape)
        return call("GatherV2", x, order, rank - 1, batch_dims=rank - 1)
    # Of any rank: one axis for all of the batch's, and they again.
    shape = call("Shape", x)
    rows = call("Reshape", x, call("ConcatV2", [[-1], shape[-2:]], 0))
    flat = call("Reshape", order, call("ConcatV2", [[-1], shape[-2:-1]], 0))
    return call("Reshape", call("GatherV2", rows, flat, 1, batch_dims=1), shape)


def lu(input: Any, output_idx_type: Any = int32, name: str | None = None) -> Any:
    """The LU decomposition of square matrices, with row exchanges.

    The rows of each matrix, in the order `p`, are `l @ u`: `l` is lower triangular with ones on
    its diagonal, which are not stored, and `u` is upper triangular.

    Args:
      input: `[..., n, n]`, invertible.
      output_idx_type: `tf.int32` or `tf.int64`, the dtype of `p`.
      name: A name for the op.

    Returns:
      `(lu, p)`: `[..., n, n]`, and `[..., n]`.

    Raises:
      tf.errors.InvalidArgumentError: A matrix is singular, or not square.

    Example:
      >>> import tenfold as tf
      >>> factors, p = tf.linalg.lu([[1.0, 2.0], [2.0, 8.0]])
      >>> factors.numpy().tolist(), p.numpy().tolist()
      ([[2.0, 8.0], [0.5, -2.0]], [1, 0])
    """
    return Lu(input, output_idx_type=output_idx_type, name=name)


def lu_reconstruct(
    lower_upper: Any, perm: Any, validate_args: bool = False, name: str | None = None
) -> Tensor:
    """The matrices whose LU decompositions are given.

    Args:
      lower_upper: `[..., n, n]`, the factors that `tf.linalg.lu` gives.
      perm: `[..., n]`, the order of the rows.
      validate_args: Whether `perm` is checked to be permutations, eagerly.
      name: A name for the op.

    Returns:
      `[..., n, n]`.

    Raises:
      ValueError: The shapes do not fit, or `perm` is no permutation.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.lu_reconstruct([[2.0, 8.0], [0.5, -2.0]], [1, 0]).numpy().tolist()
      [[1.0, 2.0], [2.0, 8.0]]
    """
    factors, order = _checked(lower_upper, perm, validate_args)
    product = matmul(_unit_lower(factors), band_part(factors, 0, -1), name=name)
    return reordered(product, order, back=True)


def lu_solve(
    lower_upper: Any, perm: Any, rhs: Any, validate_args: bool = False, name: str | None = None
) -> Tensor:
    """The solution `x` of `a @ x = rhs`, given the LU decomposition of `a`.

    Args:
      lower_upper: `[..., n, n]`, the factors that `tf.linalg.lu` gives.
      perm: `[..., n]`, the order of the rows.
      rhs: `[..., n, k]`; the batches are broadcast.
      validate_args: Whether `perm` is checked to be permutations, eagerly.
      name: A name for the op.

    Returns:
      `[..., n, k]`.

    Raises:
      ValueError: The shapes do not fit, or `perm` is no permutation.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.lu_solve([[2.0, 8.0], [0.5, -2.0]], [1, 0], [[3.0], [10.0]]).numpy().tolist()
      [[1.0], [1.0]]
    """
    factors, order = _checked(lower_upper, perm, validate_args)
    right = to_tensor(rhs, factors.dtype)
    known, wanted = right.raw_shape, order.raw_shape
    if known is not None and len(known) < 2:
        raise ValueError(f"Input `rhs` must have at least 2 dimensions; received {list(known)}.")
    if known is None or wanted is None or known[:-1] != wanted or None in wanted:
        right, order = with_one_batch(right, order)
    half = MatrixTriangularSolve(_unit_lower(factors), reordered(right, order))
    return MatrixTriangularSolve(factors, half, lower=False, name=name)


def with_one_batch(right: Tensor, order: Tensor) -> tuple[Tensor, Tensor]:
    """Both repeated to one batch."""
    known, rows = right.raw_shape, order.raw_shape
    if known is not None and rows is not None and (len(known), len(rows)) == (2, 1):
        return right, order
    sizes, orders = call("Shape", right), call("Shape", order)
    batch = call("BroadcastArgs", sizes[:-2], orders[:-1])
    right = call("BroadcastTo", right, call("ConcatV2", [batch, sizes[-2:]], 0))
    return right, call("BroadcastTo", order, call("ConcatV2", [batch, orders[-1:]], 0))


def lu_matrix_inverse(
    lower_upper: Any, perm: Any, validate_args: bool = False, name: str | None = None
) -> Tensor:
    """The inverses of matrices whose LU decompositions are given.

    Args:
      lower_upper: `[..., n, n]`, the factors that `tf.linalg.lu` gives.
      perm: `[..., n]`, the order of the rows.
      validate_args: Whether `perm` is checked to be permutations, eagerly.
      name: A name for the op.

    Returns:
      `[..., n, n]`.

    Raises:
      ValueError: The shapes do not fit, or `perm` is no permutation.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.lu_matrix_inverse(*tf.linalg.lu([[0.0, 2.0], [4.0, 0.0]])).numpy().tolist()
      [[0.0, 0.25], [0.5, 0.0]]
    """
    factors, order = _checked(lower_upper, perm, validate_args)
    known = factors.raw_shape
    count = call("Shape", factors)[-1] if known is None or known[-1] is None else known[-1]
    return lu_solve(factors, order, eye(count, dtype=factors.dtype), name=name)


def _checked(lower_upper: Any, perm: Any, validate: bool) -> tuple[Tensor, Tensor]:
    factors = convert_to_tensor(lower_upper, dtype_hint=float32)
    order = convert_to_tensor(perm, dtype_hint=int32)
    known, rows = factors.raw_shape, order.raw_shape
    if known is not None:
        if len(known) < 2:
            raise ValueError(
                f"Input `lower_upper` must have at least 2 dimensions; received {list(known)}."
            )
        if None not in known[-2:] and known[-1] != known[-2]:
            raise ValueError(f"Input `lower_upper` must be square; received {list(known)}.")
    value = rules.value_of(order) if validate else None
    if value is not None and (np.sort(value, -1) != np.arange(value.shape[-1])).any():
        raise ValueError(f"`perm` must hold permutations of range(n); received {value.tolist()}.")
    if known is None or rows is None:
        return factors, order
    if len(known) != len(rows) + 1:
        raise ValueError(
            "`lower_upper` must have one dimension more than `perm`; received shapes "
            f"{list(known)} and {list(rows)}."
        )
    if None not in (*rows[-1:], *known[-1:]) and rows[-1:] != known[-1:]:
        raise ValueError(
            f"The last sizes of `lower_upper` and `perm` differ: {list(known)}, {list(rows)}."
        )
    return factors, order
