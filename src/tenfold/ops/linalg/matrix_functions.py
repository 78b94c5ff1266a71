"""Functions of square matrices: expm, logm, sqrtm."""

from __future__ import annotations

import functools
from collections.abc import Callable
from math import factorial
from typing import Any

import numpy as np

from tenfold.core.blas_threads import one_blas_thread
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import complex64, complex128
from tenfold.core.op import call, op
from tenfold.core.tensor import Tensor

from .factoring import SOLVABLE, check_square, square, widened
from .norms import adjoint
from .schur_form import schur, triangular_logarithm, triangular_root


def _derivative(function: Any, x: Tensor, dy: Any) -> Any:
    """The gradient of a function of matrices, as an element of the function of a larger one.

    The function of [[a, e], [0, a]] holds, at the place of e, the change that e makes; the
    gradient is that of the conjugate transpose. Higham, "Functions of Matrices", theorem 3.6.
    """
    a = adjoint(x)
    upper = call("ConcatV2", [a, dy], -1)
    lower = call("ConcatV2", [call("ZerosLike", a), a], -1)
    whole = function(call("ConcatV2", [upper, lower], -2))
    known = x.raw_shape
    size = call("Shape", x)[-1] if known is None or known[-1] is None else known[-1]
    return whole[..., :size, size:]


def _by_schur(x: np.ndarray, of_triangle: Callable[[np.ndarray], np.ndarray]) -> np.ndarray:
    """A function of each matrix, complex; NaN where the matrix is not finite."""
    out = np.full(x.shape, np.nan, np.complex128)
    with one_blas_thread():
        for at in np.ndindex(x.shape[:-2]):
            if x.shape[-1] and np.isfinite(x[at]).all():
                t, q = schur(x[at])
                out[at] = q @ of_triangle(t) @ q.conj().T
    return out


@op("input: T -> output: T", T=SOLVABLE, shape=square, jit=False)
def MatrixSquareRoot(xp: Any, input: Any) -> Any:
    check_square(input)
    found = _by_schur(input, triangular_root)
    if input.dtype.kind == "c":
        return found.astype(input.dtype)
    # The root is real unless there is an eigenvalue below zero: then no real one is principal.
    scale = np.abs(found).max((-2, -1), keepdims=True, initial=0)
    is_real = np.abs(np.imag(found)) <= 1e-6 * scale
    real = np.where(is_real.all((-2, -1), keepdims=True), np.real(found), np.nan)
    return real.astype(input.dtype)


@MatrixSquareRoot.gradient
def matrix_square_root_gradient(done: Any, dy: Any) -> Any:
    return (_derivative(MatrixSquareRoot, done.inputs[0], dy),)


def sqrtm(input: Any, name: str | None = None) -> Tensor:
    """The principal square root of square matrices, `x` with `x @ x = input`.

    Args:
      input: `[..., n, n]`. A matrix of real numbers should have no eigenvalue below zero.
      name: A name for the op.

    Returns:
      `[..., n, n]`; NaN where a matrix has no principal root of its dtype.

    Raises:
      tf.errors.InvalidArgumentError: The matrices are not square.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.sqrtm([[4.0, 0.0], [0.0, 9.0]]).numpy().tolist()
      [[2.0, 0.0], [0.0, 3.0]]
    """
    return MatrixSquareRoot(input, name=name)


def _logarithm(t: np.ndarray) -> np.ndarray:
    return triangular_logarithm(t) if np.diagonal(t).all() else np.full_like(t, np.nan)


@op("input: T -> output: T", T=(complex64, complex128), shape=square, jit=False)
def MatrixLogarithm(xp: Any, input: Any) -> Any:
    check_square(input)
    return _by_schur(input, _logarithm).astype(input.dtype)


@MatrixLogarithm.gradient
def matrix_logarithm_gradient(done: Any, dy: Any) -> Any:
    return (_derivative(MatrixLogarithm, done.inputs[0], dy),)


def logm(input: Any, name: str | None = None) -> Tensor:
    """The principal logarithm of square matrices, `x` with `tf.linalg.expm(x) = input`.

    Args:
      input: `[..., n, n]`, complex and invertible, without eigenvalues below zero.
      name: A name for the op.

    Returns:
      `[..., n, n]`; NaN where a matrix is singular.

    Raises:
      tf.errors.InvalidArgumentError: The matrices are not square, or not complex.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.logm(tf.eye(2, dtype=tf.complex64)).numpy().real.tolist()
      [[0.0, 0.0], [0.0, 0.0]]
    """
    return MatrixLogarithm(input, name=name)


@functools.cache
def _pade(order: int) -> list[float]:
    """The coefficients of the numerator of the diagonal Pade approximant of exp."""
    m = order
    return [
        factorial(2 * m - j) * factorial(m) / (factorial(2 * m) * factorial(m - j) * factorial(j))
        for j in range(m + 1)
    ]


@op("input: T -> output: T", T=SOLVABLE, shape=square)
def MatrixExponential(xp: Any, input: Any) -> Any:
    check_square(input)
    if not input.size:
        return input
    x = widened(input)
    # Scaling and squaring: Higham, "The scaling and squaring method revisited" (2005).
    order, limit = (13, 5.37) if x.real.dtype.itemsize == 8 else (7, 3.92)
    length = xp.abs(x).sum(-2).max(-1)
    halvings = xp.maximum(xp.ceil(xp.log2(length / limit)), 0)
    halvings = xp.where(xp.isfinite(length), halvings, 0).astype(np.int32)[..., None, None]
    x = x * (0.5**halvings).astype(x.dtype)
    powers = [xp.broadcast_to(xp.eye(x.shape[-1], dtype=x.dtype), x.shape), x @ x]
    while len(powers) <= order // 2:
        powers.append(powers[-1] @ powers[1])
    c = [np.asarray(v, x.dtype) for v in _pade(order)]
    even = sum(c[2 * i] * p for i, p in enumerate(powers))
    odd = x @ sum(c[2 * i + 1] * p for i, p in enumerate(powers))
    found = xp.linalg.solve(even - odd, even + odd)

    def squared(i: Any, y: Any) -> Any:
        return xp.where(i < halvings, y @ y, y)

    if xp.compiled:
        found = xp.lax.fori_loop(0, halvings.max(), squared, found)
    else:
        for i in range(int(halvings.max())):
            found = squared(i, found)
    return found.astype(input.dtype)


@MatrixExponential.gradient
def matrix_exponential_gradient(done: Any, dy: Any) -> Any:
    return (_derivative(MatrixExponential, done.inputs[0], dy),)


def expm(input: Any, name: str | None = None) -> Tensor:
    """The exponential of square matrices, the sum of `input^k / k!`.

    Args:
      input: `[..., n, n]`, floating or complex.
      name: A name for the op.

    Returns:
      `[..., n, n]`.

    Raises:
      ValueError: The matrices are neither floating nor complex.
      tf.errors.InvalidArgumentError: The matrices are not square.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.expm([[0.0, 1.0], [0.0, 0.0]]).numpy().tolist()
      [[1.0, 1.0], [0.0, 1.0]]
    """
    x = to_tensor(input)
    if x.dtype not in SOLVABLE:
        names = ", ".join(d.name for d in SOLVABLE)
        raise ValueError(f"expm does not support {x.dtype.name}; it takes {names}.")
    if x.raw_shape is not None and len(x.raw_shape) < 2:
        raise ValueError(f"expm needs matrices, [..., n, n]; received {list(x.raw_shape)}.")
    return MatrixExponential(x, name=name)
