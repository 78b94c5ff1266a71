"""Comparison of serialised type specs: nested tuples, lists and mappings of facts.

Facts that know their subtypes, as shapes, dtypes and specs do, may differ as those allow; all
others must be equal.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

import numpy as np


def is_container(value: Any) -> bool:
    """Whether `value` holds further facts."""
    return isinstance(value, tuple | list | Mapping)


def rebuilt(container: Any, parts: Sequence[Any]) -> Any:
    """A container like `container` with other parts."""
    if isinstance(container, Mapping):
        return dict(zip(container, parts, strict=True))
    if hasattr(container, "_fields"):
        return type(container)(*parts)
    return tuple(parts) if isinstance(container, tuple) else list(parts)


def _aligned(a: Any, b: Any) -> list[tuple[Any, Any]] | None:
    """The parts of two containers side by side; None if their forms differ."""
    if isinstance(a, Mapping) and isinstance(b, Mapping):
        return [(a[key], b[key]) for key in a] if set(a) == set(b) else None
    same = type(a) is type(b) and len(a) == len(b)
    return list(zip(a, b, strict=True)) if same else None


def all_agree(a: Any, b: Any, agree: Callable[[Any, Any], bool]) -> bool:
    """Whether two serialisations have one form and all their leaves agree."""
    if not is_container(a) or not is_container(b):
        return agree(a, b) if not is_container(a) and not is_container(b) else False
    pairs = _aligned(a, b)
    return pairs is not None and all(all_agree(x, y, agree) for x, y in pairs)


def leaves_compatible(a: Any, b: Any) -> bool:
    """Whether two facts can hold of one value."""
    if hasattr(type(a), "is_compatible_with"):
        return type(a) is type(b) and a.is_compatible_with(b)
    return type(a) is type(b) and frozen(a) == frozen(b)


def leaf_is_subtype(a: Any, b: Any) -> bool:
    """Whether the fact `a` implies the fact `b`."""
    if hasattr(type(a), "is_subtype_of"):
        return a.is_subtype_of(b)
    return type(a) is type(b) and frozen(a) == frozen(b)


class NoSupertype(Exception):
    """Two leaves have no common supertype."""


def supertype(a: Any, b: Any) -> Any:
    """The narrowest serialisation that covers both."""
    if is_container(a) and is_container(b):
        pairs = _aligned(a, b)
        if pairs is None:
            raise NoSupertype
        return rebuilt(a, [supertype(x, y) for x, y in pairs])
    if hasattr(type(a), "most_specific_common_supertype"):
        found = a.most_specific_common_supertype([b])
        if found is not None:
            return found
    elif type(a) is type(b) and frozen(a) == frozen(b):
        return a
    raise NoSupertype


def frozen(value: Any) -> Any:
    """A hashable value that is equal for equal serialisations."""
    if isinstance(value, Mapping):
        return (dict, frozenset((key, frozen(part)) for key, part in value.items()))
    if isinstance(value, tuple | list):
        return (type(value), *[frozen(part) for part in value])
    if isinstance(value, np.ndarray):
        return (np.ndarray, value.shape, value.dtype.str, value.tobytes())
    if isinstance(value, bool | int | float):
        return (type(value), value)  # 1, 1.0 and True are equal in Python, but not the same fact
    return value
