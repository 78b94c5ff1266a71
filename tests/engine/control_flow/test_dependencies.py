"""tf.control_dependencies, tf.group, tf.tuple, tf.no_op and tf.Assert."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

import tenfold as tf

Stage = Callable[..., Any]


def test_what_is_in_the_block_runs_after_its_inputs(staged: Stage) -> None:
    v = tf.Variable(1.0)

    @staged
    def f() -> Any:
        with tf.control_dependencies([v.assign_add(1.0)]):
            return v * 10.0

    assert f().numpy() == 20


def test_a_check_that_a_result_depends_on_is_not_left_out(graph: Stage) -> None:
    @graph
    def f(x: Any) -> Any:
        with tf.control_dependencies([tf.debugging.Assert(x > 0, ["negative", x])]):
            return tf.identity(x) * 2

    assert f(tf.constant(3)).numpy() == 6
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=r"assertion failed: \[negative\] \[-3"
    ):
        f(tf.constant(-3))


def test_dependencies_keep_pure_ops(graph: Stage) -> None:
    @graph
    def f(x: Any) -> Any:
        checked = x * 2.0
        with tf.control_dependencies([checked]):
            outside = tf.identity(x)
            with tf.control_dependencies(None):
                free = tf.identity(x)
        return outside, free

    nodes = {n.name: n for n in f.get_concrete_function(tf.TensorSpec([])).graph.get_operations()}
    names = {name: [c.type for c in n.control_inputs] for name, n in nodes.items()}
    assert names["Identity"] == ["Mul"]
    assert names["Identity_1"] == []


def test_eagerly_functions_among_the_inputs_are_called() -> None:
    v = tf.Variable(1)
    with tf.control_dependencies([lambda: v.assign(5)]):
        assert v.numpy() == 5


def test_group_and_no_op(graph: Stage) -> None:
    v, w = tf.Variable(1), tf.Variable(2)

    @graph
    def f() -> Any:
        both = tf.group(v.assign(10), [w.assign_add(1)], tf.no_op())
        with tf.control_dependencies([both]):
            return v + w

    assert f().numpy() == 13
    assert tf.group(v.assign(2)) is None
    assert tf.no_op() is None
    with pytest.raises(ValueError, match=r"keyword"):
        tf.group(v, title="x")


def test_tuple_keeps_values_and_none(staged: Stage) -> None:
    f = staged(lambda x: tf.tuple([x, None, x + 1]))
    a, b, c = f(tf.constant(1))
    assert (a.numpy(), b, c.numpy()) == (1, None, 2)


def test_tuple_of_nothing_is_refused(graph: Stage) -> None:
    with pytest.raises(ValueError, match="at least one"):
        graph(lambda: tf.tuple([None]))()


@pytest.mark.parametrize(
    ("summarize", "shown"),
    [
        (None, r"\[1 2 3\.\.\.\]"),
        (1, r"\[1\.\.\.\]"),
        (5, r"\[1 2 3 4 5\]"),
        (-1, r"\[1 2 3 4 5\]"),
    ],
    ids=str,
)
def test_the_message_shows_some_elements(graph: Stage, summarize: Any, shown: str) -> None:
    @graph
    def f(x: Any, y: Any) -> None:
        tf.debugging.Assert(x, [y, "text"], summarize)

    f(tf.constant(True), tf.range(1, 6))
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=rf"assertion failed: {shown} \[text\]"
    ):
        f(tf.constant(False), tf.range(1, 6))


def test_the_eager_message() -> None:
    assert tf.debugging.Assert(tf.constant(True), [1]) is None
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=r"to be true. Summarized data: 1, 2, 3"
    ):
        tf.debugging.Assert(tf.constant(False), [tf.constant([1, 2, 3, 4])])


def test_a_check_runs_though_nobody_uses_it(graph: Stage) -> None:
    @graph
    def f(x: Any) -> Any:
        tf.debugging.Assert(x > 0, ["negative"])
        return 1

    assert f(tf.constant(1)).numpy() == 1
    with pytest.raises(tf.errors.InvalidArgumentError, match="negative"):
        f(tf.constant(-1))


def test_a_check_in_a_branch_runs_only_there(graph: Stage) -> None:
    @graph
    def f(p: Any, x: Any) -> Any:
        def checked() -> Any:
            tf.debugging.Assert(x > 0, ["negative"])
            return x

        return tf.cond(p, checked, lambda: -x)

    assert f(tf.constant(False), tf.constant(-2)).numpy() == 2
    with pytest.raises(tf.errors.InvalidArgumentError, match="negative"):
        f(tf.constant(True), tf.constant(-2))
