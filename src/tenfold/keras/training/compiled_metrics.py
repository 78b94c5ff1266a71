"""The metrics that `compile` is given, bound to the outputs of the model."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tenfold as tf
from tenfold.keras.metrics.base import Metric
from tenfold.keras.naming import snake_case
from tenfold.keras.training.compiled_loss import sample_weights
from tenfold.keras.training.outputs import flat_data, for_outputs, names_of


class CompiledMetrics(Metric):
    """All metrics of a model as one: its result is a dict of theirs, by name.

    A model of several outputs puts the output's name before the metric's. Names that are taken
    get `weighted_` or a number. "accuracy" means the one that fits the targets.
    """

    def __init__(self, metrics: Any, weighted: Any, output_names: list[str] | None) -> None:
        super().__init__(name="compile_metrics")
        for what, given in (("metrics", metrics), ("weighted_metrics", weighted)):
            if given is not None and not isinstance(given, (list, tuple, Mapping)):
                raise ValueError(
                    f"Expected `{what}` to be a list, tuple, or dict. Received instead: "
                    f"{what}={given!r} of type {type(given)}. Put it into a list."
                )
        self._given = (metrics, weighted)
        self._output_names = output_names
        self.built = False
        # (metric, index of the output, its name in the logs, whether weights count)
        self._bound: list[tuple[Any, int, str, bool]] = []

    @property
    def metrics(self) -> list[Any]:
        """The metrics, those that ignore the samples' weights first."""
        return [metric for metric, *_ in self._bound]

    @property
    def variables(self) -> list[Any]:
        return [variable for metric in self.metrics for variable in metric.variables]

    def build(self, y_true: Any, y_pred: Any) -> None:
        """Makes the metric objects, whose variables must exist before a step is traced.

        Raises:
          ValueError: The metrics do not match the outputs, or a name is not known.
        """
        predictions = tf.nest.flatten(y_pred)
        targets = flat_data(y_true, y_pred, self._output_names, "y")
        names = names_of(y_pred, self._output_names)
        bound: list[tuple[Any, int, str, bool]] = []
        uses: dict[str, int] = {}
        for weighted, given in enumerate(self._given):
            what = "weighted_metrics" if weighted else "metrics"
            for index, identifier in _assigned(given, y_pred, names, what):
                made = _as_metric(identifier, targets[index], predictions[index])
                prefix = f"{names[index]}_" if len(names) > 1 and names[index] else ""
                label = f"{prefix}{made.name}"
                if weighted and label in uses:
                    label = f"{prefix}weighted_{made.name}"
                count = uses.get(label, 0)
                uses[label] = count + 1
                label = f"{label}_{count}" if count else label
                bound.append((made, index, label, bool(weighted)))
        self._bound = bound
        self.built = True

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Takes in a batch: targets, outputs and weights as the model's loss takes them."""
        if not self.built:
            self.build(y_true, y_pred)
        predictions = tf.nest.flatten(y_pred)
        targets = flat_data(y_true, y_pred, self._output_names, "y")
        weights = sample_weights(sample_weight, y_pred, self._output_names)
        for metric, index, _, weighted in self._bound:
            weight = weights[index] if weighted else None
            metric.update_state(targets[index], predictions[index], sample_weight=weight)

    def result(self) -> dict[str, Any]:
        """The result of each metric, by its name in the logs; dicts as they are."""
        results: dict[str, Any] = {}
        for metric, _, label, _ in self._bound:
            result = metric.result()
            results.update(result if isinstance(result, Mapping) else {label: result})
        return results

    def reset_state(self) -> None:
        """Starts every metric anew."""
        for metric in self.metrics:
            metric.reset_state()


def _assigned(given: Any, y_pred: Any, names: list[str | None], what: str) -> list[tuple[int, Any]]:
    """Pairs of an output's index and one of its metrics."""
    if len(names) == 1:
        listed = tf.nest.flatten(given) if given is not None else []
        if None in listed:
            raise ValueError(f"{what}: expected a metric or its name, received None.")
        return [(0, one) for one in listed]
    if given is None or (isinstance(given, (list, tuple)) and not given):
        return []
    entries = for_outputs(given, y_pred, names, what)
    return [(i, one) for i, entry in enumerate(entries) for one in tf.nest.flatten(entry)
            if one is not None]  # fmt: skip


def _as_metric(identifier: Any, y_true: Any, y_pred: Any) -> Any:
    metrics = tf.keras.metrics
    if isinstance(identifier, metrics.Metric):
        return identifier
    if isinstance(identifier, str) and identifier.lower() in ("accuracy", "acc"):
        made = metrics.MeanMetricWrapper(
            _accuracy_function(y_true, y_pred), name=identifier, dtype=tf.float32
        )
        made.direction = "up"
        return made
    found = metrics.get(identifier)
    if isinstance(found, metrics.Metric):
        if isinstance(identifier, str):
            found.name = identifier
        return found
    if not isinstance(identifier, str):
        name = snake_case(getattr(found, "__name__", type(found).__name__))
        return metrics.MeanMetricWrapper(found, name=name)
    made = metrics.MeanMetricWrapper(found, name=identifier)
    made.direction = "down"  # functions that have names are losses
    return made


def _accuracy_function(y_true: Any, y_pred: Any) -> Any:
    """The accuracy that "accuracy" means for these shapes, by Keras' rule."""
    metrics = tf.keras.metrics
    truth, classes = y_true.shape, y_pred.shape[-1]
    if classes == 1:
        return metrics.binary_accuracy
    if truth.rank < y_pred.shape.rank or truth[-1] == 1:
        return metrics.sparse_categorical_accuracy
    return metrics.categorical_accuracy
