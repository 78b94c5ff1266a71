"""The messages of tensorflow/core/protobuf/composite_tensor_variant.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import struct

FILE = File(
    __name__,
    "tensorflow",
    """
message CompositeTensorVariantMetadata
  1 type_spec_proto TypeSpecProto
""",
    (struct.FILE,),
)

CompositeTensorVariantMetadata = FILE.messages["CompositeTensorVariantMetadata"]
