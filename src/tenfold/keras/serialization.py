"""Objects to plain configurations and back, and the names by which users ask for them.

A configuration is a dictionary of `module`, `class_name`, `config` and `registered_name`, as Keras
writes it. A registry is a dictionary from names to classes and functions.
"""

from __future__ import annotations

import difflib
import types
from collections.abc import Callable, Mapping
from typing import Any, TypeVar

import numpy as np

from .naming import to_snake_case

Registry = Mapping[str, Any]
_T = TypeVar("_T")

_custom_objects: dict[str, Any] = {}
_custom_names: dict[Any, str] = {}


def serialize(obj: Any) -> Any:
    """Describes an object by plain values: what JSON can hold.

    Args:
      obj: An object with `get_config`, a function, a tensor, a plain value, or a list, tuple or
        dictionary of such.

    Returns:
      Plain values; a dictionary for an object with a configuration.

    Raises:
      TypeError: `obj` has no `get_config`.

    Example:
      >>> from tenfold.keras.regularizers import L2
      >>> from tenfold.keras.serialization import serialize
      >>> serialize(L2(0.5))["config"]
      {'l2': 0.5}
    """
    if obj is None or isinstance(obj, bool | int | float | str):
        return obj
    if isinstance(obj, list | tuple):
        return [serialize(item) for item in obj]
    if isinstance(obj, dict):
        return {key: serialize(value) for key, value in obj.items()}
    if isinstance(obj, np.generic):
        return obj.item()
    if isinstance(obj, types.FunctionType | types.BuiltinFunctionType):
        return _function_config(obj)
    if hasattr(obj, "get_config"):
        return _describe(obj)
    if hasattr(obj, "numpy"):
        obj = obj.numpy()
    if isinstance(obj, np.ndarray):
        return {"class_name": "__numpy__", "config": _array_config(obj)}
    if hasattr(obj, "name") and hasattr(obj, "as_numpy_dtype"):
        return obj.name
    raise TypeError(
        f"serialize: {type(obj).__name__} has no get_config(); received {obj!r}. "
        "Give the class a get_config() that returns the arguments of its __init__."
    )


def _describe(obj: Any) -> dict[str, Any]:
    cls = type(obj)
    registered = _custom_names.get(cls)
    module = public_module(cls)
    if registered is None and not module.startswith("keras"):
        registered = cls.__name__
    return {
        "module": module,
        "class_name": cls.__name__,
        "config": obj.get_config(),
        "registered_name": registered,
    }


def _function_config(function: Any) -> dict[str, Any]:
    return {
        "module": "builtins",
        "class_name": "function",
        "config": function.__name__,
        "registered_name": _custom_names.get(function, "function"),
    }


def public_module(cls: type) -> str:
    """The namespace of a class, as users write it: `keras.losses` for every loss."""
    if cls.__module__.split(".")[:2] != ["tenfold", "keras"]:
        return cls.__module__
    parts = cls.__module__.split(".")[1:]
    return ".".join(parts[:-1] if len(parts) > 2 else parts)


def _array_config(array: np.ndarray) -> dict[str, Any]:
    return {"value": array.tolist(), "dtype": array.dtype.name}


def deserialize(
    config: Any,
    registry: Registry,
    custom_objects: Registry | None = None,
    what: str = "object",
) -> Any:
    """Makes the object that a configuration describes.

    Args:
      config: A dictionary that `serialize` made, or `{"class_name": ..., "config": ...}`, or a
        name.
      registry: The classes and functions that may be named.
      custom_objects: More of them, which win.
      what: What is being made, for errors: "loss".

    Returns:
      An object; for the name of a function, the function.

    Raises:
      ValueError: The configuration is no such dictionary, or names something unknown.

    Example:
      >>> from tenfold.keras import regularizers
      >>> from tenfold.keras.serialization import deserialize
      >>> deserialize({"class_name": "L2", "config": {"l2": 0.5}}, {"L2": regularizers.L2}).l2
      0.5
    """
    known = {**registry, **_custom_objects, **(custom_objects or {})}
    if isinstance(config, str):
        return lookup(config, known, what)
    if not isinstance(config, dict) or "class_name" not in config:
        raise ValueError(
            f"deserialize: a {what} is described by a dictionary with 'class_name' and 'config'; "
            f"received {config!r}."
        )
    inner = config.get("config") or {}
    if config["class_name"] == "__numpy__":
        return np.array(inner["value"], inner["dtype"])
    if config["class_name"] == "function":
        registered = config.get("registered_name")
        return lookup(registered if registered in known else inner, known, what, make=False)
    name = config.get("registered_name") or config["class_name"]
    found = lookup(name if name in known else config["class_name"], known, what, make=False)
    return found.from_config(inner) if hasattr(found, "from_config") else found(**inner)


