"""Sessions: fetches, feeds, pruning, each session's own state, and what they refuse."""

from __future__ import annotations

import collections
from collections.abc import Iterator
from typing import Any

import numpy as np
import pytest

import tenfold as tf2
import tenfold.compat.v1 as tf
from tenfold.core.context import building


@pytest.fixture(autouse=True)
def graph() -> Iterator[Any]:
    with tf.Graph().as_default() as made:
        yield made


def test_fetches_keep_their_structure() -> None:
    Pair = collections.namedtuple("Pair", ["a", "b"])
    x, v = tf.constant(2.0, name="x"), tf.Variable(3.0)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        fetches = {"pair": Pair(x, [x + 1.0, (v, "x:0")]), "op": v.initializer, "name": "x"}
        found = session.run(fetches)
    assert found == {"pair": Pair(2.0, [3.0, (3.0, 2.0)]), "op": None, "name": None}
    assert isinstance(found["pair"].a, np.float32)


def test_sparse_values_are_fed_and_fetched() -> None:
    x = tf.sparse_placeholder(tf.float32, [2, 2])
    with tf.Session() as session:
        found = session.run(x, {x: tf.SparseTensorValue([[0, 1]], [3.0], [2, 2])})
    assert found.indices.tolist() == [[0, 1]]
    assert found.values.tolist() == [3.0]


def test_what_a_session_returns_belongs_to_the_user() -> None:
    v = tf.Variable([1.0, 2.0])
    with tf.Session() as session:
        session.run(v.initializer)
        found = session.run(v)
        found[0] = 9.0
        assert session.run(v).tolist() == [1.0, 2.0]


def test_any_tensor_can_be_fed() -> None:
    a = tf.placeholder(tf.float32, [])
    b = a * 2.0
    first, second = tf.split(tf.stack([b, b + 1.0]), 2)
    with tf.Session() as session:
        assert session.run(b + 1.0, {b: 5.0}) == 6.0  # the placeholder is not needed
        found = session.run([first, second], {a: 1.0, first: [7.0]})
        assert [x.tolist() for x in found] == [[7.0], [3.0]]
        assert session.run(b, {"Placeholder:0": 3.0}) == 6.0


def test_only_what_is_needed_runs() -> None:
    v = tf.Variable(0)
    increment = v.assign_add(1)
    with tf.control_dependencies([increment]):
        after = tf.constant(5) + 0
    v.assign_add(100)  # an effect that no fetch needs
    with tf.Session() as session:
        session.run(v.initializer)
        assert session.run(v) == 0
        assert session.run(after) == 5
        assert session.run(v) == 1
        session.run(increment.op)
        assert session.run(v) == 2


def test_each_session_has_its_own_variables() -> None:
    v = tf.Variable(1.0)
    one, other = tf.Session(), tf.Session()
    for session in (one, other):
        session.run(v.initializer)
    one.run(v.assign(5.0))
    assert (one.run(v), other.run(v)) == (5.0, 1.0)


def test_each_session_draws_the_same_numbers_from_a_seed() -> None:
    x = tf.random_uniform([2], seed=3)
    with tf.Session() as session:
        one = [session.run(x).tolist() for _ in range(4)]
    with tf.Session() as session:
        other = [session.run(x).tolist() for _ in range(4)]
    assert one == other
    assert one[0] != one[1]


def test_compiled_and_interpreted_runs_agree() -> None:
    v = tf.Variable(1.0)
    x = tf.placeholder(tf.float32, [None])
    update = v.assign(v * 0.5 + tf.reduce_sum(x))
    with tf.Session() as session:
        session.run(v.initializer)
        found = [session.run(update, {x: [1.0, 2.0]}).item() for _ in range(5)]
    assert found == [3.5, 4.75, 5.375, 5.6875, 5.84375]


