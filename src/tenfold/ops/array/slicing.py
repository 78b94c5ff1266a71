"""Slices: StridedSlice, Slice and their gradients."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.convert import to_tensor
from tenfold.core.dtypes import INDEX, int16, int32, int64
from tenfold.core.op import call, op
from tenfold.core.tensor import Tensor

from .broadcasting import unbroadcast
from .creation import blanks

MASKS = ("begin_mask", "end_mask", "ellipsis_mask", "new_axis_mask", "shrink_axis_mask")

newaxis = None  # in an index: a new axis of length 1


def index_of(xp: Any, shape: Any, begin: Any, end: Any, strides: Any, masks: Sequence[int]) -> Any:
    """The spec as an index that NumPy and jax.numpy understand, checked against the shape."""
    begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_mask = masks
    steps = xp.static(strides).tolist()
    host = isinstance(begin, np.ndarray)
    index: list[Any] = []
    if not (begin.ndim == 1 and begin.shape == end.shape == strides.shape):
        raise ValueError(
            "begin, end and strides must be vectors of one length; their shapes are "
            f"{list(begin.shape)}, {list(end.shape)} and {list(strides.shape)}."
        )
    used = sum(1 for i in range(len(steps)) if not (ellipsis_mask | new_axis_mask) >> i & 1)
    if used > len(shape):
        raise ValueError(
            f"Index out of range using input dim {len(shape)}; input has only {len(shape)} dims."
        )
    axis = 0
    for i, step in enumerate(steps):
        if ellipsis_mask >> i & 1:
            after = sum(1 for j in range(i + 1, len(steps)) if not new_axis_mask >> j & 1)
            index.append(Ellipsis)
            axis = len(shape) - after
        elif new_axis_mask >> i & 1:
            index.append(None)
        elif shrink_mask >> i & 1:
            if step <= 0:
                raise ValueError(f"only stride 1 allowed on an index; strides[{i}] is {step}.")
            index.append(_checked(xp, begin[i].item() if host else begin[i], shape[axis], axis))
            axis += 1
        else:
            first = None if begin_mask >> i & 1 else int(xp.static(begin)[i])
            last = None if end_mask >> i & 1 else int(xp.static(end)[i])
            if not step:
                raise ValueError(f"strides[{i}] must be non-zero.")
            index.append(builtins.slice(first, last, step))
            axis += 1
    return tuple(index)


def _checked(xp: Any, at: Any, length: int, axis: int) -> Any:
    def message(known: Any) -> str:
        return f"slice index {known[0]} of dimension {axis} out of bounds."

    if isinstance(at, int):
        if not -length <= at < length:
            raise ValueError(message([at]))
        return at
    xp.raise_if((at < -length) | (at >= length), "InvalidArgumentError", message, (at,))
    return at


def put(xp: Any, array: Any, index: Any, value: Any) -> Any:
    """A copy of an array with `value` at `index`."""
    if xp.compiled:
        return xp.asarray(array).at[index].set(value)
    out = array.copy()
    out[index] = value
    return out


def _sliced(done: Any) -> Any:
    x, begin, end, strides = done.inputs
    known = x.raw_shape
    count = rules.merge(rules.merge(begin.raw_shape, end.raw_shape), strides.raw_shape)
    if known is None or count is None or count[0] is None:
        return None
    masks = [done.attrs[m] for m in MASKS]
    begin, end, strides = (rules.value_of(v) for v in (begin, end, strides))
    return slice_shape(known, begin, end, strides, count[0], masks)


def slice_shape(
    known: Any, begin: Any, end: Any, strides: Any, count: int, masks: Sequence[int]
) -> tuple[int | None, ...]:
    """The shape of a strided slice; bounds that are None are not known yet."""
    begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_mask = masks
    taken = sum(1 for i in range(count) if not (ellipsis_mask | new_axis_mask) >> i & 1)
    if taken > len(known):
        raise ValueError(
            f"Index out of range using input dim {len(known)}; input has only {len(known)} dims."
        )
    out: list[int | None] = []
    axis = 0
    for i in range(count):
        if ellipsis_mask >> i & 1:
            after = sum(1 for j in range(i + 1, count) if not new_axis_mask >> j & 1)
            out += known[axis : len(known) - after]
            axis = len(known) - after
        elif new_axis_mask >> i & 1:
            out.append(1)
        elif shrink_mask >> i & 1:
            length = known[axis]
            if strides is not None and strides[i] <= 0:
                raise ValueError(f"A single index has the stride 1; received {strides[i]}.")
            if begin is not None and length is not None and not -length <= begin[i] < length:
                raise ValueError(f"slice index {begin[i]} of dimension {axis} out of bounds.")
            axis += 1
        else:
            first = ... if begin_mask >> i & 1 else begin
            last = ... if end_mask >> i & 1 else end
            out.append(_slice_length(known[axis], first, last, strides, i))
            axis += 1
    return (*out, *known[axis:])


def _slice_length(length: int | None, first: Any, last: Any, strides: Any, i: int) -> int | None:
    if strides is None or first is None or last is None:
        return None
    step = int(strides[i])
    if not step:
        raise ValueError(f"strides[{i}] must be non-zero.")
    low = None if first is ... else int(first[i])
    high = None if last is ... else int(last[i])
    if length is None:
        if low == 0 and high == 0:
            return 0
        return None
    return len(range(length)[low:high:step])


@op(
    "input: T, begin: Index, end: Index, strides: Index -> output: T",
    Index=(int16, int32, int64),
    shape=_sliced,
)
def StridedSlice(
    xp: Any,
    input: Any,
    begin: Any,
    end: Any,
    strides: Any,
    *,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
) -> Any:
    masks = (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    return input[index_of(xp, input.shape, begin, end, strides, masks)]


def _mask_attrs(done: Any) -> dict[str, Any]:
    return {m: done.attrs[m] for m in MASKS}


@StridedSlice.gradient
def strided_slice_gradient(done: Any, dy: Any) -> Any:
    x, begin, end, strides = done.inputs
    sizes = call("Shape", x, out_type=begin.dtype if begin.dtype in INDEX else int32)
    dx = StridedSliceGrad(sizes, begin, end, strides, dy, **_mask_attrs(done))
    return dx, None, None, None


@op(
    "shape: Index, begin: Index, end: Index, strides: Index, dy: T -> output: T",
    Index=INDEX,
    shape=rules.from_dims(),
)
def StridedSliceGrad(
    xp: Any,
    shape: Any,
    begin: Any,
    end: Any,
    strides: Any,
    dy: Any,
    *,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
) -> Any:
    masks = (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    dims = xp.static(shape).tolist()
    index = index_of(xp, dims, begin, end, strides, masks)
    zeros = blanks(xp, dims, dy.dtype)
    taken = np.broadcast_to(np.empty((), np.bool_), dims)[_spots(index)].shape
    if dy.shape != taken:
        raise ValueError(f"shape of dy was {list(dy.shape)} instead of {list(taken)}.")
    return put(xp, zeros, index, dy)


def _spots(index: Any) -> Any:
    """An index of the same shape that NumPy understands, where single places are traced."""
    return tuple(
        i if i is None or i is Ellipsis or isinstance(i, (int, builtins.slice)) else 0
        for i in index
    )


@StridedSliceGrad.gradient
def strided_slice_grad_gradient(done: Any, ddx: Any) -> Any:
    _, begin, end, strides, _ = done.inputs
    return None, None, None, None, StridedSlice(ddx, begin, end, strides, **_mask_attrs(done))


@op(
    "input: T, begin: Index, end: Index, strides: Index, value: T -> output: T",
    Index=INDEX,
    shape=rules.same,
)
def TensorStridedSliceUpdate(
    xp: Any,
    input: Any,
    begin: Any,
    end: Any,
    strides: Any,
    value: Any,
    *,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
) -> Any:
    masks = (begin_mask, end_mask, ellipsis_mask, new_axis_mask, shrink_axis_mask)
    return put(xp, input, index_of(xp, input.shape, begin, end, strides, masks), value)


@TensorStridedSliceUpdate.gradient
def tensor_strided_slice_update_gradient(done: Any, dy: Any) -> Any:
    _, begin, end, strides, value = done.inputs
    masks = _mask_attrs(done)
    dx = TensorStridedSliceUpdate(dy, begin, end, strides, call("ZerosLike", value), **masks)
    taken = StridedSlice(dy, begin, end, strides, **masks)
    return dx, None, None, None, unbroadcast(taken, value)


def strided_slice(
    input_: Any,
    begin: Any,
    end: Any,
    strides: Any = None,
    begin_mask: int = 0,
    end_mask: int = 0,
    ellipsis_mask: int = 0,
    new_axis_mask: int = 0,
    shrink_axis_mask: int = 0,
    var: Any = None,
    name: str | None = None,
) -> Tensor:
    """A slice of a tensor, as `x[begin:end:strides]` on each axis.

    Args:
      input_: A tensor.
      begin: `[n]`, where each of the first `n` axes begins.
      end: `[n]`, where each ends, excluded.
      strides: `[n]`, the steps; 1 by default.
      begin_mask: Bit `i` set: `begin[i]` is ignored and the axis taken from its start.
      end_mask: Bit `i` set: `end[i]` is ignored and the axis taken to its end.
      ellipsis_mask: Bit `i` set: entry `i` stands for all axes not named.
      new_axis_mask: Bit `i` set: entry `i` inserts an axis of length 1.
      shrink_axis_mask: Bit `i` set: the axis is indexed at `begin[i]` and taken away.
      var: A variable whose slice the result's `assign` method writes.
      name: A name for the op.

    Returns:
      A tensor of the same dtype.

    Raises:
      tf.errors.InvalidArgumentError: An index is out of bounds, or a stride is 0.

    Example:
      >>> import tenfold as tf
      >>> tf.strided_slice([1, 2, 3, 4, 5], [1], [5], [2]).numpy().tolist()
      [2, 4]
    """
    begin = to_tensor(begin)
    if strides is None:
        strides = call("OnesLike", begin)
    masks: dict[str, Any] = {
        "begin_mask": begin_mask,
        "end_mask": end_mask,
        "ellipsis_mask": ellipsis_mask,
        "new_axis_mask": new_axis_mask,
        "shrink_axis_mask": shrink_axis_mask,
    }
    out = StridedSlice(input_, begin, end, strides, **masks, name=name)
    if var is not None:
        attach_assign(out, var, (begin, end, strides), masks)
    return out


def attach_assign(out: Any, variable: Any, bounds: Any, masks: dict[str, int]) -> None:
    """Gives a slice of a variable the method `assign`, which writes into the variable."""
    begin, end, strides = bounds

    def assign(value: Any, name: str | None = None) -> Any:
        return variable._strided_slice_assign(
            begin=begin, end=end, strides=strides, value=value, name=name, **masks
        )

    out.assign = assign


def _slice_shape(done: Any) -> Any:
    known = done.inputs[0].raw_shape
    begin, size = (rules.value_of(x) for x in done.inputs[1:])
    if known is None:
        known = rules.shape_from(done.inputs[1])
        known = None if known is None else (None,) * len(known)
    if known is None:
        return None
    if size is None:
        return tuple(rules.shape_from(done.inputs[2]) or (None,) * len(known))
    out: list[int | None] = []
    for i, (d, s) in enumerate(zip(known, size.tolist(), strict=True)):
        if s != -1:
            out.append(s)
        else:
            out.append(None if d is None or begin is None else d - int(begin[i]))
    return tuple(out)


@op("input: T, begin: Index, size: Index -> output: T", Index=INDEX, shape=_slice_shape)
def Slice(xp: Any, input: Any, begin: Any, size: Any) -> Any:
    sizes = xp.static(size).tolist()
    if len(sizes) != input.ndim or begin.shape != (input.ndim,):
        raise ValueError(
            f"Expected begin and size of length {input.ndim}, the rank of the input; got "
            f"{list(begin.shape)} and {[len(sizes)]}."
        )
    if not isinstance(begin, np.ndarray) and -1 not in sizes:
        last = np.asarray(input.shape) - sizes
        outside = ((begin < 0) | (begin > last)).any()
        xp.raise_if(outside, "InvalidArgumentError", "Slice: begin + size is out of bounds.")
        return xp.lax.dynamic_slice(input, list(begin), sizes)
    index = []
    for i, (b, s, d) in enumerate(zip(xp.static(begin).tolist(), sizes, input.shape, strict=True)):
        length = d - b if s == -1 else s
        if not 0 <= b <= d or not 0 <= length <= d - b:
            raise ValueError(
                f"Expected begin[{i}] in [0, {d}] and size[{i}] in [0, {d - b}]; got "
                f"begin {b} and size {s}."
            )
        index.append(builtins.slice(b, b + length))
    return input[tuple(index)]


@Slice.gradient
def slice_gradient(done: Any, dy: Any) -> Any:
    x, begin, _ = done.inputs
    zeros = call("ZerosLike", x)
    return XlaDynamicUpdateSlice(zeros, dy, begin), None, None


def slice(input_: Any, begin: Any, size: Any, name: str | None = None) -> Tensor:
    """A block of a tensor, of a given size from a given place.

    Args:
      input_: A tensor of rank `n`.
      begin: `[n]`, where the block begins.
      size: `[n]`, its lengths; -1 takes an axis to its end.
      name: A name for the op.

    Returns:
      A tensor of shape `size`.

    Raises:
      tf.errors.InvalidArgumentError: The block reaches outside the tensor.

    Example:
      >>> import tenfold as tf
      >>> tf.slice([[1, 2, 3], [4, 5, 6]], [0, 1], [2, 2]).numpy().tolist()
      [[2, 3], [5, 6]]
    """
    if not isinstance(begin, Tensor) and not isinstance(size, Tensor):
        begin, size = to_tensor(begin, dtype_hint=int32), to_tensor(size, dtype_hint=int32)
        if begin.dtype is not size.dtype and begin.dtype in INDEX and size.dtype in INDEX:
            begin, size = (call("Cast", v, DstT=int64) for v in (begin, size))
    return Slice(input_, begin, size, name=name)


@op("input: T, update: T, indices: Tindices -> output: T", Tindices=INDEX, shape=rules.same)
def XlaDynamicUpdateSlice(xp: Any, input: Any, update: Any, indices: Any) -> Any:
    if not isinstance(indices, np.ndarray):
        return xp.lax.dynamic_update_slice(input, update, list(indices))
    start = [
        max(0, min(b, d - u))
        for b, d, u in zip(indices.tolist(), input.shape, update.shape, strict=True)
    ]
    index = tuple(builtins.slice(b, b + u) for b, u in zip(start, update.shape))
    return put(xp, input, index, update)


@XlaDynamicUpdateSlice.gradient
def xla_dynamic_update_slice_gradient(done: Any, dy: Any) -> Any:
    _, update, indices = done.inputs
    size = call("Shape", update, out_type=indices.dtype)
    kept = XlaDynamicUpdateSlice(dy, call("ZerosLike", update), indices)
    return kept, Slice(dy, indices, size), None
