"""Products of vectors, matrices and arrays, and polynomials."""

from __future__ import annotations

from typing import Any

from tenfold.core.dtypes import int32
from tenfold.core.op import call
from tenfold.ops.array.casting import cast
from tenfold.ops.linalg import contraction, products

from .arranging import moveaxis, ravel
from .promotion import as_array, promoted, rank

_NARROW = ("int8", "int16", "uint8", "uint16", "uint32", "uint64")


def _computable(x: Any, y: Any) -> tuple[Any, Any, Any]:
    """Two tensors in a dtype that matrix products know, and the dtype to give."""
    given = x.dtype
    if given.name in _NARROW:
        wider = int32 if given.size < 4 else as_array(0).dtype
        return cast(x, wider), cast(y, wider), given
    return x, y, given


def _tensordot(x: Any, y: Any, axes: Any) -> Any:
    a, b, given = _computable(x, y)
    found = products.tensordot(a, b, axes)
    return found if found.dtype is given else cast(found, given)


def dot(a: Any, b: Any) -> Any:
    """The sums of products over the last axis of `a` and the last but one of `b`.

    Args:
      a: An array; of vectors the inner product.
      b: Another; of rank 0 it scales `a`.

    Returns:
      A tensor: the other axes of `a`, then those of `b`.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.dot([1, 2], [3, 4]).numpy().item()
      11
    """
    x, y = promoted(a, b)
    if not rank(x) or not rank(y):
        return call("Mul", x, y)
    return _tensordot(x, y, [[rank(x) - 1], [max(rank(y) - 2, 0)]])


def matmul(x1: Any, x2: Any) -> Any:
    """The matrix product, over the leading axes of stacks of matrices.

    Args:
      x1: An array of rank 1 or more; a vector is a row.
      x2: Another; a vector is a column.

    Returns:
      A tensor.

    Raises:
      ValueError: One of them is a scalar.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.matmul([[1, 2]], [[3], [4]]).numpy().tolist()
      [[11]]
    """
    x, y = promoted(x1, x2)
    if not rank(x) or not rank(y):
        raise ValueError(
            f"matmul: arrays of rank 1 or more are expected; received shapes {x.shape} and "
            f"{y.shape}. Use multiply to scale."
        )
    if rank(x) == 1 or rank(y) == 1:
        return _tensordot(x, y, [[rank(x) - 1], [max(rank(y) - 2, 0)]])
    a, b, given = _computable(x, y)
    found = products.matmul(a, b)
    return found if found.dtype is given else cast(found, given)


def inner(a: Any, b: Any) -> Any:
    """The sums of products over the last axes.

    Args:
      a: An array; of rank 0 it scales `b`.
      b: Another.

    Returns:
      A tensor: the other axes of `a`, then those of `b`.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.inner([[1, 2], [3, 4]], [1, 1]).numpy().tolist()
      [3, 7]
    """
    x, y = promoted(a, b)
    if not rank(x) or not rank(y):
        return call("Mul", x, y)
    return _tensordot(x, y, [[rank(x) - 1], [rank(y) - 1]])


def outer(a: Any, b: Any) -> Any:
    """The products of each element of one array with each of the other.

    Args:
      a: An array, taken as a row of its elements.
      b: Another.

    Returns:
      A matrix: a row for each element of `a`.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.outer([1, 2], [3, 4]).numpy().tolist()
      [[3, 4], [6, 8]]
    """
    x, y = promoted(a, b)
    return call("Mul", ravel(x)[:, None], ravel(y)[None])


def vdot(a: Any, b: Any) -> Any:
    """The inner product of all elements; those of `a` are conjugated.

    Args:
      a: An array.
      b: Another of as many elements.

    Returns:
      A scalar tensor.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.vdot([1j, 2], [3, 4]).numpy().item()
      (8-3j)
    """
    x, y = promoted(a, b)
    x = call("Conj", x) if x.dtype.is_complex else x
    return dot(ravel(x), ravel(y))


def tensordot(a: Any, b: Any, axes: Any = 2) -> Any:
    """The sums of products over axes of one's choice.

    Args:
      a: An array.
      b: Another.
      axes: How many axes, the last of `a` and the first of `b`; or the pair of their axes.

    Returns:
      A tensor: the other axes of `a`, then those of `b`.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.tensordot([[1, 2]], [[3], [4]], 1).numpy().tolist()
      [[11]]
    """
    x, y = promoted(a, b)
    return _tensordot(x, y, axes)


