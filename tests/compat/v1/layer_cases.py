"""Layers that TensorFlow and tenfold both run: functions of `tf` and of the layers."""

from __future__ import annotations

from typing import Any

import numpy as np

try:
    from .rnn_cases import evaluate
except ImportError:  # the recorder runs here
    from rnn_cases import evaluate


def numbers(*shape: int) -> Any:
    return np.sin(np.arange(int(np.prod(shape)), dtype=np.float32)).reshape(shape)


IMAGE = (2, 6, 5, 3)

LAYERS = {
    "dense": lambda tf, t: t.dense(numbers(2, 3), 4, tf.nn.relu),
    "dense_of_rank_3": lambda tf, t: t.dense(numbers(2, 2, 3), 4, use_bias=False),
    "dense_named": lambda tf, t: t.dense(
        numbers(2, 3), 4, name="fc", bias_initializer=tf.ones_initializer()
    ),
    "dense_shared": lambda tf, t: [
        t.dense(numbers(2, 3), 4, name="fc", reuse=reuse) for reuse in (None, True)
    ],
    "dense_twice": lambda tf, t: [t.dense(numbers(2, 3), n) for n in (2, 4)],
    "conv1d": lambda tf, t: t.conv1d(numbers(2, 6, 3), 4, 3, 2, "same"),
    "conv1d_causal": lambda tf, t: t.Conv1D(4, 3, padding="causal", dilation_rate=2)(
        tf.constant(numbers(2, 6, 3))
    ),
    "conv2d": lambda tf, t: t.conv2d(numbers(*IMAGE), 4, [3, 2], activation=tf.nn.tanh),
    "conv2d_same": lambda tf, t: t.conv2d(numbers(*IMAGE), 4, 3, (2, 1), "same", use_bias=False),
    "conv2d_dilated": lambda tf, t: t.conv2d(numbers(*IMAGE), 2, 2, dilation_rate=2),
    "conv3d": lambda tf, t: t.conv3d(numbers(1, 3, 4, 3, 2), 2, 2),
    "conv2d_transpose": lambda tf, t: t.conv2d_transpose(numbers(*IMAGE), 4, 3, 2),
    "conv2d_transpose_same": lambda tf, t: t.conv2d_transpose(
        numbers(*IMAGE), 4, 3, (2, 3), "same"
    ),
    "conv2d_transpose_unknown": lambda tf, t: t.conv2d_transpose(
        tf.placeholder_with_default(numbers(*IMAGE), [None, None, 5, 3]), 4, 3, 2
    ),
    "conv3d_transpose": lambda tf, t: t.conv3d_transpose(numbers(1, 2, 2, 3, 2), 2, 2, 2),
    "separable_conv1d": lambda tf, t: t.separable_conv1d(numbers(2, 6, 3), 4, 3, 2),
    "separable_conv2d": lambda tf, t: t.separable_conv2d(
        numbers(*IMAGE), 4, 3, padding="same", depth_multiplier=2
    ),
    "max_pooling2d": lambda tf, t: t.max_pooling2d(numbers(*IMAGE), 2, 2),
    "average_pooling1d": lambda tf, t: t.average_pooling1d(numbers(2, 6, 3), 3, 2, "same"),
    "flatten": lambda tf, t: t.flatten(numbers(*IMAGE)),
    "dropout": lambda tf, t: t.dropout(numbers(2, 3), 0.4, seed=2, training=True),
    "in_scopes": lambda tf, t: scoped(tf, t),
}


def scoped(tf: Any, layers: Any) -> Any:
    with tf.variable_scope("a"):
        one = layers.dense(numbers(2, 3), 2)
        layer = layers.Dense(3)
        first = layer(one)
    with tf.variable_scope("b"):
        return [first, layer.apply(one), layers.dense(one, 2)]


def layer_values(tf: Any, layers: Any, name: str) -> dict[str, Any]:
    def build() -> Any:
        found = LAYERS[name](tf, layers)
        extra = tf.get_variable("extra", [])  # so that there is something to train
        return found, tf.identity(extra)

    return evaluate(tf, build)
