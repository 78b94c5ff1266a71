"""Leaving out what no one needs."""

from __future__ import annotations

from typing import Any

from tests.engine.graph.passes.rewriting import left

import tenfold as tf

FLOATS = tf.TensorSpec([2], tf.float32)


def test_what_only_served_a_replaced_node_goes() -> None:
    def program(x: Any) -> Any:
        return tf.square(x) * tf.cast(tf.size(tf.exp(x)), tf.float32)

    assert left(program, FLOATS) == ["Square", "Mul"]


def test_effects_stay_in_their_order() -> None:
    variable = tf.Variable([0.0, 0.0])

    def program(x: Any) -> Any:
        variable.assign(x)
        tf.random.uniform([2])
        variable.assign_add(tf.identity(x))
        return x

    found = left(program, FLOATS)
    assert found == ["AssignVariableOp", "RandomUniform", "AssignAddVariableOp"]


def test_an_assertion_stays() -> None:
    def program(x: Any) -> Any:
        tf.debugging.Assert(tf.reduce_all(x > 0.0), [x])
        return tf.identity(x)

    assert "Assert" in left(program, FLOATS)