def lookup(identifier: str, registry: Registry, what: str = "object", make: bool = True) -> Any:
    """Finds a class or function by name, in CamelCase or snake_case, in any case of letters.

    Args:
      identifier: The name.
      registry: The classes and functions that may be named.
      what: What is looked for, for errors: "loss".
      make: Whether a class is called, so that the answer is an object.

    Returns:
      A function, or an object (a class if `make` is False).

    Raises:
      ValueError: The name is unknown; the message lists the nearest names and all names.

    Example:
      >>> from tenfold.keras.serialization import lookup
      >>> lookup("LEN", {"len": len}, "function")([1, 2])
      2
      >>> lookup("lenn", {"len": len, "sum": sum}, "function")
      Traceback (most recent call last):
      ValueError: Unknown function: 'lenn'. Did you mean 'len'? Known: 'len', 'sum'.
    """
    known = {**registry, **_custom_objects}
    found = known.get(identifier)
    if found is None:
        wanted = _plain(identifier)
        found = next((value for name, value in known.items() if _plain(name) == wanted), None)
    if found is None:
        raise ValueError(_unknown(identifier, known, what))
    return found() if make and isinstance(found, type) else found


def _plain(name: str) -> str:
    return name.replace("_", "").lower()


def _unknown(identifier: str, known: Registry, what: str) -> str:
    names: dict[str, str] = {}  # one spelling of each
    for name in known:
        names.setdefault(_plain(name), name)
    nearest = [names[match] for match in difflib.get_close_matches(_plain(identifier), names)]
    hint = f" Did you mean {' or '.join(map(repr, nearest))}?" if nearest else ""
    choices = ", ".join(map(repr, names.values()))
    return f"Unknown {what}: {identifier!r}.{hint} Known: {choices}."


def resolve(
    identifier: Any, registry: Registry, what: str, base: type | None = None
) -> Any:  # the `get` of every namespace
    """The object that a user means by a name, configuration, class, object or function.

    Args:
      identifier: A name, a dictionary, a class, an object, a function, or None.
      registry: The classes and functions that may be named.
      what: What is looked for, for errors: "loss".
      base: The class of objects that are taken as they are, beside functions.

    Returns:
      An object or a function; None for None.

    Raises:
      ValueError: `identifier` is none of these, or names something unknown.

    Example:
      >>> from tenfold.keras.serialization import resolve
      >>> resolve("sum", {"sum": sum}, "function")([1, 2])
      3
    """
    if identifier is None or (base is not None and isinstance(identifier, base)):
        return identifier
    if isinstance(identifier, dict):
        return deserialize(identifier, registry, what=what)
    if isinstance(identifier, str):
        return lookup(identifier, registry, what)
    if isinstance(identifier, type):
        return identifier()
    if callable(identifier):
        return identifier
    raise ValueError(
        f"Could not interpret {what}: {identifier!r}. Pass a name such as "
        f"{next(iter(registry), '')!r}, a configuration, a class, an object or a function."
    )


def with_snake_names(*objects: Any) -> dict[str, Any]:
    """A registry of classes and functions under their names and, for classes, in snake case."""
    names = {obj.__name__: obj for obj in objects}
    for obj in objects:
        names.setdefault(to_snake_case(obj.__name__), obj)
    return names


def register_keras_serializable(
    package: str = "Custom", name: str | None = None
) -> Callable[[_T], _T]:
    """Decorates a class or function so that configurations may name it.

    Args:
      package: A prefix that keeps equal names apart.
      name: The name; the class's own if None.

    Returns:
      A decorator that gives the class back.

    Raises:
      ValueError: The decorated class has no `get_config`.

    Example:
      >>> from tenfold.keras.serialization import lookup, register_keras_serializable
      >>> @register_keras_serializable("example")
      ... def double(x):
      ...     return 2 * x
      >>> lookup("example>double", {})(4)
      8
    """

    def register(obj: Any) -> Any:
        if isinstance(obj, type) and not hasattr(obj, "get_config"):
            raise ValueError(
                f"register_keras_serializable: {obj.__name__} needs a get_config() that returns "
                "the arguments of its __init__."
            )
        registered = f"{package}>{name or obj.__name__}"
        _custom_objects[registered] = obj
        _custom_names[obj] = registered
        return obj

    return register


def get_custom_objects() -> dict[str, Any]:
    """The registered classes and functions by name; what is put in is found by every namespace.

    Example:
      >>> from tenfold.keras.serialization import get_custom_objects
      >>> isinstance(get_custom_objects(), dict)
      True
    """
    return _custom_objects


class CustomObjectScope:
    """Within it, configurations may name these classes and functions.

    Args:
      custom_objects: Classes and functions by name.

    Example:
      >>> from tenfold.keras.serialization import CustomObjectScope, lookup
      >>> with CustomObjectScope({"largest": max}):
      ...     lookup("largest", {})([1, 3, 2])
      3
    """

    def __init__(self, custom_objects: Registry) -> None:
        self._names = dict(custom_objects)
        self._outer: list[dict[str, Any]] = []

    def __enter__(self) -> CustomObjectScope:
        self._outer.append(dict(_custom_objects))
        _custom_objects.update(self._names)
        return self

    def __exit__(self, *_: object) -> None:
        _custom_objects.clear()
        _custom_objects.update(self._outer.pop())
