"""Assertions that also take `data`, as they did in TensorFlow 1."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenfold.core.context import state
from tenfold.core.op import call
from tenfold.engine.control_flow.dependencies import control_dependencies, group
from tenfold.ops.debugging import comparing, signs
from tenfold.ops.debugging import ranks as rank_checks

from .renamed_arguments import one_of

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
assert_rank = _of_rank(rank_checks.assert_rank, "a tensor has a rank")
assert_rank_at_least = _of_rank(rank_checks.assert_rank_at_least, "a tensor has at least a rank")


def assert_near(
    x: Any,
    y: Any,
    rtol: Any = None,
    atol: Any = None,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Raises an error unless elements are nearly equal; see `tf.debugging.assert_near`."""
    return comparing.assert_near(x, y, rtol, atol, message, summarize, name)


def assert_rank_in(
    x: Any,
    ranks: Any,
    data: Any = None,
    summarize: int | None = None,
    message: str | None = None,
    name: str | None = None,
) -> Any:
    """Raises an error unless the rank is one of some; see `tf.debugging.assert_rank_in`."""
    return rank_checks.assert_rank_in(x, ranks, message, name)


def assert_scalar(tensor: Any, name: str | None = None, message: str | None = None) -> Any:
    """The tensor, which must be of rank 0; see `tf.debugging.assert_scalar`."""
    return rank_checks.assert_scalar(tensor, message, name)


def verify_tensor_all_finite(
    t: Any = None,
    msg: str | None = None,
    name: str | None = None,
    x: Any = None,
    message: str | None = None,
) -> Any:
    """The tensor, whose elements must be finite; `t` and `msg` are old names.

    Args:
      t: A tensor of floats.
      msg: What the error says.
      name: A name.
      x, message: Newer names of `t` and `msg`.

    Returns:
      A tensor like `t`.

    Raises:
      tf.errors.InvalidArgumentError: An element is NaN or infinite.
    """
    tensor = one_of("x", x, "t", t)
    text = one_of("message", message, "msg", msg)
    return call("CheckNumerics", tensor, message=text or "", name=name)


def add_check_numerics_ops() -> Any:
    """An operation that fails if any floating tensor of the graph is NaN or infinite.

    Returns:
      An operation.

    Raises:
      RuntimeError: Calls run at once.

    Example:
      >>> import tenfold.compat.v1 as tf
      >>> with tf.Graph().as_default(), tf.Session() as session:
      ...     x = tf.log(tf.placeholder_with_default(1.0, []))
      ...     session.run(tf.add_check_numerics_ops()) is None
      True
    """
    graph = state.graph
    if graph is None:
        raise RuntimeError(
            "add_check_numerics_ops() is not compatible with eager execution: use "
            "tf.debugging.enable_check_numerics()."
        )
    checks = []
    for node in graph.get_operations():
        for x in node.outputs:
            if x.dtype.is_floating:
                with control_dependencies(checks[-1:]):
                    checked = call("CheckNumerics", x, message=x.name)
                checks.append(checked.op)
    return group(*checks)
