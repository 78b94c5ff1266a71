"""What layers find in structures: the things to track, and the shapes of tensors."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import tenfold as tf


class Trackable:
    """The base of what is tracked when it is set as an attribute of a layer: layers."""


def is_trackable(value: Any) -> bool:
    return isinstance(value, Trackable | list | tuple | dict) or (
        hasattr(value, "update_state") or isinstance(value, tf.Variable)
    )


def leaves_of(value: Any) -> Iterator[Any]:
    if isinstance(value, list | tuple):
        for item in value:
            yield from leaves_of(item)
    elif isinstance(value, dict):
        for item in value.values():
            yield from leaves_of(item)
    elif is_trackable(value):
        yield value


def shapes_of(value: Any) -> Any:
    """The shapes of a nested structure of tensors, as tuples."""
    if isinstance(value, list | tuple):
        return type(value)(shapes_of(item) for item in value)
    if isinstance(value, dict):
        return {key: shapes_of(item) for key, item in value.items()}
    shape = getattr(value, "shape", None)
    return None if shape is None else tuple(shape)


def as_tuples(shape: Any) -> Any:
    """Lists of sizes as tuples: JSON knows no tuples."""
    if isinstance(shape, dict):
        return {key: as_tuples(item) for key, item in shape.items()}
    if isinstance(shape, list | tuple) and any(isinstance(s, list | tuple | dict) for s in shape):
        return [as_tuples(item) for item in shape]
    return tuple(shape) if isinstance(shape, list) else shape
