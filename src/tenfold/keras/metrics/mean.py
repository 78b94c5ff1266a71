"""Metrics that add values up: Sum, Mean, and the mean of a function of truth and prediction."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tenfold as tf
from tenfold.keras.losses.base import as_dtype, match_ranks, spread
from tenfold.keras.masking import mask_of
from tenfold.keras.metrics.base import Metric
from tenfold.keras.saving.serialization import deserialize_keras_object, serialize_keras_object


def by_sample(
    values: Any, sample_weight: Any, reduce: Callable[..., Any], dtype: str
) -> tuple[Any, Any]:
    """Weighted values and weights, reduced to one for each sample."""
    values = as_dtype(values, dtype)
    rank = len(values.shape)
    if sample_weight is not None:
        sample_weight = as_dtype(sample_weight, dtype)
        values, sample_weight = match_ranks(values, sample_weight)
        weight_rank = len(sample_weight.shape)
        if len(values.shape) > weight_rank:
            values = reduce(values, axis=list(range(weight_rank, len(values.shape))))
        values = values * sample_weight
        if weight_rank > 1:
            sample_weight = reduce(sample_weight, axis=list(range(1, weight_rank)))
        rank = len(values.shape)
    if rank > 1:
        values = reduce(values, axis=list(range(1, rank)))
    return values, sample_weight


class Sum(Metric):
    """The weighted sum of all values.

    Args:
        name: its name in logs.
        dtype: dtype it computes in.

    >>> import tenfold as tf
    >>> float(tf.keras.metrics.Sum()([1.0, 2.0]))
    3.0
    """

    def __init__(self, name: str | None = "sum", dtype: Any = None) -> None:
        super().__init__(dtype, name)
        self.total = self.add_variable((), name="total")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Adds values, each times its weight."""
        values, _ = by_sample(values, sample_weight, tf.reduce_sum, self.dtype)
        self.total.assign_add(tf.reduce_sum(values))

    def result(self) -> Any:
        """The sum so far, a scalar."""
        return tf.convert_to_tensor(self.total)


class Mean(Metric):
    """The weighted mean of all values.

    Args:
        name: its name in logs.
        dtype: dtype it computes in.

    >>> import tenfold as tf
    >>> float(tf.keras.metrics.Mean()([1.0, 3.0]))
    2.0
    """

    def __init__(self, name: str | None = "mean", dtype: Any = None) -> None:
        super().__init__(dtype, name)
        self.total = self.add_variable((), name="total")
        self.count = self.add_variable((), name="count")

    def update_state(self, values: Any, sample_weight: Any = None) -> None:
        """Adds values, each with its weight."""
        values, weight = by_sample(values, sample_weight, tf.reduce_mean, self.dtype)
        self.total.assign_add(tf.reduce_sum(values))
        if weight is not None:
            count = tf.reduce_sum(weight)
        elif len(values.shape):
            count = tf.cast(tf.shape(values)[0], self.dtype)
        else:
            count = tf.ones((), self.dtype)
        self.count.assign_add(count)

    def result(self) -> Any:
        """The mean so far, a scalar; 0 before any value."""
        return tf.math.divide_no_nan(
            tf.convert_to_tensor(self.total), tf.convert_to_tensor(self.count)
        )


class MeanMetricWrapper(Mean):
    """The mean of a function `(y_true, y_pred, **arguments)` over all samples.

    Args:
        fn: the function; one value for each sample.
        name: its name in logs; the function's by default.
        dtype: dtype it computes in.

    >>> import tenfold as tf
    >>> metric = tf.keras.metrics.MeanMetricWrapper(tf.keras.losses.mean_squared_error)
    >>> float(metric([[1.0]], [[3.0]]))
    4.0
    """

    def __init__(
        self,
        fn: Callable[..., Any],
        name: str | None = None,
        dtype: Any = None,
        **kwargs: Any,
    ) -> None:
        super().__init__(name or getattr(fn, "__name__", None), dtype)
        self._fn = fn
        self._fn_kwargs = kwargs

    def update_state(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> None:
        """Takes in a batch.

        Args:
            y_true: the truth, `[batch, ...]`.
            y_pred: the prediction, `[batch, ...]`.
            sample_weight: factors, `[batch]`.
        """
        mask = mask_of(y_pred)
        y_true = tf.nest.map_structure(lambda y: as_dtype(y, self.dtype), y_true)
        y_pred = tf.nest.map_structure(lambda y: as_dtype(y, self.dtype), y_pred)
        if mask is not None:
            counted = tf.cast(mask, self.dtype)
            sample_weight = counted if sample_weight is None else spread(sample_weight, counted)
        super().update_state(self._fn(y_true, y_pred, **self._fn_kwargs), sample_weight)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        config = {**super().get_config(), **self._fn_kwargs}
        if type(self) is MeanMetricWrapper:
            config["fn"] = serialize_keras_object(self._fn)
        return config

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """A metric from its configuration."""
        return cls(**deserialize_keras_object(config))
