"""Python functions traced into the graphs that control flow ops hold."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.core import context
from tenfold.core.errors import InaccessibleTensorError
from tenfold.engine.control_flow.functions import align, common_shape, new_function, trace
from tenfold.engine.graph.func_graph import FuncGraph


def in_graph(check: Any) -> None:
    """Runs a check while a graph is built."""
    outer = FuncGraph("outer")
    with context.building(outer):
        check(outer)


def test_what_functions_capture_becomes_the_same_inputs_of_each() -> None:
    def check(outer: FuncGraph) -> None:
        x, y = (outer.placeholder(tf.float32, (), n) for n in "xy")
        first, second = new_function("first"), new_function("second")
        first.outputs = [trace(first, lambda: x * 2.0)]
        second.outputs = [trace(second, lambda: y * x)]
        captured = align([first, second])
        assert {id(t) for t in captured} == {id(x), id(y)}
        for graph in (first, second):
            assert [graph.sources[id(p)] for p in graph.inputs] == captured
            assert graph.captures == {}

    in_graph(check)


def test_each_function_has_a_name_of_its_own() -> None:
    names = {new_function("body").name for _ in range(5)}
    assert len(names) == 5


def test_operations_and_none_stand_for_nothing() -> None:
    def check(outer: FuncGraph) -> None:
        graph = new_function("branch")
        result = trace(graph, lambda: {"a": tf.no_op(), "b": None, "c": 3})
        assert (result["a"], result["b"]) == (None, None)
        assert result["c"]._node.graph is graph

    in_graph(check)


@pytest.mark.parametrize(
    ("shapes", "expected"),
    [
        ([(2, 3), (2, 3)], [2, 3]),
        ([(2, 3), (4, 3)], [None, 3]),
        ([(2, None), (2, 3), (1, 3)], [None, None]),
    ],
)
def test_the_common_shape_covers_all(shapes: Any, expected: Any) -> None:
    assert common_shape(shapes).as_list() == expected


def test_shapes_of_several_ranks_have_no_common_rank() -> None:
    assert common_shape([(2,), (2, 2)]).rank is None
    assert common_shape([(2,), None]).rank is None


def test_a_tape_outside_sees_the_variables_of_held_functions() -> None:
    v = tf.Variable(2.0)
    untrainable = tf.Variable(3.0, trainable=False)
    seen = []

    @tf.function
    def f(p: Any) -> Any:
        with tf.GradientTape() as tape:
            tf.cond(p, lambda: v * untrainable, lambda: untrainable * 2.0)
        seen.extend(tape.watched_variables())
        return 0

    f.get_concrete_function(tf.TensorSpec([], tf.bool))
    assert [x is v for x in seen] == [True]
    assert {id(x) for x in f.get_concrete_function(tf.TensorSpec([], tf.bool)).variables} == {
        id(v),
        id(untrainable),
    }


def test_a_variable_may_be_made_once_in_a_branch() -> None:
    made: list[Any] = []

    @tf.function
    def f(p: Any) -> Any:
        def branch() -> Any:
            if not made:
                made.append(tf.Variable(5.0))
            return made[0] * 2.0

        return tf.cond(p, branch, lambda: 0.0)

    assert f(tf.constant(True)).numpy() == 10
    assert f(tf.constant(False)).numpy() == 0


def test_a_tensor_of_a_branch_is_of_no_use_outside() -> None:
    @tf.function
    def f(p: Any, x: Any) -> Any:
        kept: list[Any] = []
        tf.cond(p, lambda: (kept.append(x * 2.0), x)[1], lambda: x)
        return kept[0] + 1.0

    with pytest.raises(InaccessibleTensorError, match="cond_true"):
        f(tf.constant(True), tf.constant(1.0))
