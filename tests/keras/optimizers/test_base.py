"""Three steps of each optimizer end where Keras 3.15 ends."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

CASES: dict[str, tuple[str, dict[str, Any], list[float]]] = {
    "nesterov": (
        "SGD", {"momentum": 0.9, "nesterov": True}, [-0.4558999538421631, 4.911799907684326],
    ),
    "centered": (
        "RMSprop", {"centered": True, "momentum": 0.5}, [-0.35034871101379395, 3.350348949432373],
    ),
    "amsgrad": (
        "Adam", {"amsgrad": True, "clipnorm": 1.0}, [0.7000035643577576, 2.299997091293335],
    ),
    "decay": ("Adam", {"weight_decay": 0.1}, [0.6809384226799011, 2.229959011077881]),
}  # fmt: skip


@pytest.mark.parametrize("case", CASES)
def test_three_steps(case: str) -> None:
    name, arguments, expected = CASES[case]
    optimizer = getattr(tf.keras.optimizers, name)(0.1, **arguments)
    w = tf.Variable([1.0, 2.0])
    for factor in (1.0, 2.0, 3.0):
        optimizer.apply_gradients([(tf.constant([1.0, -2.0]) * factor, w)])
    np.testing.assert_allclose(w.numpy(), expected, rtol=1e-6)
    assert int(optimizer.iterations) == 3


def test_names_are_numbered() -> None:
    tf.keras.backend.clear_session()
    optimizers = tf.keras.optimizers
    made = [optimizers.SGD(), optimizers.SGD(), optimizers.RMSprop(), optimizers.Adam()]
    assert [optimizer.name for optimizer in made] == ["sgd", "sgd_1", "rm_sprop", "adam"]


def test_two_clips_are_refused() -> None:
    with pytest.raises(ValueError, match="Only one of"):
        tf.keras.optimizers.SGD(clipnorm=1.0, clipvalue=1.0)


def test_unknown_name_is_told_with_the_nearest() -> None:
    with pytest.raises(ValueError, match=r"'adamm'.*'adam'.*adam, rmsprop, sgd"):
        tf.keras.optimizers.get("adamm")


def test_schedule_moves_with_the_steps() -> None:
    decay = tf.keras.optimizers.schedules.ExponentialDecay(1.0, 1, 0.5)
    optimizer = tf.keras.optimizers.SGD(decay)
    w = tf.Variable(0.0)
    for _ in range(3):
        optimizer.apply_gradients([(tf.constant(1.0), w)])
    assert float(w) == -1.75


@pytest.mark.parametrize(
    ("options", "expected"),
    [
        ({}, [1.0, 0.9, 0.9, 0.8052, 0.8052, 0.711]),
        ({"use_ema": True, "ema_overwrite_frequency": 2}, [1.0, 0.9, 0.9, 0.8991, 0.8991, 0.8048]),
    ],
    ids=["plain", "averaged"],
)
def test_accumulated_gradients_count_as_one_step(options: dict, expected: list[float]) -> None:
    """Keras' own values: its step count is that of updates."""
    optimizer = tf.keras.optimizers.Adam(0.1, gradient_accumulation_steps=2, **options)
    v, seen = tf.Variable(1.0), []
    for i in range(6):
        optimizer.apply_gradients([(tf.constant(i + 1.0), v)])
        seen.append(float(v))
    np.testing.assert_allclose(seen, expected, atol=5e-5)
    assert int(optimizer.iterations) == 3
