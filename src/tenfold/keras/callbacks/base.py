"""Callbacks: what runs at the beginnings and ends of training, epochs and batches."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

Logs = dict[str, Any]


class Callback:
    """Subclasses define the `on_...` methods that they need; the rest do nothing.

    `self.model` is the model, `self.params` a dict with `epochs`, `steps` and `verbose`.

    >>> import tenfold as tf
    >>> class Shout(tf.keras.callbacks.Callback):
    ...     def on_epoch_end(self, epoch, logs=None):
    ...         print("epoch", epoch)
    """

    # Whether batch hooks take logs as tensors, which saves waiting for their values.
    takes_tensors = False

    def __init__(self) -> None:
        self.params: dict[str, Any] = {}
        self._model: Any = None
        self.validation_data: Any = None

    @property
    def model(self) -> Any:
        """The model that is trained."""
        return self._model

    def set_params(self, params: dict[str, Any]) -> None:
        """Takes the run's parameters."""
        self.params = params

    def set_model(self, model: Any) -> None:
        """Takes the model."""
        self._model = model

    def on_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before each batch of training, unless `on_train_batch_begin` is defined."""

    def on_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After each batch of training, unless `on_train_batch_end` is defined."""

    def on_epoch_begin(self, epoch: int, logs: Logs | None = None) -> None:
        """Before each epoch."""

    def on_epoch_end(self, epoch: int, logs: Logs | None = None) -> None:
        """After each epoch; logs hold the epoch's results, validation included."""

    def on_train_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before each batch of training."""
        self.on_batch_begin(batch, logs)

    def on_train_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After each batch of training; logs hold the results so far."""
        self.on_batch_end(batch, logs)

    def on_test_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before each batch of evaluation or validation."""

    def on_test_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After each batch of evaluation or validation."""

    def on_predict_batch_begin(self, batch: int, logs: Logs | None = None) -> None:
        """Before each batch of prediction."""

    def on_predict_batch_end(self, batch: int, logs: Logs | None = None) -> None:
        """After each batch of prediction; logs hold `outputs`."""

    def on_train_begin(self, logs: Logs | None = None) -> None:
        """Before training."""

    def on_train_end(self, logs: Logs | None = None) -> None:
        """After training; logs hold the last epoch's results."""

    def on_test_begin(self, logs: Logs | None = None) -> None:
        """Before evaluation or validation."""

    def on_test_end(self, logs: Logs | None = None) -> None:
        """After evaluation or validation."""

    def on_predict_begin(self, logs: Logs | None = None) -> None:
        """Before prediction."""

    def on_predict_end(self, logs: Logs | None = None) -> None:
        """After prediction."""


class CallbackList(Callback):
    """Runs several callbacks as one. Batch hooks that nobody defines cost nothing.

    Args:
        callbacks: the callbacks.
        model: the model they get.
        params: the run's parameters.
    """

    def __init__(
        self, callbacks: Iterable[Callback], model: Any = None, params: dict[str, Any] | None = None
    ) -> None:
        super().__init__()
        self.callbacks = list(callbacks)
        self._defined: dict[str, list[Callback]] = {}
        for callback in self.callbacks:
            if model is not None:
                callback.set_model(model)
            callback.set_params(params or {})

    def _defining(self, hook: str) -> list[Callback]:
        """The callbacks that define a hook (or the older hook it calls)."""
        if hook not in self._defined:
            names = [hook, hook.replace("train_batch", "batch")]
            self._defined[hook] = [
                c
                for c in self.callbacks
                if any(getattr(type(c), n, None) is not getattr(Callback, n) for n in names)
                or hook in vars(c)
            ]
        return self._defined[hook]

    def run(self, hook: str, *args: Any, logs: Logs | None = None) -> None:
        """Runs a hook of every callback that defines it, with logs as Python numbers."""
        callbacks = self._defining(hook)
        if not callbacks:
            return
        numbers: Logs | None = None
        for callback in callbacks:
            if callback.takes_tensors:
                getattr(callback, hook)(*args, logs)
                continue
            if numbers is None:
                numbers = as_numbers(logs)
            getattr(callback, hook)(*args, numbers)


def as_numbers(logs: Logs | None) -> Logs:
    """Logs with scalars as Python floats."""
    return {key: as_number(value) for key, value in (logs or {}).items()}


def as_number(value: Any) -> Any:
    """A scalar tensor as a float; anything else as it is."""
    shape = getattr(value, "shape", None)
    return float(value) if shape is not None and len(shape) == 0 else value


class LambdaCallback(Callback):
    """A callback made of functions.

    Args:
        on_epoch_begin: called with `(epoch, logs)`.
        on_epoch_end: called with `(epoch, logs)`.
        on_train_begin: called with `(logs)`.
        on_train_end: called with `(logs)`.
        on_train_batch_begin: called with `(batch, logs)`.
        on_train_batch_end: called with `(batch, logs)`.
        **kwargs: any other hook by name.
    """

    def __init__(
        self,
        on_epoch_begin: Callable[..., Any] | None = None,
        on_epoch_end: Callable[..., Any] | None = None,
        on_train_begin: Callable[..., Any] | None = None,
        on_train_end: Callable[..., Any] | None = None,
        on_train_batch_begin: Callable[..., Any] | None = None,
        on_train_batch_end: Callable[..., Any] | None = None,
        **kwargs: Any,
    ) -> None:
        super().__init__()
        hooks = {
            "on_epoch_begin": on_epoch_begin,
            "on_epoch_end": on_epoch_end,
            "on_train_begin": on_train_begin,
            "on_train_end": on_train_end,
            "on_train_batch_begin": on_train_batch_begin,
            "on_train_batch_end": on_train_batch_end,
            **kwargs,
        }
        for name, function in hooks.items():
            if function is not None:
                setattr(self, name, function)
