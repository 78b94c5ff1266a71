"""tf.compat.v1.metrics: values that are gathered over many batches, in local variables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import context
from tenfold.core.context import state
from tenfold.core.convert import convert_to_tensor as convert
from tenfold.core.dtypes import bool as boolean
from tenfold.core.dtypes import float32, int32
from tenfold.core.op import call
from tenfold.engine.control_flow.dependencies import control_dependencies
from tenfold.ops.array.casting import cast
from tenfold.ops.math.reducing import reduce_sum

from ..graph_keys import GraphKeys
from ..graph_variables import make_variable
from ..initial_values import Zeros
from ..variable_scoping import variable_scope


def local(name: str, shape: Sequence[int], dtype: Any = float32) -> Any:
    """A local variable of zeros, in which a metric gathers what it has seen."""
    return make_variable(
        initial_value=lambda: Zeros()(shape, dtype),
        trainable=False,
        collections=[GraphKeys.LOCAL_VARIABLES, GraphKeys.METRIC_VARIABLES],
        validate_shape=True,
        name=name,
        dtype=dtype,
    )


def finished(
    compute: Callable[..., Any],
    variables: Sequence[Any],
    additions: Sequence[Any],
    metrics_collections: Any,
    updates_collections: Any,
) -> tuple[Any, Any]:
    """A metric's value, and the operation that adds a batch and gives the new value."""
    value = call("Identity", compute(*(v.value() for v in variables)), name="value")
    updates = [v.assign_add(x) for v, x in zip(variables, additions, strict=True)]
    with control_dependencies([u.op for u in updates]):
        update = compute(*(v.value() for v in updates))
    update = call("Identity", update, name="update_op")
    graph = state.graph
    if metrics_collections:
        graph.add_to_collections(metrics_collections, value)
    if updates_collections:
        graph.add_to_collections(updates_collections, update)
    return value, update


class scope:
    """The variable scope of a metric; refused where calls run at once."""

    def __init__(self, name: str | None, default: str) -> None:
        if context.executing_eagerly():
            raise RuntimeError(
                f"tf.metrics.{default} is not supported when eager execution is enabled."
            )
        self._scope = variable_scope(name, default)

    def __enter__(self) -> None:
        self._scope.__enter__()

    def __exit__(self, *error: Any) -> None:
        self._scope.__exit__(*error)


def weighed(values: Any, weights: Any) -> Any:
    """Weights in the shape of values: of a smaller rank they get axes at the end."""
    factors = cast(weights, float32)
    extra = (values.shape.rank or 0) - (factors.shape.rank or 0)
    if factors.shape.rank and extra > 0:
        for _ in range(extra):
            factors = call("ExpandDims", factors, convert(-1))
    return call("OnesLike", cast(values, float32)) * factors


