"""The ops on resource handles: read, assign, and scattered reads and writes."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import numpy as np

from tenfold.core import rules
from tenfold.core.bounds import check_bounds
from tenfold.core.convert import to_tensor
from tenfold.core.dispatch import Call
from tenfold.core.dtypes import INDEX, NUMBER, DType, int32
from tenfold.core.op import call, op, registry
from tenfold.core.row_groups import combine_at
from tenfold.core.shapes import TensorShape
from tenfold.engine.autodiff.indexed_slices import IndexedSlices

from .storage import guard, storage_of


def variable_shape_of(handle: Any) -> Any:
    """The static shape of the variable behind a handle, also one captured by a graph."""
    node = getattr(handle, "_node", None)
    if node is None:
        return storage_of(handle._value).shape
    return node.graph.handle_shape(handle)


def current(xp: Any, storage: Any) -> Any:
    """A variable's value for a kernel: on the host a NumPy array, whoever computed it."""
    value = storage.read()
    return value if xp.compiled else np.asarray(value)


def rewrite(xp: Any, resource: Any, change: Callable[[Any], Any]) -> None:
    """Gives a variable a value made of its own; no other thread's change gets lost between."""
    storage = storage_of(resource)
    with guard:
        storage.assign(xp.asarray(change(current(xp, storage))))


def _check_dtype(held: Any, wanted: Any) -> None:
    if held.dtype != wanted:
        raise ValueError(f"the variable is {held.dtype}, but the op expects {wanted}.")


def _moved(value: Any, by: Any, sign: int) -> Any:
    """A variable's value plus or minus another of the same shape, which is not broadcast."""
    _check_dtype(value, by.dtype)
    if np.shape(value) != np.shape(by):
        raise ValueError(
            f"cannot update a variable of shape {list(np.shape(value))} with a value of shape "
            f"{list(np.shape(by))}: the shapes must be equal."
        )
    return value + by if sign > 0 else value - by


@op("resource: resource -> value: dtype", stateful=True)
def ReadVariableOp(xp: Any, resource: Any, *, dtype: DType) -> Any:
    value = storage_of(resource).read()
    _check_dtype(value, dtype.np)
    return value


@ReadVariableOp.shape
def read_shape(call: Any) -> Any:
    return variable_shape_of(call.inputs[0])


@ReadVariableOp.gradient
def read_gradient(call: Any, dy: Any) -> Any:
    return (dy,)


def _assigned(call: Any) -> Any:
    """Holds a value to what the handle of a graph says of its variable."""
    handle, value = call.inputs
    node = getattr(handle, "_node", None)
    if node is not None and node.type == "VarHandleOp":
        dtype, shape = node.attrs["dtype"], node.attrs["shape"]
        if value.dtype is not dtype:
            raise ValueError(_other_dtype(dtype, value.dtype.name))
        rules.merge(value.raw_shape, TensorShape(shape).dims_tuple)
    return []


def _other_dtype(expected: Any, received: str) -> str:
    return f"A variable of {expected.name} is assigned a value of {received}; use tf.cast."


@op("resource: resource, value: dtype ->", stateful=True, shape=_assigned)
def AssignVariableOp(xp: Any, resource: Any, value: Any, *, validate_shape: bool = False) -> None:
    storage = storage_of(resource)
    if not xp.compiled and value.dtype != storage.dtype.np:
        raise ValueError(_other_dtype(storage.dtype, value.dtype.name))
    storage.assign(value)


AssignVariableOp.not_differentiable()


@op("resource: resource, value: dtype ->", stateful=True, shape=rules.nothing)
def AssignAddVariableOp(xp: Any, resource: Any, value: Any) -> None:
    rewrite(xp, resource, lambda held: _moved(held, value, 1))


AssignAddVariableOp.not_differentiable()


@op("resource: resource, value: dtype ->", stateful=True, shape=rules.nothing)
def AssignSubVariableOp(xp: Any, resource: Any, value: Any) -> None:
    rewrite(xp, resource, lambda held: _moved(held, value, -1))


AssignSubVariableOp.not_differentiable()


@op("input: resource -> output: out_type", stateful=True, out_type=INDEX)
def VariableShape(xp: Any, input: Any, *, out_type: DType = int32) -> Any:
    return np.asarray(np.shape(storage_of(input).value), out_type.np)


@VariableShape.shape
def variable_shape_shape(call: Any) -> Any:
    shape = variable_shape_of(call.inputs[0])
    return (None if shape is None else len(shape),)


VariableShape.not_differentiable()


@op("resource: resource, indices: Tindices -> output: dtype", stateful=True, Tindices=INDEX)
def ResourceGather(
    xp: Any,
    resource: Any,
    indices: Any,
    *,
    batch_dims: int = 0,
    validate_indices: bool = True,
    dtype: DType,
) -> Any:
    value = current(xp, storage_of(resource))
    if not batch_dims:
        check_bounds(xp, indices, value.shape[0])
        return xp.take(value, indices, axis=0)
    if batch_dims < 0:
        raise ValueError(f"batch_dims must not be negative; received {batch_dims}.")
    axis = np.asarray(batch_dims, np.int32)
    return registry["GatherV2"].kernel(xp, value, indices, axis, batch_dims=batch_dims)


