"""Type promotion by one lattice: the modes "all" and "safe" of NumPy behaviour.

Booleans lie below integers, integers below floating dtypes of any width, those below complex ones.
What was made of Python numbers is weak: it takes the width of what it meets. "safe" refuses what
would lose digits, and what would give a dtype that neither operand has.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, NamedTuple

import numpy as np

from tenfold.core.dtypes import DType, as_dtype, bfloat16, float16

_DIGITS = {"bfloat16": 8, "float16": 11, "float32": 24, "float64": 53}
_DIGITS |= {"complex64": 24, "complex128": 53}
OF_PYTHON = {bool: np.bool_, int: np.int32, float: np.float32, complex: np.complex128}
_WEAK_ORDER = ("int32", "int64", "float32", "float64", "complex128")


class Kind(NamedTuple):
    """A NumPy dtype, and whether it is weak."""

    dtype: np.dtype
    weak: bool = False


def kind_of_number(value: Any) -> Kind:
    """What a Python number counts as: a boolean is not weak."""
    kind = type(value)
    return Kind(np.dtype(OF_PYTHON[kind]), kind is not bool)


def join(given: Sequence[Any], mode: str) -> tuple[DType, bool]:
    """The dtype that kinds, NumPy dtypes and Python numbers agree on, and whether it is weak.

    Args:
      given: `Kind`s, NumPy dtypes and Python numbers.
      mode: "all" or "safe".

    Raises:
      TypeError: The mode is "safe", and this promotion is not.
    """
    kinds = [
        x if isinstance(x, Kind) else Kind(x) if isinstance(x, np.dtype) else kind_of_number(x)
        for x in given
    ]
    # Firm ones first: what is weak meets what they agree on.
    kinds.sort(key=lambda kind: kind.weak)
    pair = functools.partial(_pair, mode=mode)
    found = functools.reduce(pair, kinds or [kind_of_number(0.0)])
    return as_dtype(found.dtype), found.weak


def _pair(a: Kind, b: Kind, mode: str) -> Kind:
    if a == b:
        return a
    if a.weak and b.weak:
        return max(a, b, key=lambda kind: _WEAK_ORDER.index(kind.dtype.name))
    if "b" in (a.dtype.kind, b.dtype.kind):
        return b if a.dtype.kind == "b" else a
    if a.weak or b.weak:
        found, safe = _with_weak(*((b, a) if a.weak else (a, b)))
    else:
        found, safe = _of_firm(a.dtype, b.dtype)
    if mode == "safe" and not safe:
        raise TypeError(
            f"In promotion mode SAFE, implicit dtype promotion between {_text(a)} and {_text(b)} "
            "is disallowed. Use tf.cast, or dtype_conversion_mode='all'."
        )
    return found


def _of_firm(a: np.dtype, b: np.dtype) -> tuple[Kind, bool]:
    """What two dtypes agree on, and whether nothing is lost."""
    if {a, b} == {bfloat16.np, float16.np}:
        return Kind(np.dtype(np.float32)), False
    if _is_exact(a) != _is_exact(b):
        found = b if _is_exact(a) else a
    else:
        found = np.result_type(a, b)
    if found not in (a, b):
        # No integer holds both uint64 and a signed one: the result is weak, as TensorFlow's.
        return Kind(found, weak=_is_exact(a) and not _is_exact(found)), False
    return Kind(found), _fits(a, found) and _fits(b, found)


def _with_weak(firm: Kind, weak: Kind) -> tuple[Kind, bool]:
    """What a dtype and a weak one agree on, and whether nothing is lost."""
    a, kind = firm.dtype, weak.dtype.kind
    if kind == "i" or a.kind == "c" or (kind == "f" and not _is_exact(a)):
        return firm, True
    wide = np.dtype(np.float64 if kind == "f" else np.complex128)
    if _is_exact(a):
        return Kind(wide, weak=True), weak.dtype == wide and _fits(a, wide)
    narrow = _DIGITS[a.name] < _DIGITS["float64"]
    return Kind(np.dtype(np.complex64) if narrow else wide), not narrow


def _is_exact(dtype: np.dtype) -> bool:
    return dtype.kind in "biu"


def _fits(a: np.dtype, into: np.dtype) -> bool:
    """Whether every value of an integer dtype is a value of the other dtype."""
    return not (_is_exact(a) and a.kind != "b" and into.name in _DIGITS) or (
        8 * a.itemsize <= _DIGITS[into.name]
    )


def _text(kind: Kind) -> str:
    return f"a weak {kind.dtype.name}" if kind.weak else kind.dtype.name
