"""ProgbarLogger: draws the progress bar of fit, evaluate and predict."""

from __future__ import annotations

from typing import Any

from tenfold.keras.callbacks.base import Callback, to_floats
from tenfold.keras.training.progress import Progbar


class ProgbarLogger(Callback):
    """Prints the metrics, with a progress bar.

    Raises:
      ValueError: (from fit) `verbose` is not 0, 1, 2 or "auto".
    """

    # Logs stay tensors until the bar is drawn: reading a value waits for the computation.
    takes_raw_logs = True

    def __init__(self) -> None:
        super().__init__()
        self._bar: Progbar | None = None
        self._seen = 0
        self._training = False

    def _begin(self) -> None:
        params = self.params or {}
        self._seen = 0
        verbose = params.get("verbose", 1)
        self._bar = Progbar(params.get("steps"), verbose=1 if verbose == "auto" else verbose)

    def _step(self, batch: int, logs: Any) -> None:
        assert self._bar is not None
        self._seen = batch + 1
        if self._bar.due(self._seen) and self._seen != self._bar.target:
            self._show(logs, finalize=False)

    def _show(self, logs: Any, finalize: bool) -> None:
        assert self._bar is not None
        values = list(to_floats(logs).items())
        self._bar.stateful_metrics.update(name for name, _ in values)
        if finalize and self._bar.target is None:
            self._bar.target = self._seen
        self._bar.update(self._seen, values, finalize=finalize)

    def on_train_begin(self, logs: Any = None) -> None:
        self._training = True

    def on_train_end(self, logs: Any = None) -> None:
        self._training = False

    def on_epoch_begin(self, epoch: int, logs: Any = None) -> None:
        self._begin()
        params = self.params or {}
        if params.get("verbose") and params.get("epochs", 1) > 1:
            print(f"Epoch {epoch + 1}/{params['epochs']}")

    def on_train_batch_end(self, batch: int, logs: Any = None) -> None:
        self._step(batch, logs)

    def on_epoch_end(self, epoch: int, logs: Any = None) -> None:
        self._show(logs, finalize=True)

    def on_test_begin(self, logs: Any = None) -> None:
        if not self._training:
            self._begin()

    def on_test_batch_end(self, batch: int, logs: Any = None) -> None:
        if not self._training:
            self._step(batch, logs)

    def on_test_end(self, logs: Any = None) -> None:
        if not self._training:
            self._show(logs, finalize=True)

    def on_predict_begin(self, logs: Any = None) -> None:
        self._begin()

    def on_predict_batch_end(self, batch: int, logs: Any = None) -> None:
        self._step(batch, None)

    def on_predict_end(self, logs: Any = None) -> None:
        self._show(None, finalize=True)
