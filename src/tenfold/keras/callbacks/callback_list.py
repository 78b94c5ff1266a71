"""CallbackList: the callbacks that a training run calls."""

from __future__ import annotations

from typing import Any

from tenfold.keras.callbacks.base import Callback, to_floats
from tenfold.keras.callbacks.history import History
from tenfold.keras.callbacks.progbar_logger import ProgbarLogger

_ALIASES = {"on_train_batch_begin": "on_batch_begin", "on_train_batch_end": "on_batch_end"}


def _overrides(callback: Any, hook: str) -> bool:
    names = (hook, _ALIASES[hook]) if hook in _ALIASES else (hook,)
    return any(
        getattr(type(callback), n, None) is not getattr(Callback, n)
        or n in getattr(callback, "__dict__", {})
        for n in names
    )


class CallbackList:
    """Calls each callback's hooks; batch hooks cost nothing where none is overridden."""

    def __init__(
        self,
        callbacks: Any = None,
        add_history: bool = False,
        add_progbar: bool = False,
        model: Any = None,
        **params: Any,
    ) -> None:
        self.callbacks = list(_flat(callbacks))
        if add_progbar and not any(isinstance(c, ProgbarLogger) for c in self.callbacks):
            self.callbacks.append(ProgbarLogger())
        self.history = next((c for c in self.callbacks if isinstance(c, History)), None)
        if add_history and self.history is None:
            self.history = History()
            self.callbacks.append(self.history)
        self.params = params
        for callback in self.callbacks:
            callback.set_params(params)
            if model is not None:
                callback.set_model(model)
        self._batch_hooks = {
            f"on_{mode}_batch_{when}": [
                c for c in self.callbacks if _overrides(c, f"on_{mode}_batch_{when}")
            ]
            for mode in ("train", "test", "predict")
            for when in ("begin", "end")
        }

    def batch(self, hook: str, batch: int, logs: Any = None) -> None:
        """Calls a batch hook; logs become floats only for callbacks that look at them."""
        callbacks = self._batch_hooks[hook]
        if not callbacks:
            return
        converted: dict[str, float] | None = None
        for callback in callbacks:
            if getattr(callback, "takes_raw_logs", False):
                getattr(callback, hook)(batch, logs)
                continue
            if converted is None:
                converted = to_floats(logs)
            getattr(callback, hook)(batch, logs=converted)

    def call(self, hook: str, *args: Any, logs: Any = None) -> None:
        """Calls a hook of every callback."""
        logs = to_floats(logs)
        for callback in self.callbacks:
            getattr(callback, hook)(*args, logs=logs)


def _flat(callbacks: Any) -> list[Any]:
    if callbacks is None:
        return []
    if isinstance(callbacks, CallbackList):
        return callbacks.callbacks
    return list(callbacks) if isinstance(callbacks, (list, tuple)) else [callbacks]
