"""The table that `model.summary()` prints."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterable
from typing import Any

from tenfold.keras.layer import Layer
from tenfold.keras.symbolic import one_or_all

# Widths of the columns in a table of 76 characters: of a chain of layers, of a graph, which has a
# column for connections, and of either with a column that says what is trained.
WIDTHS = {
    (False, False): (33, 24, 15),
    (False, True): (29, 23, 12, 7),
    (True, False): (21, 19, 12, 19),
    (True, True): (19, 17, 11, 16, 7),
}


def print_summary(
    model: Any,
    line_length: int | None = None,
    positions: Any = None,
    print_fn: Callable[[str], Any] | None = None,
    expand_nested: bool = False,
    show_trainable: bool = False,
    layer_range: Any = None,
) -> None:
    """Prints the layers of a model with their output shapes and numbers of parameters."""
    links = connections(model)
    head = ["Layer (type)", "Output Shape", "Param #"]
    head += ["Connected to"] * (links is not None) + ["Trai…"] * show_trainable
    rows = list(_rows(model, links, expand_nested, show_trainable, 0, layer_range))
    widths = _widths(links is not None, show_trainable, line_length, positions)
    lines = [f'Model: "{model.name}"', *_table(head, rows, widths), *_totals(model)]
    text = "\n".join(lines)
    (print_fn or print)(text)


def connections(model: Any) -> dict[str, list[str]] | None:
    """For each layer of a graph where its inputs come from; None for a chain of layers."""
    nodes = getattr(model, "_nodes", None)
    if nodes is None:
        return None
    used = [id(tensor) for node in nodes for tensor in node.inputs]
    layers = [id(node.layer) for node in nodes]
    if (
        len(used) == len(set(used)) == len(nodes)
        and len(set(layers)) == len(layers)
        and len(model.inputs) == len(model.outputs) == 1
    ):
        return None
    links: dict[str, list[str]] = {}
    for node in sorted(nodes, key=lambda node: node.layer._inbound_nodes.index(node)):
        for tensor in node.inputs:
            maker = tensor.node
            call = maker.layer._inbound_nodes.index(maker)
            place = maker.outputs.index(tensor)
            links.setdefault(node.layer.name, []).append(f"{maker.layer.name}[{call}][{place}]")
    return links


def _rows(
    model: Any,
    links: dict[str, list[str]] | None,
    expand: bool,
    trainable: bool,
    depth: int,
    layer_range: Any,
) -> Iterable[list[str]]:
    layers = model.layers
    if layer_range is not None:
        names = [layer.name for layer in layers]
        layers = layers[names.index(layer_range[0]) : names.index(layer_range[1]) + 1]
    for layer in layers:
        shape = _output_shape(layer)
        indent = "   " * depth + "└ " if depth else ""
        row = [
            f"{indent}{layer.name} ({type(layer).__name__})",
            "?" if shape is None else str(shape),
            f"{layer.count_params():,}" if layer.built else "0 (unbuilt)",
        ]
        if links is not None:
            row.append(", ".join(links.get(layer.name, ["-"])))
        if trainable:
            row.append(("Y" if layer.trainable else "N") if layer.weights else "-")
        yield row
        if expand and hasattr(layer, "layers"):
            inner = None if links is None else (connections(layer) or {})
            yield from _rows(layer, inner, expand, trainable, depth + 1, None)


def _output_shape(layer: Any) -> Any:
    """What the first call on symbolic tensors gave, else what the layer tells of its own shapes."""
    if layer._inbound_nodes:
        return one_or_all([tensor.shape for tensor in layer._inbound_nodes[0].outputs])
    shape = layer.__dict__.get("_build_shape")
    tells = type(layer).compute_output_shape is not Layer.compute_output_shape
    return layer.compute_output_shape(shape) if shape is not None and tells else None


def _widths(linked: bool, trainable: bool, line_length: int | None, positions: Any) -> list[int]:
    widths = list(WIDTHS[linked, trainable])
    room = sum(widths) if line_length is None else line_length - len(widths) - 1
    if positions is not None:
        ends = [0, *(int(room * p) if p <= 1 else int(p) for p in positions[: len(widths)])]
        return [max(b - a, 4) for a, b in itertools.pairwise(ends)]
    scaled = [round(room * width / sum(widths)) for width in widths[:-1]]
    return [*scaled, room - sum(scaled)]


def _table(head: list[str], rows: list[list[str]], widths: list[int]) -> list[str]:
    def rule(left: str, middle: str, right: str, dash: str) -> str:
        return left + middle.join(dash * w for w in widths) + right

    def place(text: str, column: int) -> str:
        room = widths[column] - 2
        if head[column] == "Param #":
            return f" {text:>{room}} "
        return f" {text:^{room}} " if head[column] == "Trai…" else f" {text:<{room}} "

    def lines(cells: list[str], bar: str) -> list[str]:
        parts = [_wrapped(cell, w - 2) for cell, w in zip(cells, widths, strict=True)]
        filled = itertools.zip_longest(*parts, fillvalue="")
        return [bar + bar.join(map(place, line, range(len(line)))) + bar for line in filled]

    body = [rule("┏", "┳", "┓", "━"), *lines(head, "┃"), rule("┡", "╇", "┩", "━")]
    for i, row in enumerate(rows):
        if i:
            body.append(rule("├", "┼", "┤", "─"))
        body.extend(lines(row, "│"))
    return [*body, rule("└", "┴", "┘", "─")]


def _wrapped(cell: str, room: int) -> list[str]:
    """The cell in lines that fit, broken at spaces; a word that is too long ends in `…`."""
    if len(cell) <= room:
        return [cell]
    indent = cell[: len(cell) - len(cell.lstrip())]
    lines = [""]
    for word in cell.split():
        longer = f"{lines[-1]} {word}" if lines[-1] else (indent if lines == [""] else "") + word
        if len(longer) <= room or not lines[-1]:
            lines[-1] = longer
        else:
            lines.append(word)
    return [line if len(line) <= room else line[: room - 1] + "…" for line in lines]


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
