"""`x[...]` for tensors and variables."""

from __future__ import annotations

import builtins
from typing import Any

import numpy as np

from tenfold.core import errors
from tenfold.core.context import state
from tenfold.core.convert import to_tensor
from tenfold.core.dimension import Dimension
from tenfold.core.dtypes import DType, bool, int32, int64
from tenfold.core.op import call
from tenfold.core.tensor import EagerTensor, Operators, Tensor

from .selecting import boolean_mask
from .slicing import StridedSlice, attach_assign

_SIMPLE = (int, type(None), type(...))


def getitem(x: Any, key: Any) -> Any:
    """`x[key]`: integers, slices, `...`, `tf.newaxis`, scalar tensors, masks, integer arrays."""
    if state.plain and type(x) is EagerTensor:
        kind = type(key)
        if kind is int or kind is builtins.slice or (kind is tuple and _is_simple(key)):
            try:
                return EagerTensor(x._host()[key], x._dtype)
            except (IndexError, ValueError, TypeError):
                pass  # the op says what is wrong
    if _is_mask(key):
        return boolean_mask(x, key)
    keys = list(key) if isinstance(key, (list, tuple)) else [key]
    arrays = [i for i, k in enumerate(keys) if _is_array(k)]
    if arrays:
        return _gathered(x, keys, arrays)
    return _strided(x, keys)


def _is_simple(key: tuple[Any, ...]) -> builtins.bool:
    for k in key:
        kind = type(k)
        if kind not in _SIMPLE and kind is not builtins.slice:
            return False
    return True


def _is_mask(key: Any) -> builtins.bool:
    if isinstance(key, np.ndarray):
        return key.dtype == np.bool_
    return isinstance(key, builtins.bool) or (isinstance(key, Operators) and key.dtype is bool)  # type: ignore[attr-defined]


def _is_array(key: Any) -> builtins.bool:
    if isinstance(key, (np.ndarray, Operators)):
        shape = key.raw_shape if isinstance(key, Tensor) else tuple(key.shape)  # type: ignore[attr-defined]
        kind = key.dtype if isinstance(key, np.ndarray) else key.dtype.np  # type: ignore[attr-defined]
        return builtins.bool(shape) and kind.kind in "iu"
    return False


class Spec:
    """What a Python index says, as StridedSlice takes it: bounds and bit masks."""

    def __init__(self, keys: list[Any]) -> None:
        self.begin: list[Any] = []
        self.end: list[Any] = []
        self.strides: list[Any] = []
        self.begin_mask = self.end_mask = 0
        self.ellipsis_mask = self.new_axis_mask = self.shrink_axis_mask = 0
        for i, key in enumerate(keys):
            self._add(key, 1 << i)

    def _add(self, key: Any, bit: int) -> None:
        begin, end, stride = 0, 0, 1
        if isinstance(key, builtins.slice):
            begin, end, step = map(_open, (key.start, key.stop, key.step))
            stride = 1 if step is None else _bound(step)
            if begin is None:
                begin, self.begin_mask = 0, self.begin_mask | bit
            if end is None:
                end, self.end_mask = 0, self.end_mask | bit
            begin, end = _bound(begin), _bound(end)
        elif key is Ellipsis:
            if self.ellipsis_mask:
                raise errors.InvalidArgumentError(
                    None, None, "An index may contain one ellipsis (...) at most."
                )
            self.ellipsis_mask |= bit
        elif key is None:
            self.new_axis_mask |= bit
        else:
            begin = _bound(key)
            end = begin + 1
            self.shrink_axis_mask |= bit
        self.begin.append(begin)
        self.end.append(end)
        self.strides.append(stride)

    @property
    def bounds(self) -> tuple[Tensor, Tensor, Tensor]:
        """begin, end and strides as tensors of one dtype."""
        lists = (self.begin, self.end, self.strides)
        every = [v for part in lists for v in part]
        wide = any(
            v.dtype is int64 if isinstance(v, Tensor) else not -(2**31) <= v < 2**31 for v in every
        )
        dtype = int64 if wide else int32
        begin, end, strides = (_vector(part, dtype) for part in lists)
        return begin, end, strides

    @property
    def masks(self) -> dict[str, Any]:
        return {
            "begin_mask": self.begin_mask,
            "end_mask": self.end_mask,
            "ellipsis_mask": self.ellipsis_mask,
            "new_axis_mask": self.new_axis_mask,
            "shrink_axis_mask": self.shrink_axis_mask,
        }


