"""Operators that are made of sizes: what identities and zeros have in common."""

from __future__ import annotations

from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.shapes import TensorShape, from_raw
from tenfold.core.tensor import Tensor
from tenfold.ops.array.creation import zeros

from .arguments import require, sizes, static
from .base import LinearOperator


def checked_size(value: Any, what: str) -> Any:
    """A number of rows or columns: a Python number if it is known, else a tensor."""
    tensor = to_tensor(value)
    if not tensor.dtype.is_integer:
        raise TypeError(f"Argument {what} must be an integer; received {tensor.dtype.name}.")
    if tensor.raw_shape not in ((), None):
        raise ValueError(f"Argument {what} must be a scalar; received {list(tensor.raw_shape)}.")
    known = static(tensor)
    if known is not None and known < 0:
        raise ValueError(f"Argument {what} must be non-negative; received {known}.")
    return tensor if known is None else known


def checked_batch(value: Any) -> Any:
    """A batch shape: a tuple if it is known, else a tensor; None stands for no batch."""
    if value is None or isinstance(value, TensorShape):
        return None if value is None else tuple(value.as_list())
    if isinstance(value, (list, tuple)) and not value:
        return ()
    tensor = to_tensor(value)
    if not tensor.dtype.is_integer:
        raise TypeError(f"Argument batch_shape must be of integers; received {tensor.dtype.name}.")
    if tensor.raw_shape is not None and len(tensor.raw_shape) != 1:
        raise ValueError(
            f"Argument batch_shape must be a vector; received shape {list(tensor.raw_shape)}."
        )
    known = static(tensor)
    if known is not None and min(known, default=0) < 0:
        raise ValueError(f"Argument batch_shape must be non-negative; received {list(known)}.")
    return tensor if known is None else known


class SizedOperator(LinearOperator):
    """An operator whose shape is given by numbers rather than by a tensor's shape."""

    _rows: Any
    _columns: Any
    _batch: Any
    _assert_proper_shapes: bool

    def _kept(self, name: str) -> Any:
        own = {"num_rows": self._rows, "num_columns": self._columns, "batch_shape": self._batch}
        return own[name] if name in own else super()._kept(name)

    def _shape(self) -> TensorShape:
        ends = [x if isinstance(x, int) else None for x in (self._rows, self._columns)]
        if isinstance(self._batch, Tensor):
            rank = self._batch.raw_shape
            if rank is None or rank[0] is None:
                return from_raw(None)
            return from_raw((*(None,) * rank[0], *ends))
        return from_raw((*(self._batch or ()), *ends))

    def _shape_tensor(self) -> Tensor:
        return sizes(*([] if not self._batch_known() else [self._batch]), self._rows, self._columns)

    def _batch_known(self) -> bool:
        return isinstance(self._batch, Tensor) or bool(self._batch)

    def _expanded(self, x: Any) -> Tensor:
        """A tensor repeated along the operator's batch, and its sizes checked if asked for."""
        if self._assert_proper_shapes:
            fits = call("Equal", call("Shape", x)[-2], to_tensor(self._columns))
            require(fits, f"{self.name}: the argument does not fit the operator.")
        if not self._batch_known():
            return to_tensor(x)
        ones = zeros(sizes(self._batch, 1, 1), x.dtype)
        return x + ones

    def _sliced(self, slices: tuple[Any, ...], batch: Any) -> Any:
        others = self._tensors_and_others()
        given = {**others[0], **others[1]}
        whole = self.batch_shape_tensor() if batch is None else batch
        given["batch_shape"] = call("Shape", zeros(whole)[slices])
        return type(self)(**given, name=self.name)
