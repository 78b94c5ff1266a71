"""Factors of matrices: cholesky, qr, svd, eigh."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import errors
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import complex64, complex128, float16, float32, float64
from tenfold.core.namespace import matrices
from tenfold.core.op import call, op
from tenfold.core.tensor import Tensor

from .diagonals import band_part, diag_part, set_diag
from .norms import adjoint
from .products import matmul
from .structured import Structured

SOLVABLE = (float64, float32, float16, complex64, complex128)


def square(done: Any) -> Any:
    """The first input's shape, of square matrices."""
    known = done.inputs[0].raw_shape
    if known is None:
        return None
    if len(known) < 2 or (None not in known[-2:] and known[-1] != known[-2]):
        raise ValueError(f"Input matrix must be square; received shape {list(known)}.")
    side = known[-1] if known[-2] is None else known[-2]
    return (*known[:-2], side, side)


def check_square(x: Any) -> None:
    if x.ndim < 2 or x.shape[-1] != x.shape[-2]:
        raise ValueError(f"Input matrix must be square; received shape {list(x.shape)}.")


def widened(x: Any) -> Any:
    """LAPACK has no half precision."""
    return x.astype(np.float32) if x.dtype == np.float16 else x


@op("input: T -> output: T", T=SOLVABLE, shape=square)
def Cholesky(xp: Any, input: Any) -> Any:
    check_square(input)
    # Only the lower triangle is read.
    lower = xp.tril(widened(input))
    whole = lower + xp.conj(xp.swapaxes(xp.tril(lower, -1), -1, -2))
    if xp.compiled:
        found = xp.linalg.cholesky(whole)
        failed = (xp.isnan(found) & ~xp.isnan(whole)).any((-2, -1), keepdims=True)
        return xp.where(failed, xp.nan, found).astype(input.dtype)
    try:
        return matrices.cholesky(whole).astype(input.dtype)
    except np.linalg.LinAlgError:
        return _each_cholesky(whole).astype(input.dtype)


def _each_cholesky(x: np.ndarray) -> np.ndarray:
    """One matrix at a time: NaN stands for those that are not positive definite."""
    out = np.full(x.shape, np.nan, x.dtype)
    for at in np.ndindex(x.shape[:-2]):
        if x.shape[-1] and np.isfinite(x[at]).all() and matrices.eigvalsh(x[at])[0] > 0:
            out[at] = matrices.cholesky(x[at])
    return out


@Cholesky.gradient
def cholesky_gradient(done: Any, dy: Any) -> Any:
    factor = done.outputs[0]
    inverse = call("MatrixTriangularSolve", factor, _identity_like(factor), lower=True)
    middle = matmul(factor, dy, adjoint_a=True)
    middle = set_diag(middle, diag_part(middle) * _half(middle))
    middle = band_part(middle, -1, 0)
    whole = matmul(matmul(inverse, middle, adjoint_a=True), inverse)
    return ((whole + adjoint(whole)) * _half(whole),)


@op("l: T, grad: T -> output: T", T=(float16, float32, float64), shape=square)
def CholeskyGrad(xp: Any, l: Any, grad: Any) -> Any:  # noqa: E741
    check_square(l)
    if l.shape != grad.shape:
        raise ValueError("l and grad must have the same shape.")
    lower = xp.tril(widened(l))
    inverse = xp.linalg.inv(lower)
    middle = xp.tril(xp.swapaxes(lower, -1, -2) @ xp.tril(widened(grad)))
    middle = middle * (1 - 0.5 * xp.eye(l.shape[-1], dtype=lower.dtype))
    whole = xp.swapaxes(inverse, -1, -2) @ middle @ inverse
    return ((whole + xp.swapaxes(whole, -1, -2)) / 2).astype(l.dtype)


def _half(x: Tensor) -> Tensor:
    return to_tensor(0.5, x.dtype)


def _identity_like(x: Tensor) -> Tensor:
    ones = call("OnesLike", diag_part(x))
    return set_diag(call("ZerosLike", x), ones)


