"""Common subexpressions."""

from __future__ import annotations

from typing import Any

from tests.engine.graph.passes.rewriting import left, rewrite

import tenfold as tf

FLOATS = tf.TensorSpec([2, 3], tf.float32)


def test_the_same_computation_is_done_once() -> None:
    def twice(x: Any) -> list[Any]:
        return [tf.tanh(x * 2.0), tf.tanh(x * 2.0)]

    found = rewrite(twice, FLOATS)
    assert [n.type for n in found.nodes if n.type != "Placeholder"] == ["Mul", "Tanh"]
    assert found.outputs[0] is found.outputs[1]


def test_other_attributes_or_inputs_are_other_computations() -> None:
    def both(x: Any) -> list[Any]:
        return [
            tf.reduce_sum(x, 1),
            tf.reduce_sum(x, 1, True),
            tf.reduce_sum(x, 0),
            x - 1.0,
            1.0 - x,
        ]

    assert left(both, FLOATS) == ["Sum", "Sum", "Sum", "Sub", "Sub"]


def test_casts_to_other_dtypes_are_other_computations() -> None:
    assert left(lambda x: [tf.cast(x, tf.int32), tf.cast(x, tf.int64)], FLOATS) == ["Cast", "Cast"]


def test_zeros_of_another_sign_are_other_constants() -> None:
    def signs(x: Any) -> list[Any]:
        return [tf.maximum(x, tf.constant(0.0)), tf.maximum(x, tf.constant(-0.0))]

    assert left(signs, FLOATS) == ["Maximum", "Maximum"]


def test_random_ops_are_not_shared() -> None:
    def draw() -> list[Any]:
        return [tf.random.uniform([2], seed=3), tf.random.uniform([2], seed=3)]

    assert left(draw) == ["RandomUniform", "RandomUniform"]


def test_stateless_random_ops_are() -> None:
    def draw(seed: Any) -> list[Any]:
        return [tf.random.stateless_uniform([2], seed) for _ in range(2)]

    found = left(draw, tf.TensorSpec([2], tf.int32))
    assert len(found) == len(set(found))
