"""Lengths and directions: norm, normalize, l2_normalize, global_norm, cross, transposes."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.context import scoped
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING, INTEGER
from tenfold.core.errors import FailedPreconditionError
from tenfold.core.op import call, op
from tenfold.core.tensor import Tensor

from .structured import Structured

_REAL = (*FLOATING, *INTEGER)


@scoped("norm")
def norm(
    tensor: Any,
    ord: Any = "euclidean",
    axis: Any = None,
    keepdims: bool | None = None,
    name: str | None = None,
) -> Tensor:
    """The norm of vectors, matrices, or the whole tensor.

    Args:
      tensor: A tensor of floating or complex numbers.
      ord: "euclidean", "fro" (matrices), 1, 2, another positive number, or `np.inf`.
      axis: None for the flattened tensor, an axis for vectors, a pair of axes for matrices.
      keepdims: Whether the axes stay, with length 1.
      name: A name for the op.

    Returns:
      A tensor without the axes: of the dtype of `tensor` for the Euclidean and Frobenius norms, as
      in TensorFlow, and real for the others.

    Raises:
      ValueError: The order is unknown, or does not fit the axes.

    Example:
      >>> import tenfold as tf
      >>> tf.norm([3.0, 4.0]).numpy().item()
      5.0
    """
    x, keep = to_tensor(tensor), bool(keepdims)
    is_matrix = isinstance(axis, (list, tuple)) and len(axis) == 2
    if isinstance(axis, (list, tuple)):
        if len(axis) not in (1, 2) or not all(isinstance(a, (int, np.integer)) for a in axis):
            raise ValueError(f"norm: axis must be None, an integer or a pair; received {axis}.")
        if is_matrix and axis[0] == axis[1]:
            raise ValueError(f"norm: the two axes must differ; received {axis}.")
    known = ["euclidean", "fro", 1, 2, np.inf]
    if ord not in known and (isinstance(ord, str) or is_matrix or not ord > 0):
        raise ValueError(f"norm: ord must be one of {known}{_ELSE[is_matrix]}; received {ord!r}.")
    if ord == "fro" and not is_matrix:
        raise ValueError(
            f"norm: ord='fro' needs a pair of axes; received axis={axis}. Use 'euclidean' for "
            "vectors and for the whole tensor."
        )
    if axis is None:
        axes: Any = list(range(len(x.raw_shape))) if x.raw_shape is not None else None
        axes = axes if axes is not None else call("Range", 0, call("Rank", x), 1)
    else:
        axes = list(axis) if isinstance(axis, (list, tuple)) else [int(axis)]
    return _norm(x, ord, axes, keep, is_matrix, name)


_ELSE = {False: " or a positive number", True: " for matrices"}


def _norm(x: Tensor, ord: Any, axes: Any, keep: bool, is_matrix: bool, name: str | None) -> Tensor:
    if ord == 2 and is_matrix:
        s = call("Svd", call("Transpose", x, _order_to_end(x, axes)), compute_uv=False)[0]
        s = call("Real", s, Tout=x.dtype.real_dtype) if x.dtype.is_complex else s
        top = call("Max", s, [-1])
        if not keep:
            return top
        if x.raw_shape is None:
            return call("Reshape", top, call("Shape", call("Sum", x, axes, keep_dims=True)))
        for at in sorted(rules.normalize_axis(a, len(x.raw_shape)) for a in axes):
            top = call("ExpandDims", top, at)
        return top
    if ord in ("fro", "euclidean", 2):
        squares = call("Mul", x, call("Conj", x) if x.dtype.is_complex else x)
        return call("Sqrt", call("Sum", squares, axes, keep_dims=keep), name=name)
    if x.dtype.is_complex:
        size = call("ComplexAbs", x, Tout=x.dtype.real_dtype)
    else:
        size = call("Abs", x)
    if is_matrix:
        first, second = axes if ord == 1 else reversed(axes)
        rows = call("Sum", size, [first], keep_dims=True)
        top = call("Max", rows, [second], keep_dims=True)
        return top if keep else call("Squeeze", top, squeeze_dims=list(axes), name=name)
    if ord == 1:
        return call("Sum", size, axes, keep_dims=keep, name=name)
    if ord == np.inf:
        return call("Max", size, axes, keep_dims=keep, name=name)
    total = call("Sum", call("Pow", size, to_tensor(ord, size.dtype)), axes, keep_dims=keep)
    return call("Pow", total, to_tensor(1.0 / ord, size.dtype), name=name)


def _order_to_end(x: Tensor, axes: Any) -> Any:
    """The order of axes that puts two of them behind the others."""
    if x.raw_shape is not None:
        rank = len(x.raw_shape)
        last = [rules.normalize_axis(a, rank) for a in axes]
        return [*(i for i in range(rank) if i not in last), *last]
    rank = call("Rank", x)
    last = call("FloorMod", list(axes), rank)
    others, _ = call("ListDiff", call("Range", 0, rank, 1), last)
    return call("ConcatV2", [others, last], 0)


def normalize(
    tensor: Any, ord: Any = "euclidean", axis: Any = None, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """A tensor divided by its norm, and the norm.

    Args:
      tensor: A tensor of floating or complex numbers.
      ord: The order of the norm, as in `tf.norm`.
      axis: The axes of the norm, as in `tf.norm`.
      name: A name for the op.

    Returns:
      The tensor of norm 1, and the norm with the axes kept.

    Example:
      >>> import tenfold as tf
      >>> unit, length = tf.linalg.normalize([3.0, 4.0])
      >>> length.numpy().tolist()
      [5.0]
    """
    x = to_tensor(tensor)
    length = norm(x, ord, axis, keepdims=True)
    if length.dtype is not x.dtype:
        length = call("Cast", length, DstT=x.dtype)
    return x / length, length


@scoped("l2_normalize")
def l2_normalize(
    x: Any, axis: Any = None, epsilon: float = 1e-12, name: str | None = None, dim: Any = None
) -> Tensor:
    """A tensor divided by its Euclidean norm along the axes.

    Args:
      x: A tensor of floating or complex numbers.
      axis: An axis or a list of them; all by default.
      epsilon: The least value that the squared norm counts as.
      name: A name for the op.
      dim: The former name of `axis`.

    Returns:
      A tensor of the same shape.

    Example:
      >>> import tenfold as tf
      >>> tf.math.l2_normalize([0.0, 2.0]).numpy().tolist()
      [0.0, 1.0]
    """
    x = to_tensor(x)
    if axis is not None and dim is not None:
        raise ValueError(f"l2_normalize: pass axis or dim; received {axis=} and {dim=}.")
    axis = dim if axis is None else axis
    if axis is None:
        known = x.raw_shape
        axis = list(range(len(known))) if known is not None else None
        axis = axis if axis is not None else call("Range", 0, call("Rank", x), 1)
    squares = (
        call("Square", call("ComplexAbs", x, Tout=x.dtype.real_dtype))
        if (x.dtype.is_complex)
        else call("Square", x)
    )
    total = call("Sum", squares, axis, keep_dims=True)
    inverse = call("Rsqrt", call("Maximum", total, to_tensor(epsilon, total.dtype)))
    if x.dtype.is_complex:
        inverse = call("Cast", inverse, DstT=x.dtype)
    return call("Mul", x, inverse, name=name)


def global_norm(t_list: Any, name: str | None = None) -> Tensor:
    """The Euclidean norm of all elements of several tensors together.

    Args:
      t_list: Tensors, `tf.IndexedSlices` or None, which counts for nothing.
      name: A name for the op.

    Returns:
      A scalar.

    Raises:
      TypeError: `t_list` is not a list or tuple.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.global_norm([[3.0], [[4.0]]]).numpy().item()
      5.0
    """
    if not isinstance(t_list, (list, tuple)) or isinstance(t_list, str):
        raise TypeError(f"global_norm: t_list must be a list; received {type(t_list).__name__}.")
    parts = [to_tensor(getattr(t, "values", t)) for t in t_list if t is not None]
    halves = [call("L2Loss", t) for t in parts]
    if not halves:
        return to_tensor(0.0)
    total = call("Sum", call("Pack", halves), [0])
    return call("Sqrt", call("Mul", total, to_tensor(2.0, total.dtype)), name=name)


@op("a: T, b: T -> product: T", T=_REAL, shape=rules.merged)
def Cross(xp: Any, a: Any, b: Any) -> Any:
    if a.shape != b.shape or not a.ndim:
        raise ValueError(
            f"cross takes two tensors of one shape that ends in 3; received {list(a.shape)} and "
            f"{list(b.shape)}."
        )
    if a.shape[-1] != 3:
        text = f"cross takes vectors of 3 elements; received {list(a.shape)}."
        raise FailedPreconditionError(None, None, text)
    after, before = [1, 2, 0], [2, 0, 1]
    product = a[..., after] * b[..., before] - a[..., before] * b[..., after]
    return product.astype(a.dtype)


@Cross.gradient
def cross_gradient(done: Any, dy: Any) -> Any:
    a, b = done.inputs
    return Cross(b, dy), Cross(dy, a)


def cross(a: Any, b: Any, name: str | None = None) -> Tensor:
    """The cross product of vectors of length 3.

    Args:
      a: `[..., 3]`, real numbers.
      b: `[..., 3]`, of the same shape and dtype.
      name: A name for the op.

    Returns:
      `[..., 3]`.

    Raises:
      tf.errors.InvalidArgumentError: The shapes differ or do not end in 3.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.cross([1, 0, 0], [0, 1, 0]).numpy().tolist()
      [0, 0, 1]
    """
    return Cross(a, b, name=name)


def matrix_transpose(a: Any, name: str = "matrix_transpose", conjugate: bool = False) -> Tensor:
    """Matrices with rows and columns exchanged.

    Args:
      a: `[..., m, n]`.
      name: A name for the op.
      conjugate: Also take the complex conjugate.

    Returns:
      `[..., n, m]`.

    Raises:
      ValueError: The rank is less than 2.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.matrix_transpose([[1, 2, 3]]).numpy().tolist()
      [[1], [2], [3]]
    """
    x = to_tensor(a)
    flip = "ConjugateTranspose" if conjugate and x.dtype.is_complex else "Transpose"
    if x.raw_shape is None:
        rank = call("Rank", x)
        lead = call("Range", 0, call("Sub", rank, 2), 1)
        last = call("Pack", [call("Sub", rank, 1), call("Sub", rank, 2)])
        return call(flip, x, call("ConcatV2", [lead, last], 0), name=name)
    rank = len(x.raw_shape)
    if rank < 2:
        raise ValueError(f"matrix_transpose needs rank 2 or more; received shape {x.shape}.")
    return call(flip, x, [*range(rank - 2), rank - 1, rank - 2], name=name)


def adjoint(matrix: Any, name: str | None = None) -> Tensor:
    """The conjugate transpose of matrices.

    Args:
      matrix: `[..., m, n]`.
      name: A name for the op.

    Returns:
      `[..., n, m]`.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.adjoint([[1 + 2j, 3j]]).numpy().tolist()
      [[(1-2j)], [-3j]]
    """
    if isinstance(matrix, Structured):
        return matrix.adjoint()
    return matrix_transpose(matrix, name or "adjoint", conjugate=True)
