"""Eigenvalues of any square matrix, and of symmetric tridiagonal ones: eig, eigh_tridiagonal."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, complex64, complex128, float32, float64
from tenfold.core.errors import InvalidArgumentError
from tenfold.core.op import call, op
from tenfold.core.tensor import Tensor

from .diagonals import diag, diag_part, set_diag
from .factoring import check_square, eigh, eigvalsh, inverse_gaps, square
from .norms import adjoint
from .products import matmul
from .solving import MatrixSolve

_NO_SUCCESS = "Eigen decomposition was not successful. The input might not be valid."


def _eig_shape(done: Any) -> Any:
    known = square(done)
    if known is None:
        return [None, None]
    return [known[:-1], known if done.attrs["compute_v"] else ()]


@op(
    "input: T -> e: Tout, v: Tout",
    T=(float32, float64, complex64, complex128),
    Tout=(complex64, complex128),
    shape=_eig_shape,
)
def Eig(xp: Any, input: Any, *, compute_v: bool = True, Tout: DType) -> Any:
    check_square(input)
    if Tout.size != 2 * input.dtype.itemsize // (1 + (input.dtype.kind == "c")):
        raise ValueError(f"Invalid output dtype {Tout.name} for {input.dtype}.")
    xp.raise_if(~xp.isfinite(input).all(), "InvalidArgumentError", _NO_SUCCESS)
    if compute_v and input.size:
        e, v = xp.linalg.eig(input)
        return e.astype(Tout.np), v.astype(Tout.np)
    e = xp.linalg.eigvals(input) if input.size else xp.zeros(input.shape[:-1])
    return e.astype(Tout.np), xp.zeros(input.shape if compute_v else (), Tout.np)


@Eig.gradient
def eig_gradient(done: Any, de: Any, dv: Any) -> Any:
    source = done.inputs[0]
    if done.attrs["compute_v"]:
        e, v = done.outputs
        factor = inverse_gaps(e)
        inner = matmul(v, dv, adjoint_a=True)
        # The columns have length 1: what would lengthen them falls away.
        lengths = call(
            "Cast", call("Real", diag_part(inner), Tout=e.dtype.real_dtype), DstT=e.dtype
        )
        gram = matmul(v, v, adjoint_a=True)
        inner = inner - gram * call("ExpandDims", lengths, -2)
        middle = set_diag(call("Conj", factor) * inner, de)
    else:
        _, v = Eig(source, Tout=done.attrs["Tout"])
        middle = diag(de)
    dx = MatrixSolve(adjoint(v), matmul(middle, v, adjoint_b=True))
    return (dx if source.dtype.is_complex else call("Real", dx, Tout=source.dtype),)


def _complex_of(x: Tensor) -> DType:
    return complex64 if x.dtype in (float32, complex64) else complex128


def eig(tensor: Any, name: str | None = None) -> Any:
    """Eigenvalues, in no particular order, and eigenvectors of square matrices.

    Args:
      tensor: `[..., n, n]`.
      name: A name for the op.

    Returns:
      `(e, v)`, complex: `[..., n]`, and `[..., n, n]` with vectors of length 1 as columns.

    Raises:
      tf.errors.InvalidArgumentError: The matrices are not square, or not finite.

    Example:
      >>> import tenfold as tf
      >>> e, v = tf.linalg.eig([[2.0, 0.0], [0.0, 3.0]])
      >>> e.numpy().tolist()
      [(2+0j), (3+0j)]
    """
    x = to_tensor(tensor)
    return Eig(x, compute_v=True, Tout=_complex_of(x), name=name)


def eigvals(tensor: Any, name: str | None = None) -> Tensor:
    """Eigenvalues of square matrices, in no particular order.

    Args:
      tensor: `[..., n, n]`.
      name: A name for the op.

    Returns:
      `[..., n]`, complex.

    Raises:
      tf.errors.InvalidArgumentError: The matrices are not square, or not finite.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.eigvals([[0.0, -1.0], [1.0, 0.0]]).numpy().tolist()
      [1j, -1j]
    """
    x = to_tensor(tensor)
    return Eig(x, compute_v=False, Tout=_complex_of(x), name=name)[0]


def eigh_tridiagonal(
    alpha: Any,
    beta: Any,
    eigvals_only: bool = True,
    select: str = "a",
    select_range: Any = None,
    tol: Any = None,
    name: str | None = None,
) -> Any:
    """Eigenvalues, in ascending order, of a Hermitian tridiagonal matrix.

    Args:
      alpha: `[n]`, the diagonal.
      beta: `[n - 1]`, the elements above it, of the same dtype.
      eigvals_only: Whether the eigenvectors are left out.
      select: "a" for all eigenvalues, "v" for those in the interval `select_range`, which
        excludes its lower end, "i" for those with the indices from its first to its second.
      select_range: A pair of numbers, for "v" and "i".
      tol: An error that may be tolerated; all eigenvalues are computed to full precision.
      name: A name for the ops.

    Returns:
      `[m]` eigenvalues, real; or a pair of them and of `[n, m]` eigenvectors as columns.

    Raises:
      TypeError: "v" or "i" without `select_range`.
      ValueError: `select` is none of these, or the dtypes differ.
      tf.errors.InvalidArgumentError: The range is empty.

    Example:
      >>> import tenfold as tf
      >>> e = tf.linalg.eigh_tridiagonal([2.0, 2.0], [1.0])
      >>> e.numpy().round(4).tolist()
      [1.0, 3.0]
    """
    main, above = to_tensor(alpha), to_tensor(beta)
    if main.dtype is not above.dtype:
        raise ValueError(
            f"'alpha' and 'beta' must have the same type; received {main.dtype.name} and "
            f"{above.dtype.name}."
        )
    if not (main.dtype.is_floating or main.dtype.is_complex):
        raise ValueError(f"alpha must be floating or complex; received {main.dtype.name}.")
    low, high = _range_of(select, select_range)
    below = call("Conj", above) if above.dtype.is_complex else above
    # Only the lower triangle is read.
    dense = diag(main)
    if main.raw_shape != (1,):
        dense = dense + diag(below, k=-1)
    e, v = (eigvalsh(dense, name=name), None) if eigvals_only else eigh(dense, name=name)
    e = call("Real", e, Tout=e.dtype.real_dtype) if e.dtype.is_complex else e
    if select == "i":
        count = call("Size", e)
        last = count - 1
        first = call("Minimum", low, last)
        e = e[first : call("Minimum", high, last) + 1]
        v = None if v is None else v[:, first : call("Minimum", high, last) + 1]
    elif select == "v":
        limits = to_tensor([low, high], e.dtype)
        inside = call("LogicalAnd", call("Greater", e, limits[0]), call("LessEqual", e, limits[1]))
        kept = call("Squeeze", call("Where", inside), squeeze_dims=[1])
        e = call("GatherV2", e, kept, 0)
        v = None if v is None else call("GatherV2", v, kept, 1)
    return e if v is None else (e, v)


def _range_of(select: str, pair: Any) -> tuple[Any, Any]:
    if select not in ("a", "i", "v"):
        raise ValueError(f"select must be 'a', 'i' or 'v'; received {select!r}.")
    if select == "a":
        return None, None
    if pair is None:
        raise TypeError(f"select={select!r} needs select_range, a pair of numbers.")
    low, high = pair
    values = [rules.value_of(x) if isinstance(x, Tensor) else np.asarray(x) for x in (low, high)]
    if None not in [type(v) if v is not None else None for v in values]:
        empty = values[0] > values[1] if select == "i" else values[0] >= values[1]  # type: ignore[operator]
        if empty:
            what = "index range" if select == "i" else "interval"
            raise InvalidArgumentError(
                None, None, f"Got empty {what} in select_range: {low} to {high}."
            )
    return low, high
