"""Calls of `tf.experimental.numpy` that are compared with TensorFlow's results, and how."""

from __future__ import annotations

import math
from pathlib import Path
from typing import Any

import numpy as np

FOLDER = Path(__file__).parent
GOLDENS = FOLDER / "goldens.json"
PROMOTIONS = FOLDER / "promotions.json"
CALLS = (FOLDER / "calls.txt").read_text(encoding="utf-8").splitlines()


def evaluate(expression: str, tf: Any) -> Any:
    """What becomes of a call, as JSON can hold it.

    Args:
        expression: Python, in terms of `tf`, `tnp` and `np`.
        tf: TensorFlow, or what stands for it.
    """
    names = {"tf": tf, "tnp": tf.experimental.numpy, "np": np}
    try:
        return describe(eval(expression, names))
    except Exception as error:
        return {"error": type(error).__name__}


def describe(found: Any) -> Any:
    """A result as JSON can hold it: tensors by dtype, shape and elements."""
    if isinstance(found, (list, tuple)):
        return [describe(x) for x in found]
    if hasattr(found, "numpy"):
        array = np.asarray(found.numpy())
        return {
            "dtype": found.dtype.name,
            "shape": list(array.shape),
            "elements": [_plain(x) for x in array.ravel().tolist()],
        }
    return _plain(found.item() if isinstance(found, np.generic) else found)


def _plain(x: Any) -> Any:
    if isinstance(x, (bool, int, str)) or x is None:
        return x
    if isinstance(x, float):
        return x if math.isfinite(x) else repr(x)
    return repr(x)


def agree(found: Any, wanted: Any) -> bool:
    """Whether two descriptions are the same but for rounding."""
    if isinstance(wanted, dict) and "elements" in wanted:
        same = {**found, "elements": None} == {**wanted, "elements": None}
        rtol = 1e-2 if wanted["dtype"].endswith("float16") else 2e-6
        return same and all(
            map(lambda x, y: _near(x, y, rtol), found["elements"], wanted["elements"])
        )
    if isinstance(wanted, list) and isinstance(found, list):
        return len(found) == len(wanted) and all(map(agree, found, wanted))
    return found == wanted


def _near(x: Any, y: Any, rtol: float) -> bool:
    if isinstance(x, str) and isinstance(y, str) and x.endswith("j)"):
        return bool(np.isclose(complex(x), complex(y), rtol, 1e-7))
    if isinstance(x, float) and isinstance(y, float):
        return math.isclose(x, y, rel_tol=rtol, abs_tol=1e-7)
    return x == y


DTYPES = (
    *("bool", "uint8", "uint16", "uint32", "uint64", "int8", "int16", "int32", "int64"),
    *("bfloat16", "float16", "float32", "float64", "complex64", "complex128"),
)


def promotions(mode: str, tf: Any) -> dict[str, list[str]]:
    """The dtypes of products of all pairs, and of products with Python numbers; what is refused.

    Args:
        mode: of dtype conversion; it stays switched on.
        tf: TensorFlow, or what stands for it.
    """
    tf.experimental.numpy.experimental_enable_numpy_behavior(dtype_conversion_mode=mode)
    factors = [*(tf.zeros([1], t) for t in DTYPES if t != "bool"), 1, 1.5, 1j]
    return {t: [_product(tf.zeros([1], t), y) for y in factors] for t in DTYPES if t != "bool"}


def _product(x: Any, y: Any) -> str:
    try:
        return (x * y).dtype.name
    except TypeError:
        return "refused"
