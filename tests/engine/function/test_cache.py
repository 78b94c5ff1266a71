"""Which trace a call gets: sizes left open, a bounded cache, explain(), the warning."""

from __future__ import annotations

import gc
import logging
import threading
import weakref

import numpy as np
import pytest

import tenfold as tf
from tenfold.core.compiling import Schedule
from tenfold.engine.function import cache
from tenfold.engine.graph import executable

jax = pytest.importorskip("jax")

SWITCH = 8


@pytest.fixture(autouse=True)
def soon(monkeypatch: pytest.MonkeyPatch) -> None:
    """Lets functions run compiled from the 8th call on, however little they have to do."""
    monkeypatch.setattr(executable, "schedule_of", lambda *_: Schedule(SWITCH // 2, SWITCH))


def shapes_seen(seen: list[object]):
    def function(x: tf.Tensor) -> tf.Tensor:
        seen.append(x._shape)  # not through `.shape`, which would count as looking at the size
        return tf.reduce_sum(x * x, axis=0)

    return tf.function(function)


def test_the_second_shape_leaves_the_size_open() -> None:
    seen: list[object] = []
    f = shapes_seen(seen)
    for n in (2, 3, 4, 5, 2):
        np.testing.assert_allclose(f(tf.ones([n, 2])), [n, n])
    assert seen == [(2, 2), (None, 2)]
    assert f.experimental_get_tracing_count() == 2


def test_a_function_that_looks_at_the_size_gets_a_trace_for_each_shape() -> None:
    @tf.function
    def doubled(x: tf.Tensor) -> tf.Tensor:
        return tf.reshape(x, [x.shape[0] * 2])

    for n in (2, 3, 4):
        assert doubled(tf.ones([n, 2])).shape == [2 * n]


@pytest.mark.parametrize(
    "look",
    [
        lambda s: s[0] == 3,
        lambda s: s.as_list()[0] == 3,
        lambda s: s == tf.TensorShape([3, 2]),
        lambda s: next(iter(s)) == 3,
        lambda s: s.num_elements() == 6,
    ],
    ids=["item", "list", "equality", "iteration", "product"],
)
def test_a_comparison_with_an_open_size_is_never_taken_for_an_answer(look) -> None:
    f = tf.function(lambda x: x + 1.0 if look(x.shape) else x)
    assert [f(tf.zeros([n, 2]))[0, 0].numpy() for n in (2, 3, 4)] == [0.0, 1.0, 0.0]


def test_reduce_retracing_keeps_the_open_size_whatever_the_function_looks_at() -> None:
    seen = []

    @tf.function(reduce_retracing=True)
    def f(x: tf.Tensor) -> tf.Tensor:
        seen.append(x.shape[0])
        return x

    for n in (2, 3, 4):
        f(tf.ones([n]))
    assert seen == [2, None]


def test_ranks_and_dtypes_have_traces_of_their_own() -> None:
    f = shapes_seen(seen := [])
    f(tf.ones([2])), f(tf.ones([2, 2])), f(tf.ones([2], tf.float64))
    assert seen == [(2,), (2, 2), (2,)]


def test_the_cache_is_bounded_and_lets_go_of_what_was_not_used_for_longest(monkeypatch) -> None:
    monkeypatch.setattr(cache, "LIMIT", 3)
    monkeypatch.setattr(cache, "WARN_AFTER", 1000)
    f = tf.function(lambda x, n: x * n)
    for n in range(3):
        f(tf.constant(1.0), n)
    first = weakref.ref(f.get_concrete_function(tf.constant(1.0), 0))
    second = weakref.ref(f.get_concrete_function(tf.constant(1.0), 1))
    f(tf.constant(1.0), 0)
    f(tf.constant(1.0), 3)
    gc.collect()
    assert first() is not None and second() is None
    assert len(f.explain().records) == 3
    assert f(tf.constant(2.0), 1).numpy() == 2.0


def test_explain_tells_why_and_what_runs_where() -> None:
    f = tf.function(lambda x, n: x * n)
    f(tf.constant(1.0), 2)
    for _ in range(SWITCH):
        f(tf.constant(1.0), 3)
    records = f.explain().records
    assert records[0].reason == "the first call"
    assert records[1].reason == "'n' is 3 (a Python int), was 2 (a Python int)"
    text = str(f.explain())
    assert "x: float32[]" in text and "ops compiled in" in text and "interpreted so far" in text


def test_explain_names_what_runs_on_the_host() -> None:
    f = tf.function(lambda x: tf.numpy_function(np.sinh, [x], tf.float32) + 1.0)
    f(tf.constant(0.0))
    assert "1 ops on the host (PyFunc)" in str(f.explain())


def test_the_argument_that_keeps_changing_is_named_once(caplog) -> None:
    f = tf.function(lambda x, n: x * n)
    with caplog.at_level(logging.WARNING, logger="tenfold"):
        for n in range(12):
            f(tf.constant(1.0), n)
    assert len(caplog.records) == 1
    message = caplog.records[0].getMessage()
    assert "'n' is 6 (a Python int), was 5 (a Python int)" in message
    assert "pass a tensor instead of a Python value" in message


def test_the_count_of_calls_decides_what_runs_compiled() -> None:
    runs = []
    f = tf.function(lambda x: tf.sin(x) + 1.0)
    for _ in range(SWITCH):
        runs.append("compiled" in str(f.explain()))
        np.testing.assert_allclose(f(tf.constant(0.5)), np.sin(0.5) + 1, rtol=1e-6)
    assert runs == [False] * SWITCH and "compiled" in str(f.explain())


def test_the_compiler_works_in_the_background_and_only_once() -> None:
    compiled_by = []

    f = tf.function(lambda x: tf.sin(x) + 1.0)
    f(tf.constant(0.5))
    (step,) = f.get_concrete_function(tf.TensorSpec([])).executable(())._steps
    body = step.cluster._body

    def noted(*args):
        compiled_by.append(threading.current_thread().name)
        return body(*args)

    step.cluster._jitted = jax.jit(noted)
    for _ in range(SWITCH + 2):
        f(tf.constant(0.5))
    assert len(compiled_by) == 1 and compiled_by[0].startswith("tenfold-compile")


def test_each_shape_counts_for_itself_and_compiles_in_the_background() -> None:
    f = tf.function(lambda x: tf.reduce_sum(tf.exp(x)))
    for _ in range(SWITCH + 1):
        for size in (2, 3, 5):
            np.testing.assert_allclose(f(tf.zeros([size])), size)
    assert len(f.explain().records) == 2  # the second leaves the size open


def test_what_fails_while_compiling_in_the_background_is_told_at_the_call() -> None:
    f = tf.function(lambda x: tf.sin(x) + 1.0)
    f(tf.constant(0.5))
    (step,) = f.get_concrete_function(tf.TensorSpec([])).executable(())._steps

    def failing(*args):
        raise ValueError("cannot be compiled")

    step.cluster._jitted = jax.jit(failing)
    for _ in range(SWITCH - 2):
        f(tf.constant(0.5))
    with pytest.raises(ValueError, match="cannot be compiled"):
        f(tf.constant(0.5))


def test_jit_compile_compiles_at_once() -> None:
    f = tf.function(lambda x: tf.sin(x) + 1.0, jit_compile=True)
    f(tf.constant(0.5))
    assert "compiled" in str(f.explain())


def test_random_numbers_go_on_where_the_interpreter_stopped() -> None:
    def draws(f) -> list[float]:
        return [f().numpy().item() for _ in range(4)]

    tf.random.set_seed(3)
    mixed = draws(tf.function(lambda: tf.random.uniform([], seed=1)))
    tf.random.set_seed(3)
    compiled = draws(tf.function(lambda: tf.random.uniform([], seed=1), jit_compile=True))
    assert mixed == compiled and len(set(mixed)) == 4
