"""The messages of tensorflow/core/framework/tensor_shape.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message TensorShapeProto
  2 dim repeated TensorShapeProto.Dim
  3 unknown_rank bool
message TensorShapeProto.Dim
  1 size int64
  2 name string
""",
    (),
)

TensorShapeProto = FILE.messages["TensorShapeProto"]
