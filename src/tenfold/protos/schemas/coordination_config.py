"""The messages of xla/tsl/protobuf/coordination_config.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message CoordinatedJob
  1 name string
  2 num_tasks int32
message CoordinationServiceConfig
  1 service_type string
  2 service_leader string
  3 enable_health_check bool
  4 cluster_register_timeout_in_ms int64
  14 cluster_register_with_barrier bool
  5 heartbeat_timeout_in_ms int64
  10 coordinated_job_list repeated CoordinatedJob
  7 shutdown_barrier_timeout_in_ms int64
  8 agent_destruction_without_shutdown bool
  9 recoverable_jobs repeated string
  11 allow_new_incarnation_to_reconnect bool
  12 force_disable bool
  13 poll_for_error_from_service_at_startup bool
""",
    (),
)

CoordinatedJob = FILE.messages["CoordinatedJob"]
CoordinationServiceConfig = FILE.messages["CoordinationServiceConfig"]
