"""EarlyStopping: stops when a metric no longer improves."""

from __future__ import annotations

import warnings
from typing import Any

import numpy as np

from tenfold.keras.callbacks.base import Callback


class EarlyStopping(Callback):
    """Stops training when a monitored value has stopped improving.

    Args:
      monitor: The name of the value in the logs.
      min_delta: What counts as an improvement, at least.
      patience: Epochs without improvement before training stops.
      verbose: 1 prints a line when it stops.
      mode: "min", "max", or "auto": what the metric says of itself.
      baseline: A value that has to be reached.
      restore_best_weights: Whether the weights of the best epoch are put back.
      start_from_epoch: Epochs to wait before watching.

    Example:
      >>> import tenfold as tf
      >>> tf.keras.callbacks.EarlyStopping(monitor="loss", patience=3).patience
      3
    """

    def __init__(
        self,
        monitor: str = "val_loss",
        min_delta: float = 0,
        patience: int = 0,
        verbose: int = 0,
        mode: str = "auto",
        baseline: float | None = None,
        restore_best_weights: bool = False,
        start_from_epoch: int = 0,
    ) -> None:
        super().__init__()
        if mode not in ("auto", "min", "max"):
            warnings.warn(
                f"EarlyStopping mode {mode!r} is unknown, fallback to auto mode.", stacklevel=2
            )
            mode = "auto"
        self.monitor = monitor
        self.min_delta = abs(min_delta)
        self.patience = patience
        self.verbose = verbose
        self.mode = mode
        self.baseline = baseline
        self.restore_best_weights = restore_best_weights
        self.start_from_epoch = start_from_epoch
        self.best: float | None = None
        self.best_weights: Any = None
        self.best_epoch = 0
        self.stopped_epoch = 0
        self.wait = 0

    def _larger_is_better(self) -> bool:
        if self.mode != "auto":
            return self.mode == "max"
        name = self.monitor.removeprefix("val_")
        if name == "loss":
            return False
        for metric in self.model.metrics:
            for one in getattr(metric, "metrics", [metric]):
                if one.name == name and one.direction is not None:
                    return one.direction == "up"
        raise ValueError(
            f"EarlyStopping cannot tell whether monitor={self.monitor!r} should rise or fall. "
            "Expected the loss or a metric of the model that says so; pass mode='max' or "
            "mode='min'."
        )

    def _improves(self, value: float, reference: float | None) -> bool:
        if reference is None:
            return True
        if self._larger_is_better():
            return value > reference + self.min_delta
        return value < reference - self.min_delta

    def on_train_begin(self, logs: Any = None) -> None:
        self.wait = self.stopped_epoch = self.best_epoch = 0
        self.best = self.best_weights = None

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._larger_is_better()
        value = (logs or {}).get(self.monitor)
        if value is None:
            warnings.warn(
                f"Early stopping conditioned on metric `{self.monitor}` which is not available. "
                f"Available metrics are: {','.join(logs or {})}",
                stacklevel=2,
            )
            return
        if epoch < self.start_from_epoch:
            return
        if self.restore_best_weights and self.best_weights is None:
            self.best_weights = self.model.get_weights()
            self.best_epoch = epoch
        self.wait += 1
        if self._improves(value, self.best):
            self.best, self.best_epoch = value, epoch
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            if self.baseline is None or self._improves(value, self.baseline):
                self.wait = 0
            return
        if self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: Any = None) -> None:
        if self.stopped_epoch > 0 and self.verbose > 0:
            print(f"Epoch {self.stopped_epoch + 1}: early stopping")
        if self.restore_best_weights and self.best_weights is not None:
            if self.verbose > 0:
                print(
                    "Restoring model weights from the end of the best epoch: "
                    f"{self.best_epoch + 1}."
                )
            self.model.set_weights(self.best_weights)


class TerminateOnNaN(Callback):
    """Stops training when the loss is NaN or infinite.

    Example:
      >>> import tenfold as tf
      >>> callback = tf.keras.callbacks.TerminateOnNaN()
    """

    def on_batch_end(self, batch: int, logs: Any = None) -> None:
        loss = (logs or {}).get("loss")
        if loss is not None and not np.isfinite(loss):
            print(f"Batch {batch}: Invalid loss, terminating training")
            self.model.stop_training = True
