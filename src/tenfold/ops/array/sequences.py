"""Numbers in a row, and one-hot rows: range, linspace, one_hot."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.bounds import UNSIGNED
from tenfold.core.context import scoped, state
from tenfold.core.convert import to_tensor
from tenfold.core.dispatch import number
from tenfold.core.dtypes import (
    FLOATING,
    DType,
    as_dtype,
    bfloat16,
    float16,
    float32,
    float64,
    int8,
    int16,
    int32,
    int64,
    uint8,
    uint16,
    uint32,
    uint64,
)
from tenfold.core.errors import InvalidArgumentError
from tenfold.core.op import call, op
from tenfold.core.signature import Types
from tenfold.core.tensor import EagerTensor, Tensor

from .creation import INDEX_DEFAULT, PLAIN_OR_BOOL, blank

_RANGE = (bfloat16, float16, float32, float64, int8, int16, int32, int64, uint16, uint32, uint64)


def _range_shape(done: Any) -> Any:
    values = [rules.value_of(x) for x in done.inputs]
    if any(v is None for v in values):
        return (None,)
    return (_range_length(*(v.reshape(()) for v in values if v is not None)),)


def _range_length(first: np.ndarray, stop: np.ndarray, step: np.ndarray) -> int:
    start, limit, delta = first.item(), stop.item(), step.item()
    if delta == 0:
        raise ValueError("Requires delta != 0: 0.")
    if (limit < start) if delta > 0 else (start < limit):
        side, sign = ("<=", ">") if delta > 0 else (">=", "<")
        raise ValueError(f"Requires start {side} limit when delta {sign} 0: {start}/{limit}.")
    if first.dtype.kind in "iu":
        return max(0, -((start - limit) // delta))
    # The quotient is rounded to the dtype, as TensorFlow's is.
    quotient = ((stop - first) / step).item()
    if not quotient < 2**63:
        raise ValueError(f"Requires ((limit - start) / delta) < 2**63: {quotient}.")
    return max(0, math.ceil(quotient))


@op(
    "start: Tidx, limit: Tidx, delta: Tidx -> output: Tidx",
    Tidx=Types(_RANGE, default=int32),
    shape=_range_shape,
)
def Range(xp: Any, start: Any, limit: Any, delta: Any) -> Any:
    first, stop, step = xp.static(start), xp.static(limit), xp.static(delta)
    if first.size != 1 or stop.size != 1 or step.size != 1:
        raise ValueError("start, limit and delta must be scalars.")
    first, stop, step = first.reshape(()), stop.reshape(()), step.reshape(())
    if first.dtype.kind == "i" and first.item() <= stop.item() and step.item() > 0:
        return np.arange(first.item(), stop.item(), step.item(), first.dtype)  # type: ignore[call-overload]
    length = _range_length(first, stop, step)
    steps = np.arange(length).astype(first.dtype)
    return (first + steps * step).astype(first.dtype)


Range.not_differentiable()

_ORDER = (int32, int64, float32, float64)


def range(
    start: Any, limit: Any = None, delta: Any = 1, dtype: Any = None, name: str = "range"
) -> Tensor:
    """The numbers from `start` up to, but without, `limit`, in steps of `delta`.

    Args:
      start: The first number, a scalar; with one argument that is the limit, and 0 the start.
      limit: The bound, excluded.
      delta: The step; may be negative.
      dtype: The dtype; by default the widest of the arguments'.
      name: A name for the op.

    Returns:
      `[ceil((limit - start) / delta)]`.

    Raises:
      tf.errors.InvalidArgumentError: `delta` is 0 or leads away from the limit.

    Example:
      >>> import tenfold as tf
      >>> tf.range(3, 18, 3).numpy().tolist()
      [3, 6, 9, 12, 15]
    """
    if limit is None:
        start, limit = 0, start
    wanted = None if dtype is None else as_dtype(dtype).base_dtype
    values = [_range_number(v, wanted) for v in (start, limit, delta)]
    if wanted is None:
        found = [v.dtype for v in values]
        if not all(t in _ORDER for t in found):
            wanted = found[1] if found[0] in _ORDER else found[0]
        else:
            wanted = max(found, key=_ORDER.index)
    parts = [v if v.dtype is wanted else call("Cast", v, DstT=wanted) for v in values]
    return Range(*parts, name=name)


def _range_number(value: Any, dtype: DType | None) -> Tensor:
    if dtype is None or isinstance(getattr(value, "dtype", None), DType):
        return to_tensor(value)
    return to_tensor(value, dtype)


def _linspace_shape(done: Any) -> Any:
    num = rules.value_of(done.inputs[2])
    if num is not None and num <= 0:
        raise ValueError(f"num must be positive; received {int(num)}.")
    return (None if num is None else int(num),)


@op(
    "start: T, stop: T, num: Tidx -> output: T",
    T=FLOATING,
    Tidx=INDEX_DEFAULT,
    shape=rules.shaped(_linspace_shape, "", "", ""),
)
def LinSpace(xp: Any, start: Any, stop: Any, num: Any) -> Any:
    for name, x in (("start", start), ("stop", stop), ("num", num)):
        if x.ndim:
            raise ValueError(f"{name} must be a scalar, not shape {list(x.shape)}.")
    count = int(xp.static(num))
    if count <= 0:
        raise ValueError(f"Requires num > 0: {count}.")
    if count == 1:
        return xp.reshape(start, (1,))
    wide = start.dtype if start.dtype.itemsize > 2 else np.dtype(np.float32)
    first, last = start.astype(wide), stop.astype(wide)
    step = (last - first) / (count - 1)
    inner = first + step * xp.arange(1, count - 1).astype(wide)
    return xp.concatenate([xp.reshape(first, (1,)), inner, xp.reshape(last, (1,))]).astype(
        start.dtype
    )


LinSpace.not_differentiable()


def linspace(start: Any, stop: Any, num: Any, name: str | None = None, axis: int = 0) -> Tensor:
    """Evenly spaced numbers from `start` to `stop`, both included.

    Args:
      start: The first value: a number, or a tensor of any shape.
      stop: The last value, of the same shape and dtype.
      num: How many, an integer.
      name: A name for the op.
      axis: Where the new axis stands when `start` is not a scalar.

    Returns:
      A tensor of the shape of `start` with an axis of length `num` inserted.

    Raises:
      TypeError: `num` is no integer.
      tf.errors.InvalidArgumentError: `num` is negative.

    Example:
      >>> import tenfold as tf
      >>> tf.linspace(0.0, 1.0, 5).numpy().tolist()
      [0.0, 0.25, 0.5, 0.75, 1.0]
    """
    plain = not isinstance(start, Tensor) and not isinstance(stop, Tensor)
    first = to_tensor(start)
    last = stop if isinstance(stop, Tensor) else to_tensor(stop, first.dtype)
    if last.dtype is not first.dtype:
        last = call("Cast", last, DstT=first.dtype)
    count = to_tensor(num)
    if not count.dtype.is_integer:
        raise TypeError(f"linspace: num must be an integer; received {num!r}.")
    count = count if count.dtype is int32 else call("Cast", count, DstT=int32)
    known = rules.value_of(count)
    if known is not None and (known < 0).any():
        raise InvalidArgumentError(
            None, None, f"linspace: num must not be negative; received {num!r}."
        )
    floating = first.dtype.is_floating and first.raw_shape == () and last.raw_shape == ()
    if plain and floating and known is not None and known.ndim == 0 and known > 0:
        return LinSpace(first, last, count, name=name)
    return _spaced(first, last, call("Reshape", count, []), axis, name)


@scoped("linspace")
def _spaced(first: Tensor, last: Tensor, count: Tensor, axis: int, name: str | None) -> Tensor:
    """`linspace` of ops that have gradients; integers are divided as `/` does."""
    given = first.raw_shape
    if given is not None and None not in given and given == last.raw_shape:
        shape: Any = list(given)
    else:
        shape = call("BroadcastArgs", call("Shape", first), call("Shape", last))
    first = call("ExpandDims", call("BroadcastTo", first, shape), axis)
    last = call("ExpandDims", call("BroadcastTo", last, shape), axis)
    steps = call("Maximum", count - 1, 1)
    step = (last - first) / call("Cast", steps, DstT=first.dtype)
    if step.dtype is not first.dtype:
        first, last = (call("Cast", x, DstT=step.dtype) for x in (first, last))
    inner = call("Cast", call("Range", 1, steps, 1), DstT=step.dtype)
    known = first.raw_shape
    rank = call("Rank", first) if known is None else len(known)
    place = call("Equal", call("Range", 0, rank, 1), axis % rank)
    middle = first + step * call("Reshape", inner, call("SelectV2", place, -1, 1))
    whole = call("ConcatV2", [first, middle, last], axis)
    # The last value is one too many where there is to be one at most.
    number = rules.value_of(count)
    if known is None or number is None:
        ends = call("SelectV2", place, count, -1)
        return call("Slice", whole, call("ZerosLike", ends), ends)
    sizes = [-1] * len(known)
    sizes[axis] = number.item()
    return call("Slice", whole, [0] * len(known), sizes)


def _one_hot_shape(done: Any) -> Any:
    shape, depth = done.inputs[0].raw_shape, rules.value_of(done.inputs[1])
    if shape is None:
        return None
    axis = done.attrs["axis"]
    at = len(shape) if axis == -1 else rules.normalize_axis(axis, len(shape) + 1)
    return (*shape[:at], None if depth is None else int(depth), *shape[at:])


@op(
    "indices: TI, depth: int32, on_value: T, off_value: T -> output: T",
    TI=Types((uint8, int8, int32, int64), default=int64),
    shape=_one_hot_shape,
)
def OneHot(
    xp: Any, indices: Any, depth: Any, on_value: Any, off_value: Any, *, axis: int = -1
) -> Any:
    for name, x in (("depth", depth), ("on_value", on_value), ("off_value", off_value)):
        if x.ndim:
            raise ValueError(f"{name} must be a scalar, but its shape is {list(x.shape)}.")
    count = int(xp.static(depth))
    if count < 0:
        raise ValueError(f"depth must be non-negative, got: {count}.")
    if not -1 <= axis <= indices.ndim:
        raise ValueError(f"Expected axis to be -1 or between [0, {indices.ndim}], but got {axis}.")
    at = indices.ndim if axis == -1 else axis
    if not xp.compiled:
        return _one_hot_of(xp, indices, count, on_value, off_value, at)
    places = np.arange(count).reshape([-1] + [1] * (indices.ndim - at))
    hot = xp.expand_dims(indices.astype(np.int64), at) == places
    return xp.where(hot, on_value, off_value).astype(on_value.dtype)


def _one_hot_of(xp: Any, indices: Any, count: int, on: Any, off: Any, at: int) -> Any:
    """`off` everywhere, with `on` written at the indices that are in range."""
    shape = indices.shape
    out = xp.full((*shape[:at], count, *shape[at:]), off, on.dtype)
    if not out.size:
        return out
    before, flat = math.prod(shape[:at]), indices.reshape(-1)
    # As unsigned numbers, negative ones are too large as well.
    unfit = flat.view(UNSIGNED[flat.itemsize]) >= count
    places = np.arange(flat.size)
    if np.count_nonzero(unfit):
        places, flat = places[~unfit], flat[~unfit]
    columns = indices.size // before
    rows = places if columns == 1 else places // columns
    out.reshape(before, count, columns)[rows, flat, 0 if columns == 1 else places % columns] = on
    return out


OneHot.not_differentiable()


def one_hot(
    indices: Any,
    depth: Any,
    on_value: Any = None,
    off_value: Any = None,
    axis: int | None = None,
    dtype: Any = None,
    name: str | None = None,
) -> Tensor:
    """Rows that are `on_value` at the index and `off_value` elsewhere.

    Args:
      indices: Integers of any shape; one outside `[0, depth)` gives a row of `off_value`.
      depth: The length of the new axis, a scalar.
      on_value: The value at the index; 1 by default.
      off_value: The value elsewhere; 0 by default.
      axis: Where the new axis stands; last by default.
      dtype: The dtype; that of the values, or float32.
      name: A name for the op.

    Returns:
      A tensor of the shape of `indices` with an axis of length `depth` inserted.

    Raises:
      TypeError: The values' dtypes differ from each other or from `dtype`.

    Example:
      >>> import tenfold as tf
      >>> tf.one_hot([0, 2], 3).numpy().tolist()
      [[1.0, 0.0, 0.0], [0.0, 0.0, 1.0]]
    """
    wanted = None if dtype is None else as_dtype(dtype).base_dtype
    plain = on_value is None and off_value is None and state.graph is None
    if plain and (wanted or float32).is_floating and type(indices) is EagerTensor:
        on, off = (number(v, wanted or float32) for v in (1, 0))
        return OneHot(indices, depth, on, off, axis=-1 if axis is None else axis)
    given = [
        to_tensor(v, None if isinstance(v, Tensor) else wanted)
        for v in (on_value, off_value)
        if v is not None
    ]
    found = {v.dtype for v in given} | ({wanted} if wanted is not None else set())
    if len(found) > 1:
        names = ", ".join(sorted(t.name for t in found))
        raise TypeError(f"one_hot: on_value, off_value and dtype must agree; received {names}.")
    kind = next(iter(found), float32)
    if kind not in PLAIN_OR_BOOL and (on_value is None or off_value is None):
        raise TypeError(f"one_hot: give on_value and off_value for dtype {kind.name}.")
    values = iter(given)
    on = next(values) if on_value is not None else to_tensor(blank(kind, 1), kind)
    off = next(values) if off_value is not None else to_tensor(blank(kind, 0), kind)
    if not isinstance(indices, Tensor):
        indices = to_tensor(indices)
    return OneHot(
        indices, depth, on, off, axis=-1 if axis is None else axis, name=name or "one_hot"
    )
