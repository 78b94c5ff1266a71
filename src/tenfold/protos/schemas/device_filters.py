"""The messages of tensorflow/core/protobuf/device_filters.proto."""

from __future__ import annotations

from tenfold.protos.declare import File

FILE = File(
    __name__,
    "tensorflow",
    """
message TaskDeviceFilters
  1 device_filters repeated string
message JobDeviceFilters
  1 name string
  2 tasks map int32 TaskDeviceFilters
message ClusterDeviceFilters
  1 jobs repeated JobDeviceFilters
""",
    (),
)

TaskDeviceFilters = FILE.messages["TaskDeviceFilters"]
JobDeviceFilters = FILE.messages["JobDeviceFilters"]
ClusterDeviceFilters = FILE.messages["ClusterDeviceFilters"]
