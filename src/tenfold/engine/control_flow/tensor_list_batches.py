"""TensorList ops on several elements at once: gather, scatter, split and concat."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.boxes import boxed
from tenfold.core.dtypes import INDEX, DType
from tenfold.core.op import call, op
from tenfold.core.shapes import TensorShape

from .list_value import Shape, TensorList, merged
from .stacked_list import StackedList
from .tensor_list import blank, inner_shape_of, list_in, shape_in, stack, typed_list_in

UNKNOWN: Any = None  # a shape of which not even the rank is known


def _plain(xp: Any, handle: Any) -> TensorList:
    value = list_in(xp, handle)
    return value.unstacked(xp) if isinstance(value, StackedList) else value


def _indices(xp: Any, indices: Any) -> list[int]:
    return [int(i) for i in np.asarray(xp.static(indices)).ravel()]


def _out_of_range(index: int, length: int) -> Exception:
    return errors.InvalidArgumentError(
        None, None, f"Trying to access element {index} in a list with {length} elements."
    )


@op("input_handle: variant, indices: int32, element_shape: int32 -> values: element_dtype")
def TensorListGather(
    xp: Any, input_handle: Any, indices: Any, element_shape: Any, *, element_dtype: DType
) -> Any:
    value = list_in(xp, input_handle)
    if isinstance(value, StackedList) and not value.is_empty:
        if isinstance(value.length, int):
            for i in indices if type(indices) is np.ndarray else ():
                if not 0 <= i < value.length:
                    raise _out_of_range(int(i), value.length)
        value.check(xp, indices.min() if indices.size else np.int32(0))
        value.check(xp, indices.max() if indices.size else np.int32(0))
        return value.buffered(xp).buffer[indices]
    value = _plain(xp, input_handle)
    items = []
    for i in _indices(xp, indices):
        if not 0 <= i < len(value):
            raise _out_of_range(i, len(value))
        items.append(value.items[i])
    return stack(xp, value, items, shape_in(xp, element_shape))


@TensorListGather.shape
def gather_shape(call: Any) -> Any:
    element = rules.shape_from(call.inputs[2]) if call.inputs[2].raw_shape else None
    count = call.inputs[1].raw_shape
    return None if element is None else (count[0] if count else None, *element)


@TensorListGather.gradient
def gather_gradient(done: Any, dvalues: Any) -> Any:
    handle, indices, _ = done.inputs
    count = call("TensorListLength", handle)
    # An element gathered twice gets the sum, as eagerly in TensorFlow, whose op keeps the last.
    sums = call("UnsortedSegmentSum", dvalues, indices, count)
    return call("TensorListFromTensor", sums, inner_shape_of(dvalues)), None, None


def _scattered(
    xp: Any, tensor: Any, indices: Any, shape: Shape, dtype: DType, count: int
) -> TensorList:
    places = _indices(xp, indices)
    if len(places) != tensor.shape[0]:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Scatter needs an index for each row; received {len(places)} indices and "
            f"{tensor.shape[0]} rows.",
        )
    needed = max(places, default=-1) + 1
    items: list[Any] = [None] * max(count, needed)
    for row, i in enumerate(places):
        if i < 0 or 0 <= count <= i:
            raise _out_of_range(i, max(count, needed))
        items[i] = tensor[row, ...]
    return TensorList(items, dtype, merged(shape, tuple(tensor.shape[1:])))


@op(
    "tensor: element_dtype, indices: int32, element_shape: shape_type -> output_handle: variant",
    shape_type=INDEX,
    shape=rules.scalar,
)
def TensorListScatter(
    xp: Any, tensor: Any, indices: Any, element_shape: Any, *, element_dtype: DType
) -> Any:
    return _scattered(xp, tensor, indices, shape_in(xp, element_shape), element_dtype, -1)


@op(
    "tensor: element_dtype, indices: int32, element_shape: shape_type, num_elements: int32 "
    "-> output_handle: variant",
    shape_type=INDEX,
    shape=rules.scalar,
)
def TensorListScatterV2(
    xp: Any,
    tensor: Any,
    indices: Any,
    element_shape: Any,
    num_elements: Any,
    *,
    element_dtype: DType,
) -> Any:
    count = int(xp.static(num_elements))
    return _scattered(xp, tensor, indices, shape_in(xp, element_shape), element_dtype, count)


@TensorListScatter.gradient
@TensorListScatterV2.gradient
def scatter_gradient(done: Any, dlist: Any) -> Any:
    tensor, indices = done.inputs[:2]
    dtensor = call(
        "TensorListGather", dlist, indices, inner_shape_of(tensor), element_dtype=tensor.dtype
    )
    return [dtensor, *[None] * (len(done.inputs) - 1)]


@op(
    "input_handle: variant, tensor: element_dtype, indices: int32 -> output_handle: variant",
    shape=rules.scalar,
)
def TensorListScatterIntoExistingList(xp: Any, input_handle: Any, tensor: Any, indices: Any) -> Any:
    value = _plain(xp, input_handle)
    items = list(value.items)
    for row, i in enumerate(_indices(xp, indices)):
        if i < 0:
            raise _out_of_range(i, len(items))
        items.extend([None] * (i + 1 - len(items)))
        items[i] = tensor[row, ...]
    return value.replaced(items)


@TensorListScatterIntoExistingList.gradient
def scatter_into_gradient(done: Any, dlist: Any) -> Any:
    _, tensor, indices = done.inputs
    dtensor = call(
        "TensorListGather", dlist, indices, inner_shape_of(tensor), element_dtype=tensor.dtype
    )
    rest = call("TensorListScatterIntoExistingList", dlist, call("ZerosLike", dtensor), indices)
    return rest, dtensor, None


@op(
    "tensor: element_dtype, element_shape: shape_type, lengths: int64 -> output_handle: variant",
    shape_type=INDEX,
    shape=rules.scalar,
)
def TensorListSplit(
    xp: Any, tensor: Any, element_shape: Any, lengths: Any, *, element_dtype: DType
) -> Any:
    sizes = _indices(xp, lengths)
    if min(sizes, default=0) < 0:
        text = f"The lengths to split into must not be negative; received {list(sizes)}."
        raise errors.InvalidArgumentError(None, None, text)
    shape = shape_in(xp, element_shape)
    merged(shape, (None, *tensor.shape[1:]))
    if sum(sizes) != tensor.shape[0]:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"The lengths to split into add up to {sum(sizes)}; the tensor has "
            f"{tensor.shape[0]} rows.",
        )
    ends = np.cumsum(sizes)
    items = [tensor[end - size : end] for end, size in zip(ends, sizes)]
    return TensorList(items, element_dtype, shape)


@TensorListSplit.gradient
def split_gradient(done: Any, dlist: Any) -> Any:
    tensor, _, lengths = done.inputs
    shape = call("ConcatV2", [np.array([-1], np.int32), inner_shape_of(tensor)], 0)
    dtensor, _ = call(
        "TensorListConcatV2", dlist, shape, lengths, element_dtype=done.attrs["element_dtype"]
    )
    return dtensor, None, None


def _joined(xp: Any, value: TensorList, wanted: Shape, leading: list[int]) -> Any:
    items = list(value.items)
    shape = value.element_shape(None if wanted is None else (None, *wanted[1:]))
    inner = None if shape is None else shape[1:]
    if not items:
        empty = blank(xp, None if inner is None else (0, *inner), value.dtype)
        return empty, np.zeros(0, np.int64)
    for i, item in enumerate(items):
        if item is None:
            rows = leading[i] if i < len(leading) else None
            rows = shape[0] if rows is None and shape else rows
            items[i] = blank(xp, None if inner is None else (rows, *inner), value.dtype)
    if any(not x.ndim for x in items):
        raise errors.InvalidArgumentError(
            None, None, "Concat requires elements to be at least vectors, found scalars instead."
        )
    sizes = np.array([x.shape[0] for x in items], np.int64)
    return xp.concatenate([xp.asarray(x) for x in items]), sizes


@op(
    "input_handle: variant, element_shape: shape_type, leading_dims: int64 "
    "-> tensor: element_dtype, lengths: int64",
    shape_type=INDEX,
)
def TensorListConcatV2(
    xp: Any, input_handle: Any, element_shape: Any, leading_dims: Any, *, element_dtype: DType
) -> Any:
    leading = _indices(xp, leading_dims)
    return _joined(xp, _plain(xp, input_handle), shape_in(xp, element_shape), leading)


@TensorListConcatV2.shape
def concat_shape(call: Any) -> Any:
    element = rules.shape_from(call.inputs[1]) if call.inputs[1].raw_shape else None
    return [None if element is None else (None, *element[1:]), (None,)]


@op("input_handle: variant -> tensor: element_dtype, lengths: int64")
def TensorListConcat(
    xp: Any,
    input_handle: Any,
    *,
    element_dtype: DType,
    element_shape: TensorShape = UNKNOWN,
) -> Any:
    return _joined(xp, _plain(xp, input_handle), TensorShape(element_shape).dims_tuple, [])


@TensorListConcat.shape
def concat_v1_shape(call: Any) -> Any:
    element = TensorShape(call.attrs["element_shape"]).dims_tuple
    return [None if element is None else (None, *element[1:]), (None,)]


TensorListConcat.accepts_none = TensorListConcatV2.accepts_none = True


@TensorListConcat.gradient
@TensorListConcatV2.gradient
def concat_gradient(done: Any, dtensor: Any, dlengths: Any) -> Any:
    tensor, lengths = done.outputs
    dims = tensor.raw_shape
    inner = None if dims is None else [-1 if d is None else d for d in dims[1:]]
    shape = np.int32(-1) if inner is None else np.array([-1, *inner], np.int32)
    dlist = None if dtensor is None else call("TensorListSplit", dtensor, shape, lengths)
    return [dlist, *[None] * (len(done.inputs) - 1)]


@op(
    "input_a: variant, input_b: variant -> output: variant",
    shape=rules.scalar,
)
def TensorListConcatLists(xp: Any, input_a: Any, input_b: Any, *, element_dtype: DType) -> Any:
    a, b = _plain(xp, input_a), _plain(xp, input_b)
    return TensorList([*a.items, *b.items], element_dtype, merged(a.shape, b.shape))


@TensorListConcatLists.gradient
def concat_lists_gradient(done: Any, dlist: Any) -> Any:
    a, b = done.inputs
    first, second = call("TensorListLength", a), call("TensorListLength", b)
    shape = np.int32(-1)
    dtype = done.attrs["element_dtype"]
    parts = []
    for start, count in ((np.int32(0), first), (first, second)):
        places = call("Range", start, call("AddV2", start, count), np.int32(1))
        rows = call("TensorListGather", dlist, places, shape, element_dtype=dtype)
        parts.append(call("TensorListFromTensor", rows, shape))
    return parts


@op(
    "input_handles: variant, tensor: element_dtype -> output_handles: variant",
    shape=rules.same,
    jit=False,
)
def TensorListPushBackBatch(xp: Any, input_handles: Any, tensor: Any) -> Any:
    if not tensor.ndim or len(tensor) != input_handles.size:
        raise ValueError(
            f"tensor must have a row for each of the {input_handles.size} lists; its shape is "
            f"{list(tensor.shape)}."
        )
    found = np.empty(input_handles.shape, object)
    for i, held in enumerate(input_handles.ravel()):
        handle = boxed(held)
        typed_list_in(xp, handle, tensor.dtype)
        value = _plain(xp, handle)
        merged(value.shape, tuple(tensor.shape[1:]))
        found.flat[i] = value.push(np.asarray(tensor[i]))
    return found


TensorListPushBackBatch.not_differentiable()
