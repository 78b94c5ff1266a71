"""tf.vectorized_map: values, gradients, checks, and functions that cannot be vectorised."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf

Stage = Callable[..., Any]
ROWS = tf.constant([[1.0, 2.0], [3.0, -1.0], [0.5, 2.0]])


def test_each_row_is_mapped(staged: Stage) -> None:
    f = staged(lambda x: tf.vectorized_map(lambda row: tf.reduce_sum(row * row), x))
    np.testing.assert_allclose(f(ROWS), [5, 10, 4.25])


def test_structures_in_and_out(staged: Stage) -> None:
    @staged
    def f(x: Any, y: Any) -> Any:
        return tf.vectorized_map(lambda p: {"sum": p[0] + p[1], "same": p[0]}, (x, y))

    found = f(ROWS, tf.constant([1.0, 2.0, 3.0]))
    assert found["sum"].numpy().tolist() == [[2, 3], [5, 1], [3.5, 5]]
    assert found["same"].numpy().tolist() == ROWS.numpy().tolist()


def test_one_row_goes_with_each_of_the_others(staged: Stage) -> None:
    f = staged(lambda x, y: tf.vectorized_map(lambda p: p[0] * p[1], (x, y)))
    assert f(tf.constant([1.0, 2.0, 3.0]), tf.constant([10.0])).numpy().tolist() == [10, 20, 30]


def test_derivatives_and_a_captured_variable(staged: Stage) -> None:
    v = tf.Variable([2.0, 3.0])

    @staged
    def f(x: Any) -> Any:
        return tf.reduce_sum(tf.vectorized_map(lambda row: tf.reduce_sum(v * row) ** 2, x))

    with tf.GradientTape() as outer:
        outer.watch(ROWS)
        with tf.GradientTape() as inner:
            inner.watch(ROWS)
            y = f(ROWS)
        dx, dv = inner.gradient(y, [ROWS, v])
        total = tf.reduce_sum(dx**2)
    second = outer.gradient(total, ROWS)
    x, w = ROWS.numpy(), v.numpy()
    dot = x @ w
    np.testing.assert_allclose(y, (dot**2).sum(), rtol=1e-5)
    np.testing.assert_allclose(dx, 2 * dot[:, None] * w, rtol=1e-5)
    np.testing.assert_allclose(dv, (2 * dot[:, None] * x).sum(0), rtol=1e-5)
    np.testing.assert_allclose(second, 8 * (w @ w) * dot[:, None] * w, rtol=1e-5)


def test_no_rows(staged: Stage) -> None:
    f = staged(lambda x: tf.vectorized_map(lambda row: tf.tile(row, [2]), x))
    found = f(tf.zeros([0, 3]))
    assert (found.shape.as_list(), found.dtype) == ([0, 6], tf.float32)


def test_a_check_of_any_row_fails(staged: Stage) -> None:
    @staged
    def f(indices: Any) -> Any:
        return tf.vectorized_map(lambda i: tf.gather([10, 20, 30], i), indices)

    assert f(tf.constant([2, 0])).numpy().tolist() == [30, 10]
    with pytest.raises(tf.errors.InvalidArgumentError):
        f(tf.constant([0, 3]))


def test_a_function_that_changes_state_goes_row_by_row(staged: Stage) -> None:
    v = tf.Variable(0.0)

    @staged
    def f(x: Any) -> Any:
        return tf.vectorized_map(lambda row: v.assign_add(row) * 10.0, x)

    f(tf.constant([1.0, 2.0, 3.0]))
    assert v.numpy() == 6


def test_random_numbers_differ_from_row_to_row(staged: Stage) -> None:
    tf.random.set_seed(1)
    f = staged(lambda x: tf.vectorized_map(lambda row: row * tf.random.uniform([], seed=2), x))
    assert len(set(f(tf.ones([4])).numpy().tolist())) == 4


def test_without_the_fallback_such_functions_are_refused() -> None:
    v = tf.Variable(0.0)
    with pytest.raises(ValueError, match="fallback_to_while_loop"):
        tf.vectorized_map(v.assign_add, tf.ones([2]), fallback_to_while_loop=False)


def test_gradients_after_a_call_without_a_tape(staged: Stage) -> None:
    """What a gradient saves is no output of what ran before it was asked for."""

    def cubed(row: Any) -> Any:
        return tf.while_loop(lambda i, _: i < 2, lambda i, y: (i + 1, y * row), (0, row))[1]

    f = staged(lambda x: tf.vectorized_map(cubed, x))
    x = tf.constant([1.0, 2.0, 3.0])
    for _ in range(2):
        assert f(x).numpy().tolist() == [1, 8, 27]
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = f(x)
        np.testing.assert_allclose(tape.gradient(y, x), [3, 12, 27], rtol=1e-6)


def test_what_has_no_rows_is_refused() -> None:
    with pytest.raises(ValueError, match="elems"):
        tf.vectorized_map(lambda row: row, [])
    with pytest.raises(ValueError, match="rows"):
        tf.vectorized_map(lambda p: p[0], (tf.ones([2]), tf.ones([3])))


def test_it_is_one_cluster() -> None:
    pytest.importorskip("jax")
    f = tf.function(lambda x: tf.vectorized_map(lambda row: tf.cumsum(row) * row[0], x) + 1.0)
    concrete = f.get_concrete_function(tf.TensorSpec([3, 2]))
    expected = np.cumsum(ROWS, 1) * ROWS.numpy()[:, :1] + 1
    np.testing.assert_allclose(concrete(ROWS), expected, rtol=1e-6)
    assert concrete.executable(()).cluster_count == 1
