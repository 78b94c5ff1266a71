"""Loops without a graph, and the classes that bring their own."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.engine.autograph.operators import iteration


def test_loops_over_eager_tensors_are_pythons() -> None:
    def f(x: Any) -> Any:
        total = 0
        for value in x:
            if value > 2:
                break
            total += value
        while total < 10:
            total += 1
        return total

    assert tf.autograph.to_graph(f)(tf.constant([1, 2, 3])).numpy() == 10


class Countdown:
    """An object that loops in a graph in its own way."""

    def __init__(self, start: Any) -> None:
        self.start = start

    def __iter__(self) -> Any:
        return iter(range(self.start, 0, -1))


def loop_in_graph(loop: iteration.GraphLoop, countdown: Countdown) -> None:
    first = tf.convert_to_tensor(countdown.start)
    state = loop.start(lambda: first)

    def test(element: Any, *leaves: Any) -> Any:
        return tf.logical_and(element > 0, loop.goes_on(*leaves))

    def body(element: Any, *leaves: Any) -> Any:
        return [element - 1, *loop.step(element, *leaves)]

    after = tf.while_loop(test, body, [first, *state])
    loop.finish(after[1:])


def test_classes_may_register(monkeypatch: Any) -> None:
    monkeypatch.setattr(iteration, "_loopers", [])
    iteration.register_loop(Countdown, loop_in_graph)
    traced: list[int] = []

    def f(n: Any) -> Any:
        total = 0
        for i in Countdown(n):
            traced.append(1)
            if i == 2:
                continue
            if total > 8:
                break
            total = total + i
        return total

    assert tf.function(f)(tf.constant(4)).numpy() == f(4) == 8
    traced.clear()
    assert tf.function(f)(tf.constant(5)).numpy() == f(5) == 9
    assert traced[0] == 1


def test_an_iteration_has_its_own_temporaries() -> None:
    def f(n: Any) -> Any:
        total = 0
        for i in range(n):
            if i > 0:
                part = i * 2
            else:
                part = i
            total += part
        return total

    assert tf.function(f)(tf.constant(4)).numpy() == f(4)


def test_variables_are_as_before_where_a_loop_fails() -> None:
    @tf.function
    def f(n: Any) -> Any:
        y = n
        try:
            for _ in tf.range(n):
                y = y * 2
                raise KeyError
        except KeyError:
            pass
        return y

    assert f(tf.constant(3)).numpy() == 3


def test_a_condition_with_effects_is_asked_once_an_iteration() -> None:
    asked = tf.Variable(0)

    @tf.function
    def f(n: Any) -> Any:
        i = 0

        def goes_on() -> Any:
            asked.assign_add(1)
            return i < n

        while goes_on():
            i += 1
        return i

    assert f(tf.constant(3)).numpy() == 3
    assert asked.numpy() == 4


def test_a_python_condition_may_make_tensors() -> None:
    def f(x: Any) -> Any:
        made = []

        def goes_on() -> bool:
            made.append(x * len(made))
            return len(made) < 3

        while goes_on():
            pass
        return made

    assert [t.numpy() for t in tf.function(f)(tf.constant(2))] == [0, 2, 4]


def test_a_name_bound_in_a_condition() -> None:
    @tf.function
    def f(x: Any) -> Any:
        last = x
        while (y := last * 2) < 100:
            last = y
        return last

    assert f(tf.constant(3)).numpy() == 96


def test_a_known_length_bounds_the_loop() -> None:
    @tf.function
    def f(x: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.constant(1.0)
            for row in x:
                y = y * row
        return tape.gradient(y, x)

    assert f(tf.constant([2.0, 3.0, 4.0])).numpy().tolist() == [12, 8, 6]
