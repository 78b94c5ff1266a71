"""Selection by truth: where, boolean_mask."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.context import scoped
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import NUMBER, bool
from tenfold.core.namespace.short_forms import SELECTED, picked
from tenfold.core.op import call, op
from tenfold.core.pieces import SLOW
from tenfold.core.signature import Types
from tenfold.core.tensor import Tensor

from .broadcasting import unbroadcast
from .shaping import shape_of


@op("condition: bool, t: T, e: T -> output: T", shape=rules.broadcast)
def SelectV2(xp: Any, condition: Any, t: Any, e: Any) -> Any:
    return xp.where(condition, t, e)


SelectV2.in_pieces(picked, SLOW, SELECTED)


@SelectV2.gradient
def select_v2_gradient(done: Any, dy: Any) -> Any:
    condition, x, y = done.inputs
    zeros = call("ZerosLike", dy)
    taken, left = SelectV2(condition, dy, zeros), SelectV2(condition, zeros, dy)
    return None, unbroadcast(taken, x), unbroadcast(left, y)


def _select_shape(done: Any) -> Any:
    condition = done.inputs[0].raw_shape
    shape = rules.merge(done.inputs[1].raw_shape, done.inputs[2].raw_shape)
    if condition and shape is not None:
        rules.merge(condition, shape[:1] if len(condition) == 1 and shape else shape)
    return shape


@op("condition: bool, t: T, e: T -> output: T", shape=_select_shape)
def Select(xp: Any, condition: Any, t: Any, e: Any) -> Any:
    if t.shape != e.shape:
        raise ValueError(f"'then' and 'else' must have the same size; {t.shape} and {e.shape}.")
    if condition.shape != t.shape and condition.ndim and condition.shape != t.shape[:1]:
        raise ValueError(
            "'cond' must be a scalar, have the shape of 'then', or be a vector as long as its "
            f"first axis; its shape is {list(condition.shape)}, that of 'then' {list(t.shape)}."
        )
    if condition.ndim < t.ndim:
        condition = condition.reshape(condition.shape + (1,) * (t.ndim - condition.ndim))
    return xp.where(condition, t, e)


@Select.gradient
def select_gradient(done: Any, dy: Any) -> Any:
    condition = done.inputs[0]
    zeros = call("ZerosLike", dy)
    return None, Select(condition, dy, zeros), Select(condition, zeros, dy)


_WHERE = (*NUMBER, bool)


def _where_shape(done: Any) -> Any:
    known = done.inputs[0].raw_shape
    return (None, None if known is None else len(known))


@op("input: T -> index: int64", T=Types(_WHERE, default=bool), shape=_where_shape, jit=False)
def Where(xp: Any, input: Any) -> Any:
    if not input.ndim:
        raise ValueError("Where takes a tensor of rank 1 or more; received a scalar.")
    return np.argwhere(input).astype(np.int64)


Where.not_differentiable()


def where(condition: Any, x: Any = None, y: Any = None, name: str | None = None) -> Tensor:
    """Elements of `x` where the condition holds and of `y` where not; or where it holds.

    Args:
      condition: Booleans.
      x: Values, broadcast with the others.
      y: Values of the same dtype, broadcast with the others.
      name: A name for the op.

    Returns:
      With `x` and `y`, a tensor of the broadcast shape; without them `[n, rank]` int64, the
      indices of the true (or nonzero) elements in row-major order.

    Raises:
      ValueError: Only one of `x` and `y` is given.

    Example:
      >>> import tenfold as tf
      >>> tf.where([True, False, True], [1, 2, 3], 0).numpy().tolist()
      [1, 0, 3]
      >>> tf.where([[True, False], [False, True]]).numpy().tolist()
      [[0, 0], [1, 1]]
    """
    if x is None and y is None:
        condition = to_tensor(condition, dtype_hint=bool)
        return Where(condition, name=name)
    if x is None or y is None:
        raise ValueError("where: give both x and y, or neither.")
    return SelectV2(condition, x, y, name=name)


@scoped("boolean_mask")
def boolean_mask(tensor: Any, mask: Any, axis: Any = None, name: str = "boolean_mask") -> Tensor:
    """The parts of a tensor where a mask is true.

    Args:
      tensor: A tensor.
      mask: `[d0, ..., dk]` booleans, the lengths of `tensor` from `axis` on.
      axis: The first axis that the mask covers, an integer or a scalar tensor; 0 by default.
      name: A name for the op.

    Returns:
      A tensor in which the masked axes are one axis, of the true elements in row-major order.

    Raises:
      ValueError: The mask is a scalar, or its shape is not that of the tensor's axes.

    Example:
      >>> import tenfold as tf
      >>> tf.boolean_mask([[1, 2], [3, 4], [5, 6]], [True, False, True]).numpy().tolist()
      [[1, 2], [5, 6]]
    """
    x, mask = to_tensor(tensor), to_tensor(mask, dtype_hint=bool)
    at = 0 if axis is None else _fixed(axis)
    covered = mask.raw_shape
    if covered is None:
        raise ValueError("boolean_mask: the rank of the mask must be known; it is not.")
    if not covered:
        raise ValueError("boolean_mask: the mask cannot be a scalar.")
    known = x.raw_shape
    if known is not None and isinstance(at, int):
        at = rules.normalize_axis(at, len(known))
        part = known[at : at + len(covered)]
        try:
            rules.merge(part, covered)
        except ValueError:
            raise ValueError(
                f"boolean_mask: the mask's shape {list(covered)} does not fit the axes "
                f"{list(part)} of the tensor's shape {list(known)} from axis {at} on."
            ) from None
    places = call("Reshape", Where(call("Reshape", mask, [-1])), [-1])
    if len(covered) > 1:
        x = _merged(x, at, len(covered))
    return call("GatherV2", x, places, at)


def _fixed(axis: Any) -> Any:
    """The axis as an integer, or as a tensor that a graph knows no value of."""
    known = rules.value_of(axis) if isinstance(axis, Tensor) else axis
    return axis if known is None else int(known)


def _merged(x: Tensor, at: Any, count: int) -> Tensor:
    """The tensor with `count` axes made one."""
    sizes = shape_of(x) if isinstance(at, int) else call("Shape", x)
    if isinstance(sizes, list):
        return call("Reshape", x, [*sizes[:at], -1, *sizes[at + count :]])
    return call("Reshape", x, call("ConcatV2", [sizes[:at], [-1], sizes[at + count :]], 0))
