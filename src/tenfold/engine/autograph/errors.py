"""The errors of AutoGraph, and where in the user's code they point."""

from __future__ import annotations

from types import CodeType, FunctionType, TracebackType

from tenfold.core.tracebacks import is_ours


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


def innermost_users_code(trace: TracebackType | None) -> CodeType | None:
    """The code of the user's that a traceback reaches last."""
    found = None
    while trace is not None:
        code = trace.tb_frame.f_code
        if not is_ours(code.co_filename):
            found = code
        trace = trace.tb_next
    return found
