"""Metrics of one and several outputs: forms of the argument and names in the logs (as Keras)."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

from .test_compiled_loss import NAMED, X, Y, two_outputs


@pytest.mark.parametrize(
    ("metrics", "names"),
    [
        ([["accuracy"], ["mae", "mse"]], ["cls_accuracy", "reg_mae", "reg_mse"]),
        (["acc", "mae"], ["cls_acc", "reg_mae"]),
        ([None, ["mae"]], ["reg_mae"]),
        ([[], ["mae"]], ["reg_mae"]),
        ({"reg": "mae"}, ["reg_mae"]),
        ({"cls": ["acc"], "reg": ["mae"]}, ["cls_acc", "reg_mae"]),
    ],
)
def test_names_begin_with_the_output(metrics: Any, names: list[str]) -> None:
    model = two_outputs()
    model.compile("sgd", "mse", metrics=metrics)
    logs = model.fit([X, X], NAMED, validation_data=([X, X], Y), verbose=0).history
    losses = ["cls_loss", "loss", "reg_loss"]
    both = [*sorted([*losses, *names]), *(f"val_{n}" for n in sorted([*losses, *names]))]
    assert sorted(logs) == sorted(both)
    assert model.metrics_names == ["loss", "compile_metrics", "cls_loss", "reg_loss"]
    assert len(model.evaluate([X, X], Y, verbose=0)) == 3 + len(names)


def one_output(**arguments: Any) -> Any:
    model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(1, "sigmoid")])
    model.compile("sgd", "mse", **arguments)
    return model


@pytest.mark.parametrize(
    ("metrics", "weighted", "names"),
    [
        (["mae", "mae"], None, ["mae", "mae_1"]),
        (["mae"], ["mae"], ["mae", "weighted_mae"]),
        ([lambda y, p: p], None, ["lambda"]),
        ([["mae"]], None, ["mae"]),
        ({"any": ["mae", "acc"]}, None, ["acc", "mae"]),
        (["MeanAbsoluteError"], None, ["MeanAbsoluteError"]),
    ],
)
def test_names_of_one_output(metrics: Any, weighted: Any, names: list[str]) -> None:
    model = one_output(metrics=metrics, weighted_metrics=weighted)
    logs = model.train_on_batch(X, X[:, :1], return_dict=True)
    assert sorted(logs) == sorted(["loss", *names])


def test_weights_count_for_weighted_metrics_alone() -> None:
    model = one_output(metrics=["mae"], weighted_metrics=["mse"])
    weight = np.array([0, 0, 0, 1], np.float32)
    logs = model.test_on_batch(X, X[:, :1], sample_weight=weight, return_dict=True)
    error = np.abs(model.predict(X, verbose=0) - X[:, :1])
    assert logs["mae"] == pytest.approx(error.mean(), rel=1e-5)
    assert logs["mse"] == pytest.approx(error[3, 0] ** 2, rel=1e-5)


@pytest.mark.parametrize("classes", [1, 3])
def test_accuracy_is_chosen_by_shapes(classes: int) -> None:
    model = tf.keras.Sequential([tf.keras.Input((2,)), tf.keras.layers.Dense(classes)])
    model.compile("sgd", "mse", metrics=["accuracy"])
    labels = np.zeros((4, classes), np.float32)
    model.evaluate(X, labels, verbose=0)
    (metric,) = model.metrics[1].metrics
    expected = "binary_accuracy" if classes == 1 else "categorical_accuracy"
    assert metric.get_config()["fn"]["config"] == expected


@pytest.mark.parametrize(
    ("metrics", "message"),
    [
        (["mae"], "metrics has 1 entries; the model has 2 outputs"),
        ({"cls": "mae", "rag": "mae"}, "dict with the keys .'cls', 'rag'."),
        (["mae", "madness"], "Could not interpret metric identifier: 'madness'"),
    ],
)
def test_metrics_that_fit_no_output_are_refused(metrics: Any, message: str) -> None:
    model = two_outputs()
    model.compile("sgd", "mse", metrics=metrics)
    with pytest.raises(ValueError, match=message):
        model.fit([X, X], Y, verbose=0)


def test_a_lone_name_is_refused() -> None:
    with pytest.raises(ValueError, match="Put it into a list"):
        one_output(metrics="accuracy")
