"""The table of a model's layers."""

from __future__ import annotations

import math
import re
import shutil
from collections.abc import Callable
from typing import Any

_DEFAULT_WIDTH = 80
_POSITIONS = (0.45, 0.8, 1.0)


def print_summary(
    model: Any, line_length: int | None = None, print_fn: Callable[[str], Any] | None = None
) -> None:
    """Prints a model's layers, their output shapes and their numbers of parameters.

    Args:
        model: a model.
        line_length: width in characters.
        print_fn: called with the text instead of `print`.
    """
    rows = [("Layer (type)", "Output Shape", "Param #")]
    for layer in model.layers:
        if type(layer).__name__ == "InputLayer" and type(model).__name__ == "Sequential":
            continue
        rows.append((f"{layer.name} ({type(layer).__name__})", _shape(layer), _count(layer)))
    width = line_length or min(shutil.get_terminal_size((_DEFAULT_WIDTH, 24)).columns, 80)
    text = f'\x1b[1mModel: "{model.name}"\x1b[0m\n{_table(rows, width)}\n{_totals(model)}'
    if print_fn is None:
        print(text)
    else:
        print_fn(re.sub(r"\x1b\[\d+m", "", text))


def _shape(layer: Any) -> str:
    nodes = getattr(layer, "_output_shapes", None)
    return "?" if not nodes else str(nodes)


def _count(layer: Any) -> str:
    if not layer.built and not layer.weights:
        return "0 (unbuilt)"
    return f"{layer.count_params():,}"


def _table(rows: list[tuple[str, str, str]], width: int) -> str:
    """Three columns in a frame; what is too long for its column is folded."""
    ends = [int(width * position) for position in _POSITIONS]
    widths = [ends[0] - 5, ends[1] - ends[0] - 6, ends[2] - ends[1] - 3]

    def line(cells: tuple[str, str, str], side: str) -> str:
        folded = [_fold(cell, size) for cell, size in zip(cells, widths)]
        height = max(len(lines) for lines in folded)
        text = []
        for i in range(height):
            parts = [lines[i] if i < len(lines) else "" for lines in folded]
            last = parts[2].rjust(widths[2])
            left = f"{side} {parts[0].ljust(widths[0])} {side} {parts[1].ljust(widths[1])} "
            text.append(f"{left}{side} {last} {side}")
        return "\n".join(text)

    def rule(left: str, middle: str, right: str, dash: str) -> str:
        return left + middle.join(dash * (size + 2) for size in widths) + right

    body = f"\n{rule('├', '┼', '┤', '─')}\n".join(line(row, "│") for row in rows[1:])
    return "\n".join(
        [
            rule("┏", "┳", "┓", "━"),
            line(rows[0], "┃"),
            rule("┡", "╇", "┩", "━"),
            *([body] if body else []),
            rule("└", "┴", "┘", "─"),
        ]
    )


def _fold(text: str, width: int) -> list[str]:
    return [text[i : i + width] for i in range(0, len(text), width)] or [""]


def _totals(model: Any) -> str:
    def line(name: str, weights: list[Any]) -> str:
        count = sum(math.prod(v.shape) for v in weights)
        size = sum(math.prod(v.shape) * v.dtype.size for v in weights)
        return f"\x1b[1m {name} params: \x1b[0m{count:,} ({readable_size(size)})"

    trainable, frozen = model.trainable_weights, model.non_trainable_weights
    optimizer = getattr(model, "optimizer", None)
    slots = optimizer.variables if optimizer is not None and optimizer.built else []
    lines = [
        line("Total", [*trainable, *frozen, *slots]),
        line("Trainable", trainable),
        line("Non-trainable", frozen),
    ]
    if slots:
        lines.append(line("Optimizer", slots))
    return "\n".join(lines)


def readable_size(size: float) -> str:
    """Bytes as `92.00 B`, `1.50 KB`, ..."""
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024 or unit == "GB":
            return f"{size:.2f} {unit}"
        size /= 1024
    raise AssertionError
