"""Ops that only pass a value on."""

from __future__ import annotations

import numpy as np
from tests.engine.graph.passes.rewriting import left, rewrite, traced

import tenfold as tf
from tenfold.core.op import call

FLOATS = tf.TensorSpec([2], tf.float32)


def test_a_chain_of_identities_goes() -> None:
    def chain(x: tf.Tensor) -> tf.Tensor:
        return tf.tanh(tf.identity(tf.stop_gradient(tf.identity(x))))

    assert left(chain, FLOATS) == ["Tanh"]


def test_an_output_that_is_an_input() -> None:
    function = traced(lambda x: tf.identity(x), FLOATS)
    assert left(lambda x: tf.identity(x), FLOATS) == []
    for _ in range(3):
        assert function(tf.constant([1.0, 2.0])).numpy().tolist() == [1, 2]


def test_a_cast_to_another_dtype_stays() -> None:
    def cast(x: tf.Tensor) -> list[tf.Tensor]:
        same = call("Cast", x, DstT=tf.float32)
        return [tf.tanh(same), tf.cast(x, tf.float64)]

    assert left(cast, FLOATS) == ["Tanh", "Cast"]


def test_a_node_with_control_inputs_stays_and_what_it_waits_for() -> None:
    def checked(x: tf.Tensor) -> tf.Tensor:
        with tf.control_dependencies([tf.debugging.check_numerics(x, "bad")]):
            return tf.identity(x) * 2.0

    kept = left(checked, FLOATS)
    assert "CheckNumerics" in kept
    assert "Identity" in kept


def test_gradients_through_a_function_keep_their_inner_values() -> None:
    @tf.function
    def function(x: tf.Tensor) -> tf.Tensor:
        return tf.identity(tf.tanh(tf.identity(x)))

    for _ in range(3):
        x = tf.constant([0.3, -1.0])
        with tf.GradientTape() as tape:
            tape.watch(x)
            y = function(x)
        dx = tape.gradient(y, x)
        assert np.allclose(dx, 1 - np.tanh(x.numpy()) ** 2, atol=1e-6)


def test_the_traced_graph_stays_as_it_is() -> None:
    concrete = traced(lambda x: tf.tanh(tf.identity(x)), FLOATS)
    before = [(n.type, [i.name for i in n.inputs]) for n in concrete.graph.nodes]
    concrete(tf.constant([1.0, 2.0]))
    assert [(n.type, [i.name for i in n.inputs]) for n in concrete.graph.nodes] == before


def test_the_shape_of_what_was_forwarded() -> None:
    found = rewrite(lambda x: tf.shape(tf.identity(x)), tf.TensorSpec([None, 2], tf.float32))
    assert [n.type for n in found.nodes if n.type != "Placeholder"] == ["Shape"]
