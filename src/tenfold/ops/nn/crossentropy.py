"""Softmax, its logarithm, and the cross entropies of logits."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.blas_threads import one_blas_thread
from tenfold.core.context import scoped
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING, INDEX, float32, int32, int64
from tenfold.core.half_floats import widen
from tenfold.core.op import call, op
from tenfold.core.pieces import FLOATS, SLOW
from tenfold.core.shapes import broadcast
from tenfold.core.signature import Types
from tenfold.core.tensor import SymbolicTensor, Tensor
from tenfold.ops.array.broadcasting import unbroadcast
from tenfold.ops.math.reduction import MANY, extreme_of_rows

from .class_axes import behind, exchanged, moved_last


def _vector_or_more(call: Any) -> Any:
    shape = call.inputs[0].raw_shape
    if shape == ():
        raise ValueError("logits must have >= 1 dimension, got a scalar.")
    return shape


def _shifted(xp: Any, x: Any) -> Any:
    """x less its maximum along the last axis, so that exp cannot overflow."""
    if not x.ndim:
        raise ValueError("logits must have >= 1 dimension, got a scalar.")
    if not x.shape[-1]:
        return x
    return x - (x.max(-1, keepdims=True) if xp.compiled else _greatest(x))


def _greatest(x: Any) -> Any:
    if x.size >= MANY:
        return extreme_of_rows(np.maximum, x)[..., None]
    return _greatest_of_few(x, -1, None, None, True)


# NumPy's own methods for these are written in Python.
_greatest_of_few: Any = np.maximum.reduce
_total: Any = np.add.reduce


# Rows of fewer numbers are added column by column: a product with ones takes 20 ns to begin with.
_NARROW = 20


def _are_many(x: Any) -> bool:
    return x.size >= MANY and x.ndim > 0 and x.dtype in FLOATS


def _row_totals(x: Any) -> Any:
    """The sums of many rows. What is added to what does not depend on the other rows."""
    width = x.shape[-1]
    if width >= _NARROW:
        with one_blas_thread():
            return np.vecdot(x, np.ones(width, x.dtype))
    total = x[..., 0].copy()
    for i in range(1, width):
        total += x[..., i]
    return total


def _shift_into(x: Any, out: Any) -> None:
    np.subtract(x, _greatest(x), out=out)


@op("logits: T -> softmax: T", T=FLOATING, shape=_vector_or_more)
def Softmax(xp: Any, logits: Any) -> Any:
    if not xp.compiled and _are_many(logits):
        out = np.empty(logits.shape, logits.dtype)
        softmax_into(logits, out)
        return out
    x = _shifted(xp, widen(logits))
    if not xp.compiled and x is not logits:  # an array of its own
        xp.exp(x, out=x)
        x /= _total(x, -1, None, None, True)
        return x.astype(logits.dtype, copy=False)
    e = xp.exp(x)
    return (e / e.sum(-1, keepdims=True)).astype(logits.dtype, copy=False)


# The exponentials of a row within these bounds are far from overflow, and from denormal numbers.
_SMALL, _LARGE = -20, 40


def softmax_into(logits: Any, out: Any) -> None:
    """Writes the softmax of rows; those whose logits are of ordinary size are not shifted."""
    if np.minimum.reduce(logits, None) >= _SMALL and np.maximum.reduce(logits, None) <= _LARGE:
        np.exp(logits, out=out)
    else:
        least, most = extreme_of_rows(np.minimum, logits), extreme_of_rows(np.maximum, logits)
        shift = np.where((least >= _SMALL) & (most <= _LARGE), 0, most)
        np.subtract(logits, shift[..., None], out=out)
        np.exp(out, out=out)
    out /= _row_totals(out)[..., None]


Softmax.in_pieces(softmax_into, SLOW, of_rows=True)
Softmax.faster_compiled(1.5e-10)


@Softmax.gradient
def softmax_gradient(call_: Any, dy: Any) -> Any:
    y = call_.outputs[0]
    total = call("Sum", dy * y, -1, keep_dims=True)
    return ((dy - total) * y,)


def softmax(logits: Any, axis: int | None = None, name: str | None = None) -> Any:
    """exp(logits), scaled to sum to 1 along an axis.

    Args:
      logits: A floating tensor of rank 1 or more.
      axis: The axis of the classes; the last by default.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Raises:
      tf.errors.InvalidArgumentError: `axis` is not an axis of `logits`, or it is a scalar.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.softmax([1.0, 1.0, 1.0, 1.0]).numpy().tolist()
      [0.25, 0.25, 0.25, 0.25]
    """
    if axis is None or (isinstance(axis, int) and axis == -1):
        return Softmax(logits, name=name)
    return _along(Softmax, logits, axis, name)


@op("logits: T -> logsoftmax: T", T=FLOATING, shape=_vector_or_more)
def LogSoftmax(xp: Any, logits: Any) -> Any:
    if not xp.compiled and _are_many(logits):
        out = np.empty(logits.shape, logits.dtype)
        log_softmax_into(logits, out)
        return out
    x = _shifted(xp, widen(logits))
    e = xp.exp(x)
    total = e.sum(-1, keepdims=True) if xp.compiled else _total(e, -1, None, None, True)
    return (x - xp.log(total)).astype(logits.dtype, copy=False)


def log_softmax_into(logits: Any, out: Any) -> None:
    _shift_into(logits, out)
    out -= np.log(_row_totals(np.exp(out)))[..., None]


LogSoftmax.in_pieces(log_softmax_into, SLOW, of_rows=True)
LogSoftmax.faster_compiled(2e-10)


@LogSoftmax.gradient
def log_softmax_gradient(call_: Any, dy: Any) -> Any:
    total = call("Sum", dy, -1, keep_dims=True)
    return (dy - total * call("Exp", call_.outputs[0]),)


def log_softmax(logits: Any, axis: int | None = None, name: str | None = None) -> Any:
    """The logarithm of softmax, computed without underflow.

    Args:
      logits: A floating tensor of rank 1 or more.
      axis: The axis of the classes; the last by default.
      name: A name for the op.

    Returns:
      A tensor of the same shape and dtype.

    Raises:
      tf.errors.InvalidArgumentError: `axis` is not an axis of `logits`, or it is a scalar.

    Example:
      >>> import tenfold as tf
      >>> [round(v, 4) for v in tf.nn.log_softmax([0.0, 0.0]).numpy().tolist()]
      [-0.6931, -0.6931]
    """
    if axis is None or (isinstance(axis, int) and axis == -1):
        return LogSoftmax(logits, name=name)
    return _along(LogSoftmax, logits, axis, name)


def _along(softmax_op: Any, logits: Any, axis: int, name: str | None) -> Any:
    """A softmax along an axis that may not be the last."""
    logits = to_tensor(logits)
    if isinstance(axis, SymbolicTensor):
        known = rules.value_of(axis)
        if known is None:
            raise ValueError(f"softmax: axis must be known while a graph is built; it is {axis!r}.")
        axis = int(known)
    if logits.ndim is None:
        order = exchanged(logits, axis)
        return call("Transpose", softmax_op(call("Transpose", logits, order)), order, name=name)
    try:
        axis = rules.normalize_axis(int(axis), logits.ndim)
    except ValueError as error:
        raise errors.InvalidArgumentError(None, None, f"softmax: {error}") from None
    if axis == logits.ndim - 1:
        return softmax_op(logits, name=name)
    order = moved_last(axis, logits.ndim)
    return call("Transpose", softmax_op(call("Transpose", logits, order)), order, name=name)


def _cross_entropy_shapes(call: Any) -> Any:
    features, labels = (x.raw_shape for x in call.inputs)
    shape = broadcast(features, labels)
    if shape is not None and len(shape) != 2:
        raise ValueError(f"logits and labels must be matrices; received {features} and {labels}.")
    return [None if shape is None else shape[:1], shape]


@op(
    "features: T, labels: T -> loss: T, backprop: T",
    T=FLOATING,
    shape=_cross_entropy_shapes,
)
def SoftmaxCrossEntropyWithLogits(xp: Any, features: Any, labels: Any) -> Any:
    if features.ndim != 2 and labels.ndim != 2:
        raise ValueError("logits and labels must be matrices.")
    dtype, (x, p) = features.dtype, xp.broadcast_arrays(widen(features), widen(labels))
    x = _shifted(xp, x)
    e = xp.exp(x)
    total = e.sum(-1, keepdims=True)
    loss = (p * (xp.log(total) - x)).sum(-1)
    return loss.astype(dtype, copy=False), (e / total - p).astype(dtype, copy=False)


SoftmaxCrossEntropyWithLogits.accepts_none = True


@SoftmaxCrossEntropyWithLogits.gradient
def softmax_cross_entropy_gradient(call_: Any, dy: Any, dback: Any) -> Any:
    features, labels = call_.inputs
    dx = _logits_gradient(call_, dy, dback)
    dlabels = None
    if dy is not None:
        dlabels = call("ExpandDims", dy, -1) * call("Neg", LogSoftmax(features))
    return _matching(dx, features), _matching(dlabels, labels)


def _matching(dx: Any, x: Tensor) -> Any:
    return None if dx is None else unbroadcast(dx, x)


def _logits_gradient(call_: Any, dy: Any, dback: Any) -> Any:
    """The gradient for logits, from that of the loss and that of the loss's own gradient."""
    dx = None if dy is None else call("ExpandDims", dy, -1) * call_.outputs[1]
    if dback is None:
        return dx
    p = Softmax(call_.inputs[0])
    through = (dback - call("Sum", dback * p, -1, keep_dims=True)) * p
    return through if dx is None else dx + through


