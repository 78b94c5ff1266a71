"""What `compile` makes of its arguments: losses and metrics bound to the model's outputs."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import tenfold as tf
from tenfold.keras.losses.base import LossFunctionWrapper


class CompiledLoss:
    """The losses of a model's outputs, added up with their weights."""

    def __init__(self, loss: Any, loss_weights: Any) -> None:
        self._loss = loss
        self._weights = loss_weights
        self._functions: list[Any] | None = None
        self._check(loss)

    @staticmethod
    def _check(loss: Any) -> None:
        for one in tf.nest.flatten(loss):
            if one is not None:
                tf.keras.losses.get(one)

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        predictions = tf.nest.flatten(y_pred)
        targets = tf.nest.flatten(y_true)
        if len(targets) != len(predictions):
            raise ValueError(
                f"The model has {len(predictions)} outputs; y has {len(targets)} parts."
            )
        functions = self._bind(y_pred, len(predictions))
        weights = _for_outputs(self._weights, y_pred, len(predictions), "loss_weights")
        sample_weights = tf.nest.flatten(sample_weight) if sample_weight is not None else []
        if len(sample_weights) != len(predictions):
            sample_weights = (sample_weights or [None]) * len(predictions)
        total: Any = None
        for function, weight, true, pred, sample in zip(
            functions, weights, targets, predictions, sample_weights, strict=False
        ):
            if function is None:
                continue
            value = function(true, pred, sample_weight=sample)
            if weight is not None:
                value = value * weight
            total = value if total is None else total + value
        if total is None:
            raise ValueError("No loss to compute: every output's loss is None.")
        return total

    def _bind(self, y_pred: Any, count: int) -> list[Any]:
        if self._functions is None:
            given = _for_outputs(self._loss, y_pred, count, "loss")
            self._functions = [None if f is None else _as_loss(f) for f in given]
        return self._functions


def _as_loss(identifier: Any) -> Any:
    found = tf.keras.losses.get(identifier)
    if isinstance(found, tf.keras.losses.Loss):
        return found
    return LossFunctionWrapper(found, name=getattr(found, "__name__", "loss"))


def _for_outputs(given: Any, y_pred: Any, count: int, what: str) -> list[Any]:
    """One entry for each output, of what may be one value, a list or a dict by output name."""
    if isinstance(given, Mapping):
        names = list(y_pred) if isinstance(y_pred, Mapping) else None
        if names is None:
            raise ValueError(f"{what} is a dict, so the model's outputs must be one too.")
        unknown = set(given) - set(names)
        if unknown:
            raise ValueError(f"{what} names {sorted(unknown)}; the outputs are {names}.")
        return [given.get(name) for name in sorted(names)]
    if isinstance(given, (list, tuple)):
        if len(given) != count:
            raise ValueError(f"{what} has {len(given)} entries; the model has {count} outputs.")
        return list(given)
    return [given] * count


class CompiledMetrics:
    """The metrics of a model: strings are resolved once the shapes are known."""

    def __init__(self, metrics: Any, weighted: Any) -> None:
        self._given = (_listed(metrics), _listed(weighted))
        self.built = False
        self._bound: list[tuple[Any, int, bool]] = []

    @property
    def metrics(self) -> list[Any]:
        return [m for m, _, _ in self._bound]

    def build(self, y_true: Any, y_pred: Any, loss: Any) -> None:
        """Makes the metric objects, whose variables must exist before a step is traced."""
        self.built = True
        predictions, targets = tf.nest.flatten(y_pred), tf.nest.flatten(y_true)
        losses = tf.nest.flatten(loss) if not isinstance(loss, Mapping) else list(loss.values())
        losses = losses * len(predictions) if len(losses) == 1 else losses
        for weighted, given in enumerate(self._given):
            for index, metric in _assigned(given, y_pred, len(predictions)):
                made = _as_metric(metric, targets[index], predictions[index], losses[index])
                taken = {metric.name for metric, _, _ in self._bound}
                if weighted and made.name in taken:
                    made.name = f"weighted_{made.name}"
                self._bound.append((made, index, bool(weighted)))

    def update(self, y_true: Any, y_pred: Any, sample_weight: Any) -> None:
        predictions, targets = tf.nest.flatten(y_pred), tf.nest.flatten(y_true)
        for metric, index, weighted in self._bound:
            weight = sample_weight if weighted else None
            metric.update_state(targets[index], predictions[index], sample_weight=weight)


def _listed(metrics: Any) -> Any:
    if metrics is None:
        return []
    return metrics if isinstance(metrics, (list, tuple, Mapping)) else [metrics]


def _assigned(given: Any, y_pred: Any, count: int) -> list[tuple[int, Any]]:
    if isinstance(given, Mapping):
        names = sorted(y_pred) if isinstance(y_pred, Mapping) else []
        return [(names.index(k), m) for k, v in given.items() for m in _listed(v)]
    if count > 1 and len(given) == count and any(isinstance(m, (list, tuple)) for m in given):
        return [(i, m) for i, v in enumerate(given) for m in _listed(v)]
    return [(i, m) for i in range(count) for m in given]


def _as_metric(identifier: Any, y_true: Any, y_pred: Any, loss: Any) -> Any:
    metrics = tf.keras.metrics
    if isinstance(identifier, metrics.Metric):
        return identifier
    if identifier in ("accuracy", "acc"):
        return metrics.MeanMetricWrapper(
            _accuracy_function(y_true, y_pred, loss), name=identifier, dtype=tf.float32
        )
    found = metrics.get(identifier)
    if isinstance(found, type):
        found = found()
    if isinstance(found, metrics.Metric):
        if isinstance(identifier, str):
            found.name = identifier
        return found
    name = identifier if isinstance(identifier, str) else getattr(found, "__name__", "metric")
    return metrics.MeanMetricWrapper(found, name=name)


def _accuracy_function(y_true: Any, y_pred: Any, loss: Any) -> Any:
    """The accuracy that "accuracy" means for these targets, by Keras' rule."""
    metrics = tf.keras.metrics
    binary = y_pred.shape.rank < 2 or y_pred.shape[-1] == 1
    name = loss if isinstance(loss, str) else getattr(loss, "name", "")
    if binary or "binary" in str(name):
        return metrics.binary_accuracy
    rank, classes = y_true.shape.rank, y_pred.shape[-1]
    sparse = rank < y_pred.shape.rank or (y_true.shape[-1] == 1 and classes != 1)
    return metrics.sparse_categorical_accuracy if sparse else metrics.categorical_accuracy
