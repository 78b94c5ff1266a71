"""Crossentropies. On logits they are exact; probabilities are first kept off 0 and 1."""

from __future__ import annotations

import warnings
from typing import Any

import tenfold as tf
from tenfold.keras.losses.base import LossFunctionWrapper, as_dtype

_EPSILON = 1e-7


def _logits(y_pred: Any, from_logits: bool, activation: str) -> tuple[Any, bool]:
    """What went into the softmax or sigmoid, where the prediction still knows it."""
    noted = getattr(y_pred, "_keras_logits", None)
    if noted is None:
        return y_pred, from_logits
    if from_logits:
        warnings.warn(
            f"The crossentropy was given from_logits=True, but the prediction comes from a "
            f"{activation} activation and holds no logits. Was this intended?",
            stacklevel=3,
        )
    return noted, True


def _floating(y_true: Any, y_pred: Any) -> tuple[Any, Any]:
    y_pred = tf.convert_to_tensor(y_pred)
    return as_dtype(y_true, y_pred.dtype), y_pred


def categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Any:
    """Crossentropy of one-hot truth.

    Args:
        y_true: `[..., classes]`, probabilities.
        y_pred: `[..., classes]`, probabilities or logits.
        from_logits: whether `y_pred` holds logits.
        label_smoothing: share of the truth that is spread over all classes.
        axis: the axis of classes.

    Returns:
        `[...]`, one loss for each row.

    Raises:
        ValueError: the shapes differ.

    >>> import tenfold as tf
    >>> loss = tf.keras.losses.categorical_crossentropy([[0.0, 1.0]], [[0.5, 0.5]])
    >>> round(float(loss[0]), 4)
    0.6931
    """
    y_true, y_pred = _floating(y_true, y_pred)
    if y_true.shape[-1] is not None and len(y_true.shape) != len(y_pred.shape):
        raise ValueError(
            "categorical_crossentropy: expected y_true and y_pred of the same rank; received "
            f"shapes {tuple(y_true.shape)} and {tuple(y_pred.shape)}. Integer labels need "
            "sparse_categorical_crossentropy."
        )
    if not y_true.shape[1:].is_compatible_with(y_pred.shape[1:]):
        raise ValueError(
            "categorical_crossentropy: y_true and y_pred must have the same shape; received "
            f"{tuple(y_true.shape)} and {tuple(y_pred.shape)}. Integer labels need "
            "sparse_categorical_crossentropy."
        )
    if label_smoothing:
        classes = y_true.shape[axis]
        y_true = y_true * (1.0 - label_smoothing) + label_smoothing / classes
    y_pred, from_logits = _logits(y_pred, from_logits, "softmax")
    if from_logits:
        return tf.nn.softmax_cross_entropy_with_logits(y_true, y_pred, axis=axis)
    y_pred = y_pred / tf.reduce_sum(y_pred, axis=axis, keepdims=True)
    y_pred = tf.clip_by_value(y_pred, _EPSILON, 1.0 - _EPSILON)
    return -tf.reduce_sum(y_true * tf.math.log(y_pred), axis=axis)


def sparse_categorical_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    ignore_class: int | None = None,
    axis: int = -1,
) -> Any:
    """Crossentropy of integer labels.

    Args:
        y_true: `[...]` or `[..., 1]`, labels.
        y_pred: `[..., classes]`, probabilities or logits.
        from_logits: whether `y_pred` holds logits.
        ignore_class: a label whose loss is 0.
        axis: the axis of classes; the last one.

    Returns:
        `[...]`, one loss for each label.

    >>> import tenfold as tf
    >>> loss = tf.keras.losses.sparse_categorical_crossentropy([1], [[0.5, 0.5]])
    >>> round(float(loss[0]), 4)
    0.6931
    """
    y_pred = tf.convert_to_tensor(y_pred)
    labels = tf.cast(tf.convert_to_tensor(y_true), "int64")
    rank = len(y_pred.shape)
    if len(labels.shape) == rank and labels.shape[-1] == 1:
        labels = tf.squeeze(labels, -1)
    if axis not in (-1, rank - 1):
        y_pred = tf.transpose(y_pred, [i for i in range(rank) if i != axis % rank] + [axis % rank])
    if len(labels.shape) != rank - 1:
        raise ValueError(
            "sparse_categorical_crossentropy: expected labels of one dimension less than the "
            f"prediction; received shapes {tuple(labels.shape)} and {tuple(y_pred.shape)}. "
            "One-hot labels need categorical_crossentropy."
        )
    logits, from_logits = _logits(y_pred, from_logits, "softmax")
    if not from_logits:
        logits = tf.math.log(tf.clip_by_value(y_pred, _EPSILON, 1 - _EPSILON))
    if ignore_class is None:
        return tf.nn.sparse_softmax_cross_entropy_with_logits(labels, logits)
    is_counted = tf.not_equal(labels, tf.cast(ignore_class, "int64"))
    safe = tf.where(is_counted, labels, tf.zeros_like(labels))
    loss = tf.nn.sparse_softmax_cross_entropy_with_logits(safe, logits)
    loss: Any = tf.where(is_counted, loss, tf.zeros_like(loss))
    loss._keras_counted = is_counted  # a mean over samples leaves the others out
    return loss


