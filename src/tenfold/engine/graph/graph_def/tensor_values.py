"""Arrays as TensorProto messages, and back."""

from __future__ import annotations

import math
from typing import Any

import numpy as np

from tenfold.core import dtypes, shapes
from tenfold.core.convert import to_array
from tenfold.core.dtypes import DType, as_dtype
from tenfold.core.tensor import EagerTensor
from tenfold.protos.schemas.tensor import TensorProto

# Dtypes whose values are written one by one whatever their number.
_ONE_BY_ONE = frozenset(
    (
        *(dtypes.bool, dtypes.string, dtypes.uint16, *dtypes.COMPLEX, dtypes.float4_e2m1fn),
        *(dtypes.int4, dtypes.uint4, dtypes.int2, dtypes.uint2),
    )
)

_FIELDS = {
    dtypes.float32: "float_val",
    dtypes.float64: "double_val",
    dtypes.string: "string_val",
    dtypes.complex64: "scomplex_val",
    dtypes.complex128: "dcomplex_val",
    dtypes.int64: "int64_val",
    dtypes.bool: "bool_val",
    dtypes.float16: "half_val",
    dtypes.bfloat16: "half_val",
    dtypes.uint32: "uint32_val",
    dtypes.uint64: "uint64_val",
}


def field_of(dtype: DType) -> str:
    """The field of a TensorProto that lists values of a dtype."""
    known = _FIELDS.get(dtype)
    if known is None:
        known = "float8_val" if dtype.name.startswith("float8") else "int_val"
    return known


def make_tensor_proto(
    values: Any,
    dtype: Any = None,
    shape: Any = None,
    verify_shape: bool = False,
    allow_broadcast: bool = False,
) -> Any:
    """A TensorProto with the values of an array.

    Args:
      values: A number, string, NumPy array, eager tensor, or nested list of them.
      dtype: The dtype; that of the values by default.
      shape: The shape; that of the values by default. A larger one is filled with the last value.
      verify_shape: Whether the values must have exactly this shape.
      allow_broadcast: Whether one value may stand for a tensor of any shape, and no other shape
        than that of the values is taken.

    Returns:
      A TensorProto.

    Raises:
      TypeError: The values do not fit the dtype, or not the shape.
      ValueError: There are more values than the shape has room for.

    Example:
      >>> import tenfold as tf
      >>> proto = tf.make_tensor_proto([1, 2, 3])
      >>> tf.make_ndarray(proto).tolist()
      [1, 2, 3]
    """
    if isinstance(values, TensorProto):
        return values
    if values is None:
        raise ValueError("None values not supported.")
    try:
        array, found = to_array(values, None if dtype is None else as_dtype(dtype).base_dtype)
    except ValueError as error:
        if isinstance(values, (list, tuple)) and "non-rectangular" not in str(error):
            raise TypeError(
                f"Failed to convert elements of {values!r} to Tensor: {error}"
            ) from None
        raise
    sizes = array.shape if shape is None else tuple(int(d) for d in shape)
    if (verify_shape or (allow_broadcast and array.size != 1)) and sizes != array.shape:
        raise TypeError(f"Expected Tensor's shape: {sizes}, but got {array.shape}.")
    return proto_of(array, found, sizes)


def proto_of(array: np.ndarray, dtype: DType, sizes: tuple[int, ...] | None = None) -> Any:
    """The TensorProto of an array; if `sizes` is larger, its last value fills the rest."""
    sizes = array.shape if sizes is None else sizes
    count = math.prod(sizes)
    if array.size > count:
        raise ValueError(
            f"Too many elements provided. Takes at most {count}, but got {array.size}."
        )
    if array.dtype.fields:  # TensorFlow's quantised types are records of one integer field
        array = array.view(array.dtype[0])
    proto = TensorProto(dtype=dtype.as_datatype_enum)
    proto.tensor_shape.SetInParent()
    for size in sizes:
        proto.tensor_shape.dim.add(size=size)
    if count > 1 and array.size == count and dtype not in _ONE_BY_ONE:
        little = array.dtype.newbyteorder("<") if array.dtype.byteorder == ">" else array.dtype
        proto.tensor_content = np.ascontiguousarray(array, little).tobytes()
    elif array.size:
        _list_values(proto, array.reshape(-1), dtype)
    return proto


def _list_values(proto: Any, flat: np.ndarray, dtype: DType) -> None:
    name = field_of(dtype)
    if name == "float8_val":
        proto.float8_val = flat.tobytes()
        return
    if name == "half_val":
        flat = flat.view(np.uint16)
    elif dtype.is_complex:
        flat = flat.view(np.float32 if dtype is dtypes.complex64 else np.float64)
    elif name == "int_val":
        flat = flat.astype(np.int32)
    getattr(proto, name).extend(flat.tolist())


def make_ndarray(tensor: Any) -> np.ndarray:
    """The array with the values of a TensorProto.

    Args:
      tensor: A TensorProto.

    Returns:
      A NumPy array that may be changed; of objects (bytes) for strings.

    Raises:
      TypeError: The dtype has no values that NumPy could hold.
      ValueError: The values do not fit the shape.

    Example:
      >>> import tenfold as tf
      >>> tf.make_ndarray(tf.make_tensor_proto([[1.0, 2.0]])).shape
      (1, 2)
    """
    dtype = as_dtype(tensor.dtype)
    if dtype in (dtypes.resource, dtypes.variant):
        raise TypeError(f"make_ndarray: a tensor of {dtype.name} has no values for NumPy.")
    shape = shapes.raw(tensor.tensor_shape)
    if shape is None or None in shape:
        raise ValueError(f"make_ndarray: the shape {shapes.text(shape)} is not fully known.")
    sizes = tuple(d or 0 for d in shape)
    count = math.prod(sizes)
    if tensor.tensor_content:
        flat = np.frombuffer(tensor.tensor_content, dtype.np).copy()
        if flat.size != count:
            raise ValueError(f"cannot reshape array of size {flat.size} into shape {sizes}")
        return flat.reshape(sizes)
    flat = _listed_values(tensor, dtype)
    if flat.size > count:
        raise ValueError(f"make_ndarray: {flat.size} values for a tensor of shape {sizes}.")
    if flat.size < count:
        blank = b"" if dtype is dtypes.string else dtype.np.type(0)
        rest = np.empty(count - flat.size, dtype.np)
        rest.fill(flat[-1] if flat.size else blank)
        flat = np.concatenate([flat, rest])
    return flat.reshape(sizes)


def _listed_values(tensor: Any, dtype: DType) -> np.ndarray:
    name = field_of(dtype)
    values = getattr(tensor, name)
    if name == "float8_val":
        return np.frombuffer(values, dtype.np).copy()
    if name == "half_val":
        return np.array(values, np.uint16).view(dtype.np)
    if dtype.is_complex:
        part = np.float32 if dtype is dtypes.complex64 else np.float64
        return np.array(values, part).view(dtype.np)
    if dtype is dtypes.string:
        flat = np.empty(len(values), object)
        flat[:] = values
        return flat
    wide = np.int64 if name == "int_val" else dtype.np
    return np.array(values, wide).astype(dtype.np)


def tensor_of(proto: Any) -> EagerTensor:
    """The eager tensor with the values of a TensorProto."""
    return EagerTensor(make_ndarray(proto), as_dtype(proto.dtype))
