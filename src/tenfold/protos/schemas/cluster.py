"""The messages of tensorflow/core/protobuf/cluster.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message JobDef
  1 name string
  2 tasks map int32 string
message ClusterDef
  1 job repeated JobDef
""",
    (),
)

JobDef = FILE.messages["JobDef"]
ClusterDef = FILE.messages["ClusterDef"]
