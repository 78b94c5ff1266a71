"""Functions called from several threads at once: tracing one by one, running side by side."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

import tenfold as tf
from tenfold.engine.graph import executable

THREADS = 8


def together(work: Callable[[int], object]) -> list[object]:
    """What `work` gives in each thread; all of them start at once."""
    barrier = threading.Barrier(THREADS)

    def run(i: int) -> object:
        barrier.wait()
        return work(i)

    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(run, range(THREADS)))


@pytest.mark.parametrize("at_once", [False, True], ids=["tiered", "compiled"])
def test_one_function_with_many_shapes(at_once: bool) -> None:
    @tf.function(jit_compile=at_once)
    def f(x: tf.Tensor) -> tf.Tensor:
        return tf.reduce_sum(tf.cumsum(x) * 2.0)

    def work(i: int) -> bool:
        for n in range(1, 12):
            x = np.arange(n + i, dtype=np.float32)
            if not np.isclose(f(tf.constant(x)).numpy(), 2.0 * np.cumsum(x).sum()):
                return False
        return True

    assert all(together(work))


@pytest.mark.parametrize("how", ["eager", "interpreted", "compiled"])
def test_updates_of_one_variable_are_not_lost(how: str, monkeypatch: pytest.MonkeyPatch) -> None:
    v = tf.Variable(0.0)

    def add(x: tf.Tensor) -> tf.Tensor:
        return v.assign_add(x)

    if how == "interpreted":
        monkeypatch.setattr(executable, "compiler_available", lambda: False)
    if how != "eager":
        add = tf.function(add, jit_compile=how == "compiled")
    add(tf.constant(0.0))
    together(lambda i: [add(tf.constant(1.0)) for _ in range(50)])
    assert v.numpy() == 50.0 * THREADS


def test_readers_see_whole_values_while_a_writer_donates_buffers() -> None:
    v = tf.Variable(tf.zeros([1000]))

    @tf.function(jit_compile=True)
    def write() -> None:
        v.assign_add(tf.ones([1000]))

    @tf.function(jit_compile=True)
    def spread() -> tf.Tensor:
        return tf.reduce_max(v) - tf.reduce_min(v)

    def work(i: int) -> list[float]:
        if i % 2:
            return [float(spread()) for _ in range(40)]
        return [0.0 for _ in range(40) if write() is None]

    assert {x for values in together(work) for x in values} == {0.0}  # type: ignore[union-attr]
    assert set(v.numpy()) == {40.0 * THREADS / 2}


def test_tapes_graphs_and_name_scopes_belong_to_one_thread() -> None:
    def work(i: int) -> tuple[float, str, bool]:
        x = tf.constant(float(i))
        with tf.GradientTape() as tape, tf.name_scope(f"thread{i}") as scope:
            tape.watch(x)
            y = tf.function(lambda x: x * x * x)(x)
        return float(tape.gradient(y, x)), scope, tf.executing_eagerly()

    for i, found in enumerate(together(work)):
        assert found == (3.0 * i * i, f"thread{i}/", True)


def test_gradients_of_one_function_in_all_threads() -> None:
    w = tf.Variable(np.eye(4, dtype=np.float32))

    @tf.function
    def loss(x: tf.Tensor) -> tf.Tensor:
        for _ in tf.range(3):
            x = tf.tanh(tf.matmul(x, w))
        return tf.reduce_sum(x)

    def work(i: int) -> np.ndarray:
        found = None
        for _ in range(4):
            with tf.GradientTape() as tape:
                y = loss(tf.fill([2, 4], 0.1 * (i % 2)))
            found = tape.gradient(y, w).numpy()
        assert found is not None
        return found

    found = together(work)
    for i in range(THREADS):
        np.testing.assert_allclose(found[i], found[i % 2], rtol=1e-5)
    assert np.abs(found[1]).sum() > 0  # type: ignore[arg-type]


def test_a_function_that_fails_in_one_thread_leaves_the_others_alone() -> None:
    @tf.function
    def f(x: tf.Tensor, n: int) -> tf.Tensor:
        if n == 3:
            raise RuntimeError("refused while tracing")
        return x + float(n)

    def work(i: int) -> object:
        try:
            return float(f(tf.constant(1.0), i))
        except RuntimeError as error:
            return str(error)

    found = together(work)
    assert found[3] == "refused while tracing"
    assert [x for i, x in enumerate(found) if i != 3] == [1.0 + i for i in range(THREADS) if i != 3]


def test_calls_of_one_function_run_side_by_side() -> None:
    met = threading.Barrier(THREADS, timeout=30)
    v = tf.Variable(1.0)

    def meet(x: np.ndarray) -> np.ndarray:
        met.wait()  # breaks, and fails the call, unless all threads are in here at once
        return x

    @tf.function
    def f(x: tf.Tensor) -> tf.Tensor:
        return tf.numpy_function(meet, [x * v], tf.float32) + v

    f.get_concrete_function(tf.TensorSpec([]))
    assert together(lambda i: float(f(tf.constant(float(i))))) == [i + 1.0 for i in range(THREADS)]
