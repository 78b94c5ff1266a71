"""tf.map_fn, tf.scan, tf.foldl and tf.foldr."""

from __future__ import annotations

import collections
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf

Stage = Callable[..., Any]
ROWS = tf.constant([[1.0, 2.0], [3.0, -1.0], [0.5, 2.0]])


def gradients(f: Callable[..., Any], x: Any) -> tuple[Any, Any]:
    """The first derivative of f at x, and that of its squares' sum."""
    with tf.GradientTape() as outer:
        outer.watch(x)
        with tf.GradientTape() as inner:
            inner.watch(x)
            y = f(x)
        first = inner.gradient(y, x)
        total = tf.reduce_sum(first**2)
    return first.numpy(), outer.gradient(total, x).numpy()


def test_map_fn_calls_a_function_on_each_row(staged: Stage) -> None:
    f = staged(lambda x: tf.map_fn(lambda row: tf.reduce_sum(row * row), x))
    np.testing.assert_allclose(f(ROWS), [5, 10, 4.25])


def test_rows_of_unknown_number(graph: Stage) -> None:
    f = graph(
        lambda x: tf.map_fn(lambda row: row * 2.0, x), input_signature=[tf.TensorSpec([None, 2])]
    )
    for n in (0, 1, 3):
        assert f(ROWS[:n]).numpy().tolist() == (ROWS[:n] * 2.0).numpy().tolist()


def test_map_fn_over_structures(staged: Stage) -> None:
    Pair = collections.namedtuple("Pair", "a b")

    @staged
    def f(x: Any, y: Any) -> Any:
        def row(pair: Any) -> Any:
            return {"sum": pair.a + pair.b, "is": [pair.a > pair.b]}

        signature = {"sum": tf.float32, "is": [tf.TensorSpec([], tf.bool)]}
        return tf.map_fn(row, Pair(x, y), fn_output_signature=signature)

    found = f(tf.constant([1.0, 5.0]), tf.constant([2.0, 3.0]))
    assert found["sum"].numpy().tolist() == [3, 8]
    assert found["is"][0].numpy().tolist() == [False, True]


def test_map_fn_has_derivatives(staged: Stage) -> None:
    f = staged(lambda x: tf.reduce_sum(tf.map_fn(lambda row: row**3, x)))
    first, second = gradients(f, ROWS)
    x = ROWS.numpy()
    np.testing.assert_allclose(first, 3 * x**2, rtol=1e-5)
    np.testing.assert_allclose(second, 2 * 3 * x**2 * 6 * x, rtol=1e-5)


def test_a_captured_variable_has_a_gradient(staged: Stage) -> None:
    v = tf.Variable(2.0)
    f = staged(lambda x: tf.reduce_sum(tf.map_fn(lambda row: row * v * v, x)))
    with tf.GradientTape() as tape:
        y = f(tf.constant([1.0, 2.0]))
    assert tape.gradient(y, v).numpy() == 12


def test_map_fn_refuses_other_results_than_promised(staged: Stage) -> None:
    x = tf.constant([1, 2])
    with pytest.raises((TypeError, ValueError), match=r"structure|same nested"):
        staged(lambda: tf.map_fn(lambda row: (row, row), x))()
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"dtype|data types"):
        staged(lambda: tf.map_fn(lambda row: tf.cast(row, tf.float32), x))()


@pytest.mark.parametrize("f", [tf.map_fn, tf.scan, tf.foldl, tf.foldr], ids=lambda f: f.__name__)
def test_what_has_no_rows_is_refused(f: Any) -> None:
    function = (lambda row: row) if f is tf.map_fn else (lambda state, row: row)
    with pytest.raises(ValueError, match=r"elems|scalar|1\+ dim"):
        f(function, tf.constant(1.0) if f is tf.map_fn else [])
    with pytest.raises(TypeError, match="callable"):
        f(3, ROWS)


@pytest.mark.parametrize("reverse", [False, True], ids=["forward", "reverse"])
def test_scan_starts_with_the_first_row(staged: Stage, reverse: bool) -> None:
    f = staged(lambda x: tf.scan(lambda a, row: a * 10.0 + row, x, reverse=reverse))
    found = f(tf.constant([1.0, 2.0, 3.0])).numpy().tolist()
    assert found == ([321, 32, 3] if reverse else [1, 12, 123])


