"""The losses that `compile` is given, bound to the outputs of the model."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.losses.base import LossFunctionWrapper
from tenfold.keras.training.outputs import flat_data, for_outputs, names_of, paths


class CompiledLoss:
    """The losses of a model's outputs, added up with their weights.

    Where there are several, the running mean of each is told in the logs, as `OUTPUT_loss`.
    """

    def __init__(self, loss: Any, loss_weights: Any, output_names: list[str] | None) -> None:
        self._loss = loss
        self._weights = loss_weights
        self._output_names = output_names
        self._functions: list[Any] = []
        self._factors: list[Any] = []
        self._trackers: list[Any] = []
        self.built = False
        for one in tf.nest.flatten(loss):
            if one is not None:
                tf.keras.losses.get(one)
        for factor in tf.nest.flatten(loss_weights):
            if isinstance(factor, str):
                raise ValueError(
                    f"loss_weights must be numbers; received {factor!r}. Metrics are passed by "
                    "keyword: compile(optimizer, loss, metrics=[...])."
                )

    @property
    def metrics(self) -> list[Any]:
        """The running mean of each output's loss, where there are several losses."""
        return [tracker for tracker in self._trackers if tracker is not None]

    def build(self, y_pred: Any) -> None:
        """Binds losses to outputs, whose trackers must exist before a step is traced."""
        names = names_of(y_pred, self._output_names)
        given = for_outputs(self._loss, y_pred, names, "loss")
        self._functions = [None if one is None else _as_loss(one) for one in given]
        self._factors = for_outputs(self._weights, y_pred, names, "loss_weights")
        if sum(function is not None for function in self._functions) > 1:
            self._trackers = [
                function and tf.keras.metrics.Mean(name=f"{_label(name, path, function)}_loss")
                for name, path, function in zip(names, paths(y_pred), self._functions, strict=True)
            ]
        else:
            self._trackers = [None] * len(names)
        self.built = True

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """The total of a batch, a scalar.

        Raises:
          ValueError: The targets do not match the outputs, or no output has a loss.
        """
        if not self.built:
            self.build(y_pred)
        predictions = tf.nest.flatten(y_pred)
        targets = flat_data(y_true, y_pred, self._output_names, "y")
        weights = sample_weights(sample_weight, y_pred, self._output_names)
        total: Any = None
        for function, factor, tracker, true, pred, weight in zip(
            self._functions, self._factors, self._trackers, targets, predictions, weights,
            strict=True,
        ):  # fmt: skip
            if function is None:
                continue
            value = function(true, pred, sample_weight=weight)
            if tracker is not None:
                tracker.update_state(value, sample_weight=tf.shape(pred)[0])
            if factor is not None:
                value = value * factor
            total = value if total is None else total + value
        if total is None:
            raise ValueError("No loss to compute: every output's loss is None.")
        return total


def sample_weights(weights: Any, y_pred: Any, output_names: list[str] | None) -> list[Any]:
    """The samples' weights for each output: one array serves all of them."""
    count = len(tf.nest.flatten(y_pred))
    if weights is None or not tf.nest.is_nested(weights):
        return [weights] * count
    return flat_data(weights, y_pred, output_names, "sample_weight")


def _label(name: str | None, path: tuple[Any, ...], function: Any) -> str:
    """The output's name, else what its loss is called, behind the keys that lead to it."""
    if name is not None:
        return name
    return "/".join([*(key for key in path if isinstance(key, str)), function.name])


def _as_loss(identifier: Any) -> Any:
    found = tf.keras.losses.get(identifier)
    if isinstance(found, tf.keras.losses.Loss):
        return found
    name = identifier if isinstance(identifier, str) else getattr(found, "__name__", "loss")
    return LossFunctionWrapper(found, name=name)
