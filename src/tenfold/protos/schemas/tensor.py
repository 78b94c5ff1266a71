"""The messages of tensorflow/core/framework/tensor.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import resource_handle, tensor_shape, types

FILE = File(
    __name__,
    "tensorflow",
    """
message TensorProto
  1 dtype DataType
  2 tensor_shape TensorShapeProto
  3 version_number int32
  4 tensor_content bytes
  13 half_val repeated int32
  5 float_val repeated float
  6 double_val repeated double
  7 int_val repeated int32
  8 string_val repeated bytes
  9 scomplex_val repeated float
  10 int64_val repeated int64
  11 bool_val repeated bool
  12 dcomplex_val repeated double
  14 resource_handle_val repeated ResourceHandleProto
  15 variant_val repeated VariantTensorDataProto
  16 uint32_val repeated uint32
  17 uint64_val repeated uint64
  18 float8_val bytes
message VariantTensorDataProto
  1 type_name string
  2 metadata bytes
  3 tensors repeated TensorProto
""",
    (
        resource_handle.FILE,
        tensor_shape.FILE,
        types.FILE,
    ),
)

TensorProto = FILE.messages["TensorProto"]
VariantTensorDataProto = FILE.messages["VariantTensorDataProto"]
