"""The messages of tensorflow/core/protobuf/tensor_bundle.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import tensor_shape, tensor_slice, types, versions

FILE = File(
    __name__,
    "tensorflow",
    """
message BundleHeaderProto
  1 num_shards int32
  2 endianness BundleHeaderProto.Endianness
  3 version VersionDef
enum BundleHeaderProto.Endianness
  0 LITTLE
  1 BIG
message BundleEntryProto
  1 dtype DataType
  2 shape TensorShapeProto
  3 shard_id int32
  4 offset int64
  5 size int64
  6 crc32c fixed32
  7 slices repeated TensorSliceProto
""",
    (
        tensor_shape.FILE,
        tensor_slice.FILE,
        types.FILE,
        versions.FILE,
    ),
)

BundleHeaderProto = FILE.messages["BundleHeaderProto"]
BundleEntryProto = FILE.messages["BundleEntryProto"]
