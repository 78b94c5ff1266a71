"""The messages of tensorflow/core/framework/resource_handle.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import tensor_shape, types

FILE = File(
    __name__,
    "tensorflow",
    """
message ResourceHandleProto
  1 device string
  2 container string
  3 name string
  4 hash_code uint64
  5 maybe_type_name string
  6 dtypes_and_shapes repeated ResourceHandleProto.DtypeAndShape
message ResourceHandleProto.DtypeAndShape
  1 dtype DataType
  2 shape TensorShapeProto
""",
    (
        tensor_shape.FILE,
        types.FILE,
    ),
)

ResourceHandleProto = FILE.messages["ResourceHandleProto"]