def cholesky(input: Any, name: str | None = None) -> Tensor:
    """The lower triangular `l` with `l @ l*` equal to each positive definite matrix.

    Args:
      input: `[..., n, n]`, Hermitian and positive definite; the lower triangle is read.
      name: A name for the op.

    Returns:
      `[..., n, n]`.

    Raises:
      tf.errors.InvalidArgumentError: The matrices are not square. (Where one is not positive
        definite, its result is NaN.)

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.cholesky([[4.0, 2.0], [2.0, 5.0]]).numpy().tolist()
      [[2.0, 0.0], [1.0, 2.0]]
    """
    if isinstance(input, Structured):
        return input.cholesky()
    return Cholesky(input, name=name)


def _qr_shape(done: Any) -> Any:
    known, full = done.inputs[0].raw_shape, done.attrs["full_matrices"]
    if known is None:
        return [None, None]
    *batch, m, n = known
    inner = m if full else None if None in (m, n) else min(m, n)
    return [(*batch, m, inner), (*batch, inner, n)]


@op("input: T -> q: T, r: T", T=SOLVABLE, shape=_qr_shape)
def Qr(xp: Any, input: Any, *, full_matrices: bool = False) -> Any:
    q, r = xp.linalg.qr(widened(input), mode="complete" if full_matrices else "reduced")
    return q.astype(input.dtype), r.astype(input.dtype)


@Qr.gradient
def qr_gradient(done: Any, dq: Any, dr: Any) -> Any:
    q, r = done.outputs
    rows, columns = (None, None) if r.raw_shape is None else r.raw_shape[-2:]
    if rows is None or columns is None or rows > columns:
        text = "qr: the gradient needs known sizes, and full_matrices=False."
        raise errors.UnimplementedError(None, None, text)
    if rows == columns:
        return (_tall_qr_gradient(q, r, dq, dr),)
    # The right part of a wide matrix is the product of q and that part of r.
    right, dright = done.inputs[0][..., rows:], dr[..., rows:]
    dq = dq + matmul(right, dright, adjoint_b=True)
    left = _tall_qr_gradient(q, r[..., :rows], dq, dr[..., :rows])
    return (call("ConcatV2", [left, matmul(q, dright)], -1),)


def _tall_qr_gradient(q: Tensor, r: Tensor, dq: Any, dr: Any) -> Tensor:
    """The gradient where r is square, with a real diagonal.

    Walter, Lehmann and Lamour, "On evaluating higher-order derivatives of the QR decomposition of
    tall matrices with full column rank" (2012).
    """
    middle = matmul(r, dr, adjoint_b=True) - matmul(dq, q, adjoint_a=True)
    diagonal = _real_part(diag_part(middle))
    lower = band_part(middle, -1, 0)
    lower = set_diag(lower, call("ZerosLike", diagonal))
    whole = dq + matmul(q, set_diag(lower + adjoint(lower), diagonal))
    return adjoint(call("MatrixTriangularSolve", r, adjoint(whole), lower=False))


def _real_part(x: Tensor) -> Tensor:
    """The real part, in the same dtype."""
    if not x.dtype.is_complex:
        return x
    return call("Cast", call("Real", x, Tout=x.dtype.real_dtype), DstT=x.dtype)


def safe_reciprocal(x: Tensor) -> Tensor:
    """`1 / x`, but finite near zero, and zero there."""
    return x * call("Reciprocal", x * x + to_tensor(1e-20, x.dtype))


def inverse_gaps(values: Tensor) -> Tensor:
    """`1 / (values[j] - values[i])` for eigenvalues, zero where they are equal."""
    gaps = call("ExpandDims", values, -2) - call("ExpandDims", values, -1)
    # The diagonal is constant: its gradient would be rounding, magnified.
    return set_diag(safe_reciprocal(gaps), call("ZerosLike", values))


