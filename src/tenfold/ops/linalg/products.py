"""Products of matrices: matmul, matvec, tensordot."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.context import scoped, state
from tenfold.core.convert import to_tensor
from tenfold.core.dispatch import wants
from tenfold.core.dtypes import (
    COMPLEX,
    FLOATING,
    DType,
    as_dtype,
    bfloat16,
    float32,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from tenfold.core.op import call, op
from tenfold.core.pieces import SMALL, product
from tenfold.core.tensor import EagerTensor, Operators, SymbolicTensor, Tensor, ndarray
from tenfold.ops.array.broadcasting import unbroadcast

from .structured import Structured, structured_product

_UNSIGNED = (uint8, uint16, uint32, uint64)
_MATMUL = (*FLOATING, int32, int64, *_UNSIGNED, *COMPLEX)
_BATCH = (*FLOATING, int16, int32, int64, *_UNSIGNED, *COMPLEX)
_MIXED = (*FLOATING, uint8, int8, int16, int32, int64, *COMPLEX)
_MIXED_OUT = (*FLOATING, int16, int32, int64, *COMPLEX)


def _product(xp: Any, a: Any, b: Any) -> Any:
    """a @ b; half precision is computed in float32, which NumPy does ten times faster."""
    if a.dtype.itemsize == 2 and a.dtype.kind not in "iu":
        return xp.matmul(a.astype(np.float32), b.astype(np.float32)).astype(a.dtype)
    return xp.matmul(a, b)


def laid_out(xp: Any, a: Any) -> Any:
    """A transposed left matrix as XLA shall have it: a copy.

    With the matrix as it lies, a product takes up to five times as long as copy and product.
    """
    return xp.lax.optimization_barrier(a) if xp.compiled else a


def _check(a: Any, b: Any) -> None:
    if a.ndim < 2 or b.ndim < 2:
        raise ValueError(
            f"matmul needs rank 2 or more; received a {list(a.shape)}, b {list(b.shape)}. Use "
            "tf.linalg.matvec, or tf.expand_dims, for a vector."
        )
    if a.shape[-1] != b.shape[-2]:
        raise ValueError(
            f"matmul: inner dimensions differ: a is {a.shape}, b is {b.shape} (after any "
            "transposing); expected a.shape[-1] == b.shape[-2]. Pass transpose_b=True if b is "
            "stored as rows."
        )


@op("a: T, b: T -> product: T", T=_MATMUL, shape=rules.matmul)
def MatMul(
    xp: Any,
    a: Any,
    b: Any,
    *,
    transpose_a: bool = False,
    transpose_b: bool = False,
    grad_a: bool = False,
    grad_b: bool = False,
) -> Any:
    if a.ndim != 2 or b.ndim != 2:
        _check(a, b)
        raise ValueError(f"MatMul takes matrices, not ranks {a.ndim} and {b.ndim}.")
    if transpose_a:
        a = laid_out(xp, a.T)
    if transpose_b:
        b = b.T
    if a.shape[1] != b.shape[0]:
        _check(a, b)
    return _product(xp, a, b)


@MatMul.gradient
def matmul_gradient(done: Any, dy: Any) -> Any:
    a, b = done.inputs
    swap_a, swap_b = done.attrs["transpose_a"], done.attrs["transpose_b"]
    if a.dtype.is_complex:
        a, b = call("Conj", a), call("Conj", b)
    da = db = None
    if wants(done, 0):
        da = _multiply(b, dy, swap_b, True) if swap_a else _multiply(dy, b, False, not swap_b)
    if wants(done, 1):
        db = _multiply(dy, a, True, swap_a) if swap_b else _multiply(a, dy, not swap_a, False)
    return da, db


def _multiply(a: Any, b: Any, transpose_a: bool, transpose_b: bool) -> Any:
    made = _at_once(a, b, transpose_a, transpose_b)
    if made is not None:
        return made
    return MatMul(a, b, transpose_a=transpose_a, transpose_b=transpose_b)


def _adjoint(xp: Any, x: Any) -> Any:
    swapped = xp.swapaxes(x, -1, -2)
    return xp.conj(swapped) if x.dtype.kind == "c" else swapped


def _batched(xp: Any, x: Any, y: Any, adj_x: bool, adj_y: bool) -> Any:
    if x.ndim < 2 or y.ndim < 2:
        _check(x, y)
    x = laid_out(xp, _adjoint(xp, x)) if adj_x else x
    y = _adjoint(xp, y) if adj_y else y
    if x.shape[-1] != y.shape[-2]:
        _check(x, y)
    return _product(xp, x, y)


@op("x: T, y: T -> output: T", T=_BATCH, shape=rules.matmul)
def BatchMatMulV2(
    xp: Any,
    x: Any,
    y: Any,
    *,
    adj_x: bool = False,
    adj_y: bool = False,
    grad_x: bool = False,
    grad_y: bool = False,
) -> Any:
    return _batched(xp, x, y, adj_x, adj_y)


def _batch_gradient(x: Any, y: Any, dy: Any, adj_x: bool, adj_y: bool) -> tuple[Any, Any]:
    if not adj_x:
        dx = BatchMatMulV2(dy, y, adj_y=not adj_y)
    else:
        dx = BatchMatMulV2(y, dy, adj_x=adj_y, adj_y=True)
    if not adj_y:
        dz = BatchMatMulV2(x, dy, adj_x=not adj_x)
    else:
        dz = BatchMatMulV2(dy, x, adj_x=True, adj_y=adj_x)
    return dx, dz


@BatchMatMulV2.gradient
def batch_matmul_v2_gradient(done: Any, dy: Any) -> Any:
    x, y = done.inputs
    dx, dz = _batch_gradient(x, y, dy, done.attrs["adj_x"], done.attrs["adj_y"])
    return unbroadcast(dx, x), unbroadcast(dz, y)


@op("x: Ta, y: Tb -> output: Tout", Ta=_MIXED, Tb=_MIXED, Tout=_MIXED_OUT, shape=rules.matmul)
def BatchMatMulV3(
    xp: Any,
    x: Any,
    y: Any,
    *,
    Tout: DType,
    adj_x: bool = False,
    adj_y: bool = False,
    grad_x: bool = False,
    grad_y: bool = False,
) -> Any:
    wide = np.dtype(np.float32) if Tout.is_floating and Tout.size == 2 else Tout.np
    product = _batched(xp, x.astype(wide), y.astype(wide), adj_x, adj_y)
    return product.astype(Tout.np)


@BatchMatMulV3.gradient
def batch_matmul_v3_gradient(done: Any, dy: Any) -> Any:
    x, y = done.inputs
    a, b = call("Cast", x, DstT=dy.dtype), call("Cast", y, DstT=dy.dtype)
    dx, dz = _batch_gradient(a, b, dy, done.attrs["adj_x"], done.attrs["adj_y"])
    dx, dz = unbroadcast(dx, x), unbroadcast(dz, y)
    return call("Cast", dx, DstT=x.dtype), call("Cast", dz, DstT=y.dtype)


@op(
    "x: T, y: T -> output: T",
    T=(*FLOATING, int32, int64, *COMPLEX),
    shape=rules.matmul,
)
def BatchMatMul(
    xp: Any,
    x: Any,
    y: Any,
    *,
    adj_x: bool = False,
    adj_y: bool = False,
    grad_x: bool = False,
    grad_y: bool = False,
) -> Any:
    if x.shape[:-2] != y.shape[:-2]:
        raise ValueError(f"The batches {list(x.shape[:-2])} and {list(y.shape[:-2])} differ.")
    return _batched(xp, x, y, adj_x, adj_y)


@BatchMatMul.gradient
def batch_matmul_gradient(done: Any, dy: Any) -> Any:
    x, y = done.inputs
    return _batch_gradient(x, y, dy, done.attrs["adj_x"], done.attrs["adj_y"])


def matmul(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    transpose_b: bool = False,
    adjoint_a: bool = False,
    adjoint_b: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    output_type: Any = None,
    grad_a: bool = False,
    grad_b: bool = False,
    name: str | None = None,
) -> Tensor:
    """The product of two matrices, or of two batches of them.

    Args:
      a: `[..., m, k]`.
      b: `[..., k, n]`, of the same dtype; the batches are broadcast.
      transpose_a: Whether `a` is stored as `[..., k, m]`.
      transpose_b: Whether `b` is stored as `[..., n, k]`.
      adjoint_a: As `transpose_a`, with the complex conjugate.
      adjoint_b: As `transpose_b`, with the complex conjugate.
      a_is_sparse: Accepted for TensorFlow's sake; has no effect on the result.
      b_is_sparse: Accepted for TensorFlow's sake; has no effect on the result.
      output_type: The dtype of the result, for int8 factors summed in int32.
      grad_a: Whether `a` is a gradient; a hint without effect.
      grad_b: Whether `b` is a gradient; a hint without effect.
      name: A name for the op.

    Returns:
      `[..., m, n]`.

    Raises:
      ValueError: Both `transpose` and `adjoint` are set for one operand.
      tf.errors.InvalidArgumentError: The inner dimensions or the dtypes differ.

    Example:
      >>> import tenfold as tf
      >>> a = tf.constant([[1, 2], [3, 4]])
      >>> tf.matmul(a, a, transpose_b=True).numpy().tolist()
      [[5, 11], [11, 25]]
    """
    if not (adjoint_a or adjoint_b or output_type):
        made = _at_once(a, b, transpose_a, transpose_b)
        if made is not None:
            return made
    return _matmul(
        a, b, transpose_a, transpose_b, adjoint_a, adjoint_b, output_type, grad_a, grad_b, name
    )


_QUICK = (np.dtype(np.float32), np.dtype(np.float64))


def _at_once(a: Any, b: Any, transpose_a: bool, transpose_b: bool) -> EagerTensor | None:
    """The product of two eager matrices when nothing surrounds the call; None for all else."""
    if not (state.plain and type(a) is EagerTensor and type(b) is EagerTensor):
        return None
    x, y = a._value, b._value
    if type(x) is not ndarray or type(y) is not ndarray or x.ndim != 2 or y.ndim != 2:
        return None
    if x.dtype is not y.dtype or x.dtype not in _QUICK:
        return None
    if transpose_a:
        x = x.T
    if transpose_b:
        y = y.T
    if x.shape[1] != y.shape[0]:
        return None
    return EagerTensor(x.dot(y) if x.size < SMALL > y.size else product(x, y), a._dtype)


def _matmul(
    a: Any,
    b: Any,
    transpose_a: bool,
    transpose_b: bool,
    adjoint_a: bool,
    adjoint_b: bool,
    output_type: Any,
    grad_a: bool,
    grad_b: bool,
    name: str | None,
) -> Tensor:
    if (transpose_a and adjoint_a) or (transpose_b and adjoint_b):
        which = "a" if transpose_a and adjoint_a else "b"
        raise ValueError(f"matmul: set only one of transpose_{which} and adjoint_{which}.")
    if isinstance(a, Structured) or isinstance(b, Structured):
        return structured_product(a, b, adjoint_a, adjoint_b, transpose_a, transpose_b)
    if isinstance(a, Operators) or not isinstance(b, Operators):
        a = to_tensor(a)
        b = b if isinstance(b, Operators) else to_tensor(b, a.dtype)
    b = to_tensor(b)
    a = to_tensor(a, None if isinstance(a, Operators) else b.dtype)
    hints = {"grad_a": grad_a, "grad_b": grad_b}
    ranks = (a.ndim, b.ndim)
    batched = any(r is None or r > 2 for r in ranks)
    wanted = None if output_type is None else as_dtype(output_type)
    if not batched and {a.dtype, b.dtype} == {bfloat16, float32}:
        wanted = float32
    mixed = (wanted is not None and wanted is not a.dtype) or a.dtype in (int8, int16)
    mixed = mixed or (wanted is not None and b.dtype is not wanted)
    if not batched and not mixed:
        a, transpose_a = _transposed(a, transpose_a, adjoint_a)
        b, transpose_b = _transposed(b, transpose_b, adjoint_b)
        return MatMul(a, b, transpose_a=transpose_a, transpose_b=transpose_b, **hints, name=name)
    a, adjoint_a = _adjointed(a, transpose_a, adjoint_a)
    b, adjoint_b = _adjointed(b, transpose_b, adjoint_b)
    attrs = {"adj_x": adjoint_a, "adj_y": adjoint_b, "grad_x": grad_a, "grad_y": grad_b}
    if mixed:
        out = wanted if wanted is not None else (int32 if a.dtype is int8 else a.dtype)
        return BatchMatMulV3(a, b, Tout=out, **attrs, name=name)
    return BatchMatMulV2(a, b, **attrs, name=name)


def _transposed(x: Tensor, transpose: bool, adjoint: bool) -> tuple[Tensor, bool]:
    """The operand such that transposing it is all that is left to do."""
    if adjoint and x.dtype.is_complex:
        return call("Conj", x), True
    return x, transpose or adjoint


def _adjointed(x: Tensor, transpose: bool, adjoint: bool) -> tuple[Tensor, bool]:
    """The operand such that taking the adjoint is all that is left to do."""
    if transpose and x.dtype.is_complex:
        return call("Conj", x), True
    return x, transpose or adjoint


def matvec(
    a: Any,
    b: Any,
    transpose_a: bool = False,
    adjoint_a: bool = False,
    a_is_sparse: bool = False,
    b_is_sparse: bool = False,
    name: str | None = None,
) -> Tensor:
    """The product of a matrix and a vector, or of batches of them.

    Args:
      a: `[..., m, n]`.
      b: `[..., n]`, of the same dtype.
      transpose_a: Whether `a` is stored as `[..., n, m]`.
      adjoint_a: As `transpose_a`, with the complex conjugate.
      a_is_sparse: Accepted for TensorFlow's sake; has no effect on the result.
      b_is_sparse: Accepted for TensorFlow's sake; has no effect on the result.
      name: A name for the op.

    Returns:
      `[..., m]`.

    Raises:
      tf.errors.InvalidArgumentError: The inner dimensions or the dtypes differ.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.matvec([[1, 2], [3, 4]], [1, 1]).numpy().tolist()
      [3, 7]
    """
    if not isinstance(a, Structured):
        a = to_tensor(a)
    column = call("ExpandDims", b if isinstance(b, Operators) else to_tensor(b, a.dtype), -1)
    product = matmul(a, column, transpose_a=transpose_a, adjoint_a=adjoint_a)
    return call("Squeeze", product, squeeze_dims=[-1], name=name)


def _contracted(axes: Any, rank_a: int, rank_b: int) -> tuple[list[int], list[int]]:
    """The axes of each operand that are summed over."""
    axes = axes.numpy().tolist() if isinstance(axes, EagerTensor) else axes
    if isinstance(axes, (int, np.integer)):
        if not 0 <= axes <= min(rank_a, rank_b):
            raise ValueError(
                f"tensordot: axes={axes} must be between 0 and the ranks {rank_a} and {rank_b}."
            )
        return list(range(rank_a - int(axes), rank_a)), list(range(int(axes)))
    if len(axes) != 2:
        raise ValueError(f"tensordot: axes must be an integer or have length 2; received {axes}.")
    first, second = (np.atleast_1d(np.asarray(x, np.int64)).tolist() for x in axes)
    if len(first) != len(second):
        raise ValueError(
            f"tensordot: as many axes of a as of b are summed over; received {first} and {second}."
        )
    return (
        [rules.normalize_axis(i, rank_a) for i in first],
        [rules.normalize_axis(i, rank_b) for i in second],
    )


def _as_matrix(x: Tensor, axes: list[int], last: bool) -> tuple[Tensor, Any]:
    """The operand as a matrix with the summed axes together, and its free lengths."""
    rank = len(x.raw_shape or ())
    free = [i for i in range(rank) if i not in axes]
    order = free + axes if last else axes + free
    known: Any = x.raw_shape or ()
    if order != list(range(rank)):
        x = call("Transpose", x, order)
    if None not in known:
        lengths: Any = [known[i] for i in free]
        summed, total = math.prod(known[i] for i in axes), math.prod(lengths)
        shape: Any = [total, summed] if last else [summed, total]
        if x.raw_shape == tuple(shape):
            return x, lengths
    else:
        sizes = call("Shape", x)
        cut = len(free) if last else len(axes)
        lead, rest = sizes[:cut], sizes[cut:]
        shape = call("Pack", [call("Prod", lead, [0]), call("Prod", rest, [0])])
        lengths = lead if last else rest
    return call("Reshape", x, shape), lengths


def _is_symbolic(axes: Any) -> bool:
    parts = axes if isinstance(axes, (list, tuple)) else [axes]
    return any(isinstance(part, SymbolicTensor) for part in parts)


def _matrices_of_any_rank(a: Tensor, b: Tensor, axes: Any) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What `_as_matrix` gives of both, where only a run knows the ranks or the axes."""
    rank = call("Rank", a)
    if isinstance(axes, (list, tuple)):
        left, right = axes
    else:
        axes = to_tensor(axes, int32) if not isinstance(axes, Tensor) else axes
        pair = axes.raw_shape is not None and len(axes.raw_shape) > 0
        last = call("Range", rank - axes, rank, 1) if not pair else None
        left, right = (axes[0], axes[1]) if pair else (last, call("Range", 0, axes, 1))
    parts: list[Tensor] = []
    for x, summed, at_end in ((a, left, True), (b, right, False)):
        rank = call("Rank", x)
        places = call("FloorMod", call("Reshape", to_tensor(summed, int32), [-1]), rank)
        free, _ = call("ListDiff", call("Range", 0, rank, 1), places)
        order = [free, places] if at_end else [places, free]
        moved = call("Transpose", x, call("ConcatV2", order, 0))
        sizes = call("Shape", x)
        sides = [call("Prod", call("GatherV2", sizes, part, 0), [0]) for part in order]
        parts += [call("Reshape", moved, call("Pack", sides)), call("GatherV2", sizes, free, 0)]
    return parts[0], parts[1], parts[2], parts[3]