@ResourceGather.shape
def resource_gather_shape(call: Any) -> Any:
    shape, indices = variable_shape_of(call.inputs[0]), call.inputs[1].raw_shape
    if shape is None or indices is None:
        return None
    return (*indices, *shape[call.attrs["batch_dims"] + 1 :])


@ResourceGather.gradient
def resource_gather_gradient(done: Any, dy: Any) -> Any:
    handle, indices = done.inputs
    batch_dims = done.attrs["batch_dims"]
    if batch_dims:
        gather = registry["GatherV2"]
        value = call("ReadVariableOp", handle, dtype=done.attrs["dtype"])
        axis = to_tensor(batch_dims, int32)
        same = Call(gather, (value, indices, axis), done.outputs, {"batch_dims": batch_dims})
        assert gather.gradient_function is not None
        return gather.gradient_function(same, dy)[0], None
    shape = call("VariableShape", handle)
    rows = call("Reshape", indices, [-1])
    inner = call("StridedSlice", shape, [1], [0], [1], end_mask=1)
    values = call("Reshape", dy, call("ConcatV2", [call("Shape", rows), inner], 0))
    return IndexedSlices(values, rows, shape), None


_JAX_SCATTER = {
    "update": "set",
    "add": "add",
    "subtract": "subtract",
    "multiply": "multiply",
    "divide": "divide",
    "minimum": "min",
    "maximum": "max",
}


def _scatter(xp: Any, how: str, resource: Any, indices: Any, updates: Any) -> None:
    expected = (*np.shape(indices), *np.shape(storage_of(resource).read())[1:])
    if np.shape(updates) not in ((), expected):
        raise ValueError(
            f"updates must be a scalar or have the shape of indices and of a row, "
            f"{list(expected)}; received {list(np.shape(updates))}."
        )
    if how == "divide" and updates.dtype.kind in "iu":
        xp.raise_if((updates == 0).any(), "InvalidArgumentError", "updates must not contain 0.")

    def change(value: Any) -> Any:
        check_bounds(xp, indices, value.shape[0])
        if xp.compiled:
            return getattr(xp.asarray(value).at[indices], _JAX_SCATTER[how])(updates)
        value = np.array(value)
        if how == "update":
            value[indices] = updates
        else:
            rows = np.broadcast_to(np.asarray(updates, value.dtype), expected)
            combine_at(getattr(np, how), value, [indices], rows)
        return value

    rewrite(xp, resource, change)


SCATTER = "resource: resource, indices: Tindices, updates: dtype ->"


def _updated(call: Any) -> Any:
    indices, updates = (x.raw_shape for x in call.inputs[1:])
    if indices is not None and updates:  # a scalar goes to all rows
        rules.merge(updates[: len(indices)], indices)
    return []


@op(SCATTER, stateful=True, shape=_updated, Tindices=INDEX)
def ResourceScatterUpdate(xp: Any, resource: Any, indices: Any, updates: Any) -> None:
    _scatter(xp, "update", resource, indices, updates)


ResourceScatterUpdate.not_differentiable()


@op(SCATTER, stateful=True, shape=_updated, Tindices=INDEX, dtype=NUMBER)
def ResourceScatterAdd(xp: Any, resource: Any, indices: Any, updates: Any) -> None:
    _scatter(xp, "add", resource, indices, updates)


ResourceScatterAdd.not_differentiable()


@op(SCATTER, stateful=True, shape=_updated, Tindices=INDEX, dtype=NUMBER)
def ResourceScatterSub(xp: Any, resource: Any, indices: Any, updates: Any) -> None:
    _scatter(xp, "subtract", resource, indices, updates)


ResourceScatterSub.not_differentiable()


@op(SCATTER, stateful=True, shape=_updated, Tindices=INDEX, dtype=NUMBER)
def ResourceScatterMul(xp: Any, resource: Any, indices: Any, updates: Any) -> None:
    _scatter(xp, "multiply", resource, indices, updates)


ResourceScatterMul.not_differentiable()


@op(SCATTER, stateful=True, shape=_updated, Tindices=INDEX, dtype=NUMBER)
def ResourceScatterDiv(xp: Any, resource: Any, indices: Any, updates: Any) -> None:
    _scatter(xp, "divide", resource, indices, updates)


ResourceScatterDiv.not_differentiable()


@op(SCATTER, stateful=True, shape=_updated, Tindices=INDEX, dtype=NUMBER)
def ResourceScatterMin(xp: Any, resource: Any, indices: Any, updates: Any) -> None:
    _scatter(xp, "minimum", resource, indices, updates)


ResourceScatterMin.not_differentiable()


@op(SCATTER, stateful=True, shape=_updated, Tindices=INDEX, dtype=NUMBER)
def ResourceScatterMax(xp: Any, resource: Any, indices: Any, updates: Any) -> None:
    _scatter(xp, "maximum", resource, indices, updates)


ResourceScatterMax.not_differentiable()


# Ops that leave the variable as it is; every other op on a handle writes it.
READERS = frozenset(
    {
        *("ReadVariableOp", "ResourceGather", "VariableShape", "ResourceGatherNd", "IdentityN"),
        *("VarIsInitializedOp", "VarHandleOp"),
    }
)
