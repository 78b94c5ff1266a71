"""ProgbarLogger: draws the progress bar from the logs."""

from __future__ import annotations

from typing import Any

from tenfold.keras.callbacks.base import Callback, Logs
from tenfold.keras.training.progress import Progbar


class ProgbarLogger(Callback):
    """Writes the progress of training, evaluation and prediction to the standard output.

    >>> import tenfold as tf
    >>> tf.keras.callbacks.ProgbarLogger().seen
    0
    """

    takes_tensors = True

    def __init__(self) -> None:
        super().__init__()
        self.seen = 0
        self.target: int | None = None
        self.verbose = 1
        self.epochs = 1
        self._bar: Progbar | None = None
        self._is_fitting = False

    def set_params(self, params: dict[str, Any]) -> None:
        """Takes the run's parameters."""
        self.params = params
        self.verbose = 1 if params["verbose"] == "auto" else params["verbose"]
        self.epochs = params["epochs"]
        self.target = params["steps"]

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Validation inside training stays silent."""
        self._is_fitting = True

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Begins a bar."""
        self._begin()
        if self.verbose and self.epochs > 1:
            print(f"Epoch {epoch + 1}/{self.epochs}", flush=True)

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Begins a bar, unless this is validation."""
        if not self._is_fitting:
            self._begin()

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        """Begins a bar."""
        self._begin()

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Moves the bar."""
        self._move(batch, logs)

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Moves the bar, unless this is validation."""
        if not self._is_fitting:
            self._move(batch, logs)

    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """Moves the bar."""
        self._move(batch, None)

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Ends the bar."""
        self._end(logs)

    def on_test_end(self, logs: Logs | None = None) -> None:
        """Ends the bar, unless this is validation."""
        if not self._is_fitting:
            self._end(logs)

    def on_predict_end(self, logs: Logs | None = None) -> None:
        """Ends the bar."""
        self._end(None)

    def _begin(self) -> None:
        self.seen = 0
        self._bar = Progbar(self.target, verbose=self.verbose)

    def _move(self, batch: int, logs: Logs | None) -> None:
        self.seen = batch + 1
        if self._bar is not None and self.verbose == 1:
            self._bar.update(self.seen, (logs or {}).items(), finalize=False)

    def _end(self, logs: Logs | None) -> None:
        if self._bar is None:
            return
        if self.target is None:
            self.target = self._bar.target = self.seen
        self._bar.update(self.target, (logs or {}).items(), finalize=True)
