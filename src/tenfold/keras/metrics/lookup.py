"""Metrics by name."""

from __future__ import annotations

from typing import Any

from tenfold.keras.losses.crossentropy import (
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from tenfold.keras.metrics.accuracy import (
    Accuracy,
    BinaryAccuracy,
    CategoricalAccuracy,
    SparseCategoricalAccuracy,
)
from tenfold.keras.metrics.mean import Mean, Sum
from tenfold.keras.metrics.regression import MeanAbsoluteError, MeanSquaredError
from tenfold.keras.naming import by_both_names, find
from tenfold.keras.saving.serialization import deserialize_keras_object, get_registered_object

_TABLE: dict[str, Any] = {
    **by_both_names(
        Accuracy, BinaryAccuracy, CategoricalAccuracy, SparseCategoricalAccuracy, Mean, Sum,
        MeanAbsoluteError, MeanSquaredError,
    ),
    **dict.fromkeys(("mse", "MSE"), MeanSquaredError),
    **dict.fromkeys(("mae", "MAE"), MeanAbsoluteError),
    "binary_crossentropy": binary_crossentropy,
    "categorical_crossentropy": categorical_crossentropy,
    "sparse_categorical_crossentropy": sparse_categorical_crossentropy,
}  # fmt: skip


def get(identifier: Any) -> Any:
    """The metric that a name, configuration, class or callable means; None for None.

    Args:
        identifier: a name, a configuration, a class, or a callable, which is returned.

    Returns:
        A metric object or a function.

    Raises:
        ValueError: the name is not known.

    >>> import tenfold as tf
    >>> tf.keras.metrics.get("mse").name
    'mean_squared_error'
    """
    if isinstance(identifier, str):
        custom = get_registered_object(identifier)
        metric = custom if custom is not None else find("metric", identifier, _TABLE)
        return metric() if isinstance(metric, type) else metric
    if isinstance(identifier, dict):
        return deserialize_keras_object(identifier)
    if isinstance(identifier, type):
        return identifier()
    if identifier is None or callable(identifier):
        return identifier
    raise ValueError(f"Could not interpret metric identifier: {identifier!r}.")