def test_a_condition_runs_one_branch() -> None:
    v = tf.Variable(0)
    on = tf.placeholder(tf.bool, [])
    chosen = tf.cond(on, lambda: v.assign_add(1).value(), lambda: v.assign_add(10).value())
    with tf.Session() as session:
        session.run(v.initializer)
        assert [session.run(chosen, {on: b}).item() for b in (True, False, True, True)] == [
            *(1, 11, 12, 13)
        ]


def test_a_loop_and_its_gradient() -> None:
    x = tf.placeholder(tf.float32, [])
    _, y = tf.while_loop(lambda i, y: i < 3, lambda i, y: (i + 1, y * x), (0, 1.0))
    (slope,) = tf.gradients(y, x)
    with tf.Session() as session:
        assert session.run([y, slope], {x: 2.0}) == [8.0, 12.0]


def test_a_callable_takes_its_feeds_in_order() -> None:
    x, y = tf.placeholder(tf.float32), tf.placeholder(tf.float32)
    with tf.Session() as session:
        subtract = session.make_callable(x - y, [y, x])
        assert subtract(1.0, 5.0) == 4.0
        with pytest.raises(TypeError, match="takes 2 values"):
            subtract(1.0)


def test_eval_and_run_use_the_default_session() -> None:
    v = tf.Variable(2.0)
    session = tf.InteractiveSession()
    v.initializer.run()
    assert (v.eval(), (v + 1.0).eval()) == (2.0, 3.0)
    session.close()
    assert tf.get_default_session() is None
    with pytest.raises(ValueError, match="No default session is registered"):
        (v + 1.0).eval()
    with pytest.raises(ValueError, match="No default session is registered"):
        v.initializer.run()


def test_initial_values_may_depend_on_other_variables() -> None:
    v = tf.Variable(3.0)
    w = tf.Variable(v.initialized_value() * 2.0)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        assert session.run(w) == 6.0


def test_uninitialized_variables_are_refused_and_reported() -> None:
    v = tf.Variable(3.0, name="w")
    tf.Variable(1.0, name="b", collections=[tf.GraphKeys.LOCAL_VARIABLES])
    with tf.Session() as session:
        with pytest.raises(
            tf.errors.FailedPreconditionError, match="Attempting to use uninitialized value w"
        ):
            session.run(v + 1.0)
        missing = tf.report_uninitialized_variables()
        assert session.run(missing).tolist() == [b"w", b"b"]
        session.run(tf.global_variables_initializer())
        assert session.run(missing).tolist() == [b"b"]


def test_py_func_and_string_values() -> None:
    x = tf.placeholder(tf.string, [None])
    y = tf.py_func(lambda a: np.array([t.upper() for t in a], object), [x], tf.string)
    with tf.Session() as session:
        assert session.run(y, {x: ["a", "bc"]}).tolist() == [b"A", b"BC"]


