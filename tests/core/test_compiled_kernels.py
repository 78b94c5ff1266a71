"""Large eager arrays: from which call on XLA's kernel runs, and with what result."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core import compiled_kernels, compiling
from tenfold.core.compiled_kernels import LargeKernel
from tenfold.core.namespace import numpy_ns
from tenfold.core.pieces import LEAST

pytest.importorskip("jax")

LARGE = np.linspace(-3.0, 3.0, LEAST, dtype=np.float32)


class Watched:
    """A kernel that keeps for which namespaces it was called."""

    def __init__(self) -> None:
        self.compiled: list[bool] = []

    def __call__(self, xp: Any, *arrays: Any, **attrs: Any) -> Any:
        self.compiled.append(xp.compiled)
        return self.result(xp, *arrays, **attrs)

    def result(self, xp: Any, x: Any, scale: float = 2.0) -> Any:
        return xp.tanh(x) * scale


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiling, "MOST", 6)
    monkeypatch.setattr(compiled_kernels, "compiler_available", lambda: True)


def calls_until_compiled(large: LargeKernel, *arrays: np.ndarray, **attrs: Any) -> int:
    """How many calls NumPy runs before the first that XLA does; 20 where none of these is."""
    watched = large._plain
    for count in range(20):
        before = len(watched.compiled)
        large(numpy_ns, *arrays, **attrs)
        if not any(was is False for was in watched.compiled[before:]):
            return count
    return 20


def test_the_count_of_calls_decides() -> None:
    for saved, switch in ((1e-12, 6), (1.0, 4), (0.33 / LEAST / 5.5, 5)):
        kernel = Watched()
        assert calls_until_compiled(LargeKernel(kernel, kernel, saved), LARGE) == switch - 1


def test_each_combination_of_shapes_and_attributes_has_its_count() -> None:
    kernel = Watched()
    large = LargeKernel(kernel, kernel, 1.0)
    assert calls_until_compiled(large, LARGE) == 3
    assert calls_until_compiled(large, LARGE, scale=3.0) == 3
    assert calls_until_compiled(large, LARGE.reshape(2, -1)) == 3
    assert calls_until_compiled(large, LARGE.astype(np.float64)) == 3
    assert calls_until_compiled(large, LARGE) == 0


def test_both_give_the_same() -> None:
    kernel = Watched()
    large = LargeKernel(kernel, kernel, 1.0)
    found = [large(numpy_ns, LARGE, scale=0.5) for _ in range(6)]
    assert True in kernel.compiled
    for y in found:
        assert type(y) is np.ndarray and y.dtype == np.float32
        np.testing.assert_allclose(y, 0.5 * np.tanh(LARGE), rtol=1e-6)


def test_small_arrays_stay_with_numpy() -> None:
    kernel = Watched()
    assert calls_until_compiled(LargeKernel(kernel, kernel, 1.0), LARGE[1:]) == 20


def test_short_integers_are_known_to_the_compiler() -> None:
    class Summing(Watched):
        def result(self, xp: Any, x: Any, axes: Any) -> Any:  # type: ignore[override]
            return xp.sum(x, tuple(xp.static(axes).tolist()))

    kernel = Summing()
    large = LargeKernel(kernel, kernel, 1.0)
    table = LARGE.reshape(64, -1)
    for axis in (0, 1):
        assert calls_until_compiled(large, table, np.array([axis])) == 3
        found = large(numpy_ns, table, np.array([axis]))
        np.testing.assert_allclose(found, table.sum(axis), rtol=1e-4, atol=1e-3)


def test_kernels_of_several_outputs() -> None:
    class Both(Watched):
        def result(self, xp: Any, x: Any) -> Any:  # type: ignore[override]
            return xp.tanh(x), x.sum()

    kernel = Both()
    large = LargeKernel(kernel, kernel, 1.0)
    assert calls_until_compiled(large, LARGE) == 3
    first, second = large(numpy_ns, LARGE)
    np.testing.assert_allclose(first, np.tanh(LARGE), rtol=1e-6)
    assert type(first) is type(second) is np.ndarray and second.shape == ()


def test_attributes_may_be_lists() -> None:
    class Padding(Watched):
        def result(self, xp: Any, x: Any, widths: Any) -> Any:  # type: ignore[override]
            return xp.pad(x, widths)

    kernel = Padding()
    large = LargeKernel(kernel, kernel, 1.0)
    assert calls_until_compiled(large, LARGE, widths=[[1, 2]]) == 3
    assert calls_until_compiled(large, LARGE, widths=[[1, 2]]) == 0
    assert calls_until_compiled(large, LARGE, widths=[[2, 2]]) == 3


def test_what_xla_cannot_hold_stays_with_numpy() -> None:
    class Checking(Watched):
        def result(self, xp: Any, x: Any) -> Any:  # type: ignore[override]
            xp.raise_if((x > 5.0).any(), "InvalidArgumentError", "too large")
            return x + 1.0

    kernel = Checking()
    assert calls_until_compiled(LargeKernel(kernel, kernel, 1.0), LARGE) == 20


def test_determinism_means_one_kernel_for_all_calls() -> None:
    kernel = Watched()
    tf.config.experimental.enable_op_determinism()
    try:
        assert calls_until_compiled(LargeKernel(kernel, kernel, 1.0), LARGE) == 20
    finally:
        compiled_kernels.settings.deterministic = False


def test_an_op_says_what_xla_saves_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(compiled_kernels, "COMPILING", 1e-9)
    x = tf.constant(LARGE)
    found = [tf.math.erf(x).numpy() for _ in range(6)]
    for y in found[1:]:
        np.testing.assert_allclose(y, found[0], rtol=2e-6)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = tf.math.erf(x)
    slope = 2.0 / np.sqrt(np.pi) * np.exp(-np.square(LARGE))
    np.testing.assert_allclose(tape.gradient(y, x), slope, rtol=1e-5)
