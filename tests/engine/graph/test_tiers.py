"""When a cluster is compiled: the count of calls, from what they have to do."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.engine.graph import tiers
from tenfold.engine.graph.tiers import Schedule

pytest.importorskip("jax")


def schedule_for(function: Any, *args: Any, calls: int = 1) -> Schedule:
    concrete = tf.function(function).get_concrete_function(*args)
    for _ in range(calls):
        concrete(*[a for a in args if isinstance(a, tf.Tensor)])
    (step,) = concrete.executable(())._steps
    (found,) = step._calls.values()
    return found.schedule


def many_products(x: tf.Tensor) -> tf.Tensor:
    for _ in range(10):
        x = tf.matmul(x, x)
    return x


def test_what_does_little_is_interpreted_as_long_as_that_is_allowed() -> None:
    assert schedule_for(lambda x: x + 1.0, tf.constant(1.0)) == (tiers.MOST // 3, tiers.MOST)


def test_what_does_much_is_compiled_sooner() -> None:
    light = schedule_for(many_products, tf.ones([100, 100]))
    heavy = schedule_for(many_products, tf.ones([400, 400]))
    assert tiers.LEAST < heavy.switch < light.switch / 20 < tiers.MOST


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
    found = [schedule_for(many_products, tf.ones([200, 200]), calls=n) for n in (1, 2, 3)]
    assert found[0] == found[1] == found[2]


def test_a_multiplication_counts_once_whatever_the_shapes() -> None:
    square = schedule_for(lambda x, y: x @ y, tf.ones([200, 200]), tf.ones([200, 200]))
    flat = schedule_for(lambda x, y: x @ y, tf.ones([100, 200]), tf.ones([200, 400]))
    assert flat.switch == pytest.approx(square.switch, rel=0.2)


def test_no_call_is_too_heavy_to_be_interpreted_a_few_times(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(tiers, "CALL", 10.0)
    assert schedule_for(lambda x: x + 1.0, tf.constant(1.0)) == (1, tiers.LEAST)


def test_loops_are_compiled_on_the_second_call() -> None:
    f = lambda n: tf.while_loop(lambda i: i < n, lambda i: (i + 1,), (0,))  # noqa: E731
    assert schedule_for(f, tf.constant(3)) == tiers.HOLDING
