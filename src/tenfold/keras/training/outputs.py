"""The outputs of a model, and what `compile` and `fit` are given for each of them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import tenfold as tf


def paths(structure: Any) -> list[tuple[Any, ...]]:
    """The keys that lead to each leaf, in the order in which leaves are flattened."""
    return list(_walk(structure, ()))


def _walk(structure: Any, path: tuple[Any, ...]) -> Iterator[tuple[Any, ...]]:
    if isinstance(structure, Mapping):
        for key in sorted(structure):
            yield from _walk(structure[key], (*path, key))
    elif isinstance(structure, (list, tuple)):
        for index, part in enumerate(structure):
            yield from _walk(part, (*path, index))
    else:
        yield path


def names_of(y_pred: Any, given: list[str] | None) -> list[str | None]:
    """The name of each output: the model's own, else the key in a dict, else None."""
    leaves = paths(y_pred)
    if given is not None and len(given) == len(leaves):
        return list(given)
    return ["/".join(map(str, p)) if all(isinstance(k, str) for k in p) and p else None
            for p in leaves]  # fmt: skip


def flat_data(data: Any, y_pred: Any, given: list[str] | None, what: str) -> list[Any]:
    """The part of targets or weights that belongs to each output.

    Args:
      data: One part for each output, in the outputs' structure, or a dict by output name.
      y_pred: The outputs.
      given: The outputs' names, where the model knows them.
      what: What the data are, for errors.

    Raises:
      ValueError: The data have more or fewer parts than there are outputs.
    """
    names = names_of(y_pred, given)
    if isinstance(data, Mapping) and not isinstance(y_pred, Mapping) and None not in names:
        missing = [name for name in names if name not in data]
        if missing:
            raise ValueError(
                f"{what} is a dict without {missing}; the outputs are {names}, and it has "
                f"{list(data)}."
            )
        return [data[name] for name in names]
    parts = tf.nest.flatten(data)
    if len(parts) != len(names):
        raise ValueError(
            f"The model has {len(names)} outputs, but {what} has {len(parts)} parts. Pass one "
            "for each output, as a list or as a dict by output name."
        )
    return parts


def for_outputs(given: Any, y_pred: Any, names: list[str | None], what: str) -> list[Any]:
    """One entry for each output, of what may be one value, a structure, or a dict by name.

    Raises:
      ValueError: The entries do not match the outputs.
    """
    if isinstance(given, Mapping):
        if _fits(given, y_pred):
            return tf.nest.flatten(given)
        unknown = [key for key in given if key not in names]
        missing = [name for name in names if name not in given]
        if unknown or (missing and what == "loss" and not isinstance(y_pred, Mapping)):
            known = [name for name in names if name is not None]
            raise ValueError(
                f"{what} is a dict with the keys {list(given)}; expected those of the model's "
                f"outputs: {known or 'none of them has a name: pass a list'}."
            )
        return [given.get(name) for name in names]
    if isinstance(given, (list, tuple)):
        if len(given) != len(names):
            raise ValueError(
                f"{what} has {len(given)} entries; the model has {len(names)} outputs. Pass one "
                "for each of them, None where there is nothing."
            )
        return list(given)
    return [given] * len(names)


def _fits(given: Mapping[str, Any], y_pred: Any) -> bool:
    """Whether a nested structure of entries mirrors that of the outputs."""
    return isinstance(y_pred, Mapping) and paths(given) == paths(y_pred)
