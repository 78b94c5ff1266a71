"""The loss of connectionist temporal classification (CTC): labels without a time for each."""

from __future__ import annotations

from typing import Any

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import bfloat16, float16, float32, float64, int32, int64
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.core.sparse_tensor import SparseTensor

from .ctc_alignment import alignment, label_rows

# What a sequence costs that has no time for its labels: -log of the least probability, 1e-307.
_IMPOSSIBLE = 706.8936


def _shapes(call_: Any) -> Any:
    shape, lengths = call_.inputs[0].raw_shape, call_.inputs[3].raw_shape
    if shape is not None and len(shape) != 3:
        raise ValueError(f"inputs must be [time, batch, classes]; received {list(shape)}.")
    batch = rules.merge(None if shape is None else (shape[1],), lengths) or (None,)
    return [batch, shape or (None, *batch, None)]


def _loss(
    xp: Any,
    inputs: Any,
    indices: Any,
    values: Any,
    lengths: Any,
    options: tuple[bool, bool, bool],
    blank: int,
) -> tuple[Any, Any]:
    collapse, merge, ignore = options
    _check(xp, inputs, indices, values, lengths)
    classes = inputs.shape[2]
    null = classes - 1 if blank else classes
    labels, counts, given = label_rows(xp, indices, values, inputs.shape, null, collapse)
    if not ignore:
        xp.raise_if(
            (given > lengths).any(),
            "InvalidArgumentError",
            "Not enough time for target transition sequence: a sequence has more labels than time "
            "steps. ignore_longer_outputs_than_inputs leaves such sequences out.",
        )
    loss, gradient = alignment(xp, inputs, labels, counts, lengths, blank, merge)
    too_long, zero = counts > lengths, inputs.dtype.type(0)
    return xp.where(too_long, zero, loss), xp.where(too_long[None, :, None], zero, gradient)


def _check(xp: Any, inputs: Any, indices: Any, values: Any, lengths: Any) -> None:
    if inputs.ndim != 3 or not inputs.shape[2]:
        raise ValueError(f"inputs must be [time, batch, classes]; received {list(inputs.shape)}.")
    if not inputs.shape[0]:
        raise ValueError("inputs must have at least one time step.")
    if not inputs.shape[1]:
        raise ValueError("inputs must have at least one sequence; the batch is empty.")
    if indices.ndim != 2 or indices.shape[1] != 2 or values.shape != indices.shape[:1]:
        raise ValueError(
            f"labels_indices must be [n, 2] and labels_values [n]; received "
            f"{list(indices.shape)} and {list(values.shape)}."
        )
    if lengths.shape != inputs.shape[1:2]:
        raise ValueError(
            f"len(sequence_length) != batch_size: {list(lengths.shape)} and {inputs.shape[1]}."
        )
    xp.raise_if((lengths < 0).any(), "InvalidArgumentError", "A sequence_length is negative.")
    xp.raise_if(
        (lengths > inputs.shape[0]).any(),
        "InvalidArgumentError",
        f"A sequence_length is more than the {inputs.shape[0]} time steps of inputs.",
    )


@op(
    "inputs: T, labels_indices: int64, labels_values: int32, sequence_length: int32 "
    "-> loss: T, gradient: T",
    T=Types((float32, float64), default=float32),
    shape=_shapes,
)
def CTCLoss(
    xp: Any,
    inputs: Any,
    labels_indices: Any,
    labels_values: Any,
    sequence_length: Any,
    *,
    preprocess_collapse_repeated: bool = False,
    ctc_merge_repeated: bool = True,
    ignore_longer_outputs_than_inputs: bool = False,
) -> Any:
    options = (
        preprocess_collapse_repeated,
        ctc_merge_repeated,
        ignore_longer_outputs_than_inputs,
    )
    labels = (labels_indices, labels_values)
    return _loss(xp, inputs, *labels, sequence_length, options, inputs.shape[-1] - 1)


@CTCLoss.gradient
def ctc_loss_gradient(call_: Any, dy: Any, _: Any) -> Any:
    return call("Reshape", dy, [1, -1, 1]) * call_.outputs[1], None, None, None


@op(
    "inputs: float32, labels_indices: int64, labels_values: int32, sequence_length: int32 "
    "-> loss: float32, gradient: float32",
    shape=_shapes,
)
def CTCLossV2(
    xp: Any,
    inputs: Any,
    labels_indices: Any,
    labels_values: Any,
    sequence_length: Any,
    *,
    preprocess_collapse_repeated: bool = False,
    ctc_merge_repeated: bool = True,
    ignore_longer_outputs_than_inputs: bool = False,
) -> Any:
    options = (
        preprocess_collapse_repeated,
        ctc_merge_repeated,
        ignore_longer_outputs_than_inputs,
    )
    return _loss(xp, inputs, labels_indices, labels_values, sequence_length, options, 0)