REFUSED = {
    "unknown feed": (lambda s, x: s.run(x, {"nope:0": 1}), TypeError, "does not exist"),
    "feed of no tensor": (lambda s, x: s.run(x, {3: 1}), TypeError, "Can not convert a int"),
    "feed of a tensor": (lambda s, x: s.run(x, {x: x}), TypeError, "cannot be a tf.Tensor"),
    "wrong shape": (
        lambda s, x: s.run(x, {x: [[1.0]]}),
        ValueError,
        r"Cannot feed value of shape \(1, 1\) for Tensor x:0, which has shape \(\?, 4\)",
    ),
    "not fed": (
        lambda s, x: s.run(x * 2.0),
        tf.errors.InvalidArgumentError,
        r"feed a value for placeholder tensor 'x' with dtype float and shape \[\?,4\]",
    ),
    "unknown fetch": (lambda s, x: s.run("y"), ValueError, "refers to an Operation not in"),
    "fetch of None": (lambda s, x: s.run(None), TypeError, "Cannot be None"),
    "fetch of a number": (lambda s, x: s.run(3), TypeError, "has invalid type"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    call, kind, message = REFUSED[case]
    x = tf.placeholder(tf.float32, [None, 4], name="x")
    with tf.Session() as session, pytest.raises(kind, match=message):
        call(session, x)


def test_elements_of_another_graph_are_refused() -> None:
    x = tf.placeholder(tf.float32)
    with tf.Graph().as_default():
        y = tf.placeholder(tf.float32)
    with tf.Session() as session:
        with pytest.raises(ValueError, match="is not an element of this graph"):
            session.run(y)
        with pytest.raises(TypeError, match="is not an element of this graph"):
            session.run(x, {y: 1.0})


def test_closed_sessions_and_empty_graphs_are_refused(graph: Any) -> None:
    with pytest.raises(RuntimeError, match="graph is empty"):
        tf.Session().run("x")
    x = tf.constant(1.0)
    session = tf.Session()
    session.close()
    with pytest.raises(RuntimeError, match="closed Session"):
        session.run(x)
    graph.finalize()
    with pytest.raises(RuntimeError, match="finalized"):
        tf.constant(2.0)


def test_random_ops_in_branches_start_anew_in_each_session() -> None:
    with tf.Graph().as_default():
        tf.set_random_seed(1)
        x = tf.constant(3.0)
        inner = tf.cond(
            x > 2, lambda: tf.random_uniform([], 0, 1000, tf.int32), lambda: tf.zeros([], tf.int32)
        )
        outer = tf.random_uniform([], 0, 1000, tf.int32)
        for _ in range(2):
            with tf.Session() as session:
                found = [[int(v) for v in session.run([inner, outer])] for _ in range(2)]
            assert found == [[32, 32], [503, 503]]


def test_a_graph_is_imported_into_the_default_one_where_none_is_built() -> None:
    x = tf.placeholder(tf.float32, [2], name="x")
    tf.identity(x * 2.0, name="y")
    message = tf.get_default_graph().as_graph_def()
    with building(None):
        tf.reset_default_graph()
        (y,) = tf2.import_graph_def(message, return_elements=["y:0"]) or []
        assert tf.executing_eagerly()
        with tf.Session() as session:
            assert session.run(y, {"import/x:0": [1.0, 2.0]}).tolist() == [2.0, 4.0]
        tf.reset_default_graph()


def test_variables_and_layers_of_keras_are_those_of_the_graph() -> None:
    x = tf.placeholder(tf.float32, [None, 4])
    v = tf2.Variable(2.0, name="scale")
    y = tf2.keras.layers.Dense(3, kernel_initializer="ones")(x) * v
    step = tf.train.GradientDescentOptimizer(0.5).minimize(tf.reduce_sum(y))
    assert [u.name for u in tf.trainable_variables()] == ["scale:0", "kernel:0", "bias:0"]
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        assert session.run(y, {x: np.ones((1, 4))}).tolist() == [[8.0, 8.0, 8.0]]
        session.run(step, {x: np.ones((1, 4))})
        assert session.run(v) == -4.0


def test_nodes_have_the_names_of_their_operators() -> None:
    x = tf.placeholder(tf.float32, [2, 2], name="x")
    b = x > 0.0
    made = [x + 1, 1 - x, x * x, x / 2, x // x, x % x, x**2, x @ x, b & b, b | b, b ^ b, -x, x[0]]
    assert [y.op.name for y in made] == [
        *("add", "sub", "mul", "truediv", "floordiv", "mod", "pow", "matmul"),
        *("and", "or", "xor", "Neg", "strided_slice"),
    ]
    assert [x.name for x in made[0].op.inputs] == ["x:0", "add/y:0"]
    assert [x.name for x in made[1].op.inputs] == ["sub/x:0", "x:0"]
    assert [y.op.name for y in (tf.add(x, x), tf.divide(x, x), tf.constant(1.0))] == [
        *("Add_1", "truediv_1", "Const")
    ]
