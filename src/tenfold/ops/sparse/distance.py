"""How many edits turn one sequence into another, for batches of sequences in sparse tensors."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.errors import InternalError
from tenfold.core.op import op
from tenfold.core.signature import Types
from tenfold.core.sparse_tensor import SparseTensor

_Place = tuple[int, ...]


def _edits(a: Sequence[Any], b: Sequence[Any]) -> int:
    """The Levenshtein distance."""
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        before, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            replaced = before + (x != y)
            before = row[j]
            row[j] = min(replaced, before + 1, row[j - 1] + 1)
    return row[-1]


def _check(name: str, indices: Any, values: Any, shape: Any) -> None:
    if indices.ndim != 2 or values.ndim != 1 or shape.ndim != 1:
        raise ValueError(
            f"{name}: expected indices [n, rank], values [n] and a shape [rank]; received shapes "
            f"{list(indices.shape)}, {list(values.shape)} and {list(shape.shape)}."
        )
    if values.size != len(indices) or shape.size != indices.shape[1]:
        raise ValueError(
            f"{name}: expected as many values as rows of indices, and as many sizes as columns; "
            f"received shapes {list(indices.shape)}, {list(values.shape)} and {list(shape.shape)}."
        )


def _sequences(indices: Any, values: Any) -> Iterator[tuple[_Place, list[Any]]]:
    """The sequences, each with its place in the batch, in the order of the indices."""
    places = map(tuple, indices[:, :-1].tolist())
    pairs = zip(places, values.tolist(), strict=True)
    for place, group in itertools.groupby(pairs, lambda pair: pair[0]):
        yield place, [value for _, value in group]


def _merged(
    first: Iterator[tuple[_Place, list[Any]]], second: Iterator[tuple[_Place, list[Any]]]
) -> Iterator[tuple[_Place, list[Any], list[Any]]]:
    """Sequences of the same place together; an empty one where there is none."""
    a, b = next(first, None), next(second, None)
    while a is not None or b is not None:
        if b is None or (a is not None and a[0] < b[0]):
            assert a is not None
            yield *a, []
            a = next(first, None)
        elif a is None or b[0] < a[0]:
            yield b[0], [], b[1]
            b = next(second, None)
        else:
            yield *a, b[1]
            a, b = next(first, None), next(second, None)


@op(
    "hypothesis_indices: int64, hypothesis_values: T, hypothesis_shape: int64, "
    "truth_indices: int64, truth_values: T, truth_shape: int64 -> output: float32",
    T=Types(()),
    jit=False,
)
def EditDistance(
    xp: Any,
    hypothesis_indices: Any,
    hypothesis_values: Any,
    hypothesis_shape: Any,
    truth_indices: Any,
    truth_values: Any,
    truth_shape: Any,
    *,
    normalize: bool = True,
) -> Any:
    _check("hypothesis", hypothesis_indices, hypothesis_values, hypothesis_shape)
    _check("truth", truth_indices, truth_values, truth_shape)
    if len(hypothesis_shape) != len(truth_shape) or len(truth_shape) < 2:
        raise ValueError(
            "hypothesis and truth must have the same rank, of at least 2; received ranks "
            f"{len(hypothesis_shape)} and {len(truth_shape)}."
        )
    sizes = np.maximum(hypothesis_shape[:-1], truth_shape[:-1])
    out = np.zeros(sizes, np.float32)
    pairs = _merged(
        _sequences(hypothesis_indices, hypothesis_values), _sequences(truth_indices, truth_values)
    )
    for place, hypothesis, truth in pairs:
        if any(not 0 <= i < n for i, n in zip(place, out.shape, strict=True)):
            raise InternalError(
                None,
                None,
                f"A sequence is at {list(place)}, outside of the shape {sizes.tolist()}.",
            )
        edits = float(_edits(hypothesis, truth))
        if normalize:
            edits = edits / len(truth) if truth else math.inf
        out[place] = edits
    return out


EditDistance.not_differentiable()


@EditDistance.shape
def edit_distance_shape(call: Any) -> Any:
    _FORMS(call)
    sizes = rules.merge(call.inputs[2].raw_shape, call.inputs[5].raw_shape)
    if sizes is not None and sizes[0] is not None and sizes[0] < 2:
        raise ValueError("A hypothesis and a truth of rank 1 have no place in a batch.")
    first, second = (rules.value_of(call.inputs[i]) for i in (2, 5))
    if first is None or second is None or np.shape(first) != np.shape(second):
        return None
    return tuple(int(n) for n in np.maximum(first, second)[:-1])


_FORMS = rules.shaped(rules.unknown, "m r", "m", "r", "n r", "n", "r")


def edit_distance(
    hypothesis: Any, truth: Any, normalize: bool = True, name: str = "edit_distance"
) -> Any:
    """The Levenshtein distance of sequences: how many insertions, deletions and replacements.

    Args:
      hypothesis: A `tf.SparseTensor` `[..., length]` of sequences, its indices in order.
      truth: A `tf.SparseTensor` of the same rank and dtype.
      normalize: Whether to divide by the length of the true sequence; without one it is inf.
      name: A name for the op.

    Returns:
      float32 of the shape of the batch, the larger of the two in each dimension.

    Raises:
      TypeError: An argument is not a `tf.SparseTensor`.
      tf.errors.InvalidArgumentError: The ranks differ or are below 2.

    References:
      Levenshtein, Binary Codes Capable of Correcting Deletions, Insertions, and Reversals (1966).

    Example:
      >>> import tenfold as tf
      >>> heard = tf.SparseTensor([[0, 0], [0, 1]], ["a", "c"], [1, 2])
      >>> said = tf.SparseTensor([[0, 0], [0, 1], [0, 2]], ["a", "b", "c"], [1, 3])
      >>> tf.edit_distance(heard, said, normalize=False).numpy().tolist()
      [1.0]
    """
    parts: list[Any] = []
    for label, value in (("Hypothesis", hypothesis), ("Truth", truth)):
        if not isinstance(value, SparseTensor):
            raise TypeError(
                f"{label} must be a SparseTensor; received {type(value).__name__}. Use "
                "tf.SparseTensor(indices, values, dense_shape)."
            )
        parts += [value.indices, value.values, value.dense_shape]
    return EditDistance(*parts, normalize=normalize, name=name)
