"""tf.compat.v1.losses: weighted losses that are collected in the graph."""

from __future__ import annotations

from typing import Any

from tenfold.core.context import name_scope, state
from tenfold.core.convert import convert_to_tensor as convert
from tenfold.core.dtypes import float32
from tenfold.core.op import call
from tenfold.ops.array.casting import cast
from tenfold.ops.math.reducing import reduce_mean, reduce_sum
from tenfold.ops.math.sums import add_n
from tenfold.ops.nn import crossentropy

from ..graph_keys import GraphKeys, get_collection
from ..renamed_arguments import one_of


class Reduction:
    """How the losses of a batch become one.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.losses.Reduction.MEAN
      'weighted_mean'
    """

    NONE = "none"
    SUM = "weighted_sum"
    SUM_OVER_BATCH_SIZE = "weighted_sum_over_batch_size"
    MEAN = "weighted_mean"
    SUM_BY_NONZERO_WEIGHTS = "weighted_sum_by_nonzero_weights"
    SUM_OVER_NONZERO_WEIGHTS = SUM_BY_NONZERO_WEIGHTS

    @classmethod
    def all(cls) -> tuple[str, ...]:
        """Every reduction."""
        return (cls.NONE, cls.SUM, cls.MEAN, cls.SUM_OVER_BATCH_SIZE, cls.SUM_BY_NONZERO_WEIGHTS)

    @classmethod
    def validate(cls, key: str) -> None:
        """Raises ValueError for what is no reduction."""
        if key not in cls.all():
            raise ValueError(f"Invalid Reduction Key: {key}. Valid keys: {cls.all()}")


BY_WEIGHTS = Reduction.SUM_BY_NONZERO_WEIGHTS


def compute_weighted_loss(
    losses: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = BY_WEIGHTS,
) -> Any:
    """One loss of many, each with its weight.

    Args:
      losses: A tensor [batch, ...].
      weights: A scalar, or a tensor of the rank of `losses` whose sizes are 1 or equal.
      scope: A name scope.
      loss_collection: The collection that the result is added to.
      reduction: One of `tf.compat.v1.losses.Reduction`.

    Returns:
      A scalar; with NONE a tensor of the shape of `losses`.

    Raises:
      ValueError: The reduction or the weights' shape is invalid.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> tf.losses.compute_weighted_loss([1.0, 3.0], weights=[1.0, 0.0]).numpy().item()
      1.0
    """
    Reduction.validate(reduction)
    with name_scope(scope or "weighted_loss"):
        given = convert(losses)
        values = cast(given, float32)
        factors = cast(weights, float32)
        rank = factors.shape.rank
        if rank and values.shape.rank is not None and rank != values.shape.rank:
            raise ValueError(
                "weights can not be broadcast to values. values.rank="
                f"{values.shape.rank}. weights.rank={rank}. values.shape={values.shape}. "
                f"weights.shape={factors.shape}."
            )
        weighted = values * factors
        found = weighted
        if reduction != Reduction.NONE:
            found = reduce_sum(weighted)
            if reduction == Reduction.MEAN:
                found = _divided(found, reduce_sum(call("OnesLike", values) * factors))
            elif reduction == Reduction.SUM_OVER_BATCH_SIZE:
                found = _divided(found, cast(call("Size", weighted), float32))
            elif reduction == BY_WEIGHTS:
                present = cast(call("NotEqual", factors, 0.0), float32)
                found = _divided(found, reduce_sum(call("OnesLike", values) * present))
        found = cast(found, given.dtype)
        add_loss(found, loss_collection)
        return found


def _divided(total: Any, count: Any) -> Any:
    return call("DivNoNan", total, count)


def add_loss(loss: Any, loss_collection: Any = GraphKeys.LOSSES) -> None:
    """Adds a loss to a collection of the graph.

    Args:
      loss: A tensor.
      loss_collection: The collection's name; None for none.
    """
    if loss_collection and state.graph is not None:
        state.graph.add_to_collection(loss_collection, loss)


def get_losses(scope: str | None = None, loss_collection: Any = GraphKeys.LOSSES) -> list[Any]:
    """The losses collected in the graph.

    Args:
      scope: A regular expression that their names must match from the start.
      loss_collection: The collection's name.
    """
    return get_collection(loss_collection, scope)


def get_regularization_losses(scope: str | None = None) -> list[Any]:
    """The regularization losses collected in the graph."""
    return get_collection(GraphKeys.REGULARIZATION_LOSSES, scope)


def get_regularization_loss(
    scope: str | None = None, name: str = "total_regularization_loss"
) -> Any:
    """The sum of the regularization losses, zero if there are none."""
    found = get_regularization_losses(scope)
    return add_n(found, name) if found else convert(0.0)


def get_total_loss(
    add_regularization_losses: bool = True, name: str = "total_loss", scope: str | None = None
) -> Any:
    """The sum of the losses collected in the graph.

    Args:
      add_regularization_losses: Whether regularization losses are part of it.
      name: A name.
      scope: A regular expression that their names must match from the start.

    Returns:
      A scalar.
    """
    found = get_losses(scope)
    if add_regularization_losses:
        found += get_regularization_losses(scope)
    return add_n(found, name)


def _pair(labels: Any, predictions: Any, what: str = "predictions") -> tuple[Any, Any]:
    if labels is None:
        raise ValueError("Argument `labels` must not be None.")
    if predictions is None:
        raise ValueError(f"Argument `{what}` must not be None.")
    found = cast(predictions, float32)
    wanted = cast(labels, float32)
    found.shape.assert_is_compatible_with(wanted.shape)
    return wanted, found


