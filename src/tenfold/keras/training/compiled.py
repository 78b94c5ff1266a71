"""The losses and metrics given to `compile`, matched with a model's outputs on first use."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.losses import lookup as losses
from tenfold.keras.losses.base import Loss, LossFunctionWrapper
from tenfold.keras.losses.crossentropy import (
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from tenfold.keras.metrics import lookup as metrics
from tenfold.keras.metrics.accuracy import (
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
)
from tenfold.keras.metrics.base import Metric
from tenfold.keras.metrics.mean import Mean, MeanMetricWrapper


def _kind(y_true: Any, y_pred: Any) -> int:
    """0 for one binary output, 1 for integer labels, 2 for one-hot truth."""
    if y_pred.shape[-1] == 1:
        return 0
    is_sparse = len(y_true.shape) < len(y_pred.shape) or y_true.shape[-1] == 1
    return 1 if is_sparse else 2


def make_loss(identifier: Any, y_true: Any, y_pred: Any) -> Any:
    """A Loss from what `compile` was given for one output."""
    if isinstance(identifier, str) and identifier.lower() in ("crossentropy", "ce"):
        loss: Any = (
            binary_crossentropy, sparse_categorical_crossentropy, categorical_crossentropy,
        )[_kind(y_true, y_pred)]  # fmt: skip
    else:
        loss = losses.get(identifier)
    if isinstance(loss, Loss):
        return loss
    name = identifier if isinstance(identifier, str) else getattr(loss, "__name__", "loss")
    return LossFunctionWrapper(loss, name=name)


def make_metric(identifier: Any, y_true: Any, y_pred: Any) -> Metric:
    """A Metric from what `compile` was given; "accuracy" goes by the shapes."""
    if isinstance(identifier, str) and identifier.lower() in ("accuracy", "acc"):
        kinds = (BinaryAccuracy, SparseCategoricalAccuracy, CategoricalAccuracy)
        return kinds[_kind(y_true, y_pred)](name=identifier)
    metric = metrics.get(identifier)
    if not isinstance(metric, Metric):
        metric = MeanMetricWrapper(metric)
    if isinstance(identifier, str):
        metric.name = identifier
    return metric


def split_by_output(value: Any, y_pred: Any, names: list[str] | None, what: str) -> list[Any]:
    """One entry for each output, from one value, a list, or a dict by output name."""
    outputs = tf.nest.flatten(y_pred)
    if isinstance(value, dict):
        keys = sorted(y_pred) if isinstance(y_pred, dict) else names
        if keys is None or not set(value) <= set(keys):
            raise ValueError(
                f"`{what}` names outputs {sorted(value)}, but the model's outputs are {keys}."
            )
        return [value.get(key) for key in keys]
    if isinstance(value, list | tuple):
        if len(value) != len(outputs):
            raise ValueError(
                f"`{what}` has {len(value)} entries for {len(outputs)} outputs of the model."
            )
        return list(value)
    return [value] * len(outputs)


class CompiledLoss:
    """The total loss of all outputs."""

    def __init__(self, loss: Any, loss_weights: Any, names: list[str] | None) -> None:
        self._loss, self._weights, self._names = loss, loss_weights, names
        self._parts: list[Any] | None = None
        self.trackers: list[Mean] = []

    def _build(self, truths: list[Any], y_pred: Any) -> None:
        predictions = tf.nest.flatten(y_pred)
        given = split_by_output(self._loss, y_pred, self._names, "loss")
        self._factors = split_by_output(self._weights, y_pred, self._names, "loss_weights")
        made = [
            None if loss is None else make_loss(loss, y, p)
            for loss, y, p in zip(given, truths, predictions)
        ]
        if len(predictions) > 1:
            names = self._names or [loss.name if loss else "" for loss in made]
            self.trackers = [Mean(name=f"{name}_loss") for name in names]
        self._parts = made

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any) -> Any:
        """The total, a scalar."""
        predictions = tf.nest.flatten(y_pred)
        truths = flatten_like(y_true, y_pred, self._names)
        if self._parts is None:
            self._build(truths, y_pred)
        assert self._parts is not None
        weights = spread_weights(sample_weight, y_pred, self._names)
        total: Any = None
        for i, loss in enumerate(self._parts):
            if loss is None:
                continue
            value = loss(truths[i], predictions[i], weights[i])
            if self.trackers:
                self.trackers[i].update_state(value, tf.shape(predictions[i])[0])
            if self._factors[i] is not None:
                value = value * self._factors[i]
            total = value if total is None else total + value
        return total


class CompiledMetrics:
    """The metrics of all outputs, made when the first predictions show their shapes."""

    def __init__(self, given: Any, weighted: Any, names: list[str] | None) -> None:
        for what, value in (("metrics", given), ("weighted_metrics", weighted)):
            if value and not isinstance(value, list | tuple | dict):
                raise ValueError(
                    f"Expected `{what}` argument to be a list, tuple, or dict. "
                    f"Received instead: {what}={value} of type {type(value)}"
                )
        self._given, self._names = (given, weighted), names
        self._sets: list[list[list[Metric]]] | None = None

    @property
    def metrics(self) -> list[Metric]:
        """All metrics, once they are made."""
        return [m for by_output in self._sets or [] for group in by_output for m in group]

    def _build(self, truths: list[Any], y_pred: Any) -> None:
        predictions = tf.nest.flatten(y_pred)
        self._sets = []
        for value in self._given:
            if not value:
                groups: list[Any] = [[] for _ in predictions]
            elif len(predictions) == 1:
                groups = [tf.nest.flatten(value)]
            else:
                groups = split_by_output(value, y_pred, self._names, "metrics")
            as_lists = [g if isinstance(g, list | tuple) else [g] for g in groups]
            self._sets.append(
                [
                    [make_metric(m, y, p) for m in group if m is not None]
                    for group, y, p in zip(as_lists, truths, predictions)
                ]
            )

    def update(self, y_true: Any, y_pred: Any, sample_weight: Any) -> None:
        """Takes in a batch."""
        if not any(self._given):
            return
        predictions = tf.nest.flatten(y_pred)
        truths = flatten_like(y_true, y_pred, self._names)
        if self._sets is None:
            with tf.init_scope():
                self._build(truths, y_pred)
        assert self._sets is not None
        weights = spread_weights(sample_weight, y_pred, self._names)
        for is_weighted, by_output in enumerate(self._sets):
            for group, y, p, w in zip(by_output, truths, predictions, weights):
                for metric in group:
                    if is_weighted:
                        metric.update_state(y, p, sample_weight=w)
                    else:
                        metric.update_state(y, p)

    def result(self) -> dict[str, Any]:
        """The results by name; names that come again are numbered."""
        results: dict[str, Any] = {}
        counts: dict[str, int] = {}
        for is_weighted, by_output in enumerate(self._sets or []):
            for i, group in enumerate(by_output):
                for metric in group:
                    name = metric.name
                    if len(by_output) > 1 and self._names:
                        name = f"{self._names[i]}_{name}"
                    if name in counts and is_weighted:
                        name = f"weighted_{name}"
                    count = counts[name] = counts.get(name, 0) + 1
                    results[name if count == 1 else f"{name}_{count - 1}"] = metric.result()
        return results


def flatten_like(y: Any, y_pred: Any, names: list[str] | None) -> list[Any]:
    """The parts of the truth in the order of the outputs."""
    if isinstance(y, dict) and not isinstance(y_pred, dict) and names and set(y) == set(names):
        return [y[name] for name in names]
    if not tf.nest.is_nested(y_pred):
        leaves = tf.nest.flatten(y)
        return leaves if len(leaves) == 1 else [tf.convert_to_tensor(y)]
    return tf.nest.flatten(y)


def spread_weights(weight: Any, y_pred: Any, names: list[str] | None) -> list[Any]:
    """A weight for each output."""
    count = len(tf.nest.flatten(y_pred))
    if weight is None:
        return [None] * count
    parts = flatten_like(weight, y_pred, names)
    return parts if len(parts) == count else parts[:1] * count