@scoped("Tensordot")
def tensordot(a: Any, b: Any, axes: Any, name: str | None = None) -> Tensor:
    """The product of two tensors summed over pairs of axes.

    Args:
      a: A tensor.
      b: A tensor of the same dtype.
      axes: `n` for the last `n` axes of `a` with the first `n` of `b`; or two lists, the axes of
        `a` and those of `b`.
      name: A name for the op.

    Returns:
      A tensor with the other axes of `a` and then those of `b`.

    Raises:
      ValueError: The axes do not fit the tensors.

    Example:
      >>> import tenfold as tf
      >>> tf.tensordot([[1, 2], [3, 4]], [1, 1], 1).numpy().tolist()
      [3, 7]
    """
    a = to_tensor(a)
    b = to_tensor(b, None if isinstance(b, Operators) else a.dtype)
    if a.raw_shape is None or b.raw_shape is None or _is_symbolic(axes):
        x, before, y, after = _matrices_of_any_rank(a, b, axes)
        return call("Reshape", matmul(x, y), call("ConcatV2", [before, after], 0), name=name)
    left, right = _contracted(axes, len(a.raw_shape), len(b.raw_shape))
    x, before = _as_matrix(a, left, last=True)
    y, after = _as_matrix(b, right, last=False)
    product = matmul(x, y)
    if isinstance(before, list) and isinstance(after, list):
        if state.graph is None and product.raw_shape == (*before, *after):
            return product
        return call("Reshape", product, [*before, *after], name=name)
    parts = [to_tensor(p, int32) for p in (before, after)]
    out = call("Reshape", product, call("ConcatV2", parts, 0), name=name)
    if state.graph is not None:
        known = [a.raw_shape[i] for i in range(len(a.raw_shape)) if i not in left]
        known += [b.raw_shape[i] for i in range(len(b.raw_shape)) if i not in right]
        out.set_shape(known)
    return out
