"""The threads of NumPy's linear algebra library."""

from __future__ import annotations

import ctypes
from collections.abc import Iterator

import pytest

import tenfold as tf
from tenfold.core import blas_threads as module


@pytest.fixture
def own_threads() -> Iterator[int]:
    own = module.blas_threads()
    if own is None:
        pytest.skip("NumPy has another linear algebra library here")
    yield own
    tf.config.threading.set_intra_op_parallelism_threads(0)


def test_decompositions_follow_the_setting(own_threads: int) -> None:
    tf.config.threading.set_intra_op_parallelism_threads(1)
    assert module.blas_threads() == 1
    tf.config.threading.set_intra_op_parallelism_threads(0)
    assert module.blas_threads() == own_threads


def test_another_library_is_left_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str) -> None:
        raise OSError(path)

    monkeypatch.setattr(ctypes, "CDLL", refuse)
    module._functions.cache_clear()
    try:
        assert module.blas_threads() is None
        assert not module.set_blas_threads(1)
    finally:
        monkeypatch.undo()
        module._functions.cache_clear()
        module._own_choice.cache_clear()
