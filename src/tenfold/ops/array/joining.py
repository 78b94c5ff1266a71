"""Tensors joined and taken apart: stack, concat, split, tile, repeat."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import DType, int8, int32, int64
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.core.tensor import EagerTensor, Operators, Tensor

from .creation import INDEX_DEFAULT


def _packed(done: Any) -> Any:
    known = rules.merged(done)
    if known is None:
        return None
    at = rules.normalize_axis(done.attrs["axis"], len(known) + 1)
    return (*known[:at], len(done.inputs), *known[at:])


@op("values: N*T -> output: T", shape=_packed)
def Pack(xp: Any, values: Any, *, axis: int = 0) -> Any:
    first = values[0].shape
    for i, value in enumerate(values):
        if value.shape != first:
            raise ValueError(
                f"Shapes of all inputs must match: values[0].shape = {list(first)} != "
                f"values[{i}].shape = {list(value.shape)}."
            )
    return xp.stack(values, rules.normalize_axis(axis, len(first) + 1))


@Pack.gradient
def pack_gradient(done: Any, dy: Any) -> Any:
    return Unpack(dy, num=len(done.inputs), axis=done.attrs["axis"])


def stack(values: Any, axis: int = 0, name: str = "stack") -> Tensor:
    """Tensors of one shape, put beside each other along a new axis.

    Args:
      values: A list of `n` tensors of one shape and dtype, or a tensor to be taken apart.
      axis: Where the new axis stands in the result.
      name: A name for the op.

    Returns:
      A tensor of rank one higher, with length `n` along `axis`.

    Raises:
      ValueError: `axis` is out of range, or the shapes differ.

    Example:
      >>> import tenfold as tf
      >>> tf.stack([[1, 4], [2, 5]], axis=1).numpy().tolist()
      [[1, 2], [4, 5]]
    """
    if isinstance(values, (Operators, np.ndarray)):
        if axis == 0:
            return to_tensor(values, name=name)
        values = unstack(values)
    if not values or (axis == 0 and not any(isinstance(v, Tensor) for v in values)):
        try:
            return to_tensor(values, name=name)
        except (TypeError, ValueError):
            pass  # the op says what is wrong
    return Pack(list(values), axis=axis, name=name)


def _dtype_within(value: Any) -> DType | None:
    """The dtype of the first tensor in a nested list."""
    for item in value:
        if isinstance(item, (list, tuple)):
            found = _dtype_within(item)
        else:
            found = getattr(item, "dtype", None)
        if isinstance(found, DType):
            return found.base_dtype
    return None


def pack_nested(value: Any, dtype: DType | None = None) -> Tensor:
    """A nested list that contains tensors, as one tensor.

    Its tensors have one dtype, the first one's. They are cast where another one is asked for.
    """
    found = _dtype_within(value)
    wanted = found if dtype is None else dtype
    return _packed_list(value, wanted, wanted is not found)


def _packed_list(value: Any, dtype: Any, cast: bool) -> Tensor:
    parts = []
    for item in value:
        if isinstance(item, (list, tuple)):
            parts.append(_packed_list(item, dtype, cast))
            continue
        of = getattr(item, "dtype", None)
        if not isinstance(of, DType) or of.base_dtype is dtype:
            parts.append(to_tensor(item, dtype))
        elif cast:
            parts.append(call("Cast", to_tensor(item), DstT=dtype))
        else:
            text = (
                f"A list of tensors of {dtype.name} holds one of {of.name}: {item!r}. Use "
                f"tf.cast(x, tf.{dtype.name}) on it."
            )
            eager = state.graph is None and all(isinstance(v, Tensor) for v in value)
            raise errors.InvalidArgumentError(None, None, text) if eager else TypeError(text)
    return Pack(parts or [to_tensor([], dtype)])


def _unpacked(done: Any) -> Any:
    known, count = done.inputs[0].raw_shape, done.attrs["num"]
    if known is None:
        return [None] * count
    at = rules.normalize_axis(done.attrs["axis"], len(known))
    if known[at] not in (None, count):
        raise ValueError(f"axis {at} has length {known[at]}, but num is {count}.")
    return [(*known[:at], *known[at + 1 :])] * count


@op("value: T -> output: num*T", num=0, shape=_unpacked)
def Unpack(xp: Any, value: Any, *, num: int, axis: int = 0) -> Any:
    at = rules.normalize_axis(axis, value.ndim)
    if value.shape[at] != num:
        raise ValueError(f"axis {at} has length {value.shape[at]}, but num is {num}.")
    lead = (slice(None),) * at
    # The Ellipsis keeps 0-d results arrays.
    return [value[(*lead, i, ...)] for i in range(num)]


@Unpack.gradient
def unpack_gradient(done: Any, *dys: Any) -> Any:
    return (Pack(list(dys), axis=done.attrs["axis"]),)


def unstack(
    value: Any, num: int | None = None, axis: int = 0, name: str = "unstack"
) -> list[Tensor]:
    """The parts of a tensor along an axis, as a list.

    Args:
      value: A tensor of rank 1 or more.
      num: The length of the axis, needed where it is not known.
      axis: The axis, which the parts do not have.
      name: A name for the op.

    Returns:
      A list of tensors of rank one lower.

    Raises:
      ValueError: `axis` is out of range, or its length unknown and `num` not given.

    Example:
      >>> import tenfold as tf
      >>> [x.numpy().tolist() for x in tf.unstack([[1, 2], [3, 4]])]
      [[1, 2], [3, 4]]
    """
    value = to_tensor(value)
    if num is None:
        known = value.raw_shape
        if known is not None:
            if not -len(known) <= axis < len(known):
                raise ValueError(
                    f"unstack: axis {axis} is outside [{-len(known)}, {len(known)}) for a tensor "
                    f"of shape {list(known)}."
                )
            num = known[axis]
        if num is None:
            raise ValueError(
                f"unstack: the length of axis {axis} of shape {value.shape} is unknown; pass num=."
            )
    return Unpack(value, num=num, axis=axis, name=name)


def _joined(done: Any) -> Any:
    return _joined_shape(done.inputs[:-1], done.inputs[-1])


def _joined_shape(values: Sequence[Any], where: Any) -> Any:
    axis = rules.value_of(where)
    rules.merge(where.raw_shape, ())
    shapes = [x.raw_shape for x in values]
    ranked = next((s for s in shapes if s is not None), None)
    if ranked is None:
        return None
    if any(s is not None and len(s) != len(ranked) for s in shapes):
        raise ValueError(f"Tensors of different ranks cannot be joined: {shapes}.")
    if not ranked:
        raise ValueError("Scalars cannot be joined along an axis; use tf.stack.")
    if axis is None:
        return (None,) * len(ranked)
    at = rules.normalize_axis(axis.item(), len(ranked))
    out: Any = None
    total: int | None = 0
    for s in shapes:
        length = None if s is None else s[at]
        total = None if total is None or length is None else total + length
        if s is not None:
            out = rules.merge(out, (*s[:at], None, *s[at + 1 :]))
    return (*out[:at], total, *out[at + 1 :])


@op("values: N*T, axis: Tidx -> output: T", N=2, Tidx=INDEX_DEFAULT, shape=_joined)
def ConcatV2(xp: Any, values: Any, axis: Any) -> Any:
    axis = xp.static(axis)
    if axis.shape not in ((), (1,)):  # TensorFlow takes a vector of one number for a scalar
        raise ValueError(f"The axis must be a scalar; its shape is {list(axis.shape)}.")
    at = rules.normalize_axis(axis.item(), values[0].ndim, "concat axis")
    first = values[0].shape
    for i, value in enumerate(values):
        if value.shape[:at] != first[:at] or value.shape[at + 1 :] != first[at + 1 :]:
            raise ValueError(
                f"Dimensions of inputs should match: shape[0] = {list(first)} vs. "
                f"shape[{i}] = {list(value.shape)} (axis {at})."
            )
    return xp.concatenate(values, at)


@ConcatV2.gradient
def concat_gradient(done: Any, dy: Any) -> Any:
    *values, axis = done.inputs
    return [*_split(values, axis, dy), None]


def _split(values: Sequence[Any], axis: Any, dy: Any) -> Any:
    """The parts of a gradient that belong to the tensors that were joined."""
    axis = axis if axis.raw_shape == () else call("Reshape", axis, [])
    at = rules.value_of(axis)
    lengths = [None if at is None or x.raw_shape is None else x.raw_shape[int(at)] for x in values]
    if None in lengths:
        sizes = call("Pack", [call("Reshape", _length(x, axis), []) for x in values])
    else:
        sizes = to_tensor(lengths, int32)
    where = axis if axis.dtype is int32 else call("Cast", axis, DstT=int32)
    return SplitV(dy, sizes, where, num_split=len(values))


@op(
    "concat_dim: int32, values: N*T -> output: T",
    N=2,
    shape=lambda done: _joined_shape(done.inputs[1:], done.inputs[0]),
)
def Concat(xp: Any, concat_dim: Any, values: Any) -> Any:
    return ConcatV2.kernel(xp, values, concat_dim)


@Concat.gradient
def old_concat_gradient(done: Any, dy: Any) -> Any:
    axis, *values = done.inputs
    return [None, *_split(values, axis, dy)]


def _length(x: Any, axis: Any) -> Any:
    return call("GatherV2", call("Shape", x), call("FloorMod", axis, _rank_like(x, axis)), 0)


def _rank_like(x: Any, axis: Any) -> Any:
    return call("Cast", call("Rank", x), DstT=axis.dtype)


def concat(values: Any, axis: Any, name: str = "concat") -> Tensor:
    """Tensors joined along an axis that they have.

    Args:
      values: A list of tensors of one dtype whose shapes agree except along `axis`.
      axis: The axis.
      name: A name for the op.

    Returns:
      A tensor of the same rank.

    Raises:
      tf.errors.InvalidArgumentError: The shapes do not agree, or `axis` is out of range.

    Example:
      >>> import tenfold as tf
      >>> tf.concat([[[1, 2]], [[3, 4], [5, 6]]], 0).numpy().tolist()
      [[1, 2], [3, 4], [5, 6]]
    """
    values = list(values) if isinstance(values, (list, tuple)) else [values]
    if not values:
        raise errors.InvalidArgumentError(
            None, None, "concat needs at least one tensor; received an empty list."
        )
    if len(values) == 1:
        return call("Identity", to_tensor(values[0]), name=name)
    if state.plain and type(axis) is int:
        first = values[0]
        dtype = first._dtype if type(first) is EagerTensor else None
        if dtype and all(type(v) is EagerTensor and v._dtype is dtype for v in values):
            try:
                return EagerTensor(np.concatenate([v._host() for v in values], axis), dtype)
            except ValueError:
                pass  # the op says what is wrong
    return ConcatV2(values, axis, name=name)


def _offsets(done: Any) -> Any:
    return [x.raw_shape for x in done.inputs[1:]]


@op(
    "concat_dim: int32, shape: N*shape_type -> offset: N*shape_type",
    N=2,
    shape_type=INDEX_DEFAULT,
    shape=_offsets,
)
def ConcatOffset(xp: Any, concat_dim: Any, shape: Any) -> Any:
    if concat_dim.ndim:
        raise ValueError(f"concat_dim must be a scalar; its shape is {list(concat_dim.shape)}.")
    at = rules.normalize_axis(int(xp.static(concat_dim)), len(shape[0]))
    offsets, reached = [], 0
    first = xp.static(shape[0])
    for i, dims in enumerate(map(xp.static, shape)):
        if dims.shape != first.shape or (np.delete(dims, at) != np.delete(first, at)).any():
            raise ValueError(
                f"All dimensions except {at} must match: shape[0] is {first.tolist()}, shape[{i}] "
                f"is {dims.tolist()}."
            )
        offset = np.zeros_like(dims)
        offset[at] = reached
        reached += int(dims[at])
        offsets.append(offset)
    return offsets


ConcatOffset.not_differentiable()


def _split_shapes(done: Any) -> Any:
    count, known = done.attrs["num_split"], done.inputs[1].raw_shape
    axis = rules.value_of(done.inputs[0])
    if known is None:
        return [None] * count
    if axis is None:
        return [(None,) * len(known)] * count
    at = rules.normalize_axis(int(axis), len(known))
    length = known[at]
    if length is not None and length % count:
        raise ValueError(f"Axis {at} of length {length} does not split into {count} equal parts.")
    part = None if length is None else length // count
    return [(*known[:at], part, *known[at + 1 :])] * count


@op("split_dim: int32, value: T -> output: num_split*T", num_split=1, shape=_split_shapes)
def Split(xp: Any, split_dim: Any, value: Any, *, num_split: int) -> Any:
    at = rules.normalize_axis(int(xp.static(split_dim)), value.ndim, "split_dim")
    if value.shape[at] % num_split:
        raise ValueError(
            "Number of ways to split should evenly divide the split dimension, but got split_dim "
            f"{at} (size = {value.shape[at]}) and num_split {num_split}."
        )
    if xp.compiled:
        return xp.split(value, num_split, at)
    lead, part = (slice(None),) * at, value.shape[at] // num_split
    return [value[(*lead, slice(i * part, (i + 1) * part))] for i in range(num_split)]


@Split.gradient
def split_gradient(done: Any, *dys: Any) -> Any:
    return None, concat(list(dys), done.inputs[0])


def _splitv_shapes(done: Any) -> Any:
    count, known = done.attrs["num_split"], done.inputs[0].raw_shape
    sizes, axis = rules.value_of(done.inputs[1]), rules.value_of(done.inputs[2])
    if known is None:
        return [None] * count
    if axis is None:
        return [(None,) * len(known)] * count
    at = rules.normalize_axis(int(axis.reshape(())), len(known))
    lengths = [None] * count if sizes is None else _lengths(sizes.tolist(), known[at])
    return [(*known[:at], n, *known[at + 1 :]) for n in lengths]


def _lengths(sizes: list[int], whole: int | None) -> list[int | None]:
    """The sizes with a -1 worked out."""
    if any(s < -1 for s in sizes):
        raise ValueError(f"Each size must be 0 or more, or -1; received {sizes}.")
    given = sum(s for s in sizes if s != -1)
    if sizes.count(-1) > 1:
        raise ValueError(f"Only one size may be -1; received {sizes}.")
    if whole is not None and (given > whole or (-1 not in sizes and given != whole)):
        raise ValueError(f"The sizes {sizes} do not add up to the length {whole} of the axis.")
    rest = None if whole is None else whole - given
    return [rest if s == -1 else s for s in sizes]


@op(
    "value: T, size_splits: Tlen, split_dim: int32 -> output: num_split*T",
    num_split=1,
    Tlen=Types((int8, int32, int64), default=int64),
    shape=_splitv_shapes,
)
def SplitV(xp: Any, value: Any, size_splits: Any, split_dim: Any, *, num_split: int) -> Any:
    at = rules.normalize_axis(xp.static(split_dim).item(), value.ndim, "split_dim")
    lengths = _lengths(xp.static(size_splits).tolist(), value.shape[at])
    if len(lengths) != num_split:
        raise ValueError(f"size_splits has {len(lengths)} entries; expected {num_split}.")
    ends = np.cumsum(np.asarray(lengths, np.int64)).tolist()
    lead = (slice(None),) * at
    return [value[(*lead, slice(e - n, e))] for e, n in zip(ends, lengths) if n is not None]


@SplitV.gradient
def splitv_gradient(done: Any, *dys: Any) -> Any:
    return concat(list(dys), done.inputs[2]), None, None


def split(
    value: Any,
    num_or_size_splits: Any,
    axis: Any = 0,
    num: int | None = None,
    name: str = "split",
) -> list[Tensor]:
    """A tensor cut into parts along an axis.

    Args:
      value: A tensor.
      num_or_size_splits: How many equal parts, or a list of the parts' lengths, one of which may
        be -1.
      axis: The axis.
      num: The number of parts, needed where the list's length is not known.
      name: A name for the op.

    Returns:
      A list of tensors of the same rank.

    Raises:
      tf.errors.InvalidArgumentError: The axis does not divide evenly, or the lengths do not add up.

    Example:
      >>> import tenfold as tf
      >>> [x.numpy().tolist() for x in tf.split([1, 2, 3, 4, 5], [2, -1])]
      [[1, 2], [3, 4, 5]]
    """
    if isinstance(num_or_size_splits, (int, np.integer)):
        return Split(axis, value, num_split=int(num_or_size_splits), name=name)
    sizes = to_tensor(num_or_size_splits)
    if sizes.raw_shape == ():
        if not isinstance(sizes, EagerTensor):
            raise ValueError("split: the number of parts must be a Python integer here.")
        return Split(axis, value, num_split=int(sizes), name=name)
    if num is None:
        num = None if sizes.raw_shape is None else sizes.raw_shape[0]
        if num is None:
            raise ValueError("split: the number of sizes is unknown; pass num=.")
    return SplitV(value, sizes, axis, num_split=num, name=name)


def _tiled(done: Any) -> Any:
    known, times = done.inputs[0].raw_shape, rules.shape_from(done.inputs[1])
    rules.merge(done.inputs[1].raw_shape, (None if known is None else len(known),))
    if known is None:
        return None if times is None else (None,) * len(times)
    pairs = zip(known, times or known, strict=True)
    return tuple(None if d is None or n is None or times is None else d * n for d, n in pairs)


@op("input: T, multiples: Tmultiples -> output: T", Tmultiples=INDEX_DEFAULT, shape=_tiled)
def Tile(xp: Any, input: Any, multiples: Any) -> Any:
    times = xp.static(multiples)
    if times.shape != (input.ndim,):
        raise ValueError(
            f"Expected multiples argument to be a vector of length {input.ndim} but got one of "
            f"shape {list(times.shape)}."
        )
    times = times.tolist()
    if any(n < 0 for n in times):
        raise ValueError(f"Expected multiples >= 0; got {times}.")
    return xp.tile(input, tuple(times))


@Tile.gradient
def tile_gradient(done: Any, dy: Any) -> Any:
    x, multiples = done.inputs
    shape = call("Shape", x, out_type=multiples.dtype)
    pairs = call("Reshape", call("Pack", [multiples, shape], axis=1), [-1])
    axes = call("Range", 0, call("Size", pairs), 2)
    return call("Reshape", call("Sum", call("Reshape", dy, pairs), axes), shape), None


def tile(input: Any, multiples: Any, name: str | None = None) -> Tensor:
    """The tensor repeated along each axis.

    Args:
      input: A tensor of rank `n`.
      multiples: `[n]`, how often along each axis.
      name: A name for the op.

    Returns:
      A tensor of rank `n`.

    Raises:
      tf.errors.InvalidArgumentError: `multiples` has another length.

    Example:
      >>> import tenfold as tf
      >>> tf.tile([[1, 2]], [2, 2]).numpy().tolist()
      [[1, 2, 1, 2], [1, 2, 1, 2]]
    """
    return Tile(input, multiples, name=name)


def repeat(input: Any, repeats: Any, axis: int | None = None, name: str | None = None) -> Tensor:
    """Each element of a tensor repeated in its place.

    Args:
      input: A tensor.
      repeats: How often: a scalar, or one number for each position along `axis`.
      axis: The axis; None for the flattened tensor.
      name: A name for the op.

    Returns:
      A tensor of the same rank (rank 1 without `axis`).

    Raises:
      tf.errors.InvalidArgumentError: `repeats` has another length than the axis.

    Example:
      >>> import tenfold as tf
      >>> tf.repeat([3, 0, 2], [2, 1, 3]).numpy().tolist()
      [3, 3, 0, 2, 2, 2]
    """
    x = to_tensor(input)
    if axis is None:
        x, axis = call("Reshape", x, [-1]), 0
    known = x.raw_shape
    if known == ():
        x, known = call("Reshape", x, [-1]), (1,)
    at = axis if known is None else rules.normalize_axis(axis, len(known))
    times = to_tensor(repeats, dtype_hint=int32)
    if not times.dtype.is_integer:
        raise TypeError(f"repeat: repeats must be integers; received {times.dtype.name}.")
    if times.raw_shape in ((), (1,)):
        given = rules.value_of(times)
        if given is not None and given.item() < 0:
            text = f"repeat: repeats must not be negative; received {given.item()}."
            raise errors.InvalidArgumentError(None, None, text)
    length = call("Shape", x, out_type=int64)[at]
    times = call("Maximum", call("Cast", times, DstT=int64), to_tensor(0, int64))
    if times.raw_shape in ((), (1,)):
        count = call("Reshape", times, [])
        places = call("FloorDiv", _up_to(call("Mul", length, count)), count)
        return call("GatherV2", x, places, at)
    size, entries = known and known[at], times.raw_shape and times.raw_shape[0]
    if size is None or entries is None:
        times = call("BroadcastTo", times, call("ExpandDims", length, 0))
    elif size != entries:
        raise ValueError(
            f"repeat: repeats has {entries} entries, but axis {at} of the input of shape {x.shape} "
            f"has length {size}."
        )
    ends = call("Cumsum", times, 0)
    steps = call("ExpandDims", _up_to(ends[-1]), 0)
    places = call("UpperBound", call("ExpandDims", ends, 0), steps)
    return call("GatherV2", x, call("Squeeze", places, squeeze_dims=[0]), at)


def _up_to(limit: Tensor) -> Tensor:
    """The integers below a limit."""
    return call("Range", to_tensor(0, int64), limit, to_tensor(1, int64))
