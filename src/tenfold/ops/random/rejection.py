"""One stream of random numbers for each sample, for distributions that reject and draw again.

Sample i owns the 256 blocks from 256 i on, so that results do not depend on how the work is split,
nor on how often the other samples were rejected. Streams advance together, as NumPy arrays.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.namespace import numpy_ns

from . import philox
from .stateful import dims

# How many blocks TensorFlow's kernels set aside for each sample, whatever it uses.
RESERVED = 256
_CHUNK = 1 << 16
_MOST_TRIES = 1 << 14


class Lanes:
    """The streams of some samples: float64 numbers, drawn in pairs, the second of a pair first."""

    def __init__(self, stream: philox.Stream, samples: np.ndarray) -> None:
        self._stream = stream
        self._samples = samples.astype(np.uint64)
        self._next = self._samples * np.uint64(RESERVED)
        count = len(samples)
        self._pairs = {False: np.empty((count, 2)), True: np.empty((count, 2))}
        self._left = {False: np.zeros(count, np.int8), True: np.zeros(count, np.int8)}

    def space(self, lanes: np.ndarray, reserved: int) -> None:
        """Lets some lanes, before they draw, own another number of blocks."""
        self._next[lanes] = self._samples[lanes] * np.uint64(reserved)

    def uniform(self, lanes: np.ndarray) -> np.ndarray:
        """The next number in [0, 1) of each of some lanes."""
        return self._take(lanes, normal=False)

    def normal(self, lanes: np.ndarray) -> np.ndarray:
        """The next normal number of each of some lanes."""
        return self._take(lanes, normal=True)

    def _take(self, lanes: np.ndarray, normal: bool) -> np.ndarray:
        pairs, left = self._pairs[normal], self._left[normal]
        empty = lanes[left[lanes] == 0]
        if len(empty):
            words = self._stream.blocks_at(self._next[empty])
            draw = philox.box_muller if normal else philox.unit
            pairs[empty] = draw(numpy_ns, words, np.float64).reshape(-1, 2)
            self._next[empty] += np.uint64(1)
            left[empty] = 2
        left[lanes] -= 1
        return pairs[lanes, left[lanes]]


def sample_dims(shape: np.ndarray) -> tuple[int, ...]:
    """The sizes in front of the parameters' shape, or all of them: a vector."""
    if shape.ndim != 1:
        raise ValueError(f"shape must be a vector of integers, got shape {list(shape.shape)}.")
    return dims(numpy_ns, shape)


def samples_of(sizes: tuple[int, ...], batch: tuple[int, ...]) -> int:
    """How many samples there are for each parameter, where the result has shape `sizes`."""
    if batch and sizes[-len(batch) :] != batch:
        raise ValueError(
            f"Shape passed in must end with broadcasted shape: shape is {list(sizes)}, that of the "
            f"parameters {list(batch)}."
        )
    return math.prod(sizes[: len(sizes) - len(batch)])


def appended(index: int) -> Callable[[Any], Any]:
    """The shape rule of samples drawn for each element of input `index`."""

    def rule(call: Any) -> Any:
        rules.merge(call.inputs[0].raw_shape, (None,))
        front, back = rules.shape_from(call.inputs[0]), call.inputs[index].raw_shape
        return None if front is None or back is None else (*front, *back)

    return rule


def fill(
    stream: philox.Stream,
    samples: int,
    parameters: tuple[np.ndarray, ...],
    dtype: Any,
    draw: Callable[..., np.ndarray],
) -> np.ndarray:
    """Draws for each of a batch of parameters.

    Args:
      stream: Where the streams of the samples begin.
      samples: How many to draw for each batch member.
      parameters: Vectors `[batch]`, one for each parameter.
      dtype: The dtype of the result.
      draw: `(lanes, *parameters) -> values`: float64 `[n]` for `n` lanes.

    Returns:
      `[samples, batch]`.
    """
    batch = len(parameters[0])
    # Streams go by batch member first, unlike the result.
    out = np.empty(batch * samples, np.float64)
    for at in range(0, len(out), _CHUNK):
        index = np.arange(at, min(at + _CHUNK, len(out)))
        of = index // samples
        out[index] = draw(Lanes(stream, index), *(p[of] for p in parameters))
    return np.ascontiguousarray(_as_dtype(out, dtype).reshape(batch, samples).T)


def _as_dtype(x: np.ndarray, dtype: Any) -> np.ndarray:
    """Rounds as TensorFlow does: halves by way of float32; denormal numbers become zero."""
    kind = np.dtype(dtype)
    if kind.kind != "f":
        return x.astype(kind)
    wide = x if kind.itemsize == 8 else x.astype(np.float32)
    return np.where(np.abs(wide) < np.finfo(wide.dtype).tiny, wide.dtype.type(0), wide).astype(kind)


def until_accepted(
    lanes: np.ndarray, attempt: Callable[[np.ndarray], tuple[np.ndarray, np.ndarray]], out: Any
) -> None:
    """Lets lanes try until each is accepted.

    Args:
      lanes: Which lanes try.
      attempt: `lanes -> (accepted, values)`, for those that still try.
      out: Where values go, by lane.
    """
    for _ in range(_MOST_TRIES):
        if not len(lanes):
            return
        accepted, values = attempt(lanes)
        out[lanes[accepted]] = values[accepted]
        lanes = lanes[~accepted]
    raise ValueError(
        f"{len(lanes)} samples were rejected {_MOST_TRIES} times; check the parameters."
    )
