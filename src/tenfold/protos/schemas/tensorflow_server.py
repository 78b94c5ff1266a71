"""The messages of tensorflow/core/protobuf/tensorflow_server.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

from . import cluster, config, device_filters

FILE = File(
    __name__,
    "tensorflow",
    """
message ServerDef
  1 cluster ClusterDef
  2 job_name string
  8 replica int32
  3 task_index int32
  4 default_session_config ConfigProto
  5 protocol string
  6 port int32
  7 cluster_device_filters ClusterDeviceFilters
""",
    (
        cluster.FILE,
        config.FILE,
        device_filters.FILE,
    ),
)

ServerDef = FILE.messages["ServerDef"]
