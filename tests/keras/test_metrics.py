"""Tests of metrics over several batches; the numbers are Keras' own."""

from __future__ import annotations

from typing import Any

import numpy as np
import pytest

import tenfold as tf

metrics = tf.keras.metrics
TRUE = np.array([[1.0, 2.0], [3.0, 5.0], [0.0, -1.0]], "float32")
PRED = np.array([[1.5, 2.0], [2.0, 7.0], [1.0, 0.0]], "float32")
ONE_HOT = np.array([[0.0, 1.0, 0.0], [0.0, 0.0, 1.0], [1.0, 0.0, 0.0]], "float32")
LABELS = np.array([1, 2, 0])
PROBABILITIES = np.array([[0.1, 0.8, 0.1], [0.3, 0.3, 0.4], [0.2, 0.5, 0.3]], "float32")
LOGITS = np.array([[1.0, 2.0, -1.0], [0.0, 0.5, 3.0]], "float32")
BITS = [[0.0, 1.0], [1.0, 1.0], [0.0, 0.0]]
BIT_PROBABILITIES = [[0.2, 0.7], [0.6, 0.1], [0.4, 0.9]]
WEIGHTS = [1.0, 0.5, 2.0]
EXTRA = ([[0.0, 0.0]], [[3.0, 4.0]])

CASES: list[tuple[str, Any, list[tuple[Any, ...]], float]] = [
    ("mean", metrics.Mean, [([1.0, 2.0, 3.0],), ([10.0],)], 4.0),
    ("mean-weighted", metrics.Mean, [([1.0, 2, 3], [1.0, 0, 2]), ([10.0], [0.5])], 3.4285715),
    ("sum", metrics.Sum, [([1.0, 2.0, 3.0],), ([10.0], [2.0])], 26.0),
    ("accuracy", metrics.Accuracy, [([1, 2, 3], [1, 2, 0]), ([4], [4])], 0.75),
    (
        "accuracy-weighted",
        metrics.Accuracy,
        [([1, 2, 3], [1, 2, 0], [0.5, 1.0, 2.0]), ([4], [4])],
        0.5555556,
    ),
    (
        "binary",
        metrics.BinaryAccuracy,
        [(BITS, BIT_PROBABILITIES), ([[1.0, 0.0]], [[0.5, 0.51]])],
        0.5,
    ),
    (
        "categorical",
        metrics.CategoricalAccuracy,
        [(ONE_HOT, PROBABILITIES), (ONE_HOT[:1], LOGITS[:1])],
        0.75,
    ),
    (
        "categorical-weighted",
        metrics.CategoricalAccuracy,
        [(ONE_HOT, PROBABILITIES, WEIGHTS), (ONE_HOT[:1], LOGITS[:1])],
        0.5555556,
    ),
    (
        "sparse",
        metrics.SparseCategoricalAccuracy,
        [(LABELS, PROBABILITIES), ([[0], [2]], LOGITS)],
        0.6,
    ),
    (
        "sparse-weighted",
        metrics.SparseCategoricalAccuracy,
        [(LABELS, PROBABILITIES, WEIGHTS), ([[0], [2]], LOGITS, [3.0, 1.0])],
        0.3333333,
    ),
    ("mse", metrics.MeanSquaredError, [(TRUE, PRED), EXTRA], 4.03125),
    (
        "mse-weighted",
        metrics.MeanSquaredError,
        [(TRUE, PRED, WEIGHTS), (*EXTRA, [0.1])],
        1.2847222,
    ),
    ("mae", metrics.MeanAbsoluteError, [(TRUE, PRED), EXTRA], 1.5625),
]


@pytest.mark.parametrize(
    ("make", "batches", "expected"), [case[1:] for case in CASES], ids=[case[0] for case in CASES]
)
def test_several_batches(make: Any, batches: list[tuple[Any, ...]], expected: float) -> None:
    metric = make()
    for batch in batches:
        metric.update_state(*batch)
    assert float(metric.result()) == pytest.approx(expected, rel=1e-5)


def test_a_threshold_may_be_anything() -> None:
    metric = metrics.BinaryAccuracy(threshold=0.65)
    metric.update_state(BITS, BIT_PROBABILITIES)
    metric.update_state([[1.0, 0.0]], [[0.7, 0.1]])
    assert float(metric.result()) == pytest.approx(0.625)
    on_logits = metrics.BinaryAccuracy(threshold=0.0)
    on_logits.update_state([[1.0], [0.0], [1.0]], [[0.1], [-3.0], [-0.1]])
    assert float(on_logits.result()) == pytest.approx(2 / 3)


def test_without_data_the_mean_is_zero() -> None:
    assert float(metrics.Mean().result()) == 0.0


def test_reset_state_forgets_what_was_seen() -> None:
    metric = metrics.Mean()
    metric.update_state([1.0, 5.0])
    metric.reset_state()
    metric.update_state([2.0])
    assert float(metric.result()) == 2.0


def test_calling_updates_and_gives_the_result() -> None:
    metric = metrics.Mean()
    assert float(metric([1.0, 3.0])) == 2.0
    assert float(metric([8.0])) == 4.0


def test_the_state_survives_a_compiled_function() -> None:
    metric = metrics.MeanSquaredError()

    @tf.function
    def update(y_true: Any, y_pred: Any) -> Any:
        metric.update_state(y_true, y_pred)
        return metric.result()

    update(tf.constant(TRUE), tf.constant(PRED))
    assert float(update(tf.constant(EXTRA[0]), tf.constant(EXTRA[1]))) == pytest.approx(4.03125)
    assert float(metric.result()) == pytest.approx(4.03125)


def test_a_function_becomes_a_metric() -> None:
    metric = metrics.MeanMetricWrapper(lambda y, p: tf.abs(tf.cast(y, "float32") - p), name="gap")
    metric.update_state(TRUE, tf.constant(PRED))
    assert (metric.name, float(metric.result())) == ("gap", pytest.approx(5.5 / 6))


def test_names() -> None:
    assert metrics.SparseCategoricalAccuracy().name == "sparse_categorical_accuracy"
    assert metrics.MeanSquaredError(name="error").name == "error"
    assert isinstance(metrics.get("mse"), metrics.MeanSquaredError)


def test_unknown_names_are_refused_with_the_choices() -> None:
    with pytest.raises(ValueError, match=r"'accuracyy'\. Did you mean 'accuracy'\? .*mse"):
        metrics.get("accuracyy")


def test_subclasses_keep_variables_of_their_own() -> None:
    class Largest(metrics.Metric):
        def __init__(self) -> None:
            super().__init__(name="largest")
            self.value = self.add_variable((), name="value")

        def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
            gap = tf.reduce_max(tf.abs(tf.cast(y_true, "float32") - y_pred))
            self.value.assign(tf.maximum(tf.identity(self.value), gap))

        def result(self) -> Any:
            return tf.identity(self.value)

    metric = Largest()
    metric.update_state(TRUE, PRED)
    metric.update_state(TRUE[:1], PRED[:1])
    assert float(metric.result()) == 2.0
    assert len(metric.variables) == 1
    metric.reset_state()
    assert float(metric.result()) == 0.0
