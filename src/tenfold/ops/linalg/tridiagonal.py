"""Tridiagonal matrices: tridiagonal_matmul, tridiagonal_solve."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import complex64, complex128, float32, float64
from tenfold.core.op import call, op
from tenfold.core.tensor import Tensor

from .diagonals import diag_part
from .norms import matrix_transpose
from .sweeping import sweep

_KINDS = (float64, float32, complex64, complex128)
_FORMATS = ("matrix", "sequence", "compact")


def _ahead(xp: Any, x: Any, axis: int) -> Any:
    """Each row's successor; zeros after the last."""
    return _shifted(xp, x, axis, slice(1, None), (0, 1))


def _behind(xp: Any, x: Any, axis: int) -> Any:
    """Each row's predecessor; zeros before the first."""
    return _shifted(xp, x, axis, slice(None, -1), (1, 0))


def _shifted(xp: Any, x: Any, axis: int, kept: slice, padding: tuple[int, int]) -> Any:
    places: list[Any] = [slice(None)] * x.ndim
    places[axis] = kept
    widths = [(0, 0)] * x.ndim
    widths[axis] = padding
    return xp.pad(x[tuple(places)], widths) if x.shape[axis] else x


def _multiplied(done: Any) -> Any:
    batch: Any = None
    for x in done.inputs:
        batch = rules.merge(batch, None if x.raw_shape is None else x.raw_shape[:-2])
    return done.inputs[3].raw_shape


@op(
    "superdiag: T, maindiag: T, subdiag: T, rhs: T -> output: T",
    T=_KINDS,
    shape=rules.shaped(_multiplied, "... 1 m", "... 1 m", "... 1 m", "... m n"),
)
def TridiagonalMatMul(xp: Any, superdiag: Any, maindiag: Any, subdiag: Any, rhs: Any) -> Any:
    for what, x in (("superdiag", superdiag), ("maindiag", maindiag), ("subdiag", subdiag)):
        if rhs.ndim < 2 or x.shape != (*rhs.shape[:-2], 1, rhs.shape[-2]):
            raise ValueError(
                f"{what} must have shape [..., 1, m] for a right side [..., m, n] of the same "
                f"batch; received {list(x.shape)} and {list(rhs.shape)}."
            )
    above, main, below = (xp.swapaxes(x, -1, -2) for x in (superdiag, maindiag, subdiag))
    return above * _ahead(xp, rhs, -2) + main * rhs + below * _behind(xp, rhs, -2)


@TridiagonalMatMul.gradient
def tridiagonal_matmul_gradient(done: Any, dy: Any) -> Any:
    *diagonals, rhs = done.inputs
    above, main, below = (call("Conj", x) if x.dtype.is_complex else x for x in diagonals)
    other = call("Conj", rhs) if rhs.dtype.is_complex else rhs
    drhs = TridiagonalMatMul(later(below, -1), main, earlier(above, -1), dy)

    def total(x: Any) -> Any:
        return call("ExpandDims", call("Sum", dy * x, [-1]), -2)

    return total(later(other, -2)), total(other), total(earlier(other, -2)), drhs


def later(x: Tensor, axis: int) -> Tensor:
    """Each element's successor along an axis; zero after the last. Made of ops."""
    rest, first = (x[..., 1:], x[..., :1]) if axis == -1 else (x[..., 1:, :], x[..., :1, :])
    return call("ConcatV2", [rest, call("ZerosLike", first)], axis)


def earlier(x: Tensor, axis: int) -> Tensor:
    """Each element's predecessor along an axis; zero before the first. Made of ops."""
    rest, first = (x[..., :-1], x[..., :1]) if axis == -1 else (x[..., :-1, :], x[..., :1, :])
    return call("ConcatV2", [call("ZerosLike", first), rest], axis)


def _tridiagonal_solution(done: Any) -> Any:
    known, rhs = (x.raw_shape for x in done.inputs)
    for what, shape in (("diagonals", known), ("rhs", rhs)):
        if shape is not None and len(shape) < 2:
            raise ValueError(f"{what} must have rank 2 or more; received {list(shape)}.")
    if known is None or rhs is None:
        return rhs
    rules.merge(known[-2:-1], (3,))
    rows = rules.merge(known[-1:], rhs[-2:-1]) or ()
    return (*(rules.merge(known[:-2], rhs[:-2]) or ()), *rows, rhs[-1])


@op("diagonals: T, rhs: T -> output: T", T=_KINDS, shape=_tridiagonal_solution)
def TridiagonalSolve(
    xp: Any,
    diagonals: Any,
    rhs: Any,
    *,
    partial_pivoting: bool = True,
    perturb_singular: bool = False,
) -> Any:
    _check_system(diagonals, rhs)
    if perturb_singular and not partial_pivoting:
        raise ValueError("Setting perturb_singular requires also setting partial_pivoting.")
    if not rhs.size:
        return rhs
    rows = xp.moveaxis(diagonals, -1, 0)
    below, main, above = rows[..., 2, None], rows[..., 1, None], rows[..., 0, None]
    least = _least(xp, diagonals) if perturb_singular else None
    solution = _solved(
        xp, below, main, _without_last(xp, above), xp.moveaxis(rhs, -2, 0), partial_pivoting, least
    )
    return xp.moveaxis(solution, 0, -2)


