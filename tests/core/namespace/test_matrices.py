"""Stacks of matrices on all cores give what NumPy gives."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

from tenfold.core import blas_threads, pieces
from tenfold.core.namespace import matrices

NAMES = ["cholesky", "det", "eigh", "eigvalsh", "inv", "qr", "slogdet", "svd"]


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """Two threads share even the smallest stacks; how many matrices each call took."""
    monkeypatch.setattr(matrices, "_SHARED", 1)
    monkeypatch.setattr(matrices, "threads", lambda: 2)
    taken: list[int] = []
    share = pieces.share

    def watched(work: Any, starts: Any) -> None:
        taken.append(len(starts))
        share(work, starts)

    monkeypatch.setattr(matrices, "share", watched)
    return taken


def stack(*shape: int) -> np.ndarray:
    x = np.random.default_rng(0).normal(size=(*shape, 5, 5))
    return x @ x.swapaxes(-1, -2) + np.eye(5)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("shape", [(), (1,), (7,), (2, 3), (0,)], ids=str)
def test_what_numpy_gives(shared: list[int], name: str, shape: tuple[int, ...]) -> None:
    x = stack(*shape)
    found, expected = getattr(matrices, name)(x), getattr(np.linalg, name)(x)
    assert bool(shared) is (int(np.prod(shape)) > 1)
    if isinstance(expected, tuple):
        assert type(found) is type(expected) or not hasattr(expected, "_fields")
        for a, b in zip(found, expected, strict=True):
            np.testing.assert_array_equal(a, b)
    else:
        np.testing.assert_array_equal(found, expected)


def test_options_and_further_stacks(shared: list[int]) -> None:
    x, y = stack(6), stack(6)[..., :2]
    np.testing.assert_array_equal(matrices.solve(x, y), np.linalg.solve(x, y))
    values = matrices.svd(x, compute_uv=False)
    np.testing.assert_array_equal(values, np.linalg.svd(x, compute_uv=False))
    assert len(shared) == 2


def test_some_real_and_some_complex_eigenvalues(shared: list[int]) -> None:
    turn = np.array([[0.0, -1.0], [1.0, 0.0]])
    found, _ = matrices.eig(np.stack([np.eye(2), turn, np.eye(2), turn]))
    np.testing.assert_allclose(np.sort_complex(found[1]), [-1j, 1j], atol=1e-15)
    np.testing.assert_allclose(found[2], [1.0, 1.0])


def test_a_singular_matrix_of_a_stack_is_told(shared: list[int]) -> None:
    x = stack(5)
    x[3] = 0.0
    with pytest.raises(np.linalg.LinAlgError):
        matrices.inv(x)


def test_the_library_is_kept_to_one_thread(monkeypatch: pytest.MonkeyPatch) -> None:
    if blas_threads.blas_threads() is None:
        pytest.skip("NumPy uses another library than OpenBLAS")
    seen: list[int | None] = []

    def watching(x: np.ndarray) -> np.ndarray:
        seen.append(blas_threads.blas_threads())
        return x

    before = blas_threads.blas_threads()
    watched = matrices._on_one_thread_each(watching)
    watched(np.eye(matrices.LARGE))
    watched(np.eye(matrices.LARGE + 1))
    assert seen == [1, before] and blas_threads.blas_threads() == before
