"""Triangular matrices with few diagonals: banded_triangular_solve."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.op import call, op
from tenfold.core.shapes import broadcast
from tenfold.core.tensor import Tensor
from tenfold.ops.array.broadcasting import unbroadcast

from .diagonals import diag_part
from .factoring import SOLVABLE, widened
from .products import matmul
from .sweeping import sweep


def _banded_shape(done: Any) -> Any:
    bands, rhs = (x.raw_shape for x in done.inputs)
    for what, shape in (("bands", bands), ("rhs", rhs)):
        if shape is not None and len(shape) < 2:
            raise ValueError(f"{what} must have rank 2 or more; received {list(shape)}.")
    if bands is None or rhs is None:
        return None
    rows = rules.merge(bands[-1:], rhs[-2:-1]) or ()
    if bands[-2] == 0:
        raise ValueError(f"There must be a band; bands has the shape {list(bands)}.")
    batch = broadcast(bands[:-2], rhs[:-2])
    return None if batch is None else (*batch, *rows, rhs[-1])


@op("matrix: T, rhs: T -> output: T", T=SOLVABLE, shape=_banded_shape)
def BandedTriangularSolve(
    xp: Any, matrix: Any, rhs: Any, *, lower: bool = True, adjoint: bool = False
) -> Any:
    if matrix.ndim < 2 or rhs.ndim < 2 or matrix.shape[-1] != rhs.shape[-2]:
        raise ValueError("matrix and right side must have the same number of rows.")
    if not matrix.size:
        raise ValueError("matrix must not be empty.")
    bands = xp.moveaxis(widened(matrix), (-1, -2), (0, 1))
    bands = bands if lower else bands[:, ::-1]
    bands = _zeros_outside(xp, bands, lower)
    if adjoint:
        bands, lower = _adjoint(xp, bands, lower), not lower
    xp.raise_if(
        (~(xp.abs(bands[:, 0]) > 0)).any(),
        "InvalidArgumentError",
        "Input matrix is not invertible.",
    )
    batch = np.broadcast_shapes(matrix.shape[:-2], rhs.shape[:-2])
    right = xp.broadcast_to(widened(rhs), (*batch, *rhs.shape[-2:]))

    def substitute(carry: Any, row: Any) -> Any:
        coefficients, known = row
        total = known
        for i, x in enumerate(carry, 1):
            total = total - coefficients[i, ..., None] * x
        value = total / coefficients[0, ..., None]
        return (value, *carry)[: len(carry)], (value,)

    rows = [bands, xp.moveaxis(right, -2, 0)]
    if not right.size:
        return right.astype(rhs.dtype)
    before = tuple(xp.zeros_like(rows[1][0]) for _ in range(bands.shape[1] - 1))
    _, (found,) = sweep(xp, substitute, before, rows, reverse=not lower)
    return xp.moveaxis(found, 0, -2).astype(rhs.dtype)


def _zeros_outside(xp: Any, bands: Any, lower: bool) -> Any:
    """`[m, k, ...]` bands, the main diagonal first, with zeros for what is outside the matrix."""
    count, width = bands.shape[:2]
    row, band = np.arange(count)[:, None], np.arange(width)[None, :]
    column = row - band if lower else row + band
    inside = ((column >= 0) & (column < count)).reshape(count, width, *(1,) * (bands.ndim - 2))
    return xp.where(inside, bands, xp.zeros((), bands.dtype))


def _adjoint(xp: Any, bands: Any, lower: bool) -> Any:
    """The bands of the conjugate transposes."""
    count = bands.shape[0]
    moved = []
    for i in range(bands.shape[1]):
        zeros = xp.zeros_like(bands[:i, 0])
        column = bands[:, i]
        parts = [column[i:], zeros] if lower else [zeros, column[: max(count - i, 0)]]
        moved.append(xp.concatenate(parts)[:count])
    return xp.conj(xp.stack(moved, 1))


@BandedTriangularSolve.gradient
def banded_triangular_solve_gradient(done: Any, dy: Any) -> Any:
    matrix, rhs = done.inputs
    lower, adjoint = done.attrs["lower"], done.attrs["adjoint"]
    solution = done.outputs[0]
    drhs = BandedTriangularSolve(matrix, dy, lower=lower, adjoint=not adjoint)
    if adjoint:
        dense = -matmul(solution, drhs, adjoint_b=True)
    else:
        dense = -matmul(drhs, solution, adjoint_b=True)
    width = matrix.raw_shape[-2] if matrix.raw_shape is not None else None
    if width is None:
        width = call("Shape", matrix)[-2]
    span = [1 - width, 0] if lower else [0, width - 1]
    bands = diag_part(dense, k=span, align="LEFT_RIGHT")
    if width == 1:
        bands = call("ExpandDims", bands, -2)
    return unbroadcast(bands, matrix), unbroadcast(drhs, rhs)


def banded_triangular_solve(
    bands: Any, rhs: Any, lower: bool = True, adjoint: bool = False, name: str | None = None
) -> Tensor:
    """The solution `x` of `a @ x = rhs` for triangular matrices with few diagonals.

    Args:
      bands: `[..., k, m]`, the diagonals of `[..., m, m]`, such that the elements of a row of the
        matrix stand in one column. For `lower`, the main diagonal is the first row and the first
        `i` elements of row `i` are ignored; else the main diagonal is the last row, and as many
        last elements of each row are ignored as there are rows below it.
      rhs: `[..., m, n]`, of the same dtype; the batches are broadcast.
      lower: Whether the matrices are lower triangular.
      adjoint: Whether to solve with the conjugate transposes.
      name: A name for the op.

    Returns:
      `[..., m, n]`.

    Raises:
      tf.errors.InvalidArgumentError: A diagonal has a zero, or the shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> bands = [[2.0, 2.0], [0.0, 1.0]]
      >>> tf.linalg.banded_triangular_solve(bands, [[2.0], [3.0]]).numpy().tolist()
      [[1.0], [1.0]]
    """
    return BandedTriangularSolve(bands, rhs, lower=lower, adjoint=adjoint, name=name)
