"""How a tf.function calls its Python function: converted, and with tracebacks that end in it."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from . import status
from .conversion import Conversions, conversions
from .errors import is_traceback_filtering_enabled, users_frames
from .features import chosen


def conversions_for(autograph: bool, options: Any) -> Conversions | None:
    """The conversions for the arguments `autograph` and `experimental_autograph_options`."""
    features = chosen(options)
    return conversions(features) if autograph else None


def call_traced(
    function: Callable[..., Any],
    args: Sequence[Any],
    kwargs: Mapping[str, Any],
    using: Conversions | None,
) -> Any:
    """The result of a Python function while a graph is built."""
    with status.using(using):
        run = function if using is None else using.callee(function)
        return run(*args, **kwargs)


def end_in_users_code(error: BaseException) -> BaseException:
    """The error, with a traceback of the user's frames."""
    if not is_traceback_filtering_enabled():
        return error
    return error.with_traceback(users_frames(error.__traceback__))
