"""Mean differences as metrics."""

from __future__ import annotations

from typing import Any

from tenfold.keras.losses.regression import mean_absolute_error, mean_squared_error
from tenfold.keras.metrics.mean import MeanMetricWrapper


class MeanSquaredError(MeanMetricWrapper):
    """Mean of squared differences.

    Args:
        name: its name in logs.
        dtype: dtype it computes in.

    >>> import tenfold as tf
    >>> float(tf.keras.metrics.MeanSquaredError()([[1.0]], [[3.0]]))
    4.0
    """

    def __init__(self, name: str | None = "mean_squared_error", dtype: Any = None) -> None:
        super().__init__(mean_squared_error, name, dtype)
        self.direction = "down"


class MeanAbsoluteError(MeanMetricWrapper):
    """Mean of absolute differences.

    Args:
        name: its name in logs.
        dtype: dtype it computes in.
    """

    def __init__(self, name: str | None = "mean_absolute_error", dtype: Any = None) -> None:
        super().__init__(mean_absolute_error, name, dtype)
        self.direction = "down"
