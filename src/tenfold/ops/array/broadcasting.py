"""Broadcasting, and its reverse in gradients."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.namespace import numpy_ns
from tenfold.core.op import call, op
from tenfold.core.tensor import EagerTensor, Tensor

from .creation import INDEX_DEFAULT


def repeated(x: Tensor, shape: tuple[int, ...]) -> Tensor:
    """A scalar in every place of a shape."""
    if state.plain and type(x) is EagerTensor:
        return EagerTensor(numpy_ns.broadcast_to(x._host(), shape), x._dtype)
    return BroadcastTo(x, list(shape))


def unbroadcast(dx: Any, x: Tensor) -> Any:
    """Sums a gradient over the axes along which `x` was broadcast."""
    dx = to_tensor(dx)  # a gradient by rows becomes a tensor
    shape, wanted = dx.raw_shape, x.raw_shape
    if shape == wanted and shape is not None and None not in shape:
        return dx
    if shape is None or wanted is None or None in shape or None in wanted:
        sizes = call("Shape", x)
        axes, _ = BroadcastGradientArgs(sizes, call("Shape", dx))
        return call("Reshape", call("Sum", dx, axes), sizes)
    extra = len(shape) - len(wanted)
    axes = [i for i in range(len(shape)) if i < extra or (wanted[i - extra] == 1 != shape[i])]
    total = call("Sum", dx, axes) if axes else dx
    return call("Reshape", total, list(wanted)) if total.raw_shape != wanted else total


def _broadcast_to(done: Any) -> Any:
    known, wanted = done.inputs[0].raw_shape, rules.shape_from(done.inputs[1])
    if known is None or wanted is None:
        return wanted
    if len(known) > len(wanted):
        raise ValueError(f"A shape {list(known)} cannot be broadcast to {list(wanted)}.")
    aligned = (1,) * (len(wanted) - len(known)) + tuple(known)
    if any(a not in (None, 1, b) and b is not None for a, b in zip(aligned, wanted)):
        raise ValueError(f"A shape {list(known)} cannot be broadcast to {list(wanted)}.")
    return tuple(a if b is None and a != 1 else b for a, b in zip(aligned, wanted))


@op("input: T, shape: Tidx -> output: T", Tidx=INDEX_DEFAULT, shape=_broadcast_to)
def BroadcastTo(xp: Any, input: Any, shape: Any) -> Any:
    return xp.broadcast_to(input, tuple(xp.static(shape).tolist()))


@BroadcastTo.gradient
def broadcast_to_gradient(done: Any, dy: Any) -> Any:
    return unbroadcast(dy, done.inputs[0]), None


def broadcast_to(input: Any, shape: Any, name: str | None = None) -> Tensor:
    """The tensor repeated along its axes of length 1, and along new leading axes.

    Args:
      input: A tensor.
      shape: The new shape, with which the tensor's is compatible.
      name: A name for the op.

    Returns:
      A tensor of that shape.

    Raises:
      tf.errors.InvalidArgumentError: The shapes are not compatible.

    Example:
      >>> import tenfold as tf
      >>> tf.broadcast_to([1, 2], [2, 2]).numpy().tolist()
      [[1, 2], [1, 2]]
    """
    return BroadcastTo(input, shape, name=name)


def _longer(done: Any) -> Any:
    a, b = (x.raw_shape for x in done.inputs)
    if not a or not b or a[0] is None or b[0] is None:
        return (None,)
    return (max(a[0], b[0]),)


@op("s0: T, s1: T -> r0: T", T=INDEX_DEFAULT, shape=rules.shaped(_longer, "m", "n"))
def BroadcastArgs(xp: Any, s0: Any, s1: Any) -> Any:
    a, b = xp.static(s0), xp.static(s1)
    if a.ndim != 1 or b.ndim != 1:
        raise ValueError(f"s0 and s1 must be vectors; their ranks are {a.ndim} and {b.ndim}.")
    return np.asarray(np.broadcast_shapes(tuple(a.tolist()), tuple(b.tolist())), a.dtype)


BroadcastArgs.not_differentiable()


def broadcast_dynamic_shape(shape_x: Any, shape_y: Any) -> Tensor:
    """The shape that two shapes broadcast to, as a tensor.

    Args:
      shape_x: `[m]`, integers.
      shape_y: `[n]`, integers of the same dtype.

    Returns:
      `[max(m, n)]`, integers.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not broadcast.

    Example:
      >>> import tenfold as tf
      >>> tf.broadcast_dynamic_shape([1, 2, 3], [5, 1, 3]).numpy().tolist()
      [5, 2, 3]
    """
    return BroadcastArgs(shape_x, shape_y)


def _reduced(done: Any) -> Any:
    a, b = (rules.value_of(x) for x in done.inputs)
    if a is None or b is None:
        return [(None,), (None,)]
    return [axes.shape for axes in _gradient_axes(a, b)]


def _gradient_axes(s0: np.ndarray, s1: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    a, b = s0.tolist(), s1.tolist()
    whole = np.broadcast_shapes(tuple(a), tuple(b))
    return _repeated(a, b, whole, s0.dtype), _repeated(b, a, whole, s0.dtype)


@op("s0: T, s1: T -> r0: T, r1: T", T=INDEX_DEFAULT, shape=_reduced)
def BroadcastGradientArgs(xp: Any, s0: Any, s1: Any) -> Any:
    return _gradient_axes(xp.static(s0), xp.static(s1))


def _repeated(own: list[int], other: list[int], whole: tuple[int, ...], dtype: Any) -> np.ndarray:
    """The axes of the whole along which the first operand was repeated (or both have length 1)."""
    own = [1] * (len(whole) - len(own)) + own
    other = [1] * (len(whole) - len(other)) + other
    if own == other:
        return np.zeros(0, dtype)
    return np.asarray([i for i, d in enumerate(own) if d == 1], dtype)


BroadcastGradientArgs.not_differentiable()
