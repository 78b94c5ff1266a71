"""Tests of compile, fit, evaluate and predict; the histories are Keras' own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf
from tests.keras.samples import (
    CLASS_WEIGHTS,
    LABELS,
    LABELS_HELD,
    LINEAR,
    VALUES,
    WEIGHTS,
    X_HELD,
    X,
    classifier,
    fit,
    regressor,
)

keras = tf.keras


def near(history: dict[str, list[float]], expected: dict[str, list[float]]) -> None:
    assert set(history) == set(expected)
    for name, values in expected.items():
        np.testing.assert_allclose(history[name], values, rtol=1e-4, atol=1e-5, err_msg=name)


OPTIMIZERS: dict[str, tuple[Any, list[float], list[float]]] = {
    "sgd": (lambda: "sgd", [0.3, 0.3, 0.3], [1.124461, 1.122804, 1.121166]),
    "adam": (lambda: keras.optimizers.Adam(0.05), [0.3, 0.5, 0.7], [1.14808, 1.0296, 0.96126]),
    "nesterov": (
        lambda: keras.optimizers.SGD(0.1, momentum=0.9, nesterov=True),
        [0.3, 0.4, 0.7],
        [1.13314, 1.07887, 1.0142],
    ),
    "rmsprop": (
        lambda: keras.optimizers.RMSprop(0.01),
        [0.3, 0.4, 0.6],
        [1.13814, 1.09493, 1.07336],
    ),
}


@pytest.mark.parametrize(("make", "accuracy", "loss"), OPTIMIZERS.values(), ids=OPTIMIZERS)
def test_histories(make: Any, accuracy: list[float], loss: list[float]) -> None:
    history = fit(classifier(make()), X, LABELS).history
    near(history, {"accuracy": accuracy, "loss": loss})


def test_weights_after_training() -> None:
    model = classifier(keras.optimizers.Adam(0.05))
    fit(model, X, LABELS)
    expected = [-0.461683, -0.395238, 0.239297, 0.371190, 0.312173]
    np.testing.assert_allclose(model.get_weights()[0][0], expected, rtol=1e-4)
    np.testing.assert_allclose(model.get_weights()[3], [0.188325, -0.122712, -0.084111], rtol=1e-4)


def test_a_loss_object_on_logits() -> None:
    loss = keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    history = fit(classifier(keras.optimizers.SGD(0.1), loss, None), X, LABELS).history
    near(history, {"accuracy": [0.3, 0.4, 0.5], "loss": [1.12829, 1.11257, 1.09828]})


def test_one_hot_targets() -> None:
    history = fit(classifier(loss="categorical_crossentropy"), X, np.eye(3)[LABELS]).history
    near(history, {"accuracy": [0.3] * 3, "loss": [1.124461, 1.122804, 1.121166]})


def test_flat_binary_targets_fit_a_column_of_predictions() -> None:
    model = regressor(0.5, "sigmoid", loss="binary_crossentropy", metrics=["accuracy"])
    history = fit(model, X, (LABELS > 0).astype("int32")).history
    near(history, {"accuracy": [0.4, 0.6, 0.7], "loss": [0.771126, 0.695977, 0.64579]})


def test_flat_targets_do_not_broadcast_against_a_column() -> None:
    near(fit(regressor(), X, VALUES[:, 0]).history, fit(regressor(), X, VALUES).history)


@pytest.mark.parametrize("run_eagerly", [False, True], ids=["compiled", "eager"])
def test_regression(run_eagerly: bool) -> None:
    history = fit(regressor(metrics=["mae"], run_eagerly=run_eagerly), X, VALUES).history
    expected = {"loss": [0.140541, 0.0842897, 0.0550927], "mae": [0.306819, 0.231743, 0.193029]}
    near(history, expected)


def test_validation_data() -> None:
    history = fit(classifier(), X, LABELS, validation_data=(X_HELD, LABELS_HELD)).history
    expected = {"accuracy": [0.3] * 3, "loss": [1.124461, 1.122804, 1.121166]}
    near(history, {**expected, "val_accuracy": [0.3] * 3, "val_loss": [1.10835, 1.10735, 1.10637]})


def test_weighted_validation_data() -> None:
    held = (X_HELD, LABELS_HELD, WEIGHTS)
    history = fit(classifier(), X, LABELS, validation_data=held).history
    np.testing.assert_allclose(history["val_loss"], [0.730331, 0.72928, 0.728245], rtol=1e-4)
    np.testing.assert_allclose(history["val_accuracy"], [0.3] * 3, rtol=1e-4)


def test_validation_split_takes_the_last_samples() -> None:
    history = fit(classifier(), X, LABELS, validation_split=0.3).history
    expected = {"accuracy": [3 / 7] * 3, "loss": [1.1386, 1.13632, 1.13406]}
    near(history, {**expected, "val_accuracy": [0.0] * 3, "val_loss": [1.09123, 1.09222, 1.09322]})


def test_validation_every_second_epoch() -> None:
    held = (X_HELD, LABELS_HELD)
    history = fit(classifier(), X, LABELS, validation_data=held, validation_freq=2).history
    np.testing.assert_allclose(history["val_loss"], [1.10735], rtol=1e-4)
    assert len(history["loss"]) == 3


@pytest.mark.parametrize(
    ("class_weight", "loss"),
    [(CLASS_WEIGHTS, [1.29288, 1.28893, 1.28506]), ({1: 2.0}, [1.4589, 1.45629, 1.45372])],
    ids=["all", "one"],
)
def test_class_weights(class_weight: dict[int, float], loss: list[float]) -> None:
    history = fit(classifier(), X, LABELS, class_weight=class_weight).history
    near(history, {"accuracy": [0.3] * 3, "loss": loss})


def test_sample_weights_and_weighted_metrics() -> None:
    model = classifier(weighted_metrics=["accuracy"])
    history = fit(model, X, LABELS, sample_weight=WEIGHTS).history
    expected = {"loss": [0.749841, 0.748015, 0.746207], "accuracy": [0.3] * 3}
    near(history, {**expected, "weighted_accuracy": [0.307692] * 3})


def test_going_on_from_an_epoch() -> None:
    history = fit(classifier(), X, LABELS, initial_epoch=1)
    assert history.epoch == [1, 2]
    np.testing.assert_allclose(history.history["loss"], [1.124461, 1.122804], rtol=1e-5)


def test_steps_per_epoch_limit_the_batches() -> None:
    history = fit(classifier(), X, LABELS, steps_per_epoch=2, epochs=1).history
    near(history, {"accuracy": [0.375], "loss": [1.14375]})


def test_a_generator_of_batches() -> None:
    batches = [(X[i : i + 4], LABELS[i : i + 4]) for i in (0, 4, 8)] * 3
    model = classifier()
    history = model.fit(iter(batches), steps_per_epoch=3, epochs=3, verbose=0).history
    near(history, {"accuracy": [0.3] * 3, "loss": [1.124461, 1.122804, 1.121166]})


def test_evaluate() -> None:
    options = {"batch_size": 4, "verbose": 0}
    result = classifier().evaluate(X, LABELS, **options)
    np.testing.assert_allclose(result, [1.124054, 0.3], rtol=1e-5)
    named = classifier().evaluate(X, LABELS, return_dict=True, **options)
    assert named == {"loss": pytest.approx(1.124054), "accuracy": pytest.approx(0.3)}
    assert regressor().evaluate(X, VALUES, **options) == pytest.approx(0.1446, rel=1e-4)


def test_predict() -> None:
    predicted = classifier().predict(X, batch_size=3, verbose=0)
    assert isinstance(predicted, np.ndarray) and predicted.shape == (10, 3)
    expected = [[0.279578, 0.425743, 0.29468], [0.3708, 0.2658, 0.3634]]
    np.testing.assert_allclose(predicted[:2], expected, rtol=1e-4)
    np.testing.assert_allclose(classifier().predict_on_batch(X), predicted, rtol=1e-5)


@pytest.mark.parametrize(
    ("options", "loss"),
    [
        ({}, 1.12405),
        ({"class_weight": CLASS_WEIGHTS}, 1.29243),
        ({"sample_weight": WEIGHTS}, 0.749778),
    ],
    ids=["plain", "classes", "samples"],
)
def test_train_on_batch(options: dict[str, Any], loss: float) -> None:
    result = classifier().train_on_batch(X, LABELS, **options)
    np.testing.assert_allclose(result, [loss, 0.3], rtol=1e-4)


def test_single_batches_move_weights_in_training_only() -> None:
    model = classifier()
    before = model.get_weights()
    named = model.test_on_batch(X, LABELS, return_dict=True)
    assert named == {"loss": pytest.approx(1.124054), "accuracy": pytest.approx(0.3)}
    np.testing.assert_array_equal(model.get_weights()[0], before[0])
    model.train_on_batch(X, LABELS)
    assert (model.get_weights()[0] != before[0]).any()


def test_regularizers_join_the_loss() -> None:
    dense = keras.layers.Dense(1, kernel_regularizer=keras.regularizers.L2(0.1))
    model = keras.Sequential([keras.Input((4,)), dense])
    model.set_weights(LINEAR)
    model.compile(keras.optimizers.SGD(0.1), "mse")
    near(fit(model, X, VALUES).history, {"loss": [0.163546, 0.0926263, 0.0609]})


def test_a_function_as_loss() -> None:
    def squared(y_true: Any, y_pred: Any) -> Any:
        return tf.reduce_mean(tf.square(y_true - y_pred), axis=-1)

    history = fit(regressor(loss=squared), X, VALUES).history
    near(history, {"loss": [0.140541, 0.0842897, 0.0550927]})


def test_an_overridden_train_step() -> None:
    class Doubled(keras.Sequential):
        def train_step(self, data: Any) -> dict[str, Any]:
            x, y = data
            with tf.GradientTape() as tape:
                loss = self.compute_loss(x=x, y=y, y_pred=self(x, training=True))
            variables = self.trainable_variables
            self.optimizer.apply_gradients(zip(tape.gradient(loss, variables), variables))
            return {"doubled": 2 * loss}

    model = Doubled([keras.Input((4,)), keras.layers.Dense(1)])
    model.set_weights(LINEAR)
    model.compile(keras.optimizers.SGD(0.1), "mse")
    history = fit(model, X, VALUES, batch_size=10).history
    plain = fit(regressor(), X, VALUES, batch_size=10).history
    near(history, {"doubled": [2 * loss for loss in plain["loss"]]})


def test_frozen_layers_stay() -> None:
    model = classifier()
    before = model.get_weights()
    model.layers[0].trainable = False
    model.compile("sgd", "sparse_categorical_crossentropy")
    fit(model, X, LABELS)
    np.testing.assert_array_equal(model.get_weights()[0], before[0])
    assert (model.get_weights()[2] != before[2]).any()


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: classifier("adamm"), "'adamm'.*adam, rmsprop, sgd"),
        (lambda: fit(classifier(loss="mses"), X, LABELS), "'mses'.*'mse'"),
        (lambda: fit(classifier(metrics=["acccuracy"]), X, LABELS), "'acccuracy'.*'accuracy'"),
        (lambda: fit(classifier(), X, LABELS[:5]), "(?s)ambiguous.*'x' sizes: 10.*'y' sizes: 5"),
        (lambda: fit(classifier(), X[:, :3], LABELS), r"axis -1 .* value 4.*\(\d+, 3\)"),
        (lambda: fit(keras.Sequential([keras.layers.Dense(1)]), X, VALUES), "call `compile"),
        (lambda: fit(regressor(loss=None), X, VALUES), "No loss to compute"),
        (lambda: fit(classifier(), X[:0], LABELS[:0]), "no batch"),
        (
            lambda: fit(classifier(), X, LABELS, sample_weight=WEIGHTS, class_weight={0: 1.0}),
            "class_weight or sample_weight, not both",
        ),
        (lambda: fit(classifier(), iter([]), LABELS), "y must be None"),
    ],
    ids=[
        "optimizer",
        "loss",
        "metric",
        "lengths",
        "width",
        "uncompiled",
        "no-loss",
        "empty",
        "two-weights",
        "source",
    ],
)
def test_what_is_refused(act: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        act()


def test_labels_beyond_the_classes_are_refused() -> None:
    with pytest.raises(
        tf.errors.InvalidArgumentError, match=r"outside the valid range of \[0, 3\)"
    ):
        fit(classifier(), X, LABELS + 1)