@scoped("softmax_cross_entropy_with_logits")
def softmax_cross_entropy_with_logits(
    labels: Any, logits: Any, axis: int | None = -1, name: str | None = None
) -> Any:
    """The cross entropy between distributions over classes and the softmax of logits.

    Args:
      labels: Probabilities, `[..., classes]`, of the shape of `logits`; they should sum to 1.
      logits: Unscaled log probabilities, `[..., classes]`.
      axis: The axis of the classes; the last one if None.
      name: A name for the op.

    Returns:
      The losses: the shape of `logits` without `axis`, and its dtype.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> loss = tf.nn.softmax_cross_entropy_with_logits([[0.0, 1.0]], [[0.0, 0.0]])
      >>> round(float(loss[0]), 4)
      0.6931
    """
    logits, labels, dtype = _wide(logits, labels)
    ndim = logits.ndim
    if ndim is not None:
        axis = rules.normalize_axis(-1 if axis is None else axis, ndim)
        if axis != ndim - 1:
            order = [*(i for i in range(ndim) if i != axis), axis]
            logits, labels = (call("Transpose", x, order) for x in (logits, labels))
    elif axis not in (-1, None):
        order = behind(logits, axis)
        logits, labels = (call("Transpose", x, order) for x in (logits, labels))
    if ndim == 2:
        loss, _ = SoftmaxCrossEntropyWithLogits(logits, labels, name=name)
    else:
        outer = _outer_sizes(logits)
        loss, _ = SoftmaxCrossEntropyWithLogits(_matrix(logits), _matrix(labels), name=name)
        loss = call("Reshape", loss, outer)
    return loss if loss.dtype is dtype else call("Cast", loss, DstT=dtype)


