"""Small data and small models with fixed weights, for tests of training."""

from __future__ import annotations

from typing import Any

import numpy as np

import tenfold as tf

X = ((np.arange(40) * 7 % 11 - 5) / 5).astype("float32").reshape(10, 4)
LABELS = (np.arange(10) % 3).astype("int32")
VALUES = (X.sum(1, keepdims=True) * 0.3 + 0.1).astype("float32")
X_HELD = X[::-1] * 0.5
LABELS_HELD = (np.arange(10) * 2 % 3).astype("int32")
WEIGHTS = ((np.arange(10) % 4) / 2).astype("float32")
CLASS_WEIGHTS = {0: 1.0, 1: 2.0, 2: 0.5}
FIRST = ((np.arange(20) * 3 % 13 - 6) / 10).astype("float32").reshape(4, 5)
SECOND = ((np.arange(15) * 5 % 9 - 4) / 10).astype("float32").reshape(5, 3)
LINEAR = [np.float32([[0.1], [0.2], [-0.3], [0.4]]), np.zeros(1, "float32")]


def classifier(
    optimizer: Any = "sgd",
    loss: Any = "sparse_categorical_crossentropy",
    activation: str | None = "softmax",
    **options: Any,
) -> Any:
    """Four features, five hidden units, three classes."""
    model = tf.keras.Sequential(
        [
            tf.keras.Input((4,)),
            tf.keras.layers.Dense(5, activation="tanh"),
            tf.keras.layers.Dense(3, activation=activation),
        ]
    )
    model.set_weights([FIRST, np.zeros(5, "float32"), SECOND, np.zeros(3, "float32")])
    model.compile(optimizer, loss, **{"metrics": ["accuracy"], **options})
    return model


def regressor(rate: float = 0.1, activation: str | None = None, **options: Any) -> Any:
    """Four features, one value."""
    dense = tf.keras.layers.Dense(1, activation=activation)
    model = tf.keras.Sequential([tf.keras.Input((4,)), dense])
    model.set_weights(LINEAR)
    model.compile(tf.keras.optimizers.SGD(rate), **{"loss": "mse", **options})
    return model


def fit(model: Any, *data: Any, **options: Any) -> Any:
    """Three silent epochs in the order of the data."""
    return model.fit(
        *data, **{"batch_size": 4, "epochs": 3, "shuffle": False, "verbose": 0, **options}
    )
