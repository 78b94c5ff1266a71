"""The messages of tensorflow/core/protobuf/queue_runner.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import error_codes

FILE = File(
    __name__,
    "tensorflow",
    """
message QueueRunnerDef
  1 queue_name string
  2 enqueue_op_name repeated string
  3 close_op_name string
  4 cancel_op_name string
  5 queue_closed_exception_types repeated error.Code
""",
    (error_codes.FILE,),
)

QueueRunnerDef = FILE.messages["QueueRunnerDef"]
