"""Grids, masks and blocks: meshgrid, sequence_mask, unravel_index, space to batch and depth."""

from __future__ import annotations

import math
from typing import Any, Literal

import numpy as np

from tenfold.core import rules
from tenfold.core.context import scoped
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import INDEX, as_dtype, bool, int32, int64
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.core.tensor import Tensor

from .creation import INDEX_DEFAULT


def meshgrid(*args: Any, **kwargs: Any) -> list[Tensor]:
    """The coordinates of a grid that vectors span.

    Args:
      *args: `n` vectors (or scalars).
      **kwargs: `indexing`, "xy" (the default: the first two axes swapped) or "ij"; `name`.

    Returns:
      A list of `n` tensors of rank `n`.

    Raises:
      ValueError: `indexing` is unknown.

    Example:
      >>> import tenfold as tf
      >>> [g.numpy().tolist() for g in tf.meshgrid([1, 2], [3, 4])]
      [[[1, 2], [1, 2]], [[3, 3], [4, 4]]]
    """
    indexing = kwargs.pop("indexing", "xy")
    kwargs.pop("name", None)
    if kwargs:
        raise TypeError(f"meshgrid: unexpected keyword argument {next(iter(kwargs))!r}.")
    if indexing not in ("xy", "ij"):
        raise ValueError(f"meshgrid: indexing must be 'xy' or 'ij'; received {indexing!r}.")
    vectors = [to_tensor(x) for x in args]
    rank = len(vectors)
    places = list(range(rank))
    if indexing == "xy" and rank > 1:
        places[:2] = [1, 0]
    lined = [
        call("Reshape", x, [-1 if i == at else 1 for i in range(rank)])
        for x, at in zip(vectors, places, strict=True)
    ]
    if not vectors:
        return []
    known = [rules.size(vectors[i].raw_shape) for i in places]
    if None in known:
        shape = call("Pack", [call("Size", vectors[i]) for i in places])
    else:
        shape = to_tensor(known, int32)
    return [call("BroadcastTo", x, shape) for x in lined]


@scoped("SequenceMask")
def sequence_mask(
    lengths: Any, maxlen: Any = None, dtype: Any = bool, name: str | None = None
) -> Tensor:
    """For each length a row that is true up to it.

    Args:
      lengths: Integers of any shape.
      maxlen: The length of the rows; the greatest of `lengths` by default.
      dtype: The dtype of the result.
      name: A name for the op.

    Returns:
      `lengths.shape + [maxlen]`.

    Raises:
      ValueError: `maxlen` is not a scalar.

    Example:
      >>> import tenfold as tf
      >>> tf.sequence_mask([1, 3], 4, tf.int32).numpy().tolist()
      [[1, 0, 0, 0], [1, 1, 1, 0]]
    """
    lengths = to_tensor(lengths)
    if maxlen is None:
        axes = call("Range", 0, call("Rank", lengths), 1)
        maxlen = call("Maximum", call("Max", lengths, axes), to_tensor(0, lengths.dtype))
    else:
        maxlen = to_tensor(maxlen)
        if maxlen.raw_shape not in ((), None):
            raise ValueError(f"sequence_mask: maxlen must be a scalar; received {maxlen.shape}.")
    kind = maxlen.dtype
    lengths = lengths if lengths.dtype is kind else call("Cast", lengths, DstT=kind)
    row = call("Range", to_tensor(0, kind), maxlen, to_tensor(1, kind))
    mask = call("Less", row, call("ExpandDims", lengths, -1))
    wanted = bool if dtype is None else as_dtype(dtype)
    return mask if wanted is bool else call("Cast", mask, DstT=wanted)


def _unraveled(done: Any) -> Any:
    known, dims = (x.raw_shape for x in done.inputs)
    if dims is not None and len(dims) != 1:
        raise ValueError(f"dims must be a vector; its shape is {list(dims)}.")
    count = None if dims is None else dims[0]
    if known is None:
        return None
    return (count, *known) if len(known) < 2 else (count, rules.size(known))


@op("indices: Tidx, dims: Tidx -> output: Tidx", Tidx=INDEX_DEFAULT, shape=_unraveled)
def UnravelIndex(xp: Any, indices: Any, dims: Any) -> Any:
    sizes = xp.static(dims).tolist()
    if not indices.size or dims.ndim != 1:
        raise ValueError(
            "indices must hold something, and dims be a vector; their shapes are "
            f"{list(indices.shape)} and {list(dims.shape)}."
        )
    flat = indices if indices.ndim < 2 else indices.reshape(-1)
    total = math.prod(sizes)
    outside = ((flat < 0) | (flat >= total)).any()
    xp.raise_if(outside, "InvalidArgumentError", f"index is out of bound as with dims {sizes}.")
    rows = []
    rest = flat
    for size in reversed(sizes):
        rows.append(rest % max(size, 1))
        rest = rest // max(size, 1)
    return xp.stack(rows[::-1]).astype(indices.dtype)


