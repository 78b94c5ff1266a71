"""What rewritten `assert` statements call."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

from tenfold.core import structure
from tenfold.core.convert import to_tensor
from tenfold.engine.control_flow.dependencies import assert_that

from .values import is_symbolic


def assert_stmt(test: Any, message: Callable[[], Any] | None) -> None:
    """`assert test, message()`; a tensor is checked when the graph runs.

    Raises:
        AssertionError: A Python condition does not hold.
        InvalidArgumentError: A tensor does not, on the call of the function.
    """
    if is_symbolic(test):
        data = "expected the condition to hold" if message is None else message()
        assert_that(test, [to_tensor(x) for x in structure.flatten(data)])
    elif not test:
        raise AssertionError() if message is None else AssertionError(message())


def assert_iterated(iterated: Any, names: Sequence[str]) -> None:
    """Checks that a loop ran that gives variables their first values."""
    listed = ", ".join(names)
    assert_that(iterated, [to_tensor(f"loop must iterate at least once to initialize {listed}")])
