"""When a cluster is compiled: the count of calls, from what they have to do."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.core import compiling
from tenfold.core.compiling import Schedule
from tenfold.engine.graph import tiers

pytest.importorskip("jax")


def schedule_for(function: Any, *args: Any, calls: int = 1) -> Schedule:
    concrete = tf.function(function).get_concrete_function(*args)
    for _ in range(calls):
        concrete(*[a for a in args if isinstance(a, tf.Tensor)])
    (step,) = concrete.executable(())._steps
    (found,) = step._calls.values()
    return found.schedule


def many_steps(x: tf.Tensor) -> tf.Tensor:
    for _ in range(50):
        x = tf.tanh(x) + 1.0
    return x


def test_what_does_little_is_interpreted_as_long_as_that_is_allowed() -> None:
    assert schedule_for(lambda x: x + 1.0, tf.constant(1.0)) == (
        compiling.MOST // 3,
        compiling.MOST,
    )


def test_what_moves_much_is_compiled_sooner() -> None:
    light = schedule_for(many_steps, tf.ones([10, 10]))
    heavy = schedule_for(many_steps, tf.ones([500, 500]))
    assert compiling.LEAST < heavy.switch < light.switch / 20 < compiling.MOST


def test_what_has_many_ops_is_compiled_sooner() -> None:
    few = schedule_for(lambda x: many_steps(x), tf.ones([10]))
    many = schedule_for(lambda x: many_steps(many_steps(many_steps(x))), tf.ones([10]))
    assert many.switch < 0.5 * few.switch


def test_what_goes_over_its_images_again_and_again_is_compiled_sooner() -> None:
    def gradient(x: tf.Tensor) -> tf.Tensor:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.nn.max_pool2d(x, 2, 2, "SAME")
        return tape.gradient(y, x)

    x = tf.ones([16, 32, 32, 64])
    once = schedule_for(lambda x: tf.square(tf.abs(x)), x)
    assert schedule_for(gradient, x).switch < once.switch / 2


def test_the_count_is_the_same_however_often_it_is_asked_for() -> None:
    found = [schedule_for(many_steps, tf.ones([200, 200]), calls=n) for n in (1, 2, 3)]
    assert found[0] == found[1] == found[2]


def test_products_are_no_reason_to_compile() -> None:
    def products(x: tf.Tensor) -> tf.Tensor:
        for _ in range(10):
            x = tf.matmul(x, x)
        return x

    assert schedule_for(products, tf.ones([400, 400])).switch == compiling.MOST


def test_products_of_other_shapes_take_the_compiler_longer() -> None:
    def steps(sizes: list[int]) -> Schedule:
        return schedule_for(
            lambda x: (many_steps(x), [x[:rows] @ x for rows in sizes]), tf.ones([200, 200])
        )

    some = steps([20] * 20)
    assert compiling.MOST > steps(list(range(10, 30))).switch > 2 * some.switch


def test_convolutions_of_windows_are_a_reason_to_compile() -> None:
    def convolve(x: tf.Tensor, f: tf.Tensor) -> tf.Tensor:
        return tf.nn.conv2d(x, f, 1, "SAME")

    x = tf.ones([16, 32, 32, 32])
    pixels = schedule_for(convolve, x, tf.ones([1, 1, 32, 64]))
    windows = schedule_for(convolve, x, tf.ones([3, 3, 32, 64]))
    depthwise = schedule_for(
        lambda x, f: tf.nn.depthwise_conv2d(x, f, [1, 1, 1, 1], "SAME"), x, tf.ones([3, 3, 32, 1])
    )
    assert max(depthwise.switch, windows.switch) < pixels.switch == compiling.MOST


def test_no_call_is_too_heavy_to_be_interpreted_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tiers, "CALL", 10.0)
    assert schedule_for(lambda x: x + 1.0, tf.constant(1.0)) == (1, compiling.LEAST)


def test_loops_are_compiled_on_the_second_call() -> None:
    f = lambda n: tf.while_loop(lambda i: i < n, lambda i: (i + 1,), (0,))  # noqa: E731
    assert schedule_for(f, tf.constant(3)) == tiers.HOLDING
