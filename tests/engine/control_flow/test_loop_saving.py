"""What a loop keeps for its gradient: nothing that stays the same, no list read in place."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tenfold.engine.graph.nested import function_graphs, live_nodes

Stage = Callable[..., Any]


def loops(function: Any, *args: Any) -> Iterator[Any]:
    """The loops of a traced function, without what nobody uses."""
    graph = function.get_concrete_function(*args).graph
    return (n for n in live_nodes(graph.nodes, graph.outputs) if "While" in n.type)


def kinds(loop: Any) -> Counter[str]:
    """How many nodes of each type a loop's body has."""
    _, body = function_graphs(loop)
    return Counter(n.type for n in body.nodes)


def test_weights_are_read_before_the_loop_and_not_kept_for_each_step(graph: Stage) -> None:
    w = tf.Variable([[0.5, -0.25], [0.125, 1.0]])

    @graph
    def f(x: Any) -> Any:
        with tf.GradientTape() as tape:
            step = lambda i, s: (i + 1, tf.matmul(s, tf.transpose(w)))  # noqa: E731
            y = tf.while_loop(lambda i, s: i < 3, step, (0, x))[1]
            loss = tf.reduce_sum(y)
        w.assign(tf.zeros_like(w))  # what the steps read is what counts
        return tape.gradient(loss, w)

    x = tf.constant([[1.0, 2.0]])
    forward, _ = loops(f, x)
    assert kinds(forward)["TensorListPushBack"] == 1  # the state

    weights, state, expected = w.numpy().T, x.numpy(), np.zeros((2, 2))
    states = [state @ np.linalg.matrix_power(weights, k) for k in range(3)]
    for k, s in enumerate(states):
        back = np.ones((1, 2)) @ np.linalg.matrix_power(weights.T, 2 - k)
        expected += (s.T @ back).T
    np.testing.assert_allclose(f(x), expected, rtol=1e-5)


def test_variables_that_the_loop_writes_are_kept_for_each_step(graph: Stage) -> None:
    v = tf.Variable(1.0)

    @graph
    def f(x: Any) -> Any:
        def body(i: Any, y: Any) -> Any:
            v.assign_add(1.0)
            return i + 1, y * v

        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.while_loop(lambda i, y: i < 3, body, (0, x))[1]
        return tape.gradient(y, x)

    assert f(tf.constant(5.0)).numpy() == 2 * 3 * 4


def test_the_second_gradient_passes_through_weights_read_before_the_loop(staged: Stage) -> None:
    w = tf.Variable(1.5)

    @staged
    def cubed(x: Any) -> Any:
        return tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * w), (0, x))[1]

    x = tf.constant(2.0)
    with tf.GradientTape() as outer:
        with tf.GradientTape() as inner:
            y = cubed(x)
        first = inner.gradient(y, w)
    second = outer.gradient(first, w)
    np.testing.assert_allclose([y, first, second], [6.75, 13.5, 18.0], rtol=1e-6)


def test_a_list_written_once_at_a_counter_is_not_read_where_it_is_written(graph: Stage) -> None:
    @graph
    def f(x: Any) -> Any:
        def body(i: Any, y: Any, ta: Any) -> Any:
            return i + 1, y * x, ta.write(i, y)

        with tf.GradientTape() as tape:
            tape.watch(x)
            ta = tf.TensorArray(tf.float32, 4, element_shape=())
            y = tf.while_loop(lambda i, *_: i < 4, body, (0, x, ta))[2].stack()
            loss = tf.reduce_sum(y * [1.0, 10.0, 100.0, 1000.0])
        return tape.gradient(loss, x)

    x = tf.constant(2.0)
    _, backward = loops(f, x)
    _, body = function_graphs(backward)
    (read,) = [n for n in body.nodes if n.type == "TensorListGetItem"]
    place = next(i for i, p in enumerate(body.parameters) if p is read.inputs[0])
    assert body.outputs[place] is read.inputs[0]
    assert not kinds(backward)["TensorListSetItem"]  # nobody asks what is left of the gradient
    assert f(x).numpy() == 1 + 10 * 4 + 100 * 12 + 1000 * 32


@pytest.mark.parametrize("place", ["twice", "anew"])
def test_a_list_with_elements_written_twice_gives_each_gradient_once(
    staged: Stage, place: str
) -> None:
    """An earlier value of an element has no gradient: the later one took its place."""

    @staged
    def f(x: Any) -> Any:
        def body(i: Any, y: Any, ta: Any) -> Any:
            ta = ta.write(i // 2 if place == "twice" else i * 0, y)
            return i + 1, y * x, ta

        ta = tf.TensorArray(tf.float32, 2, element_shape=()).unstack(tf.stack([x, x]))
        return tf.while_loop(lambda i, *_: i < 4, body, (0, x, ta))[2].stack()

    x = tf.constant(2.0)
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    found = [y.numpy().tolist(), tape.gradient(y, x).numpy()]
    expected = {"twice": [[4, 16], 2 * 2 + 4 * 8], "anew": [[16, 2], 4 * 8 + 1]}
    assert found == expected[place]


def test_what_a_loop_leaves_of_a_list_has_its_gradient(staged: Stage) -> None:
    @staged
    def f(x: Any) -> Any:
        ta = tf.TensorArray(tf.float32, 4, element_shape=()).unstack(x)
        write = lambda i, ta: (i + 1, ta.write(i, 10.0 * x[i]))  # noqa: E731
        return tf.while_loop(lambda i, _: i < 3, write, (1, ta))[1].stack()

    x = tf.constant([1.0, 2.0, 3.0, 4.0])
    with tf.GradientTape() as tape:
        tape.watch(x)
        y = f(x)
    assert y.numpy().tolist() == [1, 20, 30, 4]
    assert tape.gradient(y, x).numpy().tolist() == [1, 10, 10, 1]
