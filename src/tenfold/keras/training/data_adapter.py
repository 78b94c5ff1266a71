"""Batches from what fit, evaluate and predict are given: arrays, tensors, iterables, sequences."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import numpy as np

import tenfold as tf

Batch = tuple[Any, ...]


def make_adapter(
    x: Any,
    y: Any = None,
    sample_weight: Any = None,
    batch_size: int | None = None,
    steps: int | None = None,
    shuffle: bool = False,
    class_weight: dict[int, float] | None = None,
) -> ArrayAdapter | IterableAdapter:
    """The adapter that fits the data.

    Raises:
      ValueError: The data is of no known kind, or weights are given twice.
    """
    if class_weight is not None and sample_weight is not None:
        raise ValueError(
            "fit takes class_weight or sample_weight, not both; received both. Multiply each "
            "sample's weight by its class's weight, and pass sample_weight alone."
        )
    if batch_size is not None and (not isinstance(batch_size, int | np.integer) or batch_size < 1):
        raise ValueError(
            f"batch_size must be a positive integer or None; received batch_size={batch_size!r}."
        )
    if _is_array_like(x):
        return ArrayAdapter(x, y, sample_weight, batch_size or 32, steps, shuffle, class_weight)
    for name, value in (("y", y), ("sample_weight", sample_weight)):
        if value is not None:
            raise ValueError(
                f"When x yields batches, {name} must be None: it is part of each batch; "
                f"received {type(value).__name__}."
            )
    if not hasattr(x, "__iter__") and not hasattr(x, "__getitem__"):
        raise ValueError(
            f"Unrecognized data type: x={x!r} (of type {type(x)}). Expected arrays, tensors, a "
            "dataset, a generator, or an object with __len__ and __getitem__."
        )
    return IterableAdapter(x, steps, class_weight)


def _is_array_like(x: Any) -> bool:
    leaves = tf.nest.flatten(x)
    return bool(leaves) and all(
        isinstance(v, (np.ndarray, tf.Tensor, tf.Variable, int, float, list))
        or hasattr(v, "__array__")
        for v in leaves
    )


class Adapter:
    """Batches, epoch by epoch. With a number of steps, an epoch goes on where the last one ended.

    Args:
      num_batches: The batches of an epoch, where known.
      steps: The batches to take in an epoch; None for all there are.
    """

    def __init__(self, num_batches: int | None, steps: int | None) -> None:
        self.num_batches = num_batches
        self._steps = steps
        self._running: Iterator[Batch] | None = None

    def batches(self) -> Iterator[Batch]:
        """All batches, once."""
        raise AssertionError

    def __iter__(self) -> Iterator[Batch]:
        if self._steps is None:
            yield from self.batches()
            return
        if self._running is None:
            self._running = self.batches()
        for step in range(self._steps):
            batch = next(self._running, None)
            if batch is None:
                self._running = None
                warnings.warn(
                    f"Your input ran out of data after {step} of {self._steps} steps; the epoch "
                    "ends here. Make sure that it yields steps_per_epoch * epochs batches.",
                    stacklevel=3,
                )
                return
            yield batch

    def end_epoch(self) -> None:
        """Tells the data that an epoch has ended."""


class ArrayAdapter(Adapter):
    """Slices arrays that lie in memory.

    Args:
      x, y, sample_weight: Arrays `[samples, ...]` or structures of them.
      batch_size: Samples in a batch; the last one of an epoch may be smaller.
      steps: At most so many batches; None for all.
      shuffle: Whether samples come in random order: another one in each epoch, unless
        `tf.random.set_seed` decides it.
      class_weight: The weight of each class, times the samples' weights.
    """

    def __init__(
        self,
        x: Any,
        y: Any,
        sample_weight: Any,
        batch_size: int,
        steps: int | None,
        shuffle: bool,
        class_weight: dict[int, float] | None,
    ) -> None:
        x, y, sample_weight = (_arrays(v) for v in (x, y, sample_weight))
        if class_weight is not None:
            sample_weight = _class_weights(y, sample_weight, class_weight)
        self.data = pack(x, y, sample_weight)
        self.size = _cardinality({"x": x, "y": y, "sample_weight": sample_weight})
        self.batch_size = batch_size
        full = -(-self.size // batch_size)
        super().__init__(full if steps is None else min(steps, full), steps)
        self._shuffle = shuffle

    def batches(self) -> Iterator[Batch]:
        order = _random_order(self.size) if self._shuffle else None
        for start in range(0, self.size, self.batch_size):
            if order is None:
                part: Any = slice(start, start + self.batch_size)
            else:
                part = order[start : start + self.batch_size]
            yield tuple(_take(v, part) for v in self.data)


def _random_order(size: int) -> np.ndarray:
    """An order of the samples.

    Keras builds its input pipeline anew for each epoch, so that a global seed, where one is set,
    decides on one order for all of them; a function of its own that draws once does the same.
    """
    return tf.function(lambda: tf.random.shuffle(tf.range(size)))().numpy()


def _take(value: Any, part: Any) -> Any:
    if isinstance(value, np.ndarray):
        return tf.convert_to_tensor(value[part])
    return tf.nest.map_structure(lambda a: tf.convert_to_tensor(a[part]), value)


def _arrays(value: Any) -> Any:
    """Arrays in float32 where they were float64, as Keras feeds models."""
    if value is None:
        return None
    return tf.nest.map_structure(_array, value) if _nested(value) else _array(value)


def _nested(value: Any) -> bool:
    if isinstance(value, list):
        return any(isinstance(v, (np.ndarray, tf.Tensor)) for v in value)
    return isinstance(value, (tuple, dict))


def _array(value: Any) -> np.ndarray:
    array = value.numpy() if isinstance(value, (tf.Tensor, tf.Variable)) else np.asarray(value)
    return array.astype(np.float32) if array.dtype == np.float64 else array


def _cardinality(data: dict[str, Any]) -> int:
    sizes = {
        name: [0 if not v.ndim else v.shape[0] for v in tf.nest.flatten(value)]
        for name, value in data.items()
        if value is not None
    }
    if len({s for each in sizes.values() for s in each}) > 1:
        text = ", ".join(f"{name!r} sizes: {', '.join(map(str, s))}" for name, s in sizes.items())
        raise ValueError(
            "Data cardinality is ambiguous. Make sure all arrays contain the same number of "
            f"samples: {text}."
        )
    return next(iter(sizes.values()))[0]


def _class_weights(y: Any, sample_weight: Any, class_weight: dict[int, float]) -> np.ndarray:
    if not isinstance(y, np.ndarray):
        raise ValueError("`class_weight` is only supported for models with a single output.")
    if y.ndim > 1 and y.shape[-1] > 1:
        labels = np.argmax(y, axis=-1)
    else:
        labels = np.reshape(y, [len(y)])
    weights = np.ones(len(labels), np.float32)
    for label, weight in class_weight.items():
        weights[labels == label] = weight
    return weights if sample_weight is None else weights * sample_weight


def pack(x: Any, y: Any = None, sample_weight: Any = None) -> Batch:
    """The tuple of what is there of x, y and sample_weight."""
    if sample_weight is not None:
        return (x, y, sample_weight)
    return (x,) if y is None else (x, y)


def unpack_x_y_sample_weight(data: Any) -> tuple[Any, Any, Any]:
    """The parts of a batch, None for those that are missing.

    Raises:
      ValueError: The batch is a tuple of more than three parts.

    Example:
      >>> import tenfold as tf
      >>> tf.keras.utils.unpack_x_y_sample_weight((1, 2))
      (1, 2, None)
    """
    if isinstance(data, list):
        data = tuple(data)
    if not isinstance(data, tuple):
        return data, None, None
    if not 1 <= len(data) <= 3:
        raise ValueError(
            "A batch is x, (x,), (x, y) or (x, y, sample_weight); received a tuple of "
            f"{len(data)} parts."
        )
    return (*data, *[None] * (3 - len(data)))  # type: ignore[return-value]


class IterableAdapter(Adapter):
    """Passes on the batches of an iterable, a generator, or an object with __getitem__."""

    def __init__(
        self, source: Any, steps: int | None, class_weight: dict[int, float] | None
    ) -> None:
        self._source = source
        self._class_weight = class_weight
        known = len(source) if hasattr(source, "__len__") else None
        super().__init__(known if steps is None else steps, steps)

    def batches(self) -> Iterator[Batch]:
        source: Iterable[Any] = self._source
        if hasattr(source, "__getitem__") and hasattr(source, "__len__"):
            sequence: Any = source
            source = (sequence[i] for i in range(len(sequence)))
        return (self._convert(batch) for batch in source)

    def end_epoch(self) -> None:
        tell = getattr(self._source, "on_epoch_end", None)
        if tell is not None:
            tell()

    def _convert(self, batch: Any) -> Batch:
        x, y, weight = (_arrays_or_none(v) for v in unpack_x_y_sample_weight(batch))
        if self._class_weight is not None:
            weight = _class_weights(y, weight, self._class_weight)
        as_tensor: Callable[[Any], Any] = tf.convert_to_tensor
        return tuple(tf.nest.map_structure(as_tensor, v) for v in pack(x, y, weight))


def _arrays_or_none(value: Any) -> Any:
    if value is None or all(isinstance(v, tf.Tensor) for v in tf.nest.flatten(value)):
        return value
    return _arrays(value)


def split(
    arrays: tuple[Any, ...], validation_split: float
) -> tuple[tuple[Any, ...], tuple[Any, ...]]:
    """The first part of the samples for training, the last for validation.

    Raises:
      ValueError: The data are not arrays, or a part would be empty.
    """
    leaves = [v for v in tf.nest.flatten(arrays) if v is not None]
    if not leaves or not all(hasattr(v, "shape") or isinstance(v, list) for v in leaves):
        raise ValueError(
            "Argument `validation_split` is only supported for tensors or NumPy arrays; "
            f"received {[type(v).__name__ for v in leaves]}."
        )
    size = len(leaves[0])
    cut = int(size * (1.0 - validation_split))
    if cut in (0, size):
        raise ValueError(
            f"{size} samples cannot be split with validation_split={validation_split}: "
            f"training would have {cut}, validation {size - cut}."
        )

    def part(chosen: slice) -> tuple[Any, ...]:
        return tuple(
            None if v is None else tf.nest.map_structure(lambda a: a[chosen], _arrays(v))
            for v in arrays
        )

    return part(slice(0, cut)), part(slice(cut, None))
