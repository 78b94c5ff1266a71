"""The messages of tensorflow/core/protobuf/saver.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message SaverDef
  1 filename_tensor_name string
  2 save_tensor_name string
  3 restore_op_name string
  4 max_to_keep int32
  5 sharded bool
  6 keep_checkpoint_every_n_hours float
  7 version SaverDef.CheckpointFormatVersion
enum SaverDef.CheckpointFormatVersion
  0 LEGACY
  1 V1
  2 V2
""",
    (),
)

SaverDef = FILE.messages["SaverDef"]
