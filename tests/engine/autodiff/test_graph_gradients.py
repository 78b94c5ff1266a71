"""Tests of tf.gradients and tf.hessians."""

from __future__ import annotations

from typing import Any

import pytest

import tenfold as tf
from tenfold.core.op import call
from tenfold.engine.autodiff.graph_gradients import gradients, hessians


def test_gradients_of_sums() -> None:
    @tf.function
    def f(x: Any, y: Any) -> Any:
        z = x * y
        weighted = gradients([z, z], [x], grad_ys=[tf.constant(2.0), tf.constant(1.0)])
        return gradients(z, [x, y]), weighted

    plain, weighted = f(tf.constant(2.0), tf.constant(3.0))
    assert [float(g) for g in plain] == [3.0, 2.0]
    assert float(weighted[0]) == 9.0


def test_constants_and_tensors_between() -> None:
    @tf.function
    def f(x: Any) -> Any:
        y = x * x
        z = y * x
        return gradients(z, x, stop_gradients=[y]), gradients(z, [x, y])

    stopped, between = f(tf.constant(2.0))
    assert float(stopped[0]) == 4.0
    assert [float(g) for g in between] == [12.0, 2.0]


def test_unconnected_ones() -> None:
    @tf.function
    def f(x: Any, y: Any) -> Any:
        return gradients(x, y), gradients(x, y, unconnected_gradients="zero")

    none, zero = f(tf.constant(2.0), tf.constant([1.0, 2.0]))
    assert none == [None]
    assert zero[0].numpy().tolist() == [0.0, 0.0]


def test_variables() -> None:
    v = tf.Variable(3.0)
    f = tf.function(lambda x: gradients(v * v * x, v)[0])
    assert float(f(tf.constant(2.0))) == 12.0


def test_ops_without_gradient_before_the_sources_do_not_matter() -> None:
    @tf.function
    def f(x: Any) -> Any:
        bits = call("Cast", call("ArgMax", x, 0), DstT=tf.float32)
        y = bits * 2.0
        return gradients(y * y, y)[0]

    assert float(f(tf.constant([1.0, 5.0]))) == 4.0


def test_hessians() -> None:
    @tf.function
    def f(x: Any, y: Any) -> Any:
        return hessians(call("Sum", x * x * x, [0]) * y, [x, y])

    of_x, of_y = f(tf.constant([1.0, 2.0]), tf.constant(3.0))
    assert of_x.numpy().tolist() == [[18.0, 0.0], [0.0, 36.0]]
    assert float(of_y) == 0.0


def test_what_is_refused() -> None:
    x = tf.constant(1.0)
    with pytest.raises(RuntimeError, match="GradientTape"):
        gradients(x, x)
    with pytest.raises(ValueError, match="grad_ys has 1 parts; ys has 2"):
        tf.function(lambda x: gradients([x, x], x, grad_ys=[x]))(x)
    spec = tf.TensorSpec([None], tf.float32)
    with pytest.raises(ValueError, match="known shape"):
        tf.function(lambda x: hessians(x, x), input_signature=[spec])(tf.constant([1.0]))


def test_integers_have_no_gradient_in_a_graph() -> None:
    with tf.Graph().as_default():
        x = tf.constant([3, 5])
        smooth = tf.constant([3.0, 5.0])
        y = tf.gather(x, [1])
        assert tf.gradients(y, x, tf.constant([2])) == [None]
        (found,) = tf.gradients([y, smooth * 2.0], smooth)
        assert found is not None


def test_weights_may_be_nested_lists_of_numbers() -> None:
    with tf.Graph().as_default(), tf.compat.v1.Session() as session:
        x = tf.constant([[1.0, 2.0], [3.0, 4.0]])
        (found,) = tf.gradients([x * x], [x], [[[1.0, 0.0], [2.0, -1.0]]])
        assert session.run(found).tolist() == [[2.0, 0.0], [12.0, -8.0]]