def _wide(logits: Any, labels: Any) -> tuple[Any, Any, Any]:
    """Logits and labels of one dtype of 32 bits or more, and the dtype of the result."""
    logits = to_tensor(logits)
    dtype = logits.dtype
    if dtype.is_floating and dtype.size == 2:
        logits = call("Cast", logits, DstT=float32)
    if isinstance(labels, Tensor) or hasattr(labels, "dtype"):
        labels = to_tensor(labels)
        if labels.dtype is not logits.dtype:
            labels = call("Cast", labels, DstT=logits.dtype)
    return logits, to_tensor(labels, logits.dtype), dtype


def _outer_sizes(x: Any) -> Any:
    """The sizes of all axes but the last: a list if they are known, else a tensor."""
    shape = x.raw_shape
    if shape is not None and None not in shape[:-1]:
        return to_tensor(list(shape[:-1]), int32)
    return call("Slice", call("Shape", x), [0], call("ExpandDims", call("Rank", x) - 1, 0))


def _matrix(x: Any) -> Any:
    """`[..., classes]` as `[rows, classes]`."""
    shape = x.raw_shape
    if shape is not None and shape[-1] is not None and math.prod(d or 1 for d in shape):
        return call("Reshape", x, [-1, shape[-1]])
    sizes = call("Shape", x)
    rank = call("Rank", x)
    classes = call("Slice", sizes, call("ExpandDims", rank - 1, 0), [1])
    rows = call("Prod", call("Slice", sizes, [0], call("ExpandDims", rank - 1, 0)), [0])
    return call("Reshape", x, call("ConcatV2", [call("ExpandDims", rows, 0), classes], 0))


def _sparse_shapes(call: Any) -> Any:
    features, labels = (x.raw_shape for x in call.inputs)
    if features is not None and len(features) != 2:
        raise ValueError(f"logits must be 2-D, but got shape {features}.")
    rows = rules.merge(None if features is None else features[:1], labels)
    return [rows, None if features is None else (*(rows or (None,)), features[1])]


