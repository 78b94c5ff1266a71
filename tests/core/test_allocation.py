"""Memory of large arrays."""

from __future__ import annotations

import sys

import pytest

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
