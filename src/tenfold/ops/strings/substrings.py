"""Parts of strings."""

from __future__ import annotations

import builtins
from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32, int64
from tenfold.core.op import op
from tenfold.core.shapes import broadcast


def _substr_shape(done: Any) -> Any:
    text, pos, length = (x.raw_shape for x in done.inputs)
    rules.merge(pos, length)
    return broadcast(text, pos)


@op(
    "input: string, pos: T, len: T -> output: string",
    T=(int32, int64),
    shape=_substr_shape,
    jit=False,
)
def Substr(
    xp: Any, input: Any, pos: Any, len: Any, *, unit: Literal["BYTE", "UTF8_CHAR"] = "BYTE"
) -> Any:
    if pos.shape != len.shape:
        raise ValueError(f"pos and len must have one shape; received {pos.shape}, {len.shape}.")
    texts, begins, lengths = np.broadcast_arrays(input, pos, len)
    parts = np.empty(texts.shape, object)
    for place in np.ndindex(*texts.shape):
        text: Any = texts[place]
        parts[place] = _part(text, int(begins[place]), int(lengths[place]), unit)
    return parts


def _part(text: bytes, begin: int, length: int, unit: str) -> bytes:
    marks = list(range(builtins.len(text) + 1))
    if unit == "UTF8_CHAR":  # where characters begin: no byte of the form 10xxxxxx
        marks = [i for i, byte in enumerate(text) if byte & 0xC0 != 0x80] + [marks[-1]]
    count = builtins.len(marks) - 1
    first = begin + count if begin < 0 else begin
    if not 0 <= first <= count:
        raise ValueError(f"pos {begin} out of range for the string {text!r} of length {count}.")
    last = min(first + max(length, 0), count)
    return text[marks[first] : marks[last]]


def substr(input: Any, pos: Any, len: Any, unit: str = "BYTE", name: str | None = None) -> Any:
    """Parts of strings.

    Args:
      input: Strings.
      pos: Where each part begins, counted from the end where negative; broadcasts with `input`.
      len: How long each part is at most; of the shape of `pos`.
      unit: What is counted: BYTE or UTF8_CHAR.
      name: A name for the op.

    Returns:
      Strings of the broadcast shape.

    Raises:
      tf.errors.InvalidArgumentError: A part begins outside its string, or shapes do not fit.

    Example:
      >>> import tenfold as tf
      >>> tf.strings.substr(["hello", "world"], 1, 3).numpy().tolist()
      [b'ell', b'orl']
    """
    return Substr(to_tensor(input), pos, len, unit=unit, name=name)