UnravelIndex.not_differentiable()


def unravel_index(indices: Any, dims: Any, name: str | None = None) -> Tensor:
    """Positions in the flattened array as coordinates.

    Args:
      indices: A scalar or vector of integers.
      dims: The shape of the array.
      name: A name for the op.

    Returns:
      `[rank]` or `[rank, n]`: one row for each axis.

    Raises:
      tf.errors.InvalidArgumentError: A position is outside the array.

    Example:
      >>> import tenfold as tf
      >>> tf.unravel_index([2, 5, 7], [3, 3]).numpy().tolist()
      [[0, 1, 2], [2, 2, 1]]
    """
    return UnravelIndex(indices, dims, name=name)


def _reversed_rows(done: Any) -> Any:
    return done.inputs[0].raw_shape


@op(
    "input: T, seq_lengths: Tlen -> output: T",
    Tlen=Types(INDEX, default=int64),
    shape=_reversed_rows,
)
def ReverseSequence(
    xp: Any, input: Any, seq_lengths: Any, *, seq_dim: int, batch_dim: int = 0
) -> Any:
    seq, batch = seq_dim, batch_dim
    if not (0 <= seq < input.ndim and 0 <= batch < input.ndim):
        raise ValueError(
            f"seq_dim and batch_dim must be in [0, {input.ndim}); received {seq} and {batch}."
        )
    count, length = input.shape[batch], input.shape[seq]
    if seq == batch or seq_lengths.shape != (count,):
        raise ValueError(
            f"seq_dim and batch_dim must differ, and seq_lengths have shape [{count}]; received "
            f"{seq_dim}, {batch_dim} and {list(seq_lengths.shape)}."
        )
    outside = ((seq_lengths < 0) | (seq_lengths > length)).any()
    xp.raise_if(outside, "InvalidArgumentError", f"seq_lengths must be in [0, {length}].")
    at = np.arange(length)
    ends = seq_lengths[:, None]
    places = xp.where(at < ends, ends - 1 - at, at)
    if batch > seq:
        places = places.T
    shape = [1] * input.ndim
    shape[batch], shape[seq] = count, length
    return xp.take_along_axis(input, places.reshape(shape), seq)


@ReverseSequence.gradient
def reverse_sequence_gradient(done: Any, dy: Any) -> Any:
    attrs = {k: done.attrs[k] for k in ("seq_dim", "batch_dim")}
    return ReverseSequence(dy, done.inputs[1], **attrs), None


def reverse_sequence(
    input: Any,
    seq_lengths: Any,
    seq_axis: int | None = None,
    batch_axis: int | None = None,
    name: str | None = None,
) -> Tensor:
    """Each sequence of a batch with its own first elements in reverse order.

    Args:
      input: A tensor of rank 2 or more.
      seq_lengths: `[batch]`, how many elements of each sequence to reverse.
      seq_axis: The axis of the sequence.
      batch_axis: The axis of the batch, 0 by default.
      name: A name for the op.

    Returns:
      A tensor of the same shape.

    Raises:
      tf.errors.InvalidArgumentError: A length exceeds the sequence's.

    Example:
      >>> import tenfold as tf
      >>> tf.reverse_sequence([[1, 2, 3], [4, 5, 6]], [2, 3], seq_axis=1).numpy().tolist()
      [[2, 1, 3], [6, 5, 4]]
    """
    if seq_axis is None:
        raise ValueError("reverse_sequence: give seq_axis, the axis of the sequence.")
    return ReverseSequence(
        input, seq_lengths, seq_dim=seq_axis, batch_dim=batch_axis or 0, name=name
    )


def _to_depth_shape(done: Any) -> Any:
    return _blocked(done, 1)


def _to_space_shape(done: Any) -> Any:
    return _blocked(done, -1)