def _check_system(diagonals: Any, rhs: Any) -> None:
    if diagonals.ndim < 2 or diagonals.shape[-2] != 3:
        raise ValueError("diagonals must have three rows.")
    if rhs.ndim < 2 or diagonals.shape[-1] != rhs.shape[-2]:
        raise ValueError("diagonals and right side must have the same number of rows.")
    if diagonals.shape[:-2] != rhs.shape[:-2]:
        raise ValueError("All input tensors must have the same outer dimensions.")


def _without_last(xp: Any, above: Any) -> Any:
    """The last element above the diagonal is outside the matrix."""
    return xp.concatenate([above[:-1], xp.zeros_like(above[-1:])])


def _least(xp: Any, diagonals: Any) -> Any:
    """What stands for a pivot of zero: the rounding of the largest element."""
    limits = np.finfo(diagonals.dtype)
    largest = xp.abs(diagonals).max((-2, -1))
    return xp.maximum(limits.eps * largest, limits.tiny)[..., None]


def _solved(
    xp: Any, below: Any, main: Any, above: Any, rhs: Any, pivoting: bool, least: Any
) -> Any:
    """Gaussian elimination; a row exchange leaves up to two elements beside a pivot."""
    zero = xp.zeros_like(main[0])

    def mended(pivot: Any) -> Any:
        if least is None:
            return pivot
        return xp.where(pivot == 0, xp.copysign(least, pivot.real).astype(pivot.dtype), pivot)

    def eliminate(carry: Any, lower: Any) -> Any:
        upper = (carry[0], carry[1], zero, carry[2])
        if pivoting:
            swap = xp.abs(lower[0]) > xp.abs(upper[0])
            pairs = list(zip(upper, lower, strict=True))
            upper = tuple(xp.where(swap, b, a) for a, b in pairs)
            lower = tuple(xp.where(swap, a, b) for a, b in pairs)
        pivot = mended(upper[0])
        factor = lower[0] / pivot
        rest = tuple(b - factor * a for a, b in zip(upper[1:], lower[1:], strict=True))
        return rest, (pivot, *upper[1:])

    def substitute(carry: Any, row: Any) -> Any:
        (after, later), (pivot, second, third, right) = carry, row
        value = (right - second * after - third * later) / pivot
        return (value, after), (value,)

    last, rows = (main[0], above[0], rhs[0]), []
    if len(main) > 1:
        last, rows = sweep(xp, eliminate, last, [x[1:] for x in (below, main, above, rhs)])
    ends = [x[None] for x in (mended(last[0]), last[1], zero, last[2])]
    rows = [xp.concatenate(pair) for pair in zip(rows, ends, strict=True)] if rows else ends
    nothing = xp.zeros_like(rhs[0])
    _, (values,) = sweep(xp, substitute, (nothing, nothing), rows, reverse=True)
    return xp.where((rows[0] == 0).any(0), xp.asarray(np.nan, values.dtype), values)


@TridiagonalSolve.gradient
def tridiagonal_solve_gradient(done: Any, dy: Any) -> Any:
    diagonals, _ = done.inputs
    above, main, below = (diagonals[..., i, :] for i in range(3))
    transposed = call("Pack", [later(below, -1), main, earlier(above, -1)], axis=-2)
    solution = done.outputs[0]
    if diagonals.dtype.is_complex:
        transposed, solution = call("Conj", transposed), call("Conj", solution)
    drhs = TridiagonalSolve(
        transposed,
        dy,
        partial_pivoting=done.attrs["partial_pivoting"],
        perturb_singular=done.attrs["perturb_singular"],
    )
    neighbours = (later(solution, -2), solution, earlier(solution, -2))
    parts = [-call("Sum", drhs * x, [-1]) for x in neighbours]
    return call("Pack", parts, axis=-2), drhs


def compact_diagonals(diagonals: Any, form: str, pad: bool) -> tuple[Tensor, Tensor, Tensor]:
    """The diagonals above, on and below the main one, each `[..., m]`, from any format."""
    if form not in _FORMATS:
        raise ValueError(
            f"Unrecognized diagonals_format: {form!r}; expected one of {', '.join(_FORMATS)}."
        )
    if form == "sequence":
        if not isinstance(diagonals, (tuple, list)) or len(diagonals) != 3:
            raise ValueError("Expected diagonals to be a sequence of length 3.")
        above, main, below = (to_tensor(x) for x in diagonals)
        size = None if main.raw_shape is None else main.raw_shape[-1]
        return (
            _filled(above, size, after=True) if pad else above,
            main,
            _filled(below, size, after=False) if pad else below,
        )
    x = to_tensor(diagonals)
    known = x.raw_shape
    if form == "compact":
        if known is not None and (len(known) < 2 or known[-2] not in (None, 3)):
            raise ValueError(f"Expected 3 diagonals, [..., 3, m]; received shape {list(known)}.")
        return x[..., 0, :], x[..., 1, :], x[..., 2, :]
    if known is not None and (len(known) < 2 or (None not in known and known[-1] != known[-2])):
        raise ValueError(f"Expected a square matrix; received shape {list(known)}.")
    padded = diag_part(x, k=(-1, 1), align="LEFT_RIGHT")
    return padded[..., 0, :], padded[..., 1, :], padded[..., 2, :]


