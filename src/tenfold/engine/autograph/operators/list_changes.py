"""What code that was converted with `Feature.LISTS` calls to change lists."""

from __future__ import annotations

from typing import Any

from tenfold.core.convert import to_tensor
from tenfold.core.op import call
from tenfold.core.tensor import Tensor
from tenfold.engine.control_flow.tensor_array import TensorArray


def set_item(target: Any, index: Any, value: Any) -> Any:
    """`target[index] = value`; for a tensor, a new one with the element or row replaced."""
    if not isinstance(target, Tensor):
        target[index] = value
        return target
    if isinstance(index, (slice, tuple)) or to_tensor(index).shape.rank != 0:
        raise ValueError(
            f"Only one element or row of a tensor can be assigned; received the index {index!r}. "
            "Use tf.tensor_scatter_nd_update."
        )
    at = call("Reshape", index, [1, 1])
    row = call("ExpandDims", to_tensor(value, target.dtype), 0)
    return call("TensorScatterUpdate", target, at, row)


def list_append(target: Any, value: Any) -> Any:
    """`target.append(value)`; a TensorArray is written behind its last element."""
    if isinstance(target, TensorArray):
        return target.write(target.size(), value)
    target.append(value)
    return target


def list_pop(target: Any) -> tuple[Any, Any]:
    """The list without its last element, and that element."""
    return target, target.pop()
