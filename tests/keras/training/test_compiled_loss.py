"""Losses of several outputs: forms of the argument, names in the logs, values (from Keras)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

L = tf.keras.layers
X = np.arange(8, dtype=np.float32).reshape(4, 2) / 8
Y = [np.eye(3, dtype=np.float32)[[0, 1, 2, 0]], X[:, :1]]
NAMED = {"cls": Y[0], "reg": Y[1]}
LOGS = {"cls_loss": 2 / 9, "reg_loss": 0.328125}


def two_outputs(as_dict: bool = False) -> Any:
    a, b = tf.keras.Input((2,), name="a"), tf.keras.Input((2,), name="b")
    cls = L.Dense(3, "softmax", name="cls", kernel_initializer="ones")(a)
    reg = L.Dense(1, name="reg", kernel_initializer="ones")(b)
    return tf.keras.Model([a, b], {"cls": cls, "reg": reg} if as_dict else [cls, reg])


@pytest.mark.parametrize("as_dict", [False, True], ids=["list", "dict"])
@pytest.mark.parametrize(
    ("arguments", "total"),
    [
        ({"loss": "mse"}, LOGS["cls_loss"] + LOGS["reg_loss"]),
        ({"loss": ["mse", "mse"]}, LOGS["cls_loss"] + LOGS["reg_loss"]),
        (
            {"loss": {"reg": "mse", "cls": "mse"}, "loss_weights": {"cls": 1.0, "reg": 0.5}},
            LOGS["cls_loss"] + LOGS["reg_loss"] / 2,
        ),
        ({"loss": "mse", "loss_weights": 2.0}, 2 * (LOGS["cls_loss"] + LOGS["reg_loss"])),
    ],
    ids=["one", "list", "weighted", "factor"],
)
def test_logs_tell_each_outputs_loss(
    as_dict: bool, arguments: dict[str, Any], total: float
) -> None:
    model = two_outputs(as_dict)
    model.compile("sgd", **arguments)
    for y in (NAMED,) if as_dict else (Y, tuple(Y), NAMED):
        logs = model.evaluate([X, X], y, verbose=0, return_dict=True)
        assert logs == pytest.approx({"loss": total, **LOGS}, abs=1e-6)
    assert model.metrics_names == ["loss", "cls_loss", "reg_loss"]


def test_outputs_without_a_loss_are_left_out() -> None:
    model = two_outputs()
    model.compile("sgd", ["mse", None])
    assert model.evaluate([X, X], Y, verbose=0) == pytest.approx(LOGS["cls_loss"], abs=1e-6)


def test_samples_weights_go_to_their_outputs() -> None:
    model = two_outputs()
    model.compile("sgd", "mse")
    weights = {"cls": np.zeros(4, np.float32), "reg": np.full(4, 2, np.float32)}
    logs = model.evaluate([X, X], Y, sample_weight=weights, verbose=0, return_dict=True)
    assert logs["cls_loss"] == 0
    assert logs["reg_loss"] == pytest.approx(2 * LOGS["reg_loss"])


class Pair(tf.keras.Model):
    """A subclass tells no names: its losses do."""

    def __init__(self) -> None:
        super().__init__()
        self.a = L.Dense(1, kernel_initializer="ones")
        self.b = L.Dense(1, kernel_initializer="ones")

    def call(self, x: Any) -> Any:
        return [self.a(x), self.b(x)]


def test_outputs_without_names_are_called_by_their_loss() -> None:
    model = Pair()
    model.compile("sgd", ["mse", "mae"])
    model.evaluate(X, [X[:, :1], X[:, 1:]], verbose=0)
    assert model.metrics_names == ["loss", "mse_loss", "mae_loss"]


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        ({"loss": ["mse"] * 3}, "loss has 3 entries; the model has 2 outputs"),
        ({"loss": {"cls": "mse"}}, "expected those of the model's outputs: .'cls', 'reg'."),
        ({"loss": {"cls": "mse", "rag": "mse"}}, "dict with the keys .'cls', 'rag'."),
    ],
)
def test_losses_that_fit_no_output_are_refused(arguments: dict[str, Any], message: str) -> None:
    model = two_outputs()
    model.compile("sgd", **arguments)
    for _ in range(2):  # a failed start must not count as one
        with pytest.raises(ValueError, match=message):
            model.fit([X, X], Y, verbose=0)


def test_targets_that_fit_no_output_are_refused() -> None:
    model = two_outputs()
    model.compile("sgd", "mse")
    with pytest.raises(ValueError, match="2 outputs, but y has 1 parts"):
        model.fit([X, X], [Y[0]], verbose=0)
    with pytest.raises(ValueError, match=r"y is a dict without .'reg'."):
        model.fit([X, X], {"cls": Y[0]}, verbose=0)


def test_metrics_in_the_place_of_weights_are_told_apart() -> None:
    with pytest.raises(ValueError, match=r"received 'accuracy'. Metrics are passed by keyword"):
        two_outputs().compile("sgd", "mse", ["accuracy"])
