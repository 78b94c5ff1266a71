"""Branches that are known, loops that never run, and what is inside the others."""

from __future__ import annotations

from typing import Any

import pytest
from tests.engine.graph.passes.rewriting import interpreted, left, rewrite, types

import tenfold as tf
from tenfold.engine.graph.nested import all_nodes

FLOATS = tf.TensorSpec([2], tf.float32)


def branch(flag: Any, x: Any) -> Any:
    return tf.cond(flag, lambda: tf.exp(x), lambda: tf.tanh(x) * 2.0)


@pytest.mark.parametrize(("size", "expected"), [(1, ["Exp"]), (5, ["Tanh", "Mul"])])
def test_a_known_branch_takes_the_place_of_its_op(size: int, expected: list[str]) -> None:
    assert left(lambda x: branch(tf.size(tf.zeros([size])) < 3, x), FLOATS) == expected


def test_an_unknown_branch_stays() -> None:
    found = left(lambda flag, x: branch(flag, x), tf.TensorSpec([], tf.bool), FLOATS)
    assert found == ["StatelessIf"]


@pytest.mark.parametrize(
    ("index", "expected"), [(0, "Exp"), (1, "Tanh"), (-1, "Tanh"), (7, "Tanh")]
)
def test_a_case_out_of_range_is_the_last_one(index: int, expected: str) -> None:
    def choose(x: Any) -> Any:
        at = tf.size(tf.zeros([8])) - 8 + index
        return tf.switch_case(at, [lambda: tf.exp(x), lambda: tf.tanh(x)])

    assert left(choose, FLOATS) == [expected]


def test_writes_of_a_known_branch_happen_in_their_order() -> None:
    variable = tf.Variable(1.0)

    @tf.function
    def program() -> list[Any]:
        before = variable + 0.0
        known = tf.size(tf.zeros([2])) == 2
        tf.cond(known, lambda: variable.assign_add(1.0), lambda: variable.assign(9.0))
        return [before, variable + 0.0]

    assert [[x.numpy() for x in program()] for _ in range(3)] == [[1, 2], [2, 3], [3, 4]]


def test_a_branch_inside_a_known_branch_is_opened_too() -> None:
    def program(x: Any) -> Any:
        known = tf.size(tf.zeros([2])) == 2
        return tf.cond(known, lambda: branch(known, x), lambda: x)

    assert left(program, FLOATS) == ["Exp"]


def loop(steps: Any, x: Any) -> Any:
    return tf.while_loop(lambda i, v: i < steps, lambda i, v: (i + 1, tf.tanh(v)), (0, x))[1]


def test_a_loop_that_never_runs_goes() -> None:
    assert left(lambda x: tf.exp(loop(tf.size(tf.zeros([0])), x)), FLOATS) == ["Exp"]
    (raw,) = interpreted(lambda x: loop(tf.size(tf.zeros([0])), x), tf.constant([1.0, 2.0]))
    assert raw.tolist() == [1, 2]


def test_a_loop_that_runs_stays() -> None:
    assert left(lambda x: loop(tf.size(tf.zeros([2])), x), FLOATS) == ["StatelessWhile"]
    x = tf.constant([1.0, 2.0])
    (raw,) = interpreted(lambda x: loop(tf.size(tf.zeros([2])), x), x)
    assert raw.tolist() == tf.tanh(tf.tanh(x)).numpy().tolist()


def test_constants_that_no_step_changes_are_known_inside() -> None:
    def program(x: Any) -> Any:
        scale = tf.constant(2.0)
        return tf.while_loop(
            lambda i, v: i < 3, lambda i, v: (i + 1, v * (scale + tf.exp(scale))), (0, x)
        )[1]

    inside = types(list(all_nodes(rewrite(program, FLOATS).nodes)))
    assert "Exp" not in inside
    assert inside.count("Mul") == 1


def test_gradients_of_loops_and_branches() -> None:
    @tf.function
    def program(x: Any, flag: Any) -> Any:
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = loop(tf.constant(3), tf.identity(branch(flag, tf.identity(x))))
        return tape.gradient(y, x)

    x = tf.constant([0.25, 0.5])
    for flag in (True, False):
        y = x
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = tf.exp(x) if flag else tf.tanh(x) * 2.0
            for _ in range(3):
                y = tf.tanh(y)
        expected = tape.gradient(y, x).numpy()
        for _ in range(3):
            found = program(x, tf.constant(flag)).numpy()
            assert found.tolist() == pytest.approx(expected.tolist(), rel=1e-5)
