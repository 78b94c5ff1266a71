"""Layers of TensorFlow 1 against TensorFlow's, and what the classes tell of themselves."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import pytest

import tenfold.compat.v1 as tf

from .layer_cases import LAYERS, layer_values, numbers
from .test_networks import compared

GOLDENS = json.loads((Path(__file__).parent / "goldens.json").read_text())["layers"]


@pytest.fixture(autouse=True)
def graph() -> Iterator[Any]:
    with tf.Graph().as_default() as made:
        yield made


@pytest.mark.parametrize("name", LAYERS)
def test_layers_give_what_tensorflows_give(name: str) -> None:
    compared(layer_values(tf, tf.layers, name), GOLDENS[name])


def test_a_layer_tells_of_its_variables() -> None:
    layer = tf.layers.Dense(4, kernel_regularizer=tf.nn.l2_loss)
    assert layer.variables == []
    assert layer.name == "dense"
    with pytest.raises(ValueError, match="has not been used yet"):
        _ = layer.scope_name
    with pytest.raises(ValueError, match="isn't built"):
        layer.count_params()
    y = layer.apply(tf.ones([2, 3]))
    assert layer.scope_name == "dense"
    assert layer.trainable_variables == [layer.kernel, layer.bias] == tf.trainable_variables()
    assert layer.non_trainable_weights == []
    assert layer.count_params() == 16
    assert layer.losses == tf.losses.get_regularization_losses()
    assert layer.output is y
    assert layer.input.shape.as_list() == [2, 3]
    assert layer.dtype == "float32"
    assert layer.compute_output_shape([5, 3]).as_list() == [5, 4]


def test_a_layer_that_is_not_trainable_leaves_nothing_to_train() -> None:
    layer = tf.layers.Conv2D(2, 3, trainable=False)
    layer(tf.ones([1, 4, 4, 1]))
    assert tf.trainable_variables() == layer.trainable_weights == []
    assert [v.name for v in layer.non_trainable_weights] == ["conv2d/kernel:0", "conv2d/bias:0"]


def test_layers_inside_a_layer_are_part_of_it() -> None:
    class Two(tf.layers.Layer):
        def build(self, input_shape: Any) -> None:
            self.steps = [tf.layers.Dense(2), tf.layers.Dense(3)]

        def call(self, inputs: Any) -> Any:
            for step in self.steps:
                inputs = step(inputs)
            return inputs

    layer = Two(activity_regularizer=tf.reduce_sum)
    layer(tf.ones([1, 1]))
    assert [v.name for v in layer.weights] == [
        *("two/dense/kernel:0", "two/dense/bias:0"),
        *("two/dense_1/kernel:0", "two/dense_1/bias:0"),
    ]
    assert len(layer.losses) == 1


@pytest.mark.parametrize("fused", [False, True])
def test_batch_normalization_moves_its_moments(fused: bool) -> None:
    x = numbers(2, 3, 4, 2)
    layer = tf.layers.BatchNormalization(momentum=0.75, epsilon=0.01, fused=fused)
    training = tf.placeholder_with_default(False, [])
    y = layer(tf.constant(x), training=training)
    assert tf.get_collection(tf.GraphKeys.UPDATE_OPS) == layer.updates
    mean, variance, count = x.mean((0, 1, 2)), x.var((0, 1, 2)), 24
    with tf.Session() as session:
        session.run(tf.global_variables_initializer())
        np.testing.assert_allclose(session.run(y), x / np.sqrt(1.01), rtol=1e-5)
        session.run(layer.updates)
        assert session.run(layer.moving_mean).tolist() == [0.0, 0.0]
        found, _ = session.run([y, layer.updates], {training: True})
        moving = session.run([layer.moving_mean, layer.moving_variance])
    np.testing.assert_allclose(found, (x - mean) / np.sqrt(variance + 0.01), rtol=1e-4, atol=1e-6)
    np.testing.assert_allclose(moving[0], 0.25 * mean, rtol=1e-4)
    sample = variance * count / (count - 1) if fused else variance
    np.testing.assert_allclose(moving[1], 0.75 + 0.25 * sample, rtol=1e-4)


@pytest.mark.parametrize(
    ("call", "error", "message"),
    [
        (lambda: tf.layers.Dense(2, unit=3), TypeError, "unexpected keyword argument 'unit'"),
        (
            lambda: tf.layers.dense(tf.placeholder(tf.float32, [2, None]), 3),
            ValueError,
            "size of axis -1 of the inputs to `Dense` should be defined",
        ),
        (lambda: tf.layers.Conv2D(2, [1, 2, 3]), ValueError, "must be a tuple of 2 integers"),
        (lambda: tf.layers.Conv2D(2, 3, data_format="NCHW"), ValueError, "Received: NCHW"),
        (lambda: tf.layers.BatchNormalization(renorm=True), ValueError, "renorm=True is not"),
        (
            lambda: tf.layers.batch_normalization(tf.ones([2, 3]), fused=True),
            ValueError,
            "fused=True takes images",
        ),
        (
            lambda: [tf.layers.dense(tf.ones([1, 1]), 1, name="a") for _ in range(2)],
            ValueError,
            "Variable a/kernel already exists",
        ),
        (
            lambda: tf.layers.dense(tf.ones([1, 1]), 1, name="a", reuse=True),
            ValueError,
            "Variable a/kernel does not exist",
        ),
    ],
)
def test_what_layers_refuse(call: Any, error: type[Exception], message: str) -> None:
    with pytest.raises(error, match=message):
        call()
