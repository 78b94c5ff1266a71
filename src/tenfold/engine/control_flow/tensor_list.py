"""The TensorList ops: lists of tensors as values of graphs, what TensorArray and loops build on."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.dtypes import INDEX, DType, int32, variant
from tenfold.core.op import call, op
from tenfold.core.signature import Types

from .list_forms import list_of, to_host, to_stacked
from .list_value import Shape, TensorList, is_full, merged, shape_input
from .stacked_list import StackedList


def list_in(xp: Any, handle: Any) -> TensorList | StackedList:
    """The list behind a raw value: as the host keeps it, or as traced code does."""
    value = handle.item() if type(handle) is np.ndarray else handle
    return value if xp.compiled else to_host(value)


def typed_list_in(xp: Any, handle: Any, dtype: DType | np.dtype) -> TensorList | StackedList:
    """The list behind a raw value, whose elements must have the dtype."""
    value = list_in(xp, handle)
    # An element that is a list itself tells the dtype of its own elements.
    nested = value.dtype.name == "variant"
    given: Any = getattr(dtype, "np", dtype)
    if not nested and np.dtype(given) != value.dtype.np:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Invalid data types: the op's elements are {getattr(dtype, 'name', dtype)}, "
            f"those of the list {value.dtype.name}.",
        )
    return value


def shape_in(xp: Any, element_shape: Any) -> Shape:
    dims = np.asarray(xp.static(element_shape))
    return None if not dims.ndim else tuple(None if d < 0 else int(d) for d in dims)


def blank(xp: Any, shape: Shape, dtype: DType) -> Any:
    """What an element that was never set reads as."""
    if not is_full(shape):
        raise errors.InvalidArgumentError(
            None,
            None,
            "Trying to read an element of a list that was never written, and whose shape "
            f"{'is unknown' if shape is None else list(shape)}. Write it first, or give "
            "element_shape.",
        )
    if dtype.np.hasobject:
        return np.full(shape, b"", object)  # type: ignore[arg-type]
    return xp.zeros(shape, dtype.np)


def _checked_index(xp: Any, items: Any, index: Any) -> int:
    index = int(xp.static(index))
    if not 0 <= index < len(items):
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Trying to access element {index} in a list with {len(items)} elements.",
        )
    return index


@op(
    "element_shape: shape_type, max_num_elements: int32 -> handle: variant",
    shape_type=INDEX,
    shape=rules.scalar,
)
def EmptyTensorList(
    xp: Any, element_shape: Any, max_num_elements: Any, *, element_dtype: DType
) -> Any:
    shape = shape_in(xp, element_shape)
    return TensorList([], element_dtype, shape, int(xp.static(max_num_elements)))


EmptyTensorList.not_differentiable()


@op(
    "element_shape: shape_type, num_elements: int32 -> handle: variant",
    shape_type=INDEX,
    shape=rules.scalar,
)
def TensorListReserve(
    xp: Any, element_shape: Any, num_elements: Any, *, element_dtype: DType
) -> Any:
    shape = shape_in(xp, element_shape)
    count = int(xp.static(num_elements))
    if count < 0:
        raise errors.InvalidArgumentError(
            None, None, f"The num_elements to reserve must be at least 0; received {count}."
        )
    return TensorList([None] * count, element_dtype, shape)


TensorListReserve.not_differentiable()


@op("input_handle: variant, tensor: element_dtype -> output_handle: variant", shape=rules.scalar)
def TensorListPushBack(xp: Any, input_handle: Any, tensor: Any) -> Any:
    value = typed_list_in(xp, input_handle, getattr(tensor, "dtype", variant))
    inner = list_of(tensor)
    if isinstance(value, StackedList):
        return value.push(xp, tensor if inner is None else to_stacked(xp, inner))
    if inner is None:
        merged(value.shape, tuple(tensor.shape))
    return value.push(tensor)


@TensorListPushBack.gradient
def push_back_gradient(done: Any, dlist: Any) -> Any:
    tensor = done.inputs[1]
    if dlist is None:
        return None, None
    return call(
        "TensorListPopBack",
        dlist,
        element_shape_of(tensor),
        element_dtype=done.attrs["element_dtype"],
    )


@op("input_handle: variant, element_shape: int32 -> output_handle: variant, tensor: element_dtype")
def TensorListPopBack(
    xp: Any, input_handle: Any, element_shape: Any, *, element_dtype: DType
) -> Any:
    value = typed_list_in(xp, input_handle, element_dtype)
    if isinstance(value, StackedList):
        return value.pop(xp)
    shape = value.element_shape(shape_in(xp, element_shape))
    rest, item = value.pop()
    return rest, blank(xp, shape, element_dtype) if item is None else item


@TensorListPopBack.shape
def pop_back_shape(call: Any) -> Any:
    return [(), rules.shape_from(call.inputs[1])]


TensorListPopBack.accepts_none = True


@TensorListPopBack.gradient
def pop_back_gradient(done: Any, dlist: Any, dtensor: Any) -> Any:
    rest, tensor = done.outputs
    dlist = call("ZerosLike", rest) if dlist is None else dlist
    dtensor = call("ZerosLike", tensor) if dtensor is None else dtensor
    return call("TensorListPushBack", dlist, dtensor), None


@op(
    "input_handle: variant, index: int32, item: element_dtype -> output_handle: variant",
    shape=rules.scalar,
)
def TensorListSetItem(
    xp: Any,
    input_handle: Any,
    index: Any,
    item: Any,
    *,
    resize_if_index_out_of_bounds: bool = False,
) -> Any:
    value = typed_list_in(xp, input_handle, getattr(item, "dtype", variant))
    if xp.compiled and (isinstance(value, StackedList) or type(index) is not np.ndarray):
        value = to_stacked(xp, value)
        if resize_if_index_out_of_bounds:
            return value.set_or_grow(xp, index, item)
        value.check(xp, index)
        return value.set(xp, index, item)
    assert isinstance(value, TensorList)
    merged(value.shape, tuple(item.shape))
    wanted = int(xp.static(index))
    if resize_if_index_out_of_bounds and wanted >= len(value):
        value = value.replaced([*value.items, *[None] * (wanted + 1 - len(value))])
    return value.set(_checked_index(xp, value, index), item)


@TensorListSetItem.gradient
def set_item_gradient(done: Any, dlist: Any) -> Any:
    _, index, item = done.inputs
    dtype = done.attrs["element_dtype"]
    if dlist is None:
        return None, None, None
    ditem = call("TensorListGetItem", dlist, index, element_shape_of(item), element_dtype=dtype)
    rest = call("TensorListSetItem", dlist, index, call("ZerosLike", ditem))
    return rest, None, ditem


@op(
    "input_handle: variant, index: int32, element_shape: Tshape -> item: element_dtype",
    Tshape=Types(INDEX, default=int32),
)
def TensorListGetItem(
    xp: Any, input_handle: Any, index: Any, element_shape: Any, *, element_dtype: DType
) -> Any:
    value = typed_list_in(xp, input_handle, element_dtype)
    if xp.compiled and (isinstance(value, StackedList) or type(index) is not np.ndarray):
        value = to_stacked(xp, value)
        value.check(xp, index)
        if value.element is None:
            value = value.buffered(xp, _full(xp, element_shape))
        return value.get(xp, index)
    assert isinstance(value, TensorList)
    item = value.items[_checked_index(xp, value, index)]
    if item is None:
        return blank(xp, value.element_shape(shape_in(xp, element_shape)), element_dtype)
    merged(shape_in(xp, element_shape), tuple(item.shape))
    return item


def _full(xp: Any, element_shape: Any) -> tuple[int, ...] | None:
    shape = shape_in(xp, element_shape)
    return shape if is_full(shape) else None  # type: ignore[return-value]


@TensorListGetItem.shape
def get_item_shape(call: Any) -> Any:
    return rules.shape_from(call.inputs[2]) if call.inputs[2].raw_shape else None


@TensorListGetItem.gradient
def get_item_gradient(done: Any, ditem: Any) -> Any:
    handle, index, _ = done.inputs
    return call("TensorListSetItem", _like(handle, ditem), index, ditem), None, None


def _like(handle: Any, item: Any) -> Any:
    """An empty list as long as another, for gradients of the dtype of `item`.

    What is known of the elements is what the list tells: that an item was asked for in some shape
    says nothing of the others.
    """
    count = call("TensorListLength", handle)
    element_shape = call("TensorListElementShape", handle, shape_type=int32)
    return call("TensorListReserve", element_shape, count, element_dtype=item.dtype)


@op("input_handle: variant, element_shape: int32 -> tensor: element_dtype")
def TensorListStack(
    xp: Any,
    input_handle: Any,
    element_shape: Any,
    *,
    element_dtype: DType,
    num_elements: int = -1,
) -> Any:
    value = typed_list_in(xp, input_handle, element_dtype)
    if isinstance(value, StackedList):
        if value.element is None:
            value = value.buffered(xp, _full(xp, element_shape))
        return value.stacked(xp)
    if num_elements >= 0 and len(value) != num_elements:
        raise errors.InvalidArgumentError(
            None,
            None,
            f"Operation expected a list with {num_elements} elements but got a list with "
            f"{len(value)} elements.",
        )
    return stack(xp, value, value.items, shape_in(xp, element_shape))


def stack(xp: Any, value: TensorList, items: list[Any], wanted: Shape) -> Any:
    shape = value.element_shape(wanted)
    dtype = value.dtype
    if not items:
        return xp.zeros((0, *(blank(xp, shape, dtype).shape)), dtype.np)
    if any(x is None for x in items):
        unset = blank(xp, shape, dtype)
        items = [unset if x is None else x for x in items]
    first = tuple(items[0].shape)
    if any(tuple(x.shape) != first for x in items):
        shapes = ", ".join(str(list(x.shape)) for x in items[:5])
        raise errors.InvalidArgumentError(
            None, None, f"Cannot stack list elements of different shapes; received {shapes}."
        )
    return xp.stack([xp.asarray(x) for x in items])


@TensorListStack.shape
def stack_shape(call: Any) -> Any:
    element = rules.shape_from(call.inputs[1]) if call.inputs[1].raw_shape else None
    count = call.attrs["num_elements"]
    return None if element is None else (None if count < 0 else count, *element)


@TensorListStack.gradient
def stack_gradient(done: Any, dtensor: Any) -> Any:
    dims = dtensor.raw_shape
    shape = shape_input(None if dims is None else dims[1:])
    return call("TensorListFromTensor", dtensor, shape), None


def element_shape_of(x: Any) -> Any:
    """The shape of an element: static where it can be, else computed."""
    dims = x.raw_shape
    if dims is not None and None not in dims:
        return np.array(dims, np.int32)
    return call("Shape", x)


def inner_shape_of(x: Any) -> Any:
    """The shape of the elements that lie along the first axis of a tensor."""
    dims = x.raw_shape
    if dims is not None and None not in dims[1:]:
        return np.array(dims[1:], np.int32)
    return call("StridedSlice", call("Shape", x), [1], [0], [1], end_mask=1)


@op(
    "tensor: element_dtype, element_shape: shape_type -> output_handle: variant",
    shape_type=INDEX,
    shape=rules.scalar,
)
def TensorListFromTensor(xp: Any, tensor: Any, element_shape: Any, *, element_dtype: DType) -> Any:
    shape = merged(shape_in(xp, element_shape), tuple(tensor.shape[1:]))
    count = tensor.shape[0]
    if xp.compiled and type(tensor) is not np.ndarray:
        return StackedList(element_dtype, shape, -1, count, buffer=tensor)
    return TensorList([tensor[i, ...] for i in range(count)], element_dtype, shape)


@TensorListFromTensor.gradient
def from_tensor_gradient(done: Any, dlist: Any) -> Any:
    tensor = done.inputs[0]
    count = tensor.raw_shape[0] if tensor.raw_shape else None
    return (
        call(
            "TensorListStack",
            dlist,
            inner_shape_of(tensor),
            element_dtype=tensor.dtype,
            num_elements=-1 if count is None else count,
        ),
        None,
    )


@op("input_handle: variant -> length: int32", shape=rules.scalar)
def TensorListLength(xp: Any, input_handle: Any) -> Any:
    value = list_in(xp, input_handle)
    length = value.length if isinstance(value, StackedList) else len(value)
    return np.asarray(length, np.int32) if isinstance(length, int) else length


TensorListLength.not_differentiable()


@op("input_handle: variant -> element_shape: shape_type", shape_type=INDEX)
def TensorListElementShape(xp: Any, input_handle: Any, *, shape_type: DType) -> Any:
    shape = list_in(xp, input_handle).shape
    dims = -1 if shape is None else [-1 if d is None else d for d in shape]
    return np.asarray(dims, shape_type.np)


@TensorListElementShape.shape
def element_shape_shape(call: Any) -> Any:
    return None


TensorListElementShape.not_differentiable()


@op("input_handle: variant, size: int32 -> output_handle: variant", shape=rules.scalar)
def TensorListResize(xp: Any, input_handle: Any, size: Any) -> Any:
    value = list_in(xp, input_handle)
    count = int(xp.static(size))
    if count < 0:
        raise errors.InvalidArgumentError(
            None, None, f"A list is resized to at least 0 elements; received {count}."
        )
    if isinstance(value, StackedList):
        value = value.unstacked(xp)
    items = value.items
    return value.replaced([*items[:count], *[None] * (count - len(items))])


@TensorListResize.gradient
def resize_gradient(done: Any, dlist: Any) -> Any:
    return call("TensorListResize", dlist, call("TensorListLength", done.inputs[0])), None
