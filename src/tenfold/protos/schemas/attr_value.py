"""The messages of tensorflow/core/framework/attr_value.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import tensor, tensor_shape, types

FILE = File(
    __name__,
    "tensorflow",
    """
message AttrValue
  2 s bytes in value
  3 i int64 in value
  4 f float in value
  5 b bool in value
  6 type DataType in value
  7 shape TensorShapeProto in value
  8 tensor TensorProto in value
  1 list AttrValue.ListValue in value
  10 func NameAttrList in value
  9 placeholder string in value
message AttrValue.ListValue
  2 s repeated bytes
  3 i repeated int64
  4 f repeated float
  5 b repeated bool
  6 type repeated DataType
  7 shape repeated TensorShapeProto
  8 tensor repeated TensorProto
  9 func repeated NameAttrList
message NameAttrList
  1 name string
  2 attr map string AttrValue
""",
    (
        tensor.FILE,
        tensor_shape.FILE,
        types.FILE,
    ),
)

AttrValue = FILE.messages["AttrValue"]
NameAttrList = FILE.messages["NameAttrList"]
