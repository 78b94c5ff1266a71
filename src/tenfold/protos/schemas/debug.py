"""The messages of tensorflow/core/protobuf/debug.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message DebugTensorWatch
  1 node_name string
  2 output_slot int32
  3 debug_ops repeated string
  4 debug_urls repeated string
  5 tolerate_debug_op_creation_failures bool
message DebugOptions
  4 debug_tensor_watch_opts repeated DebugTensorWatch
  10 global_step int64
  11 reset_disk_byte_usage bool
message DebuggedSourceFile
  1 host string
  2 file_path string
  3 last_modified int64
  4 bytes int64
  5 lines repeated string
message DebuggedSourceFiles
  1 source_files repeated DebuggedSourceFile
""",
    (),
)

DebugTensorWatch = FILE.messages["DebugTensorWatch"]
DebugOptions = FILE.messages["DebugOptions"]
DebuggedSourceFile = FILE.messages["DebuggedSourceFile"]
DebuggedSourceFiles = FILE.messages["DebuggedSourceFiles"]