def mean(
    values: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The weighted mean of all values seen.

    Args:
      values: A tensor.
      weights: Weights of the values.
      metrics_collections: Collections that the value is added to.
      updates_collections: Collections that the update is added to.
      name: A name.

    Returns:
      The mean so far, and an operation that adds the values and gives the new mean.

    Raises:
      RuntimeError: Calls run at once.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     x = tf.placeholder(tf.float32)
      ...     value, update = tf.metrics.mean(x)
      ...     session.run(tf.local_variables_initializer())
      ...     for number in (1.0, 3.0):
      ...         _ = session.run(update, {x: number})
      ...     session.run(value).item()
      2.0
    """
    with scope(name, "mean"):
        return mean_of(values, weights, metrics_collections, updates_collections)


def mean_of(
    values: Any,
    weights: Any,
    metrics_collections: Any,
    updates_collections: Any,
    last: Callable[[Any], Any] = lambda x: x,
) -> tuple[Any, Any]:
    """The mean of values in the scope that is open, and what a function makes of it."""
    x = cast(values, float32)
    total, count = local("total", []), local("count", [])
    if weights is None:
        number = cast(call("Size", x), float32)
    else:
        factors = weighed(x, weights)
        x, number = x * factors, reduce_sum(factors)
    return finished(
        lambda t, c: last(call("DivNoNan", t, c)),
        (total, count),
        (reduce_sum(x), number),
        metrics_collections,
        updates_collections,
    )


def mean_tensor(
    values: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The weighted mean of all tensors seen, element by element; otherwise as `mean`."""
    with scope(name, "mean"):
        x = cast(values, float32)
        dims = x.shape.as_list()
        factors = call("OnesLike", x) if weights is None else weighed(x, weights)
        variables = local("total_tensor", dims), local("count_tensor", dims)
        return finished(
            lambda t, c: call("DivNoNan", t, c),
            variables,
            (x * factors, factors),
            metrics_collections,
            updates_collections,
        )


def accuracy(
    labels: Any,
    predictions: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """How often predictions equal labels; see `tf.compat.v1.metrics.mean`.

    Args:
      labels: The true values.
      predictions: The predicted values, of the same shape.
      weights: Weights of the values.
      metrics_collections, updates_collections, name: As for `mean`.

    Returns:
      The frequency so far, and an operation that adds a batch and gives the new one.
    """
    with scope(name, "accuracy"):
        found, wanted = _alike(predictions, labels)
        if found.dtype is not wanted.dtype:
            found = cast(found, wanted.dtype)
        hits = cast(call("Equal", found, wanted), float32)
        return mean_of(hits, weights, metrics_collections, updates_collections)


def _alike(predictions: Any, labels: Any) -> tuple[Any, Any]:
    """Predictions and labels of one rank: a last axis of size 1 is dropped."""
    found, wanted = convert(predictions), convert(labels)
    one, other = found.shape.rank, wanted.shape.rank
    if one is not None and other is not None:
        if one == other + 1:
            found = call("Squeeze", found, squeeze_dims=[-1])
        elif other == one + 1:
            wanted = call("Squeeze", wanted, squeeze_dims=[-1])
    return found, wanted


def _error_metric(
    title: str,
    what: str,
    error: Callable[[Any, Any], Any],
    last: Callable[[Any], Any] = lambda x: x,
) -> Callable[..., Any]:
    def metric(
        labels: Any,
        predictions: Any,
        weights: Any = None,
        metrics_collections: Any = None,
        updates_collections: Any = None,
        name: str | None = None,
    ) -> tuple[Any, Any]:
        with scope(name, title):
            found, wanted = _alike(predictions, labels)
            errors = error(cast(found, float32), cast(wanted, float32))
            return mean_of(errors, weights, metrics_collections, updates_collections, last)

    metric.__name__ = metric.__qualname__ = title
    metric.__doc__ = f"""{what} of all predictions seen; see `tf.compat.v1.metrics.mean`.

    Args:
      labels: The true values.
      predictions: The predicted values, of the same shape.
      weights: Weights of the values.
      metrics_collections, updates_collections, name: As for `mean`.

    Returns:
      The value so far, and an operation that adds a batch and gives the new one.
    """
    return metric


mean_squared_error = _error_metric(
    "mean_squared_error",
    "The mean squared error",
    lambda found, wanted: call("SquaredDifference", wanted, found),
)
mean_absolute_error = _error_metric(
    "mean_absolute_error",
    "The mean absolute error",
    lambda found, wanted: call("Abs", found - wanted),
)
root_mean_squared_error = _error_metric(
    "root_mean_squared_error",
    "The root of the mean squared error",
    lambda found, wanted: call("SquaredDifference", wanted, found),
    lambda x: call("Sqrt", x),
)


def mean_relative_error(
    labels: Any,
    predictions: Any,
    normalizer: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The mean of absolute errors over a normalizer; see `tf.compat.v1.metrics.mean`."""
    with scope(name, "mean_relative_error"):
        found, wanted = _alike(predictions, labels)
        errors = call("Abs", cast(wanted, float32) - cast(found, float32))
        relative = call("DivNoNan", errors, cast(normalizer, float32))
        return mean_of(relative, weights, metrics_collections, updates_collections)


def percentage_below(
    values: Any,
    threshold: Any,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The share of values below a threshold; see `tf.compat.v1.metrics.mean`."""
    with scope(name, "percentage_below_threshold"):
        below = cast(call("Less", convert(values), threshold), float32)
        return mean_of(below, weights, metrics_collections, updates_collections)


# The four outcomes of a prediction of yes or no: what was predicted, and what is true.
OUTCOMES = {
    "true_positives": (True, True),
    "false_positives": (True, False),
    "true_negatives": (False, False),
    "false_negatives": (False, True),
}


def outcome(which: str, predicted: Any, true: Any) -> Any:
    """Where an outcome of OUTCOMES holds, as numbers."""
    says, is_so = OUTCOMES[which]
    predicted = predicted if says else call("LogicalNot", predicted)
    true = true if is_so else call("LogicalNot", true)
    return cast(call("LogicalAnd", predicted, true), float32)


def _counting(which: str) -> Callable[..., Any]:
    def metric(
        labels: Any,
        predictions: Any,
        weights: Any = None,
        metrics_collections: Any = None,
        updates_collections: Any = None,
        name: str | None = None,
    ) -> tuple[Any, Any]:
        with scope(name, which):
            found, wanted = _alike(predictions, labels)
            hits = outcome(which, cast(found, boolean), cast(wanted, boolean))
            if weights is not None:
                hits = hits * weighed(hits, weights)
            return finished(
                lambda c: c,
                (local("count", []),),
                (reduce_sum(hits),),
                metrics_collections,
                updates_collections,
            )

    metric.__name__ = metric.__qualname__ = which
    metric.__doc__ = f"""The number of {which.replace("_", " ")} seen.

    Args:
      labels: The true values, cast to bool.
      predictions: The predicted values, cast to bool.
      weights: Weights of the values.
      metrics_collections, updates_collections, name: As for `tf.compat.v1.metrics.mean`.

    Returns:
      The number so far, and an operation that adds a batch and gives the new one.
    """
    return metric


true_positives = _counting("true_positives")
false_positives = _counting("false_positives")
true_negatives = _counting("true_negatives")
false_negatives = _counting("false_negatives")


def _share(title: str, other: str) -> Callable[..., Any]:
    def metric(
        labels: Any,
        predictions: Any,
        weights: Any = None,
        metrics_collections: Any = None,
        updates_collections: Any = None,
        name: str | None = None,
    ) -> tuple[Any, Any]:
        with scope(name, title):
            found, wanted = _alike(predictions, labels)
            variables, additions = [], []
            for which in ("true_positives", other):
                hits = outcome(which, cast(found, boolean), cast(wanted, boolean))
                if weights is not None:
                    hits = hits * weighed(hits, weights)
                with variable_scope(which):
                    variables.append(local("count", []))
                additions.append(reduce_sum(hits))
            return finished(
                lambda yes, no: call("DivNoNan", yes, yes + no),
                variables,
                additions,
                metrics_collections,
                updates_collections,
            )

    metric.__name__ = metric.__qualname__ = title
    metric.__doc__ = f"""The {title} of all predictions of yes or no seen.

    It is the share of true positives among them and the {other.replace("_", " ")}.

    Args:
      labels: The true values, cast to bool.
      predictions: The predicted values, cast to bool.
      weights: Weights of the values.
      metrics_collections, updates_collections, name: As for `tf.compat.v1.metrics.mean`.

    Returns:
      The value so far, and an operation that adds a batch and gives the new one.
    """
    return metric


precision = _share("precision", "false_positives")
recall = _share("recall", "false_negatives")


def mean_iou(
    labels: Any,
    predictions: Any,
    num_classes: int,
    weights: Any = None,
    metrics_collections: Any = None,
    updates_collections: Any = None,
    name: str | None = None,
) -> tuple[Any, Any]:
    """The mean over classes of the intersection over the union, of all predictions seen.

    Args:
      labels: The true classes.
      predictions: The predicted classes, of the same shape.
      num_classes: The number of classes.
      weights: Weights of the predictions.
      metrics_collections, updates_collections, name: As for `tf.compat.v1.metrics.mean`.

    Returns:
      The value so far, and an operation that adds a batch and gives the confusion matrix.
    """
    with scope(name, "mean_iou"):
        matrix = local("total_confusion_matrix", [num_classes, num_classes])
        true = call("Reshape", cast(labels, int32), convert([-1]))
        found = call("Reshape", cast(predictions, int32), convert([-1]))
        factors = call("OnesLike", cast(true, float32))
        if weights is not None:
            factors = factors * call("Reshape", cast(weights, float32), convert([-1]))
        cells = call(
            "UnsortedSegmentSum", factors, true * num_classes + found, num_classes * num_classes
        )
        cells = call("Reshape", cells, convert([num_classes, num_classes]))
        value = call("Identity", _iou(matrix.value()), name="mean_iou")
        update = call("Identity", matrix.assign_add(cells).value(), name="update_op")
        if metrics_collections:
            state.graph.add_to_collections(metrics_collections, value)
        if updates_collections:
            state.graph.add_to_collections(updates_collections, update)
        return value, update


def _iou(matrix: Any) -> Any:
    both = call("MatrixDiagPartV3", matrix, 0, 0.0)
    union = reduce_sum(matrix, 0) + reduce_sum(matrix, 1) - both
    present = cast(call("NotEqual", union, 0.0), float32)
    return call("DivNoNan", reduce_sum(call("DivNoNan", both, union)), reduce_sum(present))
