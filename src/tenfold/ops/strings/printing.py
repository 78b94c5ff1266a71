"""Tensors as text: tf.print and tf.strings.format. They run on the host."""

from __future__ import annotations

import logging
import sys
from typing import Any

import numpy as np

from tenfold.core import rules, structure
from tenfold.core.boxes import boxed
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.op import op
from tenfold.core.tensor import Operators, SymbolicTensor


@op("inputs: T[] -> output: string", shape=rules.scalar, jit=False)
def StringFormat(
    xp: Any,
    inputs: Any,
    *,
    template: str = "%s",
    placeholder: str = "%s",
    summarize: int = 3,
) -> Any:
    pieces = template.split(placeholder)
    texts = [text_of(x, summarize) for x in inputs]
    joined = "".join(piece + (texts[i] if i < len(texts) else "") for i, piece in enumerate(pieces))
    return boxed(joined.encode())


StringFormat.not_differentiable()

_LEVELS = {
    "log(info)": logging.INFO,
    "log(warning)": logging.WARNING,
    "log(error)": logging.ERROR,
}


@op("input: string ->", shape=rules.nothing, jit=False, stateful=True)
def PrintV2(xp: Any, input: Any, *, output_stream: str = "stderr", end: str = "\n") -> None:
    text = input.item().decode(errors="replace")
    if output_stream.startswith("file://"):
        with open(output_stream.removeprefix("file://"), "a", encoding="utf-8") as file:
            file.write(text + end)
    elif output_stream in _LEVELS:
        logging.getLogger("tenfold").log(_LEVELS[output_stream], text)
    else:
        stream = sys.stdout if output_stream == "stdout" else sys.stderr
        stream.write(text + end)
        stream.flush()


PrintV2.not_differentiable()


def text_of(value: Any, summarize: int) -> str:
    """A raw value as TensorFlow prints it; long axes show `summarize` entries at either end."""
    value = np.asarray(value)
    if not value.ndim:
        item = value[()]
        return item.decode(errors="replace") if isinstance(item, bytes) else _scalar(item)
    return _rows(value, summarize, 1)


def _rows(value: np.ndarray, summarize: int, depth: int) -> str:
    count = len(value)
    shown: list[Any] = list(range(count))
    if summarize >= 0 and count > 2 * summarize:
        shown = [*range(summarize), None, *range(count - summarize, count)]
    if value.ndim == 1:
        return "[" + " ".join("..." if i is None else _scalar(value[i]) for i in shown) + "]"
    gap = "\n" * (value.ndim - 1) + " " * depth
    return (
        "["
        + gap.join("..." if i is None else _rows(value[i], summarize, depth + 1) for i in shown)
        + "]"
    )


def _scalar(item: Any) -> str:
    if isinstance(item, bytes):
        return '"' + item.decode(errors="replace") + '"'
    if isinstance(item, (bool, np.bool_)):
        return str(int(item))
    if isinstance(item, (complex, np.complexfloating)):
        return f"({_scalar(item.real)},{_scalar(item.imag)})"
    if isinstance(item, (int, np.integer)):
        return str(int(item))
    return _float(item)


def _float(item: Any) -> str:
    value = float(item)
    if value != value or value in (np.inf, -np.inf):
        return {True: "nan"}.get(value != value, "inf" if value > 0 else "-inf")
    digits = (15, 17) if np.asarray(item).dtype == np.float64 else (6, 9)
    text = f"{value:.{digits[0]}g}"
    return text if type(item)(float(text)) == item else f"{value:.{digits[1]}g}"


