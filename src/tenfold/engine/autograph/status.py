"""Whether the code that runs in this thread is converted, for those who call users' functions."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator
from typing import Any


class _Status(threading.local):
    conversions: Any = None


_status = _Status()


def active() -> Any:
    """The conversions in force, or None where functions are to be left as they are."""
    return _status.conversions


@contextlib.contextmanager
def using(conversions: Any) -> Iterator[None]:
    """Puts conversions in force for a block; None turns them off."""
    saved, _status.conversions = _status.conversions, conversions
    try:
        yield
    finally:
        _status.conversions = saved
