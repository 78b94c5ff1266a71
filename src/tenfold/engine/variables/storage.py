"""What a resource handle points to: the current value of a variable."""

from __future__ import annotations

import threading
from typing import Any

from tenfold.core.boxes import boxed
from tenfold.core.dtypes import DType, resource
from tenfold.core.tensor import EagerTensor

# Held while a value is taken, changed, or handed to an executable that takes over its buffer.
guard = threading.RLock()


class Storage:
    """The value of one variable.

    `shared` says that a tensor may alias the value, so that a compiled function must copy it
    before it donates the buffer.
    """

    __slots__ = ("__weakref__", "dtype", "name", "shape", "shared", "value", "variable")

    def __init__(self, value: Any, dtype: DType, shape: Any, name: str) -> None:
        self.value = value
        self.dtype = dtype
        self.shape = shape
        self.name = name
        self.shared = True
        self.variable: Any = None

    def read(self) -> Any:
        with guard:
            self.shared = True
            value = self.value
        if value is None:
            raise ValueError(f"The variable {self.name!r} has not been initialized.")
        return value

    def assign(self, value: Any) -> None:
        self.value = value
        self.shared = True


def make_handle(storage: Storage) -> EagerTensor:
    return EagerTensor(boxed(storage), resource)


def storage_of(handle: Any) -> Any:
    """The storage (or, while compiling, its traced stand-in) in a handle's raw value."""
    return handle.item()