def qr(input: Any, full_matrices: bool = False, name: str | None = None) -> Any:
    """The orthogonal `q` and upper triangular `r` with `q @ r` equal to each matrix.

    Args:
      input: `[..., m, n]`.
      full_matrices: Whether `q` is `[..., m, m]`, rather than having `min(m, n)` columns.
      name: A name for the op.

    Returns:
      `(q, r)`.

    Example:
      >>> import tenfold as tf
      >>> q, r = tf.linalg.qr([[3.0, 1.0], [4.0, 2.0]])
      >>> q.shape, r.shape
      (TensorShape([2, 2]), TensorShape([2, 2]))
    """
    return Qr(input, full_matrices=full_matrices, name=name)


def _svd_shape(done: Any) -> Any:
    known = done.inputs[0].raw_shape
    if known is None:
        return [None] * 3
    *batch, m, n = known
    least = None if None in (m, n) else min(m, n)
    if not done.attrs["compute_uv"]:
        return [(*batch, least), (), ()]
    full = done.attrs["full_matrices"]
    return [
        (*batch, least),
        (*batch, m, m if full else least),
        (*batch, n, n if full else least),
    ]


@op("input: T -> s: T, u: T, v: T", T=SOLVABLE, shape=_svd_shape)
def Svd(xp: Any, input: Any, *, compute_uv: bool = True, full_matrices: bool = False) -> Any:
    if input.ndim < 2:
        raise ValueError("input must have rank 2 or more.")
    kind = input.dtype
    x = widened(input)
    # LAPACK fails for the whole batch where one matrix has values that are not finite.
    finite = xp.isfinite(x).all((-2, -1), keepdims=True)
    x = xp.where(finite, x, 0)
    if not compute_uv:
        s = xp.linalg.svd(x, compute_uv=False)
        s = xp.where(finite[..., 0], s, np.nan).astype(kind)
        return s, xp.zeros((), kind), xp.zeros((), kind)
    u, s, vh = xp.linalg.svd(x, full_matrices=full_matrices)
    s = xp.where(finite[..., 0], s, np.nan)
    u, vh = (xp.where(finite, v, np.nan) for v in (u, vh))
    return s.astype(kind), u.astype(kind), xp.conj(xp.swapaxes(vh, -1, -2)).astype(kind)


@Svd.gradient
def svd_gradient(done: Any, ds: Any, du: Any, dv: Any) -> Any:
    ds = _real_part(ds)
    if not done.attrs["compute_uv"]:
        _, u, v = Svd(done.inputs[0], compute_uv=True, full_matrices=False)
        return (matmul(u * call("ExpandDims", ds, -2), v, adjoint_b=True),)
    s, u, v = done.outputs
    shape = done.inputs[0].raw_shape
    rows, columns = (None, None) if shape is None else shape[-2:]
    if rows is None or columns is None or (done.attrs["full_matrices"] and rows != columns):
        text = "svd: the gradient needs known sizes, and full_matrices=False."
        raise errors.UnimplementedError(None, None, text)
    # Townsend, "Differentiating the singular value decomposition" (2016).
    row, column = call("ExpandDims", s, -2), call("ExpandDims", s, -1)
    factor = inverse_gaps(s * s)
    inverse = safe_reciprocal(s)
    gram = matmul(v, dv, adjoint_a=True)
    x, y = factor * matmul(u, du, adjoint_a=True), factor * gram
    core = (x + adjoint(x)) * row + column * (y + adjoint(y))
    if s.dtype.is_complex:
        # Vectors turn in pairs: Wan and Zhang, "Automatic differentiation for complex valued SVD"
        # (2019).
        phases = diag_part(gram)
        ds = ds - (phases - _real_part(phases)) * inverse
    core = set_diag(core, diag_part(core) + ds)
    dx = matmul(matmul(u, core), v, adjoint_b=True)
    inverse = call("ExpandDims", inverse, -2)
    if rows > columns:
        left = du * inverse
        dx = dx + matmul(left - matmul(u, matmul(u, left, adjoint_a=True)), v, adjoint_b=True)
    if columns > rows:
        right = dv * inverse
        dx = dx + matmul(u, right - matmul(v, matmul(v, right, adjoint_a=True)), adjoint_b=True)
    return (dx,)