def einsum(subscripts: str, *operands: Any, **kwargs: Any) -> Any:
    """Sums of products in Einstein's notation.

    Args:
      subscripts: A letter for each axis, such as "ij,jk->ik".
      *operands: Arrays.
      **kwargs: `casting`: "safe"; `optimize`: how to find an order.

    Returns:
      A tensor.

    Raises:
      ValueError: Another `casting` is given.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.einsum("ij->j", [[1, 2], [3, 4]]).numpy().tolist()
      [4, 6]
    """
    if kwargs.pop("casting", "safe") != "safe":
        raise ValueError("einsum: casting must be 'safe'.")
    optimize = kwargs.pop("optimize", False)
    method = "optimal" if optimize is True else optimize or "greedy"
    return contraction.einsum(subscripts, *promoted(*operands), optimize=method, **kwargs)


def kron(a: Any, b: Any) -> Any:
    """The Kronecker product: blocks of `b`, one for each element of `a`.

    Args:
      a: An array.
      b: Another.

    Returns:
      A tensor whose lengths are the products of theirs.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.kron([1, 2], [1, 1]).numpy().tolist()
      [1, 1, 2, 2]
    """
    x, y = promoted(a, b)
    ndim = max(rank(x), rank(y))
    x, y = x[(None,) * (ndim - rank(x))], y[(None,) * (ndim - rank(y))]
    lengths = call("Mul", call("Shape", x), call("Shape", y))
    for i in range(ndim):
        x = call("ExpandDims", x, 2 * i + 1)
        y = call("ExpandDims", y, 2 * i)
    return call("Reshape", call("Mul", x, y), lengths)


def cross(
    a: Any, b: Any, axisa: int = -1, axisb: int = -1, axisc: int = -1, axis: int | None = None
) -> Any:
    """The cross product of vectors of 2 or 3 elements.

    Args:
      a: An array of vectors.
      b: Another.
      axisa: The axis of the elements in `a`.
      axisb: That in `b`.
      axisc: That in the result.
      axis: All three.

    Returns:
      A tensor of vectors; without their axis, where both have 2 elements.

    Raises:
      ValueError: A vector has another length.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.cross([1, 0, 0], [0, 1, 0]).numpy().tolist()
      [0, 0, 1]
    """
    if axis is not None:
        axisa = axisb = axisc = axis
    x, y = promoted(a, b)
    x, y = moveaxis(x, axisa, -1), moveaxis(y, axisb, -1)
    if x.shape[-1] not in (2, 3) or y.shape[-1] not in (2, 3):
        raise ValueError(
            f"cross: vectors of 2 or 3 elements are expected; received arrays of shapes {x.shape} "
            f"and {y.shape}."
        )
    x1, x2, x3 = _parts(x)
    y1, y2, y3 = _parts(y)
    third = x1 * y2 - x2 * y1
    if x.shape[-1] == y.shape[-1] == 2:
        return third
    found = [x2 * y3 - x3 * y2, x3 * y1 - x1 * y3, third]
    return moveaxis(call("Pack", found, axis=-1), -1, axisc)


def _parts(x: Any) -> tuple[Any, Any, Any]:
    last = x[..., 2] if x.shape[-1] == 3 else call("ZerosLike", x[..., 0])
    return x[..., 0], x[..., 1], last


def polyval(p: Any, x: Any) -> Any:
    """The values of a polynomial.

    Args:
      p: The coefficients, that of the highest power first, along the first axis.
      x: Where to evaluate it.

    Returns:
      A tensor of the shape of `x`.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.polyval([1, 2, 3], 2).numpy().item()
      11
    """
    coefficients, at = promoted(p, x)
    if coefficients.ndim == 0:
        coefficients = call("Reshape", coefficients, [1])
    terms = call("Unpack", coefficients, num=coefficients.shape[0])
    # The first one is not added to 0 times x: x may be infinite.
    found = terms[0] + call("ZerosLike", at) if terms else call("ZerosLike", at)
    for c in terms[1:]:
        found = found * at + c
    return found
