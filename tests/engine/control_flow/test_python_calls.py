"""tf.py_function and tf.numpy_function."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import tenfold as tf

Stage = Callable[..., Any]


def test_py_function_gets_eager_tensors(staged: Stage) -> None:
    seen = []

    def double(x: Any) -> Any:
        seen.append(x.numpy().tolist())
        return x * 2.0

    f = staged(lambda x: tf.py_function(double, [x], tf.float32) + 1.0)
    assert f(tf.constant([1.0, 2.0])).numpy().tolist() == [3, 5]
    assert f(tf.constant([5.0, 6.0])).numpy().tolist() == [11, 13]
    assert seen == [[1, 2], [5, 6]]


def test_numpy_function_gets_arrays(staged: Stage) -> None:
    seen = []

    def double(x: Any) -> Any:
        seen.append(type(x))
        return x * 2

    f = staged(lambda x: tf.numpy_function(double, [x], tf.int32))
    assert f(tf.constant([1, 2])).numpy().tolist() == [2, 4]
    assert seen == [np.ndarray]


@pytest.mark.parametrize("call", [tf.py_function, tf.numpy_function], ids=["py", "numpy"])
def test_several_results(staged: Stage, call: Any) -> None:
    @staged
    def f(x: Any) -> Any:
        a, b = call(lambda x: (x + 1, np.float32(0.5)), [x], [tf.int32, tf.float32])
        return a, b

    a, b = f(tf.constant(4))
    assert (a.numpy(), b.numpy(), a.dtype, b.dtype) == (5, 0.5, tf.int32, tf.float32)


def test_a_call_without_results_runs(staged: Stage) -> None:
    seen = []

    @staged
    def f(x: Any) -> Any:
        assert tf.py_function(lambda x: seen.append(x.numpy().item()), [x], []) == []
        return x

    f(tf.constant(3))
    f(tf.constant(4))
    assert seen == [3, 4]


def test_calls_run_in_their_order_between_writes(staged: Stage) -> None:
    v = tf.Variable(1)
    seen = []

    @staged
    def f() -> None:
        v.assign_add(10)
        tf.py_function(lambda: seen.append(v.numpy().item()), [], [])
        v.assign_add(100)
        tf.py_function(lambda: seen.append(v.numpy().item()), [], [])

    f()
    assert seen == [11, 111]


def test_derivatives_flow_through_py_function(staged: Stage) -> None:
    f = staged(lambda x: tf.py_function(lambda x: x**3, [x], tf.float32) * 2.0)
    x = tf.constant(2.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    np.testing.assert_allclose((y, tape.gradient(y, x)), (16, 24), rtol=1e-5)


def test_a_source_that_the_function_ignores_has_a_zero_gradient(graph: Stage) -> None:
    f = graph(lambda x, y: tf.py_function(lambda x, y: x * 3.0, [x, y], tf.float32))
    x, y = tf.constant(2.0), tf.constant([1.0, 1.0])
    with tf.GradientTape() as tape:
        tape.watch([x, y])
        z = f(x, y)
    dx, dy = tape.gradient(z, [x, y])
    assert (dx.numpy(), dy.numpy().tolist()) == (3, [0, 0])


def test_no_gradient_flows_through_numpy_function(graph: Stage) -> None:
    f = graph(lambda x: tf.numpy_function(lambda x: x * 3.0, [x], tf.float32))
    x = tf.constant(2.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    assert tape.gradient(y, x) is None


def fail_with(error: Exception) -> Callable[..., Any]:
    def function(*args: Any) -> Any:
        raise error

    return function


@pytest.mark.parametrize(
    ("error", "expected"),
    [
        (ValueError("too long"), tf.errors.InvalidArgumentError),
        (TypeError("too long"), tf.errors.InvalidArgumentError),
        (StopIteration("too long"), tf.errors.OutOfRangeError),
        (MemoryError("too long"), tf.errors.ResourceExhaustedError),
        (NotImplementedError("too long"), tf.errors.UnimplementedError),
        (ZeroDivisionError("too long"), tf.errors.UnknownError),
    ],
    ids=lambda x: type(x).__name__ if isinstance(x, Exception) else "",
)
@pytest.mark.parametrize("call", [tf.py_function, tf.numpy_function], ids=["py", "numpy"])
def test_exceptions_come_out_as_tensorflow_has_them(
    graph: Stage, call: Any, error: Exception, expected: Any
) -> None:
    with pytest.raises(expected, match="too long"):
        graph(lambda x: call(fail_with(error), [x], tf.float32))(tf.constant(1.0))


@pytest.mark.parametrize("call", [tf.py_function, tf.numpy_function], ids=["py", "numpy"])
def test_another_dtype_than_promised_is_refused(graph: Stage, call: Any) -> None:
    f = graph(lambda x: call(lambda x: x + 1, [x], tf.float32))
    with pytest.raises(tf.errors.InvalidArgumentError):
        f(tf.constant(1))


@pytest.mark.parametrize("call", [tf.py_function, tf.numpy_function], ids=["py", "numpy"])
def test_another_number_of_results_than_promised_is_refused(graph: Stage, call: Any) -> None:
    f = graph(lambda x: call(lambda x: (x, x), [x], [tf.int32]))
    with pytest.raises((tf.errors.InvalidArgumentError, tf.errors.UnknownError)):
        f(tf.constant(1))


def test_what_is_no_function_is_refused() -> None:
    with pytest.raises(ValueError, match="callable"):
        tf.py_function(3, [1], tf.int32)
    with pytest.raises(TypeError, match="callable"):
        tf.numpy_function(3, [1], tf.int32)


def test_the_function_lives_as_long_as_the_graph() -> None:
    class Doubling:
        def __call__(self, x: Any) -> Any:
            return x * 2

    def make() -> tuple[Any, Any]:
        doubling = Doubling()
        f = tf.function(lambda x: tf.py_function(doubling, [x], tf.int32))
        return f.get_concrete_function(tf.TensorSpec([], tf.int32)), weakref.ref(doubling)

    f, doubling = make()
    gc.collect()
    assert f(tf.constant(4)).numpy() == 8
    del f
    gc.collect()
    assert doubling() is None


def test_a_call_in_a_loop_and_in_a_branch(graph: Stage) -> None:
    seen = []

    def note(i: Any) -> Any:
        seen.append(i.numpy().item())
        return i + 1

    @graph
    def f(n: Any) -> Any:
        def body(i: Any) -> Any:
            return [tf.cond(i < 2, lambda: tf.py_function(note, [i], tf.int32), lambda: i + 1)]

        shapes = [tf.TensorShape(None)]
        return tf.while_loop(lambda i: i < n, body, [0], shape_invariants=shapes)[0]

    assert f(tf.constant(4)).numpy() == 4
    assert seen == [0, 1]


def test_a_stateless_call_that_nobody_uses_is_left_out(graph: Stage) -> None:
    seen = []

    @graph
    def f(x: Any) -> Any:
        note = lambda k: lambda x: (seen.append(k), x)[1]  # noqa: E731
        tf.numpy_function(note("stateful"), [x], tf.int32)
        tf.numpy_function(note("stateless"), [x], tf.int32, stateful=False)
        return x

    f(tf.constant(1))
    assert seen == ["stateful"]
