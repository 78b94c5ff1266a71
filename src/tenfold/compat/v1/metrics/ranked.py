"""Metrics of the classes with the largest scores: how many are right, how many are found."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.convert import convert_to_tensor as convert
from tenfold.core.dtypes import float64, int64
from tenfold.core.op import call
from tenfold.ops.array.casting import cast
from tenfold.ops.math.reducing import reduce_sum
from tenfold.ops.nn.selection import top_k

from .streaming import finished, local, scope


def _at_top(kind: str) -> Callable[..., Any]:
    """precision_at_top_k or recall_at_top_k, which take the indices of the largest scores."""
    of_found = kind == "precision"  # whether it is a fraction of what was found

    def metric(
        labels: Any,
        predictions_idx: Any,
        k: int | None = None,
        class_id: int | None = None,
        weights: Any = None,
        metrics_collections: Any = None,
        updates_collections: Any = None,
        name: str | None = None,
    ) -> tuple[Any, Any]:
        size = "" if k is None else f"_at_{k}"
        with scope(name, f"{kind}{size or '_at_top_k'}"):
            true = cast(convert(labels), int64)
            found = cast(convert(predictions_idx), int64)
            if true.shape.rank == (found.shape.rank or 0) - 1:
                true = call("ExpandDims", true, -1)
            same = call("Equal", call("ExpandDims", true, -1), call("ExpandDims", found, -2))
            # A class counts once among the labels and once among what was found.
            hits = call("Any", same, [-1 if not of_found else -2])
            counted = found if of_found else true
            chosen = call("OnesLike", cast(counted, float64))
            if class_id is not None:
                chosen = cast(call("Equal", counted, class_id), float64)
            right = reduce_sum(cast(hits, float64) * chosen, -1)
            wrong = reduce_sum(chosen, -1) - right
            if weights is not None:
                factors = cast(convert(weights), float64)
                right, wrong = right * factors, wrong * factors
            other = "false_positive" if of_found else "false_negative"
            variables = [local(f"{key}{size}", [], float64) for key in ("true_positive", other)]
            return finished(
                lambda a, b: call("RealDiv", a, a + b),
                *(variables, [reduce_sum(right), reduce_sum(wrong)]),
                *(metrics_collections, updates_collections),
            )

    metric.__name__ = metric.__qualname__ = f"{kind}_at_top_k"
    metric.__doc__ = _DOC[kind].format(
        argument="predictions_idx: The classes with the largest scores, [..., k]."
    )
    return metric


_DOC = {
    "precision": """The fraction of the classes with the largest scores that are labels.

    Args:
      labels: True classes, [..., n] or [...].
      {argument}
      k: How many of them count.
      class_id: The only class to look at; all by default.
      weights: Weights of the samples, [...].
      metrics_collections, updates_collections, name: As for `tf.compat.v1.metrics.mean`.

    Returns:
      The value so far, and an operation that adds a batch and gives the new value.
    """,
    "recall": """The fraction of the labels that are among the classes with the largest scores.

    Args:
      labels: True classes, [..., n] or [...].
      {argument}
      k: How many of them count.
      class_id: The only class to look at; all by default.
      weights: Weights of the samples, [...].
      metrics_collections, updates_collections, name: As for `tf.compat.v1.metrics.mean`.

    Returns:
      The value so far, and an operation that adds a batch and gives the new value.
    """,
}

precision_at_top_k = _at_top("precision")
recall_at_top_k = _at_top("recall")


def _at(kind: str, of_indices: Callable[..., Any]) -> Callable[..., Any]:
    def metric(
        labels: Any,
        predictions: Any,
        k: int,
        class_id: int | None = None,
        weights: Any = None,
        metrics_collections: Any = None,
        updates_collections: Any = None,
        name: str | None = None,
    ) -> tuple[Any, Any]:
        places = top_k(predictions, k)[1]
        return of_indices(
            *(labels, places, k, class_id, weights, metrics_collections, updates_collections),
            name,
        )

    metric.__name__ = metric.__qualname__ = f"{kind}_at_k"
    metric.__doc__ = _DOC[kind].format(argument="predictions: Scores of classes, [..., classes].")
    return metric


precision_at_k = _at("precision", precision_at_top_k)
recall_at_k = _at("recall", recall_at_top_k)


def average_precision_at_k(
    labels: Any,
    predictions: Any,
    k: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The mean over samples of the precisions at those of the first k places that hold a label.

    Args:
      labels: True classes, [..., n] or [...].
      predictions: Scores of classes, [..., classes].
      k: How many of the largest scores count.
      weights: Weights of the samples, [...].
      metrics_collections, updates_collections, name: As for `tf.compat.v1.metrics.mean`.

    Returns:
      The mean so far, and an operation that adds a batch and gives the new value.

    Raises:
      ValueError: `k` is less than 1.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     scores = [[0.1, 0.7, 0.2]]
      ...     _, update = tf.metrics.average_precision_at_k([[2]], scores, 3)
      ...     session.run(tf.local_variables_initializer())
      ...     session.run(update).item()
      0.5
    """
    if k < 1:
        raise ValueError(f"Invalid k={k}: at least one place must count.")
    with scope(name, f"average_precision_at_{k}"):
        true = cast(convert(labels), int64)
        found = cast(top_k(predictions, k)[1], int64)
        if true.shape.rank == (found.shape.rank or 0) - 1:
            true = call("ExpandDims", true, -1)
        same = call("Equal", call("ExpandDims", true, -1), call("ExpandDims", found, -2))
        hits = cast(call("Any", same, [-2]), float64)
        places = cast(call("Range", 1, k + 1, 1), float64)
        precisions = call("Cumsum", hits, -1) / places
        most = cast(call("Minimum", call("Shape", true)[-1], k), float64)
        average = reduce_sum(precisions * hits, -1) / most
        factors = call("OnesLike", average)
        if weights is not None:
            factors = factors * cast(convert(weights), float64)
        variables = [local("max", [], float64), local("total", [], float64)]
        return finished(
            lambda most, total: call("DivNoNan", total, most),
            *(variables, [reduce_sum(factors), reduce_sum(average * factors)]),
            *(metrics_collections, updates_collections),
        )


sparse_average_precision_at_k = average_precision_at_k
