"""Losses, metrics, rates and functions whose values TensorFlow and tenfold are to agree on."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

LABELS = np.array([[1.0, 0.0, 1.0], [0.0, 1.0, 1.0]], np.float32)
SCORES = np.array([[0.5, -1.0, 2.0], [0.2, 0.4, -0.6]], np.float32)
CHANCES = np.array([[0.9, 0.2, 0.6], [0.3, 0.5, 0.1]], np.float32)
ROWS = np.array([[0.0], [2.0]], np.float32)

LOSSES: dict[str, Callable[[Any], Any]] = {
    "mean_squared_error": lambda tf: tf.losses.mean_squared_error(LABELS, SCORES, ROWS),
    "absolute_difference": lambda tf: tf.losses.absolute_difference(LABELS, SCORES),
    "huber_loss": lambda tf: tf.losses.huber_loss(LABELS, SCORES, delta=0.7),
    "log_loss": lambda tf: tf.losses.log_loss(LABELS, CHANCES, ROWS),
    "hinge_loss": lambda tf: tf.losses.hinge_loss(LABELS, SCORES),
    "cosine_distance": lambda tf: tf.losses.cosine_distance(LABELS, SCORES, axis=1),
    "softmax_cross_entropy": lambda tf: tf.losses.softmax_cross_entropy(
        LABELS / 2, SCORES, label_smoothing=0.1
    ),
    "sparse_softmax_cross_entropy": lambda tf: tf.losses.sparse_softmax_cross_entropy(
        [1, 2], SCORES, weights=[0.5, 2.0]
    ),
    "sigmoid_cross_entropy": lambda tf: tf.losses.sigmoid_cross_entropy(
        LABELS, SCORES, label_smoothing=0.2
    ),
    "mean_pairwise_squared_error": lambda tf: tf.losses.mean_pairwise_squared_error(LABELS, SCORES),
    "reduction_mean": lambda tf: tf.losses.mean_squared_error(
        LABELS, SCORES, ROWS, reduction=tf.losses.Reduction.MEAN
    ),
    "reduction_sum": lambda tf: tf.losses.mean_squared_error(
        LABELS, SCORES, 2.0, reduction=tf.losses.Reduction.SUM
    ),
    "reduction_batch": lambda tf: tf.losses.mean_squared_error(
        LABELS, SCORES, ROWS, reduction=tf.losses.Reduction.SUM_OVER_BATCH_SIZE
    ),
    "reduction_none": lambda tf: tf.losses.mean_squared_error(
        LABELS, SCORES, ROWS, reduction=tf.losses.Reduction.NONE
    ),
    "total": lambda tf: (
        tf.losses.mean_squared_error(LABELS, SCORES),
        tf.losses.absolute_difference(LABELS, SCORES),
        tf.losses.get_total_loss(),
    )[-1],
}

RATES: dict[str, Callable[[Any, Any], Any]] = {
    "exponential_decay": lambda tf, step: tf.train.exponential_decay(0.1, step, 3, 0.5),
    "staircase": lambda tf, step: tf.train.exponential_decay(0.1, step, 3, 0.5, staircase=True),
    "natural_exp_decay": lambda tf, step: tf.train.natural_exp_decay(0.1, step, 3, 0.5),
    "inverse_time_decay": lambda tf, step: tf.train.inverse_time_decay(0.1, step, 3, 0.5),
    "polynomial_decay": lambda tf, step: tf.train.polynomial_decay(0.1, step, 5, 0.01, 2.0),
    "polynomial_cycle": lambda tf, step: tf.train.polynomial_decay(0.1, step, 5, cycle=True),
    "cosine_decay": lambda tf, step: tf.train.cosine_decay(0.1, step, 6, 0.1),
    "cosine_decay_restarts": lambda tf, step: tf.train.cosine_decay_restarts(
        0.1, step, 3, 2.0, 0.9
    ),
    "linear_cosine_decay": lambda tf, step: tf.train.linear_cosine_decay(0.1, step, 6),
    "linear_cosine_decay_of_periods": lambda tf, step: tf.train.linear_cosine_decay(
        0.1, step, 6, num_periods=1.5, alpha=0.2, beta=0.01
    ),
    "piecewise_constant": lambda tf, step: tf.train.piecewise_constant(
        step, [2, 5], [0.1, 0.05, 0.01]
    ),
}

METRICS: dict[str, Callable[[Any, Any, Any], Any]] = {
    "mean": lambda tf, labels, scores: tf.metrics.mean(scores, weights=labels),
    "mean_cosine_distance": lambda tf, labels, scores: tf.metrics.mean_cosine_distance(
        labels, scores, 0
    ),
    "mean_per_class_accuracy": lambda tf, labels, scores: tf.metrics.mean_per_class_accuracy(
        labels, tf.round(scores), 3, weights=scores
    ),
    "precision_at_k": lambda tf, labels, scores: tf.metrics.precision_at_k(
        tf.cast(labels, tf.int64), tf.stack([scores, scores**2, 1 - scores], 1), 2
    ),
    "precision_at_k_of_a_class": lambda tf, labels, scores: tf.metrics.precision_at_k(
        tf.cast(labels, tf.int64), tf.stack([scores, scores**2, 1 - scores], 1), 2, 0, scores
    ),
    "average_precision_at_k": lambda tf, labels, scores: tf.metrics.average_precision_at_k(
        tf.cast(labels, tf.int64), tf.stack([scores, scores**2, 1 - scores], 1), 3, scores
    ),
    "average_precision_at_k_of_many": lambda tf, labels, scores: tf.metrics.average_precision_at_k(
        tf.cast(tf.stack([labels, labels + 1], 1), tf.int64),
        tf.stack([scores, scores**2, 1 - scores], 1),
        2,
    ),
    "sensitivity_at_specificity": lambda tf, labels, scores: tf.metrics.sensitivity_at_specificity(
        labels, scores, 0.9, weights=scores
    ),
    "specificity_at_sensitivity": lambda tf, labels, scores: tf.metrics.specificity_at_sensitivity(
        labels, scores, 0.4, num_thresholds=12
    ),
    "recall_at_k": lambda tf, labels, scores: tf.metrics.recall_at_k(
        tf.cast(tf.stack([labels, labels + 1], 1), tf.int64),
        tf.stack([scores, scores**2, 1 - scores], 1),
        2,
    ),
    "recall_at_top_k": lambda tf, labels, scores: tf.metrics.recall_at_top_k(
        tf.cast(labels, tf.int64), tf.constant([[0, 2], [1, 2], [1, 0]], tf.int64), 2, class_id=1
    ),
    "mean_tensor": lambda tf, labels, scores: tf.metrics.mean_tensor(scores),
    "accuracy": lambda tf, labels, scores: tf.metrics.accuracy(labels, tf.round(scores)),
    "precision": lambda tf, labels, scores: tf.metrics.precision(labels, scores > 0.5),
    "recall": lambda tf, labels, scores: tf.metrics.recall(labels, scores > 0.5, weights=[0.5]),
    "true_positives": lambda tf, labels, scores: tf.metrics.true_positives(labels, scores > 0.5),
    "false_negatives": lambda tf, labels, scores: tf.metrics.false_negatives(labels, scores > 0.5),
    "mean_squared_error": lambda tf, labels, scores: tf.metrics.mean_squared_error(labels, scores),
    "root_mean_squared_error": lambda tf, labels, scores: tf.metrics.root_mean_squared_error(
        labels, scores, weights=labels + 1.0
    ),
    "mean_absolute_error": lambda tf, labels, scores: tf.metrics.mean_absolute_error(
        labels, scores
    ),
    "mean_relative_error": lambda tf, labels, scores: tf.metrics.mean_relative_error(
        labels, scores, normalizer=labels
    ),
    "percentage_below": lambda tf, labels, scores: tf.metrics.percentage_below(scores, 0.5),
    "auc": lambda tf, labels, scores: tf.metrics.auc(labels, scores),
    "auc_pr": lambda tf, labels, scores: tf.metrics.auc(
        labels, scores, curve="PR", num_thresholds=11, summation_method="minoring"
    ),
    "precision_at_thresholds": lambda tf, labels, scores: tf.metrics.precision_at_thresholds(
        labels, scores, [0.25, 0.5]
    ),
    "recall_at_thresholds": lambda tf, labels, scores: tf.metrics.recall_at_thresholds(
        labels, scores, [0.25, 0.5]
    ),
    "mean_iou": lambda tf, labels, scores: tf.metrics.mean_iou(
        tf.cast(labels, tf.int32), tf.cast(tf.round(scores * 2.0), tf.int32), 3
    ),
}


def loss_value(tf: Any, make: Callable[[Any], Any]) -> Any:
    """The value of a loss."""
    with tf.Graph().as_default(), tf.Session() as session:
        return session.run(make(tf))


def rates(tf: Any, make: Callable[[Any, Any], Any]) -> list[Any]:
    """A rate over ten steps."""
    with tf.Graph().as_default(), tf.Session() as session:
        step = tf.placeholder(tf.int32, [])
        rate = make(tf, step)
        return [session.run(rate, {step: i}) for i in range(10)]


def metric_values(tf: Any, make: Callable[[Any, Any, Any], Any]) -> list[Any]:
    """What a metric's update gives after each of two batches, then its value."""
    with tf.Graph().as_default(), tf.Session() as session:
        labels = tf.placeholder(tf.float32, [3])
        scores = tf.placeholder(tf.float32, [3])
        value, update = make(tf, labels, scores)
        session.run(tf.local_variables_initializer())
        found = [session.run(update, {labels: LABELS[i], scores: CHANCES[i]}) for i in range(2)]
        return [*found, session.run(value)]
