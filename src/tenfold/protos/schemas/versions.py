"""The messages of tensorflow/core/framework/versions.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message VersionDef
  1 producer int32
  2 min_consumer int32
  3 bad_consumers repeated int32
""",
    (),
)

VersionDef = FILE.messages["VersionDef"]
