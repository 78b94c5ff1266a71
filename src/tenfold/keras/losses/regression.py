"""Losses of numbers: squared and absolute differences."""

from __future__ import annotations

from typing import Any

import tenfold as tf
from tenfold.keras.losses.base import LossFunctionWrapper, as_dtype, match_ranks


def _difference(y_true: Any, y_pred: Any) -> Any:
    y_pred = tf.convert_to_tensor(y_pred)
    y_true, y_pred = match_ranks(as_dtype(y_true, y_pred.dtype), y_pred)
    return y_true - y_pred


def mean_squared_error(y_true: Any, y_pred: Any) -> Any:
    """Squared differences, averaged over the last axis.

    Args:
        y_true: `[..., outputs]`.
        y_pred: `[..., outputs]`.

    Returns:
        `[...]`.

    >>> import tenfold as tf
    >>> float(tf.keras.losses.mean_squared_error([1.0, 2.0], [1.0, 4.0]))
    2.0
    """
    return tf.reduce_mean(tf.square(_difference(y_true, y_pred)), axis=-1)


def mean_absolute_error(y_true: Any, y_pred: Any) -> Any:
    """Absolute differences, averaged over the last axis.

    Args:
        y_true: `[..., outputs]`.
        y_pred: `[..., outputs]`.

    Returns:
        `[...]`.

    >>> import tenfold as tf
    >>> float(tf.keras.losses.mean_absolute_error([1.0, 2.0], [1.0, 4.0]))
    1.0
    """
    return tf.reduce_mean(tf.abs(_difference(y_true, y_pred)), axis=-1)


class MeanSquaredError(LossFunctionWrapper):
    """Mean of squared differences.

    Args:
        reduction: how samples are reduced.
        name: its name in logs.
        dtype: dtype it computes in.

    >>> import tenfold as tf
    >>> float(tf.keras.losses.MeanSquaredError()([[1.0, 2.0]], [[1.0, 4.0]]))
    2.0
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "mean_squared_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_squared_error, reduction, name, dtype)


class MeanAbsoluteError(LossFunctionWrapper):
    """Mean of absolute differences.

    Args:
        reduction: how samples are reduced.
        name: its name in logs.
        dtype: dtype it computes in.
    """

    def __init__(
        self,
        reduction: str | None = "sum_over_batch_size",
        name: str | None = "mean_absolute_error",
        dtype: Any = None,
    ) -> None:
        super().__init__(mean_absolute_error, reduction, name, dtype)