def svd(
    tensor: Any, full_matrices: bool = False, compute_uv: bool = True, name: str | None = None
) -> Any:
    """Singular values `s` and vectors, such that each matrix is `u @ diag(s) @ v*`.

    Args:
      tensor: `[..., m, n]`.
      full_matrices: Whether `u` and `v` are square.
      compute_uv: Whether the vectors are wanted.
      name: A name for the op.

    Returns:
      `(s, u, v)` with `s` in descending order, or `s` alone; real singular values.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.svd([[3.0, 0.0], [0.0, 4.0]], compute_uv=False).numpy().tolist()
      [4.0, 3.0]
    """
    s, u, v = Svd(tensor, compute_uv=compute_uv, full_matrices=full_matrices, name=name)
    s = call("Real", s, Tout=s.dtype.real_dtype) if s.dtype.is_complex else s
    return (s, u, v) if compute_uv else s


def _eigh_shape(done: Any) -> Any:
    known = square(done)
    if known is None:
        return [None, None]
    return [known[:-1], known if done.attrs["compute_v"] else ()]


_NO_EIGENVALUES = "Self-adjoint eigen decomposition was not successful: the input holds NaN."


@op("input: T -> e: T, v: T", T=SOLVABLE, shape=_eigh_shape)
def SelfAdjointEigV2(xp: Any, input: Any, *, compute_v: bool = True) -> Any:
    check_square(input)
    kind = input.dtype
    # Only the lower triangle is read.
    lower = xp.tril(widened(input))
    whole = lower + xp.conj(xp.swapaxes(xp.tril(lower, -1), -1, -2))
    xp.raise_if(xp.isnan(whole).any(), "InvalidArgumentError", _NO_EIGENVALUES)
    if not compute_v:
        return xp.linalg.eigvalsh(whole).astype(kind), xp.zeros((), kind)
    e, v = xp.linalg.eigh(whole)
    return e.astype(kind), v.astype(kind)


@SelfAdjointEigV2.gradient
def self_adjoint_eig_gradient(done: Any, de: Any, dv: Any) -> Any:
    if done.attrs["compute_v"]:
        e, v = done.outputs
        middle = set_diag(inverse_gaps(e) * matmul(v, dv, adjoint_a=True), de)
        dx = matmul(v, matmul(middle, v, adjoint_b=True))
    else:
        _, v = SelfAdjointEigV2(done.inputs[0])
        dx = matmul(v * call("ExpandDims", de, -2), v, adjoint_b=True)
    # The upper triangle is never read: its share belongs to the lower one.
    lower = band_part(dx + adjoint(dx), -1, 0)
    return (set_diag(lower, diag_part(lower) * to_tensor(0.5, lower.dtype)),)


def eigh(tensor: Any, name: str | None = None) -> Any:
    """Eigenvalues, in ascending order, and eigenvectors of Hermitian matrices.

    Args:
      tensor: `[..., n, n]`; the lower triangle is read.
      name: A name for the op.

    Returns:
      `(e, v)`: `[..., n]`, and `[..., n, n]` with the vectors as columns.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.eigh([[2.0, 0.0], [0.0, 1.0]])[0].numpy().tolist()
      [1.0, 2.0]
    """
    return SelfAdjointEigV2(tensor, name=name)


def eigvalsh(tensor: Any, name: str | None = None) -> Tensor:
    """Eigenvalues of Hermitian matrices, in ascending order.

    Args:
      tensor: `[..., n, n]`; the lower triangle is read.
      name: A name for the op.

    Returns:
      `[..., n]`.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.eigvalsh([[2.0, 0.0], [0.0, 1.0]]).numpy().tolist()
      [1.0, 2.0]
    """
    return SelfAdjointEigV2(tensor, compute_v=False, name=name)[0]