def binary_crossentropy(
    y_true: Any,
    y_pred: Any,
    from_logits: bool = False,
    label_smoothing: float = 0.0,
    axis: int = -1,
) -> Any:
    """Crossentropy of yes-or-no truth, averaged over an axis.

    Args:
        y_true: `[..., outputs]`, 0 or 1.
        y_pred: `[..., outputs]`, probabilities or logits.
        from_logits: whether `y_pred` holds logits.
        label_smoothing: how far the truth is drawn to one half.
        axis: the axis that is averaged over.

    Returns:
        `[...]`.

    >>> import tenfold as tf
    >>> round(float(tf.keras.losses.binary_crossentropy([1.0], [0.5])), 4)
    0.6931
    """
    y_true, y_pred = _floating(y_true, y_pred)
    if label_smoothing:
        y_true = y_true * (1.0 - label_smoothing) + 0.5 * label_smoothing
    y_pred, from_logits = _logits(y_pred, from_logits, "sigmoid")
    if from_logits:
        loss = tf.nn.sigmoid_cross_entropy_with_logits(labels=y_true, logits=y_pred)
    else:
        y_pred = tf.clip_by_value(y_pred, _EPSILON, 1.0 - _EPSILON)
        loss = -(y_true * tf.math.log(y_pred) + (1.0 - y_true) * tf.math.log(1.0 - y_pred))
    return tf.reduce_mean(loss, axis=axis)


class CategoricalCrossentropy(LossFunctionWrapper):
    """Crossentropy of one-hot truth.

    Args:
        from_logits: whether predictions are logits.
        label_smoothing: share of the truth that is spread over all classes.
        axis: the axis of classes.
        reduction: how samples are reduced.
        name: its name in logs.
        dtype: dtype it computes in.

    >>> import tenfold as tf
    >>> loss = tf.keras.losses.CategoricalCrossentropy()
    >>> round(float(loss([[0.0, 1.0]], [[0.5, 0.5]])), 4)
    0.6931
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            categorical_crossentropy, reduction, name, dtype,
            from_logits=from_logits, label_smoothing=label_smoothing, axis=axis,
        )  # fmt: skip


class SparseCategoricalCrossentropy(LossFunctionWrapper):
    """Crossentropy of integer labels.

    Args:
        from_logits: whether predictions are logits.
        ignore_class: a label whose loss is 0 and which a mean leaves out.
        reduction: how samples are reduced.
        axis: the axis of classes.
        name: its name in logs.
        dtype: dtype it computes in.

    >>> import tenfold as tf
    >>> loss = tf.keras.losses.SparseCategoricalCrossentropy(from_logits=True)
    >>> round(float(loss([1], [[0.0, 0.0]])), 4)
    0.6931
    """

    def __init__(
        self,
        from_logits: bool = False,
        ignore_class: int | None = None,
        reduction: str | None = "sum_over_batch_size",
        axis: int = -1,
        name: str | None = "sparse_categorical_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            sparse_categorical_crossentropy, reduction, name, dtype,
            from_logits=from_logits, ignore_class=ignore_class, axis=axis,
        )  # fmt: skip

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        config = super().get_config()
        config.pop("axis")
        return config


class BinaryCrossentropy(LossFunctionWrapper):
    """Crossentropy of yes-or-no truth.

    Args:
        from_logits: whether predictions are logits.
        label_smoothing: how far the truth is drawn to one half.
        axis: the axis that is averaged over.
        reduction: how samples are reduced.
        name: its name in logs.
        dtype: dtype it computes in.
    """

    def __init__(
        self,
        from_logits: bool = False,
        label_smoothing: float = 0.0,
        axis: int = -1,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "binary_crossentropy",
        dtype: Any = None,
    ) -> None:
        super().__init__(
            binary_crossentropy, reduction, name, dtype,
            from_logits=from_logits, label_smoothing=label_smoothing, axis=axis,
        )  # fmt: skip