@op(
    "features: T, labels: Tlabels -> loss: T, backprop: T",
    T=FLOATING,
    Tlabels=Types(INDEX, default=int64),
    shape=_sparse_shapes,
)
def SparseSoftmaxCrossEntropyWithLogits(xp: Any, features: Any, labels: Any) -> Any:
    if features.ndim != 2:
        raise ValueError(f"logits must be 2-D, but got shape {features.shape}.")
    if labels.shape != features.shape[:1]:
        raise ValueError(
            f"logits and labels must have the same first dimension, got logits shape "
            f"{list(features.shape)} and labels shape {list(labels.shape)}."
        )
    dtype, classes = features.dtype, features.shape[1]
    outside = (labels < 0) | (labels >= classes)
    if xp.compiled or np.count_nonzero(outside):
        xp.raise_if(outside.any(), "InvalidArgumentError", _outside(xp, labels, outside, classes))
    x = _shifted(xp, widen(features))
    if not xp.compiled:
        loss, back = _sparse_eagerly(x, labels)
        return loss.astype(dtype, copy=False), back.astype(dtype, copy=False)
    e = xp.exp(x)
    total = e.sum(-1, keepdims=True)
    hot = labels[:, None] == xp.arange(classes, dtype=labels.dtype)
    loss = xp.log(total[:, 0]) - xp.where(hot, x, 0).sum(-1)
    return loss.astype(dtype, copy=False), (e / total - hot).astype(dtype, copy=False)


def _sparse_eagerly(x: Any, labels: Any) -> tuple[Any, Any]:
    """The losses and the gradients, touching one class a row where the labels come in."""
    rows = np.arange(len(labels))
    own = x[rows, labels]
    back = np.exp(x)
    total = _row_totals(back) if _are_many(back) else _total(back, -1)
    back /= total[:, None]
    back[rows, labels] -= 1
    return np.log(total) - own, back


def _outside(xp: Any, labels: Any, outside: Any, classes: int) -> str:
    valid = f"outside the valid range of [0, {classes})."
    if xp.compiled:
        return f"Received a label value which is {valid}"
    shown = " ".join(map(str, labels[:20].tolist()))
    return f"Received a label value of {labels[outside][0]} which is {valid}  Label values: {shown}"


SparseSoftmaxCrossEntropyWithLogits.accepts_none = True


@SparseSoftmaxCrossEntropyWithLogits.gradient
def sparse_softmax_cross_entropy_gradient(call: Any, dy: Any, dback: Any) -> Any:
    return _logits_gradient(call, dy, dback), None


def sparse_softmax_cross_entropy_with_logits(
    labels: Any, logits: Any, name: str | None = None
) -> Any:
    """The cross entropy between classes given by number and the softmax of logits.

    Args:
      labels: The class of each example, `[...]`, int32 or int64 in [0, classes).
      logits: Unscaled log probabilities, `[..., classes]`.
      name: A name for the op.

    Returns:
      The losses: the shape of `labels` and the dtype of `logits`.

    Raises:
      ValueError: The shapes do not fit.
      tf.errors.InvalidArgumentError: A label is outside [0, classes).

    Example:
      >>> import tenfold as tf
      >>> loss = tf.nn.sparse_softmax_cross_entropy_with_logits([1], [[0.0, 0.0]])
      >>> round(float(loss[0]), 4)
      0.6931
    """
    labels, logits = to_tensor(labels), to_tensor(logits)
    dtype = logits.dtype
    if dtype.is_floating and dtype.size == 2:
        logits = call("Cast", logits, DstT=float32)
    _check_ranks(labels.raw_shape, logits.raw_shape)
    if logits.ndim == 2:
        loss, _ = SparseSoftmaxCrossEntropyWithLogits(logits, labels, name=name)
    else:
        shape = labels.raw_shape
        known = shape is not None and None not in shape
        sizes = to_tensor(list(shape or ()), int32) if known else call("Shape", labels)
        loss, _ = SparseSoftmaxCrossEntropyWithLogits(
            _matrix(logits), call("Reshape", labels, [-1]), name=name
        )
        loss = call("Reshape", loss, sizes)
    return loss if loss.dtype is dtype else call("Cast", loss, DstT=dtype)


def _check_ranks(labels: Any, logits: Any) -> None:
    """Raises TensorFlow's errors where the shapes of labels and logits contradict each other."""
    if logits == ():
        raise ValueError("`logits` cannot be a scalar. Received logits of shape ().")
    if labels is None or logits is None:
        return
    if len(labels) != len(logits) - 1:
        raise ValueError(
            "`labels.shape.rank` must equal `logits.shape.rank - 1`. Received: labels.shape="
            f"{labels} of rank {len(labels)} and logits.shape={logits} of rank {len(logits)}. "
            "For one-hot labels use softmax_cross_entropy_with_logits."
        )
    if any(a != b for a, b in zip(labels, logits) if a is not None and b is not None):
        raise ValueError(
            "`labels.shape` must equal `logits.shape` except for the last dimension. Received: "
            f"labels.shape={labels} and logits.shape={logits}"
        )


