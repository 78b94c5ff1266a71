"""Tests of losses; the numbers are Keras' own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

losses = tf.keras.losses
VALUES_TRUE = np.array([[1.0, 2.0], [3.0, 5.0], [0.0, -1.0]], "float32")
VALUES_PRED = np.array([[1.5, 2.0], [2.0, 7.0], [1.0, 0.0]], "float32")
LABELS = np.array([1, 2, 0], "int32")
ONE_HOT = [[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]]
PROBABILITIES = [[0.1, 0.8, 0.1], [0.3, 0.3, 0.4], [0.2, 0.5, 0.3]]
LOGITS = [[1.0, 2.0, -1.0], [0.0, 0.5, 3.0], [-2.0, 1.0, 0.5]]
BITS = [[0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]
BIT_PROBABILITIES = [[0.2, 0.7], [0.6, 0.1], [0.4, 0.9]]
BIT_LOGITS = [[-1.0, 2.0], [0.5, -3.0], [0.0, 1.0]]
WEIGHTS = np.array([1.0, 0.5, 2.0], "float32")


def near(value: Any, expected: Any) -> None:
    np.testing.assert_allclose(np.asarray(value), expected, rtol=2e-5, atol=1e-6)


@pytest.mark.parametrize(
    ("reduction", "plain", "weighted"),
    [
        ("sum_over_batch_size", 1.2083334, 1.125),
        ("mean", 1.2083334, 1.125),
        ("sum", 3.625, 3.375),
        ("none", [0.125, 2.5, 1.0], [0.125, 1.25, 2.0]),
        (None, [0.125, 2.5, 1.0], [0.125, 1.25, 2.0]),
        ("mean_with_sample_weight", 1.2083334, 0.9642857),
    ],
)
def test_reductions_of_mean_squared_error(reduction: Any, plain: Any, weighted: Any) -> None:
    loss = losses.MeanSquaredError(reduction=reduction)
    near(loss(VALUES_TRUE, VALUES_PRED), plain)
    near(loss(VALUES_TRUE, VALUES_PRED, sample_weight=WEIGHTS), weighted)


@pytest.mark.parametrize(
    ("reduction", "plain", "weighted"),
    [
        ("sum_over_batch_size", 0.9162908, 1.3000549),
        ("sum", 2.7488723, 3.9001648),
        ("none", [0.2231435, 0.9162908, 1.6094379], [0.2231435, 0.4581454, 3.2188759]),
        ("mean_with_sample_weight", 0.9162908, 1.1143328),
    ],
)
def test_reductions_of_sparse_crossentropy(reduction: str, plain: Any, weighted: Any) -> None:
    loss = losses.SparseCategoricalCrossentropy(reduction=reduction)
    near(loss(LABELS, PROBABILITIES), plain)
    near(loss(LABELS, PROBABILITIES, sample_weight=WEIGHTS), weighted)


@pytest.mark.parametrize(
    ("loss", "y_true", "y_pred", "expected"),
    [
        (losses.MeanAbsoluteError(), VALUES_TRUE, VALUES_PRED, 0.9166667),
        (losses.CategoricalCrossentropy(), ONE_HOT, PROBABILITIES, 0.9162908),
        (losses.CategoricalCrossentropy(from_logits=True), ONE_HOT, LOGITS, 1.3258274),
        (losses.CategoricalCrossentropy(label_smoothing=0.1), ONE_HOT, PROBABILITIES, 0.9542074),
        (losses.SparseCategoricalCrossentropy(from_logits=True), LABELS, LOGITS, 1.3258274),
        (losses.BinaryCrossentropy(), BITS, BIT_PROBABILITIES, 1.0344399),
        (losses.BinaryCrossentropy(from_logits=True), BITS, BIT_LOGITS, 0.9948772),
        (losses.BinaryCrossentropy(label_smoothing=0.2), BITS, BIT_PROBABILITIES, 1.0119411),
    ],
    ids=[
        "mae",
        "cce",
        "cce-logits",
        "cce-smooth",
        "scce-logits",
        "bce",
        "bce-logits",
        "bce-smooth",
    ],
)
def test_values(loss: Any, y_true: Any, y_pred: Any, expected: float) -> None:
    near(loss(y_true, y_pred), expected)


def test_binary_crossentropy_takes_sample_weights() -> None:
    near(losses.BinaryCrossentropy()(BITS, BIT_PROBABILITIES, sample_weight=WEIGHTS), 1.2688909)


@pytest.mark.parametrize(
    ("reduction", "plain", "weighted"),
    [
        ("sum_over_batch_size", 0.9162908, 1.7210097),
        ("sum", 1.8325815, 3.4420195),
        ("none", [0.2231435, 0.0, 1.6094380], [0.2231435, 0.0, 3.2188760]),
        ("mean_with_sample_weight", 0.9162908, 1.1473398),
    ],
)
def test_ignored_labels_are_left_out_of_means(reduction: str, plain: Any, weighted: Any) -> None:
    loss = losses.SparseCategoricalCrossentropy(ignore_class=2, reduction=reduction)
    near(loss(LABELS, PROBABILITIES), plain)
    near(loss(LABELS, PROBABILITIES, sample_weight=WEIGHTS), weighted)


def test_a_label_that_is_no_class_may_be_ignored() -> None:
    loss = losses.SparseCategoricalCrossentropy(ignore_class=-1, from_logits=True)
    near(loss(np.array([1, -1, 0]), LOGITS), 1.9268045)


def test_certain_and_wrong_probabilities_give_finite_losses() -> None:
    binary = losses.BinaryCrossentropy(reduction="none")([[0.0], [1.0]], [[1.0], [1.0]])
    np.testing.assert_allclose(binary.numpy(), [15.942385, 1.192093e-7], rtol=1e-4)
    sparse = losses.SparseCategoricalCrossentropy(reduction="none")
    wrong = sparse(np.array([0, 1]), [[0.0, 1.0], [0.0, 1.0]])
    np.testing.assert_allclose(wrong.numpy(), [16.118095, 1.192093e-7], rtol=1e-4)


def test_sparse_crossentropy_of_a_sequence_keeps_its_positions() -> None:
    loss = losses.SparseCategoricalCrossentropy(reduction="none")
    near(loss(np.array([[0, 1]]), [[[0.3, 0.7], [0.6, 0.4]]]), [[1.2039728, 0.9162908]])


def test_a_missing_last_axis_of_size_one_does_not_broadcast() -> None:
    near(losses.MeanSquaredError()(np.float32([1, 2, 3]), np.float32([[1], [3], [5]])), 5 / 3)


def test_shapes_that_do_not_fit_are_refused() -> None:
    with pytest.raises(tf.errors.InvalidArgumentError, match=r"\[1, 3\] vs. \[1, 2\]"):
        losses.MeanSquaredError()([[1.0, 2.0, 3.0]], [[1.0, 3.0]])
    with pytest.raises(ValueError, match="sparse_categorical_crossentropy"):
        losses.CategoricalCrossentropy()(LABELS[:, None], PROBABILITIES)
    with pytest.raises(ValueError, match="One-hot labels need categorical_crossentropy"):
        losses.SparseCategoricalCrossentropy()(ONE_HOT, PROBABILITIES)


def test_unknown_names_are_refused_with_the_choices() -> None:
    with pytest.raises(ValueError, match=r"'mses'\. Did you mean 'mse'\? .*mean_squared_error"):
        losses.get("mses")
    with pytest.raises(ValueError, match=r"sum_over_batch_size.*Received: reduction=average"):
        losses.MeanSquaredError(reduction="average")


@pytest.mark.parametrize("name", ["mse", "MSE", "mean_squared_error"])
def test_lower_case_names_mean_functions(name: str) -> None:
    assert losses.get(name) is losses.mean_squared_error


def test_class_names_mean_objects() -> None:
    assert isinstance(losses.get("MeanSquaredError"), losses.MeanSquaredError)


def test_configurations_round_trip() -> None:
    loss = losses.CategoricalCrossentropy(label_smoothing=0.1)
    assert loss.get_config() == {
        "name": "categorical_crossentropy",
        "reduction": "sum_over_batch_size",
        "from_logits": False,
        "label_smoothing": 0.1,
        "axis": -1,
    }
    again = losses.deserialize(losses.serialize(loss))
    near(again(ONE_HOT, PROBABILITIES), 0.9542074)


def test_subclasses_define_a_value_for_each_sample() -> None:
    class Cubic(losses.Loss):
        def call(self, y_true: Any, y_pred: Any) -> Any:
            return tf.reduce_sum(tf.abs(y_pred - y_true) ** 3, axis=-1)

    near(Cubic()(VALUES_TRUE, VALUES_PRED, sample_weight=WEIGHTS), 8.625 / 3)


def test_a_mean_by_weights_divides_by_the_weights_as_given() -> None:
    loss = tf.keras.losses.MeanSquaredError(reduction="mean_with_sample_weight")
    y_true, y_pred = np.zeros((2, 1)), np.array([[1.0], [2.0]])
    assert float(loss(y_true, y_pred, sample_weight=[1.0, 3.0])) == pytest.approx(13 / 4)
    assert float(loss(y_true, y_pred, sample_weight=2.0)) == pytest.approx(5.0)
