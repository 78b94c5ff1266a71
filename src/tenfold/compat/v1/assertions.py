"""Assertions that also take `data`, as they did in TensorFlow 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.ops.debugging import comparing, ranks, signs

_ARGUMENTS = """

    Args:
      {what}
      data: Accepted for TensorFlow's sake: what was compared is shown.
      summarize: How many elements are shown.
      message: What the error begins with.
      name: A name.

    Returns:
      The operation, in a graph; None where calls run at once.

    Raises:
      tf.errors.InvalidArgumentError: It does not hold.
    """


def _of_two(function: Callable[..., Any], what: str) -> Callable[..., Any]:
    def check(
        x: Any,
        y: Any,
        data: Any = None,
        summarize: int | None = None,
        message: str | None = None,
        name: str | None = None,
    ) -> Any:
        return function(x, y, message=message, summarize=summarize, name=name)

    check.__name__ = check.__qualname__ = function.__name__
    check.__doc__ = f"Raises an error unless {what}." + _ARGUMENTS.format(what="x, y: Tensors.")
    return check


def _of_one(function: Callable[..., Any], what: str) -> Callable[..., Any]:
    def check(
        x: Any,
        data: Any = None,
        summarize: int | None = None,
        message: str | None = None,
        name: str | None = None,
    ) -> Any:
        return function(x, message=message, summarize=summarize, name=name)

    check.__name__ = check.__qualname__ = function.__name__
    check.__doc__ = f"Raises an error unless {what}." + _ARGUMENTS.format(what="x: A tensor.")
    return check


def _of_rank(function: Callable[..., Any], what: str) -> Callable[..., Any]:
    def check(
        x: Any,
        rank: Any,
        data: Any = None,
        summarize: int | None = None,
        message: str | None = None,
        name: str | None = None,
    ) -> Any:
        return function(x, rank, message=message, name=name)

    check.__name__ = check.__qualname__ = function.__name__
    what_text = "x: A tensor.\n      rank: An integer."
    check.__doc__ = f"Raises an error unless {what}." + _ARGUMENTS.format(what=what_text)
    return check


assert_equal = _of_two(comparing.assert_equal, "all elements are equal")
assert_none_equal = _of_two(comparing.assert_none_equal, "no elements are equal")
assert_less = _of_two(comparing.assert_less, "all of `x` are less than `y`")
assert_less_equal = _of_two(comparing.assert_less_equal, "all of `x` are at most `y`")
assert_greater = _of_two(comparing.assert_greater, "all of `x` are greater than `y`")
assert_greater_equal = _of_two(comparing.assert_greater_equal, "all of `x` are at least `y`")
assert_negative = _of_one(signs.assert_negative, "all elements are negative")
assert_positive = _of_one(signs.assert_positive, "all elements are positive")
assert_non_negative = _of_one(signs.assert_non_negative, "no element is negative")
assert_non_positive = _of_one(signs.assert_non_positive, "no element is positive")
assert_rank = _of_rank(ranks.assert_rank, "a tensor has a rank")
assert_rank_at_least = _of_rank(ranks.assert_rank_at_least, "a tensor has at least a rank")
