"""Losses by name."""

from __future__ import annotations

from typing import Any

from tenfold.keras.losses.crossentropy import (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
)
from tenfold.keras.losses.regression import (
    MeanAbsoluteError,
    MeanSquaredError,
    mean_absolute_error,
    mean_squared_error,
)
from tenfold.keras.naming import find
from tenfold.keras.saving.serialization import (
    deserialize_keras_object,
    get_registered_object,
    serialize_keras_object,
)

_CLASSES = (
    BinaryCrossentropy,
    CategoricalCrossentropy,
    SparseCategoricalCrossentropy,
    MeanAbsoluteError,
    MeanSquaredError,
)
_FUNCTIONS = (
    binary_crossentropy,
    categorical_crossentropy,
    sparse_categorical_crossentropy,
    mean_absolute_error,
    mean_squared_error,
)
_TABLE: dict[str, Any] = {
    **{cls.__name__: cls for cls in _CLASSES},
    **{function.__name__: function for function in _FUNCTIONS},
    **dict.fromkeys(("mse", "MSE"), mean_squared_error),
    **dict.fromkeys(("mae", "MAE"), mean_absolute_error),
    "bce": binary_crossentropy,
    "BCE": binary_crossentropy,
}


def get(identifier: Any) -> Any:
    """The loss that a name, configuration, class or callable means; None for None.

    Args:
        identifier: a name, a configuration, a class, or a callable, which is returned.

    Returns:
        A loss object or function.

    Raises:
        ValueError: the name is not known.

    >>> import tenfold as tf
    >>> tf.keras.losses.get("mse").__name__
    'mean_squared_error'
    """
    if isinstance(identifier, str):
        custom = get_registered_object(identifier)
        loss = custom if custom is not None else find("loss", identifier, _TABLE)
        return loss() if isinstance(loss, type) else loss
    if isinstance(identifier, dict):
        return deserialize_keras_object(identifier)
    if isinstance(identifier, type):
        return identifier()
    if identifier is None or callable(identifier):
        return identifier
    raise ValueError(f"Could not interpret loss identifier: {identifier!r}.")


def serialize(loss: Any) -> Any:
    """A configuration of a loss."""
    return serialize_keras_object(loss)


def deserialize(name: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The loss that a name or configuration describes."""
    return get(name) if isinstance(name, str) else deserialize_keras_object(name, custom_objects)
