"""Moments and other summaries, and normalization with given moments."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.context import scoped
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import FLOATING, float32, float64, int32, int64
from tenfold.core.half_floats import widen
from tenfold.core.op import call, op
from tenfold.core.tensor import Tensor


@op("t: T -> output: T", T=FLOATING, shape=rules.scalar)
def L2Loss(xp: Any, t: Any) -> Any:
    x = widen(t).reshape(-1)
    if xp.compiled:
        return (xp.vdot(x, x) / 2).astype(t.dtype)
    # BLAS adds up in the dtype; the sums of blocks keep large tensors exact to the last bits.
    blocks = (x[i : i + _BLOCK] for i in range(0, x.size, _BLOCK))
    return np.asarray(sum(float(np.vdot(b, b)) for b in blocks) / 2, t.dtype)


_BLOCK = 16384


@L2Loss.gradient
def l2_loss_gradient(call: Any, dy: Any) -> Any:
    return (call.inputs[0] * dy,)


def l2_loss(t: Any, name: str | None = None) -> Any:
    """Half the sum of the squares.

    Args:
      t: A floating tensor of any shape.
      name: A name for the op.

    Returns:
      A scalar of the same dtype.

    Example:
      >>> import tenfold as tf
      >>> float(tf.nn.l2_loss([3.0, 4.0]))
      12.5
    """
    return L2Loss(t, name=name)


def _axes(x: Any, axis: Any) -> Any:
    if axis is not None:
        return axis
    return list(range(x.ndim)) if x.ndim is not None else call("Range", 0, call("Rank", x), 1)


def zero_fraction(value: Any, name: str | None = None) -> Any:
    """The fraction of entries that are zero.

    Args:
      value: A tensor of numbers.
      name: A name for the op.

    Returns:
      A float32 scalar; NaN for an empty tensor.

    Example:
      >>> import tenfold as tf
      >>> float(tf.math.zero_fraction([0, 1, 0, 3]))
      0.5
    """
    value = to_tensor(value)
    zero = call("Cast", call("Equal", value, call("ZerosLike", value)), DstT=float32)
    return call("Mean", zero, _axes(value, None), name=name)


@scoped("moments")
def moments(
    x: Any, axes: Any, shift: Any = None, keepdims: bool = False, name: str | None = None
) -> tuple[Any, Any]:
    """The mean and the variance along axes.

    Args:
      x: A tensor of real numbers.
      axes: The axis or axes to average over.
      shift: Unused; TensorFlow keeps it for old programs.
      keepdims: Whether the axes stay, with size 1.
      name: A name for the variance.

    Returns:
      The mean and the variance (not corrected for bias), of the dtype of `x`.

    Example:
      >>> import tenfold as tf
      >>> mean, variance = tf.nn.moments([1.0, 3.0], axes=[0])
      >>> float(mean), float(variance)
      (2.0, 1.0)
    """
    x = to_tensor(x)
    narrow = x.dtype.is_floating and x.dtype.size == 2
    y = call("Cast", x, DstT=float32) if narrow else x
    mean = call("Mean", y, axes, keep_dims=True)
    deviation = call("SquaredDifference", y, call("StopGradient", mean))
    variance = call("Mean", deviation, axes, keep_dims=keepdims, name=name)
    if not keepdims:
        mean = call("Reshape", mean, call("Shape", variance))
    if narrow:
        return call("Cast", mean, DstT=x.dtype), call("Cast", variance, DstT=x.dtype)
    return mean, variance


@scoped("weighted_moments")
def weighted_moments(
    x: Any,
    axes: Any,
    frequency_weights: Any,
    keepdims: bool = False,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The mean and the variance along axes, where each entry counts with a weight.

    Args:
      x: A floating tensor.
      axes: The axis or axes to average over.
      frequency_weights: Weights that broadcast against `x`.
      keepdims: Whether the axes stay, with size 1.
      name: A name for the variance.

    Returns:
      The mean and the variance (not corrected for bias), of the dtype of `x`.

    Example:
      >>> import tenfold as tf
      >>> mean, variance = tf.nn.weighted_moments([1.0, 5.0], [0], [3.0, 1.0])
      >>> float(mean), float(variance)
      (2.0, 3.0)
    """
    x = to_tensor(x)
    weights = to_tensor(frequency_weights)
    if weights.dtype is not x.dtype:
        weights = call("Cast", weights, DstT=x.dtype)
    narrow = x.dtype.size == 2
    exact = x.dtype
    if narrow:
        x, weights = (call("Cast", v, DstT=float32) for v in (x, weights))
    weights = weights + call("ZerosLike", x)
    total = call("Sum", weights, axes, keep_dims=True)
    mean = call("DivNoNan", call("Sum", weights * x, axes, keep_dims=True), total)
    deviation = weights * call("SquaredDifference", x, mean)
    variance = call("DivNoNan", call("Sum", deviation, axes, keep_dims=True), total)
    results = [mean, variance]
    if not keepdims:
        sizes = call("Shape", call("Sum", weights, axes))
        results = [call("Reshape", v, sizes) for v in results]
    if narrow:
        results = [call("Cast", v, DstT=exact) for v in results]
    return results[0], results[1]


