"""The errors of AutoGraph, and where in the user's code they point."""

from __future__ import annotations

import os
from types import CodeType, FunctionType, TracebackType

_TENFOLD = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__)))) + os.sep


class ConversionError(Exception):
    """A function that was to be converted has no form that can be."""


class UnsupportedLanguageElementError(ConversionError, NotImplementedError):
    """The source of a function cannot be rewritten; it says why."""


def place(function: FunctionType) -> str:
    """Where a piece of the user's code is: `file.py, line 3`."""
    return place_of(function.__code__)


def place_of(code: CodeType) -> str:
    """Where a code object begins: `file.py, line 3`."""
    return f"{code.co_filename}, line {code.co_firstlineno}"


def is_ours(filename: str) -> bool:
    """Whether a file belongs to this package."""
    return filename.startswith(_TENFOLD)


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


def innermost_users_code(trace: TracebackType | None) -> CodeType | None:
    """The code of the user's that a traceback reaches last."""
    found = None
    while trace is not None:
        code = trace.tb_frame.f_code
        if not is_ours(code.co_filename):
            found = code
        trace = trace.tb_next
    return found


class _Filtering:
    on = True


def is_traceback_filtering_enabled() -> bool:
    """Whether the frames of this package are left out of tracebacks from traced functions.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.is_traceback_filtering_enabled()
      True
    """
    return _Filtering.on


def enable_traceback_filtering() -> None:
    """Leaves the frames of this package out of tracebacks from traced functions.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.enable_traceback_filtering()
    """
    _Filtering.on = True


def disable_traceback_filtering() -> None:
    """Shows the frames of this package in tracebacks from traced functions.

    Example:
      >>> import tenfold as tf
      >>> tf.debugging.disable_traceback_filtering()
      >>> tf.debugging.is_traceback_filtering_enabled()
      False
      >>> tf.debugging.enable_traceback_filtering()
    """
    _Filtering.on = False
