"""The calls of layers under way in this thread: whose is the outermost, and is it training."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any


class _Calls(threading.local):
    """The layers being called or built, outermost first, and each call's `training`."""

    def __init__(self) -> None:
        self.layers: list[Any] = []
        self.training: list[Any] = []


_calls = _Calls()


@contextlib.contextmanager
def building(layer: Any) -> Iterator[None]:
    """Puts a layer's name on the path of what is made in the block."""
    if _calls.layers and _calls.layers[-1] is layer:
        yield
        return
    _calls.layers.append(layer)
    try:
        yield
    finally:
        _calls.layers.pop()


@contextlib.contextmanager
def calling(layer: Any, training: Any) -> Iterator[None]:
    """Makes a layer's call the one that the calls in the block belong to."""
    _calls.layers.append(layer)
    _calls.training.append(training)
    try:
        yield
    finally:
        _calls.layers.pop()
        _calls.training.pop()


def is_outermost() -> bool:
    """Whether no layer is being called."""
    return not _calls.training


def current_training() -> Any:
    """The value of `training` in the enclosing call; None where there is none."""
    return _calls.training[-1] if _calls.training else None


def current_path() -> str:
    """The names of the layers under way, joined by slashes."""
    return "/".join(layer.name for layer in _calls.layers)
