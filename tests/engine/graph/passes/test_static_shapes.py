"""Shapes that are known before a function runs."""

from __future__ import annotations

from tests.engine.graph.passes.rewriting import left, rewrite, traced, value

import tenfold as tf
from tenfold.core.op import call

KNOWN = tf.TensorSpec([4, 6], tf.float32)
OPEN = tf.TensorSpec([None, 6], tf.float32)


def test_what_asks_about_a_known_shape_is_known() -> None:
    def ask(x: tf.Tensor) -> list[tf.Tensor]:
        return [call("Shape", x), call("Size", x), call("Rank", x), *call("ShapeN", [x, x])]

    found = rewrite(ask, KNOWN)
    assert [value(found, i).tolist() for i in range(5)] == [[4, 6], 24, 2, [4, 6], [4, 6]]


def test_a_dtype_that_is_asked_for() -> None:
    found = rewrite(lambda x: call("Size", x, out_type=tf.int64), KNOWN)
    assert value(found).dtype == "int64"


def test_only_the_rank_of_an_open_shape_is_known() -> None:
    def ask(x: tf.Tensor) -> list[tf.Tensor]:
        return [call("Shape", x), call("Size", x), call("Rank", x)]

    assert left(ask, OPEN) == ["Shape", "Size"]


def test_which_axes_a_gradient_sums_is_known() -> None:
    def axes(x: tf.Tensor, y: tf.Tensor) -> list[tf.Tensor]:
        return list(call("BroadcastGradientArgs", call("Shape", x), call("Shape", y)))

    found = rewrite(axes, KNOWN, tf.TensorSpec([6], tf.float32))
    assert [value(found, i).tolist() for i in range(2)] == [[], [0]]


def test_reshaping_to_the_own_shape_goes() -> None:
    def reshaped(x: tf.Tensor) -> tf.Tensor:
        return tf.tanh(call("Reshape", call("BroadcastTo", x, [4, 6]), [4, 6]))

    assert left(reshaped, KNOWN) == ["Tanh"]
    assert left(lambda x: tf.tanh(call("Reshape", x, call("Shape", x))), OPEN) == ["Tanh"]


def test_reshaping_to_what_may_be_another_shape_stays() -> None:
    assert left(lambda x: tf.reshape(x, [4, 6]), OPEN) == ["Reshape"]
    assert left(lambda x: tf.reshape(x, [6, 4]), KNOWN) == ["Reshape"]
    assert left(lambda x: tf.reshape(tf.reshape(x, [24]), [4, 6]), KNOWN) == ["Reshape", "Reshape"]


def test_a_demand_that_is_met_goes() -> None:
    assert left(lambda x: tf.tanh(call("EnsureShape", x, shape=[None, 6])), KNOWN) == ["Tanh"]
    assert left(lambda x: tf.tanh(call("EnsureShape", x, shape=[4, 6])), OPEN) == [
        "EnsureShape",
        "Tanh",
    ]


def test_a_shape_is_that_of_each_call() -> None:
    function = traced(lambda x: tf.shape(x) * 2, OPEN)
    assert function(tf.zeros([3, 6])).numpy().tolist() == [6, 12]
    assert function(tf.zeros([5, 6])).numpy().tolist() == [10, 12]
