"""Values that are not numbers (a variable's storage, a list) as 0-d arrays of one object."""

from __future__ import annotations

from typing import Any

import numpy as np


def boxed(value: Any) -> np.ndarray:
    """The array that holds an object."""
    box = np.empty((), object)
    box[()] = value
    return box


def is_boxed(value: Any) -> bool:
    """Whether a raw value is an object (a storage, a list) in a 0-d array, not a number or text."""
    return (
        type(value) is np.ndarray
        and value.dtype.hasobject
        and not value.ndim
        and not isinstance(value.item(), (bytes, str))
    )
