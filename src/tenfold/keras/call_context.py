"""What the outermost call of a layer tells those below it: the mode, and the path of names."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any


class _CallContext(threading.local):
    training: bool | None = None
    depth: int = 0
    path: tuple[str, ...] = ()


current = _CallContext()


@contextlib.contextmanager
def inside(layer: Any) -> Iterator[None]:
    """What the block makes bears the layer's name in its path."""
    outer = current.path
    current.path = path_within(layer)
    try:
        yield
    finally:
        current.path = outer


def path_within(layer: Any) -> tuple[str, ...]:
    """The path of what the layer makes now."""
    path = current.path
    return path if path[-1:] == (layer.name,) else (*path, layer.name)
