"""Variables, their names, variable scopes and sharing."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

import tenfold.compat.v1 as tf


@pytest.fixture(autouse=True)
def graph() -> Iterator[Any]:
    with tf.Graph().as_default() as made:
        yield made


def test_names_are_made_unique() -> None:
    assert [tf.Variable(0.0).name for _ in range(3)] == [
        *("Variable:0", "Variable_1:0", "Variable_2:0")
    ]
    with tf.name_scope("a"):
        assert tf.Variable(0.0, name="w").name == "a/w:0"
    with tf.name_scope("a"):
        v = tf.Variable(0.0, name="w")
    assert v.name == "a_1/w:0"
    assert v.initializer.name == "a_1/w/Assign"
    assert v.initial_value.name == "a_1/w/initial_value:0"


def test_scopes_name_as_tensorflows_do() -> None:
    with tf.variable_scope("l"):
        tf.get_variable("k", [2, 3])
        with tf.name_scope("q"):
            names = [tf.constant(1.0).name, tf.get_variable("z", []).name, tf.Variable(1.0).name]
    assert names == ["l/q/Const:0", "l/z:0", "l/q/Variable:0"]
    with tf.variable_scope("l"):
        assert tf.get_variable_scope().original_name_scope == "l_1/"
        with tf.variable_scope(None, "l") as one:
            assert tf.constant(1.0).name == "l_1/l/Const:0"
        with tf.variable_scope(None, "l") as two:
            assert tf.Variable(1.0).name == "l_1/l_1/Variable:0"
    assert (one.name, two.name) == ("l/l", "l/l_1")
    with tf.variable_scope(two):
        assert (tf.constant(1.0).name, tf.get_variable_scope().name) == ("l_1_1/Const:0", "l/l_1")


def test_reuse_shares_variables() -> None:
    with tf.variable_scope("a"):
        w = tf.get_variable("w", [2])
    with tf.variable_scope("a", reuse=True):
        assert tf.get_variable("w", [2]) is w
        with tf.variable_scope("b", reuse=tf.AUTO_REUSE):
            made = tf.get_variable("v", [1])
            assert tf.get_variable("v", [1]) is made
    with tf.variable_scope("a") as scope:
        scope.reuse_variables()
        assert tf.get_variable("w") is w


def test_defaults_of_a_scope_and_custom_getters() -> None:
    calls = []

    def getter(inner: Any, name: str, *args: Any, **kwargs: Any) -> Any:
        calls.append(name)
        return inner(name, *args, **kwargs)

    start = tf.constant_initializer(2.0)
    penalty = tf.reduce_sum
    with tf.variable_scope("a", initializer=start, regularizer=penalty, custom_getter=getter):
        w = tf.get_variable("w", [2])
    assert calls == ["a/w"]
    (loss,) = tf.get_collection(tf.GraphKeys.REGULARIZATION_LOSSES)
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        assert session.run([w, loss])[0].tolist() == [2.0, 2.0]
        assert session.run(loss) == 4.0


def test_collections_and_trainability() -> None:
    tf.Variable(0.0, trainable=False, name="a")
    tf.get_variable("b", [], collections=["mine"])
    tf.get_local_variable("c", [])
    assert [v.name for v in tf.global_variables()] == ["a:0"]
    assert [v.name for v in tf.trainable_variables()] == ["b:0"]
    assert [v.name for v in tf.get_collection("mine")] == ["b:0"]
    assert [v.name for v in tf.local_variables()] == ["c:0"]
    assert tf.global_variables("x") == []


REFUSED = {
    "made twice": ({}, {}, "Variable a/w already exists, disallowed. Did you mean to set reuse="),
    "other shape": ({"reuse": True}, {"shape": [3]}, r"specified shape \(3,\) and found shape"),
    "other dtype": (
        {"reuse": True},
        {"dtype": tf.int32},
        "specified dtype int32 and found dtype float32",
    ),
    "not there": ({"reuse": True}, {"name": "q"}, "Variable a/q does not exist, or was not creat"),
    "no shape": ({}, {"name": "q", "shape": None}, "its `shape` argument must be specified"),
}


@pytest.mark.parametrize("case", REFUSED)
def test_refused(case: str) -> None:
    scope, arguments, message = REFUSED[case]
    with tf.variable_scope("a"):
        tf.get_variable("w", [2])
    with tf.variable_scope("a", **scope), pytest.raises(ValueError, match=message):
        tf.get_variable(**({"name": "w", "shape": [2]} | arguments))


def test_tensors_and_variables_are_keys() -> None:
    x, v = tf.constant(1.0), tf.Variable(1.0)
    assert {x: 1, v: 2}[v] == 2
    assert (x == x, x == v, v != v) == (True, False, False)


def test_assignments() -> None:
    v = tf.Variable([1.0, 2.0, 3.0])
    with tf.Session() as session:
        session.run(v.initializer)
        assert session.run(tf.assign_add(v, [1.0, 1.0, 1.0])).tolist() == [2.0, 3.0, 4.0]
        assert session.run(tf.scatter_update(v, [0], [9.0])).tolist() == [9.0, 3.0, 4.0]
        assert session.run(tf.scatter_sub(v, [1, 1], [1.0, 1.0])).tolist() == [9.0, 1.0, 4.0]
        v.load([0.0, 0.0, 1.0], session)
        assert session.run(v).tolist() == [0.0, 0.0, 1.0]
        counter = tf.Variable(0)
        session.run(counter.initializer)
        up = counter.count_up_to(2)
        assert [session.run(up), session.run(up)] == [0, 1]
        with pytest.raises(tf.errors.OutOfRangeError, match="Reached limit of 2"):
            session.run(up)
