"""LambdaCallback: a callback made of functions."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.keras.callbacks.base import Callback


class LambdaCallback(Callback):
    """Calls the given functions at the points of a training run.

    Args:
      on_epoch_begin, on_epoch_end: `f(epoch, logs)`.
      on_train_begin, on_train_end: `f(logs)`.
      on_train_batch_begin, on_train_batch_end: `f(batch, logs)`.
      **kwargs: Functions for any other hook, by its name.

    Raises:
      ValueError: A keyword is not the name of a hook.

    Example:
      >>> import tenfold as tf
      >>> callback = tf.keras.callbacks.LambdaCallback(on_epoch_end=lambda e, logs: print(e))
    """

    def __init__(
        self,
        on_epoch_begin: Callable[..., Any] | None = None,
        on_epoch_end: Callable[..., Any] | None = None,
        on_train_begin: Callable[..., Any] | None = None,
        on_train_end: Callable[..., Any] | None = None,
        on_train_batch_begin: Callable[..., Any] | None = None,
        on_train_batch_end: Callable[..., Any] | None = None,
        **kwargs: Callable[..., Any],
    ) -> None:
        super().__init__()
        given = {
            "on_epoch_begin": on_epoch_begin,
            "on_epoch_end": on_epoch_end,
            "on_train_begin": on_train_begin,
            "on_train_end": on_train_end,
            "on_train_batch_begin": on_train_batch_begin,
            "on_train_batch_end": on_train_batch_end,
            **kwargs,
        }
        for name, function in given.items():
            if not name.startswith("on_") or not hasattr(Callback, name):
                raise ValueError(f"LambdaCallback: {name!r} is not the name of a hook.")
            if function is not None:
                setattr(self, name, _positional(function))


def _positional(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda *args, logs=None: function(*args, logs)
