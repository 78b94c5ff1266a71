"""The messages of tensorflow/core/framework/graph_debug_info.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message GraphDebugInfo
  1 files repeated string
  4 frames_by_id map fixed64 GraphDebugInfo.FileLineCol explicit
  6 traces_by_id map fixed64 GraphDebugInfo.StackTrace explicit
  2 traces map string GraphDebugInfo.StackTrace explicit
  5 name_to_trace_id map string fixed64 explicit
message GraphDebugInfo.FileLineCol
  1 file_index optional int32
  2 line optional int32
  3 col optional int32
  4 func optional string
  5 code optional string
message GraphDebugInfo.StackTrace
  1 file_line_cols repeated GraphDebugInfo.FileLineCol
  2 frame_id repeated fixed64
""",
    (),
)

GraphDebugInfo = FILE.messages["GraphDebugInfo"]
