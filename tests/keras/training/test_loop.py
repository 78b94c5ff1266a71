"""fit, evaluate and single batches give Keras 3.15's numbers."""

from __future__ import annotations

from typing import Any

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


def linear() -> Any:
    layer = tf.keras.layers.Dense(1, kernel_initializer="ones")
    model = tf.keras.Sequential([tf.keras.Input((2,)), layer])
    model.compile("sgd", "mse")
    return model


LINE = np.arange(20, dtype=np.float32).reshape(10, 2) / 20


def steps_of(**arguments: Any) -> list[int]:
    """The numbers of the batches that callbacks are told."""
    seen: list[int] = []
    told = tf.keras.callbacks.LambdaCallback(on_train_batch_end=lambda i, logs: seen.append(i))
    linear().fit(**{"verbose": 0, "callbacks": [told], **arguments})
    return seen


def test_epochs_of_few_steps_go_on_where_the_last_one_ended() -> None:
    with pytest.warns(UserWarning, match="ran out of data after 1 of 2 steps"):
        seen = steps_of(x=LINE, y=LINE[:, :1], batch_size=4, steps_per_epoch=2, epochs=2)
    assert seen == [0, 1, 0]


def test_a_generator_that_is_spent_ends_training() -> None:
    batches = ((LINE[:2], LINE[:2, :1]) for _ in range(3))
    with pytest.warns(UserWarning, match="after 1 epochs"):
        seen = steps_of(x=batches, epochs=3)
    assert seen == [0, 1, 2]


def test_steps_per_execution_groups_the_calls() -> None:
    model, seen = linear(), []
    model.compile("sgd", "mse", steps_per_execution=2)
    told = tf.keras.callbacks.LambdaCallback(on_train_batch_end=lambda i, logs: seen.append(i))
    model.fit(LINE, LINE[:, :1], batch_size=2, verbose=0, callbacks=[told])
    assert seen == [1, 3, 4]


def test_validation_at_chosen_epochs() -> None:
    data = (LINE, LINE[:, :1])
    logs = linear().fit(*data, epochs=4, validation_data=data, validation_freq=[1, 3], verbose=0)
    assert len(logs.history["val_loss"]) == 2


def test_a_sequence_is_told_of_each_epochs_end() -> None:
    class Batches:
        ends = 0

        def __len__(self) -> int:
            return 2

        def __getitem__(self, i: int) -> Any:
            return LINE[i * 5 : i * 5 + 5], LINE[i * 5 : i * 5 + 5, :1]

        def on_epoch_end(self) -> None:
            self.ends += 1

    batches = Batches()
    linear().fit(batches, epochs=3, verbose=0)
    assert batches.ends == 3


def test_one_array_in_a_list_is_an_array() -> None:
    assert steps_of(x=[LINE], y=[LINE[:, :1]]) == [0]


@pytest.mark.parametrize("batch_size", [0, -1, 3.5])
def test_batch_sizes_are_positive_integers(batch_size: Any) -> None:
    with pytest.raises(ValueError, match=f"received batch_size={batch_size}"):
        linear().fit(LINE, LINE[:, :1], batch_size=batch_size)