def _blocked(done: Any, sign: int) -> Any:
    known, block = done.inputs[0].raw_shape, done.attrs["block_size"]
    if known is None:
        return (None,) * 4
    if len(known) != 4:
        raise ValueError(f"Expected an input of rank 4; received shape {list(known)}.")
    first = done.attrs["data_format"] == "NCHW"
    n, h, w, c = (known[0], *known[2:], known[1]) if first else known
    parts, of = ((h, w), block) if sign > 0 else ((c,), block * block)
    if any(d is not None and d % of for d in parts):
        raise ValueError(f"Sizes of {list(parts)} are no multiples of {of}.")
    if sign > 0:
        h, w = (None if d is None else d // block for d in (h, w))
        c = None if c is None else c * block * block
    else:
        h, w = (None if d is None else d * block for d in (h, w))
        c = None if c is None else c // (block * block)
    return (n, c, h, w) if first else (n, h, w, c)


def _channels_last(xp: Any, x: Any, data_format: str) -> Any:
    if x.ndim != 4 or data_format == "NCHW_VECT_C":
        raise ValueError(f"Expected rank 4 in NHWC or NCHW; got rank {x.ndim} in {data_format}.")
    return xp.transpose(x, (0, 2, 3, 1)) if data_format == "NCHW" else x


def _restored(xp: Any, x: Any, data_format: str) -> Any:
    return xp.transpose(x, (0, 3, 1, 2)) if data_format == "NCHW" else x


@op("input: T -> output: T", block_size=2, shape=_to_depth_shape)
def SpaceToDepth(
    xp: Any,
    input: Any,
    *,
    block_size: int,
    data_format: Literal["NHWC", "NCHW", "NCHW_VECT_C"] = "NHWC",
) -> Any:
    x, b = _channels_last(xp, input, data_format), block_size
    n, h, w, c = x.shape
    if h % b or w % b:
        raise ValueError(f"Image height {h} and width {w} should be divisible by block_size {b}.")
    cut = x.reshape((n, h // b, b, w // b, b, c)).transpose((0, 1, 3, 2, 4, 5))
    return _restored(xp, cut.reshape((n, h // b, w // b, b * b * c)), data_format)


@SpaceToDepth.gradient
def space_to_depth_gradient(done: Any, dy: Any) -> Any:
    return (DepthToSpace(dy, **{k: done.attrs[k] for k in ("block_size", "data_format")}),)


@op("input: T -> output: T", block_size=2, shape=_to_space_shape)
def DepthToSpace(
    xp: Any,
    input: Any,
    *,
    block_size: int,
    data_format: Literal["NHWC", "NCHW", "NCHW_VECT_C"] = "NHWC",
) -> Any:
    x, b = _channels_last(xp, input, data_format), block_size
    n, h, w, c = x.shape
    if c % (b * b):
        raise ValueError(f"The depth {c} should be divisible by block_size squared, {b * b}.")
    cut = x.reshape((n, h, w, b, b, c // (b * b))).transpose((0, 1, 3, 2, 4, 5))
    return _restored(xp, cut.reshape((n, h * b, w * b, c // (b * b))), data_format)


@DepthToSpace.gradient
def depth_to_space_gradient(done: Any, dy: Any) -> Any:
    return (SpaceToDepth(dy, **{k: done.attrs[k] for k in ("block_size", "data_format")}),)


def space_to_depth(
    input: Any, block_size: int, data_format: str = "NHWC", name: str | None = None
) -> Tensor:
    """Blocks of an image laid out along its channels.

    Args:
      input: `[batch, height, width, channels]`, or channels first with "NCHW".
      block_size: The side `b` of the blocks, at least 2, which divides height and width.
      data_format: "NHWC" or "NCHW".
      name: A name for the op.

    Returns:
      `[batch, height / b, width / b, channels * b * b]`.

    Raises:
      tf.errors.InvalidArgumentError: The block does not divide the image.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.space_to_depth([[[[1], [2]], [[3], [4]]]], 2).numpy().tolist()
      [[[[1, 2, 3, 4]]]]
    """
    return SpaceToDepth(input, block_size=block_size, data_format=data_format, name=name)


def depth_to_space(
    input: Any, block_size: int, data_format: str = "NHWC", name: str | None = None
) -> Tensor:
    """Channels of an image laid out as blocks of it.

    Args:
      input: `[batch, height, width, channels]`, or channels first with "NCHW".
      block_size: The side `b` of the blocks, at least 2; `b * b` divides the channels.
      data_format: "NHWC" or "NCHW".
      name: A name for the op.

    Returns:
      `[batch, height * b, width * b, channels / (b * b)]`.

    Raises:
      tf.errors.InvalidArgumentError: The block does not divide the channels.

    Example:
      >>> import tenfold as tf
      >>> tf.nn.depth_to_space([[[[1, 2, 3, 4]]]], 2).numpy().tolist()
      [[[[1], [2]], [[3], [4]]]]
    """
    return DepthToSpace(input, block_size=block_size, data_format=data_format, name=name)
