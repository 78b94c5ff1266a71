"""Wire messages of core's own types. `protos` stands beside `core`: it is loaded by name, late."""

from __future__ import annotations

import importlib
from typing import Any


def message_class(file: str, name: str) -> Any:
    """The message class `name` of the schema `file`."""
    return getattr(importlib.import_module(f"tenfold.protos.schemas.{file}"), name)


def shape_message(sizes: tuple[int | None, ...] | None) -> Any:
    """The TensorShapeProto of a raw shape."""
    made = message_class("tensor_shape", "TensorShapeProto")
    if sizes is None:
        return made(unknown_rank=True)
    return made(dim=[{"size": -1 if d is None else d} for d in sizes])
