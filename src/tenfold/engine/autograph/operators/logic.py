"""What rewritten `and`, `or`, `not` and chained comparisons call."""

from __future__ import annotations

import functools
import operator
from collections.abc import Callable
from typing import Any

from . import symbolic
from .values import as_leaf, check_condition, is_symbolic


def and_(value: Any, *rest: Callable[[], Any]) -> Any:
    """`value and rest[0]() and ...`: what follows a tensor is evaluated where it is true."""
    for index, operand in enumerate(rest):
        if is_symbolic(value):
            left = check_condition(value, "`and`")
            following = functools.partial(_continue, and_, rest[index:])
            return symbolic.choose(left, following, functools.partial(as_leaf, left))
        if not value:
            return value
        value = operand()
    return value


def or_(value: Any, *rest: Callable[[], Any]) -> Any:
    """`value or rest[0]() or ...`: what follows a tensor is evaluated where it is false."""
    for index, operand in enumerate(rest):
        if is_symbolic(value):
            left = check_condition(value, "`or`")
            following = functools.partial(_continue, or_, rest[index:])
            return symbolic.choose(left, functools.partial(as_leaf, left), following)
        if value:
            return value
        value = operand()
    return value


def _continue(evaluate: Callable[..., Any], operands: tuple[Callable[[], Any], ...]) -> Any:
    """The value of the operands that are left, as a tensor."""
    return as_leaf(evaluate(operands[0](), *operands[1:]))


def not_(value: Any) -> Any:
    """`not value`, as a tensor for a tensor."""
    return symbolic.logical_not(value) if is_symbolic(value) else not value


_COMPARE: dict[str, Callable[[Any, Any], Any]] = {
    "==": operator.eq,
    "!=": operator.ne,
    "<": operator.lt,
    "<=": operator.le,
    ">": operator.gt,
    ">=": operator.ge,
    "is": operator.is_,
    "is not": operator.is_not,
    "in": lambda a, b: a in b,
    "not in": lambda a, b: a not in b,
}


def chain(left: Any, sign: str, operand: Callable[[], Any], *rest: Any) -> Any:
    """`left < b() < c()`: each operand is evaluated once, and only if those before it hold."""
    right = operand()
    holds = _COMPARE[sign](left, right)
    if not rest:
        return holds
    if is_symbolic(holds):
        checked = check_condition(holds, "chained comparison")
        return symbolic.choose(checked, lambda: as_leaf(chain(right, *rest)), lambda: checked)
    return chain(right, *rest) if holds else holds