@scoped("logistic_loss")
def sigmoid_cross_entropy_with_logits(
    labels: Any = None, logits: Any = None, name: str | None = None
) -> Any:
    """The cross entropy of independent yes-or-no answers, each given by a logit.

    Args:
      labels: The chance of yes for each answer, of the shape of `logits`.
      logits: Unscaled log odds, floating.
      name: A name for the op.

    Returns:
      The losses, element by element: `max(x, 0) - x * z + log(1 + exp(-|x|))`.

    Raises:
      ValueError: An argument is missing, or the shapes differ.

    Example:
      >>> import tenfold as tf
      >>> loss = tf.nn.sigmoid_cross_entropy_with_logits([1.0, 0.0], [0.0, 0.0])
      >>> [round(v, 4) for v in loss.numpy().tolist()]
      [0.6931, 0.6931]
    """
    if labels is None or logits is None:
        raise ValueError(
            "Both `labels` and `logits` must be provided for sigmoid_cross_entropy_with_logits. "
            f"Received: labels={labels} and logits={logits}"
        )
    logits = to_tensor(logits)
    labels = to_tensor(labels, None if isinstance(labels, Tensor) else logits.dtype)
    _check_same(logits, labels)
    # |x| and max(x, 0) by selection: so the gradient at 0 is sigmoid(0) - z.
    zeros = call("ZerosLike", logits)
    positive = call("GreaterEqual", logits, zeros)
    relu_logits = call("SelectV2", positive, logits, zeros)
    minus_size = call("SelectV2", positive, call("Neg", logits), logits)
    rest = call("Log1p", call("Exp", minus_size))
    return call("AddV2", relu_logits - logits * labels, rest, name=name)


def _check_same(logits: Any, labels: Any) -> None:
    try:
        rules.merge(logits.raw_shape, labels.raw_shape)
    except ValueError:
        raise ValueError(
            "`logits` and `labels` must have the same shape, received "
            f"({logits.shape} vs {labels.shape})."
        ) from None


def weighted_cross_entropy_with_logits(
    labels: Any, logits: Any, pos_weight: Any, name: str | None = None
) -> Any:
    """Sigmoid cross entropy in which the yes answers weigh `pos_weight` times as much.

    Args:
      labels: The chance of yes for each answer, of the shape of `logits`.
      logits: Unscaled log odds, floating.
      pos_weight: The weight of a yes, a scalar or a tensor that broadcasts to `logits`.
      name: A name for the op.

    Returns:
      The losses, element by element.

    Raises:
      ValueError: The shapes differ.

    Example:
      >>> import tenfold as tf
      >>> loss = tf.nn.weighted_cross_entropy_with_logits([1.0, 0.0], [0.0, 0.0], 2.0)
      >>> [round(v, 4) for v in loss.numpy().tolist()]
      [1.3863, 0.6931]
    """
    x = to_tensor(logits)
    z = to_tensor(labels, None if isinstance(labels, Tensor) else x.dtype)
    _check_same(x, z)
    weight = (pos_weight - 1) * z + 1
    rest = call("Log1p", call("Exp", -call("Abs", x))) + call("Relu", -x)
    return call("AddV2", (1 - z) * x, weight * rest, name=name)


def log_poisson_loss(
    targets: Any, log_input: Any, compute_full_loss: bool = False, name: str | None = None
) -> Any:
    """The loss of a Poisson count, `exp(c) - z * c`, where c is the logarithm of its rate.

    Args:
      targets: Counts, of the shape of `log_input`.
      log_input: Logarithms of the predicted rates, floating.
      compute_full_loss: Whether to add Stirling's approximation of log(z!) where z > 1.
      name: A name for the op.

    Returns:
      The losses, element by element.

    Raises:
      ValueError: The shapes differ.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.log_poisson_loss([2.0], [0.0]).numpy().tolist()
      [1.0]
    """
    c = to_tensor(log_input)
    z = to_tensor(targets, None if isinstance(targets, Tensor) else c.dtype)
    _check_same(c, z)
    loss = call("Exp", c) - c * z
    if compute_full_loss:
        stirling = z * call("Log", z) - z + 0.5 * call("Log", 2 * math.pi * z)
        small = call("LessEqual", z, call("OnesLike", z))
        loss = loss + call("SelectV2", small, call("ZerosLike", z), stirling)
    return loss if name is None else call("Identity", loss, name=name)