def mean_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = BY_WEIGHTS,
) -> Any:
    """The mean of squared differences; see `tf.compat.v1.losses.compute_weighted_loss`."""
    wanted, found = _pair(labels, predictions)
    losses = call("SquaredDifference", found, wanted)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def absolute_difference(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = BY_WEIGHTS,
) -> Any:
    """The mean of absolute differences; see `tf.compat.v1.losses.compute_weighted_loss`."""
    wanted, found = _pair(labels, predictions)
    losses = call("Abs", found - wanted)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def huber_loss(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    delta: float = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = BY_WEIGHTS,
) -> Any:
    """Half the squared difference up to `delta`, linear beyond it."""
    wanted, found = _pair(labels, predictions)
    error = call("Abs", found - wanted)
    near = call("Minimum", error, delta)
    losses = 0.5 * near * near + delta * (error - near)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def log_loss(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    epsilon: float = 1e-7,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = BY_WEIGHTS,
) -> Any:
    """The cross-entropy of probabilities of yes and no."""
    wanted, found = _pair(labels, predictions)
    losses = -wanted * call("Log", found + epsilon) - (1.0 - wanted) * call(
        "Log", 1.0 - found + epsilon
    )
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def hinge_loss(
    labels: Any,
    logits: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = BY_WEIGHTS,
) -> Any:
    """How far scores are from the right side of the margin, for labels 0 and 1."""
    wanted, found = _pair(labels, logits, "logits")
    losses = call("Relu", 1.0 - (2.0 * wanted - 1.0) * found)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def cosine_distance(
    labels: Any,
    predictions: Any,
    axis: Any = None,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = BY_WEIGHTS,
    dim: Any = None,
) -> Any:
    """One minus the product of unit vectors along an axis; `dim` is the old name of `axis`."""
    axis = one_of("axis", axis, "dim", dim)
    if axis is None:
        raise ValueError("You must specify argument `axis`.")
    wanted, found = _pair(labels, predictions)
    losses = 1.0 - reduce_sum(wanted * found, axis, True)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def softmax_cross_entropy(
    onehot_labels: Any,
    logits: Any,
    weights: Any = 1.0,
    label_smoothing: float = 0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = BY_WEIGHTS,
) -> Any:
    """The cross-entropy of one-hot labels and the softmax of logits.

    Args:
      onehot_labels: [batch, classes].
      logits: [batch, classes].
      weights: A scalar or [batch].
      label_smoothing: How much of each label is spread over all classes.
      scope: A name scope.
      loss_collection: The collection that the result is added to.
      reduction: One of `tf.compat.v1.losses.Reduction`.

    Returns:
      A scalar.
    """
    scores = convert(logits)
    wanted = cast(onehot_labels, scores.dtype)
    if label_smoothing > 0:
        classes = cast(call("Shape", wanted)[1], scores.dtype)
        wanted = wanted * (1.0 - label_smoothing) + label_smoothing / classes
    fixed = call("StopGradient", wanted)
    losses = crossentropy.softmax_cross_entropy_with_logits(fixed, scores)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def sparse_softmax_cross_entropy(
    labels: Any,
    logits: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = BY_WEIGHTS,
) -> Any:
    """The cross-entropy of class indices and the softmax of logits.

    Args:
      labels: Indices of classes, [batch] or [batch, 1].
      logits: [batch, classes].
      weights: A scalar or [batch].
      scope: A name scope.
      loss_collection: The collection that the result is added to.
      reduction: One of `tf.compat.v1.losses.Reduction`.

    Returns:
      A scalar.
    """
    scores, wanted = convert(logits), convert(labels)
    if wanted.shape.rank is not None and wanted.shape.rank == scores.shape.rank:
        wanted = call("Squeeze", wanted, squeeze_dims=[-1])
    losses = crossentropy.sparse_softmax_cross_entropy_with_logits(wanted, scores)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def sigmoid_cross_entropy(
    multi_class_labels: Any,
    logits: Any,
    weights: Any = 1.0,
    label_smoothing: float = 0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
    reduction: str = BY_WEIGHTS,
) -> Any:
    """The cross-entropy of labels and the sigmoid of logits, element by element."""
    scores = convert(logits)
    wanted = cast(multi_class_labels, scores.dtype)
    if label_smoothing > 0:
        wanted = wanted * (1.0 - label_smoothing) + 0.5 * label_smoothing
    losses = crossentropy.sigmoid_cross_entropy_with_logits(wanted, scores)
    return compute_weighted_loss(losses, weights, scope, loss_collection, reduction)


def mean_pairwise_squared_error(
    labels: Any,
    predictions: Any,
    weights: Any = 1.0,
    scope: str | None = None,
    loss_collection: Any = GraphKeys.LOSSES,
) -> Any:
    """The mean over pairs of elements of the squared difference of their errors.

    Unlike the other losses it is the sum, not the mean, over the batch.

    Args:
      labels: [batch, ...].
      predictions: [batch, ...].
      weights: A scalar or [batch, 1, ...].
      scope: A name scope.
      loss_collection: The collection that the result is added to.

    Returns:
      A scalar.
    """
    wanted, found = _pair(labels, predictions)
    axes = list(range(1, found.shape.rank or 1))
    errors = found - wanted
    size = cast(call("Size", errors[0]), float32)
    means = reduce_mean(errors, axes)
    squares = reduce_mean(call("Square", errors), axes)
    # Over ordered pairs of two different elements.
    pairs = 2.0 * (squares - call("Square", means)) * call("DivNoNan", size, size - 1.0)
    factors = cast(weights, float32)
    if factors.shape.rank:
        factors = call("Reshape", factors, [-1])
    loss = reduce_sum(pairs * factors)
    add_loss(loss, loss_collection)
    return loss
