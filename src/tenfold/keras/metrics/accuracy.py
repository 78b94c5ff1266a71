"""How often predictions are right."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.losses.base import as_dtype, match_ranks
from tenfold.keras.metrics.mean import MeanMetricWrapper


def accuracy(y_true: Any, y_pred: Any) -> Any:
    """1 where prediction and truth are equal.

    Args:
        y_true: a tensor of any shape.
        y_pred: a tensor of that shape.

    Returns:
        0 and 1, float32, of that shape.
    """
    y_pred = tf.convert_to_tensor(y_pred)
    y_true, y_pred = match_ranks(as_dtype(y_true, y_pred.dtype), y_pred)
    return tf.cast(tf.equal(y_true, y_pred), "float32")


def binary_accuracy(y_true: Any, y_pred: Any, threshold: float = 0.5) -> Any:
    """1 where the prediction is on the truth's side of the threshold.

    Args:
        y_true: 0 and 1, of any shape.
        y_pred: probabilities, of that shape.
        threshold: greater predictions mean 1.

    Returns:
        0 and 1, float32, of that shape.
    """
    y_pred = tf.convert_to_tensor(y_pred)
    y_true, y_pred = match_ranks(as_dtype(y_true, y_pred.dtype), y_pred)
    is_one = tf.cast(y_pred > tf.cast(threshold, y_pred.dtype), y_true.dtype)
    return tf.cast(tf.equal(y_true, is_one), "float32")


def categorical_accuracy(y_true: Any, y_pred: Any) -> Any:
    """1 where the greatest prediction is the truth's class.

    Args:
        y_true: `[..., classes]`, one-hot.
        y_pred: `[..., classes]`.

    Returns:
        0 and 1, float32, `[...]`.
    """
    return _is_class(tf.argmax(y_true, axis=-1), y_pred)


def sparse_categorical_accuracy(y_true: Any, y_pred: Any) -> Any:
    """1 where the greatest prediction is the label's class.

    Args:
        y_true: `[...]` or `[..., 1]`, labels.
        y_pred: `[..., classes]`.

    Returns:
        0 and 1, float32, `[...]`.
    """
    y_true, y_pred = tf.convert_to_tensor(y_true), tf.convert_to_tensor(y_pred)
    if len(y_true.shape) == len(y_pred.shape) and y_true.shape[-1] == 1:
        y_true = tf.squeeze(y_true, -1)
    return _is_class(tf.cast(y_true, "int64"), y_pred)


def _is_class(label: Any, y_pred: Any) -> Any:
    return tf.cast(tf.equal(label, tf.argmax(y_pred, axis=-1)), "float32")


class Accuracy(MeanMetricWrapper):
    """How often prediction and truth are equal.

    Args:
        name: its name in logs.
        dtype: dtype it computes in.

    >>> import tenfold as tf
    >>> float(tf.keras.metrics.Accuracy()([1, 2], [1, 3]))
    0.5
    """

    def __init__(self, name: str | None = "accuracy", dtype: Any = None) -> None:
        super().__init__(accuracy, name, dtype)
        self.direction = "up"


class BinaryAccuracy(MeanMetricWrapper):
    """How often predictions are on the truth's side of a threshold.

    Args:
        name: its name in logs.
        dtype: dtype it computes in.
        threshold: greater predictions mean 1; 0 suits logits.

    >>> import tenfold as tf
    >>> float(tf.keras.metrics.BinaryAccuracy()([[1], [0]], [[0.9], [0.8]]))
    0.5
    """

    def __init__(
        self, name: str | None = "binary_accuracy", dtype: Any = None, threshold: float = 0.5
    ) -> None:
        super().__init__(binary_accuracy, name, dtype, threshold=threshold)
        self.direction = "up"


class CategoricalAccuracy(MeanMetricWrapper):
    """How often the greatest prediction is the class of one-hot truth.

    Args:
        name: its name in logs.
        dtype: dtype it computes in.
    """

    def __init__(self, name: str | None = "categorical_accuracy", dtype: Any = None) -> None:
        super().__init__(categorical_accuracy, name, dtype)
        self.direction = "up"


class SparseCategoricalAccuracy(MeanMetricWrapper):
    """How often the greatest prediction is the label's class.

    Args:
        name: its name in logs.
        dtype: dtype it computes in.
    """

    def __init__(self, name: str | None = "sparse_categorical_accuracy", dtype: Any = None) -> None:
        super().__init__(sparse_categorical_accuracy, name, dtype)
        self.direction = "up"
