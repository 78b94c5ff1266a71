"""The values of structures of tensors."""

from __future__ import annotations

from typing import Any

from tenfold.core import structure
from tenfold.core.tensor import Operators


def evaluate(tensors: Any) -> Any:
    """A structure of tensors and variables as NumPy arrays; functions in it are called."""

    def value(x: Any) -> Any:
        if callable(x) and not isinstance(x, Operators):
            return evaluate(x())
        numpy = getattr(x, "numpy", None)
        return x if numpy is None else numpy()

    return structure.map_structure(value, tensors)
