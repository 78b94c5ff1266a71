"""Batches from arrays, tensors, dicts of them, datasets and generators."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator
from typing import Any

import numpy as np

import tenfold as tf

Batch = tuple[Any, Any, Any]


class ArrayBatches:
    """Slices of arrays; each pass may go through them in a new order."""

    def __init__(self, data: Any, batch_size: int, shuffle: bool) -> None:
        self._data = data
        leaves = [leaf for leaf in tf.nest.flatten(data) if leaf is not None]
        sizes = {len(leaf) for leaf in leaves}
        if len(sizes) != 1:
            raise ValueError(
                "Data cardinality is ambiguous: make sure all arrays contain the same number of "
                f"samples. Received sizes: {[len(leaf) for leaf in leaves]}"
            )
        self.size = sizes.pop()
        self.batch_size = batch_size
        self.shuffle = shuffle
        self.steps: int | None = math.ceil(self.size / batch_size)

    def __iter__(self) -> Iterator[Batch]:
        order = np.random.permutation(self.size) if self.shuffle else None
        for start in range(0, self.size, self.batch_size):
            part: Any = slice(start, start + self.batch_size)
            index = part if order is None else order[part]
            yield tf.nest.map_structure(
                lambda leaf: None if leaf is None else tf.convert_to_tensor(leaf[index]),  # noqa: B023
                self._data,
            )


class IterableBatches:
    """Batches from a dataset or generator; `unpack` gives each its weights."""

    def __init__(self, source: Any, class_weight: Any) -> None:
        self._source = source
        self._class_weight = class_weight
        try:
            self.steps: int | None = len(source)
        except TypeError:
            self.steps = None
        self._is_once = iter(source) is source if not hasattr(source, "__getitem__") else False
        self._iterator: Iterator[Any] | None = None

    def __iter__(self) -> Iterator[Batch]:
        for batch in self._batches():
            x, y, weight = unpack_x_y_sample_weight(batch)
            if self._class_weight:
                weight = class_weights(y, self._class_weight, weight)
            yield tf.nest.map_structure(_as_tensor, (x, y, weight))

    def _batches(self) -> Iterable[Any]:
        source = self._source
        if hasattr(source, "__getitem__") and hasattr(source, "__len__"):
            if hasattr(source, "on_epoch_end") and self._iterator is not None:
                source.on_epoch_end()
            self._iterator = iter(())
            return (source[i] for i in range(len(source)))
        return source


def adapt(
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    batch_size: int | None = None,
    shuffle: bool = False,
    class_weight: dict[int, float] | None = None,
) -> ArrayBatches | IterableBatches:
    """Batches `(x, y, sample_weight)` from whatever `fit` was given.

    Args:
        x: arrays, tensors, a structure of them, or an iterable of batches.
        y: truth for arrays.
        sample_weight: weights for arrays.
        batch_size: samples in a batch of arrays; 32 by default.
        shuffle: whether each pass takes a new order of samples.
        class_weight: weight of each class.

    Returns:
        An iterable with `steps`, the number of batches where it is known.

    Raises:
        ValueError: arguments that do not go together.
    """
    if _is_arrays(x):
        data = tf.nest.map_structure(_as_array, (x, y, sample_weight))
        if class_weight:
            data = (*data[:2], class_weights(data[1], class_weight, data[2]))
        return ArrayBatches(data, batch_size or 32, shuffle)
    if y is not None or sample_weight is not None:
        raise ValueError(
            f"When x is {type(x).__name__}, it must yield (inputs, targets) or (inputs, targets, "
            "sample_weights); `y` and `sample_weight` cannot be given apart."
        )
    if not hasattr(x, "__iter__") and not hasattr(x, "__getitem__"):
        raise ValueError(f"Unrecognized data type: x={x!r} (of type {type(x)})")
    return IterableBatches(x, class_weight)


def _is_arrays(x: Any) -> bool:
    leaves = tf.nest.flatten(x)
    return bool(leaves) and all(
        hasattr(leaf, "shape") or hasattr(leaf, "__array__") or isinstance(leaf, int | float)
        for leaf in leaves
    )


def _as_array(leaf: Any) -> Any:
    """An array of samples; floats in float32."""
    if leaf is None:
        return None
    array = leaf.numpy() if hasattr(leaf, "numpy") else np.asarray(leaf)
    if array.dtype == np.float64 or array.dtype == np.float16:
        array = array.astype(np.float32)
    return array


def _as_tensor(leaf: Any) -> Any:
    if leaf is None or tf.is_tensor(leaf):
        return leaf
    return tf.convert_to_tensor(_as_array(leaf))


def class_weights(y: Any, weights: dict[int, float], sample_weight: Any) -> Any:
    """The weight of each sample by its class, times the weight it has."""
    if y is None or tf.nest.is_nested(y):
        raise ValueError("`class_weight` is only supported for a model with a single output.")
    labels = np.asarray(y)
    if labels.ndim > 1 and labels.shape[-1] > 1:
        labels = labels.argmax(-1)
    labels = labels.reshape(len(labels), -1)[:, 0].astype(int)
    found = np.array([weights.get(int(label), 1.0) for label in labels], np.float32)
    return found if sample_weight is None else found * np.asarray(sample_weight, np.float32)


def unpack_x_y_sample_weight(data: Any) -> Batch:
    """A batch as `(x, y, sample_weight)`, None for what it lacks.

    Args:
        data: `x`, `(x,)`, `(x, y)` or `(x, y, sample_weight)`.

    Returns:
        Three parts.

    Raises:
        ValueError: there are more than three.

    >>> unpack_x_y_sample_weight((1, 2))
    (1, 2, None)
    """
    if isinstance(data, list):
        data = tuple(data)
    if not isinstance(data, tuple):
        return data, None, None
    if not 1 <= len(data) <= 3:
        raise ValueError(
            "Data is expected to be in format `x`, `(x,)`, `(x, y)`, or `(x, y, sample_weight)`, "
            f"found: {len(data)} parts."
        )
    return (*data, *(None,) * (3 - len(data)))  # type: ignore[return-value]


def train_validation_split(arrays: Any, validation_split: float) -> tuple[Any, Any]:
    """The first part of all arrays, and the last, which validates."""
    arrays = tf.nest.map_structure(_as_array, arrays)
    leaves = [leaf for leaf in tf.nest.flatten(arrays) if leaf is not None]
    size = len(leaves[0])
    split = math.floor(size * (1.0 - validation_split))
    if not 0 < split < size:
        raise ValueError(
            f"Training data contains {size} samples, which is not sufficient to split it into a "
            f"validation and training set as specified by validation_split={validation_split}."
        )

    def part(where: slice) -> Any:
        return tf.nest.map_structure(lambda leaf: None if leaf is None else leaf[where], arrays)

    return part(slice(None, split)), part(slice(split, None))
