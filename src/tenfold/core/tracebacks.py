"""Tracebacks that end at the user's line: the frames of this package are left out of them."""

from __future__ import annotations

import functools
import os
import sys
from types import TracebackType
from typing import Any

_TENFOLD = os.path.dirname(os.path.dirname(os.path.abspath(__file__))) + os.sep


def is_ours(filename: str) -> bool:
    """Whether a file belongs to this package, or to the import system that loads it."""
    return filename.startswith((_TENFOLD, "<frozen importlib"))


def users_frames(trace: TracebackType | None) -> TracebackType | None:
    """A traceback without the frames of this package.

    Frames of other code stay, with their own lines. A traceback of our frames alone comes back
    whole: there is nothing of the user's to point at.
    """
    kept: list[TracebackType] = []
    step = trace
    while step is not None:
        if not is_ours(step.tb_frame.f_code.co_filename):
            kept.append(step)
        step = step.tb_next
    if not kept:
        return trace
    following: TracebackType | None = None
    for step in reversed(kept):
        following = TracebackType(following, step.tb_frame, step.tb_lasti, step.tb_lineno)
    return following


class _Filtering:
    on = True


def is_traceback_filtering_enabled() -> bool:
    """Whether the frames of this package are left out of tracebacks.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.is_traceback_filtering_enabled()
      True
    """
    return _Filtering.on


def enable_traceback_filtering() -> None:
    """Leaves the frames of this package out of tracebacks.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.enable_traceback_filtering()
    """
    _Filtering.on = True


def disable_traceback_filtering() -> None:
    """Shows the frames of this package in tracebacks.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.disable_traceback_filtering()
      >>> tf.debugging.is_traceback_filtering_enabled()
      False
      >>> tf.debugging.enable_traceback_filtering()
    """
    _Filtering.on = False


@functools.cache
def install() -> None:
    """Lets uncaught errors be shown without our frames, by whatever shows them now."""
    shown_by = sys.excepthook

    def show(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> Any:
        if _Filtering.on:
            trace = filtered(error, trace)
        return shown_by(kind, error, trace)

    sys.excepthook = show


def filtered(error: BaseException, trace: TracebackType | None) -> TracebackType | None:
    """The user's part of a traceback, and of those of the errors that led to this one."""
    before = error.__cause__ or error.__context__
    while before is not None:
        before.__traceback__ = users_frames(before.__traceback__)
        before = before.__cause__ or before.__context__
    return users_frames(trace)
