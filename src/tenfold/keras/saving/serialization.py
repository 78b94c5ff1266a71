"""Objects to and from JSON-like configurations: class, module, registered name, `get_config()`."""

from __future__ import annotations

import importlib
import types
from collections.abc import Callable
from typing import Any

import numpy as np

_registered: dict[str, Any] = {}
_names: dict[Any, str] = {}
_scopes: list[dict[str, Any]] = []
_TOP_LEVEL_ROOMS = {"models": "keras", "dtype_policy": "keras"}


def register_keras_serializable(
    package: str = "Custom", name: str | None = None
) -> Callable[[Any], Any]:
    """Makes a class or function loadable from configurations, as `package>name`.

    Args:
        package: first half of the registered name.
        name: second half; the object's own name by default.

    Returns:
        A decorator that returns its argument.

    Raises:
        ValueError: a class has no `get_config` method.

    >>> import tenfold as tf
    >>> @tf.keras.saving.register_keras_serializable("demo")
    ... def double(x):
    ...     return 2 * x
    >>> tf.keras.saving.get_registered_name(double)
    'demo>double'
    """

    def decorate(item: Any) -> Any:
        if isinstance(item, type) and not hasattr(item, "get_config"):
            raise ValueError(f"Cannot register {item.__name__}: it has no `get_config` method.")
        full = f"{package}>{name or item.__name__}"
        _registered[full] = item
        _names[item] = full
        return item

    return decorate


def get_registered_name(obj: Any) -> str:
    """The name an object was registered under, else its own name.

    Args:
        obj: a class or function.

    Returns:
        `package>name`, or `obj.__name__`.

    >>> get_registered_name(len)
    'len'
    """
    return _names.get(obj, getattr(obj, "__name__", ""))


def get_registered_object(name: str, custom_objects: dict[str, Any] | None = None) -> Any:
    """The class or function registered under a name.

    Args:
        name: as `get_registered_name` gives it.
        custom_objects: looked at after the open `custom_object_scope`s.

    Returns:
        The object, or None.

    >>> get_registered_object("nobody>nothing") is None
    True
    """
    for table in (*reversed(_scopes), custom_objects or {}, _registered):
        if name in table:
            return table[name]
    return None


class CustomObjectScope:
    """Makes classes and functions known by name while a block runs.

    Args:
        custom_objects: name to class or function.

    >>> import tenfold as tf
    >>> with tf.keras.saving.custom_object_scope({"same": lambda x: x}):
    ...     tf.keras.activations.get("same")(3)
    3
    """

    def __init__(self, custom_objects: dict[str, Any]) -> None:
        self.custom_objects = custom_objects or {}

    def __enter__(self) -> CustomObjectScope:
        _scopes.append(self.custom_objects)
        return self

    def __exit__(self, *exc_info: object) -> None:
        _scopes.pop()


custom_object_scope = CustomObjectScope


def public_module(item: Any) -> str | None:
    """`keras.layers` for a class of this package's layers, the module itself for a user's."""
    parts = item.__module__.split(".")
    if parts[:2] != ["tenfold", "keras"]:
        return item.__module__
    room = parts[2]
    if room == "optimizers" and parts[3:4] == ["schedules"]:
        return "keras.optimizers.schedules"
    return _TOP_LEVEL_ROOMS.get(room, f"keras.{room}")


def serialize_keras_object(obj: Any) -> Any:
    """A configuration from which `deserialize_keras_object` makes an equal object.

    Args:
        obj: a number, string, list, dict, function, or an object with `get_config()`.

    Returns:
        Plain Python data.

    Raises:
        ValueError: the object offers no configuration.

    >>> import tenfold as tf
    >>> tf.keras.saving.serialize_keras_object(tf.keras.initializers.Zeros())["class_name"]
    'Zeros'
    """
    if obj is None or isinstance(obj, str | bool | int | float):
        return obj
    if isinstance(obj, np.generic):
        return obj.item()
    if isinstance(obj, list | tuple):
        return type(obj)(serialize_keras_object(item) for item in obj)
    if isinstance(obj, dict):
        return {key: serialize_keras_object(value) for key, value in obj.items()}
    if isinstance(obj, types.FunctionType):
        return _describe(obj, "function", obj.__name__)
    if not hasattr(obj, "get_config"):
        raise ValueError(
            f"Cannot serialize {obj!r} of {type(obj)}: it has no `get_config()` method."
        )
    config = _describe(type(obj), type(obj).__name__, obj.get_config())
    build_config = obj.get_build_config() if hasattr(obj, "get_build_config") else None
    if build_config:
        config["build_config"] = build_config
    return config


def _describe(item: Any, class_name: str, config: Any) -> dict[str, Any]:
    module = public_module(item)
    is_ours = bool(module) and module.split(".")[0] == "keras"
    registered = None if is_ours else get_registered_name(item)
    return {
        "module": module if is_ours or item not in _names else None,
        "class_name": class_name,
        "config": config,
        "registered_name": registered,
    }


def deserialize_keras_object(
    config: Any, custom_objects: dict[str, Any] | None = None, safe_mode: bool = True
) -> Any:
    """The object that a configuration describes.

    Args:
        config: what `serialize_keras_object` returned, perhaps after a trip through JSON.
        custom_objects: name to class or function, for those not registered.
        safe_mode: accepted for compatibility; nothing here runs stored code.

    Returns:
        The object; plain data is returned as it is.

    Raises:
        ValueError: the class cannot be found.

    >>> import tenfold as tf
    >>> zeros = tf.keras.initializers.Zeros()
    >>> config = tf.keras.saving.serialize_keras_object(zeros)
    >>> type(tf.keras.saving.deserialize_keras_object(config)).__name__
    'Zeros'
    """
    if isinstance(config, list | tuple):
        return type(config)(deserialize_keras_object(item, custom_objects) for item in config)
    if not isinstance(config, dict):
        return config
    if "class_name" not in config or "config" not in config:
        return {
            key: deserialize_keras_object(value, custom_objects) for key, value in config.items()
        }
    inner = config["config"]
    if config["class_name"] == "function":
        return _find(inner, config, custom_objects)
    cls = _find(config["class_name"], config, custom_objects)
    with CustomObjectScope(custom_objects or {}):
        obj = cls.from_config(inner)
    if config.get("build_config") and not getattr(obj, "built", True):
        obj.build_from_config(config["build_config"])
    return obj


def _find(name: str, config: dict[str, Any], custom_objects: dict[str, Any] | None) -> Any:
    """The class or function, from the registry first, then from the module named."""
    found = get_registered_object(config.get("registered_name") or name, custom_objects)
    if found is None:
        found = get_registered_object(name, custom_objects)
    module = config.get("module")
    if found is None and module:
        is_ours = module.split(".")[0] == "keras"
        try:
            room = importlib.import_module(f"tenfold.{module}" if is_ours else module)
        except ImportError:
            room = None
        found = getattr(room, name, None)
    if found is None:
        raise ValueError(
            f"Could not locate {name!r} (module {module!r}, registered name "
            f"{config.get('registered_name')!r}). Pass it in custom_objects={{{name!r}: ...}}, or "
            "decorate it with @tf.keras.saving.register_keras_serializable()."
        )
    return found
