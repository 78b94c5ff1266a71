"""Blocks of space moved into the batch, and back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import int32
from tenfold.core.op import call, op
from tenfold.core.tensor import Tensor

from .creation import INDEX_DEFAULT


def _known(done: Any) -> tuple[Any, Any, Any]:
    shape, block, edges = (x.raw_shape for x in done.inputs)
    (m,) = rules.merge(block, (None,)) or (None,)
    (m, _) = rules.merge(edges, (m, 2)) or (m, 2)
    if m is not None and shape is not None and len(shape) < m + 1:
        raise ValueError(f"An input of shape {list(shape)} has no batch and {m} axes of space.")
    lengths: Any = rules.value_of(done.inputs[1])
    if lengths is None and m is not None:
        lengths = [None] * m
    return shape, lengths, rules.value_of(done.inputs[2])


def _to_batch_shape(done: Any) -> Any:
    return _moved_to_batch(*_known(done))


def _moved_to_batch(known: Any, block: Any, pads: Any) -> Any:
    if known is None or block is None:
        return None if known is None else (None,) * len(known)
    _check_values(block, pads)
    space = [
        None if d is None or p is None or b is None else _divided(d + int(p.sum()), int(b))
        for d, b, p in zip(known[1:], block, [None] * len(block) if pads is None else pads)
    ]
    batch = None if known[0] is None or None in block else known[0] * math.prod(block.tolist())
    return (batch, *space, *known[1 + len(space) :])


def _check_values(block: Any, edges: Any) -> None:
    if any(b is not None and b < 1 for b in block):
        raise ValueError(f"block_shape must be at least 1; received {list(block)}.")
    if edges is not None and (edges < 0).any():
        raise ValueError(f"the edges must be at least 0; received {edges.tolist()}.")


def _divided(length: int, by: int) -> int:
    if length % by:
        raise ValueError(f"A length of {length} is not a multiple of the block's, {by}.")
    return length // by


def _to_space_shape(done: Any) -> Any:
    return _moved_to_space(*_known(done))


def _moved_to_space(known: Any, block: Any, crops: Any) -> Any:
    if known is None or block is None:
        return None if known is None else (None,) * len(known)
    _check_values(block, crops)
    space = [
        None if d is None or c is None or b is None else d * int(b) - int(c.sum())
        for d, b, c in zip(known[1:], block, [None] * len(block) if crops is None else crops)
    ]
    if any(length is not None and length < 0 for length in space):
        raise ValueError(f"The crops are longer than the result: lengths of {space} would be left.")
    unknown = known[0] is None or None in block
    batch = None if unknown else _divided(known[0], math.prod(block.tolist()))
    return (batch, *space, *known[1 + len(space) :])


def _checked(xp: Any, x: Any, block_shape: Any, edges: Any) -> tuple[list[int], list[list[int]]]:
    block, widths = xp.static(block_shape), xp.static(edges)
    if block.ndim != 1 or widths.shape != (len(block), 2) or x.ndim < 1 + len(block):
        raise ValueError(
            f"block_shape must be a vector [m], the edges [m, 2] and the input have rank m + 1 at "
            f"least; received {list(block.shape)}, {list(widths.shape)} and {list(x.shape)}."
        )
    _check_values(block.tolist(), widths)
    return block.tolist(), widths.tolist()


@op(
    "input: T, block_shape: Tblock_shape, paddings: Tpaddings -> output: T",
    Tblock_shape=INDEX_DEFAULT,
    Tpaddings=INDEX_DEFAULT,
    shape=_to_batch_shape,
)
def SpaceToBatchND(xp: Any, input: Any, block_shape: Any, paddings: Any) -> Any:
    block, pads = _checked(xp, input, block_shape, paddings)
    m = len(block)
    padded = xp.pad(input, [[0, 0], *pads, *[[0, 0]] * (input.ndim - 1 - m)])
    batch, space, rest = padded.shape[0], padded.shape[1 : 1 + m], padded.shape[1 + m :]
    if any(d % b for d, b in zip(space, block)):
        raise ValueError(f"The padded lengths {list(space)} are not multiples of {block}.")
    cut = [n for d, b in zip(space, block) for n in (d // b, b)]
    split = padded.reshape((batch, *cut, *rest))
    order = [*range(2, 2 * m + 1, 2), 0, *range(1, 2 * m, 2), *range(2 * m + 1, split.ndim)]
    moved = xp.transpose(split, order)
    return moved.reshape((batch * math.prod(block), *(d // b for d, b in zip(space, block)), *rest))


@SpaceToBatchND.gradient
def space_to_batch_gradient(done: Any, dy: Any) -> Any:
    return BatchToSpaceND(dy, *done.inputs[1:]), None, None


@op(
    "input: T, block_shape: Tblock_shape, crops: Tcrops -> output: T",
    Tblock_shape=INDEX_DEFAULT,
    Tcrops=INDEX_DEFAULT,
    shape=_to_space_shape,
)
def BatchToSpaceND(xp: Any, input: Any, block_shape: Any, crops: Any) -> Any:
    block, edges = _checked(xp, input, block_shape, crops)
    m = len(block)
    batch, space, rest = input.shape[0], input.shape[1 : 1 + m], input.shape[1 + m :]
    if batch % math.prod(block):
        raise ValueError(f"The batch {batch} is not a multiple of the block's size {block}.")
    split = input.reshape((*block, batch // math.prod(block), *space, *rest))
    order = [m, *(i for k in range(m) for i in (m + 1 + k, k)), *range(2 * m + 1, split.ndim)]
    whole = xp.transpose(split, order).reshape(
        (batch // math.prod(block), *(d * b for d, b in zip(space, block)), *rest)
    )
    index = [slice(c[0], whole.shape[1 + i] - c[1]) for i, c in enumerate(edges)]
    if any(s.start > s.stop for s in index):
        raise ValueError(f"The crops {edges} are longer than the result.")
    return whole[(slice(None), *index)]


@BatchToSpaceND.gradient
def batch_to_space_gradient(done: Any, dy: Any) -> Any:
    return SpaceToBatchND(dy, *done.inputs[1:]), None, None


def _square(block_size: int) -> np.ndarray:
    return np.array([block_size, block_size], np.int64)


def _plane(done: Any) -> tuple[Any, Any, Any]:
    known = rules.merge(done.inputs[0].raw_shape, (None,) * 4)
    return known, _square(done.attrs["block_size"]), rules.value_of(done.inputs[1])


def _check_plane(x: Any) -> None:
    if x.ndim != 4:
        raise ValueError(f"Input rank should be 4; received shape {list(x.shape)}.")


@op(
    "input: T, paddings: Tpaddings -> output: T",
    Tpaddings=INDEX_DEFAULT,
    block_size=2,
    shape=lambda done: _moved_to_batch(*_plane(done)),
)
def SpaceToBatch(xp: Any, input: Any, paddings: Any, *, block_size: int) -> Any:
    _check_plane(input)
    return SpaceToBatchND.kernel(xp, input, _square(block_size), paddings)


@op(
    "input: T, crops: Tidx -> output: T",
    Tidx=INDEX_DEFAULT,
    block_size=2,
    shape=lambda done: _moved_to_space(*_plane(done)),
)
def BatchToSpace(xp: Any, input: Any, crops: Any, *, block_size: int) -> Any:
    _check_plane(input)
    return BatchToSpaceND.kernel(xp, input, _square(block_size), crops)


@SpaceToBatch.gradient
def plane_to_batch_gradient(done: Any, dy: Any) -> Any:
    return BatchToSpace(dy, done.inputs[1], block_size=done.attrs["block_size"]), None


@BatchToSpace.gradient
def batch_to_plane_gradient(done: Any, dy: Any) -> Any:
    return SpaceToBatch(dy, done.inputs[1], block_size=done.attrs["block_size"]), None


def space_to_batch(input: Any, block_shape: Any, paddings: Any, name: str | None = None) -> Tensor:
    """The positions within blocks of space, moved into the batch.

    Args:
      input: `[batch, d1, ..., dm, ...]`.
      block_shape: `[m]`, the lengths of the blocks.
      paddings: `[m, 2]`, zeros added before and after each axis of space.
      name: A name for the op.

    Returns:
      `[batch * prod(block_shape), d1 / block_shape[0], ...]`.

    Raises:
      tf.errors.InvalidArgumentError: The blocks do not divide the padded lengths.

    Example:
      >>> import tenfold as tf
      >>> tf.space_to_batch([[[[1], [2]], [[3], [4]]]], [2, 2], [[0, 0], [0, 0]]).shape
      TensorShape([4, 1, 1, 1])
    """
    return SpaceToBatchND(input, block_shape, paddings, name=name)


space_to_batch_nd = space_to_batch


def batch_to_space(input: Any, block_shape: Any, crops: Any, name: str | None = None) -> Tensor:
    """Parts of the batch laid out as blocks of space: the reverse of `tf.space_to_batch`.

    Args:
      input: `[batch, d1, ..., dm, ...]`.
      block_shape: `[m]`, the lengths of the blocks.
      crops: `[m, 2]`, what is cut off before and after each axis of space.
      name: A name for the op.

    Returns:
      `[batch / prod(block_shape), d1 * block_shape[0] - crops, ...]`.

    Raises:
      tf.errors.InvalidArgumentError: The batch is not a multiple of the block's size.

    Example:
      >>> import tenfold as tf
      >>> x = tf.reshape(tf.range(4), [4, 1, 1, 1])
      >>> tf.batch_to_space(x, [2, 2], [[0, 0], [0, 0]]).shape
      TensorShape([1, 2, 2, 1])
    """
    block = [block_shape, block_shape] if isinstance(block_shape, int) else block_shape
    return BatchToSpaceND(input, block, crops, name=name)


def required_space_to_batch_paddings(
    input_shape: Any, block_shape: Any, base_paddings: Any = None, name: str | None = None
) -> tuple[Tensor, Tensor]:
    """The paddings that make lengths multiples of blocks, and the crops that undo them.

    Args:
      input_shape: `[m]`, lengths.
      block_shape: `[m]`, the lengths of the blocks.
      base_paddings: `[m, 2]`, the least paddings; zero by default.
      name: A name for the op.

    Returns:
      `(paddings, crops)`, both `[m, 2]`.

    Example:
      >>> import tenfold as tf
      >>> tf.required_space_to_batch_paddings([5], [2])[0].numpy().tolist()
      [[0, 1]]
    """
    given = [to_tensor(x, dtype_hint=int32) for x in (input_shape, block_shape)]
    base = None if base_paddings is None else to_tensor(base_paddings, dtype_hint=int32)
    values = [rules.value_of(x) for x in (*given, *(() if base is None else (base,)))]
    if any(v is None for v in values):
        return _required(given[0], given[1], base)
    lengths, block = (np.asarray(v, np.int32) for v in values[:2])
    least = np.zeros((len(block), 2), np.int32) if base is None else np.asarray(values[2], np.int32)
    extra = (-(lengths + least.sum(1))) % block
    paddings = np.stack([least[:, 0], least[:, 1] + extra], 1).astype(np.int32)
    crops = np.stack([np.zeros_like(extra), extra], 1).astype(np.int32)
    return to_tensor(paddings), to_tensor(crops)


def _required(lengths: Any, block: Any, base: Any) -> tuple[Tensor, Tensor]:
    """The paddings and the crops of lengths that are known when the graph runs."""
    none = call("ZerosLike", lengths)
    before, after = (none, none) if base is None else (base[:, 0], base[:, 1])
    extra = call("FloorMod", -(lengths + before + after), block)
    paddings = call("Pack", [before, after + extra], axis=1)
    return paddings, call("Pack", [none, extra], axis=1)
