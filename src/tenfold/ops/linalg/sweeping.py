"""Recurrences along the rows of matrices, as one pass of substitution makes them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any

Step = Callable[[Any, Any], tuple[Any, Any]]


def sweep(
    xp: Any, step: Step, carry: Any, rows: Sequence[Any], reverse: bool = False
) -> tuple[Any, list[Any]]:
    """Runs `step(carry, row) -> (carry, result)` from row to row.

    Args:
      xp: The namespace of the kernel.
      step: Takes and gives tuples of arrays.
      carry: What the first step gets.
      rows: Arrays with the rows along their first axis, at least one.
      reverse: Whether the last row comes first.

    Returns:
      The last carry, and the results stacked along the first axis, in the order of the rows.
    """
    if xp.compiled:
        last, results = xp.lax.scan(step, carry, tuple(rows), reverse=reverse)
        return last, list(results)
    count = len(rows[0])
    found: list[Any] = [None] * count
    for i in reversed(range(count)) if reverse else range(count):
        carry, found[i] = step(carry, tuple(x[i] for x in rows))
    return carry, [xp.stack(parts) for parts in zip(*found, strict=True)]
