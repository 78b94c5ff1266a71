"""Print: a tensor passes, and others are printed when it is computed, as older graphs have it."""

from __future__ import annotations

import sys
from collections import Counter
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.op import op

from .printing import text_of

# How often each kind of call has printed, for those that print a few times only.
_printed: Counter[tuple[str, int, int]] = Counter()


@op("input: T, data: U[] -> output: T", shape=rules.same, jit=False, stateful=True)
def Print(
    xp: Any,
    input: Any,
    data: Any,
    *,
    message: str = "",
    first_n: int = -1,
    summarize: int = 3,
) -> Any:
    if first_n >= 0:
        call = (message, first_n, summarize)
        _printed[call] += 1
        if _printed[call] > first_n:
            return input
    text = "".join(_first_entries(np.asarray(x), summarize) for x in data)
    print(f"{message}{text}", file=sys.stderr, flush=True)
    return input


@Print.gradient
def print_gradient(call: Any, dy: Any) -> Any:
    return (dy, *[None] * (len(call.inputs) - 1))


def _first_entries(value: np.ndarray, most: int) -> str:
    """A value's first entries in the brackets of its rows, and dots where more would follow."""
    if not value.size:
        return "[]"
    limit = value.size if most < 0 else most
    rows = value if value.ndim else value[None]
    text, _ = _rows(rows, limit, 0)
    return f"[{text}{'...' if value.size > limit else ''}]"


def _rows(value: np.ndarray, limit: int, done: int) -> tuple[str, int]:
    """The entries of a value until `limit` are shown, `done` so far; and how many then are."""
    if value.ndim == 1:
        shown = value[: max(limit - done, 0)]
        return " ".join(text_of(entry, -1) for entry in shown), done + len(shown)
    text = ""
    for row in value:
        if done >= limit:
            break
        inner, after = _rows(row, limit, done)
        cut = row.ndim == 1 and after - done < len(row)
        text += f"[{inner}{'...' if cut else ''}]"
        done = after
    return text, done
