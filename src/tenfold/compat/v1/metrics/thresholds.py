"""Metrics of scores that many thresholds turn into predictions of yes or no."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core.convert import convert_to_tensor as convert
from tenfold.core.dtypes import bool as boolean
from tenfold.core.dtypes import float32
from tenfold.core.op import call
from tenfold.ops.array.casting import cast
from tenfold.ops.math.reducing import reduce_sum

from .streaming import OUTCOMES, finished, local, outcome, scope, weighed

_EPSILON = 1e-7


def _gathered(
    labels: Any, predictions: Any, thresholds: Sequence[float], weights: Any, kinds: Sequence[str]
) -> tuple[list[Any], list[Any]]:
    """For each kind of outcome a variable of its counts by threshold, and what a batch adds."""
    scores = call("Reshape", cast(predictions, float32), convert([1, -1]))
    true = call("Reshape", cast(labels, boolean), convert([1, -1]))
    limits = convert([[float(t)] for t in thresholds])
    predicted = call("Greater", scores, limits)
    factors = None
    if weights is not None:
        factors = call("Reshape", weighed(convert(predictions), weights), convert([1, -1]))
    variables, additions = [], []
    for kind in kinds:
        hits = outcome(kind, predicted, true)
        variables.append(local(kind, [len(thresholds)]))
        additions.append(reduce_sum(hits if factors is None else hits * factors, 1))
    return variables, additions


def _at_thresholds(
    title: str, what: str, kinds: Sequence[str], compute: Callable[..., Any]
) -> Callable[..., Any]:
    def metric(
        labels: Any,
        predictions: Any,
        thresholds: Sequence[float],
        weights: Any = None,
        metrics_collections: Any = None,
        updates_collections: Any = None,
        name: str | None = None,
    ) -> tuple[Any, Any]:
        with scope(name, title):
            variables, additions = _gathered(labels, predictions, thresholds, weights, kinds)
            return finished(compute, variables, additions, metrics_collections, updates_collections)

    metric.__name__ = metric.__qualname__ = title
    metric.__doc__ = f"""{what} at several thresholds, of all scores seen.

    Args:
      labels: The true values, cast to bool.
      predictions: Scores in [0, 1], of the same shape.
      thresholds: The scores above which a prediction is a yes.
      weights: Weights of the values.
      metrics_collections, updates_collections, name: As for `tf.compat.v1.metrics.mean`.

    Returns:
      A vector so far, and an operation that adds a batch and gives the new one.
    """
    return metric


def _count_at(kind: str) -> Callable[..., Any]:
    what = f"The number of {kind.replace('_', ' ')}"
    return _at_thresholds(f"{kind}_at_thresholds", what, (kind,), lambda c: c)


true_positives_at_thresholds = _count_at("true_positives")
false_positives_at_thresholds = _count_at("false_positives")
true_negatives_at_thresholds = _count_at("true_negatives")
false_negatives_at_thresholds = _count_at("false_negatives")


def _share(yes: Any, no: Any) -> Any:
    return yes / (yes + no + _EPSILON)


precision_at_thresholds = _at_thresholds(
    "precision_at_thresholds", "The precision", ("true_positives", "false_positives"), _share
)
recall_at_thresholds = _at_thresholds(
    "recall_at_thresholds", "The recall", ("true_positives", "false_negatives"), _share
)


def _spread(count: int, inner: Sequence[float] | None = None) -> list[float]:
    """Thresholds from below 0 to above 1: evenly spread, or those that are given."""
    if inner is None:
        inner = [(i + 1) / (count - 1) for i in range(count - 2)]
    return [-_EPSILON, *sorted(inner), 1.0 + _EPSILON]


def auc(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    curve: str = "ROC",
    name: str | None = None,
    summation_method: str = "trapezoidal",
    thresholds: Sequence[float] | None = None,
) -> tuple[Any, Any]:
    """The area under the curve of rates at many thresholds, of all scores seen.

    Args:
      labels: The true values, cast to bool.
      predictions: Scores in [0, 1], of the same shape.
      weights: Weights of the values.
      num_thresholds: How many thresholds.
      metrics_collections: Collections that the value is added to.
      updates_collections: Collections that the update is added to.
      curve: "ROC", or "PR" for precision over recall.
      name: A name.
      summation_method: "trapezoidal", "minoring" or "majoring".
      thresholds: The thresholds between 0 and 1, instead of evenly spread ones.

    Returns:
      The area so far, and an operation that adds a batch and gives the new one.

    Raises:
      ValueError: The curve or the method is unknown.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     _, update = tf.metrics.auc([0, 0, 1, 1], [0.1, 0.4, 0.35, 0.8])
      ...     session.run(tf.local_variables_initializer())
      ...     round(float(session.run(update)), 4)
      0.75
    """
    if curve not in ("ROC", "PR"):
        raise ValueError(f"curve must be either ROC or PR, {curve} unknown")
    if summation_method not in ("trapezoidal", "minoring", "majoring"):
        raise ValueError(f"Invalid summation_method: {summation_method}")
    limits = _spread(num_thresholds, thresholds)

    def area(tp: Any, fp: Any, tn: Any, fn: Any) -> Any:
        recall = (tp + 1e-6) / (tp + fn + 1e-6)
        if curve == "ROC":
            x, y = fp / (fp + tn + 1e-6), recall
        else:
            x, y = recall, (tp + 1e-6) / (tp + fp + 1e-6)
        left, right = y[:-1], y[1:]
        heights = {
            "trapezoidal": (left + right) / 2.0,
            "minoring": call("Minimum", left, right),
            "majoring": call("Maximum", left, right),
        }[summation_method]
        return reduce_sum((x[:-1] - x[1:]) * heights)

    with scope(name, "auc"):
        variables, additions = _gathered(labels, predictions, limits, weights, list(OUTCOMES))
        return finished(area, variables, additions, metrics_collections, updates_collections)


def _at_other(
    title: str, wanted: str, level: float, compute: Callable[..., Any], given: Sequence[Any]
) -> tuple[Any, Any]:
    """One rate at the threshold where the other one, `wanted`, is nearest to a level."""
    labels, predictions, weights, num_thresholds, *collections, name = given
    if level < 0 or level > 1:
        raise ValueError(f"`{wanted}` must be in the range [0, 1]; received {level}.")
    limits = _spread(num_thresholds)
    with scope(name, title):
        variables, additions = _gathered(labels, predictions, limits, weights, list(OUTCOMES))
        return finished(lambda *c: compute(*c, level), variables, additions, *collections)


def _sensitivity_at(tp: Any, fp: Any, tn: Any, fn: Any, level: float) -> Any:
    off = call("Abs", _share(tn, fp) - level)
    first = call("ArgMin", off, 0)
    return _share(tp[first], fn[first])


def _specificity_at(tp: Any, fp: Any, tn: Any, fn: Any, level: float) -> Any:
    off = call("Abs", _share(tp, fn) - level)
    # Of equally near thresholds the last one.
    last = off.shape[0] - 1 - call("ArgMin", call("ReverseV2", off, [0]), 0)
    return _share(tn[last], fp[last])


def sensitivity_at_specificity(
    labels: Any,
    predictions: Any,
    specificity: float,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The share of the true that is found, at the threshold that gives a specificity.

    Args:
      labels: The true values, cast to bool.
      predictions: Scores in [0, 1], of the same shape.
      specificity: The share of the false that is to be told so, in [0, 1].
      weights: Weights of the values.
      num_thresholds: How many thresholds are tried.
      metrics_collections, updates_collections, name: As for `tf.compat.v1.metrics.mean`.

    Returns:
      The share so far, and an operation that adds a batch and gives the new one.

    Raises:
      ValueError: The specificity is out of range.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     chances = [0.1, 0.4, 0.35, 0.8]
      ...     _, update = tf.metrics.sensitivity_at_specificity([0, 0, 1, 1], chances, 1.0)
      ...     session.run(tf.local_variables_initializer())
      ...     round(float(session.run(update)), 4)
      0.5
    """
    given = labels, predictions, weights, num_thresholds, metrics_collections, updates_collections
    title = "sensitivity_at_specificity"
    return _at_other(title, "specificity", specificity, _sensitivity_at, (*given, name))


def specificity_at_sensitivity(
    labels: Any,
    predictions: Any,
    sensitivity: float,
    weights: Any = None,
    num_thresholds: int = 200,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The share of the false that is told so, at the threshold that gives a sensitivity.

    Args:
      labels: The true values, cast to bool.
      predictions: Scores in [0, 1], of the same shape.
      sensitivity: The share of the true that is to be found, in [0, 1].
      weights: Weights of the values.
      num_thresholds: How many thresholds are tried.
      metrics_collections, updates_collections, name: As for `tf.compat.v1.metrics.mean`.

    Returns:
      The share so far, and an operation that adds a batch and gives the new one.

    Raises:
      ValueError: The sensitivity is out of range.
    """
    given = labels, predictions, weights, num_thresholds, metrics_collections, updates_collections
    title = "specificity_at_sensitivity"
    return _at_other(title, "sensitivity", sensitivity, _specificity_at, (*given, name))
