"""What rewritten `assert` statements call, and the op that checks while the graph runs."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.op import op

from .values import is_symbolic


@op("condition: bool, data: T[] ->", shape=rules.nothing, stateful=True)
def Assert(xp: Any, condition: Any, data: Any, *, summarize: int = 3) -> None:
    known = [x for x in data if isinstance(x, np.ndarray)]  # compiled, others have no value yet
    message = "assertion failed: " + " ".join(f"[{_text(x, summarize)}]" for x in known)
    xp.raise_if(~condition, "InvalidArgumentError", message)


Assert.not_differentiable()


def _text(value: np.ndarray, summarize: int) -> str:
    """The first elements of a value, `summarize` of them unless that is negative."""
    flat = value.reshape(-1).tolist()
    shown = flat if summarize < 0 else flat[:summarize]
    words = [x.decode(errors="replace") if isinstance(x, bytes) else str(x) for x in shown]
    return " ".join(words) + ("..." if len(shown) < len(flat) else "")


def assert_stmt(test: Any, message: Callable[[], Any] | None) -> None:
    """`assert test, message()`; a tensor is checked when the graph runs.

    Raises:
        AssertionError: A Python condition does not hold.
        InvalidArgumentError: A tensor does not, on the call of the function.
    """
    if is_symbolic(test):
        data = to_tensor("expected the condition to hold") if message is None else message()
        Assert(to_tensor(test), [to_tensor(data)])
    elif not test:
        raise AssertionError() if message is None else AssertionError(message())


def assert_iterated(iterated: Any, names: Sequence[str]) -> None:
    """Checks that a loop ran that gives variables their first values."""
    listed = ", ".join(names)
    Assert(iterated, [to_tensor(f"loop must iterate at least once to initialize {listed}")])
