"""History: the logs of every epoch."""

from __future__ import annotations

from typing import Any

from tenfold.keras.callbacks.base import Callback, Logs


class History(Callback):
    """Keeps what each epoch logged, in `history`: a list of values for each name.

    >>> import tenfold as tf
    >>> tf.keras.callbacks.History().history
    {}
    """

    def __init__(self) -> None:
        super().__init__()
        self.epoch: list[int] = []
        self.history: dict[str, list[Any]] = {}

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Forgets the epochs of an earlier run."""
        self.epoch = []

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """Keeps the epoch's logs."""
        self.epoch.append(epoch)
        for key, value in (logs or {}).items():
            self.history.setdefault(key, []).append(value)
        self.model.history = self
