"""fit, evaluate and single batches give Keras 3.15's numbers."""

from __future__ import annotations

import numpy as np
import pytest

import tenfold as tf


def model_and_data() -> tuple[tf.keras.Model, np.ndarray, np.ndarray]:
    tf.keras.utils.set_random_seed(5)
    layers = tf.keras.layers
    model = tf.keras.Sequential(
        [
            tf.keras.Input((8, 8, 1)),
            layers.Rescaling(2.0),
            layers.Conv2D(4, 3, activation="relu", kernel_regularizer="l2"),
            layers.MaxPooling2D(),
            layers.Flatten(),
            layers.Dense(3, activation="softmax"),
        ]
    )
    model.compile(
        tf.keras.optimizers.Adam(0.01), "sparse_categorical_crossentropy", metrics=["accuracy"]
    )
    random = np.random.RandomState(0)
    return model, random.rand(100, 8, 8, 1).astype(np.float32), random.randint(0, 3, 100)


def test_history_is_keras_history() -> None:
    model, x, y = model_and_data()
    weights = {0: 1.0, 1: 2.0, 2: 0.5}
    history = model.fit(
        x, y, 16, 2, shuffle=False, validation_split=0.2, class_weight=weights, verbose=0
    ).history
    expected = {
        "accuracy": [0.36250001192092896, 0.32499998807907104],
        "loss": [1.365874171257019, 1.273823857307434],
        "val_accuracy": [0.15000000596046448, 0.20000000298023224],
        "val_loss": [1.9587650299072266, 1.5626142024993896],
    }
    assert list(history) == list(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(history[name], values, rtol=1e-5)
    np.testing.assert_allclose(model.evaluate(x, y, verbose=0), [1.4989010, 0.34], rtol=1e-5)


def test_single_batches_start_anew() -> None:
    model, x, y = model_and_data()
    first = model.test_on_batch(x[:4], y[:4])
    model.evaluate(x, y, verbose=0)
    assert model.test_on_batch(x[:4], y[:4]) == first


def test_unknown_loss_is_told() -> None:
    model, x, y = model_and_data()
    with pytest.raises(ValueError, match=r"'mze'.*'mse'"):
        model.compile("sgd", "mze")
        model.fit(x, y, verbose=0)
