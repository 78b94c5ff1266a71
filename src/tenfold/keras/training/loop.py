"""The training loop: compile, fit, evaluate, predict, and the steps that users override."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

import tenfold as tf
from tenfold.keras.callbacks.base import to_floats
from tenfold.keras.callbacks.callback_list import CallbackList
from tenfold.keras.training.compiled_loss import CompiledLoss
from tenfold.keras.training.compiled_metrics import CompiledMetrics
from tenfold.keras.training.data_adapter import make_adapter, split, unpack_x_y_sample_weight


class Trainer:
    """What a model needs to be trained. `train_step`, `test_step` and `predict_step` may be
    overridden; each is traced once for each shape of a batch and runs compiled."""

    def __init__(self) -> None:
        self.compiled = False
        self.stop_training = False
        self.optimizer: Any = None
        self.loss: Any = None
        self.run_eagerly = False
        self.steps_per_execution = 1
        self.jit_compile: Any = "auto"
        self.history: Any = None
        self._compiled_loss: CompiledLoss | None = None
        self._compiled_metrics: CompiledMetrics | None = None
        self._loss_tracker: Any = None
        self._functions: dict[str, Callable[..., Any]] = {}

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
          optimizer: An optimizer or its name.
          loss: A loss, its name, a function `f(y_true, y_pred)`, or one for each output.
          loss_weights: Factors of the outputs' losses.
          metrics: Metrics or their names; "accuracy" means the one that fits the targets.
          weighted_metrics: Metrics that take the samples' weights into account.
          run_eagerly: Whether steps run line by line, for debugging.
          steps_per_execution: Steps between two calls of the callbacks for batches; every step is
            one compiled call anyway.
          jit_compile: Whether the first training step is compiled already; by default the second
            is. Evaluation and prediction are compiled from their first step on.
          auto_scale_loss: Accepted for Keras' sake; it matters in float16 only.

        Raises:
          ValueError: An unknown name.
        """
        self.optimizer = tf.keras.optimizers.get(optimizer)
        self.loss = loss
        names = self._output_names()
        self._compiled_loss = None if loss is None else CompiledLoss(loss, loss_weights, names)
        self._compiled_metrics = None
        if metrics or weighted_metrics:
            self._compiled_metrics = CompiledMetrics(metrics, weighted_metrics, names)
        self._loss_tracker = tf.keras.metrics.Mean(name="loss")
        self.steps_per_execution = steps_per_execution
        self.run_eagerly = run_eagerly
        self.jit_compile = jit_compile
        self.stop_training = False
        self.compiled = True
        self._functions = {}

    def _output_names(self) -> list[str] | None:
        """The outputs' names, where the model knows them before it is called."""
        return getattr(self, "output_names", None)

    # the steps that users override

    def train_step(self, data: Any) -> dict[str, Any]:
        """One step of training: forward, backward, update; gives the logs."""
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        with tf.GradientTape() as tape:
            y_pred = self(x, training=True)  # type: ignore[operator]
            loss = self.compute_loss(x, y, y_pred, sample_weight, training=True)
        self._loss_tracker.update_state(loss, sample_weight=_batch_size(x))
        variables = self.trainable_variables  # type: ignore[attr-defined]
        if variables:
            gradients = tape.gradient(loss, variables)
            self.optimizer.apply_gradients(zip(gradients, variables, strict=True))
        return self.compute_metrics(x, y, y_pred, sample_weight=sample_weight)

    def test_step(self, data: Any) -> dict[str, Any]:
        """One step of evaluation; gives the logs."""
        x, y, sample_weight = unpack_x_y_sample_weight(data)
        y_pred = self(x, training=False)  # type: ignore[operator]
        loss = self.compute_loss(x, y, y_pred, sample_weight, training=False)
        self._loss_tracker.update_state(loss, sample_weight=_batch_size(x))
        return self.compute_metrics(x, y, y_pred, sample_weight=sample_weight)

    def predict_step(self, data: Any) -> Any:
        """The predictions of one batch."""
        x, _, _ = unpack_x_y_sample_weight(data)
        return self(x, training=False)  # type: ignore[operator]

    def compute_loss(
        self,
        x: Any = None,
        y: Any = None,
        y_pred: Any = None,
        sample_weight: Any = None,
        training: bool = True,
    ) -> Any:
        """The loss of a batch: the compiled loss plus what layers added.

        Returns:
          A tensor of rank 0.

        Raises:
          ValueError: There is nothing to minimise.
        """
        total: Any = None
        if self._compiled_loss is not None and y is not None:
            total = self._compiled_loss(y, y_pred, sample_weight)
        for extra in self.losses:  # type: ignore[attr-defined]
            extra = tf.reduce_sum(extra)
            total = extra if total is None else total + extra
        if total is None:
            raise ValueError(
                "No loss to compute. Provide a `loss` argument in `compile()`, and `y` in `fit()`."
            )
        return total

    def compute_metrics(self, x: Any, y: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """Updates the compiled metrics with a batch; gives all metrics' results by name."""
        if self._compiled_metrics is not None and y is not None:
            self._compiled_metrics.update_state(y, y_pred, sample_weight)
        return self.get_metrics_result()

    def get_metrics_result(self) -> dict[str, Any]:
        """The current result of each metric, by its name."""
        logs: dict[str, Any] = {}
        for metric in self.metrics:
            result = metric.result()
            logs.update(result if isinstance(result, dict) else {metric.name: result})
        return logs

    @property
    def metrics(self) -> list[Any]:
        """The loss' running mean, the compiled metrics as one, each output's loss, and those that
        layers hold."""
        found: list[Any] = [] if self._loss_tracker is None else [self._loss_tracker]
        if self._compiled_metrics is not None:
            found.append(self._compiled_metrics)
        if self._compiled_loss is not None:
            found.extend(self._compiled_loss.metrics)
        known = {id(m) for m in found}
        held = super().metrics  # type: ignore[misc] - a model is a layer too
        found.extend(m for m in held if id(m) not in known)
        return found

    @property
    def metrics_names(self) -> list[str]:
        return [m.name for m in self.metrics]

    def reset_metrics(self) -> None:
        for metric in self.metrics:
            metric.reset_state()

    # running steps

    def make_train_function(self, force: bool = False) -> Callable[..., Any]:
        return self._function("train", self.train_step, force)

    def make_test_function(self, force: bool = False) -> Callable[..., Any]:
        return self._function("test", self.test_step, force)

    def make_predict_function(self, force: bool = False) -> Callable[..., Any]:
        return self._function("predict", self.predict_step, force)

    def _function(self, kind: str, step: Callable[..., Any], force: bool) -> Callable[..., Any]:
        if force or kind not in self._functions:
            # A prediction is the same call after call: none of them is interpreted.
            at_once = kind != "train" or self.jit_compile is True
            made = step if self.run_eagerly else tf.function(step, jit_compile=at_once)
            self._functions[kind] = made
        return self._functions[kind]

    def _make_variables(self, batch: Any, optimizer: bool) -> None:
        """Makes every variable that a step uses before it is traced."""
        x, y, _ = unpack_x_y_sample_weight(batch)
        loss, metrics = self._compiled_loss, self._compiled_metrics
        has_loss = loss is not None and not loss.built and y is not None
        has_metrics = metrics is not None and not metrics.built and y is not None
        if not self.built or has_loss or has_metrics:  # type: ignore[attr-defined]
            y_pred = self(x, training=False)  # type: ignore[operator]
            if loss is not None and has_loss:
                loss.build(y_pred)
            if metrics is not None and has_metrics:
                metrics.build(y, y_pred)
        if optimizer and self.optimizer is not None and not self.optimizer.built:
            self.optimizer.build(self.trainable_variables)  # type: ignore[attr-defined]

    def _require_compiled(self) -> None:
        if not self.compiled:
            raise ValueError("You must call `compile()` before using the model.")

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
        validation_freq: int | Sequence[int] = 1,
    ) -> Any:
        """Trains for a number of epochs.

        Args:
          x: Inputs `[samples, ...]`, a structure of them, or an iterable of batches.
          y: Targets, unless x yields them.
          batch_size: Samples in a batch, 32 by default.
          epochs: The number of the last epoch.
          verbose: 0 silent, 1 or "auto" a progress bar, 2 a line an epoch.
          callbacks: Callbacks.
          validation_split: The last part of the samples that is kept for validation.
          validation_data: `(x, y)` or `(x, y, sample_weight)`, or an iterable of batches.
          shuffle: Whether each epoch visits the samples in an order of its own.
          class_weight: Weights by class index.
          sample_weight: Weights of the samples.
          initial_epoch: Where to go on.
          steps_per_epoch: Batches in an epoch.
          validation_steps, validation_batch_size: Likewise for validation.
          validation_freq: Epochs from one validation to the next, or the epochs that end with one.

        Returns:
          A `History`.

        Raises:
          ValueError: The model is not compiled, or the arrays differ in length.
        """
        self._require_compiled()
        if validation_split and validation_data is None:
            train, held = split((x, y, sample_weight), validation_split)
            (x, y, sample_weight), validation_data = train, held
        adapter = make_adapter(
            x, y, sample_weight, batch_size, steps_per_epoch, shuffle, class_weight
        )
        calls = CallbackList(
            callbacks,
            add_history=True,
            add_progbar=verbose != 0,
            model=self,
            verbose=verbose,
            epochs=epochs,
            steps=adapter.num_batches,
        )
        self.stop_training = False
        calls.call("on_train_begin")
        logs: dict[str, Any] = {}
        for epoch in range(initial_epoch, epochs):
            self.reset_metrics()
            calls.call("on_epoch_begin", epoch)
            last = self._run_epoch(adapter, calls, "train")
            if last is None and epoch == initial_epoch:
                raise ValueError("The data yielded no batch.")
            if last is None:
                warnings.warn(
                    f"Your input ran out of data after {epoch} epochs; training ends here. Pass "
                    "an object that can be iterated over again.",
                    stacklevel=2,
                )
                break
            logs = to_floats(last)
            if validation_data is not None and _is_due(epoch + 1, validation_freq):
                logs |= self._validate(
                    validation_data, validation_batch_size or batch_size, validation_steps, calls
                )
            calls.call("on_epoch_end", epoch, logs=logs)
            if self.stop_training:
                break
        calls.call("on_train_end", logs=logs)
        return calls.history

    def _run_epoch(self, adapter: Any, calls: CallbackList, mode: str) -> Any:
        """Every batch of an epoch through the step function; gives the last logs, None if there was
        no batch."""
        function: Callable[..., Any] | None = None
        begin, end = f"on_{mode}_batch_begin", f"on_{mode}_batch_end"
        logs: Any = {}
        step, group = -1, self.steps_per_execution
        for step, batch in enumerate(adapter):
            if function is None:
                self._make_variables(batch, optimizer=mode == "train")
                make = self.make_train_function if mode == "train" else self.make_test_function
                function = make()
            if step % group == 0:
                calls.batch(begin, step)
            logs = function(batch)
            if (step + 1) % group == 0:
                calls.batch(end, step, logs)
                if self.stop_training:
                    break
        if function is None:
            return None
        if (step + 1) % group:
            calls.batch(end, step, logs)
        adapter.end_epoch()
        return logs if isinstance(logs, dict) else self.get_metrics_result()

    def _validate(
        self, data: Any, batch_size: int | None, steps: int | None, calls: CallbackList
    ) -> dict[str, float]:
        parts = unpack_x_y_sample_weight(data) if isinstance(data, (tuple, list)) else (data,)
        adapter = make_adapter(*parts, batch_size=batch_size, steps=steps)
        logs = self._evaluate(adapter, calls)
        if logs is None:
            warnings.warn(
                "validation_data ran out of data; this epoch is not validated. Pass an object "
                "that can be iterated over again.",
                stacklevel=3,
            )
            return {}
        return {f"val_{name}": value for name, value in logs.items()}

    def _evaluate(self, adapter: Any, calls: CallbackList) -> dict[str, float] | None:
        self.reset_metrics()
        calls.call("on_test_begin")
        last = self._run_epoch(adapter, calls, "test")
        logs = None if last is None else to_floats(last)
        calls.call("on_test_end", logs=logs)
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
        **kwargs: Any,
    ) -> Any:
        """The loss and the metrics on data.

        Returns:
          The loss, a list of the loss and each metric, or with `return_dict` a dict by name.

        Raises:
          ValueError: The model is not compiled.
        """
        self._require_compiled()
        adapter = make_adapter(x, y, sample_weight, batch_size, steps)
        calls = CallbackList(
            callbacks,
            add_progbar=verbose != 0,
            model=self,
            verbose=verbose,
            epochs=1,
            steps=adapter.num_batches,
        )
        logs = self._evaluate(adapter, calls)
        if logs is None:
            raise ValueError("The data yielded no batch.")
        return logs if return_dict else self._in_order(logs)

    def _in_order(self, logs: dict[str, Any]) -> Any:
        """The values by the metrics' own names, in their order, then all others by name."""
        names: list[str] = []
        for metric in self.metrics:
            inner = metric.metrics if isinstance(metric, CompiledMetrics) else [metric]
            names.extend(m.name for m in inner)
        values = [logs[name] for name in names if name in logs]
        values += [logs[name] for name in sorted(logs) if name not in names]
        return values[0] if len(values) == 1 else values

    def predict(
        self,
        x: Any,
        batch_size: int | None = None,
        verbose: Any = "auto",
        steps: int | None = None,
        callbacks: Any = None,
    ) -> Any:
        """The outputs for inputs, batch by batch.

        Returns:
          NumPy arrays `[samples, ...]` in the structure of the model's outputs.
        """
        adapter = make_adapter(x, batch_size=batch_size, steps=steps)
        calls = None
        if verbose != 0 or callbacks:
            calls = CallbackList(
                callbacks,
                add_progbar=verbose != 0,
                model=self,
                verbose=verbose,
                epochs=1,
                steps=adapter.num_batches,
            )
            calls.call("on_predict_begin")
        function = self.make_predict_function()
        outputs: list[Any] = []
        for step, batch in enumerate(adapter):
            if not outputs:
                self._make_variables(batch, optimizer=False)
            if calls is not None:
                calls.batch("on_predict_batch_begin", step)
            outputs.append(function(batch))
            if calls is not None:
                calls.batch("on_predict_batch_end", step, {"outputs": outputs[-1]})
        if calls is not None:
            calls.call("on_predict_end")
        if not outputs:
            raise ValueError("The data yielded no batch.")
        return tf.nest.map_structure(_joined, *outputs)

    def train_on_batch(
        self,
        x: Any,
        y: Any = None,
        sample_weight: Any = None,
        class_weight: dict[int, float] | None = None,
        return_dict: bool = False,
    ) -> Any:
        """One step of training on one batch; gives its loss and metrics, which start anew."""
        self._require_compiled()
        batch = self._one_batch(x, y, sample_weight, class_weight)
        self._make_variables(batch, optimizer=True)
        self.reset_metrics()
        logs = to_floats(self.make_train_function()(batch))
        return logs if return_dict else self._in_order(logs)

    def test_on_batch(
        self, x: Any, y: Any = None, sample_weight: Any = None, return_dict: bool = False
    ) -> Any:
        """One step of evaluation on one batch."""
        self._require_compiled()
        batch = self._one_batch(x, y, sample_weight, None)
        self._make_variables(batch, optimizer=False)
        self.reset_metrics()
        logs = to_floats(self.make_test_function()(batch))
        return logs if return_dict else self._in_order(logs)

    def predict_on_batch(self, x: Any) -> Any:
        """The outputs for one batch, as NumPy arrays."""
        batch = self._one_batch(x, None, None, None)
        self._make_variables(batch, optimizer=False)
        return tf.nest.map_structure(np.asarray, self.make_predict_function()(batch))

    @staticmethod
    def _one_batch(x: Any, y: Any, sample_weight: Any, class_weight: Any) -> Any:
        size = len(tf.nest.flatten(x)[0])
        return next(
            iter(make_adapter(x, y, sample_weight, batch_size=size, class_weight=class_weight))
        )


def _is_due(epoch: int, frequency: int | Sequence[int]) -> bool:
    return epoch % frequency == 0 if isinstance(frequency, int) else epoch in frequency


def _batch_size(x: Any) -> Any:
    return tf.shape(tf.nest.flatten(x)[0])[0]


def _joined(*parts: Any) -> np.ndarray:
    if len(parts) == 1:
        return np.array(parts[0])
    return np.concatenate([np.asarray(p) for p in parts])
