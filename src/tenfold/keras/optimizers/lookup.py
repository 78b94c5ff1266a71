"""Optimizers by name."""

from __future__ import annotations

from typing import Any

from tenfold.keras.naming import find
from tenfold.keras.optimizers.adam import Adam
from tenfold.keras.optimizers.base import Optimizer
from tenfold.keras.optimizers.rmsprop import RMSprop
from tenfold.keras.optimizers.sgd import SGD
from tenfold.keras.saving.serialization import deserialize_keras_object, serialize_keras_object

_TABLE = {
    name: cls for cls in (Adam, RMSprop, SGD) for name in (cls.__name__, cls.__name__.lower())
}


def get(identifier: Any) -> Optimizer:
    """The optimizer that a name, configuration, class or object means.

    Args:
        identifier: a name, a configuration, a class, or an optimizer, which is returned.

    Returns:
        An optimizer.

    Raises:
        ValueError: it means nothing that is known.

    >>> import tenfold as tf
    >>> type(tf.keras.optimizers.get("sgd")).__name__
    'SGD'
    """
    if isinstance(identifier, Optimizer):
        return identifier
    if isinstance(identifier, str):
        return find("optimizer", identifier, _TABLE)()
    if isinstance(identifier, dict):
        return deserialize(identifier)
    if isinstance(identifier, type) and issubclass(identifier, Optimizer):
        made: Any = identifier
        return made()
    raise ValueError(
        f"Could not interpret optimizer identifier: {identifier!r}. Expected a name, a "
        "configuration or an Optimizer."
    )


def serialize(optimizer: Optimizer) -> Any:
    """A configuration of an optimizer."""
    return serialize_keras_object(optimizer)


def deserialize(config: Any, custom_objects: dict[str, Any] | None = None) -> Any:
    """The optimizer that a configuration describes; the module may be left out for ours."""
    name = config["class_name"]
    if config.get("module") is None and name in _TABLE:
        return _TABLE[name].from_config(config["config"])
    return deserialize_keras_object(config, custom_objects)
