"""TensorFlow 1's arrays and stacks: objects behind handles, which loops in old graphs fill.

Their ops run on the host. The order of reads and writes follows the `flow` that goes from op to op.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from tenfold.core import errors, rules
from tenfold.core.boxes import boxed
from tenfold.core.dtypes import DType
from tenfold.core.op import call as run
from tenfold.core.op import op
from tenfold.core.shapes import TensorShape

UNKNOWN: Any = None  # a shape of which not even the rank is known
FLOW = np.zeros((), np.float32)


class Elements:
    """A TensorArray: its elements, None where nothing was written."""

    def __init__(self, size: int, dtype: DType, shape: Any, grows: bool, adds: bool) -> None:
        self.values: list[Any] = [None] * size
        self.dtype = dtype
        self.shape = shape
        self.grows = grows
        self.adds = adds  # gradients: writing twice adds up
        self.gradients: dict[str, Elements] = {}

    def write(self, index: int, value: Any) -> None:
        if self.grows and index >= len(self.values):
            self.values.extend([None] * (index + 1 - len(self.values)))
        self._check(index)
        known = self.values[index]
        if known is not None and not self.adds:
            raise errors.InvalidArgumentError(
                None, None, f"TensorArray: the element {index} was written already."
            )
        self.values[index] = np.array(value) if known is None else known + value

    def read(self, index: int) -> Any:
        self._check(index)
        if self.values[index] is not None:
            return self.values[index]
        shape = self._shape()
        if shape is None:
            raise errors.InvalidArgumentError(
                None, None, f"TensorArray: the element {index} was not written."
            )
        return np.zeros(shape, self.dtype.np)

    def _shape(self) -> tuple[int, ...] | None:
        """The shape of an element that was not written."""
        written = [v.shape for v in self.values if v is not None]
        if written:
            return written[0]
        if self.shape is None or None in self.shape:
            return None
        return tuple(d or 0 for d in self.shape)

    def _check(self, index: int) -> None:
        if not 0 <= index < len(self.values):
            raise errors.OutOfRangeError(
                None, None, f"TensorArray: the index {index} is not in [0, {len(self.values)})."
            )

    def gradient(self, source: str) -> Elements:
        """The array of the gradients that belong to one call of `tf.gradients`."""
        if source not in self.gradients:
            made = Elements(len(self.values), self.dtype, self.shape, False, True)
            made.values = [None if v is None else np.zeros_like(v) for v in self.values]
            self.gradients[source] = made
        return self.gradients[source]


def _stacked(values: Sequence[Any], shape: Any, dtype: DType) -> np.ndarray:
    if values:
        return np.stack(values)
    known = () if shape is None else tuple(d or 0 for d in shape)
    return np.zeros((0, *known), dtype.np)


def _two_scalars(call: Any) -> Any:
    return [(), ()]


@op("size: int32 -> handle: resource, flow: float32", stateful=True, jit=False, shape=_two_scalars)
def TensorArrayV3(
    xp: Any,
    size: Any,
    *,
    dtype: DType,
    element_shape: TensorShape = UNKNOWN,
    dynamic_size: bool = False,
    clear_after_read: bool = True,
    identical_element_shapes: bool = False,
    tensor_array_name: str = "",
) -> Any:
    made = Elements(int(size), dtype, element_shape, dynamic_size, False)
    return boxed(made), FLOW


@op(
    "handle: resource, flow_in: float32 -> grad_handle: resource, flow_out: float32",
    stateful=True,
    jit=False,
    shape=_two_scalars,
)
def TensorArrayGradV3(xp: Any, handle: Any, flow_in: Any, *, source: str) -> Any:
    return boxed(handle.item().gradient(source)), flow_in


@op(
    "handle: resource, index: int32, value: T, flow_in: float32 -> flow_out: float32",
    stateful=True,
    jit=False,
    shape=rules.scalar,
)
def TensorArrayWriteV3(xp: Any, handle: Any, index: Any, value: Any, flow_in: Any) -> Any:
    handle.item().write(int(index), value)
    return flow_in


@op(
    "handle: resource, index: int32, flow_in: float32 -> value: dtype",
    stateful=True,
    jit=False,
    shape=rules.unknown,
)
def TensorArrayReadV3(xp: Any, handle: Any, index: Any, flow_in: Any, *, dtype: DType) -> Any:
    return handle.item().read(int(index))


@op("handle: resource, indices: int32, flow_in: float32 -> value: dtype", stateful=True, jit=False)
def TensorArrayGatherV3(
    xp: Any,
    handle: Any,
    indices: Any,
    flow_in: Any,
    *,
    dtype: DType,
    element_shape: TensorShape = UNKNOWN,
) -> Any:
    array = handle.item()
    return _stacked([array.read(int(i)) for i in indices], element_shape, dtype)


@TensorArrayGatherV3.shape
def tensor_array_gather_shape(call: Any) -> Any:
    indices, element = call.inputs[1].raw_shape, call.attrs["element_shape"]
    return None if element is None else (indices[0] if indices else None, *element)


@op(
    "handle: resource, indices: int32, value: T, flow_in: float32 -> flow_out: float32",
    stateful=True,
    jit=False,
    shape=rules.scalar,
)
def TensorArrayScatterV3(xp: Any, handle: Any, indices: Any, value: Any, flow_in: Any) -> Any:
    for i, element in zip(indices, value, strict=True):
        handle.item().write(int(i), element)
    return flow_in


@op(
    "handle: resource, flow_in: float32 -> size: int32",
    stateful=True,
    jit=False,
    shape=rules.scalar,
)
def TensorArraySizeV3(xp: Any, handle: Any, flow_in: Any) -> Any:
    return np.asarray(len(handle.item().values), np.int32)


@op(
    "handle: resource, flow_in: float32 -> value: dtype, lengths: int64",
    stateful=True,
    jit=False,
    shape=lambda call: [None, (None,)],
)
def TensorArrayConcatV3(
    xp: Any,
    handle: Any,
    flow_in: Any,
    *,
    dtype: DType,
    element_shape_except0: TensorShape = UNKNOWN,
) -> Any:
    array = handle.item()
    parts = [array.read(i) for i in range(len(array.values))]
    lengths = np.array([len(p) for p in parts], np.int64)
    empty = _stacked([], element_shape_except0, dtype)
    return np.concatenate(parts) if parts else empty, lengths


@op(
    "handle: resource, value: T, lengths: int64, flow_in: float32 -> flow_out: float32",
    stateful=True,
    jit=False,
    shape=rules.scalar,
)
def TensorArraySplitV3(xp: Any, handle: Any, value: Any, lengths: Any, flow_in: Any) -> Any:
    ends = np.cumsum(lengths)
    for i, (start, end) in enumerate(zip(ends - lengths, ends, strict=True)):
        handle.item().write(i, value[start:end])
    return flow_in


def _gradients(handle: Any, flow: Any, dy: Any) -> Any:
    """The array of gradients of the call of `tf.gradients` in which `dy` came up."""
    parts = getattr(dy, "name", "").split("/")
    source = next((p for p in parts if p.startswith("gradients")), "gradients").split(":")[0]
    return TensorArrayGradV3(handle, flow, source=source)[0]


# What was written gets what was read: the gradient of the flow puts them in order.
@TensorArrayReadV3.gradient
def tensor_array_read_gradient(done: Any, dy: Any) -> Any:
    handle, index, flow = done.inputs
    array = _gradients(handle, flow, dy)
    return None, None, TensorArrayWriteV3(array, index, dy, flow)


@TensorArrayWriteV3.gradient
def tensor_array_write_gradient(done: Any, dflow: Any) -> Any:
    handle, index, value, _ = done.inputs
    array = _gradients(handle, dflow, dflow)
    found = TensorArrayReadV3(array, index, dflow, dtype=value.dtype)
    return None, None, _shaped(found, value), dflow


@TensorArrayGatherV3.gradient
def tensor_array_gather_gradient(done: Any, dy: Any) -> Any:
    handle, indices, flow = done.inputs
    array = _gradients(handle, flow, dy)
    return None, None, TensorArrayScatterV3(array, indices, dy, flow)


@TensorArrayScatterV3.gradient
def tensor_array_scatter_gradient(done: Any, dflow: Any) -> Any:
    handle, indices, value, _ = done.inputs
    array = _gradients(handle, dflow, dflow)
    found = TensorArrayGatherV3(array, indices, dflow, dtype=value.dtype)
    return None, None, _shaped(found, value), dflow


@TensorArrayConcatV3.gradient
def tensor_array_concat_gradient(done: Any, dy: Any, _: Any) -> Any:
    handle, flow = done.inputs
    array = _gradients(handle, flow, dy)
    return None, TensorArraySplitV3(array, dy, done.outputs[1], flow)


@TensorArraySplitV3.gradient
def tensor_array_split_gradient(done: Any, dflow: Any) -> Any:
    handle, value, _, _ = done.inputs
    array = _gradients(handle, dflow, dflow)
    found, _ = TensorArrayConcatV3(array, dflow, dtype=value.dtype)
    return None, _shaped(found, value), None, dflow


def _shaped(found: Any, like: Any) -> Any:
    """A gradient read back, with the shape of what it belongs to."""
    if found.raw_shape is None and like.raw_shape is not None:
        return run("EnsureShape", found, shape=TensorShape(like.raw_shape))
    return found


for _made in (TensorArrayV3, TensorArrayGradV3, TensorArraySizeV3):
    _made.not_differentiable()


@op("handle: resource ->", stateful=True, jit=False, shape=rules.nothing)
def TensorArrayCloseV3(xp: Any, handle: Any) -> None:
    handle.item().values.clear()


@op("max_size: int32 -> handle: resource", stateful=True, jit=False, shape=rules.scalar)
def StackV2(xp: Any, max_size: Any, *, elem_type: DType, stack_name: str = "") -> Any:
    return boxed([])


@op("handle: resource, elem: T -> output: T", stateful=True, jit=False, shape=rules.same_as(1))
def StackPushV2(xp: Any, handle: Any, elem: Any, *, swap_memory: bool = False) -> Any:
    handle.item().append(elem)
    return elem


@op("handle: resource -> elem: elem_type", stateful=True, jit=False, shape=rules.unknown)
def StackPopV2(xp: Any, handle: Any, *, elem_type: DType) -> Any:
    if not handle.item():
        raise errors.InvalidArgumentError(None, None, "Stack is empty when calling Pop().")
    return handle.item().pop()


@op("handle: resource ->", stateful=True, jit=False, shape=rules.nothing)
def StackCloseV2(xp: Any, handle: Any) -> None:
    handle.item().clear()
