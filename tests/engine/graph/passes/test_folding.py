"""Constant folding."""

from __future__ import annotations

import numpy as np
import pytest
from tests.engine.graph.passes.rewriting import interpreted, left, rewrite, value

import tenfold as tf

FLOATS = tf.TensorSpec([2, 3], tf.float32)


def test_what_depends_on_constants_alone_is_known() -> None:
    found = rewrite(lambda: tf.tanh(tf.constant([0.5, 2.0])) * 3.0)
    assert found.nodes == []
    assert np.array_equal(value(found), (tf.tanh([0.5, 2.0]) * 3.0).numpy())


def test_what_depends_on_an_argument_stays() -> None:
    assert left(lambda x: x * tf.exp(tf.constant(1.0)), FLOATS) == ["Mul"]


def test_random_numbers_are_drawn_at_each_call() -> None:
    assert left(lambda: tf.random.uniform([2])) == ["RandomUniform"]


def test_a_large_result_is_made_at_each_run() -> None:
    assert left(lambda: tf.zeros([1000, 1000])) == ["Fill"]


def test_an_error_comes_when_the_function_runs() -> None:
    def divide() -> tf.Tensor:
        return tf.constant(1) // tf.constant(0)

    assert left(divide) == ["FloorDiv"]
    with pytest.raises(tf.errors.InvalidArgumentError, match="ivision"):
        tf.function(divide)()


def test_each_output_of_a_node_is_known() -> None:
    found = rewrite(lambda: tf.split(tf.constant([1, 2, 3, 4]), 2))
    assert [value(found, i).tolist() for i in range(2)] == [[1, 2], [3, 4]]


def test_a_result_lies_in_memory_as_the_kernel_leaves_it() -> None:
    def turned() -> tf.Tensor:
        return tf.transpose(tf.constant([[1.0, 2.0], [3.0, 4.0]]))

    (raw,) = interpreted(turned)
    assert raw.flags.f_contiguous
    assert raw.tolist() == [[1, 3], [2, 4]]


def test_a_call_that_is_known_gives_its_value_each_time() -> None:
    function = tf.function(lambda: tf.constant(2) + 3)
    assert [function().numpy().item() for _ in range(3)] == [5, 5, 5]


def test_a_product_of_large_constants_stands_in_their_place() -> None:
    large = np.ones([200, 200], np.float32)

    def products(x: tf.Tensor) -> tf.Tensor:
        a = tf.constant(large)
        return x + tf.reduce_sum(tf.matmul(tf.matmul(a, a), a))

    assert left(products, tf.TensorSpec([], tf.float32)) == ["AddV2"]
    wide = np.ones([2000, 1], np.float32)
    grown = left(lambda: tf.matmul(tf.constant(wide), tf.constant(wide), transpose_b=True))
    assert grown == ["MatMul"]
