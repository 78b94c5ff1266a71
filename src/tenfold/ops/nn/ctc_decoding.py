"""From the class scores of time steps to label sequences: greedy, and by beam search."""

from __future__ import annotations

import heapq
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import float32, float64, int32
from tenfold.core.errors import FailedPreconditionError
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.core.sparse_tensor import SparseTensor

_LOGITS = Types((float32, float64), default=float32)
Sequences = list[list[int]]


def _batch(call_: Any) -> int | None:
    shape, lengths = (x.raw_shape for x in call_.inputs)
    if shape is not None and len(shape) != 3:
        raise ValueError(f"inputs must be [time, batch, classes]; received {list(shape)}.")
    merged = rules.merge(None if shape is None else (shape[1],), lengths)
    return None if merged is None else merged[0]


def _check(inputs: np.ndarray, lengths: np.ndarray) -> None:
    if inputs.ndim != 3:
        raise ValueError(f"inputs must be [time, batch, classes]; received {list(inputs.shape)}.")
    if lengths.shape != inputs.shape[1:2]:
        raise FailedPreconditionError(
            None,
            None,
            f"len(sequence_length) != batch_size: {list(lengths.shape)} and {inputs.shape[1]}.",
        )
    if (lengths > inputs.shape[0]).any() or (lengths < 0).any():
        raise FailedPreconditionError(
            None,
            None,
            f"sequence_length must be within [0, {inputs.shape[0]}]; received {lengths.tolist()}.",
        )


