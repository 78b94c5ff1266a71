"""The messages of tensorflow/core/util/event.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import summary

FILE = File(
    __name__,
    "tensorflow",
    """
message Event
  1 wall_time double
  2 step int64
  3 file_version string in what
  4 graph_def bytes in what
  5 summary Summary in what
  6 log_message LogMessage in what
  7 session_log SessionLog in what
  8 tagged_run_metadata TaggedRunMetadata in what
  9 meta_graph_def bytes in what
  10 source_metadata SourceMetadata
message SourceMetadata
  1 writer string
message LogMessage
  1 level LogMessage.Level
  2 message string
enum LogMessage.Level
  0 UNKNOWN
  10 DEBUGGING
  20 INFO
  30 WARN
  40 ERROR
  50 FATAL
message SessionLog
  1 status SessionLog.SessionStatus
  2 checkpoint_path string
  3 msg string
enum SessionLog.SessionStatus
  0 STATUS_UNSPECIFIED
  1 START
  2 STOP
  3 CHECKPOINT
message TaggedRunMetadata
  1 tag string
  2 run_metadata bytes
message WatchdogConfig
  1 timeout_ms int64
message RequestedExitCode
  1 exit_code int32
message WorkerHeartbeatRequest
  1 shutdown_mode WorkerShutdownMode
  2 watchdog_config WatchdogConfig
  3 exit_code RequestedExitCode
message WorkerHeartbeatResponse
  1 health_status WorkerHealth
  2 worker_log repeated Event
  3 hostname string
enum WorkerHealth
  0 OK
  1 RECEIVED_SHUTDOWN_SIGNAL
  2 INTERNAL_ERROR
  3 SHUTTING_DOWN
enum WorkerShutdownMode
  0 DEFAULT
  1 NOT_CONFIGURED
  2 WAIT_FOR_COORDINATOR
  3 SHUTDOWN_AFTER_TIMEOUT
""",
    (summary.FILE,),
)

Event = FILE.messages["Event"]
SourceMetadata = FILE.messages["SourceMetadata"]
LogMessage = FILE.messages["LogMessage"]
SessionLog = FILE.messages["SessionLog"]
TaggedRunMetadata = FILE.messages["TaggedRunMetadata"]
WatchdogConfig = FILE.messages["WatchdogConfig"]
RequestedExitCode = FILE.messages["RequestedExitCode"]
WorkerHeartbeatRequest = FILE.messages["WorkerHeartbeatRequest"]
WorkerHeartbeatResponse = FILE.messages["WorkerHeartbeatResponse"]
WorkerHealth = FILE.enums["WorkerHealth"]
WorkerShutdownMode = FILE.enums["WorkerShutdownMode"]