def _open(bound: Any) -> Any:
    """A part of a slice: a Dimension without a value leaves it open, as None does."""
    return None if isinstance(bound, Dimension) and bound.value is None else bound


def _bound(value: Any) -> Any:
    """An integer, or a scalar integer tensor."""
    if isinstance(value, EagerTensor) and value.dtype.is_integer and not value.raw_shape:
        return int(value)
    if isinstance(value, Operators):
        value = to_tensor(value)
        if value.dtype.is_integer and not value.raw_shape:
            return value
    elif isinstance(value, (int, np.integer)) and not isinstance(value, builtins.bool):
        return int(value)
    if _is_scalar_array(value):
        return int(value)
    size = getattr(value, "value", None)
    if isinstance(size, int):
        return size  # a Dimension
    raise TypeError(
        "Only integers, slices (`:`), ellipsis (`...`), tf.newaxis (`None`) and scalar "
        f"tf.int32/tf.int64 tensors are valid indices, got {value!r}."
    )


def _is_scalar_array(value: Any) -> builtins.bool:
    return isinstance(value, np.ndarray) and value.dtype.kind in "iu" and not value.ndim


def _vector(parts: list[Any], dtype: DType) -> Tensor:
    if all(isinstance(v, int) for v in parts):
        return to_tensor(np.asarray(parts, dtype.np))
    tensors = [
        to_tensor(v, dtype)
        if isinstance(v, int)
        else v
        if v.dtype is dtype
        else call("Cast", v, DstT=dtype)
        for v in parts
    ]
    return call("Pack", tensors)


def _strided(x: Any, keys: list[Any]) -> Any:
    spec = Spec(keys)
    tensor = to_tensor(x)
    bounds, masks = spec.bounds, spec.masks
    if keys:
        out = StridedSlice(tensor, *bounds, **masks, name="strided_slice")
    else:
        out = call("Identity", tensor)
    if hasattr(x, "_strided_slice_assign"):
        attach_assign(out, x, bounds, masks)
    return out


def _gathered(x: Any, keys: list[Any], arrays: list[int]) -> Any:
    """Indexing with integer arrays, as NumPy has it: one array anywhere, or several that lead."""
    x = to_tensor(x)
    if len(arrays) == 1:
        at = arrays[0]
        rest = [*keys[:at], slice_all, *keys[at + 1 :]]
        whole = _strided(x, rest)
        rank = len(x.raw_shape or ())
        before = keys[:at]
        axis = sum(1 for k in before if k is None or isinstance(k, builtins.slice))
        if Ellipsis in [k for k in before if k is None or k is ...]:
            named = sum(1 for k in keys if k is not None and k is not ...)
            axis += rank - named
        return call("GatherV2", whole, _wrapped(keys[at], call("Shape", whole)[axis]), axis)
    if arrays != list(range(len(arrays))) or len(arrays) != len(keys):
        raise TypeError(
            "Several integer arrays in one index must come first and alone; received "
            f"{len(arrays)} arrays among {len(keys)} entries. Index in two steps, or use "
            "tf.gather_nd."
        )
    if len(keys) > len(x.raw_shape or ()):
        raise errors.InvalidArgumentError(
            None, None, f"Too many indices: {len(keys)} for a tensor of shape {x.shape}."
        )
    sizes = call("Shape", x)
    parts = [_wrapped(k, sizes[i]) for i, k in enumerate(keys)]
    shape = call("Shape", parts[0])
    for part in parts[1:]:
        shape = call("BroadcastArgs", shape, call("Shape", part))
    stacked = call("Pack", [call("BroadcastTo", p, shape) for p in parts], axis=-1)
    return call("GatherNd", x, stacked)


slice_all = builtins.slice(None)


def _wrapped(index: Any, length: Any) -> Any:
    """Negative indices counted from the end."""
    index = to_tensor(index)
    index = call("Cast", index, DstT=int64) if index.dtype is not int64 else index
    shifted = call("AddV2", index, call("Cast", length, DstT=int64))
    negative = call("Less", index, to_tensor(np.asarray(0, np.int64)))
    return call("SelectV2", negative, shifted, index)


Operators.__getitem__ = getitem  # type: ignore[attr-defined,method-assign]
