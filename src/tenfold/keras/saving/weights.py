"""Weights in Keras 3's `.weights.h5` format: one group for each layer, by class name and count."""

from __future__ import annotations

import os
import pathlib
import tempfile
from collections.abc import Iterator
from typing import Any

import numpy as np

from tenfold.keras.naming import snake_case


def _h5py() -> Any:
    try:
        import h5py
    except ImportError:
        raise ImportError(
            "Reading and writing .weights.h5 files needs h5py: pip install 'tenfold[h5]'."
        ) from None
    return h5py


def _checked(filepath: Any) -> pathlib.Path:
    path = pathlib.Path(filepath)
    if not path.name.endswith(".weights.h5"):
        raise ValueError(f"The filename must end in `.weights.h5`. Received: filepath={filepath}")
    return path


def save_weights_file(model: Any, filepath: Any, overwrite: bool) -> None:
    """Writes to a temporary name, syncs and renames, so that no half-written file is left."""
    path, h5py = _checked(filepath), _h5py()
    if path.exists() and not overwrite:
        raise FileExistsError(f"{path} exists; pass overwrite=True to replace it.")
    if not model.built:
        raise ValueError(
            f"The model {model.name!r} has no weights yet. Build it first: call it on data, or "
            "give it an Input."
        )
    handle, name = tempfile.mkstemp(dir=path.parent, suffix=".partial")
    os.close(handle)
    try:
        with h5py.File(name, "w") as file:
            for group, owner, variables in _groups(model):
                here = file.create_group(f"{group}/vars".lstrip("/"))
                here.attrs["name"] = owner.name
                for i, variable in enumerate(variables):
                    here[str(i)] = _stored(variable.numpy())
        with open(name, "rb+") as file:
            os.fsync(file.fileno())
        os.replace(name, path)
    finally:
        if os.path.exists(name):
            os.unlink(name)


def _stored(value: Any) -> np.ndarray:
    array = np.asarray(value)
    return array.astype(np.float32) if array.dtype.kind == "V" else array


def load_weights_file(model: Any, filepath: Any, skip_mismatch: bool) -> None:
    path, h5py = _checked(filepath), _h5py()
    if not path.exists():
        raise FileNotFoundError(f"There is no weights file {path}.")
    try:
        file = h5py.File(path, "r")
    except OSError as error:
        raise ValueError(f"{path} is not a readable HDF5 file (truncated?): {error}.") from None
    with file:
        for group, owner, variables in _groups(model):
            here = file.get(f"{group}/vars".lstrip("/"))
            if here is None:
                if variables and owner is not model.optimizer and not skip_mismatch:
                    raise ValueError(
                        f"{path.name} has no group {group!r} for layer {owner.name!r}; it has "
                        f"{sorted(file.get('layers', file))}."
                    )
                continue
            _read(here, owner, variables, group, skip_mismatch)


def _read(here: Any, owner: Any, variables: list[Any], group: str, skip_mismatch: bool) -> None:
    values = [np.asarray(here[str(i)]) for i in range(len(here))]
    shapes, wanted = [v.shape for v in values], [tuple(v.shape) for v in variables]
    if shapes != wanted:
        if skip_mismatch:
            return
        raise ValueError(
            f"Layer {owner.name!r} expected {len(wanted)} variables of shapes {wanted}, but the "
            f"file's group {group!r} has {len(shapes)} of shapes {shapes}."
        )
    for variable, value in zip(variables, values, strict=True):
        variable.assign(value.astype(variable.dtype.as_numpy_dtype))


def _groups(model: Any) -> Iterator[tuple[str, Any, list[Any]]]:
    """The file's groups: the model's own variables, each layer's, then the optimizer's."""
    yield from _layer_groups(model, "")
    optimizer = getattr(model, "optimizer", None)
    if optimizer is not None and getattr(optimizer, "built", False):
        yield "optimizer", optimizer, list(optimizer.variables)


def _layer_groups(layer: Any, path: str) -> Iterator[tuple[str, Any, list[Any]]]:
    yield path, layer, layer._own_variables()
    counts: dict[str, int] = {}
    for sub in layer._sublayers:
        base = snake_case(type(sub).__name__)
        count = counts.get(base, 0)
        counts[base] = count + 1
        name = f"{base}_{count}" if count else base
        yield from _layer_groups(sub, f"{path}/layers/{name}".lstrip("/"))
