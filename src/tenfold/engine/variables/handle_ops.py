"""The ops that make, ask and drop resource handles by name."""

from __future__ import annotations

from typing import Any

import numpy as np

from tenfold.core import errors
from tenfold.core.boxes import boxed
from tenfold.core.dtypes import DType, int32, int64
from tenfold.core.op import op
from tenfold.core.shapes import TensorShape

from .storage import Storage, storage_of


class NamedStorage(Storage):
    """The value of a variable that is known by its name, and has none until it is assigned."""

    __slots__ = ()

    def read(self) -> Any:
        if self.value is None:
            raise errors.FailedPreconditionError(
                None,
                None,
                f"Attempting to use uninitialized value {self.name}. Run its initializer first: "
                "session.run(tf.compat.v1.global_variables_initializer()).",
            )
        return super().read()


# The variables of the process that handles made by op calls outside of sessions point to.
_storages: dict[tuple[str, str], NamedStorage] = {}


@op("-> resource: resource", stateful=True, jit=False)
def VarHandleOp(
    xp: Any,
    *,
    container: str = "",
    shared_name: str = "",
    debug_name: str = "",
    dtype: DType,
    shape: TensorShape,
    allowed_devices: list[str] = [],  # noqa: B006 -- an OpDef's default; never changed
) -> Any:
    key = (container, shared_name)
    if key not in _storages:
        _storages[key] = NamedStorage(None, dtype, TensorShape(shape).dims_tuple, shared_name)
    return boxed(_storages[key])


@VarHandleOp.shape
def var_handle_shape(call: Any) -> Any:
    return ()


VarHandleOp.not_differentiable()


@op("resource: resource -> is_initialized: bool", stateful=True, jit=False)
def VarIsInitializedOp(xp: Any, resource: Any) -> Any:
    return np.asarray(storage_of(resource).value is not None)


@VarIsInitializedOp.shape
def var_is_initialized_shape(call: Any) -> Any:
    return ()


VarIsInitializedOp.not_differentiable()


@op("resource: resource -> output: T", stateful=True, T=(int32, int64))
def ResourceCountUpTo(xp: Any, resource: Any, *, limit: int, T: DType) -> Any:
    storage = storage_of(resource)
    before = storage.read() if xp.compiled else np.asarray(storage.read())
    xp.raise_if(before >= limit, "OutOfRangeError", f"Reached limit of {limit}")
    storage.assign(xp.asarray(before + before.dtype.type(1)))
    return before


@ResourceCountUpTo.shape
def count_up_to_shape(call: Any) -> Any:
    return ()


ResourceCountUpTo.not_differentiable()