@scoped("sufficient_statistics")
def sufficient_statistics(
    x: Any, axes: Sequence[int], shift: Any = None, keepdims: bool = False, name: str | None = None
) -> tuple[Any, Any, Any, Any]:
    """The sums from which moments can be computed, batch after batch.

    Args:
      x: A floating tensor.
      axes: The axes to sum over.
      shift: A value near the mean, subtracted first for accuracy; or None.
      keepdims: Whether the axes stay, with size 1.
      name: A name for the op.

    Returns:
      The number of entries, their sum, the sum of their squares, and the shift or None.

    Example:
      >>> import tenfold as tf
      >>> [float(v) for v in tf.nn.sufficient_statistics(tf.constant([1.0, 3.0]), [0])[:3]]
      [2.0, 4.0, 10.0]
    """
    x = to_tensor(x)
    axes = to_tensor(axes if isinstance(axes, Tensor) else [*dict.fromkeys(axes)], int32)
    places = call("FloorMod", axes, call("Rank", x))
    sizes = call("GatherV2", call("Shape", x, out_type=int64), places, 0)
    count = call("Cast", call("Prod", sizes, [0]), DstT=x.dtype)
    if shift is not None:
        shift = to_tensor(shift, x.dtype)
        first, second = x - shift, call("SquaredDifference", x, shift)
    else:
        first, second = x, call("Square", x)
    sums = (call("Sum", v, axes, keep_dims=keepdims) for v in (first, second))
    return (count, *sums, shift)  # type: ignore[return-value]


def normalize_moments(
    counts: Any, mean_ss: Any, variance_ss: Any, shift: Any, name: str | None = None
) -> tuple[Any, Any]:
    """The mean and the variance from the sums of `tf.nn.sufficient_statistics`.

    Args:
      counts: The number of entries, a scalar.
      mean_ss: The (shifted) sum.
      variance_ss: The (shifted) sum of squares.
      shift: The shift, or None.
      name: A name for the variance.

    Returns:
      The mean and the variance.

    Example:
      >>> import tenfold as tf
      >>> [float(v) for v in tf.nn.normalize_moments(2.0, 4.0, 10.0, None)]
      [2.0, 1.0]
    """
    divisor = call("Reciprocal", to_tensor(counts))
    shifted = call("Mul", mean_ss, divisor)
    mean = shifted if shift is None else shifted + shift
    variance = call("Mul", variance_ss, divisor) - call("Square", shifted)
    return mean, variance if name is None else call("Identity", variance, name=name)


@scoped("batchnorm")
def batch_normalization(
    x: Any,
    mean: Any,
    variance: Any,
    offset: Any,
    scale: Any,
    variance_epsilon: Any,
    name: str | None = None,
) -> Any:
    """Normalizes with given moments, then scales and shifts.

    Args:
      x: A floating tensor.
      mean: The mean, which broadcasts against `x`.
      variance: The variance, which broadcasts against `x`.
      offset: Added at the end, or None.
      scale: Multiplied before, or None.
      variance_epsilon: Added to the variance, so that it is never zero.
      name: A name for the op.

    Returns:
      A tensor of the shape and dtype of `x`: `(x - mean) / sqrt(variance + epsilon) * scale +
      offset`.

    References:
      Ioffe & Szegedy, Batch Normalization (2015), arXiv:1502.03167.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.batch_normalization([3.0], 1.0, 4.0, 0.5, 10.0, 0.0).numpy().tolist()
      [10.5]
    """
    x = to_tensor(x)
    inverse = call("Rsqrt", to_tensor(variance, dtype_hint=x.dtype) + variance_epsilon)
    if scale is not None:
        inverse = inverse * scale
    shift = -mean * inverse if offset is None else offset - mean * inverse
    scaled = x * _as(inverse, x)
    return call("AddV2", scaled, _as(shift, x), name=name)


