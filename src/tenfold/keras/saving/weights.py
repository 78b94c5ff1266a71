"""Weights in `.weights.h5` files: a group for each layer, its variables as `vars/0`, `vars/1` ..."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from typing import Any

from tenfold.keras.naming import snake_case


def _h5py() -> Any:
    try:
        import h5py
    except ImportError:
        raise ImportError(
            "Weights files need h5py: install it with `pip install h5py` or `pip install "
            "'tenfold[h5]'`."
        ) from None
    return h5py


def save_weights(model: Any, filepath: Any, overwrite: bool = True) -> None:
    """Writes a model's weights, and its optimizer's variables where it has been built.

    Args:
        model: a built model.
        filepath: a path that ends in `.weights.h5`.
        overwrite: whether an existing file may be replaced.

    Raises:
        ValueError: the path has another ending, or the file is there already.
    """
    path = _checked(filepath)
    if os.path.exists(path) and not overwrite:
        raise ValueError(f"save_weights: {path} exists; pass overwrite=True to replace it.")
    with _h5py().File(path, "w") as file:
        for owner, group in _owners(model):
            # Metrics and losses have no group of their own here.
            variables = file.require_group(f"{group}/vars" if group else "vars")
            variables.attrs["name"] = owner.name
            owner.save_own_variables(variables)


def load_weights(model: Any, filepath: Any, skip_mismatch: bool = False) -> None:
    """Reads a model's weights, and its optimizer's variables where it has been built.

    Args:
        model: a built model.
        filepath: a path that ends in `.weights.h5`.
        skip_mismatch: leave layers alone whose weights do not fit.

    Raises:
        FileNotFoundError: there is no such file.
        ValueError: the path has another ending, or weights do not fit.
    """
    path = _checked(filepath)
    if not os.path.exists(path):
        raise FileNotFoundError(f"load_weights: there is no file {path}.")
    with _h5py().File(path, "r") as file:
        for owner, group in _owners(model):
            name = f"{group}/vars" if group else "vars"
            if name not in file:
                if not owner.weights if hasattr(owner, "weights") else True:
                    continue
                if skip_mismatch or group == "optimizer":
                    continue
                raise ValueError(f"load_weights: {path} holds nothing for layer {owner.name!r}.")
            try:
                owner.load_own_variables(file[name])
            except ValueError:
                if not skip_mismatch:
                    raise


def _checked(filepath: Any) -> str:
    path = os.fspath(filepath)
    if not path.endswith(".weights.h5"):
        raise ValueError(f"The filename must end in `.weights.h5`. Received: filepath={path}")
    return path


def _owners(model: Any) -> Iterator[tuple[Any, str]]:
    """Everything with variables of its own, and the group it is kept in."""
    yield from _walk(model, "", set())
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None and optimizer.built:
        yield optimizer, "optimizer"


def _walk(layer: Any, group: str, seen: set[int]) -> Iterator[tuple[Any, str]]:
    if id(layer) in seen:
        return
    seen.add(id(layer))
    yield layer, group
    children: list[tuple[str, Any]] = []
    if hasattr(layer, "_layers_in_order"):
        children.append(("layers", layer._layers_in_order()))
    else:
        children.extend(layer._tracked.items())
    for name, child in children:
        prefix = f"{group}/{name}".strip("/")
        if isinstance(child, list | tuple):
            names: Counter[str] = Counter()
            for item in child:
                if hasattr(item, "save_own_variables"):
                    base = snake_case(type(item).__name__)
                    own = f"{base}_{names[base]}" if names[base] else base
                    names[base] += 1
                    yield from _walk(item, f"{prefix}/{own}", seen)
        elif isinstance(child, dict):
            for key, item in child.items():
                if hasattr(item, "save_own_variables"):
                    yield from _walk(item, f"{prefix}/{key}", seen)
        elif hasattr(child, "save_own_variables") and hasattr(child, "call"):
            yield from _walk(child, prefix, seen)
