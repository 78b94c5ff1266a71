"""Keeping values, and the norms of tensors, within bounds."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from tenfold.core import rules
from tenfold.core.context import scoped
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import NUMBER
from tenfold.core.op import call as run
from tenfold.core.op import op

from .arithmetic import unbroadcast
from .reducing import reduce_sum


@op(
    "t: T, clip_value_min: T, clip_value_max: T -> output: T",
    T=NUMBER,
    shape=rules.same,
)
def ClipByValue(xp: Any, t: Any, clip_value_min: Any, clip_value_max: Any) -> Any:
    for bound in (clip_value_min, clip_value_max):
        if bound.ndim and bound.shape != t.shape:
            raise ValueError("each bound must be a scalar, or have the shape of t.")
    # Comparisons rather than minimum and maximum: a bound that is nan does not bind.
    clipped = xp.where(t > clip_value_max, clip_value_max, t)
    return xp.where(clipped < clip_value_min, clip_value_min, clipped)


@ClipByValue.gradient
def clipbyvalue_gradient(call: Any, dy: Any) -> Any:
    x, low, high = call.inputs
    zeros = run("ZerosLike", dy)
    below, above = run("Less", x, low), run("Greater", x, high)
    outside = run("LogicalOr", below, above)
    return (
        run("SelectV2", outside, zeros, dy),
        unbroadcast(run("SelectV2", below, dy, zeros), low),
        unbroadcast(run("SelectV2", above, dy, zeros), high),
    )


def _slices(t: Any) -> bool:
    return hasattr(t, "indices") and hasattr(t, "dense_shape") and hasattr(t, "values")


def _with_values(t: Any, values: Any) -> Any:
    return type(t)(values, t.indices, t.dense_shape) if _slices(t) else values


@scoped("clip_by_value")
def clip_by_value(t: Any, clip_value_min: Any, clip_value_max: Any, name: str | None = None) -> Any:
    """Values below a minimum become the minimum, those above a maximum the maximum.

    Args:
      t: A tensor of real numbers, or `tf.IndexedSlices`.
      clip_value_min: A number, or a tensor that broadcasts to the shape of `t`.
      clip_value_max: A number, or a tensor that broadcasts to the shape of `t`.
      name: A name for the op.

    Returns:
      What `t` is, clipped.

    Raises:
      tf.errors.InvalidArgumentError: A bound does not broadcast to the shape of `t`.

    Example:
      >>> import tenfold as tf
      >>> tf.clip_by_value([1, 5, 9], 2, 8).numpy().tolist()
      [2, 5, 8]
    """
    values = t.values if _slices(t) else to_tensor(t)
    low = run("Minimum", values, clip_value_max)
    rules.merge(low.raw_shape, values.raw_shape)
    clipped = run("Maximum", low, clip_value_min, name=name)
    rules.merge(clipped.raw_shape, values.raw_shape)
    return _with_values(t, clipped)


@scoped("clip_by_norm")
def clip_by_norm(t: Any, clip_norm: Any, axes: Any = None, name: str | None = None) -> Any:
    """A tensor scaled down so that its Euclidean norm does not exceed a bound.

    Args:
      t: A floating tensor, or `tf.IndexedSlices`.
      clip_norm: The bound, a positive number.
      axes: The axes along which norms are taken; all if None.
      name: A name for the op.

    Returns:
      What `t` is, scaled where its norm was greater.

    Example:
      >>> import tenfold as tf
      >>> print(tf.clip_by_norm([3.0, 4.0], 1.0).numpy().round(4))
      [0.6 0.8]
    """
    values = t.values if _slices(t) else to_tensor(t)
    squares = reduce_sum(values * values, axes, keepdims=True)
    zeros, ones = run("ZerosLike", squares), run("OnesLike", squares)
    positive = run("Greater", squares, zeros)
    # The root is taken of 1 where the sum is 0, for its gradient there is infinite.
    root = run("Sqrt", run("SelectV2", positive, squares, ones))
    norm = run("SelectV2", positive, root, squares)
    clip_norm = run("Maximum", to_tensor(clip_norm, values.dtype), to_tensor(0, values.dtype))
    scaled = values * clip_norm
    return _with_values(t, run("RealDiv", scaled, run("Maximum", norm, clip_norm), name=name))


@scoped("global_norm")
def global_norm(t_list: Any, name: str | None = None) -> Any:
    """The Euclidean norm of several tensors taken as one long vector.

    Args:
      t_list: A list of tensors or `tf.IndexedSlices`; None entries count for nothing.
      name: A name for the op.

    Returns:
      A scalar tensor.

    Raises:
      TypeError: `t_list` is not a list.

    Example:
      >>> import tenfold as tf
      >>> tf.linalg.global_norm([[3.0], [0.0, 4.0]]).numpy().item()
      5.0
    """
    _check_list("global_norm", t_list)
    parts = [t.values if _slices(t) else to_tensor(t) for t in t_list if t is not None]
    halves = [reduce_sum(x * x) / 2 for x in parts]
    total = run("AddN", halves)
    return run("Sqrt", total * 2, name=name)


@scoped("clip_by_global_norm")
def clip_by_global_norm(
    t_list: Any, clip_norm: Any, use_norm: Any = None, name: str | None = None
) -> tuple[list[Any], Any]:
    """Several tensors scaled down together so that their joint norm does not exceed a bound.

    Args:
      t_list: A list of tensors, `tf.IndexedSlices` or None.
      clip_norm: The bound, a positive number.
      use_norm: The joint norm, if it is known already.
      name: A name for the op.

    Returns:
      The list of the scaled tensors, and the joint norm before.

    Raises:
      TypeError: `t_list` is not a list.

    Example:
      >>> import tenfold as tf
      >>> clipped, norm = tf.clip_by_global_norm([[3.0], [4.0]], 2.5)
      >>> [x.numpy().tolist() for x in clipped], norm.numpy().item()
      ([[1.5], [2.0]], 5.0)
    """
    _check_list("clip_by_global_norm", t_list)
    norm = global_norm(t_list) if use_norm is None else to_tensor(use_norm)
    bound = to_tensor(clip_norm, norm.dtype)
    # min(1, bound / norm), and nan where the norm is infinite, so that it is noticed.
    ones = run("OnesLike", norm)
    scale = bound * run("Minimum", ones / norm, ones / bound)
    scale = scale + (norm - norm)
    scaled = []
    for t in t_list:
        if t is None:
            scaled.append(None)
            continue
        values = t.values if _slices(t) else to_tensor(t)
        scaled.append(_with_values(t, values * scale))
    return scaled, norm


def _check_list(name: str, t_list: Any) -> None:
    if not isinstance(t_list, Sequence) or isinstance(t_list, str):
        raise TypeError(f"{name}: t_list must be a list of tensors; received {t_list!r}.")
