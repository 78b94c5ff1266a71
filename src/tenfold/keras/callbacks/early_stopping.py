"""Callbacks that watch one logged value: stop early, keep the best weights in a file."""

from __future__ import annotations

import math
import warnings
from typing import Any

from tenfold.keras.callbacks.base import Callback, Logs

_RISING = ("acc", "accuracy", "auc", "precision", "recall", "f1_score")


class MonitorCallback(Callback):
    """Base of callbacks that compare a logged value with the best so far."""

    def __init__(
        self, monitor: str, mode: str, baseline: float | None = None, min_delta: float = 0.0
    ) -> None:
        super().__init__()
        if mode not in ("auto", "min", "max"):
            warnings.warn(f"{type(self).__name__} mode '{mode}' is unknown, fallback to auto mode.",
                          stacklevel=3)  # fmt: skip
            mode = "auto"
        name = monitor.removeprefix("val_")
        self.monitor, self.mode = monitor, mode
        self._rises = mode == "max" or (mode == "auto" and name.endswith(_RISING))
        self.min_delta = abs(min_delta)
        self.baseline = baseline
        self.best: float | None = baseline

    def _is_better(self, value: float, reference: float | None) -> bool:
        if reference is None:
            return True
        if self._rises:
            return value - self.min_delta > reference
        return value + self.min_delta < reference

    def _monitored(self, logs: Logs | None) -> Any:
        value = (logs or {}).get(self.monitor)
        if value is None:
            warnings.warn(
                f"{type(self).__name__} conditioned on metric `{self.monitor}` which is not "
                f"available. Available metrics are: {','.join(logs or {})}",
                stacklevel=3,
            )
        return value


class EarlyStopping(MonitorCallback):
    """Stops training when a logged value gets no better.

    Args:
        monitor: the value's name.
        min_delta: least change that counts.
        patience: epochs without a better value before training stops.
        verbose: 1 to say when it stops.
        mode: `min`, `max`, or `auto`, which decides by the name.
        baseline: a value to be better than.
        restore_best_weights: go back to the weights of the best epoch.
        start_from_epoch: epochs before it are not watched.

    >>> import tenfold as tf
    >>> tf.keras.callbacks.EarlyStopping(patience=3).patience
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
        super().__init__(monitor, mode, baseline, min_delta)
        self.patience = patience
        self.verbose = verbose
        self.restore_best_weights = restore_best_weights
        self.start_from_epoch = start_from_epoch
        self._start()

    def _start(self) -> None:
        self.wait = 0
        self.stopped_epoch = 0
        self.best_epoch = 0
        self.best: float | None = None
        self.best_weights: Any = None

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Forgets an earlier run."""
        self._start()

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Compares, and stops the model's training when patience is at its end."""
        value = self._monitored(logs)
        if value is None or epoch < self.start_from_epoch:
            return
        if self.restore_best_weights and self.best_weights is None:
            self.best_weights = self.model.get_weights()
            self.best_epoch = epoch
        self.wait += 1
        if self._is_better(value, self.best):
            self.best = value
            self.best_epoch = epoch
            if self.restore_best_weights:
                self.best_weights = self.model.get_weights()
            if self._is_better(value, self.baseline):
                self.wait = 0
            return
        if self.wait >= self.patience and epoch > 0:
            self.stopped_epoch = epoch
            self.model.stop_training = True

    def on_train_end(self, logs: Logs | None = None) -> None:
        """Goes back to the best weights where that is asked for."""
        if self.stopped_epoch > 0 and self.verbose > 0:
            print(f"Epoch {self.stopped_epoch + 1}: early stopping")
        if self.restore_best_weights and self.best_weights is not None:
            if self.verbose > 0:
                best = self.best_epoch + 1
                print(f"Restoring model weights from the end of the best epoch: {best}.")
            self.model.set_weights(self.best_weights)


class ModelCheckpoint(MonitorCallback):
    """Writes the weights after each epoch, or after each that is the best so far.

    Args:
        filepath: a path ending in `.weights.h5`, with fields such as `{epoch:02d}`.
        monitor: the value's name.
        verbose: 1 to say what is written.
        save_best_only: write only when the value is better than before.
        save_weights_only: must be True.
        mode: `min`, `max`, or `auto`, which decides by the name.
        initial_value_threshold: a value to be better than.

    Raises:
        ValueError: the path or `save_weights_only` asks for more than weights.
    """

    def __init__(
        self,
        filepath: Any,
        monitor: str = "val_loss",
        verbose: int = 0,
        save_best_only: bool = False,
        save_weights_only: bool = False,
        mode: str = "auto",
        initial_value_threshold: float | None = None,
    ) -> None:
        super().__init__(monitor, mode, initial_value_threshold)
        self.filepath = str(filepath)
        if not save_weights_only or not self.filepath.endswith(".weights.h5"):
            raise ValueError(
                "ModelCheckpoint writes weights: pass save_weights_only=True and a filepath that "
                f"ends in `.weights.h5`. Received: save_weights_only={save_weights_only}, "
                f"filepath={self.filepath}"
            )
        self.verbose = verbose
        self.save_best_only = save_best_only

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Writes the weights where they are to be written."""
        if self.save_best_only:
            value = self._monitored(logs)
            if value is None or not self._is_better(value, self.best):
                return
            self.best = value
        path = self.filepath.format(epoch=epoch + 1, **(logs or {}))
        if self.verbose > 0:
            print(f"\nEpoch {epoch + 1}: saving model to {path}")
        self.model.save_weights(path, overwrite=True)


class TerminateOnNaN(Callback):
    """Stops training when the loss is no number or infinite."""

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Looks at the loss."""
        loss = (logs or {}).get("loss")
        if loss is not None and not math.isfinite(loss):
            print(f"Batch {batch}: Invalid loss, terminating training")
            self.model.stop_training = True