def _filled(x: Tensor, size: int | None, after: bool) -> Tensor:
    """A diagonal beside the main one, with a zero where it is one element short."""
    known = None if x.raw_shape is None else x.raw_shape[-1]
    if size is not None and known == size - 1:
        zero = call("ZerosLike", x[..., :1]) if known else _zero_column(x)
        return call("ConcatV2", [x, zero] if after else [zero, x], -1)
    return x


def _zero_column(x: Tensor) -> Tensor:
    shape = call("ConcatV2", [call("Shape", x)[:-1], [1]], 0)
    return call("Fill", shape, to_tensor(0, x.dtype))


def tridiagonal_matmul(
    diagonals: Any, rhs: Any, diagonals_format: str = "compact", name: str | None = None
) -> Tensor:
    """The product of tridiagonal matrices and other matrices.

    Args:
      diagonals: `[..., 3, m]` for "compact": the elements above the diagonal, whose last one is
        ignored, those on it, and those below it, whose first one is ignored. Three tensors
        `[..., m]` for "sequence"; `[..., m, m]` for "matrix", whose other elements are ignored.
      rhs: `[..., m, n]`, of the same dtype and batch.
      diagonals_format: "compact", "sequence" or "matrix".
      name: A name for the op.

    Returns:
      `[..., m, n]`.

    Raises:
      ValueError: The format is unknown, or the diagonals do not have it.
      tf.errors.InvalidArgumentError: The shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> diagonals = [[1.0, 0.0], [2.0, 3.0], [0.0, 4.0]]
      >>> tf.linalg.tridiagonal_matmul(diagonals, [[1.0], [1.0]]).numpy().tolist()
      [[3.0], [7.0]]
    """
    parts = compact_diagonals(diagonals, diagonals_format, pad=False)
    above, main, below = (call("ExpandDims", x, -2) for x in parts)
    return TridiagonalMatMul(above, main, below, rhs, name=name)


def tridiagonal_solve(
    diagonals: Any,
    rhs: Any,
    diagonals_format: str = "compact",
    transpose_rhs: bool = False,
    conjugate_rhs: bool = False,
    name: str | None = None,
    partial_pivoting: bool = True,
    perturb_singular: bool = False,
) -> Tensor:
    """The solution `x` of `a @ x = rhs` for tridiagonal matrices, in linear time.

    Args:
      diagonals: `[..., 3, m]` for "compact": the elements above the diagonal, whose last one is
        ignored, those on it, and those below it, whose first one is ignored. Three tensors for
        "sequence", the outer ones `[..., m]` or `[..., m - 1]`; `[..., m, m]` for "matrix".
      rhs: `[..., m, k]`, or `[..., m]` for one right side.
      diagonals_format: "compact", "sequence" or "matrix".
      transpose_rhs: Whether `rhs` is `[..., k, m]`; not for one right side.
      conjugate_rhs: Whether to solve for the conjugate of `rhs`.
      name: A name for the op.
      partial_pivoting: Whether rows are exchanged, which is slower and far more accurate.
      perturb_singular: Whether pivots of zero are replaced by tiny ones; without, the solution
        of a singular system is NaN.

    Returns:
      A tensor of the shape of the right sides, `[..., m, k]` or `[..., m]`.

    Raises:
      ValueError: The format is unknown, or the diagonals do not have it.
      tf.errors.InvalidArgumentError: The shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> diagonals = [[1.0, 0.0], [2.0, 3.0], [0.0, 4.0]]
      >>> tf.linalg.tridiagonal_solve(diagonals, [3.0, 7.0]).numpy().round(4).tolist()
      [1.0, 1.0]
    """
    if perturb_singular and not partial_pivoting:
        raise ValueError("partial_pivoting must be True if perturb_singular is.")
    compact = call("Pack", list(compact_diagonals(diagonals, diagonals_format, pad=True)), axis=-2)
    right = to_tensor(rhs, compact.dtype)
    known, rank = compact.raw_shape, right.raw_shape
    single = known is not None and rank is not None and len(rank) == len(known) - 1
    if single:
        right = call("ExpandDims", right, -1)
    elif transpose_rhs:
        right = matrix_transpose(right)
    if conjugate_rhs and right.dtype.is_complex:
        right = call("Conj", right)
    found = TridiagonalSolve(
        compact,
        right,
        partial_pivoting=partial_pivoting,
        perturb_singular=perturb_singular,
        name=name,
    )
    return call("Squeeze", found, squeeze_dims=[-1]) if single else found
