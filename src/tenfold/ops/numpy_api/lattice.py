"""Type promotion by one lattice: the modes "all" and "safe" of NumPy behaviour.

Booleans lie below integers, integers below floating dtypes of any width, those below complex ones.
"safe" refuses what would lose digits, and what would give a dtype that neither operand has.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core.dtypes import DType, as_dtype, bfloat16, float16

_DIGITS = {"bfloat16": 8, "float16": 11, "float32": 24, "float64": 53}
_DIGITS |= {"complex64": 24, "complex128": 53}
_WEAK = {bool: np.bool_, int: np.int32, float: np.float32, complex: np.complex128}


def join(given: Sequence[Any], mode: str) -> DType:
    """The dtype that NumPy dtypes and Python numbers, which are weak, agree on.

    Args:
      given: NumPy dtypes and Python numbers.
      mode: "all" or "safe".

    Raises:
      TypeError: The mode is "safe", and this promotion is not.
    """
    firm = [x for x in given if isinstance(x, np.dtype)]
    weak = [type(x) for x in given if not isinstance(x, np.dtype)]
    if not firm:
        kinds = weak or [float]
        return as_dtype(_WEAK[max(kinds, key=list(_WEAK).index)])
    found = functools.reduce(functools.partial(_pair, mode=mode), firm)
    return as_dtype(functools.reduce(functools.partial(_with_weak, mode=mode), weak, found))


def _pair(a: np.dtype, b: np.dtype, mode: str) -> np.dtype:
    if a == b:
        return a
    if {a, b} == {bfloat16.np, float16.np}:
        found = np.dtype(np.float32)
    elif _is_exact(a) != _is_exact(b):
        found = b if _is_exact(a) else a
    else:
        found = np.result_type(a, b)
    if mode == "safe" and not (found in (a, b) and _fits(a, found) and _fits(b, found)):
        raise _unsafe(a.name, b.name)
    return found


def _with_weak(a: np.dtype, kind: type, mode: str) -> np.dtype:
    """The dtype of a firm one beside a Python number."""
    if kind is bool or (kind is int and a.kind != "b"):
        return a
    if a.kind == "b":
        return np.dtype(_WEAK[kind])
    if kind is int or not (_is_exact(a) or kind is complex) or a.kind == "c":
        return a
    if kind is float:
        found = np.dtype(np.float64)
        safe = False
    else:
        narrow = not _is_exact(a) and _DIGITS[a.name] < _DIGITS["float64"]
        found = np.dtype(np.complex64 if narrow else np.complex128)
        safe = not narrow and _fits(a, found)
    if mode == "safe" and not safe:
        raise _unsafe(a.name, f"a Python {kind.__name__}")
    return found


def _is_exact(dtype: np.dtype) -> bool:
    return dtype.kind in "biu"


def _fits(a: np.dtype, into: np.dtype) -> bool:
    """Whether every value of an integer dtype is a value of the other dtype."""
    return not (_is_exact(a) and a.kind != "b" and into.name in _DIGITS) or (
        8 * a.itemsize <= _DIGITS[into.name]
    )


def _unsafe(a: str, b: str) -> TypeError:
    return TypeError(
        f"In promotion mode SAFE, implicit dtype promotion between {a} and {b} is disallowed. "
        "Use tf.cast, or dtype_conversion_mode='all'."
    )
