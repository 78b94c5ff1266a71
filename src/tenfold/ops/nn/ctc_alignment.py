"""Connectionist temporal classification: sums over all alignments of labels to time steps.

The states of a sequence are its labels with a blank before, between and after them. Forward and
backward sums run over time for all sequences and states at once: eagerly in a loop, compiled in
`lax.scan`.

References:
  Graves et al., Connectionist Temporal Classification (2006).
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

# Far below any sum of log-probabilities, and finite, so that differences from it exist.
_FLOOR = -1e30


def label_rows(
    xp: Any, indices: Any, values: Any, shape: tuple[int, int, int], null: int, collapse: bool
) -> tuple[Any, Any, Any]:
    """Sparse labels as rows.

    Args:
      xp: The namespace.
      indices: `[n, 2]`, the sequence and position of each label, in row-major order.
      values: `[n]`.
      shape: Time steps, sequences and classes.
      null: Labels from this one on end their sequence, and do not count.
      collapse: Whether equal neighbours become one.

    Returns:
      Labels `[sequences, width]` (whatever stands past the end), their number `[sequences]`, and
      what it was before some were left out. A row of more labels than time steps may be cut.
    """
    steps, batch, _ = shape
    rows = indices[:, 0].astype(np.int64)
    _check_order(xp, indices, rows, batch)
    inside = xp.clip(rows, 0, max(batch - 1, 0))
    last = xp.concatenate([rows[:1] - 1, rows[:-1]])
    keep = values < null
    xp.raise_if(
        (_before(xp, ~keep, inside, batch) & keep).any(),
        "InvalidArgumentError",
        "Saw a label after one that ends its sequence (a class from the blank on).",
    )
    xp.raise_if(
        (values < 0).any(), "InvalidArgumentError", "All labels must be nonnegative integers."
    )
    if collapse:
        earlier = xp.concatenate([values[:1], values[:-1]])
        keep = keep & ((rows != last) | (values != earlier))
    counts = _per_row(xp, keep, inside, batch)
    given = _per_row(xp, values == values, inside, batch)
    xp.raise_if(
        (given == 0).any(),
        "InvalidArgumentError",
        "Labels length is zero: each sequence needs a label.",
    )
    width = _width(xp, indices, counts, steps)
    place = xp.cumsum(keep) - 1 - (xp.cumsum(counts) - counts)[inside]
    place = xp.where(keep & (place < width), place, width)
    if xp.compiled:
        table = xp.zeros((batch, width + 1), np.int32).at[inside, place].set(values)
    else:
        table = np.zeros((batch, width + 1), np.int32)
        table[inside, place] = values
    return table[:, :width], counts, given


def _width(xp: Any, indices: Any, counts: Any, steps: int) -> int:
    """How many labels a row must hold; where counts are not known, what bounds them."""
    if not xp.compiled:
        return int(counts.max(initial=0))
    if isinstance(indices, np.ndarray) and indices.size:
        return min(steps, int(indices[:, 1].max()) + 1)
    return min(steps, indices.shape[0])


def _check_order(xp: Any, indices: Any, rows: Any, batch: int) -> None:
    columns = indices[:, 1]
    xp.raise_if(
        ((rows < 0) | (rows >= batch)).any(),
        "InvalidArgumentError",
        f"label SparseTensor is not valid: an index is outside of the {batch} sequences.",
    )
    step = rows[1:] - rows[:-1]
    xp.raise_if(
        ((step < 0) | ((step == 0) & (columns[1:] <= columns[:-1]))).any(),
        "InvalidArgumentError",
        "label SparseTensor is not valid: its indices are out of order or repeated; "
        "tf.sparse.reorder sorts them.",
    )


def _per_row(xp: Any, flags: Any, rows: Any, batch: int) -> Any:
    """How many flags are true in each row."""
    return ((rows[:, None] == np.arange(batch)) & flags[:, None]).sum(0)


def _before(xp: Any, flags: Any, rows: Any, batch: int) -> Any:
    """Whether an earlier flag of the same row is true."""
    counts = _per_row(xp, flags, rows, batch)
    so_far = xp.cumsum(flags) - flags
    return so_far - (xp.cumsum(counts) - counts)[rows] > 0


def alignment(
    xp: Any, logits: Any, labels: Any, counts: Any, lengths: Any, blank: int, merge: bool
) -> tuple[Any, Any]:
    """The loss of each sequence, and its gradient for the logits.

    Args:
      xp: The namespace.
      logits: `[time, batch, classes]`.
      labels: `[batch, width]`.
      counts: `[batch]`, how many of them count.
      lengths: `[batch]`, how many time steps count.
      blank: The class of the blank.
      merge: Whether a label may last for several steps.

    Returns:
      The negative log-probability of the labels `[batch]` (infinite where they do not fit into
      the time steps), and the gradient `[time, batch, classes]`.
    """
    steps, batch, classes = logits.shape
    shifted = logits - logits.max(-1, keepdims=True)
    log_y = shifted - xp.log(xp.exp(shifted).sum(-1, keepdims=True))
    width = labels.shape[1]
    blanks = xp.full((batch, width), blank, labels.dtype)
    states = xp.stack([blanks, labels], -1).reshape(batch, 2 * width)
    states = xp.concatenate([states, xp.full((batch, 1), blank, labels.dtype)], 1)
    count = 2 * counts[:, None] + 1
    number = np.arange(2 * width + 1)
    emit = xp.take_along_axis(log_y, states[None], -1)
    emit = xp.where(number < count, emit, -np.inf).astype(logits.dtype)
    is_label = number % 2 == 1
    stay = xp.where(is_label & (not merge), -np.inf, 0.0).astype(logits.dtype)
    skip = _skips(xp, states, is_label, merge).astype(logits.dtype)
    final = xp.where((number < count) & (number >= count - 2), 0.0, -np.inf).astype(logits.dtype)
    alpha = _forward(xp, emit, stay, skip, lengths)
    beta = _backward(xp, emit, stay, skip, final, lengths)
    log_p = _log_sum(xp, *xp.moveaxis(_last_pair(xp, alpha[-1], counts), -1, 0))
    loss = xp.where(lengths > 0, -log_p, 0).astype(logits.dtype)
    possible = log_p > -np.inf
    share = xp.exp(alpha + beta - xp.where(possible, log_p, 0)[:, None])
    share = xp.where(possible[:, None], share, 0).astype(logits.dtype)
    chosen = (labels[..., None] == np.arange(classes)).astype(logits.dtype)
    by_class = xp.matmul(xp.moveaxis(share[..., 1::2], 0, 1), chosen)
    at_blank = share[..., ::2].sum(-1)[..., None] * (np.arange(classes) == blank)
    gradient = xp.exp(log_y) - xp.moveaxis(by_class, 1, 0) - at_blank
    within = (np.arange(steps)[:, None] < lengths)[..., None]
    return loss, xp.where(within, gradient, 0).astype(logits.dtype)


def _skips(xp: Any, states: Any, is_label: np.ndarray, merge: bool) -> Any:
    """0 where a state may follow the one two before it, else -inf: `[batch, states]`."""
    earlier = xp.concatenate([states[:, :2], states[:, :-2]], 1)
    allowed = is_label & (states != earlier) if merge else (states == states) & is_label
    return xp.where(allowed & (np.arange(states.shape[1]) > 1), 0.0, -np.inf)


def _last_pair(xp: Any, alpha: Any, counts: Any) -> Any:
    """The two states in which a sequence may end, `[batch, 2]`; without labels there is one."""
    last = 2 * counts[:, None]
    places = xp.concatenate([last, xp.maximum(last - 1, 0)], 1)
    found = xp.take_along_axis(alpha, xp.minimum(places, alpha.shape[1] - 1), 1)
    return xp.where((counts[:, None] == 0) & (np.arange(2) == 1), -np.inf, found)


def _log_sum(xp: Any, *terms: Any) -> Any:
    """log(sum(exp(terms))), -inf for no probability at all."""
    top = terms[0]
    for term in terms[1:]:
        top = xp.maximum(top, term)
    top = xp.maximum(top, terms[0].dtype.type(_FLOOR))
    return top + xp.log(sum(xp.exp(term - top) for term in terms))


def _shift(xp: Any, x: Any, by: int) -> Any:
    """The states moved by some places, -inf where none comes."""
    edge = xp.full((x.shape[0], min(abs(by), x.shape[1])), -np.inf, x.dtype)
    if by > 0:
        return xp.concatenate([edge, x[:, :-by]], 1)
    return xp.concatenate([x[:, -by:], edge], 1)


def _forward(xp: Any, emit: Any, stay: Any, skip: Any, lengths: Any) -> Any:
    """Log-probabilities of the steps up to each, by the state reached: `[time, batch, states]`."""
    start = xp.where(np.arange(emit.shape[-1]) < 2, emit[0], -np.inf).astype(emit.dtype)

    def step(alpha: Any, now: tuple[Any, Any]) -> Any:
        seen, t = now
        ways = _log_sum(xp, alpha + stay, _shift(xp, alpha, 1), _shift(xp, alpha, 2) + skip)
        return xp.where((t < lengths)[:, None], ways + seen, alpha)

    return _over_time(xp, step, start, (emit[1:], np.arange(1, len(emit))), reverse=False)


def _backward(xp: Any, emit: Any, stay: Any, skip: Any, final: Any, lengths: Any) -> Any:
    """Log-probabilities of the steps after each, by the state left: `[time, batch, states]`."""

    def step(beta: Any, following: tuple[Any, Any]) -> Any:
        seen, t = following
        ahead = beta + seen
        ways = _log_sum(xp, ahead + stay, _shift(xp, ahead, -1), _shift(xp, ahead + skip, -2))
        return xp.where((t < lengths)[:, None], ways, final)

    return _over_time(xp, step, final, (emit[1:], np.arange(1, len(emit))), reverse=True)


def _over_time(
    xp: Any, step: Callable[[Any, Any], Any], start: Any, inputs: tuple[Any, Any], reverse: bool
) -> Any:
    """`start` and what `step` makes of it, time step by time step."""
    if xp.compiled:
        inputs = tuple(map(xp.asarray, inputs))

        def body(carry: Any, now: Any) -> tuple[Any, Any]:
            after = step(carry, now)
            return after, after

        _, rest = xp.lax.scan(body, start, inputs, reverse=reverse)
        return xp.concatenate([rest, start[None]] if reverse else [start[None], rest])
    count = len(inputs[1])
    found = np.empty((count + 1, *start.shape), start.dtype)
    found[count if reverse else 0] = start
    for i in reversed(range(count)) if reverse else range(count):
        now = (inputs[0][i], inputs[1][i])
        here, there = (i + 1, i) if reverse else (i, i + 1)
        found[there] = step(found[here], now)
    return found