def _sparse(rows: Sequences) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Rows of labels as indices, values and dense shape."""
    places = [(i, j) for i, row in enumerate(rows) for j in range(len(row))]
    values = [label for row in rows for label in row]
    width = max((len(row) for row in rows), default=0)
    return (
        np.array(places, np.int64).reshape(-1, 2),
        np.array(values, np.int64),
        np.array([len(rows), width], np.int64),
    )


def _greedy_shapes(call_: Any) -> Any:
    return [(None, 2), (None,), (2,), (_batch(call_), 1)]


@op(
    "inputs: T, sequence_length: int32 -> decoded_indices: int64, decoded_values: int64, "
    "decoded_shape: int64, log_probability: T",
    T=_LOGITS,
    shape=_greedy_shapes,
    jit=False,
)
def CTCGreedyDecoder(
    xp: Any,
    inputs: Any,
    sequence_length: Any,
    *,
    merge_repeated: bool = False,
    blank_index: int = -1,
) -> Any:
    _check(inputs, sequence_length)
    classes = inputs.shape[2]
    blank = blank_index + classes if blank_index < 0 else blank_index
    if not 0 <= blank < classes:
        raise ValueError(f"blank_index must be within [{-classes}, {classes}): {blank_index}.")
    best, top = inputs.argmax(-1), inputs.max(-1)
    within = np.arange(len(inputs))[:, None] < sequence_length
    kept = within & (best != blank)
    if merge_repeated:
        kept[1:] &= best[1:] != best[:-1]
    rows = [best[kept[:, b], b].tolist() for b in range(inputs.shape[1])]
    score = -np.where(within, top, 0).sum(0, dtype=inputs.dtype)
    return *_sparse(rows), score[:, None]


CTCGreedyDecoder.not_differentiable()


def _beam_shapes(call_: Any) -> Any:
    paths = call_.attrs["top_paths"]
    return [
        *[(None, 2)] * paths,
        *[(None,)] * paths,
        *[(2,)] * paths,
        (_batch(call_), paths),
    ]


@op(
    "inputs: T, sequence_length: int32 -> decoded_indices: top_paths*int64, "
    "decoded_values: top_paths*int64, decoded_shape: top_paths*int64, log_probability: T",
    T=_LOGITS,
    beam_width=1,
    top_paths=1,
    shape=_beam_shapes,
    jit=False,
)
def CTCBeamSearchDecoder(
    xp: Any,
    inputs: Any,
    sequence_length: Any,
    *,
    beam_width: int,
    top_paths: int,
    merge_repeated: bool = True,
) -> Any:
    _check(inputs, sequence_length)
    if top_paths > beam_width:
        raise ValueError(f"requested {top_paths} paths of a beam of {beam_width}.")
    scores = np.empty((inputs.shape[1], top_paths), inputs.dtype)
    found: list[Sequences] = [[] for _ in range(top_paths)]
    for b, length in enumerate(sequence_length.tolist()):
        beam = _search(inputs[:length, b], beam_width)
        if len(beam.total) < top_paths:
            raise ValueError(
                f"Less leaves in the beam search than requested: {len(beam.total)} of {top_paths}."
            )
        order = np.argsort(-beam.total, kind="stable")[:top_paths]
        scores[b] = beam.total[order]
        for path, entry in zip(found, order.tolist()):
            path.append(beam.labels(entry, merge_repeated))
    parts = [_sparse(rows) for rows in found]
    indices, values, shapes = (list(part) for part in zip(*parts))
    return indices, values, shapes, scores


CTCBeamSearchDecoder.not_differentiable()


class _Beam:
    """The most probable prefixes: each is a node of a tree, and says how probable it is.

    A prefix has two log-probabilities: of the paths that end in its last label, and of those that
    end in a blank.
    """

    def __init__(self, dtype: Any) -> None:
        self.parents, self.last = [-1], [-1]  # of every node; node 0 is the empty prefix
        self.children: dict[tuple[int, int], int] = {}
        self.nodes = np.zeros(1, np.int64)
        self.label = np.full(1, -np.inf, dtype)
        self.blank = np.zeros(1, dtype)

    @property
    def total(self) -> np.ndarray:
        return np.logaddexp(self.label, self.blank)

    def child(self, node: int, label: int) -> int:
        made = self.children.setdefault((node, label), len(self.parents))
        if made == len(self.parents):
            self.parents.append(node)
            self.last.append(label)
        return made

    def labels(self, entry: int, merge: bool) -> list[int]:
        """The prefix of an entry; equal neighbours as one if `merge`."""
        node, found = int(self.nodes[entry]), list[int]()
        while node:
            found.append(self.last[node])
            node = self.parents[node]
        found.reverse()
        return [x for i, x in enumerate(found) if not (merge and i and x == found[i - 1])]

    def advance(self, log_y: np.ndarray, width: int) -> None:
        """One time step: `log_y` `[classes]`, the last of which is the blank."""
        order = np.argsort(-self.total, kind="stable")
        self.nodes, self.label, self.blank = (
            x[order] for x in (self.nodes, self.label, self.blank)
        )
        total = self.total
        last = np.array([self.last[n] for n in self.nodes])
        inner = np.flatnonzero(last >= 0)
        # A further label: after the same label only where a blank came between.
        grown = total[:, None] + log_y[:-1]
        grown[inner, last[inner]] = self.blank[inner] + log_y[last[inner]]
        label = np.where(last >= 0, self.label + log_y[last], -np.inf)
        where = {int(n): i for i, n in enumerate(self.nodes)}
        within: dict[int, dict[int, int]] = {}  # entries, by what they grow from
        for i in inner.tolist():
            above = where.get(self.parents[int(self.nodes[i])])
            if above is not None:
                label[i] = np.logaddexp(label[i], grown[above, last[i]])
                within.setdefault(above, {})[int(last[i])] = i
        blank = total + log_y[-1]
        kept, born = _select(np.logaddexp(label, blank), total, grown, within, width)
        above, labels = (np.array([pair[k] for pair in born], np.int64) for k in (0, 1))
        fresh = [self.child(int(self.nodes[a]), c) for a, c in born]
        none = np.full(len(born), -np.inf, log_y.dtype)
        self.nodes = np.concatenate([self.nodes[kept], np.array(fresh, np.int64)])
        self.label = np.concatenate([label[kept], grown[above, labels]]).astype(log_y.dtype)
        self.blank = np.concatenate([blank[kept], none]).astype(log_y.dtype)


def _select(
    stays: np.ndarray,
    before: np.ndarray,
    grown: np.ndarray,
    within: dict[int, dict[int, int]],
    width: int,
) -> tuple[list[int], list[tuple[int, int]]]:
    """Which prefixes stay in the beam, and which come in.

    A prefix that falls out of the beam, and that its parent then meets, does not grow in this
    step: TensorFlow's order of doing things, which decides where the beam is narrow.

    Args:
      stays: What each prefix of the beam would be worth if it stays, `[n]`.
      before: What it was worth before this step, in descending order, `[n]`.
      grown: What it would be worth with a further label, `[n, labels]`.
      within: For a prefix, those of the beam that it grows to, by the label.
      width: How many the beam may hold.

    Returns:
      The prefixes that stay; and those that come in, as pairs of a prefix and a label.
    """
    heap: list[tuple[float, int, int]] = [(v, i, -1) for i, v in enumerate(stays.tolist())]
    heapq.heapify(heap)
    alive, grows = [True] * len(stays), [True] * len(stays)

    def fits(value: float) -> bool:
        return value > -np.inf and (len(heap) < width or value > heap[0][0])

    for i, worth in enumerate(before.tolist()):
        if not (grows[i] and fits(worth)):
            continue
        inside = within.get(i, {})
        floor = heap[0][0] if len(heap) == width else -np.inf
        for c in sorted({*np.flatnonzero(grown[i] > floor).tolist(), *inside}):
            if c in inside:
                grows[inside[c]] &= alive[inside[c]]
                continue
            value = float(grown[i, c])
            if not fits(value):
                continue
            if len(heap) < width:
                heapq.heappush(heap, (value, i, c))
                continue
            _, lowest, its_label = heapq.heapreplace(heap, (value, i, c))
            if its_label < 0:
                alive[lowest] = False
    kept = [i for i, stays_in in enumerate(alive) if stays_in]
    return kept, [(i, c) for _, i, c in heap if c >= 0]


def _search(logits: np.ndarray, width: int) -> _Beam:
    """The beam after all time steps of `logits` `[time, classes]`."""
    beam = _Beam(logits.dtype)
    top = logits.max(-1, keepdims=True, initial=-np.inf)
    log_y = logits - top - np.log(np.exp(logits - top).sum(-1, keepdims=True))
    for row in log_y:
        beam.advance(row, width)
    return beam


def ctc_greedy_decoder(
    inputs: Any,
    sequence_length: Any,
    merge_repeated: bool = True,
    blank_index: int | None = None,
) -> tuple[list[SparseTensor], Any]:
    """Label sequences from the best class of each time step.

    Args:
      inputs: Logits `[time, batch, classes]`.
      sequence_length: `[batch]`, how many time steps of each sequence count.
      merge_repeated: Whether a class that is best several times in a row is one label.
      blank_index: The class of the blank; negative from the end; the last by default.

    Returns:
      A list of one `tf.SparseTensor` `[batch, longest]` of labels, and `[batch, 1]`: minus the sum
      of the best logits.

    Raises:
      tf.errors.FailedPreconditionError: The lengths do not fit.
      tf.errors.InvalidArgumentError: There is no such class.

    Example:
      >>> import tenfold as tf
      >>> logits = tf.one_hot([[0], [0], [2], [1]], 3)
      >>> decoded, score = tf.nn.ctc_greedy_decoder(logits, [4])
      >>> decoded[0].values.numpy().tolist(), score.numpy().tolist()
      ([0, 1], [[-4.0]])
    """
    *parts, score = CTCGreedyDecoder(
        to_tensor(inputs),
        call("Cast", to_tensor(sequence_length), DstT=int32),
        merge_repeated=merge_repeated,
        blank_index=-1 if blank_index is None else blank_index,
    )
    return [SparseTensor(*parts)], score


def ctc_beam_search_decoder(
    inputs: Any, sequence_length: Any, beam_width: int = 100, top_paths: int = 1
) -> tuple[list[SparseTensor], Any]:
    """The most probable label sequences, each summed over all its alignments, by beam search.

    Args:
      inputs: Logits `[time, batch, classes]`; the last class is the blank.
      sequence_length: `[batch]`, how many time steps of each sequence count.
      beam_width: How many prefixes are kept after each time step.
      top_paths: How many sequences to give, at most `beam_width`.

    Returns:
      A list of `top_paths` `tf.SparseTensor`s `[batch, longest]`, the most probable first; and
      their log-probabilities `[batch, top_paths]`.

    Raises:
      tf.errors.InvalidArgumentError: More paths are asked for than the beam holds.

    References:
      Graves and Jaitly, Towards End-to-End Speech Recognition with Recurrent Networks (2014).

    Example:
      >>> import tenfold as tf
      >>> logits = tf.constant([[[0.0, -9.0, 1.0]], [[0.0, -9.0, 1.0]]])
      >>> decoded, _ = tf.nn.ctc_beam_search_decoder(logits, [2], beam_width=4, top_paths=2)
      >>> [path.values.numpy().tolist() for path in decoded]
      [[], [0]]
    """
    indices, values, shapes, scores = CTCBeamSearchDecoder(
        to_tensor(inputs),
        call("Cast", to_tensor(sequence_length), DstT=int32),
        beam_width=beam_width,
        top_paths=top_paths,
        merge_repeated=False,
    )
    return [SparseTensor(*parts) for parts in zip(indices, values, shapes)], scores
