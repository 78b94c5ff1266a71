"""The messages of tensorflow/core/framework/tensor_slice.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message TensorSliceProto
  1 extent repeated TensorSliceProto.Extent
message TensorSliceProto.Extent
  1 start int64
  2 length int64 in has_length_hack
""",
    (),
)

TensorSliceProto = FILE.messages["TensorSliceProto"]