def format(
    template: str,
    inputs: Any,
    placeholder: str = "{}",
    summarize: int = 3,
    name: str | None = None,
) -> Any:
    """Puts tensors, as text, into the places of a template.

    Args:
      template: Text with one placeholder for each tensor.
      inputs: A tensor or a list of tensors.
      placeholder: What stands for a tensor.
      summarize: How many entries of a long axis are shown at either end; -1 for all.
      name: A name for the op.

    Returns:
      A string tensor of rank 0.

    Raises:
      ValueError: The numbers of placeholders and tensors differ.

    Example:
      >>> import tenfold as tf
      >>> tf.strings.format("x = {}", tf.range(3)).numpy()
      b'x = [0 1 2]'
    """
    tensors = list(inputs) if isinstance(inputs, (list, tuple)) else [inputs]
    if template.count(placeholder) != len(tensors):
        raise ValueError(
            f"{template.count(placeholder)} placeholder(s) in template does not match "
            f"{len(tensors)} tensor(s) provided as input."
        )
    return StringFormat(
        tensors, template=template, placeholder=placeholder, summarize=summarize, name=name
    )


_STREAMS = {
    logging.info: "log(info)",
    logging.INFO: "log(info)",
    logging.warning: "log(warning)",
    logging.WARNING: "log(warning)",
    logging.error: "log(error)",
    logging.ERROR: "log(error)",
}


def print(*inputs: Any, **kwargs: Any) -> None:
    """Prints values, in a graph each time it runs.

    Args:
      *inputs: Tensors, Python values, or structures of them.
      **kwargs: `output_stream` (sys.stderr by default, sys.stdout, a level of `logging`, or
        "file://path"), `summarize` (3; -1 shows all), `sep` (" "), `end` (newline), `name`.

    Raises:
      ValueError: An unknown keyword or output stream.

    Example:
      >>> import sys, tenfold as tf
      >>> tf.print("x:", tf.range(3), output_stream=sys.stdout)
      x: [0 1 2]
    """
    stream = kwargs.pop("output_stream", sys.stderr)
    summarize, sep = kwargs.pop("summarize", 3), kwargs.pop("sep", " ")
    end, name = kwargs.pop("end", "\n"), kwargs.pop("name", None)
    if kwargs:
        raise ValueError(f"Unrecognized keyword arguments for tf.print: {list(kwargs)}.")
    target = _stream_name(stream)
    tensors: list[Any] = []
    template = sep.join(_template(x, tensors) for x in inputs)
    if state.graph is None:
        raw = [np.asarray(t) for t in tensors]
        pieces = template.split("\0")
        text = "".join(
            p + (text_of(raw[i], summarize) if i < len(raw) else "") for i, p in enumerate(pieces)
        )
        PrintV2.kernel(np, boxed(text.encode()), output_stream=target, end=end)
        return
    text = StringFormat(tensors, template=template, placeholder="\0", summarize=summarize)
    PrintV2(text, output_stream=target, end=end, name=name)


def _template(value: Any, tensors: list[Any]) -> str:
    """The text of an argument, with a NUL for each tensor in it."""
    if isinstance(value, (str, bytes)):
        return value if isinstance(value, str) else value.decode(errors="replace")
    if isinstance(value, Operators) or type(value).__module__ == "numpy":
        tensors.append(value if isinstance(value, SymbolicTensor) else to_tensor(value))
        return "\0"
    if structure.is_nested(value):
        marked = structure.map_structure(lambda x: _Piece(_template(x, tensors), x), value)
        return str(marked)
    return str(value)


class _Piece:
    """A part of a structure that prints as its template."""

    def __init__(self, text: str, value: Any) -> None:
        self._text = repr(value) if isinstance(value, (str, bytes)) else text

    def __repr__(self) -> str:
        return self._text


def _stream_name(stream: Any) -> str:
    if stream is sys.stdout:
        return "stdout"
    if stream is sys.stderr:
        return "stderr"
    if isinstance(stream, str) and stream.startswith("file://"):
        return stream
    try:
        return _STREAMS[stream]
    except (KeyError, TypeError):
        raise ValueError(
            f"Unsupported output stream {stream!r}; use sys.stdout, sys.stderr, a level of "
            'logging, or "file://path".'
        ) from None
