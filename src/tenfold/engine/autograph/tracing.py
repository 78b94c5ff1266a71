"""How a tf.function calls its Python function: converted, and with tracebacks that end in it."""

from __future__ import annotations

import inspect
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from tenfold.core.errors import InaccessibleTensorError, OperatorNotAllowedInGraphError
from tenfold.core.tracebacks import is_traceback_filtering_enabled, users_frames

from . import status
from .conversion import Conversions, conversions
from .errors import innermost_users_code, place_of
from .features import chosen

# The graphs of loops and branches, by their names.
_INSIDE = re.compile(r"of '(while_body|while_cond|cond_true|cond_false)_\d+'")


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
    """The error, with a traceback of the user's frames, and a note where code is not converted."""
    if not hasattr(error, "__notes__"):
        if isinstance(error, OperatorNotAllowedInGraphError):
            _explain(error)
        elif isinstance(error, InaccessibleTensorError) and _INSIDE.search(str(error)):
            error.add_note(
                "What a loop or branch over tensors computes leaves it through its variables only, "
                "not in a list that is appended to, nor through functions that it calls. Use a "
                "tf.TensorArray, or return the value."
            )
    if not is_traceback_filtering_enabled():
        return error
    return error.with_traceback(users_frames(error.__traceback__))


def _explain(error: OperatorNotAllowedInGraphError) -> None:
    """Notes why the code that needed a tensor's value was not converted, where that is known."""
    code = innermost_users_code(error.__traceback__)
    if code is None:
        return
    reason = None
    if code.co_flags & inspect.CO_GENERATOR:
        reason = "is a generator. Return a list instead"
    elif code.co_flags & (inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR):
        reason = "is a coroutine. Write a plain function instead"
    elif code.co_name in ("__init__", "__new__"):
        reason = "is a constructor. Compute the value before, and pass it"
    if reason is not None:
        error.add_note(
            f"AutoGraph does not convert {code.co_qualname} ({place_of(code)}), which {reason}."
        )