@pytest.mark.parametrize("reverse", [False, True], ids=["forward", "reverse"])
def test_scan_with_an_initializer(staged: Stage, reverse: bool) -> None:
    @staged
    def f(x: Any) -> Any:
        step = lambda s, row: (s[0] + row, s[1] * 2)  # noqa: E731
        return tf.scan(step, x, (tf.constant([0.0, 1.0]), tf.constant(1)), reverse=reverse)

    sums, powers = f(ROWS)
    x = ROWS.numpy()
    x = np.cumsum(x[::-1], 0)[::-1] if reverse else np.cumsum(x, 0)
    np.testing.assert_allclose(sums, x + [0, 1], rtol=1e-6)
    assert powers.numpy().tolist() == ([8, 4, 2] if reverse else [2, 4, 8])


def test_scan_has_derivatives(staged: Stage) -> None:
    f = staged(lambda x: tf.reduce_sum(tf.scan(lambda a, row: a * row, x)))
    x = tf.constant([2.0, 3.0, 5.0])  # a + ab + abc
    first, second = gradients(f, x)
    g = np.array([1 + 3 + 15, 2 + 10, 6])
    hessian = np.array([[0, 6, 3], [6, 0, 2], [3, 2, 0]])
    np.testing.assert_allclose(first, g, rtol=1e-5)
    np.testing.assert_allclose(second, 2 * hessian @ g, rtol=1e-5)


def test_folds_go_in_their_direction(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        step = lambda a, row: a * 10.0 + row  # noqa: E731
        return (
            tf.foldl(step, x),
            tf.foldr(step, x),
            tf.foldl(step, x, initializer=9.0),
            tf.foldr(step, x, initializer=9.0),
        )

    found = [t.numpy() for t in f(tf.constant([1.0, 2.0, 3.0]))]
    assert found == [123, 321, 9123, 9321]


def test_folds_over_structures(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        step = lambda a, rows: a + rows["k"] * rows["l"]  # noqa: E731
        return tf.foldl(step, {"k": x, "l": x * 2.0}, initializer=0.0)

    assert f(tf.constant([1.0, 2.0, 3.0])).numpy() == 28


@pytest.mark.parametrize("fold", [tf.foldl, tf.foldr], ids=["foldl", "foldr"])
def test_folds_have_derivatives(staged: Stage, fold: Any) -> None:
    f = staged(lambda x: fold(lambda a, row: a * row, x))
    first, second = gradients(f, tf.constant([2.0, 3.0, 5.0]))
    g = np.array([15, 10, 6])
    hessian = np.array([[0, 5, 3], [5, 0, 2], [3, 2, 0]])
    np.testing.assert_allclose(first, g, rtol=1e-5)
    np.testing.assert_allclose(second, 2 * hessian @ g, rtol=1e-5)


class Pair(tf.experimental.BatchableExtensionType):
    first: tf.Tensor
    second: tf.Tensor


def test_map_fn_takes_and_gives_batches_of_extension_types(staged) -> None:
    pairs = Pair(tf.constant([1.0, 2.0]), tf.constant([3, 4]))
    spec = Pair.Spec(tf.TensorSpec([]), tf.TensorSpec([], tf.int32))
    mapped = staged(lambda p: tf.map_fn(lambda q: Pair(q.first * 2.0, q.second + 1), p))(pairs)
    assert mapped.first.numpy().tolist() == [2, 4] and mapped.second.numpy().tolist() == [4, 5]
    made = tf.map_fn(
        lambda q: {"x": Pair(q["p"].first * q["y"], q["p"].second)},
        {"p": pairs, "y": tf.constant([5.0, 6.0])},
        fn_output_signature={"x": spec},
    )
    assert made["x"].first.numpy().tolist() == [5, 12]
    apart = tf.map_fn(lambda q: q.first, pairs, fn_output_signature=tf.float32)
    assert apart.numpy().tolist() == [1, 2]