@CTCLossV2.gradient
def ctc_loss_v2_gradient(call_: Any, dy: Any, _: Any) -> Any:
    return call("Reshape", dy, [1, -1, 1]) * call_.outputs[1], None, None, None


def ctc_loss(
    labels: Any,
    logits: Any,
    label_length: Any,
    logit_length: Any,
    logits_time_major: bool = True,
    unique: Any = None,
    blank_index: int | None = None,
    name: str | None = None,
) -> Any:
    """How improbable label sequences are, summed over all alignments to time steps.

    Args:
      labels: `[batch, max labels]`, integers, or a `tf.SparseTensor` of them.
      logits: `[time, batch, classes]`, one class of which is the blank.
      label_length: `[batch]`, how many labels of each row count; None for sparse labels.
      logit_length: `[batch]`, how many time steps of each sequence count.
      logits_time_major: False for logits `[batch, time, classes]`.
      unique: What `tf.nn.ctc_unique_labels(labels)` gives; accepted, and not needed.
      blank_index: The class of the blank; negative from the end. 0 by default for dense labels,
        needed for sparse ones.
      name: A name for the op.

    Returns:
      `[batch]`, negative log-probabilities. Dense labels that do not fit into the time steps cost
      706.89 and have no gradient; sparse ones cost infinity, or are refused.

    Raises:
      ValueError: `blank_index` is missing for sparse labels, or `label_length` for dense ones.
      tf.errors.InvalidArgumentError: A sparse row has more labels than time steps.

    References:
      Graves et al., Connectionist Temporal Classification (2006).

    Example:
      >>> import tenfold as tf
      >>> logits = tf.zeros([4, 1, 2])
      >>> loss = tf.nn.ctc_loss([[1]], logits, [1], [4])
      >>> round(float(loss[0]), 4)  # 10 of the 16 paths spell the label
      0.47
    """
    del unique
    logits = to_tensor(logits)
    kind = logits.dtype
    if kind in (float16, bfloat16):
        logits = call("Cast", logits, DstT=float32)
    if not logits_time_major:
        logits = call("Transpose", logits, [1, 0, 2])
    sparse = isinstance(labels, SparseTensor)
    if sparse and blank_index is None:
        raise ValueError("Argument `blank_index` must be provided when labels is a SparseTensor.")
    if not sparse and label_length is None:
        raise ValueError("Argument `label_length` must be provided when labels is a dense tensor.")
    blank = _blank(logits, blank_index or 0)
    lengths = call("Cast", to_tensor(logit_length), DstT=int32)
    logits = _blank_last(logits, blank)
    if sparse:
        values = _relabeled(call("Cast", labels.values, DstT=int32), blank)
        loss, _ = CTCLoss(logits, labels.indices, values, lengths, name=name)
    else:
        loss = _dense_loss(to_tensor(labels), logits, label_length, lengths, blank, name)
    return loss if kind is loss.dtype else call("Cast", loss, DstT=kind)


def _dense_loss(
    labels: Any, logits: Any, label_length: Any, lengths: Any, blank: int, name: str | None
) -> Any:
    """The loss of labels in rows: those past the end of a row become the class that ends it."""
    counts = call("Cast", to_tensor(label_length), DstT=int32)
    classes = call("GatherV2", call("Shape", logits), 2, 0)
    values = _relabeled(call("Cast", labels, DstT=int32), blank)
    if not labels.raw_shape or not labels.raw_shape[1]:  # each row needs a place
        values = call("PadV2", values, [[0, 0], [0, 1]], 0)
    sizes = call("Shape", values)
    columns = call("Range", 0, sizes[1], 1)
    past = call("GreaterEqual", columns, call("ExpandDims", counts, 1))
    values = call("SelectV2", past, classes - 1, values)
    rows = call("BroadcastTo", call("ExpandDims", call("Range", 0, sizes[0], 1), 1), sizes)
    places = call("Pack", [rows, call("BroadcastTo", columns, sizes)], axis=-1)
    places = call("Cast", call("Reshape", places, [-1, 2]), DstT=int64)
    flat = call("Reshape", values, [-1])
    loss, _ = CTCLoss(
        logits, places, flat, lengths, ignore_longer_outputs_than_inputs=True, name=name
    )
    impossible = call("Greater", counts, lengths) | call("IsInf", loss)
    return call("SelectV2", impossible, to_tensor(_IMPOSSIBLE, loss.dtype), loss)


