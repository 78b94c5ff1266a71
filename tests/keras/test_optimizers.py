"""Tests of optimizers: three steps on fixed gradients give Keras' numbers."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

optimizers = tf.keras.optimizers
SGD, RMSprop, Adam = optimizers.SGD, optimizers.RMSprop, optimizers.Adam
GRADIENTS = ([0.5, -1.0, 2.0], [1.0, 0.0, -0.5], [-0.25, 3.0, 0.1])
Decay = optimizers.schedules.ExponentialDecay

CASES: dict[str, tuple[Any, list[float]]] = {
    "sgd": (lambda: SGD(0.1), [0.875, 1.8, 2.84]),
    "momentum": (lambda: SGD(0.1, momentum=0.9), [0.6995, 1.971, 2.543]),
    "nesterov": (lambda: SGD(0.1, momentum=0.9, nesterov=True), [0.60455, 1.7739, 2.4287]),
    "rmsprop": (lambda: RMSprop(0.1), [0.4713035, 2.0133364, 2.7473910]),
    "rmsprop-momentum": (
        lambda: RMSprop(0.1, rho=0.8, momentum=0.5),
        [0.3577855, 2.1752551, 2.6855423],
    ),
    "rmsprop-centered": (lambda: RMSprop(0.1, centered=True), [0.4297626, 2.0227547, 2.7317064]),
    "rmsprop-both": (
        lambda: RMSprop(0.1, centered=True, momentum=0.5),
        [0.0228027, 2.2727547, 2.5229123],
    ),
    "adam": (lambda: Adam(0.1), [0.7446240, 2.1227593, 2.8137093]),
    "adam-betas": (
        lambda: Adam(0.1, beta_1=0.5, beta_2=0.8, epsilon=1e-3),
        [0.7655619, 2.0706501, 2.8573177],
    ),
    "amsgrad": (
        lambda: Adam(0.1, beta_2=0.5, amsgrad=True),
        [0.7633241, 2.1228642, 2.8271036],
    ),
    "weight-decay": (lambda: SGD(0.1, weight_decay=0.01), [0.8722029, 1.7938061, 2.8313589]),
    "clipnorm": (lambda: SGD(0.1, clipnorm=1.0), [0.8970354, 1.9440439, 2.9541142]),
    "global-clipnorm": (lambda: Adam(0.1, global_clipnorm=1.0), [0.7496931, 2.1292543, 2.8523133]),
    "clipvalue": (lambda: SGD(0.1, clipvalue=0.5), [0.925, 2.0, 2.99]),
    "average": (
        lambda: SGD(0.1, use_ema=True, ema_momentum=0.5, ema_overwrite_frequency=2),
        [0.925, 1.8, 2.815],
    ),
    "loss-scale": (lambda: SGD(0.1, loss_scale_factor=2.0), [0.9375, 1.9, 2.92]),
    "decay": (lambda: SGD(Decay(0.1, 2, 0.5)), [0.8917893, 1.95, 2.8303552]),
    "staircase": (lambda: SGD(Decay(0.1, 2, 0.5, staircase=True)), [0.8625, 1.95, 2.845]),
}


def after_three_steps(optimizer: Any) -> list[float]:
    variable = tf.Variable([1.0, 2.0, 3.0])
    for gradient in GRADIENTS:
        optimizer.apply_gradients([(tf.constant(gradient), variable)])
    return variable.numpy().tolist()


@pytest.mark.parametrize(("make", "expected"), CASES.values(), ids=CASES)
def test_three_steps(make: Any, expected: list[float]) -> None:
    np.testing.assert_allclose(after_three_steps(make()), expected, rtol=1e-5)


@pytest.mark.parametrize("name", ["nesterov", "rmsprop-both", "adam"])
def test_a_compiled_step_equals_an_eager_one(name: str) -> None:
    make, expected = CASES[name]
    optimizer, variable = make(), tf.Variable([1.0, 2.0, 3.0])
    optimizer.build([variable])

    @tf.function
    def step(gradient: Any) -> None:
        optimizer.apply_gradients([(gradient, variable)])

    for gradient in GRADIENTS:
        step(tf.constant(gradient))
    np.testing.assert_allclose(variable.numpy(), expected, rtol=1e-5)
    assert int(optimizer.iterations) == 3


def test_the_learning_rate_may_be_set() -> None:
    optimizer, variable = SGD(0.1), tf.Variable(1.0)
    optimizer.learning_rate = 0.5
    optimizer.apply([tf.constant(1.0)], [variable])
    assert float(variable) == 0.5
    assert float(optimizer.learning_rate) == 0.5


def test_a_schedule_cannot_be_overwritten_by_a_number() -> None:
    optimizer = SGD(Decay(0.1, 2, 0.5))
    with pytest.raises(TypeError, match="LearningRateSchedule"):
        optimizer.learning_rate = 0.5


def test_its_variables_come_in_keras_order() -> None:
    optimizer = Adam()
    assert [v.name for v in optimizer.variables] == ["iteration", "learning_rate"]
    after_three_steps(optimizer)
    assert [tuple(v.shape) for v in optimizer.variables] == [(), (), (3,), (3,)]


def test_variables_without_a_gradient_stay() -> None:
    first, second = tf.Variable(1.0), tf.Variable(2.0)
    SGD(0.1).apply([None, tf.constant(1.0)], [first, second])
    assert (float(first), float(second)) == (1.0, pytest.approx(1.9))


@pytest.mark.parametrize(
    ("act", "message"),
    [
        (lambda: optimizers.get("adamm"), r"'adamm'\. Did you mean 'adam'\? .*rmsprop, sgd"),
        (lambda: optimizers.get(3), "Could not interpret optimizer identifier: 3"),
        (lambda: SGD(lr=1.0), r"not recognized: \{'lr': 1\.0\}"),
        (lambda: SGD(momentum=2.0), "`momentum` must be .* Received: 2.0"),
        (lambda: SGD(clipnorm=1.0, clipvalue=1.0), "Only one of `clipnorm`"),
        (lambda: SGD(use_ema=True, ema_momentum=2.0), r"range \[0, 1\]\. Received: 2\.0"),
        (lambda: SGD(gradient_accumulation_steps=1), ">= 2. Received: .*steps=1"),
        (lambda: SGD("fast"), "learning_rate must be a number.* received 'fast'"),
        (lambda: SGD().apply([None], [tf.Variable(1.0)]), "No gradients provided"),
        (
            lambda: SGD().apply([tf.constant(1.0)], [tf.Variable(1.0), tf.Variable(2.0)]),
            "a gradient for each of 2 variables; received 1",
        ),
    ],
    ids=["name", "object", "keyword", "momentum", "clips", "ema", "steps", "rate", "none", "count"],
)
def test_what_is_refused(act: Any, message: str) -> None:
    with pytest.raises(ValueError, match=message):
        act()


def test_unknown_variables_are_refused() -> None:
    optimizer = SGD()
    optimizer.apply([tf.constant(1.0)], [tf.Variable(1.0)])
    with pytest.raises(ValueError, match=r"Unknown variables: \['stranger:0'\]"):
        optimizer.apply([tf.constant(1.0)], [tf.Variable(2.0, name="stranger")])


def test_configurations_round_trip() -> None:
    first = Adam(0.1, beta_1=0.5, beta_2=0.8, epsilon=1e-3)
    again = Adam.from_config(first.get_config())
    assert again.get_config() == first.get_config()
    np.testing.assert_allclose(after_three_steps(again), CASES["adam-betas"][1], rtol=1e-5)


def test_schedules_survive_a_round_trip() -> None:
    again = optimizers.deserialize(optimizers.serialize(SGD(Decay(0.1, 2, 0.5))))
    np.testing.assert_allclose(after_three_steps(again), CASES["decay"][1], rtol=1e-5)
