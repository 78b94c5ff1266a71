"""Indices that a kernel is given are held against the length that they index."""

from __future__ import annotations

from typing import Any

import numpy as np

# By the size of an integer in bytes: the dtype that reads it without its sign.
UNSIGNED = {1: np.uint8, 2: np.uint16, 4: np.uint32, 8: np.uint64}


def check_bounds(xp: Any, indices: Any, length: int, what: str = "indices") -> None:
    """Raises where an index is outside [0, length)."""
    if indices.size:
        if xp.compiled:
            flag = (indices < 0) | (indices >= length)
            first = flag.reshape(-1).argmax()

            def message(known: Any) -> str:
                at = np.unravel_index(int(known[0]), indices.shape)
                where = f"[{', '.join(map(str, at))}]" if at else ""
                return f"{what}{where} = {known[1]} is not in [0, {length})."

            values = (first, indices.reshape(-1)[first])
            xp.raise_if(flag.any(), "InvalidArgumentError", message, values)
            return
        # Read without its sign, a negative number is a large one.
        flag = indices.view(UNSIGNED[indices.dtype.itemsize]) >= length
        if np.count_nonzero(flag):
            at = tuple(np.argwhere(flag)[0].tolist())
            where = f"[{', '.join(map(str, at))}]" if at else ""
            raise ValueError(f"{what}{where} = {indices[at]} is not in [0, {length}).")
