"""What rewritten `if` statements and conditional expressions call."""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping, Sequence
from types import FunctionType
from typing import Any

from ..converter import RUNTIME
from ..errors import place, place_of
from ..returns import RESULT
from . import symbolic
from .merging import ELSE, EMPTY, MAIN, FormsNeeded, Merging, Watched
from .places import Place, Snapshot, locals_of, named
from .stand_ins import Form
from .values import check_condition, is_symbolic

_RESULT = RUNTIME + RESULT


def branch(
    pred: Any,
    body: FunctionType,
    orelse: FunctionType,
    live: Sequence[str],
    captured: Sequence[str],
    parts: Sequence[Place],
) -> Callable[[], None]:
    """Chooses between the branches of an `if`.

    Args:
        pred: The condition.
        body: The first branch.
        orelse: The `else` branch.
        live: The variables that the branches set and that are read afterwards.
        captured: Those that nested functions may read.
        parts: The attributes and items that the branches set.

    Returns:
        What is left to call: a branch, or, for a tensor, what builds both.
    """
    if is_symbolic(pred):
        return functools.partial(_build, pred, body, orelse, live, captured, parts)
    return body if pred else orelse


def _build(
    pred: Any,
    body: FunctionType,
    orelse: FunctionType,
    live: Sequence[str],
    captured: Sequence[str],
    parts: Sequence[Place],
) -> None:
    pred = check_condition(pred, "if statement")
    variables = locals_of((body, orelse))
    watched = [*named([*live, *captured], variables, (body,)), *parts]
    required = [*(True for _ in live), *(False for _ in captured), *(True for _ in parts)]
    conditional = Conditional(
        watched, required, Snapshot([*variables.values(), *watched]), place(body)
    )
    conditional.run(pred, body, orelse, swap=_may_return(orelse) and not _may_return(body))


def _may_return(block: FunctionType) -> bool:
    return any(n.startswith(_RESULT) for n in block.__code__.co_freevars)


class Conditional:
    """Builds both branches of an `if` and sets the variables to what the graph will choose."""

    def __init__(
        self, places: Sequence[Place], required: Sequence[bool], before: Snapshot, where: str
    ) -> None:
        self._places = places
        self._watched = [_watch(p, r) for p, r in zip(places, required, strict=True)]
        self._before = before
        self._where = where

    def run(
        self, pred: Any, body: Callable[[], Any], orelse: Callable[[], Any], swap: bool = False
    ) -> None:
        """Builds the conditional; `swap` builds the `else` branch first."""
        initial = [p.get() for p in self._places]
        try:
            try:
                merging, outputs = self._build(pred, body, orelse, swap)
            except FormsNeeded as needed:
                merging, outputs = self._build(pred, body, orelse, swap, needed.forms)
        finally:
            self._before.restore()
        for index, value in enumerate(merging.merged(outputs or (), initial)):
            if self._watched[index].kind == "flag" and merging.same_flag(index) is not None:
                value = merging.same_flag(index)
            if value is not initial[index]:
                self._places[index].set(value)

    def _build(
        self, pred: Any, body: Any, orelse: Any, swap: bool, forms: Mapping[int, Form] = EMPTY
    ) -> tuple[Merging, Any]:
        merging = Merging(self._watched, self._where, forms)
        main = functools.partial(self._side, merging, MAIN, body)
        other = functools.partial(self._side, merging, ELSE, orelse)
        if swap:
            return merging, symbolic.choose(symbolic.logical_not(pred), other, main)
        return merging, symbolic.choose(pred, main, other)

    def _side(self, merging: Merging, side: str, block: Callable[[], Any]) -> list[Any]:
        self._before.restore()
        block()
        return merging.leaves(side, [p.get() for p in self._places])


def _watch(place_: Place, required: bool) -> Watched:
    if place_.name.startswith(_RESULT):
        return Watched("the return value", required, "result")
    if place_.name.startswith(RUNTIME):
        return Watched(place_.name, required, "flag")
    return Watched(f"'{place_.name}'", required)


def if_exp(pred: Any, body: FunctionType, orelse: FunctionType, text: str) -> Any:
    """`body() if pred else orelse()`; for a tensor, the graph chooses."""
    if not is_symbolic(pred):
        return body() if pred else orelse()
    pred = check_condition(pred, f"conditional expression `{text}`")
    merging = Merging([Watched(f"the value of `{text}`", True)], place_of(body.__code__))
    outputs = symbolic.choose(
        pred,
        lambda: merging.leaves(MAIN, [body()]),
        lambda: merging.leaves(ELSE, [orelse()]),
    )
    return merging.merged(outputs or (), [None])[0]
