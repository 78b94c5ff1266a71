"""The messages of tensorflow/core/protobuf/fingerprint.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import versions

FILE = File(
    __name__,
    "tensorflow",
    """
message FingerprintDef
  1 saved_model_checksum uint64
  2 graph_def_program_hash uint64
  3 signature_def_hash uint64
  4 saved_object_graph_hash uint64
  5 checkpoint_hash uint64
  7 uuid string
  6 version VersionDef
""",
    (versions.FILE,),
)

FingerprintDef = FILE.messages["FingerprintDef"]