def batch_norm_with_global_normalization(
    input: Any,
    mean: Any,
    variance: Any,
    beta: Any,
    gamma: Any,
    variance_epsilon: Any,
    scale_after_normalization: bool,
    name: str | None = None,
) -> Any:
    """Normalizes images with given moments, then may scale, and shifts.

    Args:
      input: Images `[batch, height, width, channels]`.
      mean: `[channels]`.
      variance: `[channels]`.
      beta: Added at the end, `[channels]`.
      gamma: Multiplied before, `[channels]`, if `scale_after_normalization`.
      variance_epsilon: Added to the variance, so that it is never zero.
      scale_after_normalization: Whether to multiply by `gamma`.
      name: A name for the op.

    Returns:
      A tensor of the shape and dtype of `input`.

    References:
      Ioffe & Szegedy, Batch Normalization (2015), arXiv:1502.03167.

    Example:
      >>> import tenfold as tf
      >>> normalize = tf.nn.batch_norm_with_global_normalization
      >>> y = normalize(tf.fill([1, 1, 1, 1], 3.0), [1.0], [4.0], [0.5], [10.0], 0.0, False)
      >>> float(y[0, 0, 0, 0])
      1.5
    """
    scale = gamma if scale_after_normalization else None
    moments = (to_tensor(mean), to_tensor(variance))
    return batch_normalization(input, *moments, beta, scale, variance_epsilon, name)


def _as(value: Any, x: Any) -> Any:
    return value if value.dtype is x.dtype else call("Cast", value, DstT=x.dtype)


def scale_regularization_loss(regularization_loss: Any) -> Any:
    """Divides a regularization loss by the number of replicas that will add theirs.

    Args:
      regularization_loss: A tensor of losses.

    Returns:
      A scalar: their sum, divided by the number of replicas.

    Example:
      >>> import tenfold as tf
      >>> float(tf.nn.scale_regularization_loss([1.0, 2.0]))
      3.0
    """
    loss = to_tensor(regularization_loss)
    return _quotient_dtype(call("Sum", loss, _axes(loss, None)))


def compute_average_loss(
    per_example_loss: Any, sample_weight: Any = None, global_batch_size: Any = None
) -> Any:
    """The sum of the losses of examples, divided by the global batch size.

    Args:
      per_example_loss: The loss of each example, `[batch]` or more axes.
      sample_weight: Weights that broadcast against the losses; they may lack the losses' last axis,
        or have one of length 1 more.
      global_batch_size: The number of examples in all replicas; by default those given.

    Returns:
      A scalar.

    Raises:
      ValueError: The losses are a scalar, or the batch size is not.
      tf.errors.InvalidArgumentError: The batch size is negative.

    Example:
      >>> import tenfold as tf
      >>> float(tf.nn.compute_average_loss([1.0, 3.0], global_batch_size=4))
      1.0
    """
    losses = to_tensor(per_example_loss)
    if losses.ndim == 0:
        raise ValueError("Argument `per_example_loss` must be at least 1-D; received a scalar.")
    if sample_weight is not None:
        losses = _weighted(losses, to_tensor(sample_weight))
    if global_batch_size is None:
        global_batch_size = call("GatherV2", call("Shape", losses), 0, 0)
    size = to_tensor(global_batch_size)
    if size.ndim not in (0, None):
        raise ValueError(f"global_batch_size must be a scalar; received shape {size.shape}.")
    if not size.dtype.is_integer:
        raise TypeError(f"global_batch_size must be an integer; received {global_batch_size!r}.")
    known = rules.value_of(size)
    if known is not None and known < 0:
        text = f"global_batch_size must be non-negative; received {known}."
        raise errors.InvalidArgumentError(None, None, text)
    total = _quotient_dtype(call("Sum", losses, _axes(losses, None)))
    return call("DivNoNan", total, call("Cast", size, DstT=total.dtype))


def _quotient_dtype(total: Any) -> Any:
    """A number of the dtype that division gives."""
    if not total.dtype.is_integer:
        return total
    return call("Cast", total, DstT=float32 if total.dtype.size < 4 else float64)


def _weighted(losses: Any, weights: Any) -> Any:
    """Losses times weights, of the losses' dtype: computed in floats where losses are integers."""
    wide = float64 if losses.dtype is float64 else float32
    products = call("Cast", losses, DstT=wide) * call("Cast", _fitted(weights, losses), DstT=wide)
    return call("Cast", products, DstT=losses.dtype)


def _fitted(weights: Any, losses: Any) -> Any:
    """Weights of one axis less or more than losses get a last axis, or lose it: it is 1 long."""
    shape, rank = weights.raw_shape, losses.ndim
    if shape is not None and rank is not None:
        if not shape or abs(rank - len(shape)) != 1:
            return weights
        if rank < len(shape):
            return call("Squeeze", weights, squeeze_dims=[-1])
        return call("ExpandDims", weights, -1)
    sizes = call("Shape", weights)
    own, wanted = call("Size", sizes), call("Rank", losses)
    length = call("SelectV2", call("LessEqual", call("Abs", own - wanted), 1), wanted, own)
    return call("Reshape", weights, call("ConcatV2", [sizes, [1]], 0)[:length])
