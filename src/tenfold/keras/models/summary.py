"""The table that `model.summary()` prints."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

WIDTHS = (33, 24, 15)


def print_summary(
    model: Any,
    line_length: int | None = None,
    positions: Any = None,
    print_fn: Callable[[str], Any] | None = None,
    expand_nested: bool = False,
    show_trainable: bool = False,
    layer_range: Any = None,
) -> None:
    """Prints the layers of a model with their output shapes and numbers of parameters.

    Raises:
      ValueError: The model is not built.
    """
    if not model.built:
        raise ValueError(
            f"The model {model.name!r} has no weights yet. Call it on data, or `build()` it."
        )
    rows = list(_rows(model, expand_nested, show_trainable, 0, layer_range))
    head = ["Layer (type)", "Output Shape", "Param #"] + ["Trai…"] * show_trainable
    lines = [f'Model: "{model.name}"', *_table(head, rows, line_length), *_totals(model)]
    text = "\n".join(lines)
    (print_fn or print)(text)


def _rows(
    model: Any, expand: bool, trainable: bool, depth: int, layer_range: Any
) -> Iterable[list[str]]:
    layers = model.layers
    if layer_range is not None:
        names = [layer.name for layer in layers]
        layers = layers[names.index(layer_range[0]) : names.index(layer_range[1]) + 1]
    shapes = getattr(model, "_output_shapes", {})
    for layer in layers:
        shape = shapes.get(layer.name, getattr(layer, "batch_shape", None))
        built = layer.built or not layer.weights
        row = [
            "    " * depth + f"{layer.name} ({type(layer).__name__})",
            "?" if shape is None else str(shape),
            f"{layer.count_params():,}" if built else "0 (unbuilt)",
        ]
        yield (
            row
            + (["Y" if layer.trainable else "N"] if trainable and layer.weights else ["-"])[
                : 1 if trainable else 0
            ]
        )
        if expand and hasattr(layer, "layers"):
            yield from _rows(layer, expand, trainable, depth + 1, None)


def _table(head: list[str], rows: list[list[str]], line_length: int | None) -> list[str]:
    widths = [*WIDTHS, 7][: len(head)]
    if line_length is not None:
        share = max(line_length - 3 * len(head) - 1, len(head) * 8)
        widths = [share * w // sum(widths) for w in widths]
    for row in rows:
        widths = [max(w, len(cell) + 2) for w, cell in zip(widths, row, strict=True)]

    def rule(left: str, middle: str, right: str, dash: str) -> str:
        return left + middle.join(dash * w for w in widths) + right

    def line(cells: list[str], bar: str) -> str:
        parts = [
            f" {c:>{w - 2}} " if i == 2 else f" {c:<{w - 2}} "
            for i, (c, w) in enumerate(zip(cells, widths, strict=True))
        ]
        return bar + bar.join(parts) + bar

    body = [rule("┏", "┳", "┓", "━"), line(head, "┃"), rule("┡", "╇", "┩", "━")]
    for i, row in enumerate(rows):
        if i:
            body.append(rule("├", "┼", "┤", "─"))
        body.append(line(row, "│"))
    return [*body, rule("└", "┴", "┘", "─")]


def _totals(model: Any) -> list[str]:
    trainable, frozen = model.trainable_weights, model.non_trainable_weights
    optimizer = getattr(model, "optimizer", None)
    extra = list(optimizer.variables) if optimizer is not None and optimizer.built else []
    lines = [
        f" Total params: {_count([*trainable, *frozen, *extra])}",
        f" Trainable params: {_count(trainable)}",
        f" Non-trainable params: {_count(frozen)}",
    ]
    return lines + ([f" Optimizer params: {_count(extra)}"] if extra else [])


def _count(variables: list[Any]) -> str:
    number = sum(v.shape.num_elements() or 0 for v in variables)
    size: float = sum((v.shape.num_elements() or 0) * v.dtype.size for v in variables)
    for unit in ("B", "KB", "MB", "GB"):
        if size < 1024 or unit == "GB":
            return f"{number:,} ({size:.2f} {unit})"
        size /= 1024
    raise AssertionError
