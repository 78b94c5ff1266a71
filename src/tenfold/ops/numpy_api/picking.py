"""Elements picked by index or by condition, and diagonals."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any

from tenfold.core.dtypes import float32, int64
from tenfold.core.op import call
from tenfold.ops.array.casting import cast
from tenfold.ops.array.gathering import gather

from .arranging import ravel
from .promotion import as_array, normal_axis, promoted, rank
from .reductions import diagonal, refuse_out
from .signs import truth


def where(condition: Any, x: Any = None, y: Any = None) -> Any:
    """`x` where a condition holds, `y` elsewhere; without them the places where it holds.

    Args:
      condition: An array, true where it is not zero.
      x: An array, or what makes one.
      y: Another.

    Returns:
      A tensor of the broadcast shape, or a list of index vectors, one for each axis.

    Raises:
      ValueError: One of `x` and `y` is given alone.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.where([True, False], 1, 2).numpy().tolist()
      [1, 2]
    """
    holds = truth(as_array(condition))
    if x is None and y is None:
        return nonzero(holds)
    if x is None or y is None:
        raise ValueError("where: give both x and y, or neither.")
    return call("SelectV2", holds, *promoted(x, y))


def nonzero(a: Any) -> Any:
    """Where the elements are not zero.

    Args:
      a: An array of rank 1 or more.

    Returns:
      A list of int64 index vectors, one for each axis.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> [i.numpy().tolist() for i in tnp.nonzero([1, 0, 2])]
      [[0, 2]]
    """
    x = truth(as_array(a))
    x = call("Reshape", x, [1]) if not rank(x) else x
    return call("Unpack", call("Where", x), num=rank(x), axis=1)


def select(condlist: Sequence[Any], choicelist: Sequence[Any], default: Any = 0) -> Any:
    """The choice of the first condition that holds.

    Args:
      condlist: Boolean arrays.
      choicelist: An array for each.
      default: What is taken where none holds.

    Returns:
      A tensor of the broadcast shape.

    Raises:
      ValueError: The lists differ in length, or are empty.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.select([[True, False]], [[1, 2]], 5).numpy().tolist()
      [1, 5]
    """
    if len(condlist) != len(choicelist) or not condlist:
        raise ValueError(
            f"select: as many choices as conditions, and one at least, are expected; received "
            f"{len(choicelist)} and {len(condlist)}."
        )
    found, *choices = promoted(default, *choicelist)
    for condition, choice in reversed(list(zip(condlist, choices, strict=True))):
        found = call("SelectV2", truth(as_array(condition)), choice, found)
    return found


def compress(condition: Any, a: Any, axis: int | None = None) -> Any:
    """The slices for which a condition holds.

    Args:
      condition: A vector, which may be shorter than the axis.
      a: An array.
      axis: The axis; None for all elements in a row.

    Returns:
      A tensor.

    Raises:
      ValueError: `condition` is no vector.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.compress([0, 1], [[1, 2], [3, 4]], axis=1).numpy().tolist()
      [[2], [4]]
    """
    x, holds = as_array(a), truth(as_array(condition))
    if rank(holds) != 1:
        raise ValueError(f"compress: condition must be a vector; received shape {holds.shape}.")
    if axis is None:
        x, axis = ravel(x), 0
    return call("GatherV2", x, nonzero(holds)[0], normal_axis(axis, rank(x)))


def take(
    a: Any, indices: Any, axis: int | None = None, out: None = None, mode: str = "clip"
) -> Any:
    """The slices at indices.

    Args:
      a: An array.
      indices: An array of integers.
      axis: The axis; None for all elements in a row.
      out: None; tensors cannot be written to.
      mode: What becomes of indices that are out of range: "clip" takes the nearest, "wrap" counts
        around.

    Returns:
      A tensor: the axis is replaced by those of `indices`.

    Raises:
      ValueError: `mode` is another, or `out` is given.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.take([1, 2, 3], [0, 5]).numpy().tolist()
      [1, 3]
    """
    refuse_out("take", out)
    if mode not in ("clip", "wrap"):
        raise ValueError(
            f"take: mode must be 'clip' or 'wrap'; received {mode!r}. The 'raise' mode to take is "
            "not supported."
        )
    x, at = as_array(a), cast(as_array(indices), int64)
    if axis is None:
        x, axis = ravel(x), 0
    axis = normal_axis(axis, rank(x))
    length = cast(call("Shape", x)[axis], int64)
    if mode == "clip":
        at = call("Minimum", call("Maximum", at, 0), length - 1)
    else:
        at = call("FloorMod", at, length)
    return call("GatherV2", x, at, axis)


def take_along_axis(arr: Any, indices: Any, axis: int | None) -> Any:
    """For each line along an axis, the elements at its own indices.

    Args:
      arr: An array.
      indices: An array of integers, of the same rank; the other axes broadcast.
      axis: The axis; None for all elements in a row.

    Returns:
      A tensor of the shape of `indices`.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.take_along_axis([[3, 1], [2, 4]], [[1], [0]], 1).numpy().tolist()
      [[1], [2]]
    """
    x, at = as_array(arr), cast(as_array(indices), int64)
    if axis is None:
        x, at, axis = ravel(x), ravel(at), 0
    ndim = rank(x)
    axis = normal_axis(axis, ndim)
    others = [i for i in range(ndim) if i != axis]
    x, at = (call("Transpose", v, [*others, axis]) for v in (x, at))
    lead = call("BroadcastArgs", call("Shape", x)[:-1], call("Shape", at)[:-1])
    length = call("Shape", x)[-1:]
    x = call("BroadcastTo", x, call("ConcatV2", [lead, length], 0))
    at = call("BroadcastTo", at, call("ConcatV2", [lead, call("Shape", at)[-1:]], 0))
    at = call("SelectV2", call("Less", at, 0), at + cast(length[0], int64), at)
    found = gather(x, at, axis=ndim - 1, batch_dims=ndim - 1)
    back = list(range(ndim - 1))
    back.insert(axis, ndim - 1)
    return call("Transpose", found, back)


def ix_(*args: Any) -> Any:
    """Indices of all combinations: one array along each axis.

    Args:
      *args: Vectors of integers, or of booleans for where they hold.

    Returns:
      A list of tensors that broadcast to a grid.

    Raises:
      ValueError: An argument is no vector.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> [i.numpy().tolist() for i in tnp.ix_([0, 1], [2])]
      [[[0], [1]], [[2]]]
    """
    found = []
    for i, a in enumerate(args):
        x = as_array(a)
        if rank(x) != 1:
            raise ValueError(f"ix_: vectors are expected; received an array of shape {x.shape}.")
        x = nonzero(x)[0] if x.dtype.is_bool else x
        found.append(call("Reshape", x, [-1 if k == i else 1 for k in range(len(args))]))
    return found


def diag(v: Any, k: int = 0) -> Any:
    """The matrix with a diagonal, or the diagonal of a matrix.

    Args:
      v: A vector, or a matrix.
      k: How far above the main diagonal it lies.

    Returns:
      A matrix, or a vector.

    Raises:
      ValueError: `v` is neither.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.diag([1, 2]).numpy().tolist()
      [[1, 0], [0, 2]]
    """
    x = as_array(v)
    if rank(x) == 2:
        return diagonal(x, k)
    if rank(x) != 1:
        raise ValueError(f"diag: a vector or matrix is expected; received shape {x.shape}.")
    matrix = call("MatrixDiag", x)
    before, behind = max(k, 0), max(-k, 0)
    return call("Pad", matrix, [[behind, before], [before, behind]])


def diagflat(v: Any, k: int = 0) -> Any:
    """The matrix with all elements of an array on a diagonal.

    Args:
      v: An array.
      k: How far above the main diagonal they stand.

    Returns:
      A matrix.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.diagflat([[1, 2]]).numpy().tolist()
      [[1, 0], [0, 2]]
    """
    return diag(ravel(v), k)


def real(val: Any) -> Any:
    """The real part.

    Args:
      val: An array of numbers.

    Returns:
      A real tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.real([1 + 2j]).numpy().tolist()
      [1.0]
    """
    x = as_array(val)
    return call("Real", x, Tout=x.dtype.real_dtype) if x.dtype.is_complex else x


def imag(val: Any) -> Any:
    """The imaginary part; zeros of real numbers.

    Args:
      val: An array of numbers.

    Returns:
      A real tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.imag([1 + 2j]).numpy().tolist()
      [2.0]
    """
    x = as_array(val)
    if not x.dtype.is_complex:
        return call("ZerosLike", x)
    return call("Imag", x, Tout=x.dtype.real_dtype)


def angle(z: Any, deg: bool = False) -> Any:
    """The angle of complex numbers in the plane.

    Args:
      z: An array of numbers.
      deg: Whether to give degrees in place of radians.

    Returns:
      A real tensor of the same shape.

    Example:
      >>> import tenfold.experimental.numpy as tnp
      >>> tnp.angle(1j, deg=True).numpy().item()
      90.0
    """
    x = as_array(z)
    if x.dtype.is_complex:
        found = call("Angle", x, Tout=x.dtype.real_dtype)
    else:
        negative = call("Less", x, call("ZerosLike", x))
        pi = as_array(math.pi, float32)
        found = call("SelectV2", negative, pi, call("ZerosLike", pi))
    return found * (180 / math.pi) if deg else found
