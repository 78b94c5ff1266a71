"""Loops inside compiled code: one cluster, nothing on the host for each step."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.core import dispatch
from tenfold.core.compiling import Schedule
from tenfold.core.namespace.protocol import Rooms
from tenfold.engine.control_flow import running
from tenfold.engine.graph import executable

pytest.importorskip("jax")


def gradient_of(f: Any, x: Any) -> Any:
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    return tape.gradient(y, x)


def second_gradient_of(f: Any, x: Any) -> Any:
    return gradient_of(lambda x: gradient_of(f, x), x)


def clusters(f: Any, *args: Any) -> tuple[int, Any]:
    """How many clusters a function is compiled to, found after a run; and its result."""
    concrete = tf.function(f).get_concrete_function(*args)
    result = concrete(*args)
    return concrete.executable(()).cluster_count, result


def power(x: Any) -> Any:
    return tf.while_loop(lambda i, _: i < 4, lambda i, y: (i + 1, y * x), (0, tf.ones([])))[1]


def recurrent(x: Any) -> Any:
    """A recurrent net over `[time, units]`, with TensorArrays for inputs and outputs."""
    inputs = tf.TensorArray(tf.float32, size=5).unstack(x)
    outputs = tf.TensorArray(tf.float32, size=5)

    def body(i: Any, s: Any, outputs: Any) -> Any:
        s = tf.tanh(s * 0.5 + inputs.read(i))
        return i + 1, s, outputs.write(i, s)

    first = (0, tf.zeros([3]), outputs)
    return tf.reduce_sum(tf.while_loop(lambda i, *_: i < 5, body, first)[2].stack() ** 2)


def limited(x: Any) -> Any:
    return tf.while_loop(
        lambda y: y < 50.0, lambda y: [y * x], [x], maximum_iterations=tf.constant(20)
    )[0]


def inner_loop(x: Any) -> Any:
    def outer(i: Any, y: Any) -> Any:
        inner = tf.while_loop(lambda j, _: j < 3, lambda j, z: (j + 1, tf.sin(z) * x), (0, y))
        return i + 1, inner[1] + y

    return tf.while_loop(lambda i, _: i < 2, outer, (0, x))[1]


def inner_loop_of_varying_length(x: Any) -> Any:
    def outer(i: Any, y: Any) -> Any:
        return i + 1, tf.while_loop(lambda j, _: j < i, lambda j, z: (j + 1, z * x), (0, y))[1]

    return tf.while_loop(lambda i, _: i < 4, outer, (0, x))[1]


def inner_loop_of_unknown_length(x: Any) -> Any:
    def outer(i: Any, y: Any) -> Any:
        z = tf.while_loop(lambda z: z < 9.0, lambda z: [z * z + x], [y])[0]
        return i + 1, tf.sqrt(z) * 0.5

    return tf.while_loop(lambda i, _: i < 3, outer, (0, x))[1]


def loop_three_deep(x: Any) -> Any:
    def middle(j: Any, y: Any) -> Any:
        steps = tf.while_loop(lambda k, _: k < 2, lambda k, y: (k + 1, tf.sin(y) + x), (0, y))
        return j + 1, steps[1] * 0.5

    def outer(i: Any, y: Any) -> Any:
        return i + 1, tf.while_loop(lambda j, _: j < 2, middle, (0, y))[1]

    return tf.while_loop(lambda i, _: i < 2, outer, (0, x))[1]


def loop_in_a_branch(x: Any) -> Any:
    def looping(y: Any) -> Any:
        return tf.while_loop(lambda j, _: j < 3, lambda j, z: (j + 1, tf.sin(z) + x), (0, y))[1]

    def outer(i: Any, y: Any) -> Any:
        return i + 1, tf.cond(i > 1, lambda: looping(y), lambda: y * x)

    return tf.while_loop(lambda i, _: i < 4, outer, (0, x))[1]


def unknown_length(x: Any) -> Any:
    return tf.while_loop(lambda y: y < 50.0, lambda y: [y * x], [x])[0]


def many_steps(x: Any) -> Any:
    """More of them than lists have room for at first."""
    return tf.while_loop(lambda y: y < 10.5, lambda y: [tf.sqrt(y * y + x)], [x])[0]


def growing_array(x: Any) -> Any:
    """Writes to a TensorArray that is as long as the loop makes it."""
    array = tf.TensorArray(tf.float32, size=0, dynamic_size=True)

    def body(i: Any, y: Any, array: Any) -> Any:
        return i + 1, y * x, array.write(i, y)

    array = tf.while_loop(lambda i, *_: i < 5, body, (0, x, array))[2]
    return tf.reduce_sum(array.stack() ** 2)


ONE_CLUSTER = [power, limited, inner_loop, inner_loop_of_varying_length, loop_three_deep]
ONE_CLUSTER += [loop_in_a_branch, inner_loop_of_unknown_length, unknown_length, growing_array]


@pytest.mark.parametrize("f", ONE_CLUSTER, ids=lambda f: f.__name__)
def test_a_loop_with_its_gradient_is_one_cluster(f: Any) -> None:
    count, found = clusters(lambda x: gradient_of(f, x), tf.constant(1.5))
    assert count == 1
    slope = (f(tf.constant(1.5 + 1e-3)) - f(tf.constant(1.5 - 1e-3))) / 2e-3
    np.testing.assert_allclose(found, slope, rtol=1e-3)


@pytest.mark.parametrize(
    "f", [inner_loop, inner_loop_of_unknown_length, unknown_length, growing_array, many_steps]
)
def test_second_derivatives_are_those_of_the_eager_loop(f: Any) -> None:
    x = tf.constant(1.5)
    compiled = tf.function(lambda x: (gradient_of(f, x), second_gradient_of(f, x)))
    for _ in range(2):
        first, second = compiled(x)
        np.testing.assert_allclose(first, gradient_of(f, x), rtol=1e-4)
        np.testing.assert_allclose(second, second_gradient_of(f, x), rtol=1e-3, atol=1e-4)


def test_bodies_of_interpreted_loops_hand_lists_of_lists_on(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """The outer loop runs step by step on the first call, its body compiled after a few steps."""
    monkeypatch.setattr(executable, "schedule_of", lambda *_: Schedule(1, 2))
    x = tf.constant([0.5, 1.0, 1.5])
    for f in (inner_loop, loop_in_a_branch):
        found = tf.function(lambda x, f=f: gradient_of(f, x))(x)
        np.testing.assert_allclose(found, gradient_of(f, x), rtol=1e-4)


def test_lists_that_are_too_short_make_room_and_run_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Rooms, "FIRST", 2)
    v = tf.Variable(1.0)

    @tf.function(jit_compile=True)
    def f(x: Any) -> Any:
        v.assign_add(1.0)
        return gradient_of(lambda x: many_steps(x * v) + tf.random.uniform([], seed=1) * 0.0, x)

    for _ in range(2):
        v.assign(1.0)
        found = f(tf.constant(1.5))
        assert v.numpy() == 2  # the run that had too little room has left nothing
        expected = gradient_of(lambda x: many_steps(x * 2.0), tf.constant(1.5))
        np.testing.assert_allclose(found, expected, rtol=1e-3)


def test_an_array_of_unknown_length_is_stacked_after_its_loop() -> None:
    def f(x: Any) -> Any:
        array = tf.TensorArray(tf.float32, size=0, dynamic_size=True)

        def body(i: Any, y: Any, array: Any) -> Any:
            return i + 1, y * x, array.write(i, y)

        first = (0, x, array)
        return tf.while_loop(lambda i, y, _: y < 20.0, body, first)[2].stack()

    compiled = tf.function(f)
    for value in (2.0, 1.5, 1.01):
        for _ in range(2):
            np.testing.assert_allclose(compiled(tf.constant(value)), f(tf.constant(value)), 1e-4)


def test_a_recurrent_net_with_its_gradient_is_one_cluster() -> None:
    x = tf.constant(np.random.default_rng(0).normal(size=(5, 3)).astype(np.float32))
    count, found = clusters(lambda x: gradient_of(recurrent, x), x)
    assert count == 1
    np.testing.assert_allclose(found, gradient_of(recurrent, x), rtol=1e-4, atol=1e-6)


def test_second_derivatives_of_a_bounded_loop_are_one_cluster() -> None:
    count, found = clusters(lambda x: second_gradient_of(power, x), tf.constant(2.0))
    assert (count, found.numpy()) == (1, 48)


def test_a_loop_of_unknown_length_is_one_cluster_without_a_gradient() -> None:
    count, found = clusters(
        lambda x: tf.while_loop(lambda y: y < 50.0, lambda y: [y * x], [x])[0], tf.constant(2.0)
    )
    assert (count, found.numpy()) == (1, 64)


def test_a_variable_written_in_a_loop_stays_in_the_cluster() -> None:
    v = tf.Variable(0.0)

    def f(n: Any) -> Any:
        def body(i: Any) -> Any:
            v.assign_add(2.0)
            return [i + 1]

        return tf.while_loop(lambda i: i < n, body, [0])[0]

    count, found = clusters(f, tf.constant(7))
    assert (count, found.numpy(), v.numpy()) == (1, 7, 14)


def test_long_loops_run_nothing_on_the_host_for_each_step(monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    kernel, held = dispatch.run_kernel, running.run_on_host
    monkeypatch.setattr(
        dispatch, "run_kernel", lambda op, *a: (calls.append(op.name), kernel(op, *a))[1]
    )
    monkeypatch.setattr(running, "run_on_host", lambda *a: (calls.append("held"), held(*a))[1])

    @tf.function(jit_compile=True)
    def f(n: Any) -> Any:
        return tf.while_loop(lambda i, s: i < n, lambda i, s: (i + 1, s + i), (0, 0))[1]

    assert f(tf.constant(10)).numpy() == 45
    calls.clear()
    assert f(tf.constant(10_000)).numpy() == 49_995_000
    assert calls == []


def test_a_failed_check_ends_the_loop_and_names_itself() -> None:
    seen = tf.Variable(0)

    @tf.function
    def f(n: Any) -> Any:
        def body(i: Any) -> Any:
            tf.debugging.Assert(i < 3, ["too far", i])
            seen.assign_add(1)
            return [i + 1]

        return tf.while_loop(lambda i: i < n, body, [0])[0]

    assert f(tf.constant(3)).numpy() == 3
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=r"assertion failed: \[too far\] \[3\]"
    ):
        f(tf.constant(8))


def test_a_failed_check_tells_its_values_from_within() -> None:
    """An index is out of range in a branch in a loop in a loop: each hands the value on."""

    @tf.function(jit_compile=True)
    def f(x: Any, n: Any) -> Any:
        def inner(j: Any, s: Any) -> Any:
            return j + 1, s + tf.cond(n > 0, lambda: tf.gather(x, j), lambda: 0.0)

        def outer(i: Any, s: Any) -> Any:
            return i + 1, tf.while_loop(lambda j, _: j <= i, inner, (0, s))[1]

        return tf.while_loop(lambda i, _: i < n, outer, (0, 0.0))[1]

    assert f(tf.constant([1.0, 2.0]), tf.constant(2)).numpy() == 4
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"indices = 2 is not in \[0, 2\)"):
        f(tf.constant([1.0, 2.0]), tf.constant(4))


def test_a_check_of_the_condition_names_itself_on_the_first_step() -> None:
    @tf.function(jit_compile=True)
    def f(x: Any, n: Any) -> Any:
        def body(i: Any) -> Any:
            tf.debugging.Assert(i < 100, ["the body", i])
            return [i + 1]

        return tf.while_loop(lambda i: tf.gather(x, i + n) > 0.0, body, [0])[0]

    assert f(tf.constant([1.0, 0.0]), tf.constant(0)).numpy() == 1
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"indices = 7 is not in \[0, 2\)"):
        f(tf.constant([1.0, 0.0]), tf.constant(7))


def test_a_list_that_no_step_writes_to() -> None:
    """A loop of no steps, as compiled code and its gradient see it."""

    @tf.function
    def f(x: Any) -> Any:
        return tf.while_loop(lambda i, _: i < 0, lambda i, y: (i + 1, tf.sin(y)), (0, x))[1]

    assert gradient_of(f, tf.constant(2.0)).numpy() == 1
