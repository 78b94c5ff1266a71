"""NumPy's indexing with arrays: of integers, which pick, and of booleans, which keep.

Integers, slices, None and Ellipsis are applied first. The arrays then go together: they broadcast
to one shape, whose axes stand where theirs stood if those were neighbours, and in front if not.
"""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core.dtypes import int64
from tenfold.core.op import call
from tenfold.core.tensor import Operators
from tenfold.ops.array.casting import cast
from tenfold.ops.array.indexing import getitem

from .picking import nonzero
from .promotion import as_array, rank


def pick(x: Any, key: Any) -> Any:
    """`x[key]`, as NumPy would.

    Raises:
      InvalidArgumentError: An index is out of range.
      ValueError: A boolean array does not fit.
    """
    keys = list(key) if isinstance(key, tuple) else [key]
    if any(isinstance(k, (float, complex, str)) for k in keys):
        raise IndexError(
            "Only integers, slices, Ellipsis, None and integer or boolean arrays are indices; "
            f"received {key!r}."
        )
    if not any(_is_array(k) for k in keys):
        return getitem(x, key)
    keys = _spelled_out(x, [as_array(k) if _is_array(k) else k for k in keys])
    basic: list[Any] = []
    found: dict[int, Any] = {}  # the axis after basic indexing: what to pick along it
    kept = 0
    for k in keys:
        if _is_array(k):
            found[kept] = k
        basic.append(slice(None) if _is_array(k) else k)
        kept += not isinstance(k, int) and not (isinstance(k, Operators) and not _is_array(k))
    return _pick_along(getitem(x, tuple(basic)), found)


def _is_array(key: Any) -> bool:
    if isinstance(key, (list, tuple, np.ndarray)):
        return bool(np.ndim(key)) if isinstance(key, np.ndarray) else True
    if isinstance(key, bool):
        raise ValueError("Indexing: the mask cannot be scalar; use x[None] to add an axis.")
    return isinstance(key, Operators) and rank(as_array(key)) > 0


def _spelled_out(x: Any, keys: list[Any]) -> list[Any]:
    """The keys without Ellipsis, with a slice for each axis that is not named; masks as indices."""
    taken = sum(_axes_of(k) for k in keys)
    places = [i for i, k in enumerate(keys) if k is Ellipsis]
    if len(places) > 1:
        raise IndexError("An index can have a single Ellipsis.")
    if taken > rank(x):
        raise IndexError(f"Too many indices: {taken} for an array of rank {rank(x)}.")
    rest = [slice(None)] * (rank(x) - taken)
    at = places[0] if places else len(keys)
    whole = [*keys[:at], *rest, *keys[at + 1 :]]
    found: list[Any] = []
    axis = 0
    for k in whole:
        is_mask = _is_array(k) and k.dtype.is_bool
        found.extend(nonzero(_checked(x, k, axis)) if is_mask else [k])
        axis += _axes_of(k)
    return found


def _axes_of(key: Any) -> int:
    if key is None or key is Ellipsis:
        return 0
    return rank(key) if _is_array(key) and key.dtype.is_bool else 1


def _checked(x: Any, mask: Any, axis: int) -> Any:
    """A mask whose shape is that of the axes it stands for."""
    axes = x.shape[axis : axis + rank(mask)]
    if not mask.shape.is_compatible_with(axes):
        raise ValueError(
            f"The boolean index of shape {mask.shape} does not fit the axes of shape {axes}."
        )
    return mask


def _pick_along(x: Any, found: dict[int, Any]) -> Any:
    """The elements at index arrays, which stand for axes of `x`."""
    axes = list(found)
    lengths = call("Shape", x, out_type=int64)
    shape = call("Shape", found[axes[0]])
    for axis in axes[1:]:
        shape = call("BroadcastArgs", shape, call("Shape", found[axis]))
    indices = []
    for axis, given in found.items():
        at = cast(given, int64)
        at = call("SelectV2", call("Less", at, 0), call("AddV2", at, lengths[axis]), at)
        indices.append(call("BroadcastTo", at, shape))
    others = [i for i in range(rank(x)) if i not in axes]
    ordered = call("Transpose", x, [*axes, *others])
    picked = call("GatherNd", ordered, call("Pack", indices, axis=-1))
    width = rank(indices[0])
    before = axes[0] if axes == list(range(axes[0], axes[0] + len(axes))) else 0
    if not before:
        return picked
    front = list(range(width, width + before))
    behind = list(range(width + before, rank(picked)))
    return call("Transpose", picked, [*front, *range(width), *behind])