def _blank(logits: Any, index: int) -> Any:
    """The blank's class, counted from the start; a tensor where the number is not known."""
    if index >= 0:
        return index
    known = None if logits.raw_shape is None else logits.raw_shape[2]
    return index + (known if known is not None else call("Shape", logits)[2])


def _blank_last(logits: Any, blank: Any) -> Any:
    """The classes with the blank moved to the end."""
    known = None if logits.raw_shape is None else logits.raw_shape[2]
    if known is not None and isinstance(blank, int) and blank == known - 1:
        return logits
    parts = [logits[:, :, :blank], logits[:, :, blank + 1 :], logits[:, :, blank : blank + 1]]
    return call("ConcatV2", parts, 2)


def _relabeled(values: Any, blank: Any) -> Any:
    """Labels after the blank was moved to the end."""
    return call("SelectV2", call("Less", values, blank), values, values - 1)


def ctc_unique_labels(labels: Any, name: str | None = None) -> tuple[Any, Any]:
    """The different labels of each row, and which of them each label is.

    Args:
      labels: `[batch, n]`, integers.
      name: A name for the op.

    Returns:
      The labels of each row in the order of their first occurrence, padded with zeros
      `[batch, n]`, int64; and where each label stands among them `[batch, n]`, int32.

    Example:
      >>> import tenfold as tf
      >>> unique, index = tf.nn.ctc_unique_labels([[3, 4, 4, 3]])
      >>> unique.numpy().tolist(), index.numpy().tolist()
      ([[3, 4, 0, 0]], [[0, 1, 1, 0]])
    """
    labels = call("Cast", to_tensor(labels), DstT=int64)
    same = call("Equal", call("ExpandDims", labels, 2), call("ExpandDims", labels, 1))
    first = call("ArgMax", call("Cast", same, DstT=int32), 2, output_type=int32)
    columns = call("Range", 0, call("Shape", labels)[1], 1)
    fresh = call("Cast", call("Equal", first, columns), DstT=int32)
    rank = call("Cumsum", fresh, 1) - 1
    index = call("GatherV2", rank, first, 1, batch_dims=1)
    here = call("Equal", call("ExpandDims", index, 2), columns)
    here = call("LogicalAnd", here, call("ExpandDims", call("Cast", fresh, DstT="bool"), 2))
    spread = call("Cast", here, DstT=int64) * call("ExpandDims", labels, 2)
    unique = call("Sum", spread, [1])
    return unique, call("Identity", index, name=name)


def collapse_repeated(labels: Any, seq_length: Any, name: str | None = None) -> tuple[Any, Any]:
    """Rows of labels with equal neighbours made one.

    Args:
      labels: `[batch, n]`.
      seq_length: `[batch]`, how many labels of each row count.
      name: A name for the op.

    Returns:
      The labels that are left, padded with zeros `[batch, longest]`, and how many they are
      `[batch]`.

    Example:
      >>> import tenfold as tf
      >>> rows, lengths = tf.nn.collapse_repeated([[1, 1, 2, 2], [3, 4, 3, 0]], [4, 3])
      >>> rows.numpy().tolist(), lengths.numpy().tolist()
      ([[1, 2, 0], [3, 4, 3]], [2, 3])
    """
    labels = to_tensor(labels)
    counted = call("Cast", to_tensor(seq_length), DstT=int32)
    columns = call("Range", 0, call("Shape", labels)[1], 1)
    changes = call("NotEqual", labels[:, 1:], labels[:, :-1])
    begins = call("OnesLike", call("Equal", labels[:, :1], labels[:, :1]))
    kept = call("ConcatV2", [begins, changes], 1)
    kept = call("LogicalAnd", kept, call("Less", columns, call("ExpandDims", counted, 1)))
    lengths = call("Sum", call("Cast", kept, DstT=int32), [1])
    place = call("Cumsum", call("Cast", kept, DstT=int32), 1) - 1
    sizes = call("Shape", labels)
    rows = call("BroadcastTo", call("ExpandDims", call("Range", 0, sizes[0], 1), 1), sizes)
    # Labels that go away are written to one column more, which is cut off.
    place = call("SelectV2", kept, place, sizes[1])
    at = call("Reshape", call("Pack", [rows, place], axis=-1), [-1, 2])
    wide = call("Pack", [sizes[0], sizes[1] + 1])
    table = call("ScatterNd", at, call("Reshape", labels, [-1]), wide)
    longest = call("Max", lengths, [0])
    return table[:, :longest], call("Cast", lengths, DstT=to_tensor(seq_length).dtype, name=name)
