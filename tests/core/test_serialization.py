"""Tests of the comparison of serialised specs."""

from __future__ import annotations

from collections import namedtuple
from typing import Any

import numpy as np
import pytest

from tenfold.core import dtypes
from tenfold.core.serialization import (
    NoSupertype,
    all_agree,
    frozen,
    leaf_is_subtype,
    leaves_compatible,
    supertype,
)
from tenfold.core.shapes import TensorShape

Pair = namedtuple("Pair", "a b")
KNOWN, WIDE, OTHER = TensorShape([2]), TensorShape([None]), TensorShape([3])


def test_supertype_keeps_containers() -> None:
    a = (KNOWN, {"k": [dtypes.int32, "x"]}, Pair(1, KNOWN))
    b = (OTHER, {"k": [dtypes.int32, "x"]}, Pair(1, WIDE))
    result = supertype(a, b)
    assert result == (WIDE, {"k": [dtypes.int32, "x"]}, Pair(1, WIDE))
    assert isinstance(result[2], Pair)


@pytest.mark.parametrize(
    ("a", "b"),
    [
        ((1,), (2,)),
        ((1,), (1, 1)),
        ((1,), [1]),
        ({"a": 1}, {"b": 1}),
        ((1,), 1),
        (1, True),
        (dtypes.int32, dtypes.int64),
    ],
)
def test_no_supertype(a: Any, b: Any) -> None:
    with pytest.raises(NoSupertype):
        supertype(a, b)


def test_agreement() -> None:
    narrow, wide = ("t", [KNOWN]), ("t", [WIDE])
    assert all_agree(narrow, wide, leaf_is_subtype)
    assert not all_agree(wide, narrow, leaf_is_subtype)
    assert all_agree(wide, narrow, leaves_compatible)
    assert not all_agree(("t", [KNOWN]), ("t", [OTHER]), leaves_compatible)
    assert not all_agree(("t", [KNOWN]), ("u", [KNOWN]), leaves_compatible)
    assert not all_agree(("t",), "t", leaves_compatible)


def test_frozen() -> None:
    assert frozen({"a": [1], "b": 2}) == frozen({"b": 2, "a": [1]})
    assert frozen(np.arange(3)) == frozen(np.arange(3)) != frozen(np.arange(4))
    assert len({frozen(1), frozen(1.0), frozen(True)}) == 3
    assert frozen([1]) != frozen((1,))
