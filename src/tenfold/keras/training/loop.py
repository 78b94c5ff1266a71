"""compile, fit, evaluate, predict: one loop over batches, one compiled call for each."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

import tenfold as tf
from tenfold.keras.callbacks.base import Callback, CallbackList, Logs, as_numbers
from tenfold.keras.callbacks.history import History
from tenfold.keras.callbacks.progbar import ProgbarLogger
from tenfold.keras.losses import lookup as losses
from tenfold.keras.metrics.mean import Mean
from tenfold.keras.optimizers import lookup as optimizers
from tenfold.keras.training.compiled import CompiledLoss, CompiledMetrics
from tenfold.keras.training.data_adapter import (
    adapt,
    class_weights,
    train_validation_split,
    unpack_x_y_sample_weight,
)


class Trainer:
    """What a model does with data. `train_step`, `test_step` and `predict_step` may be overridden."""

    stop_training = False
    optimizer: Any = None
    loss: Any = None
    run_eagerly = False
    output_names: list[str] | None = None
    history: Any = None

    def compile(
        self,
        optimizer: Any = "rmsprop",
        loss: Any = None,
        loss_weights: Any = None,
        metrics: Any = None,
        weighted_metrics: Any = None,
        run_eagerly: bool = False,
        steps_per_execution: int = 1,
        jit_compile: Any = "auto",
        auto_scale_loss: bool = True,
    ) -> None:
        """Says how the model is trained.

        Args:
            optimizer: a name or an optimizer.
            loss: a name, function or Loss, or a list or dict of them by output.
            loss_weights: factors of the losses by output.
            metrics: a list of names, functions or Metrics, or lists by output.
            weighted_metrics: the same, with sample weights applied.
            run_eagerly: run steps as plain Python.
            steps_per_execution: accepted for compatibility: each step is one compiled call.
            jit_compile: accepted for compatibility: steps are always compiled.
            auto_scale_loss: accepted for compatibility.

        Raises:
            ValueError: a name is not known.
        """
        self.optimizer = optimizers.get(optimizer)
        self.loss = loss
        self.run_eagerly = run_eagerly
        names = self.output_names
        self._compiled_loss = CompiledLoss(loss, loss_weights, names) if loss is not None else None
        self._compiled_metrics = CompiledMetrics(metrics, weighted_metrics, names)
        if isinstance(loss, str) and loss.lower() not in ("crossentropy", "ce"):
            losses.get(loss)  # a wrong name is told at once, not at the first batch
        self._loss_tracker = Mean(name="loss")
        self.stop_training = False
        self._is_compiled = True
        self._functions: dict[str, Any] = {}
        self._is_prepared = False

    @property
    def compiled(self) -> bool:
        """Whether `compile` was called."""
        return getattr(self, "_is_compiled", False)

    @property
    def metrics(self) -> list[Any]:
        """The loss's mean, the metrics of `compile`, and those of the layers."""
        own: list[Any] = []
        if self.compiled:
            own = [self._loss_tracker]
            if self._compiled_loss is not None:
                own += self._compiled_loss.trackers
            own += self._compiled_metrics.metrics
        seen = {id(m) for m in own}
        return own + [m for m in super().metrics if id(m) not in seen]  # type: ignore[misc]

    @property
    def metrics_names(self) -> list[str]:
        """The names of `metrics`."""
        return [metric.name for metric in self.metrics]

    def reset_metrics(self) -> None:
        """Sets all metrics back."""
        for metric in self.metrics:
            metric.reset_state()

    # Steps.

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """The loss of a batch, with the penalties and losses that layers added.

        Args:
            x: inputs.
            y: truth.
            y_pred: predictions.
            sample_weight: weights of the samples.
            training: whether this is a training step.

        Returns:
            A scalar.

        Raises:
            ValueError: there is no loss at all.
        """
        parts: list[Any] = []
        if self._compiled_loss is not None:
            loss = self._compiled_loss(y, y_pred, sample_weight)
            if loss is not None:
                parts.append(loss)
        parts.extend(tf.reduce_sum(tf.cast(loss, "float32")) for loss in self.losses)  # type: ignore[attr-defined]
        if not parts and training:
            raise ValueError(
                "No loss to compute. Provide a `loss` argument in `compile()`, or add losses in "
                "layers with `add_loss`."
            )
        total = parts[0] if parts else tf.zeros(())
        for part in parts[1:]:
            total = total + part
        return total

    def compute_metrics(self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Takes a batch into the metrics of `compile`.

        Returns:
            The results so far, by name.
        """
        if y is not None:
            self._compiled_metrics.update(y, y_pred, sample_weight)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """The results of all metrics, by name."""
        compiled = {id(m) for m in self._compiled_metrics.metrics}
        results: dict[str, Any] = {}
        is_added = False
        for metric in self.metrics:
            if id(metric) not in compiled:
                result = metric.result()
                results.update(result if isinstance(result, dict) else {metric.name: result})
            elif not is_added:
                results.update(self._compiled_metrics.result())
                is_added = True
        return results

    def _track_loss(self, loss: Any, x: Any) -> None:
        self._loss_tracker.update_state(loss, sample_weight=tf.shape(tf.nest.flatten(x)[0])[0])

    def train_step(self, data: Any) -> dict[str, Any]:
        """One step of training on a batch; returns the metrics' results."""
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)  # type: ignore[operator]
            loss = self.compute_loss(x, y, y_pred, sample_weight, training=True)
            self._track_loss(loss, x)
            loss = self.optimizer.scale_loss(loss)
        weights = self.trainable_weights  # type: ignore[attr-defined]
        if weights:
            gradients = tape.gradient(loss, weights)
            self.optimizer.apply_gradients(zip(gradients, weights))
        return self.compute_metrics(x, y, y_pred, sample_weight)

    def test_step(self, data: Any) -> dict[str, Any]:
        """One step of evaluation on a batch; returns the metrics' results."""
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        y_pred = self(x, training=False)  # type: ignore[operator]
        loss = self.compute_loss(x, y, y_pred, sample_weight, training=False)
        self._track_loss(loss, x)
        return self.compute_metrics(x, y, y_pred, sample_weight)

    def predict_step(self, data: Any) -> Any:
        """The predictions for a batch."""
        return self(unpack_x_y_sample_weight(data)[0], training=False)  # type: ignore[operator]

    def _function(self, kind: str) -> Callable[[Any], Any]:
        """The step of that kind, compiled unless steps run eagerly. Made once."""
        functions = self.__dict__.get("_functions")
        if functions is None:
            functions = {}
            object.__setattr__(self, "_functions", functions)
        if kind not in functions:
            step = getattr(self, f"{kind}_step")
            functions[kind] = step if self.run_eagerly else tf.function(step)
        return functions[kind]

    def make_train_function(self, force: bool = False) -> Callable[[Any], Any]:
        """The compiled `train_step`."""
        if force:
            self._functions.pop("train", None)
        return self._function("train")

    def _prepare_for(self, batch: Any) -> None:
        """Makes all variables before the first step is traced: weights, metrics, slots."""
        if self._is_prepared:
            return
        x, y, sample_weight = batch
        is_plain = type(self).train_step is Trainer.train_step
        if is_plain or not self.built:  # type: ignore[attr-defined]
            one = tf.nest.map_structure(lambda leaf: None if leaf is None else leaf[:1], (x, y))
            y_pred = self(one[0], training=False)  # type: ignore[operator]
            if is_plain and y is not None:
                if self._compiled_loss is not None:
                    self._compiled_loss(one[1], y_pred, None)
                self._compiled_metrics.update(one[1], y_pred, None)
                self.reset_metrics()
        weights = self.trainable_weights  # type: ignore[attr-defined]
        if is_plain and weights and not self.optimizer.built:
            self.optimizer.build(weights)
        self._is_prepared = True

    def _require_compiled(self, what: str) -> None:
        if not self.compiled:
            raise ValueError(f"You must call `compile()` before calling `{what}()`.")

    # Loops.

    def fit(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        epochs: int = 1,
        verbose: Any = "auto",
        callbacks: Any = None,
        validation_split: float = 0.0,
        validation_data: Any = None,
        shuffle: bool = True,
        class_weight: dict[int, float] | None = None,
        sample_weight: Any = None,
        initial_epoch: int = 0,
        steps_per_epoch: int | None = None,
        validation_steps: int | None = None,
        validation_batch_size: int | None = None,
        validation_freq: int = 1,
    ) -> History:
        """Trains the model.

        Args:
            x: inputs `[samples, ...]`, a structure of them, or an iterable of batches.
            y: truth, where `x` is arrays.
            batch_size: samples in a batch; 32 by default.
            epochs: passes over the data, counted from 0.
            verbose: 0 silent, 1 a bar, 2 a line for each epoch, "auto" is 1.
            callbacks: a list of callbacks.
            validation_split: share of the samples, from the end, to validate on.
            validation_data: `(x, y)`, `(x, y, sample_weight)` or an iterable of batches.
            shuffle: take samples of arrays in a new order in each epoch.
            class_weight: weight of each class.
            sample_weight: weight of each sample.
            initial_epoch: the epoch to begin with.
            steps_per_epoch: batches in an epoch; all by default.
            validation_steps: batches to validate on; all by default.
            validation_batch_size: samples in a batch of validation.
            validation_freq: epochs between validations.

        Returns:
            A `History`.

        Raises:
            ValueError: the model is not compiled, or arguments do not go together.
        """
        self._require_compiled("fit")
        if validation_split and validation_data is None:
            (x, y, sample_weight), validation_data = train_validation_split(
                (x, y, sample_weight), validation_split
            )
        data = adapt(x, y, sample_weight, batch_size, shuffle, class_weight)
        validation: Any = None
        if validation_data is not None:
            is_tuple = isinstance(validation_data, tuple | list)
            parts = unpack_x_y_sample_weight(validation_data) if is_tuple else (validation_data,)
            validation = adapt(*parts, batch_size=validation_batch_size or batch_size)
        runner = self._callbacks(callbacks, verbose, epochs, steps_per_epoch or data.steps, True)
        self.stop_training = False
        batches: Iterator[Any] | None = iter(_forever(data)) if steps_per_epoch else None
        logs: Logs = {}
        runner.run("on_train_begin")
        for epoch in range(initial_epoch, epochs):
            self.reset_metrics()
            runner.run("on_epoch_begin", epoch)
            source = _take(batches, steps_per_epoch) if batches and steps_per_epoch else data
            logs = self._run_epoch(source, "train", runner)
            if validation is not None and (epoch + 1) % validation_freq == 0:
                result = self._evaluate(validation, validation_steps, runner)
                logs.update({f"val_{name}": value for name, value in result.items()})
            runner.run("on_epoch_end", epoch, logs=logs)
            if self.stop_training:
                break
        self.optimizer.finalize_variable_values(self.trainable_weights)  # type: ignore[attr-defined]
        runner.run("on_train_end", logs=logs)
        return self.history

    def _run_epoch(self, source: Iterable[Any], kind: str, runner: CallbackList) -> Logs:
        """One pass over the batches; the results of its last step, as numbers."""
        hook = "train_batch" if kind == "train" else "test_batch"
        step: Any = None
        logs: Logs = {}
        for i, batch in enumerate(source):
            if step is None:
                self._prepare_for(batch)
                step = self._function(kind)
            runner.run(f"on_{hook}_begin", i)
            logs = dict(sorted(step(_without_none(batch)).items()))
            runner.run(f"on_{hook}_end", i, logs=logs)
            if self.stop_training:
                break
        if step is None:
            raise ValueError("The data yielded no batch: there is nothing to run on.")
        return as_numbers(logs)

    def _evaluate(self, data: Any, steps: int | None, runner: CallbackList) -> Logs:
        self.reset_metrics()
        runner.run("on_test_begin")
        logs = self._run_epoch(_take(iter(data), steps) if steps else data, "test", runner)
        runner.run("on_test_end", logs=logs)
        return logs

    def evaluate(
        self,
        x: Any = None,
        y: Any = None,
        batch_size: int | None = None,
        verbose: Any = "auto",
        sample_weight: Any = None,
        steps: int | None = None,
        callbacks: Any = None,
        return_dict: bool = False,
    ) -> Any:
        """The loss and metrics on data.

        Args:
            x: inputs `[samples, ...]`, a structure of them, or an iterable of batches.
            y: truth, where `x` is arrays.
            batch_size: samples in a batch; 32 by default.
            verbose: 0 silent, 1 a bar, 2 a line, "auto" is 1.
            sample_weight: weight of each sample.
            steps: batches; all by default.
            callbacks: a list of callbacks.
            return_dict: return results by name.

        Returns:
            The loss, or a list of the loss and the metrics, or a dict.
        """
        self._require_compiled("evaluate")
        data = adapt(x, y, sample_weight, batch_size)
        runner = self._callbacks(callbacks, verbose, 1, steps or data.steps, False)
        logs = self._evaluate(data, steps, runner)
        return logs if return_dict else self._in_order(logs)

    def _in_order(self, logs: Logs) -> Any:
        """Results as a list in the order of `metrics`, or the only one."""
        order = list(self.get_metrics_result()) if self.compiled else list(logs)
        values = [logs[name] for name in order if name in logs]
        values += [value for name, value in logs.items() if name not in order]
        return values[0] if len(values) == 1 else values

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = "auto",
        steps: int | None = None,
        callbacks: Any = None,
    ) -> Any:
        """The model's outputs for inputs, as arrays.

        Args:
            x: inputs `[samples, ...]`, a structure of them, or an iterable of batches.
            batch_size: samples in a batch; 32 by default.
            verbose: 0 silent, 1 a bar, 2 a line, "auto" is 1.
            steps: batches; all by default.
            callbacks: a list of callbacks.

        Returns:
            Arrays `[samples, ...]` in the structure of the outputs.
        """
        data = adapt(x, batch_size=batch_size)
        runner = self._callbacks(callbacks, verbose, 1, steps or data.steps, False)
        step: Any = None
        outputs: list[Any] = []
        runner.run("on_predict_begin")
        for i, batch in enumerate(_take(iter(data), steps) if steps else data):
            if step is None:
                if not self.built:  # type: ignore[attr-defined]
                    self(tf.nest.map_structure(lambda leaf: leaf[:1], batch[0]), training=False)  # type: ignore[operator]
                step = self._function("predict")
            runner.run("on_predict_batch_begin", i)
            outputs.append(step(batch[:1]))
            runner.run("on_predict_batch_end", i, logs={"outputs": outputs[-1]})
        runner.run("on_predict_end")
        if not outputs:
            raise ValueError("The data yielded no batch: there is nothing to predict.")
        return tf.nest.map_structure(_joined, *outputs)

    def _callbacks(
        self, callbacks: Any, verbose: Any, epochs: int, steps: int | None, is_fit: bool
    ) -> CallbackList:
        if isinstance(callbacks, CallbackList):
            return callbacks
        given = [callbacks] if isinstance(callbacks, Callback) else list(callbacks or ())
        verbose = 1 if verbose == "auto" else int(verbose)
        if verbose and not any(isinstance(c, ProgbarLogger) for c in given):
            given.append(ProgbarLogger())
        if is_fit:
            histories = [c for c in given if isinstance(c, History)]
            self.history = histories[0] if histories else History()
            if not histories:
                given.append(self.history)
        params = {"verbose": verbose, "epochs": epochs, "steps": steps}
        return CallbackList(given, model=self, params=params)

    # Single batches.

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: dict[int, float] | None = None,
        return_dict: bool = False,
    ) -> Any:
        """One step of training; metrics go on from where they are.

        Returns:
            The loss, or a list of the loss and the metrics, or a dict.
        """
        self._require_compiled("train_on_batch")
        if class_weight is not None:
            sample_weight = class_weights(y, class_weight, sample_weight)
        return self._on_batch("train", x, y, sample_weight, return_dict)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """One step of evaluation; metrics go on from where they are.

        Returns:
            The loss, or a list of the loss and the metrics, or a dict.
        """
        self._require_compiled("test_on_batch")
        return self._on_batch("test", x, y, sample_weight, return_dict)

    def _on_batch(self, kind: str, x: Any, y: Any, sample_weight: Any, return_dict: bool) -> Any:
        size = len(tf.nest.flatten(x)[0])
        batch = next(iter(adapt(x, y, sample_weight, batch_size=size)))
        self._prepare_for(batch)
        logs = as_numbers(self._function(kind)(_without_none(batch)))
        return logs if return_dict else self._in_order(logs)

    def predict_on_batch(self, x: Any) -> Any:
        """The model's outputs for one batch, as arrays."""
        return self.predict(x, batch_size=max(1, len(tf.nest.flatten(x)[0])), verbose=0)


def _without_none(batch: Any) -> Any:
    """`(x, y)` where there are no weights, `(x,)` where there is no truth either."""
    x, y, weight = batch
    if weight is None:
        return (x,) if y is None else (x, y)
    return x, y, weight


def _forever(data: Any) -> Iterator[Any]:
    while True:
        count = 0
        for batch in data:
            count += 1
            yield batch
        if not count:
            return


def _take(batches: Iterator[Any], count: int) -> Iterator[Any]:
    for _ in range(count):
        try:
            yield next(batches)
        except StopIteration:
            return


def _joined(*parts: Any) -> np.ndarray:
    arrays = [np.asarray(part) for part in parts]
    return arrays[0] if len(arrays) == 1 else np.concatenate(arrays)
