"""The messages of tensorflow/core/framework/tensor_description.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import allocation_description, tensor_shape, types

FILE = File(
    __name__,
    "tensorflow",
    """
message TensorDescription
  1 dtype DataType
  2 shape TensorShapeProto
  4 allocation_description AllocationDescription
""",
    (
        allocation_description.FILE,
        tensor_shape.FILE,
        types.FILE,
    ),
)

TensorDescription = FILE.messages["TensorDescription"]
