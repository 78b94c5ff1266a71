"""Arguments that have two names: the old one of TensorFlow 1, and that of today."""

from __future__ import annotations

from typing import Any


def one_of(new_name: str, new: Any, old_name: str, old: Any, default: Any = None) -> Any:
    """The one argument of two that was given, `default` if neither was.

    Raises:
      ValueError: Both were given.
    """
    if old is None:
        return default if new is None else new
    if new is not None:
        raise ValueError(f"Cannot specify both '{old_name}' and '{new_name}'.")
    return old
