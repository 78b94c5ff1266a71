"""Memory of large arrays."""

from __future__ import annotations

import sys

import numpy as np
import pytest

import tenfold as tf
from tenfold.core import allocation


@pytest.fixture(autouse=True)
def no_settings(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(allocation.os, "environ", {})


class Library:
    """A C library that notes what it is told."""

    def __init__(self) -> None:
        self.told: list[tuple[int, int]] = []

    def mallopt(self, what: int, value: int) -> int:
        self.told.append((what, value))
        return 1


@pytest.fixture
def library(monkeypatch: pytest.MonkeyPatch) -> Library:
    made = Library()
    monkeypatch.setattr(allocation.ctypes, "CDLL", lambda name: made)
    monkeypatch.setattr(sys, "platform", "linux")
    return made


def test_the_limits_are_set_and_the_heap_is_shared(library: Library) -> None:
    assert allocation.keep_freed_memory()
    assert library.told == [(-3, allocation.KEPT), (-1, allocation.IDLE), (-8, 1)]


@pytest.mark.parametrize(
    "name", ["TENFOLD_KEEP_MEMORY", "MALLOC_TRIM_THRESHOLD_", "GLIBC_TUNABLES"]
)
def test_the_user_may_decide_otherwise(library: Library, name: str) -> None:
    allocation.os.environ[name] = "0"
    assert not allocation.keep_freed_memory()
    assert library.told == []


def test_a_library_without_such_limits_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    monkeypatch.setattr(allocation.ctypes, "CDLL", lambda name: object())
    assert not allocation.keep_freed_memory()


def test_other_systems_are_left_alone(library: Library, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "darwin")
    assert not allocation.keep_freed_memory()
    assert library.told == []


@pytest.mark.parametrize("shape", [(), (3, 2), (300, 200), (64, 1024, 3)])
@pytest.mark.parametrize("dtype", [np.float32, np.float64, np.int8, np.complex128])
def test_copies_are_equal_and_begin_where_xla_takes_them(
    shape: tuple[int, ...], dtype: type
) -> None:
    array = np.arange(np.prod(shape, dtype=int)).reshape(shape[::-1]).T
    made = allocation.copied(array, dtype)
    np.testing.assert_array_equal(made, array.astype(dtype))
    assert made.dtype == dtype
    assert made.flags.c_contiguous
    assert not np.shares_memory(made, array)
    assert made.ctypes.data % 64 == 0


def test_tensors_of_large_arrays_begin_there_too() -> None:
    arrays = [np.ones(2**16 + 16 * i, np.float32) for i in range(8)]
    tensors = [tf.constant(a) for a in arrays]
    assert [np.asarray(t).size for t in tensors] == [a.size for a in arrays]
    assert all(t.__array__(copy=False).ctypes.data % 64 == 0 for t in tensors)
