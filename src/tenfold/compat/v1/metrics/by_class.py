"""Metrics of classes and of directions: their means."""

from __future__ import annotations

from typing import Any

from tenfold.core.convert import convert_to_tensor as convert
from tenfold.core.dtypes import float32, int32
from tenfold.core.op import call
from tenfold.ops.array.casting import cast
from tenfold.ops.math.reducing import reduce_mean, reduce_sum

from .streaming import finished, local, mean, scope


def mean_cosine_distance(
    labels: Any,
    predictions: Any,
    dim: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """One less the mean cosine between labels and predictions, which have norm 1.

    Args:
      labels, predictions: Tensors of unit vectors along an axis.
      dim: That axis.
      weights: Weights of the vectors; that axis has size 1.
      metrics_collections, updates_collections, name: As for `tf.compat.v1.metrics.mean`.

    Returns:
      The value so far, and an operation that adds a batch and gives the new value.
    """
    cosines = reduce_sum(cast(labels, float32) * cast(predictions, float32), dim, keepdims=True)
    found = mean(cosines, weights, None, None, name or "mean_cosine_distance")
    value, update = (1.0 - x for x in found)
    graph = value.graph
    if metrics_collections:
        graph.add_to_collections(metrics_collections, value)
    if updates_collections:
        graph.add_to_collections(updates_collections, update)
    return value, update


def mean_per_class_accuracy(
    labels: Any,
    predictions: Any,
    num_classes: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The mean over classes of the fraction of each that was predicted.

    Args:
      labels, predictions: Classes, of one shape.
      num_classes: How many classes there are.
      weights: Weights of the samples.
      metrics_collections, updates_collections, name: As for `tf.compat.v1.metrics.mean`.

    Returns:
      The value so far, and an operation that adds a batch and gives the accuracy of each class.
    """
    with scope(name, "mean_accuracy"):
        true = call("Reshape", cast(labels, int32), convert([-1]))
        found = call("Reshape", cast(predictions, int32), convert([-1]))
        factors = call("OnesLike", cast(true, float32))
        if weights is not None:
            factors = factors * call("Reshape", cast(weights, float32), convert([-1]))
        hits = cast(call("Equal", true, found), float32) * factors
        additions = [
            call("UnsortedSegmentSum", values, true, num_classes) for values in (factors, hits)
        ]
        variables = [local(key, [num_classes]) for key in ("total", "count")]
        each, update = finished(
            lambda total, count: call("DivNoNan", count, total),
            *(variables, additions, None, updates_collections),
        )
        value = reduce_mean(each, name="mean_accuracy")
        if metrics_collections:
            value.graph.add_to_collections(metrics_collections, value)
        return value, update
