"""The base of losses: a value for each sample, weighted and reduced."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import tenfold as tf
from tenfold.keras.masking import mask_of
from tenfold.keras.naming import auto_name, snake_case

REDUCTIONS = ("sum_over_batch_size", "mean", "mean_with_sample_weight", "sum", "none", None)


class Loss:
    """A callable from truth, prediction and weights to a loss.

    Subclasses define `call(y_true, y_pred)`, one value for each sample.

    Args:
        name: its name in logs.
        reduction: `sum_over_batch_size` (or `mean`), `mean_with_sample_weight`, `sum`, or None.
        dtype: dtype it computes in; float32 by default.

    Raises:
        ValueError: the reduction is none of these.
    """

    def __init__(
        self,
        name: str | None = None,
        reduction: str | None = "sum_over_batch_size",
        dtype: Any = None,
    ) -> None:
        if reduction not in REDUCTIONS:
            raise ValueError(
                f"Invalid value for argument `reduction`. Expected one of {REDUCTIONS}. "
                f"Received: reduction={reduction}"
            )
        self.name = name or auto_name(snake_case(type(self).__name__))
        self.reduction = reduction
        self.dtype = tf.as_dtype(dtype or "float32").name

    def __call__(self, y_true: Any, y_pred: Any, sample_weight: Any = None) -> Any:
        """The loss: a scalar, or a value for each sample where nothing is reduced.

        Args:
            y_true: the truth, `[batch, ...]`.
            y_pred: the prediction, `[batch, ...]`.
            sample_weight: factors, `[batch]` or a shape that broadcasts to the loss's.
        """
        mask = mask_of(y_pred)
        y_pred = tf.nest.map_structure(lambda y: as_dtype(y, self.dtype), y_pred)
        y_true = tf.nest.map_structure(lambda y: as_dtype(y, self.dtype), y_true)
        values = self.call(y_true, y_pred)
        counted = getattr(values, "_keras_counted", None)
        if mask is not None:
            counted = mask if counted is None else tf.logical_and(counted, mask)
        if counted is not None:
            sample_weight = self._without_ignored(tf.cast(counted, self.dtype), sample_weight)
        return reduce_weighted(values, sample_weight, self.reduction, self.dtype)

    def _without_ignored(self, counted: Any, sample_weight: Any) -> Any:
        """Weights that make a mean go over the values that count alone."""
        if self.reduction in ("mean", "sum_over_batch_size"):
            size = tf.cast(tf.size(counted), self.dtype)
            counted = counted * tf.math.divide_no_nan(size, tf.reduce_sum(counted))
        if sample_weight is None:
            return counted
        return spread(sample_weight, counted)

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """A loss for each sample; subclasses define it."""
        raise TypeError(f"Loss {type(self).__name__} does not have a `call()` method implemented.")

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {"name": self.name, "reduction": self.reduction}

    @classmethod
    def from_config(cls, config: dict[str, Any]) -> Any:
        """A loss from its configuration."""
        return cls(**config)


class LossFunctionWrapper(Loss):
    """A loss made of a function `(y_true, y_pred, **arguments)`."""

    def __init__(
        self,
        fn: Callable[..., Any],
        reduction: str | None = "sum_over_batch_size",
        name: str | None = None,
        dtype: Any = None,
        **fn_kwargs: Any,
    ) -> None:
        super().__init__(name=name, reduction=reduction, dtype=dtype)
        self.fn = fn
        self._fn_kwargs = fn_kwargs

    def call(self, y_true: Any, y_pred: Any) -> Any:
        """The function's value for each sample."""
        if not tf.nest.is_nested(y_true) and not tf.nest.is_nested(y_pred):
            y_true, y_pred = match_ranks(y_true, y_pred)
        return self.fn(y_true, y_pred, **self._fn_kwargs)

    def get_config(self) -> dict[str, Any]:
        """The constructor's arguments."""
        return {**super().get_config(), **self._fn_kwargs}


def as_dtype(value: Any, dtype: Any) -> Any:
    """A tensor of that dtype; the logits noted on an activation's output stay with it."""
    tensor = tf.convert_to_tensor(value)
    if tensor.dtype == dtype:
        return tensor
    cast = tf.cast(tensor, dtype)
    logits = getattr(tensor, "_keras_logits", None)
    if logits is not None:
        cast._keras_logits = tf.cast(logits, dtype)
    return cast


def spread(sample_weight: Any, counted: Any) -> Any:
    """The samples' weights times what counts of each sample."""
    counted, weight = match_ranks(counted, as_dtype(sample_weight, counted.dtype))
    while len(weight.shape) < len(counted.shape):
        weight = tf.expand_dims(weight, -1)
    return counted * weight


def match_ranks(x1: Any, x2: Any) -> tuple[Any, Any]:
    """Drops or adds a last axis of size 1 where the ranks differ by one."""
    rank1, rank2 = len(x1.shape), len(x2.shape)
    if rank1 == rank2 + 1 and x1.shape[-1] == 1:
        return (x1, tf.expand_dims(x2, -1)) if rank2 == 1 else (tf.squeeze(x1, -1), x2)
    if rank2 == rank1 + 1 and x2.shape[-1] == 1:
        return (tf.expand_dims(x1, -1), x2) if rank1 == 1 else (x1, tf.squeeze(x2, -1))
    return x1, x2


def reduce_weighted(
    values: Any, sample_weight: Any, reduction: str | None, dtype: Any = "float32"
) -> Any:
    """Weighted values, reduced as asked for."""
    values = as_dtype(values, dtype)
    weight = None
    if sample_weight is not None:
        weight = as_dtype(sample_weight, dtype)
        values, weight = match_ranks(values, weight)
        while len(weight.shape) < len(values.shape):
            weight = tf.expand_dims(weight, -1)
        values = values * weight
    if reduction in (None, "none") or not len(values.shape):
        return values
    if reduction == "mean_with_sample_weight" and weight is not None:
        return tf.math.divide_no_nan(tf.reduce_sum(values), tf.reduce_sum(weight))
    return tf.reduce_sum(values) if reduction == "sum" else tf.reduce_mean(values)
